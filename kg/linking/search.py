"""Concepts by what someone types of their names, best first."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from kg.linking.mend import Mender
from kg.linking.named import SCORES, Name, plain
from kg.model import Concept
from kg.patience import go_on

LONGEST_TEXT = 2000
_LEAST_LIKENESS = 60
_MOST_BEGUN = 200
_MOST_COMPARED = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A concept that a search found, by which label."""

    concept: str
    label: str
    match: str
    score: float


class Search:
    """Finds concepts by words that their names begin with, hold, or are spelled almost like."""

    def __init__(self, names: Iterable[Name], mender: Mender, concepts: Mapping[str, Concept]) -> None:
        self._labels = [(plain(name.label), name) for name in names]
        self._concepts, self._mender = concepts, mender
        self._containing: dict[str, list[int]] = defaultdict(list)
        for i, (text, _) in enumerate(self._labels):
            for word in dict.fromkeys(text.split()):
                self._containing[word].append(i)
        self._spelled = sorted(self._containing)

    def search(self, words: str, *, limit: int = 10, kind: str | None = None) -> tuple[Candidate, ...]:
        """Concepts that the words, or the beginning of them, could name; best first."""
        wanted = plain(words[:LONGEST_TEXT])
        if not wanted:
            return ()
        best: dict[str, Candidate] = {}
        for n, i in enumerate(self._coming_near(wanted)):
            if n % 256 == 0:
                go_on()
            text, name = self._labels[i]
            score = _likeness(wanted, text)
            if score < _LEAST_LIKENESS:
                continue
            if kind is not None and self._concepts[name.concept].kind != kind:
                continue
            exact = text == wanted
            candidate = Candidate(
                concept=name.concept,
                label=name.label,
                match=name.match if exact or wanted in text else "fuzzy",
                score=round(SCORES[name.match] * score / 100, 3),
            )
            if name.concept not in best or candidate.score > best[name.concept].score:
                best[name.concept] = candidate
        return tuple(sorted(best.values(), key=lambda c: (-c.score, len(c.label), c.concept))[:limit])

    def _coming_near(self, wanted: str) -> list[int]:
        """The labels that share a word with these words, or have one that begins like or is spelled almost like one."""
        found: dict[int, None] = {}
        for word in wanted.split():
            go_on()
            first = bisect_left(self._spelled, word)
            begun = [w for w in self._spelled[first : first + _MOST_BEGUN] if w.startswith(word)]
            near = self._mender.alike(word, distance=min(2, len(word) // 4))
            for other in (*begun, *near):
                found.update(dict.fromkeys(self._containing.get(other, ())))
        return list(found)[:_MOST_COMPARED]


def _likeness(wanted: str, text: str) -> float:
    """How well the words fit a name, from 0 to 100: as a beginning, as words in any order, as a near spelling."""
    if text == wanted:
        return 100.0
    if text.startswith(wanted):
        return 95.0
    if f" {wanted}" in f" {text}":
        return 90.0
    return 0.9 * max(fuzz.token_sort_ratio(wanted, text), fuzz.ratio(wanted, text))
