"""What acts on an effect, and what a cause does: a list, what a person can do told apart from physiology."""

from __future__ import annotations

from dataclasses import replace

from kg.answer import build, nearby
from kg.answer.asked import Asked
from kg.answer.values import Answer, AnswerName, Item
from kg.answer.verdict import NOTHING, opened, said
from kg.answer.views import item
from kg.causal import Finding, Reached, Standing
from kg.causal import causes as causes_of
from kg.causal import effects as effects_of
from kg.english import say
from kg.model import Sign, Variable
from kg.question import Expected

MOST_TOLD = 8
MOST_APART = 3
MOST_PICTURED = 6
_WANTED = {
    Expected.up: lambda v: v.direction == "increases",
    Expected.down: lambda v: v.direction == "decreases",
    Expected.good: lambda v: v.beneficial is True,
    Expected.bad: lambda v: v.beneficial is False,
    Expected.any: lambda v: True,
    Expected.none: lambda v: v.direction == "no_effect",
}


def causes(asked: Asked) -> Answer:
    """What acts on an effect: what a person can do before physiology, kinds before their members, stated first."""
    return _answer(asked, "effect")


def effects(asked: Asked) -> Answer:
    """What a cause does, outcomes first; for a yes-no question, whether any of it is for the better."""
    return _answer(asked, "cause")


def _answer(asked: Asked, role: str) -> Answer:
    question, upstream = asked.question, role == "effect"
    found = _reached(asked, role)
    reached = [(r, level) for r, at in found.values() if (level := _fitting(asked, r, at, upstream))]
    reached.sort(key=lambda pair: _order(asked, *pair, upstream))
    if not reached:
        return _nothing(asked, role)
    heads, members = _grouped(asked, reached) if upstream and not question.direct else (reached, {})
    ordered = [pair for head in heads for pair in (head, *members.get(head[0].concept, ()))]
    items = {r.concept: item(asked.graph, r.concept, r.finding, asked.citations, level) for r, level in ordered}
    first = [items[r.concept] for r, _ in heads]
    known = [items[r.concept] for r, _ in ordered if (best := r.finding.stated) and not best.best.inherited]
    told = _told(asked, list({i.id: i for i in (*first, *known)}.values()), upstream)
    answer = _any_good(asked, [(r.finding, level) for r, level in reached]) if not upstream else None
    if upstream:
        alone = question.exclusive and sum(i.basis == "stated" for i in first) < 2
        whether = question.exists or question.exclusive  # "is there anything that …"
        answer = said(question, None if not whether or question.personal or alone else not question.exclusive)
    sentences = nearby.ranking(asked, question.of(role) if upstream else (), items) if question.ranked else []
    sentences += told
    if not upstream and question.expected is Expected.none:
        concept = question.of("cause")[0]
        sentences += nearby.nearby(asked, sorted(asked.graph.wider(concept) - {concept}))
    more = len(items) - len(told)
    return asked.answer(
        status="answered",
        verdict=replace(NOTHING, basis=first[0].basis, answer=None if question.about else answer),
        text=opened(answer, sentences),
        items=tuple(items.values()),
        paths=tuple(i.path for i in list(items.values())[:MOST_PICTURED] if i.path),
        caveats=(f"{more} more are in the list.",) if more > 0 else (),
    )


def _reached(asked: Asked, role: str) -> dict[str, tuple[Reached, int]]:
    """All at the other end, by id, with the level of the cause; of the kinds asked for, where some are."""
    graph, question, upstream = asked.graph, asked.question, role == "effect"
    mentions = question.mentions(role)
    kinds, names = _kinds(asked)
    own = {v for m in mentions for v in graph.spoken_of(m.concept)}
    found: dict[str, tuple[Reached, int]] = {}
    for mention in mentions:
        for concept in graph.spoken_of(mention.concept):
            for r in (causes_of if upstream else effects_of)(graph, concept, asked.situation, asked.filters):
                if upstream and ((question.direct and r.finding.stated is None) or r.concept in own):
                    continue
                if kinds and r.concept not in kinds and graph.kinds[graph.concepts[r.concept].kind].label not in names:
                    continue
                if r.concept not in found or _better(r, found[r.concept][0]):
                    found[r.concept] = (r, 1 if upstream else mention.level)
    return found


def _kinds(asked: Asked) -> tuple[set[str], set[str]]:
    """The concepts that count as the kind of thing asked for, and the names of kinds."""
    mentions = asked.question.mentions("kind")
    named = [k for m in mentions for k in (m.concept, *m.alternatives)]
    return {k for kind in named for k in (kind, *asked.graph.descendants(kind))}, {m.text.lower() for m in mentions}


def _nothing(asked: Asked, role: str) -> Answer:
    named = list(asked.question.of(role))
    if not asked.filters.by_way:
        return nearby.silence(asked, named)
    what = "gives nothing that acts on" if role == "effect" else "gives nothing that follows from"
    labels = say.listed([asked.label(c) for c in named])
    return asked.answer(
        status="no_known_path",
        verdict=replace(NOTHING, answer=said(asked.question, None)),
        text=f"The source {what} {labels} {nearby.ways_asked(asked)}.",
    )


Pair = tuple[Reached, int]


def _grouped(asked: Asked, reached: list[Pair]) -> tuple[list[Pair], dict[str, list[Pair]]]:
    """Those that stand by themselves, and under each class those of its kinds that are no better known than it."""
    order = list(Standing).index
    standing = {r.concept: order(r.finding.standing) for r, _ in reached}
    levels = {r.concept: level for r, level in reached}
    heads: list[Pair] = []
    members: dict[str, list[Pair]] = {}
    for r, level in reached:
        above = asked.graph.ancestors(r.concept)
        classes = [c for c in standing if c in above and levels[c] == level and standing[c] <= standing[r.concept]]
        if classes:
            members.setdefault(max(classes, key=lambda c: (above[c], c)), []).append((r, level))
        else:
            heads.append((r, level))
    heads.sort(key=lambda pair: (standing[pair[0].concept] > 0, not _is_done(asked, pair)))
    return heads, members


def _is_done(asked: Asked, pair: Pair) -> bool:
    return asked.graph.is_intervention(pair[0].concept)


def _told(asked: Asked, items: list[Item], upstream: bool) -> list[str]:
    """The items that are told in the text: the first, and apart from what one does what the body does."""
    most = 2 * MOST_TOLD if asked.question.direct else MOST_TOLD
    ways = nearby.ways_asked(asked)
    lead = f"{say.sentence(ways).rstrip('.')}: " if ways else ""
    done = [i for i in items if i.intervention]
    body = [i for i in items if not i.intervention]
    if not upstream or not done or not body or asked.question.direct:
        told = [i.text for i in items[:most]]
        return [lead + told[0], *told[1:]]
    done, body = done[: most - min(MOST_APART, len(body))], body[:MOST_APART]
    return [
        f"{lead}What one can do: {done[0].text}",
        *(i.text for i in done[1:]),
        f"In the body: {body[0].text}",
        *(i.text for i in body[1:]),
    ]


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
    near = asked.distance(r.finding.support[:1], (r.concept,))[0]
    if upstream:
        return (stated, not graph.is_intervention(r.concept) and not asked.question.direct, stated and level < 0, near)
    return (not (graph.is_outcome(r.concept) and not stated), stated, not graph.is_outcome(r.concept), near)


def _any_good(asked: Asked, found: list[tuple[Finding, int]]) -> AnswerName | None:
    """For "is it good?" and "is it useless?": what the stated outcomes add up to."""
    question = asked.question
    if not question.closed or question.expected not in (Expected.good, Expected.bad, Expected.none):
        return said(question, None)
    outcomes = [(f, at) for f, at in found if asked.graph.is_outcome(f.effect) or f.standing is Standing.stated]
    verdicts = [build.verdict(asked.graph, f, f.direction.times(at)) for f, at in asked.strongest(outcomes)]
    goods = {v.beneficial for v in verdicts if v.beneficial is not None}
    mixed = any(v.direction == "mixed" for v in verdicts)
    if question.expected is Expected.none:
        return said(question, False) if True in goods else "mixed" if mixed else "unknown"
    if len(goods) > 1:
        return "mixed"
    if not goods:
        return "mixed" if mixed else "unknown"
    good = goods.pop()
    if question.expected is Expected.bad and good:
        return "unknown"  # a benefit that is worked out is no finding that there is no harm
    return said(question, good == (question.expected is Expected.good))
