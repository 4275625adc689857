"""Whether the ontology is as it should be: its shapes, its loops and contradictions, and in step with the code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import rdflib

from kg import rdf, vocabulary
from kg.causal import CausalGraph, Filters, View, opposed, opposed_paths
from kg.model import CausewayError
from kg.rdf import Violation, terms
from kg.store import EVERYTHING, EmbeddedStore


def check(shapes: Path, files: Iterable[Path]) -> Iterator[Violation]:
    """Everything wrong with the Turtle files of an ontology, held against the file with the shapes."""
    files = list(files)
    try:
        store = EmbeddedStore(files)
    except CausewayError as error:
        yield Violation(node=type(error).__name__, field="", message=error.detail)
        return
    data = rdflib.Graph()
    for file in files:
        data.parse(file, format="turtle")
    yield from rdf.violations(data, rdflib.Graph().parse(shapes, format="turtle"))
    try:
        graph = CausalGraph(rdf.read(store.query(EVERYTHING)))
    except CausewayError as error:
        yield Violation(node=type(error).__name__, field="", message=error.detail)
        return
    for id in graph.concepts:
        if graph.is_its_own_kind(id):
            yield Violation(node=id, field="broader", message="is a kind of itself, over what it is a kind of")
    yield from contradictions(graph)
    yield from loops(graph)
    yield from out_of_step(data)


def contradictions(graph: CausalGraph) -> Iterator[Violation]:
    """Pairs to which one source gives both directions, in one setting or over its paths: one of them is misread.

    Where two sources disagree, nothing is wrong.
    """
    for one, other in opposed(graph):
        yield Violation(
            node=one.statement.id,
            field="sign",
            message=f"contradicts {other.statement.id}: {one.cause} and {one.effect} get both signs",
            value=one.sign.value,
        )
    for document in graph.documents.values():
        for cause, effect in opposed_paths(graph, document.id) if document.acyclic else ():
            yield Violation(node=cause, field="sign", message=f"paths to {effect} point both ways")


def loops(graph: CausalGraph) -> Iterator[Violation]:
    """The loops among the statements of a source that is known to have none."""
    for document in graph.documents.values():
        for loop in View.of(graph, filters=Filters(source=document.id)).loops.all() if document.acyclic else ():
            way = " → ".join((*loop.nodes, loop.nodes[0]))
            yield Violation(node=document.id, field="acyclic", message=f"its statements form a loop: {way}")


def out_of_step(data: rdflib.Graph) -> Iterator[Violation]:
    """Terms that the code uses and the vocabulary does not describe."""
    described = {str(subject) for subject in data.subjects()}
    for iri in terms.used():
        if iri not in described:
            yield Violation(node=vocabulary.curie(iri), field="", message="the code uses it; the vocabulary lacks it")


_SUBJECT = re.compile(r"(?:<(?P<iri>[^>]+)>|(?P<curie>[A-Za-z]\w*:[\w.-]+))\s")


def lines_of(files: Iterable[Path]) -> dict[str, str]:
    """Where the block of each subject starts, as `file:line`, by its id; blocks that start a line are found."""
    found: dict[str, str] = {}
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if match := _SUBJECT.match(line):
                iri = match["iri"] or vocabulary.iri(match["curie"])
                if iri:
                    found.setdefault(vocabulary.local(iri), f"{file}:{number}")
    return found
