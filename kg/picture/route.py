"""Curves between boxes that never run over one, and clear places on them for signs and letters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from math import hypot, inf
from string import ascii_lowercase

from kg.answer.values import Modifier
from kg.picture.gather import Gathered, Link, Pair, polarity
from kg.picture.values import Edge, Mark, Node, Note, Point

HEAD = 10
BADGE = 9
PORT = 22

_ROUND = 12
_LANE = 26
_INSET = 18
_CLEAR = 18
_SAMPLES = 12

Band = tuple[float, float]


def routed(
    made: Gathered,
    chains: Mapping[Pair, Sequence[tuple]],
    across: Mapping[tuple, float],
    nodes: Mapping[str, Node],
    bands: Sequence[Band],
) -> tuple[Edge, ...]:
    """A curve for each link, through the places its chain holds for it; those of one pair side by side."""
    links = list(made.links.values())
    beside = _beside(links)
    ways: list[list[tuple[float, int]]] = []
    for link, shift in zip(links, beside, strict=True):
        chain = chains.get(link.pair, ())
        ways.append([(across[item] + shift, nodes[link.source].layer + i) for i, item in enumerate(chain[1:-1], 1)])
    leaving, entering = _ports(links, ways, beside, nodes)
    right = max([node.x + node.w for node in nodes.values()] + [x for way in ways for x, _ in way], default=0)
    edges, lanes = [], 0
    for i, link in enumerate(links):
        source, target = nodes[link.source], nodes[link.target]
        back = link.pair in made.back
        if back:
            lane, low, high = right + 30 + _LANE * lanes, bands[source.layer][1] + 16, bands[target.layer][0] - 34
            points = _around((leaving[i], source.bottom), (entering[i], target.y - HEAD), lane, low, high)
            lanes += 1
        else:
            stops = [(leaving[i], source.bottom), (leaving[i], bands[source.layer][1])]
            stops += [(x, y) for x, layer in ways[i] for y in bands[layer]]
            stops += [(entering[i], bands[target.layer][0] - HEAD), (entering[i], target.y - HEAD)]
            points = _smooth(stops)
        edges.append(
            Edge(
                source=link.source,
                target=link.target,
                sign=link.sign,
                statements=link.statements,
                hedge=link.hedge,
                bridge=link.bridge,
                back=back,
                polarity=polarity(made, link) if back else "",
                points=points,
                badge=points[0],
            )
        )
    return _signed(edges)


def _beside(links: Sequence[Link]) -> list[float]:
    """How far each link stands from the middle of its pair."""
    of_pair: dict[Pair, list[int]] = defaultdict(list)
    for i, link in enumerate(links):
        of_pair[link.pair].append(i)
    return [PORT * (of_pair[link.pair].index(i) - (len(of_pair[link.pair]) - 1) / 2) for i, link in enumerate(links)]


def _ports(links, ways, beside, nodes) -> tuple[list[float], list[float]]:
    """Where each curve leaves and enters its boxes: from left to right as the curves go on."""
    leaving, entering = [0.0] * len(links), [0.0] * len(links)
    for end, places in ((0, leaving), (1, entering)):
        at_node: dict[str, list[tuple[float, int]]] = defaultdict(list)
        for i, link in enumerate(links):
            own, other = (link.source, link.target) if end == 0 else (link.target, link.source)
            if nodes[link.source].layer >= nodes[link.target].layer:
                toward = inf
            elif ways[i]:
                toward = ways[i][0 if end == 0 else -1][0]
            else:
                toward = nodes[other].middle + beside[i]
            at_node[own].append((toward, i))
        for id, meeting in at_node.items():
            node = nodes[id]
            apart = min(PORT, (node.w - 2 * _INSET) / max(1, len(meeting) - 1))
            for rank, (_, i) in enumerate(sorted(meeting)):
                places[i] = node.middle + apart * (rank - (len(meeting) - 1) / 2)
    return leaving, entering


def _smooth(stops: Sequence[Point]) -> tuple[Point, ...]:
    """Cubic curves from stop to stop, upright at each."""
    points = [stops[0]]
    for (x0, y0), (x1, y1) in pairwise(stops):
        if y1 > y0:
            middle = (y0 + y1) / 2
            points += [(x0, middle), (x1, middle), (x1, y1)]
    return tuple(points)


def _around(start: Point, end: Point, lane: float, low: float, high: float) -> tuple[Point, ...]:
    """From below one box, out to the lane at the side, up it, and down into another box."""
    (x0, _), (x1, y1), r = start, end, _ROUND
    points = [start]
    for corner, before, after in (
        ((x0, low), (0, -1), (1, 0)),
        ((lane, low), (-1, 0), (0, -1)),
        ((lane, high), (0, 1), (-1, 0)),
        ((x1, high), (1, 0), (0, 1)),
    ):
        x, y = corner
        points += _straight(points[-1], (x + before[0] * r, y + before[1] * r))
        points += [corner, corner, (x + after[0] * r, y + after[1] * r)]
    return (*points, *_straight(points[-1], (x1, y1)))


def _straight(start: Point, end: Point) -> list[Point]:
    (x0, y0), (x1, y1) = start, end
    return [((2 * x0 + x1) / 3, (2 * y0 + y1) / 3), ((x0 + 2 * x1) / 3, (y0 + 2 * y1) / 3), end]


def sampled(points: Sequence[Point], count: int = _SAMPLES) -> list[Point]:
    """Points along a curve, `count` for each of its cubics."""
    found = [points[0]]
    for i in range(0, len(points) - 1, 3):
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points[i : i + 4]
        for step in range(1, count + 1):
            t = step / count
            a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
            found.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
    return found


class _Clearings:
    """Where on its own curve a sign stands clear of the other curves and signs."""

    def __init__(self, edges: Sequence[Edge]):
        self.lines = [sampled(edge.points) for edge in edges]
        self.taken: list[Point] = []
        self.near: dict[tuple[int, int], list[tuple[int, Point]]] = defaultdict(list)
        for i, line in enumerate(self.lines):
            for x, y in line:
                self.near[int(x // _CLEAR), int(y // _CLEAR)].append((i, (x, y)))

    def take(self, edge: int) -> Point:
        """The clearest place on an edge that is not yet taken, by preference two thirds along its last bend."""
        line = self.lines[edge]
        ideal = len(line) * (0.5 if len(line) > 6 * _SAMPLES else 0.6)
        (x0, y0), (x1, y1) = line[0], line[-1]
        inside = [
            (i, (x, y))
            for i, (x, y) in enumerate(line)
            if hypot(x - x0, y - y0) > BADGE + 5 and hypot(x - x1, y - y1) > BADGE + 5
        ]
        _, spot = max(inside, key=lambda place: (self._clear(edge, place[1]) - 0.6 * abs(place[0] - ideal), -place[0]))
        self.taken.append(spot)
        return spot

    def _clear(self, edge: int, spot: Point) -> float:
        x, y = spot
        column, row = int(x // _CLEAR), int(y // _CLEAR)
        lines = [
            hypot(x - a, y - b)
            for across in (-1, 0, 1)
            for down in (-1, 0, 1)
            for i, (a, b) in self.near.get((column + across, row + down), ())
            if i != edge
        ]
        signs = [hypot(x - a, y - b) for a, b in self.taken]
        return 2 * min([*lines, _CLEAR]) + 5 * min([*signs, 2.4 * BADGE])


def _signed(edges: Sequence[Edge]) -> tuple[Edge, ...]:
    clearings = _Clearings(edges)
    return tuple(replace(edge, badge=clearings.take(i)) for i, edge in enumerate(edges))


def marked(edges: Sequence[Edge], modifiers: Iterable[Modifier]) -> tuple[tuple[Note, ...], tuple[Mark, ...]]:
    """A note for each modifier of any of the edges, and the place of its letter on each edge that it changes."""
    notes: dict[tuple, Note] = {}
    letters: dict[int, dict[str, None]] = defaultdict(dict)
    for modifier in modifiers:
        changed = [i for i, edge in enumerate(edges) if modifier.modifies in edge.statements]
        key = (modifier.modifier, modifier.effect, modifier.active)
        if not changed or (key not in notes and len(notes) == len(ascii_lowercase)):
            continue
        letter = notes[key].letter if key in notes else ascii_lowercase[len(notes)]
        said = notes[key].statements if key in notes else ()
        notes[key] = Note(
            letter=letter,
            modifier=modifier.modifier,
            label=modifier.label,
            effect=modifier.effect,
            active=modifier.active,
            statements=tuple(dict.fromkeys((*said, modifier.statement))),
        )
        for i in changed:
            letters[i][letter] = None
    clearings = _Clearings(edges)
    clearings.taken += [edge.badge for edge in edges]
    marks = tuple(Mark(letters=tuple(found), edge=i, at=clearings.take(i)) for i, found in letters.items())
    return tuple(notes.values()), marks
