"""What can be taken along from an answer: a page to print, a frame for other pages, a feed of what turns it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

from flask import Blueprint, Response, abort, render_template, request, url_for

from kg.answer import Answer
from kg.answer.clinic import to_ask
from kg.answer.headline import headline
from kg.english.reading import reading_age
from kg.followed import Turned, turned
from kg.web.api import knowledge_base, reply
from kg.web.filters import plain
from kg.web.pages import LONGEST_QUESTION

along = Blueprint("along", __name__, template_folder="templates")
WIDE, HIGH = 640, 520
MOST_SAID, MOST_TOLD = 5, 3
_FRAMED = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; frame-ancestors *"
_ATOM = "http://www.w3.org/2005/Atom"


def _asked() -> tuple[str, list[str]]:
    """The question of an address, and the contexts that it is asked in."""
    question = " ".join(request.args.get("q", "").split())
    if not question or len(question) > LONGEST_QUESTION:
        abort(422, f"Give a question as q, of at most {LONGEST_QUESTION:,} characters.")
    return question, [value for value in dict.fromkeys(request.args.getlist("context")) if value.strip()][:10]


def _shown(template: str, **values: Any) -> Response:
    return Response(render_template(template, **values), content_type="text/html")


@along.get("/clinic")
def clinic() -> Response:
    """One page to print and take to a clinic, or to whoever else knows the case, in large print."""
    question, context = _asked()
    knowledge = knowledge_base()
    answer = knowledge.ask(question, context)
    said = [c for c in answer.citations if not c.bridge][:MOST_SAID]
    told = [headline_text(answer), *(c.text for c in said), *answer.caveats[:MOST_TOLD]]
    return _shown(
        "clinic.html",
        question=question,
        answer=answer,
        verdict=headline_text(answer),
        said=said,
        ours=any(c.bridge for c in answer.citations),
        caveats=[plain(caveat) for caveat in answer.caveats[:MOST_TOLD]],
        contexts=[knowledge.snapshot.graph.concepts[knowledge.resolve(c)].label for c in context],
        to_ask=[plain(text) for text in to_ask(knowledge.snapshot.graph, answer)],
        age=reading_age(" ".join(plain(text) for text in told)),
        address=url_for("pages.ask", q=question, context=context, _external=True),
    )


def headline_text(answer: Answer) -> str:
    """The finding of an answer in one sentence, without marks."""
    found = headline(answer)
    return plain(" ".join(filter(None, (found.before, found.verb, found.after))))


@along.get("/embed")
def embed() -> Response:
    """An answer to be shown within another page, with its picture, its citations and the way back."""
    question, context = _asked()
    answer = knowledge_base().ask(question, context)
    response = _shown(
        "embed.html",
        question=question,
        answer=answer,
        verdict=headline_text(answer),
        address=url_for("pages.ask", q=question, context=context, _external=True),
    )
    response.headers["Content-Security-Policy"] = _FRAMED
    return response


@along.get("/oembed")
def oembed() -> Response:
    """How an address of this service is embedded, as oEmbed 1.0 has it; only answers are."""
    sent = urlsplit(request.args.get("url", ""))
    fields = parse_qs(sent.query)
    question = " ".join(fields.get("q", [""])[0].split())[:LONGEST_QUESTION]
    if not question or (sent.netloc and sent.netloc != request.host):
        abort(404)
    if request.args.get("format", "json") != "json":
        abort(501)
    frame = url_for("along.embed", q=question, context=fields.get("context", []), _external=True)
    source = frame.replace("&", "&amp;").replace('"', "&quot;")
    wide, high = (_at_most(name, size) for name, size in (("maxwidth", WIDE), ("maxheight", HIGH)))
    html = f'<iframe src="{source}" width="{wide}" height="{high}" title="Causeway" loading="lazy"></iframe>'
    return reply(
        {
            "version": "1.0",
            "type": "rich",
            "provider_name": "Causeway",
            "provider_url": url_for("pages.ask", _external=True),
            "title": question,
            "html": html,
            "width": wide,
            "height": high,
        }
    )


def _at_most(name: str, size: int) -> int:
    value = request.args.get(name, "")
    return min(size, int(value)) if value.isascii() and value.isdecimal() and 0 < len(value) < 6 else size


@along.get("/follow.atom")
def atom() -> Response:
    """A feed (RFC 4287) of the changes that turned the verdict on a question."""
    question, context = _asked()
    found = turned(knowledge_base(), question, context)
    page = url_for("pages.ask", q=question, context=context, _external=True)
    feed = ElementTree.Element("feed", xmlns=_ATOM)
    _add(feed, "id", page)
    _add(feed, "title", f"What turns the answer: {question}")
    _add(feed, "updated", found[0].at if found else "1970-01-01T00:00:00Z")
    ElementTree.SubElement(feed, "link", rel="self", href=request.url)
    ElementTree.SubElement(feed, "link", rel="alternate", href=page)
    _add(ElementTree.SubElement(feed, "author"), "name", "Causeway")
    for turn in found:
        entry = ElementTree.SubElement(feed, "entry")
        _add(entry, "id", _entry_id(page, turn))
        _add(entry, "title", f"Change {turn.change} turned it")
        _add(entry, "updated", turn.at)
        ElementTree.SubElement(entry, "link", rel="alternate", href=page)
        _add(entry, "content", turn.text)
    told = ElementTree.tostring(feed, encoding="unicode", xml_declaration=False)
    return Response(f'<?xml version="1.0" encoding="utf-8"?>\n{told}', content_type="application/atom+xml")


def _add(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = text


def _entry_id(page: str, turn: Turned) -> str:
    return f"{page}#change-{turn.change}"


@along.get("/follow.json")
def json_feed() -> Response:
    """The same as a JSON feed, version 1.1."""
    question, context = _asked()
    page = url_for("pages.ask", q=question, context=context, _external=True)
    items = [
        {
            "id": _entry_id(page, turn),
            "url": page,
            "title": f"Change {turn.change} turned it",
            "content_text": turn.text,
            "date_published": turn.at,
            "_causeway": {
                "change": turn.change,
                "before": turn.before,
                "after": turn.after,
                "statements": turn.statements,
            },
        }
        for turn in turned(knowledge_base(), question, context)
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"What turns the answer: {question}",
        "home_page_url": page,
        "feed_url": request.url,
        "items": items,
    }
    response = reply(feed)
    response.content_type = "application/feed+json"
    return response
