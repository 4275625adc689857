"""Copies of a journal that are whole, and what can be saved of one that is damaged."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.disk import put
from kg.journal import end
from kg.journal.end import End
from kg.journal.file import FILE, Journal
from kg.journal.records import (
    FORMAT,
    JournalDamaged,
    JournalTooNew,
    JournalUnwritable,
    Record,
    check_header,
    closing,
    fits,
    header,
    is_closing,
    is_header,
    seal_of,
    sealed,
    unsealed,
)

ASIDE = "set-aside"
"""The kind of a record that was taken out of force: its body holds the line as it was, its number stays."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one record; number 0 is the file as a whole."""

    number: int
    wrong: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The records that can be trusted, those that cannot set aside among them, and what is wrong."""

    records: tuple[Record, ...]
    faults: tuple[Fault, ...]


def diagnosed(folder: Path, at: str) -> Diagnosis:
    """What is left of a journal, read line by line, whatever its state; nothing is changed.

    A line that does not fit its seal is set aside, and so is each after it up to one that follows from its
    neighbour's seal. Raises JournalTooNew.
    """
    faults: list[Fault] = []
    acknowledged = _end(folder, faults)
    try:
        data = (folder / FILE).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        data = b""
    lines = data.split(b"\n")
    tail = lines.pop()
    records: list[Record] = []
    before = ""
    if lines and (is_header(lines[0]) or FORMAT.encode() in lines[0]):
        before = _header(lines.pop(0), faults)
    numbers = [*map(_number, lines), acknowledged.number + 1 if acknowledged else 0]
    for i, line in enumerate(lines):
        missing = numbers[i] - len(records) - 1 if numbers[i] + 1 == numbers[i + 1] else 0
        before = _add(records, faults, line, before, at, min(missing, _FARTHEST))
        if acknowledged and len(records) == acknowledged.number and before != acknowledged.checksum:
            faults.append(Fault(len(records), "is another than was acknowledged"))
    if tail and acknowledged and len(data) - len(tail) < acknowledged.size:
        faults.append(Fault(0, "the last line has no end"))
        _add(records, faults, tail, before, at)
    if acknowledged and len(records) < acknowledged.number:
        last = acknowledged.number
        faults.append(Fault(last, f"is not there, nor is what follows record {len(records)}: these are lost"))
    return Diagnosis(tuple(records), tuple(faults))


def _end(folder: Path, faults: list[Fault]) -> End | None:
    try:
        acknowledged = end.read(folder)
    except JournalDamaged as damage:
        faults.append(Fault(0, damage.detail))
        return None
    try:
        with (folder / FILE).open("rb") as file:
            headed = is_header(file.read(16))
    except (FileNotFoundError, NotADirectoryError):
        headed = False
    if acknowledged is None and headed:
        faults.append(Fault(0, f"{end.FILE} is gone, so that records missing at the end cannot be told"))
    return acknowledged


def _header(line: bytes, faults: list[Fault]) -> str:
    try:
        return check_header(line)
    except JournalTooNew:
        raise
    except ValueError as wrong:
        faults.append(Fault(0, f"the header {wrong}"))
        return seal_of(line)


def _add(records: list[Record], faults: list[Fault], line: bytes, before: str, at: str, missing: int = 0) -> str:
    """Take a line in, whole or set aside, after so many that are missing; the seal that the next is held against."""
    if not _number(line) and (not records or records[-1].kind == ASIDE):
        faults.append(Fault(len(records), "is torn apart"))  # the rest of the line before
        return seal_of(line)
    for _ in range(missing):
        records.append(_aside(len(records) + 1, b"", "is missing", at))
        faults.append(Fault(len(records), "is missing"))
    try:
        record = unsealed(line, len(records) + 1)
        wrong = "" if fits(line, before) else "does not fit its checksum"
    except (ValueError, TypeError) as error:
        wrong = str(error)
    if wrong:
        record = _aside(len(records) + 1, line, wrong, at)
        faults.append(Fault(record.number, wrong))
    records.append(record)
    return seal_of(line)


_FARTHEST = 1000
"""Records that may be missing between two lines."""


def _number(line: bytes) -> int:
    """The number that a line says it has; 0 where it says none."""
    said = line.partition(b'"number":')[2].partition(b",")[0]
    return int(said) if said.isdigit() and len(said) < 12 else 0


def _aside(number: int, line: bytes, why: str, at: str) -> Record:
    body = {"line": line.decode("utf-8", "backslashreplace")}
    return Record(number=number, at=at, by="kg doctor", kind=ASIDE, why=why, body=body)


def set_aside(records: Iterable[Record], numbers: Mapping[int, str], at: str) -> tuple[Record, ...]:
    """The records with those of these numbers out of force, each for its reason, kept whole in what stands for it."""

    def aside(record: Record) -> Record:
        return _aside(record.number, sealed(record, record.number, "")[0], numbers[record.number], at)

    return tuple(aside(record) if record.number in numbers else record for record in records)


def repair(folder: Path, records: Iterable[Record], at: str) -> Path | None:
    """Put these records in place of the journal, sealed anew, and return where the file that there was is kept."""
    return _replace(folder, records, "damaged", at)


def backup(folder: Path, to: Path) -> int:
    """Copy the journal as it is now into a file, whole and checked, and return its number of records.

    Safe beside running services: readers and writers go on. The copy ends with a line that says so. Raises
    JournalDamaged, JournalUnwritable.
    """
    if to.parent.resolve() == folder.resolve():
        raise JournalUnwritable(f"{to} lies among the files that it is a copy of; name a file elsewhere")
    records, _ = Journal(folder).news()
    data, acknowledged = _written(records)
    try:
        put(to, data + closing(acknowledged.number, acknowledged.checksum))
    except OSError as error:
        raise JournalUnwritable(f"{to} cannot be written: {error.strerror or error}") from error
    return len(records)


def restore(
    folder: Path, source: Path, at: str, accepts: Callable[[tuple[Record, ...]], None]
) -> tuple[int, Path | None]:
    """Put a copy in place of the journal: the number of its records, and where the file that there was is kept.

    The copy is checked first, by itself and by `accepts`, which raises where the records cannot be taken in. A running
    service takes it in at its next request. Raises JournalDamaged, JournalUnwritable.
    """
    with tempfile.TemporaryDirectory() as apart:
        try:
            (Path(apart) / FILE).write_bytes(_closed(source))
        except OSError as error:
            raise JournalDamaged(f"{source} cannot be read: {error.strerror or error}") from error
        found = diagnosed(Path(apart), at)
    faults = [f for f in found.faults if f.number]
    if faults:
        told = f"record {faults[0].number} {faults[0].wrong}"
        raise JournalDamaged(f"{source} is no whole copy of a journal: {told}; nothing was put back")
    accepts(found.records)
    return len(found.records), _replace(folder, found.records, "before", at)


def _closed(source: Path) -> bytes:
    """The journal in a copy, without the line that closes it. Raises JournalDamaged for one that is not whole."""
    data = source.read_bytes()
    if data.startswith(b'{"number":1,'):  # a copy by hand of version 1, which has no such line
        return data
    *lines, last, rest = [b"", b"", *data.split(b"\n")]
    if not is_header(data):
        raise JournalDamaged(f"{source} is no copy of a journal; nothing was put back")
    if rest or not is_closing(last, seal_of(lines[-1])):
        raise JournalDamaged(f"{source} is no whole copy of a journal: its end is missing; nothing was put back")
    return data[: -len(last) - 1]


def _written(records: Iterable[Record]) -> tuple[bytes, End]:
    line, before = header()
    lines, number = [line], 0
    for number, record in enumerate(records, 1):
        line, made = sealed(record, number, before)
        before = made.checksum
        lines.append(line)
    data = b"".join(lines)
    return data, End(number, before, len(data))


def _replace(folder: Path, records: Iterable[Record], name: str, at: str) -> Path | None:
    journal = Journal(folder)
    data, acknowledged = _written(records)
    with journal.turn():
        kept = None
        if journal.file.exists():
            kept = folder / f"{FILE}.{name}-{''.join(c for c in at if c.isdigit())}"
            os.link(journal.file, kept)
        put(journal.file, data)
        end.write(folder, acknowledged)
    return kept
