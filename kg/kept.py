"""What was made once and may be wanted again, up to so many bytes: what was not asked for longest goes first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """Values by key, at most `most` bytes of them by what `weigh` says; one heavier than half of that is not.

    >>> kept = Kept(100, len)
    >>> [kept.get(key, lambda: "a" * 12) for key in range(20)][-1], len(kept), kept.weight
    ('aaaaaaaaaaaa', 8, 96)
    """

    def __init__(self, most: int, weigh: Callable[[T], int]):
        self._most, self._weigh = most, weigh
        self._values: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()
        self._lock = threading.Lock()
        self.weight = 0

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value of a key, made where it is not there; two threads may make it at once, and one is kept."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key][0]
        value = make()
        weight = self._weigh(value)
        with self._lock:
            if key not in self._values and weight <= self._most // 2:
                self._values[key] = value, weight
                self.weight += weight
                while self.weight > self._most:
                    self.weight -= self._values.popitem(last=False)[1][1]
        return value
