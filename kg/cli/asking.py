"""Commands that read the graph: questions, paths, what acts on what, concepts."""

from __future__ import annotations

from typing import IO, BinaryIO

import click
from pydantic import TypeAdapter, ValidationError

from kg.answer.values import USES, Answer, AnswerWithWhy, Citation, Difference, PathsAnswer, PathView, TurnsView
from kg.answer.view_values import ConceptView, ReachAnswer
from kg.causal.paths import LONGEST
from kg.cli.shared import AT, CONTEXT, JSON, LIMIT, opened, show
from kg.english.signs import SIGNS, TONES
from kg.knowledge_base import Query
from kg.model import Hedge, Sign

_TURNS = click.option("--turns", is_flag=True, help="Also what would turn the verdict.")
_HEDGES = click.Choice([hedge.name for hedge in Hedge])


@click.command()
@click.argument("question", nargs=-1, required=True)
@CONTEXT
@click.option("--why", is_flag=True, help="Also why it was read so: its words, the ways to read it, what is nearest.")
@_TURNS
@AT
@JSON
def ask(
    question: tuple[str, ...], context: tuple[str, ...], why: bool, turns: bool, at: int | None, as_json: bool
) -> None:
    """Answer a QUESTION in words."""
    show(opened().as_of(at).ask(" ".join(question), context, why=why, turns=turns), as_json, _answer_text)


@click.command()
@click.argument("cause")
@click.argument("effect")
@CONTEXT
@click.option("--sign", type=click.Choice(["+", "-"]), help="Only paths of this sign.")
@click.option("--through", multiple=True, metavar="NAME", help="Only paths through this; repeatable.")
@click.option("--avoid", multiple=True, metavar="NAME", help="No path through this; repeatable.")
@click.option("--relation", multiple=True, help="Only links of this relation; repeatable.")
@click.option("--min-hedge", type=_HEDGES, default=Hedge.aim.name, help="The weakest wording allowed.")
@click.option("--bridges/--no-bridges", default=True, help="Whether our own links may be used.")
@click.option("--longest", type=click.IntRange(1, LONGEST), default=LONGEST)
@click.option("--svg", type=click.File("w", encoding="utf-8"), help="Write the picture to this file.")
@_TURNS
@LIMIT
@JSON
def paths(
    cause: str,
    effect: str,
    context: tuple[str, ...],
    sign: str | None,
    through: tuple[str, ...],
    avoid: tuple[str, ...],
    relation: tuple[str, ...],
    min_hedge: str,
    bridges: bool,
    longest: int,
    svg: IO[str] | None,
    turns: bool,
    limit: int,
    as_json: bool,
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
    knowledge = opened()
    if svg:
        svg.write(knowledge.paths_svg(cause, effect, query))
    show(knowledge.paths(cause, effect, query, turns=turns), as_json, _paths_text)


def _reach_text(answer: ReachAnswer) -> str:
    return "\n".join(item.text for item in answer.items) or "Nothing is known."


@click.command("effects")
@click.argument("cause")
@click.option("--kind", help="Only concepts of this kind.")
@CONTEXT
@LIMIT
@JSON
def effects(cause: str, kind: str | None, context: tuple[str, ...], limit: int, as_json: bool) -> None:
    """What CAUSE acts on, best first."""
    show(opened().effects(cause, Query(context=context, limit=limit), kind=kind), as_json, _reach_text)


@click.command("causes")
@click.argument("effect")
@click.option("--kind", help="Only concepts of this kind.")
@CONTEXT
@LIMIT
@JSON
def causes(effect: str, kind: str | None, context: tuple[str, ...], limit: int, as_json: bool) -> None:
    """What acts on EFFECT, best first."""
    show(opened().causes(effect, Query(context=context, limit=limit), kind=kind), as_json, _reach_text)


@click.command()
@click.argument("name")
@JSON
def concept(name: str, as_json: bool) -> None:
    """One concept: what it is, its names, public ids and statements."""
    knowledge = opened()

    def text(view: ConceptView) -> str:
        lines = [f"{view.label} ({view.id}, {view.kind})"]
        lines += [view.definition] if view.definition else []
        lines += [f"also: {', '.join(view.synonyms)}"] if view.synonyms else []
        lines += [f"{p.match} {p.curie} {p.label}" for p in view.same_as]
        return "\n".join(lines + [f"  {knowledge.statement(id).text} [{id}]" for id in view.statements])

    show(knowledge.concept(name), as_json, text)


@click.command("verify-answer")
@click.argument("file", type=click.File("rb"))
@JSON
@click.pass_context
def verify_answer(ctx: click.Context, file: BinaryIO, as_json: bool) -> None:
    """Ask the question of the saved answer in FILE (JSON) again, and say what changed.

    Exits with 1 where the verdict is another, or a passage that it rested on.
    """
    try:
        saved = TypeAdapter(Answer).validate_json(file.read())
    except ValidationError as error:
        wrong = error.errors()[0]
        place = ".".join(map(str, wrong["loc"])) or "the whole"
        raise click.ClickException(
            f"{file.name} holds no answer as the service writes it: {place}: {wrong['msg']}"
        ) from None
    found = opened().verify_answer(saved)
    show(found, as_json, lambda all: "\n".join(map(_difference, all)) or "it would be answered just so now")
    ctx.exit(int(any(one.grave for one in found)))


def _difference(one: Difference) -> str:
    return f"{'!' if one.grave else ' '} {one.what}: {one.before} → {one.now}"


def _answer_text(answer: Answer) -> str:
    verdict = "Not known. " if answer.verdict.answer == "unknown" else ""
    numbers = {c.statement: c.number for c in answer.citations}
    ladder = [_ladder(answer.paths[0], numbers)] if answer.paths else []
    caveats = ["\n".join(f"! {caveat}" for caveat in answer.caveats)] if answer.caveats else []
    parts = [verdict + answer.text, *ladder, *_drawn(answer.paths[1:3]), *caveats, *_sources(answer.citations)]
    tries = dict.fromkeys([*(r.text for r in answer.readings), *(s.text for s in answer.suggestions)])
    if tries and answer.status not in ("answered", "no_known_path"):
        parts.append("Try: " + "; ".join(tries))
    elif tries:
        parts.append("Or did you mean: " + " ".join(tries))
    parts += _turns(answer.turns)
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
    more = [] if answer.complete else [f"{len(answer.paths)} of {answer.total or 'more'} paths shown"]
    caveats = ["\n".join(f"! {caveat}" for caveat in answer.caveats)] if answer.caveats else []
    turns = _turns(answer.turns)
    return "\n\n".join([answer.text, *_drawn(answer.paths), *more, *caveats, *_sources(answer.citations), *turns])


def _turns(turns: TurnsView | None) -> list[str]:
    """What would turn the verdict: how much it takes, then each set, statement turned round, and context."""
    if turns is None:
        return []
    sets = [turn.text for turn in (*turns.losses[1:], *turns.reversals)]
    return ["\n  ".join([turns.text, *sets, *(turn.text for turn in turns.contexts)])]


def _ladder(path: PathView, numbers: dict[str, int]) -> str:
    """A path from top to bottom: each concept with its change, each step with its sign, words and citation."""
    lines = [f"{path.nodes[0].label} {TONES[path.nodes[0].change].arrow}"]
    for edge, node in zip(path.edges, path.nodes[1:], strict=True):
        marks = "".join(f"[{numbers[s]}]" for s in edge.statements if s in numbers)
        lines.append(f"  │ {edge.sign} {SIGNS[Sign(edge.sign)].shown} ({edge.hedge}) {marks}".rstrip())
        lines.append(f"  ▼ {node.label} {TONES[node.change].arrow}")
    return "\n".join(lines)


def _drawn(paths: tuple[PathView, ...]) -> list[str]:
    return ["\n".join(f"{path.sign}  {path.text}   ({path.hedge})" for path in paths)] if paths else []


def _sources(citations: tuple[Citation, ...]) -> list[str]:
    lines = [f"[{c.number}] {c.text} ({c.section}, line {c.line}; {c.statement})" for c in citations]
    return ["\n".join(lines)] if lines else []


COMMANDS = (ask, verify_answer, paths, effects, causes, concept)
