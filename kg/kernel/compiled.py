"""The functions of the search, compiled by numba, and kept on disk beside the code or, where that cannot be written, in
the user's cache directory; NUMBA_CACHE_DIR names another place.
"""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType
from typing import Any

import numba

from kg.kernel.engines import NAMES


def compiled() -> dict[str, Callable[..., Any]]:
    """Each function by name; it is compiled, or read from the disk, when it is first called."""
    made: dict[str, Callable[..., Any]] = {}
    for module, names in NAMES.items():
        world = {**vars(module), **made}
        for name in names.split():
            function = FunctionType(getattr(module, name).__code__, world, name)
            world[name] = made[name] = numba.njit(cache=True, nogil=True)(function)
    return made
