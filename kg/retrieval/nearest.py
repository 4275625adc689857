"""Words that are shared, concepts that are named, and likeness of meaning, as one score."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

import numpy as np
import orjson

from kg.causal import CausalGraph
from kg.linking import Lexicon, Mention
from kg.linking.english import COMMON
from kg.linking.search import LONGEST_TEXT
from kg.linking.text import Token, stems, tokens
from kg.model import Concept, Statement
from kg.patience import go_on
from kg.retrieval.postings import Postings
from kg.retrieval.vectors import SIZE, stacked, unit, vector

FLOOR = 0.45
"""What the best must score for any to be shown, unless every word of the text names a concept.

`benchmarks/nearest.py` measures what that keeps and lets through.
"""

_SATURATION, _LENGTH = 1.2, 0.5
"""BM25's k1 and b."""
_HALF = 1.25
"""What words and concepts that are found must come to for half of their share."""
_CENTRAL, _ASIDE = 10, 6
"""Tenths that it counts where a concept is what a statement is about, or belongs to its setting."""
_LEVEL, _CHILD, _ASPECT, _GRANDCHILD, _PARENT, _ANCESTOR = 0.9, 0.8, 0.7, 0.6, 0.5, 0.3
_MOST_NEAR = 200
_FOLLOWING = 0.7
"""The share of the best score that the others must reach."""
_COMPARED = 2000
"""Statements whose meaning is compared: all of a smaller graph, else those with most words and concepts in common."""
_TOLD = 4096

T = TypeVar("T")
Progress = Callable[[int, int], None]
"""Told how much of how much is done."""


def _untold(done: int, total: int) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Near:
    """A statement and how near it is: 1 at most, and at least the floor for the first of an answer."""

    statement: str
    score: float


@dataclass(frozen=True, eq=False)
class Nearest:
    """The statements of a graph, ready to be compared with a text; links of our own are no source and not among them.

    Holds some 0.7 kB a statement, and goes with the snapshot it is made for.
    """

    graph: CausalGraph
    lexicon: Lexicon
    statements: tuple[Statement, ...]
    words: Postings
    concepts: Postings
    lengths: np.ndarray
    vectors: np.ndarray

    @classmethod
    def of(cls, graph: CausalGraph, lexicon: Lexicon, progress: Progress = _untold) -> Nearest:
        """That of a graph; `progress` is told now and then how many of how many statements are read."""
        none = cls(graph, lexicon, (), Postings(), Postings(), np.empty(0), stacked([]))
        return none.after(graph, lexicon, progress)

    @classmethod
    def unpacked(cls, graph: CausalGraph, lexicon: Lexicon, arrays: Mapping[str, np.ndarray]) -> Nearest:
        """That of a graph out of what `packed` gave for the same graph. Raises ValueError where it cannot be of it."""
        try:
            ids = orjson.loads(arrays["statements"].tobytes())
            statements = tuple(graph.statements[id] for id in ids)
            words, concepts = (Postings.unpacked(arrays, name, len(ids)) for name in ("words", "concepts"))
            lengths, vectors = arrays["lengths"], arrays["vectors"]
        except (KeyError, TypeError) as error:
            raise ValueError(f"the index lacks {error}") from error
        shapes = {"lengths": (lengths, (len(ids),)), "vectors": (vectors, (len(ids), SIZE))}
        for name, (array, shape) in shapes.items():
            if array.shape != shape or array.dtype != np.float32 or not np.isfinite(array).all():
                raise ValueError(f"the index has no {name} of {len(ids)} statements")
        if len(set(ids)) != len(ids) or len(ids) != sum(not s.bridge for s in graph.statements.values()):
            raise ValueError("the index is of other statements")
        return cls(graph, lexicon, statements, words, concepts, lengths, vectors)

    def packed(self) -> dict[str, np.ndarray]:
        """All that it would take long to make again, as arrays of numbers and of bytes of JSON."""
        return {
            "statements": np.frombuffer(orjson.dumps([s.id for s in self.statements]), np.uint8),
            "lengths": self.lengths.astype(np.float32),
            "vectors": self.vectors,
            **self.words.packed("words"),
            **self.concepts.packed("concepts"),
        }

    def after(self, graph: CausalGraph, lexicon: Lexicon, progress: Progress = _untold) -> Nearest:
        """The same as one made anew of a later graph; what differs, or names a concept that does, is read again."""
        concepts = self.graph.concepts
        other = [id for id, c in concepts.items() if graph.concepts.get(id) is not c]
        stale = {s.id for id in other for s in self.graph.by_concept.get(id, ())}
        kept = np.array([graph.statements.get(s.id) is s and s.id not in stale for s in self.statements], bool)
        staying = [s for s, stays in zip(self.statements, kept, strict=True) if stays]
        have = {s.id for s in staying}
        new = [s for s in graph.statements.values() if not s.bridge and s.id not in have]
        ids = dict.fromkeys(id for s in new for id in _concepts(s))
        names = stems("; ".join(_names(graph.concepts[id])) for id in ids)
        named = {id: _Named.of(graph.concepts[id], said) for id, said in _unhurried(zip(ids, names, strict=True))}
        said = stems(s.text for s in new)
        total = 2 * len(new)  # once for its words, once for its meaning
        words = self.words.after(kept, _unhurried((_words(s, next(said), named) for s in new), 0, total, progress))
        return Nearest(
            graph,
            lexicon,
            (*staying, *new),
            words,
            self.concepts.after(kept, _unhurried(_concepts(s) for s in new)),
            np.bincount(words.rows, _count(words.marks), len(staying) + len(new)).astype(np.float32),
            np.concatenate(
                [self.vectors[kept], stacked(_unhurried((_meaning(s, named) for s in new), len(new), total, progress))]
            ),
        )

    def to(self, text: str, *, most: int = 3, without: Collection[str] = ()) -> tuple[Near, ...]:
        """The statements nearest to a text, best first; none where the best is below the floor.

        None that names a concept of `without`, or has the words of one of its names. Of several about the same subject
        and object, the others come only where places stay free.
        """
        text = text[:LONGEST_TEXT]
        read = self.lexicon.read(text)
        found = self._shared_words(read.words) + self._shared_concepts(read.mentions)
        for concept in without:
            found[self._naming(concept)] = -1
        rows = _highest(found, _COMPARED)
        rows = rows[found[rows] >= 0]
        found = found[rows]
        scores = (found / (found + _HALF) + np.maximum(self.vectors[rows] @ vector(text), 0)) / 2
        named = _all_named(read.words, read.mentions) and found.max(initial=0) > 0
        if most <= 0 or (scores.max(initial=0) < FLOOR and not named):
            return ()
        near = scores >= _FOLLOWING * scores.max()
        return self._varied(rows[near], scores[near], most)

    def _shared_words(self, words: Iterable[Token]) -> np.ndarray:
        """BM25 of each statement, where the rarest word counts 1."""
        found = np.zeros(len(self.statements), np.float32)
        usual = float(self.lengths.mean()) if len(self.lengths) else 1.0
        for stem in dict.fromkeys(w.stem for w in words if w.spelled not in COMMON and w.word not in COMMON):
            rows, marks = self.words.of(stem)
            if len(rows):
                count = _count(marks)
                longer = _SATURATION * (1 - _LENGTH + _LENGTH / usual * self.lengths[rows])
                found[rows] += self._rarity(len(rows)) * (_SATURATION + 1) * count / (count + longer)
        return found

    def _shared_concepts(self, mentions: Iterable[Mention]) -> np.ndarray:
        """How much each statement is about what is mentioned, or about what is near to that in the hierarchy."""
        found = np.zeros(len(self.statements), np.float32)
        for mention in mentions:
            here: dict[str, float] = {}
            for concept in (mention.concept, *mention.alternatives):
                for id, share in islice(self._around(concept), _MOST_NEAR):
                    here[id] = max(share, here.get(id, 0.0))
            best = np.zeros_like(found)
            for id, share in here.items():
                rows, marks = self.concepts.of(id)
                best[rows] = np.maximum(best[rows], share / _CENTRAL * marks)
            if many := int(np.count_nonzero(best)):
                found += mention.score * self._rarity(many) * best
        return found

    def _around(self, concept: str) -> Iterator[tuple[str, float]]:
        """A concept and those near to it, each with what it counts."""
        graph = self.graph
        variable = graph.concepts[concept].variable
        yield concept, 1.0
        if variable:
            yield variable, _LEVEL
            yield from ((level.id, _LEVEL) for level in graph.levels_of(variable))
        yield from ((id, _ASPECT) for id in graph.spoken_of(concept))
        for child in graph.children(concept):
            yield child, _CHILD
            yield from ((id, _GRANDCHILD) for id in graph.children(child))
        yield from ((id, _PARENT if far == 1 else _ANCESTOR) for id, far in graph.ancestors(concept).items())

    def _rarity(self, rows: int) -> float:
        """1 for what one statement has, near 0 for what all have: the same scale for a graph of any size."""
        every = len(self.statements)
        return math.log1p(every / rows) / math.log1p(every)

    def _naming(self, concept: str) -> np.ndarray:
        """The statements that name a concept, or have in their text all words of one of its names."""
        rows = [self.concepts.of(concept)[0]]
        if concept in self.graph.concepts:
            for name in _names(self.graph.concepts[concept]):
                said = [here[marks > 1] for here, marks in map(self.words.of, {t.stem for t in tokens(name)})]
                if said:
                    common = min(said, key=len)
                    for other in said:
                        common = common[np.isin(common, other)]
                    rows.append(common)
        return np.concatenate(rows)

    def _varied(self, rows: np.ndarray, scores: np.ndarray, most: int) -> tuple[Near, ...]:
        """The best, one of each pair of subject and object before a second; equal scores by id."""
        found = [(self.statements[row], round(float(score), 4)) for row, score in zip(rows, scores, strict=True)]
        found.sort(key=_best_first)
        first: dict[tuple[str, str], Statement] = {}
        for s, _ in found:
            first.setdefault((s.subject, s.object), s)
        chosen = sorted(found, key=lambda f: first[f[0].subject, f[0].object] is not f[0])[:most]
        return tuple(Near(s.id, score) for s, score in sorted(chosen, key=_best_first))


def _all_named(words: Iterable[Token], mentions: Sequence[Mention]) -> bool:
    """Whether every word that says something belongs to the name of a concept: then that is what is looked for."""
    said = [w for w in words if w.spelled not in COMMON and w.word not in COMMON]
    return bool(said) and all(any(m.start <= w.start < m.end for m in mentions) for w in said)


def _best_first(found: tuple[Statement, float]) -> tuple[float, str]:
    return -found[1], found[0].id


def _highest(values: np.ndarray, most: int) -> np.ndarray:
    """The places of the highest values, in their order: of those above 0 where there are more than so many at all."""
    if len(values) <= most:
        return np.arange(len(values))
    rows = np.flatnonzero(values > 0)
    return rows if len(rows) <= most else np.sort(rows[np.argpartition(values[rows], -most)[-most:]])


@dataclass(frozen=True, slots=True)
class _Named:
    """What the names of a concept say: the stems of their words, and their meaning."""

    stems: frozenset[str]
    meaning: np.ndarray

    @classmethod
    def of(cls, concept: Concept, stems: Iterable[str]) -> _Named:
        return cls(frozenset(stems), vector("; ".join(_names(concept))))


def _names(concept: Concept) -> tuple[str, ...]:
    return (concept.label, *concept.synonyms, *concept.hidden_labels)


def _concepts(s: Statement) -> dict[str, int]:
    """The concepts that a statement names, each with how central it is."""
    aside = dict.fromkeys((*s.context, *s.outcomes), _ASIDE)
    return aside | dict.fromkeys((s.subject, s.object, *s.joint), _CENTRAL)


def _words(s: Statement, said: Iterable[str], named: dict[str, _Named]) -> dict[str, int]:
    """The stems of its words and of its concepts' names: twice how often it says one, and 1 where a name has it."""
    marks = {stem: 2 * min(count, 127) for stem, count in Counter(said).items()}
    for stem in sorted({stem for id in _concepts(s) for stem in named[id].stems}):
        marks[stem] = marks.get(stem, 0) + 1
    return marks


def _count(marks: np.ndarray) -> np.ndarray:
    """How often a statement has a word, its concepts' names counted once."""
    return (marks >> 1) + (marks & 1)


def _meaning(s: Statement, named: dict[str, _Named]) -> np.ndarray:
    """Half what its text says, half what the names of its concepts say."""
    names = np.sum([named[id].meaning for id in _concepts(s)], axis=0)
    return unit(vector(s.text) + unit(names))


def _unhurried(made: Iterable[T], done: int = 0, total: int = 0, progress: Progress = _untold) -> Iterator[T]:
    """The same, stopped where whoever waits for it wants no more, and told of."""
    for i, one in enumerate(made):
        if i % 64 == 0:
            go_on()
        if i % _TOLD == 0:
            progress(done + i, total)
        yield one
