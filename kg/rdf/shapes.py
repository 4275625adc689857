"""What a graph breaks of its shapes, as values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import rdflib
from rdflib.collection import Collection
from rdflib.term import Node

from kg import vocabulary
from kg.model import Statement
from kg.rdf import fields
from kg.rdf.parts import KINDS
from kg.rdf.sorts import Field, Part, Sort
from kg.rdf.terms import RDF, SH


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """What a shape finds wrong: at which node, in which field, and what would be right."""

    node: str
    field: str
    message: str
    value: str = ""


def violations(data: rdflib.Graph, shapes: rdflib.Graph) -> list[Violation]:
    """Every breach of the shapes, in the order of nodes and fields. Nothing is fetched or inferred."""
    import pyshacl  # a third of a second: only checks pay for it

    held = shapes + further_shapes()
    _, report, _ = pyshacl.validate(data, shacl_graph=held, inference="none", do_owl_imports=False, advanced=False)
    if not isinstance(report, rdflib.Graph):
        raise TypeError("the shape engine gave no report")
    found = [_violation(data, report, result) for result in report.subjects(RDF.type, SH.ValidationResult)]
    return sorted(found, key=lambda v: (v.node, v.field, v.message, v.value))


def further_shapes() -> rdflib.Graph:
    """A shape for each declared field that is only carried and shown, of which no file of shapes need speak."""
    made = rdflib.Graph()
    for field in fields.further(fields.STATEMENTS, Statement):
        _shape(made, field, map(rdflib.URIRef, KINDS))
    for type_, class_ in fields.CLASS_OF.items():
        for field in fields.further(fields.of_concept(type_), type_):
            _shape(made, field, (class_,))
    return made


def _shape(made: rdflib.Graph, field: Field, classes: Iterable[rdflib.URIRef]) -> None:
    shape, held = rdflib.BNode(), rdflib.BNode()
    made.add((shape, RDF.type, SH.NodeShape))
    for class_ in classes:
        made.add((shape, SH.targetClass, class_))
    made.add((shape, SH.property, held))
    made.add((held, SH.path, field.predicate))
    says = [f"{field.name} has {'values' if field.many else 'at most one value'}"]
    if not field.many:
        made.add((held, SH.maxCount, rdflib.Literal(1)))
    match field.sort:
        case Part() as part:
            made.add((held, SH["class"], part.type))
            says.append(f"a {part.name}")
        case Sort() as sort if sort.datatype is not None:
            made.add((held, SH.datatype, sort.datatype))
            says.append(f"a {sort.name}")
        case Sort() as sort if sort.options:
            options = [term for name in sort.options if (term := sort.write(sort.read(name))) is not None]
            made.add((held, SH["in"], Collection(made, rdflib.BNode(), options).uri))
            says.append(f"one of {', '.join(sort.options)}")
    made.add((held, SH.message, rdflib.Literal(", ".join(says))))


def _violation(data: rdflib.Graph, report: rdflib.Graph, result: Node) -> Violation:
    node, field = _place(data, report, report.value(result, SH.focusNode), report.value(result, SH.resultPath))
    return Violation(
        node=node,
        field=field,
        message=str(report.value(result, SH.resultMessage)),
        value=vocabulary.curie(str(report.value(result, SH.value) or "")),
    )


def _place(data: rdflib.Graph, report: rdflib.Graph, focus: Node | None, path: Node | None) -> tuple[str, str]:
    """The node and field of a breach; what is wrong in a nameless part is told of what it is a part of."""
    steps = [path] if isinstance(path, rdflib.URIRef) else list(report.items(path)) if path else []
    if isinstance(focus, rdflib.BNode) and (owner := next(data.subject_predicates(focus), None)):
        focus, steps = owner[0], [owner[1], *steps]
    names = (re.split(r"[/#]", str(s))[-1] for s in steps if isinstance(s, rdflib.URIRef))
    return vocabulary.local(str(focus)), ".".join(names)
