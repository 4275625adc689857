"""All that an import makes of what was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kg.change import Change
from kg.imported.concepts import Cast, cast
from kg.imported.names import Ids
from kg.imported.reading import Read
from kg.imported.sources import Source, Sources
from kg.imported.statements import statements
from kg.importing import Unsaid
from kg.model import Concept, Content, Kind, Relation, Statement


@dataclass(frozen=True, slots=True)
class Made:
    """The concepts that are new, the statements, and their sources; `cast` tells whom the concepts of the file are."""

    cast: Cast
    statements: tuple[Statement, ...]
    sources: tuple[Source, ...]
    unsaid: tuple[Unsaid, ...] = field(default=())

    @property
    def concepts(self) -> tuple[Concept, ...]:
        """The concepts that are new."""
        return self.cast.new

    @property
    def known(self) -> Mapping[str, Concept]:
        """All concepts that the statements speak of, by id."""
        return {concept.id: concept for concept in self.cast.by_id.values()}

    @property
    def change(self) -> Change:
        """All of it as a change of the graph that it was made beside, the texts of its sources with it."""
        documents = tuple(source.document() for source in self.sources)
        texts = {source.id: source.text for source in self.sources}
        return Change(
            added=Content(concepts=self.concepts, statements=self.statements, documents=documents), texts=texts
        )


def made(
    read: Read, relations: Sequence[Relation], prefix: str, *, title: str = "", beside: Content = Content()
) -> Made:
    """What the files become: every id starts with the prefix, and is none that stands beside.

    A title is that of the file, where it is the source; with several files, that of the first.
    """
    there = {c.id: c for c in beside.concepts}
    taken = (*there, *(s.id for s in beside.statements), *(d.id for d in beside.documents))
    ids = Ids(prefix, taken)
    found = cast(read.gathered, there, ids)
    sources = Sources(ids, {read.files[0][0].name: title} if title else {})
    told = tuple(
        statements(read.gathered.claims, found.by_id, {r.id: r for r in relations}, sources, ids, title or read.whence)
    )
    quoted = sum(s.kind is Kind.reported for s in told)
    unsaid = (Unsaid(QUOTED, quoted),) if quoted else ()
    return Made(found, told, sources.all(), (*found.unsaid, *unsaid))


QUOTED = "about a cell, a part of the body or a group, which is no quantity: quoted, and composed with nothing"
