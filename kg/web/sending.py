"""How replies are sent: tagged by what they hold, with their charset, packed where that pays."""

from __future__ import annotations

import gzip
import hashlib
import re

from flask import Flask, Response, request
from werkzeug.exceptions import UnsupportedMediaType

from kg.kept import Kept

WORTH_PACKING = 1024
WORTH_KEEPING = 64 * 1024
"""Bytes from which a packed text is kept: what is large is asked for again as it is."""
MOST_KEPT = 8 * 1024 * 1024
"""Bytes of packed texts that are kept."""
_LEVEL = 3
_JSON = re.compile(r"application/([\w.-]+\+)?json$")
_TEXT = re.compile(r"text/|application/(javascript|n-quads|n-triples|trig|sparql-query)$|\S+[/+]xml$")


def register(app: Flask) -> None:
    """Send every text of this app so. What is not text, and what is sent bit by bit, stays as it is."""
    kept: Kept[bytes] = Kept(MOST_KEPT, len)

    @app.before_request
    def _as_it_is() -> None:
        if request.content_length and (request.content_encoding or "identity").casefold() != "identity":
            raise UnsupportedMediaType("the body is packed; send it as it is, without Content-Encoding")

    @app.after_request
    def _sent(response: Response) -> Response:
        kind = response.mimetype or ""
        if _TEXT.match(kind):
            response.mimetype_params["charset"] = "utf-8"
        elif not _JSON.match(kind):
            return response
        if response.status_code == 206 or (response.is_streamed and not response.direct_passthrough):
            return response
        response.vary.add("Accept-Encoding")
        response.headers.setdefault("Cache-Control", "no-cache")
        if response.status_code == 200 and request.method in ("GET", "HEAD"):
            response = _tagged(response)
        return _packed(response, kept)


def _tagged(response: Response) -> Response:
    """With the hash of what it holds as its tag, weak since it may be packed or not; 304 to who has that already."""
    response.direct_passthrough = False
    held = hashlib.blake2b(response.content_type.encode() + b"\n" + response.get_data(), digest_size=16)
    response.set_etag(held.hexdigest(), weak=True)
    asked = any(name.startswith("HTTP_IF_") for name in request.environ)
    if asked:
        response.make_conditional(request)  # changes the response itself
    return response


def _packed(response: Response, kept: Kept[bytes]) -> Response:
    """As gzip, where it is long enough and the client reads that. Nothing secret is in a reply that tells a length."""
    if response.status_code == 304 or request.accept_encodings["gzip"] <= 0 or response.content_encoding:
        return response
    response.direct_passthrough = False
    body = response.get_data()
    if len(body) >= WORTH_PACKING:
        tag = response.get_etag()[0] if len(body) >= WORTH_KEEPING else None
        response.set_data(kept.get(tag, lambda: _gzip(body)) if tag else _gzip(body))
        response.content_encoding = "gzip"
    return response


def _gzip(body: bytes) -> bytes:
    return gzip.compress(body, _LEVEL, mtime=0)
