"""Walks over whatever has steps: what can be reached, how far it is, a shortest way, an order along the steps.

None calls itself, so that a way may be of any length.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from itertools import count
from typing import TypeVar

from kg.patience import go_on

T = TypeVar("T", bound=Hashable)
After = Callable[[T], Iterable[T]]
"""What one step leads to."""


def along(steps: Mapping[T, Iterable[T]]) -> After[T]:
    """The steps of a table; none from what it does not have."""
    return lambda at: steps.get(at, ())


def walk(starts: Iterable[T], after: After[T]) -> Iterator[T]:
    """The starts and all that can be reached from them, each once, the nearest first.

    >>> "".join(walk("a", along({"a": "cb", "b": "d", "c": "da"})))
    'acbd'
    """
    found = set(waiting := list(dict.fromkeys(starts)))
    for at in waiting:
        go_on()
        yield at
        for near in after(at):
            if near not in found:
                found.add(near)
                waiting.append(near)


def distances(starts: Iterable[T], after: After[T], *, most: int | None = None) -> dict[T, int]:
    """The least number of steps to each of these, nearest first; of at most so many, where that is said.

    >>> distances("a", along({"a": "cb", "b": "d", "c": "da"}))
    {'a': 0, 'c': 1, 'b': 1, 'd': 2}
    """
    found = dict.fromkeys(starts, 0)
    frontier = list(found)
    for steps in count(1) if most is None else range(1, most + 1):
        go_on()
        reached = []
        for at in frontier:
            for near in after(at):
                if near not in found:
                    found[near] = steps
                    reached.append(near)
        if not reached:
            break
        frontier = reached
    return found


def shortest_way(start: T, end: T, after: After[T]) -> list[T]:
    """A shortest way from start to end, both named, over one step at least; empty where there is none.

    >>> "".join(shortest_way("a", "a", along({"a": "bc", "c": "d", "d": "a"})))
    'acda'
    """
    came: dict[T, T] = {}
    waiting = [start]
    for at in waiting:
        go_on()
        for near in after(at):
            if near == end:
                way = [end, at]
                while way[-1] != start:
                    way.append(came[way[-1]])
                return way[::-1]
            if near not in came and near != start:
                came[near] = at
                waiting.append(near)
    return []


def last_first(starts: Iterable[T], after: After[T]) -> list[T] | None:
    """All that can be reached, each behind everything that it leads to; none where there is a loop among it.

    >>> last_first("a", along({"a": "bc", "b": "c"})), last_first("a", along({"a": "b", "b": "a"}))
    (['c', 'b', 'a'], None)
    """
    done: dict[T, None] = {}
    for start in starts:
        if start in done:
            continue
        way = {start: iter(after(start))}
        while way:
            go_on()
            at = next(reversed(way))
            near = next((n for n in way[at] if n not in done), None)
            if near is None:
                del way[at]
                done[at] = None
            elif near in way:
                return None
            else:
                way[near] = iter(after(near))
    return list(done)
