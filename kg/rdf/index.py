"""Triples by subject and predicate, to read values from; and the triples of values, as they are written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

import rdflib
from rdflib.term import Node

from kg import vocabulary
from kg.rdf.parse import GraphError, Triple
from kg.rdf.terms import OA, RDF

_NOTHING: Mapping[str, list[str]] = {}
_TYPE, _BODY = str(RDF.type), str(OA.hasBody)


class Index:
    """Triples by subject and predicate, as plain strings; values in the order of their text."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._objects: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._subjects: dict[tuple[str, str], list[str]] = defaultdict(list)
        for s, p, o in triples:
            self._objects[s][p].append(o)
            if p in (_TYPE, _BODY):
                self._subjects[p, o].append(s)

    def all(self, subject: str, predicate: str) -> list[str]:
        """The values of a subject, each once, in order."""
        values = self._objects.get(subject, _NOTHING).get(predicate, [])
        return sorted(set(values)) if len(values) > 1 else list(values)

    def one(self, subject: str, predicate: str, default: str | None = None) -> str:
        """The only value there is, or the default where there is none. Raises GraphError."""
        values = self._objects.get(subject, _NOTHING).get(predicate, [])
        if len(values) > 1:
            values = self.all(subject, predicate)
        if len(values) == 1:
            return values[0]
        if not values and default is not None:
            return default
        raise GraphError(
            f"{vocabulary.curie(subject)} has {len(values) or 'no'} values of {vocabulary.curie(predicate)};"
            " it needs exactly one"
        )

    def predicates(self, subject: str) -> Collection[str]:
        """What is said of a subject."""
        return self._objects.get(subject, _NOTHING).keys()

    def types(self, subject: str) -> list[str]:
        """The classes that a subject is of."""
        return self.all(subject, _TYPE)

    def instances(self, *classes: str) -> list[str]:
        """The subjects of any of these classes, in order."""
        return sorted({s for c in classes for s in self._subjects.get((_TYPE, c), ())})

    def annotation(self, statement: str) -> str | None:
        """The annotation that holds the passage of a statement."""
        return min(self._subjects.get((_BODY, statement), ()), default=None)


class Writer:
    """Collects triples of one rdflib graph."""

    def __init__(self) -> None:
        self.graph = rdflib.Graph("SimpleMemory")

    def add(self, subject: Node, predicate: Node, *values: Node | None) -> None:
        """A triple for each value; none for a value that says nothing."""
        for value in values:
            if value is not None:
                self.graph.add((subject, predicate, value))
