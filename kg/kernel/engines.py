"""What runs a search: plain Python over lists, or the same functions compiled, over arrays that a thread keeps."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from importlib.util import find_spec
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np

from kg.kernel import spread, tables, ways
from kg.kernel.tables import Ints, Net

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kg.kernel.arrays import Arrays

LARGE = 4_000
"""From so many edges on, the search is compiled."""
NAMES = {
    tables: "leads ends relax blank settle spokes grow widen row extend choose join meet cheapen",
    ways: "bound meets following earlier put take begin advance",
    spread: "spread close longer",
}
"""The functions that are run, each behind those that it calls."""
DENSE = "mark back_slot fore_slot seen waits".split()
"""Columns with a number for each node, all nothing between searches."""
LOOSE = "back fore front ahead when known queue steps node state edge table".split()
LOOSE += "key parent depth way heap lane paid found pool_edge pool_state".split()
"""Columns whose numbers mean nothing between searches."""
NARROW = {
    *DENSE,
    "signs",
    "hops",
    "back",
    "fore",
    "front",
    "ahead",
    "known",
    "steps",
    "node",
    "depth",
    "way",
    "heap",
    "parent",
    "found",
}


class Columns:
    """The columns that a search writes on, by name; `wide` makes one as long as it must be and keeps what is in it."""

    def __init__(self, nodes: int) -> None:
        self.nodes = nodes
        self.dense = {name: self.nothing(name, nodes) for name in DENSE}
        self.loose = {name: self.nothing(name, 0) for name in LOOSE}

    def nothing(self, name: str, size: int) -> Ints:  # noqa: ARG002 - a list is as wide for every name
        """The column of this name with nothing in it."""
        return [0] * size

    def numbers(self, values: tuple[int, ...]) -> Ints:
        """A column of these numbers, to be read only."""
        return values

    def tally(self, values: tuple[int, ...]) -> Ints:
        """A column of these numbers."""
        return list(values)

    def fresh(self, value: int) -> Ints:
        """A column of its own, with one number for each node."""
        return [value] * self.nodes

    def wide(self, name: str, size: int) -> Ints:
        """The column, with room for so many numbers at least."""
        column = self.loose[name]
        column.extend([0] * (size - len(column)))
        return column

    def listed(self, column: Ints, count: int) -> list[int]:
        """The first numbers of a column."""
        return [*column[:count]]

    def clear(self, names: tuple[str, ...], nodes: Ints, count: int) -> None:
        """These columns hold nothing of the first nodes of a column any more."""
        for node in nodes[:count]:
            for name in names:
                self.dense[name][node] = 0


class Plain:
    """Runs the functions as they stand."""

    run = SimpleNamespace(**{n: getattr(module, n) for module, names in NAMES.items() for n in names.split()})

    @staticmethod
    def net(arrays: Arrays, allowed: NDArray[np.bool_] | None) -> Net:
        """The columns of a graph."""
        return Net(**arrays.lists, allowed=[] if allowed is None else allowed.tolist())

    @staticmethod
    @contextmanager
    def columns(nodes: int) -> Iterator[Columns]:
        """Columns to write on."""
        yield Columns(nodes)


class Flat(Columns):
    """Columns as arrays."""

    def nothing(self, name: str, size: int) -> Ints:
        """The column of this name with nothing in it."""
        return np.zeros(size, np.int32 if name in NARROW else np.int64)

    def numbers(self, values: tuple[int, ...]) -> Ints:
        """A column of these numbers, to be read only."""
        return _numbers(values)

    def tally(self, values: tuple[int, ...]) -> Ints:
        """A column of these numbers."""
        return np.array(values, dtype=np.int64)

    def fresh(self, value: int) -> Ints:
        """A column of its own, with one number for each node."""
        return np.full(self.nodes, value, np.int32)

    def wide(self, name: str, size: int) -> Ints:
        """The column, with room for so many numbers at least."""
        column = self.loose[name]
        if len(column) < size:
            self.loose[name] = np.empty(max(size, 2 * len(column)), column.dtype)
            self.loose[name][: len(column)] = column
        return self.loose[name]

    def listed(self, column: Ints, count: int) -> list[int]:
        """The first numbers of a column."""
        numbers: list[int] = column[:count].tolist()
        return numbers

    def clear(self, names: tuple[str, ...], nodes: Ints, count: int) -> None:
        """These columns hold nothing of the first nodes of a column any more."""
        for name in names:
            self.dense[name][nodes[:count]] = 0


@lru_cache(maxsize=256)
def _numbers(values: tuple[int, ...]) -> NDArray[np.int64]:
    return np.array(values, dtype=np.int64)


class Compiled:
    """Runs them compiled; a thread keeps its columns, and drops those of a search that was stopped."""

    _kept = threading.local()

    def __init__(self) -> None:
        from kg.kernel.compiled import compiled  # numba, where a graph needs it

        self.run = SimpleNamespace(**compiled())

    @staticmethod
    def net(arrays: Arrays, allowed: NDArray[np.bool_] | None) -> Net:
        """The columns of a graph; no cost is so large that it were negative as a signed number."""
        mask = np.zeros(0, np.bool_) if allowed is None else np.ascontiguousarray(allowed, dtype=np.bool_)
        mask = mask.view()
        mask.flags.writeable = False
        a = arrays
        return Net(
            a.start, a.head, a.sign, a.grade, a.cost.view(np.int32), a.back_start, a.back_tail, a.back_edge, mask
        )

    @classmethod
    @contextmanager
    def columns(cls, nodes: int) -> Iterator[Columns]:
        """Columns to write on."""
        kept: Columns | None = cls._kept.__dict__.pop("columns", None)
        columns = kept if kept and kept.nodes >= nodes else Flat(nodes)
        yield columns
        cls._kept.columns = columns


Engine = Plain | Compiled
_compiled = cache(Compiled)


def engine(arrays: Arrays, compiled: bool | None) -> Engine:
    """What runs a search on a graph: by its size, where nothing else is said; without numba, plain Python runs all."""
    if compiled is None:
        compiled = arrays.edges >= LARGE and find_spec("numba") is not None
    return _compiled() if compiled else Plain()
