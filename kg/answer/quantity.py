"""How much: recommended intakes, sizes of effects, times; only numbers that stand in the source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.answer import build, nearby, numbers
from kg.answer.asked import Asked, stated_item
from kg.answer.sentences import stated_statements
from kg.answer.values import Answer
from kg.answer.verdict import NOTHING
from kg.model import Kind, Quantity, Statement


def answer(asked: Asked) -> Answer:
    """The intakes of the topics, or of all where none is named; the numbers on a cause and an effect; times."""
    told = [] if asked.causes() or asked.effects() or asked.question.timing else _intakes(asked)
    if not told:
        return _size(asked)
    return asked.told(
        replace(NOTHING, basis="stated"),
        [*map(asked.cited, told), *_by_weight(asked, told)],
        items=tuple(stated_item(asked, s.subject, s) for s in told) if len(told) > 1 else (),
        quantities=build.quantity_views(asked.graph, told),
        caveats=("This is a listed intake, not a dose for one person.",),
    )


def _intakes(asked: Asked) -> list[Statement]:
    """The recommended intakes of the topics and of their kinds; the whole table where none is named."""
    topics = asked.topics()
    wider = {k for t in topics for k in (t, *asked.graph.descendants(t))}
    return [s for s in asked.graph.of_kind(Kind.intake) if s.subject in wider or not topics]


def _by_weight(asked: Asked, told: Iterable[Statement]) -> list[str]:
    return [line for s in told for q in s.quantities if (line := _for_weight(asked, s, q))]


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
    total = " to ".join(numbers.number(e * weight) for e in dict.fromkeys(ends))
    about = "about " if q.approximate else ""
    worked_out = f"{about}{total} {unit} a day ({'; '.join(sums)})"
    return f"For {numbers.number(weight)} kg that is {worked_out} {asked.citations.mark([s])}."


def _size(asked: Asked) -> Answer:
    """The numbers on a cause and an effect, or on either where only one is named."""
    graph, question = asked.graph, asked.question
    named = [m.concept for m in (*asked.causes(), *asked.effects())] or asked.topics()
    found = asked.found if asked.causes() else []
    statements = [s for f, _ in found for s in stated_statements(f)]
    if not any(map(numbers.sizes_of, statements)) and not (asked.causes() and asked.effects()):
        names = {*asked.names(named), *nearby.by_definition(asked, named)}
        statements = [s for c in names for s in graph.by_concept.get(c, ())]
    told = {s.id: s for s in statements if numbers.sizes_of(s) and (not question.timing or numbers.is_timed(s))}
    chosen = asked.strongest(found)
    explained = asked.explained(chosen[:1])
    what = "how long this takes" if question.timing else "how large this is"
    if not told:
        nearest = _nearest_quantities(asked, named)
        sentences = [f"The source does not say {what}."]
        sentences += map(asked.detailed, nearest[:2])
        known = [s for e in explained for s in e.sentences[:1]]
        pairs = [(a.concept, b.concept) for a in asked.causes() for b in asked.effects()] if not known else []
        known += [asked.cited(s) for s in dict.fromkeys(s for pair in pairs for s in nearby.naming_both(asked, *pair))]
        sentences = [*sentences, *known] if nearest else [*sentences, *(known or nearby.nearby(asked, named))]
        return asked.nothing(*sentences, quantities=build.quantity_views(graph, nearest[:2]))
    verdict = replace(explained[0].verdict, answer=None) if explained else replace(NOTHING, basis="stated")
    ranked = sorted(told.values(), key=lambda s: s.id)
    return asked.answer(
        status="answered",
        verdict=verdict,
        text=" ".join([*map(asked.detailed, ranked), *_by_weight(asked, ranked)]),
        quantities=build.quantity_views(graph, ranked),
        paths=tuple(p for e in explained for p in e.paths),
        caveats=tuple(c for e in explained for c in e.caveats),
    )


def _nearest_quantities(asked: Asked, named: Iterable[str]) -> list[Statement]:
    """The nearest numbers that the source has: of a cause or its class on a kind of the effect, else how much of it is
    taken, else with a window on what they are kinds of.
    """
    graph = asked.graph
    causes = {w for m in asked.causes() for w in graph.wider(m.concept)}
    targets = {w for m in asked.effects() for v in graph.spoken_of(m.concept) for w in (v, graph.variable_of(v))}
    wider = {c for id in named for c in graph.ancestors(id)}
    numbered = [s for id, s in sorted(graph.statements.items()) if numbers.sizes_of(s)]
    narrower = [
        s for s in numbered if s.subject in causes and s.object and targets & {s.object, *graph.ancestors(s.object)}
    ]
    intakes = [s for s in numbered if s.kind is Kind.intake and s.subject in causes]
    return narrower or intakes or [s for s in numbered if s.subject in wider and numbers.is_timed(s)]
