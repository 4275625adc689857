"""CSV: a row for each statement."""

from __future__ import annotations

import csv
import io

from kg.causal import CausalGraph, Neighbourhood
from kg.export.cells import PLACE, Cell, cells_of, exported, joined
from kg.export.values import patient
from kg.rdf.fields import STATEMENTS
from kg.rdf.parts import PASSAGE
from kg.rdf.sorts import Field

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MORE = ("sign_set", "modifies")


def table(_graph: CausalGraph, part: Neighbourhood) -> str:
    """A row for each statement, with a column for each declared field; no cell is a formula to a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    fields = exported(STATEMENTS)
    names = ["id", *_MORE, *(column for name, field in fields for column in _columns(name, field))]
    writer.writerow(names)
    for s in patient(part.statements):
        more = {"sign_set": s.sign.value if s.sign else "", "modifies": joined(s.modifies)}
        cells = {"id": s.id, **cells_of(fields, s), **more}
        writer.writerow([_cell(cells[name]) for name in names])
    return out.getvalue()


def _columns(name: str, field: Field) -> tuple[str, ...]:
    return PLACE if field.sort is PASSAGE else (name,)


def _cell(value: Cell) -> Cell:
    """The value so that no spreadsheet takes it for a formula; a bare sign is none."""
    risky = isinstance(value, str) and value.startswith(_FORMULA) and value not in ("+", "-")
    return f"'{value}" if risky else value
