"""What was made once and may be wanted again, up to so many bytes: what was not asked for longest goes first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """Values by key, at most `most` bytes of them by what `weigh` says; one heavier than half of that is not.

    >>> kept = Kept(100, len)
    >>> [kept.get(key, lambda: "a" * 12) for key in range(20)][-1], len(kept), kept.weight
    ('aaaaaaaaaaaa', 8, 96)
    """

    def __init__(self, most: int, weigh: Callable[[T], int]) -> None:
        self._most, self._weigh = most, weigh
        self._values: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()
        self._lock = threading.Lock()
        self.weight = 0

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value of a key, made where it is not there; where two threads make it at once, both get the first."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key][0]
        value = make()
        weight = self._weigh(value)
        with self._lock:
            if key in self._values:
                return self._values[key][0]
            if weight <= self._most // 2:
                self._values[key] = value, weight
                self.weight += weight
                while self.weight > self._most:
                    self.weight -= self._values.popitem(last=False)[1][1]
        return value


def one(_value: object) -> int:
    """The weight of a value where they are counted."""
    return 1


@dataclass(frozen=True, eq=False)
class Cache(Generic[T]):
    """A cache that something can have: its name, how much it holds, and by what weight."""

    name: str
    most: int
    weigh: Callable[[T], int] = one


class Caches:
    """The caches of one value, which live and go with it.

    >>> squares = Cache[int]("squares", 10)
    >>> caches = Caches()
    >>> caches[squares].get(3, lambda: 9), caches[squares].get(3, lambda: 0), {c.name: len(caches[c]) for c in caches}
    (9, 9, {'squares': 1})
    """

    def __init__(self) -> None:
        self._kept: dict[Cache[Any], Kept[Any]] = {}

    def __iter__(self) -> Iterator[Cache[Any]]:
        return iter([*self._kept])

    def __getitem__(self, cache: Cache[T]) -> Kept[T]:
        if (kept := self._kept.get(cache)) is None:
            kept = self._kept.setdefault(cache, Kept(cache.most, cache.weigh))
        return kept
