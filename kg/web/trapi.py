"""The Translator Reasoner API over HTTP: a query in, a message out, at the time it is sent."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Response
from flask_openapi.blueprint import APIBlueprint
from flask_openapi.models.tag import Tag
from flask_openapi.types import ResponseDict

from kg.trapi import (
    BIOLINK_VERSION,
    INFORES,
    MOST_IDS,
    TRAPI_VERSION,
    Query,
    answered,
    meta_knowledge_graph,
    versions,
)
from kg.web import schema
from kg.web.api import knowledge_base, reply
from kg.web.problems import error

_TAG = Tag(name="Translator", description=f"The Translator Reasoner API {TRAPI_VERSION}")
_ERRORS: ResponseDict = {
    400: error("The query cannot be read, or its parts do not fit each other"),
    413: error(f"More than {MOST_IDS} ids at a node, or a body larger than allowed"),
    415: error("The body is not JSON"),
    422: error("A field is wrong; each is named with what would be right"),
    501: error("More than one hop, sets of ids, or a node without ids"),
}
trapi = APIBlueprint("trapi", __name__, url_prefix="/trapi")


@trapi.post("/query", summary="One hop, or the paths between two nodes", tags=[_TAG], operation_id="query",
            responses={200: schema.TrapiReply, **_ERRORS})  # fmt: skip
def query(body: Query) -> Response:
    """The message that replies to a query graph."""
    now = knowledge_base().snapshot
    found = answered(now.graph, now.texts, body)
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    logs = [{"timestamp": at, "level": log.level, "code": log.code, "message": log.message} for log in found.logs]
    told = {"status": found.status, "description": found.description, "logs": logs}
    return reply({"message": found.message, **told, **versions()})


@trapi.get("/meta_knowledge_graph", summary="What can be asked", tags=[_TAG], operation_id="meta_knowledge_graph",
           responses={200: schema.TrapiMeta, **_ERRORS})  # fmt: skip
def meta(query: schema.NoFields) -> Response:
    """The categories, predicates and qualifiers that the graph has."""
    return reply(meta_knowledge_graph(knowledge_base().snapshot.graph))


def described(document: dict[str, Any]) -> dict[str, Any]:
    """An OpenAPI document with what registries of this API read in it."""
    trapi = {
        "version": TRAPI_VERSION,
        "multicuriequery": True,
        "asyncquery": False,
        "pathfinderquery": True,
        "batch_size_limit": MOST_IDS,
    }
    translator = {"component": "KP", "team": [], "infores": INFORES, "biolink-version": BIOLINK_VERSION}
    return {**document, "info": {**document["info"], "x-trapi": trapi, "x-translator": translator}}
