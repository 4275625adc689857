"""CX2, the exchange format of Cytoscape: declarations, nodes and edges in fragments of one array."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.importing.items import Path, records
from kg.importing.kinds import kind_of
from kg.importing.opened import Source, Unreadable
from kg.importing.rows import Rows, own_id, several, text
from kg.importing.values import Concept, Fault

Record = Mapping[str, object]
_NAMES = ("name", "n", "label", "shared name")
_IDS = ("represents", "r", "id", "curie")
_KINDS = ("type", "category", "kind", "node_type")


def feed(source: Source, rows: Rows) -> Iterator[int | None]:
    """All nodes first, then the edges; short names and defaults are as the declarations give them."""
    declared = _Declared(source, rows)
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for record in _of(source, rows, "nodes"):
        if len(ids) >= rows.options.limits.nodes:
            raise Unreadable(rows.line, f"there are more than {len(ids)} nodes", "a network in parts")
        rows.row()
        own = text(record.get("id"))
        concept = _concept(own, declared.values("nodes", record), taken)
        ids[own] = concept.id
        rows.concept(concept)
        yield None
    for record in _of(source, rows, "edges"):
        rows.row()
        ends = [ids.get(text(record.get(end)), "") for end in ("s", "t")]
        if not all(ends):
            rows.fault("has an end that is no node", "s and t with the ids of nodes")
            yield None
            continue
        properties = {**declared.values("edges", record), "source": ends[0], "target": ends[1]}
        names = rows.names(properties)
        rows.edge(ends[0], ends[1], names.fields(properties), names.evidence(properties))
        yield None


class _Declared:
    """The attributes that a network declares: short names and defaults, for nodes and for edges."""

    def __init__(self, source: Source, rows: Rows) -> None:
        self._alias: dict[str, dict[str, str]] = {"nodes": {}, "edges": {}}
        self._default: dict[str, dict[str, object]] = {"nodes": {}, "edges": {}}
        for record in _of(source, rows, "attributeDeclarations"):
            for what in ("nodes", "edges"):
                attributes = record.get(what)
                for name, said in attributes.items() if isinstance(attributes, dict) else ():
                    if isinstance(said, dict):
                        self._alias[what][text(said.get("a")) or name] = name
                        if "v" in said:
                            self._default[what][name] = said["v"]

    def values(self, what: str, record: Record) -> dict[str, object]:
        """The attributes of a node or edge by their full names."""
        given = record.get("v")
        values = given if isinstance(given, dict) else {}
        return {**self._default[what], **{self._alias[what].get(str(name), str(name)): v for name, v in values.items()}}


def _of(source: Source, rows: Rows, aspect: str) -> Iterator[Record]:
    def wanted(path: Path) -> bool | None:
        return None if path in ((), ("*",)) else path == ("*", aspect)

    for item in records(source, wanted):
        if isinstance(item, Fault):
            rows.told(item)
        elif isinstance(item.value, dict):
            rows.line = item.line
            yield item.value


def _concept(own: str, values: Record, taken: set[str]) -> Concept:
    """The public id that a node stands for, else its name."""
    name = next((text(values[one]) for one in _NAMES if text(values.get(one))), "")
    id = next((text(values[one]) for one in _IDS if ":" in text(values.get(one))), "")
    id = id or own_id(taken, name, own)
    kind = kind_of([text(values[one]) for one in _KINDS if text(values.get(one))])
    same = several(values.get("alias")) + several(values.get("aliases"))
    return Concept(id, name, kind, (), tuple(one.removeprefix("uniprot knowledgebase:") for one in same if ":" in one))
