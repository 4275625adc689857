"""What the source offers for a claim: which findings it reports, and on what they rest."""

from __future__ import annotations

from dataclasses import replace

from kg.answer import build, nearby
from kg.answer.asked import Asked, Found
from kg.answer.explain import beside
from kg.answer.sentences import source_of, stated_statements
from kg.answer.values import Answer, AnswerName, Item, Verdict
from kg.answer.verdict import NOTHING, joint_verdict, said, yes_no
from kg.causal import CausalGraph
from kg.english import say
from kg.model import Basis, Kind, Sign, Statement
from kg.question import Expected

MOST_EVIDENCE = 4
_UNTRACED = "ECO:0000303"
"""An author's statement without traceable support."""


def answer(asked: Asked) -> Answer:
    """What the source offers for a claim: which findings it reports, and on what they rest."""
    found = asked.found
    chosen = asked.strongest(found)
    if not chosen:
        return nearby.silent(asked, found)
    explained = asked.explained(chosen)
    verdict = joint_verdict([e.verdict for e in explained])
    statements = list(dict.fromkeys(s for f, _ in chosen for s in (*stated_statements(f), *f.support)))[:MOST_EVIDENCE]
    answer = _shown(asked, chosen, verdict, statements)
    against = [explained[0].sentences[0]] if answer == "no" else []
    sentences = [
        *against,
        _rests_on(asked, statements),
        *(asked.cited(s) for s in statements if s.basis is not Basis.bridge),
    ]
    at_work = {m.statement for m in explained[0].modifiers if m.active}
    sentences += [asked.cited(asked.graph.statements[id]) for id in sorted(at_work)]
    return asked.told(
        replace(verdict, answer=answer),
        sentences,
        items=tuple(_evidence_item(asked.graph, s) for s in statements),
        **beside(explained, after=_untraced(statements)),
    )


def _shown(asked: Asked, found: list[Found], verdict: Verdict, statements: list[Statement]) -> AnswerName | None:
    """Whether there are studies of just what is claimed; no where what is found says the opposite."""
    question = asked.question
    if not question.closed:
        return None
    fits = "mixed" if verdict.direction == "mixed" else said(question, True)
    if question.expected not in (None, Expected.any):
        fits = yes_no(asked.graph, question, found)
    studied = any(s.basis <= Basis.research_uncited for s in statements)
    return "unknown" if fits == "yes" and not (studied and question.exists) else fits


def _rests_on(asked: Asked, statements: list[Statement]) -> str:
    bases = sorted({s.basis for s in statements})
    marks = asked.citations.mark(statements)
    return say.sentence(
        f"for this {source_of(asked.graph)} offers {say.listed([build.BASES[b] for b in bases])} {marks}"
    )


def _untraced(statements: list[Statement]) -> tuple[str, ...]:
    """That none of these names the work it rests on, where none does."""
    untraced = all(s.evidence == _UNTRACED for s in statements if not s.bridge)
    return ("No reference is given for these claims where they are made.",) if untraced else ()


def _evidence_item(graph: CausalGraph, s: Statement) -> Item:
    return Item(
        id=s.subject,
        label=graph.concepts[s.subject].label,
        direction=say.direction(s.sign),
        basis="stated",
        text=s.text,
    )


def on_topics(asked: Asked) -> Answer:
    """The best supported statements that name a concept."""
    topics = asked.subjects()
    names = {t for topic in topics for t in (topic, *asked.graph.spoken_of(topic), *asked.graph.ancestors(topic))}
    direct = {t for topic in topics for t in (topic, *asked.graph.spoken_of(topic))}
    told = {
        s.id: s
        for concept in sorted(names)
        for s in asked.graph.by_concept.get(concept, ())
        if s.kind in (Kind.causal, Kind.modifier, Kind.limit, Kind.comparison, Kind.reported) and not s.bridge
    }
    ranked = sorted(
        told.values(),
        key=lambda s: (s.basis, s.kind is Kind.modifier, not {s.subject, s.object} & direct, s.hedge, s.id),
    )
    studied = [s for s in ranked if s.basis <= Basis.research_uncited]
    chosen = (studied or ranked)[:MOST_EVIDENCE]
    if not chosen:
        return nearby.silence(asked, topics)
    answer = said(asked.question, bool(studied) or None)
    if answer == "yes" and asked.question.proof and not {s.sign for s in studied} <= {Sign.PLUS, Sign.MINUS}:
        answer = "mixed"
    return asked.told(
        replace(NOTHING, basis="stated", answer=answer),
        [_rests_on(asked, chosen), *(asked.cited(s) for s in chosen)],
        items=tuple(_evidence_item(asked.graph, s) for s in chosen),
        caveats=_untraced(chosen),
    )
