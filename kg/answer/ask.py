"""A question in words to an answer of one shape, whatever it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kg.answer import build, views, words
from kg.answer.build import Citations
from kg.answer.effect import explain
from kg.answer.values import Answer, Item, MentionView, Suggestion, Verdict
from kg.causal import CausalGraph, Filters, Finding, Situation, Standing, causes, effect_of, effects
from kg.linking import Lexicon
from kg.model import Kind, Statement
from kg.question import Expected, Intent, Question, read

_NOTHING = Verdict(answer=None, direction=None, beneficial=None, basis="not_in_source")
_FORM = "how does {} affect {}?"
MOST_TOLD = 8


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
    situation = Situation.of(graph, (*context, *question.of("context")))
    match question.intent:
        case None:
            return _unread(graph, lexicon, question, blank)
        case Intent.effect:
            return _effect(graph, question, blank, situation, max_paths, texts)
        case Intent.causes | Intent.effects:
            return _reach(graph, question, blank, situation, Citations(graph, texts))
        case _:
            return _told(graph, question, blank, Citations(graph, texts))


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


def _reach(graph: CausalGraph, question: Question, blank: Answer, situation: Situation, citations: Citations) -> Answer:
    """The causes of an effect or the effects of a cause, as a list; what a person can do before physiology."""
    upstream = question.intent is Intent.causes
    (concept,) = question.of("effect" if upstream else "cause")
    reached = (causes if upstream else effects)(graph, concept, situation)
    if question.expected is not None:
        reached = [r for r in reached if _wanted(graph, r.finding, question.expected)]
    reached.sort(key=lambda r: (r.finding.standing is not Standing.stated, not graph.is_intervention(r.concept)))
    label = graph.concepts[concept].label
    if not reached:
        return replace(blank, status="no_known_path", text=f"The source names nothing of this kind for {label}.")
    items = tuple(views.item(graph, r.concept, r.finding, citations) for r in reached)
    more = len(items) - MOST_TOLD
    caveats = [f"{more} more are in the list."] if more > 0 else []
    return replace(
        blank,
        status="answered",
        verdict=replace(_NOTHING, basis=items[0].basis),
        text=" ".join(item.text for item in items[:MOST_TOLD]),
        items=items,
        caveats=tuple(caveats),
        citations=citations.all(),
    )


def _wanted(graph: CausalGraph, finding: Finding, expected: Expected) -> bool:
    verdict = build.verdict(graph, finding, finding.direction)
    return verdict.direction in ("increases", "decreases") and bool(_YES[expected](verdict))


_KINDS = {
    Intent.members: (Kind.source, Kind.taxonomic),
    Intent.measurement: (Kind.measurement,),
    Intent.quantity: (Kind.intake,),
    Intent.definition: (Kind.definition,),
}


def _told(graph: CausalGraph, question: Question, blank: Answer, citations: Citations) -> Answer:
    """What statements of one kind say of a concept: its members, measures, intakes or definition."""
    (topic,) = question.of("topic")
    concept = graph.concepts[topic]
    told = [s for s in graph.by_concept.get(topic, ()) if s.kind in _KINDS[question.intent]]
    if question.intent is Intent.members:
        told = [s for s in told if _member(s, topic) != topic]
    sentences = [f"{s.text.rstrip('.')} {citations.mark([s])}." for s in told]
    if question.intent is Intent.definition and concept.definition:
        sentences.insert(0, f"{words.sentence(concept.label).rstrip('.')}: {concept.definition}")
    if not sentences:
        return replace(blank, status="no_known_path", text=f"The source does not say this of {concept.label}.")
    members = [_member(s, topic) for s in told] if question.intent is Intent.members else []
    return replace(
        blank,
        status="answered",
        verdict=replace(_NOTHING, basis="by_definition" if question.intent is Intent.definition else "stated"),
        text=" ".join(sentences),
        items=tuple(
            Item(id=id, label=graph.concepts[id].label, direction=None, basis="stated", text=s.text)
            for id, s in zip(members, told, strict=False)
        ),
        quantities=build.quantity_views(graph, told),
        citations=citations.all(),
    )


def _member(s: Statement, topic: str) -> str:
    """The member that a statement names of the topic; the topic itself where it is the member."""
    if s.kind is Kind.source or s.relation == "is_a":
        return s.subject
    return s.object


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
