"""What lies downstream and upstream of a concept, what two share, loops, and the neighbourhood to look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.causal.effect import effect_of
from kg.causal.filters import Filters
from kg.causal.finding import Finding
from kg.causal.graph import CausalGraph
from kg.causal.loops import Loop
from kg.causal.paths import rank
from kg.causal.situation import Situation
from kg.causal.view import View
from kg.model import Statement
from kg.patience import go_on
from kg.walks import distances


@dataclass(frozen=True, slots=True)
class Reached:
    """A variable at the other end, with what is known of the effect."""

    concept: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class Shared:
    """A variable that acts on both of two, or that both act on, with the two findings."""

    concept: str
    a: Finding
    b: Finding


def effects(
    graph: CausalGraph, cause: str, situation: Situation = Situation(), filters: Filters = Filters()
) -> list[Reached]:
    """Every variable that the cause acts on: stated first, then by the rank of the best path."""
    source = graph.variable_of(cause)
    reached = View.of(graph, situation, filters).downstream(source)
    return _ranked(Reached(v, effect_of(graph, cause, v, situation, filters, thorough=False)) for v in reached)


def causes(
    graph: CausalGraph, effect: str, situation: Situation = Situation(), filters: Filters = Filters()
) -> list[Reached]:
    """Every variable that acts on the effect: stated first, then by the rank of the best path."""
    target = graph.variable_of(effect)
    reached = View.of(graph, situation, filters).upstream(target)
    return _ranked(Reached(v, effect_of(graph, v, effect, situation, filters, thorough=False)) for v in reached)


def _ranked(found: Iterator[Reached]) -> list[Reached]:
    known = [reached for reached in found if reached.finding.known]
    return sorted(known, key=lambda r: (_rank(r.finding), r.concept))


def _rank(finding: Finding) -> tuple[object, ...]:
    """Said before worked out, which way before either way, then as sure and as short as can be."""
    open_ = finding.direction is None or not finding.direction.definite
    if finding.deciding:
        best = finding.deciding.best
        return (best.statement.bridge, open_, 1, best.rank[1:3], ())
    if finding.paths:
        order = rank(finding.paths[0])
        return (True, open_, 2, order[1:3], order[3:])
    return (True, True, 3, (), ())


def shared(graph: CausalGraph, a: str, b: str, situation: Situation = Situation()) -> tuple[list[Shared], list[Shared]]:
    """The common causes and the common effects of two concepts, those with the shortest ways first."""
    if graph.beyond:
        return _common(graph, a, b, situation, upstream=True), _common(graph, a, b, situation, upstream=False)
    up = {r.concept: r.finding for r in causes(graph, a, situation)}
    up_b = {r.concept: r.finding for r in causes(graph, b, situation)}
    down = {r.concept: r.finding for r in effects(graph, a, situation)}
    down_b = {r.concept: r.finding for r in effects(graph, b, situation)}
    return _both(up, up_b), _both(down, down_b)


def _common(graph: CausalGraph, a: str, b: str, situation: Situation, *, upstream: bool) -> list[Shared]:
    """The same of a part, one side of it."""
    view, ends = View.of(graph, situation), (graph.variable_of(a), graph.variable_of(b))
    found: tuple[dict[str, Finding], dict[str, Finding]] = ({}, {})
    for concept in view.beyond.shared(view, *ends, upstream=upstream) if view.beyond else ():
        for end, of in zip((a, b), found, strict=True):
            pair = (concept, end) if upstream else (end, concept)
            finding = effect_of(graph, *pair, situation, thorough=False)
            if finding.known:
                of[concept] = finding
    return _both(*found)


def _both(of_a: dict[str, Finding], of_b: dict[str, Finding]) -> list[Shared]:
    found = [Shared(concept, of_a[concept], of_b[concept]) for concept in of_a if concept in of_b]
    return sorted(found, key=lambda s: (_length(s.a) + _length(s.b), s.concept))


def _length(finding: Finding) -> int:
    return 1 if finding.stated else len(finding.paths[0].edges) if finding.paths else 99


def feedback(
    graph: CausalGraph,
    concept: str | None = None,
    situation: Situation = Situation(),
    filters: Filters = Filters(),
) -> list[Loop]:
    """Loops of signed links, shortest first, through the concept where one is named."""
    view, variable = View.of(graph, situation, filters), graph.concepts[concept].variable if concept else None
    if view.beyond:
        return view.beyond.rings(view, variable) if variable else []
    return view.loops.all(variable)


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The concepts within some steps, the statements between them, and how many more statements each node has."""

    concepts: tuple[str, ...]
    statements: tuple[Statement, ...]
    hierarchy: tuple[tuple[str, str, str], ...]
    hidden: dict[str, int]


def neighbourhood(graph: CausalGraph, concept: str, depth: int = 1) -> Neighbourhood:
    """What lies within `depth` statements or steps of hierarchy of a concept, in the order of ids."""
    return subgraph(graph, {*distances([concept], lambda at: _next_to(graph, at), most=depth)})


def subgraph(graph: CausalGraph, inside: set[str]) -> Neighbourhood:
    """The statements and hierarchy among some concepts."""
    statements, hidden = {}, {}
    for id in sorted(inside):
        go_on()
        outside = 0
        for s in graph.by_concept.get(id, ()):
            if {s.subject, s.object} <= inside:
                statements[s.id] = s
            elif id in (s.subject, s.object):
                outside += 1
        hidden[id] = outside
    hierarchy = [
        (id, "broader", parent) for id in sorted(inside) for parent in graph.concepts[id].broader if parent in inside
    ]
    hierarchy += [
        (id, "of_variable", variable)
        for id in sorted(inside)
        if (variable := graph.concepts[id].variable) in inside and variable and variable != id
    ]
    return Neighbourhood(tuple(sorted(inside)), tuple(statements.values()), tuple(hierarchy), hidden)


def _next_to(graph: CausalGraph, id: str) -> Iterator[str]:
    go_on()
    concept = graph.concepts[id]
    for s in graph.by_concept.get(id, ()):
        if id in (s.subject, s.object):
            yield s.subject
            yield s.object
    yield from concept.broader
    yield from graph.children(id)
    if concept.variable:
        yield concept.variable
        yield from (state.id for state in graph.levels_of(id))
