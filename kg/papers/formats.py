"""What a file of a document is, and its text as it is kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

LONGEST_TEXT = 400_000
"""Code points of a text that is kept; what is longer is refused."""
LARGEST_FILE = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document: its title, its text as positions are counted in, and its public id, such as DOI:10.1/x or PMID:1."""

    title: str
    text: str
    id: str = ""


class Unreadable(Exception):
    """A file that is not what it seems to be, or larger than may be; says why."""


def paper(name: str, data: bytes) -> Paper:
    """The document of a file, by its ending and its first bytes. Raises Unreadable."""
    if len(data) > LARGEST_FILE:
        raise Unreadable(f"it is larger than {LARGEST_FILE // 2**20} MiB")
    made = _reader(name, data)(data)
    text = tidy(made.text)
    if not text:
        raise Unreadable("there is no text in it")
    if len(text) > LONGEST_TEXT:
        raise Unreadable(f"its text is longer than {LONGEST_TEXT:,} signs")
    title = " ".join(tidy(made.title).split())[:200] or name
    return Paper(title=title, text=text, id=made.id)


def tidy(text: str) -> str:
    r"""A text without signs that are not printed, its blanks plain and its empty lines single.

    >>> tidy("A\u00a0b\x00  c\r\n\n\n\nd ")
    'A b c\n\nd'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in text if c == "\n" or not unicodedata.category(c).startswith(("Cc", "Cf", "Co", "Cs")))
    return re.sub(r"\n{3,}", "\n\n", re.sub(r" *\n *", "\n", re.sub(r"[^\S\n]+", " ", kept))).strip()


def plain(data: bytes) -> Paper:
    """A plain text; a title is its first line where that stands apart."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    first, apart, _ = text.strip().partition("\n\n")
    return Paper(title=first if apart and len(first) < 200 and "\n" not in first else "", text=text)


def _reader(name: str, data: bytes) -> Callable[[bytes], Paper]:
    from kg.papers.markup import html, jats
    from kg.papers.pages import pdf

    readers: Mapping[str, Callable[[bytes], Paper]] = {"plain": plain, "html": html, "jats": jats, "pdf": pdf}
    start = data[:1024].lstrip().lower()
    if start.startswith(b"%pdf"):
        return pdf
    if b"<html" in start or start.startswith(b"<!doctype html"):
        return html
    if b"<article" in start or b"jats" in start:
        return jats
    ending = "." + name.rpartition(".")[2].lower()
    if ending not in ENDINGS:
        raise Unreadable(f"its ending is none of {', '.join(ENDINGS)}")
    return readers[ENDINGS[ending]]


ENDINGS: Mapping[str, str] = {
    **{".txt": "plain", ".text": "plain", ".md": "plain"},
    **{".html": "html", ".htm": "html", ".xhtml": "html"},
    **{".xml": "jats", ".nxml": "jats", ".pdf": "pdf"},
}
"""What is taken for a document by its ending."""
