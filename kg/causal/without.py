"""A graph without some of its statements, and without those that cannot stand alone."""

from __future__ import annotations

from collections.abc import Iterable

from kg.causal.graph import CausalGraph
from kg.kept import Cache
from kg.walks import walk


def without(graph: CausalGraph, statements: Iterable[str]) -> CausalGraph:
    """The graph without these statements and what points at them; the last few are kept by the graph."""
    gone = frozenset(statements)
    if not gone:
        return graph
    return graph.kept[CUT].get(
        gone, lambda: graph.part(walk(sorted(gone), lambda id: (s.id for s in graph.pointing_at(id))))
    )


CUT = Cache[CausalGraph]("graphs cut from it", 8)
