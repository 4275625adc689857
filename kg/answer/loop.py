"""How something acts back on itself: the loops that it lies on, with their polarity and never a net direction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.answer.asked import Asked
from kg.answer.sentences import loop_sentence
from kg.answer.values import Answer
from kg.answer.verdict import NOTHING, said
from kg.causal import Loop
from kg.causal.reach import feedback
from kg.english import say

MOST_LOOPS = 3


def answer(asked: Asked) -> Answer:
    """The loops through what is asked about, the shortest first; of the whole graph where nothing is named."""
    loops = loops_of(asked)
    if not loops:
        named = say.listed([asked.label(c) for c in asked.subjects()])
        what = f"that {named} acts back on itself" if named else "that anything acts back on itself"
        return asked.nothing(f"The source does not say {what}.")
    return asked.answer(
        status="answered",
        verdict=replace(NOTHING, basis="by_mechanism", answer=said(asked.question, asked.question.loop or None)),
        text=" ".join(loop_sentence(asked.graph, loop, asked.citations) for loop in loops[:MOST_LOOPS]),
        caveats=(f"{len(loops) - MOST_LOOPS} more loops are known.",) if len(loops) > MOST_LOOPS else (),
    )


def on_itself(asked: Asked) -> Answer:
    """A concept asked about as its own cause, which is no question unless it lies on a loop."""
    if not loops_of(asked):
        text = "Cause and effect are the same here; ask about two things."
        return replace(asked.blank, status="not_understood", text=text)
    return answer(asked)


def loops_of(asked: Asked) -> list[Loop]:
    """The loops through every concept that is named, as the question restricts them."""
    graph = asked.graph
    ways = [frozenset(asked.variables([c]) or {graph.variable_of(c)}) for c in asked.subjects()]
    starts: Iterable[str | None] = [v for v in sorted(ways[0]) if graph.is_signed(v)] if ways else [None]
    found = {loop.nodes: loop for v in starts for loop in feedback(graph, v, *asked.view)}
    return [loop for loop in found.values() if all(way & {*loop.nodes} for way in (*ways, *asked.filters.ways))]
