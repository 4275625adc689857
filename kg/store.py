"""Triples from Turtle files: read one by one, or indexed in memory for SPARQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from kg import rdf
from kg.model import CausewayError
from kg.rdf import Triple, plain

EVERYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
LARGEST_FILE = 64 * 1024 * 1024


class UnreadableFile(CausewayError):
    """A Turtle file that cannot be read: which, where in it, and why."""


def triples_of(files: Iterable[Path]) -> Iterator[Triple]:
    """The triples of Turtle files, straight from their text, blank nodes kept apart; raises UnreadableFile."""
    for file in files:
        check_size(file)
        try:
            yield from rdf.triples(file.read_bytes())
        except rdf.GraphError as error:
            raise UnreadableFile(f"{file}, {error.detail}", file=str(file), line=error.fields.get("line")) from None
        except OSError as error:
            raise UnreadableFile(f"{file} cannot be read: {error.strerror or error}", file=str(file)) from None


def check_size(file: Path) -> None:
    """Raises UnreadableFile for a file that is too large to take in."""
    try:
        large = file.stat().st_size > LARGEST_FILE
    except OSError as error:
        raise UnreadableFile(f"{file} cannot be read: {error.strerror or error}", file=str(file)) from None
    if large:
        raise UnreadableFile(f"{file} is larger than {LARGEST_FILE} bytes; split it", file=str(file))


class EmbeddedStore:
    """An index in memory, filled from Turtle files, which stay the truth."""

    def __init__(self, files: Iterable[Path] = ()) -> None:
        self._store = ox.Store()
        for file in files:
            self.load(file)

    def load(self, file: Path) -> None:
        """Add one Turtle file, or raise UnreadableFile and add nothing."""
        check_size(file)
        try:
            self._store.load(path=str(file), format=ox.RdfFormat.TURTLE)
        except SyntaxError as error:
            raise UnreadableFile(
                f"{file}, line {error.lineno}: {error.msg}", file=str(file), line=error.lineno
            ) from None
        except OSError as error:
            raise UnreadableFile(f"{file} cannot be read: {error.strerror or error}", file=str(file)) from None

    def query(self, construct: str) -> Iterator[Triple]:
        """The triples that a CONSTRUCT query makes, as plain strings; blank nodes start with `_:`."""
        found = self._store.query(construct)
        if not isinstance(found, ox.QueryTriples):
            raise ValueError("only a CONSTRUCT query makes triples")
        for triple in found:
            yield plain(triple.subject), triple.predicate.value, plain(triple.object)
