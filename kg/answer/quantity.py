"""How much: recommended intakes, sizes of effects, times; only numbers that stand in the source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from kg.answer import build, nearby, numbers
from kg.answer.asked import Asked, stated_item
from kg.answer.explain import explain
from kg.answer.sentences import stated_statements
from kg.answer.values import Answer
from kg.answer.verdict import NOTHING, opened, said
from kg.model import Hedge, Kind, Quantity, Statement


def answer(asked: Asked) -> Answer:
    """The intakes of the topics, or of all where none is named; the numbers on a cause and an effect; times."""
    told = [] if asked.causes() or asked.effects() or asked.question.timing else _intakes(asked)
    if not told:
        return _size(asked)
    sentences = [f"{s.text.rstrip('.')} {asked.citations.mark([s])}." for s in told]
    for s in told:
        sentences += [line for q in s.quantities if (line := _for_weight(asked, s, q))]
    return asked.answer(
        status="answered",
        verdict=replace(NOTHING, basis="stated"),
        text=opened(None, sentences),
        items=tuple(stated_item(asked, s.subject, s) for s in told) if len(told) > 1 else (),
        quantities=build.quantity_views(asked.graph, told),
        caveats=("This is a listed intake, not a dose for one person.",),
    )


def _intakes(asked: Asked) -> list[Statement]:
    """The recommended intakes of the topics and of their kinds; the whole table where none is named."""
    topics = asked.topics()
    wider = {k for t in topics for k in (t, *asked.graph.descendants(t))}
    return [s for s in asked.graph.of_kind(Kind.intake) if s.subject in wider or not topics]


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
    named = [m.concept for m in (*asked.causes(), *asked.effects())] or asked.topics()
    found = asked.found if asked.causes() else []
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
    told = {s.id: s for s in statements if numbers.sizes_of(s) and (not question.timing or numbers.is_timed(s))}
    chosen = asked.strongest(found)
    explained = [explain(graph, f, asked.citations, level=at, limit=asked.max_paths) for f, at in chosen[:1]]
    what = "how long this takes" if question.timing else "how large this is"
    if not told:
        nearest = _nearest_quantities(asked, named)
        sentences = [f"The source does not say {what}."]
        sentences += [nearby.with_details(asked, s) for s in nearest[:2]]
        sentences += [] if nearest else [s for e in explained for s in e.sentences[:1]] or nearby.nearby(asked, named)
        return asked.answer(
            status="no_known_path",
            verdict=replace(NOTHING, answer=said(question, None)),
            text=" ".join(sentences),
            quantities=build.quantity_views(graph, nearest[:2]),
        )
    verdict = replace(explained[0].verdict, answer=None) if explained else replace(NOTHING, basis="stated")
    ranked = sorted(told.values(), key=lambda s: s.id)
    return asked.answer(
        status="answered",
        verdict=verdict,
        text=" ".join(nearby.with_details(asked, s) for s in ranked),
        quantities=build.quantity_views(graph, ranked),
        paths=tuple(p for e in explained for p in e.paths),
        caveats=tuple(c for e in explained for c in e.caveats),
    )


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
    return narrower or [s for s in numbered if s.subject in wider and numbers.is_timed(s)]
