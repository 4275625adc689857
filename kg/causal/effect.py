"""What the graph says of one cause and one effect, by the order of precedence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from itertools import combinations

from kg.causal.graph import CausalGraph, Link
from kg.causal.loops import Loop
from kg.causal.paths import Path
from kg.causal.situation import Situation
from kg.causal.view import Edge, Filters, ModifierState, View, either
from kg.model import Hedge, Kind, Population, Scope, Sign, Statement, Variable, disjoint
from kg.patience import go_on

MOST_SOURCES = 20
"""Sources that are asked for a mechanism of their own beside what others state."""


class Standing(Enum):
    """What an answer rests on."""

    stated = "stated"
    sources_disagree = "sources_disagree"
    by_definition = "by_definition"
    by_mechanism = "by_mechanism"
    not_in_source = "not_in_source"

    @property
    def firm(self) -> bool:
        """Whether it is said, and not worked out from steps."""
        return self in (Standing.stated, Standing.sources_disagree, Standing.by_definition)


@dataclass(frozen=True, slots=True)
class Claim:
    """What one source comes to by itself: what it states of the pair, else the sum over the paths that it gives."""

    source: str
    sign: Sign
    links: tuple[Link, ...] = ()
    paths: tuple[Path, ...] = ()

    @property
    def stated(self) -> bool:
        return bool(self.links)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The answer to "what does more of this cause do to this effect?", with all that belongs to it.

    `direction` is between the concepts as asked, none where nothing is known and ? where an influence is known and
    its direction is not; `level` is -1 where these stand for opposite levels of their variables, so that the signs of
    edges and paths, which are between variables, are mirrored in it. Within a source a stated effect decides it, else
    the sum over the paths; across sources nothing overrides, and `claims` are what each comes to, between the
    variables, where there are several.
    `unsigned` are routes with a link of unstated direction. Where the search was cut and what was found does not
    settle the direction, `settled` is false. `kinds` are findings on kinds of the cause where nothing is said of the
    cause itself; `elsewhere` what is said only of other settings; `aims` what is only meant, and `aim_only` that
    nothing else is stated of the cause; `associations` what goes together and is no effect; `loops` those that the
    routes come through, so that the direction is that of the first response; `reverse` tells that the effect is
    upstream of the cause. `whole` is what is stated of the pair where certain ways are asked about, which it does not
    tell.
    """

    cause: str
    effect: str
    situation: Situation
    direction: Sign | None
    standing: Standing
    level: int = 1
    stated: Edge | None = None
    claims: tuple[Claim, ...] = ()
    paths: tuple[Path, ...] = ()
    unsigned: tuple[Path, ...] = ()
    complete: bool = True
    settled: bool = True
    modifiers: tuple[tuple[ModifierState, str], ...] = ()
    limits: tuple[Statement, ...] = ()
    comparisons: tuple[Statement, ...] = ()
    joint: tuple[Statement, ...] = ()
    reported: tuple[Statement, ...] = ()
    associations: tuple[Statement, ...] = ()
    aims: tuple[Statement, ...] = ()
    aim_only: bool = False
    kinds: tuple[Finding, ...] = ()
    elsewhere: tuple[Link, ...] = ()
    loops: tuple[Loop, ...] = ()
    reverse: bool = False
    whole: Edge | None = None

    @property
    def known(self) -> bool:
        return self.direction is not None

    @property
    def signed(self) -> bool:
        """Whether it says which directions there are: also that statements give both."""
        both = self.decided or self.standing is Standing.sources_disagree
        return self.known and (self.direction is not Sign.UNKNOWN or both)

    @property
    def decided(self) -> bool:
        """Whether a statement on the very pair decides it."""
        return self.stated is not None and not self.stated.unsigned

    @property
    def partly_unsigned(self) -> bool:
        """Whether a further route has a link of unstated direction, so that the sum is not the whole."""
        return self.standing is Standing.by_mechanism and bool(self.paths) and bool(self.unsigned)

    @property
    def blunted(self) -> tuple[ModifierState, ...]:
        """The modifiers at work that weaken the effect, on the stated one or else on some of the paths."""
        edges = [self.stated] if self.decided else [edge for path in self.paths for edge in path.edges]
        return tuple({state.statement.id: state for edge in edges for state in edge.blunted}.values())

    @property
    def blunted_everywhere(self) -> bool:
        """Whether no route is without a modifier that weakens it."""
        if self.decided:
            return bool(self.stated.blunted)
        return bool(self.paths) and all(any(edge.blunted for edge in path.edges) for path in self.paths)

    @property
    def support(self) -> tuple[Statement, ...]:
        """The statements that decide the direction, best first."""
        if self.decided:
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
    go_on()
    view = View.of(graph, situation, filters)
    pairs = [(c, e) for c in _variables(graph, cause) for e in _variables(graph, effect)]
    found = [_between(view, cause, effect, c, e, filters, sign, thorough) for c, e in pairs]
    best = min(found, key=lambda f: (not f.known, not f.standing.firm), default=None)
    if best is None or not (best.known or best.aims):
        reported = None if filters.by_way else _from_reports(graph, cause, effect, situation, best)
        best = reported or _from_kinds(graph, cause, effect, situation, filters, best)
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
    common = dict(cause=cause, effect=effect, situation=situation, level=level)
    if source == target:
        loops = tuple(view.loops.through([source]))
        if loops and cause == effect:
            return Finding(direction=Sign.UNKNOWN, standing=Standing.by_mechanism, loops=loops, **common)
        return Finding(direction=Sign.PLUS.times(level), standing=Standing.by_definition, loops=loops, **common)
    paths, complete = view.paths(source, target, longest=filters.longest)
    wanted = _as_asked(view, filters, paths)
    if sign is not None:
        wanted = [p for p in wanted if p.sign.times(level) is sign]
    stated = whole = view.edges.get((source, target))
    decided = stated is not None and not stated.unsigned
    blocked = sign is None and not decided and (thorough or not wanted)
    unsigned = view.unsigned_paths(source, target, longest=filters.longest) if blocked else []
    unsigned = _as_asked(view, filters, unsigned)
    if stated and (filters.by_way or sign not in (None, stated.sign.times(level))):
        stated = None
    claims = _claims(view, filters, source, target, stated)
    direction, standing, settled = _verdict(view, stated, claims, wanted, unsigned, complete or sign is not None)
    aims = () if filters.by_way else tuple(link.statement for link in view.aims.get((source, target), ()))
    aim_only = source in graph.aim_only and not (len(wanted) == 1 and len(wanted[0].edges) == 1)
    if aim_only:
        aims = aims or _aims_of(graph, source)
        direction, standing, stated = None, Standing.not_in_source, None
    if direction is None and aims:
        standing = Standing.stated
    beside = {}
    if thorough:
        beside = dict(modifiers=_modifiers(view, source, target, stated, wanted))
        beside |= dict(associations=_associations(graph, source, target))
        beside |= dict(reported=_reports(graph, cause, effect), loops=_loops(view, source, target, wanted))
        beside |= attached(graph, source, target)
    return Finding(
        direction=direction.times(level) if direction else None,
        standing=standing,
        stated=stated,
        claims=claims,
        paths=tuple(wanted),
        unsigned=tuple(unsigned),
        complete=complete,
        settled=settled,
        aims=aims,
        aim_only=aim_only,
        elsewhere=view.elsewhere.get((source, target), ()),
        reverse=not paths and source in view.distances(source) and target in view.distances(source),
        whole=whole if filters.by_way and whole is not stated else None,
        **beside,
        **common,
    )


def _as_asked(view: View, filters: Filters, paths: list[Path]) -> list[Path]:
    """The paths by the ways that are asked about."""
    return [p for p in paths if filters.runs(p) and _keeps_clear(view, p)] if filters.by_way else paths


def _keeps_clear(view: View, path: Path) -> bool:
    """Whether a path is known to keep clear of what it must: each of its steps is, and it is no whole effect.

    A step between two variables with a way over what is to be avoided may stand for that way.
    """
    around = view.filters.around
    if not around:
        return True
    if len(path.edges) == 1 and path.edges[0].best.statement.scope is not Scope.step:
        return False
    all_ways = View.of(view.graph, view.situation, replace(view.filters, around=frozenset()))
    return not any(
        edge.cause in all_ways.distances(v) and v in all_ways.distances(edge.effect)
        for edge in path.edges
        for v in around
    )


def _verdict(
    view: View,
    stated: Edge | None,
    claims: tuple[Claim, ...],
    paths: list[Path],
    unsigned: list[Path],
    complete: bool,
) -> tuple[Sign | None, Standing, bool]:
    """The direction, what it rests on, and whether the search settles it."""
    if len({claim.sign for claim in claims}) > 1 and not _apart(claims):
        return either(claim.sign for claim in claims), Standing.sources_disagree, True
    if stated and not stated.unsigned:
        best = stated.best.statement
        if best.bridge:
            return stated.sign, Standing.by_mechanism, True
        return stated.sign, Standing.by_definition if best.hedge is Hedge.definition else Standing.stated, True
    if paths:
        total, settled = view.sum_of(paths, complete)
        return total, Standing.by_mechanism, settled
    if stated:
        return Sign.UNKNOWN, Standing.stated, True
    if unsigned:
        return Sign.UNKNOWN, Standing.by_mechanism, True
    return None, Standing.not_in_source, True


def _apart(claims: tuple[Claim, ...]) -> bool:
    """Whether all that differ speak of doses that do not overlap, and so do not disagree."""
    return all(
        a.sign is b.sign
        or (
            a.stated
            and b.stated
            and all(disjoint(k.statement.dose, o.statement.dose) for k in a.links for o in b.links)
        )
        for a, b in combinations(claims, 2)
    )


def _claims(view: View, filters: Filters, source: str, target: str, stated: Edge | None) -> tuple[Claim, ...]:
    """What each source comes to by itself, where there are several; those that state the effect first.

    A source that states nothing of the pair is asked for its mechanism. Where none states it, the sources are kept
    apart only where they come to definite directions that differ.
    """
    graph = view.graph
    lines = [line for line in stated.lines if not (line.unsigned or line.ours)] if stated else []
    own = graph.sources_out.get(source, frozenset()) & graph.sources_into.get(target, frozenset())
    others = sorted(own - {line.source for line in lines})[:MOST_SOURCES]
    if len(lines) + len(others) < 2:
        return ()
    claims = [Claim(line.source, line.sign, links=line.links) for line in lines]
    for document in others:
        alone = View.of(view.graph, view.situation, replace(filters, source=document))
        paths, complete = alone.paths(source, target, longest=filters.longest)
        wanted = _as_asked(alone, filters, paths)
        if wanted:
            claims.append(Claim(document, alone.sum_of(wanted, complete)[0], paths=tuple(wanted)))
    if not lines and not all(claim.sign.definite for claim in claims):
        return ()
    return tuple(claims) if len(claims) > 1 else ()


def _aims_of(graph: CausalGraph, variable: str) -> tuple[Statement, ...]:
    """The aims that are all that is stated of a variable."""
    found = {
        link.statement.id: link.statement
        for effect in graph.effects_of(variable)
        for link in graph.by_pair[variable, effect]
        if link.statement.aim
    }
    return tuple(found.values())


def _loops(view: View, source: str, target: str, paths: list[Path]) -> tuple[Loop, ...]:
    """The loops that lie on the routes from cause to effect: a shortest one through each concept of them."""
    return tuple(view.loops.through({source, target, *(node for path in paths for node in path.nodes)}))


def _modifiers(
    view: View, source: str, target: str, stated: Edge | None, paths: list[Path]
) -> tuple[tuple[ModifierState, str], ...]:
    pairs = [(source, target)] if stated else []
    pairs += [(edge.cause, edge.effect) for path in paths for edge in path.edges]
    found: dict[tuple[str, str], ModifierState] = {}
    for pair in dict.fromkeys(pairs):
        for state, modified in view.modifiers_on(*pair):
            found.setdefault((state.statement.id, modified), state)
    return tuple((state, modified) for (_, modified), state in found.items())


def _id(s: Statement) -> str:
    return s.id


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
            for s in sorted({s.id: s for c in classes for s in graph.by_concept.get(c, ())}.values(), key=_id)
            if s.kind is Kind.causal and classes & set(s.joint) and graph.concepts[s.object].variable == effect
        ),
    )


def _reports(graph: CausalGraph, cause: str, effect: str) -> tuple[Statement, ...]:
    """What is claimed of exactly these two without being an edge."""
    return tuple(
        s
        for s in graph.by_concept.get(cause, ())
        if s.kind in (Kind.reported, Kind.modifier, Kind.structural) and (s.subject, s.object) == (cause, effect)
    )


def _associations(graph: CausalGraph, a: str, b: str) -> tuple[Statement, ...]:
    """The claims that two concepts go together, whichever is named first: no effect of one on the other."""

    def variable(id: str) -> str:
        return graph.concepts[id].variable or id

    pair = {variable(a), variable(b)}
    return tuple(s for s in graph.of_kind(Kind.association) if {variable(s.subject), variable(s.object)} == pair)


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
    kinds: list[Finding] = []
    if not filters.by_way and graph.is_signed(effect) and isinstance(graph.concepts[cause], Variable):
        view = View.of(graph, situation, filters)
        target = graph.concepts[effect].variable
        waiting = list(graph.children(cause))
        seen = {cause, *waiting}
        for kind in waiting:
            go_on()
            if kind in view.out and kind in view.distances(target) and kind != target:
                found = _between(view, kind, effect, kind, effect, filters, None)
                kinds += [found] if found.known else []
            else:
                waiting += (further := [k for k in graph.children(kind) if k not in seen])
                seen.update(further)
    nothing = nothing or Finding(
        cause=cause,
        effect=effect,
        situation=situation,
        direction=None,
        standing=Standing.not_in_source,
        reported=_reports(graph, cause, effect),
        associations=_associations(graph, cause, effect),
        **attached(graph, graph.concepts[cause].variable or cause, graph.concepts[effect].variable or effect),
    )
    if not kinds:
        return nothing
    standing = max((kind.standing for kind in kinds), key=list(Standing).index)
    return Finding(
        cause=cause,
        effect=effect,
        situation=situation,
        direction=either(kind.direction for kind in kinds),
        standing=standing,
        kinds=tuple(kinds),
        limits=nothing.limits,
        comparisons=nothing.comparisons,
        joint=nothing.joint,
    )
