"""What became of every word of a sentence: a verdict may be given only where each played a part or changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from kg.linking import Mention
from kg.linking.text import Token
from kg.question.items import Item
from kg.question.made import of_whom
from kg.question.reading import Reading
from kg.question.sentences import choice
from kg.question.values import Use, Word

_FORM = ("aux", "link", "join", "ask", "claim")
_FORM_IF_NOT_USED = ("it", "happen", "define", "means", "goal")
_RESTRICTING = ("negation", "restriction", "attribute", "rank", "always")


def judged(
    r: Reading, explained: Collection[int], words: list[Token], context: list[Mention], gaps: bool, closed: bool
) -> Iterable[Word]:
    """Each word with what became of it; `gaps` where those that name nothing known play a part
    all the same, `closed` where a yes or a no is wanted.
    """
    used = r.used.union(explained)
    of: dict[int, str] = {}
    for k, item in enumerate(r.items):
        for i in range(item.start, item.end):
            of.setdefault(i, _use(r, k, item, used, gaps, closed))
    for i, word in enumerate(words):
        use = of.get(i, "none")
        mention = next(
            (t for item in r.items for t in item.things if t.span[0] <= word.start < t.span[1]),
            next((m for m in context if m.span[0] <= word.start < m.span[1]), None),
        )
        if isinstance(mention, Mention) and use == "concept":
            use = "concept" if mention.start <= word.start < mention.end else "level"
        elif mention is not None and mention in context:
            use = "context"
        yield Word(start=word.start, end=word.end, text=word.text, use=use)


_LEFT = ("topic", "like", "by", "other")


def _is_a_time(items: Sequence[Item], at: int) -> bool:
    """Whether a number is of some time, which the answer would have to keep to."""
    behind = items[at + 1 : at + 3]
    return any(i.has("none", "time") for i in behind) and not any(i.text == "%" for i in items)


def _aside(r: Reading, k: int, closed: bool) -> bool:
    """Whether a thing plays no part in what a verdict would be on, beside others that do."""
    if not closed or r.kind in ("topics", "compare", "difference", "together", "common", "member"):
        return False
    roles = (*_LEFT, "excluded") if r.has("cause", "effect") else ()
    return any(at == k for role in roles for at, _ in r.parts.get(role, ()))


_USUAL_TIMES = frozenset(
    "time times age aged old older elderly daily weekly regularly regular midlife lifetime".split()
)


def _unheeded(r: Reading, k: int) -> bool:
    """Whether a word would change what a yes means, and nothing here goes by it."""
    item, items = r.items[k], r.items
    if item.things:
        return False
    if item.has("negation"):
        return of_whom(items, k) or any(i.text in ("some", "any") and i is not item for i in items[:k])
    weighs = r.has("cause", "effect")
    timed = item.has("none", "time") and item.text not in _USUAL_TIMES
    beside = item.has("attribute") and not item.has("none") and k != r.relation
    return (weighs and (timed or beside)) or (k == r.relation and r.kind == "weaker")


def _use(r: Reading, k: int, item: Item, used: set[int], gaps: bool, closed: bool) -> Use:
    if item.has("setting"):
        return "context"
    if item.things:
        if any(at == k for at, _ in r.parts.get("context", ())) and not item.known:
            return "context"
        aside = _aside(r, k, closed)
        return "not_understood" if aside or not (item.known or gaps) else "concept"
    if closed and _unheeded(r, k):
        return "not_understood"
    if k == r.relation:
        return "relation"
    if item.has("restriction", "only") and k + 1 < len(r.items) and r.items[k + 1].has("restriction"):
        return "not_understood"
    if item.has("restriction") and k in used:
        return "restriction"
    if k in used or any(item.has(kind) for kind in _FORM):
        return "form"
    if any(item.has(kind) for kind in _RESTRICTING):
        return "restriction"
    if any(item.has(kind) for kind in _FORM_IF_NOT_USED):
        return "form"
    if choice(r.items) and (item.has("verb") or item.has("state")):
        return "form"
    if item.has("number"):
        return "not_understood" if closed and _is_a_time(r.items, k) else "none"
    if item.idle or item.has("direct"):
        return "none"
    return "not_understood"
