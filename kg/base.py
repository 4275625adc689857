"""What a graph begins with, before the changes of the journal: Turtle files of a folder, or those read of a store."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kg import rdf, store
from kg.journal import Journal, JournalDamaged, Record
from kg.model import Content
from kg.remote import Mirror, State, StoreAway
from kg.sources import hashes_of, version_told


@dataclass(frozen=True, slots=True)
class Base:
    """Values, with a version that is theirs alone, the files they were read from, each with its SHA-256, and the number
    of the last record of the journal that is in them already.
    """

    content: Content
    version: str
    files: tuple[tuple[str, str], ...]
    taken: int = 0

    @classmethod
    def of_files(cls, files: Iterable[Path]) -> Base:
        """What these Turtle files say. Raises the error of the first file or node that cannot be read."""
        files = list(files)
        hashes = hashes_of(files)
        return cls(rdf.read(store.triples_of(files)), version_told(hashes), hashes)

    @classmethod
    def of_mirror(cls, file: Path, state: State) -> Base:
        """What was read of a store in this state."""
        return cls(rdf.read(rdf.triples(file.read_bytes())), state.version, hashes_of([file]), state.number)

    def later(self, records: Iterable[Record]) -> list[Record]:
        """The records that are not in it."""
        return [record for record in records if record.number > self.taken]


def read_from_store(mirror: Mirror, journal: Journal | None) -> tuple[Base, StoreAway | None]:
    """The graph of a store as it is now; where that is away, as it was read last, and why.

    Raises StoreAway where it was never read.
    """
    try:
        return Base.of_mirror(*mirror.pulled(journal.name if journal else "")), None
    except StoreAway as away:
        if (last := mirror.last()) is None:
            raise
        return Base.of_mirror(*last), away


def check_taken(records: Iterable[Record], state: State) -> None:
    """Raises JournalDamaged where the store has changes of this journal that the journal has not."""
    if state.number and not any(r.number == state.number and r.checksum == state.checksum for r in records):
        raise JournalDamaged(
            f"the store holds the journal's changes up to record {state.number}, and the journal has another there, or"
            " none: put back the copy that has it with `kg restore`, or have the store hold what the journal says with"
            " `kg store push`",
            record=state.number,
        )
