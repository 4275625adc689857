"""Before the application: bodies are read before a thread is taken, and no request waits or works for ever.

An ASGI application around the WSGI one. Threads are few and questions are work of the processor, so that a client who
is slow, gone, or one too many must never hold a thread; whether the process lives is answered without one.
"""

from __future__ import annotations

import asyncio
import io
import re
import sys
import time
import uuid
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from queue import SimpleQueue
from threading import Event, Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

import orjson

from kg import patience
from kg.patience import TookTooLong

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication, WSGIEnvironment

_ID = re.compile(rb"[A-Za-z0-9-]{8,64}")
Scope = Mapping[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]
Reply = tuple[int, Headers, bytes]
WATCHED = 0.05
"""Seconds of work after which it is watched whether the client is still there: most is done before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Seconds for a body and for the work on a request; threads, and requests that may wait for one; bytes of one body
    and of all that are held at once. What is under an address of `aside` has so many threads, and as many places to
    wait, of its own: it takes none of the others'.
    """

    body_seconds: float = 10
    request_seconds: float = 20
    threads: int = 4
    waiting: int = 256
    body: int = 8 * 1024 * 1024 + 64 * 1024
    held: int = 64 * 1024 * 1024
    aside: Mapping[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Seen:
    """What is told of a request in the log: filled while it is served."""

    id: str
    method: str
    status: int = 0
    seconds: float = 0.0
    said: dict[str, Any] = field(default_factory=dict)


class Refused(Exception):
    """A request that is answered before the application sees it."""

    def __init__(self, status: int, title: str, detail: str, *headers: tuple[bytes, bytes]) -> None:
        super().__init__(detail)
        self.status, self.title, self.detail, self.headers = status, title, detail, list(headers)


class _Lane:
    """Threads that work on one request after the other, and those that wait for one."""

    def __init__(self, threads: int) -> None:
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._threads = [Thread(target=self._work, name="request", daemon=True) for _ in range(threads)]
        for thread in self._threads:
            thread.start()
        self.waiting = 0

    def put(self, job: Callable[[], None]) -> None:
        """Have it done when its turn comes."""
        self._jobs.put(job)

    def end(self) -> None:
        """Do what waits, and end the threads."""
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join()

    def _work(self) -> None:
        while job := self._jobs.get():
            job()
            del job


class Gate:
    """`app` is the WSGI application, `live` the reply to /health/live, `seen` is told of each request once it ends."""

    def __init__(
        self, app: WSGIApplication, limits: Limits, *, live: Callable[[], bytes], seen: Callable[[Seen], None]
    ) -> None:
        self._app, self._limits, self._live, self._seen = app, limits, live, seen
        self._lane = _Lane(limits.threads)
        self._aside = {address: _Lane(threads) for address, threads in limits.aside.items()}
        self._held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection, as ASGI has it: a request, or the start and end of the process."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        for lane in (self._lane, *self._aside.values()):
            lane.end()
        await send({"type": "lifespan.shutdown.complete"})

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        start = time.perf_counter()
        headers = {name.lower(): value for name, value in scope["headers"]}
        asked = headers.get(b"x-request-id", b"")
        id = asked.decode() if _ID.fullmatch(asked) else uuid.uuid4().hex[:16]
        seen = Seen(id, scope["method"])
        size = 0
        try:
            if scope["path"] == "/health/live" and scope["method"] in ("GET", "HEAD"):
                seen.said["route"] = "live"
                status, sent, body = (
                    200,
                    [(b"content-type", b"application/json"), (b"cache-control", b"no-cache")],
                    self._live(),
                )
            else:
                data = await self._body(headers, receive)
                size = len(data)
                status, sent, body = await self._worked(scope, data, seen, receive)
        except Refused as refused:
            status, sent, body = refused.status, refused.headers, _problem(refused, id)
        except asyncio.CancelledError:
            raise
        finally:
            self._held -= size
        seen.status, seen.seconds = status, time.perf_counter() - start
        sent.append((b"x-request-id", id.encode()))
        if "graph_version" not in seen.said and scope["method"] in ("GET", "HEAD"):  # the application has not seen it
            sent += [(b"access-control-allow-origin", b"*"), (b"x-content-type-options", b"nosniff")]
        if not any(name.lower() == b"content-length" for name, _ in sent) and status not in (204, 304):
            sent.append((b"content-length", str(len(body)).encode()))
        try:
            await send({"type": "http.response.start", "status": status, "headers": sent})
            await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
        finally:
            self._seen(seen)

    async def _body(self, headers: dict[bytes, bytes], receive: Receive) -> bytes:
        """The whole body, which counts as held until the reply; raises Refused for one too large or too slow."""
        said = headers.get(b"content-length", b"0")
        if said.isdigit() and int(said) > self._limits.body:
            raise self._too_large()
        if not (said != b"0" or b"transfer-encoding" in headers):
            return b""
        parts, size = [], 0
        try:
            async with asyncio.timeout(self._limits.body_seconds):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise Refused(400, "Bad Request", "the body broke off")
                    parts.append(message.get("body", b""))
                    size += len(parts[-1])
                    self._held += len(parts[-1])
                    if size > self._limits.body:
                        raise self._too_large()
                    if self._held > self._limits.held:
                        raise Refused(
                            503, "Service Unavailable", "too much is being sent at once", (b"retry-after", b"2")
                        )
                    if not message.get("more_body"):
                        return b"".join(parts)
        except TimeoutError:
            self._held -= size
            detail = f"the body was not here after {self._limits.body_seconds:g} s; send it faster"
            raise Refused(408, "Request Timeout", detail, (b"connection", b"close")) from None
        except BaseException:
            self._held -= size
            raise

    def _too_large(self) -> Refused:
        detail = f"the body is larger than {self._limits.body} bytes"
        return Refused(413, "Request Entity Too Large", detail, (b"connection", b"close"))

    async def _worked(self, scope: Scope, data: bytes, seen: Seen, receive: Receive) -> Reply:
        lane = self._lane_of(scope["path"])
        if lane.waiting >= self._limits.waiting:
            detail = "too many requests wait here; try again in a moment"
            raise Refused(503, "Service Unavailable", detail, (b"retry-after", b"1"))
        gone, loop, since = Event(), asyncio.get_running_loop(), time.monotonic()
        work: asyncio.Future[Reply] = loop.create_future()

        def job() -> None:
            try:
                tell = partial(work.set_result, self._run(scope, data, seen, gone, since))
            except BaseException as error:
                tell = partial(work.set_exception, error)
            with suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(lambda: work.done() or tell())

        lane.waiting += 1
        lane.put(job)
        watch = None
        try:
            await asyncio.wait((work,), timeout=WATCHED)
            if not work.done():
                watch = asyncio.ensure_future(_disconnected(receive))
                await asyncio.wait((work, watch), return_when=asyncio.FIRST_COMPLETED)
            return work.result() if work.done() else (499, [], b"")
        finally:
            gone.set()
            work.cancel()
            if watch:
                watch.cancel()
            lane.waiting -= 1

    def _lane_of(self, path: str) -> _Lane:
        """The lane of an address: its own, where it or a folder above it stands aside."""
        return next((lane for a, lane in self._aside.items() if f"{path}/".startswith(f"{a}/")), self._lane)

    def _run(self, scope: Scope, data: bytes, seen: Seen, gone: Event, since: float) -> Reply:
        if gone.is_set():
            return 499, [], b""
        start, limit = time.monotonic(), self._limits.request_seconds
        if start - since > limit:
            raise Refused(503, "Service Unavailable", "the service is busy; try again", (b"retry-after", b"2"))
        seen.said["waited"] = round(start - since, 4)

        def check() -> None:
            if gone.is_set():
                raise Gone("nobody waits for this any more")
            if time.monotonic() - start > limit:
                raise TookTooLong(
                    f"this took longer than {limit:g} s and was stopped; narrow it: fewer steps, a smaller part, one"
                    " thing at a time",
                    seconds=limit,
                )

        started = _Started()
        with patience.within(check):
            reply = self._app(_environ(scope, data, seen), started)
            try:
                body = b"".join(reply)
            finally:
                getattr(reply, "close", _nothing)()
        return started.status, started.headers, body


class _Started:
    """What an application starts its reply with (PEP 3333): it is called, and called again after an error."""

    status: int
    headers: Headers

    def __call__(
        self, status: str, headers: list[tuple[str, str]], _exc_info: object = None, /
    ) -> Callable[[bytes], object]:
        self.status = int(status[:3])
        self.headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        return _unwritten


def _nothing() -> None:
    """What is done where there is nothing to close."""


def _unwritten(data: bytes) -> object:
    raise NotImplementedError("an application gives its reply as an iterable")


class Gone(TookTooLong):
    """The client has closed the connection: the rest of the work is for nobody."""


def seen_of(environ: WSGIEnvironment) -> dict[str, Any]:
    """What is told of a request in the log beside what the gate knows; lost where no gate is before it."""
    seen = environ.get("kg.seen")
    return seen.said if seen else {}


def request_id(environ: WSGIEnvironment) -> str:
    """The id of a request in the log; empty where no gate is before it."""
    seen = environ.get("kg.seen")
    return seen.id if seen else ""


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _environ(scope: Scope, data: bytes, seen: Seen) -> WSGIEnvironment:
    """The request as WSGI has it (PEP 3333)."""
    server, client = scope.get("server") or ("", 80), scope.get("client") or ("", 0)
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": _path(scope).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1] or ""),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0],
        "REMOTE_PORT": str(client[1]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": io.BytesIO(data),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "kg.seen": seen,
    }
    for name, value in scope["headers"]:
        key = name.decode("latin-1").upper().replace("-", "_")
        key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
        text = value.decode("latin-1")
        environ[key] = f"{environ[key]},{text}" if key in environ and key != "CONTENT_LENGTH" else text
    environ["CONTENT_LENGTH"] = str(len(data))
    for hop in ("HTTP_TRANSFER_ENCODING", "HTTP_CONNECTION", "HTTP_UPGRADE"):  # they are of the connection
        environ.pop(hop, None)
    return environ


def _path(scope: Scope) -> bytes:
    raw = scope.get("raw_path")
    return unquote_to_bytes(raw.partition(b"?")[0]) if raw else scope["path"].encode()


def _problem(refused: Refused, id: str) -> bytes:
    refused.headers.insert(0, (b"content-type", b"application/problem+json"))
    body = {"type": "about:blank", "title": refused.title, "status": refused.status, "detail": refused.detail}
    return orjson.dumps({**body, "request_id": id})
