"""One query run on a store, and what comes of it written in the format asked for, within limits."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import orjson
import pyoxigraph as ox

from kg import vocabulary
from kg.sparql.errors import QueryTooLarge, QueryUnreadable

_Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_STRING = vocabulary.PREFIXES["xsd"] + "string"
_TEXTS = (_STRING, vocabulary.PREFIXES["rdf"] + "langString", vocabulary.PREFIXES["rdf"] + "dirLangString")
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_NAMESPACE = "http://www.w3.org/2005/sparql-results#"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A query, the graphs it is put to where others than the usual are named, the format by what comes of it, and the
    most rows and bytes of an answer.
    """

    query: str
    base: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    table: str = "json"
    graph: str = "turtle"
    rows: int = 100_000
    bytes: int = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An update, and the graphs that its patterns are put to where others than the usual are named."""

    text: str
    base: str
    using: tuple[str, ...] = ()
    using_named: tuple[str, ...] = ()


def answer(store: ox.Store, asked: Asked) -> tuple[str, bytes]:
    """Whether a table or a graph comes of it, and that as text. Raises QueryUnreadable or QueryTooLarge."""
    try:
        found = store.query(
            asked.query,
            base_iri=asked.base,
            default_graph=None if asked.default_graphs is None else [ox.NamedNode(g) for g in asked.default_graphs],
            named_graphs=None if asked.named_graphs is None else [ox.NamedNode(g) for g in asked.named_graphs],
        )
        if isinstance(found, ox.QueryTriples):
            return "graph", _graph(asked, found)
        if isinstance(found, ox.QueryBoolean):
            return "table", b"".join(_BOOLEANS[asked.table](bool(found)))
        return "table", _table(asked, found)
    except SyntaxError as error:
        raise _unreadable(asked.query, str(error)) from None
    except (ValueError, RuntimeError, OSError) as error:
        raise QueryUnreadable(f"the query cannot be run: {error}") from None


def _unreadable(query: str, said: str) -> QueryUnreadable:
    """What the parser found, with its place; it lists all that could have stood there, which helps nobody."""
    found = _PLACE.match(said)
    if found is None:
        return QueryUnreadable(f"the query cannot be read: {said[:300]}")
    line, column, wrong = int(found[1]), int(found[2]), found[3]
    if wrong.startswith("expected"):
        rest = "".join(query.splitlines()[line - 1 : line])[column - 1 :]
        wrong = (
            f"what is from here on does not belong here: {rest[:40]}" if rest.strip() else "something is missing here"
        )
    return QueryUnreadable(f"line {line}, column {column}: {wrong[:300]}", line=line, column=column)


def _graph(asked: Asked, found: Iterable[ox.Triple]) -> bytes:
    triples = list(_counted(asked, found))
    out = _Bounded(asked.bytes)
    ox.serialize(triples, out, format=GRAPHS[asked.graph], prefixes=_prefixes(asked.graph))
    return out.getvalue()


def _prefixes(format: str) -> dict[str, str] | None:
    return {k: v for k, v in vocabulary.PREFIXES.items() if k != "obo"} if format == "turtle" else None


class _Bounded(io.BytesIO):
    """Takes so many bytes."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def write(self, data: Any, /) -> int:
        if self.tell() + len(data) > self._most:
            raise _too_many_bytes(self._most)
        return super().write(data)


def _too_many_bytes(most: int) -> QueryTooLarge:
    return QueryTooLarge(f"the answer has more than {most} bytes; ask for less, or in parts by LIMIT", most=most)


def _counted(asked: Asked, found: Iterable[Any]) -> Iterator[Any]:
    for number, row in enumerate(found):
        if number == asked.rows:
            detail = f"the answer has more than {asked.rows} rows; ask for less, or in parts by LIMIT and OFFSET"
            raise QueryTooLarge(detail, most=asked.rows)
        yield row


def _table(asked: Asked, found: ox.QuerySolutions) -> bytes:
    names = [v.value for v in found.variables]
    out = _Bounded(asked.bytes)
    for part in _TABLES[asked.table](names, (tuple(row) for row in _counted(asked, found))):
        out.write(part)
    return out.getvalue()


_Rows = Iterable[tuple[_Term | None, ...]]


def _json(names: list[str], rows: _Rows) -> Iterator[bytes]:
    yield b'{"head":{"vars":' + orjson.dumps(names) + b'},"results":{"bindings":['
    between = b""
    for row in rows:
        yield between + orjson.dumps({n: _json_term(t) for n, t in zip(names, row, strict=True) if t is not None})
        between = b","
    yield b"]}}"


def _json_term(term: _Term) -> dict[str, Any]:
    """A term as the JSON format of results has it, triples as SPARQL 1.2 does."""
    match term:
        case ox.NamedNode():
            return {"type": "uri", "value": term.value}
        case ox.BlankNode():
            return {"type": "bnode", "value": term.value}
        case ox.Literal():
            return {"type": "literal", "value": term.value} | _literal(term, "its:dir")
        case _:
            parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
            return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}


def _literal(term: ox.Literal, direction: str) -> dict[str, str]:
    """Language and datatype of a literal, as far as they say something."""
    if term.language:
        return {"xml:lang": term.language} | ({direction: str(term.direction)} if term.direction else {})
    return {} if term.datatype.value in _TEXTS else {"datatype": term.datatype.value}


def _xml(names: list[str], rows: _Rows) -> Iterator[bytes]:
    yield (
        _XML_START
        + b"<head>"
        + "".join(f"<variable name={quoteattr(n)}/>" for n in names).encode()
        + b"</head><results>"
    )
    for row in rows:
        bound = zip(names, row, strict=True)
        cells = "".join(f"<binding name={quoteattr(n)}>{_xml_term(t)}</binding>" for n, t in bound if t is not None)
        yield f"<result>{cells}</result>".encode()
    yield b"</results></sparql>"


def _xml_term(term: _Term) -> str:
    match term:
        case ox.NamedNode():
            return f"<uri>{_xml_text(term.value)}</uri>"
        case ox.BlankNode():
            return f"<bnode>{_xml_text(term.value)}</bnode>"
        case ox.Literal():
            said = "".join(f" {name}={quoteattr(value)}" for name, value in _literal(term, "its:dir").items())
            return f"<literal{said}>{_xml_text(term.value)}</literal>"
        case _:
            parts = (("subject", term.subject), ("predicate", term.predicate), ("object", term.object))
            return "<triple>" + "".join(f"<{n}>{_xml_term(t)}</{n}>" for n, t in parts) + "</triple>"


def _xml_text(text: str) -> str:
    return escape(text, {"\r": "&#xD;"})


def _csv(names: list[str], rows: _Rows) -> Iterator[bytes]:
    for cells in (names, *([_csv_cell(term) for term in row] for row in rows)):
        line = io.StringIO(newline="")
        csv.writer(line).writerow(cells)
        yield line.getvalue().encode() if cells != [""] else b"\r\n"


def _csv_cell(term: _Term | None) -> str:
    return "" if term is None else str(term) if isinstance(term, (ox.BlankNode, ox.Triple)) else term.value


def _tsv(names: list[str], rows: _Rows) -> Iterator[bytes]:
    yield ("\t".join(f"?{name}" for name in names) + "\n").encode()
    for row in rows:
        yield ("\t".join("" if t is None else str(t).replace("\t", "\\t") for t in row) + "\n").encode()


def _json_boolean(value: bool) -> Iterator[bytes]:
    yield orjson.dumps({"head": {}, "boolean": value})


def _xml_boolean(value: bool) -> Iterator[bytes]:
    yield _XML_START + b"<head/><boolean>" + str(value).lower().encode() + b"</boolean></sparql>"


def _text_boolean(value: bool) -> Iterator[bytes]:
    yield str(value).lower().encode()


_XML_START = f'<?xml version="1.0"?>\n<sparql xmlns="{_NAMESPACE}" xmlns:its="http://www.w3.org/2005/11/its">'.encode()
_TABLES: dict[str, Callable[[list[str], _Rows], Iterator[bytes]]] = {
    "json": _json,
    "xml": _xml,
    "csv": _csv,
    "tsv": _tsv,
}
_BOOLEANS: dict[str, Callable[[bool], Iterator[bytes]]] = {
    "json": _json_boolean,
    "xml": _xml_boolean,
    "csv": _text_boolean,
    "tsv": _text_boolean,
}
GRAPHS = {
    "turtle": ox.RdfFormat.TURTLE,
    "n-triples": ox.RdfFormat.N_TRIPLES,
    "rdf-xml": ox.RdfFormat.RDF_XML,
    "json-ld": ox.RdfFormat.JSON_LD,
}
