"""What an import says at its end: what was read and made, what is wrong, and what could not be said."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kg.imported.reading import Read
from kg.imported.whole import Made
from kg.importing import Fault, Format, Meeting, Tally, Unsaid

MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class FileReport:
    """What a file was read as, what it holds, its first faults, how many there are, and what its format cannot say."""

    file: str
    format: str
    claims: int
    concepts: int
    mappings: int
    faults: tuple[Fault, ...]
    fault_count: int
    cannot: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All of it; `folder` is empty where nothing was written. `reused` are pairs of ids, in the file and beside."""

    folder: str
    files: tuple[FileReport, ...]
    concepts: int
    statements: int
    sources: int
    reused: tuple[tuple[str, str], ...]
    hints: tuple[Meeting, ...]
    unsaid: tuple[Unsaid, ...]

    @property
    def fault_count(self) -> int:
        """How many faults all files have."""
        return sum(file.fault_count for file in self.files)


def report(read: Read, made: Made, folder: Path | None = None) -> Report:
    """What was read and made, and where it was written."""
    return Report(
        str(folder) if folder else "",
        tuple(file_report(*one) for one in read.files),
        len(made.concepts),
        len(made.statements),
        len(made.sources),
        made.cast.reused,
        made.cast.hints,
        (*read.unsaid, *made.unsaid),
    )


def file_report(path: Path, format: Format, tally: Tally) -> FileReport:
    """What one file was read as, and what it holds."""
    return FileReport(
        path.name,
        format.label,
        tally.claims,
        tally.concepts,
        tally.mappings,
        tuple(tally.faults[:MOST_TOLD]),
        tally.fault_count,
        format.cannot,
    )
