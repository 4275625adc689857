"""Whom a question is about: the populations that its words put a person in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from kg.linking import Mention
from kg.model import Concept, Population, Variable
from kg.walks import walk

_AGE = re.compile(
    r"\b(?:(?:over|above|aged?|at|i am|im|i'm|am|past|turned|turning)\s+(\d{2,3})\b(?!\s*(?:%|mg|mcg|iu|kg|g\b|per))"
    r"|(\d{2,3})[\s-]*(?:(?:years?|yrs?|yo)[\s-]*olds?|yo)\b|(\d{2,3})\s*\+)",
    re.IGNORECASE,
)
_OLDEST = 120


class People:
    """The populations of a graph, and what its variables are spoken of through; made once."""

    def __init__(self, concepts: Mapping[str, Concept]) -> None:
        self._concepts = concepts
        self._populations = [c for c in concepts.values() if isinstance(c, Population)]
        self._entities = {e for c in concepts.values() if isinstance(c, Variable) for e in c.aspect_of}

    def varies(self, concept: str) -> bool:
        """Whether it is a variable, a level of one, or spoken of through one."""
        return self._concepts[concept].variable is not None or concept in self._entities

    def implied_by(self, concept: str) -> tuple[str, ...]:
        """What holds in a population, or in one that it is part of; nothing for what is none."""

        def wider(id: str) -> tuple[str, ...]:
            group = self._concepts[id]
            return group.broader if isinstance(group, Population) and not group.implies else ()

        groups = [self._concepts[id] for id in walk([concept], wider)]
        return tuple(dict.fromkeys(id for g in groups if isinstance(g, Population) for id in g.implies))

    def of_age(self, text: str) -> Iterable[Mention]:
        """The populations that an age in a text puts a person in."""
        for match in _AGE.finditer(text):
            age = int(next(group for group in match.groups() if group))
            for population in self._populations:
                if population.from_age is not None and population.from_age <= age <= _OLDEST:
                    yield Mention(
                        start=match.start(),
                        end=match.end(),
                        text=match[0],
                        concept=population.id,
                        label=population.label,
                        match="age",
                        score=0.9,
                        span=match.span(),
                    )

    def put_in(self, concept: Concept, how: str) -> Population | None:
        """The population that words before a concept put someone in.

        `how` is "after" ("past menopause": one in which it holds), "before" (one that is excluded by that), or "having"
        ("I have osteoporosis").
        """
        within = [p for p in self._populations if (concept.variable, concept.level) in map(self._level, p.implies)]
        if not within or concept.variable is None or concept.level < 0:
            return None
        if how == "after":
            return within[0] if getattr(concept, "variable_type", "") == "presence" else None
        if how == "before":
            excluded = [p for p in self._populations if {q.id for q in within} & {*p.excludes}]
            return excluded[0] if excluded else None
        return within[0]

    def _level(self, id: str) -> tuple[str | None, int]:
        return self._concepts[id].variable, self._concepts[id].level
