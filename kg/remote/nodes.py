"""Names for blank nodes (RDF 1.1 Concepts, section 3.5), so that what is under an IRI can be found and taken out."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg import vocabulary

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
NAMED = vocabulary.BASE + ".well-known/genid/"


def named(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """The triples with a new name in place of each blank node."""
    names: dict[str, ox.NamedNode] = {}

    def name(node: Term) -> ox.NamedNode | ox.Literal | ox.Triple:
        if isinstance(node, ox.BlankNode):
            return names.setdefault(node.value, ox.NamedNode(NAMED + uuid.uuid4().hex))
        return node

    for t in triples:
        yield ox.Triple(name(t.subject), t.predicate, name(t.object))  # type: ignore[arg-type]  # a subject is a node


def is_named(term: object) -> bool:
    """Whether a term is the name of what was a blank node."""
    return isinstance(term, ox.NamedNode) and term.value.startswith(NAMED)


def blank(term: Term) -> Term:
    """The term with a blank node in place of its name."""
    if isinstance(term, ox.NamedNode) and term.value.startswith(NAMED):
        return ox.BlankNode(term.value[len(NAMED) :])
    return term
