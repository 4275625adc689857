"""What a person can do or take, and what is only a class of such things."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from kg.model import Concept
from kg.walks import walk


class Kinds:
    """The interventions of a graph and the classes among them; made once."""

    def __init__(self, concepts: Mapping[str, Concept], interventions: Collection[str]) -> None:
        self._concepts = concepts
        self._interventions = frozenset(interventions)
        self._classes = {parent for id in self._interventions for parent in concepts[id].broader} & self._interventions

    def is_done(self, concept: str) -> bool:
        """Whether a person can do or take it."""
        return concept in self._interventions

    def is_head_of(self, head: str, one: str) -> bool:
        """Whether the second of two nouns only says what the first is: "jumping exercise", "calcium pills".

        It is a class of things that people do or take, and the first is such a thing and no class above it.
        """
        return head in self._classes and one in self._interventions and one not in walk([head], self._broader)

    def _broader(self, concept: str) -> tuple[str, ...]:
        return self._concepts[concept].broader
