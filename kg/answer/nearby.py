"""What the source says near by, and how its silence is told: sentences that several kinds of answer share."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from kg.answer import build, numbers
from kg.answer.asked import Asked, Found
from kg.answer.restrict import stems_of, without
from kg.answer.sentences import compared
from kg.answer.values import Answer
from kg.answer.verdict import NOTHING, WANTED, opened, said
from kg.causal import CausalGraph, Finding, Reached, Standing, effects
from kg.causal.references import named as names_in
from kg.english import say
from kg.linking import Mention
from kg.model import Effect, Goal, Hedge, Kind, Statement
from kg.question import Expected

MOST_OTHERS = 4
_WEAKENING = (Effect.gates, Effect.attenuates)
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
    return asked.nothing(*text, *nearby(asked, topics))


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


def family(asked: Asked, concept: str) -> set[str]:
    """A concept with its levels, what it is spoken of through, and what it is a kind or part of."""
    graph = asked.graph
    near = {concept, *graph.spoken_of(concept)}
    near |= {
        level for c in near if (v := graph.concepts[c].variable) for level in (v, *(s.id for s in graph.levels_of(v)))
    }
    return {wider for c in near for wider in graph.wider(c)}


def naming_both(asked: Asked, one: str, other: str, most: int = 2) -> list[Statement]:
    """What is said that names both of two concepts, in whatever part, themselves before what they are kinds of; no
    effect of more than the next class.
    """
    mine, theirs = (family(asked, c) | set(asked.graph.descendants(c)) for c in (one, other))
    near = mine - {c for c, far in asked.graph.ancestors(one).items() if far > 1}
    found: dict[str, tuple[bool, int, int, str]] = {}
    for s in (s for c in sorted(mine) for s in asked.graph.by_concept.get(c, ()) if not s.bridge):
        names = {*names_in(s)}
        together = not mine.isdisjoint(s.joint) and not theirs.isdisjoint(s.joint)
        wide = s.kind is Kind.causal and not together and not names & near
        if (names & mine) - theirs and (names & theirs) - mine and not wide:
            found[s.id] = (not together, -len(names & {one, other}), asked.distance([s])[0], s.id)
    return [asked.graph.statements[id] for id in sorted(found, key=found.__getitem__)[:most]]


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
        asked.item(r.concept, r.finding, mention.level).text
        for cause in asked.graph.spoken_of(mention.concept)[:1]
        for r in effects(asked.graph, cause, *asked.view)
        if r.finding.standing is Standing.stated and r.finding.sign.definite
    ]
    return told[:most] or nearby(asked, [mention.concept], most)


def statements_of(asked: Asked, topic: str) -> list[Statement]:
    """The statements about a concept and those that hold for it as a kind of something: those with it as subject
    first, totals before steps, no links of our own.
    """
    graph = asked.graph
    named = _called(graph, topic)
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

    def rank(s: Statement) -> tuple[object, ...]:
        return (
            s.subject not in named,
            not {s.subject, s.object} & named,
            _TOLD_FIRST.index(s.kind),
            s.scope is not None and s.scope.value != "total",
            s.hedge,
            s.id,
        )

    return sorted(found.values(), key=rank)


def _called(graph: CausalGraph, topic: str) -> set[str]:
    """A concept with what it is spoken of through, and its levels."""
    return {topic, *graph.spoken_of(topic), *(c.id for c in graph.levels_of(topic))}


def by_definition(asked: Asked, concepts: Iterable[str]) -> list[str]:
    """What some concepts are tied to by the sources' own definitions."""
    names = asked.names(concepts)
    tied = (x for x in asked.graph.links if x.statement.hedge is Hedge.definition and not x.statement.bridge)
    return sorted({c for x in tied for c in (x.cause, x.effect) if names & {x.cause, x.effect}} - names)


def described(asked: Asked, topic: str) -> tuple[list[str], list[Statement]]:
    """Sentences that say what a concept is, each with its citation."""
    concept = asked.graph.concepts[topic]
    named = _called(asked.graph, topic)
    told = [s for s in asked.graph.by_concept.get(topic, ()) if s.kind is Kind.definition and s.subject == topic]
    told += [s for s in statements_of(asked, topic) if s not in told and {s.subject, s.object} & named]
    told = told[:2]
    marks = asked.citations.mark(told[:1])
    first = []
    if concept.definition:
        first = [f"{say.capital(concept.label)}: {say.small(concept.definition.rstrip('.'))} {marks}."]
    return [*first, *map(asked.detailed, told)], told


def beside(asked: Asked, causes: Iterable[str], effects: Iterable[str]) -> list[str]:
    """What belongs to a list of what acts on an effect: its makers, a size, a comparison, what falls short of it.

    Nothing that speaks of what it is not to come about through.
    """
    graph = without(asked.graph, asked.question.of("avoid"))
    kin = {w for c in causes for w in (*graph.wider(c), *graph.descendants(c))}
    ends = asked.variables(effects)
    kinds = {d for e in ends for d in (e, *graph.descendants(e))}
    causal = [s for e in sorted(kinds) for s in graph.by_concept.get(e, ()) if s.kind is Kind.causal]
    sized = [s for s in causal if s.subject in kin and s.object in kinds and numbers.sizes_of(s)]
    compared = [s for s in comparisons(graph, ends) if {s.subject, s.object} <= kin]
    limits = [s for s in graph.of_kind(Kind.limit) if s.subject in kin and graph.variable_of(s.object) in ends]
    makers = [s for e in effects for s in graph.by_concept.get(e, ()) if s.relation == "produces" and s.object == e]
    told = [*makers[:2], *sized[:1], *compared[:1], *sorted(limits, key=lambda s: (s.hedge, s.id))[:1]]
    return [asked.detailed(s) for s in told]


def comparisons(graph: CausalGraph, outcomes: set[str]) -> list[Statement]:
    """What is compared by what it does to some variables."""
    return [s for s in graph.of_kind(Kind.comparison) if outcomes & {graph.variable_of(o) for o in s.outcomes}]


def held_back(asked: Asked, concepts: Iterable[str]) -> list[str]:
    """What is stated to hold back or weaken what some things do, the first only."""
    graph = asked.graph
    near = {w for c in concepts for v in (c, *graph.spoken_of(c)) for w in (v, *graph.concepts[v].broader)}
    found = [s for s in graph.of_kind(Kind.modifier) if s.object in near and s.effect in _WEAKENING]
    found.sort(key=lambda s: (_WEAKENING.index(s.effect), s.hedge, s.id))
    return [asked.cited(s) for s in found[:1]]


def silent(asked: Asked, found: list[Found]) -> Answer:
    """Nothing is said of this pair; the limits on it, and what is said the other way round, are."""
    finding, level = max(found, key=lambda item: (bool(item[0].aims), bool(item[0].limits), *_beside(item[0])))
    cause, target = asked.causes()[0], asked.effects()[0]
    told = bool(finding.aims or finding.associations or compared(finding))
    if not finding.limits and not told:
        reverse = any(f.reverse for f, _ in found)
        finding = replace(finding, cause=cause.concept, effect=target.concept, reverse=reverse)
    (explanation,) = asked.explained([(finding, level)])
    goal = isinstance(asked.graph.concepts[target.concept], Goal)
    limited = bool(finding.limits) and (goal or any(s.subject == finding.cause for s in finding.limits))
    answer = said(asked.question, False if limited and goal else None)
    both = [asked.cited(s) for s in naming_both(asked, cause.concept, target.concept)]
    facts_said = [] if limited or told else [*both, *doings(asked, cause), *held_back(asked, [cause.concept])]
    return asked.answer(
        status="answered" if limited or told else "no_known_path",
        verdict=replace(explanation.verdict if finding.aims else NOTHING, answer=answer),
        text=opened(answer if limited else None, [*explanation.sentences, *facts_said]),
        caveats=explanation.caveats,
        paths=explanation.paths,
    )


def _beside(finding: Finding) -> tuple[bool, bool]:
    return bool(compared(finding) or finding.associations), finding.reverse


def others_stated(asked: Asked, expected: Expected | None) -> list[tuple[Reached, int]]:
    """The further causes that are stated for the effect asked about, each at the level at which it does what is asked;
    none that acts on the cause asked about, and so may act through it.
    """
    graph = asked.graph
    acting = {c for m in asked.causes() for c in (m.concept, *graph.spoken_of(m.concept))}
    mine = {v for c in acting for v in graph.kin(graph.variable_of(c))}
    before = {cause for cause, effect in graph.by_pair if effect in mine}
    found: dict[str, tuple[Reached, int]] = {}
    for mention in asked.effects():
        for r in asked.reached(mention.concept, upstream=True):
            level = next((at for at in (1, -1) if _does(asked, r, expected, at)), None)
            if level and r.finding.standing is Standing.stated and r.concept not in mine | before:
                found.setdefault(r.concept, (r, level))
    return list(found.values())


def _does(asked: Asked, r: Reached, expected: Expected | None, level: int) -> bool:
    if level < 0 and asked.graph.is_intervention(r.concept):
        return False
    direction = r.finding.sign.times(level)
    if expected in (Expected.good, Expected.bad):
        return build.beneficial(asked.graph, r.finding.effect, direction) is (expected is Expected.good)
    return direction.definite and (expected not in (Expected.up, Expected.down) or direction is WANTED[expected])


def others_sentence(asked: Asked, others: list[tuple[Reached, int]]) -> str:
    """A sentence of what else acts on the effect, the first of them with their citations."""
    labels = say.listed([say.noun(asked.graph.concepts[r.concept], at).text for r, at in others[:MOST_OTHERS]])
    marks = asked.citations.mark(s for r, _ in others[:MOST_OTHERS] for s in r.finding.support[:1])
    return say.sentence(f"other causes are stated for this too: {labels} {marks}")


def ranking(asked: Asked, effects: Iterable[str], among: Collection[str] | None = None) -> list[str]:
    """Which does most: only comparisons that are stated say it, and sizes bear on it; else that nothing ranks them.

    With `among`, only comparisons of these with each other.
    """
    graph = asked.graph
    wanted = asked.variables(effects)
    told = [s for s in comparisons(graph, wanted) if among is None or (s.subject in among and s.object in among)]
    if told:
        return [asked.cited(s) for s in told[:2]]
    sized = {
        s.id: s
        for v in sorted(wanted)
        for s in graph.by_concept.get(v, ())
        if s.kind is Kind.causal and graph.variable_of(s.object) == v and numbers.sizes_of(s)
        if among is None or s.subject in among
    }
    first = "The source does not say which does most."
    return [first, *map(asked.detailed, list(sized.values())[:2])]


def ways_asked(asked: Asked) -> str:
    """The ways that a question asks about, as they stand in front of a sentence; nothing where it asks about none."""
    parts = []
    for role, words in (("through", "through"), ("avoid", "other than through")):
        if labels := [asked.label(m.concept) for m in asked.playing(role)]:
            parts.append(f"{words} {say.listed(labels)}")
    return say.listed(parts)
