"""A graph without some of its statements, and without those that cannot stand alone."""

from __future__ import annotations

from collections.abc import Iterable

from kg.causal.graph import CausalGraph
from kg.kept import Kept
from kg.model import Content

_MOST_KEPT = 8


def without(graph: CausalGraph, statements: Iterable[str]) -> CausalGraph:
    """The graph without these statements and what points at them; the last few are kept by the graph."""
    gone = frozenset(statements)
    if not gone:
        return graph
    kept: Kept[CausalGraph] = graph.__dict__.setdefault("_without", Kept(_MOST_KEPT, lambda _: 1))
    return kept.get(gone, lambda: _made(graph, gone))


def _made(graph: CausalGraph, gone: frozenset[str]) -> CausalGraph:
    waiting = dict.fromkeys(sorted(gone))
    left_out: set[str] = set()
    while waiting:
        id = waiting.popitem()[0]
        left_out.add(id)
        waiting |= {s.id: None for s in graph.pointing_at(id) if s.id not in left_out}
    new = graph.changed(Content(), Content(statements=tuple(graph.statements[id] for id in sorted(left_out))))
    new.__dict__["_cut_from"] = graph
    return new
