"""Linked data over HTTP: each thing by its address, in the format that a client reads best.

`/id/…` stands for a thing, which is no document, so it leads on (303) to what is said of it: a page, or `/data/…`. The
vocabulary and the dataset are documents, and are sent at once.
"""

from __future__ import annotations

from collections.abc import Callable

import rdflib
from flask import Blueprint, Response, abort, current_app, redirect, render_template, request, url_for
from werkzeug import Response as AnyResponse
from werkzeug.exceptions import NotAcceptable

from kg import export, linked, vocabulary
from kg.knowledge_base import KnowledgeBase
from kg.linked import FORMS, Form
from kg.model import Concept, Statement
from kg.settings import VOCABULARY
from kg.web.api import knowledge_base

linked_data = Blueprint("linked", __name__)
HTML = "text/html"
_BY_TYPE = {form.media_type: form for form in FORMS}
_BY_SUFFIX = {form.suffix: form for form in FORMS}
_OFFERED = (*_BY_TYPE, HTML)


@linked_data.after_request
def _by_accept(response: Response) -> Response:
    response.vary.add("Accept")
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def wanted() -> str:
    """The media type that a client reads best, Turtle where it is all the same. Raises NotAcceptable (406)."""
    if not request.headers.get("Accept", "").strip():
        return FORMS[0].media_type
    found = request.accept_mimetypes.best_match(_OFFERED)
    if found is None:
        raise NotAcceptable(f"this can be had as {', '.join(_OFFERED)}")
    return found


@linked_data.get("/id/<path:name>")
def thing(name: str) -> AnyResponse:
    """Leads to what is said of a concept, statement or document, however its id is spelled."""
    type_ = wanted()
    if name in ("vocab", ".well-known/void"):
        return redirect(url_for("linked.vocab" if name == "vocab" else "linked.void"), 303)
    found = _thing(knowledge_base(), name)
    if type_ != HTML:
        address = url_for("linked.data", name=f"{found.id}.{_BY_TYPE[type_].suffix}")
    elif isinstance(found, Concept):
        address = url_for("pages.explore", concept=found.id)
    elif isinstance(found, Statement):
        address = url_for("pages.statement", id=found.id)
    else:
        address = url_for("linked.data", name=found.id)
    return redirect(address, 303)


def _thing(knowledge: KnowledgeBase, name: str) -> linked.Thing:
    graph = knowledge.snapshot.graph
    return linked.thing(graph, name) or graph.concepts[knowledge.resolve(name)]


@linked_data.get("/data/<path:name>")
def data(name: str) -> Response:
    """What is said of a thing; the ending of its name, where it has one of ours, tells the format."""
    knowledge = knowledge_base()
    stem, dot, suffix = name.rpartition(".")
    form = _BY_SUFFIX.get(suffix) if dot else None
    found = _thing(knowledge, stem if form else name)
    address = url_for("linked.data", name=found.id)
    return _sent(lambda: linked.described(knowledge.snapshot.graph, found), address, _title(found), form)


def _title(found: linked.Thing) -> str:
    return found.label if isinstance(found, Concept) else found.text if isinstance(found, Statement) else found.title


@linked_data.get("/vocab", defaults={"suffix": ""})
@linked_data.get("/vocab.<suffix>")
def vocab(suffix: str) -> Response:
    """The vocabulary, with the kinds and relations of this graph."""
    if suffix and suffix not in _BY_SUFFIX:
        abort(404)
    knowledge = knowledge_base()
    file = next(file for file in knowledge.settings.files if file.name == VOCABULARY)
    make = lambda: linked.terms(knowledge.snapshot.graph, file.read_bytes())  # noqa: E731
    return _sent(make, url_for("linked.vocab"), "The vocabulary", _BY_SUFFIX.get(suffix))


@linked_data.get("/.well-known/void")
def void() -> Response:
    """The dataset: what it holds, how it is linked, where it can be had."""
    knowledge = knowledge_base()
    formats = (f for f in export.FORMATS.values() if f.name in ("turtle", "json-ld", "n-quads"))
    dumps = {f.media_type: url_for("api.graph", format=f.name, _external=True) for f in formats}
    rules = {rule.rule for rule in current_app.url_map.iter_rules()}
    sparql = request.url_root.rstrip("/") + "/sparql" if "/sparql" in rules else None
    make = lambda: linked.dataset(knowledge.snapshot.graph, knowledge.version, dumps, sparql)  # noqa: E731
    return _sent(make, url_for("linked.void"), "The dataset", None)


def _sent(make: Callable[[], rdflib.Graph], address: str, title: str, form: Form | None) -> Response:
    """The triples in the format that is named, else in the one that the client reads best."""
    type_ = form.media_type if form else wanted()
    triples = linked.steady(make())
    if type_ == HTML:
        shown = _rows(triples)
        body = render_template("described.html", title=title, address=address, subjects=shown, forms=FORMS)
    else:
        body = linked.written(triples, _BY_TYPE[type_])
    response = Response(body, content_type=type_)
    if address.startswith(url_for("linked.data", name="x")[:-1]) or address == url_for("linked.vocab"):
        for other in FORMS:
            response.headers.add("Link", f'<{address}.{other.suffix}>; rel="alternate"; type="{other.media_type}"')
    return response


def _rows(triples: rdflib.Graph) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Each subject with what is said of it: predicate, value, and the address of the value where it has one."""
    by_subject: dict[str, list[tuple[str, str, str]]] = {}
    for subject, predicate, value in sorted(triples):
        iri = str(value) if isinstance(value, rdflib.URIRef) else ""
        said = (vocabulary.curie(str(predicate)), vocabulary.curie(iri) if iri else str(value), _address(iri))
        by_subject.setdefault(vocabulary.curie(str(subject)), []).append(said)
    return list(by_subject.items())


def _address(iri: str) -> str:
    """Where a person finds what an IRI stands for: here, where it is ours."""
    if iri.startswith(vocabulary.VOCAB):
        return url_for("linked.vocab")
    return url_for("linked.thing", name=vocabulary.local(iri)) if iri.startswith(vocabulary.BASE) else iri
