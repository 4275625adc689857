"""The kinds of question as values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from typing import Literal

from kg.linking import Mention

Use = Literal["concept", "level", "relation", "context", "restriction", "form", "none", "not_understood"]


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


class Attribute(Enum):
    """What is asked of a thing or an effect beside which way it goes."""

    harm = "harm"
    who_not = "who_not"
    how_often = "how_often"
    how_soon = "how_soon"
    how_long = "how_long"
    too_much = "too_much"
    too_late = "too_late"
    cost = "cost"
    where = "where"


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
    """A mention and its part.

    It is the cause, effect or modifier of an effect, `other` where it is compared with, the topic asked about alone,
    the kind of thing asked for, or context. What restricts the question: `through` and `avoid` are what a path must and
    must not run through, `excluded` what is not to be told of.
    """

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
    """A percentage that the asker puts forward.

    `yearly` where they say that it is for each year, `bounded` where it is more, less, or within another time.
    """

    value: Decimal
    yearly: bool = False
    bounded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word of a text, code points from `start`, `end` excluded, and what became of it; `use` is none where it changes
    nothing.
    """

    start: int
    end: int
    text: str
    use: Use


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """One way to read a text: what is asked, what its relating word says, what plays which part, and how well that
    accounts for the words; higher is better.
    """

    intent: Intent | None
    sense: str
    parts: tuple[tuple[str, tuple[Mention | Unnamed, ...]], ...] = ()
    score: float = 0.0

    def things(self, role: str) -> tuple[Mention | Unnamed, ...]:
        """What plays a part, in the order of the question."""
        return dict(self.parts).get(role, ())

    @property
    def order(self) -> tuple[str, str, tuple[tuple[str, tuple[str, ...]], ...]]:
        """Where it stands among those of the same score."""
        intent = self.intent.value if self.intent else ""
        return intent, self.sense, tuple((role, tuple(t.text for t in things)) for role, things in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question as read. `intent` is none where it could not be read.

    `expected` is what a yes would mean, for yes-no questions (`closed`); for lists it is what their members should do.
    `negated` where a yes would mean that it is not so, `always` that there is no exception, `exists` that there is any
    at all, `proof` that it is proven, for which a study is not enough. `restoring` asks for what was lost to come back,
    `direct` for single links, `personal` for advice or a forecast. `shared` asks what several causes or effects have in
    common, `exclusive` whether nothing else does it, `ranked` which does it most, `loop` how something acts back on
    itself, `mutual` only whether two things are tied, whichever of them acts. `beside` where its sentence puts forward
    what the question before asks as well. `attribute` is what is asked beside the direction. `weight` is a
    body weight in kg. `about` are groups of people and settings that the graph does not know,
    `gaps` the parts, none of them context, whose words name nothing known. `words` are all words of the text,
    `analyses` the readings that were weighed, best first.
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
    personal: bool = False
    shared: bool = False
    exclusive: bool = False
    ranked: bool = False
    loop: bool = False
    mutual: bool = False
    beside: bool = False
    attribute: Attribute | None = None
    weight: Decimal | None = None
    claim: Claim | None = None
    about: tuple[str, ...] = ()
    words: tuple[Word, ...] = ()
    analyses: tuple[Analysis, ...] = ()

    @property
    def timing(self) -> bool:
        """Whether a time is asked for."""
        return self.attribute in (Attribute.how_soon, Attribute.how_long)

    @property
    def not_understood(self) -> tuple[str, ...]:
        """The words that a verdict would have to account for and that were not understood, as they are written."""
        return tuple(dict.fromkeys(w.text for w in self.words if w.use == "not_understood"))

    @property
    def said(self) -> str:
        """The words that count, in small letters; all of the text where none were read."""
        return " ".join(w.text.casefold() for w in self.words if w.use not in ("none", "form")) or self.text

    def exchanged(self) -> Question:
        """The same with cause and effect exchanged; a yes then means what the level of the other says."""
        level = next((m.level for m in self.mentions("cause") if m.graded), 0)
        means = Expected.up if level > 0 else Expected.down if level else Expected.any
        return replace(self.playing(cause="effect", effect="cause"), expected=self.expected and means)

    def playing(self, **other: str) -> Question:
        """The same where what plays one part plays another: `cause="effect"`."""
        return replace(self, parts=tuple(Part(p.mention, other.get(p.role, p.role)) for p in self.parts))

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
