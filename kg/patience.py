"""Work that may be stopped on its way: whoever asks for it says when, and what takes long asks whether to go on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from kg.model import CausewayError

_check: ContextVar[Callable[[], None] | None] = ContextVar("check", default=None)


class TookTooLong(CausewayError):
    """Work that was stopped on its way, because it took longer than it may; nothing of it is kept."""


@contextmanager
def within(check: Callable[[], None]) -> Iterator[None]:
    """What is done inside calls this now and then, and stops where it raises; a check around it holds as well."""
    around = _check.get()

    def both() -> None:
        if around:
            around()
        check()

    token = _check.set(both)
    try:
        yield
    finally:
        _check.reset(token)


@contextmanager
def seconds(limit: float, doing: str) -> Iterator[None]:
    """What is done inside stops with TookTooLong once these seconds are past, and the error says what it was doing.

    >>> with seconds(0.0, "counting"):
    ...     go_on()
    Traceback (most recent call last):
    kg.patience.TookTooLong: counting took longer than 0 s and was stopped; narrow it with fewer steps or names
    """
    end = time.monotonic() + limit

    def check() -> None:
        if time.monotonic() >= end:
            raise TookTooLong(
                f"{doing} took longer than {limit:g} s and was stopped; narrow it with fewer steps or names",
                seconds=limit,
            )

    with within(check):
        yield


@contextmanager
def unstopped() -> Iterator[None]:
    """What is done inside is done to its end, whoever waits no more: such as what must not be left half done."""
    token = _check.set(None)
    try:
        yield
    finally:
        _check.reset(token)


def go_on() -> None:
    """Raises where whoever asked for this work wants no more of it; called where work could run long.

    What is kept for later is kept only when it is whole, so that nothing of stopped work is met again.
    """
    if check := _check.get():
        check()
