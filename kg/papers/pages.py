"""The text of a PDF: its pages with lines joined to paragraphs; what stands on every page is left out."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from kg.papers.formats import LONGEST_TEXT, Paper, Unreadable

MOST_PAGES = 300
_REPEATED = 3
_SHORT = 60
_DOI = re.compile(r"\b(?:doi:\s*|doi\.org/)(10\.\d{4,9}/[^\s\"<>]+[^\s\"<>.,;)])", re.I)


def pdf(data: bytes) -> Paper:
    """The text of a PDF that holds text, not pictures of it. Raises Unreadable."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError:
        raise Unreadable("a PDF needs the extra `papers`: pip install 'causeway-kg[papers]'") from None
    try:
        file = PdfReader(io.BytesIO(data))
        if file.is_encrypted:
            raise Unreadable("it is encrypted")
        if len(file.pages) > MOST_PAGES:
            raise Unreadable(f"it has more than {MOST_PAGES} pages")
        pages, length = [], 0
        for page in file.pages:
            pages.append(page.extract_text())
            length += len(pages[-1])
            if length > 4 * LONGEST_TEXT:
                raise Unreadable(f"its text is longer than {LONGEST_TEXT:,} signs")
        title = str(file.metadata.title or "") if file.metadata else ""
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError) as error:
        raise Unreadable(f"it is no PDF that can be read: {error}") from None
    text = joined(pages)
    found = _DOI.search(text[:5000])
    return Paper(title=title, text=text, id=f"DOI:{found[1]}" if found else "")


def joined(pages: Sequence[str]) -> str:
    r"""Pages as paragraphs: words parted at a line's end are whole again, running heads and page numbers are gone.

    >>> joined(["Tea slows bone re-\nsorption in\nwomen.\n1"])
    'Tea slows bone resorption in women.'
    """
    lines = [page.splitlines() for page in pages]
    seen = Counter(line for page in lines for line in {_bare(one) for one in page})
    kept = (one.strip() for page in lines for one in page if not _runs(one, seen, len(pages)))
    return "".join(_flowing(_whole(kept))).strip()


def _bare(line: str) -> str:
    return re.sub(r"\d+", "#", line.strip())


def _runs(line: str, seen: Counter[str], pages: int) -> bool:
    """Whether a line is a page number, or stands on most pages."""
    bare = _bare(line)
    return bare == "#" or (bool(bare) and seen[bare] >= max(_REPEATED, pages / 2))


def _whole(lines: Iterable[str]) -> Iterable[str]:
    """Lines in which no word is parted at the end."""
    parted = ""
    for line in lines:
        line, parted = parted + line, ""
        if line.endswith("-") and line[-2:-1].islower():
            parted = line[:-1]
        else:
            yield line
    if parted:
        yield parted


def _flowing(lines: Iterable[str]) -> Iterable[str]:
    before = ""
    for line in lines:
        if not line:
            yield "\n\n"
        elif before.endswith((".", "!", "?", ":")) and len(before) < _SHORT:
            yield "\n\n" + line
        else:
            yield (" " if before else "") + line
        before = line
