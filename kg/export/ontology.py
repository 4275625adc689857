"""The Turtle files of an ontology that holds all that a graph does."""

from __future__ import annotations

from kg import rdf
from kg.causal import CausalGraph
from kg.model import Content


def ontology(graph: CausalGraph, vocabulary: bytes) -> dict[str, str]:
    """Concepts, statements with their documents, and the terms that the Turtle of a vocabulary has not, by file name;
    no file where there would be nothing in it.
    """
    described = rdf.read(rdf.triples(vocabulary))
    parts = {
        "concepts.ttl": Content(concepts=tuple(graph.concepts.values())),
        "statements.ttl": Content(
            statements=tuple(graph.statements.values()), documents=tuple(graph.documents.values())
        ),
        "terms.ttl": Content(
            kinds=tuple(k for k in graph.kinds.values() if k not in described.kinds),
            relations=tuple(r for r in graph.relations.values() if r not in described.relations),
        ),
    }
    return {name: rdf.turtle(rdf.described(part, graph.concepts)) for name, part in parts.items() if part != Content()}
