"""Concepts and statements to triples with provenance and back; Turtle in a stable order; shape violations as values.

`terms` names every IRI, `sorts`, `parts` and `fields` declare what a value is made of; `parse` makes triples of texts,
`read` values of triples, `write` triples of values, `turtle` texts of triples; `shapes` holds triples against shapes.
"""

from kg.rdf.parse import GraphError, Term, Triple, is_iri, parsed, plain, triples
from kg.rdf.parts import SIGN_SETS, UNSIGNED
from kg.rdf.read import read
from kg.rdf.shapes import Violation, violations
from kg.rdf.terms import UNITS
from kg.rdf.turtle import prefixes, serialise, turtle
from kg.rdf.write import describe, described

__all__ = [
    "SIGN_SETS",
    "UNITS",
    "UNSIGNED",
    "GraphError",
    "Term",
    "Triple",
    "Violation",
    "describe",
    "described",
    "is_iri",
    "parsed",
    "plain",
    "prefixes",
    "read",
    "serialise",
    "triples",
    "turtle",
    "violations",
]
