"""The names of all concepts, indexed by their folded and stemmed words: what a text names, and how surely."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import replace
from typing import NamedTuple

from kg import identifiers, vocabulary
from kg.linking import english, families, levels
from kg.linking.levels import Mention, graded
from kg.linking.mend import Mender
from kg.linking.named import SCORES, Name, join, named_by, turned
from kg.linking.search import LONGEST_TEXT, Search
from kg.linking.shorts import Shorts
from kg.linking.standing import (
    alike,
    alone,
    as_noun,
    by_degree,
    cased,
    counts_change,
    decided,
    each_of,
    stands,
    told_here,
)
from kg.linking.text import Token, fold, general, inflects, stem, tokens
from kg.model import CausewayError, Concept, Match
from kg.patience import go_on

_ONE_LETTER = 0.5
_SUGGESTIONS = 5
_PARTIAL_FROM = 5
_ENDS = re.compile(r"[?!;]\s|\.\s+[A-Z]")
"""What ends a sentence, so that no name goes over it."""
_PUBLIC_ID = re.compile(r"https?://[^\s<>\"]+|\b[A-Za-z]\w*:\w[\w.-]*|\b[A-Za-z]{2,}_[A-Z]{0,2}\d{2,}\b")


class UnknownConcept(CausewayError):
    """No concept goes by this name; carries those that come near."""

    def __init__(self, name: str, suggestions: tuple[str, ...] = ()) -> None:
        near = f"; did you mean {' or '.join(suggestions[:3])}?" if suggestions else ""
        super().__init__(f"no concept is called {name[:80]!r}{near}", name=name[:200], suggestions=list(suggestions))


class AmbiguousConcept(CausewayError):
    """Several concepts go by this name."""

    def __init__(self, name: str, candidates: tuple[str, ...]) -> None:
        super().__init__(
            f"{name[:80]!r} can mean {' or '.join(candidates)}; name one by its id",
            name=name[:200],
            candidates=list(candidates),
        )


def lexicon(concepts: Iterable[Concept], speech: Iterable[str] = ()) -> Lexicon:
    """The lexicon of these concepts; typing errors are mended to words of their names and to those of `speech`."""
    return Lexicon(tuple(sorted(concepts, key=lambda c: c.id)), frozenset(speech))


class Linked(NamedTuple):
    """A text as read: its words with typing errors mended, and the concepts that they name, left to right."""

    words: tuple[Token, ...]
    mentions: tuple[Mention, ...]


class Lexicon:
    """Finds concepts by their names; made once from the concepts and never changed."""

    def __init__(self, concepts: tuple[Concept, ...], speech: frozenset[str] = frozenset()) -> None:
        self._concepts = {c.id: c for c in concepts}
        self._by_iri = {c.iri: c.id for c in concepts}
        self._by_public: dict[str, dict[Match, list[str]]] = {}
        self._names: dict[tuple[str, ...], list[Name]] = defaultdict(list)
        self._joined: dict[str, tuple[str, ...]] = {}
        self._heads: dict[str, list[Name]] = {}
        self._kept: set[str] = set()
        called: list[Name] = []
        words: set[str] = set()
        for concept in concepts:
            for mapping in concept.mappings:
                iri = identifiers.public(mapping.iri) or mapping.iri
                self._by_public.setdefault(iri, {}).setdefault(mapping.match, []).append(concept.id)
            for name in named_by(concept):
                parts = tokens(name.label)
                self._add(name, parts)
                right = [t for t in parts if name.match != "hidden" or t.word in english.ENGLISH]
                words.update(form for t in right for form in (t.spelled, t.word))
                called.append(name)
        self._add_told()
        for row in english.rows("kinds"):
            self._add_kind(row["narrower"], row["broader"])
        self._reach: dict[str, int] = {}
        self._measure()
        self._last: tuple[str, Linked] | None = None
        self._shorts = Shorts(self._names, {stem for key in self._names for stem in key})
        self._mender = Mender(words, self._kept, self._names, speech)
        self.search = Search(called, self._mender, self._concepts).search

    def beside(self, concepts: Iterable[Concept]) -> Lexicon:
        """This lexicon with further concepts, in time for these alone; typing errors are mended to its own words."""
        new = copy(self)
        new._concepts = {**self._concepts}
        new._by_iri = {**self._by_iri}
        new._names = defaultdict(list, {key: [*names] for key, names in self._names.items()})
        new._joined, new._heads, new._last = {**self._joined}, {**self._heads}, None
        new._by_public = {**self._by_public}
        called: list[Name] = []
        words: set[str] = set()
        for concept in concepts:
            new._concepts.setdefault(concept.id, concept)
            new._by_iri[concept.iri] = concept.id
            for mapping in concept.mappings:
                known = new._by_public.get(mapping.iri, {})
                ids = [*dict.fromkeys((*known.get(mapping.match, ()), concept.id))]
                new._by_public[mapping.iri] = {**known, mapping.match: ids}
            for name in named_by(concept):
                parts = tokens(name.label)
                new._add(name, parts)
                called.append(name)
                words.update(form for t in parts for form in (t.spelled, t.word))
        new._measure()
        new._mender = self._mender.knowing(words)
        new.search = Search(called, new._mender, new._concepts).search
        return new

    @property
    def ids(self) -> Iterable[str]:
        """The concepts that it names."""
        return self._concepts.keys()

    def _measure(self) -> None:
        """How long names are, and how they begin."""
        self._longest = max(map(len, self._names), default=0)
        self._reach = {}
        for key in self._names:
            self._reach[key[0]] = max(self._reach.get(key[0], 0), len(key))
        self._runs = sorted(self._joined)

    def _add(self, name: Name, parts: tuple[Token, ...]) -> None:
        key = tuple(t.stem for t in parts)
        if not key:
            return
        for form in (key, *turned(key, parts)):
            if name not in self._names[form]:
                self._names[form].append(name)
        self._joined.setdefault(join(parts), key)
        if len(parts) > 1 and name.label == self._concepts[name.concept].label:
            self._heads[key[-1]] = [*self._heads.get(key[-1], ()), name]

    def _add_told(self) -> None:
        """What the names are in other words of the family of their last noun."""
        found: dict[tuple[str, ...], list[Name]] = defaultdict(list)
        for key, names in self._names.items():
            for name in names:
                if len(name.words) != len(key) or name.match not in ("label", "synonym"):
                    continue
                for told in families.told(name.words):
                    other = replace(name, label=" ".join(told.words), match="told", words=told.words, how=told.how)
                    found[tuple(map(stem, told.words))].append(other)
        for key, names in found.items():
            self._names[key] += names

    def _add_kind(self, narrower: str, broader: str) -> None:
        """A name of what no concept stands for, under those of the kind that it is of."""
        kind = self._names.get(tuple(t.stem for t in tokens(broader)), ())
        parts = tokens(narrower)
        if not kind or tuple(t.stem for t in parts) in self._names:
            return
        written = tuple(t.spelled for t in parts)
        for name in kind:
            if inflects(tokens(broader)[-1].spelled, name.words[-1]):
                self._add(replace(name, label=narrower, match="broader", asks=False, words=written), parts)
        self._kept.update(t.word for t in parts)

    def link(self, text: str) -> tuple[Mention, ...]:
        """What the text names, left to right: the longest match first, never overlapping."""
        return self.read(text).mentions

    def read(self, text: str) -> Linked:
        """The words and mentions of a text, each mention with the level that the words around it give it.

        The text read last is kept: its readers are several.
        """
        text = text[:LONGEST_TEXT]
        if (last := self._last) and last[0] == text:
            return last[1]
        linked = self._read(text)
        self._last = text, linked
        return linked

    def _read(self, text: str) -> Linked:
        words = tuple(self._mender.mended(t) for t in tokens(text))
        shorts = self._shorts.spelled_out(words)
        ids = list(self._ids(text))
        found, at = [], 0
        while at < len(words):
            go_on()
            if inside := next((m for m in ids if m.start <= words[at].start < m.end), None):
                found.append(inside)
                at = next((i for i in range(at, len(words)) if words[i].start >= inside.end), len(words))
                continue
            mention, length = self._at(text, words, at, found, shorts)
            if mention:
                found.append(mention)
            at += length
        found = self._merged(text, found)
        return Linked(words, graded(text, words, tuple(sorted((*found, *self._partial(words, found)), key=_start))))

    def _ids(self, text: str) -> Iterable[Mention]:
        """Concepts that are named by IRI or CURIE."""
        for match in _PUBLIC_ID.finditer(text):
            try:
                id = self.resolve(match[0].rstrip(".,;?!)"), linked=False)
            except (UnknownConcept, AmbiguousConcept):
                continue
            end = match.start() + len(match[0].rstrip(".,;?!)"))
            yield self._mention(text, match.start(), end, Name(id, self._concepts[id].label, "id"))

    def _at(
        self, text: str, words: tuple[Token, ...], at: int, found: list[Mention], shorts: dict[int, Token | None]
    ) -> tuple[Mention | None, int]:
        """The mention that starts at a word, if one does, and how many words to go on by."""
        most = min(self._longest + 1, len(words) - at)
        for length in range(most if shorts else min(most, self._most(words, at)), 0, -1):
            here = words[at : at + length]
            start, end = here[0].start, here[-1].end
            if length > 1 and _ENDS.search(text[start:end]):
                continue
            meant = length == 1 and at in shorts and not alone(text, start, end, text[start:end])
            names = [] if meant and (shorts[at] is None or end - start == 1) else self._named(here)
            spelled = False
            if not names and shorts and (long := [shorts.get(i) or w for i, w in enumerate(here, at)]) != [*here]:
                names, spelled = self._named(long), True
            names = [
                n
                for n in names
                if (spelled or cased(n.label, text[start:end]) or as_noun(n.label, words, at))
                and (not n.asks or alone(text, start, end, n.label))
                and (not n.how or told_here(n, words, at, length))
                and not each_of(n, words, at)
            ]
            names = [n for n in names if n.words == tuple(w.spelled for w in here)] or names
            if names and (length > 1 or stands(words, at, found)) and not counts_change(words, at, length):
                best = min(names, key=lambda n: (list(SCORES).index(n.match), n.concept))
                if best.match != "label" and self._better_inside(words, at, length):
                    continue
                if length > 1 and self._headed(words, at, length):
                    continue
                best, names = decided(best, names, here)
                others = tuple(sorted({n.concept for n in names} - {best.concept}))
                mended = any(w.mended for w in here)
                if best.how == "does" and at + length < len(words) and words[at + length].spelled in families.DEGREES:
                    length += 1
                mention = self._mention(text, start, words[at + length - 1].end, best, others, mended)
                return (by_degree(mention, words[at : at + length]) if length > 1 else mention), length
        return None, 1

    def _most(self, words: Sequence[Token], at: int) -> int:
        """How many words a name can have that starts at a word: 1 at least, and no fewer than any has."""
        reach, most = self._reach.get(words[at].stem, 0), 1
        while reach > 1 and at + most < len(words) and len(families.core(words[at : at + most + 1], _spelled)) <= reach:
            most += 1
        run, joined = words[at].spelled, 1
        while at + joined < len(words) and self._begins(run):
            run += words[at + joined].spelled
            joined += 1
        return max(most, joined)

    def _begins(self, run: str) -> bool:
        """Whether some name, its words written as one, starts like this."""
        at = bisect_left(self._runs, run)
        return at < len(self._runs) and self._runs[at].startswith(run)

    def _better_inside(self, words: tuple[Token, ...], at: int, length: int) -> bool:
        """Whether a label, or a longer name, starts in these words and ends later: "bone loss" of "make bone loss"."""
        return any(
            longer > length or (longer > 1 and name.match == "label")
            for start in range(at + 1, at + length)
            for longer in range(at + length - start + 1, min(self._longest, self._most(words, start)) + 1)
            for name in self._named(words[start : start + longer])
        )

    def _headed(self, words: tuple[Token, ...], at: int, length: int) -> bool:
        """Whether its last word rather begins a name that stands behind one of its first: "hip | bone density"."""
        last = at + length - 1
        first = self._named(words[at:last])
        return bool(first) and any(
            name.match in ("label", "synonym") and not name.asks and name.words[0] == words[last].spelled
            for longer in range(length, min(self._longest, self._most(words, last)) + 1)
            for name in self._named(words[last : last + longer])
        )

    def _named(self, here: Sequence[Token]) -> list[Name]:
        key = tuple([w.stem for w in here])
        if key not in self._names and len(here) > 2:
            key = tuple([w.stem for w in families.core(here, _spelled)])
        if key not in self._names:
            key = self._joined.get(join(here), key)
        if not (names := self._names.get(key)):
            return []
        close = [n for n in names if alike(here, n)]
        led = len(here) > len(key) and not families.LEADING.isdisjoint(w.spelled for w in here)
        if led:  # "bone to mineralize"
            names = [n for n in names if n.how == "does"]
        elif len(here) == 1:
            names = close
        else:
            names = close or [n for n in names if not n.how] or names
        acts = here[0].spelled in english.CAUSATIVES
        return [n for n in names if not (acts and n.label.split(" ")[0].endswith("ing"))]

    @staticmethod
    def _mention(
        text: str, start: int, end: int, name: Name, others: tuple[str, ...] = (), mended: bool = False
    ) -> Mention:
        match = "fuzzy" if mended else name.match
        return Mention(
            start=start,
            end=end,
            text=text[start:end],
            concept=name.concept,
            label=name.label,
            match=match,
            score=_ONE_LETTER if end - start == 1 else SCORES[match],
            alternatives=others,
            span=(start, end),
        )

    def _merged(self, text: str, found: list[Mention]) -> list[Mention]:
        """Neighbours joined where the words of one stand in the label of the other: "osteoclast apoptosis"."""
        kept: list[Mention] = []
        for mention in found:
            before = kept[-1] if kept else None
            if before and not text[before.end : mention.start].strip(" -"):
                whole = {t.stem for t in tokens(self._concepts[mention.concept].label)}
                part = {t.stem for t in tokens(before.text)}
                if (part < whole and not levels.grades(before.text)) or before.concept == mention.concept:
                    start = kept.pop().start
                    mention = replace(mention, start=start, text=text[start : mention.end], span=(start, mention.end))
            kept.append(mention)
        return kept

    def _partial(self, words: tuple[Token, ...], found: list[Mention]) -> Iterable[Mention]:
        """Concepts whose label ends in a word that is left over and names nothing else: "formation"."""
        for word in words:
            if len(word.word) < _PARTIAL_FROM or general(word.spelled) or word.mended:
                continue
            if any(m.start <= word.start <= m.end + 1 for m in found):
                continue
            heads = self._heads.get(word.stem, ())
            shortest = min((len(tokens(n.label)) for n in heads), default=0)
            names = [
                n
                for n in heads
                if len(tokens(n.label)) == shortest and inflects(word.spelled, n.words[-1], verbs=False)
            ]
            if names:
                others = tuple(sorted({n.concept for n in names} - {names[0].concept}))
                yield self._mention(word.text, 0, len(word.text), replace(names[0], match="partial"), others).at(
                    word.start
                )

    def taken(self, mention: Mention) -> str | None:
        """The one concept called "taking …" this: a therapy for a hormone that someone says they take."""
        key = (stem("taking"), *(t.stem for t in tokens(mention.text)))
        found = {n.concept for n in self._names.get(key, ())}
        return found.pop() if len(found) == 1 else None

    def resolve(self, name: str, *, linked: bool = True) -> str:
        """The id of the one concept of this id, IRI, CURIE or name; raises UnknownConcept or AmbiguousConcept.

        Where not `linked`, ids alone are tried, and none suggested.
        """
        plain = name.strip()
        iri = vocabulary.iri(plain) or plain
        if plain in self._concepts:
            return plain
        if iri in self._by_iri:
            return self._by_iri[iri]
        if by_match := self._by_public.get(identifiers.public(plain) or iri):
            return _only(name, by_match[next(m for m in Match if by_match.get(m))])
        mentions = self.link(plain) if linked else ()
        if len(mentions) == 1 and mentions[0].match != "partial" and _whole(plain, mentions[0]):
            return _only(name, [mentions[0].concept, *mentions[0].alternatives])
        raise UnknownConcept(name, tuple(c.concept for c in self.search(plain, limit=_SUGGESTIONS)) if linked else ())


def _spelled(word: Token) -> str:
    return word.spelled


def _start(mention: Mention) -> int:
    return mention.start


def _only(name: str, candidates: list[str]) -> str:
    if len(candidates) > 1:
        raise AmbiguousConcept(name, tuple(sorted(candidates)))
    return candidates[0]


def _whole(text: str, mention: Mention) -> bool:
    left = fold(text[: mention.start] + " " + text[mention.end :])
    return all(t.word in english.DETERMINERS for t in tokens(left))
