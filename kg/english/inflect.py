"""Number of nouns and forms of verbs, by LemmInflect's dictionary and rules (github.com/bjascob/LemmInflect, MIT)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import cast

from lemminflect import getInflection, getLemma  # type: ignore[import-untyped]  # it brings no types

# What follows the head of a noun phrase: a preposition, a participle, a bracket.
_HEAD_ENDS = re.compile(r" \(| (?:in|of|on|to|for|with|who|after|by|at|from|over|aged|combined|exceeding)\b")


def _lemma(word: str, part_of_speech: str) -> str:
    return str(cast(Sequence[str], getLemma(word, part_of_speech))[0])


def _inflected(lemma: str, form: str) -> str:
    return str(cast(Sequence[str], getInflection(lemma, form))[0])


@lru_cache(maxsize=4096)
def plural(phrase: str) -> bool:
    """Whether a noun phrase is grammatically plural, by its head: its last noun before a preposition. Doing something
    is one thing, whatever it is done to.

    >>> plural("bisphosphonates"), plural("osteoporosis"), plural("calcium deposition in the bones")
    (True, False, False)
    >>> plural("lifting weights")
    False
    """
    first, *more = words = re.split(r"[ -]", _HEAD_ENDS.split(phrase)[0])
    if more and first.endswith("ing") and _lemma(first, "VERB") != first:
        return False
    head = words[-1]
    return head.islower() and head.endswith("s") and _lemma(head, "NOUN") != head


@lru_cache(maxsize=4096)
def base(verb: str) -> str:
    """The base form of the verb that a phrase starts with, and of one that "and" joins to it.

    >>> base("raises"), base("is needed for"), base("carries"), base("binds and activates")
    ('raise', 'be needed for', 'carry', 'bind and activate')
    """
    words = verb.split(" ")
    ends = [i + 1 for i, word in enumerate(words) if word == "and"]
    return " ".join(_lemma(w, "VERB") if i == 0 or i in ends else w for i, w in enumerate(words))


@lru_cache(maxsize=4096)
def third(verb: str) -> str:
    """The third person singular of a phrase in its base form.

    >>> third("raise"), third("be needed for"), third("carry"), third("bind and activate")
    ('raises', 'is needed for', 'carries', 'binds and activates')
    """
    words = verb.split(" ")
    ends = [i + 1 for i, word in enumerate(words) if word == "and"]
    return " ".join(_inflected(w, "VBZ") if i == 0 or i in ends else w for i, w in enumerate(words))


def agreeing(verb: str, many: bool) -> str:
    """A phrase in its base form, as it agrees with its subject.

    >>> agreeing("be needed for", True), agreeing("carry", False)
    ('are needed for', 'carries')
    """
    if not many:
        return third(verb)
    return f"are{verb[2:]}" if verb == "be" or verb.startswith("be ") else verb
