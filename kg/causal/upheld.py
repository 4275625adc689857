"""Which statements hold a direction, whatever others are lost."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from kg.causal.filters import Filters
from kg.causal.finding import Finding
from kg.causal.graph import CausalGraph
from kg.causal.links import Link, Pair
from kg.causal.paths import Path
from kg.causal.view import View
from kg.model import Effect, Sign, State, Statement
from kg.patience import go_on
from kg.walks import along, walk

MOST_PATHS = 3000
"""Paths, of more than which no few are looked for that hold the direction."""


_SIDES = {
    Sign.PLUS: (Sign.PLUS, Sign.WEAK_PLUS),
    Sign.MINUS: (Sign.MINUS, Sign.WEAK_MINUS),
}
"""The signs on the side of a definite one: what these sum up to with it is that sign."""


class Derivation:
    """What a direction was worked out from: the links of the pair, else those of every path between the two.

    A pair of variables is steady where all that is said of it, and holds here, has one sign and nothing can weaken it:
    losing some of that leaves the sign as it is, until all is lost. All of a pair that is not steady is held together
    with what modifies it.
    """

    def __init__(self, graph: CausalGraph, finding: Finding, filters: Filters, sign: Sign | None) -> None:
        self._graph = graph
        self._finding = finding
        self._filters = filters
        self._view = View.of(graph, finding.situation, filters)
        self._source, self._target = graph.variable_of(finding.cause), graph.variable_of(finding.effect)
        self._plain = sign is None and self._is_plain()
        self._kinds = [Derivation(graph, kind, filters, None) for kind in finding.kinds]
        self._of_pair: dict[Pair, tuple[Statement, ...]] = {}
        self._steady: dict[Pair, Sign | None] = {}

    def _is_plain(self) -> bool:
        """Whether the direction is that of one pair by one source: no claims apart, reports, kinds or cuts."""
        f, graph = self._finding, self._graph
        signed = graph.is_signed(f.cause) and graph.is_signed(f.effect)
        if not signed or f.kinds or f.claims or f.whole or f.aim_only or not f.complete:
            return False
        both = graph.sources_out.get(self._source, frozenset()) & graph.sources_into.get(self._target, frozenset())
        return (
            not self._filters.by_way
            and bool(f.decided or f.paths)
            and self._source != self._target
            and len(both) < 2
            and len(f.paths) <= MOST_PATHS
        )

    @cached_property
    def all_statements(self) -> frozenset[str]:
        """Every statement that the direction could rest on."""
        return self._closed(s.id for pair in self._pairs for s in self._all_of(pair)) | self._closed(
            s.id for s in (*self._finding.support, *self._finding.reported, *self._finding.aims)
        )

    @cached_property
    def deciding(self) -> frozenset[str]:
        """The statements whose own direction the verdict could follow."""
        if self._plain and self._finding.decided:
            return frozenset(s.id for s in self._all_of((self._source, self._target)))
        return self.all_statements

    @cached_property
    def _pairs(self) -> tuple[Pair, ...]:
        """The pairs between the two, or between what stands in for them and their kinds, whatever is said of them."""
        graph, f = self._graph, self._finding
        causes = {self._source, f.cause, *graph.implied_by(f.cause), *graph.descendants(f.cause)}
        effects = {self._target, f.effect, *graph.implied_by(f.effect)}
        starts = sorted({graph.variable_of(c) for c in causes})
        ends = sorted({graph.variable_of(e) for e in effects})
        back: dict[str, list[str]] = {}
        for cause, effect in graph.by_pair:
            back.setdefault(effect, []).append(cause)
        below = set(walk(starts, along(graph.signed_out)))
        above = set(walk(ends, along(back)))
        return tuple(p for p in graph.by_pair if p[0] in below | set(starts) and p[1] in above)

    def _all_of(self, pair: Pair) -> tuple[Statement, ...]:
        """What is said of a pair, and of how it is modified."""
        if pair not in self._of_pair:
            said = [link.statement for link in self._graph.by_pair.get(pair, ())]
            modified = [s for m, of in self._weakening(pair) for s in (m, of, *self._switching(m))]
            self._of_pair[pair] = tuple({s.id: s for s in (*said, *modified)}.values())
        return self._of_pair[pair]

    def _weakening(self, pair: Pair) -> list[tuple[Statement, Statement]]:
        """The modifiers of a pair that can bring its effect down, each with the statement that it points at."""
        return [
            (m, s)
            for m, s in self._graph.modifiers_on(*pair)
            if m.effect in (Effect.attenuates, Effect.gates) and not m.keeps_direction
        ]

    def _switching(self, modifier: Statement) -> Iterable[Statement]:
        """What could tell by mechanism whether a modifier is at work: all between what is known and its subject."""
        graph, here = self._graph, self._finding.situation
        known = (*here.levels, *here.set)
        concept = graph.concepts[modifier.subject]
        levelled = isinstance(concept, State) or modifier.effect is not Effect.unspecified
        variable = concept.variable
        if not (variable and levelled and known) or variable in dict(known) or concept.id in here.holds:
            return
        below = {v for v, _ in known} | set(walk([v for v, _ in known], along(graph.signed_out)))
        above = {variable} | set(walk([variable], along(graph.signed_into)))
        for pair, links in graph.by_pair.items():
            if pair[0] in below and pair[1] in above:
                yield from (link.statement for link in links)

    def _closed(self, ids: Iterable[str]) -> frozenset[str]:
        """These statements, and those that they point at, without which they cannot stand."""

        def further(id: str) -> Iterable[str]:
            s = self._graph.statements[id]
            return (*s.modifies, *s.reason_for)

        return frozenset(walk(sorted(set(ids)), further))

    def _gone(self, lost: frozenset[str]) -> frozenset[str]:
        return frozenset(walk(sorted(lost), lambda id: (s.id for s in self._graph.pointing_at(id))))

    def _holding(self, pair: Pair) -> list[Link]:
        """The links of a pair that hold here and say a direction."""
        here = self._finding.situation
        return [
            link
            for link in self._graph.by_pair.get(pair, ())
            if self._filters.allow(link)
            and not link.statement.aim
            and here.inside(link.statement.context, self._graph) is not False
        ]

    def _steady_sign(self, pair: Pair) -> Sign | None:
        """The one sign of a steady pair; none of one that is not."""
        if pair not in self._steady:
            held = self._holding(pair)
            signs = {link.sign for link in held}
            weakened = any(self._could_work(m) for m, _ in self._weakening(pair))
            one = len(signs) == 1 and Sign.UNKNOWN not in signs and not weakened
            self._steady[pair] = signs.pop() if one else None
        return self._steady[pair]

    def _could_work(self, modifier: Statement) -> bool:
        """Whether a modifier is at work here, or could be by mechanism were something lost."""
        return self._view.state_of(modifier).active is True or any(True for _ in self._switching(modifier))

    @cached_property
    def _adrift(self) -> frozenset[str]:
        """What is said of the pairs between the two that could come to point another way, were some of it lost."""
        return self._said_of(pair for pair in self._pairs if self._holding(pair) and not self._oriented(pair))

    @cached_property
    def _unsteady(self) -> frozenset[str]:
        """What is said of the pairs between the two whose sign could change, were some of it lost."""
        return self._said_of(p for p in self._pairs if self._holding(p) and self._steady_sign(p) is None)

    def _said_of(self, pairs: Iterable[Pair]) -> frozenset[str]:
        return self._closed(s.id for pair in pairs for s in self._all_of(pair))

    def _oriented(self, pair: Pair) -> bool:
        """Whether a pair keeps to one side, whatever of it is lost, and is a step of paths already."""
        signs = {link.sign for link in self._holding(pair)}
        on_paths = pair[1] in self._view.out.get(pair[0], ())
        return on_paths and any(signs <= {*side, Sign.ZERO} for side in _SIDES.values())

    @cached_property
    def _outgoing(self) -> frozenset[str]:
        """What is said of the cause, where some of it is but an aim: it tells whether only aims are stated."""
        links = [link for pair, links in self._graph.by_pair.items() if pair[0] == self._source for link in links]
        aims = any(link.statement.aim for link in links)
        return self._closed(link.statement.id for link in links) if aims else frozenset()

    def upheld(self, lost: frozenset[str]) -> frozenset[str] | None:
        """Statements which, kept, hold the direction without those lost, whatever else is lost too; none where no such
        few are known, which does not say that the direction turns.
        """
        go_on()
        if self._kinds:
            each = [kind.upheld(lost) for kind in self._kinds]
            return None if None in each else frozenset(id for held in each for id in held or ())
        if not self._plain or lost & self._outgoing:
            return None
        gone = self._gone(lost)
        pair = (self._source, self._target)
        if self._finding.decided:
            return self._pair_upheld(pair, gone)
        return self._paths_upheld(gone)

    def _pair_upheld(self, pair: Pair, gone: frozenset[str]) -> frozenset[str] | None:
        if self._steady_sign(pair) is None:
            held = self._closed(s.id for s in self._all_of(pair))
            return None if held & gone else held | self._outgoing
        left = [self._closed([link.statement.id]) for link in self._holding(pair)]
        left = [held for held in left if not held & gone]
        if left:
            return min(left, key=len) | self._outgoing
        return self._paths_upheld(gone)

    def _paths_upheld(self, gone: frozenset[str]) -> frozenset[str] | None:
        """The fewest statements found that hold one path, or two that are opposed, of the direction; together with
        those that keep the other paths from pointing another way.
        """
        wanted = self._finding.direction and self._finding.direction.times(self._finding.level)
        if wanted is None:
            return None
        if wanted is Sign.UNKNOWN:
            kept: frozenset[str] = frozenset()
        else:
            kept = self._adrift if wanted.definite else self._unsteady
        if kept & gone:
            return None
        held: dict[Sign, frozenset[str]] = {}
        for path, steps in self._locks:
            if not all(any(not link & gone for link in links) for links, _ in steps):
                continue
            if wanted is not Sign.UNKNOWN and path.sign not in (_SIDES[wanted] if wanted.definite else (wanted,)):
                return None
            here = [next((lock for lock in locks if not lock & gone), None) for _, locks in steps]
            if None not in here:
                together = frozenset(id for lock in here if lock for id in lock)
                if path.sign not in held or len(together) < len(held[path.sign]):
                    held[path.sign] = together
        one = [held[wanted]] if wanted in held else []
        two = [a | b for s, a in held.items() for t, b in held.items() if s + t is wanted is Sign.UNKNOWN]
        fewest = min([*one, *two], key=len, default=None)
        return None if fewest is None else fewest | kept | self._outgoing

    @cached_property
    def _locks(self) -> list[tuple[Path, list[tuple[list[frozenset[str]], list[frozenset[str]]]]]]:
        """The paths of more than one step; of each step what its links rest on, and the sets of which each holds it."""
        found, _ = self._view.paths(self._source, self._target, longest=self._filters.longest)
        steps = {(e.cause, e.effect): self._step((e.cause, e.effect)) for p in found for e in p.edges}
        return [(p, [steps[e.cause, e.effect] for e in p.edges]) for p in found if not p.direct]

    def _step(self, pair: Pair) -> tuple[list[frozenset[str]], list[frozenset[str]]]:
        links = sorted((self._closed([link.statement.id]) for link in self._holding(pair)), key=len)
        return links, links if self._steady_sign(pair) is not None else [self._said_of([pair])]

    def hopeless(self, lost: frozenset[str], more: int) -> bool:
        """Whether losing so many more cannot turn it: more sets than that hold it which have nothing in common."""
        met = lost
        for _ in range(more + 1):
            held = self.upheld(met)
            if not held:
                return False
            met |= held
        return True

    def reversed(self, statement: str) -> Sign | None:
        """The direction were a statement to say the opposite, where the paths alone tell it; else none."""
        f = self._finding
        if not self._plain or f.decided or f.direction is None or statement in self._unsteady:
            return None
        turned = {
            pair for pair in self._pairs if any(link.statement.id == statement for link in self._graph.by_pair[pair])
        }
        if any(len(self._graph.by_pair[pair]) > 1 for pair in turned):
            return None
        total = Sign.ZERO
        for path in f.paths:
            times = sum((e.cause, e.effect) in turned for e in path.edges)
            total += path.sign.times(-1 if times % 2 else 1)
        return total.times(f.level)
