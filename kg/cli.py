"""The verbs of the knowledge base for a terminal: readable text, or JSON with --json."""

from __future__ import annotations

import getpass
import sys
from dataclasses import replace
from pathlib import Path

import click
import orjson

from kg import __version__, checks, curation, export, journal, knowledge_base
from kg.answer.values import USES, Answer, AnswerWithWhy, Citation, PathsAnswer, PathView
from kg.curation.views import HistoryEntry, ImportReport, ProposalView, ReviewView
from kg.knowledge_base import KnowledgeBase, Query
from kg.model import CausewayError, Hedge, Sign
from kg.settings import Settings
from kg.tokens import Tokens

_HEDGES = click.Choice([hedge.name for hedge in Hedge])
_JSON = click.option("--json", "as_json", is_flag=True, help="The whole answer as JSON.")
_CONTEXT = click.option("--context", multiple=True, metavar="NAME", help="A population or state; repeatable.")
_LIMIT = click.option("--limit", type=click.IntRange(1, 200), default=10, show_default=True)


class _Group(click.Group):
    def invoke(self, ctx: click.Context):
        try:
            return super().invoke(ctx)
        except CausewayError as error:
            for v in error.fields.get("violations", ()):
                click.echo(_violation_text(v))
            raise click.ClickException(error.detail) from error
        except OSError as error:
            raise click.ClickException(f"{error.filename or 'a file'}: {error.strerror or error}") from error


@click.group(cls=_Group)
@click.version_option(__version__, prog_name="kg")
def main() -> None:
    """Ask causal questions of the graph, look into it, and check it."""


def _open() -> KnowledgeBase:
    return KnowledgeBase(Settings.from_environment())


def _show(value, as_json: bool, text) -> None:
    if as_json:
        click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())
    else:
        click.echo(text(value))


@main.command()
@click.argument("question", nargs=-1, required=True)
@_CONTEXT
@click.option("--why", is_flag=True, help="Also why it was read so: its words, the ways to read it, what is nearest.")
@_JSON
def ask(question: tuple[str, ...], context: tuple[str, ...], why: bool, as_json: bool) -> None:
    """Answer a QUESTION in words."""
    _show(_open().ask(" ".join(question), context, why=why), as_json, _answer_text)


@main.command()
@click.argument("cause")
@click.argument("effect")
@_CONTEXT
@click.option("--sign", type=click.Choice(["+", "-"]), help="Only paths of this sign.")
@click.option("--through", multiple=True, metavar="NAME", help="Only paths through this; repeatable.")
@click.option("--avoid", multiple=True, metavar="NAME", help="No path through this; repeatable.")
@click.option("--relation", multiple=True, help="Only links of this relation; repeatable.")
@click.option("--min-hedge", type=_HEDGES, default=Hedge.aim.name, help="The weakest wording allowed.")
@click.option("--bridges/--no-bridges", default=True, help="Whether our own links may be used.")
@click.option("--longest", type=click.IntRange(1, knowledge_base.LONGEST), default=knowledge_base.LONGEST)
@click.option("--svg", type=click.File("w", encoding="utf-8"), help="Write the picture to this file.")
@_LIMIT
@_JSON
def paths(
    cause, effect, context, sign, through, avoid, relation, min_hedge, bridges, longest, svg, limit, as_json
) -> None:
    """How CAUSE affects EFFECT: the direction, the paths, what qualifies them."""
    query = Query(
        context=context,
        through=through,
        avoid=avoid,
        relations=relation,
        sign=Sign(sign) if sign else None,
        longest=longest,
        limit=limit,
        min_hedge=Hedge[min_hedge],
        bridges=bridges,
    )
    knowledge = _open()
    if svg:
        svg.write(knowledge.paths_svg(cause, effect, query))
    _show(knowledge.paths(cause, effect, query), as_json, _paths_text)


def _reach(verb: str, argument: str, doc: str):
    @main.command(verb, help=doc)
    @click.argument(argument)
    @click.option("--kind", help="Only concepts of this kind.")
    @_CONTEXT
    @_LIMIT
    @_JSON
    def command(kind, context, limit, as_json, **named) -> None:
        found = getattr(_open(), verb)(named[argument], Query(context=context, limit=limit), kind=kind)
        _show(found, as_json, lambda answer: "\n".join(item.text for item in answer.items) or "Nothing is known.")


_reach("effects", "cause", "What CAUSE acts on, best first.")
_reach("causes", "effect", "What acts on EFFECT, best first.")


@main.command()
@click.argument("name")
@_JSON
def concept(name: str, as_json: bool) -> None:
    """One concept: what it is, its names, public ids and statements."""
    knowledge = _open()

    def text(view) -> str:
        lines = [f"{view.label} ({view.id}, {view.kind})"]
        lines += [view.definition] if view.definition else []
        lines += [f"also: {', '.join(view.synonyms)}"] if view.synonyms else []
        lines += [f"{p.match} {p.curie} {p.label}" for p in view.same_as]
        return "\n".join(lines + [f"  {knowledge.statement(id).text} [{id}]" for id in view.statements])

    _show(knowledge.concept(name), as_json, text)


@main.command("export")
@click.option("--format", "format_", type=click.Choice(list(export.FORMATS)), default="turtle", show_default=True)
@click.option("--concept", help="Only what is around this concept.")
@click.option("--depth", type=click.IntRange(1, 4), default=1, show_default=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="A file; else to the screen.")
@click.option("--at", type=click.IntRange(min=0), help="As it was after this change of the history; 0 as shipped.")
@click.option("--turtle", type=click.Path(file_okay=False, path_type=Path), help="A folder for the files, changes in.")
def export_graph(
    format_: str, concept: str | None, depth: int, output: Path | None, at: int | None, turtle: Path | None
) -> None:
    """The graph in a format for other programs, or as the Turtle files of an ontology."""
    knowledge = _open()
    if turtle:
        for name, text in knowledge.turtle_files(at).items():
            turtle.mkdir(parents=True, exist_ok=True)
            (turtle / name).write_text(text, encoding="utf-8")
            click.echo(turtle / name)
        return
    text = knowledge.export(format_, concept, depth, at=at)
    if output:
        output.write_text(text, encoding="utf-8")
    else:
        click.echo(text, nl=False)


@main.command()
@click.option("--documents", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True)
def verify(documents: Path) -> None:
    """Whether every passage is where its statement says, and every document has its words, in the DOCUMENTS."""
    now = _open().snapshot
    graph = now.graph
    _report(
        knowledge_base.verify(graph, documents, now.texts), f"{len(graph.statements)} passages are as they should be"
    )


@main.command()
@click.argument("document")
@click.option("--documents", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True)
def words(document: str, documents: Path) -> None:
    """The words of a DOCUMENT, by id, whose text is in the folder: hashes, as Turtle to put beside what it says."""
    click.echo(knowledge_base.words_turtle(_open().snapshot.graph, documents, document), nl=False)


@main.command()
def check() -> None:
    """Whether the ontology keeps its shapes, has no loop or contradiction, and is in step with the code."""
    settings = Settings.from_environment()
    click.echo("checking shapes, loops and contradictions …", err=True)
    lines = checks.lines_of(settings.files)
    _report(checks.check(settings.shapes, settings.files), "the ontology is as it should be", lines)


def _report(violations, fine: str, lines=None) -> None:
    count = 0
    for v in violations:
        count += 1
        click.echo((f"{lines[v.node]}: " if lines and v.node in lines else "") + _violation_text(v))
    if count:
        raise click.ClickException(f"{count} faults")
    click.echo(fine)


def _violation_text(v) -> str:
    return " ".join(part for part in (v.node, v.field, f"({v.value})" if v.value else "") if part) + f": {v.message}"


_BY = click.option("--by", default=getpass.getuser, show_default="your login", help="The name for the history.")
_WHY = click.option("--why", default="", help="A reason for the history.")


@main.command()
@click.argument("kind", type=click.Choice(list(curation.KINDS)))
@click.argument("fields", nargs=-1, metavar="NAME=VALUE...")
@_BY
@_WHY
@_JSON
def propose(kind: str, fields: tuple[str, ...], by: str, why: str, as_json: bool) -> None:
    """Propose a change of this KIND from its fields, such as label="green tea"; lists are parted by |."""
    view = _open().propose(kind, curation.fields_of(fields), by=by, why=why)
    _show(view, as_json, _proposal_text)


@main.command()
@click.argument("id", type=int, required=False)
@click.option("--state", type=click.Choice([s.value for s in curation.State]), default="open", show_default=True)
@_LIMIT
@_JSON
def review(id: int | None, state: str, limit: int, as_json: bool) -> None:
    """The proposals that wait for a decision, or the one of this ID: what is wrong and what would change."""
    knowledge = _open()
    if id is not None:
        _show(knowledge.proposal(id), as_json, _proposal_text)
    else:
        found = knowledge.proposals(state, limit=limit)
        _show(found, as_json, lambda f: "\n\n".join(map(_proposal_text, f.proposals)) or f"No proposal is {state}.")


def _decision(name: str, doc: str):
    @main.command(name, help=doc)
    @click.argument("id", type=int)
    @click.option("--note", default="", help="A reason for the history.")
    @_BY
    @_JSON
    def command(id: int, note: str, by: str, as_json: bool) -> None:
        _show(_open().decide(id, name, by=by, note=note), as_json, _proposal_text)


_decision("accept", "Accept the proposal of this ID: from then on answers rest on it.")
_decision("reject", "Reject the proposal of this ID.")


@main.command()
@_LIMIT
@_JSON
def history(limit: int, as_json: bool) -> None:
    """The changes, the latest first, each with its difference in Turtle."""
    _show(_open().history(limit=limit), as_json, lambda f: "\n\n".join(map(_entry_text, f.entries)) or "No changes.")


@main.command()
@click.argument("id", type=int)
@_BY
@_WHY
@_JSON
def revert(id: int, by: str, why: str, as_json: bool) -> None:
    """Take back the change of this ID; a change like any other."""
    _show(_open().revert(id, by=by, why=why), as_json, _entry_text)


_IMPORTED = {".ttl": "turtle", ".jsonld": "json-ld", ".json": "json-ld", ".tsv": "tsv"}


@main.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option("--dry-run", is_flag=True, help="Tell what would happen, and keep nothing.")
@click.option("--template", is_flag=True, help="Print the first line of a table to fill in.")
@_BY
@_WHY
@_JSON
def import_file(file: Path | None, dry_run: bool, template: bool, by: str, why: str, as_json: bool) -> None:
    """Take in a FILE in Turtle (.ttl), JSON-LD (.jsonld) or as a table (.tsv): all of it, or nothing."""
    if template:
        click.echo(curation.header(), nl=False)
        return
    if file is None or file.suffix not in _IMPORTED:
        raise click.UsageError(f"name a file that ends in {', '.join(_IMPORTED)}")
    if file.stat().st_size > knowledge_base.LARGEST_IMPORT:
        raise click.ClickException(f"{file} is larger than {knowledge_base.LARGEST_IMPORT} bytes; part it")
    knowledge = _open()
    with click.progressbar(length=1, label="checking", file=sys.stderr) as bar:

        def progress(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        report = knowledge.import_(
            file.read_bytes(), _IMPORTED[file.suffix], by=by, why=why or file.name, dry_run=dry_run, progress=progress
        )
    _show(report, as_json, _import_text)


def _data() -> Path:
    folder = Settings.from_environment().data
    if folder is None:
        raise click.ClickException("KG_DATA names no folder, so there is no journal")
    return folder


@main.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup_journal(file: Path) -> None:
    """Copy the journal into FILE, whole and checked; services may run meanwhile."""
    click.echo(f"{journal.backup(_data(), file)} records copied to {file}")


@main.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore_journal(file: Path) -> None:
    """Put the copy in FILE in place of the journal; a running service takes it in at its next request."""
    number, kept = journal.restore(_data(), file, knowledge_base.timestamp(), _fit)
    click.echo(f"{number} records put back" + (f"; what there was is kept as {kept}" if kept else ""))


def _fit(records: tuple[journal.Record, ...]) -> None:
    if unfit := dict(_without_journal().unfit(records)):
        raise click.ClickException(f"{next(iter(unfit.values()))}; nothing was put back")


def _without_journal() -> KnowledgeBase:
    return KnowledgeBase(replace(Settings.from_environment(), data=None))


@main.command()
@click.option("--repair", is_flag=True, help="Set aside what is damaged, and keep the file as it was beside it.")
def doctor(repair: bool) -> None:
    """What is wrong with the journal, and what would be lost by setting it aside."""
    folder, at = _data(), knowledge_base.timestamp()
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


@main.group()
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


def _proposal_text(p: ProposalView) -> str:
    said = " ".join(f"{name}={value!r}" for name, value in p.proposal.items())
    lines = [f"{p.id} {p.kind}, {p.state}, by {p.by} on {p.at[:10]}{f': {p.why}' if p.why else ''}", f"  {said}"]
    if p.reviewer:
        lines.append(f"  {p.state} by {p.reviewer} on {p.decided_at[:10]}{f': {p.note}' if p.note else ''}")
    return "\n".join(lines + _review_lines(p))


def _review_lines(r: ReviewView) -> list[str]:
    lines = [f"  wrong: {_violation_text(v)}" for v in r.violations]
    lines += [f"  note: {w.message}" for w in r.warnings]
    lines += [f"  {pair.change}: {pair.text}" for pair in r.changes[:20]]
    more = r.total - len(r.changes[:20])
    return [*lines, *([f"  … and {more} more pairs"] if more > 0 else []), *(f"  {line}" for line in _difference(r))]


def _import_text(r: ImportReport) -> str:
    done = f"taken in as change {r.record}" if r.stored else "would be taken in; nothing was kept"
    return "\n".join([f"{r.concepts} concepts and {r.statements} statements {done}", *_review_lines(r)])


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


@main.command()
@click.option("--host", help="Address to listen on; HOST, else 127.0.0.1.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on; PORT, else 8000.")
def serve(host: str | None, port: int | None) -> None:
    """Run the service over HTTP."""
    from kg import web

    settings = Settings.from_environment()
    web.serve(replace(settings, host=host or settings.host, port=port or settings.port))


def _answer_text(answer: Answer) -> str:
    verdict = "Not known. " if answer.verdict.answer == "unknown" else ""
    numbers = {c.statement: c.number for c in answer.citations}
    ladder = [_ladder(answer.paths[0], numbers)] if answer.paths else []
    caveats = ["\n".join(f"! {caveat}" for caveat in answer.caveats)] if answer.caveats else []
    parts = [verdict + answer.text, *ladder, *_drawn(answer.paths[1:3]), *caveats, *_sources(answer.citations)]
    tries = dict.fromkeys(x.text for x in (*answer.readings, *answer.suggestions))
    if tries and answer.status not in ("answered", "no_known_path"):
        parts.append("Try: " + "; ".join(tries))
    elif tries:
        parts.append("Or did you mean: " + " ".join(tries))
    if isinstance(answer, AnswerWithWhy):
        parts.append(_why_text(answer))
    return "\n\n".join(parts)


def _why_text(answer: AnswerWithWhy) -> str:
    """Each word with its use, then the ways to read the question and the statements nearest to it with their scores."""
    wide = max((len(w.text) for w in answer.words), default=0)
    parts = {
        "Words": [f"{w.text:<{wide}}  {USES[w.use]}" for w in answer.words],
        "Read as": [f"{a.score:5.2f}  {a.reading}" for a in answer.why.analyses],
        "Nearest": [f"{n.score:5.2f}  {n.text} ({n.statement})" for n in answer.why.nearest],
    }
    return "\n\n".join("\n  ".join([name, *(lines or ["none"])]) for name, lines in parts.items())


def _paths_text(answer: PathsAnswer) -> str:
    more = [] if answer.complete else [f"{len(answer.paths)} of {answer.total} paths shown"]
    caveats = ["\n".join(f"! {caveat}" for caveat in answer.caveats)] if answer.caveats else []
    return "\n\n".join([answer.text, *_drawn(answer.paths), *more, *caveats, *_sources(answer.citations)])


_DOES = {"+": "raises", "-": "lowers", "0": "shows no effect on"}


def _ladder(path: PathView, numbers: dict[str, int]) -> str:
    """A path from top to bottom: each concept with its change, each step with its sign, words and citation."""
    change = {"up": "▲", "down": "▼", "mixed": "▲▼"}
    lines = [f"{path.nodes[0].label} {change[path.nodes[0].change]}"]
    for edge, node in zip(path.edges, path.nodes[1:], strict=True):
        marks = "".join(f"[{numbers[s]}]" for s in edge.statements if s in numbers)
        lines.append(f"  │ {edge.sign} {_DOES.get(edge.sign, 'acts on')} ({edge.hedge}) {marks}".rstrip())
        lines.append(f"  ▼ {node.label} {change[node.change]}")
    return "\n".join(lines)


def _drawn(paths: tuple[PathView, ...]) -> list[str]:
    return ["\n".join(f"{path.sign}  {path.text}   ({path.hedge})" for path in paths)] if paths else []


def _sources(citations: tuple[Citation, ...]) -> list[str]:
    lines = [f"[{c.number}] {c.text} ({c.section}, line {c.line}; {c.statement})" for c in citations]
    return ["\n".join(lines)] if lines else []


if __name__ == "__main__":
    sys.exit(main())
