"""The explorer: pages that are whole without scripts, each the view of one address on the knowledge base."""

from __future__ import annotations

import importlib.util
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, render_template, request, send_from_directory, url_for
from markupsafe import Markup

from kg import picture
from kg.answer import SILENCE
from kg.answer.values import USES, Answer, AnswerWithWhy, MentionView
from kg.causal import ContradictoryContext
from kg.export import FORMATS
from kg.knowledge_base import NoVariable, Query, named
from kg.linking import AmbiguousConcept, UnknownConcept
from kg.model import CausewayError, Hedge
from kg.vocabulary import folded
from kg.web import prose
from kg.web.api import knowledge_base, reply
from kg.web.around import Sieve, around
from kg.web.atlas import atlas
from kg.web.examples import examples, next_questions
from kg.web.icons import icon
from kg.web.switches import changes, switches

LONGEST_QUESTION = 2000
FEW, MANY = 10, 50
FONTS = {"sans": "font_source_sans_pro", "serif": "font_source_serif_pro"}
A_YEAR = 365 * 24 * 3600

pages = Blueprint("pages", __name__, template_folder="templates", static_folder="static", static_url_path="/static")
for _filter in (prose.cited, prose.plain, prose.capital, prose.counted, prose.tone, prose.direction_tone):
    pages.add_app_template_filter(_filter, _filter.__name__)


@dataclass(frozen=True, slots=True)
class Reading:
    """A mention with the other concepts that its words could name, each with the question that means it."""

    mention: MentionView
    others: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Pick:
    """What could be meant instead: its name with the concept that it is, if any, and the question that means it."""

    text: str
    id: str | None
    question: str


@pages.app_context_processor
def _everywhere() -> dict:
    return {
        "icon": icon,
        "BASES": prose.BASES,
        "HEDGES": prose.HEDGES,
        "STRENGTHS": prose.STRENGTHS,
        "ROLES": prose.ROLES,
        "USES": USES,
        "EVIDENCE": prose.EVIDENCE,
        "way": prose.way,
        "SILENCE": SILENCE,
        "drawn": drawn,
        "link": link,
        "shape": lambda concept: prose.shape(knowledge_base().snapshot.graph, concept),
        "graph": knowledge_base().snapshot.graph,
    }


def link(endpoint: str, **fields) -> str:
    """The address of a page with only the fields that say something."""
    return url_for(f"pages.{endpoint}", **{name: value for name, value in fields.items() if value})


def drawn(paths, modifiers, title: str) -> Markup:
    """The paths as a picture whose colours the page's style sheet sets."""
    return Markup(picture.svg(picture.picture(paths, modifiers), title=title, standalone=False))


def page(template: str, status: int = 200, **values) -> Response:
    """A template filled in, as a response."""
    return Response(render_template(template, **values), status, content_type="text/html")


def _text(name: str, longest: int = 200) -> str:
    return " ".join(request.args.get(name, "").split())[:longest]


def _texts(name: str, most: int = 40) -> list[str]:
    return [value for value in dict.fromkeys(request.args.getlist(name)) if value.strip()][:most]


def _number(name: str, otherwise: int, largest: int) -> int:
    value = request.args.get(name, "")
    return max(1, min(int(value), largest)) if value.isascii() and value.isdecimal() and len(value) < 6 else otherwise


@pages.get("/")
def ask():
    question = " ".join(request.args.get("q", "").split())
    if not question:
        return page("start.html", examples=_examples())
    if len(question) > LONGEST_QUESTION:
        detail = f"It has {len(question):,} characters; {LONGEST_QUESTION:,} is the most. Ask one thing at a time."
        return page("error.html", 422, title="The question is too long", detail=detail, question=question, tab="ask")
    knowledge, context, most = knowledge_base(), _texts("context"), _number("most", FEW, 100)
    answer = knowledge.ask(question, context, max_paths=most, why=True)
    graph = knowledge.snapshot.graph
    return page(
        "answer.html",
        answer=answer,
        question=question,
        headline=prose.headline(answer),
        balance=prose.balance(answer.paths),
        marked=prose.marked(question, answer),
        words=prose.phrases(question, answer.words),
        why=answer.why if isinstance(answer, AnswerWithWhy) else None,
        readings=[Reading(m, tuple(_others(question, m))) for m in answer.concepts],
        picks=_picks(question, answer),
        switches=switches(graph, context, about=[m.id for m in answer.concepts], answer=answer),
        changes=changes(knowledge.ask(question, max_paths=most), answer) if context else None,
        next=next_questions(knowledge, answer),
        examples=_examples() if answer.status == "not_understood" else (),
        exports=_exports(
            answer.paths[0].nodes[0].id,
            answer.paths[0].nodes[-1].id,
            context,
            url_for("api.ask_by_address", question=question, context=context),
        )
        if answer.paths
        else (),
        most=most,
        context=context,
    )


def _examples():
    return _of_snapshot("examples", lambda: examples(knowledge_base()))


def _of_snapshot(name: str, make):
    """What is made once for each snapshot, when first asked for."""
    kept = current_app.extensions.setdefault("causeway.pages", {})
    version, value = kept.get(name, (None, None))
    if version != knowledge_base().version:
        version, value = kept[name] = (knowledge_base().version, make())
    return value


def _others(question: str, mention: MentionView):
    if " ".join(question[mention.start : mention.end].split()) != " ".join(mention.text.split()):
        return
    for hit in knowledge_base().concepts(mention.text, limit=5).concepts:
        if hit.id != mention.id:
            yield hit.id, hit.label, question[: mention.start] + hit.label + question[mention.end :]


def _exports(cause: str, effect: str, context, json: str) -> list[tuple[str, str]]:
    """Where the same can be had as a file."""
    fields = {"cause": cause, "effect": effect, "context": context}
    picture, data = url_for("api.paths_svg", **fields), url_for("api.paths", **fields)
    return [("Picture (SVG)", picture), ("Data (JSON)", json or data)]


def _picks(question: str, answer: Answer) -> list[Pick]:
    """What could be meant instead: the readings, each with its concept where several can be meant, then other names."""
    read = [r.text for r in answer.readings]
    if answer.status == "ambiguous" and len(read) == len(answer.suggestions):
        return [Pick(s.text, s.id, text) for s, text in zip(answer.suggestions, read, strict=True)]
    picks = [Pick(text, None, text) for text in read if answer.status in ("related", "not_understood")]
    for s in answer.suggestions:
        meant = _meant(question, answer.concepts, s.text) if s.id else s.text
        if meant not in read and f"what is {s.text}?" not in read:
            picks.append(Pick(s.text, s.id, meant))
    return picks


def _meant(question: str, mentions, text: str) -> str:
    """The question that a suggestion stands for: itself, or with the words in doubt replaced."""
    for mention in sorted(mentions, key=lambda m: m.score):
        if mention.score < 1 and question[mention.start : mention.end] == mention.text:
            return question[: mention.start] + text + question[mention.end :]
    return text


@pages.get("/explore")
def explore():
    knowledge = knowledge_base()
    graph = knowledge.snapshot.graph
    concept, cause, effect, words = _text("concept"), _text("from"), _text("to"), _text("q")
    if cause and effect:
        return _between(cause, effect)
    if concept:
        return _sheet(concept)
    found = knowledge.concepts(words, limit=MANY).concepts if words else ()
    kinds = sorted(graph.kinds.values(), key=lambda k: k.label)
    listed = [(kind, knowledge.concepts(kind=kind.id, limit=500).concepts) for kind in kinds]
    groups = [(kind, concepts) for kind, concepts in listed if concepts]
    return page("explore.html", words=words, found=found, groups=groups, cause=cause, effect=effect)


def _between(cause: str, effect: str):
    knowledge, context, most = knowledge_base(), _texts("context"), _number("most", FEW, 100)
    graph = knowledge.snapshot.graph
    answer = knowledge.paths(cause, effect, Query(context=tuple(context), limit=most))
    before = knowledge.paths(cause, effect, Query(limit=most)) if context else None
    return page(
        "between.html",
        answer=answer,
        headline=prose.headline(answer),
        balance=prose.balance(answer.paths),
        switches=switches(graph, context, about=(answer.cause, answer.effect), answer=answer),
        changes=changes(before, answer) if before else None,
        next=next_questions(knowledge, answer),
        exports=_exports(answer.cause, answer.effect, context, ""),
        most=most,
        context=context,
    )


def _sheet(name: str):
    knowledge = knowledge_base()
    graph = knowledge.snapshot.graph
    concept = knowledge.concept(name)
    statements = [graph.statements[id] for id in concept.statements]
    sieve = Sieve(
        signs=tuple(s for s in _texts("sign") if s in ("+", "-", "?")),
        kinds=tuple(id for k in _texts("kind") for id in named(graph.kinds, k)),
        hedge=Hedge.__members__.get(folded(_text("hedge")), Hedge.aim),
        others=bool(_text("others")) or not any(s.sign for s in statements),
    )
    drawing = around(graph, concept.id, [knowledge.resolve(c) for c in _texts("also", 12)], sieve)
    return page(
        "concept.html",
        concept=concept,
        drawing=drawing,
        sieve=sieve,
        kinds=_kinds_near(graph, concept.id),
        acts=[s for s in statements if s.subject == concept.id and s.sign],
        acted=[s for s in statements if s.object == concept.id and s.sign],
        other=[s for s in statements if not s.sign],
        loops=knowledge.feedback(concept.id).loops,
        formats=FORMATS,
    )


def _kinds_near(graph, id: str) -> list:
    """The kinds of the concepts that a statement joins to this one, with how many there are of each."""
    near = {c for s in graph.by_concept.get(id, ()) for c in (s.subject, s.object)} - {id}
    count = Counter(graph.concepts[c].kind for c in near)
    return [(graph.kinds[kind], number) for kind, number in count.most_common()]


@pages.get("/statement/<path:id>")
def statement(id: str):
    knowledge = knowledge_base()
    shown = knowledge.statement(id)
    graph = knowledge.snapshot.graph
    return page(
        "statement.html",
        statement=shown,
        modifies=[graph.statements[s] for s in shown.modifies],
        modified_by=[graph.statements[s] for s in shown.modified_by],
    )


@pages.get("/scenario")
def scenario():
    knowledge = knowledge_base()
    graph = knowledge.snapshot.graph
    high, low, context = _texts("high"), _texts("low"), _texts("context")
    settable = [
        (kind, sorted((c for c in graph.concepts.values() if c.kind == kind.id and graph.is_signed(c.id)), key=_label))
        for kind in sorted(graph.kinds.values(), key=lambda k: (not k.intervention, k.label))
    ]
    both = [knowledge.resolve(c) for c in high if c in low]
    if both:
        raise ContradictoryContext(f"{graph.concepts[both[0]].label} is set both high and low; leave one out", set=both)
    levels = {**{c: 1 for c in high}, **{c: -1 for c in low}}
    answer = knowledge.scenario(levels, context) if levels else None
    return page(
        "scenario.html",
        answer=answer,
        groups=[(kind, concepts) for kind, concepts in settable if concepts],
        high=high,
        low=low,
        switches=switches(graph, context),
    )


def _label(concept) -> str:
    return concept.label.casefold()


@pages.get("/compare")
def compare():
    knowledge = knowledge_base()
    graph = knowledge.snapshot.graph
    a, b, effect, context = _text("a"), _text("b"), _text("effect"), _texts("context")
    if not (a and b and effect):
        return page("compare.html", sides=(), a=a, b=b, effect=effect, switches=(), context=context)
    sides = [knowledge.paths(cause, effect, Query(context=tuple(context), limit=FEW)) for cause in (a, b)]
    return page(
        "compare.html",
        sides=[(s, prose.headline(s), prose.balance(s.paths)) for s in sides],
        a=graph.concepts[sides[0].cause].label,
        b=graph.concepts[sides[1].cause].label,
        effect=graph.concepts[sides[0].effect].label,
        switches=switches(graph, context, about=(sides[0].cause, sides[1].cause, sides[0].effect), answer=sides[0]),
        context=context,
    )


@pages.get("/static/fonts/<family>/<name>")
def font(family: str, name: str):
    """A font from the package that brings it."""
    found = importlib.util.find_spec(FONTS[family]) if family in FONTS else None
    if found is None or found.origin is None:
        abort(404)
    return send_from_directory(Path(found.origin).parent / "files", name, max_age=A_YEAR)


@pages.get("/favicon.ico")
def favicon():
    """The mark, for who looks for it where it was once kept."""
    return pages.send_static_file("mark.svg")


_TITLES = {
    UnknownConcept: "No concept has this name",
    AmbiguousConcept: "Which one is meant?",
    ContradictoryContext: "These cannot hold together",
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
    return page(
        "error.html",
        status,
        title=title,
        detail=detail,
        suggestions=[s for s in suggested if isinstance(s, (str, dict))],
        question=_text("q", LONGEST_QUESTION),
        tab=(request.endpoint or "").rpartition(".")[2],
    )


@pages.get("/map")
def whole_map():
    return page("map.html", formats=FORMATS)


@pages.get("/map.json")
def map_data():
    return reply(_of_snapshot("atlas", lambda: atlas(knowledge_base().snapshot.graph)))
