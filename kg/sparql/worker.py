"""A process that runs queries one after the other, under limits of the kernel, and ends when nobody asks any more."""

from __future__ import annotations

import os
import resource
import signal
import socket

import pyoxigraph as ox

from kg.model import CausewayError
from kg.sparql.answers import Asked, answer
from kg.sparql.errors import QueryStopped
from kg.sparql.wire import receive, send

NICENESS = 10
"""A query gives way to questions."""
_PAGE = os.sysconf("SC_PAGE_SIZE")


def work(asking: socket.socket, store: ox.Store, memory: int) -> None:
    """Answer what is asked until the other side ends. The process may then open nothing more, no file and no address,
    and hold so many bytes more than it has; the kernel ends it where a query takes longer than its seconds.
    """
    _confine(memory)
    while True:
        try:
            fields, _, _ = receive(asking)
        except (EOFError, OSError):
            return
        seconds = fields.pop("seconds")
        signal.setitimer(signal.ITIMER_REAL, seconds)
        said, body = _answered(store, fields)
        signal.setitimer(signal.ITIMER_REAL, 0)
        try:
            send(asking, said, body)
        except OSError:
            return


def _answered(store: ox.Store, fields: dict[str, object]) -> tuple[dict[str, object], bytes]:
    try:
        kind, body = answer(store, Asked(**fields))  # type: ignore[arg-type]  # they come from an Asked
    except CausewayError as error:
        return {"error": type(error).__name__, "detail": error.detail, "fields": error.fields}, b""
    except MemoryError:
        return {"error": QueryStopped.__name__, "detail": MEMORY, "fields": {}}, b""
    return {"kind": kind}, body


MEMORY = "the query took more memory than it may; ask for less"


def _confine(memory: int) -> None:
    os.nice(NICENESS)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what the engine prints when it breaks; how it ended says as much
    with open("/proc/self/statm", encoding="ascii") as sizes:
        most = int(sizes.read().split()[0]) * _PAGE + memory
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
