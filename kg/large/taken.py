"""Anyone's files into a snapshot: streamed, counted, and written at the end or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from kg.garbage import uncollected
from kg.imported import QUOTED, Heard, Report, file_report, format_of
from kg.importing import Format, Options, Progress, Tally, Unsaid, blocks_of, watched
from kg.large.collected import Collected
from kg.large.written import write
from kg.model import CausewayError, Concept


class PlaceTaken(CausewayError):
    """The file that is to be made is there, or cannot be."""


def check_free(path: Path) -> None:
    """Raises PlaceTaken where something stands at this place, or there is no folder to make it in."""
    if not path.absolute().parent.is_dir():
        raise PlaceTaken(f"{path.absolute().parent} is no folder; make it first", file=str(path))
    if path.exists():
        raise PlaceTaken(f"{path} is there already; name a new file, or move it away", file=str(path))


def take(
    files: Sequence[Path],
    into: Path,
    format: Format | None = None,
    options: Options | None = None,
    *,
    beside: Iterable[Concept] = (),
    title: str = "",
    skip_faulty: bool = False,
    dry_run: bool = False,
    heard: Heard = lambda _path, _progress: None,
) -> Report:
    """Make a snapshot of these files, and tell what it holds; none where rows are wrong that are not to be skipped.

    Raises UnknownFormat, and CausewayError where there is nothing in them.
    """
    read = [(path, format or format_of(path), Tally()) for path in files]
    whence = title or (files[0].name if len(files) == 1 else f"{len(files)} files")
    with Collected(into.absolute().parent) as collected:
        for path, one, tally in read:

            def told(progress: Progress, path: Path = path) -> None:
                heard(path, progress)

            for block in watched(blocks_of(path, one, options), tally, size=path.stat().st_size, told=told):
                collected.add(block, path.name)
        faults = sum(tally.fault_count for _, _, tally in read)
        if not len(collected) and not collected.concepts.by_id and not faults:
            raise CausewayError(f"{whence} holds no claim and no concept that can be read")
        dry = dry_run or bool(faults and not skip_faulty)
        titles = {files[0].name: title} if title else {}
        with uncollected():
            made = write(into, collected, whence=whence, titles=titles, beside=beside, dry=dry)
    quoted = (Unsaid(QUOTED, made.quoted),) if made.quoted else ()
    return Report(
        "" if dry else str(into),
        tuple(file_report(*one) for one in read),
        made.concepts,
        made.statements,
        made.sources,
        made.cast.reused,
        made.cast.hints,
        (*(unsaid for _, _, tally in read for unsaid in tally.unsaid), *made.cast.unsaid, *quoted),
    )
