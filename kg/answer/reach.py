"""What acts on an effect, and what a cause does: a list, what a person can do told apart from physiology."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from kg.answer import build, nearby, worded
from kg.answer.asked import Asked, Found
from kg.answer.sentences import hedge_of
from kg.answer.values import Answer, AnswerName, Item, Verdict
from kg.answer.verdict import NOTHING, opened, said
from kg.causal import Finding, Reached, Standing
from kg.english import say
from kg.english.say import Noun
from kg.model import Sign, Variable
from kg.question import Expected, Intent

MOST_TOLD = 8
MOST_APART = 2
Pair = tuple[Reached, int]
_WANTED: dict[Expected, Callable[[Verdict], bool]] = {
    Expected.up: lambda v: v.direction == "increases",
    Expected.down: lambda v: v.direction == "decreases",
    Expected.good: lambda v: v.beneficial is True,
    Expected.bad: lambda v: v.beneficial is False,
    Expected.any: lambda _: True,
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
    reached.sort(key=lambda pair: _order(asked, pair, upstream))
    if not reached:
        turned = _turned(asked) if upstream and _kinds(asked)[0] else None
        return _answer(turned, "cause") if turned else _nothing(asked, role)
    heads, members = _grouped(asked, reached) if upstream and not question.direct else (reached, {})
    ordered = [pair for head in heads for pair in (head, *members.get(head[0].concept, ()))]
    items = {r.concept: asked.item(r.concept, r.finding, level) for r, level in ordered}
    first = [items[r.concept] for r, _ in heads]
    known = [items[r.concept] for r, _ in ordered if (best := r.finding.stated) and not best.best.inherited]
    chosen = _chosen(asked, list({i.id: i for i in (*first, *known)}.values()), upstream)
    kinds = {r.concept: _kinds_of(asked, r, members.get(r.concept, ())) for r, _ in heads[:1]}
    answer = _any_good(asked, [(r.finding, level) for r, level in reached]) if not upstream else None
    if upstream:
        alone = question.exclusive and sum(i.basis == "stated" for i in first) < 2
        whether = question.exists or question.exclusive  # "is there anything that …"
        answer = said(question, None if not whether or question.personal or alone else not question.exclusive)
    sentences = nearby.ranking(asked, question.of(role) if upstream else (), items) if question.ranked else []
    sentences += ["The source does not say what is enough to undo this."] if _undoing(asked) else []
    sentences += [asked.cited(s) for s in worded.makers(asked)] if upstream else []
    sentences += _told(asked, chosen, kinds, upstream)
    if upstream:
        sentences += nearby.beside(asked, [i.id for i in chosen if i.intervention], question.of(role))
    else:
        sentences += nearby.held_back(asked, question.of(role))
        sentences += nearby.nearby(asked, question.of(role)) if len(chosen) < nearby.MOST_OTHERS else []
    sentences += [asked.cited(link.statement) for r, _ in heads for link in r.finding.elsewhere[:1]][:1]
    if not upstream and question.expected is Expected.none:
        concept = question.of("cause")[0]
        sentences += nearby.nearby(asked, sorted(asked.graph.wider(concept) - {concept}))
    more = len(items) - len(chosen)
    return asked.answer(
        status="answered",
        verdict=replace(NOTHING, basis=first[0].basis, answer=None if question.about else answer),
        text=opened(answer, sentences),
        items=tuple(items.values()),
        paths=tuple(i.path for i in chosen if i.path),
        caveats=(f"{more} more are in the list.",) if more > 0 else (),
    )


def _reached(asked: Asked, role: str) -> dict[str, Pair]:
    """All at the other end, by id, with the level of the cause; of the kinds asked for, where some are."""
    graph, question, upstream = asked.graph, asked.question, role == "effect"
    mentions = question.mentions(role)
    kinds, names = _kinds(asked)
    own = {v for m in mentions for v in graph.spoken_of(m.concept)}
    out = _classes_of_excluded(asked)
    found: dict[str, Pair] = {}
    for mention in mentions:
        for r in asked.reached(mention.concept, upstream):
            if upstream and ((question.direct and r.finding.stated is None) or r.concept in own | out):
                continue
            if kinds and r.concept not in kinds and graph.kinds[graph.concepts[r.concept].kind].label not in names:
                continue
            known = found.get(r.concept)
            if known is None or r.finding.standing.place < known[0].finding.standing.place:
                found[r.concept] = (r, 1 if upstream else mention.level)
    return found


def _classes_of_excluded(asked: Asked) -> set[str]:
    """The classes that hold what is not to be told of, and what is made up of such a class."""
    graph = asked.citations.graph
    classes = {c for id in asked.question.of("excluded") for c in graph.ancestors(id)}
    return classes | {s.subject for s in graph.statements.values() if classes & {*s.joint}} if classes else classes


def _kinds(asked: Asked) -> tuple[set[str], set[str]]:
    """The concepts that count as the kind of thing asked for, and the names of kinds."""
    mentions = asked.question.mentions("kind")
    named = [k for m in mentions for k in (m.concept, *m.alternatives)]
    return {k for kind in named for k in (kind, *asked.graph.descendants(kind))}, {m.text.lower() for m in mentions}


def _turned(asked: Asked) -> Asked | None:
    """The same asked of the other end, where something of the kind asked for is there: what follows from it."""
    parts = tuple(replace(p, role="cause") if p.role == "effect" else p for p in asked.question.parts)
    turned = replace(asked, question=replace(asked.question, parts=parts, direct=False))
    found = _reached(turned, "cause")
    return turned if any(_fitting(turned, r, at, upstream=False) for r, at in found.values()) else None


def _nothing(asked: Asked, role: str) -> Answer:
    named = list(asked.question.of(role))
    if not asked.filters.by_way:
        return nearby.silence(asked, named)
    what = "gives nothing that acts on" if role == "effect" else "gives nothing that follows from"
    labels = say.listed([asked.label(c) for c in named])
    return asked.nothing(f"The source {what} {labels} {nearby.ways_asked(asked)}.")


def _grouped(asked: Asked, reached: list[Pair]) -> tuple[list[Pair], dict[str, list[Pair]]]:
    """Those that stand by themselves, and under each class those of its kinds that are no better known than it."""
    standing = {r.concept: r.finding.standing.place for r, _ in reached}
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
    heads.sort(key=lambda pair: _place(asked, pair, standing, members))
    return heads, members


def _place(
    asked: Asked, pair: Pair, standing: dict[str, int], members: dict[str, list[Pair]]
) -> tuple[bool, bool, int]:
    """What is stated first, in it what one can do, and the widest of that, of which most kinds act so."""
    concept = pair[0].concept
    done = asked.graph.is_intervention(concept)
    return standing[concept] > 0, not done, -len(members.get(concept, ())) if done else 0


def _chosen(asked: Asked, items: list[Item], upstream: bool) -> list[Item]:
    """The items that are told in the text: the first of what one does, apart from that those of what the body does."""
    most = 2 * MOST_TOLD if asked.question.direct else MOST_TOLD
    if not upstream:
        settled = [i for i in items if i.basis == "stated" or i.direction not in ("unknown", "mixed")]
        return (settled or items)[:most]
    done = [i for i in items if i.intervention]
    body = [i for i in items if not i.intervention]
    if not done or not body or asked.question.direct:
        return items[:most]
    return [*done[: most - min(MOST_APART, len(body))], *body[:MOST_APART]]


def _told(asked: Asked, chosen: list[Item], kinds: dict[str, str], upstream: bool) -> list[str]:
    """Their sentences, each class before its kinds; where both are there, what one can do and what is in the body."""
    ways = nearby.ways_asked(asked)
    lead = f"{say.capital(ways)}: " if ways else ""
    told = {i.id: [i.text, *filter(None, [kinds.get(i.id)])] for i in chosen}
    body = next((i.id for i in chosen if not i.intervention), None)
    if upstream and body and chosen[0].intervention and not asked.question.direct:
        lead += "What one can do: "
        told[body][0] = f"In the body: {told[body][0]}"
    first, *rest = [text for texts in told.values() for text in texts]
    return [lead + first, *rest]


def _kinds_of(asked: Asked, head: Reached, members: Iterable[Pair]) -> str:
    """The next kinds of a class that act as it does by mechanism, in one sentence as sure as the least of them."""
    graph = asked.graph
    below = [
        (r.finding, at)
        for r, at in members
        if r.concept in graph.children(head.concept) and r.finding.standing is Standing.by_mechanism
    ]
    alike = [(f, at) for f, at in below if f.sign.definite and f.effect == below[0][0].effect]
    if not alike:
        return ""
    names = [say.noun(graph.concepts[f.cause], at) for f, at in alike]
    noun = Noun(say.listed([n.text for n in names]), len(names) > 1 or names[0].plural)
    least = max((f for f, _ in alike), key=hedge_of)
    by = max((build.by(f) for f, _ in alike), key=len)
    marks = asked.citations.mark(dict.fromkeys(s for f, _ in alike for s in f.support))
    finding, level = alike[0]
    said = say.clause(noun, graph.concepts[finding.effect], finding.sign.times(level), hedge_of(least))
    return say.sentence(f"{said}{by} {marks}")


def _fitting(asked: Asked, r: Reached, level: int, upstream: bool) -> int | None:
    """The level at which it does what is asked for: as it is, or less of it where it is nothing that one does."""
    concept = asked.graph.concepts[r.concept]
    lowered = isinstance(concept, Variable) and concept.variable_type != "presence"
    turned = [-level] if upstream and lowered and not asked.graph.is_intervention(r.concept) else []
    return next((at for at in (level, *turned) if _fits(asked, r.finding, at)), None)


def _fits(asked: Asked, finding: Finding, level: int) -> bool:
    closed = asked.question.closed and bool(asked.causes())
    expected = Expected.good if _undoing(asked) else None if closed else asked.question.expected
    direction = finding.sign.times(level)
    if expected is None or expected is Expected.any or not (direction.definite or direction is Sign.ZERO):
        return expected in (None, Expected.any)
    return _WANTED[expected](build.verdict(asked.graph, finding, level))


def _order(asked: Asked, pair: Pair, upstream: bool) -> tuple[object, ...]:
    graph, (r, level) = asked.graph, pair
    stated = r.finding.standing is not Standing.stated
    near = asked.distance(r.finding.support[:1], (r.concept,))[0]
    if upstream:
        return (stated, not graph.is_intervention(r.concept) and not asked.question.direct, stated and level < 0, near)
    best, outcome = r.finding.support[0], graph.is_outcome(r.concept)
    first = (r.finding.direction is Sign.UNKNOWN, not outcome or stated, stated, not outcome)
    return (*first, near, best.subject != r.finding.cause, best.hedge)


def _undoing(asked: Asked) -> bool:
    """Whether it is asked what would be enough, and nothing but the effect is named."""
    return asked.question.intent is Intent.sufficiency


def _any_good(asked: Asked, found: list[Found]) -> AnswerName | None:
    """For "is it good?" and "is it useless?": what the stated outcomes add up to."""
    question = asked.question
    if not question.closed or question.expected not in (Expected.good, Expected.bad, Expected.none):
        return said(question, None)
    outcomes = [(f, at) for f, at in found if asked.graph.is_outcome(f.effect) or f.standing is Standing.stated]
    verdicts = [build.verdict(asked.graph, f, at) for f, at in asked.strongest(outcomes)]
    goods = {v.beneficial for v in verdicts if v.beneficial is not None}
    mixed = any(v.direction == "mixed" for v in verdicts)
    if question.expected is Expected.none:
        return said(question, False) if True in goods else "mixed" if mixed else "unknown"
    if len(goods) > 1 or (goods and mixed):
        return "mixed"
    if not goods:
        return "mixed" if mixed else "unknown"
    good = goods.pop()
    if question.expected is Expected.bad and good:
        return "unknown"  # a benefit that is worked out is no finding that there is no harm
    return said(question, good == (question.expected is Expected.good))
