"""Nanopublications as TriG: each causal statement with what it rests on, in named graphs of its own.

The assertion holds the statement in our own terms, and once more as an association of Biolink, which others read. A
weak sign has no term there: such a statement is told by Biolink without a direction, and in ours with it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import pyoxigraph as ox

from kg import rdf, vocabulary
from kg.causal import CausalGraph, Neighbourhood
from kg.export.values import patient
from kg.model import Kind, Sign, Statement

NP = "http://www.nanopub.org/nschema#"
BIOLINK = "https://w3id.org/biolink/vocab/"
PROV = vocabulary.PREFIXES["prov"]
RDF_TYPE = ox.NamedNode(vocabulary.PREFIXES["rdf"] + "type")
_PREFIXES = {"np": NP, "biolink": BIOLINK}
_WAY = {Sign.PLUS: "increased", Sign.MINUS: "decreased"}
Triple = tuple[ox.NamedNode | ox.BlankNode, ox.NamedNode, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]


def nanopublications(graph: CausalGraph, part: Neighbourhood) -> str:
    """One for each causal statement that names its source and is no aim; none for links of our own."""
    told = [s for s in part.statements if s.kind is Kind.causal and s.source and not (s.bridge or s.aim)]
    quads = (quad for s in patient(told) for quad in _quads(graph, s))
    out = io.BytesIO()
    ox.serialize(quads, out, format=ox.RdfFormat.TRIG, prefixes={**vocabulary.PREFIXES, **_PREFIXES})
    return out.getvalue().decode()


def _quads(graph: CausalGraph, s: Statement) -> Iterator[ox.Quad]:
    base = f"{s.iri}/nanopublication"
    this = ox.NamedNode(base)
    head, assertion, provenance, info = (ox.NamedNode(f"{base}#{name}") for name in _GRAPHS)
    parts = {"hasAssertion": assertion, "hasProvenance": provenance, "hasPublicationInfo": info}
    yield ox.Quad(this, RDF_TYPE, ox.NamedNode(NP + "Nanopublication"), head)
    for name, graph_name in parts.items():
        yield ox.Quad(this, ox.NamedNode(NP + name), graph_name, head)
    for subject, predicate, object in (*_described(graph, s), *_association(graph, s, base)):
        yield ox.Quad(subject, predicate, object, assertion)
    document = graph.documents.get(s.source)
    source = ox.NamedNode(document.iri) if document else ox.Literal(s.source)
    yield ox.Quad(assertion, ox.NamedNode(PROV + "hadPrimarySource"), source, provenance)
    yield ox.Quad(this, ox.NamedNode(PROV + "wasDerivedFrom"), ox.NamedNode(s.iri), info)


_GRAPHS = ("head", "assertion", "provenance", "publication")


def _described(graph: CausalGraph, s: Statement) -> Iterator[Triple]:
    turtle = rdf.turtle(rdf.describe(s, graph.concepts))
    for t in ox.parse(turtle, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True):
        if isinstance(t.subject, ox.NamedNode | ox.BlankNode):
            yield t.subject, t.predicate, t.object


def _association(graph: CausalGraph, s: Statement, base: str) -> Iterator[Triple]:
    node = ox.NamedNode(f"{base}#association")
    ends = {"subject": graph.concepts[s.subject].iri, "object": graph.concepts[s.object].iri}
    yield node, RDF_TYPE, ox.NamedNode(BIOLINK + "Association")
    for name, iri in ends.items():
        yield node, ox.NamedNode(BIOLINK + name), ox.NamedNode(iri)
    yield node, ox.NamedNode(BIOLINK + "predicate"), ox.NamedNode(BIOLINK + "affects")
    if s.sign in _WAY:
        yield node, ox.NamedNode(BIOLINK + "qualified_predicate"), ox.NamedNode(BIOLINK + "causes")
        yield node, ox.NamedNode(BIOLINK + "object_direction_qualifier"), ox.Literal(_WAY[s.sign])
    elif s.sign is Sign.ZERO:
        yield node, ox.NamedNode(BIOLINK + "negated"), ox.Literal(True)
