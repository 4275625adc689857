"""One hop: the edges between what may stand at two nodes of a query."""

from __future__ import annotations

from collections.abc import Iterator

from kg.patience import go_on
from kg.trapi.catalogue import Catalogue
from kg.trapi.edges import Edge
from kg.trapi.matching import Meant, Place

Found = tuple[str, str, Edge]
"""The concepts at the subject and the object of a query edge, and the edge that joins them."""


def lookup(said: Catalogue, subject: Place, object: Place, meant: Meant) -> Iterator[Found]:
    """Every edge that a query edge means, in the order of ids, each with what stands at its ends."""
    pinned = subject.concepts if subject.concepts is not None else object.concepts or {}
    near = {edge.id: edge for concept in pinned for edge in said.touching.get(concept, ())}
    for id in sorted(near):
        go_on()
        edge = near[id]
        yield from fitting(said, subject, object, meant, edge)


def fitting(said: Catalogue, subject: Place, object: Place, meant: Meant, edge: Edge) -> Iterator[Found]:
    """The ways in which one edge fits a query edge: as it stands, turned round, both or none."""
    ways = ((edge.subject, edge.object, meant.as_it_stands), (edge.object, edge.subject, meant.turned))
    for start, end, accepts in ways:
        if subject.holds(said, start) and object.holds(said, end) and accepts(edge):
            yield start, end, edge
