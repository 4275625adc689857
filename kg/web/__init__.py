"""The service over HTTP: the pages, the API, its documentation, health and metrics."""

from __future__ import annotations

import logging
import os
import resource
import socket
import sys
import tempfile
import time
from contextlib import suppress
from threading import Thread

import orjson
from flask import Request, Response, g, request
from flask_openapi import Info, OpenAPI, Tag

from kg import __version__
from kg.journal import Journal, JournalDamaged
from kg.knowledge_base import KnowledgeBase, settle
from kg.model import CausewayError
from kg.settings import Settings, SettingsError
from kg.tokens import FIRST, Tokens
from kg.web import crossing, errors, failing, log, places, schema, sending
from kg.web.access import Access
from kg.web.api import LONGEST_BODY, OPTIONAL_BODIES, api, knowledge_base, reply
from kg.web.extending import extending
from kg.web.gate import Gate, Limits, seen_of
from kg.web.pages import pages
from kg.web.rates import FOLDER as SHARED

_INFO = Info(
    title="Causeway",
    version=__version__,
    description="Causal questions over a graph of signed statements, each answered with its paths and passages.",
)
THREADS = 4
CONNECTIONS = 8192
"""Connections that a worker keeps open; those that are slow or idle cost it little."""
SWITCH = 0.001
"""Seconds after which a busy thread lets another one run: what answers at once waits less behind questions."""
TOLD = 2
"""Seconds between two words of what is being made ready."""
CHECKED = 60
"""Seconds between two looks at the whole journal."""
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_POLICY_OF_DOCS = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_UNLIMITED = {"live", "ready", "show_metrics"}
_READY = {200: schema.Health, 503: schema.Problem}
_running = Tag(name="Run", description="Health and metrics")


def create_app(knowledge: KnowledgeBase) -> OpenAPI:
    """The WSGI application on this knowledge base."""
    from kg.web.metrics import Metrics  # counts for all processes where it is imported after `serve` has named a folder

    settings = knowledge.settings
    app = OpenAPI(
        "kg.web",
        info=_INFO,
        security_schemes={"bearer": {"type": "http", "scheme": "bearer"}},
        doc_prefix="/docs",
        doc_url="/docs/openapi.json",
        validation_error_status=422,
        validation_error_model=schema.Problem,
        validation_error_callback=errors.invalid,
    )
    app.openapi_version = "3.1.1"
    app.extensions["causeway"] = knowledge
    access = Access(Tokens(settings.data, settings.token), settings.rate, settings.read_rate)
    app.extensions["causeway-access"] = access
    app.config["MAX_CONTENT_LENGTH"] = LONGEST_BODY
    failing.register(app)
    app.register_api(api)
    for path in OPTIONAL_BODIES:
        app.paths[path].post.requestBody.required = False
    app.register_blueprint(pages)
    app.register_blueprint(extending)
    metrics = Metrics()

    @app.before_request
    def _start() -> None:
        g.start = time.perf_counter()
        metrics.begin()
        with suppress(JournalDamaged):  # told by /health/ready; answers are of the graph as it was before
            knowledge.refresh()
        if request.method in ("GET", "HEAD") and request.endpoint not in _UNLIMITED:
            access.reader(request)

    @app.teardown_request
    def _end(error: BaseException | None) -> None:
        metrics.end()

    @app.after_request
    def _count(response: Response) -> Response:
        said = seen_of(request.environ)
        route = request.endpoint or "none"
        metrics.count(route, response.status_code, time.perf_counter() - g.start, said.get("waited", 0.0))
        said |= {"route": route, "graph_version": knowledge.version}
        if settings.log_questions and (question := _question(request)):
            said["question"] = question[:2000]
        held = set(response.headers.keys(lower=True))
        response.headers.extend([(name, value) for name, value in _HEADERS.items() if name.lower() not in held])
        if request.path.startswith("/docs"):
            response.headers["Content-Security-Policy"] = _POLICY_OF_DOCS
        return response

    @app.get("/health/live", summary="Whether it runs", tags=[_running], responses={200: schema.Health})
    def live():
        return reply({"status": "ok", "graph_version": knowledge_base().version})

    @app.get("/health/ready", summary="Whether questions can be asked", tags=[_running], responses=_READY)
    def ready():
        if trouble := knowledge.trouble:
            return errors.problem(503, "Not ready", trouble.detail)
        return reply({"status": "ok", "graph_version": knowledge_base().version})

    @app.get("/metrics", doc_ui=False)
    def show_metrics():
        return Response(metrics.text(knowledge_base()), content_type="text/plain; version=0.0.4; charset=utf-8")

    @app.get("/openapi.json", doc_ui=False)
    def openapi():
        return reply({**app.api_doc, "servers": places.servers()})

    app.view_functions["openapi.doc_url"] = openapi
    crossing.register(app)
    sending.register(app, knowledge)
    places.register(app, settings.proxies)
    return app


def _question(request: Request) -> str:
    """The words that a request asks with; empty where it asks none."""
    sent = request.get_json(silent=True) if request.is_json else None
    asked = sent.get("question") if isinstance(sent, dict) else None
    return asked if isinstance(asked, str) else request.args.get("question") or request.args.get("q") or ""


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
    limits = Limits(body_seconds=settings.body_seconds, request_seconds=settings.request_seconds, threads=THREADS)
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


def _server(settings: Settings):
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings

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
        log_level="warning",
    )
