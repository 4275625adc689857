"""A text cut into the sentences that can be read, and what is no sentence: headings, references, the text around."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_SHORT = (
    r"(?:\b(?:e\.g|i\.e|et al|cf|vs|Fig|Figs|Dr|Prof|approx|ca|No|Eq|Ref|Refs|St|resp|viz|Tab|spp|sp|Vol|pp|min|max)\.|"
    r"\b[A-Z]\.)"
)
_END = re.compile(r"(?<![.!?])[.!?]++[\"'”’)\]]*+(?=\s++[\"'“‘(\[]?[A-Z0-9α-ωΑ-Ω])|\n\s*\n|\n(?=[•\-*\d]|[A-Z])|[•]")
_ABBREVIATED = re.compile(_SHORT + r"$")
_REFERENCES = re.compile(
    r"^[ \t]*(?:\d+\.?[ \t]*)?(?:references|bibliography|literature cited|works cited)[ \t]*:?[ \t]*$", re.I | re.M
)
_AFTER_REFERENCES = re.compile(r"^[ \t]*(?:appendix|supplement\w*|figure legends?|tables?)\b", re.I | re.M)
_CITED = re.compile(
    r"(?:\b(?:19|20)\d\d\b.{0,30}\b\d+(?:\(\d+\))?\s*[:;]\s*[eE]?\d+)|doi\s*:|https?://|www\.|©|all rights reserved"
    r"|^\s*(?:fig(?:ure)?|table)\.?\s*\d|cookie|subscribe|sign up|share this|privacy policy|terms of (?:use|service)"
    r"|competing interests?|conflicts? of interest|correspondence to|author contributions|received \d|accepted \d",
    re.I,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|\bet al\b")
_HEAD = re.compile(r"^\s*(?:[•\-*–]|\d+[.)])?\s*")


class Sentence(NamedTuple):
    """Where a sentence stands, the heading that it is under, and whether it is none of the text: `around` it."""

    start: int
    end: int
    section: str
    around: bool


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text, in its order; what is between them is blank."""
    listed = _REFERENCES.search(text)
    resumed = _AFTER_REFERENCES.search(text, listed.end()) if listed else None
    section = ""
    for start, end in _pieces(text):
        words = text[start:end]
        if _heading(words):
            section = words.strip(" :\n").lower()
        inside = listed is not None and listed.start() <= start < (resumed.start() if resumed else len(text))
        entry = inside and bool(_YEAR.search(_paragraph(text, start)))
        yield Sentence(start, end, section, bool(entry or _CITED.search(words)))


def _paragraph(text: str, at: int) -> str:
    """The line that a place is on, with its neighbours up to a blank one."""
    start, end = text.rfind("\n\n", 0, at), text.find("\n\n", at)
    start, end = max(start, at - 600, 0), min(len(text) if end < 0 else end, at + 600)
    before, after = text.rfind("\n", 0, at), text.find("\n", at)
    if "\n\n" not in text:  # entries are lines
        start, end = before + 1, len(text) if after < 0 else after
    return text[start:end]


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for found in _END.finditer(text):
        if found[0].startswith(".") and _ABBREVIATED.search(text[max(at, found.start() - 8) : found.start() + 1]):
            continue
        yield from _trimmed(text, at, found.end())
        at = found.end()
    yield from _trimmed(text, at, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    start += len(text[start:end]) - len(text[start:end].lstrip())
    start += len(head[0]) if (head := _HEAD.match(text[start:end])) else 0
    end = start + len(text[start:end].rstrip())
    if end > start:
        yield start, end


def _heading(words: str) -> bool:
    return len(words) < 60 and not words.endswith((".", "!", "?", ";", ",")) and len(words.split()) <= 6
