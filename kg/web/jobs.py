"""Imports over HTTP: each a job that goes on after its request, looked at and cancelled by its number."""

from __future__ import annotations

from flask import Response, current_app, g, request, url_for
from flask_openapi.blueprint import APIBlueprint

from kg.jobs import Jobs
from kg.settings import SettingsError
from kg.web import schema
from kg.web.api import LONGEST_BODY, LONGEST_IMPORT, extending, knowledge_base, reply
from kg.web.problems import BEARER, ERRORS, WRITING

jobs = APIBlueprint("jobs", __name__, url_prefix="/api/v1")


def _all() -> Jobs:
    settings = knowledge_base().settings
    if settings.data is None:
        raise SettingsError("nothing can be taken in here: KG_DATA names no folder for changes")
    return Jobs(settings.data / "jobs", settings.to_environment())


@jobs.before_request
def _may_write() -> None:
    """Only a known token may begin or cancel a job."""
    if request.method in ("POST", "DELETE"):
        request.max_content_length = LONGEST_IMPORT if request.method == "POST" else LONGEST_BODY
        g.writer = current_app.extensions["causeway-access"].writer(request)


@jobs.post(
    "/imports",
    summary="Take someone's graph in as one change, in a job",
    tags=[extending],
    operation_id="import_graph",
    security=BEARER,
    responses={202: schema.JobReply, **ERRORS, **WRITING},
)
def take_in(body: schema.ImportBody) -> Response:
    now = knowledge_base().now()
    job = _all().start("import", body.words(g.writer), {body.name: body.text.encode()}, by=g.writer, at=now)
    response = reply(job, 202)
    response.headers["Location"] = url_for("jobs.one", id=job.id)
    return response


@jobs.get(
    "/jobs",
    summary="Jobs, the latest first",
    tags=[extending],
    operation_id="jobs",
    responses={200: schema.JobsReply, **ERRORS},
)
def every(query: schema.Page) -> Response:
    found = _all().all()
    return reply({"jobs": found[: query.limit], "total": len(found), "complete": len(found) <= query.limit})


@jobs.get(
    "/jobs/<int:id>",
    summary="How far a job is",
    tags=[extending],
    operation_id="job",
    responses={200: schema.JobReply, **ERRORS},
)
def one(path: schema.NumberPath, query: schema.NoFields) -> Response:
    return reply(_all().one(path.id))


@jobs.delete(
    "/jobs/<int:id>",
    summary="Cancel a job; nothing of it is kept",
    tags=[extending],
    operation_id="cancel_job",
    security=BEARER,
    responses={200: schema.JobReply, **ERRORS, **WRITING},
)
def cancel(path: schema.NumberPath, query: schema.NoFields) -> Response:
    return reply(_all().cancel(path.id))
