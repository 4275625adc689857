"""Values by key, and what they are once some are gone and others have come."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, TypeVar

from kg.change import HasId

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
N = TypeVar("N", bound=HasId)

Groups = dict[K, tuple[V, ...]]


def by_id(values: Iterable[N]) -> dict[str, N]:
    """The values by their ids, in the order of these."""
    return {v.id: v for v in sorted(values, key=id_of)}


def id_of(value: HasId) -> str:
    """The id of a value, as a key."""
    return value.id


def without(values: dict[str, N], removed: tuple[N, ...]) -> dict[str, N]:
    """The values by id without those removed, in the order that they have."""
    gone = {v.id for v in removed}
    return {id: v for id, v in values.items() if id not in gone} if gone else dict(values)


def grouped(values: Iterable[V], keys: Callable[[V], Iterable[K]]) -> Groups[K, V]:
    """The values by each of their keys, in the order that they come in."""
    found: dict[K, list[V]] = defaultdict(list)
    for value in values:
        for key in keys(value):
            found[key].append(value)
    return {key: tuple(group) for key, group in found.items()}


def regrouped(
    groups: Groups[K, V],
    gone: Iterable[V],
    come: Iterable[V],
    keys: Callable[[V], Iterable[K]],
    order: Callable[[V], Any],
) -> Groups[K, V]:
    """The groups without the values that are gone and with those that came, each group in order."""
    found = dict(groups)
    for value in gone:
        for key in keys(value):
            found[key] = tuple(v for v in found[key] if v != value)
            if not found[key]:
                del found[key]
    for value in come:
        for key in keys(value):
            group = list(found.get(key, ()))
            insort(group, value, key=order)
            found[key] = tuple(group)
    return found


def joined(pairs: Iterable[tuple[str, str]]) -> Groups[str, str]:
    """What the first of each pair is joined to, in order."""
    found: dict[str, set[str]] = defaultdict(set)
    for a, b in pairs:
        found[a].add(b)
    return {a: tuple(sorted(each)) for a, each in found.items()}


def rejoined(groups: Groups[str, str], pairs: Mapping[tuple[str, str], bool]) -> Groups[str, str]:
    """The same with these pairs joined, or not joined any more."""
    found = dict(groups)
    for (a, b), both in pairs.items():
        near = {*found.pop(a, ())} - {b} | ({b} if both else set())
        if near:
            found[a] = tuple(sorted(near))
    return found
