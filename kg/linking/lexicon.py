"""The names of all concepts, indexed by their folded and stemmed words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from kg import vocabulary
from kg.linking import english
from kg.linking.text import Token, american, fold, tokens
from kg.model import CausewayError, Concept, Match

LONGEST_TEXT = 2000
_SCORES = {"label": 1.0, "synonym": 0.98, "hidden": 0.95, "fuzzy": 0.8}
_SUGGESTIONS = 5


class UnknownConcept(CausewayError):
    """No concept goes by this name; carries those that come near."""

    def __init__(self, name: str, suggestions: tuple[str, ...] = ()):
        near = f"; did you mean {' or '.join(suggestions[:3])}?" if suggestions else ""
        super().__init__(f"no concept is called {name[:80]!r}{near}", name=name[:200], suggestions=list(suggestions))


class AmbiguousConcept(CausewayError):
    """Several concepts go by this name."""

    def __init__(self, name: str, candidates: tuple[str, ...]):
        super().__init__(
            f"{name[:80]!r} can mean {' or '.join(candidates)}; name one by its id",
            name=name[:200],
            candidates=list(candidates),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words of a text that name a concept: code points from `start`, `end` excluded; `score` from 0 to 1."""

    start: int
    end: int
    text: str
    concept: str
    label: str
    match: str
    score: float
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A concept that a search found, by which label."""

    concept: str
    label: str
    match: str
    score: float


@dataclass(frozen=True, slots=True)
class _Name:
    """A label of a concept and how it stands to it."""

    concept: str
    label: str
    match: str


def lexicon(concepts: Iterable[Concept]) -> Lexicon:
    """The lexicon of these concepts."""
    return Lexicon(tuple(sorted(concepts, key=lambda c: c.id)))


class Lexicon:
    """Finds concepts by their names; made once from the concepts and never changed."""

    def __init__(self, concepts: tuple[Concept, ...]):
        self._concepts = {c.id: c for c in concepts}
        self._by_iri = {c.iri: c.id for c in concepts}
        self._by_public: dict[str, dict[Match, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._names: dict[tuple[str, ...], list[_Name]] = defaultdict(list)
        self._labels: list[tuple[str, _Name]] = []
        words: set[str] = set()
        for concept in concepts:
            for mapping in concept.mappings:
                self._by_public[mapping.iri][mapping.match].append(concept.id)
            for name in _names(concept):
                parts = tokens(name.label)
                key = tuple(t.stem for t in parts)
                if key and name not in self._names[key]:
                    self._names[key].append(name)
                words.update(t.spelled for t in parts)
                self._labels.append((_plain(name.label), name))
        self._longest = max(map(len, self._names), default=0)
        self._known = words
        self._mendable = sorted(w for w in words if len(w) >= 5 and not any(c.isdigit() for c in w))
        self._searched = [text for text, _ in self._labels]

    def link(self, text: str) -> tuple[Mention, ...]:
        """What the text names, left to right: the longest match first, never overlapping."""
        found, at = [], 0
        parts = [self._mended(t) for t in tokens(text[:LONGEST_TEXT])]
        while at < len(parts):
            mention, length = self._at(text, parts, at)
            if mention:
                found.append(mention)
            at += length
        return tuple(found)

    def _at(self, text: str, parts: list[tuple[Token, str, bool]], at: int) -> tuple[Mention | None, int]:
        for length in range(min(self._longest, len(parts) - at), 0, -1):
            here = parts[at : at + length]
            key = tuple(stem for _, stem, _ in here)
            start, end = here[0][0].start, here[-1][0].end
            names = [n for n in self._names.get(key, ()) if _cased(n.label, text[start:end])]
            if names:
                best = min(names, key=lambda n: (list(_SCORES).index(n.match), n.concept))
                others = tuple(sorted({n.concept for n in names} - {best.concept}))
                mended = any(changed for _, _, changed in here)
                mention = Mention(
                    start=start,
                    end=end,
                    text=text[start:end],
                    concept=best.concept,
                    label=best.label,
                    match="fuzzy" if mended else best.match,
                    score=_SCORES["fuzzy"] if mended else 0.5 if end - start == 1 else _SCORES[best.match],
                    alternatives=others,
                )
                return mention, length
        return None, 1

    def _mended(self, token: Token) -> tuple[Token, str, bool]:
        """The token, the stem to compare, and whether a typing error was mended for it."""
        word = token.spelled
        if word in self._known or word in english.ENGLISH or not 5 <= len(word) <= 40 or token.numeric:
            return token, token.stem, False
        most = 1 if len(word) < 8 else 2
        near = process.extractOne(word, self._mendable, scorer=OSA.distance, score_cutoff=most)
        return (token, tokens(near[0])[0].stem, True) if near else (token, token.stem, False)

    def search(self, words: str, *, limit: int = 10, kind: str | None = None) -> tuple[Candidate, ...]:
        """Concepts that the words, or the beginning of them, could name; best first."""
        wanted = _plain(words[:LONGEST_TEXT])
        if not wanted:
            return ()
        best: dict[str, Candidate] = {}
        for _, score, i in process.extract(wanted, self._searched, scorer=_likeness, limit=None, score_cutoff=60):
            text, name = self._labels[i]
            if kind is not None and self._concepts[name.concept].kind != kind:
                continue
            exact = text == wanted
            candidate = Candidate(
                concept=name.concept,
                label=name.label,
                match=name.match if exact or wanted in text else "fuzzy",
                score=round(_SCORES[name.match] * score / 100, 3),
            )
            if name.concept not in best or candidate.score > best[name.concept].score:
                best[name.concept] = candidate
        return tuple(sorted(best.values(), key=lambda c: (-c.score, len(c.label), c.concept))[:limit])

    def resolve(self, name: str) -> str:
        """The id of the one concept of this id, IRI, CURIE or name; raises UnknownConcept or AmbiguousConcept."""
        plain = name.strip()
        iri = vocabulary.iri(plain) or plain
        if plain in self._concepts:
            return plain
        if iri in self._by_iri:
            return self._by_iri[iri]
        if iri in self._by_public:
            by_match = self._by_public[iri]
            return _only(name, by_match[next(m for m in Match if by_match.get(m))])
        mentions = self.link(plain)
        if len(mentions) == 1 and _whole(plain, mentions[0]):
            return _only(name, [mentions[0].concept, *mentions[0].alternatives])
        raise UnknownConcept(name, tuple(c.concept for c in self.search(plain, limit=_SUGGESTIONS)))


def _only(name: str, candidates: list[str]) -> str:
    if len(candidates) > 1:
        raise AmbiguousConcept(name, tuple(sorted(candidates)))
    return candidates[0]


def _whole(text: str, mention: Mention) -> bool:
    left = fold(text[: mention.start] + " " + text[mention.end :])
    return all(t.word in english.DETERMINERS for t in tokens(left))


def _names(concept: Concept) -> Iterable[_Name]:
    yield _Name(concept.id, concept.label, "label")
    if "_" in concept.id:
        yield _Name(concept.id, concept.id.replace("_", " "), "label")
    for label in concept.synonyms:
        yield _Name(concept.id, label, "synonym")
    for label in concept.hidden_labels:
        yield _Name(concept.id, label, "hidden")


def _cased(label: str, written: str) -> bool:
    """Whether the case fits: an abbreviation that is also an English word counts only as it is written."""
    if not label.isupper() and not (len(label) <= 2 and label[:1].isupper()):
        return True
    return written == label or (fold(label) not in english.ENGLISH and len(label) > 1)


def _plain(text: str) -> str:
    return " ".join(american(t.word) for t in tokens(text))


def _likeness(wanted: str, text: str, *, score_cutoff: float = 0) -> float:
    """How well the words fit a name, from 0 to 100: as a beginning, as words in any order, as a near spelling."""
    if text == wanted:
        return 100.0
    if text.startswith(wanted):
        return 95.0
    if f" {wanted}" in f" {text}":
        return 90.0
    return 0.9 * max(fuzz.token_sort_ratio(wanted, text), fuzz.ratio(wanted, text))
