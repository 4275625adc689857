"""The level that the words around a concept give it: "lack of estrogen", "less RANKL", "when estrogen drops".

A word that grades is counted once: never when it is part of the name itself ("low estrogen" is a name), and never
when it is the verb between two concepts ("does estrogen lower RANKL").
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.linking import english
from kg.linking.text import Token


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words of a text that name a concept: code points from `start`, `end` excluded; `score` from 0 to 1.

    `level` is -1 where the words around it speak of less of it, and `graded` tells that they speak of more or less at
    all; `span` includes those words.
    """

    start: int
    end: int
    text: str
    concept: str
    label: str
    match: str
    score: float
    alternatives: tuple[str, ...] = ()
    level: int = 1
    graded: bool = False
    span: tuple[int, int]

    def __post_init__(self) -> None:
        if not self.concept:
            raise ValueError(f"a mention names a concept; {self.text!r} names none")

    def at(self, offset: int) -> Mention:
        """The same, further on in a text."""
        start, end = self.start + offset, self.end + offset
        return replace(self, start=start, end=end, span=(start, end))

    def stops(self, text: str) -> bool:
        """Whether the words around it, in the text that it is of, speak of stopping it: an event, and not less of it."""
        around = text[self.span[0] : self.start] + " " + text[self.end : self.span[1]]
        return self.level < 0 and not STOPPING.isdisjoint(around.casefold().split())


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(phrase.split()) for phrase in text.replace("\n", " ").split(",") if phrase.strip())


STOPPING = _set(
    "stop stops stopped stopping quit quits quitting discontinue discontinued discontinuing discontinuation withdraw withdrawing"
    " withdrawal cessation off"
)
"""Words that end something; with what a person does or takes they are an event of their own."""


def grades(text: str) -> bool:
    """Whether words before a concept can say its level: "falling"."""
    words = tuple(text.casefold().split())
    return words in BEFORE or words in BEFORE_OR_VERB


def _table(place: str) -> dict[tuple[str, ...], int]:
    """What stands at a place by a concept and grades it, and the level that it gives; 0 where it only looks so."""
    rows = (row for row in english.rows("grading") if row["place"] == place)
    return {phrase: int(row["level"]) for row in rows for phrase in _phrases(row["words"])}


BEFORE = _table("before")
"""What stands before a concept and grades it."""

BEFORE_OR_VERB = _table("verb")
"""The same, unless it is the verb of what stands before it: "lowering RANKL", but "exercise lowering RANKL"."""

AFTER = _table("after")
"""What stands behind a concept and grades it, unless it is the verb to what follows."""

AFTER_COPULA = _table("copula")
"""What stands behind a concept and a form of "to be" or "to get"."""

NOT_DONE = _phrases(
    ", ".join(
        f"{who} {negation}"
        for who in ("i", "you", "we", "they", "one", "people", "someone", "she", "he", "women")
        for negation in ("dont", "do not", "doesnt", "does not", "never", "stop", "stopped", "quit", "skip", "avoid")
    )
)
"""What says that someone leaves undone what follows, a verb of general use between: "if you don't take calcium"."""
_DOING = _set("take get do have eat use taking getting doing eating using")

NEUTRAL = _set(
    "level levels amount amounts intake quantity concentration concentrations status supply signal signaling supplementation supplement supplements"
) | {head for head, group in english.HEADS.items() if group == "amount" and not head.startswith(("result", "measure"))}
"""Nouns that say that a concept has an amount and add nothing else."""

WORDS = (
    frozenset(w for table in (BEFORE, BEFORE_OR_VERB, AFTER, AFTER_COPULA) for phrase in table for w in phrase)
    | NEUTRAL
)

AT_LAST = _table("last")
"""What stands behind a concept and grades it where nothing follows that it would go with."""

_ARTICLES = english.DETERMINERS
_COPULAS = _set("is are was were be been being get gets getting got become becomes becoming stay stays has have")
_LONGEST = 4
_DOINGS = _set("effect effects impact influence response responses benefit benefits action")
_SUBJECTS = _set("i we you he she it they that which who to not help helps dont cant wont never and or")
_MODALS = _set("can could will would may might should must")
_ADVERBS = _set("also really actually significantly slightly greatly strongly directly only just even always")
_FILLING = _ARTICLES | _set("very much so too quite rather really even already to start starts begin begins which")


_ENDING = re.compile(r"[,:;=>→|]")
"""Signs that words on the one side say no level across."""


def graded(text: str, words: Sequence[Token], mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions of a text with the level that the words around them give; a comma or an arrow stands between."""
    texts = [w.spelled for w in words]
    starts, ends = [w.start for w in words], [w.end for w in words]
    taken = [(bisect_right(ends, m.start), bisect_left(starts, m.end)) for m in mentions]  # an id may end in a word
    covered = {i for first, last in taken for i in range(first, last)}
    after_comma = {i for i in range(1, len(words)) if _ENDING.search(text[words[i - 1].end : words[i].start])}
    hyphened = {i for i in range(1, len(words)) if text[words[i - 1].end : words[i].start] == "-"}
    found: list[Mention] = []
    for mention, (first, last) in zip(mentions, taken, strict=True):
        level, cues = mention.level, int(mention.graded)
        first, last = _over_neutral(texts, first, last, covered)
        while first not in after_comma and (cue := _before(texts, first, covered)):
            by, first = cue
            level, cues = level * by, cues + 1
            covered.update(range(first, last))
        if found and mention.end <= found[-1].span[1]:
            continue  # "RANKL-lowering drugs" says "drugs" of what lowers it
        end = next((i for i in range(last + 1, len(texts)) if i in after_comma), len(texts))
        absolute = texts[max(first, 1) - 1] == "with" or (end == last + 1 and _opens(texts, first, after_comma))
        free = set() if last in hyphened else covered
        if last not in after_comma and (cue := _after(texts[:end], last, free, absolute)):
            by, last = cue
            against = texts[first] == "anti" and by < 0
            level, cues = level if against else level * by, cues + 1
        covered.update(range(first, last))
        span = (words[first].start, words[last - 1].end)
        found.append(replace(mention, level=level, graded=cues > 0, span=span))
    return tuple(found)


def _opens(texts: list[str], first: int, after_comma: set[int]) -> bool:
    """Whether nothing stands before a name in its clause, so that what stands behind tells of it: "estrogen down, …"."""
    while first > 0 and first not in after_comma and texts[first - 1] in _ARTICLES | {"so", "then", "if", "when"}:
        first -= 1
    return first == 0 or first in after_comma


def _over_neutral(texts: list[str], first: int, last: int, covered: set[int]) -> tuple[int, int]:
    """The span with the nouns around it that add nothing: "levels of estrogen", "calcium intake"."""
    while last < len(texts) and texts[last] in NEUTRAL and last not in covered:
        last += 1
    at = first
    while at > 0 and texts[at - 1] in _ARTICLES and at - 1 not in covered:
        at -= 1
    if at > 1 and texts[at - 1] == "of" and texts[at - 2] in NEUTRAL:
        first = at - 2
    return first, last


def _before(texts: list[str], first: int, covered: set[int]) -> tuple[int, int] | None:
    """The level of the words just before, and where they start."""
    at = first
    while at > 0 and texts[at - 1] in _ARTICLES and at - 1 not in covered:
        at -= 1
    done = at - 1 if at and texts[at - 1] in _DOING else at
    for length in (3, 2):
        if done >= length and tuple(texts[done - length : done]) in NOT_DONE:
            return -1, done - length
    if _left_undone(texts, at, covered):
        return -1, at - 1
    for length in range(_LONGEST, 0, -1):
        start = at - length
        if start < 0 or any(i in covered for i in range(start, at)):
            continue
        phrase = tuple(texts[start:at])
        acts = phrase[-1] == "in" and start > 0 and start - 1 in covered  # "cytokines rise in …"
        if phrase in BEFORE and not acts:
            return (BEFORE[phrase], start) if BEFORE[phrase] else None
        if phrase in BEFORE_OR_VERB and _left_undone(texts, start, covered):
            return -BEFORE_OR_VERB[phrase], start - 1
        if phrase in BEFORE_OR_VERB and not _is_verb(texts, start, covered):
            return BEFORE_OR_VERB[phrase], start
    return None


def _left_undone(texts: list[str], at: int, covered: set[int]) -> bool:
    """Whether what is done here is said not to be: "not walking", "not preventing falls", but "X is not lowering Y"."""
    said = 0 < at < len(texts) and texts[at - 1] == "not" and texts[at].endswith("ing")
    return said and (at < 2 or (texts[at - 2] not in _COPULAS and at - 2 not in covered))


def _is_verb(texts: list[str], at: int, covered: set[int]) -> bool:
    """Whether a word that could grade what follows is rather the verb of what stands before."""
    before = at - 1
    while before >= 0 and (texts[before] in _ADVERBS or _no_longer(texts, before)):
        before -= 1 + _no_longer(texts, before)
    modal = before >= 0 and texts[before] in _MODALS | _COPULAS
    while before >= 0 and texts[before] in _MODALS | _COPULAS:
        before -= 1
    if before < 0:
        return False
    if before in covered:
        return True
    return texts[before] in _SUBJECTS or (texts[before] in english.QUESTIONS and (modal or before == at - 1))


def _no_longer(texts: list[str], at: int) -> bool:
    """Whether two words say that what did something has ceased to, which is no level of what it is done to."""
    return texts[max(at - 1, 0) : at + 1] == ["no", "longer"]


def _after(texts: list[str], last: int, covered: set[int], absolute: bool) -> tuple[int, int] | None:
    """The level of the words just behind, and where they end; `absolute` where no copula is needed: "with it gone"."""
    at, copula = last, absolute
    while at < len(texts) and texts[at] in _FILLING | _COPULAS | _MODALS and at not in covered:
        copula = copula or texts[at] in _COPULAS
        at += 1
    table = AFTER | AFTER_COPULA if copula else AFTER
    for length in range(_LONGEST - 1, 0, -1):
        phrase = tuple(texts[at : at + length])
        free = len(phrase) == length and not any(i in covered for i in range(at, at + length))
        if free and phrase in AT_LAST and at + length == len(texts):
            return AT_LAST[phrase], at + length
        if free and phrase in table and not _has_object(texts, at + length, covered):
            return (table[phrase], at + length) if table[phrase] else None
    return None


def _has_object(texts: list[str], at: int, covered: set[int]) -> bool:
    """Whether a concept follows as what is acted on or acted by, so that the word before was its verb."""
    if at < len(texts) and texts[at] in ("by", "it", "them"):
        return True
    while at < len(texts) and at not in covered and texts[at] in _ARTICLES | _ADVERBS:
        at += 1
    if at < len(texts) and texts[at] in _DOINGS:
        return True
    if at < len(texts) and texts[at] in english.PREPOSITIONS - {"of"} and at not in covered:
        return False  # "RANKL rises without it"
    while at < len(texts) and at not in covered and ((texts[at],) in BEFORE or texts[at] in NEUTRAL | {"of"}):
        at += 1
    return at < len(texts) and at in covered
