"""Compiling ahead, so that nobody who asks has to wait for it."""

from __future__ import annotations

from importlib.util import find_spec

from kg.kernel.arrays import Arrays
from kg.kernel.reach import rank_effects
from kg.kernel.search import best_paths


def warm() -> None:
    """All that large graphs need is compiled, or read from the disk: ten seconds once on a machine, then half of one.

    Nothing happens without numba.
    """
    if find_spec("numba") is not None:
        arrays = Arrays.of(2, [0], [1], [0], [0])
        best_paths(arrays, 0, 1, k=1, compiled=True)
        rank_effects(arrays, 0, compiled=True)
