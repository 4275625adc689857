"""What to ask of who knows the case, after an answer: made from what the graph holds and from what it lacks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from kg.answer.following import next_questions
from kg.answer.values import Answer
from kg.causal import CausalGraph

MOST = 6
MOST_CHANGING, MOST_NEXT = 3, 2
_SILENT = "Is anything known of this beyond the sources that were asked here?"
_TWO_WAYS = "Which of the two directions counts here, and why?"


def to_ask(graph: CausalGraph, answer: Answer) -> list[str]:
    """At most `MOST` questions, what bears on the finding first; each is there once, and there is always one."""
    return list(islice(dict.fromkeys(_asked(graph, answer)), MOST))


def _asked(graph: CausalGraph, answer: Answer) -> Iterator[str]:
    changing = dict.fromkeys(m.label for m in answer.modifiers if m.active is None)
    for label in islice(changing, MOST_CHANGING):
        yield f"Does this play a part here: {label}? It may change the effect."
    if "mixed" in (answer.verdict.answer, answer.verdict.direction):
        yield _TWO_WAYS
    if not answer.citations or answer.verdict.answer == "unknown":
        yield _SILENT
    if any(c.bridge for c in answer.citations):
        yield "Is there a source for the steps that no source here states?"
    yield from next_questions(graph, answer)[:MOST_NEXT]
    yield "How can we see whether this holds here?"
