"""The command that takes files in: as a change of the graph, or as a folder with a graph of its own."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import click

from kg import curation, imported, importing, rdf, store, vocabulary
from kg.cli.curating import review_lines
from kg.cli.shared import BY, JSON, WHY, opened, show
from kg.curation.views import ImportReport
from kg.curation.writing import LARGEST_IMPORT, Asked
from kg.model import CausewayError, Concept, Content
from kg.settings import VOCABULARY, Settings, turtle_files

_OURS = {".ttl": "turtle", ".jsonld": "json-ld", ".json": "json-ld", ".tsv": "tsv"}
_WITH_INTO = ("beside",)
_OF_STRANGERS = ("format", "column", "sign", "skip_faulty", "title")
_WITHOUT_INTO = ("by", "why", "template")
_STOPPED = 130
MOST_JOINED = 20_000
"""Claims of strangers that one change of the graph may hold; a folder takes more."""
ENDING = ".snapshot"
"""Of a file that holds a graph of any size."""
_TOLD_EVERY = 100
_FORMATS = click.Choice([one.name for one in importing.FORMATS])
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_INTO = click.Path(path_type=Path)


def _pairs(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """The values of an option that is given as name=value; the last = parts them."""
    pairs = [value.rpartition("=") for value in values]
    if any(not name or not said for name, _, said in pairs):
        raise click.BadParameter(f"is given as {param.metavar}", ctx, param)
    return {name: said for name, _, said in pairs}


@click.command("import")
@click.argument("files", type=_FILE, nargs=-1)
@click.option("--into", type=_INTO, metavar="PLACE", help="Make this folder, or file NAME.snapshot, of anyone's files.")
@click.option("--beside", type=_FOLDER, multiple=True, help="With --into: an ontology that it will stand beside.")
@click.option("--format", type=_FORMATS, help="What strangers' files are, where that is not told by themselves.")
@click.option(
    "--column", multiple=True, metavar="ROLE=NAME", callback=_pairs, help="Of a strange file: cause=gene, say."
)
@click.option("--sign", multiple=True, metavar="SPELLING=SIGN", callback=_pairs, help="Of a strange file: up=+, say.")
@click.option("--skip-faulty", is_flag=True, help="Leave out the rows of a strange file that are wrong.")
@click.option("--title", default="", help="What a strange source is called; else by the name of the file.")
@click.option("--dry-run", is_flag=True, help="Tell what would happen, and keep nothing.")
@click.option("--progress", is_flag=True, help="Tell how far it is where no terminal is, too.")
@click.option("--template", is_flag=True, help="Print the first line of a table to fill in.")
@BY
@WHY
@JSON
@click.pass_context
def import_files(
    ctx: click.Context, /, files: tuple[Path, ...], into: Path | None, by: str, why: str, as_json: bool, **more: Any
) -> None:
    """Take FILES in: all of it, or nothing.

    In our own terms they are a table (.tsv), Turtle (.ttl) or JSON-LD (.jsonld), in anyone's an edge list, SIF, KGX,
    TRAPI, GraphML, CX2, BEL, SSSOM or RDF. Without --into they change the graph, which can be undone; with --into
    anyone's become a folder to serve, or, of any size, one file that ends in .snapshot.
    """
    if more["template"]:
        click.echo(curation.header(), nl=False)
        return
    for name in _WITHOUT_INTO if into else _WITH_INTO:
        if ctx.get_parameter_source(name) is not click.core.ParameterSource.DEFAULT:
            raise click.UsageError(f"--{name.replace('_', '-')} goes {'without' if into else 'with'} --into")
    if not files:
        raise click.UsageError("name a file")
    if into is not None:
        _folder(ctx, files, into, more, as_json)
    elif _is_ours(files[0]):
        for name in _OF_STRANGERS:
            if ctx.get_parameter_source(name) is not click.core.ParameterSource.DEFAULT:
                raise click.UsageError(
                    f"--{name.replace('_', '-')} is of someone's graph; {files[0].name} is in our terms"
                )
        _change(files, more, by, why, as_json)
    else:
        _joined(files, more, by, why, as_json)


def _change(files: tuple[Path, ...], more: dict[str, Any], by: str, why: str, as_json: bool) -> None:
    """Take one file in our own terms in as a change of the graph."""
    file, *others = files
    if others:
        raise click.UsageError("one file at a time; several go with --into")
    if file.stat().st_size > LARGEST_IMPORT:
        raise click.ClickException(f"{file} is larger than {LARGEST_IMPORT} bytes; part it")
    knowledge = opened()
    with _told(more["progress"]) as tell:
        report = knowledge.import_(
            file.read_bytes(),
            _OURS[file.suffix],
            by=by,
            why=why or file.name,
            dry_run=more["dry_run"],
            progress=_counted(tell, "checking"),
        )
    show(report, as_json, _change_text)


def _is_ours(file: Path) -> bool:
    """Whether a file is in our own terms. Raises where it is in nobody's."""
    with file.open("rb") as opened_file:
        head = opened_file.read(LARGEST_IMPORT)
    table = file.suffix == ".tsv" and b"row" in head.partition(b"\n")[0].split()
    if file.suffix in _OURS and (table or vocabulary.VOCAB.encode() in head):
        return True
    if file.suffix not in _OURS and importing.sniffed(file).format is None:
        raise click.UsageError(f"name a file that ends in {', '.join(_OURS)}, or someone's graph")
    return importing.sniffed(file).format is None


def _joined(files: tuple[Path, ...], more: dict[str, Any], by: str, why: str, as_json: bool) -> None:
    """Take anyone's files in as one change of the graph."""
    knowledge = opened()
    knowledge.refresh()
    found = _read(files, more, knowledge.snapshot.graph.concepts.values(), MOST_JOINED)
    made: list[imported.Made] = []

    def asked(setting: curation.Setting) -> Asked:
        content = setting.graph.content
        made.append(imported.made(found, content.relations, files[0].stem, title=more["title"], beside=content))
        return made[0].change, ()

    dry_run = more["dry_run"] or _stands_in_the_way(found, more)
    report = Joined(
        knowledge.take_in(asked, by=by, why=why or found.whence, dry_run=dry_run), imported.report(found, made[0])
    )
    show(report, as_json, _joined_text)
    _refuse(found, more)


@dataclass(frozen=True, slots=True)
class Joined:
    """What became of the graph, and what was read."""

    change: ImportReport
    read: imported.Report


def _joined_text(joined: Joined) -> str:
    return "\n".join([*_read_lines(joined.read), _change_text(joined.change)])


def _folder(ctx: click.Context, files: tuple[Path, ...], into: Path, more: dict[str, Any], as_json: bool) -> None:
    """Make a folder, or a snapshot, of anyone's files."""
    whole = into.suffix == ENDING
    if not more["dry_run"]:
        (_snapshots().check_free if whole else imported.check_free)(into)
    try:
        told = _taken(files, into, more) if whole else _made(files, into, more)
    except KeyboardInterrupt:
        click.echo("\nstopped; nothing was written", err=True)
        ctx.exit(_STOPPED)
    show(told, as_json, lambda one: "\n".join(_report_lines(one, more["beside"])))
    _refuse(told, more)


def _stands_in_the_way(read: imported.Read | imported.Report, more: dict[str, Any]) -> bool:
    """Whether there are faults, and their rows are not to be left out."""
    return bool(read.fault_count and not more["skip_faulty"])


def _refuse(read: imported.Read | imported.Report, more: dict[str, Any]) -> None:
    if _stands_in_the_way(read, more):
        raise click.ClickException(
            f"{read.fault_count} faults, and nothing was written; mend them, or leave those rows out with --skip-faulty"
        )


def _read(files: tuple[Path, ...], more: dict[str, Any], beside: Iterable[Concept], most: int) -> imported.Read:
    """What anyone's files say; raises where that is nothing."""
    format = importing.named(more["format"]) if more["format"] else None
    options = importing.Options(columns=more["column"], signs=more["sign"])
    with _told(more["progress"]) as tell:
        found = imported.read(files, format, options, known=imported.known_of(beside), heard=_heard(tell), most=most)
    if not found.gathered.claims and not found.gathered.concepts and not found.fault_count:
        raise CausewayError(f"{found.whence} holds no claim and no concept that can be read")
    return found


def _made(files: tuple[Path, ...], into: Path, more: dict[str, Any]) -> imported.Report:
    beside = _content(turtle for folder in more["beside"] for turtle in turtle_files(folder))
    found = _read(files, more, beside.concepts, imported.MOST_CLAIMS)
    shipped = Settings.from_environment({})
    relations = _content(file for file in shipped.files if file.name == VOCABULARY).relations
    made = imported.made(found, relations, into.absolute().name, title=more["title"], beside=beside)
    if more["dry_run"] or _stands_in_the_way(found, more):
        return imported.report(found, made)
    with _told(more["progress"]) as tell:
        imported.written(into, made.concepts, made.statements, made.sources, made.known, _counted(tell, "writing"))
    return imported.report(found, made, into)


def _taken(files: tuple[Path, ...], into: Path, more: dict[str, Any]) -> imported.Report:
    format = importing.named(more["format"]) if more["format"] else None
    options = importing.Options(columns=more["column"], signs=more["sign"])
    beside = _content(turtle for folder in more["beside"] for turtle in turtle_files(folder))
    with _told(more["progress"]) as tell:
        told: imported.Report = _snapshots().take(
            *(files, into, format, options),
            beside=beside.concepts,
            title=more["title"],
            skip_faulty=more["skip_faulty"],
            dry_run=more["dry_run"],
            heard=_heard(tell),
        )
        return told


def _snapshots() -> ModuleType:
    """What writes snapshots: numpy and more, for those who ask for one."""
    from kg.large import taken

    return taken


def _content(files: Iterable[Path]) -> Content:
    return rdf.read(store.triples_of(files))


@contextmanager
def _told(everywhere: bool) -> Iterator[Callable[[str], None]]:
    """Tells a line at a terminal, in place of the one before; elsewhere nothing, or a line each if that is wanted."""
    if not sys.stderr.isatty():
        yield (lambda line: click.echo(line, err=True)) if everywhere else lambda _line: None
        return
    try:
        yield lambda line: click.echo(f"\r\x1b[K{line}", nl=False, err=True)
    finally:
        click.echo("\r\x1b[K", nl=False, err=True)


def _heard(tell: Callable[[str], None]) -> imported.Heard:
    """How far reading is: rows, how many a second, and the time left."""

    def heard(path: Path, progress: importing.Progress) -> None:
        left = "" if progress.left is None else f", {progress.left:.0f} s left"
        tell(f"{path.name}: {progress.rows:,} rows, {progress.rate:,.0f} a second{left}")

    return heard


def _counted(tell: Callable[[str], None], doing: str) -> Callable[[int, int], None]:
    """How far something is, likewise."""
    begun = time.monotonic()

    def counted(done: int, total: int) -> None:
        if done % _TOLD_EVERY == 0:
            rate = done / max(time.monotonic() - begun, 1e-9)
            tell(f"{doing} {done:,} of {total:,}, {rate:,.0f} a second, {(total - done) / rate:.0f} s left")

    return counted


def _report_lines(told: imported.Report, beside: tuple[Path, ...]) -> Iterator[str]:
    yield from _read_lines(told)
    made = (_count(told.concepts, "concept"), _count(told.statements, "statement"), _count(told.sources, "source"))
    yield f"{made[0]}, {made[1]} and {made[2]} {f'written to {told.folder}' if told.folder else 'read; none written'}"
    if told.folder:
        folders = ":".join(map(str, (*beside, told.folder)))
        if told.folder.endswith(ENDING):
            yield f"KG_ONTOLOGY={':'.join(map(str, beside)) or '-'} KG_SNAPSHOT={told.folder} kg serve"
            return
        yield f"KG_ONTOLOGY={folders} KG_DOCUMENTS={told.folder}/{imported.TEXTS} kg serve"


def _read_lines(told: imported.Report) -> Iterator[str]:
    for file in told.files:
        counts = (_count(file.claims, "claim"), _count(file.concepts, "concept"), _count(file.fault_count, "fault"))
        yield f"{file.file}, read as {file.format}: {', '.join(counts)}"
        yield from (f"  {f'line {f.line}: ' if f.line else ''}{f.what}; right: {f.right}" for f in file.faults)
        yield from _more(file.fault_count - len(file.faults), "faults")
        yield f"  the format cannot say: {'; '.join(file.cannot)}"
    if told.unsaid:
        yield "left out, or not said:"
        yield from _first(told.unsaid, lambda one: f"{one.count:,} × {one.reason}")
    if told.reused:
        yield f"{_count(len(told.reused), 'concept')} of the graph beside, by label:"
        yield from _first(told.reused, lambda pair: f"{pair[0]} is {pair[1]}")
    if told.hints:
        yield f"{_count(len(told.hints), 'concept')} may be one of the graph beside, and stays apart:"
        yield from _first(told.hints, lambda hint: f"{hint.concept}, by {hint.by}: {', '.join(hint.met)}")


def _first(items: tuple[Any, ...], text: Callable[[Any], str]) -> Iterator[str]:
    yield from (f"  {text(item)}" for item in items[:20])
    yield from _more(len(items) - 20, "more")


def _more(count: int, what: str) -> Iterator[str]:
    if count > 0:
        yield f"  … and {count:,} {what if what == 'more' else f'more {what}'}"


def _count(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _change_text(r: ImportReport) -> str:
    done = f"taken in as change {r.record}" if r.stored else "would be taken in; nothing was kept"
    return "\n".join([f"{r.concepts} concepts and {r.statements} statements {done}", *review_lines(r)])


COMMANDS = (import_files,)
