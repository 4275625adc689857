"""How what the service shows of concepts, statements and everything reachable is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kg.answer import build, numbers
from kg.answer.build import Citations, cited, path_view
from kg.answer.declared import ref, shown_all, told
from kg.answer.explain import explain
from kg.answer.sentences import brief
from kg.answer.values import Item
from kg.answer.view_values import (
    ConceptHit,
    ConceptList,
    ConceptView,
    DocumentList,
    DocumentView,
    GraphEdge,
    GraphNode,
    LoopsAnswer,
    LoopView,
    NeighbourhoodView,
    OutcomeView,
    ReachAnswer,
    Reason,
    ScenarioAnswer,
    SharedAnswer,
    SharedItem,
    StatementView,
)
from kg.causal import CausalGraph, Finding, Loop, Neighbourhood, Reached, Scenario, Shared
from kg.causal.loops import MOST as MOST_LOOPS
from kg.causal.scenario import Outcome
from kg.english import say
from kg.model import Concept, Document, Goal, Sign, Statement
from kg.patience import go_on
from kg.rdf.fields import STATEMENTS, of_concepts


def type_of(concept: Concept) -> str:
    """The type of a concept, as replies name it.

    >>> type_of(Goal(id="g", iri="g", label="g", kind="outcome", of_variable="v"))
    'goal'
    """
    return type(concept).__name__.lower()


def concept_view(graph: CausalGraph, id: str, version: str) -> ConceptView:
    """A concept with all that is declared of it, and what stands beside it."""
    concept = graph.concepts[id]
    beside: dict[str, Any] = {
        "variable": concept.variable if not isinstance(concept, Goal) else None,
        "level": concept.level,
        "narrower": tuple(ref(graph, c) for c in graph.children(id)),
        "states": tuple(ref(graph, c.id) for c in graph.levels_of(id)),
        "statements": tuple(s.id for s in graph.by_concept.get(id, ())),
    }
    declared = shown_all(graph, of_concepts(), concept)
    return ConceptView(
        id=concept.id, iri=concept.iri, type=type_of(concept), **declared, **beside, graph_version=version
    )


def statement_view(graph: CausalGraph, s: Statement, version: str, texts: Mapping[str, str]) -> StatementView:
    """A statement with all that is declared of it, and its passage where the text is at hand."""
    beside: dict[str, Any] = {
        "directions": tuple(sorted(s.sign.directions)) if s.sign else (),
        "bridge": s.bridge,
        "modified_by": tuple(m.id for m in graph.modifiers.get(s.id, ())),
        "joint": s.joint,
        "quantities": tuple(numbers.sizes_of(s)),
        "citation": cited(graph, s, 1, texts),
    }
    return StatementView(id=s.id, iri=s.iri, **shown_all(graph, STATEMENTS, s), **beside, graph_version=version)


def told_of(view: StatementView | ConceptView) -> list[tuple[str, str]]:
    """What a sheet tells of a statement or concept in lines of their own: what stands before it, and what it says."""
    return list(told(STATEMENTS if isinstance(view, StatementView) else of_concepts(), view))


def document_view(graph: CausalGraph, d: Document, texts: Mapping[str, str]) -> DocumentView:
    """A document, with how many statements rest on it."""
    return DocumentView(
        id=d.id,
        iri=d.iri,
        title=d.title,
        file_name=d.file_name,
        sha256=d.sha256,
        length=d.length,
        statements=sum(1 for s in graph.statements.values() if s.passage and s.passage.document == d.id),
        at_hand=d.id in texts,
    )


def item(graph: CausalGraph, id: str, finding: Finding, citations: Citations, level: int = 1) -> Item:
    """A finding as a member of a list, named by `id`."""
    go_on()
    best = finding.paths[0] if finding.paths else None
    marks = citations.mark(finding.support or finding.aims)
    verdict = build.verdict(graph, finding, level)
    return Item(
        id=id,
        label=graph.concepts[id].label,
        direction=verdict.direction,
        basis=verdict.basis,
        text=say.sentence(f"{brief(graph, finding, level)}{build.by(finding)} {marks}"),
        intervention=graph.is_intervention(id),
        path=path_view(graph, best, finding.cause, finding.effect, level) if best else None,
    )


def reach_answer(
    graph: CausalGraph,
    concept: str,
    reached: list[Reached],
    version: str,
    *,
    limit: int,
    texts: Mapping[str, str],
    cut: bool = False,
) -> ReachAnswer:
    """What is up- or downstream of a concept, cited, up to a limit; where `cut`, more is there than was looked at."""
    citations = Citations(graph, texts)
    items = tuple(item(graph, r.concept, r.finding, citations) for r in reached[:limit])
    return ReachAnswer(
        concept=concept,
        items=items,
        total=None if cut else len(reached),
        complete=len(reached) <= limit and not cut,
        citations=citations.all(),
        graph_version=version,
    )


def shared_answer(
    graph: CausalGraph,
    a: str,
    b: str,
    common: tuple[list[Shared], list[Shared]],
    version: str,
    *,
    limit: int,
    texts: Mapping[str, str],
    cut: bool = False,
) -> SharedAnswer:
    """The causes and effects that two concepts have in common, cited, up to a limit."""
    citations = Citations(graph, texts)
    causes, effects = (
        tuple(
            SharedItem(
                id=s.concept,
                label=graph.concepts[s.concept].label,
                a=item(graph, s.concept, s.a, citations),
                b=item(graph, s.concept, s.b, citations),
            )
            for s in side[:limit]
        )
        for side in common
    )
    return SharedAnswer(
        a=a,
        b=b,
        causes=causes,
        effects=effects,
        total=None if cut else sum(map(len, common)),
        complete=all(len(side) <= limit for side in common) and not cut,
        citations=citations.all(),
        graph_version=version,
    )


def loops_answer(graph: CausalGraph, concept: str | None, loops: list[Loop], version: str) -> LoopsAnswer:
    """Loops with their polarity."""
    return LoopsAnswer(
        concept=concept,
        loops=tuple(LoopView(nodes=tuple(ref(graph, n) for n in loop.nodes), polarity=loop.polarity) for loop in loops),
        total=len(loops),
        complete=len(loops) < MOST_LOOPS,
        graph_version=version,
    )


def scenario_answer(graph: CausalGraph, s: Scenario, version: str, texts: Mapping[str, str]) -> ScenarioAnswer:
    """What comes of several things set, with the reasons for each outcome."""
    citations = Citations(graph, texts)
    levels = dict(s.set)
    outcomes = []
    for outcome in s.outcomes:
        reasons = []
        for finding in outcome.findings:
            level = levels[finding.cause]
            e = explain(graph, finding, citations, level=level, limit=3)
            reasons.append(
                Reason(
                    cause=finding.cause,
                    label=graph.concepts[finding.cause].label,
                    level=level,
                    verdict=e.verdict,
                    text=e.text,
                    paths=e.paths,
                )
            )
        outcomes.append(
            OutcomeView(
                id=outcome.concept,
                label=graph.concepts[outcome.concept].label,
                direction=say.direction(outcome.direction),
                beneficial=build.beneficial(graph, outcome.concept, outcome.direction),
                text=_outcome_text(graph, outcome, levels, citations),
                reasons=tuple(reasons),
                joint=tuple(map(citations.said, outcome.joint)),
            )
        )
    citations.mark(state.statement for state, _ in s.switched)
    return ScenarioAnswer(
        set={id: "high" if level > 0 else "low" for id, level in s.set},
        context=s.situation.asked,
        outcomes=tuple(outcomes),
        total=len(outcomes),
        complete=True,
        switched=tuple(build.modifier_view(graph, state, modified) for state, modified in s.switched),
        citations=citations.all(),
        graph_version=version,
    )


def _outcome_text(graph: CausalGraph, outcome: Outcome, levels: Mapping[str, int], citations: Citations) -> str:
    effect = graph.concepts[outcome.concept].label
    if not outcome.findings:
        return say.sentence(f"the source does not say how any of these affects {effect}")
    parts = [
        f"{brief(graph, finding, levels[finding.cause])} {citations.mark(finding.support)}"
        for finding in outcome.findings
    ]
    together = say.TOGETHER[outcome.direction or Sign.UNKNOWN]
    return say.sentence(f"{effect}: {together}; {say.listed(parts)}; sizes are not added up")


def neighbourhood_view(
    graph: CausalGraph, concept: str, depth: int, n: Neighbourhood, version: str
) -> NeighbourhoodView:
    """Concepts around one, and the statements between them."""
    edges = [
        GraphEdge(
            id=s.id,
            source=s.subject,
            target=s.object,
            relation=s.relation,
            kind=s.kind.name,
            sign=s.worded_sign or None,
            hedge=s.hedge.name,
            bridge=s.bridge,
        )
        for s in n.statements
    ]
    edges += [
        GraphEdge(
            id=f"{relation}:{source}>{target}",
            source=source,
            target=target,
            relation=relation,
            kind="hierarchy",
            sign=None,
            hedge=None,
            bridge=False,
        )
        for source, relation, target in n.hierarchy
    ]
    return NeighbourhoodView(
        concept=concept,
        depth=depth,
        nodes=tuple(
            GraphNode(id=c, label=o.label, kind=o.kind, type=type_of(o), hidden=n.hidden[c])
            for c in n.concepts
            for o in [graph.concepts[c]]
        ),
        edges=tuple(edges),
        total=len(n.concepts),
        complete=True,
        graph_version=version,
    )


def concept_list(hits: Sequence[tuple[Concept, str, str, float]], limit: int, version: str) -> ConceptList:
    """Concepts with the label that was found, how it matched and how well, up to a limit."""
    shown = tuple(
        ConceptHit(id=c.id, label=c.label, kind=c.kind, matched=label, match=match, score=score)
        for c, label, match, score in hits[:limit]
    )
    return ConceptList(concepts=shown, total=len(hits), complete=len(hits) <= limit, graph_version=version)


def document_list(graph: CausalGraph, version: str, texts: Mapping[str, str]) -> DocumentList:
    """All documents, in the order of their ids."""
    shown = tuple(document_view(graph, d, texts) for d in graph.documents.values())
    return DocumentList(documents=shown, total=len(shown), complete=True, graph_version=version)
