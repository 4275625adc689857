"""Linked data: what is said of one thing, the vocabulary and the dataset as triples, and triples in formats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import rdflib
from rdflib import BNode, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, OWL, RDF, SKOS, VOID, XSD
from rdflib.term import Node

from kg import rdf, vocabulary
from kg.causal import CausalGraph
from kg.compact import PREFIXES, compact
from kg.model import Concept, ConceptKind, Document, Relation, Statement
from kg.patience import go_on

Thing = Concept | Statement | Document
DATASET = vocabulary.BASE + ".well-known/void#dataset"
_STATEMENT = URIRef(vocabulary.VOCAB + "Statement")


@dataclass(frozen=True, slots=True)
class Form:
    """A format of triples: its name, its media type, the ending of its files, and what rdflib calls it."""

    name: str
    media_type: str
    suffix: str
    format: str


FORMS = (
    Form("Turtle", "text/turtle", "ttl", "turtle"),
    Form("JSON-LD", "application/ld+json", "jsonld", "json-ld"),
    Form("N-Triples", "application/n-triples", "nt", "nt"),
    Form("RDF/XML", "application/rdf+xml", "rdf", "xml"),
)


def thing(graph: CausalGraph, name: str) -> Thing | None:
    """The statement, document or concept with this id, CURIE or IRI; none where there is none."""
    id = vocabulary.local(vocabulary.iri(name) or name)
    return graph.statements.get(id) or graph.documents.get(id) or graph.concepts.get(id)


def described(graph: CausalGraph, of: Thing) -> rdflib.Graph:
    """What is said of a thing: its own triples, of a concept the statements that name it, of a statement its document;
    and the labels of the concepts that these name.
    """
    beside: list[Thing] = []
    if isinstance(of, Concept):
        beside += graph.by_concept.get(of.id, ())
    elif isinstance(of, Statement) and of.source in graph.documents:
        beside.append(graph.documents[of.source])
    triples = _graph()
    for value in (of, *beside):
        go_on()
        for triple in rdf.describe(value, graph.concepts):
            triples.add(triple)
    ours = {str(o) for o in triples.objects() if isinstance(o, URIRef)} - {of.iri}
    for concept in (graph.concepts.get(vocabulary.local(iri)) for iri in sorted(ours)):
        if concept:
            triples.add((URIRef(concept.iri), SKOS.prefLabel, Literal(concept.label, lang="en")))
    return triples


def terms(graph: CausalGraph, turtle: bytes) -> rdflib.Graph:
    """The vocabulary: its own Turtle, and the kinds and relations that a graph adds."""
    triples = _graph()
    triples.parse(data=turtle, format="turtle")
    added: list[ConceptKind | Relation] = [*graph.kinds.values(), *graph.relations.values()]
    for value in added:
        for triple in rdf.describe(value, graph.concepts):
            triples.add(triple)
    return triples


def dataset(graph: CausalGraph, version: str, dumps: Mapping[str, str], sparql: str | None = None) -> rdflib.Graph:
    """The dataset by VoID and DCAT: what it holds, how it is linked, and where it can be had as a whole (`dumps` are
    addresses by media type) or asked (`sparql`).
    """
    triples, this = _graph(), URIRef(DATASET)
    ours: list[tuple[URIRef, Any]] = [
        *((RDF.type, type_) for type_ in (VOID.Dataset, DCAT.Dataset)),
        (DCTERMS.title, Literal("Causeway", lang="en")),
        (DCTERMS.description, Literal("Causal statements with their signs, settings and sources", lang="en")),
        *((DCTERMS.source, URIRef(d.iri)) for d in graph.documents.values()),
        *((OWL.versionInfo, Literal(version)), (VOID.uriSpace, Literal(vocabulary.BASE))),
        *((VOID.vocabulary, URIRef(iri)) for iri in (vocabulary.VOCAB.rstrip("#"), str(SKOS).rstrip("#"))),
        (VOID.entities, _count(len(graph.concepts) + len(graph.statements) + len(graph.documents))),
        *((VOID.exampleResource, URIRef(c.iri)) for c in list(graph.concepts.values())[:3]),
        *((VOID.dataDump, URIRef(address)) for address in dumps.values()),
        *([(VOID.sparqlEndpoint, URIRef(sparql))] if sparql else []),
    ]
    for predicate, value in ours:
        triples.add((this, predicate, value))
    for media_type, address in dumps.items():
        file = _node(
            triples, DCAT.Distribution, {DCAT.downloadURL: URIRef(address), DCAT.mediaType: Literal(media_type)}
        )
        triples.add((this, DCAT.distribution, file))
    sizes = ((_STATEMENT, len(graph.statements)), (SKOS.Concept, len(graph.concepts)))
    for class_, size in sizes:
        part = _node(triples, None, {VOID["class"]: class_, VOID.entities: _count(size)})
        triples.add((this, VOID.classPartition, part))
    links: dict[str, int] = defaultdict(int)
    for concept in graph.concepts.values():
        for mapping in concept.mappings:
            links[mapping.match.value] += 1
    for match, size in sorted(links.items()):
        said = {VOID.linkPredicate: SKOS[match], VOID.triples: _count(size), VOID.subjectsTarget: this}
        triples.add((this, VOID.subset, _node(triples, VOID.Linkset, said)))
    return triples


def _count(number: int) -> Literal:
    return Literal(number, datatype=XSD.integer)


def _node(triples: rdflib.Graph, type_: URIRef | None, said: Mapping[URIRef, Any]) -> BNode:
    node = BNode()
    for predicate, value in [*([(RDF.type, type_)] if type_ else []), *said.items()]:
        triples.add((node, predicate, value))
    return node


def _graph() -> rdflib.Graph:
    triples = rdflib.Graph("SimpleMemory", bind_namespaces="none")
    for prefix, base in PREFIXES.items():
        triples.bind(prefix, base)
    return triples


def written(triples: rdflib.Graph, form: Form) -> str:
    """The triples in a format; the same text for triples that are `steady`."""
    if form.format == "json-ld":
        return compact(triples)
    return triples.serialize(format=form.format)


def steady(triples: rdflib.Graph) -> rdflib.Graph:
    """The same triples with blank nodes named in the order in which they come, and not by chance."""
    names: dict[Node, Node] = {}
    made = _graph()

    def named(node: Node) -> Node:
        return names.setdefault(node, BNode(f"b{len(names):04}")) if isinstance(node, BNode) else node

    for subject, predicate, value in triples:
        made.add((named(subject), predicate, named(value)))
    return made
