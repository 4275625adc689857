"""Where the boxes and curves go: igraph orders the layers, then each is set as straight as its boxes allow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import igraph

from kg.answer.values import Modifier, PathView
from kg.picture import text
from kg.picture.gather import Gathered, Pair, gathered, layers
from kg.picture.route import BADGE, PORT, Band, marked, routed
from kg.picture.values import CHANGE_ROOM, Node, Picture, Point

MOST_NODES = 40

PAD = 16
MARGIN = 24
BETWEEN = 34
ROUTE = 24
GAP = 68
LANE = 26
SWEEPS = 24

Item = tuple[str] | tuple[Pair, int]  # of a concept, or of a pair and a layer that its curves pass through
Slots = dict[Item, float]


@dataclass(slots=True)
class Rows:
    """The layers from left to right, of concepts and of the places where curves pass through."""

    rows: list[list[Item]]
    chains: dict[Pair, list[Item]]
    widths: Slots = field(default_factory=dict)


def picture(paths: Sequence[PathView], modifiers: Iterable[Modifier] = ()) -> Picture:
    """The best paths as one picture of at most `MOST_NODES` concepts; an empty one where there is no path."""
    made = gathered(paths, MOST_NODES)
    if not made.nodes:
        return Picture(hidden=made.hidden)
    rows = ordered(made, layers(made))
    boxes = _boxes(made)
    count = _curves_of(made)
    for row in rows.rows:
        for item in row:
            rows.widths[item] = boxes[item[0]].w if len(item) == 1 else PORT * (count[item[0]] - 1)
    across = placed(rows)
    nodes, bands = _standing(made, rows, boxes, across)
    edges = routed(made, rows.chains, across, nodes, bands)
    notes, marks = marked(edges, modifiers)
    return _framed(Picture(nodes=tuple(nodes.values()), edges=edges, notes=notes, marks=marks, hidden=made.hidden))


def ordered(made: Gathered, layer: dict[str, int]) -> Rows:
    """Each layer in the order with the fewest crossings that igraph finds, starting from the order of the paths."""
    ids = list(made.nodes)
    number = {id: i for i, id in enumerate(ids)}
    graph = igraph.Graph(n=len(ids), edges=[(number[a], number[b]) for a, b in made.forward], directed=True)
    found = graph.layout_sugiyama(layers=[layer[id] for id in ids], maxiter=500)
    rows: list[list[tuple[float, int, Item]]] = [[] for _ in range(max(layer.values()) + 1)]
    for i, id in enumerate(ids):
        rows[layer[id]].append((found.coords[i][0], i, (id,)))
    chains: dict[Pair, list[Item]] = {}
    for i, pair in enumerate(made.forward):
        passed = range(layer[pair[0]] + 1, layer[pair[1]])
        chains[pair] = [(pair[0],), *((pair, at) for at in passed), (pair[1],)]
        for at, (x, _) in zip(passed, found.edge_routing[i], strict=True):
            rows[at].append((x, len(ids) + i, (pair, at)))
    return Rows([[item for *_, item in sorted(row)] for row in rows], chains)


def placed(rows: Rows) -> Slots:
    """The middle of every item: near those it is joined to, in order, none nearer to its neighbour than allowed."""
    joined: dict[Item, list[tuple[Item, float, bool]]] = {item: [] for row in rows.rows for item in row}
    for chain in rows.chains.values():
        for upper, lower in pairwise(chain):
            pull = {2: 1.0, 3: 2.0, 4: 8.0}[len(upper) + len(lower)]
            joined[lower].append((upper, pull, True))
            joined[upper].append((lower, pull, False))
    at: Slots = {}
    for row in rows.rows:
        _set(row, [0.0] * len(row), [1.0] * len(row), rows.widths, at)
    for sweep in range(SWEEPS):
        down = sweep % 2 == 0
        for row in rows.rows if down else reversed(rows.rows):
            wanted, pulls = [], []
            for item in row:
                near = [(at[o], pull) for o, pull, above in joined[item] if sweep >= SWEEPS - 8 or above == down]
                total = sum(pull for _, pull in near)
                wanted.append(sum(x * pull for x, pull in near) / total if near else at[item])
                pulls.append(total or 0.1)
            _set(row, wanted, pulls, rows.widths, at)
    return at


def _set(row: list[Item], wanted: list[float], pulls: list[float], widths: Slots, at: Slots) -> None:
    """Place a row nearest to what is wanted, by least squares: pool adjacent violators (Ayer et al. 1955)."""
    shift, offsets = 0.0, []
    for i, item in enumerate(row):
        if i:
            shift += (widths[row[i - 1]] + widths[item]) / 2 + (ROUTE if len(row[i - 1]) + len(item) > 2 else BETWEEN)
        offsets.append(shift)
    blocks: list[tuple[float, float, int]] = []
    for want, pull, offset in zip(wanted, pulls, offsets, strict=True):
        block = (want - offset, pull, 1)
        while blocks and blocks[-1][0] >= block[0]:
            x, weight, size = blocks.pop()
            both = weight + block[1]
            block = ((x * weight + block[0] * block[1]) / both, both, size + block[2])
        blocks.append(block)
    settled = [x for x, _, size in blocks for _ in range(size)]
    for item, x, offset in zip(row, settled, offsets, strict=True):
        at[item] = x + offset


def _curves_of(made: Gathered) -> dict[Pair, int]:
    count: dict[Pair, int] = {}
    for link in made.links.values():
        count[link.pair] = count.get(link.pair, 0) + 1
    return count


def _boxes(made: Gathered) -> dict[str, Node]:
    """Each concept as a box at no place yet, wide enough for its label and for the curves that meet it."""
    boxes = {}
    for id, node in made.nodes.items():
        label = text.clean(node.label) or id
        lines = text.wrapped(label)
        meets = max(
            sum(link.source == id for link in made.links.values()),
            sum(link.target == id for link in made.links.values()),
        )
        boxes[id] = Node(
            id=id,
            label=label,
            kind=node.kind,
            role=made.roles.get(id, ""),
            change=made.changes[id],
            lines=lines,
            layer=0,
            x=0,
            y=0,
            w=round(max(max(text.width(line) for line in lines) + 2 * PAD + CHANGE_ROOM, (meets + 1) * PORT)),
            h=len(lines) * text.LINE + 18,
        )
    return boxes


def _standing(made: Gathered, rows: Rows, boxes: dict[str, Node], across: Slots) -> tuple[dict[str, Node], list[Band]]:
    """The boxes at their places, and the band of each layer; gaps grow with what has to pass through them."""
    depth = {item: layer for layer, row in enumerate(rows.rows) for item in row}
    passing = [0] * (len(rows.rows) + 1)
    turning = [0] * (len(rows.rows) + 1)
    for chain in rows.chains.values():
        for upper in chain[:-1]:
            passing[depth[upper]] += 1
    for source, target in made.back:
        turning[depth[(source,)]] += 1
        turning[depth[(target,)] - 1] += 1
    nodes, bands, top = {}, [], 0.0
    for layer, row in enumerate(rows.rows):
        here = [boxes[item[0]] for item in row if len(item) == 1]
        height = max(box.h for box in here)
        for box in here:
            x = across[(box.id,)] - box.w / 2
            nodes[box.id] = replace(box, layer=layer, x=x, y=top + (height - box.h) / 2)
        bands.append((top, top + height))
        top += height + GAP + 5 * min(8, max(0, passing[layer] - 2)) + LANE * turning[layer]
    return {id: nodes[id] for id in made.nodes}, bands


def _framed(drawn: Picture) -> Picture:
    """The same picture moved so that all of it is inside, with a margin."""
    xs = [x for node in drawn.nodes for x in (node.x, node.x + node.w)]
    ys = [y for node in drawn.nodes for y in (node.y, node.bottom)]
    for edge in drawn.edges:
        xs += [x + reach for x, _ in (*edge.points, edge.badge) for reach in (-BADGE, BADGE)]
        ys += [y for _, y in edge.points]
    left, top = min(xs) - MARGIN, min(ys) - MARGIN

    def moved(point: Point) -> Point:
        return round(point[0] - left, 1), round(point[1] - top, 1)

    def at(node: Node) -> Node:
        x, y = moved((node.x, node.y))
        return replace(node, x=x, y=y)

    return replace(
        drawn,
        nodes=tuple(map(at, drawn.nodes)),
        edges=tuple(replace(e, points=tuple(map(moved, e.points)), badge=moved(e.badge)) for e in drawn.edges),
        marks=tuple(replace(mark, at=moved(mark.at)) for mark in drawn.marks),
        width=round(max(xs) - left + MARGIN),
        height=round(max(ys) - top + MARGIN),
    )
