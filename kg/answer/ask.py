"""A question in words to an answer of one shape, whatever it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kg.answer.build import Citations
from kg.answer.effect import explain
from kg.answer.values import Answer, MentionView, Suggestion, Verdict
from kg.causal import CausalGraph, Filters, Situation, effect_of
from kg.linking import Lexicon
from kg.question import Expected, Intent, Question, read

_NOTHING = Verdict(answer=None, direction=None, beneficial=None, basis="not_in_source")
_FORM = "how does {} affect {}?"


def answer_question(
    graph: CausalGraph,
    lexicon: Lexicon,
    text: str,
    *,
    version: str,
    context: tuple[str, ...] = (),
    max_paths: int = 10,
    texts: Mapping[str, str] | None = None,
) -> Answer:
    """The answer to a question; `context` is added to what the question itself says of whom it is about."""
    question = read(text, lexicon, graph.concepts)
    blank = Answer(
        question=text,
        status="not_understood",
        intent=question.intent.value if question.intent else None,
        verdict=_NOTHING,
        text="",
        graph_version=version,
        concepts=tuple(_mention(graph, part) for part in question.parts),
    )
    ambiguous = [part.mention for part in question.parts if part.mention.alternatives]
    if ambiguous:
        mention = ambiguous[0]
        ids = (mention.concept, *mention.alternatives)
        return replace(
            blank,
            status="ambiguous",
            text=f"“{mention.text}” can mean {' or '.join(graph.concepts[id].label for id in ids)}. Which one?",
            suggestions=tuple(Suggestion(text=graph.concepts[id].label, id=id) for id in ids),
        )
    if question.intent is Intent.effect:
        situation = Situation.of(graph, (*context, *question.of("context")))
        return _effect(graph, question, blank, situation, max_paths, texts)
    return _unread(graph, lexicon, question, blank)


def _mention(graph: CausalGraph, part) -> MentionView:
    m = part.mention
    return MentionView(
        start=m.start,
        end=m.end,
        text=m.text,
        id=m.concept,
        label=graph.concepts[m.concept].label,
        level=graph.concepts[m.concept].level,
        role=part.role,
        match=m.match,
        score=m.score,
    )


def _effect(
    graph: CausalGraph,
    question: Question,
    blank: Answer,
    situation: Situation,
    max_paths: int,
    texts: Mapping[str, str] | None,
) -> Answer:
    (cause,), (effect,) = question.of("cause"), question.of("effect")
    if cause == effect:
        return replace(blank, text="Cause and effect are the same here; ask about two different things.")
    finding = effect_of(graph, cause, effect, situation, Filters())
    citations = Citations(graph, texts)
    e = explain(graph, finding, citations, limit=max_paths)
    return replace(
        blank,
        status="answered" if finding.known or finding.limits else "no_known_path",
        verdict=replace(e.verdict, answer=_yes_no(question.expected, e.verdict)),
        text=e.text,
        paths=e.paths,
        modifiers=e.modifiers,
        quantities=e.quantities,
        caveats=e.caveats,
        citations=citations.all(),
    )


_YES = {
    Expected.up: lambda v: v.direction == "increases",
    Expected.down: lambda v: v.direction == "decreases",
    Expected.good: lambda v: v.beneficial,
    Expected.bad: lambda v: None if v.beneficial is None else not v.beneficial,
    Expected.any: lambda v: True,
}


def _yes_no(expected: Expected | None, verdict: Verdict) -> str | None:
    """Yes or no for a yes-no question; mixed where the evidence is, unknown where the direction is."""
    if expected is None:
        return None
    if verdict.direction == "mixed":
        return "mixed"
    if verdict.direction not in ("increases", "decreases"):
        return "unknown"
    fits = _YES[expected](verdict)
    return "unknown" if fits is None else "yes" if fits else "no"


def _unread(graph: CausalGraph, lexicon: Lexicon, question: Question, blank: Answer) -> Answer:
    """What was not understood, and the nearest forms that would be."""
    topics = question.of("topic")
    labels = [graph.concepts[id].label for id in topics]
    examples = [Suggestion(text=_FORM.format(*labels[:2]))] if len(labels) > 1 else []
    near = lexicon.search(question.text, limit=3) if not topics else ()
    suggestions = (*examples, *(Suggestion(text=graph.concepts[c.concept].label, id=c.concept) for c in near))
    if not topics:
        return replace(
            blank,
            status="unknown_concept",
            text="None of these words names something that the graph knows.",
            suggestions=suggestions,
        )
    words = f" The words not understood are: “{question.left}”." if question.left else ""
    return replace(
        blank,
        text=f"This form of question is not understood.{words} Try: {_FORM.format('X', 'Y')}",
        suggestions=suggestions,
    )
