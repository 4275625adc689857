"""A file read in a process of its own, which is ended at its limits and takes nothing else down with it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import orjson

from kg.model import CausewayError
from kg.papers.formats import LARGEST_FILE, Paper

WALL_SECONDS = 60


class CannotBeRead(CausewayError):
    """A file that gives no document; says why."""


def read(file: Path, *, seconds: float = WALL_SECONDS) -> Paper:
    """The document of a file. Raises CannotBeRead where it is none, or where it takes too long or too much memory."""
    size = file.stat().st_size
    if size > LARGEST_FILE:
        raise CannotBeRead(f"{file.name}: it is larger than {LARGEST_FILE // 2**20} MiB")
    return of(file.name, file.read_bytes(), seconds=seconds)


def of(name: str, data: bytes, *, seconds: float = WALL_SECONDS) -> Paper:
    """The document of the bytes of a file with this name; raises CannotBeRead."""
    command = [sys.executable, "-m", "kg.papers.child"]
    sent = name.replace("\n", " ").encode() + b"\n" + data
    try:
        done = subprocess.run(command, input=sent, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        raise CannotBeRead(f"{name}: reading it took longer than {seconds:g} s and was ended") from None
    if done.returncode != 0 or not done.stdout:
        raise CannotBeRead(f"{name}: reading it was ended at its limits of time and memory")
    said = orjson.loads(done.stdout)
    if "error" in said:
        raise CannotBeRead(f"{name}: {said['error']}")
    return Paper(title=said["title"], text=said["text"], id=said["id"])
