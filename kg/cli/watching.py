"""The command that tells when a change turns the answer to a question."""

from __future__ import annotations

import time

import click

from kg.answer.verdict import told_shortly
from kg.cli.shared import CONTEXT, JSON, opened, show
from kg.followed import Turned, turned


@click.command()
@click.argument("question", nargs=-1, required=True)
@CONTEXT
@click.option("--every", type=click.FloatRange(0.1), metavar="SECONDS", help="Look again so often, until stopped.")
@JSON
def watch(question: tuple[str, ...], context: tuple[str, ...], every: float | None, as_json: bool) -> None:
    """Tell which accepted changes turned the answer to a QUESTION, and by which statements."""
    knowledge, text = opened(), " ".join(question)
    knowledge.refresh()
    found = turned(knowledge, text, context)
    if not as_json:
        click.echo(f"Now: {told_shortly(knowledge.ask(text, context).verdict)}.")
    show(found, as_json, _told)
    while every:
        time.sleep(every)
        knowledge.refresh()
        seen = {turn.change for turn in found}
        found = turned(knowledge, text, context)
        if new := tuple(turn for turn in found if turn.change not in seen):
            show(new, as_json, _told)


def _told(found: tuple[Turned, ...]) -> str:
    lines = [f"Change {t.change}, {t.at}, by {t.by}: {t.text} ({', '.join(t.statements)})" for t in found]
    return "\n".join(lines) or "No change has turned it."


COMMANDS = (watch,)
