"""Answers about several things: what acts on an effect, what a cause does, two compared, two combined."""

from __future__ import annotations

from dataclasses import replace

from kg.answer import build, facts
from kg.answer.asked import NOTHING, Asked, joint_verdict, named, opened, strongest, yes_no
from kg.answer.effect import explain
from kg.answer.values import Answer, Item
from kg.answer.views import item
from kg.causal import Finding, Outcome, Reached, Standing, scenario
from kg.causal import causes as causes_of
from kg.causal import effects as effects_of
from kg.english import say
from kg.model import Effect, Kind, Sign, Statement, Variable
from kg.question import Expected

MOST_TOLD = 6
_WANTED = {
    Expected.up: lambda v: v.direction == "increases",
    Expected.down: lambda v: v.direction == "decreases",
    Expected.good: lambda v: v.beneficial is True,
    Expected.bad: lambda v: v.beneficial is False,
    Expected.any: lambda v: True,
    Expected.none: lambda v: v.direction == "no_effect",
}


def causes(asked: Asked) -> Answer:
    """What acts on an effect: what a person can do before physiology, stated before by mechanism."""
    return _reach(asked, "effect")


def effects(asked: Asked) -> Answer:
    """What a cause does, outcomes first; for a yes-no question, whether any of it is for the better."""
    return _reach(asked, "cause")


def _reach(asked: Asked, role: str) -> Answer:
    graph, question = asked.graph, asked.question
    upstream = role == "effect"
    mentions = list(question.mentions(role))
    named_kinds = [k for m in question.mentions("kind") for k in (m.concept, *m.alternatives)]
    kinds = {k for kind in named_kinds for k in (kind, *graph.descendants(kind))}
    names = {m.text.lower() for m in question.mentions("kind")}
    found: dict[str, tuple[Reached, int]] = {}
    for mention in mentions:
        for concept in graph.spoken_of(mention.concept):
            for r in (causes_of if upstream else effects_of)(graph, concept, asked.situation):
                level = 1 if upstream else mention.level
                if upstream and question.direct and r.finding.stated is None:
                    continue
                if kinds and r.concept not in kinds and graph.kinds[graph.concepts[r.concept].kind].label not in names:
                    continue
                if upstream and any(r.concept == v for m in mentions for v in graph.spoken_of(m.concept)):
                    continue
                if r.concept not in found or _better(r, found[r.concept][0]):
                    found[r.concept] = (r, level)
    reached = [(r, level) for r, at in found.values() if (level := _fitting(asked, r, at, upstream))]
    reached.sort(key=lambda pair: _order(asked, *pair, upstream))
    if not reached:
        return facts.silence(asked, [m.concept for m in mentions])
    items = tuple(item(graph, r.concept, r.finding, asked.citations, level) for r, level in reached)
    joint = _kept(asked, items)
    answer = _any_good(asked, [(r.finding, level) for r, level in reached]) if not upstream else None
    if upstream and question.closed:
        answer = "unknown" if question.personal else "yes"
    told = [i.text for i in joint]
    if not upstream and question.expected is Expected.none:
        told += facts.nearby(asked, sorted(graph.wider(mentions[0].concept) - {mentions[0].concept}))
    more = len(items) - MOST_TOLD
    caveats = [f"{more} more are in the list."] if more > 0 else []
    if question.about:
        answer = None
    return asked.answer(
        status="answered",
        verdict=replace(NOTHING, basis=items[0].basis, answer=answer),
        text=opened(answer, told),
        items=items,
        paths=tuple(i.path for i in items[:MOST_TOLD] if i.path),
        caveats=tuple(caveats),
    )


def _kept(asked: Asked, items: tuple[Item, ...]) -> list[Item]:
    """The items that are told in the text: the first, and of each kind at least one."""
    told = list(items[:MOST_TOLD])
    if asked.question.direct:
        told = list(items[: 2 * MOST_TOLD])
    others = [i for i in items if not i.intervention][:2]
    if others and all(i.intervention for i in told):
        return [*told[: -len(others)], *others]
    return told


def _better(new: Reached, old: Reached) -> bool:
    order = list(Standing).index
    return order(new.finding.standing) < order(old.finding.standing)


def _fitting(asked: Asked, r: Reached, level: int, upstream: bool) -> int | None:
    """The level at which it does what is asked for: as it is, or less of it where it is nothing that one does."""
    concept = asked.graph.concepts[r.concept]
    lowered = isinstance(concept, Variable) and concept.variable_type != "presence"
    turned = [-level] if upstream and lowered and not asked.graph.is_intervention(r.concept) else []
    return next((at for at in (level, *turned) if _fits(asked, r.finding, at)), None)


def _fits(asked: Asked, finding: Finding, level: int) -> bool:
    closed = asked.question.closed and bool(asked.causes())
    expected = None if closed else asked.question.expected
    direction = finding.direction.times(level)
    if expected is None or expected is Expected.any or not (direction.definite or direction is Sign.ZERO):
        return expected in (None, Expected.any)
    return bool(_WANTED[expected](build.verdict(asked.graph, finding, direction)))


def _order(asked: Asked, r: Reached, level: int, upstream: bool) -> tuple:
    graph = asked.graph
    stated = r.finding.standing is not Standing.stated
    if upstream:
        return (stated, not graph.is_intervention(r.concept) and not asked.question.direct, stated and level < 0)
    return (not (graph.is_outcome(r.concept) and not stated), stated, not graph.is_outcome(r.concept))


def _any_good(asked: Asked, found: list[tuple[Finding, int]]) -> str | None:
    """For "is it good?" and "is it useless?": what the stated outcomes add up to."""
    question = asked.question
    if not question.closed or question.expected not in (Expected.good, Expected.bad, Expected.none):
        return "unknown" if question.closed else None
    outcomes = [(f, at) for f, at in found if asked.graph.is_outcome(f.effect) or f.standing is Standing.stated]
    verdicts = [build.verdict(asked.graph, f, f.direction.times(at)) for f, at in strongest(outcomes)]
    goods = {v.beneficial for v in verdicts if v.beneficial is not None}
    mixed = any(v.direction == "mixed" for v in verdicts)
    if question.expected is Expected.none:
        return "no" if True in goods else "mixed" if mixed else "unknown"
    if len(goods) > 1:
        return "mixed"
    if not goods:
        return "mixed" if mixed else "unknown"
    good = goods.pop()
    return "yes" if good == (question.expected is Expected.good) else "no"


def compare(asked: Asked) -> Answer:
    """Two things held against each other: what is stated of both, else each by itself; sizes are never compared."""
    graph, question = asked.graph, asked.question
    sides = [*asked.causes(), *question.mentions("other")]
    if not asked.causes():
        return _difference(asked)
    targets = [m.concept for m in asked.effects()]
    classes = [{m.concept, *graph.ancestors(m.concept)} for m in sides]
    wanted = {graph.concepts[v].variable for t in targets for v in graph.spoken_of(t)}
    stated = [
        s
        for s in graph.of_kind(Kind.comparison)
        if any(_between(s, a, b) for a in classes for b in classes)
        and (not wanted or wanted & {graph.concepts[o].variable for o in s.outcomes})
    ]
    found = asked.findings(sides, targets) if targets else []
    items, lines = [], []
    for mention in sides:
        mine = strongest([(f, at) for f, at in found if f.cause in graph.spoken_of(mention.concept)])
        for finding, level in mine[:1]:
            items.append(item(graph, mention.concept, finding, asked.citations, level))
            lines.append(items[-1].text)
    sentences = [asked.cited(s) for s in stated]
    if not stated:
        both = say.listed([named(asked, m) for m in sides])
        sentences.append(f"The source does not say which of {both} does more.")
    if not lines:
        lines = facts.nearby(asked, [m.concept for m in sides])
    answer = None
    if question.closed and len(sides) == 2:
        answer = "unknown"
        if ranked := [s for s in stated if s.relation == "greater_effect_than"]:
            answer = "yes" if ranked[0].subject in classes[0] else "no"
    return asked.answer(
        status="answered" if stated or items else "no_known_path",
        verdict=replace(NOTHING, basis="stated" if stated else NOTHING.basis, answer=answer),
        text=opened(answer, [*sentences, *lines]),
        items=tuple(items),
        caveats=("By how much they differ, the source does not say.",) if stated else (),
    )


def _between(s: Statement, a: set[str], b: set[str]) -> bool:
    """Whether a comparison sets one of the first against one of the second, and neither is both."""
    return s.subject in a and s.object in b and s.object not in a and s.subject not in b


def _difference(asked: Asked) -> Answer:
    """What two things are, side by side."""
    topics = list(dict.fromkeys((*asked.question.of("topic"), *asked.question.of("other"))))[:3]
    items, sentences = [], []
    for topic in topics:
        defined, _ = facts.described(asked, topic)
        sentences += defined[:2]
        items.append(
            Item(id=topic, label=asked.label(topic), direction=None, basis="by_definition", text=" ".join(defined))
        )
    return asked.answer(
        status="answered" if sentences else "no_known_path",
        verdict=replace(NOTHING, basis="by_definition", answer="unknown" if asked.question.closed else None),
        text=" ".join(sentences),
        items=tuple(items),
    )


def combine(asked: Asked) -> Answer:
    """Several things at once: what is claimed of them together, each alone, and the direction; sizes are not added."""
    graph = asked.graph
    parts = [*asked.causes(), *asked.question.mentions("other")]
    levels = {v: m.level for m in parts for v in graph.spoken_of(m.concept)[:1]}
    if len(levels) < 2:
        return effects(replace(asked, question=replace(asked.question, intent=None)))
    on = asked.effects() or asked.question.mentions("topic")
    targets = [v for m in on for v in graph.spoken_of(m.concept)]
    found = scenario(graph, levels, asked.situation.asked, targets or None)
    outcomes = sorted((o for o in found.outcomes if o.findings), key=lambda o: _told_well(asked, o))
    if not outcomes:
        return facts.silence(asked, [m.concept for m in parts])
    direction = _common([o.direction for o in (outcomes if targets else outcomes[:1])])
    best = outcomes[0]
    joint = list(dict.fromkeys(s for o in outcomes for s in o.joint))
    sentences = [asked.cited(s) for s in joint[:2]]
    sentences += [
        item(graph, f.cause, f, asked.citations, levels[f.cause]).text for o in outcomes[:1] for f in o.findings
    ]
    firsts = {f.cause: f for o in outcomes for f in o.findings}
    for f in firsts.values():
        if f.paths:
            step = f.paths[0].edges[0].best.statement
            sentences.append(asked.cited(step))
    weakening = [m for m in found.switched if m[0].statement.effect in (Effect.attenuates, Effect.gates)]
    for state, _ in weakening[:1]:
        sentences.append(build.modifier_text(graph, state, asked.citations.mark([state.statement])))
    explained = [explain(graph, f, asked.citations, level=levels[f.cause], limit=3) for f in best.findings]
    verdict = joint_verdict([e.verdict for e in explained])
    verdict = replace(verdict, direction=say.DIRECTIONS[direction] if direction else None)
    verdict = replace(verdict, beneficial=build.beneficial(graph, best.concept, direction))
    answer = yes_no(graph, asked.question, [(f, levels[f.cause]) for f in best.findings])
    caveats = ["Sizes of separate effects are not added up; the source gives none for these together."]
    if not joint:
        caveats.append("The source does not speak of these together; each is told by itself.")
    return asked.answer(
        status="answered",
        verdict=replace(verdict, answer=answer),
        text=opened(answer, sentences),
        paths=tuple(p for e in explained for p in e.paths),
        items=tuple(
            Item(
                id=o.concept,
                label=asked.label(o.concept),
                direction=say.DIRECTIONS[o.direction] if o.direction else None,
                basis=o.findings[0].standing.value,
                text=say.sentence(f"{asked.label(o.concept)}: {say.TOGETHER[o.direction or Sign.UNKNOWN]}"),
            )
            for o in outcomes
        ),
        modifiers=tuple(build.modifier_view(graph, state, modified) for state, modified in found.switched),
        caveats=tuple(caveats),
    )


def _told_well(asked: Asked, outcome: Outcome) -> tuple:
    """Outcomes on which every part acts come first, then those that are stated, then those good when high."""
    by_mechanism = sum(f.standing is not Standing.stated for f in outcome.findings)
    good = build.beneficial(asked.graph, outcome.concept, Sign.PLUS)
    definite = outcome.direction is not None and outcome.direction.definite
    return (-len(outcome.findings), not definite, by_mechanism, not good, not outcome.joint, outcome.concept)


def _common(directions: list[Sign | None]) -> Sign | None:
    known = {d for d in directions if d is not None}
    return known.pop() if len(known) == 1 else Sign.UNKNOWN if known else None
