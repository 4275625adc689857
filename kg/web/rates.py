"""How often a name may come: so many a minute, counted together by all worker processes."""

from __future__ import annotations

import fcntl
import hashlib
import mmap
import os
import struct
import tempfile
import threading
from pathlib import Path

FOLDER = "KG_SHARED"
"""The variable with the folder that the processes of one service share while they run."""
BURST = 60
_SLOT = struct.Struct("dd")
_SLOTS = 4096


class RateLimit:
    """So many a minute for each name, of which `BURST` may come at once.

    Names are counted in as many slots of a shared file; two that fall into one slot share it, which is stricter than
    need be and never laxer.
    """

    def __init__(self, per_minute: int, purpose: str) -> None:
        self._rate, self._burst = per_minute / 60, float(BURST)
        folder = os.environ.get(FOLDER)
        file = os.open(Path(folder) / f"rate-{purpose}", os.O_RDWR | os.O_CREAT, 0o600) if folder else _nameless()
        os.ftruncate(file, _SLOTS * _SLOT.size)
        self._file, self._slots = file, mmap.mmap(file, _SLOTS * _SLOT.size)
        self._lock = threading.Lock()

    def take(self, name: str, now: float) -> float:
        """Takes one; the seconds until there is one again, 0 where there was. `now` is monotonic and the machine's."""
        at = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]) % _SLOTS * _SLOT.size
        with self._lock:
            fcntl.flock(self._file, fcntl.LOCK_EX)
            try:
                left, then = _SLOT.unpack_from(self._slots, at)
                left = min(self._burst, left + max(0.0, now - then) * self._rate) if then else self._burst
                wait = 0.0 if left >= 1 else (1 - left) / self._rate
                _SLOT.pack_into(self._slots, at, left if wait else left - 1, now)
            finally:
                fcntl.flock(self._file, fcntl.LOCK_UN)
        return wait


def _nameless() -> int:
    handle, name = tempfile.mkstemp()
    os.unlink(name)
    return handle
