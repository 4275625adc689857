"""Strangers' files read whole, each by its format, with its faults; none beyond the limit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg.importing import (
    Block,
    Format,
    Gathered,
    Known,
    Options,
    Progress,
    Tally,
    Unsaid,
    blocks_of,
    gather,
    sniffed,
    watched,
)
from kg.importing.formats import UnknownFormat
from kg.model import CausewayError

MOST_CLAIMS = 200_000
"""Claims with their lines of evidence, or concepts, that one import may hold: served as Turtle, each is in memory."""
Heard = Callable[[Path, Progress], None]


class TooMuch(CausewayError):
    """More than can be served as Turtle."""


@dataclass(frozen=True, slots=True)
class Read:
    """What files say together; what each was read as and counted, and what was left out."""

    gathered: Gathered
    files: tuple[tuple[Path, Format, Tally], ...]

    @property
    def fault_count(self) -> int:
        """How many faults all files have."""
        return sum(tally.fault_count for _, _, tally in self.files)

    @property
    def whence(self) -> str:
        """What was read, in a few words."""
        return self.files[0][0].name if len(self.files) == 1 else f"{len(self.files)} files"

    @property
    def unsaid(self) -> tuple[Unsaid, ...]:
        """What the formats could not say, counted by reason."""
        return self.gathered.tally.unsaid


def read(
    paths: Sequence[Path],
    format: Format | None = None,
    options: Options | None = None,
    *,
    known: Known | None = None,
    heard: Heard = lambda _path, _progress: None,
    most: int = MOST_CLAIMS,
) -> Read:
    """Everything in these files; a claim without a source has its file for one. Raises UnknownFormat and TooMuch."""
    files = tuple((path, format or format_of(path), Tally()) for path in paths)
    total = Tally()

    def blocks() -> Iterator[Block]:
        for path, one, tally in files:

            def told(progress: Progress, path: Path = path) -> None:
                heard(path, progress)

            read = blocks_of(path, one, options)
            for block in watched(read, tally, size=path.stat().st_size, told=told):
                if max(total.claims + len(block.claims), total.concepts + len(block.concepts)) > most:
                    raise TooMuch(
                        f"there are more than {most:,} claims or concepts, the most that a graph in Turtle may hold;"
                        " part the file, or leave out what is not wanted",
                        most=most,
                    )
                yield _with_source(block, path.name)

    return Read(gather(blocks(), known, total), files)


def format_of(path: Path) -> Format:
    """The format of a file by itself. Raises UnknownFormat."""
    found = sniffed(path).format
    if found is None:
        raise UnknownFormat(f"the format of {path.name} cannot be told; name it with --format", path=str(path))
    return found


def _with_source(block: Block, name: str) -> Block:
    claims = block.claims
    return replace(block, claims=replace(claims, sources=[source or name for source in claims.sources]))
