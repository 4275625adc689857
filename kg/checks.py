"""Whether the ontology is as it should be: its shapes, its loops and contradictions, and in step with the code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path

import rdflib

from kg import rdf, vocabulary
from kg.causal import CausalGraph, View
from kg.model import CausewayError, Sign
from kg.rdf import Violation
from kg.store import EVERYTHING, EmbeddedStore


def check(folder: Path, files: Iterable[Path]) -> Iterator[Violation]:
    """Everything wrong with the Turtle files of an ontology, held against the shapes in the folder."""
    files = list(files)
    try:
        store = EmbeddedStore(files)
        content = rdf.read(store.query(EVERYTHING))
        graph = CausalGraph(content)
    except CausewayError as error:
        yield Violation(node=type(error).__name__, field="", message=error.detail)
        graph = None
    data = rdflib.Graph()
    for file in files if graph else ():
        data.parse(file, format="turtle")
    shapes = folder / "shapes.ttl"
    if graph and shapes.is_file():
        yield from rdf.violations(data, rdflib.Graph().parse(shapes, format="turtle"))
    if graph:
        yield from contradictions(graph)
        yield from out_of_step(data)


def contradictions(graph: CausalGraph) -> Iterator[Violation]:
    """Pairs whose statements, or whose paths, point both ways in one setting."""
    for (cause, effect), links in graph.by_pair.items():
        for a, b in combinations([link for link in links if not link.inherited], 2):
            if a.statement.context == b.statement.context and {a.sign, b.sign} == {Sign.PLUS, Sign.MINUS}:
                yield Violation(
                    node=a.statement.id,
                    field="sign",
                    message=f"contradicts {b.statement.id}: {cause} and {effect} get both signs",
                    value=a.sign.value,
                )
    view = View.of(graph)
    for effect in view.out:
        for cause in view.distances(effect):
            signs = {path.sign for path in view.paths(cause, effect)[0]}
            if {Sign.PLUS, Sign.MINUS} <= signs and (cause, effect) not in view.edges:
                yield Violation(node=cause, field="sign", message=f"paths to {effect} point both ways")


def out_of_step(data: rdflib.Graph) -> Iterator[Violation]:
    """Terms that the code uses and the vocabulary does not describe."""
    described = {str(subject) for subject in data.subjects()}
    for iri in vocabulary.C:
        if iri not in described:
            yield Violation(node=vocabulary.curie(iri), field="", message="the code uses it; the vocabulary lacks it")
