"""The page on which the graph grows: proposals to decide, forms to add, the history of changes."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, current_app, request

from kg.answer.values import Node, PathEdge, PathView
from kg.causal import CausalGraph
from kg.curation.views import ProposalView
from kg.linking import AmbiguousConcept, UnknownConcept
from kg.web.api import knowledge_base, reply
from kg.web.pages import page

MOST = 100
SHOWN = ("open", "done", "add", "history")
FORMS = ("statement", "concept", "synonym", "retraction")

extending = Blueprint("extending", __name__)


@dataclass(frozen=True, slots=True)
class Title:
    """What a proposal says in a line: a sign between two names, or a name alone."""

    first: str
    sign: str | None = None
    second: str = ""


@extending.get("/extend")
def extend():
    knowledge = knowledge_base()
    graph = knowledge.snapshot.graph
    show = request.args.get("show", "open")
    show = show if show in SHOWN else "open"
    waiting = knowledge.proposals("open", limit=MOST)
    listed = {
        "open": lambda: waiting.proposals,
        "done": lambda: [p for p in knowledge.proposals(limit=MOST).proposals if p.state != "open"],
    }.get(show, tuple)()
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
        title=lambda proposal: title_of(graph, proposal),
        paths=_drawn(graph, chosen) if chosen else (),
        form=form if form in FORMS else chosen.kind if show == "add" and chosen and chosen.kind in FORMS else FORMS[0],
        forms=FORMS,
        fields=chosen.proposal if show == "add" and named and chosen else {},
        history=knowledge.history(limit=MOST) if show == "history" else None,
    )


@extending.post("/extend/try")
def try_out():
    """The review that a proposal would get. For those who may write, since a review is work."""
    by = current_app.extensions["causeway-access"].writer(request)
    sent = request.get_json()
    kind, fields = (sent.get("kind"), sent.get("fields")) if isinstance(sent, dict) else (None, None)
    return reply(knowledge_base().tried(str(kind), fields if isinstance(fields, dict) else {}, by=by))


def title_of(graph: CausalGraph, proposal: ProposalView) -> Title:
    fields = proposal.proposal
    if proposal.kind == "statement":
        return Title(_label(graph, fields["subject"]), fields.get("sign") or None, _label(graph, fields["object"]))
    if proposal.kind == "retraction":
        return Title(f"Take out {fields['statement']}")
    if proposal.kind == "synonym":
        return Title(f"{_label(graph, fields['concept'])}, also called {fields['name']}")
    return Title(fields.get("label") or fields.get("text") or f"A {proposal.kind}")


def _label(graph: CausalGraph, name: str) -> str:
    """The label of the concept that a proposal names; the name itself where it names none."""
    try:
        return graph.concepts[knowledge_base().resolve(name)].label
    except (UnknownConcept, AmbiguousConcept):
        return name


def _drawn(graph: CausalGraph, proposal: ProposalView) -> tuple[PathView, ...]:
    """The proposed link as a path of one step."""
    fields = proposal.proposal
    if proposal.kind != "statement" or fields.get("sign") not in ("+", "-"):
        return ()
    ends = []
    for side, change in (("subject", "up"), ("object", "up" if fields["sign"] == "+" else "down")):
        label = _label(graph, fields[side])
        kind = next((c.kind for c in graph.concepts.values() if c.label == label), "process")
        ends.append(Node(id=side, label=label, kind=kind, change=change))
    hedge = fields.get("hedge") or "categorical"
    edge = PathEdge(
        statement=f"P{proposal.id}",
        statements=(f"P{proposal.id}",),
        sign=fields["sign"],
        relation="",
        hedge=hedge,
        basis="asserted",
        bridge=False,
        as_kind_of=None,
        context=(),
    )
    return (PathView(nodes=tuple(ends), edges=(edge,), sign=fields["sign"], hedge=hedge, basis="asserted", text=""),)
