"""What the asker says of asking, and of nothing that is asked: "for a talk I am preparing, …", "… thanks!"."""

from __future__ import annotations

from itertools import pairwise

from kg.question.items import Item, quiet

_FIRST_PERSON = frozenset("i we my our me us".split())
_THANKS = frozenset("thanks thank thx cheers".split())


def without_asides(items: list[Item]) -> list[Item]:
    """The items with what the asker says of asking as saying nothing: "for a talk I am preparing, …", "… thanks!"."""
    found = list(items)
    comma = next((k for k, i in enumerate(found) if i.text == ","), 0)
    if comma and any(i.text in _FIRST_PERSON for i in found[:comma]) and _says_nothing(found[:comma]):
        found[: comma + 1] = [quiet(i) for i in found[: comma + 1]]
    found = _without_tag(found)
    found = [quiet(i) if i.text == "but" and _opens(found, k) else i for k, i in enumerate(found)]
    commas = [k for k, i in enumerate(found) if i.text == ","]
    for start, end in pairwise(commas):
        if all(_means_nothing(i) for i in found[start + 1 : end]):
            found[start : end + 1] = [quiet(i) for i in found[start : end + 1]]
    last = next((k for k in range(len(found) - 1, -1, -1) if found[k].known), None)
    for k in range((last if last is not None else len(found)) + 1, len(found)):
        before = found[k - 1]
        opens = found[k].text in ("i", "we") and not (before.has("aux") or before.has("ask") or before.has("link"))
        if (opens and not before.has("restriction")) or found[k].text.split(" ")[0] in _THANKS:
            return found[:k] + [quiet(i) for i in found[k:]]
    return found


_TAGGING = frozenset("aux negation person it claim none works".split())


def tagged(items: list[Item]) -> int | None:
    """Where a closing tag starts, after a comma or "or": ", doesn't it", "or does it not"; none where there is none."""
    start = next((k for k in range(len(items) - 1, 0, -1) if items[k].text in (",", "or")), None)
    if start is None or start + 1 == len(items) or not any(i.things for i in items[:start]):
        return None
    tag = items[start + 1 :]
    return start if all(not i.things and i.senses and {s.kind for s in i.senses} <= _TAGGING for i in tag) else None


def _without_tag(items: list[Item]) -> list[Item]:
    start = tagged(items)
    return items if start is None else [*items[:start], *map(quiet, items[start:])]


def leading(items: list[Item]) -> int:
    """How many items open a sentence without saying anything: "please, …"."""
    return next((k for k, i in enumerate(items) if i.text != "," and not (i.has("none") and _means_nothing(i))), 0)


def _opens(items: list[Item], at: int) -> bool:
    """Whether a word opens the question proper: what follows asks, and nothing before it names anything."""
    after = items[at + 1] if at + 1 < len(items) else None
    asks = after is not None and (after.has("aux") or after.has("ask"))
    return asks and not any(i.known for i in items[:at])


def _says_nothing(items: list[Item]) -> bool:
    opening = items[0]
    bound = opening.has("link", "when", "after", "before", "among", "without", "with") or opening.has("restriction")
    return not bound and not any(i.known or i.has("ask") or i.has("group") for i in items)


def _means_nothing(item: Item) -> bool:
    return not item.things and bool(item.senses) and {s.kind for s in item.senses} <= {"none", "person", "it"}
