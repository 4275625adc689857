"""Bytes on disk: written whole, there after a power cut, and owned by whoever owns the folder."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_at(file: int, data: bytes, at: int) -> None:
    """Write all of the data from a byte of the file on."""
    while data:
        written = os.pwrite(file, data, at)
        data, at = data[written:], at + written


def sync_folder(folder: Path) -> None:
    """Put the names in a folder on disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def opened(file: Path, flags: int) -> int:
    """A file opened, or made for the owner of its folder: what root makes, the service may write on."""
    handle = os.open(file, flags | os.O_CREAT | os.O_CLOEXEC, 0o644)
    hand_over(handle, file.parent)
    return handle


def hand_over(handle: int, folder: Path) -> None:
    """Give a file to the owner of the folder, where root has it."""
    if os.geteuid() == 0:
        owner = folder.stat()
        os.fchown(handle, owner.st_uid, owner.st_gid)


def put(file: Path, data: bytes | memoryview, mode: int = 0o644) -> None:
    """Put a file in place whole, with these rights."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
    try:
        with os.fdopen(handle, "wb") as out:
            os.fchmod(out.fileno(), mode)
            hand_over(out.fileno(), file.parent)
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        os.replace(name, file)
    except BaseException:
        os.unlink(name)
        raise
    sync_folder(file.parent)
