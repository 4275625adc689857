"""Why something is so, where no cause is named: what drives it, physiology before measures."""

from __future__ import annotations

from dataclasses import replace

from kg.answer import nearby
from kg.answer.asked import Asked
from kg.answer.values import Answer
from kg.answer.verdict import NOTHING, said
from kg.answer.views import item
from kg.causal import Reached, causes
from kg.model import Sign

MOST_DRIVERS = 5


def answer(asked: Asked) -> Answer:
    """Why something is so: what drives it up, or down where less of it is asked about; physiology before measures."""
    graph, question = asked.graph, asked.question
    targets = asked.effects() or question.mentions("topic")
    if not targets:
        return nearby.silence(asked, asked.topics())
    goes_down = question.expected is not None and question.expected.value in ("down", "bad")
    wanted = Sign.MINUS if goes_down and question.expected.value == "down" else Sign.PLUS
    reached: dict[str, tuple[Reached, str]] = {}
    for mention in targets:
        for target in graph.spoken_of(mention.concept):
            for r in causes(graph, target, asked.situation, asked.filters):
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
        return nearby.silence(asked, [m.concept for m in targets])
    extra = nearby.nearby(asked, [t for t in asked.topics() if t not in {m.concept for m in targets}], most=3)
    items = tuple(item(graph, r.concept, r.finding, asked.citations) for r, _ in ranked[: 4 * MOST_DRIVERS])
    told = [i.text for i in items[:MOST_DRIVERS]]
    return asked.answer(
        status="answered",
        verdict=replace(NOTHING, basis=items[0].basis, answer=said(question, None) if question.personal else None),
        text=" ".join([*extra, *told]),
        items=items,
        paths=tuple(i.path for i in items[:MOST_DRIVERS] if i.path),
    )


def _depth(r: Reached) -> tuple:
    finding = r.finding
    stated = finding.standing.value != "stated"
    return (stated, len(finding.paths[0].edges) if finding.paths else 1, r.concept)
