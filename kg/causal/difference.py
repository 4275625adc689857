"""Which pairs of variables get another direction when the graph changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from kg.causal.graph import CausalGraph
from kg.causal.situation import ContradictoryContext, Situation
from kg.causal.view import Edge, Filters, View
from kg.model import Sign

WHOLE = 400
"""Variables up to which a change is followed through the whole graph."""
NEAREST = 25
"""On a larger graph: the causes and the effects, nearest first, that a change is followed to."""


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
    before: CausalGraph, after: CausalGraph, touched: Iterable[tuple[str, str]], context: Iterable[str] = ()
) -> Difference:
    """The pairs whose direction differs between two graphs, which differ in what they say of the touched pairs.

    Only what lies upstream of a touched cause and downstream of a touched effect can change. In a large graph the
    `NEAREST` of each are looked at, over the ways between these, and the difference is said not to be complete.
    """
    touched, context = set(touched), tuple(context)
    if not touched:
        return Difference((), True)
    whole = max(len(before.signed_out), len(before.signed_into)) <= WHOLE
    most = None if whole else NEAREST
    causes, effects = {}, {}
    for graph in (before, after):
        causes |= _nearest(graph.signed_into, {cause for cause, _ in touched}, most)
        effects |= _nearest(graph.signed_out, {effect for _, effect in touched}, most)
    old = _edges(before, context, None if whole else _pairs(before, {*causes, *effects}))
    if not context:
        now = View(after, Situation(), Filters(), pairs=touched).edges
        new = {pair: edge for pair, edge in old.items() if pair not in touched} | now
    else:
        new = _edges(after, context, None if whole else _pairs(after, {*causes, *effects}))
    out_old, out_new = _composable(old), _composable(new)
    found = []
    for effect in effects:
        was, now = signs_to(out_old, effect), signs_to(out_new, effect)
        for cause in causes:
            pair = (cause, effect)
            a = old[pair].sign if pair in old else was.get(cause)
            b = new[pair].sign if pair in new else now.get(cause)
            if cause != effect and a is not b:
                found.append(PairChange(cause=cause, effect=effect, before=a, after=b))
    return Difference(tuple(sorted(found, key=lambda p: (p.cause, p.effect))), whole)


def touched_pairs(before: CausalGraph, after: CausalGraph, statements: Iterable[str]) -> list[tuple[str, str]]:
    """The pairs of variables that these statements, or those that they modify, speak of in either graph."""
    found = set()
    for graph in (before, after):
        for id in statements:
            s = graph.statements.get(id)
            for about in (s, *(graph.statements[m] for m in s.modifies)) if s else ():
                found.update((link.cause, link.effect) for link in graph.links_of(about))
    return sorted(found)


def signs_to(out: Mapping[str, Mapping[str, Edge]], effect: str) -> dict[str, Sign]:
    """The sum of the signs of all paths from each variable to the effect, in a graph without loops.

    The product distributes over the sum, so no path need be written down (Wellman 1990, sign propagation).
    """
    signs: dict[str, Sign | None] = {effect: Sign.PLUS}
    for start in out:
        stack = [start]
        while stack:
            at = stack[-1]
            steps = out.get(at, {})
            open = [n for n in steps if n not in signs]
            if at in signs or not open:
                stack.pop()
                if at not in signs:
                    ways = [edge.sign * signs[n] for n, edge in steps.items() if signs[n] is not None]
                    signs[at] = sum(ways, Sign.ZERO) if ways else None
            else:
                stack += open
    return {v: sign for v, sign in signs.items() if sign is not None and v != effect}


def _nearest(step: Mapping[str, tuple[str, ...]], starts: Iterable[str], most: int | None) -> dict[str, None]:
    found = dict.fromkeys(sorted(starts))

    def further():
        waiting = list(found)
        for at in waiting:
            for near in step.get(at, ()):
                if near not in found:
                    waiting.append(near)
                    yield near

    for near in islice(further(), most):
        found[near] = None
    return found


def _pairs(graph: CausalGraph, variables: set[str]) -> list[tuple[str, str]]:
    return [(a, b) for a in sorted(variables) for b in graph.signed_out.get(a, ()) if b in variables]


def _edges(
    graph: CausalGraph, context: Iterable[str], pairs: Iterable[tuple[str, str]] | None
) -> dict[tuple[str, str], Edge]:
    try:
        situation = Situation.of(graph, [c for c in context if c in graph.concepts])
    except ContradictoryContext:
        situation = Situation()
    if pairs is None:
        return View.of(graph, situation).edges
    return View(graph, situation, Filters(), pairs=pairs).edges


def _composable(edges: Mapping[tuple[str, str], Edge]) -> dict[str, dict[str, Edge]]:
    out: dict[str, dict[str, Edge]] = {}
    for (cause, effect), edge in edges.items():
        if not edge.unsigned and edge.sign is not Sign.ZERO:
            out.setdefault(cause, {})[effect] = edge
    return out
