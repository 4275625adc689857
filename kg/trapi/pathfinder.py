"""Paths between two nodes: each is a group of edges that leads from one to the other, met by no way around."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.causal import Path, effect_of
from kg.trapi import biolink
from kg.trapi.asked import QPath
from kg.trapi.catalogue import Catalogue
from kg.trapi.edges import Edge
from kg.trapi.inferred import path_edges
from kg.trapi.matching import Logs, Place, meant

MOST_PATHS = 50
"""Paths of one pair of nodes in a reply, best first."""


@dataclass(frozen=True, slots=True)
class FoundPath:
    """A path between the concepts at the subject and the object of a query path, as edges.

    `path` is none where it is one edge that is no influence.
    """

    subject: str
    object: str
    edges: tuple[Edge, ...]
    path: Path | None = None


def pathfinder(said: Catalogue, subject: Place, object: Place, asked: QPath, logs: Logs) -> Iterator[FoundPath]:
    """The paths that a query path means: along influences, and back along them where the predicate allows that."""
    forward, backward = meant(asked, logs).ways(biolink.AFFECTS)
    for s in subject.concepts or {}:
        for o in object.concepts or {}:
            if s == o or not (subject.holds(said, s) and object.holds(said, o)):
                continue
            found = [*_paths(said, s, o)] if forward else []
            found += [FoundPath(s, o, p.edges, p.path) for p in _paths(said, o, s)] if backward else []
            found += [FoundPath(s, o, (e,)) for e in _other(said, s, o)] if backward and forward else []
            kept = [path for path in found if _allowed(said, path, asked)]
            if len(kept) > MOST_PATHS:
                told = f"{len(kept)} paths lead from {said.ids[s]} to {said.ids[o]}; the best {MOST_PATHS} are here"
                logs.tell("WARNING", "MorePaths", told)
            yield from kept[:MOST_PATHS]


def _paths(said: Catalogue, cause: str, effect: str) -> Iterator[FoundPath]:
    if not (said.graph.is_signed(cause) and said.graph.is_signed(effect)):
        return
    finding = effect_of(said.graph, cause, effect, thorough=True)
    for path in (*finding.paths, *finding.unsigned):
        if edges := path_edges(said, path):
            yield FoundPath(cause, effect, edges, path)


def _other(said: Catalogue, a: str, b: str) -> Iterator[Edge]:
    """The edges right between two concepts that are no influence."""
    for edge in said.touching.get(a, ()):
        if b in (edge.subject, edge.object) and edge.predicate != biolink.AFFECTS:
            yield edge


def _allowed(said: Catalogue, found: FoundPath, asked: QPath) -> bool:
    """Whether one of the constraints holds: for each of its categories, a node between the ends has it."""
    if not asked.constraints:
        return True
    inside = found.path.nodes[1:-1] if found.path else ()
    met = [biolink.above(said.categories[node]) for node in inside]
    return any(
        all(any(category in above for above in met) for category in constraint.intermediate_categories or ())
        for constraint in asked.constraints
    )
