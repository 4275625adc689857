"""Who may write, and how often: bearer tokens and rate limits. Reading is open, and limited only where that is set."""

from __future__ import annotations

import time

from flask import Request

from kg.model import CausewayError
from kg.tokens import Tokens
from kg.web.rates import RateLimit


class Unauthorised(CausewayError):
    """Writing without a token, or with one that is nobody's."""


class TooMany(CausewayError):
    """More than the rate limit allows; `retry_after` says in how many seconds to come again."""


class Access:
    """Lets a request write, or read, or says why not. Reads are not limited where `reads` is 0."""

    def __init__(self, tokens: Tokens, per_minute: int, reads: int = 0) -> None:
        self._tokens = tokens
        self._limit = RateLimit(per_minute, "writes")
        self._reads = RateLimit(reads, "reads") if reads else None

    def reader(self, request: Request) -> None:
        """Raises TooMany for an address that reads too often."""
        if self._reads:
            _wait(self._reads.take(f"address {request.remote_addr}", time.monotonic()))

    def writer(self, request: Request) -> str:
        """The name behind the request's token; raises Unauthorised or TooMany."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        name = self._tokens.name_of(token.strip()) if scheme.casefold() == "bearer" and token.strip() else None
        _wait(self._limit.take(f"name {name}" if name else f"address {request.remote_addr}", time.monotonic()))
        if name is None:
            raise Unauthorised(
                "writing needs the header `Authorization: Bearer TOKEN`; `kg token add NAME` makes a token"
            )
        return name


def _wait(wait: float) -> None:
    if wait:
        seconds = int(wait) + 1
        raise TooMany(f"too many requests; come again in {seconds} s", retry_after=seconds)
