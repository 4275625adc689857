"""Curves between boxes that never run over one, and clear places on them for signs and letters."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import copysign, hypot, inf
from string import ascii_lowercase

from kg.answer.values import Modifier
from kg.patience import go_on
from kg.picture.gather import Bundle, Gathered, Pair, polarity
from kg.picture.order import Item, Rows
from kg.picture.parts import Box, Curve, Mark, Note, Point

HEAD = 10
BADGE = 9
PORT = 22

_ROUND = 12
_LANE = 38
_INSET = 18
_CLEAR = 18
_SAMPLES = 12
_FAN = 150
_TRIES = 30

Band = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Ports:
    """Where curves meet their boxes, from the box's middle: of each link in order, as `beside` its pair's middle."""

    links: tuple[Bundle, ...]
    beside: tuple[float, ...]
    leaving: tuple[float, ...]
    entering: tuple[float, ...]

    @property
    def curves(self) -> Counter[Pair]:
        """How many curves each pair has."""
        return Counter(link.pair for link in self.links)

    def slants(self, rows: Rows) -> dict[tuple[Item, Item], float]:
        """How much further right the lower of two joined items must stand for a straight curve."""
        slants: dict[tuple[Item, Item], float] = {}
        for i, link in enumerate(self.links):
            chain = rows.chains.get(link.pair, [])
            for upper, lower in pairwise(chain):
                start = self.leaving[i] if upper is chain[0] else self.beside[i]
                end = self.entering[i] if lower is chain[-1] else self.beside[i]
                slants[upper, lower] = slants.get((upper, lower), 0.0) + (start - end) / self.curves[link.pair]
        return slants


def ported(made: Gathered, rows: Rows, boxes: Mapping[str, Box]) -> Ports:
    """Ports from left to right as the curves go on; those that close a loop at the right end."""
    links, places = tuple(made.links.values()), rows.places()
    beside: list[float] = []
    curves = Counter(link.pair for link in links)
    met: Counter[Pair] = Counter()
    for link in links:
        beside.append(PORT * (met[link.pair] - (curves[link.pair] - 1) / 2))
        met[link.pair] += 1
    ends = []
    for end in (0, 1):
        at_box: dict[str, list[tuple[float, int]]] = defaultdict(list)
        for i, link in enumerate(links):
            chain = rows.chains.get(link.pair)
            toward = places[chain[1 if end == 0 else -2]][1] if chain else inf
            at_box[link.pair[end]].append((toward, i))
        offsets = [0.0] * len(links)
        for id, meeting in at_box.items():
            apart = min(PORT, (boxes[id].w - 2 * _INSET) / max(1, len(meeting) - 1))
            for rank, (_, i) in enumerate(sorted(meeting)):
                offsets[i] = apart * (rank - (len(meeting) - 1) / 2)
        ends.append(tuple(offsets))
    return Ports(links, tuple(beside), *ends)


def routed(
    made: Gathered,
    rows: Rows,
    across: Mapping[Item, float],
    ports: Ports,
    nodes: Mapping[str, Box],
    bands: Sequence[Band],
) -> tuple[Curve, ...]:
    """A curve for each link, through the places its chain holds for it; those of one pair side by side."""
    right = max(x + (nodes[item[0]].w / 2 if len(item) == 1 else PORT) for item, x in across.items())
    edges: list[Curve] = []
    for i, link in enumerate(ports.links):
        go_on()
        source, target = nodes[link.source], nodes[link.target]
        leaves, enters = source.middle + ports.leaving[i], target.middle + ports.entering[i]
        back = link.pair in made.back
        if back:
            lane = right + _LANE * (1 + sum(edge.back for edge in edges))
            low, high = bands[source.layer][1] + 16, bands[target.layer][0] - 34
            points = _around((leaves, source.bottom), (enters, target.y - HEAD), lane, low, high)
        else:
            through = [across[item] + ports.beside[i] for item in rows.chains[link.pair][1:-1]]
            passed = bands[source.layer + 1 : target.layer]
            stops = [(leaves, source.bottom), (leaves, bands[source.layer][1])]
            stops += [(x, y) for x, band in zip(through, passed, strict=True) for y in band]
            stops += [(enters, bands[target.layer][0] - HEAD), (enters, target.y - HEAD)]
            points = _smooth(stops, ports.leaving[i])
        edges.append(
            Curve(
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


def _smooth(stops: Sequence[Point], leaving: float) -> tuple[Point, ...]:
    """Cubic curves from stop to stop, upright at each; of a fan, the outer ones turn first and so keep apart."""
    points, first = [stops[0]], True
    for (x0, y0), (x1, y1) in pairwise(stops):
        if y1 > y0:
            early = max(-1.0, min(1.0, copysign(leaving, leaving * (x1 - x0)) / _FAN)) if first and x1 != x0 else 0.0
            first = first and x1 == x0
            middle = y0 + (y1 - y0) * (0.5 - 0.25 * early)
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

    def __init__(self, edges: Sequence[Curve]) -> None:
        self.lines = [sampled(edge.points) for edge in edges]
        self.taken: list[tuple[Point, float]] = []
        self.near: dict[tuple[int, int], list[tuple[int, Point]]] = defaultdict(list)
        for i, line in enumerate(self.lines):
            for x, y in line:
                self.near[int(x // _CLEAR), int(y // _CLEAR)].append((i, (x, y)))

    def take(self, edge: int, reach: float = BADGE) -> Point:
        """The clearest place on an edge for a sign this far to each side, by preference a bit past the middle."""
        go_on()
        line = self.lines[edge]
        ideal = len(line) * (0.5 if len(line) > 6 * _SAMPLES else 0.6)
        (x0, y0), (x1, y1) = line[0], line[-1]
        inside = [
            (i, (x, y))
            for i, (x, y) in enumerate(line)
            if hypot(x - x0, y - y0) > BADGE + 5 and hypot(x - x1, y - y1) > BADGE + 5
        ]
        _, spot = max(
            inside[:: max(1, len(inside) // _TRIES)],
            key=lambda place: (self._clear(edge, place[1], reach) - 0.6 * abs(place[0] - ideal), -place[0]),
        )
        self.taken.append((spot, reach))
        return spot

    def _clear(self, edge: int, spot: Point, reach: float) -> float:
        x, y = spot
        column, row = int(x // _CLEAR), int(y // _CLEAR)
        lines = [
            hypot(x - a, y - b)
            for across in (-1, 0, 1)
            for down in (-1, 0, 1)
            for i, (a, b) in self.near.get((column + across, row + down), ())
            if i != edge
        ]
        signs = [hypot(x - a, y - b) - reach - taken for (a, b), taken in self.taken]
        return 2 * min([*lines, _CLEAR]) + 5 * min([*signs, 4])


def _signed(edges: Sequence[Curve]) -> tuple[Curve, ...]:
    clearings = _Clearings(edges)
    return tuple(replace(edge, badge=clearings.take(i)) for i, edge in enumerate(edges))


def marked(edges: Sequence[Curve], modifiers: Iterable[Modifier]) -> tuple[tuple[Note, ...], tuple[Mark, ...]]:
    """A note for each modifier of any of the edges, and the place of its letter on each edge that it changes."""
    notes: dict[tuple[str, str, bool | None], Note] = {}
    letters: dict[int, dict[str, None]] = defaultdict(dict)
    for modifier in modifiers:
        changed = [i for i, edge in enumerate(edges) if modifier.modifies in edge.statements]
        key = (modifier.modifier, modifier.effect, modifier.active)
        if not changed or (key not in notes and len(notes) == len(ascii_lowercase)):
            continue
        letter = notes[key].letter if key in notes else ascii_lowercase[len(notes)]
        known = notes[key].statements if key in notes else ()
        notes[key] = Note(
            letter=letter,
            modifier=modifier.modifier,
            label=modifier.label,
            effect=modifier.effect,
            active=modifier.active,
            statements=tuple(dict.fromkeys((*known, modifier.statement))),
        )
        for i in changed:
            letters[i][letter] = None
    if not letters:
        return (), ()
    clearings = _Clearings(edges)
    clearings.taken += [(edge.badge, BADGE) for edge in edges]
    marks = tuple(
        Mark(letters=tuple(found), edge=i, at=clearings.take(i, 4 + 4.5 * len(found))) for i, found in letters.items()
    )
    return tuple(notes.values()), marks
