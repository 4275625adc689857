"""What several things have in common: what acts on all of them, what all of them act on, or one thing on each."""

from __future__ import annotations

from dataclasses import replace

from kg.answer import nearby
from kg.answer.asked import Asked, named
from kg.answer.explain import explain
from kg.answer.values import Answer, DirectionName, Item
from kg.answer.verdict import NOTHING, joint, opened, said, yes_no
from kg.answer.views import item
from kg.causal import Finding, Standing
from kg.causal import causes as causes_of
from kg.causal import effects as effects_of
from kg.english import say
from kg.linking import Mention
from kg.model import Sign
from kg.question import Expected

MOST_TOLD = 5
_WANTED = {Expected.up: Sign.PLUS, Expected.down: Sign.MINUS, Expected.none: Sign.ZERO}
Findings = tuple[tuple[Finding, int], ...]


def answer(asked: Asked) -> Answer:
    """Each of what is named on each, where both sides are; else the causes that several effects share, or the effects
    that several causes do.
    """
    causes, effects = asked.causes(), asked.effects()
    if causes and effects:
        return _each(asked)
    if len(effects) > 1:
        return _common(asked, [(effects, True)])
    if len(causes) > 1:
        return _common(asked, [(causes, False)])
    topics = (*causes, *effects, *asked.playing("topic"), *asked.playing("other"))
    return _common(asked, [(topics, True), (topics, False)])


def several(asked: Asked) -> bool:
    """Whether there are several things that something could be common to."""
    return len(asked.subjects()) > 1


def _each(asked: Asked) -> Answer:
    """What every cause does to every effect, each told by itself; a yes only where it is so of all."""
    answers, items, sentences, paths = [], [], [], []
    for cause in asked.causes():
        for effect in asked.effects():
            chosen = asked.strongest(asked.findings([cause], [effect.concept]))
            answers.append(yes_no(asked.graph, asked.question, chosen) if chosen else said(asked.question, None))
            for finding, level in chosen[:1]:
                explained = explain(asked.graph, finding, asked.citations, level=level, limit=asked.max_paths)
                items.append(item(asked.graph, effect.concept, finding, asked.citations, level))
                sentences.append(explained.sentences[0])
                paths += explained.paths
            if not chosen:
                names = f"{named(asked, cause)} does to {asked.label(effect.concept)}{_ways(asked)}"
                sentences.append(f"The source does not say what {names}.")
    answer = joint(answers)
    directions = {i.direction for i in items} if len(items) == len(answers) else set()
    direction = directions.pop() if len(directions) == 1 else None
    return asked.answer(
        status="answered" if items else "no_known_path",
        verdict=replace(NOTHING, answer=answer, direction=direction, basis=items[0].basis if items else NOTHING.basis),
        text=opened(answer, sentences),
        items=tuple(items),
        paths=tuple(paths),
    )


def _ways(asked: Asked) -> str:
    ways = nearby.ways_asked(asked)
    return f" {ways}" if ways else ""


def _common(asked: Asked, sides: list[tuple[tuple[Mention, ...], bool]]) -> Answer:
    items: list[Item] = []
    sentences: list[str] = []
    for mentions, upstream in sides:
        both = say.listed([named(asked, m) for m in mentions])
        found = _on_all(asked, mentions, upstream)
        told = [_item(asked, concept, findings) for concept, findings in found.items()]
        items += told
        what = "acts on all of" if upstream else "follows from all of"
        if told:
            lead = say.sentence(f"{what.replace('all of', 'both') if len(mentions) == 2 else what} {both}").rstrip(".")
            sentences += [f"{lead}: {told[0].text}", *(i.text for i in told[1 : MOST_TOLD // len(sides) + 1])]
        elif len(sides) == 1:
            sentences.append(f"The source does not say that anything {what} {both}{_ways(asked)}.")
    if not items:
        both = say.listed([named(asked, m) for m in sides[0][0]])
        sentences = sentences or [f"The source does not say what {both} have in common{_ways(asked)}."]
    answer = said(asked.question, True if items else None)
    more = len(items) - MOST_TOLD
    return asked.answer(
        status="answered" if items else "no_known_path",
        verdict=replace(NOTHING, answer=answer, basis=items[0].basis if items else NOTHING.basis),
        text=opened(answer, sentences),
        items=tuple(items),
        paths=tuple(i.path for i in items[:MOST_TOLD] if i.path),
        caveats=(f"{more} more are in the list.",) if more > 0 else (),
    )


def _on_all(asked: Asked, mentions: tuple[Mention, ...], upstream: bool) -> dict[str, Findings]:
    """What is at the other end of all of these, with the finding on each; what is best known first."""
    reach = causes_of if upstream else effects_of
    each: list[dict[str, tuple[Finding, int]]] = []
    for mention in mentions:
        found: dict[str, tuple[Finding, int]] = {}
        for concept in asked.graph.spoken_of(mention.concept):
            for r in reach(asked.graph, concept, asked.situation, asked.filters):
                found.setdefault(r.concept, (r.finding, 1 if upstream else mention.level))
        each.append(found)
    kinds = {k for m in asked.question.mentions("kind") for k in (m.concept, *asked.graph.descendants(m.concept))}
    common = [c for c in each[0] if all(c in found for found in each[1:]) and (not kinds or c in kinds)] if each else []
    together = {c: tuple(found[c] for found in each) for c in common}
    wanted = _WANTED.get(asked.question.expected)
    if wanted is not None:
        together = {c: fs for c, fs in together.items() if all(f.direction.times(at) is wanted for f, at in fs)}
    order = list(Standing).index
    return dict(sorted(together.items(), key=lambda pair: max(order(f.standing) for f, _ in pair[1])))


def _item(asked: Asked, concept: str, findings: Findings) -> Item:
    """One thing in common, with what is found on each side; a direction only where all have the same."""
    each = [item(asked.graph, concept, f, asked.citations, at) for f, at in findings]
    directions: set[DirectionName | None] = {i.direction for i in each}
    basis = max((f.standing for f, _ in findings), key=list(Standing).index).value
    text = "; ".join(
        [each[0].text.rstrip("."), *(i.text.rstrip(".")[:1].lower() + i.text.rstrip(".")[1:] for i in each[1:])]
    )
    return replace(
        each[0], direction=directions.pop() if len(directions) == 1 else "mixed", basis=basis, text=f"{text}."
    )
