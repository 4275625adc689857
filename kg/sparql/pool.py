"""What the service asks: a query run by one of a few workers on the graph as it is now, or an error that says why."""

from __future__ import annotations

import signal
import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kg.patience import go_on
from kg.sparql import errors
from kg.sparql.answers import Asked
from kg.sparql.processes import LOOK_AGAIN, Keeper, Worker
from kg.sparql.reading import read
from kg.sparql.worker import MEMORY

_GRACE = 1.0
"""Seconds over its own that a worker is given to end."""
_STATUS = {
    -signal.SIGALRM: "the query took longer than {seconds} s and was stopped; narrow it, or ask in parts by LIMIT",
    -signal.SIGABRT: MEMORY,
    -signal.SIGKILL: "the query was stopped; it may have taken more memory than there is",
    -signal.SIGSEGV: "the query broke the process that ran it; it may be nested too deep. Others are not touched",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds of a query, MiB that it may take, rows and bytes of an answer, and queries at once."""

    seconds: int = 10
    memory: int = 512
    rows: int = 100_000
    bytes: int = 32 * 1024 * 1024
    workers: int = 2


@dataclass(frozen=True, slots=True)
class Source:
    """Which graph is asked: Turtle files, each with its SHA-256, and the changes since as Turtle put in and taken out,
    each with a mark. Equal marks are equal changes.
    """

    files: tuple[tuple[str, str], ...] = ()
    changes: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """What the graph that is asked has: the names of its graphs, and how many triples."""

    graphs: tuple[str, ...] = ()
    triples: int = 0


class Pool:
    """Runs queries; the first one starts the processes. `close` ends them, as nobody's asking any more does."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._slots = threading.BoundedSemaphore(limits.workers)
        self._lock = threading.Lock()
        self._keeper: Keeper | None = None
        self._graph = 0
        self._source: Source | None = None
        self._held = Held()

    def close(self) -> None:
        """End all processes; a query starts them anew."""
        with self._lock:
            if self._keeper:
                self._keeper.end()

    def held(self, source: Source) -> Held:
        """What the graph has that is asked."""
        with self._lock:
            self._bring(source)
            return self._held

    def run(self, source: Source, asked: Asked) -> tuple[str, bytes]:
        """Whether a table or a graph comes of a query, and that in the format asked for.

        Raises QueryUnreadable, QueryRefused, QueryTooLarge or QueryStopped.
        """
        read(asked.query)
        limits = self.limits
        told = asdict(asked) | {"rows": limits.rows, "bytes": limits.bytes, "seconds": limits.seconds}
        with self._slot():
            worker = self._worker(source)
            try:
                fields, body = worker.ask(told, limits.seconds + _GRACE, go_on)
            except EOFError:
                raise self._ended(worker) from None
            except BaseException:
                self._ended(worker)
                raise
            with self._lock:
                if worker.keeper.alive:
                    worker.keeper.idle.append(worker)
                else:
                    worker.asking.close()
        if "error" in fields:
            raise getattr(errors, fields["error"])(fields["detail"], **fields["fields"])
        return fields["kind"], body

    @contextmanager
    def _slot(self) -> Iterator[None]:
        while not self._slots.acquire(timeout=LOOK_AGAIN):
            go_on()
        try:
            yield
        finally:
            self._slots.release()

    def _worker(self, source: Source) -> Worker:
        """A worker that is free, on the graph as it is now."""
        with self._lock:
            keeper = self._bring(source)
            while keeper.idle:
                worker = keeper.idle.pop()
                if worker.of == self._graph:
                    return worker
                worker.end()
            return keeper.fork(self.limits.memory * 1024 * 1024, self._graph)

    def _ended(self, worker: Worker) -> errors.QueryStopped:
        """The worker is ended; why it had ended, where it did so by itself."""
        with self._lock:
            status = worker.end()
        told = _STATUS.get(status, "the query broke the process that ran it; others are not touched")
        return errors.QueryStopped(told.format(seconds=self.limits.seconds))

    def _bring(self, source: Source) -> Keeper:
        """The keeper, holding this graph: by the changes since where they go on from what it holds, else anew."""
        keeper, before = self._keeper, self._source
        if keeper is None or not keeper.alive:
            if keeper:
                keeper.end()
            keeper, before = Keeper.started(), None
            self._keeper = keeper
            weakref.finalize(self, keeper.end)
        if source == before:
            return keeper
        new = source.changes
        if before and before.files == source.files and _goes_on(before.changes, source.changes):
            new = source.changes[len(before.changes) :]
        else:
            self._source = None
            self._told(keeper.ask({"do": "load", "files": source.files}))
        if new:
            self._told(keeper.ask({"do": "change", "changes": [change[:2] for change in new]}))
        self._source = source
        return keeper

    def _told(self, fields: Mapping[str, Any]) -> None:
        if file := fields.get("changed"):
            detail = f"{Path(file).name} was changed since the service read it; SIGHUP has it read anew"
            raise errors.QueryStopped(detail)
        self._graph += 1
        self._held = Held(tuple(fields["graphs"]), fields["triples"])


def _goes_on(before: Sequence[tuple[str, str, str]], now: Sequence[tuple[str, str, str]]) -> bool:
    """Whether one list of changes begins with the other, by the mark of the last one; each mark is of all before."""
    return not before or (len(before) <= len(now) and now[len(before) - 1][2] == before[-1][2])
