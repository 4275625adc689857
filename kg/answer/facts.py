"""Answers that quote statements of one kind: definitions, measures, and what belongs to what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from kg.answer import build, nearby
from kg.answer.asked import Asked, stated_item
from kg.answer.restrict import stems_of
from kg.answer.values import Answer, AnswerName
from kg.answer.verdict import NOTHING, said
from kg.english import say
from kg.model import Kind, Statement

MOST_FACTS = 4
_NO_RANK = "The source does not say which has most."


def _about(asked: Asked, topic: str, *kinds: Kind) -> list[Statement]:
    return [s for s in asked.graph.by_concept.get(topic, ()) if s.kind in kinds]


def definition(asked: Asked) -> Answer:
    """What something is: its definition, and what the source says of it by definition or first."""
    sentences, quoted = [], []
    for topic in asked.topics()[:3]:
        defined, statements = nearby.described(asked, topic)
        sentences += defined
        quoted += statements
    if not quoted and not sentences:
        return nearby.silence(asked, asked.topics())
    return asked.answer(
        status="answered",
        verdict=replace(NOTHING, basis="by_definition"),
        text=" ".join(sentences),
        quantities=build.quantity_views(asked.graph, quoted),
    )


def places(asked: Asked) -> Answer:
    """Where something is, happens or is made; what it is where no place is told."""
    told = [
        s
        for topic in asked.topics()
        for s in _about(asked, topic, Kind.structural, Kind.measurement)
        if (s.subject == topic and s.relation in _PLACES) or (s.object == topic and s.relation == "produces")
    ]
    return asked.told(replace(NOTHING, basis="stated"), map(asked.cited, told)) if told else definition(asked)


_PLACES = ("located_in", "occurs_in", "measured_in", "attached_to")


def measurement(asked: Asked) -> Answer:
    """How something is measured, or what a measure tells."""
    graph, told = asked.graph, {s.id: s for s in _measures(asked)}
    if not told:
        return nearby.silence(asked, asked.topics())
    topic = next(iter(asked.topics()), "")
    chosen = sorted(told.values(), key=lambda s: (s.relation == "endpoint_of" and s.object != topic, s.object == topic))
    if not topic or graph.descendants(topic):
        chosen.sort(key=lambda s: s.relation != "indicates")
    else:
        chosen = chosen[:MOST_FACTS]
    asked.citations.mark(told.values())
    named = {p.mention.concept for p in asked.question.parts}
    both = any({s.subject, s.object} <= named for s in told.values())
    answer = said(asked.question, both or None)
    return asked.told(
        replace(NOTHING, basis="stated", answer=answer),
        map(asked.cited, chosen),
        items=tuple(stated_item(asked, s.object if s.subject == topic else s.subject, s) for s in told.values()),
    )


def _measures(asked: Asked) -> list[Statement]:
    """What is said of the first topic as a measure or as measured, with the kinds of a class of measures; else of what
    it belongs to. All of it where nothing is named.
    """
    graph = asked.graph
    if not asked.topics():
        return sorted(graph.of_kind(Kind.measurement), key=lambda s: s.relation != "indicates")
    for topic in asked.topics():
        near = (topic, *graph.spoken_of(topic), *graph.descendants(topic), *graph.ancestors(topic))
        near += (*nearby.by_definition(asked, [topic]),)
        if told := [s for concept in dict.fromkeys(near) for s in _about(asked, concept, Kind.measurement)]:
            return told
    return []


def members(asked: Asked) -> Answer:
    """The foods of a nutrient, the kinds or examples of a class, the parts of a whole; or whether one is among them."""
    graph, question = asked.graph, asked.question
    topics = asked.topics()
    if not topics:
        return _table(asked)
    kind, one = topics[0], topics[-1]
    if len(topics) == 2 and kind in graph.ancestors(one):
        return asked.told(replace(NOTHING, basis="stated"), _belonging(asked, one, kind)[1])
    listed = {topic: under for topic in topics if (under := _listed(asked, topic))}
    if question.shared and len(topics) > 1:
        return _in_all(asked, topics, listed)
    if not listed:
        return _kinds(asked, topics) or nearby.silence(asked, topics)
    sentences = [_list(asked, asked.label(topic), under, list(under.values())) for topic, under in listed.items()]
    pairs = {m: s for under in listed.values() for m, s in under.items()}
    below = {c for id in pairs for c in graph.children(id)}
    return asked.answer(
        status="answered",
        verdict=replace(NOTHING, basis="stated"),
        text=" ".join([_NO_RANK, *sentences] if question.ranked else sentences),
        items=tuple(stated_item(asked, id, s) for id, s in pairs.items()),
        caveats=("Kinds of these are counted with them.",) if below else (),
    )


def _in_all(asked: Asked, topics: list[str], listed: Mapping[str, Mapping[str, Statement]]) -> Answer:
    """What belongs to every one of several, itself or as a kind of what does."""
    wider = {m: (m, *asked.graph.ancestors(m)) for under in listed.values() for m in under}
    told = {
        m: {s.id: s for topic in topics for s in [listed[topic][next(w for w in kinds if w in listed[topic])]]}
        for m, kinds in wider.items()
        if all(any(w in listed.get(topic, {}) for w in kinds) for topic in topics)
    }
    both = f"both {say.listed([asked.label(t) for t in topics])}"
    if not told:
        text = f"The source lists nothing that belongs to {both}."
        return asked.answer(status="no_known_path", verdict=NOTHING, text=text)
    said_of = {id: s for of in told.values() for id, s in of.items()}
    return asked.answer(
        status="answered",
        verdict=replace(NOTHING, basis="stated"),
        text=_list(asked, both, told, list(said_of.values())),
        items=tuple(stated_item(asked, m, next(iter(of.values()))) for m, of in told.items()),
    )


_LISTS = {Kind.source: "the sources of {} that it lists are", Kind.taxonomic: "under {} it lists"}


def _list(asked: Asked, whole: str, members: Iterable[str], told: list[Statement]) -> str:
    """The members of a whole in one sentence, by the statements that say so."""
    names = say.listed([asked.label(id) for id in members])
    what = _LISTS.get(told[0].kind, "{} includes").format(whole)
    return say.sentence(f"{what} {names} {asked.citations.mark(told)}")


def _listed(asked: Asked, topic: str) -> dict[str, Statement]:
    """What is listed under a topic, each with the statement that says so."""
    about = _about(asked, topic, Kind.source, Kind.taxonomic, Kind.structural)
    fitting = [s for s in about if s.kind is not Kind.structural or s.relation in ("has_part", "part_of")]
    return {member_of(s): s for s in fitting if member_of(s) != topic}


def _kinds(asked: Asked, topics: list[str]) -> Answer | None:
    """The kinds of a class that the source speaks of without listing them as such, each with what it says of it."""
    told = {
        kind: statements[0]
        for topic in topics
        for kind in asked.graph.children(topic)
        if (statements := nearby.statements_of(asked, kind))
    }
    if not told:
        return None
    names = say.listed([asked.label(id) for id in told])
    marks = asked.citations.mark(told.values())
    sentence = say.sentence(f"kinds of {asked.label(topics[0])} that it speaks of are {names} {marks}")
    return asked.answer(
        status="answered",
        verdict=replace(NOTHING, basis="by_definition"),
        text=f"{_NO_RANK} {sentence}" if asked.question.ranked else sentence,
        items=tuple(stated_item(asked, id, s) for id, s in told.items()),
    )


def _table(asked: Asked) -> Answer:
    """Where no topic is named, what comes from what: all that is listed, by what it is a source of."""
    told = sorted(asked.graph.of_kind(Kind.source), key=lambda s: (s.object, s.id))
    if not told:
        return nearby.silence(asked, ())
    sentences = [_NO_RANK] if asked.question.ranked else []
    for whole in dict.fromkeys(s.object for s in told):
        listed = [s for s in told if s.object == whole]
        sentences.append(_list(asked, asked.label(whole), [s.subject for s in listed], listed))
    return asked.told(
        replace(NOTHING, basis="stated"),
        sentences,
        items=tuple(stated_item(asked, s.subject, s) for s in told),
    )


def table(asked: Asked, words: Iterable[str]) -> Answer | None:
    """All claims of the kinds that some words name, where they name nothing else: "the intakes", "which limits"."""
    wanted = {stem for said in words for stem in stems_of(said)}
    kinds = {stem: kind for kind in Kind if kind is not Kind.causal for stem in stems_of(kind.name)}
    told = [s for stem in sorted(wanted & {*kinds}) for s in asked.graph.of_kind(kinds[stem])]
    if not told or wanted - {*kinds}:
        return None
    asked.citations.mark(told)
    return asked.told(
        replace(NOTHING, basis="stated"),
        map(asked.cited, told),
        items=tuple(stated_item(asked, s.subject, s) for s in told),
        quantities=build.quantity_views(asked.graph, told),
        words=tuple(replace(w, use="form") if w.use == "not_understood" else w for w in asked.blank.words),
    )


def membership(asked: Asked) -> Answer:
    """Whether concepts are kinds, sources or parts of another, each."""
    topic = (asked.topics() or [""])[0]
    told = [_belonging(asked, cause, topic) for cause in dict.fromkeys(asked.question.of("cause"))]
    found = {answer for answer, _ in told}
    known = not topic or "unknown" not in found
    so = True if found == {"yes"} else False if "no" in found else None
    answer = said(asked.question, so)
    return asked.told(
        replace(NOTHING, basis="stated" if known else NOTHING.basis, answer=answer),
        [s for _, sentences in told for s in sentences],
        status="answered" if known and any(sentences for _, sentences in told) else "no_known_path",
    )


def _belonging(asked: Asked, cause: str, topic: str) -> tuple[AnswerName, list[str]]:
    """Whether one concept is a kind, a source or a part of another, and the sentences that say it."""
    graph = asked.graph
    about = _about(asked, cause, Kind.source, Kind.taxonomic, Kind.structural, Kind.definition)
    told = [s for s in about if topic and topic in (s.subject, s.object)]
    if told and asked.question.exclusive:
        alike = [s for s in _about(asked, topic, told[0].kind) if s.relation == told[0].relation and s not in told]
        others = [s for s in alike if member_of(s) not in asked.question.of("cause")]
        named = say.listed([asked.label(member_of(s)) for s in others])
        if others:
            beside = say.sentence(f"beside it are named {named} {asked.citations.mark(others)}")
            return "no", [asked.cited(told[0]), beside]
        return "unknown", [asked.cited(told[0]), "The source does not say that there is no other."]
    if told:
        yes = any(member_of(s) == cause for s in told)
        return "yes" if yes else "no", [asked.cited(s) for s in told[:2]]
    family = {cause, topic, *graph.ancestors(cause)}
    if topic in graph.ancestors(cause):
        chain = [s for c in sorted(family) for s in _about(asked, c, Kind.taxonomic) if {s.subject, s.object} <= family]
        return "yes", [asked.cited(s) for s in dict.fromkeys(chain)] or nearby.nearby(asked, [cause])
    mine = [asked.cited(s) for s in about[:1]]
    if not topic:
        return "unknown", mine
    return "unknown", [f"The source does not say that {asked.label(cause)} counts under {asked.label(topic)}.", *mine]


def member_of(s: Statement) -> str:
    """The member that a statement names of what it has members of."""
    return s.subject if s.kind is Kind.source or s.relation in ("is_a", "part_of") else s.object
