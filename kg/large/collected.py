"""Blocks of a stranger's graph on their way into a snapshot: numbers in columns, and quotes in a file."""

from __future__ import annotations

import math
import tempfile
from array import array
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Self

import numpy as np

from kg.importing import Block, Claims, Concepts, Mapping, Wording
from kg.large.container import Column
from kg.patience import go_on


class Numbers(dict[str, int]):
    """The number of each text, in the order in which they were met."""

    def __missing__(self, text: str) -> int:
        self[text] = found = len(self)
        return found


class Collected:
    """What was read so far: for each claim with its line of evidence a row of numbers, and what it quotes in a file.

    What is held in memory grows by some 30 bytes a claim, and with the concepts, sources and wordings that are met. The
    file lies in the folder that is given and has no name there: however the process ends, nothing of it is left.
    """

    def __init__(self, folder: Path) -> None:
        self.concepts = Concepts()
        self.mappings: dict[Mapping, None] = {}
        self.names, self.sources, self.studies = Numbers(), Numbers(), Numbers()
        self.wordings: dict[Wording, int] = {}
        self._columns: dict[str, array[Any]] = {name: array(code) for name, code in _CODES.items()}
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  (open as long as this is)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __len__(self) -> int:
        return len(self._columns["cause"])

    def add(self, block: Block, source: str) -> None:
        """Take in a block; what names no source has this one."""
        for concept in block.concepts:
            self.concepts.add(concept)
        self.mappings.update(dict.fromkeys(block.mappings))
        if len(block.claims):
            go_on()
            self._claims(block.claims, source)

    def _claims(self, claims: Claims, source: str) -> None:
        put = self._columns
        number: Callable[[str], int] = self.names.__getitem__
        put["cause"].extend(map(number, claims.causes))
        put["effect"].extend(map(number, claims.effects))
        put["line"].extend(claims.lines)
        put["source"].extend(map(self.sources.__getitem__, [name or source for name in claims.sources]))
        put["study"].extend(map(self.studies.__getitem__, claims.studies))
        put["belief"].extend([math.nan if belief is None else belief for belief in claims.beliefs])
        put["wording"].extend(self._worded(claims.wordings))
        passages = list(map(str.strip, claims.passages))
        text = "\n".join(passages)
        lengths = map(len, passages) if text.isascii() else (len(_utf8(passage)) for passage in passages)
        put["quoted"].extend(lengths)
        self._file.write(_utf8(text) + b"\n")

    def _worded(self, wordings: Iterable[Wording]) -> Iterable[int]:
        """The number of each wording; they are few, and each is looked up once a block."""
        wordings = list(wordings)
        shared = {id(wording): wording for wording in wordings}
        known = {at: self.wordings.setdefault(wording, len(self.wordings)) for at, wording in shared.items()}
        return map(known.__getitem__, map(id, wordings))

    def emptied(self) -> dict[str, Column]:
        """The columns of the rows, which are held here no longer."""
        columns, self._columns = self._columns, {name: array(code) for name, code in _CODES.items()}
        return {name: np.frombuffer(column, dtype=column.typecode) for name, column in columns.items()}

    def quotes(self) -> Column:
        """All that is quoted, as UTF-8, each on a line of its own."""
        self._file.flush()
        return np.memmap(self._file, np.uint8, "r") if self._file.tell() else np.zeros(0, np.uint8)


_CODES = {
    **dict.fromkeys(("cause", "effect", "source", "wording", "line", "quoted"), "I"),
    "study": "H",
    "belief": "f",
}


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "replace")
