"""The verbs of the knowledge base for a terminal: readable text, or JSON with --json."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import orjson

from kg import __version__, checks, export, knowledge_base
from kg.answer.values import Answer, Citation, PathsAnswer, PathView
from kg.knowledge_base import KnowledgeBase, Query, Settings
from kg.model import CausewayError, Hedge, Sign

_HEDGES = click.Choice([hedge.name for hedge in Hedge])
_JSON = click.option("--json", "as_json", is_flag=True, help="The whole answer as JSON.")
_CONTEXT = click.option("--context", multiple=True, metavar="NAME", help="A population or state; repeatable.")
_LIMIT = click.option("--limit", type=click.IntRange(1, 200), default=10, show_default=True)


class _Group(click.Group):
    def invoke(self, ctx: click.Context):
        try:
            return super().invoke(ctx)
        except CausewayError as error:
            raise click.ClickException(error.detail) from error


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
@_JSON
def ask(question: tuple[str, ...], context: tuple[str, ...], as_json: bool) -> None:
    """Answer a QUESTION in words."""
    _show(_open().ask(" ".join(question), context), as_json, _answer_text)


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
def export_graph(format_: str, concept: str | None, depth: int, output: Path | None) -> None:
    """The graph in a format for other programs."""
    text = _open().export(format_, concept, depth)
    if output:
        output.write_text(text, encoding="utf-8")
    else:
        click.echo(text, nl=False)


@main.command()
@click.option("--documents", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True)
def verify(documents: Path) -> None:
    """Whether every passage is where its statement says, in the DOCUMENTS."""
    graph = _open().snapshot.graph
    _report(knowledge_base.verify(graph, documents), f"{len(graph.statements)} passages are as they should be")


@main.command()
def check() -> None:
    """Whether the ontology keeps its shapes, has no loop or contradiction, and is in step with the code."""
    settings = Settings.from_environment()
    click.echo("checking shapes, loops and contradictions …", err=True)
    files = knowledge_base.turtle_files(settings.ontology)
    _report(checks.check(settings.ontology, files), "the ontology is as it should be")


def _report(violations, fine: str) -> None:
    count = 0
    for v in violations:
        count += 1
        click.echo(
            " ".join(part for part in (v.node, v.field, f"({v.value})" if v.value else "") if part) + f": {v.message}"
        )
    if count:
        raise click.ClickException(f"{count} faults")
    click.echo(fine)


@main.command()
@click.option("--host", help="Address to listen on; HOST, else 127.0.0.1.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on; PORT, else 8000.")
def serve(host: str | None, port: int | None) -> None:
    """Run the service over HTTP."""
    from dataclasses import replace

    from kg import web

    settings = Settings.from_environment()
    web.serve(replace(settings, host=host or settings.host, port=port or settings.port))


def _answer_text(answer: Answer) -> str:
    verdict = f"{answer.verdict.answer.upper()}. " if answer.verdict.answer else ""
    parts = [verdict + answer.text, *_drawn(answer.paths[:3]), *_sources(answer.citations)]
    if answer.suggestions:
        parts.append("Try: " + "; ".join(s.text for s in answer.suggestions))
    return "\n\n".join(parts)


def _paths_text(answer: PathsAnswer) -> str:
    more = [] if answer.complete else [f"{len(answer.paths)} of {answer.total} paths shown"]
    caveats = ["\n".join(f"! {caveat}" for caveat in answer.caveats)] if answer.caveats else []
    return "\n\n".join([answer.text, *_drawn(answer.paths), *more, *caveats, *_sources(answer.citations)])


def _drawn(paths: tuple[PathView, ...]) -> list[str]:
    return ["\n".join(f"{path.sign}  {path.text}   ({path.hedge})" for path in paths)] if paths else []


def _sources(citations: tuple[Citation, ...]) -> list[str]:
    lines = [f"[{c.number}] {c.text} ({c.section}, line {c.line}; {c.statement})" for c in citations]
    return ["\n".join(lines)] if lines else []


if __name__ == "__main__":
    sys.exit(main())
