"""What words and phrases mean to a question: small typed meanings, from a table with an example a row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import lemminflect  # type: ignore[import-untyped]  # it brings no types

from kg.linking import english
from kg.linking.text import american, fold

_CUE = "cue"
_VERB, _NOUN = ("VBZ", "VBD", "VBN", "VBG"), ("NNS",)
_INFLECTED = {"verb": _VERB, "change": _VERB, "noun": _NOUN, "agent": _NOUN, "means": _NOUN}


class Sense(NamedTuple):
    """One meaning of a phrase: the kind of part that it can play, and what it says in that part."""

    kind: str
    meaning: str


class Row(NamedTuple):
    """A row of the table: phrases of one sense, and an example in which ‹…› may be replaced by each of them."""

    phrases: tuple[str, ...]
    sense: Sense
    example: str


@lru_cache(maxsize=1)
def rows() -> tuple[Row, ...]:
    """The table, as it stands in the file behind the remarks on where such words are listed."""
    return tuple(
        Row(tuple(p.strip() for p in row["words"].split(",")), Sense(row["kind"], row["meaning"]), row["example"])
        for row in english.rows("meanings", "kg.question")
    )


def _forms(phrase: tuple[str, ...], kind: str) -> Iterable[tuple[str, ...]]:
    """A phrase in its forms: a verb bends in its first word, a noun in its first or last."""
    yield phrase
    if (tags := _INFLECTED.get(kind)) is None:
        return
    for place in {0} if tags is _VERB else {0, len(phrase) - 1}:
        for tag in tags:
            for form in lemminflect.getInflection(phrase[place], tag):
                yield (*phrase[:place], american(form), *phrase[place + 1 :])


@lru_cache(maxsize=1)
def _table() -> dict[tuple[str, ...], frozenset[Sense]]:
    found: dict[tuple[str, ...], set[Sense]] = {}
    for row in rows():
        for phrase in row.phrases if row.sense.kind != _CUE else ():
            words = tuple(american(fold(w)) for w in phrase.replace("-", " ").replace("/", " ").split())
            for form in _forms(words, row.sense.kind):
                found.setdefault(form, set()).add(row.sense)
    return {form: frozenset(senses) for form, senses in found.items()}


@cache
def cue(name: str) -> frozenset[str]:
    """The words of a cue: what plays no part, and only shows how its neighbours stand."""
    said = [row.phrases for row in rows() if row.sense == Sense(_CUE, name)]
    if not said:
        raise ValueError(f"no row has the cue {name!r}")
    return frozenset(phrase for phrases in said for phrase in phrases)


@lru_cache(maxsize=1)
def _longest() -> dict[str, int]:
    """The length of the longest phrase by its first word."""
    longest: dict[str, int] = {}
    for form in _table():
        longest[form[0]] = max(longest.get(form[0], 0), len(form))
    return longest


def longest(word: str) -> int:
    """How many words the longest phrase has that starts with a word; 0 where none does."""
    return _longest().get(word, 0)


def words() -> frozenset[str]:
    """All words of the table, in all their forms."""
    return frozenset(word for form in _table() for word in form)


def at(texts: Sequence[str], start: int, end: int) -> tuple[int, frozenset[Sense]]:
    """The longest phrase that starts at a word and ends before another: its length and its senses; 0 for none."""
    table = _table()
    most = min(longest(texts[start]), end - start)
    for length in range(most, 0, -1):
        if senses := table.get(tuple(texts[start : start + length])):
            return length, senses
    return 0, frozenset()
