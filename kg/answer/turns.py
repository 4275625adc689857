"""What would turn a verdict, as an answer tells it: without which statements, or in which context, and what then."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import islice

from kg.answer import build
from kg.answer.asked import Asked
from kg.answer.contexts import switches
from kg.answer.sentences import brief
from kg.answer.values import Answer, ContextTurnView, TurnsView, TurnView, Verdict
from kg.answer.verdict import yes_no
from kg.causal import CausalGraph, Filters, Finding, Standing
from kg.causal.turns import Turns, turns
from kg.english import say
from kg.model import Sign

MOST_CONTEXTS = 24
"""Contexts that are tried, those that bear most on the answer first."""
Told = Callable[[Finding], tuple[Verdict, str]]


def turns_of(asked: Asked, answer: Answer) -> TurnsView | None:
    """What would turn the answer to a question on one cause and one effect; none where it is no such question."""
    question = asked.question
    whole = not (question.about or question.exclusive or question.ranked or question.claim is not None)
    if answer.status != "answered" or not whole or len(asked.causes()) != 1 or len(asked.effects()) != 1:
        return None
    for finding, level in asked.strongest(asked.found)[:1]:
        if build.verdict(asked.graph, finding, level).direction != answer.verdict.direction:
            return None

        def told(other: Finding, level: int = level) -> tuple[Verdict, str]:
            verdict, text = _told(asked.graph, level, other)
            return Verdict(
                answer=yes_no(asked.graph, question, [(other, level)]),
                direction=verdict.direction,
                beneficial=verdict.beneficial,
                basis=verdict.basis,
            ), text

        return _view(asked.graph, _found(asked.graph, finding, asked.filters, answer=answer), told)
    return None


def turns_view(graph: CausalGraph, finding: Finding, filters: Filters, sign: Sign | None = None) -> TurnsView:
    """What would turn a finding under these filters."""
    return _view(graph, _found(graph, finding, filters, sign), partial(_told, graph, 1))


def _found(
    graph: CausalGraph, finding: Finding, filters: Filters, sign: Sign | None = None, answer: Answer | None = None
) -> Turns:
    about = (finding.cause, finding.effect)
    tried = (s.id for s in switches(graph, finding.situation.asked, about=about, answer=answer) if not s.on)
    return turns(graph, finding, filters, sign=sign, contexts=islice(tried, MOST_CONTEXTS))


def _told(graph: CausalGraph, level: int, finding: Finding) -> tuple[Verdict, str]:
    """A finding in a word and in a clause."""
    text = say.small(f"{str(brief(graph, finding, level)).rstrip('.')}{build.by(finding)}")
    if finding.direction is Sign.UNKNOWN and finding.standing is Standing.stated and not finding.decided:
        text = f"{text}, in a direction that is not stated"
    return build.verdict(graph, finding, level), text


def _view(graph: CausalGraph, found: Turns, told: Told) -> TurnsView:
    losses = tuple(
        TurnView(statements=ids, verdict=verdict, text=f"Without {say.listed(list(ids))}: {text}.")
        for ids, verdict, text in ((turn.statements, *told(turn.finding)) for turn in found.losses)
    )
    reversals = tuple(
        TurnView(statements=ids, verdict=verdict, text=f"Were {ids[0]} the other way round: {text}.")
        for ids, verdict, text in ((turn.statements, *told(turn.finding)) for turn in found.reversals)
    )
    contexts = tuple(
        ContextTurnView(context=id, label=graph.concepts[id].label, verdict=verdict, text=f"{say.capital(text)}.")
        for id, verdict, text in ((turn.context, *told(turn.finding)) for turn in found.contexts)
    )
    return TurnsView(
        text=" ".join(_sentences(found, losses)),
        least=found.least,
        looked_at=found.looked_at,
        complete=found.complete,
        losses=losses,
        reversals=reversals,
        contexts=contexts,
    )


def _sentences(found: Turns, losses: tuple[TurnView, ...]) -> list[str]:
    """How much it takes, and what comes of it first."""
    match found.least:
        case None if found.complete:
            said = [f"No {found.looked_at} statements, or fewer, turn this when they are lost."]
        case None:
            said = []
        case 1:
            resting = "one statement alone" if len(losses) == 1 else f"{len(losses)} statements, each of them needed"
            said = [f"This rests on {resting}.", losses[0].text]
        case n:
            alone = "No single statement turns this" if n == 2 else f"No {n - 1} statements turn this"
            said = [f"{alone}; it takes {n}.", losses[0].text]
    if not found.complete:
        said.append("Not every set of statements could be looked at: there may be others, and smaller ones.")
    return said
