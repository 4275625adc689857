"""The sources of a stranger's claims as documents, each with a text of what is quoted from it, one claim a line."""

from __future__ import annotations

import hashlib
import re

from kg import vocabulary
from kg.imported.names import Ids, sound
from kg.model import Document, Passage

_CITED = re.compile(r"^(?:PMID|PMC|PMCID|DOI|ISBN|NCT|ARXIV):", re.IGNORECASE)


def is_cited(source: str) -> bool:
    """Whether a source can be looked up: it has a public id or an address.

    >>> is_cited("PMID:11"), is_cited("https://doi.org/10.1000/11"), is_cited("list.sif")
    (True, True, False)
    """
    return bool(_CITED.match(source)) or source.startswith(("http://", "https://"))


class Source:
    """One source while its claims are written down."""

    def __init__(self, id: str, title: str) -> None:
        self.id, self.title = id, title
        self._parts: list[str] = []
        self._length, self._lines = 0, 1

    def said(self, words: str, section: str) -> Passage:
        """A passage of these words, put at the end of the text."""
        words = sound(words)
        start, line = self._length, self._lines
        self._parts.append(words)
        self._length += len(words) + 1
        self._lines += words.count("\n") + 1
        digest = hashlib.sha256(words.encode()).hexdigest()
        return Passage(document=self.id, section=section, line=line, start=start, end=start + len(words), sha256=digest)

    @property
    def text(self) -> str:
        """All that is quoted of it so far, a line each."""
        return "".join(f"{part}\n" for part in self._parts)

    def document(self) -> Document:
        """The document, whose text ends where it does now."""
        return Document(
            id=self.id,
            iri=vocabulary.BASE + self.id,
            title=self.title,
            file_name=f"{self.id}.txt",
            sha256=hashlib.sha256(self.text.encode()).hexdigest(),
            length=self._length,
        )


class Sources:
    """The sources of an import by what the files call them; `titles` are those that have a title of their own."""

    def __init__(self, ids: Ids, titles: dict[str, str]) -> None:
        self._ids, self._titles = ids, titles
        self._by_name: dict[str, Source] = {}

    def of(self, name: str) -> Source:
        """The source of this name, made where it is new."""
        if name not in self._by_name:
            title = sound(" ".join(self._titles.get(name, name).split()))
            self._by_name[name] = Source(self._ids.new(title), title)
        return self._by_name[name]

    def all(self) -> tuple[Source, ...]:
        """All sources, in the order in which they were met."""
        return tuple(self._by_name.values())
