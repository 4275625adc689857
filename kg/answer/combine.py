"""Several things at once: what is claimed of them together, each alone, and the direction; sizes are not added."""

from __future__ import annotations

from dataclasses import replace

from kg.answer import build, nearby
from kg.answer.asked import Asked
from kg.answer.explain import explain
from kg.answer.values import Answer, Item
from kg.answer.verdict import joint_verdict, said, yes_no
from kg.causal import Outcome, Standing, scenario
from kg.english import say
from kg.linking import Mention
from kg.model import Effect, Sign


def parts_of(asked: Asked) -> list[Mention]:
    """The mentions of what is put together."""
    return [*asked.causes(), *asked.question.mentions("other")]


def levels_of(asked: Asked) -> dict[str, int]:
    """What is set, and whether high or low."""
    return {v: m.level for m in parts_of(asked) for v in asked.graph.spoken_of(m.concept)[:1]}


def answer(asked: Asked) -> Answer:
    """What is set together does to the effects, or else to the best known outcome."""
    graph, levels = asked.graph, levels_of(asked)
    on = asked.effects() or asked.question.mentions("topic")
    targets = [v for m in on for v in graph.spoken_of(m.concept)]
    found = scenario(graph, levels, asked.situation.asked, targets or None, asked.filters)
    outcomes = sorted((o for o in found.outcomes if o.findings), key=lambda o: _told_well(asked, o))
    if not outcomes:
        return nearby.silence(asked, asked.subjects())
    direction = _common([o.direction for o in (outcomes if targets else outcomes[:1])])
    best = outcomes[0]
    joint = list(dict.fromkeys(s for o in outcomes for s in o.joint))
    sentences = [asked.cited(s) for s in joint[:2]]
    sentences += [asked.item(f.cause, f, levels[f.cause]).text for f in best.findings]
    firsts = {f.cause: f for o in outcomes for f in o.findings}
    sentences += [asked.cited(path.edges[0].best.statement) for f in firsts.values() for path in f.paths[:1]]
    unvarying = [m.concept for m in parts_of(asked) if not graph.spoken_of(m.concept)]
    sentences += [said for c in unvarying for said in nearby.nearby(asked, [c], most=1)]
    untold = [cause for cause in levels if cause not in firsts]
    for cause in untold:
        finding = asked.finding(cause, best.concept)
        sentences += explain(graph, finding, asked.citations, level=levels[cause]).sentences[: 1 + bool(finding.aims)]
    weakening = [m for m in found.switched if m[0].statement.effect in (Effect.attenuates, Effect.gates)]
    sentences += build.modifiers_told(graph, [state for state, _ in weakening[:1]], asked.citations)
    explained = [explain(graph, f, asked.citations, level=levels[f.cause], limit=3) for f in best.findings]
    verdict = joint_verdict([e.verdict for e in explained])
    verdict = replace(verdict, direction=say.direction(direction))
    verdict = replace(verdict, beneficial=build.beneficial(graph, best.concept, direction))
    answer = yes_no(graph, asked.question, [(f, levels[f.cause]) for f in best.findings])
    answer = said(asked.question, None) if (untold or unvarying) and not joint else answer
    caveats = ["Sizes of separate effects are not added up; the source gives none for these together."]
    if not joint:
        caveats.append("The source does not speak of these together; each is told by itself.")
    return asked.told(
        replace(verdict, answer=answer),
        sentences,
        paths=tuple(p for e in explained for p in e.paths),
        items=tuple(
            Item(
                id=o.concept,
                label=asked.label(o.concept),
                direction=say.direction(o.direction),
                basis=o.findings[0].standing.value,
                text=say.sentence(f"{asked.label(o.concept)}: {say.TOGETHER[o.direction or Sign.UNKNOWN]}"),
            )
            for o in outcomes
        ),
        modifiers=tuple(build.modifier_view(graph, state, modified) for state, modified in found.switched),
        caveats=tuple(caveats),
    )


def _told_well(asked: Asked, outcome: Outcome) -> tuple[object, ...]:
    """Outcomes on which every part acts come first, then those that are stated, then those good when high."""
    by_mechanism = sum(f.standing is not Standing.stated for f in outcome.findings)
    good = build.beneficial(asked.graph, outcome.concept, Sign.PLUS)
    definite = outcome.direction is not None and outcome.direction.definite
    return (-len(outcome.findings), not definite, by_mechanism, not good, not outcome.joint, outcome.concept)


def _common(directions: list[Sign | None]) -> Sign | None:
    known = {d for d in directions if d is not None}
    return known.pop() if len(known) == 1 else Sign.UNKNOWN if known else None
