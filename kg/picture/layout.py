"""Where the boxes and curves go: ordered in layers, set as straight as the boxes allow, and routed between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

from kg.answer.values import Modifier, PathView
from kg.picture import lettering
from kg.picture.gather import Gathered, Pair, gathered
from kg.picture.order import Item, Rows, ordered
from kg.picture.parts import CHANGE_ROOM, Box, Picture, Point
from kg.picture.place import placed
from kg.picture.route import BADGE, PORT, Band, marked, ported, routed

MOST_NODES = 40

PAD = 16
MARGIN = 24
BETWEEN = 34
ROUTE = 24
GAP = 48
LANE = 26


def picture(paths: Sequence[PathView], modifiers: Iterable[Modifier] = ()) -> Picture:
    """The best paths as one picture of at most `MOST_NODES` concepts; an empty one where there is no path."""
    made = gathered(paths, MOST_NODES)
    if not made.nodes:
        return Picture(hidden=made.hidden)
    rows, boxes = ordered(made), _boxes(made)
    ports = ported(made, rows, boxes)
    across = placed(rows, partial(_apart, boxes, ports.curves), ports.slants(rows))
    nodes, bands = _standing(made, rows, boxes, across)
    edges = routed(made, rows, across, ports, nodes, bands)
    notes, marks = marked(edges, modifiers)
    return _framed(Picture(nodes=tuple(nodes.values()), edges=edges, notes=notes, marks=marks, hidden=made.hidden))


def _apart(boxes: Mapping[str, Box], curves: Mapping[Pair, int], left: Item, right: Item) -> float:
    """The least distance between the middles of two neighbours."""
    widths = [boxes[item[0]].w if len(item) == 1 else PORT * (curves[item[0]] - 1) for item in (left, right)]
    return sum(widths) / 2 + (BETWEEN if len(left) == len(right) == 1 else ROUTE)


def _boxes(made: Gathered) -> dict[str, Box]:
    """Each concept as a box at no place yet, wide enough for its label and for the curves that meet it."""
    boxes = {}
    for id, node in made.nodes.items():
        label = lettering.clean(node.label) or id
        lines = lettering.wrapped(label)
        meets = max(
            sum(link.source == id for link in made.links.values()),
            sum(link.target == id for link in made.links.values()),
        )
        boxes[id] = Box(
            id=id,
            label=label,
            kind=node.kind,
            role=made.roles.get(id, ""),
            change=made.changes[id],
            lines=lines,
            layer=0,
            x=0,
            y=0,
            w=round(max(max(lettering.width(line) for line in lines) + 2 * PAD + CHANGE_ROOM, (meets + 1) * PORT)),
            h=len(lines) * lettering.LINE + 18,
        )
    return boxes


def _standing(
    made: Gathered, rows: Rows, boxes: dict[str, Box], across: Mapping[Item, float]
) -> tuple[dict[str, Box], list[Band]]:
    """The boxes at their places, and the band of each layer; gaps grow with what has to pass through them."""
    places = rows.places()
    passing, widest, turning = ([0.0] * (len(rows.rows) + 1) for _ in range(3))
    for upper, lower in (step for chain in rows.chains.values() for step in pairwise(chain)):
        layer, _ = places[upper]
        passing[layer] += 1
        widest[layer] = max(widest[layer], abs(across[upper] - across[lower]))
    for source, target in made.back:
        turning[places[(source,)][0]] += 1
        turning[places[(target,)][0] - 1] += 1
    nodes, bands, top = {}, [], 0.0
    for layer, row in enumerate(rows.rows):
        here = [boxes[item[0]] for item in row if len(item) == 1]
        height = max((box.h for box in here), default=0)
        for box in here:
            x = across[(box.id,)] - box.w / 2
            nodes[box.id] = replace(box, layer=layer, x=x, y=top + (height - box.h) / 2)
        bands.append((top, top + height))
        bundle = min(30, 5 * max(0, passing[layer] - 2)) + min(90, widest[layer] / 9)
        top += height + GAP + bundle + LANE * turning[layer]
    return {id: nodes[id] for id in made.nodes}, bands


def _framed(drawn: Picture) -> Picture:
    """The same picture moved so that all of it is inside, with a margin."""
    xs = [x for node in drawn.nodes for x in (node.x, node.x + node.w)]
    ys = [y for node in drawn.nodes for y in (node.y, node.bottom)]
    for edge in drawn.edges:
        xs += [edge.badge[0] + LANE] * edge.back
        xs += [x + reach for x, _ in (*edge.points, edge.badge) for reach in (-BADGE, BADGE)]
        ys += [y for _, y in edge.points]
    left, top = min(xs) - MARGIN, min(ys) - MARGIN

    def moved(point: Point) -> Point:
        return round(point[0] - left, 1), round(point[1] - top, 1)

    def at(node: Box) -> Box:
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
