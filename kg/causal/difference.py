"""Which pairs of variables get another direction when the graph changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from kg.causal.edge import Edge, composable, either, turned
from kg.causal.filters import Filters
from kg.causal.graph import CausalGraph
from kg.causal.links import Pair
from kg.causal.loops import Loops
from kg.causal.paths import distances, search, walk_signs
from kg.causal.situation import ContradictoryContext, Situation
from kg.causal.view import View
from kg.model import Sign
from kg.patience import go_on
from kg.walks import along, walk

WHOLE = 400
"""Variables up to which a change is followed through the whole graph."""
NEAREST = 25
"""On a larger graph: the causes and the effects, nearest first, that a change is followed to."""
MOST_PATHS = 500
"""Paths between two variables on a loop after which the search for their direction is cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairChange:
    """The direction of an effect before and after; none where nothing is known."""

    cause: str
    effect: str
    before: Sign | None
    after: Sign | None

    @property
    def kind(self) -> str:
        """appears, disappears, flips (from + to - or back), or changes."""
        if self.before is None:
            return "appears"
        if self.after is None:
            return "disappears"
        return "flips" if {self.before, self.after} == {Sign.PLUS, Sign.MINUS} else "changes"


@dataclass(frozen=True, slots=True)
class Difference:
    """The pairs that change, and whether all were looked at."""

    pairs: tuple[PairChange, ...]
    complete: bool


def difference(
    before: CausalGraph, after: CausalGraph, touched: Iterable[Pair], context: Iterable[str] = ()
) -> Difference:
    """The pairs whose direction differs between two graphs, which differ in what they say of the touched pairs.

    Only what lies upstream of a touched cause and downstream of a touched effect can change. In a large graph the
    `NEAREST` of each are looked at, over the ways between these, and the difference is said not to be complete; nor is
    it where the graph is a part of a larger one.
    """
    touched, context = set(touched), tuple(context)
    if not touched:
        return Difference((), True)
    whole = max(len(before.signed_out), len(before.signed_into)) <= WHOLE and before.beyond is None
    most = None if whole else NEAREST
    causes: dict[str, None] = {}
    effects: dict[str, None] = {}
    for graph in (before, after):
        causes |= _nearest(graph.signed_into, {cause for cause, _ in touched}, most)
        effects |= _nearest(graph.signed_out, {effect for _, effect in touched}, most)
    old = _edges(before, context, None if whole else _pairs(before, {*causes, *effects}))
    if not context:
        anew = View(after, Situation(), Filters(), pairs=touched).edges
        new = {pair: edge for pair, edge in old.items() if pair not in touched} | anew
    else:
        new = _edges(after, context, None if whole else _pairs(after, {*causes, *effects}))
    was, now = Composed(old), Composed(new)
    found, settled = [], True
    for effect in effects:
        for cause in causes:
            go_on()
            (a, known), (b, known_too) = was.sign(cause, effect), now.sign(cause, effect)
            settled = settled and known and known_too
            if cause != effect and a is not b:
                found.append(PairChange(cause=cause, effect=effect, before=a, after=b))
    return Difference(tuple(sorted(found, key=lambda p: (p.cause, p.effect))), whole and settled)


def touched_pairs(before: CausalGraph, after: CausalGraph, statements: Iterable[str]) -> list[Pair]:
    """The pairs of variables that these statements, or those that they modify, speak of in either graph."""
    found: set[Pair] = set()
    for graph in (before, after):
        for id in statements:
            go_on()
            s = graph.statements.get(id)
            for about in (s, *(graph.statements[m] for m in s.modifies)) if s else ():
                found.update(link.pair for link in graph.links_of(about))
    return sorted(found)


class Composed:
    """The directions between variables that some edges come to: what is stated, else the sum over the paths.

    The signs of all walks give it without writing down a path where there is no loop on the way, since the product
    distributes over the sum (Wellman 1990, sign propagation); else only where they have one sign.
    """

    def __init__(self, edges: Mapping[Pair, Edge]) -> None:
        self._edges = edges
        self._out = composable(edges)
        self._back = turned(self._out)
        self._looped = Loops({a: {b: e.sign for b, e in out.items()} for a, out in self._out.items()}, {}).component
        self._walks: dict[str, dict[str, frozenset[Sign]]] = {}

    def sign(self, cause: str, effect: str) -> tuple[Sign | None, bool]:
        """The direction, none where there is no way, and whether the search for it was not cut."""
        if edge := self._edges.get((cause, effect)):
            return edge.sign, True
        if effect not in self._walks:
            self._walks[effect] = walk_signs(self._back, effect)
        ways = self._walks[effect].get(cause)
        if not ways:
            return None, True
        if len(ways) == 1 or not self._looped:
            return sum(ways, Sign.ZERO), True
        paths, complete = search(self._out, distances(self._back, effect), cause, effect, most=MOST_PATHS)
        found = sum((path.sign for path in paths), Sign.ZERO)
        return found, complete or found is either(ways)


def _nearest(step: Mapping[str, tuple[str, ...]], starts: set[str], most: int | None) -> dict[str, None]:
    """The starts and what they lead to: of these the nearest, where no more than so many are looked at."""
    found = walk(sorted(starts), along(step))
    return dict.fromkeys(found if most is None else islice(found, len(starts) + most))


def _pairs(graph: CausalGraph, variables: set[str]) -> list[Pair]:
    return [(a, b) for a in sorted(variables) for b in graph.signed_out.get(a, ()) if b in variables]


def _edges(graph: CausalGraph, context: Iterable[str], pairs: Iterable[Pair] | None) -> dict[Pair, Edge]:
    try:
        situation = Situation.of(graph, [c for c in context if c in graph.concepts])
    except ContradictoryContext:
        situation = Situation()
    if pairs is None:
        return View.of(graph, situation).edges
    return View(graph, situation, Filters(), pairs=pairs).edges
