"""A question in words to an answer of one shape, whatever it says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from kg.answer import causal_answers, facts, lists
from kg.answer.asked import NOTHING, Asked
from kg.answer.build import Citations
from kg.answer.values import Answer, MentionView, Suggestion
from kg.causal import CausalGraph, ContradictoryContext, Situation
from kg.linking import Lexicon, Mention
from kg.model import Population, State
from kg.question import Intent, Part, Question, Reader

_FORM = "how does {} affect {}?"
_UNSURE_BELOW = 0.55
_MOST_UNKNOWN = 3
_MARKUP = frozenset('<>[]{}"`\\“”')
_MARK = re.compile(r"\[(\d+)\]")
_JOINED = ("concepts", "paths", "modifiers", "quantities", "items", "caveats", "suggestions")
_ADVICE = (
    "This tells what one source says; it is no advice for one person. A clinician who knows you can weigh it with you."
)
_ANSWERS = {
    Intent.effect: causal_answers.effect,
    Intent.mechanism: causal_answers.mechanism,
    Intent.evidence: causal_answers.evidence,
    Intent.modifiers: causal_answers.modifiers,
    Intent.sufficiency: causal_answers.sufficiency,
    Intent.causes: lists.causes,
    Intent.effects: lists.effects,
    Intent.compare: lists.compare,
    Intent.combine: lists.combine,
    Intent.quantity: facts.quantity,
    Intent.definition: facts.definition,
    Intent.measurement: facts.measurement,
    Intent.members: facts.members,
}


def answer_question(
    graph: CausalGraph,
    lexicon: Lexicon,
    reader: Reader,
    text: str,
    *,
    version: str,
    context: tuple[str, ...] = (),
    max_paths: int = 10,
    texts: Mapping[str, str] | None = None,
) -> Answer:
    """The answer to a question; `context` is added to what the question itself says of whom it is about."""
    citations = Citations(graph, texts)
    questions = reader.read(text)
    answers = [_answer(graph, lexicon, q, citations, text, version, context, max_paths) for q in questions]
    return _joined(answers, citations)


def _joined(answers: list[Answer], citations: Citations) -> Answer:
    """The answers to several questions in one: the verdict of the first that has one, the texts one after the other."""
    told = [a for a in answers if a.status == "answered"] or answers[:1]
    text = "\n\n".join(dict.fromkeys(a.text for a in told))
    numbers = citations.in_order(text)

    def renumbered(said: str) -> str:
        return _MARK.sub(lambda m: f"[{numbers[m[1]]}]" if m[1] in numbers else m[0], said)

    joined = {name: tuple(dict.fromkeys(x for a in told for x in getattr(a, name))) for name in _JOINED}
    joined["items"] = tuple(replace(i, text=renumbered(i.text)) for i in joined["items"])
    return replace(told[0], text=renumbered(text), citations=citations.all(), **joined)


def _answer(
    graph: CausalGraph,
    lexicon: Lexicon,
    question: Question,
    citations: Citations,
    text: str,
    version: str,
    context: tuple[str, ...],
    max_paths: int,
) -> Answer:
    question = _placed(graph, question, text)
    blank = Answer(
        question=text,
        status="not_understood",
        intent=question.intent.value if question.intent else None,
        verdict=replace(NOTHING, answer="unknown" if question.closed and question.intent else None),
        text="",
        graph_version=version,
        concepts=tuple(_mention(graph, part) for part in question.parts),
    )
    if unsure := next((p.mention for p in question.parts if p.role != "kind" and _unsure(p.mention)), None):
        return _which(graph, unsure, blank)
    asked = Asked(
        graph=graph,
        question=question,
        situation=_situation(graph, question, context),
        citations=citations,
        blank=blank,
        max_paths=max_paths,
    )
    if question.outside:
        return _outside(asked)
    if stopped := next((p.mention for p in question.parts if _stopped(graph, p.mention, text)), None):
        return _unknown(asked, lexicon, (f"stopping {graph.concepts[stopped.concept].label}",))
    if question.unknown:
        return _unknown(asked, lexicon, (*question.unknown, *question.about))
    if question.intent is None:
        return _unread(asked, lexicon)
    answer = _ANSWERS[question.intent](asked)
    return _qualified(answer, question)


def _placed(graph: CausalGraph, question: Question, text: str) -> Question:
    """The question with what it says of whom as context, and what is stopped as the event that it is, where known."""
    asks = bool(question.of("cause") and question.of("effect"))
    parts = []
    for part in question.parts:
        m = part.mention
        event = _cessation(graph, m) if _stopped(graph, m, text) else None
        m = replace(m, concept=event, level=1) if event else m
        holds = part.role == "topic" and isinstance(graph.concepts[m.concept], Population | State)
        parts.append(Part(m, "context" if asks and holds else part.role))
    return replace(question, parts=tuple(parts))


def _stopped(graph: CausalGraph, mention: Mention, text: str) -> bool:
    """Whether the question speaks of stopping something that a person does or takes."""
    return graph.is_intervention(mention.concept) and mention.stops(text)


def _cessation(graph: CausalGraph, mention: Mention) -> str | None:
    concepts = graph.concepts.values()
    return next((c.id for c in concepts if getattr(c, "cessation_of", "") == mention.concept), None)


def _mention(graph: CausalGraph, part: Part) -> MentionView:
    m = part.mention
    concept = graph.concepts[m.concept]
    return MentionView(
        start=m.start,
        end=m.end,
        text=m.text,
        id=m.concept,
        label=concept.label,
        level=concept.level * m.level,
        role=part.role,
        match=m.match,
        score=m.score,
    )


def _situation(graph: CausalGraph, question: Question, context: tuple[str, ...]) -> Situation:
    """What is known of whom it is about: populations, and levels as states where the graph has them."""
    named = [id for m in question.mentions("context") for id in _as_context(graph, m)]
    try:
        return Situation.of(graph, (*context, *named))
    except ContradictoryContext:
        return Situation.of(graph, context)


def _as_context(graph: CausalGraph, mention: Mention) -> tuple[str, ...]:
    concept = graph.concepts[mention.concept]
    if mention.level > 0 or concept.variable is None:
        return (mention.concept,)
    states = [
        s.id
        for s in graph.levels_of(concept.variable)
        if isinstance(s, State) and s.at_level == concept.level * mention.level and not s.event
    ]
    return tuple(states[:1])


def _unsure(mention: Mention) -> bool:
    """Whether it could name several things, or is too short to name anything for sure."""
    return bool(mention.alternatives) or mention.score < _UNSURE_BELOW


def _which(graph: CausalGraph, mention: Mention, blank: Answer) -> Answer:
    ids = (mention.concept, *mention.alternatives)
    labels = " or ".join(graph.concepts[id].label for id in ids)
    text = (
        f"“{_shown(mention.text)}” can mean {labels}. Which one?"
        if len(ids) > 1
        else f"By “{_shown(mention.text)}”, is {labels} meant?"
    )
    return replace(
        blank,
        status="ambiguous",
        verdict=NOTHING,
        text=text,
        suggestions=tuple(Suggestion(text=graph.concepts[id].label, id=id) for id in ids),
    )


def _unknown(asked: Asked, lexicon: Lexicon, unknown: tuple[str, ...]) -> Answer:
    """A question about something that the source does not speak of; nothing is inferred from what is like it."""
    unknown = tuple(dict.fromkeys(unknown))[:_MOST_UNKNOWN]
    names = " and ".join(f"“{_shown(name)}”" for name in unknown)
    near = [c for name in unknown for c in lexicon.search(name, limit=2)]
    known = [p.mention.concept for p in asked.question.parts if p.role != "context"]
    return asked.answer(
        status="unknown_concept",
        verdict=replace(NOTHING, answer="unknown" if asked.question.closed else None),
        text=" ".join([f"The source does not speak of {names}.", *facts.nearby(asked, known, most=1)]),
        caveats=("Nothing is inferred from things that are like it.",),
        suggestions=tuple(Suggestion(text=asked.label(c.concept), id=c.concept) for c in near),
    )


def _shown(text: str) -> str:
    """Words of the asker's as they may be repeated: no markup, nothing that looks like a citation."""
    return " ".join("".join(c if c.isprintable() and c not in _MARKUP else " " for c in text).split())[:60]


def _outside(asked: Asked) -> Answer:
    """A question for what the source does not treat: safety, cost, and the like."""
    topics = [p.mention.concept for p in asked.question.parts if p.role != "context"]
    return asked.answer(
        status="out_of_scope",
        verdict=replace(NOTHING, answer="unknown" if asked.question.closed else None),
        text=" ".join(
            [f"The source does not speak of “{_shown(asked.question.outside)}”.", *facts.nearby(asked, topics, most=1)]
        ),
        caveats=("Silence here does not mean that there is nothing to know; " + _ADVICE[:1].lower() + _ADVICE[1:],),
    )


def _qualified(answer: Answer, question: Question) -> Answer:
    """With what was passed over, and for whom the source does not speak."""
    caveats = list(answer.caveats)
    if question.personal:
        caveats.append(_ADVICE)
    if question.left:
        caveats.append("Passed over, as not understood: " + ", ".join(f"“{_shown(w)}”" for w in question.left) + ".")
    if not question.about:
        return replace(answer, caveats=tuple(caveats))
    names = " or ".join(f"“{_shown(w)}”" for w in dict.fromkeys(question.about))
    caveats.append(f"What holds in general may not hold for {names}, of which the source does not speak.")
    return replace(
        answer,
        text=f"The source does not speak of {names}; in general it says this. {answer.text}",
        verdict=replace(
            answer.verdict,
            answer="unknown" if question.closed else None,
            direction=answer.verdict.direction and "unknown",
            beneficial=None,
        ),
        headline=None,
        caveats=tuple(caveats),
    )


def _unread(asked: Asked, lexicon: Lexicon) -> Answer:
    """What was not understood, and the nearest forms that would be; of one topic, what the source says of it."""
    question, graph = asked.question, asked.graph
    topics = list(dict.fromkeys(question.of("topic")))
    labels = [graph.concepts[id].label for id in topics]
    if topics and len(topics) == 1:
        return _qualified(facts.unread(asked), question)
    near = lexicon.search(question.text, limit=3) if not topics else ()
    examples = [Suggestion(text=_FORM.format(*labels[:2]))] if len(labels) > 1 else []
    suggestions = (*examples, *(Suggestion(text=graph.concepts[c.concept].label, id=c.concept) for c in near))
    left = ", ".join(f"“{_shown(w)}”" for w in question.left)
    passed = f" The words not understood are {left}." if left else ""
    what = "This form of question is not understood." if topics else "Name what acts and what it acts on."
    return replace(
        asked.blank,
        verdict=NOTHING,
        text=f"{what}{passed} Try: {_FORM.format(*(labels[:2] if len(labels) > 1 else ('X', 'Y')))}",
        suggestions=suggestions,
    )
