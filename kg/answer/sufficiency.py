"""Whether something is enough, alone, or brings back what was lost: only stated limits answer this."""

from __future__ import annotations

from dataclasses import replace

from kg.answer import nearby
from kg.answer.asked import Asked, named
from kg.answer.explain import beside
from kg.answer.values import Answer
from kg.answer.verdict import NOTHING, joint_verdict, said
from kg.english import inflect, say
from kg.linking import Mention
from kg.model import Goal, Hedge, Kind, Statement
from kg.question import Expected


def answer(asked: Asked) -> Answer:
    """The limits that are stated, and what the causes do beside."""
    asked = undone(asked)
    graph, question = asked.graph, asked.question
    causes, targets = asked.sides(), asked.effects()
    restoring = question.restoring
    limits = limits_of(asked)
    sentences = [asked.cited(s) for s in limits[:2]]
    asked.citations.mark(limits)
    ends = [graph.variable_of(m.concept) if _is_goal(asked, m) else m.concept for m in targets]
    found = asked.findings(causes, ends) if causes else []
    chosen = asked.strongest(found)
    explained = asked.explained(chosen)
    verdict = NOTHING if limits else joint_verdict([e.verdict for e in explained])
    firm = [s for s in limits if s.hedge < Hedge.possible] if targets or restoring else []
    moved = question.expected in (Expected.up, Expected.down) and not (
        restoring or any(_is_goal(asked, m) for m in targets)
    )
    anything = question.exists and not causes  # what some cannot do is no finding that nothing can
    answer = said(question, False if firm and not (moved or anything) else None)
    names = say.listed([named(asked, m) for m in causes])
    if not limits:
        plural = len(causes) > 1 or any(say.noun(graph.concepts[m.concept], m.level).plural for m in causes)
        what = inflect.agreeing("bring" if restoring else "be", plural) + (
            " this back" if restoring else " enough alone"
        )
        sentences.append(f"The source does not say that {names} {what}.")
    if explained:
        sentences += explained[0].sentences[: 1 if limits else 2]
    else:
        sentences += nearby.nearby(asked, [m.concept for m in causes])
    sentences += nearby.held_back(asked, [m.concept for m in causes])
    return asked.told(
        replace(verdict, answer=answer, basis="stated" if limits else verdict.basis),
        sentences,
        status="answered" if limits or explained else "no_known_path",
        **beside(explained, before=(s.text for s in limits)),
    )


def undone(asked: Asked) -> Asked:
    """The question with what is to be undone as the effect, where what is named is nothing that one does."""
    done = any(asked.graph.is_intervention(c) for c in asked.question.of("cause"))
    if done or asked.effects():
        return asked
    parts = tuple(replace(p, role="effect") if p.role == "cause" else p for p in asked.question.parts)
    return replace(asked, question=replace(asked.question, parts=parts))


def _is_goal(asked: Asked, mention: Mention) -> bool:
    return isinstance(asked.graph.concepts[mention.concept], Goal)


def limits_of(asked: Asked) -> list[Statement]:
    """The stated limits of the causes or of what they are part of, firmest first: on this effect, or on restoring."""
    graph, causes, targets, restoring = asked.graph, asked.sides(), asked.effects(), asked.question.restoring
    families = {c for m in causes for c in graph.wider(m.concept)}
    named = [m.concept for m in targets]
    ends = [*named, *(nearby.by_definition(asked, named) if restoring else ())]
    wanted = asked.names(ends)
    limits = [s for s in graph.of_kind(Kind.limit) if not causes or s.subject in families]
    fitting = [s for s in limits if graph.concepts[s.object].variable in wanted]
    lost = restoring and any(getattr(graph.concepts[id], "variable_type", "") == "presence" for id in named)
    any_ = bool(causes) and (lost or not targets)
    return sorted(fitting or (limits if any_ else []), key=lambda s: (s.hedge, s.id))
