"""The words that a reader of documents goes by: those of questions and names, and its own table beside them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from kg.linking import english, levels
from kg.question import meanings

_SIGNS = {"up": 1, "down": -1}


@cache
def kind(name: str) -> frozenset[str]:
    """The words of a kind of the table; raises ValueError where it has none."""
    found = [row["words"] for row in english.rows("words", "kg.reading") if row["kind"] == name]
    if not found:
        raise ValueError(f"no row has the kind {name!r}")
    return frozenset(word.strip() for words in found for word in words.split(","))


def verb(texts: Sequence[str], at: int) -> tuple[int, str]:
    """How many words a verb that starts here has, and what it does: up, down, good, any, …; 0 and nothing for none.

    >>> verb(["it", "leads", "to", "falls"], 1), verb(["it", "sits"], 1)
    ((2, 'up'), (0, ''))
    """
    for length in range(meanings.longest(texts[at]), 0, -1):
        phrase = " ".join(texts[at : at + length])
        found, senses = meanings.at(texts, at, at + length)
        if found != length:
            continue
        said = sorted(s.meaning for s in senses if s.kind == "verb")
        if not said or len(texts) < at + length:
            continue
        if phrase in kind("unsigned") or " ".join((_base(texts[at]), *texts[at + 1 : at + length])) in kind("unsigned"):
            return (length, "any") if length > 1 else (0, "")
        return length, next((s for s in said if s in _SIGNS), said[0])
    return 0, ""


def _base(word: str) -> str:
    return next((word.removesuffix(e) for e in ("ing", "ed", "s") if word.endswith(e)), word)


def sign(sense: str) -> int:
    """1 for what raises, -1 for what lowers, 0 where that rests on what is acted on."""
    return _SIGNS.get(sense, 0)


@lru_cache(maxsize=1)
def _agents() -> dict[str, int]:
    rows = [row for row in meanings.rows() if row.sense.kind == "agent" and row.sense.meaning in _SIGNS]
    found = {p: _SIGNS[row.sense.meaning] for row in rows for p in row.phrases} | {"mediator": 1}
    return {form: level for p, level in found.items() if p not in kind("no agent") for form in (p, p + "s")}


def agent(word: str) -> int:
    """What one who is called so does: 1 for an activator, -1 for an inhibitor, 0 for any other noun."""
    return _agents().get(word, 0)


@lru_cache(maxsize=4096)
def noun(word: str) -> int:
    """What a noun says of what it is of: 1 for its increase, -1 for its loss or lack, 0 for neither."""
    if word in kind("lowering"):
        return -1
    if word in kind("raising"):
        return 1
    return levels.AFTER.get((word,), 0)


@lru_cache(maxsize=4096)
def adjective(word: str) -> int:
    """The level that an adjective or participle before a name gives it; 0 for none."""
    if word in kind("no grade"):
        return 0
    return levels.BEFORE.get((word,), 0) or levels.BEFORE_OR_VERB.get((word,), 0) or levels.AFTER_COPULA.get((word,), 0)


@lru_cache(maxsize=1)
def _signed() -> dict[str, str]:
    rows = [row for kind_ in ("state", "signed") for row in meanings.rows() if row.sense.kind == kind_]
    said = {
        p: row.sense.meaning for row in rows if row.sense.meaning in ("up", "down", "good", "bad") for p in row.phrases
    }
    return {p: meaning for p, meaning in said.items() if p not in kind("no sign")}


def of_effect(adjective: str) -> str:
    """What an effect does that is called so: up, down, good, bad; empty where that is not told.

    >>> of_effect("inhibitory"), of_effect("positive"), of_effect("large")
    ('down', 'good', '')
    """
    return _signed().get(adjective, "")


@lru_cache(maxsize=1)
def _effects() -> frozenset[str]:
    rows = [row for row in meanings.rows() if row.sense.kind == "noun" and row.sense.meaning == "effect"]
    return frozenset(form for row in rows for p in row.phrases for form in (p, p + "s"))


def is_effect(word: str) -> bool:
    """Whether a noun is of what something does: effect, impact, influence."""
    return word in _effects()
