"""What the service asks: a query run by one of a few workers on the graph as it is now, or an error that says why."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kg.patience import go_on
from kg.sparql import errors
from kg.sparql.answers import Asked
from kg.sparql.reading import read
from kg.sparql.wire import receive, send
from kg.sparql.worker import MEMORY

_LOOK_AGAIN = 0.05
"""Seconds between two looks whether anybody still waits for an answer."""
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


class _Worker:
    """A process that answers, and of which graph."""

    def __init__(self, pid: int, asking: socket.socket, of: int) -> None:
        self.pid, self.asking, self.of = pid, asking, of


class Pool:
    """Runs queries; the first one starts the processes. `close` ends them, and so does the end of this process."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._slots = threading.BoundedSemaphore(limits.workers)
        self._lock = threading.Lock()
        self._keeper: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._idle: list[_Worker] = []
        self._graph = 0
        self._source: Source | None = None
        self._held = Held()

    def close(self) -> None:
        """End all processes."""
        with self._lock:
            self._end()

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
        with self._slot():
            worker = self._worker(source)
            try:
                fields, body = self._reply(worker, asked)
            except EOFError:
                raise self._ended(worker) from None
            except BaseException:
                self._ended(worker)
                raise
            with self._lock:
                self._idle.append(worker)
        if "error" in fields:
            raise getattr(errors, fields["error"])(fields["detail"], **fields["fields"])
        return fields["kind"], body

    @contextmanager
    def _slot(self) -> Iterator[None]:
        while not self._slots.acquire(timeout=_LOOK_AGAIN):
            go_on()
        try:
            yield
        finally:
            self._slots.release()

    def _reply(self, worker: _Worker, asked: Asked) -> tuple[dict[str, Any], bytes]:
        """What a worker says; raises EOFError where it ends, and whatever stops this request."""
        limits = self.limits
        told = asdict(asked) | {"rows": limits.rows, "bytes": limits.bytes, "seconds": limits.seconds}
        try:
            send(worker.asking, told)
            for _ in range(int((limits.seconds + _GRACE) / _LOOK_AGAIN)):
                if select.select([worker.asking], [], [], _LOOK_AGAIN)[0]:
                    fields, body, _ = receive(worker.asking)
                    return fields, body
                go_on()
        except OSError:
            pass
        raise EOFError("it says nothing more")

    def _worker(self, source: Source) -> _Worker:
        """A worker that is free, on the graph as it is now."""
        with self._lock:
            self._bring(source)
            while self._idle:
                worker = self._idle.pop()
                if worker.of == self._graph:
                    return worker
                self._reap(worker)
            ours, its = socket.socketpair()
            with its:
                fields = self._ask({"do": "fork", "memory": self.limits.memory * 1024 * 1024}, file=its.fileno())
            return _Worker(fields["pid"], ours, self._graph)

    def _ended(self, worker: _Worker) -> errors.QueryStopped:
        """The worker ended, and why it ended, where it did so by itself."""
        with self._lock:
            status = self._reap(worker)
        told = _STATUS.get(status, "the query broke the process that ran it; others are not touched")
        return errors.QueryStopped(told.format(seconds=self.limits.seconds))

    def _reap(self, worker: _Worker) -> int:
        """End a worker; a process that was forked here keeps its number until it is waited for."""
        worker.asking.close()
        if self._control is None:
            return 0
        with suppress(ProcessLookupError):
            os.kill(worker.pid, signal.SIGKILL)
        with suppress(errors.QueryStopped):
            return int(self._ask({"do": "end", "pid": worker.pid})["status"])
        return 0

    def _bring(self, source: Source) -> None:
        """Have the keeper hold this graph: by the changes since where they go on from what it holds, else anew."""
        if source == self._source:
            return
        before = self._source
        if self._control and before and before.files == source.files and _goes_on(before.changes, source.changes):
            new = source.changes[len(before.changes) :]
        else:
            if self._control is None:
                self._start()
            new, self._source = source.changes, None
            self._told(self._ask({"do": "load", "files": source.files}))
        if new:
            self._told(self._ask({"do": "change", "changes": [change[:2] for change in new]}))
        self._source = source

    def _told(self, fields: Mapping[str, Any]) -> None:
        if file := fields.get("changed"):
            detail = f"{Path(file).name} was changed since the service read it; SIGHUP has it read anew"
            raise errors.QueryStopped(detail)
        self._graph += 1
        self._held = Held(tuple(fields["graphs"]), fields["triples"])

    def _start(self) -> None:
        self._end()
        ours, its = socket.socketpair()
        with its:
            self._keeper = subprocess.Popen(
                [sys.executable, "-m", "kg.sparql.keeper", str(its.fileno())],
                pass_fds=[its.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
            )
        self._control = ours

    def _end(self) -> None:
        while self._idle:
            self._reap(self._idle.pop())
        if self._control:
            self._control.close()
        if self._keeper:
            self._keeper.wait()
        self._control = self._keeper = self._source = None

    def _ask(self, fields: Mapping[str, Any], *, file: int | None = None) -> dict[str, Any]:
        """What the keeper says; raises QueryStopped where it is gone, and has it started anew next time."""
        control = self._control
        try:
            if control is None:
                raise EOFError("it was never started")
            send(control, fields, file=file)
            return receive(control)[0]
        except (EOFError, OSError):
            self._control = None
            if control:
                control.close()
            raise errors.QueryStopped("the process that holds the graph has ended; ask again") from None


def _goes_on(before: Sequence[tuple[str, str, str]], now: Sequence[tuple[str, str, str]]) -> bool:
    """Whether one list of changes begins with the other, by the mark of the last one; each mark is of all before."""
    return not before or (len(before) <= len(now) and now[len(before) - 1][2] == before[-1][2])
