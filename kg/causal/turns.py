"""What would turn a verdict: the least sets of statements without which the direction is another one.

A hitting-set tree (Reiter 1987, "A theory of diagnosis from first principles", Artificial Intelligence 32): as long as
the verdict stands without some statements, there is a set of others that hold it, whatever else is lost; what turns
it must hit that set. The tree is walked by size, so that the first sets found are the least.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from kg.causal.effect import effect_of
from kg.causal.filters import Filters
from kg.causal.finding import Finding
from kg.causal.graph import CausalGraph
from kg.causal.situation import ContradictoryContext, Situation
from kg.causal.upheld import Derivation
from kg.causal.without import without
from kg.model import Content, Kind, Sign
from kg.patience import go_on

MOST_LOST = 4
"""Statements in a set, beyond which no larger one is looked for."""
MOST_TRIED = 250
MOST_SETS = 20_000
"""Graphs without some statements that are asked, and sets that are looked at, before the search is cut."""
ROOMY = 2000
"""Statements up to which a graph is asked so often; a larger one takes longer each time and is asked less often."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Statements that turn a verdict, and the finding without them, or with their direction turned round."""

    statements: tuple[str, ...]
    finding: Finding


@dataclass(frozen=True, slots=True)
class ContextTurn:
    """A context in which the direction is another one, and the finding there."""

    context: str
    finding: Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns:
    """What would turn a verdict. `losses` are all the least sets, of `least` statements each; none where no set of up
    to `looked_at` does. `reversals` are single statements. Where the search was cut, it is not `complete`: there may
    be further sets, and smaller ones.
    """

    losses: tuple[Turn, ...] = ()
    reversals: tuple[Turn, ...] = ()
    contexts: tuple[ContextTurn, ...] = ()
    looked_at: int = MOST_LOST
    complete: bool = True

    @property
    def least(self) -> int | None:
        """How many statements have to be lost at least, where that is known."""
        return len(self.losses[0].statements) if self.losses else None


def turns(
    graph: CausalGraph,
    finding: Finding,
    filters: Filters = Filters(),
    *,
    sign: Sign | None = None,
    contexts: Iterable[str] = (),
) -> Turns:
    """What would turn the direction that was found under these filters; nothing where none was.

    A statement is lost with what points at it. Of `contexts` those are told that turn the direction when they hold
    beside what does already.
    """
    if finding.direction is None:
        return Turns()
    search = _Search(graph, finding, filters, sign)
    losses, looked_at, complete = search.losses()
    reversals, all_of_them = search.reversals()
    wanted = list(dict.fromkeys(contexts))
    tried = wanted[: max(1, search.most // 10)]
    return Turns(
        losses=tuple(losses),
        reversals=tuple(reversals),
        contexts=tuple(_contexts(graph, finding, filters, sign, tried)),
        looked_at=looked_at,
        complete=complete and all_of_them and tried == wanted,
    )


def _contexts(
    graph: CausalGraph, finding: Finding, filters: Filters, sign: Sign | None, contexts: Iterable[str]
) -> Iterator[ContextTurn]:
    asked = finding.situation.asked
    levels = dict(finding.situation.set)
    for context in contexts:
        go_on()
        if context in asked:
            continue
        try:
            situation = Situation.of(graph, (*asked, context), levels)
        except ContradictoryContext:
            continue
        there = effect_of(graph, finding.cause, finding.effect, situation, filters, sign=sign, thorough=False)
        if there.direction is not finding.direction:
            yield ContextTurn(context, there)


class _Search:
    """The search for what turns one finding, with how much of it may still be tried."""

    def __init__(self, graph: CausalGraph, finding: Finding, filters: Filters, sign: Sign | None) -> None:
        self.graph = graph
        self.finding = finding
        self.filters = filters
        self.sign = sign
        self.most = max(1, MOST_TRIED * ROOMY // max(ROOMY, len(graph.statements)))
        self._tried = 0
        self._seen = 0
        self._stood: dict[frozenset[str], Finding] = {}

    @cached_property
    def derivation(self) -> Derivation:
        return Derivation(self.graph, self.finding, self.filters, self.sign)

    def losses(self) -> tuple[list[Turn], int, bool]:
        """The least sets, up to which size they were looked for, and whether the search was not cut."""
        layer: dict[frozenset[str], None] = {frozenset(): None}
        for size in range(MOST_LOST):
            grown: dict[frozenset[str], None] = {}
            for lost in layer:
                held = self._held(lost)
                if held is None or len(grown) > MOST_SETS:
                    return [], size, False
                grown.update((lost | {id}, None) for id in sorted(held))
            layer = {lost: None for lost in grown if not self.derivation.hopeless(lost, MOST_LOST - size - 1)}
            found: list[Turn] = []
            for lost in layer:
                go_on()
                turned = self._turned(lost)
                if self._tried > self.most:
                    return found, size, False
                found += [turned] if turned else []
            if found:
                return sorted(found, key=lambda turn: turn.statements), size + 1, True
            if not layer:
                break
        return [], MOST_LOST, True

    def _held(self, lost: frozenset[str]) -> frozenset[str] | None:
        """Statements that hold the verdict without some others, whatever else is lost; none where too many do."""
        if held := self.derivation.upheld(lost):
            return held
        if lost in self._stood:
            left = Derivation(without(self.graph, lost), self._stood[lost], self.filters, self.sign)
            if held := left.upheld(frozenset()):
                return held
        held = self.derivation.all_statements - lost
        self._seen += len(held)
        return held if self._seen <= MOST_SETS else None

    def _turned(self, lost: frozenset[str]) -> Turn | None:
        """What losing these statements comes to, where that turns the verdict."""
        if self.derivation.upheld(lost):
            return None
        self._tried += 1
        found = self._asked(without(self.graph, lost))
        if found.direction is not self.finding.direction:
            return Turn(tuple(sorted(lost)), found)
        self._stood[lost] = found
        return None

    def reversals(self) -> tuple[list[Turn], bool]:
        """The statements that turn the verdict alone when they say the opposite, and whether all were tried."""
        found: list[Turn] = []
        tried = 0
        for id in sorted(self.derivation.deciding):
            go_on()
            s = self.graph.statements[id]
            if s.kind is not Kind.causal or s.sign is None or s.sign.times(-1) is s.sign:
                continue
            direction = self.derivation.reversed(id)
            if direction is None:
                tried += 1
                if tried > self.most:
                    return found, False
                turned = replace(s, sign=s.sign.times(-1))
                there = self._asked(self.graph.changed(Content(statements=(turned,)), Content(statements=(s,))))
            else:
                there = replace(self.finding, direction=direction)
            if there.direction is not self.finding.direction:
                found.append(Turn((id,), there))
        return found, True

    def _asked(self, graph: CausalGraph) -> Finding:
        f = self.finding
        return effect_of(graph, f.cause, f.effect, f.situation, self.filters, sign=self.sign, thorough=False)
