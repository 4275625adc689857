"""A table that a curator fills in a spreadsheet: tab-separated, one proposal a row, to the drafts of its rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, is_dataclass, replace
from typing import Any, get_args, get_origin, get_type_hints

from kg.change import Change, composed
from kg.curation.proposals import KINDS, Draft, Malformed, draft_of
from kg.curation.rules import Setting, change_of, consistent
from kg.rdf import Violation

_FIRST = {
    "concept": ("id",),
    "statement": ("id", "subject", "relation", "object", "sign", "sign_set", "canonical_sign", "text"),
}
"""What stands first in a row; all else stands as in its draft."""
_NOT_ASKED = {"statement": ("kind", "onset.per", "duration.per")}
"""What the relation tells, and what no time has."""


def _parts(type_: Any) -> list[type]:
    """The drafts within a type, such as `StudyDraft | None`."""
    return [part for part in (type_, *get_args(type_)) if is_dataclass(part) and isinstance(part, type)]


def _names(draft: type) -> Iterator[tuple[str, bool]]:
    """The names that the fields of a draft are sent by, parts of a part after a dot; whether each holds several."""
    types, asked = get_type_hints(draft), get_type_hints(draft, include_extras=True)
    for name in types:
        alias = next((a for m in getattr(asked[name], "__metadata__", ()) if (a := getattr(m, "alias", None))), name)
        if inner := _parts(types[name]):
            yield from ((f"{alias}.{part}", several) for part, several in _names(inner[0]))
        else:
            yield alias, get_origin(types[name]) is tuple


def _columns(kind: str, names: Iterable[str]) -> tuple[str, ...]:
    without = _NOT_ASKED.get(kind, ())
    return tuple(n for n in dict.fromkeys((*_FIRST.get(kind, ()), *names)) if n not in without)


_NAMES = {kind: dict(_names(draft)) for kind, draft in KINDS.items()}
_OF_PARTS = tuple(name for name in _columns("statement", _NAMES["statement"]) if "." in name)
COLUMNS = {
    kind: tuple(n for n in _columns(kind, names) if kind == "statement" or n not in _OF_PARTS)
    for kind, names in _NAMES.items()
}
"""The columns that each kind of row may fill beside those of the parts of a statement; lists are parted by `|`."""
_LISTS = {name for names in _NAMES.values() for name, several in names.items() if several}
_ROW = "row"
MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Row:
    """The draft of a row, or what is wrong with it; `number` counts lines from 1, the header among them."""

    number: int
    draft: Draft | None
    violations: tuple[Violation, ...] = ()


def header(kinds: tuple[str, ...] = ("concept", "statement")) -> str:
    """The first line of a table to fill in."""
    columns = dict.fromkeys(c for kind in kinds for c in COLUMNS[kind])
    return "\t".join((_ROW, *columns)) + "\n"


def rows(text: str) -> Iterator[Row]:
    """The rows of a table in the order of its lines; empty ones are passed over. Raises Malformed for its header."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter="\t", strict=True)
    try:
        names = [name.strip() for name in next(reader, [])]
        _check_header(names)
        for count, cells in enumerate(reader):
            if count >= MOST_ROWS:
                raise Malformed(f"the table has more than {MOST_ROWS} rows; part it", [])
            if any(cell.strip() for cell in cells):
                yield _row(reader.line_num, names, [cell.strip() for cell in cells])
    except csv.Error as error:
        wrong = Violation(node=f"row {reader.line_num}", field="", message=f"no tab-separated text: {error}")
        raise Malformed(f"row {reader.line_num} cannot be read: {error}", [wrong]) from None


def _check_header(names: list[str]) -> None:
    known = {_ROW, *(c for columns in COLUMNS.values() for c in columns)}
    wrong = [
        Violation(node="row 1", field=name, message=f"is no column; there are {', '.join(sorted(known))}")
        for name in dict.fromkeys(names)
        if name not in known
    ]
    wrong += [
        Violation(node="row 1", field=name, message="stands twice in the header")
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    ]
    if _ROW not in names:
        wrong.append(
            Violation(node="row 1", field=_ROW, message=f"the column {_ROW!r} says what a row is: {', '.join(KINDS)}")
        )
    if wrong:
        raise Malformed("the first line of the table should name its columns", wrong)


def _row(number: int, names: list[str], cells: list[str]) -> Row:
    node = f"row {number}"
    if len(cells) > len(names):
        wrong = Violation(node=node, field="", message=f"has {len(cells)} cells under {len(names)} columns")
        return Row(number, None, (wrong,))
    values = {name: cell for name, cell in zip(names, cells, strict=False) if cell}
    kind = values.pop(_ROW, "")
    allowed = {*COLUMNS.get(kind, ()), *_OF_PARTS}
    extra = [name for name in values if kind in COLUMNS and name not in allowed]
    faults = [
        Violation(node=node, field=name, message=f"a {kind} has no such field; leave it empty", value=values[name][:80])
        for name in extra
    ]
    try:
        draft = draft_of(kind, _fields({n: v for n, v in values.items() if n not in extra}))
    except Malformed as error:
        told = [Violation(node=node, field=v.field, message=v.message, value=v.value) for v in error.violations]
        return Row(number, None, (*faults, *told))
    return Row(number, draft if not faults else None, tuple(faults))


def fields_of(pairs: Iterable[str]) -> dict[str, Any]:
    """The fields of `name=value` texts, as a row has them: lists parted by `|`, parts of a part by a dot."""
    wrong = [pair for pair in pairs if "=" not in pair]
    if wrong:
        message = "a field is given as name=value"
        raise Malformed(message, [Violation(node="", field=pair[:80], message=message) for pair in wrong])
    return _fields({name.strip(): value.strip() for name, _, value in (pair.partition("=") for pair in pairs)})


def _fields(values: dict[str, str]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, cell in values.items():
        value = tuple(part.strip() for part in cell.split("|") if part.strip()) if name in _LISTS else cell
        outer, dot, inner = name.partition(".")
        if dot:
            fields.setdefault(outer, {})[inner] = value
        else:
            fields[name] = value
    return fields


def change_of_table(text: bytes, setting: Setting, progress: Callable[[int, int], None]) -> Change:
    """The change that all rows ask for together. A row may name what another row makes, in any order.

    Raises Malformed with every fault of every row.
    """
    try:
        read = list(rows(text.decode("utf-8")))
    except UnicodeDecodeError as error:
        message = f"is UTF-8 text, and byte {error.start} is none"
        raise Malformed(f"the file {message}", [Violation(node="", field="", message=message)]) from None
    if not read:
        message = f"the table has no row below its header; a row starts with one of {', '.join(KINDS)}"
        raise Malformed(message, [Violation(node="row 2", field="", message=message)])
    faults = {row.number: row.violations for row in read if row.draft is None}
    waiting = [(row.number, row.draft) for row in read if row.draft is not None]
    made: list[Change] = []
    names: dict[str, str] = {}
    total = len(waiting)
    setting = replace(setting, resolve=_with_names(setting.resolve, names))
    while waiting:
        left = []
        for number, draft in waiting:
            own = replace(setting, name=f"{setting.name}_{number}")
            wrong, change = change_of(draft, own)
            if not wrong:
                wrong, after = consistent(setting.graph, change)
            if wrong:
                faults[number] = tuple(replace(v, node=f"row {number}") for v in wrong)
                left.append((number, draft))
                continue
            faults.pop(number, None)
            setting = replace(setting, graph=after)
            names.update((name.casefold(), c.id) for c in change.added.concepts for name in (c.label, c.id))
            made.append(change)
            progress(len(made), total)
        waiting = left if len(left) < len(waiting) else []
    if faults:
        found = [v for number in sorted(faults) for v in faults[number]]
        raise Malformed(f"{len(found)} faults in {len(faults)} rows; nothing was taken in", found)
    return composed(made)


def _with_names(resolve: Callable[[str], str], names: dict[str, str]) -> Callable[[str], str]:
    """Resolves what the table itself makes before all else."""
    return lambda name: names.get(name.strip().casefold()) or resolve(name)
