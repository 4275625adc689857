"""The names of concepts: what each label says of the concept that it stands for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.linking import english
from kg.linking.text import Token, american, base, tokens
from kg.model import Concept, Entity, State

SCORES = {
    "id": 1.0,
    "label": 1.0,
    "synonym": 0.98,
    "hidden": 0.95,
    "told": 0.9,
    "broader": 0.85,
    "fuzzy": 0.8,
    "partial": 0.6,
}
"""How surely a name stands for its concept, by how it does; the surest first."""


@dataclass(frozen=True, slots=True)
class Name:
    """A label of a concept and how it stands to it; `asks` where it is made of words of questions alone.

    `thing` and `state` tell what the concept is, `words` are those of the label in American spelling; `how` they must
    stand where they tell the name in other words.
    """

    concept: str
    label: str
    match: str
    asks: bool = False
    thing: bool = False
    state: bool = False
    words: tuple[str, ...] = ()
    how: str = ""


def named_by(concept: Concept) -> Iterable[Name]:
    """The names of a concept."""
    labels = [(concept.label, "label")]
    if "_" in concept.id and concept.id.replace("_", " ") != concept.label:
        labels.append((concept.id.replace("_", " "), "label"))
    labels += [(label, "synonym") for label in concept.synonyms]
    labels += [(label, "hidden") for label in concept.hidden_labels]
    for label, match in labels:
        parts = tokens(label)
        asks = not label.isupper() and english.asks(" ".join(t.word for t in parts))
        words = tuple(t.spelled for t in parts)
        yield Name(concept.id, label, match, asks, isinstance(concept, Entity), isinstance(concept, State), words)


def turned(key: tuple[str, ...], parts: tuple[Token, ...]) -> Iterable[tuple[str, ...]]:
    """The form of a name with its adjective behind: "bones weak" for "weak bones"."""
    if len(key) > 1 and base(parts[0].spelled) in english.GRADABLE:
        yield (*key[1:], key[0])


def join(parts: Sequence[Token]) -> str:
    """Tokens as one word, the last by its stem."""
    return "".join(t.spelled for t in parts[:-1]) + parts[-1].stem


def plain(text: str) -> str:
    """A text as search compares it: in lower case, by one spelling, without marks."""
    return " ".join(american(t.word) for t in tokens(text))
