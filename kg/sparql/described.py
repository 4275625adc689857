"""What an endpoint says of itself: the service description of SPARQL 1.1, as RDF."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pyoxigraph as ox

from kg import vocabulary
from kg.sparql.answers import GRAPHS
from kg.sparql.pool import Held

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
_FORMATS = "http://www.w3.org/ns/formats/"
_TABLES = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_RESULTS = (*_TABLES, "Turtle", "N-Triples", "RDF_XML", "JSON-LD")
_PREFIXES = {"sd": SD, "void": VOID, "format": _FORMATS}


def description(endpoint: str, held: Held, format: str) -> bytes:
    """The description of the service at this address, in one of `answers.GRAPHS`."""
    out = io.BytesIO()
    ox.serialize(_triples(ox.NamedNode(endpoint), held), out, format=GRAPHS[format], prefixes=_PREFIXES)
    return out.getvalue()


def _triples(endpoint: ox.NamedNode, held: Held) -> Iterator[ox.Triple]:
    a = ox.NamedNode(vocabulary.PREFIXES["rdf"] + "type")
    service, dataset, default = (ox.BlankNode(name) for name in ("service", "dataset", "default"))

    def sd(name: str) -> ox.NamedNode:
        return ox.NamedNode(SD + name)

    yield ox.Triple(service, a, sd("Service"))
    yield ox.Triple(service, sd("endpoint"), endpoint)
    yield ox.Triple(service, sd("supportedLanguage"), sd("SPARQL11Query"))
    for name in _RESULTS:
        yield ox.Triple(service, sd("resultFormat"), ox.NamedNode(_FORMATS + name))
    yield ox.Triple(service, sd("defaultDataset"), dataset)
    yield ox.Triple(dataset, a, sd("Dataset"))
    yield ox.Triple(dataset, sd("defaultGraph"), default)
    yield ox.Triple(default, a, sd("Graph"))
    yield ox.Triple(default, ox.NamedNode(VOID + "triples"), ox.Literal(held.triples))
    for number, name in enumerate(held.graphs):
        graph = ox.BlankNode(f"g{number}")
        yield ox.Triple(dataset, sd("namedGraph"), graph)
        yield ox.Triple(graph, a, sd("NamedGraph"))
        yield ox.Triple(graph, sd("name"), ox.NamedNode(name))
