"""The names of all concepts, indexed by their folded and stemmed words: what a text names, and how surely."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice, takewhile
from typing import NamedTuple

from rapidfuzz import fuzz
from symspellpy import SymSpell, Verbosity

from kg import vocabulary
from kg.linking import english, levels
from kg.linking.levels import Mention, graded
from kg.linking.text import LONGEST_WORD, Token, american, base, fold, general, inflects, noun_of, stem, tokens
from kg.model import CausewayError, Concept, Entity, Match, State
from kg.patience import go_on

LONGEST_TEXT = 2000
_SCORES = {"id": 1.0, "label": 1.0, "synonym": 0.98, "hidden": 0.95, "broader": 0.85, "fuzzy": 0.8, "partial": 0.6}
_ONE_LETTER = 0.5
_SUGGESTIONS = 5
_LEAST_LIKENESS = 60
_MOST_BEGUN = 200
_MOST_COMPARED = 5000
_MENDED_FROM = 4
"""Letters; a shorter word is too near to others to be mended, one of four may lack one. From 8 on, two errors are."""
_PARTIAL_FROM = 5
_QUOTES = "\"'“”‘’«»"
_NEAR = 2
_PUBLIC_ID = re.compile(r"https?://[^\s<>\"]+|\b[A-Za-z]\w*:\w[\w.-]*")


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
class Candidate:
    """A concept that a search found, by which label."""

    concept: str
    label: str
    match: str
    score: float


@dataclass(frozen=True, slots=True)
class _Name:
    """A label of a concept and how it stands to it; `asks` where it is made of words of questions alone.

    `thing` and `state` tell what the concept is, `words` are those of the label in American spelling.
    """

    concept: str
    label: str
    match: str
    asks: bool = False
    thing: bool = False
    state: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Short:
    """A short form of a name: the words it stands for, and between which words it does so."""

    long: tuple[Token, ...]
    written: str
    near: frozenset[str]
    unless: frozenset[str]

    def fits(self, words: Sequence[Token], at: int) -> bool:
        """Whether it stands there in the letters and between the words that give it this meaning."""
        if (self.written and words[at].text != self.written) or not self.beside_fits(words, at):
            return False
        around = {w.word for w in (*words[max(0, at - _NEAR) : at], *words[at + 1 : at + 1 + _NEAR])}
        return not self.near or not around.isdisjoint(self.near)

    def beside_fits(self, words: Sequence[Token], at: int) -> bool:
        """Whether neither word beside it gives it another meaning."""
        return self.unless.isdisjoint(w.word for w in (*words[max(0, at - 1) : at], *words[at + 1 : at + 2]))


def lexicon(concepts: Iterable[Concept], speech: Iterable[str] = ()) -> Lexicon:
    """The lexicon of these concepts; typing errors are mended to words of their names and to those of `speech`."""
    return Lexicon(tuple(sorted(concepts, key=lambda c: c.id)), frozenset(speech))


class Linked(NamedTuple):
    """A text as read: its words with typing errors mended, and the concepts that they name, left to right."""

    words: tuple[Token, ...]
    mentions: tuple[Mention, ...]


class Lexicon:
    """Finds concepts by their names; made once from the concepts and never changed."""

    def __init__(self, concepts: tuple[Concept, ...], speech: frozenset[str] = frozenset()):
        self._concepts = {c.id: c for c in concepts}
        self._by_iri = {c.iri: c.id for c in concepts}
        self._by_public: dict[str, dict[Match, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._names: dict[tuple[str, ...], list[_Name]] = defaultdict(list)
        self._joined: dict[str, tuple[str, ...]] = {}
        self._heads: dict[str, list[_Name]] = defaultdict(list)
        self._labels: list[tuple[str, _Name]] = []
        self._kept: set[str] = set()
        words: set[str] = set()
        for concept in concepts:
            for mapping in concept.mappings:
                self._by_public[mapping.iri][mapping.match].append(concept.id)
            for name in _names(concept):
                parts = tokens(name.label)
                self._add(name, parts)
                right = [t for t in parts if name.match != "hidden" or t.word in english.ENGLISH]
                words.update(form for t in right for form in (t.spelled, t.word))
                self._labels.append((_plain(name.label), name))
        for row in english.rows("kinds"):
            self._add_kind(row["narrower"], row["broader"])
        self._longest = max(map(len, self._names), default=0)
        self._reach: dict[str, int] = {}
        for key in self._names:
            self._reach[key[0]] = max(self._reach.get(key[0], 0), len(key))
        self._runs = sorted(self._joined)
        self._last: tuple[str, Linked] | None = None
        self._known = words
        self._stems = {stem for key in self._names for stem in key}
        self._shorts = self._short_forms()
        self._mender = _mender(words | speech)
        self._containing: dict[str, list[int]] = defaultdict(list)
        for i, (text, _) in enumerate(self._labels):
            for word in dict.fromkeys(text.split()):
                self._containing[word].append(i)
        self._spelled = sorted(self._containing)

    def _add(self, name: _Name, parts: tuple[Token, ...]) -> None:
        key = tuple(t.stem for t in parts)
        if not key:
            return
        for form in (key, *_turned(key, parts)):
            if name not in self._names[form]:
                self._names[form].append(name)
        self._joined.setdefault(_join(parts), key)
        if len(parts) > 1 and name.label == self._concepts[name.concept].label:
            self._heads[key[-1]].append(name)

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

    def _short_forms(self) -> dict[str, list[_Short]]:
        """The short forms whose long one is a name here, by folded word."""
        found: dict[str, list[_Short]] = defaultdict(list)
        for row in english.rows("abbreviations"):
            long = tokens(row["long"])
            if (
                all(t.stem in self._stems for t in long)
                if len(long) == 1
                else tuple(t.stem for t in long) in self._names
            ):
                written = row["short"] if row["case"] == "exact" else ""
                sets = (frozenset(fold(row[column]).split()) for column in ("near", "unless"))
                found[fold(row["short"])].append(_Short(long, written, *sets))
        return found

    def _spelled_out(self, words: tuple[Token, ...]) -> dict[int, Token | None]:
        """The short forms among the words as what they stand for there; none for one that stands for nothing there."""
        if self._shorts.keys().isdisjoint(w.word for w in words):
            return {}
        found: dict[int, Token | None] = {}
        for at, word in enumerate(words):
            for short in self._shorts.get(word.word, ()):
                if short.fits(words, at):
                    spelled = "".join(t.spelled for t in short.long)
                    found[at] = replace(word, spelled=spelled, stem=_join(short.long))
                    break
                if short.near or not short.beside_fits(words, at):
                    found[at] = None
        return found

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
        words = tuple(self._mended(t) for t in tokens(text))
        shorts = self._spelled_out(words)
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
            yield self._mention(text, match.start(), end, _Name(id, self._concepts[id].label, "id"))

    def _at(
        self, text: str, words: tuple[Token, ...], at: int, found: list[Mention], shorts: dict[int, Token | None]
    ) -> tuple[Mention | None, int]:
        """The mention that starts at a word, if one does, and how many words to go on by."""
        most = min(self._longest + 1, len(words) - at)
        for length in range(most if shorts else min(most, self._most(words, at)), 0, -1):
            here = words[at : at + length]
            start, end = here[0].start, here[-1].end
            meant = length == 1 and at in shorts and not _alone(text, start, end, text[start:end])
            names = [] if meant and (shorts[at] is None or end - start == 1) else self._named(here)
            spelled = False
            if not names and shorts and (long := [shorts.get(i) or w for i, w in enumerate(here, at)]) != [*here]:
                names, spelled = self._named(long), True
            names = [n for n in names if spelled or _cased(n.label, text[start:end]) or _as_noun(n.label, words, at)]
            names = [n for n in names if not n.asks or _alone(text, start, end, n.label)]
            written = " ".join(w.spelled for w in here)
            names = [n for n in names if _plain(n.label) == written] or names
            if names and (length > 1 or _stands(words, at, found)) and not _counts_change(words, at, length):
                best = min(names, key=lambda n: (list(_SCORES).index(n.match), n.concept))
                if best.match != "label" and self._better_inside(words, at, length):
                    continue
                if length > 1 and self._headed(words, at, length):
                    continue
                best, names = _decided(best, names, here)
                others = tuple(sorted({n.concept for n in names} - {best.concept}))
                mended = any(w.mended for w in here)
                return self._mention(text, start, end, best, others, mended), length
        return None, 1

    def _most(self, words: Sequence[Token], at: int) -> int:
        """How many words a name can have that starts at a word: 1 at least, and no fewer than any has."""
        reach, middle, most = self._reach.get(words[at].stem, 0), 0, 1
        while at + most < len(words) and middle + 2 <= reach:
            middle += words[at + most].spelled not in english.INSIDE
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

    def _named(self, here: Sequence[Token]) -> list[_Name]:
        key = tuple([w.stem for w in here])
        if key not in self._names and len(here) > 2:
            key = (here[0].stem, *[w.stem for w in here[1:-1] if w.spelled not in english.INSIDE], here[-1].stem)
        if key not in self._names:
            key = self._joined.get(_join(here), key)
        if not (names := self._names.get(key)):
            return []
        close = [n for n in names if _alike(here, n)]
        names = close if len(here) == 1 else close or names
        acts = here[0].spelled in english.CAUSATIVES
        return [n for n in names if not (acts and n.label.split(" ")[0].endswith("ing"))]

    @staticmethod
    def _mention(
        text: str, start: int, end: int, name: _Name, others: tuple[str, ...] = (), mended: bool = False
    ) -> Mention:
        match = "fuzzy" if mended else name.match
        return Mention(
            start=start,
            end=end,
            text=text[start:end],
            concept=name.concept,
            label=name.label,
            match=match,
            score=_ONE_LETTER if end - start == 1 else _SCORES[match],
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

    def _mended(self, token: Token) -> Token:
        """The token, with a typing error mended where it names nothing as it stands."""
        word = token.word
        if not _MENDED_FROM <= len(word) <= 40 or token.numeric:
            return token
        if word in self._known or token.spelled in self._known or word in self._kept or english.is_word(word):
            return token
        if noun_of(word) in self._known:
            return token
        near = sorted((self._far(term, word), term) for term in self._near(word, acronym=token.text.isupper()))
        nearest = [tokens(term)[0] for far, term in near if far == near[0][0]]
        if len({t.stem for t in nearest}) != 1:
            return token
        best = nearest[0]
        inflected = token.stem in self._stems and best.stem == token.stem and inflects(token.spelled, best.spelled)
        hidden = (token.stem,) in self._names and (best.stem,) not in self._names
        if inflected or hidden:
            return token
        return replace(best, start=token.start, end=token.end, text=token.text, mended=True)

    def _far(self, term: str, word: str) -> tuple:
        """How unlikely it is that a word stands for this term: names first, and letters put in another order."""
        return term not in self._known, term[0] != word[0], sorted(term) != sorted(word), len(term) != len(word)

    def _near(self, word: str, *, acronym: bool) -> list[str]:
        """The words that this one could be a misspelling of; an acronym of four letters could be of too many.

        One of four letters lacks one or has them in another order: "bnoe".
        """
        if len(word) == _MENDED_FROM and acronym:
            return []
        found = self._mender.lookup(word, Verbosity.CLOSEST, max_edit_distance=1 if len(word) < 8 else 2)
        if len(word) == _MENDED_FROM:
            return [
                s.term
                for s in found
                if len(s.term) > len(word) or (s.term in self._known and sorted(s.term) == sorted(word))
            ]
        return [s.term for s in found if s.distance == 1 or s.term in self._known]

    def search(self, words: str, *, limit: int = 10, kind: str | None = None) -> tuple[Candidate, ...]:
        """Concepts that the words, or the beginning of them, could name; best first."""
        wanted = _plain(words[:LONGEST_TEXT])
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
                score=round(_SCORES[name.match] * score / 100, 3),
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
            begun = takewhile(lambda w, word=word: w.startswith(word), islice(self._spelled, first, None))
            near = self._mender.lookup(word[:LONGEST_WORD], Verbosity.ALL, max_edit_distance=min(2, len(word) // 4))
            for other in (*islice(begun, _MOST_BEGUN), *(s.term for s in near)):
                found.update(dict.fromkeys(self._containing.get(other, ())))
        return list(found)[:_MOST_COMPARED]

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
        if iri in self._by_public:
            by_match = self._by_public[iri]
            return _only(name, by_match[next(m for m in Match if by_match.get(m))])
        mentions = self.link(plain) if linked else ()
        if len(mentions) == 1 and mentions[0].match != "partial" and _whole(plain, mentions[0]):
            return _only(name, [mentions[0].concept, *mentions[0].alternatives])
        raise UnknownConcept(name, tuple(c.concept for c in self.search(plain, limit=_SUGGESTIONS)) if linked else ())


def _decided(best: _Name, names: list[_Name], here: Sequence[Token]) -> tuple[_Name, list[_Name]]:
    """The state of a noun where an adjective stands behind it, "bones are brittle": told of it, it is no diagnosis."""
    states = [n for n in names if n.state]
    told = len(here) > 1 and english.BECOMING.isdisjoint(t.spelled for t in here)
    if told and len(states) == 1 and len(names) > 1 and states[0].words[0] == here[-1].spelled:
        return states[0], states
    return best, names


def _start(mention: Mention) -> int:
    return mention.start


def _mender(words: Iterable[str]) -> SymSpell:
    """Finds the words within two typing errors by the letters that are left when some are taken out."""
    mender = SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
    for word in sorted({*english.COMMON, *levels.WORDS, *words}):
        if len(word) >= _MENDED_FROM - 1 and not any(c.isdigit() for c in word):
            mender.create_dictionary_entry(word, 1)
    return mender


def _turned(key: tuple[str, ...], parts: tuple[Token, ...]) -> Iterable[tuple[str, ...]]:
    """The form of a name with its adjective behind: "bones weak" for "weak bones"."""
    if len(key) > 1 and base(parts[0].spelled) in english.GRADABLE:
        yield (*key[1:], key[0])


def _join(parts: Sequence[Token]) -> str:
    return "".join(t.spelled for t in parts[:-1]) + parts[-1].stem


def _stands(words: tuple[Token, ...], at: int, found: list[Mention]) -> bool:
    """Whether a single common word stands as a noun here: "my back", not "get back"; "falls", not "estrogen falls"."""
    word = words[at].spelled
    if word in english.AMOUNTS and at + 1 < len(words) and words[at + 1].word == "of":
        return False
    if at == 0:
        return True
    before = words[at - 1]
    if word in english.AFTER_ARTICLE:
        return before.word in english.DETERMINERS
    if word in english.VERBS_TOO:
        after = words[at + 1].word if at + 1 < len(words) else ""
        return (
            after not in english.PARTICLES
            and before.word not in ("level", "levels", "to", "it", "they")
            and not (found and found[-1].end == before.end)
        )
    return True


def _alike(here: Sequence[Token], name: _Name) -> bool:
    """Whether these words are those of a name but for their inflection: "mineral" is not what "mineralization" is."""
    if len(here) == 1:
        word = here[0].spelled
        joined = "".join(name.words)
        return inflects(word, name.words[-1] if len(name.words) == 1 else joined, verbs=not name.thing)
    return len(here) == len(name.words) and all(map(inflects, (t.spelled for t in here), name.words))


def _alone(text: str, start: int, end: int, label: str) -> bool:
    """Whether a name that is a word of questions is all that the text says, or stands in quotes as it is written."""
    if not (text[:start] + text[end:]).strip(" \n.?!" + _QUOTES):
        return True
    around = text[max(0, start - 1) : start], text[end : end + 1]
    return text[start:end] == label and all(c and c in _QUOTES for c in around)


def _counts_change(words: tuple[Token, ...], at: int, length: int) -> bool:
    """Whether common words that are a name ("the change") are followed by what they belong to ("the change in")."""
    after = words[at + length].word if at + length < len(words) else ""
    return length > 1 and after in ("in", "of", "to") and all(w.word in english.COMMON for w in words[at : at + length])


def _only(name: str, candidates: list[str]) -> str:
    if len(candidates) > 1:
        raise AmbiguousConcept(name, tuple(sorted(candidates)))
    return candidates[0]


def _whole(text: str, mention: Mention) -> bool:
    left = fold(text[: mention.start] + " " + text[mention.end :])
    return all(t.word in english.DETERMINERS for t in tokens(left))


def _names(concept: Concept) -> Iterable[_Name]:
    labels = [(concept.label, "label")]
    if "_" in concept.id and concept.id.replace("_", " ") != concept.label:
        labels.append((concept.id.replace("_", " "), "label"))
    labels += [(label, "synonym") for label in concept.synonyms]
    labels += [(label, "hidden") for label in concept.hidden_labels]
    for label, match in labels:
        parts = tokens(label)
        asks = not label.isupper() and english.asks(" ".join(t.word for t in parts))
        words = tuple(t.spelled for t in parts)
        yield _Name(concept.id, label, match, asks, isinstance(concept, Entity), isinstance(concept, State), words)


def _cased(label: str, written: str) -> bool:
    """Whether the case fits: an abbreviation that is also an English word counts only as it is written."""
    if not label.isupper() and not (len(label) <= 2 and label[:1].isupper()):
        return True
    return written == label or (fold(label) not in english.ENGLISH and len(label) > 1)


def _as_noun(label: str, words: tuple[Token, ...], at: int) -> bool:
    """Whether a small-written abbreviation that is also a verb stands between words as only a name does: "rank"."""
    before = words[at - 1].word if at else "to"
    after = words[at + 1].word if at + 1 < len(words) else ""
    around = english.DETERMINERS | english.PRONOUNS | english.PREPOSITIONS
    return (
        len(label) > 2
        and before not in (around - english.BEFORE_NAMES) | english.GRADABLE
        and after not in around - english.AFTER_NAMES
        and before not in ("can", "could", "should", "would", "please")
    )


def _plain(text: str) -> str:
    return " ".join(american(t.word) for t in tokens(text))


def _likeness(wanted: str, text: str) -> float:
    """How well the words fit a name, from 0 to 100: as a beginning, as words in any order, as a near spelling."""
    if text == wanted:
        return 100.0
    if text.startswith(wanted):
        return 95.0
    if f" {wanted}" in f" {text}":
        return 90.0
    return 0.9 * max(fuzz.token_sort_ratio(wanted, text), fuzz.ratio(wanted, text))
