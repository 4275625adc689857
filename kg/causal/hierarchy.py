"""What is a kind of what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.causal.groups import joined
from kg.model import Concept, Kind, Statement
from kg.walks import along, distances, walk


class Hierarchy:
    """The kinds of each concept, as concepts and taxonomic statements say. The states of a variable are not its kinds.

    `children` and `parents` hold them one generation down and up.
    """

    def __init__(self, concepts: Iterable[Concept], statements: Iterable[Statement]) -> None:
        pairs = [*_pairs(concepts, statements)]
        self.children = joined(pairs)
        self.parents = joined((child, parent) for parent, child in pairs)

    def descendants(self, concept: str) -> dict[str, int]:
        """Its kinds at any depth, each with the least number of generations."""
        return _others(concept, distances([concept], along(self.children)))

    def ancestors(self, concept: str) -> dict[str, int]:
        """What it is a kind of, each with the least number of generations."""
        return _others(concept, distances([concept], along(self.parents)))

    def is_its_own_kind(self, concept: str) -> bool:
        """Whether the hierarchy leads from a concept back to it, which it should not."""
        return concept in walk(self.parents.get(concept, ()), along(self.parents))


def _pairs(concepts: Iterable[Concept], statements: Iterable[Statement]) -> Iterator[tuple[str, str]]:
    """Each parent with one of its kinds."""
    for concept in concepts:
        for parent in concept.broader:
            yield parent, concept.id
    for s in statements:
        if s.kind is Kind.taxonomic:
            parent, child = (s.object, s.subject) if s.relation == "is_a" else (s.subject, s.object)
            if parent != child:
                yield parent, child


def _others(concept: str, found: dict[str, int]) -> dict[str, int]:
    del found[concept]
    return found
