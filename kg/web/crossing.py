"""Which requests the pages of other sites may make: those that read, whatever comes of them; never one that writes."""

from __future__ import annotations

from flask import Flask, Response, request

from kg.web.errors import problem
from kg.web.places import endpoint_of

READ_BY_POST = ("api.ask", "api.scenario", "sparql.endpoint", "trapi.query")
A_DAY = 24 * 3600
_ANYONE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Retry-After, X-Request-Id, Link",
}


def register(app: Flask) -> None:
    """Open what reads to every origin, without credentials; answer the question a browser asks before (preflight)."""

    @app.before_request
    def _preflight() -> Response | None:
        asked = request.headers.get("Access-Control-Request-Method")
        if request.method != "OPTIONS" or asked is None:
            return None
        if not _reads(asked):
            return problem(403, "Not from another site", "pages of other sites may read here, and not write")
        methods = ["GET", "HEAD", *(["POST"] if _reads("POST") else [])]
        response = Response(status=204)
        del response.headers["Content-Type"]
        response.headers["Access-Control-Allow-Methods"] = ", ".join(methods)
        response.headers["Access-Control-Allow-Headers"] = "Content-Type, If-None-Match"
        response.headers["Access-Control-Max-Age"] = str(A_DAY)
        return response

    @app.after_request
    def _opened(response: Response) -> Response:
        if request.method == "OPTIONS":
            asked = request.headers.get("Access-Control-Request-Method")
            reads = _reads(asked) if asked is not None else _reads("POST") or not endpoint_of("POST")
        else:
            reads = _reads(request.method)
        if reads:
            response.headers.extend(_ANYONE)
            if request.path.startswith(("/api/", "/trapi/")) or response.mimetype == "image/svg+xml":
                response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response


def _reads(method: str) -> bool:
    """Whether a request by this method, to the address asked for, only reads."""
    return method in ("GET", "HEAD") or (method == "POST" and endpoint_of("POST") in READ_BY_POST)
