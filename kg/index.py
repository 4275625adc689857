"""Arrays that take long to make, kept in one file beside the data: read as numbers alone, made anew when in doubt."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import numpy as np

from kg.disk import put

NAME = "index.npz"
LARGEST = 1024 * 1024 * 1024
_MARK = "mark"


def load(folder: Path, mark: str) -> dict[str, np.ndarray] | None:
    """The arrays that were kept under this mark; none where there are none, or others, or the file is damaged.

    Every part is read whole and held against its checksum; nothing in it is run.
    """
    file = folder / NAME
    try:
        if file.stat().st_size > LARGEST:
            return None
        with file.open("rb") as opened, zipfile.ZipFile(opened) as parts:
            if f"{_MARK}.npy" not in parts.namelist() or parts.testzip() is not None:
                return None
            opened.seek(0)
            with np.load(opened, allow_pickle=False) as found:
                if found[_MARK].tobytes() != mark.encode():
                    return None
                return {name: found[name] for name in found.files if name != _MARK}
    except (OSError, ValueError, EOFError, RuntimeError, zipfile.BadZipFile, MemoryError):
        return None


def keep(folder: Path, mark: str, arrays: Mapping[str, np.ndarray]) -> bool:
    """Keep arrays under a mark in place of those before; whether it could be done."""
    if sum(a.nbytes for a in arrays.values()) > LARGEST // 2:
        return False
    written = io.BytesIO()
    np.savez(written, allow_pickle=False, **{_MARK: np.frombuffer(mark.encode(), np.uint8), **arrays})
    with suppress(OSError):
        put(folder / NAME, written.getbuffer())
        return True
    return False
