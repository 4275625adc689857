"""The REST API: read a request, ask the knowledge base, write the reply."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

import orjson
from flask import Response, current_app, g, request, url_for
from flask_openapi.blueprint import APIBlueprint
from flask_openapi.models.tag import Tag

from kg import export
from kg.knowledge_base import KnowledgeBase
from kg.web import schema
from kg.web.problems import BEARER, ERRORS, WRITING

LONGEST_BODY = 64 * 1024
LONGEST_DOCUMENT = 1024 * 1024
LONGEST_IMPORT = 8 * 1024 * 1024
OPTIONAL_BODIES = ("/api/v1/history/{id}/revert",)


asking = Tag(name="Ask", description="Questions in words and as paths")
exploring = Tag(name="Explore", description="Concepts, statements and the graph")
extending = Tag(name="Extend", description="Proposals, decisions and the history; writing needs a token")


def operation(*, name: str, path: str, method: str) -> str:
    """What a client that is made from the OpenAPI document calls a request."""
    return name


api = APIBlueprint("api", __name__, url_prefix="/api/v1", operation_id_callback=operation)


def knowledge_base(at: int | None = None) -> KnowledgeBase:
    """What answers; as of a change of the history, where one is named."""
    knowledge: KnowledgeBase = current_app.extensions["causeway"]
    return knowledge.as_of(at)


def reply(value: object, status: int = 200) -> Response:
    """The value as JSON."""
    return Response(orjson.dumps(value), status, content_type="application/json")


@api.post("/ask", summary="Answer a question in words", tags=[asking], responses={200: schema.AskReply, **ERRORS})
def ask(body: schema.AskBody) -> Response:
    return _asked(body)


@api.get("/ask", summary="Answer a question in words", tags=[asking], responses={200: schema.AskReply, **ERRORS})
def ask_by_address(query: schema.AskQuery) -> Response:
    return _asked(query)


def _asked(body: schema.AskBody) -> Response:
    """The answer, whose receipt has the address of this very answer: what comes after # says what to find there."""
    found = knowledge_base(body.at).ask(
        body.question, body.context, max_paths=body.max_paths, why=body.why, turns=body.turns
    )
    if kept := found.receipt:
        said = urlencode({"graph_version": kept.graph_version, "reading": kept.reading})
        address = url_for(
            "api.ask_by_address",
            question=body.question,
            context=kept.context,
            max_paths=kept.max_paths,
            at=kept.at,
            _anchor=said,
        )
        found = replace(found, receipt=replace(kept, address=address))
    return reply(found)


@api.get(
    "/paths", summary="How one concept affects another", tags=[asking], responses={200: schema.PathsReply, **ERRORS}
)
def paths(query: schema.PathsQuery) -> Response:
    return reply(knowledge_base(query.at).paths(query.cause, query.effect, query.as_query(), turns=query.turns))


@api.get(
    "/mediation",
    summary="How much of an effect comes about through a third concept",
    tags=[asking],
    responses={200: schema.MediationReply, **ERRORS},
)
def mediation(query: schema.MediationQuery) -> Response:
    return reply(knowledge_base().mediation(query.cause, query.effect, query.mediator, query.context))


_PICTURE = {
    "description": "The paths as a picture: cause on top, effect at the bottom",
    "content": {"image/svg+xml": {"schema": {"type": "string"}}},
}


@api.get("/paths.svg", summary="The same as a picture", tags=[asking], responses={200: _PICTURE, **ERRORS})
def paths_svg(query: schema.PathsQuery) -> Response:
    drawn = knowledge_base(query.at).paths_svg(query.cause, query.effect, query.as_query())
    return Response(drawn, content_type="image/svg+xml")


@api.get("/effects", summary="What a concept acts on", tags=[asking], responses={200: schema.ReachReply, **ERRORS})
def effects(query: schema.EffectsQuery) -> Response:
    return reply(knowledge_base(query.at).effects(query.cause, query.query(), kind=query.kind))


@api.get("/causes", summary="What acts on a concept", tags=[asking], responses={200: schema.ReachReply, **ERRORS})
def causes(query: schema.CausesQuery) -> Response:
    return reply(knowledge_base(query.at).causes(query.effect, query.query(), kind=query.kind))


@api.get(
    "/mechanism/shared",
    summary="What two concepts have in common",
    tags=[asking],
    responses={200: schema.SharedReply, **ERRORS},
)
def shared(query: schema.SharedQuery) -> Response:
    return reply(knowledge_base().shared(query.a, query.b, query.context, limit=query.limit))


@api.get("/feedback", summary="Feedback loops", tags=[asking], responses={200: schema.LoopsReply, **ERRORS})
def feedback(query: schema.FeedbackQuery) -> Response:
    return reply(knowledge_base().feedback(query.concept))


@api.post(
    "/scenario",
    summary="Several things set high or low at once",
    tags=[asking],
    responses={200: schema.ScenarioReply, **ERRORS},
)
def scenario(body: schema.ScenarioBody) -> Response:
    return reply(knowledge_base().scenario(body.levels, body.context, body.outcomes))


@api.get("/concepts", summary="Search concepts", tags=[exploring], responses={200: schema.ConceptsReply, **ERRORS})
def concepts(query: schema.ConceptsQuery) -> Response:
    return reply(knowledge_base().concepts(query.q, kind=query.kind, limit=query.limit))


@api.get("/concepts/<path:id>", summary="One concept", tags=[exploring], responses={200: schema.ConceptReply, **ERRORS})
def concept(path: schema.NamePath, query: schema.AtQuery) -> Response:
    return reply(knowledge_base(query.at).concept(path.id))


@api.get(
    "/concepts/<path:id>/neighbourhood",
    summary="What is around a concept",
    tags=[exploring],
    responses={200: schema.NeighbourhoodReply, **ERRORS},
)
def around(path: schema.NamePath, query: schema.NeighbourhoodQuery) -> Response:
    return reply(knowledge_base().neighbourhood(path.id, query.depth))


@api.get(
    "/statements/<path:id>",
    summary="One statement with its passage",
    tags=[exploring],
    responses={200: schema.StatementReply, **ERRORS},
)
def statement(path: schema.NamePath, query: schema.AtQuery) -> Response:
    return reply(knowledge_base(query.at).statement(path.id))


@api.get("/documents", summary="The sources", tags=[exploring], responses={200: schema.DocumentsReply, **ERRORS})
def documents(query: schema.NoFields) -> Response:
    return reply(knowledge_base().documents())


_GRAPH = {
    "description": "The graph, or what is around a concept, in the format asked for; or what that format cannot say",
    "content": {
        f.media_type: {"schema": {} if f.media_type.endswith("json") else {"type": "string"}}
        for f in export.FORMATS.values()
    },
}


@api.get("/graph", summary="Export the graph", tags=[exploring], responses={200: _GRAPH, **ERRORS})
def graph(query: schema.GraphQuery) -> Response:
    format = export.FORMATS[query.format.value]
    asked = (format.name, query.concept, query.depth)
    if query.report:
        return reply(knowledge_base().export_report(*asked, at=query.at))
    response = Response(knowledge_base().export(*asked, at=query.at), content_type=format.media_type)
    name = "".join(c if c.isalnum() and c.isascii() else "-" for c in query.concept or "graph")
    response.headers.set("Content-Disposition", "inline", filename=f"{name}.{format.suffix}")
    return response


@api.before_request
def _may_write() -> None:
    """Only a known token may write; no more than the body's limit is read before that is known."""
    if request.endpoint in _WRITERS and request.method != "OPTIONS":
        request.max_content_length = LONGEST_DOCUMENT if request.endpoint == "api.read_document" else LONGEST_BODY
        g.writer = current_app.extensions["causeway-access"].writer(request)


@api.post(
    "/proposals",
    summary="Propose a change",
    tags=[extending],
    security=BEARER,
    responses={201: schema.ProposalReply, **ERRORS, **WRITING},
)
def propose(body: schema.ProposalBody) -> Response:
    sent = body.root
    return reply(knowledge_base().propose(sent.kind, sent.fields, by=g.writer, why=sent.why), 201)


@api.get("/proposals", summary="Proposals", tags=[extending], responses={200: schema.ProposalsReply, **ERRORS})
def proposals(query: schema.ProposalsQuery) -> Response:
    return reply(knowledge_base().proposals(query.state, limit=query.limit))


@api.get(
    "/proposals/<int:id>", summary="One proposal", tags=[extending], responses={200: schema.ProposalReply, **ERRORS}
)
def proposal(path: schema.NumberPath, query: schema.NoFields) -> Response:
    return reply(knowledge_base().proposal(path.id))


@api.post(
    "/proposals/<int:id>/decision",
    summary="Accept or reject a proposal, once",
    tags=[extending],
    security=BEARER,
    responses={200: schema.ProposalReply, **ERRORS, **WRITING},
)
def decide(path: schema.NumberPath, body: schema.DecisionBody) -> Response:
    return reply(knowledge_base().decide(path.id, body.verdict, by=g.writer, note=body.note))


@api.get("/history", summary="The changes", tags=[extending], responses={200: schema.HistoryReply, **ERRORS})
def history(query: schema.Page) -> Response:
    return reply(knowledge_base().history(limit=query.limit))


@api.post(
    "/history/<int:id>/revert",
    summary="Take a change back",
    tags=[extending],
    security=BEARER,
    responses={200: schema.EntryReply, **ERRORS, **WRITING},
)
def revert(path: schema.NumberPath, body: schema.RevertBody) -> Response:
    return reply(knowledge_base().revert(path.id, by=g.writer, why=body.note))


@api.post(
    "/documents",
    summary="Take a text in and propose what its sentences claim",
    tags=[extending],
    security=BEARER,
    responses={201: schema.ReadReply, **ERRORS, **WRITING},
)
def read_document(body: schema.DocumentBody) -> Response:
    return reply(knowledge_base().read_document(body.title, body.text, by=g.writer, why=body.why), 201)


_WRITERS = {f"api.{view.__name__}" for view in (propose, decide, revert, read_document)}
