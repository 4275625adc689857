"""Sentences that say two things of one subject: "does it raise this and lower that", each read by itself."""

from __future__ import annotations

from collections.abc import Sequence

from kg.question.items import Item

_TOLD = ("negation", "restriction", "compare", "together", "attribute")
_LIST = ("what", "which", "who", "where")


def apart(items: Sequence[Item]) -> list[list[Item]]:
    """What is said of a subject as sentences of their own with that subject: one or two, in their order.

    What is asked for by "what" or "which" would have to do both, and what is denied or restricted is so of both
    together; such a sentence stays whole.
    """
    whole = list(items)
    first = next((k for k in range(1, len(whole)) if _says(whole[k]) and _subject(whole[:k])), None)
    join = None if first is None else next((k for k in range(first, len(whole)) if whole[k].has("join", "and")), None)
    if first is None or join is None or join + 1 >= len(whole) or not _says(whole[join + 1]):
        return [whole]
    subject, one, other = whole[:first], whole[first:join], whole[join + 1 :]
    if any((i.can_be(*_TOLD) and not _is_both(i)) or i.has("ask", *_LIST) for i in whole):
        return [whole]
    subject = [i for i in subject if not _is_both(i)]
    return [[*subject, *one], [*subject, *other]] if _one_object(one) and _one_object(other) else [whole]


def _says(item: Item) -> bool:
    return item.has("verb", "up", "down", "good", "bad", "any", "restore") and not item.things


def _is_both(item: Item) -> bool:
    return item.text == "both"


def _subject(before: Sequence[Item]) -> bool:
    """Whether what stands before a verb ends in what acts."""
    last = next((i for i in reversed(before) if not (i.idle or _is_both(i))), None)
    return last is not None and bool(last.things) and not any(_says(i) and i.form != "ing" for i in before)


def _one_object(said: Sequence[Item]) -> bool:
    """Whether a verb is followed by the one thing that it is said of, and by nothing that says more."""
    named = [k for k, i in enumerate(said) if i.things]
    rest = (i for i in said[1:] if not i.things)
    return len(named) == 1 and all(i.idle or i.text in (",", "to") or (_says(i) and not i.form) for i in rest)
