"""A way to write a part of the graph, and what it leaves out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kg.causal import CausalGraph, Neighbourhood, subgraph
from kg.patience import go_on

Writer = Callable[[CausalGraph, Neighbourhood], str]
Row = dict[str, Any]
"""A node or an edge as it is written: its fields by name, each a text, a number or a truth value."""


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write a part of the graph; `lacks` are the names of `losses.FEATURES` that it cannot say."""

    name: str
    media_type: str
    suffix: str
    write: Writer
    lacks: frozenset[str] = frozenset()


def whole(graph: CausalGraph) -> Neighbourhood:
    """The whole graph as a part of itself."""
    return subgraph(graph, set(graph.concepts))


def patient(values: Iterable[Any]) -> Iterator[Any]:
    """These, one by one, as long as whoever wants them still does."""
    for value in values:
        go_on()
        yield value
