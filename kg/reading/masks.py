"""A sentence with a stand-in word for each name, since names lead a parser astray; usual verbs for rare ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, cast

from lemminflect import getInflection  # type: ignore[import-untyped]  # it brings no types

from kg.linking.text import american, fold
from kg.reading import words
from kg.reading.mentions import Named


class Standins(NamedTuple):
    """What stands in for one thing, and for several."""

    one: tuple[str, ...]
    several: tuple[str, ...]


MASKS = (
    Standins(("France", "Italy", "Spain", "Poland", "Norway", "Egypt"), ("Italians", "Germans", "Russians")),
    Standins(("water", "sugar", "wood", "money", "music", "milk"), ("books", "houses", "tables")),
    Standins((), ()),
)
"""The readings of a sentence: a country for each name, a noun, and the names as they are written."""


class Put(NamedTuple):
    """What was put in for words of a sentence: where it stands now, the mentions it names, and what it is read as."""

    start: int
    end: int
    mentions: tuple[int, ...]
    read_as: str


_Replaced = tuple[int, int, tuple[int, ...], str, str]


class _Span(NamedTuple):
    """Words of a sentence that name something; `mentions` is empty where that is no concept."""

    start: int
    end: int
    mentions: tuple[int, ...]


_LIKE_A_NAME = re.compile(r"(?<![\w-])(?=[\w/-]*[A-Za-z])(?:[\w-]*\d[\w/-]*|[a-z]?[A-Z][\w]*[A-Z][\w/-]*)(?<!-)")
_GAP = re.compile(r"(?:\s*(?:,|/|\band\b|\bor\b|&|\bas well as\b|\bboth\b)\s*){1,3}")
_LAST = re.compile(r"\b(?:and|or|as well as)\b|&|/")
_AMOUNT = re.compile(r"\b\d[\d.,]*\s*(?:mg|iu|µg|μg|mcg|g)(?:/d(?:ay)?)?\s+(?:of\s+)?$", re.I)
_EACH = re.compile(r"\s+(?:daily|weekly|monthly|(?:per|a|each|every) (?:day|week|month))\b", re.I)
_UP_AND_DOWN = re.compile(r"\b(up|down)[- ](regulat\w+)", re.I)
_PLAIN = {1: "increase", -1: "reduce"}
_USUAL = (
    "increase",
    "reduce",
    "decrease",
    "lower",
    "raise",
    "cause",
    "prevent",
    "improve",
    "protect",
    "lead",
    "result",
)
_NO_NAMES = frozenset("or rr hr ci iu sd se sem dna rna mrna rct rcts bmi usa uk".split())


def masked(text: str, names: Sequence[Named], mask: Standins) -> tuple[str, list[Put]]:
    """A sentence with stand-ins, and what was put in, left to right."""
    if not mask.one:
        as_written: list[_Replaced] = [(n.start, n.end, (k,), text[n.start : n.end], "") for k, n in enumerate(names)]
        return _made(text, as_written)
    spans = [_with_dose(text, span) for span in _lists(text, _spans(text, names))]
    replaced: list[_Replaced] = [
        (s.start, s.end, s.mentions, _standin(text, s, k, mask), "") for k, s in enumerate(spans)
    ]
    return _made(text, replaced + [(a, b, (), put, said) for a, b, put, said in _verbs(text, spans)])


def _made(text: str, replaced: Sequence[_Replaced]) -> tuple[str, list[Put]]:
    parts: list[str] = []
    put: list[Put] = []
    at, length = 0, 0
    for start, end, mentions, standin, read_as in sorted(replaced):
        if start < at:
            continue
        parts += (text[at:start], standin)
        length += start - at
        put.append(Put(length, length + len(standin), mentions, read_as))
        length, at = length + len(standin), end
    return "".join((*parts, text[at:])), put


def _spans(text: str, names: Sequence[Named]) -> list[_Span]:
    """What is named, and what only looks like a name: "ERK1/2"; one such beside a name belongs to it: "p38 MAPK"."""
    spans = [_Span(n.start, n.end, (k,)) for k, n in enumerate(names)]
    for found in _LIKE_A_NAME.finditer(text):
        word = found[0].lower()
        free = not any(s.start < found.end() and found.start() < s.end for s in spans[: len(names)])
        if free and not word.isdigit() and word not in _NO_NAMES and not words.noun(word) and "-" not in word:
            spans.append(_Span(*found.span(), ()))
    joined: list[_Span] = []
    for span in sorted(spans):
        before = joined[-1] if joined else None
        if before and text[before.end : span.start] == " " and not (before.mentions and span.mentions):
            joined[-1] = _Span(before.start, span.end, before.mentions + span.mentions)
        else:
            joined.append(span)
    return joined


def _lists(text: str, spans: Sequence[_Span]) -> list[_Span]:
    """The spans, those together that stand in one list: "A, B and C"."""
    made: list[_Span] = []
    run: list[_Span] = []
    for span in spans:
        if run and not _GAP.fullmatch(text, run[-1].end, span.start):
            made += _closed(text, run, bool(made))
            run = []
        run.append(span)
    return made + _closed(text, run, bool(made))


def _closed(text: str, run: list[_Span], others: bool) -> list[_Span]:
    """A run as one, or taken apart where it is no list, or may be two clauses: "A raises B and C lowers D"."""
    if len(run) < 2:
        return run
    following = [american(fold(w)) for w in text[run[-1].end :].split()[:1]]
    clause = others and bool(following) and bool(words.verb(following, 0)[0])
    if clause or not _LAST.search(text, run[-2].end, run[-1].start):
        return run
    return [_Span(run[0].start, run[-1].end, tuple(m for span in run for m in span.mentions))]


def _with_dose(text: str, span: _Span) -> _Span:
    """A name together with its dose: "800 IU of vitamin D daily"."""
    before, after = _AMOUNT.search(text, max(0, span.start - 30), span.start), _EACH.match(text, span.end)
    return _Span(before.start() if before else span.start, after.end() if after else span.end, span.mentions)


def _standin(text: str, span: _Span, number: int, mask: Standins) -> str:
    name = text[span.start : span.end]
    several = len(span.mentions) > 1 or (name.endswith("s") and not name.endswith(("ss", "is", "us")))
    among = mask.several if several else mask.one
    return among[number % len(among)]


def _verbs(text: str, taken: Sequence[_Span]) -> Iterator[tuple[int, int, str, str]]:
    """Rare verbs that raise or lower, with the form of a usual one that does, and what they are still read as."""
    for found in _UP_AND_DOWN.finditer(text):
        whole = (found[1] + found[2]).lower()
        yield *found.span(), _usual(whole) or whole, whole
    for found in re.finditer(r"(?<![\w-])[a-z]+(?![\w-])", text):
        free = not any(s.start < found.end() and found.start() < s.end for s in taken)
        if free and (form := _usual(found[0])):
            yield *found.span(), form, found[0]


@lru_cache(maxsize=4096)
def _usual(word: str) -> str:
    length, sense = words.verb([word], 0)
    endings = (("ing", "VBG"), ("ed", "VBD"), ("es", "VBZ"), ("s", "VBZ"))
    tag = next((tag for ending, tag in endings if word.endswith(ending)), "")
    if length != 1 or not words.sign(sense) or not tag or any(word.startswith(usual[:-1]) for usual in _USUAL):
        return ""
    return str(cast(Sequence[str], getInflection(_PLAIN[words.sign(sense)], tag))[0])
