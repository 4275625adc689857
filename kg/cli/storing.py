"""Commands for a graph that lies on a store: put it there, and look how it stands."""

from __future__ import annotations

import click

from kg.cli.shared import opened
from kg.knowledge_base import KnowledgeBase
from kg.remote import State
from kg.settings import Settings, SettingsError
from kg.shared import remote_graph
from kg.sparql.dataset import Dataset


@click.group()
def store() -> None:
    """The store that KG_STORE names, a SPARQL 1.1 endpoint with the graph."""


def _settings() -> Settings:
    settings = Settings.from_environment()
    if not settings.store:
        raise SettingsError("KG_STORE names no store; it is the address of a SPARQL 1.1 endpoint")
    return settings


@store.command()
@click.option("--replace", is_flag=True, help="Also where the store has a graph of this name already.")
def push(replace: bool) -> None:
    """Put the graph of the Turtle files, with the changes of the journal, into the store."""
    settings = _settings()
    graph = remote_graph(settings)
    if not replace and graph.size:
        raise click.ClickException(f"the store has a graph {graph.name}; --replace puts this one in its place")
    knowledge = KnowledgeBase(settings.with_(store=""))
    changes, journal = knowledge.snapshot.ledger.changes, knowledge.journal
    dataset = Dataset()
    dataset.load(knowledge.base.files)
    for record in changes:
        dataset.change(record.added, record.removed)
    last = (changes[-1].number, changes[-1].checksum) if changes else (0, "")
    triples = dataset.default()
    with click.progressbar(length=len(triples), label="triples") as bar:
        told = lambda done: bar.update(done - bar.pos)  # noqa: E731 a bar counts by differences
        graph.push(triples, State(knowledge.version, *last), journal.name if journal else "", told)
    click.echo(f"{len(triples)} triples are in {graph.name}")


@store.command()
def status() -> None:
    """Whether the store can be reached, and how it stands to this journal."""
    _settings()
    knowledge = opened()
    knowledge.look()
    click.echo(f"in step with the store, version {knowledge.version}")


COMMANDS = (store,)
