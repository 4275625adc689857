"""Whether something is enough, alone, or brings back what was lost: only stated limits answer this."""

from __future__ import annotations

from dataclasses import replace

from kg.answer import nearby
from kg.answer.asked import Asked, named
from kg.answer.explain import explain
from kg.answer.values import Answer
from kg.answer.verdict import NOTHING, joint_verdict, opened, said
from kg.english import say
from kg.linking import Mention
from kg.model import Goal, Kind, Statement


def answer(asked: Asked) -> Answer:
    """The limits that are stated, and what the causes do beside."""
    graph, question = asked.graph, asked.question
    causes, targets = asked.causes(), asked.effects()
    restoring = question.restoring
    limits = limits_of(asked)
    lines = [asked.cited(s) for s in limits[:2]]
    asked.citations.mark(limits)
    ends = [graph.concepts[m.concept].variable if _is_goal(asked, m) else m.concept for m in targets]
    found = asked.findings(causes, ends) if causes else []
    chosen = asked.strongest(found)
    explained = [explain(graph, f, asked.citations, level=at, limit=asked.max_paths) for f, at in chosen]
    verdict = NOTHING if limits else joint_verdict([e.verdict for e in explained])
    answer = said(question, False if limits else None)
    names = say.listed([named(asked, m) for m in causes])
    sentences = list(lines)
    if not limits:
        what = "brings this back" if restoring else "is enough by itself"
        sentences.append(f"The source does not say that {names} {what}.")
    if explained:
        sentences += explained[0].sentences[: 1 if limits else 2]
    else:
        sentences += nearby.nearby(asked, [m.concept for m in causes])
    fields = nearby.fields_of(explained)
    return asked.answer(
        status="answered" if limits or explained else "no_known_path",
        verdict=replace(verdict, answer=answer, basis="stated" if limits else verdict.basis),
        text=opened(answer, sentences),
        **fields | {"caveats": tuple(dict.fromkeys((*(s.text for s in limits), *fields["caveats"])))},
    )


def _is_goal(asked: Asked, mention: Mention) -> bool:
    return isinstance(asked.graph.concepts[mention.concept], Goal)


def limits_of(asked: Asked) -> list[Statement]:
    """The stated limits of the causes or of what they are part of, firmest first: on this effect, or on restoring."""
    graph, causes, targets, restoring = asked.graph, asked.causes(), asked.effects(), asked.question.restoring
    families = {c for m in causes for c in graph.wider(m.concept)}
    wanted = {v for m in targets for v in (asked.variable(c) for c in (m.concept, *graph.spoken_of(m.concept)))}
    limits = [s for s in graph.of_kind(Kind.limit) if not causes or s.subject in families]
    if not causes:
        limits = [s for s in limits if graph.concepts[s.object].variable in wanted]
    fitting = [s for s in limits if graph.concepts[s.object].variable in wanted]
    return sorted(fitting or (limits if restoring or not targets else []), key=lambda s: (s.hedge, s.id))
