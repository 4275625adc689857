"""What stands beside a verdict on two things, and changes none: modifiers, limits, reports, what goes together."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from kg.causal.edge import ModifierState
from kg.causal.finding import Finding
from kg.causal.graph import CausalGraph
from kg.causal.groups import by_id
from kg.causal.view import View
from kg.model import Kind, Statement

_REPORTING = (Kind.reported, Kind.modifier, Kind.structural)


def with_all_beside(finding: Finding, view: View, source: str, target: str) -> Finding:
    """The finding on two variables with what modifies it, what goes together, what is reported and what limits it; and
    the loops on its routes: a shortest one through each concept of them.
    """
    graph = view.graph
    on_the_way = {source, target, *(node for path in finding.paths for node in path.nodes)}
    attached = attached_to(graph, source, target)
    return replace(
        finding,
        modifiers=_modifiers(view, finding, source, target),
        associations=associations(graph, source, target),
        reported=reports(graph, finding.cause, finding.effect),
        loops=tuple(view.loops_through(on_the_way)),
        limits=attached.limits,
        comparisons=attached.comparisons,
        joint=attached.joint,
    )


class Attached(NamedTuple):
    """The limits, comparisons and joint claims on a pair of variables."""

    limits: tuple[Statement, ...]
    comparisons: tuple[Statement, ...]
    joint: tuple[Statement, ...]


def attached_to(graph: CausalGraph, cause: str, effect: str) -> Attached:
    """What is said of a cause, or of a class of it, and an effect, and stands beside any verdict."""
    classes = {cause, *graph.ancestors(cause)}
    variable_of = graph.variable_of
    joint = {
        s.id: s
        for c in classes
        for s in graph.by_concept.get(c, ())
        if s.joint and s.kind is Kind.causal and classes & set(s.joint) and variable_of(s.object) == effect
    }
    return Attached(
        limits=tuple(s for s in graph.of_kind(Kind.limit) if s.subject in classes and variable_of(s.object) == effect),
        comparisons=tuple(
            s
            for s in graph.of_kind(Kind.comparison)
            if {s.subject, s.object} & classes and effect in map(variable_of, s.outcomes)
        ),
        joint=tuple(by_id(joint.values()).values()),
    )


def _modifiers(view: View, finding: Finding, source: str, target: str) -> tuple[tuple[ModifierState, str], ...]:
    pairs = [(source, target)] if finding.stated else []
    pairs += [(edge.cause, edge.effect) for path in finding.paths for edge in path.edges]
    found: dict[tuple[str, str], ModifierState] = {}
    for pair in dict.fromkeys(pairs):
        for state, modified in view.modifiers_on(*pair):
            found.setdefault((state.statement.id, modified), state)
    return tuple((state, modified) for (_, modified), state in found.items())


def reports(graph: CausalGraph, cause: str, effect: str) -> tuple[Statement, ...]:
    """What is claimed of exactly these two without being an edge."""
    return tuple(
        s for s in graph.by_concept.get(cause, ()) if s.kind in _REPORTING and (s.subject, s.object) == (cause, effect)
    )


def associations(graph: CausalGraph, a: str, b: str) -> tuple[Statement, ...]:
    """The claims that two concepts go together, whichever is named first: no effect of one on the other."""
    pair = {graph.variable_of(a), graph.variable_of(b)}
    return tuple(
        s
        for s in graph.of_kind(Kind.association)
        if {graph.variable_of(s.subject), graph.variable_of(s.object)} == pair
    )


def aims_of(graph: CausalGraph, variable: str) -> tuple[Statement, ...]:
    """The aims that are all that is stated of a variable."""
    found = {
        link.statement.id: link.statement
        for effect in graph.effects_of(variable)
        for link in graph.by_pair[variable, effect]
        if link.statement.aim
    }
    return tuple(found.values())
