"""Why something is so, where no cause is named: what drives it, physiology before measures."""

from __future__ import annotations

from dataclasses import replace

from kg.answer import nearby
from kg.answer.asked import Asked
from kg.answer.values import Answer
from kg.answer.verdict import NOTHING, said
from kg.causal import Reached, Standing
from kg.model import Sign
from kg.question import Expected

MOST_DRIVERS = 5


def answer(asked: Asked) -> Answer:
    """Why something is so: what drives it up, or down where less of it is asked about; physiology before measures."""
    graph, question = asked.graph, asked.question
    targets = asked.effects() or question.mentions("topic")
    if not targets:
        return nearby.silence(asked, asked.topics())
    wanted = Sign.MINUS if question.expected is Expected.down else Sign.PLUS
    reached: dict[str, Reached] = {}
    for mention in targets:
        for r in asked.reached(mention.concept, upstream=True):
            if r.finding.direction is wanted:
                reached.setdefault(r.concept, r)
    ranked = sorted(
        reached.values(),
        key=lambda r: (not r.finding.support[0].scope, graph.is_intervention(r.concept), _depth(r)),
    )
    if not ranked:
        return nearby.silence(asked, [m.concept for m in targets])
    extra = nearby.nearby(asked, [t for t in asked.topics() if t not in {m.concept for m in targets}], most=3)
    items = tuple(asked.item(r.concept, r.finding) for r in ranked[: 4 * MOST_DRIVERS])
    told = [i.text for i in items[:MOST_DRIVERS]]
    return asked.answer(
        status="answered",
        verdict=replace(NOTHING, basis=items[0].basis, answer=said(question, None) if question.personal else None),
        text=" ".join([*extra, *told]),
        items=items,
        paths=tuple(i.path for i in items[:MOST_DRIVERS] if i.path),
    )


def _depth(r: Reached) -> tuple[bool, int, str]:
    finding = r.finding
    length = len(finding.paths[0].edges) if finding.paths else 1
    return (finding.standing is not Standing.stated, length, r.concept)
