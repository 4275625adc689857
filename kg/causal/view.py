"""The graph as seen from a situation: which statements hold there, what modifies them, and the edge they make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from kg.causal import paths as search
from kg.causal.graph import CausalGraph, Link
from kg.causal.paths import Path
from kg.causal.situation import Situation
from kg.model import Effect, Hedge, Sign, State, Statement

_KEPT_VIEWS = 64


@dataclass(frozen=True, slots=True)
class Filters:
    """Which links and paths are wanted. `longest` counts edges; `through` and `avoid` are variables."""

    longest: int = search.LONGEST
    through: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    min_hedge: Hedge = Hedge.aim
    bridges: bool = True

    def allow(self, link: Link) -> bool:
        s = link.statement
        return (
            (self.bridges or not s.bridge)
            and s.hedge <= self.min_hedge
            and (not self.relations or s.relation in self.relations)
            and link.cause not in self.avoid
            and link.effect not in self.avoid
        )


@dataclass(frozen=True, slots=True)
class ModifierState:
    """A modifier and whether it is at work: true, false, or none where the situation does not say.

    `by_mechanism` where that was worked out along paths, from `because`, rather than said.
    """

    statement: Statement
    active: bool | None
    by_mechanism: bool = False
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """What the statements that hold in a situation say of one pair of variables, best first.

    `narrower` are those left out because they speak of a narrower setting than the one asked about; `narrow` is true
    where there are only such, so that the edge holds in their settings alone.
    """

    cause: str
    effect: str
    sign: Sign
    links: tuple[Link, ...]
    narrower: tuple[Link, ...] = ()
    narrow: bool = False

    @property
    def best(self) -> Link:
        return self.links[0]

    @property
    def unsigned(self) -> bool:
        """Whether an influence is stated but not its direction."""
        return all(link.statement.unsigned for link in self.links)


def combine(signs: Iterable[Sign]) -> Sign:
    """The sign of several findings on one pair: their sum, in which a finding of no effect is never lost.

    >>> combine([Sign.PLUS, Sign.ZERO]), combine([Sign.PLUS, Sign.WEAK_PLUS])
    (<Sign.WEAK_PLUS: '0+'>, <Sign.PLUS: '+'>)
    """
    signs = list(signs)
    total = sum(signs, Sign.ZERO)
    return Sign.of(total.directions | {0}) if Sign.ZERO in signs else total


def weaken(sign: Sign) -> Sign:
    """The sign of an effect that may be blunted down to nothing; never turned round."""
    return Sign.of(sign.directions | {0})


class View:
    """The edges that hold in a situation under some filters; made once and kept by the graph.

    With `pairs`, only those of these pairs.
    """

    def __init__(
        self,
        graph: CausalGraph,
        situation: Situation,
        filters: Filters,
        *,
        modified: bool = True,
        pairs: Iterable[tuple[str, str]] | None = None,
    ):
        self.graph = graph
        self.situation = situation
        self.filters = filters
        self.elsewhere: dict[tuple[str, str], tuple[Link, ...]] = {}
        self._states: dict[str, ModifierState] = {}
        self._paths_to: dict[str, dict[str, tuple[list[Path], bool]] | None] = {}
        self._modified = modified
        self.edges: dict[tuple[str, str], Edge] = {}
        for pair in graph.by_pair if pairs is None else pairs:
            allowed = [link for link in graph.by_pair.get(pair, ()) if filters.allow(link)]
            if allowed and (edge := self._edge(pair, allowed)):
                self.edges[pair] = edge

    @classmethod
    def of(
        cls,
        graph: CausalGraph,
        situation: Situation = Situation(),
        filters: Filters = Filters(),
        *,
        modified: bool = True,
    ) -> View:
        key = (situation, filters.avoid, filters.relations, filters.min_hedge, filters.bridges, modified)
        kept = graph.__dict__.setdefault("_views", {})
        if key not in kept:
            if len(kept) >= _KEPT_VIEWS:
                kept.pop(next(iter(kept)))
            kept[key] = cls(graph, situation, filters, modified=modified)
        return kept[key]

    def _edge(self, pair: tuple[str, str], links: list[Link]) -> Edge | None:
        general = [link for link in links if not link.statement.context]
        special = [link for link in links if link.statement.context]
        if self.situation.open:
            holding, narrower = (general, special) if general else (special, [])
        else:
            inside = [link for link in special if self.situation.inside(link.statement.context, self.graph)]
            holding, narrower = (self._signed(inside) or general or inside), []
            if len(inside) < len(special):
                self.elsewhere[pair] = tuple(link for link in special if link not in inside)
        if not holding:
            return None
        chosen = self._signed(holding) or holding
        nearest = min(link.distance for link in chosen)
        chosen = sorted((link for link in chosen if link.distance == nearest), key=lambda link: link.rank)
        narrow = self.situation.open and bool(special) and not general
        return Edge(*pair, self._sign(chosen, narrow), tuple(chosen), tuple(narrower), narrow)

    @staticmethod
    def _signed(links: list[Link]) -> list[Link]:
        return [link for link in links if not link.statement.unsigned]

    def _sign(self, links: list[Link], narrow: bool) -> Sign:
        groups: dict[tuple[str, ...], list[Sign]] = defaultdict(list)
        for link in links:
            groups[link.statement.context if narrow else ()].append(self.sign_of(link))
        return Sign.of(d for signs in groups.values() for d in combine(signs).directions)

    def sign_of(self, link: Link) -> Sign:
        """The link's sign with the modifiers that are at work here."""
        blunted = any(
            state.active and state.statement.effect in (Effect.attenuates, Effect.gates)
            for state in self.modifiers_of(link.statement)
            if not state.statement.keeps_direction
        )
        return weaken(link.sign) if blunted else link.sign

    def modifiers_of(self, statement: Statement) -> tuple[ModifierState, ...]:
        """What changes the effect that a statement speaks of, and whether it is at work here."""
        if not self._modified:
            return ()
        return tuple(self.state_of(m) for m in self.graph.modifiers.get(statement.id, ()))

    def state_of(self, modifier: Statement) -> ModifierState:
        """Whether a modifier is at work: as said of it, else as interventions put it, else as the context does."""
        if modifier.id not in self._states:
            self._states[modifier.id] = self._state_of(modifier)
        return self._states[modifier.id]

    def _state_of(self, modifier: Statement) -> ModifierState:
        concept = self.graph.concepts[modifier.subject]
        if concept.id in self.situation.holds:
            return ModifierState(modifier, True)
        levelled = isinstance(concept, State) or modifier.effect is not Effect.unspecified
        if not concept.variable or not levelled:
            return ModifierState(modifier, None)
        for known in (self.situation.set, self.situation.levels):
            level = dict(known).get(concept.variable)
            if level is not None:
                return ModifierState(modifier, level == concept.level)
            for cause, at in known:
                sign = net(View.of(self.graph, modified=False), cause, concept.variable).times(at)
                if sign.definite:
                    return ModifierState(modifier, sign.times(concept.level) is Sign.PLUS, True, cause)
        return ModifierState(modifier, None)

    @cached_property
    def out(self) -> dict[str, dict[str, Edge]]:
        """The composable edges from each variable: signed, and not a finding of no effect."""
        out: dict[str, dict[str, Edge]] = {v: {} for pair in self.edges for v in pair}
        for (cause, effect), edge in self.edges.items():
            if not edge.unsigned and edge.sign is not Sign.ZERO:
                out[cause][effect] = edge
        return out

    @cached_property
    def back(self) -> dict[str, dict[str, Edge]]:
        """The same, by effect."""
        return _turned(self.out)

    @cached_property
    def out_with_unsigned(self) -> dict[str, dict[str, Edge]]:
        """All edges that are an influence, of stated direction or not."""
        out: dict[str, dict[str, Edge]] = {v: {} for pair in self.edges for v in pair}
        for (cause, effect), edge in self.edges.items():
            if edge.sign is not Sign.ZERO:
                out[cause][effect] = edge
        return out

    @cached_property
    def _distances(self) -> dict[tuple[str, bool], dict[str, int]]:
        return {}

    def distances(self, effect: str, *, unsigned: bool = False) -> dict[str, int]:
        key = (effect, unsigned)
        if key not in self._distances:
            back = _turned(self.out_with_unsigned) if unsigned else self.back
            self._distances[key] = search.distances(back, effect)
        return self._distances[key]

    def paths(self, cause: str, effect: str, *, longest: int = search.LONGEST) -> tuple[list[Path], bool]:
        """Every path, best first, and whether none was left out."""
        if effect not in self._paths_to:
            self._paths_to[effect] = search.paths_to(self.out, self.distances(effect), effect)
        shared = self._paths_to[effect]
        if shared is None:
            found, complete = search.search(self.out, self.distances(effect), cause, effect, longest=longest)
            return sorted(found, key=search.rank), complete
        found, complete = shared.get(cause, ([], True))
        short = [path for path in found if len(path.edges) <= longest]
        return short, complete and len(short) == len(found)

    def unsigned_paths(self, cause: str, effect: str, *, longest: int = search.LONGEST) -> list[Path]:
        """The paths with at least one link whose direction is not stated, best first."""
        left = self.distances(effect, unsigned=True)
        found, _ = search.search(self.out_with_unsigned, left, cause, effect, longest=longest)
        unsigned = {pair for pair, edge in self.edges.items() if edge.unsigned}
        return sorted((p for p in found if any(step in unsigned for step in pairwise(p.nodes))), key=search.rank)


def net(view: View, cause: str, effect: str) -> Sign:
    """The direction between two variables: what is stated, else the sum over all paths; ? where there is neither."""
    if cause == effect:
        return Sign.PLUS
    if edge := view.edges.get((cause, effect)):
        return edge.sign
    found, _ = view.paths(cause, effect)
    return sum((path.sign for path in found), Sign.ZERO) if found else Sign.UNKNOWN


def _turned(out: dict[str, dict[str, Edge]]) -> dict[str, dict[str, Edge]]:
    back: dict[str, dict[str, Edge]] = {node: {} for node in out}
    for cause, edges in out.items():
        for effect, edge in edges.items():
            back[effect][cause] = edge
    return back
