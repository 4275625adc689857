"""Two things held against each other: what is stated of both, else each by itself; sizes are never compared."""

from __future__ import annotations

from dataclasses import replace

from kg.answer import nearby, numbers
from kg.answer.asked import Asked, named
from kg.answer.sentences import stated_statements
from kg.answer.values import Answer, Item
from kg.answer.verdict import NOTHING, WANTED, said
from kg.causal import Finding, Standing
from kg.english import say
from kg.model import Kind, Statement


def answer(asked: Asked) -> Answer:
    """Which of two does more, where a comparison is stated."""
    graph, question = asked.graph, asked.question
    sides = asked.sides()
    targets = [m.concept for m in asked.effects()]
    classes = [{m.concept, *graph.ancestors(m.concept)} for m in sides]
    wanted = asked.variables(targets)
    all_ = nearby.comparisons(graph, wanted) if wanted else graph.of_kind(Kind.comparison)
    stated = [s for s in all_ if any(_between(s, a, b) for a in classes for b in classes)]
    found = asked.findings(sides, targets) if targets else []
    items, lines, sized = [], [], []
    for mention in sides:
        mine = asked.strongest([(f, at) for f, at in found if f.cause in graph.spoken_of(mention.concept)])
        for finding, level in mine[:1]:
            items.append(asked.item(mention.concept, finding, level))
            lines.append(_told(asked, finding) or items[-1].text)
            sized += [s for s in stated_statements(finding) if numbers.sizes_of(s)][:1]
    kin = [s for s in nearby.between(asked, sides[:1], sides[1:]) if s.kind is Kind.taxonomic]
    sentences = [asked.cited(s) for s in (*stated, *kin)]
    if not sentences:
        both = say.listed([named(asked, m) for m in sides])
        sentences.append(f"The source does not say which of {both} does more.")
    if not lines:
        lines = nearby.nearby(asked, [m.concept for m in sides])
    answer = None
    if question.closed and len(sides) == 2:
        answer = said(question, None)
        wanted_sign = WANTED.get(question.expected)
        other_way = wanted_sign and any(f.turned(level) is not wanted_sign for f, level in found)
        if (ranked := [s for s in stated if s.relation == "greater_effect_than"]) and not other_way:
            answer = said(question, ranked[0].subject in classes[0])
    return asked.told(
        replace(NOTHING, basis="stated" if stated or kin else NOTHING.basis, answer=answer),
        [*sentences, *lines, *map(asked.detailed, dict.fromkeys(sized))],
        status="answered" if stated or kin or items else "no_known_path",
        items=tuple(items),
        caveats=("By how much they differ, the source does not say.",) if stated else (),
    )


def _told(asked: Asked, finding: Finding) -> str:
    """What is stated of a side, in the words of the claim, where one and no other says it of this thing itself."""
    if finding.kinds:
        return asked.detailed(finding.kinds[0].support[0])
    plain = finding.standing is Standing.stated and finding.sign.definite
    best = finding.links[0] if finding.links and plain else None
    return asked.detailed(best.statement) if best and not best.inherited else ""


def _between(s: Statement, a: set[str], b: set[str]) -> bool:
    """Whether a comparison sets one of the first against one of the second, and neither is both."""
    return s.subject in a and s.object in b and s.object not in a and s.subject not in b


def difference(asked: Asked) -> Answer:
    """What two things are, side by side."""
    topics = list(dict.fromkeys((*asked.question.of("topic"), *asked.question.of("other"))))[:3]
    items, sentences = [], []
    for topic in topics:
        defined, _ = nearby.described(asked, topic)
        sentences += defined[:2]
        items.append(
            Item(id=topic, label=asked.label(topic), direction=None, basis="by_definition", text=" ".join(defined))
        )
    return asked.answer(
        status="answered" if sentences else "no_known_path",
        verdict=replace(NOTHING, basis="by_definition", answer=said(asked.question, None)),
        text=" ".join(sentences),
        items=tuple(items),
    )
