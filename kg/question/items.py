"""A sentence as items, left to right: what names a concept, what has a meaning, what is not known."""

from __future__ import annotations

import csv
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.resources import files

import lemminflect

from kg.linking import Mention, english
from kg.linking.text import Token
from kg.question import meanings
from kg.question.meanings import Sense
from kg.question.values import Unnamed

Thing = Mention | Unnamed
_AUXILIARIES = {
    "be": "is are am was were be been being",
    "do": "do does did",
    "have": "have has had",
    "can": "can could will would may might should shall must",
}
_AUX = {word: meaning for meaning, words in _AUXILIARIES.items() for word in words.split()}
_PERSONS = frozenset(
    ["i", "we", "you", "he", "she", "they", "me", "us", "him", "her", "them", "myself", "yourself", "themselves", "one"]
)
_IT = frozenset(["it", "this", "that", "these", "those", "they", "them", "its"])
_SKIPPED = english.DETERMINERS - {"this", "that", "these", "those", "some", "any", "each", "every"}
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
    known, joined by `join` where there are several.
    """

    start: int
    end: int
    text: str
    senses: frozenset[Sense] = frozenset()
    things: tuple[Thing, ...] = ()
    join: str = ""
    kinds: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)
    """Its meanings by kind, in their order."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "kinds", _by_kind(self.senses))

    def has(self, kind: str, *wanted: str) -> bool:
        """Whether it has a sense of a kind, with one of these meanings where any are given."""
        said = self.kinds.get(kind)
        return said is not None and (not wanted or any(meaning in wanted for meaning in said))

    def meaning(self, kind: str) -> str:
        """What it says as a part of a kind; empty where it cannot be one."""
        said = self.kinds.get(kind)
        return said[0] if said else ""

    @property
    def idle(self) -> bool:
        """Whether it can change nothing, whatever else it can mean."""
        return not self.things and not self.has("aux") and (self.has("none") or self.has("person"))

    @property
    def form(self) -> str:
        """The form of its first word as of a verb: "ing", "ed", or empty."""
        first = self.text.split(" ")[0]
        if first.endswith("ing"):
            return "ing"
        return "ed" if first.endswith("ed") or english.IRREGULAR.get(first, first) != first or first in _PAST else ""

    @property
    def known(self) -> bool:
        """Whether it names a concept."""
        return any(isinstance(t, Mention) for t in self.things)


def quiet(item: Item) -> Item:
    """The item as saying nothing."""
    return replace(item, senses=frozenset({NOTHING}), things=())


_PLUS = re.compile(r"\s\+|&|/")
NUMBERS = {
    "half": 50, "third": 33, "quarter": 25, "fifth": 20, "tenth": 10, "ten": 10, "twenty": 20, "thirty": 30,
    "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "one": 1, "two": 2, "three": 3,
    "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "hundred": 100,
}  # fmt: skip
"""Numbers as words; a part is given as a percentage."""
_PAST = frozenset(
    [
        "led",
        "cut",
        "hurt",
        "built",
        "made",
        "driven",
        "shown",
        "given",
        "done",
        "seen",
        "known",
        "taken",
        "put",
        "lost",
        "held",
        "kept",
        "got",
    ]
)


@lru_cache(maxsize=1)
def contractions() -> dict[str, tuple[str, ...]]:
    """Short forms as they are spelled out."""
    with files("kg.question").joinpath("contractions.tsv").open(encoding="utf-8", newline="") as file:
        return {row["written"]: tuple(row["spelled"].split()) for row in csv.DictReader(file, delimiter="\t")}


def _spelled(words: Sequence[Token]) -> tuple[list[str], list[int]]:
    """The words spelled out, and for each the place of the word that it comes from."""
    texts, places = [], []
    for i, word in enumerate(words):
        for part in contractions().get(word.word, (word.spelled,)):
            texts.append(part)
            places.append(i)
    return texts, places


def items(text: str, words: Sequence[Token], mentions: Sequence[Mention]) -> list[Item]:
    """The items of a sentence; of a phrase, the longest that has a meaning, with all its meanings."""
    texts, places = _spelled(words)
    covered: dict[int, Mention] = {}
    starts = [word.start for word in words]
    for mention in mentions:
        for i in range(bisect_left(starts, mention.span[0]), bisect_left(starts, mention.span[1])):
            covered[i] = mention
    found: list[Item] = []
    at = 0
    while at < len(texts):
        place = places[at]
        if place and (at == 0 or places[at - 1] != place) and "," in text[words[place - 1].end : words[place].start]:
            found.append(Item(start=place, end=place, text=",", senses=frozenset({Sense("join", "comma")})))
        elif (
            place
            and (at == 0 or places[at - 1] != place)
            and _PLUS.search(text[words[place - 1].end : words[place].start])
        ):
            found.append(Item(start=place, end=place, text="+", senses=frozenset({Sense("join", "and")})))
        if place in covered:
            mention = covered[place]
            after = next((i for i in range(at, len(texts)) if covered.get(places[i]) is not mention), len(texts))
            end = places[after - 1] + 1
            length, said = meanings.at(texts, at, after)
            kinds = {"attribute"} if mention.span[0] < mention.start else set()
            kinds |= {"verb"} if length == after - at else set()
            asked = frozenset(s for s in said if s.kind in kinds)
            found.append(Item(start=place, end=end, text=" ".join(texts[at:after]), things=(mention,), senses=asked))
            at = after
            continue
        most = min(at + max(meanings.longest(texts[at]), 1), len(texts))
        free = next((i for i in range(at, most) if places[i] in covered), most)
        comma = next((i for i in range(at + 1, free) if _after_comma(text, words, places, i)), free)
        length, senses = meanings.at(texts, at, comma)
        word = texts[at]
        extra = set()
        if length <= 1:
            length = 1
            if word in _AUX:
                extra.add(Sense("aux", _AUX[word]))
            if word in _PERSONS:
                extra.add(Sense("person", "person"))
            if word in _IT:
                extra.add(Sense("it", "it"))
            if word in _SKIPPED or word in english.PARTICLES:
                extra.add(NOTHING)
            if words[place].numeric or word == "%" or word in NUMBERS:
                extra.add(Sense("number", "number"))
            if not senses and not extra and (word in _FUNCTION or _adds_nothing(word, found, place)):
                extra.add(NOTHING)
        found.append(
            Item(
                start=place,
                end=places[at + length - 1] + 1,
                text=" ".join(texts[at : at + length]),
                senses=senses | extra,
            )
        )
        at += length
    return list(_unknown(text, words, found))


def _adds_nothing(word: str, found: Sequence[Item], place: int) -> bool:
    """Whether a noun behind a concept leaves what is named as it is: "shift" of "BTM shift"."""
    behind = bool(found) and bool(found[-1].things) and found[-1].end == place
    return behind and english.HEADS.get(word, "other") != "other"


_FUNCTION = (english.DETERMINERS | english.PRONOUNS | english.AUXILIARIES) - {
    "each",
    "every",
    "everything",
    "nothing",
    "anything",
}


def _after_comma(text: str, words: Sequence[Token], places: Sequence[int], i: int) -> bool:
    here = places[i]
    return here > places[i - 1] and "," in text[words[here - 1].end : words[here].start]


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
