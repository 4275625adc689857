"""Signs, hedges and directions in words: one row for each, one column for each way in which it is said.

Whoever shows a sign takes its words from here: texts, pages, pictures, the terminal and reviews.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kg.model import Hedge, Sign

Direction = Literal["increases", "decreases", "no_effect", "mixed", "unknown"]
Tone = Literal["up", "down", "mixed"]
"""What a sign comes to at a glance: more, less, or neither for sure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignWords:
    """How a sign is said. Between the names of a cause and an effect: `verb` in a picture, `near` around a concept,
    `shown` on the terminal, `turned` in a review. By itself: `name` of the direction, `arrow` behind the effect,
    `legend` of a picture, `together` of several causes.
    """

    name: Direction
    tone: Tone
    verb: str
    near: str
    shown: str
    turned: str
    arrow: str
    legend: str
    together: str


SIGNS = {
    Sign.PLUS: SignWords(
        name="increases",
        tone="up",
        verb="raises",
        near="raises",
        shown="raises",
        turned="raises",
        arrow="▲",
        legend="raises",
        together="together they raise it",
    ),
    Sign.MINUS: SignWords(
        name="decreases",
        tone="down",
        verb="lowers",
        near="lowers",
        shown="lowers",
        turned="lowers",
        arrow="▼",
        legend="lowers",
        together="together they lower it",
    ),
    Sign.ZERO: SignWords(
        name="no_effect",
        tone="mixed",
        verb="does not change",
        near="does not change",
        shown="shows no effect on",
        turned="has no effect on",
        arrow="unchanged",
        legend="no effect",
        together="no clear effect",
    ),
    Sign.WEAK_PLUS: SignWords(
        name="mixed",
        tone="mixed",
        verb="raises or does not change",
        near="bears on",
        shown="acts on",
        turned="raises or leaves",
        arrow="▲ or unchanged",
        legend="direction open",
        together="together they raise it or leave it unchanged",
    ),
    Sign.WEAK_MINUS: SignWords(
        name="mixed",
        tone="mixed",
        verb="lowers or does not change",
        near="bears on",
        shown="acts on",
        turned="lowers or leaves",
        arrow="▼ or unchanged",
        legend="direction open",
        together="together they lower it or leave it unchanged",
    ),
    Sign.UNKNOWN: SignWords(
        name="unknown",
        tone="mixed",
        verb="affects",
        near="bears on",
        shown="acts on",
        turned="acts either way on",
        arrow="▲ or ▼",
        legend="direction open",
        together="the net direction is unknown",
    ),
}
UNSIGNED = "bears on"
"""What joins two names where no direction is told at all."""
NOT_KNOWN = "is not known to act on"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToneWords:
    """How a tone is said: its `mark`, what a cause `does` and as it is `heard` where the mark is not seen, what paths
    are `doing`, and where a concept `goes`, with the `arrow` for it.
    """

    mark: str
    does: str
    heard: str
    doing: str
    goes: str
    arrow: str


TONES: dict[Tone, ToneWords] = {
    "up": ToneWords(mark="+", does="raises", heard="raises", doing="raising", goes="goes up", arrow="▲"),
    "down": ToneWords(mark="−", does="lowers", heard="lowers", doing="lowering", goes="goes down", arrow="▼"),
    "mixed": ToneWords(
        mark="?",
        does="acts on",
        heard="acts on, direction not settled:",
        doing="not settled",
        goes="changes, direction not settled",
        arrow="▲▼",
    ),
}
DIRECTION_WORDS: dict[Direction | None, str] = {
    "increases": "raises it",
    "decreases": "lowers it",
    "no_effect": "no clear effect",
    "mixed": "mixed",
    "unknown": "direction not stated",
    None: "no direction",
}
"""What a direction does to the effect that was just named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HedgeWords:
    """How surely something is worded: as it is told (`said`) with its `strength` of 3, and as it is chosen: in a
    `draft`, and as the weakest to be shown (`at_least`; none where that is no choice).
    """

    said: str
    strength: int
    draft: str
    at_least: str | None = None


HEDGES = {
    Hedge.definition: HedgeWords(said="by definition", strength=3, draft="by definition"),
    Hedge.categorical: HedgeWords(
        said="said without reserve", strength=3, draft="without reserve", at_least="without reserve"
    ),
    Hedge.typical: HedgeWords(said="said to be usual", strength=2, draft="as usual", at_least="usual"),
    Hedge.possible: HedgeWords(said="said to be possible", strength=1, draft="as possible", at_least="possible"),
    Hedge.mixed: HedgeWords(said="findings are mixed", strength=1, draft="findings are mixed"),
    Hedge.aim: HedgeWords(said="said to be an aim", strength=1, draft="as an aim", at_least="any"),
}
DO = {"up": "raise", "down": "lower", "restore": "restore", "good": "help", "bad": "harm", "modify": "change"}
DOES = {"up": "raises", "down": "lowers", "restore": "restores", "good": "helps", "bad": "harms", "modify": "changes"}
"""What is asked of a cause, by the sense of the verb that a question is read with."""


def tone(sign: str | None) -> Tone:
    """The tone of a sign by its mark; mixed where there is none.

    >>> tone("+"), tone("0-"), tone("")
    ('up', 'mixed', 'mixed')
    """
    return SIGNS[Sign(sign)].tone if sign else "mixed"


def tone_of(direction: Direction | None) -> Tone:
    """The tone of a direction by its name.

    >>> tone_of("decreases"), tone_of("unknown"), tone_of(None)
    ('down', 'mixed', 'mixed')
    """
    tones: list[Tone] = [words.tone for words in SIGNS.values() if words.name == direction]
    return tones[0] if tones else "mixed"
