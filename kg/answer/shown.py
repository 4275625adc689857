"""What is shown beside an answer, made once from the graph: its headline, contexts to switch, what to ask next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.answer.contexts import Shift, Switch, shifts, switches
from kg.answer.following import next_questions
from kg.answer.headline import Headline, balance, headline
from kg.answer.understood import Named, Pick, marked, named, phrases, picks
from kg.answer.values import Answer, PathsAnswer, PathView
from kg.causal import CausalGraph
from kg.english.signs import Tone
from kg.linking import Lexicon
from kg.question import Use


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The headline of an answer, its paths by direction, the contexts that it can be asked in, what the one that it was
    asked in changes (none where there is none), and what can be asked next.
    """

    headline: Headline
    balance: Sequence[tuple[Tone, Sequence[tuple[int, PathView]]]]
    switches: Sequence[Switch]
    shifts: Sequence[Shift] | None
    next: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What became of a question: its concepts with what else they could be, its words with their use, those of them
    that are to be marked, and what could be meant instead.
    """

    named: Sequence[Named]
    words: Sequence[tuple[str, Use]]
    marked: Sequence[tuple[str, Use]]
    picks: Sequence[Pick]


def shown(
    graph: CausalGraph,
    answer: Answer | PathsAnswer,
    context: Sequence[str] = (),
    *,
    before: Answer | PathsAnswer | None = None,
) -> Shown:
    """What belongs beside an answer; `before` is the answer without the context, where there is one."""
    return Shown(
        headline=headline(answer),
        balance=balance(answer.paths),
        switches=switches(graph, (*context, *_said_in(answer)), about=_about(answer), answer=answer),
        shifts=shifts(before, answer) if before else None,
        next=next_questions(graph, answer),
    )


def understood(graph: CausalGraph, lexicon: Lexicon, question: str, answer: Answer) -> Understood:
    """What became of the words of a question."""
    return Understood(
        named=named(graph, lexicon, question, answer),
        words=phrases(question, answer.words),
        marked=marked(question, answer),
        picks=picks(question, answer),
    )


def _said_in(answer: Answer | PathsAnswer) -> list[str]:
    """The contexts that the words of a question say."""
    if isinstance(answer, PathsAnswer):
        return []
    return [m.id for m in answer.concepts if m.role == "context"]


def _about(answer: Answer | PathsAnswer) -> list[str]:
    if isinstance(answer, PathsAnswer):
        return [answer.cause, answer.effect]
    return [m.id for m in answer.concepts]
