"""The text of a page in HTML and of an article in JATS XML, without what stands around it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from xml.etree import ElementTree

from kg.papers.formats import Paper, Unreadable

_AROUND = frozenset(
    "script style noscript template nav header footer aside form button select figure figcaption svg iframe"
    " table".split()
)
_BLOCKS = frozenset("p div section article li ul ol h1 h2 h3 h4 h5 h6 br tr td blockquote main title dd dt".split())
_EMPTY = frozenset("br img meta link input hr source wbr area base col embed param track".split())
_IDS = {"citation_doi": "DOI:", "dc.identifier": "", "citation_pmid": "PMID:"}
_DOI = re.compile(r"(?:doi:|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S+)", re.I)
_SKIPPED = frozenset(
    "ref-list fig table-wrap back contrib-group aff author-notes permissions disp-formula inline-formula tex-math math"
    " supplementary-material xref journal-meta history"
    " pub-date kwd-group funding-group counts caption floats-group".split()
)
_PARTS = frozenset("p title sec abstract body article-title list-item".split())
_DEEPEST = 200


def html(data: bytes) -> Paper:
    """The text of a page: its paragraphs and headings, without navigation, scripts, figures and tables."""
    page = _Page()
    page.feed(_decoded(data))
    page.close()
    return Paper(title="".join(page.title), text="".join(page.text), id=page.id)


def _decoded(data: bytes) -> str:
    named = re.search(rb"charset=[\"']?([\w-]+)", data[:2048])
    for encoding in ((named[1].decode("ascii"),) if named else ()) + ("utf-8",):
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode("cp1252", "replace")


class _Page(HTMLParser):
    """What of a page is text, as it goes by."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.title: list[str] = []
        self.id = ""
        self._around: list[str] = []
        self._titled = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A part begins."""
        given = dict(attrs)
        if tag == "meta" and not self.id and (prefix := _IDS.get((given.get("name") or "").lower())) is not None:
            self.id = _public(given.get("content") or "", prefix)
        if tag in _AROUND or (self._around and tag == self._around[-1]):
            self._around.append(tag)
        self._titled = tag == "title"
        if tag in _BLOCKS and not self._around:
            self.text.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        """A part ends; what was left open inside it ends with it."""
        if tag in self._around:
            del self._around[self._around.index(tag) :]
        self._titled = False
        if tag in _BLOCKS and tag not in _EMPTY and not self._around:
            self.text.append("\n\n")

    def handle_data(self, data: str) -> None:
        """Text between parts."""
        if self._titled:
            self.title.append(data)
        elif not self._around:
            self.text.append(re.sub(r"\s+", " ", data))


def _public(value: str, prefix: str) -> str:
    if prefix == "PMID:":
        return f"PMID:{value.strip()}" if value.strip().isdigit() else ""
    found = _DOI.match(value.strip())
    return f"DOI:{found[1]}" if found else ""


def jats(data: bytes) -> Paper:
    """The text of an article as journals and PubMed Central give it: title, abstract and body. Raises Unreadable."""
    if b"<!ENTITY" in data:
        raise Unreadable("it declares entities of its own")
    article = _Article()
    parser = ElementTree.XMLParser(target=article)
    try:
        parser.feed(data)
        parser.close()
    except ElementTree.ParseError as error:
        raise Unreadable(f"it is no XML: {error}") from None
    return Paper(title="".join(article.title), text="".join(article.text), id=article.id)


class _Article:
    """What of an article is text, as its parts go by: a target of the parser, so that no tree is ever made."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.title: list[str] = []
        self.id = ""
        self._open: list[str] = []
        self._skipping = 0
        self._kind = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A part begins."""
        tag = tag.rpartition("}")[2]
        self._open.append(tag)
        if len(self._open) > _DEEPEST:
            raise Unreadable(f"its parts stand deeper in each other than {_DEEPEST}")
        self._skipping += tag in _SKIPPED
        if tag == "article-id":
            self._kind = attributes.get("pub-id-type", "")
        if tag in _PARTS and not self._skipping:
            self.text.append("\n\n")

    def end(self, tag: str) -> None:
        """A part ends."""
        tag = self._open.pop()
        self._skipping -= tag in _SKIPPED
        if tag in _PARTS and not self._skipping:
            self.text.append("\n\n")

    def data(self, text: str) -> None:
        """Text between parts; only what stands in a paragraph or heading is kept."""
        if self._open and self._open[-1] == "article-id":
            prefix = {"doi": "DOI:", "pmid": "PMID:"}.get(self._kind)
            self.id = self.id or (f"{prefix}{text.strip()}" if prefix else "")
        elif not self._skipping and not _PARTS.isdisjoint(self._open):
            said = re.sub(r"\s+", " ", text)
            self.text.append(said)
            if "article-title" in self._open:
                self.title.append(said)

    def close(self) -> None:
        """The article ends."""
