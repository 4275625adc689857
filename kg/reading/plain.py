"""Sentences of the plainest kind read by rules, where no parser is installed: two names with one verb between them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.linking.text import american, fold
from kg.reading import words
from kg.reading.frames import Frame
from kg.reading.mentions import Named
from kg.reading.nouns import Thing
from kg.reading.trees import Tree

_WORD = re.compile(r"[^\W_]+")
_ADVERBS = frozenset("also significantly usually often typically markedly strongly clearly".split())
_HELPERS = frozenset("may might can could".split()) | _ADVERBS
_ARTICLES = frozenset(("the", "a", "an"))
_TAIL = frozenset("level levels activity risk".split())


def frame(text: str, names: Sequence[Named]) -> tuple[Tree, Frame] | None:
    """The one frame of a sentence that is nothing but a name, a verb and a name; none of any other."""
    if len(names) != 2:
        return None
    cause, effect = names
    said = [american(fold(w)) for w in _WORD.findall(text[cause.end : effect.start])]
    verb = [w for w in said if w not in _HELPERS]
    while verb and verb[-1] in _ARTICLES:
        verb.pop()
    length, sense = words.verb(verb, 0) if verb else (0, "")
    before = {american(fold(w)) for w in _WORD.findall(text[: cause.start])}
    after = {american(fold(w)) for w in _WORD.findall(text[effect.end :])}
    if not length or length != len(verb) or not words.sign(sense) or before - _ARTICLES or after - _TAIL:
        return None
    tree = Tree(tuple(verb), tuple(verb), ("VB",) * length, ("ROOT",) * length, (0,) * length, ((),) * length)
    return tree, Frame(Thing(0, 1, False, 0), Thing(1, 1, False, 0), sense, 0, "verb")
