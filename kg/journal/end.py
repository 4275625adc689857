"""Where the acknowledged part of a journal ends, kept beside it: what is shorter was shortened."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

import orjson

from kg.disk import opened
from kg.journal.records import JournalDamaged

FILE = "journal.end"
_ROOM = 256
"""Bytes of the file: always the same, so that it is written in place and needs no room on a full disk."""


@dataclass(frozen=True, slots=True)
class End:
    """The last acknowledged record, its checksum, and how many bytes the journal has up to its line end."""

    number: int
    checksum: str
    size: int


def read(folder: Path) -> End | None:
    """The end as it was last written; none where there is no such file. Raises JournalDamaged."""
    file = folder / FILE
    try:
        data = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        values = orjson.loads(data)
        end = End(values["number"], values["checksum"], values["size"])
        if _line(end) == data:
            return end
    except (ValueError, KeyError, TypeError):
        pass
    raise JournalDamaged(f"{file} is not as it was written; `kg doctor` tells what is left of the journal")


def write(folder: Path, end: End) -> None:
    """Put the end on disk; an OSError where that fails."""
    handle = opened(folder / FILE, os.O_WRONLY)
    try:
        os.pwrite(handle, _line(end), 0)
        os.ftruncate(handle, _ROOM)
        os.fsync(handle)
    finally:
        os.close(handle)


def _line(end: End) -> bytes:
    text = f"{end.number} {end.checksum} {end.size}"
    values = {"number": end.number, "checksum": end.checksum, "size": end.size}
    data = orjson.dumps({**values, "check": hashlib.sha256(text.encode()).hexdigest()[:16]})
    return data.ljust(_ROOM - 1) + b"\n"
