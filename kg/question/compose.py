"""Items composed to readings: each word that could relate is tried as the one that does, and its neighbours fill it.

Who plays which part follows from where a thing stands to the relating word and from the preposition before it, so the
order of the rest, and what is said between, does not matter. Every reading is scored; none wins because it came first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from kg.question import relations, together, unrelated
from kg.question.cases import Cased
from kg.question.items import Item
from kg.question.reading import Reading

_RELATING: dict[str, Callable[[Sequence[Item], int], Reading | None]] = {
    "verb": relations.by_verb,
    "noun": relations.by_noun,
    "state": relations.by_state,
    "happen": relations.by_happening,
    "together": together.by_joining,
    "change": relations.by_change,
    "link": together.by_more,
}
"""The kinds of words that relate, and how each does; none where it needs what does not stand beside it."""


def readings(items: Sequence[Item]) -> Iterator[Reading]:
    """The ways to read a sentence, in no order."""
    items = Cased(items)
    for at, item in enumerate(items):
        for kind, relate in _RELATING.items():
            if item.has(kind) and (r := relate(items, at)) is not None:
                yield r
        if item.has("agent") and not item.has("aux"):
            yield relations.by_agent(items, at)
        if item.has("works") or item.has("weaker"):
            yield relations.by_working(items, at)
        if item.has("compare", "better", "worse", "equal", "versus") or item.join in ("or", "versus"):
            yield together.by_compare(items, at)
        if item.has("compare", "difference"):
            yield together.by_difference(items, at)
        if item.has("restriction", "common"):
            yield together.in_common(items, at)
    if (r := together.as_member(items)) is not None:
        yield r
    if (r := relations.by_grade(items)) is not None:
        yield r
    yield unrelated.by_nothing(items)
    yield together.all_topics(items)
