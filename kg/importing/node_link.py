"""JSON node-link, as networkx and PyBEL write it: nodes, and links that name them by id or by number."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from kg.importing.items import Path, records
from kg.importing.kgx import concept_of
from kg.importing.kinds import kind_of
from kg.importing.opened import Source, Unreadable
from kg.importing.rows import Rows, text
from kg.importing.values import Concept, Evidence, Fault

Record = Mapping[str, object]
_PLAIN = ("Protein", "Abundance", "BiologicalProcess", "Pathology", "Population")
_SIDES = {"subject": ("source_modifier", "subject"), "object": ("target_modifier", "object")}
_PAPERS = {"pubmed": "PMID", "pmid": "PMID", "pubmed central": "PMC", "pmc": "PMC", "doi": "DOI"}
_UNDIRECTED = re.compile(rb'"directed"\s*:\s*false')
UNDIRECTED = {"directed": "false"}
NO_DIRECTION = "edges have no direction: told as going together"


def feed(source: Source, rows: Rows) -> Iterator[int | None]:
    """All nodes first, then the links, wherever they stand in the file."""
    ids: list[str] = []
    known: dict[str, str] = {}
    for record in _of(source, rows, ("nodes",)):
        rows.row()
        concept = bel_concept(record) if "function" in record else _named(record)
        if len(ids) >= rows.options.limits.nodes:
            raise Unreadable(rows.line, f"there are more than {len(ids)} nodes", "a file in parts, or KGX")
        ids.append(concept.id)
        known[text(record.get("id"))] = concept.id
        rows.concept(concept)
        yield None
    undirected = bool(_UNDIRECTED.search(source.head()))
    if undirected:
        rows.leave(NO_DIRECTION)
    for record in _of(source, rows, ("links", "edges")):
        rows.row()
        ends = [_end(record.get(one), ids, known) for one in ("source", "target")]
        if not all(ends):
            rows.fault("has a source or target that is no node", "the id of a node, or its number from 0")
        elif "relation" in record and any(one in record for one in ("citation", "evidence", "annotations")):
            rows.edge(ends[0], ends[1], bel_fields(record), bel_evidence(record))
        else:
            properties = {**record, "source": ends[0], "target": ends[1]}
            names = rows.names(properties)
            fields = names.fields(properties) | (UNDIRECTED if undirected else {})
            rows.edge(ends[0], ends[1], fields, names.evidence(properties))
        yield None


def _of(source: Source, rows: Rows, names: tuple[str, ...]) -> Iterator[Record]:
    wanted: Callable[[Path], bool | None] = lambda path: None if not path else path[-1] in names and len(path) == 1  # noqa: E731
    for item in records(source, wanted):
        if isinstance(item, Fault):
            rows.told(item)
            rows.line = item.line
        elif isinstance(item.value, dict):
            rows.line = item.line
            yield item.value


def _named(record: Record) -> Concept:
    concept = concept_of(record)
    label = concept.label or text(record.get("label"))
    kind = concept.kind or kind_of([text(record.get("type")), text(record.get("kind"))])
    return Concept(concept.id, label, kind, concept.synonyms, concept.same_as)


def _end(value: object, ids: list[str], known: Mapping[str, str]) -> str:
    """The concept that a link names: by the id of a node, else by its number."""
    if (id := known.get(text(value))) is not None and text(value):
        return id
    if isinstance(value, int) and 0 <= value < len(ids):
        return ids[value]
    return ""


def bel_concept(node: Record) -> Concept:
    """A term of BEL: by its public id where it is all that the term says, else by the term.

    A gene, its RNA and a changed protein share a public id with the protein and are concepts of their own.
    """
    named = node.get("concept")
    names = named if isinstance(named, dict) else node
    space, name, number = (text(names.get(one)) for one in ("namespace", "name", "identifier"))
    function = text(node.get("function"))
    id = f"{space}:{number or name}" if space and (number or name) else ""
    kind = kind_of([function])
    term = text(node.get("bel")) or f"{function}({id})"
    if id and function in _PLAIN and not any(node.get(one) for one in ("variants", "fusion", "members")):
        return Concept(id, name, kind)
    return Concept(term, term, kind)


def bel_fields(edge: Record) -> dict[str, str]:
    """The relation with what it says of each side: its activity, or a process of it such as its degradation."""
    fields = {"relation": text(edge.get("relation"))}
    for role, names in (("cause_aspect", _SIDES["subject"]), ("effect_aspect", _SIDES["object"])):
        for name in names:
            if isinstance(said := edge.get(name), dict) and said.get("modifier"):
                fields[role] = text(said["modifier"])
    return fields


def bel_evidence(edge: Record) -> tuple[Evidence, ...]:
    """What an edge of PyBEL rests on."""
    citation = edge.get("citation")
    source = ""
    if isinstance(citation, dict):
        base = text(citation.get("namespace") or citation.get("db") or citation.get("type"))
        number = text(citation.get("identifier") or citation.get("db_id") or citation.get("reference"))
        prefix = _PAPERS.get(base.casefold(), "")
        source = f"{prefix}:{number}" if prefix and number else number
    return (Evidence(source, text(edge.get("evidence"))),)
