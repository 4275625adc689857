"""Texts in Turtle, N-Triples, N-Quads and JSON-LD to triples; nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pyoxigraph as ox

from kg.model import CausewayError

Triple = tuple[str, str, str]
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "n-triples": ox.RdfFormat.N_TRIPLES,
    "n-quads": ox.RdfFormat.N_QUADS,
    "json-ld": ox.RdfFormat.JSON_LD,
}


class GraphError(CausewayError):
    """A node of the graph that cannot be read; says which, what is wrong, and what would be right."""


def triples(text: str | bytes, format: str = "turtle") -> Iterator[Triple]:
    """The triples of a text in Turtle, N-Triples, N-Quads or JSON-LD, as plain strings.

    Raises GraphError with the line where the text breaks off.
    """
    blank = ox.BlankNode
    with _told():
        for s, p, o, *_ in ox.parse(text, format=_FORMATS[format], rename_blank_nodes=True):
            subject = "_:" + s.value if type(s) is blank else s.value
            yield subject, p.value, "_:" + o.value if type(o) is blank else o.value


def parsed(text: str | bytes, format: str) -> Iterator[ox.Quad]:
    """The same, as terms."""
    with _told():
        yield from ox.parse(text, format=_FORMATS[format], rename_blank_nodes=True)


@contextmanager
def _told() -> Iterator[None]:
    """What the parser finds wrong, as a GraphError."""
    try:
        yield
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        message = getattr(error, "msg", "")
        raise GraphError(
            f"line {line}: {message}" if line else f"the text cannot be read: {error}", line=line
        ) from None


def plain(term: Term) -> str:
    """A term as a plain string; blank nodes start with `_:`. Raises GraphError for a triple in place of one."""
    if isinstance(term, ox.Triple):
        raise GraphError("a triple stands in place of a term; say it as a statement of its own")
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else term.value


def named(iri: str) -> ox.NamedNode:
    """The term of an IRI, by the rules of RFC 3987. Raises GraphError for a text that is none."""
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise GraphError(f"{iri[:200]!r} is no IRI: {error}") from None


def is_iri(text: str) -> bool:
    """Whether a text is an absolute IRI.

    >>> is_iri("http://id.nlm.nih.gov/mesh/D015519"), is_iri("http://id.nlm.nih.gov/mesh/D015519 bone density")
    (True, False)
    """
    try:
        return bool(named(text))
    except GraphError:
        return False
