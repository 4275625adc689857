"""The explorer: pages that are whole without scripts, each the view of one address on the knowledge base."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from flask import Blueprint, Response, abort, current_app, render_template, request, send_from_directory, url_for
from markupsafe import Markup

from kg import picture
from kg.answer import SILENCE, listing
from kg.answer.contexts import switches
from kg.answer.following import Example, examples
from kg.answer.headline import balance, headline, on_the_way, way
from kg.answer.shown import shown, understood
from kg.answer.structured import structured
from kg.answer.values import USES, AnswerWithWhy, Modifier, PathView
from kg.answer.views import told_of
from kg.causal import CausalGraph, ContradictoryContext
from kg.curation.rules import NOTE
from kg.english import labels, signs
from kg.english.say import capital
from kg.export import FORMATS
from kg.knowledge_base import NoVariable, Query
from kg.linking import AmbiguousConcept, UnknownConcept
from kg.model import CausewayError, Hedge, Sign
from kg.picture import looks
from kg.picture.around import Sieve, around
from kg.picture.atlas import atlas
from kg.query import ContradictoryQuery, named
from kg.vocabulary import folded
from kg.web import filters
from kg.web.api import knowledge_base, reply
from kg.web.icons import icon
from kg.web.narrowing import Narrowed, narrowed

LONGEST_QUESTION = 2000
FEW, MANY = 10, 50
FONTS = {"sans": "font_source_sans_pro", "serif": "font_source_serif_pro"}
A_YEAR = 365 * 24 * 3600
T = TypeVar("T")

pages = Blueprint("pages", __name__, template_folder="templates", static_folder="static", static_url_path="/static")
for _filter in (filters.cited, filters.plain, filters.counted, capital, signs.tone):
    pages.add_app_template_filter(_filter, _filter.__name__)


@pages.app_context_processor
def _everywhere() -> dict[str, Any]:
    graph = knowledge_base().snapshot.graph
    return {
        "icon": icon,
        "BASES": labels.BASES,
        "HEDGES": {hedge.name: words for hedge, words in signs.HEDGES.items()},
        "SIGNS": {sign.value: words for sign, words in signs.SIGNS.items()},
        "UNSIGNED": signs.UNSIGNED,
        "TONES": signs.TONES,
        "DIRECTIONS": signs.DIRECTION_WORDS,
        "SYMBOLS": looks.SYMBOLS,
        "AT_WORK": labels.AT_WORK,
        "ROLES": labels.ROLES,
        "USES": USES,
        "EVIDENCE": labels.EVIDENCE,
        "noted": lambda document: document is None or document.startswith(NOTE),
        "label_of": lambda ids: graph.concepts[ids[0]].label if ids else "",
        "way": way,
        "on_the_way": on_the_way,
        "SILENCE": SILENCE,
        "drawn": drawn,
        "link": link,
        "shape": lambda concept: looks.symbol(graph, concept),
        "graph": graph,
    }


def link(endpoint: str, **fields: Any) -> str:
    """The address of a page with only the fields that say something."""
    return url_for(f"pages.{endpoint}", **{name: value for name, value in fields.items() if value})


def drawn(paths: Sequence[PathView], modifiers: Iterable[Modifier], title: str) -> Markup:
    """The paths as a picture whose colours the page's style sheet sets."""
    kinds = knowledge_base().snapshot.graph.kinds
    return Markup(picture.svg(picture.picture(paths, modifiers), title=title, kinds=kinds, standalone=False))


def page(template: str, status: int = 200, *, graph: CausalGraph | None = None, **values: Any) -> Response:
    """A template filled in, as a response; `graph` holds what it shows, by default the whole one."""
    if graph:
        values |= {"graph": graph, "shape": lambda concept: looks.symbol(graph, concept)}
    return Response(render_template(template, **values), status, content_type="text/html")


def _text(name: str, longest: int = 200) -> str:
    return " ".join(request.args.get(name, "").split())[:longest]


def _texts(name: str, most: int = 40) -> list[str]:
    return [value for value in dict.fromkeys(request.args.getlist(name)) if value.strip()][:most]


def _number(name: str, otherwise: int, largest: int) -> int:
    value = request.args.get(name, "")
    return max(1, min(int(value), largest)) if value.isascii() and value.isdecimal() and len(value) < 6 else otherwise


@pages.get("/")
def ask() -> Response:
    """The start page, or the answer to a question."""
    question = " ".join(request.args.get("q", "").split())
    if not question:
        return page("start.html", examples=_examples(), imported=knowledge_base().size)
    if len(question) > LONGEST_QUESTION:
        detail = f"It has {len(question):,} characters; {LONGEST_QUESTION:,} is the most. Ask one thing at a time."
        return page("error.html", 422, title="The question is too long", detail=detail, question=question, tab="ask")
    knowledge, context, most = knowledge_base(), _texts("context"), _number("most", FEW, 100)
    turned = bool(_text("turns"))
    answer, now = knowledge.asked(question, context, max_paths=most, why=True, turns=turned)
    before = knowledge.ask(question, max_paths=most) if context else None
    turning = int(turned) or None
    asked = url_for("api.ask_by_address", question=question, context=context, at=knowledge.change, turns=turning)
    first = answer.paths[0].nodes if answer.paths else ()
    return page(
        "answer.html",
        graph=now.graph,
        answer=answer,
        question=question,
        shown=shown(now.graph, answer, context, before=before),
        understood=understood(now.graph, now.lexicon, question, answer),
        why=answer.why if isinstance(answer, AnswerWithWhy) else None,
        structured=structured(now.graph, answer, url_for("pages.ask", q=question, context=context, _external=True)),
        examples=_examples() if answer.status == "not_understood" else (),
        exports=_exports(first[0].id, first[-1].id, context, asked) if first else (),
        most=most,
        context=context,
    )


def _examples() -> list[Example]:
    def make() -> list[Example]:
        knowledge = knowledge_base()
        return examples(knowledge.snapshot.graph, knowledge.ask)

    return _of_snapshot("examples", make)


def _of_snapshot(name: str, make: Callable[[], T]) -> T:
    """What is made once for each snapshot, when first asked for."""
    kept = current_app.extensions.setdefault("causeway.pages", {})
    version, value = kept.get(name, (None, None))
    if version != knowledge_base().version:
        version, value = kept[name] = (knowledge_base().version, make())
    made: T = value
    return made


def _api_fields(asked: Narrowed) -> dict[str, Any]:
    """What narrows a page of paths, as the API calls it."""
    names = {"hedge": "min_hedge", "ours": "bridges"}
    return {names.get(name, name): values for name, values in asked.fields.items()}


def _exports(cause: str, effect: str, context: list[str], json: str, **more: Any) -> list[tuple[str, str]]:
    """Where the same can be had as a file."""
    fields: dict[str, Any] = {"cause": cause, "effect": effect, "context": context, **more}
    picture, data = url_for("api.paths_svg", **fields), url_for("api.paths", **fields)
    return [("Picture (SVG)", picture), ("Data (JSON)", json or data)]


@pages.get("/explore")
def explore() -> Response:
    """A concept, all between two, or a search."""
    concept, cause, effect, words = _text("concept"), _text("from"), _text("to"), _text("q")
    if cause and effect:
        return _between(cause, effect)
    if concept:
        return _sheet(concept)
    knowledge = knowledge_base()
    found = knowledge.concepts(words, limit=MANY).concepts if words else ()
    groups = listing.by_kind(knowledge.snapshot.graph)
    graph = knowledge.near((), concepts=(c.id for c in found)).graph
    return page("explore.html", graph=graph, words=words, found=found, groups=groups, cause=cause, effect=effect)


def _between(cause: str, effect: str) -> Response:
    knowledge, context, most = knowledge_base(), _texts("context"), _number("most", FEW, 100)
    now = knowledge.snapshot.about(cause, effect, *context, *_texts("through"), *_texts("avoid"))
    asked = narrowed(now.graph, now.lexicon, request.args, context=context, limit=most)
    answer = knowledge.paths(cause, effect, asked.query, turns=bool(_text("turns")), near=False)
    before = knowledge.paths(cause, effect, replace(asked.query, context=()), near=False) if context else None
    graph = knowledge.between((answer.cause, answer.effect)).graph
    return page(
        "between.html",
        graph=graph,
        answer=answer,
        asked=asked,
        mediations=[
            knowledge.mediation(answer.cause, answer.effect, id, context)
            for id in asked.named
            if len({now.graph.variable_of(c) for c in (answer.cause, answer.effect, id)}) == 3
        ],
        shown=shown(graph, answer, context, before=before),
        exports=_exports(answer.cause, answer.effect, context, "", **_api_fields(asked)),
        most=most,
        context=context,
    )


def _sheet(name: str) -> Response:
    knowledge = knowledge_base()
    concept = knowledge.concept(name)
    also = [knowledge.resolve(c) for c in _texts("also", 12)]
    graph = knowledge.near([concept.id, *also]).graph
    statements = [graph.statements[id] for id in concept.statements if id in graph.statements]
    sieve = Sieve(
        signs=tuple(s for s in _texts("sign") if s in (Sign.PLUS.value, Sign.MINUS.value, Sign.UNKNOWN.value)),
        kinds=tuple(id for k in _texts("kind") for id in named(graph.kinds, k)),
        hedge=Hedge.__members__.get(folded(_text("hedge")), Hedge.aim),
        others=bool(_text("others")) or not any(s.sign for s in statements),
    )
    return page(
        "concept.html",
        graph=graph,
        concept=concept,
        lines=told_of(concept),
        drawing=around(graph, concept.id, also, sieve),
        more=len(concept.statements) - len(statements),
        sieve=sieve,
        kinds=listing.kinds_near(graph, concept.id),
        acts=[s for s in statements if s.subject == concept.id and s.sign],
        acted=[s for s in statements if s.object == concept.id and s.sign],
        other=[s for s in statements if not s.sign],
        loops=knowledge.feedback(concept.id).loops,
        formats=FORMATS,
    )


@pages.get("/statement/<path:id>")
def statement(id: str) -> Response:
    """A statement with its passage."""
    knowledge = knowledge_base()
    shown = knowledge.statement(id)
    graph = knowledge.near((), statements=(shown.id, *shown.modifies, *shown.modified_by)).graph
    return page(
        "statement.html",
        graph=graph,
        statement=shown,
        lines=told_of(shown),
        modifies=[graph.statements[s] for s in shown.modifies],
        modified_by=[graph.statements[s] for s in shown.modified_by],
    )


@pages.get("/scenario")
def scenario() -> Response:
    """Several things set high or low, and what comes of it."""
    knowledge = knowledge_base()
    high, low, context = _texts("high"), _texts("low"), _texts("context")
    both = [knowledge.resolve(c) for c in high if c in low]
    graph = knowledge.near(both).graph
    if both:
        raise ContradictoryContext(f"{graph.concepts[both[0]].label} is set both high and low; leave one out", set=both)
    levels = {**{c: 1 for c in high}, **{c: -1 for c in low}}
    return page(
        "scenario.html",
        graph=knowledge.near((), concepts=map(knowledge.resolve, levels)).graph,
        answer=knowledge.scenario(levels, context) if levels else None,
        groups=listing.settable(graph),
        high=high,
        low=low,
        context=context,
        switches=switches(graph, context),
    )


@pages.get("/compare")
def compare() -> Response:
    """Two things side by side, by what they do to a third."""
    knowledge = knowledge_base()
    a, b, effect, context = _text("a"), _text("b"), _text("effect"), _texts("context")
    if not (a and b and effect):
        return page("compare.html", sides=(), a=a, b=b, effect=effect, switches=(), context=context)
    sides = [knowledge.paths(cause, effect, Query(context=tuple(context), limit=FEW)) for cause in (a, b)]
    graph = knowledge.between(*((s.cause, s.effect) for s in sides)).graph
    return page(
        "compare.html",
        graph=graph,
        sides=[(s, headline(s), balance(s.paths)) for s in sides],
        a=graph.concepts[sides[0].cause].label,
        b=graph.concepts[sides[1].cause].label,
        effect=graph.concepts[sides[0].effect].label,
        switches=switches(graph, context, about=(sides[0].cause, sides[1].cause, sides[0].effect), answer=sides[0]),
        context=context,
    )


@pages.get("/static/fonts/<family>/<name>")
def font(family: str, name: str) -> Response:
    """A font from the package that brings it."""
    found = importlib.util.find_spec(FONTS[family]) if family in FONTS else None
    if found is None or found.origin is None:
        abort(404)
    return send_from_directory(Path(found.origin).parent / "files", name, max_age=A_YEAR)


@pages.get("/favicon.ico")
def favicon() -> Response:
    """The mark, for who looks for it where it was once kept."""
    return pages.send_static_file("mark.svg")


_TITLES = {
    UnknownConcept: "No concept has this name",
    AmbiguousConcept: "Which one is meant?",
    ContradictoryContext: "These cannot hold together",
    ContradictoryQuery: "No path can be so",
    NoVariable: "This has no level",
}
_SAID = {
    404: ("There is no such page", "nothing is at this address; it may be mistyped, or out of date"),
    405: ("This page can only be read", "it takes nothing that is sent to it"),
    413: ("Too much was sent", "this is more than is taken at once"),
    500: ("The fault is ours", "something went wrong here, not in what you asked; try again, or ask something else"),
}


def error_page(error: Exception, status: int) -> Response:
    """What is wrong, what would be right, and the form as it was."""
    if isinstance(error, CausewayError):
        title, detail = _TITLES.get(type(error), "This cannot be shown"), error.detail
        suggested = error.fields.get("suggestions", error.fields.get("candidates", ()))
    else:
        title, detail = _SAID.get(status, ("This cannot be shown", getattr(error, "description", "")))
        suggested = ()
    near = [s for s in suggested if isinstance(s, str)]
    return page(
        "error.html",
        status,
        graph=knowledge_base().near((), concepts=near).graph if near else None,
        title=title,
        detail=detail,
        suggestions=[s for s in suggested if isinstance(s, (str, dict))],
        question=_text("q", LONGEST_QUESTION),
        tab=(request.endpoint or "").rpartition(".")[2],
    )


@pages.get("/map")
def whole_map() -> Response:
    """The page that the map is drawn on."""
    return page("map.html", formats=FORMATS, left_out=knowledge_base().size)


@pages.get("/map.json")
def map_data() -> Response:
    """The map as data."""
    return reply(_of_snapshot("atlas", lambda: atlas(knowledge_base().snapshot.graph)))
