"""The processes from the side of the service: the one that holds the graph, and the workers that it forks."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.sparql.errors import QueryStopped
from kg.sparql.wire import receive, send

LOOK_AGAIN = 0.05
"""Seconds between two looks whether anybody still waits for an answer."""


@dataclass(frozen=True, slots=True, eq=False)
class Worker:
    """A process that answers, which keeper forked it, and the number of the graph that it answers from."""

    pid: int
    asking: socket.socket
    keeper: Keeper
    of: int

    def ask(self, fields: Mapping[str, Any], seconds: float, go_on: Callable[[], None]) -> tuple[dict[str, Any], bytes]:
        """What it says; raises EOFError where it ends or says nothing for so long, and whatever `go_on` does."""
        ready = select.poll()
        ready.register(self.asking, select.POLLIN)
        try:
            send(self.asking, fields)
            for _ in range(int(seconds / LOOK_AGAIN)):
                if ready.poll(LOOK_AGAIN * 1000):
                    said, body, _ = receive(self.asking)
                    return said, body
                go_on()
        except OSError:
            pass
        raise EOFError("it says nothing more")

    def end(self) -> int:
        """End it; how it ended, by the signal as a negative number, where it did so by itself."""
        self.asking.close()
        return self.keeper.reap(self.pid)


@dataclass(slots=True, eq=False)
class Keeper:
    """The process that holds the graph, from its start to `end`; `alive` until it is known to be gone."""

    process: subprocess.Popen[bytes]
    control: socket.socket
    alive: bool = True
    idle: list[Worker] = field(default_factory=list)

    @classmethod
    def started(cls) -> Keeper:
        """A new one, with no graph yet."""
        ours, its = socket.socketpair()
        with its:
            process = subprocess.Popen(
                [sys.executable, "-m", "kg.sparql.keeper", str(its.fileno())],
                pass_fds=[its.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
            )
        return cls(process, ours)

    def ask(self, fields: Mapping[str, Any], *, file: int | None = None) -> dict[str, Any]:
        """What it says; raises QueryStopped where it is gone."""
        try:
            send(self.control, fields, file=file)
            return receive(self.control)[0]
        except (EOFError, OSError):
            self.alive = False
            raise QueryStopped("the process that holds the graph has ended; ask again") from None

    def fork(self, memory: int, of: int) -> Worker:
        """A new worker, which may take so many bytes."""
        ours, its = socket.socketpair()
        try:
            with its:
                said = self.ask({"do": "fork", "memory": memory}, file=its.fileno())
        except QueryStopped:
            ours.close()
            raise
        return Worker(said["pid"], ours, self, of)

    def reap(self, pid: int) -> int:
        """End a process that it forked, whose number is nobody else's until it is waited for; how it ended, or 0."""
        if not self.alive:
            return 0
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        with suppress(QueryStopped):
            return int(self.ask({"do": "end", "pid": pid})["status"])
        return 0

    def end(self) -> None:
        """End it, and all that it forked and that nobody uses."""
        self.alive = False
        while self.idle:
            self.idle.pop().asking.close()
        self.control.close()
        self.process.wait()
