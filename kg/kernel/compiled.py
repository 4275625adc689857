"""The functions of the search, compiled by numba, and kept on disk beside the code or, where that cannot be written, in
the user's cache directory; NUMBA_CACHE_DIR names another place.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from types import FunctionType
from typing import Any
from zlib import crc32

import numba

from kg.kernel.engines import NAMES

HOW: dict[str, Any] = {"cache": True, "nogil": True, "_nrt": False}
"""No array is made within, so that nobody needs to count who still holds one: that took three quarters of the time."""


def compiled() -> dict[str, Callable[..., Any]]:
    """Each function by name; it is compiled, or read from the disk, when it is first called.

    Numba asks only whether the file of a function has changed, not those of the functions that it calls, so that all
    are kept under a name that tells of every source.
    """
    sources = "".join(inspect.getsource(module) for module in (*NAMES, sys.modules[__name__]))
    made: dict[str, Callable[..., Any]] = {}
    for module, names in NAMES.items():
        world = {**vars(module), **made}
        for name in names.split():
            function = FunctionType(getattr(module, name).__code__, world, name)
            function.__qualname__ = f"{name}_{crc32(sources.encode()):08x}"
            world[name] = made[name] = numba.njit(**HOW)(function)
    return made
