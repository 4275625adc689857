"""Turtle in a stable order, and other formats made of it."""

from __future__ import annotations

import io
import re
from collections import defaultdict

import pyoxigraph as ox
import rdflib
from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

from kg import vocabulary
from kg.rdf.parse import named
from kg.rdf.terms import OA, PROV, QUDT, RDF, RDFS, SKOS, C

_PLAIN_LOCAL = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*\Z")
_ORDER = {
    str(iri): rank
    for rank, iri in enumerate(
        [RDF.type, SKOS.prefLabel, RDFS.label, SKOS.altLabel, SKOS.hiddenLabel, SKOS.definition]
        + [C.kind, C.variableType, C.valence, C.ofVariable, C.level]
        + [C.subject, C.relation, C.object, C.sign, C.signSet, C.canonicalSubject, C.canonicalObject, C.canonicalSign]
        + [C.scope, C.inherits, C.text, C.hedge, C.hedgeWords, C.basis, C.evidence, C.section, C.line]
        + [PROV.hadPrimarySource, OA.start, OA.end, QUDT.numericValue, QUDT.hasUnit]
    )
}
"""What is written first of a subject; all else follows by name."""
_FORMATS = {"json-ld": ox.RdfFormat.JSON_LD, "n-quads": ox.RdfFormat.N_QUADS}


def turtle(graph: rdflib.Graph, *, prefixes: bool = True) -> str:
    """Turtle with one block a subject, in the order of the subjects' names: a small change makes a small difference."""
    subjects = sorted({s for s in graph.subjects() if isinstance(s, URIRef)}, key=_subject_order)
    blocks = [f"{_short(s)} {_properties(graph, s, '    ')} .\n" for s in subjects]
    return (_prefixes("".join(blocks)) + "\n" if prefixes else "") + "\n".join(blocks)


def _prefixes(body: str) -> str:
    """The prefix lines that a Turtle body needs, in the order of the table of prefixes."""
    used = set(re.findall(r"(?:^|[\s^])([A-Za-z]+):", body))
    return "".join(f"@prefix {p}: <{i}> .\n" for p, i in vocabulary.PREFIXES.items() if p in used)


def prefixes() -> str:
    """The lines of all prefixes, for Turtle that is written block by block."""
    return "".join(f"@prefix {p}: <{i}> .\n" for p, i in vocabulary.PREFIXES.items())


def serialise(turtle: str, format: str) -> str:
    """A Turtle text as JSON-LD or N-Quads, in the order of the text."""
    quads = (ox.Quad(t.subject, t.predicate, t.object) for t in ox.parse(turtle, format=ox.RdfFormat.TURTLE))
    out = io.BytesIO()
    ox.serialize(quads, out, format=_FORMATS[format])
    return out.getvalue().decode()


def _subject_order(subject: URIRef) -> tuple[bool, str, bool]:
    name = vocabulary.local(subject)
    return (not subject.startswith(vocabulary.BASE), name.removeprefix("anno-"), name.startswith("anno-"))


def _properties(graph: rdflib.Graph, node: Node, indent: str) -> str:
    by_predicate: dict[str, list[Node]] = defaultdict(list)
    for predicate, value in graph.predicate_objects(node):
        by_predicate[str(predicate)].append(value)
    lines = []
    for predicate_ in sorted(by_predicate, key=lambda p: (_ORDER.get(p, len(_ORDER)), p)):
        name = "a" if predicate_ == str(RDF.type) else _short(URIRef(predicate_))
        values = sorted(
            (_value(graph, v, indent) for v in by_predicate[predicate_]),
            key=lambda v: (len(v) if v.isdigit() else 0, v),
        )
        lines.append(f"{name} {', '.join(values)}")
    return f" ;\n{indent}".join(lines)


def _value(graph: rdflib.Graph, value: Node, indent: str) -> str:
    if isinstance(value, BNode):
        return f"[ {_properties(graph, value, indent + '    ')} ]"
    if isinstance(value, URIRef):
        return _short(value)
    if not isinstance(value, Literal):
        raise TypeError(f"Turtle holds no {type(value).__name__}")
    if value.datatype is not None:
        return value._literal_n3(use_plain=True, qname_callback=_short)
    return str(ox.Literal(str(value), language=value.language))


def _short(iri: URIRef) -> str:
    curie = vocabulary.curie(str(iri))
    prefix, _, name = curie.partition(":")
    return curie if prefix in vocabulary.PREFIXES and _PLAIN_LOCAL.match(name) else str(named(iri))
