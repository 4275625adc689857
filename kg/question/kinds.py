"""What a person can do or take, and what is only a class of such things."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from kg.model import Concept


class Kinds:
    """The interventions of a graph and the classes among them; made once."""

    def __init__(self, concepts: Mapping[str, Concept], interventions: Collection[str]):
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
        return head in self._classes and one in self._interventions and one not in self._above(head)

    def _above(self, concept: str) -> set[str]:
        found, waiting = {concept}, [concept]
        for at in waiting:
            new = [parent for parent in self._concepts[at].broader if parent not in found]
            found.update(new)
            waiting += new
        return found
