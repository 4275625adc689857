"""SIF: a source, an interaction and one or more targets a line, parted by tabs or, where there is none, by spaces."""

from __future__ import annotations

from collections.abc import Iterator

from kg.importing.opened import Source
from kg.importing.rows import Rows
from kg.importing.signs import TWO_WAYS, in_two_ways
from kg.importing.values import Concept, Fault


def feed(source: Source, rows: Rows) -> Iterator[int | None]:
    """Each line is one row; a node alone is a concept."""
    ambiguous = not rows.options.signs.keys() & {"0", "1"} and in_two_ways(_relations(source))
    if ambiguous and not source.start.byte:
        rows.leave(TWO_WAYS)
    for line in source.lines():
        if isinstance(line, Fault):
            rows.told(line)
            continue
        rows.line = line.number
        cells = _cells(line.text)
        if not any(cells):
            continue
        rows.row()
        if len(cells) == 1:
            rows.concept(Concept(cells[0]))
        elif len(cells) == 2:
            rows.fault("has a source and an interaction and no target", "source, interaction, target")
        for target in cells[2:]:
            rows.edge(cells[0], target, {"sign": "?"} if ambiguous else {"relation": cells[1]})
        yield line.after


def _cells(text: str) -> list[str]:
    """The cells of a line; none of a remark."""
    if text.startswith("#"):
        return []
    return [cell.strip() for cell in (text.split("\t") if "\t" in text else text.split())]


def _relations(source: Source) -> Iterator[str]:
    """The interaction of each line from the start of the file on."""
    for line in Source(source.path, source.limits).lines():
        if not isinstance(line, Fault) and len(cells := _cells(line.text)) >= 3:
            yield cells[1]
