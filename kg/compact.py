"""Triples as compact JSON-LD: short names by a context of their own that is all within the text."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import rdflib
from rdflib import BNode, Literal, URIRef
from rdflib.namespace import DCAT, RDF, VOID
from rdflib.term import Node

from kg import vocabulary

PREFIXES = vocabulary.PREFIXES | {
    **{"dcat": str(DCAT), "void": str(VOID), "pico": "http://data.cochrane.org/ontologies/pico/"},
    **{"BFO": "http://purl.obolibrary.org/obo/BFO_", "SEPIO": "http://purl.obolibrary.org/obo/SEPIO_"},
    **{"biolink": "https://w3id.org/biolink/vocab/"},
}
_STRING = "http://www.w3.org/2001/XMLSchema#string"
_BASES = sorted(((b, p) for p, b in PREFIXES.items() if b.endswith(("/", "#"))), key=lambda pair: -len(pair[0]))
"""Those that JSON-LD takes for prefixes, the longest base first."""
Term = Mapping[str, str]


def compact(triples: rdflib.Graph) -> str:
    """JSON-LD 1.1 with one object for each IRI that something is said of, in the order of IRIs; a blank node that one
    triple names stands inside it. A predicate whose values are all IRIs, all texts of one language, or all of one
    datatype, has them as plain strings.
    """
    return json.dumps(_Compacted(triples).document(), ensure_ascii=False, indent=1)


class _Compacted:
    """The names that a graph is written with."""

    def __init__(self, triples: rdflib.Graph) -> None:
        self._triples = triples
        self._named: Counter[Node] = Counter(o for o in triples.objects() if isinstance(o, BNode))
        self._used: dict[str, str] = {}
        sorts: dict[str, set[str]] = defaultdict(set)
        for _, predicate, value in triples:
            sorts[str(predicate)].add(_sort(value))
        sorts.pop(str(RDF.type), None)
        self._names = _short(sorted(sorts))
        self._how: dict[str, Term] = {p: _coerced(next(iter(s))) if len(s) == 1 else {} for p, s in sorts.items()}

    def document(self) -> dict[str, Any]:
        """The context, and what is said."""
        tops = [s for s in set(self._triples.subjects()) if isinstance(s, URIRef) or self._named[s] != 1]
        graph = [self._object(node) for node in sorted(tops, key=str)]
        terms = {name: {"@id": self._iri(p), **self._how[p]} for p, name in self._names.items()}
        return {"@context": {**dict(sorted(self._used.items())), **terms}, "@graph": graph}

    def _iri(self, iri: str) -> str:
        for base, prefix in _BASES:
            if iri.startswith(base) and len(iri) > len(base) and not iri.startswith(f"{base}/"):
                self._used[prefix] = base
                return f"{prefix}:{iri[len(base) :]}"
        return iri

    def _object(self, node: Node) -> dict[str, Any]:
        said: dict[str, list[Node]] = defaultdict(list)
        for name, value in sorted(self._triples.predicate_objects(node)):
            said[str(name)].append(value)
        made: dict[str, Any] = {}
        if isinstance(node, URIRef):
            made["@id"] = self._iri(node)
        elif self._named[node] > 1:
            made["@id"] = f"_:{node}"
        if types := said.pop(str(RDF.type), None):
            made["@type"] = _one([self._iri(str(t)) for t in types])
        for predicate, values in said.items():
            made[self._names[predicate]] = _one([self._value(v, self._how[predicate]) for v in values])
        return made

    def _value(self, value: Node, how: Term) -> Any:
        if isinstance(value, BNode):
            return self._object(value) if self._named[value] == 1 else {"@id": f"_:{value}"}
        if isinstance(value, URIRef):
            return self._iri(value) if how else {"@id": self._iri(value)}
        if not isinstance(value, Literal):
            raise TypeError(f"JSON-LD holds no {type(value).__name__}")
        own = _coerced(_sort(value))
        return str(value) if own == how or not own else {"@value": str(value), **own}


def _one(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def _sort(value: Node) -> str:
    if not isinstance(value, Literal):
        return "@id"
    return f"@{value.language}" if value.language else str(value.datatype or _STRING)


def _coerced(sort: str) -> dict[str, str]:
    """How JSON-LD tells the sort of a value; nothing for a plain text."""
    if sort == "@id":
        return {"@type": "@id"}
    if sort.startswith("@"):
        return {"@language": sort[1:]}
    return {} if sort == _STRING else {"@type": sort}


def _short(predicates: Iterable[str]) -> dict[str, str]:
    """The local name of each predicate; the IRI of all but the first of the same name."""
    found: dict[str, str] = {}
    for predicate in predicates:
        name = predicate.replace("#", "/").rpartition("/")[2]
        free = name and name not in found.values() and name not in PREFIXES
        found[predicate] = name if free else predicate
    return found
