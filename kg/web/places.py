"""By which addresses the service is reached: with a slash at the end, behind proxies, under a prefix."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask, current_app, redirect, request, url_for
from werkzeug import Response
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

DOCS = "/docs/"


def register(app: Flask, proxies: int) -> None:
    """Take a slash at an address's end for none; believe what so many proxies in front say of the address asked."""
    application: WSGIApplication = _Slashless(app.wsgi_app)
    if proxies:
        application = ProxyFix(application, *[proxies] * 5)
    app.wsgi_app = application  # type: ignore[method-assign, assignment]  # as Flask says to put a middleware around it
    app.add_url_rule(f"{DOCS}scalar/", view_func=_to_scalar)


class _Slashless:
    """The application with no slash at the end of a path, so that `<path:id>` holds none either.

    The pages of the documentation link to what is beside them, and keep theirs.
    """

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application

    def __call__(self, environment: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environment.get("PATH_INFO", "")
        if path.endswith("/") and not path.startswith(DOCS):
            environment["PATH_INFO"] = path.rstrip("/") or "/"
        return self._application(environment, start_response)


def _to_scalar() -> Response:
    return redirect(url_for("scalar.scalar"), 308)


def servers() -> list[dict[str, str]]:
    """Where the addresses of the OpenAPI document begin, as this request came."""
    return [{"url": request.script_root or "/"}]


def endpoint_of(method: str) -> str | None:
    """What answers the method at the address asked for, if anything does."""
    adapter = current_app.create_url_adapter(request)
    if adapter is None:
        return None
    try:
        endpoint, _ = adapter.match(method=method, websocket=False)
    except HTTPException:
        return None
    return str(endpoint)
