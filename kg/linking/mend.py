"""Typing errors mended to words of the names, where a word names nothing as it stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from copy import copy
from dataclasses import replace
from itertools import groupby

from symspellpy import SymSpell, Verbosity  # type: ignore[import-untyped]  # it brings no types

from kg.linking import english, levels
from kg.linking.text import LONGEST_WORD, Token, inflects, noun_of, tokens

_MENDED_FROM = 4
"""Letters; a shorter word is too near to others to be mended, one of four may lack one. From 8 on, two errors are."""


class Mender:
    """Mends words to those of names and of speech.

    `known` are the words of the names, `kept` words that are right though they stand in none, `names` the stems of each
    name.
    """

    def __init__(
        self, known: Collection[str], kept: Collection[str], names: Collection[tuple[str, ...]], speech: Iterable[str]
    ) -> None:
        self._known, self._kept, self._names = known, kept, names
        self._stems = {stem for key in names for stem in key}
        self._mender = _mender({*known, *speech})

    def knowing(self, words: Iterable[str]) -> Mender:
        """The same, which leaves further words as they are."""
        other = copy(self)
        other._kept = frozenset((*self._kept, *words))
        return other

    def mended(self, token: Token) -> Token:
        """The token, with a typing error mended where it names nothing as it stands."""
        word = token.word
        if not _MENDED_FROM <= len(word) <= 40 or token.numeric:
            return token
        if word in self._known or token.spelled in self._known or word in self._kept or english.is_word(word):
            return token
        if noun_of(word) in self._known:
            return token
        near = sorted((self._far(term, word), term) for term in self._near(word, acronym=token.text.isupper()))
        nearest = [tokens(term)[0] for far, term in near if far == near[0][0]]
        if len({t.stem for t in nearest}) != 1:
            return token
        best = nearest[0]
        inflected = token.stem in self._stems and best.stem == token.stem and inflects(token.spelled, best.spelled)
        hidden = (token.stem,) in self._names and (best.stem,) not in self._names
        if inflected or hidden:
            return token
        return replace(best, start=token.start, end=token.end, text=token.text, mended=True)

    def _far(self, term: str, word: str) -> tuple[bool | int, ...]:
        """How unlikely it is that a word stands for this term: names first, then one whose letters stand in another
        order or are doubled, then common words.
        """
        same = sorted(term) == sorted(word) or _once(term) == _once(word)
        return term not in self._known, term[0] != word[0], not same, english.rarity(term), len(term) != len(word)

    def _near(self, word: str, *, acronym: bool) -> list[str]:
        """The words that this one could be a misspelling of; an acronym of four letters could be of too many.

        One of four letters lacks one or has them in another order: "bnoe".
        """
        if len(word) == _MENDED_FROM and acronym:
            return []
        found = self._mender.lookup(word, Verbosity.CLOSEST, max_edit_distance=1 if len(word) < 8 else 2)
        if len(word) == _MENDED_FROM:
            return [
                s.term
                for s in found
                if len(s.term) > len(word) or (s.term in self._known and sorted(s.term) == sorted(word))
            ]
        return [s.term for s in found if s.distance == 1 or s.term in self._known]

    def alike(self, word: str, *, distance: int) -> list[str]:
        """The words spelled almost like one."""
        found = self._mender.lookup(word[:LONGEST_WORD], Verbosity.ALL, max_edit_distance=distance)
        return [s.term for s in found]


def _once(word: str) -> str:
    """A word with its doubled letters written once: "stoping" for "stopping"."""
    return "".join(letter for letter, _ in groupby(word))


def _mender(words: Iterable[str]) -> SymSpell:
    """Finds the words within two typing errors by the letters that are left when some are taken out."""
    mender = SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
    for word in sorted({*english.COMMON, *levels.WORDS, *words}):
        if len(word) >= _MENDED_FROM - 1 and not any(c.isdigit() for c in word):
            mender.create_dictionary_entry(word, 1)
    return mender
