"""What every request goes through and leaves behind: limits, headers, counts; health and metrics of the service."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING

from flask import Flask, Request, Response, g, request
from flask_openapi.models.tag import Tag
from flask_openapi.openapi import OpenAPI
from flask_openapi.types import ResponseDict

from kg.journal import JournalDamaged
from kg.knowledge_base import KnowledgeBase
from kg.web import errors, schema
from kg.web.access import Access
from kg.web.api import knowledge_base, reply
from kg.web.gate import seen_of
from kg.web.problems import error

if TYPE_CHECKING:
    from kg.web.metrics import Metrics

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
_WELL: ResponseDict = {200: schema.Health}
_READY: ResponseDict = {200: schema.Health, 503: error("The journal or the store is not to be had")}
_LONGEST_TOLD = 2000
_running = Tag(name="Run", description="Health and metrics")


def attend(app: Flask, knowledge: KnowledgeBase, access: Access, metrics: Metrics) -> None:
    """Let every request of this app see the newest graph, no more often than is allowed, and be counted."""

    @app.before_request
    def _start() -> None:
        g.start = time.perf_counter()
        metrics.begin()
        with suppress(JournalDamaged):  # told by /health/ready; answers are of the graph as it was before
            knowledge.refresh()
        if request.method in ("GET", "HEAD") and request.endpoint not in _UNLIMITED:
            access.reader(request)

    @app.teardown_request
    def _end(_error: BaseException | None) -> None:
        metrics.end()

    @app.after_request
    def _count(response: Response) -> Response:
        said = seen_of(request.environ)
        route = request.endpoint or "none"
        metrics.count(route, response.status_code, time.perf_counter() - g.start, said.get("waited", 0.0))
        said |= {"route": route, "graph_version": knowledge.version}
        if knowledge.settings.log_questions and (question := _question(request)):
            said["question"] = question[:_LONGEST_TOLD]
        return _with_headers(response)


def _with_headers(response: Response) -> Response:
    held = set(response.headers.keys(lower=True))
    if "content-security-policy" in held:
        held.add("x-frame-options")  # the page says itself who may show it
    response.headers.extend([(name, value) for name, value in _HEADERS.items() if name.lower() not in held])
    if request.path.startswith("/docs"):
        response.headers["Content-Security-Policy"] = _POLICY_OF_DOCS
    return response


def _question(request: Request) -> str:
    """The words that a request asks with; empty where it asks none."""
    sent = request.get_json(silent=True) if request.is_json else None
    asked = sent.get("question") if isinstance(sent, dict) else None
    return asked if isinstance(asked, str) else request.args.get("question") or request.args.get("q") or ""


def register(app: OpenAPI, metrics: Metrics) -> None:
    """Tell how the service of this app is."""

    @app.get("/health/live", summary="Whether it runs", tags=[_running], responses=_WELL)
    def live() -> Response:
        return _well()

    @app.get("/health/ready", summary="Whether questions can be asked", tags=[_running], responses=_READY)
    def ready() -> Response:
        if trouble := knowledge_base().unready:
            return errors.problem(503, "Not ready", trouble.detail)
        return _well()

    @app.get("/metrics", doc_ui=False)
    def show_metrics() -> Response:
        return Response(metrics.text(knowledge_base()), content_type="text/plain; version=0.0.4; charset=utf-8")


def _well() -> Response:
    return reply({"status": "ok", "graph_version": knowledge_base().version})
