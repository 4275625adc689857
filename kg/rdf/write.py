"""Concepts, statements, documents, kinds and relations to the triples that describe them."""

from __future__ import annotations

from collections.abc import Mapping

import rdflib
from rdflib import Literal, URIRef

from kg.model import Concept, ConceptKind, Content, Document, Kind, Relation, Sign, Statement
from kg.rdf import fields
from kg.rdf.index import Writer
from kg.rdf.sorts import KIND_PREFIX, Field
from kg.rdf.terms import PROV, RDF, SKOS, C, ours, term

Value = Concept | Statement | Document | ConceptKind | Relation


def describe(value: Value, concepts: Mapping[str, Concept]) -> rdflib.Graph:
    """The triples of one value of the graph. `concepts` gives the levels that make signs canonical."""
    writer = Writer()
    node, types, declared = _form(value)
    writer.add(node, RDF.type, *types)
    for field in declared:
        field.write(writer, node, value)
    if isinstance(value, Statement) and value.kind is Kind.causal:
        _canonical(writer, node, value, concepts)
    return writer.graph


def described(content: Content, concepts: Mapping[str, Concept]) -> rdflib.Graph:
    """The triples of all values of a content."""
    triples = rdflib.Graph("SimpleMemory")
    for part in (content.kinds, content.relations, content.documents, content.concepts, content.statements):
        for value in part:
            for triple in describe(value, concepts):
                triples.add(triple)
    return triples


def _form(value: Value) -> tuple[URIRef, tuple[URIRef, ...], tuple[Field, ...]]:
    """The node of a value, its types, and the fields that it may have."""
    match value:
        case ConceptKind():
            return URIRef(KIND_PREFIX + value.id), (C.ConceptKind,), fields.KINDS
        case Relation():
            return term(value.id), (C.Relation,), fields.RELATIONS
        case Document():
            return URIRef(value.iri), (C.Document, PROV.Entity), fields.DOCUMENTS
        case Statement():
            return URIRef(value.iri), (), fields.STATEMENTS
        case Concept():
            types = (SKOS.Concept, fields.CLASS_OF[type(value)])
            return URIRef(value.iri), types, fields.of_concept(type(value))


def _canonical(writer: Writer, node: URIRef, s: Statement, concepts: Mapping[str, Concept]) -> None:
    """What a causal statement says between variables, for whoever asks the triples alone."""
    subject, object = concepts[s.subject], concepts[s.object]
    for predicate, concept in ((C.canonicalSubject, subject), (C.canonicalObject, object)):
        writer.add(node, predicate, ours(concept.variable) if concept.variable else None)
    writer.add(node, C.canonicalSign, Literal(Sign(s.worded_sign).times(subject.level * object.level).value))
