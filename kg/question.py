"""The kinds of question as values, and the grammar that reads them: a table, not a ladder.

A question is linked first; then its mentions become `{0}`, `{1}`, … and the first row of the table that fits the
words between them names the kind of question and what is expected of the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import Enum

from kg.linking import Lexicon, Mention
from kg.model import Concept, Population, State, Variable


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
    """What a yes would mean: that the effect goes up or down, is good or bad, or that there is any."""

    up = "up"
    down = "down"
    good = "good"
    bad = "bad"
    any = "any"


@dataclass(frozen=True, slots=True)
class Asked:
    """A mention with its part in the question; `level` is -1 where its words say less of it."""

    mention: Mention
    role: str
    level: int = 1

    @property
    def concept(self) -> str:
        return self.mention.concept


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question as read. `intent` is none where no row of the grammar fits.

    `expected` is set for yes-no questions. `advice` marks a question for a person's own decision, `silent` the name
    of something that no source of this kind speaks of (side effects, doses). `kilograms` and `age` are the asker's.
    """

    text: str
    intent: Intent | None = None
    causes: tuple[Asked, ...] = ()
    effects: tuple[Asked, ...] = ()
    context: tuple[Asked, ...] = ()
    topics: tuple[Asked, ...] = ()
    expected: Expected | None = None
    negated: bool = False
    wanted: Expected | None = None
    advice: bool = False
    silent: str | None = None
    kilograms: float | None = None
    populations: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    ambiguous: tuple[Mention, ...] = ()
    template: str = ""

    @property
    def asked(self) -> tuple[Asked, ...]:
        everything = (*self.causes, *self.effects, *self.context, *self.topics)
        return tuple(sorted(everything, key=lambda a: a.mention.start))
