"""What reading gives back: claims with their passage, and what became of every sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Outcome = Literal[
    "read",
    "names_too_little",
    "says_nothing_causal",
    "no_direction",
    "negated",
    "no_effect",
    "question",
    "aim",
    "not_asserted",
    "conditional",
    "association",
    "comparison",
    "stopping",
    "readings_differ",
    "too_long",
    "reference_list",
]
OUTCOMES: Mapping[Outcome, str] = {
    "read": "a claim was read from it",
    "names_too_little": "it does not name two things that a claim can join",
    "says_nothing_causal": "it does not say that one thing acts on another",
    "no_direction": "it says that one acts on the other, and not in which direction",
    "negated": "what it speaks of is denied",
    "no_effect": "it reports that no effect was seen",
    "question": "it asks",
    "aim": "it tells what something is meant to do, or what was to be found out",
    "not_asserted": "it tells what is thought, claimed or disputed",
    "conditional": "it supposes",
    "association": "it tells what goes together, not what acts on what",
    "comparison": "it compares",
    "stopping": "it tells what stopping something does, which is no less of it but an event of its own",
    "readings_differ": "it can be read in two ways that contradict each other",
    "too_long": "it is longer than a sentence that can be read",
    "reference_list": "it belongs to a list of references, or is the text around the article",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """That a cause raises (`sign` +) or lowers (-) an effect, as worded.

    `hedge` is categorical, typical or possible; `trigger` the words that say so; `confidence` from 0 to 1, made of
    the `features` that `kg.reading.confidence` names. `details` are fields of the draft: population, study, estimate,
    dose, duration.
    """

    cause: str
    effect: str
    sign: str
    hedge: str
    trigger: str
    form: str
    confidence: float
    features: tuple[float, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A sentence: code points from `start`, `end` excluded; what it claims, or why it claims nothing."""

    start: int
    end: int
    outcome: Outcome
    claims: tuple[Claim, ...] = ()
