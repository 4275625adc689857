"""The processes that serve: what each worker runs, and the server that starts and replaces them."""

from __future__ import annotations

import logging
import os
import resource
import socket
import sys
import tempfile
import time
from threading import Thread
from typing import TYPE_CHECKING

import orjson

from kg.journal import Journal
from kg.knowledge_base import KnowledgeBase, settle
from kg.model import CausewayError
from kg.settings import Settings, SettingsError
from kg.tokens import FIRST, Tokens
from kg.web import log
from kg.web.app import create_app
from kg.web.gate import Gate, Limits
from kg.web.rates import FOLDER as SHARED

if TYPE_CHECKING:
    from granian.server import MPServer, MTServer

THREADS = 4
CONNECTIONS = 8192
"""Connections that a worker keeps open; those that are slow or idle cost it little."""
SWITCH = 0.001
"""Seconds after which a busy thread lets another one run: what answers at once waits less behind questions."""
TOLD = 2
"""Seconds between two words of what is being made ready."""
LOOKED = 1.0
"""Seconds between two looks at the store, where the graph lies on one."""
CHECKED = 60
"""Seconds between two looks at the whole journal."""


def application() -> Gate:
    """The ASGI application on the settings of the environment: what each worker process runs."""
    log.configure()
    settings = Settings.from_environment()
    try:
        knowledge = KnowledgeBase(settings)
    except CausewayError as error:
        raise SystemExit(_told(error)) from None
    app = create_app(knowledge)
    settle()
    sys.setswitchinterval(SWITCH)
    Thread(target=_warm, args=(knowledge,), name="words", daemon=True).start()
    Thread(target=_watch, args=(knowledge,), name="journal", daemon=True).start()
    if settings.store:
        Thread(target=_look, args=(knowledge,), name="store", daemon=True).start()
    limits = Limits(
        body_seconds=settings.body_seconds,
        request_seconds=settings.request_seconds,
        threads=THREADS,
        aside={"/sparql": settings.sparql_workers},
    )
    return Gate(app, limits, live=lambda: _alive(knowledge), seen=log.tell)


def _warm(knowledge: KnowledgeBase) -> None:
    """Make ready what the first questions would wait for, and tell how far it is where that takes long."""
    told = time.monotonic()

    def tell(done: int, total: int) -> None:
        nonlocal told
        if time.monotonic() - told > TOLD:
            told = time.monotonic()
            logging.getLogger(__name__).info("reading statements", extra={"said": {"done": done, "of": total}})

    knowledge.warm(tell)


def _alive(knowledge: KnowledgeBase) -> bytes:
    return orjson.dumps({"status": "ok", "graph_version": knowledge.version})


def _watch(knowledge: KnowledgeBase) -> None:
    """Look at the whole journal now and then, for as long as the process runs."""
    while True:
        time.sleep(CHECKED)
        before = knowledge.trouble
        knowledge.check_journal()
        if knowledge.trouble and not before:
            logging.getLogger(__name__).error("journal damaged", extra={"said": {"detail": knowledge.trouble.detail}})


def _look(knowledge: KnowledgeBase) -> None:
    """Look at the store again and again, for as long as the process runs."""
    while True:
        time.sleep(LOOKED)
        before = knowledge.unready
        try:
            knowledge.look()
        except CausewayError as error:
            if not before:
                logging.getLogger(__name__).error("store out of step", extra={"said": {"detail": error.detail}})
        except Exception:
            logging.getLogger(__name__).exception("store out of step")


def _told(error: CausewayError) -> str:
    """What stops a start, in two lines."""
    title = type(error).__name__
    return f"causeway does not start ({title}):\n{error.detail}"


def with_token(settings: Settings) -> Settings:
    """The settings, where nobody can write with a token made and told at the terminal, this once; else as they are.

    Where nobody looks at a terminal none is made, so that it does not get into a log.
    """
    tokens = Tokens(settings.data)
    if not settings.token and settings.data is not None and not tokens.names():
        if sys.stderr.isatty():
            print(f"writing token of {FIRST}, shown this once: {tokens.add(FIRST)}", file=sys.stderr, flush=True)
        else:
            print("nobody can write yet: `kg token add NAME` makes a token", file=sys.stderr, flush=True)
    return settings


def serve(settings: Settings) -> None:
    """Run the service until it is stopped: SIGTERM ends it once what is under way is done, SIGHUP reads all anew.

    Where it cannot start, two lines say why, and the process ends with 1.
    """
    try:
        _check(settings)
        with_token(settings)
    except CausewayError as error:
        raise SystemExit(_told(error)) from None
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with tempfile.TemporaryDirectory(prefix="causeway-") as shared:
        os.environ.update(settings.to_environment() | {"PROMETHEUS_MULTIPROC_DIR": shared, SHARED: shared})
        _server(settings).serve()


def _check(settings: Settings) -> None:
    """Raises what can be known before the workers start: an address in use, a journal that is damaged."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise SettingsError(
                f"{settings.host} port {settings.port} cannot be listened on: {error.strerror}"
            ) from None
    if settings.data:
        Journal(settings.data).news()


def _server(settings: Settings) -> MPServer | MTServer:
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    return Granian(
        "kg.web:application",
        factory=True,
        interface=Interfaces.ASGI,
        address=settings.host,
        port=settings.port,
        websockets=False,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=settings.head_seconds * 1000),
        backlog=4096,
        backpressure=CONNECTIONS,
        workers=settings.workers,
        respawn_failed_workers=True,
        workers_kill_timeout=settings.request_seconds + 10,
        workers_max_rss=settings.memory,
        log_level=LogLevels.warning,
    )
