"""What was read of a store last, kept in files: a graph to start and go on with while the store is away."""

from __future__ import annotations

from pathlib import Path

import orjson

from kg.disk import put
from kg.remote.client import StoreAway
from kg.remote.graph import RemoteGraph, State

FOLDER = "store"
KEPT = 3
"""Versions that are kept: other processes may still read the last one but one."""
_MARK = b"# causeway store "


class Mirror:
    """A folder with the last versions of one graph, as N-Triples."""

    def __init__(self, folder: Path, graph: RemoteGraph) -> None:
        self._folder, self._graph = folder / FOLDER, graph

    def pulled(self, journal: str) -> tuple[Path, State]:
        """The graph as it is now, read into a file, and its state. Raises StoreAway."""
        for _ in range(3):
            state = self._graph.state(journal)
            file = self._folder / f"{state.version}.ttl"
            if _state(file) == state:
                return file, state
            triples = self._graph.triples()
            if self._graph.state(journal) == state:
                lines = (f"{t.subject} {t.predicate} {t.object} .\n".encode() for t in triples)
                mark = {"version": state.version, "number": state.number, "checksum": state.checksum}
                put(file, _MARK + orjson.dumps(mark) + b"\n" + b"".join(sorted(lines)))
                self._forget()
                return file, state
        raise StoreAway("the store changes faster than it can be read", again=True)

    def last(self) -> tuple[Path, State] | None:
        """The file read last, and the state it is of; none where nothing was ever read."""
        for file in self._files():
            if state := _state(file):
                return file, state
        return None

    def _files(self) -> list[Path]:
        """The newest first."""
        return sorted(self._folder.glob("*.ttl"), key=lambda f: f.stat().st_mtime_ns, reverse=True)

    def _forget(self) -> None:
        for file in self._files()[KEPT:]:
            file.unlink(missing_ok=True)


def _state(file: Path) -> State | None:
    """The state that a file was read in."""
    if not file.is_file():
        return None
    with file.open("rb") as lines:
        line = lines.readline()
    if not line.startswith(_MARK):
        return None
    mark = orjson.loads(line[len(_MARK) :])
    return State(mark["version"], mark["number"], mark["checksum"])
