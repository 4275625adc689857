"""A file as it comes, packed or not, read in pieces of whole lines and within limits."""

from __future__ import annotations

import bz2
import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from kg.importing.values import Fault, Place
from kg.model import CausewayError


class NotOpened(CausewayError):
    """A file that is not there or may not be read."""


class Unreadable(Exception):
    """What ends the reading of a file; the reader tells it as a fault and stops."""

    def __init__(self, line: int, what: str, right: str) -> None:
        super().__init__(what)
        self.fault = Fault(line, what, right)


@dataclass(frozen=True, slots=True)
class Limits:
    """The bytes of a line, of one item of JSON or XML and of a table of nodes' names held in memory; the nesting; and
    how many times its size a packed file may unpack to, beyond what is free. `piece` bytes are read at once: few
    enough that their cells stay in the cache of a processor, which doubles the rate of tables.
    """

    line: int = 1 << 20
    item: int = 1 << 24
    nesting: int = 64
    nodes: int = 5_000_000
    unpacked: int = 200
    free: int = 1 << 26
    piece: int = 1 << 17


class Line(NamedTuple):
    """One line of text without its end; `after` is the byte that follows it."""

    number: int
    text: str
    after: int


class Piece(NamedTuple):
    """Whole lines as bytes; `line` is the number of the first, `after` the byte that follows the last."""

    line: int
    data: bytes
    after: int


class Stream(io.RawIOBase):
    """The bytes of a file, unpacked where they are packed; counts what was read of the file and what came of it."""

    def __init__(self, path: Path, limits: Limits) -> None:
        super().__init__()
        self._limits = limits
        try:
            self._file = path.open("rb")
        except OSError as error:
            raise NotOpened(f"{path.name} cannot be read: {error.strerror}", path=str(path)) from None
        self._unpacked: io.BufferedReader | gzip.GzipFile | bz2.BZ2File = self._file
        self._broken: Unreadable | None = None
        head = self._file.read(3)
        self._file.seek(0)
        if head[:2] == b"\x1f\x8b":
            self._unpacked = gzip.GzipFile(fileobj=self._file)
        elif head == b"BZh":
            self._unpacked = bz2.BZ2File(self._file)
        self.count = 0

    @property
    def packed(self) -> int:
        """How many bytes of the file were read."""
        return self._file.tell()

    def readable(self) -> bool:
        """Always."""
        return True

    def read(self, size: int = -1) -> bytes:
        """At most so many bytes, a piece where it is not said; none at the end."""
        data = self._some(size if size >= 0 else self._limits.piece)
        self.count += len(data)
        if self._unpacked is not self._file and self.count > self._limits.free + self._limits.unpacked * self.packed:
            times = self._limits.unpacked
            raise Unreadable(0, f"the packed file unpacks to more than {times} times its size", "unpack it by hand")
        return data

    def _some(self, size: int) -> bytes:
        """As many bytes as there are, up to a size; what comes before a break is given before the break is told."""
        parts: list[bytes] = []
        while size > 0 and self._broken is None:
            try:
                data = self._unpacked.read1(size)
            except (EOFError, OSError, zlib.error) as error:
                what = f"the packed file is broken after {self.count + sum(map(len, parts))} bytes: {error}"
                self._broken = Unreadable(0, what, "a file that was copied whole")
                break
            if not data:
                break
            parts.append(data)
            size -= len(data)
        if self._broken and not parts:
            raise self._broken
        return b"".join(parts)

    def skip(self, count: int) -> None:
        """Leaves so many unpacked bytes unread."""
        if self._unpacked is self._file:
            self._file.seek(count)
            self.count = count
            return
        while self.count < count and self.read(min(self._limits.piece, count - self.count)):
            pass

    def close(self) -> None:
        """Let go of the file."""
        self._unpacked.close()
        self._file.close()
        super().close()


class Source:
    """A file to read, from a place on; `packed` is how much of the stored file was read so far."""

    def __init__(self, path: Path, limits: Limits | None = None, start: Place | None = None) -> None:
        self.path = path
        self.limits = limits or Limits()
        self.start = start or Place()
        self.packed = 0

    def open(self) -> Stream:
        """The file as a stream of unpacked bytes."""
        return Stream(self.path, self.limits)

    def head(self, size: int = 1 << 16) -> bytes:
        """The first bytes, unpacked; empty where they cannot be."""
        with self.open() as stream:
            try:
                return stream.read(size)
            except Unreadable:
                return b""

    def chunks(self) -> Iterator[bytes]:
        """All bytes from the start of the file, some at a time."""
        with self.open() as stream:
            while data := stream.read():
                self.packed = stream.packed
                yield data

    def pieces(self) -> Iterator[Piece | Fault]:
        """Whole lines from the place to start at, some at a time; a line above the limit is a fault and left out."""
        with self.open() as stream:
            stream.skip(self.start.byte)
            rest, line, after, long = b"", self.start.line, self.start.byte, False
            while data := stream.read():
                self.packed = stream.packed
                end = data.rfind(b"\n") + 1
                if long and end:
                    first = data.find(b"\n") + 1
                    after += len(rest) + first
                    line, rest, long, data, end = line + 1, b"", False, data[first:], end - first
                if not end:
                    rest = rest + data if not long else rest
                    after += len(data) if long else 0
                    if len(rest) > self.limits.line and not long:
                        yield _too_long(line, self.limits)
                        after, rest, long = after + len(rest), b"", True
                    continue
                whole = rest + data[:end]
                rest, after = data[end:], after + len(whole)
                yield from self._within(Piece(line, whole, after))
                line += whole.count(b"\n")
            if rest:
                yield from self._within(Piece(line, rest, after + len(rest)))

    def _within(self, piece: Piece) -> Iterator[Piece | Fault]:
        """A piece without the lines above the limit, which are faults."""
        limit = self.limits.line
        if len(piece.data) <= limit or max(map(len, piece.data.split(b"\n"))) <= limit:
            yield piece
            return
        after = piece.after - len(piece.data)
        for number, data in enumerate(_lines(piece.data), piece.line):
            after += len(data)
            yield Piece(number, data, after) if len(data.rstrip(b"\n")) <= limit else _too_long(number, self.limits)

    def lines(self) -> Iterator[Line | Fault]:
        """Line by line; one that is too long or no UTF-8 is a fault."""
        for piece in self.pieces():
            if isinstance(piece, Fault):
                yield piece
                continue
            after = piece.after - len(piece.data)
            for number, data in enumerate(_lines(piece.data), piece.line):
                after += len(data)
                yield self._line(number, data, after)

    def _line(self, number: int, data: bytes, after: int) -> Line | Fault:
        try:
            return Line(number, data.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n"), after)
        except UnicodeDecodeError as error:
            return not_utf8(number, error)


def _lines(data: bytes) -> list[bytes]:
    """Lines with their ends; a carriage return alone ends none."""
    lines = [line + b"\n" for line in data.split(b"\n")]
    return [*lines[:-1], *([lines[-1][:-1]] if lines[-1] != b"\n" else [])]


def not_utf8(line: int, error: UnicodeDecodeError) -> Fault:
    """The fault of a line that is no text."""
    return Fault(line, f"is no UTF-8 at byte {error.start + 1} of the line", "text in UTF-8")


def _too_long(line: int, limits: Limits) -> Fault:
    return Fault(line, f"the line is longer than {limits.line} bytes", f"a line of {limits.line} bytes at most")
