"""How much of an effect comes about through a concept, in words and views."""

from __future__ import annotations

from collections.abc import Mapping

from kg.answer import build
from kg.answer.build import Citations
from kg.answer.sentences import brief, steps_of
from kg.answer.view_values import MediationAnswer, SideView
from kg.causal import CausalGraph, Finding
from kg.causal.mediation import Mediation
from kg.english import say

MOST_SHOWN = 5


def mediation_answer(
    graph: CausalGraph, found: Mediation, version: str, texts: Mapping[str, str] | None = None
) -> MediationAnswer:
    """The answer to how much of an effect comes about through a concept."""
    citations = Citations(graph, texts)
    label = graph.concepts[found.mediator].label
    sides = [
        *_side(graph, found.through, f"through {label}", citations),
        *_side(graph, found.beside, f"other than through {label}", citations),
        "Routes are counted as the sources give them: a count is no measure of how much of the effect each carries.",
    ]
    return MediationAnswer(
        cause=found.through.cause,
        effect=found.through.effect,
        mediator=found.mediator,
        context=found.through.situation.asked,
        text=" ".join([_share(graph, found), *(sides if found.routes else ())]),
        routes=found.routes,
        through=_view(graph, found.through),
        beside=_view(graph, found.beside),
        open=found.open,
        needed=found.needed,
        complete=found.complete,
        citations=citations.all(),
        graph_version=version,
    )


def _view(graph: CausalGraph, finding: Finding) -> SideView:
    shown = finding.paths[:MOST_SHOWN]
    return SideView(
        routes=len(finding.paths),
        verdict=build.verdict(graph, finding),
        paths=tuple(build.path_view(graph, path, finding.cause, finding.effect, 1) for path in shown),
    )


def _share(graph: CausalGraph, found: Mediation) -> str:
    """By how many of the routes it is met, and whether by all of them."""
    label, through, every = graph.concepts[found.mediator].label, len(found.through.paths), found.routes
    ends = f"from {graph.concepts[found.through.cause].label} to {graph.concepts[found.through.effect].label}"
    if not every:
        return f"No route with steps in between is known {ends}."
    if found.needed:
        return f"Every route that is known {ends} runs through {label}: {every} of {every}."
    left = f"; of {found.open} it is not said whether they do" if found.open else ""
    counted = f"{through} of {every} known routes {ends} {'runs' if through == 1 else 'run'} through {label}{left}."
    cut = " There are more routes than were counted." if not found.complete else ""
    return say.capital(counted) + cut


def _side(graph: CausalGraph, finding: Finding, way: str, citations: Citations) -> list[str]:
    """What the routes of one side come to, cited by the best of them."""
    if not finding.paths:
        return [f"{say.capital(way)}, no route is known."]
    marks = citations.mark(steps_of(finding.paths[0]))
    return [say.sentence(f"{way}, {brief(graph, finding)}{build.by(finding)} {marks}")]
