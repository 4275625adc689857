"""A name told in other words of its last noun's family: "calcium gets absorbed", "soil is moist"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

import lemminflect  # type: ignore[import-untyped]  # it brings no types

from kg.linking import english

T = TypeVar("T")
_OF_VERBS = (
    ("ation", "", "e", "ate"),
    ("ption", "b", "pt", "ve"),
    ("uction", "uce", "uct"),
    ("sion", "d", "de", "se"),
    ("ion", "", "e"),
    ("sis", "ze", "size", "se"),
    ("ment", ""),
    ("ing", "", "e"),
    ("wth", "w"),
    ("ance", "", "e"),
    ("al", "", "e"),
)
"""Endings of nouns that tell of an action, each with those of its verb."""
_OF_ADJECTIVES = (
    ("iness", "y"),
    ("ness", ""),
    ("bility", "ble"),
    ("osity", "ous"),
    ("ity", "e", ""),
    ("ure", ""),
    ("ngth", "ng"),
    ("th", ""),
    ("ness", "le"),
)
"""Endings of nouns that tell how something is, each with those of its adjective."""
_OTHERS = {
    "death": "die",
    "apoptosis": "die",
    "lifespan": "live",
    "life": "live",
    "flight": "fly",
    "choice": "choose",
    "thought": "think",
    "multiplication": "multiply",
    "number": "multiply",
}
"""Nouns that are of no verb's letters, and that verb."""
_QUALITIES = {"number": "numerous"}
"""Nouns that are of no adjective's letters, and that adjective."""
_ALIKE = {
    "lifespan": ("life", "lifetime", "survival", "longevity"),
    "differentiation": ("maturation",),
    "proliferation": ("multiplication",),
    "apoptosis": ("death",),
    "absorption": ("uptake",),
}
"""Nouns that others stand for in everyday words (WordNet 3.1)."""
_LEAST_ROOT = 3


@lru_cache(maxsize=1024)
def verb(noun: str) -> str:
    """The verb whose action a noun tells of; empty where it tells of none.

    >>> verb("absorption"), verb("formation"), verb("synthesis"), verb("growth"), verb("calcium")
    ('absorb', 'form', 'synthesize', 'grow', '')
    """
    if noun.endswith("ization"):
        return noun.removesuffix("ation") + "e"
    return _OTHERS.get(noun) or _root(noun, _OF_VERBS, "VERB")


@lru_cache(maxsize=1024)
def adjective(noun: str) -> str:
    """The adjective of which a noun is the measure; empty where it is of none.

    >>> adjective("moisture"), adjective("density"), adjective("hardness"), adjective("strength"), adjective("soil")
    ('moist', 'dense', 'hard', 'strong', '')
    """
    return _QUALITIES.get(noun) or _root(noun, _OF_ADJECTIVES, "ADJ")


def _root(noun: str, endings: tuple[tuple[str, ...], ...], part: str) -> str:
    return next((word for word in _roots(noun, endings) if _is(word, part)), "")


def _roots(noun: str, endings: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    for ending, *others in endings:
        if noun.endswith(ending) and len(noun) - len(ending) >= _LEAST_ROOT - 1:
            root = noun.removesuffix(ending)
            yield from (root + other for other in others)
            if ending == "ngth":
                yield root[:-1] + "ong"  # strength, length


@lru_cache(maxsize=4096)
def acts(word: str) -> bool:
    """Whether a word can be a verb and no noun.

    >>> acts("differentiate"), acts("growth"), acts("fall")
    (True, False, False)
    """
    parts = lemminflect.getAllLemmas(word)
    return "VERB" in parts and "NOUN" not in parts


def _is(word: str, part: str) -> bool:
    if len(word) < _LEAST_ROOT:
        return False
    return word in english.ENGLISH and word in lemminflect.getAllLemmas(word).get(part, ())


class Told(NamedTuple):
    """Words that tell a name by the family of its last noun, and how they must stand to mean it."""

    words: tuple[str, ...]
    how: str


def told(name: Sequence[str]) -> Iterator[Told]:
    """The ways to tell a name of several words by the verb or the adjective of its last.

    >>> [" ".join(told.words) for told in told(("calcium", "absorption"))]
    ['calcium uptake', 'uptake of calcium', 'absorption of calcium', 'calcium absorb', 'absorb calcium']
    >>> [" ".join(told.words) for told in told(("soil", "moisture"))]
    ['moisture of soil', 'soil moist', 'moist soil', 'how moist soil']
    """
    *rest, last = name
    for noun in _ALIKE.get(last, ()):
        yield Told((*rest, noun), "of")
        yield from told((*rest, noun))
    if len(rest) == 2 and (action := _acting(rest[1])):  # "bone-eating cells": cells that eat bone
        yield from (Told((last, which, action, rest[0]), "of") for which in ("that", "which"))
    if rest and "of" not in rest:
        yield Told((last, "of", *rest), "of")
    if rest and (action := verb(last)):
        yield Told((*rest, action), "does")
        yield Told((action, *rest), "done")
    if rest and (quality := adjective(last)):
        yield Told((*rest, quality), "is")
        yield Told((quality, *rest), "is")
        yield Told(("how", quality, *rest), "is")


def _acting(participle: str) -> str:
    """The verb of an -ing form; empty for any other word."""
    verbs = lemminflect.getAllLemmas(participle).get("VERB", ()) if participle.endswith("ing") else ()
    return next(iter(verbs), "")


_BEHIND = english.PREPOSITIONS | english.CONJUNCTIONS | english.ADVERBS | english.PARTICLES | frozenset([""])
_HELPING = frozenset("to help helps helped helping let lets make makes making and or".split())


DEGREES = {
    "faster": 1,
    "quicker": 1,
    "sooner": 1,
    "more": 1,
    "better": 1,
    "longer": 1,
    "slower": -1,
    "less": -1,
    "worse": -1,
}
"""What stands behind a verb and says that there is more of what it tells, or less."""
LEADING = frozenset(["from", "to"])
"""What stands between a thing and what it is kept from, or brought to."""
_WITHIN = english.INSIDE | LEADING


def core(words: Sequence[T], text: Callable[[T], str]) -> list[T]:
    """The words of a name as a text tells it, without those between that add nothing: "how dense my bones are"."""
    how = text(words[0]) == "how"
    return [
        word
        for at, word in enumerate(words)
        if at in (0, len(words) - 1)
        or not (
            text(word) in _WITHIN
            or (
                text(word) in english.DETERMINERS
                and (how or text(words[at - 1]) == "of" or compared(text(words[at - 1])))
            )
        )
    ]


def stands(how: str, words: Sequence[str], before: str, behind: str) -> bool:
    """Whether words tell the name where they stand: with nothing that a verb among them would rather act on, or that
    would rather act by it.
    """
    if how == "does":
        led = ("from" in words) <= words[-1].endswith("ing") and ("to" in words) <= (not words[-1].endswith("ing"))
        return led and (behind in _BEHIND or behind in DEGREES or behind.endswith("ly"))
    return LEADING.isdisjoint(words) and (how in ("is", "of") or words[0].endswith("ing") or before in _HELPING)


def degree(words: Sequence[str]) -> int:
    """Whether words that tell a name speak of more of it, or of less: "soil less moist"; 0 for neither.

    >>> degree(["denser", "bones"]), degree(["bones", "less", "dense"]), degree(["dense", "bones"])
    (1, -1, 0)
    """
    if len(words) > 1 and (by := DEGREES.get(words[-1])):
        return by
    if "less" in words[1:]:
        return -1
    return 1 if "more" in words[1:] or any(compared(word) for word in words) else 0


@lru_cache(maxsize=4096)
def compared(word: str) -> str:
    """The plain form of an adjective with -er or -est; empty where it is none.

    >>> compared("denser"), compared("moister"), compared("water"), compared("lower")
    ('dense', 'moist', '', '')
    """
    if not word.endswith(("er", "est")) or word in english.VERBS_LIKE_COMPARATIVES:
        return ""
    plain = (p for p in lemminflect.getAllLemmas(word).get("ADJ", ()) if p[:-1] in word and len(p) < len(word))
    return next(plain, "")
