"""Edge lists: tables whose columns name two concepts and what one does to the other, read column by column."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.importing.cells import Batch, Header, batches, header_of
from kg.importing.columns import WORDS
from kg.importing.kinds import kind_of
from kg.importing.opened import Source, Unreadable
from kg.importing.options import Options
from kg.importing.rows import EVIDENCE, NO_BELIEF, Names, Rows, believed, several
from kg.importing.signs import TWO_WAYS, in_two_ways
from kg.importing.values import Block, Claims, Concept, Wording
from kg.importing.wording import NO_SIGN, Outcome, Reading, outcome
from kg.patience import go_on

_KEPT = 10_000
_WEIGHT = "a column of weights tells no sign; say sign=… where it does"
Columns = Sequence[Sequence[str]]


class Table:
    """Makes batches of rows into blocks by the columns of a header."""

    def __init__(self, header: Header, options: Options, ambiguous: Iterable[str] = ()) -> None:
        self._header = header
        self._options = options
        self._words = [(role, header.role[role][0]) for role in WORDS if role in header.role]
        self._known: dict[str | tuple[str, ...], Outcome] = {}
        self._plain: dict[str | tuple[str, ...], Wording] = {}
        self._seen: set[tuple[str, ...]] = set()
        self._unknown = dict.fromkeys(ambiguous, "?")

    def block(self, batch: Batch) -> Block:
        """The claims and concepts of a batch."""
        rows = Rows(self._options)
        for fault in batch.faults:
            rows.told(fault)
        rows.rows(len(batch.lines))
        if not batch.lines:
            return rows.block(batch.after)
        keys = self._keys(batch.columns, len(batch.lines))
        concepts = self._concepts(batch.columns)
        if claims := self._fast(batch, keys):
            return replace(rows.block(batch.after), claims=claims, concepts=concepts)
        self._slow(rows, batch, [self._known[key] for key in keys])
        made = rows.block(batch.after)
        return replace(made, concepts=(*concepts, *made.concepts))

    def _keys(self, columns: Columns, count: int) -> Sequence[str | tuple[str, ...]]:
        """The words of each row; what each combination of words says is read once, and kept."""
        given = [columns[at] for _, at in self._words]
        keys: Sequence[str | tuple[str, ...]] = [()] * count
        if given:
            keys = given[0] if len(given) == 1 else list(zip(*given, strict=True))
        if len(self._known) > _KEPT:
            self._known.clear()
            self._plain.clear()
        for key in set(keys) - self._known.keys():
            values = (key,) if isinstance(key, str) else key
            fields = {role: value for (role, _), value in zip(self._words, values, strict=True)}
            known = self._known[key] = outcome({**fields, **self._unknown}, self._options)
            if isinstance(known, Reading) and known.plain:
                self._plain[key] = known.wording
        return keys

    def _ids(self, one: str, columns: Columns) -> list[str]:
        """The ids of a side, stripped, with their prefix where a column of its own holds it."""
        at = self._header.role[one][0]
        ids = list(map(str.strip, columns[at]))
        prefix = self._header.index(f"{one}_prefix")
        if prefix is None:
            return ids
        return [
            f"{p.strip()}:{i}" if p and i and ":" not in i else i for p, i in zip(columns[prefix], ids, strict=True)
        ]

    def _fast(self, batch: Batch, keys: Sequence[str | tuple[str, ...]]) -> Claims | None:
        """All rows at once as columns; none where a row needs a look of its own."""
        columns, count = batch.columns, len(batch.lines)
        try:
            wordings = list(map(self._plain.__getitem__, keys))
            sources, beliefs = self._sources(columns, count), self._beliefs(columns, count)
        except (KeyError, ValueError):
            return None
        causes, effects = self._ids("cause", columns), self._ids("effect", columns)
        if "" in causes or "" in effects:
            return None
        passages, studies = (self._column(role, columns, count) for role in ("passage", "study"))
        return Claims(batch.lines, causes, effects, wordings, sources, passages, beliefs, studies)

    def _column(self, role: str, columns: Columns, count: int) -> Sequence[str]:
        at = self._header.index(role)
        return [""] * count if at is None else columns[at]

    def _sources(self, columns: Columns, count: int) -> Sequence[str]:
        """One source a row, with its prefix. Raises ValueError where a cell has several."""
        cells = self._column("source", columns, count)
        prefix = self._header.role.get("source", (0, ""))[1]
        joined = "".join(set(cells))
        if "|" in joined or ";" in joined:
            raise ValueError("several sources in a cell")
        if not prefix or not joined:
            return cells
        if joined.isdigit() and "" not in cells:
            return list(map(prefix.__add__, cells))
        return [f"{prefix}{cell}" if cell and ":" not in cell else cell for cell in cells]

    def _beliefs(self, columns: Columns, count: int) -> Sequence[float | None]:
        """One belief a row. Raises ValueError where one is no number from 0 to 1."""
        at = self._header.index("belief")
        if at is None:
            return [None] * count
        numbers = list(map(float, columns[at]))
        if math.isnan(sum(numbers)) or not 0 <= min(numbers) <= max(numbers) <= 1:
            raise ValueError("a belief is a number from 0 to 1")
        return numbers

    def _slow(self, rows: Rows, batch: Batch, outcomes: list[Outcome]) -> None:
        """The same row by row, for faults, turned relations and several sources in a cell."""
        causes, effects = self._ids("cause", batch.columns), self._ids("effect", batch.columns)
        names = Names({role: (str(at), prefix) for role, (at, prefix) in self._header.role.items()})
        given = [(str(at), batch.columns[at]) for role, (at, _) in self._header.role.items() if role in EVIDENCE]
        belief = self._column("belief", batch.columns, len(outcomes))
        for n, (line, known) in enumerate(zip(batch.lines, outcomes, strict=True)):
            rows.line = line
            if belief[n].strip() and believed(belief[n]) is None:
                rows.leave(NO_BELIEF)
            evidence = names.evidence({name: column[n] for name, column in given})
            rows.said(causes[n], effects[n], known, evidence)

    def _concepts(self, columns: Columns) -> tuple[Concept, ...]:
        """The concepts that columns of names and kinds tell of, each once."""
        made = []
        for one in ("cause", "effect"):
            name, kind = self._header.index(f"{one}_name"), self._header.index(f"{one}_kind")
            if kind is None and (name is None or name == self._header.role[one][0]):
                continue
            ids = self._ids(one, columns)
            names = columns[name] if name is not None else [""] * len(ids)
            kinds = columns[kind] if kind is not None else [""] * len(ids)
            for key in set(zip(ids, names, kinds, strict=True)) - self._seen:
                self._seen.add(key)
                if key[0]:
                    label = key[1].strip()
                    made.append(Concept(key[0], label if label != key[0] else "", kind_of(several(key[2]))))
        if len(self._seen) > self._options.limits.nodes:
            self._seen.clear()
        return tuple(sorted(made, key=lambda concept: (concept.id, concept.label, concept.kind)))


def _notes(source: Source, header: Header, options: Options) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the columns cannot tell, and which of them write signs as 0 and 1 alone."""
    role = header.role
    notes: tuple[str, ...] = ()
    if "weight" in role and "sign" not in role:
        notes += (_WEIGHT,)
    if not any(one in role for one in ("relation", "sign", "raises", "lowers", "direction", "qualified")):
        notes += (NO_SIGN,)
    if any(one in options.signs for one in ("0", "1")):
        return notes, ()
    ambiguous = tuple(one for one in ("sign", "relation") if one in role and in_two_ways(_cells(source, header, one)))
    return notes + ((TWO_WAYS,) if ambiguous else ()), ambiguous


def _cells(source: Source, header: Header, role: str) -> Iterator[str]:
    """All that stands in a column, from the start of the file on; of what is the same in a batch only one."""
    at = header.role[role][0]
    for batch in batches(Source(source.path, source.limits), header):
        yield from {cell.strip() for cell in batch.columns[at]} if batch.lines else ()


def edge_list(source: Source, options: Options) -> Iterator[Block]:
    """A table of edges in blocks of columns."""
    rows = Rows(options)
    reached = source.start
    try:
        header = header_of(source, options)
        notes, ambiguous = _notes(source, header, options)
        for reason in notes if not source.start.byte else ():
            rows.leave(reason)
        table = Table(header, options, ambiguous)
        for batch in batches(source, header):
            go_on()
            block = table.block(batch)
            count = reached.rows + block.at.rows
            reached = replace(block.at if block.at.byte else reached, rows=count, packed=source.packed)
            yield replace(block, at=reached)
    except Unreadable as broken:
        rows.told(broken.fault)
    yield rows.block(reached)
