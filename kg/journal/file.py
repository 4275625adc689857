"""A journal read as it grows, and written by turns."""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from kg.disk import opened, sync_folder, write_at
from kg.journal import end
from kg.journal.end import End
from kg.journal.records import (
    JournalBusy,
    JournalDamaged,
    JournalUnwritable,
    Record,
    check_header,
    fits,
    header,
    is_header,
    parsed,
    seal_of,
    sealed,
)

FILE = "journal.jsonl"
LOCK = "journal.lock"
PATIENCE = 10.0
"""Seconds that a writer waits for its turn."""

_Stat = tuple[int, int, int]
T = TypeVar("T")


class Journal:
    """The records of one folder, as far as this process has read them. Readers never wait for a writer."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / FILE
        self._turn = threading.Lock()
        self._checked: _Stat | None = None
        self.waited = 0.0
        """Seconds that writers of this process have waited for their turn, in all."""
        self.forget()

    def forget(self) -> None:
        """Begin again: the next news are all records."""
        self.number, self.checksum = 0, ""
        self._read = 0
        self._seen: tuple[_Stat | None, _Stat | None] | None = None

    @property
    def name(self) -> str:
        """What tells this journal from every other: the seal of its first line; empty where it has none yet."""
        try:
            with self.file.open("rb") as file:
                line = file.readline()
        except (FileNotFoundError, NotADirectoryError):
            return ""
        return seal_of(line) if line.endswith(b"\n") else ""

    @property
    def quiet(self) -> bool:
        """Whether the files are as they were at the last news: one look at two sizes and times."""
        return self._looked() == self._seen

    def _looked(self) -> tuple[_Stat | None, _Stat | None]:
        return _stat(self.file), _stat(self.folder / end.FILE)

    def news(self) -> tuple[list[Record], bool]:
        """The records written since the last call, and whether they are all there are, to be taken from the start.

        Raises JournalDamaged.
        """
        seen = self._looked()
        if seen == self._seen:
            return [], False
        before, self._seen = self._seen, seen
        acknowledged = end.read(self.folder)  # before the journal, which then holds at least that
        now, then = seen[0], before and before[0]
        grown = now and then and now[0] == then[0] and now[1] >= self._read and (now == then or now[1] != then[1])
        kept = self.number, self.checksum, self._read
        if grown:
            try:
                return self._from_here(acknowledged), False
            except JournalDamaged:
                self.number, self.checksum, self._read = kept
        elif now is None and self.number and acknowledged is None:
            raise JournalDamaged(f"{self.file} was taken away; put a copy back with `kg restore`")
        number, checksum, read = kept
        self.number, self.checksum, self._read = 0, "", 0
        try:
            return self._from_here(acknowledged), True
        except JournalDamaged:
            self.number, self.checksum, self._read = number, checksum, read
            raise

    def _from_here(self, acknowledged: End | None) -> list[Record]:
        records = []
        for line, after in self._lines(acknowledged, self._read):
            if self._read == 0 and is_header(line):
                self.checksum = self._told(check_header, line)
                self._agrees(acknowledged, 0, self.checksum)
            else:
                record = self._told(parsed, line, self.number + 1, self.checksum)
                self.number, self.checksum = record.number, record.checksum
                self._agrees(acknowledged, self.number, self.checksum)
                records.append(record)
            self._read = after
        self._reaches(acknowledged, self.number, self._read)
        return records

    def _lines(self, acknowledged: End | None, start: int) -> Iterator[tuple[bytes, int]]:
        """The whole lines from a byte on, each with the byte after it. What follows the acknowledged part and is not
        whole was never acknowledged: a crash tore it, and the next record takes its place.
        """
        try:
            with self.file.open("rb") as file:
                file.seek(start)
                lines = file.read().split(b"\n")
        except (FileNotFoundError, NotADirectoryError):
            return
        tail, at = lines.pop(), start
        for i, line in enumerate(lines):
            last = i == len(lines) - 1 and not tail
            if last and _torn(line, acknowledged, at):
                return
            at += len(line) + 1
            yield line, at
        if acknowledged and at < acknowledged.size:
            raise self._damaged("ends in the midst of a record that was acknowledged", at)

    def _told(self, read: Callable[..., T], line: bytes, *where: object) -> T:
        try:
            return read(line, *where)
        except ValueError as wrong:
            raise self._damaged(f"{wrong} (record {self.number + 1})", self._read) from None

    def _agrees(self, acknowledged: End | None, number: int, checksum: str) -> None:
        if acknowledged and number == acknowledged.number and checksum != acknowledged.checksum:
            raise self._damaged(f"has another record {number} than was acknowledged: it was swapped", self._read)

    def _reaches(self, acknowledged: End | None, number: int, size: int) -> None:
        if acknowledged and number < acknowledged.number:
            what = "ends at" if self.file.exists() else "is gone, with"
            raise self._damaged(f"{what} record {number}, and {acknowledged.number} were acknowledged", size)
        if acknowledged is None and number and self._has_header():
            raise self._damaged(f"has lost the file that tells where it ends, {end.FILE}", size)

    def _has_header(self) -> bool:
        with self.file.open("rb") as file:
            return is_header(file.read(16))

    def _damaged(self, wrong: str, at: int) -> JournalDamaged:
        return JournalDamaged(
            f"the journal {self.file}, at byte {at}, {wrong}; put a copy back with `kg restore`, or let `kg doctor`"
            " tell what is left",
            record=self.number + 1,
            file=str(self.file),
        )

    def check(self) -> None:
        """Read the whole file again, though nothing seems to have changed. Raises JournalDamaged."""
        known, acknowledged, looked = self.number, end.read(self.folder), _stat(self.file)
        number, before, size = 0, "", 0
        for line, after in self._lines(acknowledged, 0):
            if not fits(line, before):
                raise self._damaged(f"does not fit its checksum (record {number + 1})", size)
            number += not (size == 0 and is_header(line))
            before, size = seal_of(line), after
            self._agrees(acknowledged, number, before)
        self._reaches(acknowledged, number, size)
        if number < known and looked is not None and acknowledged is None:
            raise self._damaged(f"ends at record {number}, and {known} were read", size)
        self._checked = looked

    @contextmanager
    def writing(self) -> Iterator[None]:
        """The writer's turn on a journal that is whole: what others have done to the file since this process looked is
        checked first. Raises JournalBusy, JournalUnwritable or JournalDamaged.
        """
        with self.turn():
            if _stat(self.file) != self._checked:
                self.check()
            yield

    @contextmanager
    def turn(self) -> Iterator[None]:
        """The writer's turn: no other thread or process writes meanwhile. Raises JournalBusy or JournalUnwritable."""
        start = time.monotonic()
        deadline = start + PATIENCE
        if not self._turn.acquire(timeout=PATIENCE):
            raise JournalBusy("another change is being written; try again in a moment")
        try:
            lock = self._locked(deadline)
            self.waited += time.monotonic() - start
            try:
                yield
            finally:
                os.close(lock)
        finally:
            self._turn.release()

    def _locked(self, deadline: float) -> int:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = opened(self.folder / LOCK, os.O_RDWR)
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
        try:
            file = opened(self.file, os.O_WRONLY)
        except OSError as error:
            raise self._unwritable(error) from error
        try:
            try:
                if not self._read:
                    self._begin(file)
                line, made = sealed(record, self.number + 1, self.checksum)
                self._put(file, line, End(made.number, made.checksum, self._read + len(line)))
            except OSError as error:
                os.ftruncate(file, self._read)
                raise self._unwritable(error) from error
        finally:
            os.close(file)
        self._checked = _stat(self.file)
        return made

    def _begin(self, file: int) -> None:
        """Give a new journal its header, on disk with the end that it has so far."""
        line, self.checksum = header()
        self._put(file, line, End(0, self.checksum, len(line)))
        self._read = len(line)
        sync_folder(self.folder)

    def _put(self, file: int, line: bytes, acknowledged: End) -> None:
        os.ftruncate(file, self._read)
        write_at(file, line, self._read)
        os.fsync(file)
        end.write(self.folder, acknowledged)

    def _unwritable(self, error: OSError) -> JournalUnwritable:
        return JournalUnwritable(
            f"the change is not kept: {self.folder} cannot be written to ({error.strerror or error}); make room or give"
            " the right to write, or set KG_DATA to another folder, and send it again",
            folder=str(self.folder),
        )


def _torn(line: bytes, acknowledged: End | None, at: int) -> bool:
    """Whether the last whole line is what a crash left: not acknowledged, and with blocks that were never written.

    Without an end file, as in journals of version 1, only what holds a NUL byte is.
    """
    return b"\0" in line and (acknowledged is None or at >= acknowledged.size)


def _stat(file: Path) -> _Stat | None:
    try:
        found = os.stat(file)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
