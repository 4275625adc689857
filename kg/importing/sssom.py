"""SSSOM: mappings between terms as TSV, with what holds for the whole set in remarks above the header."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from kg.importing.opened import Line, Source, Unreadable
from kg.importing.rows import Rows, believed
from kg.importing.values import Fault, Mapping

NEEDED = ("subject_id", "predicate_id", "object_id")


def feed(source: Source, rows: Rows) -> Iterator[int | None]:
    """One mapping a line; one that is told not to hold is left out."""
    header = _header(source)
    delimiter = "\t" if "\t" in header.text else ","
    names = [name.strip() for name in header.text.split(delimiter)]
    if missing := [one for one in NEEDED if one not in names]:
        raise Unreadable(header.number, f"has no {', '.join(missing)}", f"the columns {', '.join(NEEDED)}")
    for line in source.lines():
        if isinstance(line, Fault):
            rows.told(line)
            continue
        rows.line = line.number
        if line.number <= header.number or not line.text.strip() or line.text.startswith("#"):
            continue
        rows.row()
        cells = _cells(line.text, delimiter)
        if len(cells) != len(names):
            rows.fault(f"has {len(cells)} cells", f"{len(names)} cells, as the header")
        else:
            _put(rows, dict(zip(names, (cell.strip() for cell in cells), strict=True)))
        yield line.after


def _cells(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([text], delimiter=delimiter), [])
    except csv.Error:
        return []


def _put(rows: Rows, cells: dict[str, str]) -> None:
    subject, predicate, object = (cells[one] for one in NEEDED)
    if cells.get("predicate_modifier", "").casefold() == "not":
        rows.leave("mapping that is said not to hold")
    elif not (subject and predicate and object):
        rows.fault("a mapping lacks an id", "subject_id, predicate_id and object_id")
    else:
        confidence = believed(cells.get("confidence", ""))
        justification = cells.get("mapping_justification", "")
        rows.mapping(Mapping(subject, predicate, object, justification, confidence, rows.line))


def _header(source: Source) -> Line:
    for line in Source(source.path, source.limits).lines():
        if isinstance(line, Line) and line.text.strip() and not line.text.startswith("#"):
            return line
    raise Unreadable(1, "the file has no header", f"the columns {', '.join(NEEDED)}")
