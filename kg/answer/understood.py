"""What an answer made of the words of its question, and what else could have been meant by them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from kg.answer.values import Answer, MentionView, WordView
from kg.causal import CausalGraph
from kg.linking import Lexicon
from kg.question import Use

_MOST_OTHERS = 5
_TELLING = ("through", "avoid", "excluded")


@dataclass(frozen=True, slots=True)
class Named:
    """A mention with the other concepts that its words could name: id, label, and the question that means it."""

    mention: MentionView
    others: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Pick:
    """What could be meant instead: its name with the concept that it is, if any, and the question that means it."""

    text: str
    id: str | None
    question: str


def phrases(question: str, words: Sequence[WordView]) -> list[tuple[str, Use]]:
    """The words with what became of them, neighbours with the same use together.

    >>> places = [(0, 4, "bone"), (5, 9, "loss")]
    >>> phrases("bone loss?", [WordView(start=a, end=b, text=t, use="concept") for a, b, t in places])
    [('bone loss', 'concept')]
    """
    return [(question[run[0].start : run[-1].end], run[0].use) for run in _runs(words)]


def marked(question: str, answer: Answer) -> list[tuple[str, Use]]:
    """The words that were not understood, and those that restrict the question and that no concept's role tells of."""
    found: list[tuple[str, Use]] = []
    for run in _runs(answer.words):
        use = run[0].use
        behind = next((m for m in answer.concepts if m.start >= run[-1].end), None)
        told = behind and behind.role in _TELLING
        if use == "not_understood" or (use == "restriction" and not told):
            found.append((question[run[0].start : run[-1].end], use))
    return found


def _runs(words: Sequence[WordView]) -> list[list[WordView]]:
    return [list(run) for _, run in groupby(words, key=lambda w: w.use)]


def named(graph: CausalGraph, lexicon: Lexicon, question: str, answer: Answer) -> list[Named]:
    """The mentions of a question, each with what else its words could name."""
    return [Named(m, tuple(_others(graph, lexicon, question, m))) for m in answer.concepts]


def _others(
    graph: CausalGraph, lexicon: Lexicon, question: str, mention: MentionView
) -> Iterator[tuple[str, str, str]]:
    if " ".join(question[mention.start : mention.end].split()) != " ".join(mention.text.split()):
        return
    for found in lexicon.search(mention.text, limit=_MOST_OTHERS):
        if found.concept != mention.id:
            label = graph.concepts[found.concept].label
            yield found.concept, label, question[: mention.start] + label + question[mention.end :]


def picks(question: str, answer: Answer) -> list[Pick]:
    """What could be meant instead: the readings, each with its concept where several can be meant, then other names."""
    read = [r.text for r in answer.readings]
    if answer.status == "ambiguous" and len(read) == len(answer.suggestions):
        return [Pick(s.text, s.id, text) for s, text in zip(answer.suggestions, read, strict=True)]
    found = [Pick(text, None, text) for text in read if answer.status in ("related", "not_understood")]
    for s in answer.suggestions:
        meant = _meant(question, answer.concepts, s.text) if s.id else s.text
        if meant not in read and f"what is {s.text}?" not in read:
            found.append(Pick(s.text, s.id, meant))
    return found


def _meant(question: str, mentions: Sequence[MentionView], text: str) -> str:
    """The question that a suggestion stands for: itself, or with the words in doubt replaced."""
    for mention in sorted(mentions, key=lambda m: m.score):
        if mention.score < 1 and question[mention.start : mention.end] == mention.text:
            return question[: mention.start] + text + question[mention.end :]
    return text
