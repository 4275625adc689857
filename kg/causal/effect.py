"""What the graph says of one cause and one effect, by the order of precedence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kg.causal.graph import CausalGraph, Link
from kg.causal.paths import Path
from kg.causal.situation import Situation
from kg.causal.view import Edge, Filters, ModifierState, View
from kg.model import Hedge, Kind, Population, Sign, Statement, Variable


class Standing(Enum):
    """What an answer rests on."""

    stated = "stated"
    by_definition = "by_definition"
    by_mechanism = "by_mechanism"
    not_in_source = "not_in_source"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The answer to "what does more of this cause do to this effect?", with all that belongs to it.

    `direction` is between the concepts as asked, none where nothing is known and ? where an influence is known and
    its direction is not. A stated effect decides it; else the sum over all `paths`; never both. `likely` is true
    where a further route has a link of unstated direction (`unsigned`), so that the sum is not the whole. `kinds` are
    findings on kinds of the cause where nothing is said of the cause itself; `elsewhere` what is said only of other
    settings; `reverse` tells that the effect is upstream of the cause.
    """

    cause: str
    effect: str
    situation: Situation
    direction: Sign | None
    standing: Standing
    stated: Edge | None = None
    paths: tuple[Path, ...] = ()
    unsigned: tuple[Path, ...] = ()
    complete: bool = True
    likely: bool = False
    modifiers: tuple[tuple[ModifierState, str], ...] = ()
    limits: tuple[Statement, ...] = ()
    comparisons: tuple[Statement, ...] = ()
    joint: tuple[Statement, ...] = ()
    reported: tuple[Statement, ...] = ()
    kinds: tuple[Finding, ...] = ()
    elsewhere: tuple[Link, ...] = ()
    reverse: bool = False

    @property
    def known(self) -> bool:
        return self.direction is not None

    @property
    def support(self) -> tuple[Statement, ...]:
        """The statements that decide the direction, best first."""
        if self.stated and not self.stated.unsigned:
            return tuple(link.statement for link in self.stated.links)
        if self.paths or (self.unsigned and not self.stated):
            return tuple(edge.best.statement for edge in (self.paths or self.unsigned)[0].edges)
        if self.kinds:
            return tuple(dict.fromkeys(s for kind in self.kinds for s in kind.support))
        return tuple(link.statement for link in self.stated.links) if self.stated else self.reported


def effect_of(
    graph: CausalGraph,
    cause: str,
    effect: str,
    situation: Situation = Situation(),
    filters: Filters = Filters(),
    *,
    sign: Sign | None = None,
    thorough: bool = True,
) -> Finding:
    """What is known of the effect of one concept on another. `sign` keeps the paths of that sign, as asked.

    Where not `thorough`, what only qualifies the answer is left out: modifiers, claims beside it, blocked routes.

    The direction: first what is stated of exactly these (for the asked setting before in general), then the sum
    over all paths, then what is said of kinds of the cause; never a vote.
    """
    view = View.of(graph, situation, filters)
    pairs = [(c, e) for c in _variables(graph, cause) for e in _variables(graph, effect)]
    found = [_between(view, cause, effect, c, e, filters, sign, thorough) for c, e in pairs]
    best = min(found, key=lambda f: (not f.known, f.standing is not Standing.stated), default=None)
    if best is None or not best.known:
        best = _from_reports(graph, cause, effect, situation, best) or _from_kinds(
            graph, cause, effect, situation, filters, best
        )
    return best


def _variables(graph: CausalGraph, id: str) -> list[str]:
    """The concepts that stand in for one on the sign graph: itself, or what a population implies."""
    if isinstance(graph.concepts[id], Population):
        return [implied for implied in graph.implied_by(id) if graph.is_signed(implied)]
    return [id] if graph.is_signed(id) else []


def _level(graph: CausalGraph, id: str) -> int:
    return graph.concepts[id].level


def _between(
    view: View, cause: str, effect: str, c: str, e: str, filters: Filters, sign: Sign | None, thorough: bool = True
) -> Finding:
    graph, situation = view.graph, view.situation
    source, target = graph.concepts[c].variable, graph.concepts[e].variable
    level = _level(graph, c) * _level(graph, e)
    common = dict(cause=cause, effect=effect, situation=situation)
    if source == target:
        return Finding(direction=Sign.PLUS.times(level), standing=Standing.by_definition, **common)
    paths, complete = view.paths(source, target, longest=filters.longest)
    wanted = [p for p in paths if all(t in p.nodes for t in filters.through)]
    if sign is not None:
        wanted = [p for p in wanted if p.sign.times(level) is sign]
    stated = view.edges.get((source, target))
    decided = stated is not None and not stated.unsigned
    blocked = sign is None and not decided and (thorough or not wanted)
    unsigned = view.unsigned_paths(source, target, longest=filters.longest) if blocked else []
    if stated and (filters.through or sign not in (None, stated.sign.times(level))):
        stated = None
    direction, standing = _verdict(stated, wanted, unsigned)
    beside = {}
    if thorough:
        beside = dict(modifiers=_modifiers(view, stated, wanted), reported=_reports(graph, cause, effect))
        beside |= attached(graph, source, target)
    return Finding(
        direction=direction.times(level) if direction else None,
        standing=standing,
        stated=stated,
        paths=tuple(wanted),
        unsigned=tuple(unsigned),
        complete=complete,
        likely=standing is Standing.by_mechanism and bool(wanted) and bool(unsigned),
        elsewhere=view.elsewhere.get((source, target), ()),
        reverse=not paths and source in view.distances(source) and target in view.distances(source),
        **beside,
        **common,
    )


def _verdict(stated: Edge | None, paths: list[Path], unsigned: list[Path]) -> tuple[Sign | None, Standing]:
    if stated and not stated.unsigned:
        best = stated.best.statement
        if best.bridge:
            return stated.sign, Standing.by_mechanism
        return stated.sign, Standing.by_definition if best.hedge is Hedge.definition else Standing.stated
    if paths:
        return sum((p.sign for p in paths), Sign.ZERO), Standing.by_mechanism
    if stated:
        return Sign.UNKNOWN, Standing.stated
    if unsigned:
        return Sign.UNKNOWN, Standing.by_mechanism
    return None, Standing.not_in_source


def _modifiers(view: View, stated: Edge | None, paths: list[Path]) -> tuple[tuple[ModifierState, str], ...]:
    links = list((*stated.links, *stated.narrower)) if stated else []
    edges = {(edge.cause, edge.effect): edge for path in paths for edge in path.edges}
    links += [link for edge in edges.values() for link in edge.links]
    found: dict[tuple[str, str], ModifierState] = {}
    for id in dict.fromkeys(link.statement.id for link in links):
        for state in view.modifiers_of(view.graph.statements[id]):
            found.setdefault((state.statement.id, id), state)
    return tuple((state, modified) for (_, modified), state in found.items())


def attached(graph: CausalGraph, cause: str, effect: str) -> dict[str, tuple[Statement, ...]]:
    """The limits, comparisons and joint claims on a pair of variables: they stand beside any verdict."""
    classes = {cause, *graph.ancestors(cause)}
    return dict(
        limits=tuple(
            s for s in graph.of_kind(Kind.limit) if s.subject in classes and graph.concepts[s.object].variable == effect
        ),
        comparisons=tuple(
            s
            for s in graph.of_kind(Kind.comparison)
            if {s.subject, s.object} & classes and effect in {graph.concepts[o].variable for o in s.outcomes}
        ),
        joint=tuple(
            s
            for s in graph.of_kind(Kind.causal)
            if s.joint and classes & set(s.joint) and graph.concepts[s.object].variable == effect
        ),
    )


def _reports(graph: CausalGraph, cause: str, effect: str) -> tuple[Statement, ...]:
    """What is claimed of exactly these two without being an edge."""
    return tuple(
        s
        for s in graph.by_concept.get(cause, ())
        if s.kind in (Kind.reported, Kind.modifier, Kind.structural) and (s.subject, s.object) == (cause, effect)
    )


def _from_reports(
    graph: CausalGraph, cause: str, effect: str, situation: Situation, nothing: Finding | None
) -> Finding | None:
    reported = _reports(graph, cause, effect)
    signed = [s.sign for s in reported if s.sign is not None]
    if not signed:
        return None
    return Finding(
        cause=cause,
        effect=effect,
        situation=situation,
        direction=sum(signed, Sign.ZERO),
        standing=Standing.stated,
        reported=reported,
        limits=nothing.limits if nothing else (),
    )


def _from_kinds(
    graph: CausalGraph, cause: str, effect: str, situation: Situation, filters: Filters, nothing: Finding | None
) -> Finding:
    """What is said of kinds of the cause: some of them, never all."""
    kinds = []
    if graph.is_signed(effect) and isinstance(graph.concepts[cause], Variable):
        view = View.of(graph, situation, filters)
        target = graph.concepts[effect].variable
        waiting = list(graph.children(cause))
        while waiting:
            kind = waiting.pop(0)
            if kind in view.out and kind in view.distances(target) and kind != target:
                kinds.append(_between(view, kind, effect, kind, effect, filters, None))
            else:
                waiting += graph.children(kind)
    nothing = nothing or Finding(
        cause=cause,
        effect=effect,
        situation=situation,
        direction=None,
        standing=Standing.not_in_source,
        reported=_reports(graph, cause, effect),
        **attached(graph, graph.concepts[cause].variable or cause, graph.concepts[effect].variable or effect),
    )
    if not kinds:
        return nothing
    directions = {d for kind in kinds for d in kind.direction.directions}
    standing = max((kind.standing for kind in kinds), key=list(Standing).index)
    return Finding(
        cause=cause,
        effect=effect,
        situation=situation,
        direction=Sign.of(directions),
        standing=standing,
        kinds=tuple(kinds),
        limits=nothing.limits,
        comparisons=nothing.comparisons,
        joint=nothing.joint,
    )
