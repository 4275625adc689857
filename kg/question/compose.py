"""Items composed to readings: each word that could relate is tried as the one that does, and its neighbours fill it.

Who plays which part follows from where a thing stands to the relating word and from the preposition before it, so the
order of the rest, and what is said between, does not matter. Every reading is scored; none wins because it came first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.question import relations, together
from kg.question.cases import Cased
from kg.question.items import Item
from kg.question.reading import Reading


def readings(items: Sequence[Item]) -> Iterator[Reading]:
    """The ways to read a sentence, in no order."""
    items = Cased(items)
    for at, item in enumerate(items):
        if item.has("verb"):
            yield relations.by_verb(items, at)
        if item.has("noun"):
            yield relations.by_noun(items, at)
        if item.has("agent") and not item.has("aux"):
            yield relations.by_agent(items, at)
        if item.has("state"):
            yield relations.by_state(items, at)
        if item.has("happen"):
            yield relations.by_happening(items, at)
        if item.has("works") or item.has("weaker"):
            yield relations.by_working(items, at)
        if item.has("change") and (r := relations.by_change(items, at)) is not None:
            yield r
        if item.has("compare", "better", "worse", "equal", "versus") or item.join in ("or", "versus"):
            yield together.by_compare(items, at)
        if item.has("compare", "difference"):
            yield together.by_difference(items, at)
        if item.has("together"):
            yield together.by_joining(items, at)
        if item.has("restriction", "common"):
            yield together.in_common(items, at)
    if (r := together.as_member(items)) is not None:
        yield r
    if (r := relations.by_grade(items)) is not None:
        yield r
    yield together.by_nothing(items)
    yield together.all_topics(items)
