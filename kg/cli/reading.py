"""The commands that read documents, into proposals or tables, and that learn from what was decided."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from kg import disk, papers
from kg.cli.shared import BY, WHY, opened
from kg.knowledge_base import KnowledgeBase
from kg.model import CausewayError
from kg.reading import Read, confidence

_HEAD = ("subject", "object", "sign", "hedge", "confidence", "sentences", "publications", "start", "end", "sha256")
_LONGEST_TITLE = 200


@click.command("read")
@click.argument("paths", type=click.Path(exists=True, path_type=Path), nargs=-1, required=True)
@click.option("--into", type=click.Path(path_type=Path), metavar="FOLDER", help="Write a table for each document here.")
@click.option("--least", type=click.FloatRange(0, 1), default=0.0, help="With --into: leave out what is less sure.")
@BY
@WHY
def read_files(paths: tuple[Path, ...], into: Path | None, least: float, by: str, why: str) -> None:
    """Read documents in PATHS, files or folders, and propose what they claim.

    Plain text, HTML, JATS XML, and PDF with the extra `papers`. With --into nothing is proposed: each document becomes
    one table, which `kg import` takes; what has its table already is passed by, so that a run can be taken up again.
    """
    knowledge = opened()
    files = [*_files(paths)]
    failed = 0
    for number, file in enumerate(files, 1):
        try:
            said = _tabled(knowledge, file, into, least) if into else _proposed(knowledge, file, by, why)
        except CausewayError as error:
            failed += 1
            said = error.detail
        click.echo(f"{number}/{len(files)} {file.name}: {said}")
    if failed:
        raise click.ClickException(f"{failed} of {len(files)} could not be read")


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from (f for f in sorted(path.rglob("*")) if f.is_file() and f.suffix.lower() in papers.ENDINGS)
        else:
            yield path


def _proposed(knowledge: KnowledgeBase, file: Path, by: str, why: str) -> str:
    paper = papers.read(file)
    title = f"{paper.title[: _LONGEST_TITLE - len(paper.id) - 3]} ({paper.id})" if paper.id else paper.title
    read = knowledge.read_document(title, paper.text, by=by, why=why)
    became = ", ".join(f"{count} {word.replace('_', ' ')}" for word, count in sorted(read.counts.items()))
    return f"{len(read.proposals)} proposals of {len(read.sentences)} sentences ({became})"


def _tabled(knowledge: KnowledgeBase, file: Path, into: Path, least: float) -> str:
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    table = into / f"{file.stem}-{sha256[:8]}.tsv"
    if table.exists():
        return f"is read already, {table.name}"
    paper = papers.read(file)
    read = knowledge.claims_in(paper.text)
    rows = [*_rows(knowledge, paper, read, least)]
    disk.put(table, _table(rows))
    return f"{len(rows)} claims of {len(read)} sentences, {table.name}"


def _rows(knowledge: KnowledgeBase, paper: papers.Paper, read: Iterable[Read], least: float) -> Iterator[list[object]]:
    concepts = knowledge.snapshot.graph.concepts
    sha256 = hashlib.sha256(paper.text.encode()).hexdigest()
    for sentence in read:
        words = " ".join(paper.text[sentence.start : sentence.end].split())
        for claim in sentence.claims:
            if claim.confidence >= least:
                named = (concepts[claim.cause].label, concepts[claim.effect].label, claim.sign)
                place = (paper.id or paper.title, sentence.start, sentence.end, sha256)
                yield [*named, claim.hedge, claim.confidence, words, *place]


def _table(rows: Iterable[list[object]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerow(_HEAD)
    writer.writerows(rows)
    return out.getvalue().encode()


@click.command()
def learn() -> None:
    """Fit the confidence of what is read to the decisions so far; the same decisions give the same weights."""
    knowledge = opened()
    if knowledge.settings.data is None:
        raise click.ClickException("KG_DATA names no folder for what is learned")
    weights, judged = knowledge.learned()
    disk.put(knowledge.settings.data / confidence.FILE, confidence.table_of(weights).encode())
    click.echo(f"fitted to {judged} decisions of claims that were read; {confidence.FILE} is beside the data")


COMMANDS = (read_files, learn)
