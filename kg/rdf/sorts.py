"""What a field is: a name, a predicate, and the sort of its values, which says how one is read and written."""

from __future__ import annotations

import base64
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

from kg import vocabulary
from kg.model import Basis, Effect, Hedge, Kind, Scope, Valence
from kg.rdf.index import Index, Writer
from kg.rdf.terms import RDF, UNITS, XSD, ours, term, unit

Made = TypeVar("Made")
KIND_PREFIX = vocabulary.VOCAB + "kind_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    """A value that is one term. `read` makes it of a text, with ValueError where it cannot be; `write` makes its term,
    none for what says nothing. `order` sorts several, where they do not stand in the order of their texts.

    `datatype` is that of the literals, `options` are the only names that there are: what a shape can hold them to.
    """

    name: str
    read: Callable[[str], Any]
    write: Callable[[Any], Node | None]
    order: Callable[[Any], Any] | None = None
    datatype: URIRef | None = None
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A value that is a node of its own, without a name: what it is made of, and the term of its type."""

    name: str
    made: type
    type: URIRef
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A value that is spread over several triples of its owner: read from the owner's node, none where it is not there,
    and written to it.
    """

    name: str
    read: Callable[[Index, str], Any]
    write: Callable[[Writer, URIRef, Any], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of a concept, statement, document, kind, relation or part, declared once for all that goes by it.

    `name` is the attribute that holds it; a name that its owner has no attribute for stands in `more`. `form` is what
    it is called in proposals and tables, `view` in replies, `column` in exports: None where it is not there, empty
    where it is called by its name. `heading` is what a sheet puts before it, where it is told in a line of its own;
    `hint` describes it to whoever fills it in; `blank` is shown where there is nothing.
    """

    name: str
    predicate: URIRef
    iri: str = field(init=False, repr=False)
    sort: Sort | Part | Whole
    many: bool = False
    needed: bool = False
    form: str | None = ""
    view: str | None = ""
    column: str | None = ""
    heading: str = ""
    hint: str = ""
    blank: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "iri", str(self.predicate))

    @property
    def in_form(self) -> str | None:
        """Its name in proposals; None where it is not asked for."""
        return self.name if self.form == "" else self.form

    @property
    def in_view(self) -> str | None:
        """Its name in replies; None where it is not shown."""
        return self.name if self.view == "" else self.view

    @property
    def in_table(self) -> str | None:
        """Its column in tables; None where it has none."""
        return self.name if self.column == "" else self.column

    def of(self, owner: Any) -> Any:
        """The value that an owner has for it; None where it has none."""
        if self.name in attributes(type(owner)):
            return getattr(owner, self.name)
        return dict(getattr(owner, "more", ())).get(self.name)

    def read(self, index: Index, node: str) -> Any:
        """The value at a node; None where there is none. Raises GraphError and ValueError."""
        match self.sort:
            case Whole() as whole:
                return whole.read(index, node)
            case Part() as part:
                return self._several(index, node, lambda place: made(part.made, part.fields, index, place), repr)
            case Sort() as sort:
                return self._several(index, node, sort.read, sort.order)

    def _several(self, index: Index, node: str, read: Callable[[str], Any], order: Callable[[Any], Any] | None) -> Any:
        if self.many:
            values = [read(text) for text in index.all(node, self.iri)]
            return tuple(sorted(values, key=order) if order else values) or None
        text = index.one(node, self.iri, None if self.needed else "")
        return read(text) if text or self.needed else None

    def write(self, writer: Writer, node: URIRef | BNode, owner: Any) -> None:
        """The triples of what the owner has for it."""
        value = self.of(owner)
        if value is None or (isinstance(value, str | bytes | tuple) and not value):
            return
        match self.sort:
            case Whole():
                self.sort.write(writer, URIRef(node), owner)
            case Part():
                for part in value if self.many else (value,):
                    place = BNode()
                    writer.add(node, self.predicate, place)
                    writer.add(place, RDF.type, self.sort.type)
                    for inner in self.sort.fields:
                        inner.write(writer, place, part)
            case Sort():
                writer.add(node, self.predicate, *map(self.sort.write, value if self.many else (value,)))


def values_at(node: str, index: Index, fields: Iterable[Field]) -> dict[str, Any]:
    """The values of these fields at a node by their names; those that there are."""
    there = index.predicates(node)
    looked_at = (f for f in fields if f.iri in there or f.needed or isinstance(f.sort, Whole))
    return {f.name: value for f in looked_at if (value := f.read(index, node)) is not None}


def made(kind: type[Made], fields: Iterable[Field], index: Index, node: str, **given: Any) -> Made:
    """The value of these fields at a node."""
    return filled(kind, values_at(node, index, fields) | given)


def filled(kind: type[Made], values: Mapping[str, Any]) -> Made:
    """A value of these fields by their names; what there is no attribute for is kept in `more`."""
    own = attributes(kind)
    more = tuple(sorted((name, values[name]) for name in values if name not in own))
    if more:
        values = {name: value for name, value in values.items() if name in own} | {"more": more}
    return kind(**values)


def attributes(kind: type) -> Collection[str]:
    """The names of the fields of a dataclass."""
    names: Mapping[str, object] = getattr(kind, "__dataclass_fields__", {})
    return names.keys()


def _english(value: str) -> Node:
    return Literal(value, lang="en")


def _flag(text: str) -> bool:
    return text == "true"


def _evidence(code: str) -> Node:
    return URIRef(vocabulary.iri(code) or code)


def _bytes(text: str) -> bytes:
    """The bytes of a text in base64, in the one way to write them. Raises ValueError."""
    with suppress(ValueError):
        if base64.b64encode(data := base64.b64decode(text, validate=True)).decode() == text:
            return data
    raise ValueError("c:wordHashes is no base64 without spaces; take it out, and `kg words` makes it anew")


def _base64(data: bytes) -> Node:
    return Literal(base64.b64encode(data).decode())


def _unit(iri: str) -> str:
    return next((ucum for ucum, name in UNITS.items() if iri.endswith("/" + name)), iri)


def one_of(enum: type[Enum], names: dict[str, str] | None = None) -> Sort:
    """The members of an enumeration, as terms of our vocabulary: by their names, or by the names given for these."""
    names = names or {name: name for name in enum.__members__}
    by_term = {term_: enum[name] for name, term_ in names.items()}

    def read(text: str) -> Enum:
        found = by_term.get(vocabulary.local(text))
        if found is None:
            raise ValueError(f"{vocabulary.local(text)!r} is none of {', '.join(by_term)}")
        return found

    def write(value: Enum) -> Node:
        return term(names[value.name])

    return Sort(name=enum.__name__.lower(), read=read, write=write, options=tuple(by_term))


def listed(names: Iterable[str]) -> Sort:
    """Terms of our vocabulary of which these are all."""
    return Sort(name="term", read=vocabulary.local, write=term, options=tuple(names))


TEXT = Sort(name="text", read=str, write=_english)
NAMES = Sort(name="text", read=str, write=_english, order=str.casefold)
LINE = Sort(name="line", read=str, write=Literal)
FLAG = Sort(name="flag", read=_flag, write=lambda flag: Literal(True) if flag else None, datatype=XSD.boolean)
COUNT = Sort(name="count", read=int, write=Literal, order=int, datatype=XSD.integer)
NUMBER = Sort(name="number", read=Decimal, write=Literal, order=Decimal)
CONCEPT = Sort(name="concept", read=vocabulary.local, write=ours)
STATEMENT = Sort(name="statement", read=vocabulary.local, write=ours)
TERM = Sort(name="term", read=vocabulary.local, write=term)
KIND = Sort(name="kind", read=lambda iri: iri.removeprefix(KIND_PREFIX), write=lambda kind: URIRef(KIND_PREFIX + kind))
EVIDENCE = Sort(
    name="evidence",
    read=vocabulary.curie,
    write=_evidence,
    options=("ECO:0000303", "ECO:0000304", "ECO:0006017", "ECO:0000305", "ECO:0000363"),
)
UNIT = Sort(name="unit", read=_unit, write=unit)
HASHES = Sort(name="hashes", read=_bytes, write=_base64)
PLURAL = Sort(
    name="plural",
    read={"plural": True, "singular": False}.get,
    write=lambda plural: Literal("plural" if plural else "singular"),
)
CLASS = one_of(Kind, {kind.name: kind.value for kind in Kind})
HEDGE, BASIS, SCOPE, EFFECT = one_of(Hedge), one_of(Basis), one_of(Scope), one_of(Effect)
VALENCE = one_of(Valence, {"good": "goodWhenHigh", "bad": "badWhenHigh", "neutral": "neutral"})
