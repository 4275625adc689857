"""A folder with Turtle and texts, written beside its place and put there whole."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path

from kg import rdf
from kg.disk import sync_folder
from kg.imported.sources import Source
from kg.model import CausewayError, Concept, Document, Statement
from kg.patience import go_on

TEXTS = "texts"
_IN_A_FILE = 20_000
"""Statements: a file of them stays well below the largest that is read."""


class FolderTaken(CausewayError):
    """The folder that is to be made is there, or cannot be."""


def check_free(folder: Path) -> None:
    """Raises FolderTaken where something stands at this place, or there is no folder to make it in."""
    if not folder.absolute().parent.is_dir():
        raise FolderTaken(f"{folder.absolute().parent} is no folder; make it first", folder=str(folder))
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderTaken(f"{folder} is there already; name a new folder, or move it away", folder=str(folder))


def written(
    folder: Path,
    concepts: Sequence[Concept],
    statements: Sequence[Statement],
    sources: Sequence[Source],
    known: Mapping[str, Concept],
    told: Callable[[int, int], None] = lambda _done, _total: None,
) -> None:
    """Write what was made into a new folder: all of it, or nothing where anything stops it. Raises FolderTaken.

    `known` are all concepts that the statements speak of. The folder `texts` holds what is quoted of each source;
    `told` hears how many values of how many are written.
    """
    check_free(folder)
    place = folder.absolute()
    with tempfile.TemporaryDirectory(dir=place.parent, prefix=f".{place.name}-") as name:
        made = Path(name) / "made"
        (made / TEXTS).mkdir(parents=True)
        documents = sorted((source.document() for source in sources), key=lambda document: document.id)
        total = len(concepts) + len(documents) + len(statements)
        done = count(1)

        def blocks(values: Iterable[Concept | Document | Statement]) -> Iterator[str]:
            for value in values:
                go_on()
                yield f"\n{rdf.turtle(rdf.describe(value, known), prefixes=False)}"
                told(next(done), total)

        _put(made / "concepts.ttl", blocks(concepts))
        _put(made / "documents.ttl", blocks(documents))
        for number in range(0, len(statements), _IN_A_FILE):
            part = statements[number : number + _IN_A_FILE]
            _put(made / f"statements-{number // _IN_A_FILE + 1:02}.ttl", blocks(part))
        for source in sources:
            go_on()
            (made / TEXTS / f"{source.id}.txt").write_bytes(source.text.encode())
        os.replace(made, place)
    sync_folder(place.parent)


def _put(file: Path, blocks: Iterable[str]) -> None:
    """Write a Turtle file, a block at a time, and put it on disk."""
    with file.open("w", encoding="utf-8", newline="\n") as out:
        out.write(rdf.prefixes())
        out.writelines(blocks)
        out.flush()
        os.fsync(out.fileno())
