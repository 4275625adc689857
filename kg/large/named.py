"""The names of a snapshot: which of its concepts a text may name, and which a search may mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Protocol

import numpy as np
import numpy.typing as npt

from kg import vocabulary
from kg.large.columns import Large
from kg.large.packed import key, words_of
from kg.linking.text import stem, tokens
from kg.model import Concept

MOST_NAMED, MOST_FOUND, MOST_COMPARED, MOST_BEGUN = 20, 120, 5000, 60
"""Concepts of one name, concepts that a search compares by spelling, and before that by their words, and words that
begin as typed.
"""
_LONGEST_TEXT = 2000
_PUBLIC_ID = re.compile(r"https?://[^\s<>\"]+|\b[A-Za-z][\w.]*[:\-][\w.\-]+")


def named_in(large: Large, text: str) -> list[Concept]:
    """The concepts of which some words of a text, or an id in it, may be the name; the longest names first."""
    text = text[:_LONGEST_TEXT]
    found = dict.fromkeys(n for match in _PUBLIC_ID.finditer(text) for n in by_id(large, match[0].rstrip(".,;?!)")))
    said = words_of(text)
    spelled = [t.spelled for t in tokens(text)]
    for words in (said, spelled) if spelled != said else (said,):
        for length in range(min(large.longest_name, len(words)), 0, -1):
            for at in range(len(words) - length + 1):
                here = words[at : at + length]
                for name in {key(here), "=" + key(["".join(here)])}:
                    found |= dict.fromkeys(large.named(name, MOST_NAMED))
    return [large.concept(n) for n in found]


def by_id(large: Large, name: str) -> Iterator[int]:
    """The concepts of an id, IRI or CURIE."""
    iri = vocabulary.iri(name) or name
    for id in dict.fromkeys((name, iri.removeprefix(vocabulary.BASE))):
        if (n := large.number(id)) is not None:
            yield n
    yield from (n for n, _ in large.by_term(iri))


def found_by(large: Large, text: str, kind: str | None = None) -> list[Concept]:
    """The concepts that a text names, then of those with its rarest word, or one that begins like it, those that have
    most of the others; of one kind, where that is asked for.
    """
    words = words_of(text[:_LONGEST_TEXT])
    exact = large.named(key(words), MOST_FOUND)
    every = [_having(large, word) for word in dict.fromkeys(words)]
    having = sorted((h for h in every if len(h)), key=lambda h: len(h))
    rarest = having[0] if having else np.zeros(0, np.int64)
    counts = np.sum([np.isin(rarest, others, assume_unique=True) for others in having], axis=0)
    best = rarest[np.lexsort((rarest, -counts))][:MOST_COMPARED] if len(rarest) else rarest
    fit = (n for n in dict.fromkeys([*exact, *best.tolist()]) if kind is None or large.kind(n) == kind)
    return [large.concept(n) for n in islice(fit, MOST_FOUND)]


def _having(large: Large, word: str) -> npt.NDArray[np.int64]:
    """The concepts with a word that begins like this one."""
    begun, at = [], first(large, word)
    for place in range(at, min(at + MOST_BEGUN, large.words)):
        if not large.word(place).startswith(word):
            break
        begun.append(large.having(place))
    return np.unique(np.concatenate(begun)).astype(np.int64) if begun else np.zeros(0, np.int64)


def first(large: Large, word: str) -> int:
    """The place of the first word that does not come before this one."""
    low, high = 0, large.words
    while low < high:
        middle = (low + high) // 2
        if large.word(middle) < word:
            low = middle + 1
        else:
            high = middle
    return low


class _Stems(Protocol):
    def __contains__(self, stem: str, /) -> bool: ...


class Spoken:
    """The stems of the words of the names, to be asked for one by one, beside others."""

    def __init__(self, large: Large, others: _Stems) -> None:
        self._large, self._others = large, others

    def __contains__(self, wanted: str, /) -> bool:
        if wanted in self._others:
            return True
        at = first(self._large, wanted)
        near = (self._large.word(n) for n in range(at, min(at + MOST_BEGUN, self._large.words)))
        return any(stem(word) == wanted for word in near if word.startswith(wanted))
