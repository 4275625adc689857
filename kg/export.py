"""A table of formats: name, media type, writer."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import ElementTree

import networkx as nx
import rdflib
from networkx.readwrite.gexf import GEXFWriter
from networkx.readwrite.graphml import GraphMLWriter

from kg import rdf
from kg.answer.numbers import details_of
from kg.answer.views import type_of
from kg.causal import CausalGraph, Neighbourhood, subgraph
from kg.model import Statement
from kg.patience import go_on

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


def _nodes(graph: CausalGraph, part: Neighbourhood) -> list[dict]:
    return [
        {
            "id": c.id,
            "label": c.label,
            "kind": c.kind,
            "type": type_of(c),
            "definition": c.definition,
            "iri": c.iri,
        }
        for c in _patient(graph.concepts[id] for id in part.concepts)
    ]


def _edges(part: Neighbourhood) -> list[dict]:
    statements = [
        {
            "id": s.id,
            "source": s.subject,
            "target": s.object,
            "relation": s.relation,
            "kind": s.kind.name,
            "sign": s.worded_sign,
            "scope": s.scope.value if s.scope else "",
            "hedge": s.hedge.name,
            "basis": s.basis.name,
            "bridge": s.bridge,
            "context": "|".join(s.context),
            "quantity": details_of(s),
            "text": s.text,
        }
        for s in _patient(part.statements)
    ]
    hierarchy = [
        {"id": f"{relation}:{a}>{b}", "source": a, "target": b, "relation": relation, "kind": "hierarchy"}
        for a, relation, b in part.hierarchy
    ]
    return statements + hierarchy


def _cytoscape(graph: CausalGraph, part: Neighbourhood) -> str:
    elements = {
        "nodes": [{"data": node} for node in _nodes(graph, part)],
        "edges": [{"data": edge} for edge in _edges(part)],
    }
    return json.dumps({"elements": elements}, ensure_ascii=False)


def _networkx(graph: CausalGraph, part: Neighbourhood, *, clean: Callable = lambda value: value) -> nx.MultiDiGraph:
    made = nx.MultiDiGraph()
    for node in _patient(_nodes(graph, part)):
        made.add_node(node.pop("id"), **{k: clean(v) for k, v in node.items()})
    for edge in _patient(_edges(part)):
        source, target, key = edge.pop("source"), edge.pop("target"), edge["id"]
        made.add_edge(source, target, key=key, **{k: clean(v) for k, v in edge.items()})
    return made


def _for_xml(value):
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


def _patient_view(made: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """The same graph, gone through only as long as it is wanted."""

    def wanted(*_) -> bool:
        go_on()
        return True

    return nx.subgraph_view(made, filter_edge=wanted)


class _PatientFile(io.BytesIO):
    def write(self, data: bytes) -> int:
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


_COLUMNS = [
    "id",
    "kind",
    "subject",
    "relation",
    "object",
    "sign",
    "scope",
    "hedge",
    "basis",
    "evidence",
    "context",
    "population",
    "text",
    "quantity",
    "document",
    "section",
    "line",
    "start",
    "end",
]


def _csv(graph: CausalGraph, part: Neighbourhood) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows([_cell(value) for value in _row(s)] for s in _patient(part.statements))
    return out.getvalue()


def _row(s: Statement) -> list:
    passage = s.passage
    where = [passage.document, passage.section, passage.line, passage.start, passage.end] if passage else [""] * 5
    return [
        s.id,
        s.kind.name,
        s.subject,
        s.relation,
        s.object,
        s.worded_sign,
        s.scope.value if s.scope else "",
        s.hedge.name,
        s.basis.name,
        s.evidence,
        "|".join(s.context),
        s.population,
        s.text,
        details_of(s),
        *where,
    ]


def _cell(value):
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
