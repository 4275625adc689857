"""Work that goes on after the request that began it: a process each, whose state lies in files that all others see."""

from __future__ import annotations

import fcntl
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from threading import Thread
from typing import Any, Literal

import orjson

from kg import disk
from kg.model import CausewayError

MOST_AT_ONCE = 2
MOST_KEPT = 50
MOST_SECONDS = 3600
MOST_BYTES = 4 * 1024**3
"""Jobs that run at a time, and that are kept; seconds of work and bytes of memory that each may take."""
Standing = Literal["running", "done", "failed", "cancelled"]
_LAST = 2000


class UnknownJob(CausewayError):
    """No job has this number."""


class TooManyJobs(CausewayError):
    """As many jobs run as may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What was asked, and how far it is: `progress` is the last line told, `result` what came of it in the end."""

    id: int
    kind: str
    by: str
    at: str
    state: Standing = "running"
    progress: str = ""
    problem: str = ""
    result: Any = None


class Jobs:
    """The jobs of a folder, begun and looked at by any process.

    A job is the command line with words of its own. It holds a lock while it runs, so that one whose process is gone is
    never taken for a running one.
    """

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._folder = folder
        self._environment = environment

    def start(self, kind: str, words: Sequence[str], files: Mapping[str, bytes], *, by: str, at: str) -> Job:
        """A job begun; `words` are those behind `kg`, before the paths of its files. Raises TooManyJobs."""
        self._folder.mkdir(parents=True, exist_ok=True)
        turn = disk.opened(self._folder / "turn", os.O_RDWR)
        try:
            fcntl.flock(turn, fcntl.LOCK_EX)
            there = self.all()
            if sum(job.state == "running" for job in there) >= MOST_AT_ONCE:
                raise TooManyJobs(f"{MOST_AT_ONCE} jobs are running; come again when one has ended, or cancel one")
            for job in there[MOST_KEPT - 1 :]:
                shutil.rmtree(self._at(job.id))
            job = Job(id=max((job.id for job in there), default=0) + 1, kind=kind, by=by, at=at)
            for name, data in files.items():
                disk.put(self._at(job.id) / "files" / name, data)
            self._run(job, [*words, "--", *(str((self._at(job.id) / "files" / name).absolute()) for name in files)])
            disk.put(self._at(job.id) / "job.json", orjson.dumps(asdict(job)))
        finally:
            os.close(turn)
        return self.one(job.id)

    def _run(self, job: Job, words: Sequence[str]) -> None:
        place = self._at(job.id)
        held = disk.opened(place / "running", os.O_RDWR)
        try:
            fcntl.flock(held, fcntl.LOCK_EX)
            with (place / "out").open("wb") as out, (place / "told").open("wb") as told:
                process = subprocess.Popen(
                    [sys.executable, "-m", "kg.cli", *words],
                    env={**os.environ, **self._environment},
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=told,
                    pass_fds=[held],
                    start_new_session=True,
                )
        finally:
            os.close(held)
        for limit, most in ((resource.RLIMIT_CPU, MOST_SECONDS), (resource.RLIMIT_AS, MOST_BYTES)):
            with suppress(ProcessLookupError):
                resource.prlimit(process.pid, limit, (most, most))
        disk.put(place / "process", str(process.pid).encode())
        Thread(target=process.wait, name=f"job {job.id}", daemon=True).start()

    def all(self) -> tuple[Job, ...]:
        """All jobs that are kept, the latest first."""
        ids = sorted((int(f.name) for f in self._folder.glob("*") if f.name.isdecimal()), reverse=True)
        return tuple(self.one(id) for id in ids if (self._at(id) / "job.json").exists())

    def one(self, id: int) -> Job:
        """A job as it stands. Raises UnknownJob."""
        place = self._at(id)
        try:
            begun = Job(**orjson.loads((place / "job.json").read_bytes()))
        except FileNotFoundError:
            raise UnknownJob(f"no job has the number {id}; they are listed at /jobs", job=id) from None
        running = self._runs(place)
        told = (place / "told").read_text(encoding="utf-8", errors="replace")[-_LAST:].splitlines()
        last = next((line.strip() for line in reversed(told) if line.strip()), "")
        if running:
            return replace(begun, progress=last)
        if (place / "cancelled").exists():
            return replace(begun, state="cancelled")
        made, problem = (place / "out").read_bytes(), last.partition("Error: ")[2]
        result = orjson.loads(made) if made.endswith(b"}\n") else None
        if result is None or problem:
            return replace(begun, state="failed", problem=problem or "it was cut off", result=result)
        return replace(begun, state="done", result=result)

    def cancel(self, id: int) -> Job:
        """A job stopped, if it runs; nothing of it is kept. Raises UnknownJob."""
        place = self._at(id)
        if self.one(id).state == "running":
            disk.put(place / "cancelled", b"")
            with suppress(ProcessLookupError, FileNotFoundError):
                os.killpg(int((place / "process").read_text()), signal.SIGTERM)
        return self.one(id)

    def _at(self, id: int) -> Path:
        return self._folder / str(id)

    @staticmethod
    def _runs(place: Path) -> bool:
        """Whether its process is there: it holds the lock from before it is begun until it ends."""
        held = disk.opened(place / "running", os.O_RDWR)
        try:
            fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        else:
            return False
        finally:
            os.close(held)
