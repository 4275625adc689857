"""How the processes talk: a few fields as JSON and bytes beside them, over a socket that is theirs alone."""

from __future__ import annotations

import os
import socket
import struct
from collections.abc import Mapping
from typing import Any

import orjson

_SIZES = struct.Struct("!II")


def send(to: socket.socket, fields: Mapping[str, Any], body: bytes = b"", *, file: int | None = None) -> None:
    """Send a message, and an open file with it where one is given; an OSError where nobody listens."""
    head = orjson.dumps(fields)
    sizes = _SIZES.pack(len(head), len(body))
    sent = socket.send_fds(to, [sizes], [file]) if file is not None else to.send(sizes)
    to.sendall(sizes[sent:] + head + body)


def receive(of: socket.socket, *, files: int = 0) -> tuple[dict[str, Any], bytes, list[int]]:
    """The next message, with at most so many open files; raises EOFError where the other side has ended."""
    if files:
        start, given, *_ = socket.recv_fds(of, _SIZES.size, files)
    else:
        start, given = of.recv(_SIZES.size), []
    sizes = start + _exactly(of, _SIZES.size - len(start)) if start else b""
    if not sizes:
        for file in given:
            os.close(file)
        raise EOFError("the other side has ended")
    head, body = _SIZES.unpack(sizes)
    data = _exactly(of, head + body)
    return orjson.loads(data[:head]), data[head:], given


def _exactly(of: socket.socket, size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        part = of.recv(min(size - len(parts), 1 << 20))
        if not part:
            raise EOFError("the other side has ended")
        parts += part
    return bytes(parts)
