"""SIF: a source, an interaction and one or more targets a line, parted by tabs or, where there is none, by spaces."""

from __future__ import annotations

from collections.abc import Iterator

from kg.importing.opened import Source
from kg.importing.rows import Rows
from kg.importing.values import Concept, Fault


def feed(source: Source, rows: Rows) -> Iterator[int | None]:
    """Each line is one row; a node alone is a concept."""
    for line in source.lines():
        if isinstance(line, Fault):
            rows.told(line)
            continue
        rows.line = line.number
        cells = [cell.strip() for cell in (line.text.split("\t") if "\t" in line.text else line.text.split())]
        if not any(cells) or line.text.startswith("#"):
            continue
        rows.row()
        if len(cells) == 1:
            rows.concept(Concept(cells[0]))
        elif len(cells) == 2:
            rows.fault("has a source and an interaction and no target", "source, interaction, target")
        for target in cells[2:]:
            rows.edge(cells[0], target, {"relation": cells[1]})
        yield line.after
