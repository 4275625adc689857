"""The file of accepted changes and proposals: append-only, each record checked, on disk before it is acknowledged."""

from __future__ import annotations

import fcntl
import hashlib
import os
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from pathlib import Path

import orjson

from kg.model import CausewayError

FILE = "journal.jsonl"
LOCK = "journal.lock"
PATIENCE = 10.0
"""Seconds that a writer waits for its turn."""


class JournalDamaged(CausewayError):
    """A record of the journal that is not as it was written; says which, and what to do."""


class JournalUnwritable(CausewayError):
    """A change that could not be put on disk; the journal is as it was before."""


class JournalBusy(CausewayError):
    """Another writer has kept the journal for too long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One thing that happened: `number` from 1, `at` in UTC, `added` and `removed` the difference in Turtle.

    `body` is what is needed beside it, by kind: the proposal as sent, the number decided on, the text of a document.
    """

    number: int
    at: str
    by: str
    kind: str
    why: str = ""
    body: Mapping = field(default_factory=dict)
    added: str = ""
    removed: str = ""
    checksum: str = ""

    @property
    def changes(self) -> bool:
        """Whether it changes the graph."""
        return bool(self.added or self.removed)


class Journal:
    """The records of one folder, as far as this process has read them. Readers never wait for a writer."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._file = folder / FILE
        self._turn = threading.Lock()
        self._restart()

    def _restart(self) -> None:
        self.number, self.checksum = 0, ""
        self._read, self._seen, self._torn = 0, None, False

    def news(self) -> tuple[list[Record], bool]:
        """The records written since the last call, and whether they are all there are, to be taken from the start.

        One look at the file's size and time where there is nothing new. Raises JournalDamaged.
        """
        seen = self._stat()
        if seen == self._seen:
            return [], False
        before = self._seen
        restart = before is None or seen is None or seen[0] != before[0] or seen[1] < self._read
        records = None if restart else self._further()
        if records is None:
            self._restart()
            records, restart = list(self._records()), True
        self._seen = seen
        return records, restart

    def _further(self) -> list[Record] | None:
        """The records after those read; none where what follows does not fit them: the file was put back."""
        try:
            records = list(self._records())
        except JournalDamaged:
            return None
        return None if self._torn else records

    def _stat(self) -> tuple[int, int, int] | None:
        try:
            found = os.stat(self._file)
        except (FileNotFoundError, NotADirectoryError):
            return None
        return found.st_ino, found.st_size, found.st_mtime_ns

    def _records(self) -> Iterator[Record]:
        try:
            with self._file.open("rb") as file:
                file.seek(self._read)
                lines = file.read().split(b"\n")
        except (FileNotFoundError, NotADirectoryError):
            return
        tail = lines.pop()
        self._torn = False
        for i, line in enumerate(lines):
            try:
                record = _parsed(line, self.number + 1, self.checksum)
            except ValueError as wrong:
                if i == len(lines) - 1 and not tail and b"\0" in line:  # blocks that a power cut left unwritten
                    self._torn = True
                    return
                raise JournalDamaged(
                    f"record {self.number + 1} of {self._file}, at byte {self._read}, {wrong}; put back a copy of the"
                    f" file, or keep its first {self._read} bytes and lose what came after",
                    record=self.number + 1,
                    file=str(self._file),
                ) from None
            self._read += len(line) + 1
            self.number, self.checksum = record.number, record.checksum
            yield record

    @contextmanager
    def writing(self) -> Iterator[None]:
        """The writer's turn: no other thread or process writes meanwhile. Raises JournalBusy or JournalUnwritable."""
        deadline = time.monotonic() + PATIENCE
        if not self._turn.acquire(timeout=PATIENCE):
            raise JournalBusy("another change is being written; try again in a moment")
        try:
            lock = self._locked(deadline)
            try:
                yield
            finally:
                os.close(lock)
        finally:
            self._turn.release()

    def _locked(self, deadline: float) -> int:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = os.open(self.folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise self._unwritable(error) from error
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return lock
            except BlockingIOError:
                if time.monotonic() > deadline:
                    os.close(lock)
                    raise JournalBusy("another change is being written; try again in a moment") from None
                time.sleep(0.002)

    def append(self, record: Record) -> Record:
        """Put a record on disk and return it numbered and sealed. Only within `writing`, with all news read.

        A torn last record is cut off first. Raises JournalUnwritable, and leaves the file as it was.
        """
        line, sealed = _sealed(record, self.number + 1, self.checksum)
        try:
            new = not self._file.exists()
            file = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise self._unwritable(error) from error
        try:
            try:
                os.ftruncate(file, self._read)
                _write(file, line, self._read)
                os.fsync(file)
                if new:
                    _sync_folder(self.folder)
            except OSError as error:
                os.ftruncate(file, self._read)
                raise self._unwritable(error) from error
        finally:
            os.close(file)
        return sealed

    def _unwritable(self, error: OSError) -> JournalUnwritable:
        return JournalUnwritable(
            f"the change is not kept: {self.folder} cannot be written to ({error.strerror or error}); make room or give"
            " the right to write, or set KG_DATA to another folder, and send it again",
            folder=str(self.folder),
        )


def _write(file: int, data: bytes, at: int) -> None:
    while data:
        written = os.pwrite(file, data, at)
        data, at = data[written:], at + written


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


_FIELDS = tuple(f.name for f in fields(Record) if f.name != "checksum")


def _sealed(record: Record, number: int, before: str) -> tuple[bytes, Record]:
    """The record's line and the record as it will be read: numbered, its checksum chained to the one before."""
    values = {name: getattr(record, name) for name in _FIELDS} | {"number": number}
    text = orjson.dumps(values)
    checksum = _checksum(before, text)
    line = text[:-1] + b',"checksum":"' + checksum.encode() + b'"}'
    return line + b"\n", Record(**values, checksum=checksum)


def _checksum(before: str, text: bytes) -> str:
    return hashlib.sha256(before.encode() + text).hexdigest()


_SEAL = len(b',"checksum":"') + 64 + len(b'"}')


def _parsed(line: bytes, number: int, before: str) -> Record:
    """The record of a line; raises ValueError, saying what is wrong with it."""
    text, checksum = line[:-_SEAL] + b"}", line[-66:-2].decode("ascii", "replace")
    if checksum != _checksum(before, text):
        raise ValueError("does not fit its checksum")
    values = orjson.loads(text)
    if set(values) != set(_FIELDS) or values["number"] != number:
        raise ValueError("has other fields or another number than it should")
    return Record(**values, checksum=checksum)
