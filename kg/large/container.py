"""One file of many columns: a header that tells where each lies, and the columns as they lie in memory."""

from __future__ import annotations

import json
import mmap
import os
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from kg.disk import sync_folder
from kg.model import CausewayError

Column = npt.NDArray[Any]
MAGIC = b"CAUSEWAY SNAPSHOT\n"
VERSION = 1
_ALIGNED = 64
_LARGEST_HEADER = 64 * 1024 * 1024
_AT_ONCE = 8 * 1024 * 1024


class SnapshotUnfit(CausewayError):
    """A file that is no snapshot, is damaged, or was made by a newer Causeway."""


class Container:
    """Columns by name, mapped into memory and read when they are touched; `about` is what the header tells beside.

    A file is: the magic line; a line of JSON {version, about, columns: {name: [dtype, length, offset, crc32]}}; a line
    with the CRC-32 of that line in hexadecimal; and from the next multiple of 64 bytes on, to which offsets are told,
    the columns, each little-endian and at a multiple of 64. `numpy.frombuffer` reads each of them.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as file:
            head = _header(path, file.read(len(MAGIC)), file.readline(_LARGEST_HEADER), file.readline(16))
            self._start = _up(file.tell())
            size = os.fstat(file.fileno()).st_size
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.about: Mapping[str, Any] = head["about"]
        self._columns: dict[str, tuple[str, int, int, int]] = head["columns"]
        ends = [self._start + at + length * np.dtype(dtype).itemsize for dtype, length, at, _ in self._columns.values()]
        if size < max(ends, default=self._start):
            raise SnapshotUnfit(f"{path} is cut short: {size:,} bytes of {max(ends):,}; copy or import it again")

    def __getitem__(self, name: str) -> Column:
        dtype, length, at, _ = self._columns[name]
        return np.frombuffer(self._map, dtype=dtype, count=length, offset=self._start + at)

    @property
    def marks(self) -> Mapping[str, int]:
        """The checksum of each column."""
        return {name: checksum for name, (_, _, _, checksum) in self._columns.items()}

    def check(self) -> None:
        """Read all columns and hold them against their checksums. Raises SnapshotUnfit."""
        with memoryview(self._map) as whole:
            for name, (dtype, length, at, checksum) in self._columns.items():
                first = self._start + at
                end = first + length * np.dtype(dtype).itemsize
                found = 0
                for n in range(first, end, _AT_ONCE):
                    found = zlib.crc32(whole[n : min(n + _AT_ONCE, end)], found)
                if found != checksum:
                    raise SnapshotUnfit(f"{self.path} is damaged in its column {name!r}; copy or import it again")
        if hasattr(self._map, "madvise"):
            self._map.madvise(mmap.MADV_DONTNEED)  # what was read for the check alone is given back


def _header(path: Path, magic: bytes, line: bytes, checksum: bytes) -> Any:
    """What the header tells. Raises SnapshotUnfit."""
    if magic != MAGIC:
        raise SnapshotUnfit(f"{path} is no snapshot; `kg import FILE --into NAME.snapshot` makes one")
    if checksum.strip() != b"%08x" % zlib.crc32(line):
        raise SnapshotUnfit(f"{path} is damaged in its header; copy or import it again")
    head = json.loads(line)
    if head["version"] > VERSION:
        raise SnapshotUnfit(
            f"{path} is of version {head['version']}, and this Causeway reads {VERSION} at most; bring it up to date,"
            " or import the files again",
            version=head["version"],
        )
    return head


def write(path: Path, columns: Iterable[tuple[str, Column]], about: Mapping[str, Any]) -> None:
    """A container with these columns, put in place of what was there once it is whole and on disk."""
    told: dict[str, tuple[str, int, int, int]] = {}
    held: list[tuple[int, Column]] = []
    at = 0
    for name, column in columns:
        column = np.ascontiguousarray(column)
        told[name] = (column.dtype.newbyteorder("<").str, len(column), at, zlib.crc32(column.view(np.uint8).data))
        held.append((at, column))
        at = _up(at + column.nbytes)
    line = json.dumps({"version": VERSION, "about": about, "columns": told}, ensure_ascii=True).encode() + b"\n"
    head = MAGIC + line + b"%08x\n" % zlib.crc32(line)
    whole = path.with_name(path.name + ".part")
    try:
        with whole.open("wb") as file:
            file.write(head)
            for place, column in held:
                file.seek(_up(len(head)) + place)
                file.write(column.view(np.uint8).data)
            file.truncate(max(file.tell(), _up(len(head))))
            file.flush()
            os.fsync(file.fileno())
        whole.replace(path)
    except BaseException:
        whole.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def _up(at: int) -> int:
    return -(-at // _ALIGNED) * _ALIGNED
