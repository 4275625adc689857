"""The lines of a journal: a header with the version of the format, then records, each sealed over the one before."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import orjson

from kg.model import CausewayError

FORMAT = "causeway-journal"
VERSION = 2
"""2 has a header; 1 starts with the first record, and is read and continued as it is."""


class JournalDamaged(CausewayError):
    """A journal that is not as it was written; says where, and what to do."""


class JournalTooNew(JournalDamaged):
    """A journal of a later version of the format than this program knows."""


class JournalUnwritable(CausewayError):
    """A change that could not be put on disk; the journal is as it was before."""


class JournalBusy(CausewayError):
    """Another writer has kept the journal for too long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One thing that happened: `number` from 1, `at` in UTC, `added` and `removed` the difference in Turtle.

    `body` is what is needed beside it, by kind: the proposal as sent, the number decided on, the text of a document.
    `more` keeps the fields that this program does not know.
    """

    number: int
    at: str
    by: str
    kind: str
    why: str = ""
    body: Mapping[str, Any] = field(default_factory=dict)
    added: str = ""
    removed: str = ""
    checksum: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def changes(self) -> bool:
        """Whether it changes the graph."""
        return bool(self.added or self.removed)


def version_after(version: str, record: Record) -> str:
    """The version of a graph once the change of a record is in it."""
    return hashlib.sha256(f"{version} {record.checksum}".encode()).hexdigest()[:16]


_FIELDS = ("number", "at", "by", "kind", "why", "body", "added", "removed")
_SEAL = len(b',"checksum":"') + 64 + len(b'"}')


def header() -> tuple[bytes, str]:
    """The first line of a new journal, and its checksum; no two are the same."""
    return _sealed({"format": FORMAT, "version": VERSION, "id": uuid.uuid4().hex}, "")


def sealed(record: Record, number: int, before: str) -> tuple[bytes, Record]:
    """The record's line and the record as it will be read: numbered, its checksum chained to the one before."""
    made = replace(record, number=number)
    line, checksum = _sealed({name: getattr(made, name) for name in _FIELDS} | dict(made.more), before)
    return line, replace(made, checksum=checksum)


def _sealed(values: Mapping[str, Any], before: str) -> tuple[bytes, str]:
    text = orjson.dumps(values)
    checksum = _checksum(before, text)
    return text[:-1] + b',"checksum":"' + checksum.encode() + b'"}\n', checksum


def _checksum(before: str, text: bytes) -> str:
    return hashlib.sha256(before.encode() + text).hexdigest()


def seal_of(line: bytes) -> str:
    """The checksum that a line carries, be it right or wrong."""
    return line[-66:-2].decode("ascii", "replace")


def fits(line: bytes, before: str) -> bool:
    """Whether a line is as it was sealed after the checksum before."""
    return seal_of(line) == _checksum(before, line[:-_SEAL] + b"}")


def is_header(line: bytes) -> bool:
    """Whether a line is a header."""
    return line.startswith(b'{"format":')


def closing(number: int, before: str) -> bytes:
    """The last line of a copy: after so many records there are no more."""
    return _sealed({"format": FORMAT, "records": number}, before)[0]


def is_closing(line: bytes, before: str) -> bool:
    """Whether a line closes a copy whose last checksum is the one before."""
    return is_header(line) and b'"records":' in line and fits(line, before)


def check_header(line: bytes) -> str:
    """The checksum of a header. Raises ValueError where it is wrong, and JournalTooNew for a later version."""
    if not fits(line, ""):
        raise ValueError("does not fit its checksum")
    values = orjson.loads(line)
    if values.get("format") != FORMAT:
        raise ValueError(f"is the header of another file: {str(values.get('format'))[:40]!r}")
    if values.get("version") != VERSION:
        raise JournalTooNew(
            f"the journal has version {values.get('version')} of its format, and this program knows 1 to {VERSION};"
            " start the newer program that wrote it, or put back a backup of before with `kg restore`"
        )
    return seal_of(line)


def parsed(line: bytes, number: int, before: str) -> Record:
    """The record of a line; raises ValueError, saying what is wrong with it."""
    if not fits(line, before):
        raise ValueError("does not fit its checksum")
    return unsealed(line, number)


def unsealed(line: bytes, number: int) -> Record:
    """The record of a line whatever its checksum; raises ValueError where it is none, or has another number."""
    values = orjson.loads(line)
    if not isinstance(values, dict) or not {*_FIELDS} <= values.keys() or values["number"] != number:
        raise ValueError("has other fields or another number than it should")
    checksum = values.pop("checksum", "")
    return Record(**{name: values.pop(name) for name in _FIELDS}, checksum=checksum, more=values)
