"""How the things of a sentence stand to its words: what joins them, what binds them, what stands before and behind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.question.items import Item
from kg.question.meanings import cue

RELATIONS = ("verb", "noun", "agent", "state", "happen", "works", "weaker")
"""The kinds of words that relate things."""
_IDLE = frozenset("none person number means rank".split())
_FILLING = frozenset("none person number always".split())


def joined(items: Sequence[Item]) -> list[Item]:
    """The items with things that "and", "or" or a comma joins as one item."""
    found: list[Item] = []
    at = 0
    choice = any(i.has("compare") or i.has("ask", "which") for i in items)
    while at < len(items):
        item = items[at]
        if item.things:
            group, end, join = list(item.things), at + 1, ""
            while True:
                ahead, word = end, ""
                while ahead < len(items) and not items[ahead].things and (_joins(items[ahead]) or _idle(items[ahead])):
                    if _joins(items[ahead]):
                        word = (
                            "comma"
                            if word == "" and items[ahead].text == ","
                            else (items[ahead].meaning("join") or ("versus" if items[ahead].has("compare") else "and"))
                        )
                    ahead += 1
                before_idle = end < len(items) and not items[end].things and not _joins(items[end])
                if not word or ahead >= len(items) or not items[ahead].things or before_idle:
                    break
                if word == "comma" and (choice or not _list_goes_on(items, ahead)):
                    break
                group += items[ahead].things
                join = word if word != "comma" else join or "and"
                end = ahead + 1
            text = " ".join(i.text for i in items[at:end])
            found.append(replace(item, end=items[end - 1].end, text=text, things=tuple(group), join=join))
            at = end
            continue
        found.append(item)
        at += 1
    return found


def _joins(item: Item) -> bool:
    return item.has("join") or item.text == "plus" or item.has("compare", "versus")


def _list_goes_on(items: Sequence[Item], at: int) -> bool:
    """Whether after a comma and a thing, another join follows: "a, b and c"."""
    return at + 1 < len(items) and _joins(items[at + 1])


def _idle(item: Item) -> bool:
    return (not item.things and item.kinds.keys() <= _IDLE) or item.text in ("take", "go")


def is_filling(item: Item) -> bool:
    """Whether it can do nothing but fill."""
    return not item.things and bool(item.kinds) and item.kinds.keys() <= _FILLING


def _is_amount(item: Item) -> bool:
    """Whether it says of what follows only that there is some of it: "the chance of", "a rate of"."""
    return item.has("none", "head") and is_filling(item)


class Cased(list[Item]):
    """Items that never change, with how each thing is bound, found out once for all readings."""

    def __init__(self, items: Iterable[Item]) -> None:
        super().__init__(items)
        self.cases: dict[int, str] = {}


def case(items: Sequence[Item], at: int) -> str:
    """How the thing at a place is bound to what stands before it: by which preposition, or as what comes first."""
    if not isinstance(items, Cased):
        return _case(items, at)
    if at not in items.cases:
        items.cases[at] = _case(items, at)
    return items.cases[at]


def _case(items: Sequence[Item], at: int) -> str:
    if items[at].text.startswith(("without ", "no ")):
        return "without"
    if items[at].text.startswith("with "):
        return "with"  # "in people with low density"
    if at + 1 < len(items) and items[at + 1].text in _SET_ASIDE:
        return "excluded"
    for i in range(at - 1, -1, -1):
        item = items[i]
        if item.things:
            return "thing"
        if not _passes(items, i) and (bound := _bound_by(items, i)):
            return bound
    return "start"


_SET_ASIDE = cue("set aside")


def _passes(items: Sequence[Item], at: int) -> bool:
    """Whether a word binds nothing there: "the chance of it", "which kinds of it", "when there is more of it"."""
    item, before = items[at], items[at - 1] if at else None
    if item.has("aux"):
        return at > 1 and before is not None and before.text == "there"
    if item.text == "to":
        return at + 1 < len(items) and items[at + 1].has("none", "said")
    amount = before is not None and not before.has("none", "time") and _is_amount(before)
    asked = at > 1 and before is not None and before.has("kind") and items[at - 2].has("ask", "what", "which")
    return item.has("link", "of") and (amount or asked)


def _bound_by(items: Sequence[Item], at: int) -> str:
    """How a word binds a thing behind it; empty where it does not."""
    item = items[at]
    if item.has("link", "of") and at and items[at - 1].has("none", "time"):
        return "after"
    for meaning in ("through", "avoid", "excluded"):
        if item.has("restriction", meaning):
            return "avoid" if meaning == "through" and at and _excludes(items[at - 1]) else meaning
    if item.has("link"):
        return item.meaning("link")
    if item.has("join"):
        return "join" if item.text != "," else "comma"
    if item.has("ask"):
        return "ask" if item.has("ask", "what", "which") else "start"
    if item.has("aux"):
        return "aux"
    if is_filling(item) or item.has("it"):
        return ""
    if item.can_be(*RELATIONS):
        return "relation"
    return "compare" if item.has("compare", "better", "worse", "equal", "difference") else ""


def _excludes(item: Item) -> bool:
    return item.has("negation") or item.has("restriction", "excluded") or item.has("link", "without")


def with_case(items: Sequence[Item], *cases: str, free: set[int], after: int = -1) -> list[int]:
    """The things in one of these cases that are free, behind a place."""
    return [
        i for i, item in enumerate(items) if item.things and i not in free and i > after and case(items, i) in cases
    ]


def is_relation(item: Item) -> bool:
    """Whether an item can relate things."""
    return item.can_be(*RELATIONS) and not item.has("aux")


def thing_before(items: Sequence[Item], at: int) -> int | None:
    """The thing before a relating word that acts, or is acted on: the nearest that no preposition binds elsewhere."""
    for i in range(at - 1, -1, -1):
        if items[i].things:
            if case(items, i) in ("start", "aux", "ask", "join", "comma", "thing", "relation", "compare"):
                return i
            if (
                case(items, i) in ("on", "when")
                and not any(is_relation(items[k]) for k in range(i + 1, at))
                and not any(items[k].things for k in range(i))
            ):
                return i
    return None


def thing_behind(items: Sequence[Item], at: int, *links: str) -> int | None:
    """The thing behind a relating word, with nothing between that binds it elsewhere but the links named."""
    for i in range(at + 1, len(items)):
        if items[i].things:
            return i
        if items[i].has("link") and not items[i].has("link", *links, "of"):
            return None
        if items[i].text == "," or items[i].has("ask") or items[i].has("restriction", "through", "avoid", "excluded"):
            return None
        if (
            items[i].has("link", "of")
            and "of" not in links
            and not (items[i - 1].has("number") or _is_amount(items[i - 1]))
        ):
            return None
    return None


def is_passive(items: Sequence[Item], at: int) -> bool:
    """Whether a verb stands in the passive."""
    if items[at].form != "ed":
        return False
    after = items[at + 1] if at + 1 < len(items) else None
    if after is not None and after.has("link", "by"):
        return True
    for i in range(at - 1, -1, -1):
        if items[i].has("aux", "be") or items[i].text in ("get", "gets", "getting", "got"):
            return True
        if items[i].things or items[i].has("aux") or items[i].has("link"):
            if items[i].things:
                continue
            return False
    return False
