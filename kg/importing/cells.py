"""Tables of cells: the header with the role of each column, and the rows after it as columns, some thousand at once."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from kg.importing.columns import roles
from kg.importing.opened import Line, Piece, Source, Unreadable, not_utf8
from kg.importing.options import Options
from kg.importing.values import Fault, Place

DELIMITERS = ("\t", ",", ";", "|")
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a table, with the role of each; `delimiter` parts them, `first` is the line after it."""

    names: tuple[str, ...]
    delimiter: str
    role: dict[str, tuple[int, str]]
    first: Place

    def index(self, role: str) -> int | None:
        """The column that tells this, by its number; none where no one does."""
        found = self.role.get(role)
        return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows as columns, with the line of each row, the faults among them, and the place after them."""

    lines: Sequence[int]
    columns: Sequence[Sequence[str]]
    faults: tuple[Fault, ...]
    after: Place


def header_of(source: Source, options: Options) -> Header:
    """The header of a table of edges. Raises Unreadable where no columns of cause and effect are in it."""
    header = names_of(source, options)
    names = header.names
    if options.numbered:
        role = {role: (int(name) - 1, "") for role, name in options.columns.items()}
        beyond = [name for name in options.columns.values() if not 0 < int(name) <= len(names)]
        header = replace(header, first=Place())
    else:
        found = {role: (names.index(name), prefix) for role, (name, prefix) in roles(names).items()}
        role = {**found, **{one: (names.index(name), "") for one, name in options.columns.items() if name in names}}
        beyond = [name for name in options.columns.values() if name not in names]
    line, listed = max(1, header.first.line - 1), ", ".join(names)[:300]
    if beyond:
        raise Unreadable(line, f"there is no column {', '.join(beyond)}", f"one of {listed}")
    role = _named(role)
    if missing := [one for one in ("cause", "effect") if one not in role]:
        raise Unreadable(
            line,
            f"no column of the {' and the '.join(missing)} is recognised among {listed}",
            "name it: columns cause=… and effect=…, by number where there is no header",
        )
    return replace(header, role=role)


def names_of(source: Source, options: Options) -> Header:
    """The header of any table, with no role given to its columns. Raises Unreadable where there is none."""
    lines = (line for line in Source(source.path, source.limits).lines() if isinstance(line, Line))
    first = next((line for line in lines if is_header(line.text)), None)
    if first is None:
        raise Unreadable(1, "the file is empty", "a header with columns such as source, target and sign")
    delimiter = options.delimiter or parted_by(first.text)
    return Header(_names_in(first, delimiter), delimiter, {}, Place(first.after, first.number + 1))


def _names_in(line: Line, delimiter: str) -> tuple[str, ...]:
    try:
        return tuple(cell.strip() for cell in next(csv.reader([line.text], delimiter=delimiter), []))
    except csv.Error as error:
        raise Unreadable(line.number, f"the header is no row of cells: {error}", "names of columns") from None


def _named(role: dict[str, tuple[int, str]]) -> dict[str, tuple[int, str]]:
    """A name stands for the concept where there is no id."""
    for one in ("cause", "effect"):
        if one not in role and f"{one}_name" in role:
            role = {**role, one: role[f"{one}_name"]}
    return role


def is_header(text: str) -> bool:
    """Whether a line can be the header of a table: it has words, and names columns if it is a remark."""
    if not text.startswith("#"):
        return bool(text.strip())
    found = roles(text.split(parted_by(text)))
    return all(one in found or f"{one}_name" in found for one in ("cause", "effect"))


def parted_by(text: str) -> str:
    """The mark that parts the cells of a line; a tab where there is none."""
    return max(DELIMITERS, key=lambda mark: (text.count(mark), mark == "\t"))


def unquoted(cell: str) -> str:
    """A cell of a tab-separated file without quotes around it."""
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        return cell[1:-1].replace('""', '"')
    return cell


def batches(source: Source, header: Header) -> Iterator[Batch]:
    """The rows after the header, a batch for each piece of the file; from the place to start at, if beyond it.

    Cells parted by tabs have no quotes but around the whole of one; others may hold line breaks between quotes.
    """
    start = source.start if source.start.byte > header.first.byte else header.first
    rest = Source(source.path, source.limits, start)
    pieces = rest.pieces()
    for piece in pieces:
        if isinstance(piece, Fault):
            batch = Batch((), (), (piece,), Place())
        elif b'"' in piece.data and header.delimiter != "\t":
            batch = _one_a_line(piece, header) or _quoted(chain((piece,), pieces), header)
        else:
            batch = _at_once(piece, header) or _by_rows(piece, header)
            if b'"' in piece.data:
                batch = replace(batch, columns=[[unquoted(cell) for cell in column] for column in batch.columns])
        source.packed = rest.packed
        yield replace(batch, after=replace(batch.after, packed=rest.packed))


def _text(data: bytes) -> str:
    return data.decode().replace("\r\n", "\n").removesuffix("\r") if b"\r" in data else data.decode()


def _data(piece: Piece) -> bytes:
    return piece.data.removesuffix(b"\n").removeprefix(_BOM if piece.line == 1 else b"")


def _after(piece: Piece) -> Place:
    return Place(piece.after, piece.line + piece.data.count(b"\n"))


def _at_once(piece: Piece, header: Header) -> Batch | None:
    """All cells by one split, where every row has as many as the header; none elsewhere.

    Each end of a line becomes a cell of its own, so that it shows whether rows are even.
    """
    width, mark = len(header.names), header.delimiter
    try:
        cells = _text(_data(piece)).replace("\n", f"{mark}\n{mark}").split(mark)
    except UnicodeDecodeError:
        return None
    count, rest = divmod(len(cells) + 1, width + 1)
    if rest or cells[width :: width + 1].count("\n") != count - 1 or cells.count("\n") != count - 1:
        return None
    columns = [cells[at :: width + 1] for at in range(width)]
    return Batch(range(piece.line, piece.line + count), columns, (), _after(piece))


def _by_rows(piece: Piece, header: Header) -> Batch:
    rows, lines, faults = [], [], []
    for number, data in enumerate(_data(piece).split(b"\n"), piece.line):
        try:
            rows.append(data.decode().rstrip("\r").split(header.delimiter))
            lines.append(number)
        except UnicodeDecodeError as error:
            faults.append(not_utf8(number, error))
    return _even(lines, rows, faults, len(header.names), _after(piece))


def _even(lines: list[int], rows: list[list[str]], faults: list[Fault], width: int, after: Place) -> Batch:
    """The rows that have as many cells as the header; others are faults, empty lines and remarks nothing."""
    if set(map(len, rows)) == {width}:
        return Batch(lines, list(zip(*rows, strict=True)), tuple(faults), after)
    kept = []
    even = []
    for line, row in zip(lines, rows, strict=True):
        if len(row) == width:
            kept.append(line)
            even.append(row)
        elif any(cell.strip() for cell in row) and not row[0].startswith("#"):
            faults.append(Fault(line, f"has {len(row)} cells", f"{width} cells, as the header"))
    return Batch(kept, list(zip(*even, strict=True)), tuple(faults), after)


def _one_a_line(piece: Piece, header: Header) -> Batch | None:
    """Rows with quoted cells, where each is a line of its own; none elsewhere."""
    try:
        texts = _text(_data(piece)).split("\n")
        rows = list(csv.reader(texts, delimiter=header.delimiter, strict=True))
    except (UnicodeDecodeError, csv.Error):
        return None
    if len(rows) != len(texts):
        return None
    lines = list(range(piece.line, piece.line + len(rows)))
    return _even(lines, rows, [], len(header.names), _after(piece))


class _Texts:
    """Lines of text for a reader of quoted cells, which may take several for a row; knows where it stands.

    It has `rested` where a piece of the file is at its end.
    """

    def __init__(self, pieces: Iterator[Piece | Fault]) -> None:
        self._pieces = pieces
        self.faults: list[Fault] = []
        self.after = Place()
        self.line = 0
        self.rested = False

    def __iter__(self) -> Iterator[str]:
        for piece in self._pieces:
            if isinstance(piece, Fault):
                self.faults.append(piece)
                continue
            self.line, self.after = piece.line, _after(piece)
            lines = _data(piece).split(b"\n")
            last = piece.line + len(lines) - 1
            for number, data in enumerate(lines, piece.line):
                self.line, self.rested = number + 1, number == last
                try:
                    yield data.decode() + "\n"
                except UnicodeDecodeError as error:
                    self.faults.append(not_utf8(number, error))


def _quoted(pieces: Iterator[Piece | Fault], header: Header) -> Batch:
    """Rows with quoted cells up to where a piece of the file and a row end together."""
    texts = _Texts(pieces)
    reader = csv.reader(texts, delimiter=header.delimiter)
    lines: list[int] = []
    rows: list[list[str]] = []
    while not texts.rested:
        number = texts.line
        try:
            rows.append(next(reader))
            lines.append(number or texts.line - 1)
        except csv.Error as error:
            texts.faults.append(Fault(number, f"is no row of cells: {error}", "cells with quotes closed"))
        except StopIteration:
            break
    return _even(lines, rows, texts.faults, len(header.names), texts.after)
