"""A table of formats: name, media type, writer."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ElementTree

import networkx as nx
import rdflib
from networkx.readwrite.gexf import GEXFWriter
from networkx.readwrite.graphml import GraphMLWriter

from kg import rdf
from kg.answer.declared import in_words
from kg.answer.numbers import details_of
from kg.answer.views import type_of
from kg.causal import CausalGraph, Neighbourhood, subgraph
from kg.model import Concept, Statement
from kg.patience import go_on
from kg.rdf.fields import STATEMENTS, of_concepts
from kg.rdf.parts import PASSAGE
from kg.rdf.sorts import Field

if TYPE_CHECKING:
    Graph = nx.MultiDiGraph[str]  # the class takes no type where the code runs
Cell = str | int
Writer = Callable[[CausalGraph, Neighbourhood], str]

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DATE = re.compile(r' lastmodifieddate="[^"]*"')
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write a part of the graph."""

    name: str
    media_type: str
    suffix: str
    write: Writer


def whole(graph: CausalGraph) -> Neighbourhood:
    """The whole graph as a part of itself."""
    return subgraph(graph, set(graph.concepts))


def _patient(values: Iterable[Any]) -> Iterator[Any]:
    """These, one by one, as long as whoever wants them still does."""
    for value in values:
        go_on()
        yield value


def _exported(fields: Iterable[Field]) -> list[tuple[str, Field]]:
    """The declared fields that exports have a column for, each with its name there."""
    return [(name, field) for field in fields if (name := field.in_table) is not None]


def _cells(exported: Iterable[tuple[str, Field]], owner: Concept | Statement) -> dict[str, Cell]:
    """What an owner has for each of these fields, by its columns."""
    cells: dict[str, Cell] = {}
    for name, field in exported:
        cells.update(_SPREAD.get(field.sort.name, _one)(name, field, owner))
    return cells


def _one(name: str, field: Field, owner: Concept | Statement) -> dict[str, Cell]:
    value = field.of(owner)
    if field.many:
        return {name: "|".join(str(in_words(each)) for each in value or ())}
    return {name: "" if value is None else str(in_words(value))}


def _sizes(name: str, _field: Field, owner: Any) -> dict[str, Cell]:
    return {name: details_of(owner)}


def _where(_name: str, _field: Field, owner: Any) -> dict[str, Cell]:
    return {part: getattr(owner.passage, part) if owner.passage else "" for part in _PLACE}


_PLACE = ("document", "section", "line", "start", "end")
_SPREAD: Mapping[str, Callable[[str, Field, Any], dict[str, Cell]]] = {"quantities": _sizes, "passage": _where}
"""What stands in other columns than one of its own name."""


def _nodes(graph: CausalGraph, part: Neighbourhood) -> list[dict[str, Any]]:
    exported = _exported(of_concepts())
    return [
        _ordered(_NODE, {"id": c.id, "type": type_of(c), "iri": c.iri, **_cells(exported, c)})
        for c in _patient(graph.concepts[id] for id in part.concepts)
    ]


def _edges(part: Neighbourhood) -> list[dict[str, Any]]:
    exported = _exported(STATEMENTS)
    statements = [_edge(exported, s) for s in _patient(part.statements)]
    hierarchy = [
        {"id": f"{relation}:{a}>{b}", "source": a, "target": b, "relation": relation, "kind": "hierarchy"}
        for a, relation, b in part.hierarchy
    ]
    return statements + hierarchy


def _edge(exported: Iterable[tuple[str, Field]], s: Statement) -> dict[str, Any]:
    cells = {name: cell for name, cell in _cells(exported, s).items() if name not in _NOT_OF_AN_EDGE}
    return _ordered(_EDGE, {"id": s.id, "source": s.subject, "target": s.object, "bridge": s.bridge, **cells})


def _ordered(first: Iterable[str], cells: Mapping[str, Any]) -> dict[str, Any]:
    """The cells, these first and then all others."""
    return {name: cells[name] for name in dict.fromkeys((*first, *cells)) if name in cells}


_NODE = ("id", "label", "kind", "type", "definition", "iri")
_EDGE = (
    *("id", "source", "target", "relation", "kind", "sign", "scope", "hedge", "basis", "bridge", "context"),
    *("quantity", "text"),
)
_NOT_OF_AN_EDGE = ("subject", "object", "evidence", "population", *_PLACE)
"""What an edge says by its ends, and what only the table and the triples hold."""


def _cytoscape(graph: CausalGraph, part: Neighbourhood) -> str:
    elements = {
        "nodes": [{"data": node} for node in _nodes(graph, part)],
        "edges": [{"data": edge} for edge in _edges(part)],
    }
    return json.dumps({"elements": elements}, ensure_ascii=False)


def _networkx(graph: CausalGraph, part: Neighbourhood, *, clean: Callable[[Any], Any] = lambda value: value) -> Graph:
    made: Graph = nx.MultiDiGraph()
    for node in _patient(_nodes(graph, part)):
        made.add_node(node.pop("id"), **{k: clean(v) for k, v in node.items()})
    for edge in _patient(_edges(part)):
        source, target, key = edge.pop("source"), edge.pop("target"), edge["id"]
        made.add_edge(source, target, key=key, **{k: clean(v) for k, v in edge.items()})
    return made


def _for_xml(value: Any) -> Any:
    return _NOT_IN_XML.sub("", value) if isinstance(value, str) else value


def _graphml(graph: CausalGraph, part: Neighbourhood) -> str:
    writer = GraphMLWriter(named_key_ids=True)
    writer.add_graph_element(_patient_view(_networkx(graph, part, clean=_for_xml)))
    return _xml(writer)


def _gexf(graph: CausalGraph, part: Neighbourhood) -> str:
    made = _networkx(graph, part, clean=_for_xml)
    for *_, data in made.edges(data=True):
        data["statement"] = data.pop("id")
    writer = GEXFWriter()
    writer.add_graph(_patient_view(made))
    return _DATE.sub("", _xml(writer))


def _patient_view(made: Graph) -> Graph:
    """The same graph, gone through only as long as it is wanted."""

    def wanted(*_: object) -> bool:
        go_on()
        return True

    view: Graph = nx.subgraph_view(made, filter_edge=wanted)
    return view


class _PatientFile(io.BytesIO):
    def write(self, data: Any) -> int:
        go_on()
        return super().write(data)


def _xml(writer: GraphMLWriter | GEXFWriter) -> str:
    """What a writer of networkx has made, indented, as it would give it."""
    writer.indent(writer.xml)
    file = _PatientFile()
    ElementTree(writer.xml).write(file)
    return file.getvalue().decode("ascii").rstrip("\n")


def _node_link(graph: CausalGraph, part: Neighbourhood) -> str:
    return json.dumps(nx.node_link_data(_networkx(graph, part), edges="links"), ensure_ascii=False)


def described(graph: CausalGraph, part: Neighbourhood) -> rdflib.Graph:
    """The triples of a part: its concepts, statements and their documents."""
    documents = {s.passage.document for s in part.statements if s.passage}
    triples = rdflib.Graph("SimpleMemory")
    values = [graph.concepts[id] for id in part.concepts] + list(part.statements)
    for value in _patient([*values, *(graph.documents[id] for id in sorted(documents & set(graph.documents)))]):
        for triple in rdf.describe(value, graph.concepts):
            triples.add(triple)
    return triples


def _turtle(graph: CausalGraph, part: Neighbourhood) -> str:
    return rdf.turtle(described(graph, part))


def _json_ld(graph: CausalGraph, part: Neighbourhood) -> str:
    return rdf.serialise(_turtle(graph, part), "json-ld")


def _n_quads(graph: CausalGraph, part: Neighbourhood) -> str:
    return rdf.serialise(_turtle(graph, part), "n-quads")


def _csv(_graph: CausalGraph, part: Neighbourhood) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    exported = _exported(STATEMENTS)
    names = ["id", *(column for name, field in exported for column in _columns(name, field))]
    writer.writerow(names)
    for s in _patient(part.statements):
        cells = {"id": s.id, **_cells(exported, s)}
        writer.writerow([_cell(cells[name]) for name in names])
    return out.getvalue()


def _columns(name: str, field: Field) -> tuple[str, ...]:
    return _PLACE if field.sort is PASSAGE else (name,)


def _cell(value: Cell) -> Cell:
    """The value so that no spreadsheet takes it for a formula; a bare sign is none."""
    risky = isinstance(value, str) and value.startswith(_FORMULA) and value not in ("+", "-")
    return f"'{value}" if risky else value


FORMATS = {
    f.name: f
    for f in (
        Format("cytoscape", "application/json", "json", _cytoscape),
        Format("graphml", "application/graphml+xml", "graphml", _graphml),
        Format("gexf", "application/gexf+xml", "gexf", _gexf),
        Format("node-link", "application/json", "json", _node_link),
        Format("turtle", "text/turtle", "ttl", _turtle),
        Format("json-ld", "application/ld+json", "jsonld", _json_ld),
        Format("n-quads", "application/n-quads", "nq", _n_quads),
        Format("csv", "text/csv", "csv", _csv),
    )
}
