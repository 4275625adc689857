"""What the asker says of asking, and of nothing that is asked: "for a talk I am preparing, …", "… thanks!"."""

from __future__ import annotations

from itertools import pairwise

from kg.question.items import Item, quiet
from kg.question.meanings import cue

_FIRST_PERSON, _ASKED, _THANKS = cue("asker"), cue("asked"), cue("thanks")


def without_asides(items: list[Item]) -> list[Item]:
    """The items with what the asker says of asking as saying nothing: "for a talk I am preparing, …", "… thanks!"."""
    found = list(items)
    comma = next((k for k, i in enumerate(found) if i.text == ","), 0)
    if comma and any(i.text in _FIRST_PERSON for i in found[:comma]) and _says_nothing(found[:comma]):
        found[: comma + 1] = [quiet(i) for i in found[: comma + 1]]
    found = _without_sayer(_without_tag(found))
    found = [quiet(i) if i.text == "but" and _opens(found, k) else i for k, i in enumerate(found)]
    commas = [k for k, i in enumerate(found) if i.text == ","]
    for start, end in pairwise(commas):
        if all(_means_nothing(i) for i in found[start + 1 : end]):
            found[start : end + 1] = [quiet(i) for i in found[start : end + 1]]
    last = next((k for k in range(len(found) - 1, -1, -1) if found[k].known), None)
    if last is None and found and found[0].text in _FIRST_PERSON and any(i.text in _ASKED for i in found):
        return [quiet(i) for i in found]  # "I cannot find an answer"
    for k in range(0 if last is None else last + 1, len(found)):
        before = found[k - 1] if k else None
        awaits = before is None or before.can_be("aux", "ask", "link")
        opens = found[k].text in ("i", "we") and not awaits
        if (opens and before and not before.has("restriction", "excluded", "avoid", "through")) or found[k].text.split(
            " "
        )[0] in _THANKS:
            return found[:k] + [quiet(i) for i in found[k:]]
    return found


_TAGGING = frozenset("aux negation person it claim none works".split())


def tagged(items: list[Item]) -> int | None:
    """Where a closing tag starts, after a comma or "or": ", doesn't it", "or does it not"; none where there is none."""
    start = next((k for k in range(len(items) - 1, 0, -1) if items[k].text in (",", "or")), None)
    if start is None or start + 1 == len(items) or not any(i.things for i in items[:start]):
        return None
    tag = items[start + 1 :]
    if not any(i.can_be("aux", "claim", "negation") for i in tag):
        return None
    return start if all(not i.things and i.senses and {s.kind for s in i.senses} <= _TAGGING for i in tag) else None


def _without_tag(items: list[Item]) -> list[Item]:
    start = tagged(items)
    return items if start is None else [*items[:start], *map(quiet, items[start:])]


def opening(items: list[Item]) -> int:
    """The word at which a sentence starts behind what the asker says of asking: "for a talk I am preparing, …"."""
    comma = next((k for k, i in enumerate(items) if i.text == "," or not (i.idle or i.has("aux") or i.text == ",")), 0)
    return items[comma + 1].start if 0 < comma < len(items) - 1 and items[comma].text == "," else 0


def _without_sayer(items: list[Item]) -> list[Item]:
    """The items with whoever says what is asked about as saying nothing: "a blog says", "my husband reckons"."""
    said = next((k for k, i in enumerate(items) if i.has("none", "said")), 0)
    before = items[:said]
    asks = any(i.known or i.weighs or any(i.has(kind) for kind in ("ask", "negation", "claim")) for i in before)
    if not said or asks or any(i.has("aux", "do", "can") for i in before) or before[0].has("aux"):
        return items
    end = said + 1 + (items[said + 1 : said + 2] != [] and items[said + 1].text == "that" and said + 2 < len(items))
    return [*map(quiet, items[:end]), *items[end:]]


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
