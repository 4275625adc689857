"""Number of nouns and forms of verbs, by LemmInflect's dictionary and rules (github.com/bjascob/LemmInflect, MIT)."""

from __future__ import annotations

import re
from functools import lru_cache

# What follows the head of a noun phrase: a preposition, a participle, a bracket.
_HEAD_ENDS = re.compile(r" \(| (?:in|of|on|to|for|with|who|after|by|at|from|over|aged|combined|exceeding)\b")


@lru_cache(maxsize=4096)
def plural(phrase: str) -> bool:
    """Whether a noun phrase is grammatically plural, by its head: its last noun before a preposition. Doing something
    is one thing, whatever it is done to.

    >>> plural("bisphosphonates"), plural("osteoporosis"), plural("calcium deposition in the bones")
    (True, False, False)
    >>> plural("lifting weights")
    False
    """
    from lemminflect import getLemma  # a second to import, and most starts do not need it

    first, *more = words = re.split(r"[ -]", _HEAD_ENDS.split(phrase)[0])
    if more and first.endswith("ing") and getLemma(first, "VERB")[0] != first:
        return False
    head = words[-1]
    return head.islower() and head.endswith("s") and getLemma(head, "NOUN")[0] != head


@lru_cache(maxsize=4096)
def base(verb: str) -> str:
    """The base form of the verb that a phrase starts with, and of one that "and" joins to it.

    >>> base("raises"), base("is needed for"), base("carries"), base("binds and activates")
    ('raise', 'be needed for', 'carry', 'bind and activate')
    """
    from lemminflect import getLemma

    words = verb.split(" ")
    ends = [i + 1 for i, word in enumerate(words) if word == "and"]
    return " ".join(getLemma(w, "VERB")[0] if i == 0 or i in ends else w for i, w in enumerate(words))


@lru_cache(maxsize=4096)
def third(verb: str) -> str:
    """The third person singular of a phrase in its base form.

    >>> third("raise"), third("be needed for"), third("carry"), third("bind and activate")
    ('raises', 'is needed for', 'carries', 'binds and activates')
    """
    from lemminflect import getInflection

    words = verb.split(" ")
    ends = [i + 1 for i, word in enumerate(words) if word == "and"]
    return " ".join(getInflection(w, "VBZ")[0] if i == 0 or i in ends else w for i, w in enumerate(words))


def load() -> None:
    """Reads the dictionary, so that the first sentence need not wait for it."""
    plural("bones"), third("raise")


def agreeing(verb: str, many: bool) -> str:
    """A phrase in its base form, as it agrees with its subject.

    >>> agreeing("be needed for", True), agreeing("carry", False)
    ('are needed for', 'carries')
    """
    if not many:
        return third(verb)
    return f"are{verb[2:]}" if verb == "be" or verb.startswith("be ") else verb
