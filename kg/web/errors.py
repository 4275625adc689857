"""Errors as problem documents (RFC 9457): one table from errors to HTTP status."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Response
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from kg.causal import ContradictoryContext
from kg.curation import AlreadyDecided, Malformed
from kg.curation.writing import UnknownChange, UnknownProposal, Violated
from kg.jobs import TooManyJobs, UnknownJob
from kg.journal import JournalBusy, JournalDamaged, JournalUnwritable
from kg.knowledge_base import NotWhole, NoVariable, SameConcept, UnknownStatement
from kg.linking import AmbiguousConcept, UnknownConcept
from kg.model import CausewayError
from kg.patience import TookTooLong
from kg.query import ContradictoryQuery, UnknownKind, UnknownRelation
from kg.remote import StoreAway
from kg.settings import SettingsError
from kg.sparql.errors import QueryRefused, QueryStopped, QueryTooLarge, QueryUnreadable
from kg.tokens import TokenError
from kg.trapi import Misshapen, TooManyIds, Unanswerable
from kg.web.access import TooMany, Unauthorised

STATUS = {
    UnknownConcept: 404,
    UnknownStatement: 404,
    AmbiguousConcept: 422,
    SameConcept: 422,
    NoVariable: 422,
    NotWhole: 422,
    UnknownRelation: 404,
    UnknownKind: 404,
    ContradictoryContext: 422,
    ContradictoryQuery: 422,
    Misshapen: 400,
    TooManyIds: 413,
    Unanswerable: 501,
    UnknownProposal: 404,
    UnknownChange: 404,
    UnknownJob: 404,
    TooManyJobs: 429,
    Malformed: 422,
    Violated: 422,
    AlreadyDecided: 409,
    Unauthorised: 401,
    TooMany: 429,
    TokenError: 503,
    SettingsError: 503,
    TookTooLong: 503,
    QueryUnreadable: 400,
    QueryRefused: 403,
    QueryTooLarge: 413,
    QueryStopped: 503,
    JournalBusy: 503,
    StoreAway: 503,
    JournalDamaged: 503,
    JournalUnwritable: 507,
}


def problem(status: int, title: str, detail: str, **fields: Any) -> Response:
    """A problem document, with further fields of its own."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **fields}
    return Response(orjson.dumps(body, default=str), status, content_type="application/problem+json")


def invalid(error: ValidationError) -> Response:
    """422 with every field that is wrong, what is wrong with it, and what would be right."""
    wrong = [
        {"field": ".".join(map(str, e["loc"])) or "body", "message": e["msg"]}
        for e in error.errors(include_url=False, include_context=False, include_input=False)
    ]
    named = ", ".join(dict.fromkeys(w["field"] for w in wrong))
    return problem(422, "Invalid request", f"these fields are not as they should be: {named}", errors=wrong)


def status_of(error: CausewayError) -> int:
    """The HTTP status of an error, or of the nearest sort that it is one of."""
    return next(STATUS[sort] for sort in type(error).__mro__ if sort in STATUS)


def told(error: CausewayError | HTTPException) -> Response:
    """What a client is told of an error that is known."""
    if isinstance(error, HTTPException):
        response = problem(error.code or 500, error.name, error.description or error.name)
        for name, value in error.get_headers():
            if name in ("Allow", "Retry-After"):
                response.headers[name] = value
        return response
    title = "".join(f" {c.lower()}" if c.isupper() else c for c in type(error).__name__).strip().capitalize()
    response = problem(status_of(error), title, error.detail, **error.fields)
    if isinstance(error, Unauthorised):
        response.headers["WWW-Authenticate"] = 'Bearer realm="causeway"'
    elif isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.fields["retry_after"])
    return response
