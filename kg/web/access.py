"""Who may write, and how often: bearer tokens and a rate limit. Reading is open."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict

from flask import Request

from kg.model import CausewayError
from kg.tokens import Tokens

BURST = 60
_KEPT = 10_000


class Unauthorised(CausewayError):
    """Writing without a token, or with one that is nobody's."""


class TooMany(CausewayError):
    """More than the rate limit allows; `retry_after` says in how many seconds to come again."""


class RateLimit:
    """So many a minute for each name, of which `BURST` may come at once. Each process counts for itself."""

    def __init__(self, per_minute: int):
        self._rate = per_minute / 60
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, name: str, now: float) -> float:
        """Takes one; the seconds until there is one again, 0 where there was."""
        with self._lock:
            left, then = self._left.pop(name, (BURST, now))
            left = min(BURST, left + (now - then) * self._rate)
            wait = 0.0 if left >= 1 else (1 - left) / self._rate
            self._left[name] = (left if wait else left - 1, now)
            while len(self._left) > _KEPT:
                self._left.popitem(last=False)
            return wait


class Access:
    """Lets a request write, or says why not."""

    def __init__(self, tokens: Tokens, per_minute: int):
        self._tokens = tokens
        self._limit = RateLimit(per_minute)

    def writer(self, request: Request) -> str:
        """The name behind the request's token; raises Unauthorised or TooMany."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        name = self._tokens.name_of(token.strip()) if scheme.casefold() == "bearer" and token.strip() else None
        wait = self._limit.take(f"name {name}" if name else f"address {request.remote_addr}", time.monotonic())
        if wait:
            seconds = int(wait) + 1
            raise TooMany(f"too many requests to write; come again in {seconds} s", retry_after=seconds)
        if name is None:
            raise Unauthorised(
                "writing needs the header `Authorization: Bearer TOKEN`; `kg token add NAME` makes a token, and a"
                " start without KG_TOKEN prints one"
            )
        return name
