"""A snapshot as it is read: concepts, statements and documents as values, made one by one when they are asked for."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from kg import vocabulary
from kg.imported import sentence, statement
from kg.importing import Claim, Evidence, Wording
from kg.kernel import Arrays
from kg.large.container import Column, Container
from kg.large.joined import Weights
from kg.large.packed import hashed
from kg.large.written import ARRAYS, MATCHES, is_trial
from kg.model import (
    Concept,
    Document,
    Entity,
    Hedge,
    Kind,
    Match,
    Passage,
    Population,
    PublicTerm,
    Relation,
    Sign,
    Statement,
    Variable,
)

_TYPES: Mapping[str, type[Concept]] = {t.__name__: t for t in (Variable, Entity, Population)}
_STATEMENT, _SOURCE = "-s-", "-source-"


class Large:
    """The graph of one snapshot; concepts and statements by number, and the numbers by id, name or public id.

    `ours` are the relations of the vocabulary, by which statements are worded. Raises SnapshotUnfit.
    """

    def __init__(self, path: Path, ours: Mapping[str, Relation]) -> None:
        self._file = Container(path)
        self._ours = ours
        about = self._file.about
        self.prefix: str = about["prefix"]
        self._whence: str = about["whence"]
        self.concepts: int = about["concepts"]
        self.statements: int = about["statements"]
        self._sorts, self._studies = about["sorts"], about["studies"]
        self._wordings: list[Wording] = [worded_of(told) for told in about["wordings"]]
        self._columns: dict[str, Column] = {}
        self.relations = tuple(w.relation for w in self._wordings)
        self.weights = Weights.of(self._wordings, [is_trial(study) for study in self._studies])
        self.arrays = Arrays(self.concepts, *(self[f"edges.{name}"] for name in ARRAYS))
        self.longest_name = int(self["by_name.longest"][0])

    def __getitem__(self, name: str) -> Column:
        if (found := self._columns.get(name)) is None:
            found = self._columns[name] = self._file[name]
        return found

    def check(self) -> None:
        """Hold every column against its checksum. Raises SnapshotUnfit."""
        self._file.check()

    @property
    def version(self) -> str:
        """A mark of what is in it."""
        return hashlib.sha256(repr(sorted(self._file.marks.items())).encode()).hexdigest()[:16]

    def text(self, name: str, n: int) -> str:
        """The text of this number in a column of texts."""
        at = self[f"{name}.at"]
        return self[name][at[n] : at[n + 1]].tobytes().decode()

    def id(self, n: int) -> str:
        """The id of a concept."""
        return self.text("concept.id", n)

    def label(self, n: int) -> str:
        """What a concept is called."""
        return self.text("concept.label", n)

    def kind(self, n: int) -> str:
        """The kind of a concept."""
        return str(self._sorts[self["concept.sort"][n]][0])

    def is_variable(self, n: int) -> bool:
        """Whether a concept may carry a signed statement."""
        return bool(self._sorts[self["concept.sort"][n]][1] == Variable.__name__)

    def concept(self, n: int) -> Concept:
        """The concept of this number."""
        kind, type_, quantity = self._sorts[self["concept.sort"][n]]
        names, terms = self["concept.synonym"], self["concept.term"]
        id = self.id(n)
        more: dict[str, Any] = {"variable_type": quantity} if type_ == Variable.__name__ else {}
        return _TYPES[type_](
            id=id,
            iri=vocabulary.BASE + id,
            label=self.label(n),
            kind=kind,
            synonyms=tuple(self.text("synonym", at) for at in range(names[n], names[n + 1])),
            mappings=tuple(
                PublicTerm(self.text("term", at), MATCHES[self["term.match"][at]])
                for at in range(terms[n], terms[n + 1])
            ),
            note=self.text("concept.note", n),
            **more,
        )

    def number(self, id: str) -> int | None:
        """The number of the concept of this id."""
        return next((n for n in self._looked_up("by_id", id) if self.id(n) == id), None)

    def by_term(self, iri: str) -> Iterator[tuple[int, Match]]:
        """The concepts that have a public id, and how it matches each."""
        terms = self["concept.term"]
        for n in self._looked_up("by_term", iri):
            for at in range(terms[n], terms[n + 1]):
                if self.text("term", at) == iri:
                    yield n, MATCHES[self["term.match"][at]]

    def named(self, key: str, most: int) -> list[int]:
        """At most so many concepts with a name of this key."""
        return self._looked_up("by_name", key)[:most]

    def _looked_up(self, table: str, text: str) -> list[int]:
        keys, wanted = self[f"{table}.key"], np.uint64(hashed(text))
        first, end = np.searchsorted(keys, wanted), np.searchsorted(keys, wanted, "right")
        return [int(n) for n in self[table][first:end]]

    def word(self, n: int) -> str:
        """A word of the names, by its place in their order."""
        return self.text("word", n)

    @property
    def words(self) -> int:
        """How many words the names have."""
        return len(self["word.at"]) - 1

    def having(self, word: int) -> Column:
        """The concepts that have a word in a name."""
        at = self["word.of.at"]
        return self["word.of"][at[word] : at[word + 1]]

    def statement_id(self, n: int) -> str:
        """The id of a statement."""
        return f"{self.prefix}{_STATEMENT}{n:08}"

    def statement_number(self, id: str) -> int | None:
        """The number of the statement of this id."""
        head, mark, number = id.rpartition(_STATEMENT)
        if not mark or head != self.prefix or not (number.isascii() and number.isdigit()):
            return None
        n = int(number)
        return n if n < self.statements and self.statement_id(n) == id else None

    def statement(self, n: int, ends: tuple[Concept, Concept]) -> Statement:
        """The statement of this number about two concepts, as its own are called where it is asked."""
        source, text = int(self["statement.source"][n]), sentence(self._wording(n), *ends, self._ours)
        name, title = self.text("document.name", source), self.text("document.title", source)
        start = int(self["statement.quote"][n])
        quote = self.quoted(n)
        passage = Passage(
            document=self.source_id(source),
            section=self._whence if self._whence != title else "",
            line=int(self["statement.line"][n]) or 1,
            start=start,
            end=start + len(quote or text),
            sha256=hashlib.sha256((quote or text).encode()).hexdigest(),
        )
        belief = float(self["statement.belief"][n])
        study = self._studies[self["statement.study"][n]]
        evidence = Evidence(name, quote, None if math.isnan(belief) else round(belief, 6), study)
        claim = Claim(ends[0].id, ends[1].id, self._wording(n), (evidence,), int(self["statement.line"][n]))
        return statement(self.statement_id(n), claim, evidence, ends, text, passage, self._whence)

    def _wording(self, n: int) -> Wording:
        return self._wordings[int(self["statement.wording"][n])]

    def quoted(self, n: int) -> str:
        """What a statement quotes; empty where it quotes nothing."""
        start = int(self["statement.quote"][n])
        return self["quotes"][start : start + int(self["statement.quoted"][n])].tobytes().decode()

    def source_id(self, n: int) -> str:
        """The id of a source."""
        return f"{self.prefix}{_SOURCE}{n + 1}"

    def source_number(self, id: str) -> int | None:
        """The number of the source of this id."""
        head, mark, number = id.rpartition(_SOURCE)
        if not mark or head != self.prefix or not (number.isascii() and number.isdigit()):
            return None
        n = int(number) - 1
        return n if 0 <= n < len(self["document.name.at"]) - 1 and self.source_id(n) == id else None

    def source(self, n: int) -> Document:
        """A source, of which only what is quoted is at hand."""
        id = self.source_id(n)
        return Document(
            id=id,
            iri=vocabulary.BASE + id,
            title=self.text("document.title", n),
            file_name=f"{id}.txt",
            sha256="",
            length=len(self["quotes"]),
        )

    def as_subject(self, concept: int) -> range:
        """The numbers of the statements about a concept as their subject; those on one object stand together."""
        at = self["by.subject.at"]
        return range(int(at[concept]), int(at[concept + 1]))

    def as_object(self, concept: int) -> Column:
        """The numbers of the statements about a concept as their object."""
        at = self["by.object.at"]
        return self["by.object"][at[concept] : at[concept + 1]]

    def of_source(self, source: int) -> Column:
        """The numbers of the statements of a source."""
        at = self["by.source.at"]
        return self["by.source"][at[source] : at[source + 1]]

    def on_pair(self, subject: int, object: int) -> range:
        """The numbers of the statements on a pair."""
        about = self.as_subject(subject)
        objects = self["statement.object"][about.start : about.stop]
        first, end = (int(np.searchsorted(objects, np.uint32(object), side)) for side in ("left", "right"))
        return range(about.start + first, about.start + end)


def worded_of(told: Mapping[str, Any]) -> Wording:
    """A wording out of what the header tells."""
    hedge = Hedge[told["hedge"]] if told["hedge"] else None
    return Wording(**{**told, "sign": Sign(told["sign"]), "kind": Kind[told["kind"]], "hedge": hedge})


def texts_of(large: Large, statements: Iterable[int]) -> Mapping[str, str]:
    """What is quoted, by source, as texts of which only these passages are at hand."""
    found: dict[str, dict[int, str]] = {}
    for n in statements:
        source = large.source_id(int(large["statement.source"][n]))
        if quote := large.quoted(n):
            found.setdefault(source, {})[int(large["statement.quote"][n])] = quote
    return {source: Excerpts.of(quotes) for source, quotes in found.items()}


class Excerpts(str):
    """A text of which only some passages are at hand, each by the place where it starts; it reads as these alone."""

    quotes: Mapping[int, str]

    @classmethod
    def of(cls, quotes: Mapping[int, str]) -> Excerpts:
        """The text of these passages."""
        text = cls("\n".join(quotes[start] for start in sorted(quotes)))
        text.quotes = quotes
        return text

    def __getitem__(self, part: Any) -> str:
        return self.quotes.get(part.start or 0, "") if isinstance(part, slice) else super().__getitem__(part)
