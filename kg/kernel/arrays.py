"""A signed graph as flat arrays: its edges by cause and by effect, in compressed sparse rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.model import Sign

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

STEP = 1 << 16
"""What a step costs where no costs are given."""
DEAREST = 1 << 31
"""No edge costs so much."""
CODES = (*Sign,)
"""The sign of each code, and after them UNSIGNED."""
CODE = {sign: code for code, sign in enumerate(CODES)}
UNSIGNED = len(CODES)
"""An influence whose direction is not stated: it counts as "?", and only where unsigned edges are asked for."""
DAMPING = 0.4

_COLUMNS = {
    "start": np.int64,
    "head": np.int32,
    "sign": np.int8,
    "grade": np.uint8,
    "cost": np.uint32,
    "back_start": np.int64,
    "back_tail": np.int32,
    "back_edge": np.int64,
}


@dataclass(frozen=True, eq=False)
class Arrays:
    """A signed graph with one edge a (cause, effect) pair; nothing of it is ever written to.

    `start` says where the edges of each cause begin, `head` their effects, in ascending order within a cause; `sign`
    is the code of each (CODE, or UNSIGNED), `grade` is basis<<4 | hedge of the best statement on the pair, so that the
    smaller is the surer, and `cost` what it adds to a path, in parts of STEP. `back_start` and `back_tail` are the same
    by effect, and `back_edge` where each stands in the order by cause.
    """

    nodes: int
    start: NDArray[np.int64]
    head: NDArray[np.int32]
    sign: NDArray[np.int8]
    grade: NDArray[np.uint8]
    cost: NDArray[np.uint32]
    back_start: NDArray[np.int64]
    back_tail: NDArray[np.int32]
    back_edge: NDArray[np.int64]

    def __post_init__(self) -> None:
        for name, kind in _COLUMNS.items():
            column = np.ascontiguousarray(getattr(self, name), dtype=kind).view(np.ndarray)
            column.flags.writeable = False
            object.__setattr__(self, name, column)

    @classmethod
    def of(
        cls,
        nodes: int,
        tail: ArrayLike,
        head: ArrayLike,
        sign: ArrayLike,
        grade: ArrayLike,
        cost: ArrayLike | None = None,
    ) -> Arrays:
        """The arrays of edges in any order; an error where a pair has two, or a number is out of its range."""
        causes, effects = np.asarray(tail, dtype=np.int64), np.asarray(head, dtype=np.int64)
        costs = np.full(len(causes), STEP, np.int64) if cost is None else np.asarray(cost, dtype=np.int64)
        signs = np.asarray(sign, dtype=np.int64)
        grades = np.asarray(grade, dtype=np.int64)
        _within(causes, nodes, "a cause")
        _within(effects, nodes, "an effect")
        _within(costs, DEAREST, "a cost")
        _within(signs, UNSIGNED + 1, "a sign")
        _within(grades, 256, "a grade")
        pair = causes * max(nodes, 1) + effects
        order = np.argsort(pair, kind="stable")
        if (np.diff(pair[order]) == 0).any():
            raise ValueError("a pair of cause and effect has two edges; join them first")
        causes, effects = causes[order], effects[order]
        back = np.argsort(effects, kind="stable")
        return cls(
            nodes,
            _starts(causes, nodes),
            effects.astype(np.int32),
            signs[order].astype(np.int8),
            grades[order].astype(np.uint8),
            costs[order].astype(np.uint32),
            _starts(effects, nodes),
            causes[back].astype(np.int32),
            back,
        )

    @property
    def edges(self) -> int:
        """How many edges there are."""
        return len(self.head)

    @cached_property
    def grades(self) -> tuple[int, ...]:
        """The grades that occur, surest first."""
        return tuple(np.flatnonzero(np.bincount(self.grade, minlength=1)).tolist())

    @cached_property
    def lanes(self) -> tuple[int, ...]:
        """The rank of each of the 256 grades among those that occur."""
        rank = dict(zip(self.grades, range(len(self.grades)), strict=True))
        return tuple(rank.get(grade, 0) for grade in range(256))

    @cached_property
    def lists(self) -> dict[str, Any]:
        """The columns as lists, which plain Python reads faster; for small graphs."""
        return {name: getattr(self, name).tolist() for name in _COLUMNS}


def hub_weights(arrays: Arrays) -> NDArray[np.uint32]:
    """What each edge would cost more, in parts of STEP, so that ways over hubs come behind ways over rarer concepts.

    The logarithm of the degree-weighted path count (Himmelstein & Baranzini 2015, "Heterogeneous network edge
    prediction", PLOS Computational Biology 11(7), damping 0.4): a path weighs the product of degree ** -0.4 over the
    degrees at both ends of each edge, so that the sum of these costs is less where the weight is more.
    """
    out, into = np.diff(arrays.start), np.diff(arrays.back_start)
    causes = np.repeat(np.arange(arrays.nodes), out)
    logs = np.log(out[causes]) + np.log(into[arrays.head])
    return np.rint(DAMPING * STEP * logs).astype(np.uint32)


def _starts(ascending: NDArray[np.int64], nodes: int) -> NDArray[np.int64]:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(np.bincount(ascending, minlength=nodes), dtype=np.int64)])


def _within(numbers: NDArray[np.int64], end: int, what: str) -> None:
    if len(numbers) and (int(numbers.min()) < 0 or int(numbers.max()) >= end):
        raise ValueError(f"{what} must be from 0 up to {end - 1}")
