"""Commands for whoever runs it: exports and checks, copies and repairs of the journal, tokens, the service."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from kg import checks, export, journal, sources
from kg.cli.shared import opened, violation_text
from kg.knowledge_base import KnowledgeBase, timestamp
from kg.rdf import Violation
from kg.settings import Settings
from kg.tokens import Tokens


@click.command("export")
@click.option("--format", "format_", type=click.Choice(list(export.FORMATS)), default="turtle", show_default=True)
@click.option("--concept", help="Only what is around this concept.")
@click.option("--depth", type=click.IntRange(1, 4), default=1, show_default=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="A file; else to the screen.")
@click.option("--at", type=click.IntRange(min=0), help="As it was after this change of the history; 0 as shipped.")
@click.option("--turtle", type=click.Path(file_okay=False, path_type=Path), help="A folder for the files, changes in.")
@click.option("--report", is_flag=True, help="Tell what the format cannot say, counted, instead.")
def export_graph(
    format_: str,
    concept: str | None,
    depth: int,
    output: Path | None,
    at: int | None,
    turtle: Path | None,
    report: bool,
) -> None:
    """The graph in a format for other programs, or as the Turtle files of an ontology."""
    knowledge = opened()
    if turtle:
        for name, text in knowledge.turtle_files(at).items():
            turtle.mkdir(parents=True, exist_ok=True)
            (turtle / name).write_text(text, encoding="utf-8")
            click.echo(turtle / name)
        return
    if report:
        click.echo(_losses(knowledge.export_report(format_, concept, depth, at=at)))
        return
    text = knowledge.export(format_, concept, depth, at=at)
    if output:
        output.write_text(text, encoding="utf-8")
    else:
        click.echo(text, nl=False)


def _losses(report: export.Report) -> str:
    head = f"{report.format}: {report.concepts} concepts, {report.statements} statements, {report.effects} effects"
    return "\n".join([head, *(f"  lost: {one.count} {one.what}" for one in report.lost)])


@click.command()
@click.option("--documents", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True)
def verify(documents: Path) -> None:
    """Whether every passage is where its statement says, and every document has its words, in the DOCUMENTS."""
    now = opened().snapshot
    graph = now.graph
    _report(sources.verify(graph, documents, now.texts), f"{len(graph.statements)} passages are as they should be")


@click.command()
@click.argument("document")
@click.option("--documents", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True)
def words(document: str, documents: Path) -> None:
    """The words of a DOCUMENT, by id, whose text is in the folder: hashes, as Turtle to put beside what it says."""
    click.echo(sources.words_turtle(opened().snapshot.graph, documents, document), nl=False)


@click.command()
def check() -> None:
    """Whether the ontology keeps its shapes, has no loop or contradiction, and is in step with the code."""
    settings = Settings.from_environment()
    click.echo("checking shapes, loops and contradictions …", err=True)
    lines = checks.lines_of(settings.files)
    _report(checks.check(settings.shapes, settings.files), "the ontology is as it should be", lines)


def _report(violations: Iterable[Violation], fine: str, lines: Mapping[str, str] | None = None) -> None:
    count = 0
    for v in violations:
        count += 1
        click.echo((f"{lines[v.node]}: " if lines and v.node in lines else "") + violation_text(v))
    if count:
        raise click.ClickException(f"{count} faults")
    click.echo(fine)


def _data() -> Path:
    folder = Settings.from_environment().data
    if folder is None:
        raise click.ClickException("KG_DATA names no folder, so there is no journal")
    return folder


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup_journal(file: Path) -> None:
    """Copy the journal into FILE, whole and checked; services may run meanwhile."""
    click.echo(f"{journal.backup(_data(), file)} records copied to {file}")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore_journal(file: Path) -> None:
    """Put the copy in FILE in place of the journal; a running service takes it in at its next request."""
    number, kept = journal.restore(_data(), file, timestamp(), _fit)
    click.echo(f"{number} records put back" + (f"; what there was is kept as {kept}" if kept else ""))


def _fit(records: tuple[journal.Record, ...]) -> None:
    if unfit := dict(_without_journal().unfit(records)):
        raise click.ClickException(f"{next(iter(unfit.values()))}; nothing was put back")


def _without_journal() -> KnowledgeBase:
    return KnowledgeBase(Settings.from_environment().with_(data=None))


@click.command()
@click.option("--repair", is_flag=True, help="Set aside what is damaged, and keep the file as it was beside it.")
def doctor(repair: bool) -> None:
    """What is wrong with the journal, and what would be lost by setting it aside."""
    folder, at = _data(), timestamp()
    found = journal.diagnosed(folder, at)
    unfit = dict(_without_journal().unfit(found.records))
    for fault in found.faults:
        click.echo(f"record {fault.number} {fault.wrong}" if fault.number else fault.wrong)
    for number, wrong in unfit.items():
        lost = next(r for r in found.records if r.number == number)
        click.echo(f"{wrong}\n  lost: {lost.kind} by {lost.by} on {lost.at[:10]} {lost.why}".rstrip())
    if not found.faults and not unfit:
        click.echo(f"the journal is whole: {len(found.records)} records")
    elif repair:
        kept = journal.repair(folder, journal.set_aside(found.records, unfit, at), at)
        click.echo(f"repaired; what there was is kept as {kept}")
    else:
        raise click.ClickException("`kg doctor --repair` sets these aside; `kg restore FILE` puts a backup back")


@click.group()
def token() -> None:
    """Who may write over HTTP."""


def _tokens() -> Tokens:
    return Tokens(Settings.from_environment().data)


@token.command("add")
@click.argument("name")
def add_token(name: str) -> None:
    """Make a token for NAME and print it, this once."""
    click.echo(_tokens().add(name))


@token.command("list")
def list_tokens() -> None:
    """The names that have a token."""
    for name in _tokens().names():
        click.echo(name)


@token.command("withdraw")
@click.argument("name")
def withdraw_token(name: str) -> None:
    """Make the token of NAME worth nothing."""
    _tokens().withdraw(name)
    click.echo(f"{name} can no longer write")


@click.command()
@click.option("--host", help="Address to listen on; HOST, else 127.0.0.1.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on; PORT, else 8000.")
def serve(host: str | None, port: int | None) -> None:
    """Run the service over HTTP."""
    from kg import web

    settings = Settings.from_environment()
    web.serve(settings.with_(host=host or settings.host, port=port or settings.port))


COMMANDS = (export_graph, verify, words, check, backup_journal, restore_journal, doctor, token, serve)
