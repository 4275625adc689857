"""The graph as quads: all of it in the default graph, and what each document says in a graph of the document's name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from kg import vocabulary

_SOURCES = tuple(
    ox.NamedNode(vocabulary.PREFIXES[prefix] + name)
    for prefix, name in (("prov", "hadPrimarySource"), ("oa", "hasSource"))
)
_TYPE = ox.NamedNode(vocabulary.PREFIXES["rdf"] + "type")
_DOCUMENT = ox.NamedNode(vocabulary.VOCAB + "Document")
_Node = ox.NamedNode | ox.BlankNode | ox.Triple


class Changed(Exception):
    """A file is not what it was when the service read it."""


class Dataset:
    """A store of all that is said. A description is an IRI with the blank nodes under it; it is of those documents that
    it names as its source, and that of a document is of the document.
    """

    def __init__(self) -> None:
        self.store = ox.Store()

    @property
    def triples(self) -> int:
        """How many triples there are."""
        return sum(1 for _ in self.store.quads_for_pattern(None, None, None, ox.DefaultGraph()))

    def default(self) -> list[ox.Triple]:
        """All triples."""
        return [q.triple for q in self.store.quads_for_pattern(None, None, None, ox.DefaultGraph())]

    def load(self, files: Iterable[tuple[str, str]]) -> None:
        """Take files in, each with the SHA-256 that it must have: Turtle, or N-Quads, whose graphs are as they say.

        Raises Changed, or what the parser finds.
        """
        for file, sha256 in files:
            data = Path(file).read_bytes()
            if hashlib.sha256(data).hexdigest() != sha256:
                raise Changed(file)
            if file.endswith(".nq"):
                self.store.load(data, format=ox.RdfFormat.N_QUADS)
            else:
                self._add(data)

    def change(self, added: str, removed: str) -> None:
        """Take out the descriptions that one Turtle text has, and put in those of another."""
        for subject in dict.fromkeys(t.subject for t in _parsed(removed.encode())):
            if isinstance(subject, ox.NamedNode):
                self._remove(subject)
        self._add(added.encode())

    def _add(self, turtle: bytes) -> None:
        triples = _parsed(turtle)
        above = {t.object: t.subject for t in triples if isinstance(t.object, ox.BlankNode)}

        def top(node: _Node) -> _Node:
            while isinstance(node, ox.BlankNode) and node in above:
                node = above[node]
            return node

        documents: dict[_Node, set[ox.NamedNode]] = {}
        for t in triples:
            if t.predicate in _SOURCES and isinstance(t.object, ox.NamedNode):
                documents.setdefault(top(t.subject), set()).add(t.object)
            elif t.predicate == _TYPE and t.object == _DOCUMENT and isinstance(t.subject, ox.NamedNode):
                documents.setdefault(t.subject, set()).add(t.subject)
        self.store.extend(
            ox.Quad(t.subject, t.predicate, t.object, graph)
            for t in triples
            for graph in (ox.DefaultGraph(), *documents.get(top(t.subject), ()))
        )

    def _remove(self, node: _Node) -> None:
        todo: list[_Node] = [node]
        while todo:
            for quad in list(self.store.quads_for_pattern(todo.pop(), None, None, None)):
                self.store.remove(quad)
                if isinstance(quad.object, ox.BlankNode):
                    todo.append(quad.object)


def _parsed(turtle: bytes) -> list[ox.Quad]:
    return list(ox.parse(turtle, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True))
