"""The RDF formats: the triples of a part, as they are declared."""

from __future__ import annotations

import rdflib

from kg import rdf
from kg.causal import CausalGraph, Neighbourhood
from kg.export.values import patient


def described(graph: CausalGraph, part: Neighbourhood) -> rdflib.Graph:
    """The triples of a part: its concepts, statements and their documents."""
    documents = {s.passage.document for s in part.statements if s.passage}
    triples = rdflib.Graph("SimpleMemory")
    values = [graph.concepts[id] for id in part.concepts] + list(part.statements)
    for value in patient([*values, *(graph.documents[id] for id in sorted(documents & set(graph.documents)))]):
        for triple in rdf.describe(value, graph.concepts):
            triples.add(triple)
    return triples


def turtle(graph: CausalGraph, part: Neighbourhood) -> str:
    """Turtle in a stable order."""
    return rdf.turtle(described(graph, part))


def json_ld(graph: CausalGraph, part: Neighbourhood) -> str:
    """JSON-LD, one object a subject."""
    return rdf.serialise(turtle(graph, part), "json-ld")


def n_quads(graph: CausalGraph, part: Neighbourhood) -> str:
    """N-Quads, all in the default graph."""
    return rdf.serialise(turtle(graph, part), "n-quads")
