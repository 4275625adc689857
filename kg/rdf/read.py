"""Triples to the concepts, statements, documents, kinds and relations that they describe."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from kg import vocabulary
from kg.model import Concept, ConceptKind, Content, Document, Relation, Statement
from kg.rdf import fields
from kg.rdf.index import Index
from kg.rdf.parse import GraphError, Triple
from kg.rdf.parts import KINDS
from kg.rdf.sorts import KIND_PREFIX, made
from kg.rdf.terms import C

Value = TypeVar("Value")
_CONCEPT_OF = {str(iri): type_ for type_, iri in fields.CLASS_OF.items()}


def read(triples: Iterable[Triple]) -> Content:
    """What the triples say; nodes of other vocabularies are passed over. Terms are plain strings, whatever the store.

    Raises GraphError, which names the node, where one cannot be read.
    """
    index = Index(triples)
    return Content(
        concepts=tuple(_each(index, _concept, *_CONCEPT_OF)),
        statements=tuple(_each(index, _statement, *KINDS)),
        documents=tuple(_each(index, _document, str(C.Document))),
        kinds=tuple(_each(index, _kind, str(C.ConceptKind))),
        relations=tuple(_each(index, _relation, str(C.Relation))),
    )


def _each(index: Index, reader: Callable[[Index, str], Value], *classes: str) -> Iterator[Value]:
    for node in index.instances(*classes):
        try:
            yield reader(index, node)
        except (ValueError, KeyError, ArithmeticError) as error:
            raise GraphError(f"{vocabulary.curie(node)} cannot be read: {error}") from error


def _concept(index: Index, node: str) -> Concept:
    types = index.types(node)
    type_ = next(type_ for iri, type_ in _CONCEPT_OF.items() if iri in types)
    return made(type_, fields.of_concept(type_), index, node, id=vocabulary.local(node), iri=node)


def _statement(index: Index, node: str) -> Statement:
    return made(Statement, fields.STATEMENTS, index, node, id=vocabulary.local(node), iri=node)


def _document(index: Index, node: str) -> Document:
    return made(Document, fields.DOCUMENTS, index, node, id=vocabulary.local(node), iri=node)


def _kind(index: Index, node: str) -> ConceptKind:
    return made(ConceptKind, fields.KINDS, index, node, id=node.removeprefix(KIND_PREFIX))


def _relation(index: Index, node: str) -> Relation:
    return made(Relation, fields.RELATIONS, index, node, id=vocabulary.local(node))
