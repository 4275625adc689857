"""Every error as what was asked for: a page where a person looks, a problem document where a program asks."""

from __future__ import annotations

import logging
from typing import Any

import orjson
from flask import Flask, Response, request
from flask.json.provider import DefaultJSONProvider
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from kg.model import CausewayError
from kg.web import errors
from kg.web.gate import request_id
from kg.web.pages import error_page
from kg.web.places import endpoint_of

DEEPEST = 100
FILES = ("static", "pages.static", "pages.font", "pages.favicon")
DATA = ("pages.map_data", "extending.try_out", "extending.known", "along.oembed", "along.atom", "along.json_feed")
log = logging.getLogger(__name__)


class Json(DefaultJSONProvider):
    """Reads JSON as RFC 8259 has it: UTF-8, finite numbers, whole characters; not nested deeper than anyone means."""

    def loads(self, s: str | bytes, **_kwargs: Any) -> Any:
        """The value; raises ValueError."""
        value = orjson.loads(s)
        if isinstance(value, str):
            raise ValueError("it is a text, and no object")
        level = [value]
        for _ in range(DEEPEST):
            level = [inner for outer in level for inner in _inside(outer)]
            if not level:
                return value
        raise ValueError(f"it is nested more than {DEEPEST} deep")


def _inside(value: object) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []


def register(app: Flask) -> None:
    """Answer every error of this app."""
    app.json = Json(app)
    app.json.sort_keys = False

    @app.errorhandler(CausewayError)
    @app.errorhandler(HTTPException)
    def _told(error: CausewayError | HTTPException) -> Response:
        return _shown(error, errors.told(error))

    @app.errorhandler(Exception)
    def _unexpected(error: Exception) -> Response:
        id = request_id(request.environ)
        log.exception("unexpected error", extra={"said": {"id": id}})
        told = "something went wrong here; the question is not at fault"
        return _shown(error, errors.problem(500, "Internal error", told, request_id=id))


def _shown(error: Exception, problem: Response) -> Response:
    """The problem, or the page that says the same where one was asked for."""
    endpoint = _endpoint(error)
    if is_page(endpoint):
        wanted = request.accept_mimetypes.best_match(["text/html", problem.mimetype or "", "application/json"])
        return _page(error, problem) if wanted in (None, "text/html") else problem
    negotiated = endpoint in FILES or (endpoint or "").startswith("linked.")
    if (endpoint and not negotiated) or request.path.startswith(("/api/", "/trapi/")):
        return problem
    wanted = request.accept_mimetypes.best_match([problem.mimetype or "", "text/html"])
    response = _page(error, problem) if wanted == "text/html" else problem
    response.vary.add("Accept")
    return response


def is_page(endpoint: str | None) -> bool:
    """Whether a person looks at what this endpoint gives."""
    return (endpoint or "").startswith(("pages.", "extending.", "along.")) and endpoint not in (*FILES, *DATA)


def _endpoint(error: Exception) -> str | None:
    """What answers at the address asked for, be it by another method."""
    if isinstance(error, MethodNotAllowed) and error.valid_methods and request.endpoint is None:
        return endpoint_of(next(iter(error.valid_methods)))
    return request.endpoint


def _page(error: Exception, problem: Response) -> Response:
    try:
        response = error_page(error, problem.status_code)
    except Exception:
        log.exception("the page of an error cannot be shown")
        return problem
    for name in ("Allow", "Retry-After", "WWW-Authenticate"):
        if name in problem.headers:
            response.headers[name] = problem.headers[name]
    return response
