"""The application: pages, API, documentation, health and metrics on one knowledge base."""

from __future__ import annotations

from flask import Response
from flask_openapi.models.info import Info
from flask_openapi.openapi import OpenAPI

from kg import __version__
from kg.knowledge_base import KnowledgeBase
from kg.tokens import Tokens
from kg.web import along, crossing, errors, failing, places, running, sending
from kg.web.access import Access
from kg.web.api import LONGEST_BODY, OPTIONAL_BODIES, api, reply
from kg.web.extending import extending
from kg.web.jobs import jobs
from kg.web.linked import linked_data
from kg.web.pages import pages
from kg.web.problems import Problem
from kg.web.sparql import Asking, sparql
from kg.web.trapi import described, trapi

_INFO = Info(
    title="Causeway",
    version=__version__,
    description="Causal questions over a graph of signed statements, each answered with its paths and passages.",
)


def create_app(knowledge: KnowledgeBase) -> OpenAPI:
    """The WSGI application on this knowledge base."""
    from kg.web.metrics import Metrics  # counts for all processes where it is imported after `serve` has named a folder

    settings = knowledge.settings
    app = OpenAPI(
        "kg.web",
        info=_INFO,
        security_schemes={"bearer": {"type": "http", "scheme": "bearer"}},
        doc_prefix="/docs",
        doc_url="/docs/openapi.json",
        validation_error_status=422,
        validation_error_model=Problem,
        validation_error_callback=errors.invalid,
    )
    app.openapi_version = "3.1.1"
    app.extensions["causeway"] = knowledge
    access = Access(Tokens(settings.data, settings.token), settings.rate, settings.read_rate)
    app.extensions["causeway-access"] = access
    app.config["MAX_CONTENT_LENGTH"] = LONGEST_BODY
    failing.register(app)
    app.register_api(api)
    app.register_api(jobs)
    for path in OPTIONAL_BODIES:
        app.paths[path].post.requestBody.required = False
    app.register_api(trapi)
    app.register_blueprint(pages)
    app.register_blueprint(extending)
    app.extensions["causeway-sparql"] = Asking(knowledge)
    app.register_blueprint(sparql)
    app.register_blueprint(linked_data)
    app.register_blueprint(along.along)
    metrics = Metrics()
    running.attend(app, knowledge, access, metrics)
    running.register(app, metrics)

    @app.get("/openapi.json", doc_ui=False)
    def openapi() -> Response:
        return reply(described({**app.api_doc, "servers": places.servers()}))

    app.view_functions["openapi.doc_url"] = openapi
    crossing.register(app)
    sending.register(app)
    places.register(app, settings.proxies)
    return app
