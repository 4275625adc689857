"""What a picture is made of: boxes, curves and notes in one plane, in pixels from the top left."""

from __future__ import annotations

from dataclasses import dataclass

Point = tuple[float, float]
CHANGE_ROOM = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A concept as a box. `role` is cause, effect or empty; `change` is up, down or mixed, as followed from the cause.

    `x` and `y` are the top left corner; `lines` are the label, wrapped.
    """

    id: str
    label: str
    kind: str
    role: str
    change: str
    lines: tuple[str, ...]
    layer: int
    x: float
    y: float
    w: float
    h: float

    @property
    def middle(self) -> float:
        """How far right its middle is."""
        return self.x + self.w / 2

    @property
    def bottom(self) -> float:
        """How far down it ends."""
        return self.y + self.h


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """All statements of one sign between two concepts as one curve.

    `hedge` is the surest wording among them, `bridge` whether they are all our own links. `back` closes a loop,
    whose `polarity` is reinforcing, balancing or open. `points` are a start and then three for each cubic curve.
    `badge` is where the sign is drawn.
    """

    source: str
    target: str
    sign: str
    statements: tuple[str, ...]
    hedge: str
    bridge: bool
    back: bool
    polarity: str
    points: tuple[Point, ...]
    badge: Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What strengthens, weakens or gates edges of the picture; its `letter` stands at each of them."""

    letter: str
    modifier: str
    label: str
    effect: str
    active: bool | None
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The letters of the notes on an edge, by the edge's position in the picture."""

    letters: tuple[str, ...]
    edge: int
    at: Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A drawing of paths. `hidden` counts the concepts left out to keep it readable."""

    nodes: tuple[Box, ...] = ()
    edges: tuple[Curve, ...] = ()
    notes: tuple[Note, ...] = ()
    marks: tuple[Mark, ...] = ()
    width: float = 0
    height: float = 0
    hidden: int = 0
