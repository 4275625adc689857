"""What the graph says of one cause and one effect, by the order of precedence."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise

from kg.causal.beside import aims_of, associations, attached_to, reports, with_all_beside
from kg.causal.edge import Edge, either
from kg.causal.filters import Filters
from kg.causal.finding import Claim, Finding, Standing
from kg.causal.graph import CausalGraph
from kg.causal.paths import LONGEST, Path
from kg.causal.situation import Situation
from kg.causal.view import View
from kg.model import Hedge, Population, Scope, Sign, Variable, disjoint
from kg.patience import go_on
from kg.walks import walk

MOST_SOURCES = 20
"""Sources that are asked for a mechanism of their own beside what others state."""


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


def _between(
    view: View, cause: str, effect: str, c: str, e: str, filters: Filters, sign: Sign | None, thorough: bool = True
) -> Finding:
    """What is known of two concepts by those that stand in for them on the sign graph."""
    graph = view.graph
    source, target = graph.variable_of(c), graph.variable_of(e)
    level = graph.concepts[c].level * graph.concepts[e].level
    if source == target:
        return _of_itself(view, cause, effect, source, level)
    paths, complete = view.paths(source, target, longest=filters.longest, through=filters.through)
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
    searched = complete or sign is not None or _cannot_be(view, source, target, wanted, filters)
    direction, standing, settled = _verdict(view, stated, claims, wanted, unsigned, searched)
    aims = () if filters.by_way else tuple(link.statement for link in view.aims.get((source, target), ()))
    aim_only = source in graph.aim_only and not (len(wanted) == 1 and wanted[0].direct)
    if aim_only:
        aims = aims or aims_of(graph, source)
        direction, standing, stated = None, Standing.not_in_source, None
    if direction is None and aims:
        standing = Standing.stated
    found = Finding(
        cause=cause,
        effect=effect,
        situation=view.situation,
        level=level,
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
        reverse=not paths and not view.leads(source, target) and view.leads(target, source),
        whole=whole if filters.by_way and whole is not stated else None,
    )
    return with_all_beside(found, view, source, target) if thorough else found


def _cannot_be(view: View, source: str, target: str, wanted: list[Path], filters: Filters) -> bool:
    """Whether none was found, and none is there or only longer ones than are asked for."""
    return not wanted and (filters.longest < LONGEST or filters.by_way or not view.walk_signs(source, target))


def _of_itself(view: View, cause: str, effect: str, variable: str, level: int) -> Finding:
    """What a variable does to itself: what its loops do, else it is one thing by two names."""
    loops = tuple(view.loops_through([variable]))
    around = loops and cause == effect
    return Finding(
        cause=cause,
        effect=effect,
        situation=view.situation,
        direction=Sign.UNKNOWN if around else Sign.PLUS.times(level),
        standing=Standing.by_mechanism if around else Standing.by_definition,
        level=level,
        loops=loops,
    )


def _as_asked(view: View, filters: Filters, paths: list[Path]) -> list[Path]:
    """The paths by the ways that are asked about."""
    return [p for p in paths if filters.runs(p) and _keeps_clear(view, p)] if filters.by_way else paths


def _keeps_clear(view: View, path: Path) -> bool:
    """Whether a path is known to keep clear of what it must: each of its steps is, and it is no whole effect.

    A step between two variables with a way over what is to be avoided may stand for that way.
    """
    if not view.filters.around:
        return True
    if path.direct and path.edges[0].best.statement.scope is not Scope.step:
        return False
    return all(map(view.is_clear, pairwise(path.nodes)))


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
    return None, Standing.not_in_source, complete


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
    others = sorted(graph.sources_between(source, target) - {line.source for line in lines})[:MOST_SOURCES]
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


def _from_reports(
    graph: CausalGraph, cause: str, effect: str, situation: Situation, nothing: Finding | None
) -> Finding | None:
    reported = reports(graph, cause, effect)
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
    nothing = nothing or _nothing(graph, cause, effect, situation)
    kinds = [] if filters.by_way else _of_kinds(graph, cause, effect, situation, filters)
    directions = [kind.direction for kind in kinds if kind.direction]
    if not directions:
        return nothing
    return Finding(
        cause=cause,
        effect=effect,
        situation=situation,
        direction=either(directions),
        standing=max((kind.standing for kind in kinds), key=lambda standing: standing.place),
        kinds=tuple(kinds),
        limits=nothing.limits,
        comparisons=nothing.comparisons,
        joint=nothing.joint,
    )


def _of_kinds(graph: CausalGraph, cause: str, effect: str, situation: Situation, filters: Filters) -> list[Finding]:
    """What is known of the nearest kinds of the cause that act on the effect."""
    if not (graph.is_signed(effect) and isinstance(graph.concepts[cause], Variable)):
        return []
    view = View.of(graph, situation, filters)
    target = graph.variable_of(effect)

    def acts(kind: str) -> bool:
        return kind not in (cause, target) and kind in view.out and view.leads(kind, target)

    kinds = [k for k in walk([cause], lambda k: () if acts(k) else graph.children(k)) if acts(k)]
    found = [_between(view, kind, effect, kind, effect, filters, None) for kind in kinds]
    return [finding for finding in found if finding.known]


def _nothing(graph: CausalGraph, cause: str, effect: str, situation: Situation) -> Finding:
    """What there is beside where none of the two is on the sign graph."""
    attached = attached_to(graph, graph.variable_of(cause), graph.variable_of(effect))
    return Finding(
        cause=cause,
        effect=effect,
        situation=situation,
        direction=None,
        standing=Standing.not_in_source,
        reported=reports(graph, cause, effect),
        associations=associations(graph, cause, effect),
        limits=attached.limits,
        comparisons=attached.comparisons,
        joint=attached.joint,
    )
