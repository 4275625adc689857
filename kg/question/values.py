"""The kinds of question as values."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from kg.linking import Mention


class Intent(Enum):
    """What is asked for."""

    effect = "effect"
    causes = "causes"
    effects = "effects"
    mechanism = "mechanism"
    compare = "compare"
    combine = "combine"
    sufficiency = "sufficiency"
    quantity = "quantity"
    definition = "definition"
    members = "members"
    measurement = "measurement"
    evidence = "evidence"
    modifiers = "modifiers"


class Expected(Enum):
    """What a yes would mean, or a list should hold: up, down, for the better, for the worse, any change, or none."""

    up = "up"
    down = "down"
    good = "good"
    bad = "bad"
    any = "any"
    none = "none"


@dataclass(frozen=True, slots=True)
class Part:
    """A mention and its part: cause, effect, modifier, other (what is compared with), topic, kind or context."""

    mention: Mention
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unnamed:
    """Words of a text that stand where a concept should and name none that is known: it has none to hand on.

    `start`, `end` and `span` are as in a Mention.
    """

    start: int
    end: int
    text: str
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Gap:
    """The part that would be played by what is not known."""

    words: Unnamed
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A percentage that the asker puts forward; `yearly` where they say that it is for each year."""

    value: Decimal
    yearly: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question as read. `intent` is none where no row of the grammar fits.

    `expected` is what a yes would mean, for yes-no questions (`closed`); for lists it is what their members should do.
    `negated` where a yes would mean that it is not so, `always` that there is no exception, `exists` that there is any
    at all, `proof` that it is proven, for which a study is not enough. `restoring` asks for what was lost to come back,
    `direct` for single links, `timing` for how long, `personal` for advice or a forecast. `weight` is a body weight in
    kg. `left` holds the words that were not understood, `outside` those that ask for what no causal source could say
    here, `about` groups of people and settings that the graph does not know, and `gaps` the parts, none of them
    context, whose words name nothing known.
    """

    text: str
    parts: tuple[Part, ...] = ()
    gaps: tuple[Gap, ...] = ()
    intent: Intent | None = None
    expected: Expected | None = None
    closed: bool = False
    negated: bool = False
    always: bool = False
    exists: bool = False
    proof: bool = False
    restoring: bool = False
    direct: bool = False
    timing: bool = False
    personal: bool = False
    weight: Decimal | None = None
    claim: Claim | None = None
    left: tuple[str, ...] = ()
    outside: str = ""
    about: tuple[str, ...] = ()

    def mentions(self, role: str) -> tuple[Mention, ...]:
        """The mentions that play a part, in the order of the question."""
        return tuple(part.mention for part in self.parts if part.role == role)

    def of(self, role: str) -> tuple[str, ...]:
        """The concepts that play a part, in the order of the question."""
        return tuple(m.concept for m in self.mentions(role))

    @property
    def unknown(self) -> tuple[str, ...]:
        """The words that stand where a concept should, and name none that is known."""
        return tuple(gap.words.text for gap in self.gaps)
