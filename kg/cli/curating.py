"""Commands that change the graph: propose, review, decide, look back, take back."""

from __future__ import annotations

from collections import Counter

import click

from kg import curation
from kg.cli.shared import BY, JSON, LIMIT, WHY, opened, show, violation_text
from kg.curation.views import HistoryEntry, ProposalView, ReviewView


@click.command()
@click.argument("kind", type=click.Choice(list(curation.KINDS)))
@click.argument("fields", nargs=-1, metavar="NAME=VALUE...")
@BY
@WHY
@JSON
def propose(kind: str, fields: tuple[str, ...], by: str, why: str, as_json: bool) -> None:
    """Propose a change of this KIND from its fields, such as label="green tea"; lists are parted by |."""
    view = opened().propose(kind, curation.fields_of(fields), by=by, why=why)
    show(view, as_json, _proposal_text)


@click.command()
@click.argument("id", type=int, required=False)
@click.option("--state", type=click.Choice([s.value for s in curation.Standing]), default="open", show_default=True)
@LIMIT
@JSON
def review(id: int | None, state: str, limit: int, as_json: bool) -> None:
    """The proposals that wait for a decision, or the one of this ID: what is wrong and what would change."""
    knowledge = opened()
    if id is not None:
        show(knowledge.proposal(id), as_json, _proposal_text)
    else:
        found = knowledge.proposals(state, limit=limit)
        show(found, as_json, lambda f: "\n\n".join(map(_proposal_text, f.proposals)) or f"No proposal is {state}.")


def _decision(name: str, doc: str) -> click.Command:
    @click.command(name, help=doc)
    @click.argument("id", type=int)
    @click.option("--note", default="", help="A reason for the history.")
    @BY
    @JSON
    def command(id: int, note: str, by: str, as_json: bool) -> None:
        show(opened().decide(id, name, by=by, note=note), as_json, _proposal_text)

    return command


accept = _decision("accept", "Accept the proposal of this ID: from then on answers rest on it.")
reject = _decision("reject", "Reject the proposal of this ID.")


@click.command()
@LIMIT
@JSON
def history(limit: int, as_json: bool) -> None:
    """The changes, the latest first, each with its difference in Turtle."""
    show(opened().history(limit=limit), as_json, lambda f: "\n\n".join(map(_entry_text, f.entries)) or "No changes.")


@click.command()
@click.argument("id", type=int)
@BY
@WHY
@JSON
def revert(id: int, by: str, why: str, as_json: bool) -> None:
    """Take back the change of this ID; a change like any other."""
    show(opened().revert(id, by=by, why=why), as_json, _entry_text)


def _proposal_text(p: ProposalView) -> str:
    said = " ".join(f"{name}={value!r}" for name, value in p.proposal.items())
    lines = [f"{p.id} {p.kind}, {p.state}, by {p.by} on {p.at[:10]}{f': {p.why}' if p.why else ''}", f"  {said}"]
    if p.reviewer:
        day = (p.decided_at or "")[:10]
        lines.append(f"  {p.state} by {p.reviewer} on {day}{f': {p.note}' if p.note else ''}")
    return "\n".join(lines + review_lines(p))


def review_lines(r: ReviewView) -> list[str]:
    """What a review says, a line each."""
    lines = [f"  wrong: {violation_text(v)}" for v in r.violations]
    lines += [
        f"  note: {message}{f' (× {n:,})' if n > 1 else ''}"
        for message, n in Counter(w.message for w in r.warnings).items()
    ]
    lines += [f"  {pair.change}: {pair.text}" for pair in r.changes[:20]]
    more = r.total - len(r.changes[:20])
    return [*lines, *([f"  … and {more} more pairs"] if more > 0 else []), *(f"  {line}" for line in _difference(r))]


def _entry_text(entry: HistoryEntry) -> str:
    lines = [f"{entry.id} {entry.kind} by {entry.by} on {entry.at[:10]}{f': {entry.why}' if entry.why else ''}"]
    return "\n".join([*lines, *_difference(entry)])


def _difference(told: ReviewView | HistoryEntry) -> list[str]:
    """What goes in and what comes out, in Turtle."""
    return [
        f"{sign} {line}"
        for sign, turtle in (("+", told.added), ("-", told.removed))
        for line in turtle.splitlines()
        if line and not line.startswith("@prefix")
    ]


COMMANDS = (propose, review, accept, reject, history, revert)
