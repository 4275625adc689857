"""The page on which the graph grows: proposals to decide, forms to add, the history of changes."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import UnprocessableEntity

from kg.answer.values import PathView
from kg.causal import CausalGraph
from kg.curation.titles import title_of
from kg.curation.views import ProposalView
from kg.english.signs import HEDGES
from kg.knowledge_base import KnowledgeBase
from kg.linking import AmbiguousConcept, UnknownConcept
from kg.model import Hedge
from kg.picture.proposed import OTHER, proposed
from kg.web.api import knowledge_base, reply
from kg.web.pages import page

MOST = 100
SHOWN = ("open", "done", "add", "history")
FORMS = ("statement", "concept", "synonym", "retraction")

extending = Blueprint("extending", __name__)


@extending.get("/extend")
def extend() -> Response:
    """The page: what waits, what was decided, and the forms to propose more."""
    knowledge = knowledge_base()
    graph = knowledge.snapshot.graph
    show = request.args.get("show", "open")
    show = show if show in SHOWN else "open"
    waiting = knowledge.proposals("open", limit=MOST)
    listed = _listed(knowledge, show, waiting.proposals)
    named = request.args.get("proposal", "")
    chosen = knowledge.proposal(int(named)) if named.isdecimal() and len(named) < 12 else next(iter(listed), None)
    form = request.args.get("form", "")
    return page(
        "extend.html",
        show=show,
        waiting=waiting.total,
        listed=listed,
        chosen=chosen if show != "history" else None,
        place=[p.id for p in listed].index(chosen.id) + 1 if chosen and chosen in listed else 0,
        title=lambda proposal: title_of(proposal, lambda name: _named(graph, name)[0]),
        paths=_drawn(graph, chosen) if chosen else (),
        form=form if form in FORMS else chosen.kind if show == "add" and chosen and chosen.kind in FORMS else FORMS[0],
        forms=FORMS,
        wordings=[(hedge.name, HEDGES[hedge].draft) for hedge in sorted(Hedge, key=lambda h: h is Hedge.definition)],
        fields=chosen.proposal if show == "add" and named and chosen else {},
        history=knowledge.history(limit=MOST) if show == "history" else None,
    )


def _listed(knowledge: KnowledgeBase, show: str, waiting: Sequence[ProposalView]) -> Sequence[ProposalView]:
    if show == "open":
        return waiting
    decided = knowledge.proposals(limit=MOST).proposals if show == "done" else ()
    return [p for p in decided if p.state != "open"]


@extending.post("/extend/try")
def try_out() -> Response:
    """The review that a proposal would get. For those who may write, since a review is work."""
    by = current_app.extensions["causeway-access"].writer(request)
    sent = request.get_json()
    kind, fields = (sent.get("kind"), sent.get("fields")) if isinstance(sent, dict) else (None, None)
    return reply(knowledge_base().tried(str(kind), fields if isinstance(fields, dict) else {}, by=by))


@extending.post("/extend/known")
def known() -> Response:
    """Whose token it is; 401 where it is nobody's."""
    name = current_app.extensions["causeway-access"].writer(request)
    if request.get_json() != {}:
        raise UnprocessableEntity("the body is an object with nothing in it")
    return reply({"name": name})


def _named(graph: CausalGraph, name: str) -> tuple[str, str]:
    """The label and kind of the concept that a proposal names; the name itself where it names none."""
    try:
        concept = graph.concepts[knowledge_base().resolve(name)]
    except (UnknownConcept, AmbiguousConcept):
        return name, OTHER
    return concept.label, concept.kind


def _drawn(graph: CausalGraph, proposal: ProposalView) -> tuple[PathView, ...]:
    """The proposed link, where there is one with a direction."""
    fields = proposal.proposal
    if proposal.kind != "statement":
        return ()
    cause, effect = (_named(graph, fields[side]) for side in ("subject", "object"))
    hedge = fields.get("hedge") or Hedge.categorical.name
    return proposed(f"P{proposal.id}", cause, effect, fields.get("sign") or "", hedge)
