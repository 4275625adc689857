"""When the garbage collector looks: large graphs stay, and looking through them holds up all else."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Without looking for garbage: while a graph is made nearly all that is new stays, and looking costs half."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def settle() -> None:
    """Tell the garbage collector that what is here stays, for a process that serves.

    Looking through a large graph again and again finds nothing and holds up every change; but triples written lie in
    cycles, and a long reply is old before it is done, so that the old are looked through as well.
    """
    gc.freeze()
    gc.set_threshold(10_000, 20, 5)
