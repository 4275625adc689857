"""What turned the answer to a question: the changes of the graph after which its verdict was another one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.answer import Answer, answer_question
from kg.answer.values import Verdict
from kg.answer.verdict import told_shortly
from kg.curation.ledger import change_in
from kg.journal import Record
from kg.knowledge_base import KnowledgeBase
from kg.snapshot import Snapshot

MOST_CHANGES = 12
"""Changes that are looked at, the latest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """A change of the history that turned a verdict: when, by whom, from what to what, and by which statements."""

    change: int
    at: str
    by: str
    before: Verdict
    after: Verdict
    text: str
    statements: tuple[str, ...]


def turned(knowledge: KnowledgeBase, question: str, context: Iterable[str] = ()) -> tuple[Turned, ...]:
    """The changes among the latest `MOST_CHANGES` that turned the verdict on a question, the latest first."""
    asked = tuple(dict.fromkeys(knowledge.resolve(name) for name in context))
    changes = knowledge.snapshot.ledger.changes[-MOST_CHANGES - 1 :]
    found: list[Turned] = []
    if not changes:
        return ()
    earlier = changes[0].number if len(changes) > MOST_CHANGES else 0
    before = _answer(knowledge, earlier, question, asked)
    for record in changes[1:] if earlier else changes:
        after = _answer(knowledge, record.number, question, asked)
        if after.verdict != before.verdict:
            found.append(_turned(record, before, after))
        before = after
    return tuple(reversed(found))


def _answer(knowledge: KnowledgeBase, change: int, question: str, context: tuple[str, ...]) -> Answer:
    """The answer on the graph as it was after a change; 0 is as it was shipped."""

    def make() -> Answer:
        then = knowledge.at(change)
        held = tuple(id for id in context if id in then.graph.concepts)
        return _asked(then, question, held)

    marks = [record.checksum for record in knowledge.snapshot.ledger.changes if record.number == change]
    return knowledge.earlier.get((*marks, question, context), make)


def _asked(now: Snapshot, question: str, context: tuple[str, ...]) -> Answer:
    return answer_question(
        now.graph, now.lexicon, now.reader, question, context=context, version=now.version, stems=now.spoken
    )


def _turned(record: Record, before: Answer, after: Answer) -> Turned:
    change = change_in(record)
    said = {s.id: s for s in (*change.removed.statements, *change.added.statements)}
    texts = [s.text for s in said.values()]
    return Turned(
        change=record.number,
        at=record.at,
        by=record.by,
        before=before.verdict,
        after=after.verdict,
        text=" ".join([f"{told_shortly(before.verdict)} → {told_shortly(after.verdict)}.", *texts]),
        statements=tuple(said),
    )
