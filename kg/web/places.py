"""By which addresses the service is reached: with a slash at the end, behind proxies, under a prefix."""

from __future__ import annotations

from flask import Flask, redirect, request, url_for
from werkzeug.middleware.proxy_fix import ProxyFix

DOCS = "/docs/"


def register(app: Flask, proxies: int) -> None:
    """Take a slash at an address's end for none; believe what so many proxies in front say of the address asked."""
    app.wsgi_app = _Slashless(app.wsgi_app)
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, *[proxies] * 5)
    app.add_url_rule(f"{DOCS}scalar/", view_func=_to_scalar)


class _Slashless:
    """The application with no slash at the end of a path, so that `<path:id>` holds none either.

    The pages of the documentation link to what is beside them, and keep theirs.
    """

    def __init__(self, application):
        self._application = application

    def __call__(self, environment, start_response):
        path = environment.get("PATH_INFO", "")
        if path.endswith("/") and not path.startswith(DOCS):
            environment["PATH_INFO"] = path.rstrip("/") or "/"
        return self._application(environment, start_response)


def _to_scalar():
    return redirect(url_for("scalar.scalar"), 308)


def servers() -> list[dict]:
    """Where the addresses of the OpenAPI document begin, as this request came."""
    return [{"url": request.script_root or "/"}]
