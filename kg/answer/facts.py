"""Answers that quote statements of one kind: definitions, measures, amounts, members; and what is said near by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from kg.answer import build, numbers
from kg.answer.asked import NOTHING, Asked, opened, strongest
from kg.answer.effect import explain, stated_statements
from kg.answer.values import Answer, Item
from kg.answer.views import item
from kg.causal import Reached, Standing, causes, effects
from kg.english import say
from kg.linking import Mention
from kg.linking.text import tokens
from kg.model import Hedge, Kind, Quantity, Sign, Statement

MOST_FACTS = 4
MOST_DRIVERS = 5
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


def _topics(asked: Asked) -> list[str]:
    return list(dict.fromkeys(asked.question.of("topic")))


def _about(asked: Asked, topic: str, *kinds: Kind) -> list[Statement]:
    return [s for s in asked.graph.by_concept.get(topic, ()) if s.kind in kinds]


def silence(asked: Asked, topics: Iterable[str]) -> Answer:
    """The source is silent on this; what it says of the topics otherwise is told."""
    named = say.listed([asked.label(t) for t in topics])
    text = [f"The source does not say this of {named}." if named else "The source does not say this."]
    return asked.answer(
        status="no_known_path",
        verdict=replace(NOTHING, answer="unknown" if asked.question.closed else None),
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


def doings(asked: Asked, mention: Mention, most: int = 2) -> list[str]:
    """What is stated of a concept's own effects, or of it as a kind of something; else what is said of it at all."""
    told = [
        item(asked.graph, r.concept, r.finding, asked.citations, mention.level).text
        for cause in asked.graph.spoken_of(mention.concept)[:1]
        for r in effects(asked.graph, cause, asked.situation)
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


def definition(asked: Asked) -> Answer:
    """What something is: its definition, and what the source says of it by definition or first."""
    sentences, quoted = [], []
    for topic in _topics(asked)[:3]:
        defined, statements = described(asked, topic)
        sentences += defined
        quoted += statements
    if not quoted and not sentences:
        return silence(asked, _topics(asked))
    return asked.answer(
        status="answered",
        verdict=replace(NOTHING, basis="by_definition"),
        text=" ".join(sentences),
        quantities=build.quantity_views(asked.graph, quoted),
    )


def described(asked: Asked, topic: str) -> tuple[list[str], list[Statement]]:
    """Sentences that say what a concept is, each with its citation."""
    concept = asked.graph.concepts[topic]
    named = {topic, *asked.graph.spoken_of(topic), *(c.id for c in asked.graph.levels_of(topic))}
    told = [s for s in _about(asked, topic, Kind.definition) if s.subject == topic]
    told += [s for s in statements_of(asked, topic) if s not in told and {s.subject, s.object} & named]
    told = told[:2]
    marks = asked.citations.mark(told[:1])
    first = []
    if concept.definition:
        text = concept.definition.rstrip(".")
        first = [f"{say.sentence(concept.label).rstrip('.')}: {text[:1].lower() + text[1:]} {marks}."]
    said = [f"{s.text.rstrip('.')}{_details(s)} {asked.citations.mark([s])}." for s in told]
    return [*first, *said], told


def measurement(asked: Asked) -> Answer:
    """How something is measured, or what a measure tells."""
    graph = asked.graph
    told: dict[str, Statement] = {}
    for topic in _topics(asked):
        for concept in (topic, *graph.spoken_of(topic), *graph.ancestors(topic)):
            for s in _about(asked, concept, Kind.measurement):
                if concept == topic or topic not in graph.ancestors(concept):
                    told.setdefault(s.id, s)
        if told:
            break
    if not told:
        return silence(asked, _topics(asked))
    topic = _topics(asked)[0]
    chosen = sorted(told.values(), key=lambda s: (s.relation == "endpoint_of" and s.object != topic, s.object == topic))
    chosen = chosen[:MOST_FACTS]
    asked.citations.mark(told.values())
    return asked.answer(
        status="answered",
        verdict=replace(NOTHING, basis="stated", answer=_closed_membership(asked, told.values())),
        text=opened(_closed_membership(asked, told.values()), [asked.cited(s) for s in chosen]),
        items=tuple(
            Item(id=id, label=asked.label(id), direction=None, basis="stated", text=s.text)
            for s in told.values()
            for id in [s.object if s.subject == topic else s.subject]
        ),
    )


def _closed_membership(asked: Asked, told: Iterable[Statement]) -> str | None:
    """Yes where a yes-no question names both sides of a statement."""
    if not asked.question.closed:
        return None
    named = {m.concept for p in asked.question.parts for m in [p.mention]}
    return "yes" if any({s.subject, s.object} <= named for s in told) else "unknown"


def members(asked: Asked) -> Answer:
    """The foods of a nutrient, the kinds or examples of a class, the parts of a whole; or whether one is among them."""
    graph, question = asked.graph, asked.question
    if question.mentions("cause"):
        return _membership(asked)
    topics = _topics(asked)
    told: dict[str, Statement] = {}
    for topic in topics:
        for s in _about(asked, topic, Kind.source, Kind.taxonomic, Kind.structural):
            if (s.kind is not Kind.structural or s.relation in ("has_part", "part_of")) and member_of(
                s, topic
            ) != topic:
                told[s.id] = s
    if not told:
        return silence(asked, topics)
    pairs = {member_of(s, t): s for s in told.values() for t in topics if t in (s.subject, s.object)}
    names = say.listed([asked.label(id) for id in pairs])
    kind = next(iter(told.values())).kind
    what = {Kind.source: "the sources of {} that it lists are", Kind.taxonomic: "under {} it lists"}.get(
        kind, "{} includes"
    )
    sentence = say.sentence(f"{what.format(asked.label(topics[0]))} {names} {asked.citations.mark(told.values())}")
    below = {c for id in pairs for c in graph.children(id)}
    return asked.answer(
        status="answered",
        verdict=replace(NOTHING, basis="stated"),
        text=sentence,
        items=tuple(
            Item(id=id, label=asked.label(id), direction=None, basis="stated", text=s.text) for id, s in pairs.items()
        ),
        caveats=("Kinds of these are counted with them.",) if below else (),
    )


def _membership(asked: Asked) -> Answer:
    """Whether concepts are kinds, sources or parts of another, each."""
    topic = (_topics(asked) or [""])[0]
    told = [_belonging(asked, cause, topic) for cause in dict.fromkeys(asked.question.of("cause"))]
    found = {answer for answer, _ in told}
    known = not topic or "unknown" not in found
    answer = None
    if asked.question.closed:
        answer = "yes" if found == {"yes"} else "no" if "no" in found else "unknown"
    return asked.answer(
        status="answered" if known and any(sentences for _, sentences in told) else "no_known_path",
        verdict=replace(NOTHING, basis="stated" if known else NOTHING.basis, answer=answer),
        text=opened(answer, [s for _, sentences in told for s in sentences]),
    )


def _belonging(asked: Asked, cause: str, topic: str) -> tuple[str, list[str]]:
    """Whether one concept is a kind, a source or a part of another, and the sentences that say it."""
    graph = asked.graph
    about = _about(asked, cause, Kind.source, Kind.taxonomic, Kind.structural, Kind.definition)
    told = [s for s in about if topic and topic in (s.subject, s.object)]
    if told:
        yes = any(member_of(s, topic) == cause for s in told)
        return "yes" if yes else "no", [asked.cited(s) for s in told[:2]]
    family = {cause, topic, *graph.ancestors(cause)}
    if topic in graph.ancestors(cause):
        chain = [s for c in sorted(family) for s in _about(asked, c, Kind.taxonomic) if {s.subject, s.object} <= family]
        return "yes", [asked.cited(s) for s in dict.fromkeys(chain)] or nearby(asked, [cause])
    mine = [asked.cited(s) for s in about[:1]]
    if not topic:
        return "unknown", mine
    return "unknown", [f"The source does not say that {asked.label(cause)} counts under {asked.label(topic)}.", *mine]


def member_of(s: Statement, topic: str) -> str:
    """The member that a statement names of the topic; the topic itself where it is the member."""
    return s.subject if s.kind is Kind.source or s.relation in ("is_a", "part_of") else s.object


def quantity(asked: Asked) -> Answer:
    """How much: recommended intakes, sizes of effects, times; only numbers that stand in the source."""
    causes_named, targets = asked.causes(), asked.effects()
    if causes_named or targets:
        return _size(asked)
    told = {s.id: s for t in _topics(asked) for s in _about(asked, t, Kind.intake)}
    if asked.question.timing or not told:
        return _size(asked)
    sentences = [f"{s.text.rstrip('.')} {asked.citations.mark([s])}." for s in told.values()]
    for s in told.values():
        sentences += [line for q in s.quantities if (line := _for_weight(asked, s, q))]
    return asked.answer(
        status="answered",
        verdict=replace(NOTHING, basis="stated"),
        text=" ".join(sentences),
        quantities=build.quantity_views(asked.graph, told.values()),
        caveats=("This is a listed intake, not a dose for one person.",),
    )


def _for_weight(asked: Asked, s: Statement, q: Quantity) -> str | None:
    """An amount per kg of body weight worked out for the weight in the question."""
    weight = asked.question.weight
    if weight is None or "kg body weight" not in q.per:
        return None
    ends = [e for e in (q.low, q.high) if e is not None]
    sums = [
        f"{numbers.number(e)} × {numbers.number(weight)} = {numbers.number(e * weight)}" for e in dict.fromkeys(ends)
    ]
    unit = q.unit.partition(".")[0].partition("/")[0]
    total = " to ".join(numbers.number(Decimal(e) * weight) for e in dict.fromkeys(ends))
    about = "about " if q.approximate else ""
    worked_out = f"{about}{total} {unit} a day ({'; '.join(sums)})"
    return f"For {numbers.number(weight)} kg that is {worked_out} {asked.citations.mark([s])}."


def _size(asked: Asked) -> Answer:
    """The numbers on a cause and an effect, or on either where only one is named."""
    graph, question = asked.graph, asked.question
    named = [m.concept for m in (*asked.causes(), *asked.effects())] or _topics(asked)
    found = asked.findings(asked.causes(), [m.concept for m in asked.effects()]) if asked.causes() else []
    statements = [s for f, _ in found for s in stated_statements(f)]
    if not any(map(numbers.sizes_of, statements)) and not (asked.causes() and asked.effects()):
        names = {v for c in named for i in (c, *graph.spoken_of(c)) for v in (i, graph.concepts[i].variable)}
        names |= {
            n
            for link in graph.links
            if link.statement.hedge is Hedge.definition and not link.statement.bridge
            for a, n in ((link.cause, link.effect), (link.effect, link.cause))
            if a in names
        }
        statements = [s for c in names if c for s in graph.by_concept.get(c, ())]
    told = {s.id: s for s in statements if numbers.sizes_of(s) and (not question.timing or _is_timed(s))}
    chosen = strongest(found)
    explained = [explain(graph, f, asked.citations, level=at, limit=asked.max_paths) for f, at in chosen[:1]]
    what = "how long this takes" if question.timing else "how large this is"
    if not told:
        nearest = _nearest_quantities(asked, named)
        sentences = [f"The source does not say {what}."]
        sentences += [_with_amount(asked, s) for s in nearest[:2]]
        sentences += [] if nearest else [s for e in explained for s in e.sentences[:1]] or nearby(asked, named)
        return asked.answer(
            status="no_known_path",
            verdict=replace(NOTHING, answer="unknown" if question.closed else None),
            text=" ".join(sentences),
            quantities=build.quantity_views(graph, nearest[:2]),
        )
    verdict = replace(explained[0].verdict, answer=None) if explained else replace(NOTHING, basis="stated")
    ranked = sorted(told.values(), key=lambda s: s.id)
    return asked.answer(
        status="answered",
        verdict=verdict,
        text=" ".join(_with_amount(asked, s) for s in ranked),
        quantities=build.quantity_views(graph, ranked),
        paths=tuple(p for e in explained for p in e.paths),
        caveats=tuple(c for e in explained for c in e.caveats),
    )


def _timed(q: Quantity) -> bool:
    return q.window_low is not None or q.unit in ("a", "mo", "wk", "d")


def _with_amount(asked: Asked, s: Statement) -> str:
    return f"{s.text.rstrip('.')}{_details(s)} {asked.citations.mark([s])}."


def _details(s: Statement) -> str:
    details = numbers.details_of(s)
    return f" ({details})" if details else ""


def _is_timed(s: Statement) -> bool:
    return bool(s.onset or s.duration) or any(map(_timed, s.quantities))


def _nearest_quantities(asked: Asked, named: Iterable[str]) -> list[Statement]:
    """The nearest numbers that the source has: of a cause on a kind of the effect, else with a window on what they are
    kinds of.
    """
    graph = asked.graph
    causes = {m.concept for m in asked.causes()}
    targets = {m.concept for m in asked.effects()}
    wider = {c for id in named for c in graph.ancestors(id)}
    numbered = [s for id, s in sorted(graph.statements.items()) if numbers.sizes_of(s)]
    narrower = [s for s in numbered if s.subject in causes and s.object and targets & {*graph.ancestors(s.object)}]
    return narrower or [s for s in numbered if s.subject in wider and _is_timed(s)]


def drivers(asked: Asked) -> Answer:
    """Why something is so: what drives it up, or down where less of it is asked about; physiology before measures."""
    graph, question = asked.graph, asked.question
    targets = asked.effects() or question.mentions("topic")
    if not targets:
        return silence(asked, _topics(asked))
    goes_down = question.expected is not None and question.expected.value in ("down", "bad")
    wanted = Sign.MINUS if goes_down and question.expected.value == "down" else Sign.PLUS
    reached: dict[str, tuple[Reached, str]] = {}
    for mention in targets:
        for target in graph.spoken_of(mention.concept):
            for r in causes(graph, target, asked.situation):
                if r.finding.direction is wanted:
                    reached.setdefault(r.concept, (r, target))
    ranked = sorted(
        reached.values(),
        key=lambda pair: (
            not pair[0].finding.support[0].scope,
            graph.is_intervention(pair[0].concept),
            _depth(pair[0]),
        ),
    )
    if not ranked:
        return silence(asked, [m.concept for m in targets])
    extra = nearby(asked, [t for t in _topics(asked) if t not in {m.concept for m in targets}], most=3)
    items = tuple(item(graph, r.concept, r.finding, asked.citations) for r, _ in ranked[: 4 * MOST_DRIVERS])
    told = [i.text for i in items[:MOST_DRIVERS]]
    return asked.answer(
        status="answered",
        verdict=replace(
            NOTHING, basis=items[0].basis, answer="unknown" if question.closed and question.personal else None
        ),
        text=" ".join([*extra, *told]),
        items=items,
        paths=tuple(i.path for i in items[:MOST_DRIVERS] if i.path),
    )


def _depth(r: Reached) -> tuple:
    finding = r.finding
    stated = finding.standing.value != "stated"
    return (stated, len(finding.paths[0].edges) if finding.paths else 1, r.concept)


def unread(asked: Asked) -> Answer:
    """What the source does say of the one thing that a question names, where its form is not understood."""
    topics = _topics(asked)
    wanted = {w.stem for w in tokens(asked.question.text)} - {w.stem for t in topics for w in tokens(asked.label(t))}
    told = statements_of(asked, topics[0])
    told.sort(key=lambda s: (-len(wanted & {w.stem for w in tokens(s.text)}), s.kind is not Kind.reported))
    sentences = [asked.cited(s) for s in told[:3]]
    if not sentences:
        return silence(asked, topics)
    return asked.answer(
        status="answered",
        verdict=replace(NOTHING, basis="stated", answer="unknown" if asked.question.closed else None),
        text=" ".join(sentences),
        caveats=("Whether this answers the question as worded, the source does not say.",),
    )
