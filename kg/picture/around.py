"""The neighbourhood of a concept as a drawing: causes to the left, effects to the right, expanded ones further out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.causal import CausalGraph
from kg.model import Hedge, Statement
from kg.picture import lettering, looks
from kg.picture.looks import Line, SignLook

GAP_X, GAP_Y = 120, 14
PAD = 15
CHIP = 36
Key = tuple[str, str, str]
"""Cause, effect and sign."""


@dataclass(slots=True, kw_only=True)
class Neighbour:
    """A concept; `hidden` counts the links to concepts that are not shown."""

    id: str
    label: str
    column: int
    hidden: int
    lines: tuple[str, ...]
    w: float
    h: float
    x: float = 0
    y: float = 0

    @property
    def middle(self) -> float:
        """The height of its middle, where ties start and end."""
        return self.y + self.h / 2

    @property
    def chip(self) -> float:
        """Where the count of hidden links starts, from the left of the box: on the outer side."""
        return 3 - CHIP if self.column < 0 else self.w + 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """The statements of one sign between two boxes; `turn` is the way its end points, in degrees."""

    source: Neighbour
    target: Neighbour
    sign: str
    look: SignLook
    line: Line
    own: bool
    statements: tuple[str, ...]
    path: str
    end: tuple[float, float]
    badge: tuple[float, float]
    turn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The drawing. `trail` are the concepts expanded after the first, `width` and `height` its size in pixels."""

    centre: str
    trail: tuple[str, ...]
    neighbours: tuple[Neighbour, ...]
    ties: tuple[Tie, ...]
    statements: tuple[Statement, ...]
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sieve:
    """What is shown: signs and kinds of concept (all where none is named), and the weakest wording."""

    signs: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    hedge: Hedge = Hedge.aim
    others: bool = False

    def lets(self, s: Statement) -> bool:
        """Whether a statement is shown."""
        if s.hedge > self.hedge or s.modifies or s.subject == s.object or (s.sign is None and not self.others):
            return False
        return not self.signs or (s.worded_sign or "?") in self.signs

    def keeps(self, graph: CausalGraph, concept: str) -> bool:
        """Whether a concept is shown."""
        return not self.kinds or graph.concepts[concept].kind in self.kinds


def around(graph: CausalGraph, centre: str, trail: Iterable[str] = (), sieve: Sieve = Sieve()) -> Around:
    """The concept, its neighbours, and the neighbours of those in the trail that are shown."""
    opened = [centre]
    columns = {centre: 0}
    _spread(graph, centre, columns, sieve)
    for id in trail:
        if id in columns and id not in opened:
            opened.append(id)
            _spread(graph, id, columns, sieve)
    shown = [s for id in opened for s in _links(graph, id, sieve) if s.subject in columns and s.object in columns]
    statements = tuple({s.id: s for s in shown}.values())
    boxes = _placed(graph, columns, statements, sieve)
    ties = tuple(_ties(statements, boxes))
    width = max(b.x + b.w + CHIP for b in boxes.values()) + PAD
    height = max(b.y + b.h for b in boxes.values()) + PAD
    return Around(
        centre=centre,
        trail=tuple(opened[1:]),
        neighbours=tuple(boxes.values()),
        ties=ties,
        statements=statements,
        width=round(width),
        height=round(height),
    )


def _links(graph: CausalGraph, id: str, sieve: Sieve) -> list[Statement]:
    links = [s for s in graph.by_concept.get(id, ()) if id in (s.subject, s.object) and sieve.lets(s)]
    return [s for s in links if all(c == id or sieve.keeps(graph, c) for c in (s.subject, s.object))]


def _spread(graph: CausalGraph, id: str, columns: dict[str, int], sieve: Sieve) -> None:
    """Give the neighbours of a concept their columns: outward of it, and on their own side of the centre."""
    for s in _links(graph, id, sieve):
        other = s.object if s.subject == id else s.subject
        outward = 1 if columns[id] > 0 or (columns[id] == 0 and s.subject == id) else -1
        columns.setdefault(other, columns[id] + outward)


def _placed(
    graph: CausalGraph, columns: dict[str, int], statements: Sequence[Statement], sieve: Sieve
) -> dict[str, Neighbour]:
    boxes = {}
    for id, column in columns.items():
        label = lettering.clean(graph.concepts[id].label) or id
        lines = lettering.wrapped(label)
        linked = {c for s in _links(graph, id, sieve) for c in (s.subject, s.object)}
        boxes[id] = Neighbour(
            id=id,
            label=label,
            column=column,
            hidden=len(linked - columns.keys()),
            lines=lines,
            w=round(max(lettering.width(line) for line in lines) + 2 * PAD),
            h=max(len(lines) * lettering.LINE + 14, 9 * _meets(id, statements)),
        )
    stacks: dict[int, list[Neighbour]] = {}
    for box in boxes.values():
        stacks.setdefault(box.column, []).append(box)
    tallest = max(sum(b.h + GAP_Y for b in stack) for stack in stacks.values())
    left = float(PAD + CHIP)
    for column in sorted(stacks):
        for box in stacks[column]:
            box.x = left
        left += max(b.w for b in stacks[column]) + CHIP + GAP_X
    for column in sorted(stacks, key=abs):
        stack = stacks[column]
        if abs(column) > 1:
            near = {b.id: _near(b, statements, boxes, column) for b in stack}
            stack.sort(key=lambda b: near[b.id])
        widest = max(b.w for b in stack)
        top = PAD + (tallest - sum(b.h + GAP_Y for b in stack)) / 2
        for box in stack:
            box.y = top
            box.x += (widest - box.w) * (1 if column < 0 else 0.5 if column == 0 else 0)
            top += box.h + GAP_Y
    return boxes


def _meets(id: str, statements: Sequence[Statement]) -> int:
    return max(sum(s.subject == id for s in statements), sum(s.object == id for s in statements))


def _near(box: Neighbour, statements: Sequence[Statement], boxes: dict[str, Neighbour], column: int) -> float:
    joined = [
        boxes[c].middle
        for s in statements
        if box.id in (s.subject, s.object)
        for c in (s.subject, s.object)
        if abs(boxes[c].column) < abs(column)
    ]
    return sum(joined) / len(joined) if joined else 0.0


def _ties(statements: Sequence[Statement], boxes: dict[str, Neighbour]) -> Iterable[Tie]:
    grouped: dict[Key, list[Statement]] = {}
    for s in statements:
        grouped.setdefault((s.subject, s.object, s.worded_sign), []).append(s)
    passed: Counter[tuple[str, bool]] = Counter()
    leaving, arriving = _ports(grouped, boxes, 0), _ports(grouped, boxes, 1)
    for key, group in grouped.items():
        source, target = boxes[key[0]], boxes[key[1]]
        forward = source.column < target.column
        same = source.column == target.column
        x1 = source.x + source.w if forward or same else source.x
        x2 = target.x if forward else target.x + target.w
        turn = -90 if forward else 90
        y1, y2 = leaving[key], arriving[key]
        x2 += -12 if forward else 12
        bend = 70 if same else abs(x2 - x1) / 2
        c1, c2 = (x1 + bend, x2 + bend) if same else (x1 + bend, x2 - bend) if forward else (x1 - bend, x2 + bend)
        alike = [k for k in grouped if k[:2] == key[:2]]
        outward = abs(source.column) > abs(target.column)
        share = (0.34 if outward else 0.66) + 0.13 * (alike.index(key) - (len(alike) - 1) / 2)
        best = min(group, key=lambda s: s.hedge)
        path = f"M{x1:g} {y1:g}C{c1:g} {y1:g} {c2:g} {y2:g} {x2:g} {y2:g}"
        badge = (_along(x1, c1, c2, x2, share), _along(y1, y1, y2, y2, share))
        if over := _in_the_way(source, target, boxes):
            run, badge = _past(over, (x1, y1), (x2, y2), passed)
            path = f"M{x1:g} {y1:g}{run}"
        yield Tie(
            source=source,
            target=target,
            sign=key[2],
            look=looks.SIGNS.get(key[2], looks.PLAIN),
            line=looks.HEDGES[best.hedge.name],
            own=all(s.bridge for s in group),
            statements=tuple(s.id for s in group),
            path=path,
            end=(x2, y2),
            badge=badge,
            turn=turn,
        )


def _in_the_way(source: Neighbour, target: Neighbour, boxes: dict[str, Neighbour]) -> list[list[Neighbour]]:
    """The boxes of each column between two, in the order of the way."""
    step = 1 if target.column > source.column else -1
    between = range(source.column + step, target.column, step) if source.column != target.column else ()
    return [column for c in between if (column := [b for b in boxes.values() if b.column == c])]


def _past(
    columns: list[list[Neighbour]],
    start: tuple[float, float],
    end: tuple[float, float],
    passed: Counter[tuple[str, bool]],
) -> tuple[str, tuple[float, float]]:
    """A line level over or under the boxes of each column between, and the place of its badge, on the way's first bend.

    `passed` counts the lines on each side of a box, which run beside each other.
    """
    (x, y), (x2, y2) = start, end
    ahead = 1 if x2 > x else -1
    pieces, badge = [], None
    for column in columns:
        here = y + (y2 - y) / 2
        box = min(column, key=lambda b: abs(b.middle - here))
        above = here < box.middle
        passed[box.id, above] += 1
        clear = GAP_Y / 2 + 4 * (passed[box.id, above] - 1)
        level = box.y - clear if above else box.y + box.h + clear
        widest = max(b.w for b in column)
        middle = sum(b.x + b.w / 2 for b in column) / len(column)
        near, far = middle - ahead * (widest / 2 + 8), middle + ahead * (widest / 2 + 8)
        pieces.append(f"{_bend(x, y, near, level)}L{far:g} {level:g}")
        badge = badge or ((x + near) / 2, (y + level) / 2)
        x, y = far, level
    return "".join(pieces) + _bend(x, y, x2, y2), badge or start


def _bend(x1: float, y1: float, x2: float, y2: float) -> str:
    middle = (x1 + x2) / 2
    return f"C{middle:g} {y1:g} {middle:g} {y2:g} {x2:g} {y2:g}"


def _along(a: float, b: float, c: float, d: float, t: float) -> float:
    u = 1 - t
    return round(u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d, 1)


def _ports(grouped: Iterable[Key], boxes: dict[str, Neighbour], end: int) -> dict[Key, float]:
    """Where curves meet a side of a box: spread over its height in the order of the other ends."""
    sides: dict[tuple[str, bool], list[Key]] = {}
    for key in grouped:
        right = (boxes[key[0]].column <= boxes[key[1]].column) == (end == 0) or (
            boxes[key[0]].column == boxes[key[1]].column
        )
        sides.setdefault((key[end], right), []).append(key)
    at = {}
    for (id, _), keys in sides.items():
        box = boxes[id]
        keys.sort(key=lambda k: boxes[k[1 - end]].middle)
        for i, key in enumerate(keys, 1):
            at[key] = round(box.y + box.h * i / (len(keys) + 1), 1)
    return at
