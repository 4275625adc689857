"""Concepts by kind, as lists to choose from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from kg.causal import CausalGraph
from kg.model import Concept, ConceptKind

MOST = 500
ByKind = list[tuple[ConceptKind, list[Concept]]]


def by_kind(graph: CausalGraph) -> ByKind:
    """The concepts of each kind by label, at most `MOST` of one."""
    kinds = sorted(graph.kinds.values(), key=lambda kind: kind.label)
    concepts = sorted(graph.concepts.values(), key=lambda c: (c.label.casefold(), c.id))
    return [(kind, own[:MOST]) for kind, own in _grouped(kinds, concepts)]


def settable(graph: CausalGraph) -> ByKind:
    """The concepts that can be set higher or lower by label, what a person can do first."""
    kinds = sorted(graph.kinds.values(), key=lambda kind: (not kind.intervention, kind.label))
    signed = (c for c in graph.concepts.values() if graph.is_signed(c.id))
    return _grouped(kinds, sorted(signed, key=lambda c: c.label.casefold()))


def _grouped(kinds: Iterable[ConceptKind], concepts: Iterable[Concept]) -> ByKind:
    of_kind: dict[str, list[Concept]] = {}
    for concept in concepts:
        of_kind.setdefault(concept.kind, []).append(concept)
    return [(kind, of_kind[kind.id]) for kind in kinds if kind.id in of_kind]


def kinds_near(graph: CausalGraph, id: str) -> list[tuple[ConceptKind, int]]:
    """The kinds of the concepts that a statement joins to this one, with how many there are of each."""
    near = {c for s in graph.by_concept.get(id, ()) for c in (s.subject, s.object)} - {id}
    count = Counter(graph.concepts[c].kind for c in sorted(near))
    return [(graph.kinds[kind], number) for kind, number in count.most_common()]
