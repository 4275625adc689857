"""SPARQL over HTTP: the SPARQL 1.1 Protocol, reading of its Graph Store Protocol, and a page to try queries on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlsplit

import orjson
from flask import Blueprint, Response, current_app, render_template, request
from werkzeug.exceptions import BadRequest, MethodNotAllowed, NotAcceptable, NotFound, UnsupportedMediaType

from kg.knowledge_base import KnowledgeBase
from kg.model import CausewayError
from kg.sparql.answers import Asked, Change
from kg.sparql.described import description
from kg.sparql.errors import QueryRefused
from kg.sparql.pool import Held, Limits, Pool, Source
from kg.sparql.reading import LONGEST, read
from kg.vocabulary import curie, local
from kg.web import errors
from kg.web.examples import EXAMPLES

TABLES = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
GRAPHS = {
    "text/turtle": "turtle",
    "application/n-triples": "n-triples",
    "application/rdf+xml": "rdf-xml",
    "application/ld+json": "json-ld",
}
PAGE = "text/html"
FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
MOST_FIELDS = 1000
SHOWN = 1000
"""Rows on the page; all are in the other formats."""


class Endpoint(Protocol):
    """What the protocol is spoken for."""

    def run(self, asked: Asked) -> tuple[str, bytes]:
        """Whether a table or a graph comes of a query, and that as text."""
        ...

    def held(self) -> Held:
        """What the graph has that is asked."""
        ...

    def update(self, change: Change) -> None:
        """Carry an update out."""
        ...


class Asking:
    """The graph of a knowledge base, as it is at each query; it is only read."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        settings = knowledge.settings
        self._knowledge = knowledge
        self._pool = Pool(
            Limits(
                seconds=settings.sparql_seconds,
                memory=settings.sparql_memory,
                rows=settings.sparql_rows,
                workers=settings.sparql_workers,
            )
        )
        self._made: tuple[object, Source] = (None, Source())

    def run(self, asked: Asked) -> tuple[str, bytes]:
        """Whether a table or a graph comes of a query, and that as text."""
        return self._pool.run(self._source, asked)

    def held(self) -> Held:
        """What the graph has now."""
        return self._pool.held(self._source)

    def update(self, _change: Change) -> None:
        """Raises QueryRefused."""
        raise QueryRefused("the graph is only read here; changes are made by proposals, at /api/v1/proposals")

    def close(self) -> None:
        """End the processes that answer."""
        self._pool.close()

    @property
    def _source(self) -> Source:
        now, (of, made) = self._knowledge.snapshot, self._made
        if of is not now:
            ledger = now.ledger
            base = self._knowledge.base
            made = Source(base.files, tuple((r.added, r.removed, r.checksum) for r in base.later(ledger.changes)))
            self._made = (now, made)
        return made


sparql = Blueprint("sparql", __name__)
for _filter in (curie, local):
    sparql.add_app_template_filter(_filter, _filter.__name__)


def _endpoint() -> Endpoint:
    found: Endpoint = current_app.extensions["causeway-sparql"]
    return found


@sparql.before_request
def _room() -> None:
    request.max_content_length = 4 * LONGEST  # a form has up to three characters for one


@sparql.route("/sparql", methods=["GET", "POST"])
def endpoint() -> Response:
    """Query and update operations of the protocol, the service description, and the page."""
    fields = _fields(request.query_string)
    if request.method == "POST":
        kind = request.mimetype
        if kind == FORM:
            fields = _fields(request.get_data())
        elif kind in (QUERY, UPDATE):
            fields = [*fields, ("query" if kind == QUERY else "update", _text(request.get_data()))]
        else:
            raise UnsupportedMediaType(f"a query comes as {QUERY} or {FORM}")
    queries, updates = ([text for name, text in fields if name == wanted] for wanted in ("query", "update"))
    if len(queries) + len(updates) > 1:
        raise BadRequest("one query at a time")
    if updates:
        return _updated(updates[0], fields)
    if queries:
        return _answered(queries[0], fields)
    if request.method == "POST":
        raise BadRequest("there is no query; a form has it in the field `query`")
    return _described()


def _updated(text: str, fields: list[tuple[str, str]]) -> Response:
    if request.method != "POST":
        raise MethodNotAllowed(["POST"], "an update is sent by POST")
    using, named = _all(fields, "using-graph-uri"), _all(fields, "using-named-graph-uri")
    _endpoint().update(Change(text=text, base=request.base_url, using=using, using_named=named))
    return Response(status=204)


def _answered(query: str, fields: list[tuple[str, str]]) -> Response:
    try:
        table = read(query).form in ("SELECT", "ASK")
        offered = {**(TABLES if table else GRAPHS), PAGE: "json" if table else "turtle"}
        wanted = _wanted(list(offered))
        form = {"table" if table else "graph": offered[wanted]}
        asked = replace(Asked(query=query, base=request.base_url, **_graphs(fields)), **form)  # type: ignore[arg-type]
        _, body = _endpoint().run(asked)
    except CausewayError as error:
        if _best([*TABLES, *GRAPHS, PAGE]) != PAGE:
            raise
        return _page(query, problem=error)
    if wanted == PAGE:
        return _page(query, **({"table": _shown(body)} if table else {"text": body.decode()}))
    return _varied(Response(body, content_type=wanted))


def _graphs(fields: list[tuple[str, str]]) -> dict[str, Any]:
    """The dataset that the protocol names; then what the query itself names does not count."""
    default, named = _all(fields, "default-graph-uri"), _all(fields, "named-graph-uri")
    for name in (*default, *named):
        if not urlsplit(name).scheme or any(c in name for c in '<>"{}|\\^` \t\r\n'):
            raise BadRequest(f"{name[:200]!r} is no IRI of a graph")
    return {"default_graphs": default, "named_graphs": named} if default or named else {}


def _described() -> Response:
    wanted = _wanted([*GRAPHS, PAGE])
    if wanted == PAGE:
        return _page("")
    text = description(request.base_url, _endpoint().held(), GRAPHS[wanted])
    return _varied(Response(text, content_type=wanted))


@sparql.get("/sparql/graphs")
def graph() -> Response:
    """A graph by its name, or the default graph: reading of the Graph Store Protocol."""
    fields = _fields(request.query_string)
    names, default = _all(fields, "graph"), [name for name, _ in fields if name == "default"]
    if len(names) + len(default) != 1:
        raise BadRequest("name one graph: ?default, or ?graph= and its IRI")
    if names and names[0] not in _endpoint().held().graphs:
        raise NotFound("there is no graph of this name; the service description at /sparql lists them")
    wanted = _wanted(list(GRAPHS))
    asked = Asked(
        query="CONSTRUCT WHERE { ?s ?p ?o }",
        base=request.base_url,
        default_graphs=names or None,
        graph=GRAPHS[wanted],
    )
    return _varied(Response(_endpoint().run(asked)[1], content_type=wanted))


def _fields(data: bytes) -> list[tuple[str, str]]:
    """The fields of a form. Raises BadRequest for what is not in UTF-8, or is no form."""
    try:
        return parse_qsl(_text(data), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise BadRequest(f"the fields cannot be read: {error}") from None


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise BadRequest("the text is not in UTF-8") from None


def _all(fields: list[tuple[str, str]], name: str) -> tuple[str, ...]:
    return tuple(value for key, value in fields if key == name)


def _best(offered: list[str]) -> str | None:
    """What the client likes best; what is offered first where it does not say."""
    accepted = request.accept_mimetypes
    return accepted.best_match(offered) if accepted else offered[0]


def _wanted(offered: list[str]) -> str:
    wanted = _best(offered)
    if wanted is None:
        raise NotAcceptable(f"there is {', '.join(offered)}")
    return wanted


def _varied(response: Response) -> Response:
    response.vary.add("Accept")
    return response


def _page(query: str, **found: Any) -> Response:
    problem = found.get("problem")
    shown = render_template(
        "sparql.html",
        query=query or EXAMPLES[0].query,
        examples=EXAMPLES,
        **found,
    )
    status = errors.status_of(problem) if problem else 200
    return _varied(Response(shown, status, content_type=PAGE))


def _shown(body: bytes) -> dict[str, Any]:
    """A table as the page has it: the names of the columns, the first rows, and how many there are."""
    value = orjson.loads(body)
    if "boolean" in value:
        return {"boolean": value["boolean"]}
    rows, names = value["results"]["bindings"], value["head"]["vars"]
    return {"names": names, "rows": [[row.get(name) for name in names] for row in rows[:SHOWN]], "total": len(rows)}
