"""When two claims on one pair of variables cannot both be right, and what a graph has of such."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from itertools import combinations

from kg.causal.filters import Filters
from kg.causal.graph import CausalGraph
from kg.causal.links import Link, Pair
from kg.causal.view import View
from kg.model import Sign, Statement, disjoint

_BOTH_WAYS = frozenset({Sign.PLUS, Sign.MINUS})


class Disagreement(Enum):
    """What divides two claims that give different directions."""

    sources = "sources"
    settings = "settings"
    reading = "reading"
    """Neither: of one source and setting, so that one of the two may be misread."""


def disagreement(one: Statement, sign: Sign, other: Link) -> Disagreement | None:
    """What divides a claim of this sign and a link on the same pair; none where they need not differ.

    They differ where they share no direction. An aim reports no outcome, and doses that do not overlap say nothing of
    each other.
    """
    s = other.statement
    if sign.directions & other.sign.directions or one.aim or s.aim or disjoint(one.dose, s.dose):
        return None
    if one.source != s.source:
        return Disagreement.sources
    return Disagreement.settings if one.context != s.context else Disagreement.reading


def opposed(graph: CausalGraph) -> Iterator[tuple[Link, Link]]:
    """The links that give a pair both directions though nothing divides them."""
    for links in graph.by_pair.values():
        for a, b in combinations([link for link in links if not link.inherited], 2):
            if {a.sign, b.sign} == _BOTH_WAYS and disagreement(a.statement, a.sign, b) is Disagreement.reading:
                yield a, b


def opposed_paths(graph: CausalGraph, document: str) -> Iterator[Pair]:
    """The pairs that one source gives both directions to over its paths, and states nothing of."""
    view = View.of(graph, filters=Filters(source=document))
    for effect in view.out:
        for cause in view.distances(effect):
            signs = {path.sign for path in view.paths(cause, effect)[0]}
            if signs >= _BOTH_WAYS and (cause, effect) not in view.edges:
                yield cause, effect
