"""A value that takes long to make, made when it is first asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from kg.patience import go_on

T = TypeVar("T")
_LOOK_AGAIN = 0.05
"""Seconds."""


class Once(Generic[T]):
    """One thread makes the value, the others wait for it, each as long as it may; `made` is none until then.

    >>> once = Once()
    >>> [once.get(lambda: n) for n in (1, 2)], once.made
    ([1, 1], 1)
    """

    def __init__(self) -> None:
        self.made: T | None = None
        self._making = threading.Lock()

    def get(self, make: Callable[[], T]) -> T:
        """The value, made where it is not there yet."""
        while self.made is None:
            go_on()
            if self._making.acquire(timeout=_LOOK_AGAIN):
                try:
                    if self.made is None:
                        self.made = make()
                finally:
                    self._making.release()
        return self.made
