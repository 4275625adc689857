"""What the source says near by, and how its silence is told: sentences that several kinds of answer share."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from kg.answer import build, numbers
from kg.answer.asked import Asked
from kg.answer.explain import Explanation, explain
from kg.answer.restrict import stems_of
from kg.answer.sentences import compared
from kg.answer.values import Answer
from kg.answer.verdict import NOTHING, opened, said
from kg.answer.views import item
from kg.causal import Finding, Reached, Standing, effects
from kg.causal import causes as causes_of
from kg.english import say
from kg.linking import Mention
from kg.model import Goal, Kind, Sign, Statement
from kg.question import Expected

MOST_OTHERS = 4
_TOLD_FIRST = (
    Kind.definition,
    Kind.causal,
    Kind.modifier,
    Kind.reported,
    Kind.association,
    Kind.structural,
    Kind.taxonomic,
    Kind.limit,
    Kind.comparison,
    Kind.measurement,
    Kind.intake,
    Kind.source,
)


def silence(asked: Asked, topics: Iterable[str]) -> Answer:
    """The source is silent on this; what it says of the topics otherwise is told."""
    named = say.listed([asked.label(t) for t in topics])
    text = [f"The source does not say this of {named}." if named else "The source does not say this."]
    return asked.answer(
        status="no_known_path",
        verdict=replace(NOTHING, answer=said(asked.question, None)),
        text=" ".join([*text, *nearby(asked, topics)]),
    )


def nearby(asked: Asked, topics: Iterable[str], most: int = 2) -> list[str]:
    """The firmest things that the source does say of some topics, as cited sentences."""
    told: dict[str, Statement] = {}
    for topic in topics:
        for s in statements_of(asked, topic)[:most]:
            told[s.id] = s
    return [asked.cited(s) for s in list(told.values())[:most]]


def between(asked: Asked, some: Iterable[Mention], others: Iterable[Mention]) -> list[Statement]:
    """What is said of two concepts that is no effect of one on the other: parts, places, reports."""
    others = list(others)
    return [
        s
        for a in some
        for b in others
        for s in asked.graph.by_concept.get(a.concept, ())
        if {s.subject, s.object} == {a.concept, b.concept} and s.kind is not Kind.causal
    ]


def closest(asked: Asked) -> list[Statement]:
    """What is stated of a cause and of something named after the effect, where it is near to the question's words."""
    effects = {stems_of(asked.label(m.concept)) for m in asked.effects()}
    found = [
        s
        for m in asked.causes()
        for cause in asked.graph.spoken_of(m.concept)
        for s in asked.graph.by_concept.get(cause, ())
        if s.kind is Kind.causal
        and s.subject == cause
        and not s.bridge
        and not asked.filters.by_way
        and any({*effect} < {*stems_of(asked.label(s.object))} for effect in effects)
    ]
    near = [s for s in found if asked.is_near(s)]
    return sorted(near, key=lambda s: asked.distance([s], [s.object]))


def doings(asked: Asked, mention: Mention, most: int = 2) -> list[str]:
    """What is stated of a concept's own effects, or of it as a kind of something; else what is said of it at all."""
    told = [
        item(asked.graph, r.concept, r.finding, asked.citations, mention.level).text
        for cause in asked.graph.spoken_of(mention.concept)[:1]
        for r in effects(asked.graph, cause, asked.situation, asked.filters)
        if r.finding.standing is Standing.stated and r.finding.direction.definite
    ]
    return told[:most] or nearby(asked, [mention.concept], most)


def statements_of(asked: Asked, topic: str) -> list[Statement]:
    """The statements about a concept and those that hold for it as a kind of something: those with it as subject
    first, totals before steps, no links of our own.
    """
    graph = asked.graph
    named = {topic, *graph.spoken_of(topic), *(c.id for c in graph.levels_of(topic))}
    found = {s.id: s for concept in sorted(named) for s in graph.by_concept.get(concept, ()) if not s.bridge}
    classes = {parent for concept in named for parent in graph.ancestors(concept)}
    handed_down = [s for c in sorted(classes) for s in graph.by_concept.get(c, ()) if s.inherits and s.subject == c]
    found |= {s.id: s for s in handed_down}
    named |= {s.subject for s in handed_down}
    for s in graph.of_kind(Kind.structural):
        if topic in (s.subject, s.object):
            other = s.object if s.subject == topic else s.subject
            for near in graph.by_concept.get(other, ()):
                if near.kind in (Kind.modifier, Kind.reported):
                    found.setdefault(near.id, near)

    def rank(s: Statement) -> tuple:
        return (
            s.subject not in named,
            not {s.subject, s.object} & named,
            _TOLD_FIRST.index(s.kind),
            s.scope is not None and s.scope.value != "total",
            s.hedge,
            s.id,
        )

    return sorted(found.values(), key=rank)


def details(s: Statement) -> str:
    """The numbers of a statement in brackets; nothing where it has none."""
    told = numbers.details_of(s)
    return f" ({told})" if told else ""


def with_details(asked: Asked, s: Statement) -> str:
    return f"{s.text.rstrip('.')}{details(s)} {asked.citations.mark([s])}."


def described(asked: Asked, topic: str) -> tuple[list[str], list[Statement]]:
    """Sentences that say what a concept is, each with its citation."""
    concept = asked.graph.concepts[topic]
    named = {topic, *asked.graph.spoken_of(topic), *(c.id for c in asked.graph.levels_of(topic))}
    told = [s for s in asked.graph.by_concept.get(topic, ()) if s.kind is Kind.definition and s.subject == topic]
    told += [s for s in statements_of(asked, topic) if s not in told and {s.subject, s.object} & named]
    told = told[:2]
    marks = asked.citations.mark(told[:1])
    first = []
    if concept.definition:
        text = concept.definition.rstrip(".")
        first = [f"{say.sentence(concept.label).rstrip('.')}: {text[:1].lower() + text[1:]} {marks}."]
    said = [f"{s.text.rstrip('.')}{details(s)} {asked.citations.mark([s])}." for s in told]
    return [*first, *said], told


def fields_of(explained: list[Explanation]) -> dict:
    """The fields of several explanations, joined in their order, each thing once."""
    return {
        name: tuple(dict.fromkeys(x for e in explained for x in getattr(e, name)))
        for name in ("paths", "modifiers", "quantities", "evidence", "caveats")
    }


def silent(asked: Asked, found: list[tuple[Finding, int]]) -> Answer:
    """Nothing is said of this pair; the limits on it, and what is said the other way round, are."""
    finding, level = max(found, key=lambda item: (bool(item[0].aims), bool(item[0].limits), *_beside(item[0])))
    cause, target = asked.causes()[0], asked.effects()[0]
    told = bool(finding.aims or finding.associations or compared(finding))
    if not finding.limits and not told:
        reverse = any(f.reverse for f, _ in found)
        finding = replace(finding, cause=cause.concept, effect=target.concept, reverse=reverse)
    explanation = explain(asked.graph, finding, asked.citations, level=level, limit=asked.max_paths)
    goal = isinstance(asked.graph.concepts[target.concept], Goal)
    limited = bool(finding.limits) and (goal or any(s.subject == finding.cause for s in finding.limits))
    answer = said(asked.question, False if limited and goal else None)
    facts_said = [] if limited or told else doings(asked, cause)
    return asked.answer(
        status="answered" if limited or told else "no_known_path",
        verdict=replace(explanation.verdict if finding.aims else NOTHING, answer=answer),
        text=opened(answer if limited else None, [*explanation.sentences, *facts_said]),
        caveats=explanation.caveats,
        paths=explanation.paths,
    )


def _beside(finding: Finding) -> tuple[bool, bool]:
    return bool(compared(finding) or finding.associations), finding.reverse


def others_stated(asked: Asked, expected: Expected | None) -> list[Reached]:
    """The further causes that are stated for the effect asked about, which do to it what is asked."""
    mine = {v for m in asked.causes() for c in (m.concept, *asked.graph.spoken_of(m.concept)) for v in _kin(asked, c)}
    found: dict[str, Reached] = {}
    for mention in asked.effects():
        for effect in asked.graph.spoken_of(mention.concept):
            for r in causes_of(asked.graph, effect, asked.situation, asked.filters):
                if r.concept not in mine and r.finding.standing is Standing.stated and _does(asked, r, expected):
                    found.setdefault(r.concept, r)
    return list(found.values())


def _kin(asked: Asked, concept: str) -> set[str]:
    variable = asked.variable(concept)
    return {concept, variable, *asked.graph.descendants(variable), *asked.graph.ancestors(variable)}


def _does(asked: Asked, r: Reached, expected: Expected | None) -> bool:
    sign = {Expected.up: Sign.PLUS, Expected.down: Sign.MINUS}.get(expected)
    if expected in (Expected.good, Expected.bad):
        return build.beneficial(asked.graph, r.finding.effect, r.finding.direction) is (expected is Expected.good)
    return r.finding.direction.definite and sign in (None, r.finding.direction)


def others_sentence(asked: Asked, others: list[Reached]) -> str:
    labels = say.listed([asked.label(r.concept) for r in others[:MOST_OTHERS]])
    marks = asked.citations.mark(s for r in others[:MOST_OTHERS] for s in r.finding.support[:1])
    return say.sentence(f"other causes are stated for this too: {labels} {marks}")


def ranking(asked: Asked, effects: Iterable[str], among: Collection[str] | None = None) -> list[str]:
    """Which does most: only comparisons that are stated say it, and sizes bear on it; else that nothing ranks them.

    With `among`, only comparisons of these with each other.
    """
    graph = asked.graph
    wanted = {graph.concepts[v].variable for e in effects for v in graph.spoken_of(e)}
    told = [s for s in graph.of_kind(Kind.comparison) if wanted & {graph.concepts[o].variable for o in s.outcomes}]
    told = [s for s in told if among is None or (s.subject in among and s.object in among)]
    if told:
        return [asked.cited(s) for s in told[:2]]
    sized = {
        s.id: s
        for v in sorted(v for v in wanted if v)
        for s in graph.by_concept.get(v, ())
        if s.kind is Kind.causal and graph.concepts[s.object].variable == v and numbers.sizes_of(s)
        if among is None or s.subject in among
    }
    first = "The source does not say which does most."
    return [first, *(with_details(asked, s) for s in list(sized.values())[:2])]


def ways_asked(asked: Asked) -> str:
    """The ways that a question asks about, as they stand in front of a sentence; nothing where it asks about none."""
    parts = []
    for role, words in (("through", "through"), ("avoid", "other than through")):
        if labels := [asked.label(m.concept) for m in asked.playing(role)]:
            parts.append(f"{words} {say.listed(labels)}")
    return say.listed(parts)
