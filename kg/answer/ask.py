"""A question in words to an answer of one shape, whatever it says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial

from kg.answer import facts, nearby, related
from kg.answer.asked import Asked, Nearest, restricted
from kg.answer.attribute import ADVICE
from kg.answer.build import Citations
from kg.answer.explain import once
from kg.answer.reading import readings
from kg.answer.related import quoted, shown
from kg.answer.route import told
from kg.answer.spoken import Spoken, Stems, speaks_of
from kg.answer.turns import turns_of
from kg.answer.values import Answer, MentionView, Suggestion, Verdict, WordView
from kg.answer.verdict import NOTHING, joint, said
from kg.causal import CausalGraph, ContradictoryContext, Situation
from kg.linking import Lexicon, Mention
from kg.model import Population, State
from kg.question import Part, Question, Reader, Word

_FORM = "how does X affect Y?"
_UNSURE_BELOW = 0.55
_MOST_UNKNOWN = 3
_MOST_NEAR = 2
_MARK = re.compile(r"\[(\d+)\]")


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
    nearest: Nearest | None = None,
    stems: Stems | None = None,
    turns: bool = False,
) -> Answer:
    """The answer to a text, which may ask several questions; further as `answered`."""
    citations = Citations(graph, texts)
    one = partial(
        answered,
        graph,
        lexicon,
        citations=citations,
        version=version,
        context=context,
        max_paths=max_paths,
        nearest=cache(nearest) if nearest else None,  # each question asks for what is nearest to the whole text
        stems=stems,
        turns=turns,
    )
    answers = [(question, one(question)) for question in reader.read(text)]
    told = [(question, replace(a, readings=readings(graph, question, a))) for question, a in answers]
    return joined(_put_together(told), citations)


def answered(
    graph: CausalGraph,
    lexicon: Lexicon,
    question: Question,
    citations: Citations,
    *,
    version: str,
    context: tuple[str, ...] = (),
    max_paths: int = 10,
    nearest: Nearest | None = None,
    stems: Stems | None = None,
    turns: bool = False,
) -> Answer:
    """The answer to one question as read; `context` is added to what it says of whom it is about.

    `nearest` finds the statements whose meaning is nearest to a text, by default those of the named concepts with most
    words in common. `stems` are those of all words of the sources, by default as far as the graph knows them.
    With `turns` it tells what would turn the verdict.
    """
    question = _placed(graph, question)
    blank = Answer(
        question=question.text,
        status="not_understood",
        intent=question.intent.value if question.intent else None,
        verdict=replace(NOTHING, answer=said(question, None) if question.intent else None),
        text="",
        graph_version=version,
        concepts=tuple(_mention(graph, part) for part in question.parts),
        words=tuple(_word(question, w) for w in question.words),
    )
    asked = restricted(
        Asked(
            graph=graph,
            question=question,
            situation=_situation(graph, question, context),
            citations=citations,
            blank=blank,
            max_paths=max_paths,
            nearest=nearest,
        )
    )
    if unsure := next((p.mention for p in question.parts if p.role != "kind" and _unsure(p.mention)), None):
        return _which(asked, unsure)
    if stopped := next((p.mention for p in question.parts if _stopped(graph, p.mention, question.text)), None):
        return _unknown(asked, lexicon, (f"stopping {graph.concepts[stopped.concept].label}",))
    if not question.parts and (table := facts.table(asked, (*question.unknown, *question.not_understood))):
        return table
    spoken = Spoken(graph) if stems is None else stems
    if question.unknown:
        unknown = [words for words in (*question.unknown, *question.about) if not speaks_of(spoken, words)]
        return _unknown(asked, lexicon, unknown) if unknown else related.unsaid(asked, question.unknown)
    if not question.parts and (question.intent is None or question.not_understood):
        return related.answer(asked) if related.nearest(asked) else _unread(asked, lexicon)
    answer = _qualified(told(asked), question, spoken)
    return replace(answer, turns=turns_of(asked, answer)) if turns else answer


def _put_together(told: Sequence[tuple[Question, Answer]]) -> list[Answer]:
    """The answers, where one sentence puts two things forward with the verdict on both: a yes where each is so."""
    found: list[Answer] = []
    for question, answer in told:
        if question.beside and found:
            both = (found.pop(), answer)
            verdict = _on_both(both[0].verdict, both[1].verdict)
            found += [a if a.verdict == NOTHING else replace(a, verdict=verdict, headline=None) for a in both]
        else:
            found.append(answer)
    return found


def _on_both(one: Verdict, other: Verdict) -> Verdict:
    said = None if one.answer is other.answer is None else joint(v.answer or "unknown" for v in (one, other))
    same = one.direction == other.direction
    direction, good = one.direction if same else None, one.beneficial if one.beneficial is other.beneficial else None
    return replace(one, answer=said, direction=direction, beneficial=good)


def joined(answers: list[Answer], citations: Citations) -> Answer:
    """The answers to several questions in one: the verdict of the first that has one, the texts one after the other."""
    kept = [a for a in answers if a.status != "not_understood"] or answers[:1]
    first = next((a for a in kept if a.status == "answered"), kept[0])
    text = "\n\n".join(dict.fromkeys(a.text for a in kept))
    numbers = citations.in_order(text)

    def renumbered(said: str) -> str:
        return _MARK.sub(lambda m: f"[{numbers[m[1]]}]" if m[1] in numbers else m[0], said)

    return replace(
        first,
        text=renumbered(text),
        citations=citations.all(),
        words=_words(answers),
        concepts=once(a.concepts for a in kept),
        readings=once(a.readings for a in kept),
        paths=once(a.paths for a in kept),
        modifiers=once(a.modifiers for a in kept),
        quantities=once(a.quantities for a in kept),
        items=tuple(replace(item, text=renumbered(item.text)) for item in once(a.items for a in kept)),
        caveats=once(a.caveats for a in kept),
        suggestions=once(a.suggestions for a in kept),
    )


def _words(answers: Iterable[Answer]) -> tuple[WordView, ...]:
    """The words of the text, each as the first question took it that made something of it."""
    found: dict[int, WordView] = {}
    for word in (w for a in answers for w in a.words):
        if word.start not in found or found[word.start].use in ("none", "not_understood"):
            found[word.start] = word
    return tuple(found[start] for start in sorted(found))


def _placed(graph: CausalGraph, question: Question) -> Question:
    """The question with what it says of whom as context, and what is stopped as the event that it is, where known."""
    asks = bool(question.of("cause") and question.of("effect"))
    parts = []
    for part in question.parts:
        m = part.mention
        event = _cessation(graph, m) if _stopped(graph, m, question.text) else None
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


def _word(question: Question, word: Word) -> WordView:
    """A word with what became of it; it was not understood where it should name a concept and names none."""
    nothing = any(gap.words.start <= word.start < gap.words.end for gap in question.gaps)
    return WordView(start=word.start, end=word.end, text=word.text, use="not_understood" if nothing else word.use)


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


def _which(asked: Asked, mention: Mention) -> Answer:
    """What could be meant, and of each what the source says first."""
    ids = (mention.concept, *mention.alternatives)
    labels = " or ".join(map(asked.label, ids))
    which = (
        f"“{shown(mention.text)}” can mean {labels}. Which one?"
        if len(ids) > 1
        else f"By “{shown(mention.text)}”, is {labels} meant?"
    )
    told = [said for id in ids[:_MOST_UNKNOWN] for said in nearby.nearby(asked, [id], most=1)]
    return asked.answer(
        status="ambiguous",
        verdict=NOTHING,
        text=" ".join(dict.fromkeys([which, *told])),
        suggestions=_suggested(asked, ids),
    )


def _suggested(asked: Asked, ids: Iterable[str]) -> tuple[Suggestion, ...]:
    return tuple(Suggestion(text=asked.label(id), id=id) for id in ids)


def _unknown(asked: Asked, lexicon: Lexicon, unknown: Iterable[str]) -> Answer:
    """A question about something that the source does not speak of; nothing is inferred from what is like it."""
    unknown = list(dict.fromkeys(unknown))[:_MOST_UNKNOWN]
    near = [c.concept for name in unknown for c in lexicon.search(name, limit=2)]
    known = [p.mention.concept for p in asked.question.parts if p.role not in ("context", "excluded")]
    told = [asked.cited(s) for s in related.nearest(asked)[:_MOST_NEAR]] if known else []
    return asked.answer(
        status="unknown_concept",
        verdict=replace(NOTHING, answer=said(asked.question, None)),
        text=" ".join(
            [f"The source does not speak of {quoted(unknown)}.", *(told or nearby.nearby(asked, known, most=1))]
        ),
        caveats=("Nothing is inferred from things that are like it.",),
        suggestions=_suggested(asked, near),
    )


def _qualified(answer: Answer, question: Question, spoken: Stems) -> Answer:
    """With what holds for one person, and for whom the source does not speak."""
    caveats = [*answer.caveats, *((ADVICE,) if question.personal else ())]
    if not question.about:
        return replace(answer, caveats=tuple(caveats))
    names = " or ".join(f"“{shown(w)}”" for w in dict.fromkeys(question.about))
    known = all(speaks_of(spoken, words) for words in question.about)
    silent = f"The source does not {f'say this of {names}' if known else f'speak of {names}'}"
    end = "." if known else ", of which the source does not speak."
    caveats.append(f"What holds in general may not hold for {names}{end}")
    return replace(
        answer,
        text=f"{silent}; in general it says this. {answer.text}",
        verdict=replace(
            answer.verdict,
            answer=said(question, None),
            direction=answer.verdict.direction and "unknown",
            beneficial=None,
        ),
        headline=None,
        caveats=tuple(caveats),
    )


def _unread(asked: Asked, lexicon: Lexicon) -> Answer:
    """Where nothing that is known is named: the nearest names, and a form to ask in."""
    near = [c.concept for c in lexicon.search(asked.question.text, limit=3)]
    left = asked.question.not_understood
    passed = f" The words not understood are {quoted(left)}." if left else ""
    return replace(
        asked.blank,
        verdict=NOTHING,
        text=f"Name what acts and what it acts on.{passed} Try: {_FORM}",
        suggestions=_suggested(asked, near),
    )
