"""Several things set at once: the direction of every outcome, with its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.causal.edge import ModifierState
from kg.causal.effect import effect_of
from kg.causal.filters import Filters
from kg.causal.finding import Finding
from kg.causal.graph import CausalGraph
from kg.causal.situation import Situation
from kg.causal.view import View
from kg.model import Kind, Sign, Statement
from kg.patience import go_on


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the set does to one outcome: the sum of what each part does, or ? where parts oppose each other.

    `joint` are the claims about the parts together; none where no part is known to act on it.
    """

    concept: str
    direction: Sign | None
    findings: tuple[Finding, ...]
    joint: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Scenario:
    """The outcomes, and the modifiers that the set itself switches on or off."""

    situation: Situation
    set: tuple[tuple[str, int], ...]
    outcomes: tuple[Outcome, ...]
    switched: tuple[tuple[ModifierState, str], ...]


def scenario(
    graph: CausalGraph,
    set: Mapping[str, int],
    context: Iterable[str] = (),
    outcomes: Iterable[str] | None = None,
    filters: Filters = Filters(),
) -> Scenario:
    """What setting these concepts high (+1) or low (-1) does to the outcomes; by default to all of that kind.

    What is set is cut off from its causes. Raises ContradictoryContext where one variable is set both ways.
    """
    situation = Situation.of(graph, context, set)
    put = _each_once(graph, set)
    wanted = list(outcomes) if outcomes is not None else _outcomes(graph)
    found = tuple(_outcome(graph, put, situation, concept, filters) for concept in wanted)
    return Scenario(situation, tuple(sorted(put.items())), found, _switched(graph, situation, found))


def _each_once(graph: CausalGraph, set: Mapping[str, int]) -> dict[str, int]:
    """What is set, a variable once where two words name it: by the first of its ids."""
    variables: dict[str, str] = {}
    for id in sorted(set):
        variables.setdefault(graph.variable_of(id), id)
    return {id: set[id] for id in variables.values()}


def _outcomes(graph: CausalGraph) -> list[str]:
    return [c.id for c in graph.concepts.values() if graph.is_outcome(c.id) and c.variable == c.id]


def _outcome(
    graph: CausalGraph, set: Mapping[str, int], situation: Situation, concept: str, filters: Filters
) -> Outcome:
    findings = tuple(
        finding
        for id in sorted(set)
        if graph.variable_of(id) != graph.variable_of(concept)
        and (finding := effect_of(graph, id, concept, situation, filters)).known
    )
    signs = [f.direction.times(set[f.cause]) for f in findings if f.direction]
    return Outcome(concept, sum(signs, Sign.ZERO) if signs else None, findings, joint_claims(graph, set, concept))


def joint_claims(graph: CausalGraph, set: Iterable[str], concept: str) -> tuple[Statement, ...]:
    """Claims about a combination whose every part is, or is a class of, something in the set, on this outcome."""
    go_on()
    classes = [{id, *graph.ancestors(id)} for id in set]
    return tuple(
        s
        for s in graph.of_kind(Kind.causal)
        if len(s.joint) > 1
        and graph.variable_of(s.object) == graph.variable_of(concept)
        and all(any(part in of for of in classes) for part in s.joint)
        and len({i for i, of in enumerate(classes) if of & {*s.joint}}) > 1
    )


def _switched(
    graph: CausalGraph, situation: Situation, outcomes: tuple[Outcome, ...]
) -> tuple[tuple[ModifierState, str], ...]:
    """The modifiers of the reasons whose state differs from what it would be without the set."""
    without = View.of(graph, Situation(situation.asked, situation.holds, situation.levels))
    found: dict[tuple[str, str], ModifierState] = {}
    for outcome in outcomes:
        for finding in outcome.findings:
            for state, modified in finding.modifiers:
                if state.active is not None and state.active != without.state_of(state.statement).active:
                    found.setdefault((state.statement.id, modified), state)
    return tuple((state, modified) for (_, modified), state in sorted(found.items(), key=lambda item: item[0]))
