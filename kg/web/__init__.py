"""The service over HTTP: the pages, the API, its documentation, health and metrics."""

from __future__ import annotations

import logging
import os
import sys
import time
from dataclasses import replace
from threading import Thread

from flask import Response, g, request
from flask_openapi import Info, OpenAPI, Tag

from kg import __version__
from kg.english import inflect
from kg.journal import JournalDamaged
from kg.knowledge_base import KnowledgeBase, settle
from kg.settings import Settings
from kg.tokens import OWN, TokenError, Tokens, made_at_start
from kg.web import crossing, errors, failing, places, schema, sending
from kg.web.access import Access
from kg.web.api import LONGEST_BODY, OPTIONAL_BODIES, api, knowledge_base, reply
from kg.web.extending import extending
from kg.web.metrics import Metrics
from kg.web.pages import pages

_INFO = Info(
    title="Causeway",
    version=__version__,
    description="Causal questions over a graph of signed statements, each answered with its paths and passages.",
)
THREADS = 4
log = logging.getLogger(__name__)
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
_running = Tag(name="Run", description="Health and metrics")


def create_app(knowledge: KnowledgeBase) -> OpenAPI:
    """The WSGI application on this knowledge base."""
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
    app.extensions["causeway-access"] = Access(Tokens(settings.data, settings.token), settings.rate)
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
        try:
            knowledge.refresh()
        except JournalDamaged:
            log.exception("the journal cannot be read on; answers are of the graph as it was before")

    @app.after_request
    def _count(response: Response) -> Response:
        metrics.count(request.endpoint or "none", response.status_code, time.perf_counter() - g.start)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if request.path.startswith("/docs"):
            response.headers["Content-Security-Policy"] = _POLICY_OF_DOCS
        return response

    @app.get("/health/live", summary="Whether it runs", tags=[_running], responses={200: schema.Health})
    def live():
        return reply({"status": "ok", "graph_version": knowledge_base().version})

    @app.get("/health/ready", summary="Whether questions can be asked", tags=[_running], responses={200: schema.Health})
    def ready():
        return reply({"status": "ok", "graph_version": knowledge_base().version})

    @app.get("/metrics", doc_ui=False)
    def show_metrics():
        return Response(metrics.text(knowledge_base()), content_type="text/plain; version=0.0.4; charset=utf-8")

    @app.get("/openapi.json", doc_ui=False)
    def openapi():
        return reply({**app.api_doc, "servers": places.servers()})

    app.view_functions["openapi.doc_url"] = openapi
    crossing.register(app)
    sending.register(app)
    places.register(app, settings.proxies)
    return app


def application() -> OpenAPI:
    """The application on the settings of the environment: what each worker process runs."""
    app = create_app(KnowledgeBase(with_token(Settings.from_environment())))
    settle()
    Thread(target=inflect.load, name="words", daemon=True).start()
    return app


def with_token(settings: Settings) -> Settings:
    """The settings with a writing token: that which is set, or, where nobody has one, the one made for the folder."""
    if settings.token or settings.data is None or Tokens(settings.data).names():
        return settings
    try:
        return replace(settings, token=made_at_start(settings.data))
    except TokenError as error:
        log.warning("nobody can write: %s", error.detail)
        return settings


def serve(settings: Settings) -> None:
    """Run the service until it is stopped."""
    from granian import Granian
    from granian.constants import Interfaces

    ready = with_token(settings)
    if ready.token and not settings.token:
        print(f"writing token: {ready.token} (kept in {ready.data / OWN})", file=sys.stderr, flush=True)
    os.environ.update(ready.to_environment())
    Granian(
        "kg.web:application",
        factory=True,
        interface=Interfaces.WSGI,
        address=settings.host,
        port=settings.port,
        websockets=False,
        blocking_threads=THREADS,
        workers=settings.workers,
    ).serve()
