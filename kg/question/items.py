"""A sentence as items, left to right: what names a concept, what has a meaning, what is not known."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import lemminflect  # type: ignore[import-untyped]  # it brings no types

from kg.linking import Mention, english
from kg.linking.text import Token
from kg.question import meanings
from kg.question.meanings import Sense
from kg.question.values import Unnamed

Thing = Mention | Unnamed
NOTHING = Sense("none", "nothing")


@lru_cache(maxsize=8192)
def _by_kind(senses: frozenset[Sense]) -> Mapping[str, tuple[str, ...]]:
    """The meanings of some senses by kind, in their order; asked of each item many times a reading."""
    kinds: dict[str, tuple[str, ...]] = {}
    for kind, meaning in sorted(senses):
        kinds[kind] = (*kinds.get(kind, ()), meaning)
    return kinds


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Words of a sentence, `end` excluded, and what they can mean; `things` where they name concepts or something not
    known, joined by `join` where there are several. `weighs` says where they would change what a yes means.
    """

    start: int
    end: int
    text: str
    senses: frozenset[Sense] = frozenset()
    things: tuple[Thing, ...] = ()
    join: str = ""
    weighs: frozenset[str] = frozenset()
    kinds: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)
    """Its meanings by kind, in their order."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "kinds", _by_kind(self.senses))

    def has(self, kind: str, *wanted: str) -> bool:
        """Whether it has a sense of a kind, with one of these meanings where any are given."""
        said = self.kinds.get(kind)
        return said is not None and (not wanted or any(meaning in wanted for meaning in said))

    def can_be(self, *kinds: str) -> bool:
        """Whether it has a sense of one of these kinds."""
        return not self.kinds.keys().isdisjoint(kinds)

    def meaning(self, kind: str) -> str:
        """What it says as a part of a kind; empty where it cannot be one."""
        said = self.kinds.get(kind)
        return said[0] if said else ""

    @property
    def idle(self) -> bool:
        """Whether it can change nothing, whatever else it can mean."""
        return not self.things and not self.has("aux") and self.can_be("none", "person")

    @property
    def form(self) -> str:
        """The form of its first word as of a verb: "ing", "ed", or empty."""
        first = self.text.split(" ")[0]
        if first.endswith("ing"):
            return "ing"
        return "ed" if first.endswith("ed") or _is_participle(first) else ""

    @property
    def known(self) -> bool:
        """Whether it names a concept."""
        return any(isinstance(t, Mention) for t in self.things)


def quiet(item: Item) -> Item:
    """The item as saying nothing."""
    return replace(item, senses=frozenset({NOTHING}), things=(), weighs=frozenset())


_PLUS = re.compile(r"\s\+|&|/")
NUMBERS = {
    "half": 50, "third": 33, "quarter": 25, "fifth": 20, "tenth": 10, "ten": 10, "twenty": 20, "thirty": 30,
    "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "one": 1, "two": 2, "three": 3,
    "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "hundred": 100,
}  # fmt: skip
"""Numbers as words; a part is given as a percentage."""


@lru_cache(maxsize=1)
def contractions() -> dict[str, tuple[str, ...]]:
    """Short forms as they are spelled out."""
    return {row["written"]: tuple(row["spelled"].split()) for row in english.rows("contractions", "kg.question")}


@dataclass(frozen=True, slots=True)
class _Spelled:
    """A sentence with its short forms spelled out: its words, for each the place of the word that it comes from, what
    stands before it, and the concept that it belongs to.
    """

    texts: list[str]
    places: list[int]
    gaps: list[str]
    named: list[Mention | None]

    @classmethod
    def of(cls, text: str, words: Sequence[Token], mentions: Sequence[Mention]) -> _Spelled:
        starts = [word.start for word in words]
        covered: dict[int, Mention] = {}
        for mention in mentions:
            start, end = mention.span
            covered.update(dict.fromkeys(range(bisect_left(starts, start), bisect_left(starts, end)), mention))
        found = cls([], [], [], [])
        for i, word in enumerate(words):
            gap = text[words[i - 1].end : word.start] if i else ""
            for part in contractions().get(word.word, (word.spelled,)):
                found.texts.append(part)
                found.places.append(i)
                found.gaps.append(gap)
                found.named.append(covered.get(i))
                gap = ""
        return found

    def item(self, start: int, end: int, senses: Iterable[Sense], things: tuple[Thing, ...] = ()) -> Item:
        """The words from one to another as one item with these meanings."""
        senses = frozenset(senses)
        plays = frozenset(s for s in senses if s.kind != "weighs")
        return Item(
            start=self.places[start],
            end=self.places[end - 1] + 1,
            text=" ".join(self.texts[start:end]),
            senses=plays or senses,
            things=things,
            weighs=frozenset(s.meaning for s in senses - plays),
        )


def items(text: str, words: Sequence[Token], mentions: Sequence[Mention]) -> list[Item]:
    """The items of a sentence; of a phrase, the longest that has a meaning, with all its meanings."""
    said = _Spelled.of(text, words, mentions)
    found: list[Item] = []
    at = 0
    while at < len(said.texts):
        place, gap, mention = said.places[at], said.gaps[at], said.named[at]
        if "," in gap:
            found.append(Item(start=place, end=place, text=",", senses=_COMMA))
        elif _PLUS.search(gap):
            found.append(Item(start=place, end=place, text="+", senses=_AND))
        if mention is not None:
            end = next((i for i in range(at, len(said.texts)) if said.named[i] is not mention), len(said.texts))
            found.append(said.item(at, end, _beside_its_name(said, at, end, mention), (mention,)))
        else:
            end, senses = _phrase(said, at)
            if end == at + 1:
                senses = _of_one(said.texts[at], words[place].numeric, senses, found, place)
            found.append(said.item(at, end, senses))
        at = end
    return list(_unknown(text, words, found))


_INTAKE = Sense("intake", "intake")
_COMMA, _AND = frozenset({Sense("join", "comma")}), frozenset({Sense("join", "and")})


def _beside_its_name(said: _Spelled, start: int, end: int, mention: Mention) -> Iterator[Sense]:
    """What words that name a concept can mean as well: a verb, all of them, or what is asked, where they lead in."""
    length, senses = meanings.at(said.texts, start, end)
    for sense in senses:
        asked = sense.kind in ("attribute", "intake") and mention.span[0] < mention.start
        if asked or (sense.kind == "verb" and length == end - start):
            yield sense
    if mention.end < mention.span[1] and _INTAKE in meanings.at(said.texts, end - 1, end)[1]:
        yield _INTAKE  # "vitamin K dose"


def _phrase(said: _Spelled, at: int) -> tuple[int, frozenset[Sense]]:
    """Where the longest phrase ends that starts at a word and has a meaning, or the word itself; and what it means."""
    most = min(at + meanings.longest(said.texts[at]), len(said.texts))
    free = next((i for i in range(at + 1, most) if said.named[i] is not None or "," in said.gaps[i]), most)
    length, senses = meanings.at(said.texts, at, free)
    return at + max(length, 1), senses


def _of_one(word: str, numeric: bool, senses: frozenset[Sense], found: Sequence[Item], place: int) -> frozenset[Sense]:
    """What a word means by itself: what the table says of it, a number, or nothing."""
    if word in _SKIPPED:
        senses |= {NOTHING}
    if numeric or word in ("%", "percent") or word in NUMBERS:
        senses |= {Sense("number", "number")}
    if _CHIEF in senses and found and found[-1].text in ("a", "an"):
        senses = senses - {_CHIEF} | {NOTHING}
    return senses or (frozenset({NOTHING}) if word in _FUNCTION or _adds_nothing(word, found, place) else senses)


_CHIEF = Sense("rank", "chief")
"""What ranks only where there can be but one: "the main cause", but "a main cause"."""
_SKIPPED = english.PARTICLES | english.DETERMINERS - {"this", "that", "these", "those", "some", "any", "each", "every"}
_FUNCTION = (english.DETERMINERS | english.PRONOUNS | english.AUXILIARIES) - {"everything", "anything"}


def _adds_nothing(word: str, found: Sequence[Item], place: int) -> bool:
    """Whether a noun behind a concept leaves what is named as it is: "shift" of "BTM shift"."""
    behind = bool(found) and bool(found[-1].things) and found[-1].end == place
    return behind and english.HEADS.get(word, "other") != "other"


def _unknown(text: str, words: Sequence[Token], found: Iterable[Item]) -> Iterator[Item]:
    """The items with runs of words of no meaning as one thing that is not known, where they can be a noun."""
    run: list[Item] = []
    for item in (*found, None):
        if item is not None and not item.senses and not item.things:
            run.append(item)
            continue
        if run:
            start, end = run[0].start, run[-1].end
            a, b = words[start].start, words[end - 1].end
            named = any(_noun(i.text) for i in run)
            thing = (Unnamed(start=a, end=b, text=text[a:b], span=(a, b)),) if named else ()
            yield Item(start=start, end=end, text=" ".join(i.text for i in run), things=thing)
            run = []
        if item is not None:
            yield item


@lru_cache(maxsize=4096)
def _noun(word: str) -> bool:
    """Whether a word can be a noun; one that the dictionary of forms does not know is taken for a name."""
    lemmas = lemminflect.getAllLemmas(word)
    return not lemmas or bool({"NOUN", "PROPN"} & lemmas.keys())


@lru_cache(maxsize=4096)
def _is_participle(word: str) -> bool:
    """Whether a word can be what something is by what is done to it: "driven", "cut"."""
    verbs = lemminflect.getAllLemmas(word).get("VERB", ())
    return any(word in lemminflect.getInflection(verb, "VBN") for verb in verbs)
