"""Questions to start from and to go on with: made from what the graph holds, kept where it can answer them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, product

from kg.answer import Answer, PathsAnswer
from kg.causal import CausalGraph
from kg.knowledge_base import KnowledgeBase
from kg.model import Concept, Kind, State, Valence

TRIED = 6


@dataclass(frozen=True, slots=True)
class Example:
    """A question, and what sort of question it is."""

    sort: str
    question: str


def examples(knowledge: KnowledgeBase) -> list[Example]:
    """One question of each sort, the one with the most to show."""
    graph = knowledge.snapshot.graph
    found = []
    for sort, questions in _sorts(graph):
        answers = [knowledge.ask(question) for question in islice(questions, TRIED)]
        best = max((a for a in answers if a.status == "answered"), key=_worth, default=None)
        if best:
            found.append(Example(sort, best.question))
    return found


def next_questions(knowledge: KnowledgeBase, answer: Answer | PathsAnswer) -> list[str]:
    """What to ask after an answer, at most five, each of which has an answer itself."""
    asked = getattr(answer, "question", "").casefold()
    wanted = dict.fromkeys(q for q in _following(knowledge.snapshot.graph, answer) if q.casefold() != asked)
    return list(islice((q for q in wanted if knowledge.ask(q).status == "answered"), 5))


def _worth(answer: Answer) -> tuple:
    return len(answer.modifiers) > 0, min(len(answer.paths), 8), len(answer.items), len(answer.citations)


def _sorts(graph: CausalGraph) -> Iterator[tuple[str, Iterator[str]]]:
    outcomes = _most_told(graph, (c for c in graph.concepts.values() if graph.is_outcome(c.id)))
    doable = _most_told(graph, (c for c in graph.concepts.values() if graph.is_intervention(c.id) and c.variable))
    states = _most_told(graph, (c for c in graph.concepts.values() if isinstance(c, State)))
    bad = [o for o in outcomes if getattr(o, "valence", None) is Valence.bad]
    yield "Effect", (f"How does {i.label} affect {o.label}?" for o, i in product(outcomes[:2], doable[:3]))
    yield "What lowers", (f"What lowers {o.label}?" for o in bad)
    yield "Why", (f"Why does {s.label} cause {o.label}?" for s, o in product(states[:3], bad[:2]))
    yield "Compare", (f"Compare {a.label} and {b.label}." for a, b in _alike(doable))
    yield (
        "How much",
        (f"How much {graph.concepts[s.subject].label} is recommended?" for s in graph.of_kind(Kind.intake)),
    )
    yield (
        "What changes it",
        (
            f"What changes the effect of {graph.concepts[s.subject].label} on {graph.concepts[s.object].label}?"
            for s in graph.of_kind(Kind.causal)
            if s.id in graph.modifiers
        ),
    )


def _most_told(graph: CausalGraph, concepts: Iterable[Concept]) -> list[Concept]:
    return sorted(concepts, key=lambda c: (-len(graph.by_concept.get(c.id, ())), c.id))


def _alike(concepts: list[Concept]) -> Iterator[tuple[Concept, Concept]]:
    return ((a, b) for a, b in product(concepts, concepts) if a.kind == b.kind and a.id < b.id)


def _following(graph: CausalGraph, answer: Answer | PathsAnswer) -> Iterator[str]:
    causes, effects = _sides(answer)
    labels = {id: graph.concepts[id].label for id in (*causes, *effects)}
    for cause, effect in product(causes[:1], effects[:1]):
        yield f"What changes the effect of {labels[cause]} on {labels[effect]}?"
    for effect in filter(graph.is_signed, effects[:1]):
        yield f"What lowers {labels[effect]}?"
        yield f"What raises {labels[effect]}?"
    for cause in causes[:1]:
        yield f"What are the effects of {labels[cause]}?"
    for step in [n.label for p in answer.paths[:2] for n in p.nodes[1:-1]][:2]:
        yield f"What raises {step}?"
    for item in getattr(answer, "items", ())[:2]:
        yield f"What are the effects of {item.label}?"


def _sides(answer: Answer | PathsAnswer) -> tuple[list[str], list[str]]:
    if isinstance(answer, PathsAnswer):
        return [answer.cause], [answer.effect]
    causes = [m.id for m in answer.concepts if m.role in ("cause", "topic", "other")]
    return causes, [m.id for m in answer.concepts if m.role == "effect"]
