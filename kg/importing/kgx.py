"""Knowledge graphs of Biolink: KGX as TSV, JSON Lines and JSON, and the messages of the Translator API (TRAPI)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.importing.cells import batches, names_of
from kg.importing.columns import plain
from kg.importing.items import Path, parsed, records
from kg.importing.kinds import kind_of
from kg.importing.opened import Source, Unreadable
from kg.importing.rows import Rows, several, text
from kg.importing.values import Concept, Evidence, Fault

Record = Mapping[str, object]
_LISTS = (("qualifiers", "qualifier_type_id", "qualifier_value"), ("attributes", "attribute_type_id", "value"))
_NODE = ("id", "name", "category", "synonym", "same_as", "xref", "equivalent_identifiers")
_AROUND: tuple[Path, ...] = ((), ("knowledge_graph",), ("message", "knowledge_graph"))


def concept_of(record: Record, id: str = "") -> Concept:
    """A node with its id, name, category, synonyms and what it is the same as."""
    given = {name.partition(":")[0] if ":" in name else name: value for name, value in flat(record).items()}
    own = id or text(given.get("id"))
    same = [
        *(text(given.get("id")),),
        *several(given.get("same_as")),
        *several(given.get("xref")),
        *several(given.get("equivalent_identifiers")),
    ]
    kind = kind_of(several(given.get("category") or given.get("categories")))
    synonyms = several(given.get("synonym") or given.get("synonyms"))
    return Concept(
        own, text(given.get("name")), kind, synonyms, tuple(one for one in dict.fromkeys(same) if one and one != own)
    )


def flat(record: Record) -> dict[str, object]:
    """A record with what TRAPI lists as qualifiers, attributes and sources as values of its own."""
    made = {name.removeprefix("biolink:"): value for name, value in record.items()}
    for group, names, values in _LISTS:
        for one in _objects(record.get(group)):
            name = text(one.get(names)).removeprefix("biolink:")
            if name and name not in made:
                made[name] = one.get(values)
    for one in _objects(record.get("sources")):
        if text(one.get("resource_role")) == "primary_knowledge_source":
            made["primary_knowledge_source"] = one.get("resource_id")
    made.pop("sources", None)
    return made


def _objects(value: object) -> Iterator[Record]:
    if isinstance(value, list):
        yield from (one for one in value if isinstance(one, dict))


def put(rows: Rows, record: Record, id: str = "") -> None:
    """A record of a node or an edge, or a causal relation of CauseNet."""
    rows.row()
    if isinstance(relation := record.get("causal_relation"), dict):
        _causenet(rows, relation, record)
    elif "subject" in record and "object" in record:
        edge = flat(record)
        names = rows.names(edge)
        ends = names.end("cause", edge), names.end("effect", edge)
        rows.edge(*ends, names.fields(edge), names.evidence(edge))
    elif "id" in record or id:
        rows.concept(concept_of(record, id))
    else:
        rows.fault("is neither a node nor an edge", "an id, or a subject, predicate and object")


def _causenet(rows: Rows, relation: Record, record: Record) -> None:
    ends = [relation.get(one) for one in ("cause", "effect")]
    cause, effect = (text(end.get("concept")) if isinstance(end, dict) else text(end) for end in ends)
    evidence = []
    for one in _objects(record.get("sources")):
        payload = one.get("payload")
        said = payload if isinstance(payload, dict) else {}
        where = text(said.get("clueweb12_page_id") or said.get("wikipedia_page_title"))
        evidence.append(Evidence(where, text(said.get("sentence")), None, text(one.get("type"))))
    rows.edge(cause, effect, {"relation": "causes"}, evidence)


def nodes_table(source: Source, rows: Rows) -> Iterator[int | None]:
    """The nodes file of KGX: one concept a line, read column by column."""
    header = names_of(source, rows.options)
    at = {plain(name): index for index, name in enumerate(header.names)}
    if "id" not in at:
        raise Unreadable(max(1, header.first.line - 1), "has no column id", "the columns id, category and name")
    for batch in batches(source, header):
        for fault in batch.faults:
            rows.told(fault)
        rows.rows(len(batch.lines))
        none = [""] * len(batch.lines)
        columns = [batch.columns[at[name]] if name in at and batch.lines else none for name in _NODE]
        kinds = {cell: kind_of(several(cell)) for cell in set(columns[2])}
        for line, cells in zip(batch.lines, zip(*columns, strict=True), strict=True):
            id, name, category, synonyms, *same = cells
            rows.line = line
            others = dict.fromkeys(one for cell in same if cell for one in several(cell))
            rows.concept(
                Concept(id.strip(), name, kinds.get(category, ""), several(synonyms) if synonyms else (), tuple(others))
            )
        yield batch.after.byte or None


def json_lines(source: Source, rows: Rows) -> Iterator[int | None]:
    """KGX JSON Lines, or any of nodes and edges by the names of Biolink: one record a line."""
    for line in source.lines():
        if isinstance(line, Fault):
            rows.told(line)
            continue
        rows.line = line.number
        if not line.text.strip():
            continue
        value = parsed(line.text.encode())
        if isinstance(value, dict):
            put(rows, value)
        else:
            what = value.what if isinstance(value, Fault) else "is no object"
            rows.fault(what, "one object a line")
        yield line.after


def _wanted(path: Path) -> bool | None:
    if path and path[-1] in ("nodes", "edges") and path[:-1] in _AROUND:
        return True
    return None if any(around[: len(path)] == path for around in _AROUND) else False


def document(source: Source, rows: Rows) -> Iterator[int | None]:
    """KGX JSON, with nodes and edges in lists, or a message of TRAPI, with both by id."""
    for item in records(source, _wanted):
        if isinstance(item, Fault):
            rows.told(item)
        elif isinstance(item.value, dict):
            rows.line = item.line
            put(rows, item.value, item.name if item.path[-1] == "nodes" else "")
        yield None
