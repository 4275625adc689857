"""What several things have in common: what acts on all of them, what all of them act on, or one thing on each."""

from __future__ import annotations

from dataclasses import replace

from kg.answer import nearby
from kg.answer.asked import Asked, Found, named
from kg.answer.explain import explain
from kg.answer.values import Answer, Item, PathView
from kg.answer.verdict import NOTHING, WANTED, joint, said, yes_no
from kg.english import say
from kg.linking import Mention

MOST_TOLD = 5


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
    answers, sentences = [], []
    items: list[Item] = []
    paths: list[PathView] = []
    for cause in asked.causes():
        for effect in asked.effects():
            chosen = asked.strongest(asked.findings([cause], [effect.concept]))
            answers.append(yes_no(asked.graph, asked.question, chosen) if chosen else said(asked.question, None))
            for finding, level in chosen[:1]:
                explained = explain(asked.graph, finding, asked.citations, level=level, limit=asked.max_paths)
                items.append(asked.item(effect.concept, finding, level))
                sentences.append(explained.sentences[0])
                paths += explained.paths
            if not chosen:
                names = f"{named(asked, cause)} does to {asked.label(effect.concept)}{_ways(asked)}"
                sentences.append(f"The source does not say what {names}.")
                sentences += [asked.cited(s) for s in nearby.naming_both(asked, cause.concept, effect.concept, most=1)]
    answer = joint(answers)
    directions = {i.direction for i in items} if len(items) == len(answers) else set()
    direction = directions.pop() if len(directions) == 1 else None
    return asked.told(
        replace(NOTHING, answer=answer, direction=direction, basis=items[0].basis if items else NOTHING.basis),
        sentences,
        status="answered" if items else "no_known_path",
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
            lead = say.capital(f"{what.replace('all of', 'both') if len(mentions) == 2 else what} {both}")
            sentences += [f"{lead}: {told[0].text}", *(i.text for i in told[1 : MOST_TOLD // len(sides) + 1])]
        elif len(sides) == 1:
            sentences.append(f"The source does not say that anything {what} {both}{_ways(asked)}.")
    if not items:
        both = say.listed([named(asked, m) for m in sides[0][0]])
        sentences = sentences or [f"The source does not say what {both} have in common{_ways(asked)}."]
    answer = said(asked.question, True if items else None)
    more = len(items) - MOST_TOLD
    return asked.told(
        replace(NOTHING, answer=answer, basis=items[0].basis if items else NOTHING.basis),
        sentences,
        status="answered" if items else "no_known_path",
        items=tuple(items),
        paths=tuple(i.path for i in items[:MOST_TOLD] if i.path),
        caveats=(f"{more} more are in the list.",) if more > 0 else (),
    )


def _on_all(asked: Asked, mentions: tuple[Mention, ...], upstream: bool) -> dict[str, tuple[Found, ...]]:
    """What is at the other end of all of these, with the finding on each; what is best known first."""
    each: list[dict[str, Found]] = []
    for mention in mentions:
        found: dict[str, Found] = {}
        for r in asked.reached(mention.concept, upstream):
            found.setdefault(r.concept, (r.finding, 1 if upstream else mention.level))
        each.append(found)
    kinds = {k for m in asked.question.mentions("kind") for k in (m.concept, *asked.graph.descendants(m.concept))}
    common = [c for c in each[0] if all(c in found for found in each[1:]) and (not kinds or c in kinds)] if each else []
    together = {c: tuple(found[c] for found in each) for c in common}
    if wanted := WANTED.get(asked.question.expected):
        together = {c: fs for c, fs in together.items() if all(f.turned(at) is wanted for f, at in fs)}
    return dict(sorted(together.items(), key=lambda pair: max(f.standing.place for f, _ in pair[1])))


def _item(asked: Asked, concept: str, findings: tuple[Found, ...]) -> Item:
    """One thing in common, with what is found on each side; a direction only where all have the same."""
    each = [asked.item(concept, f, at) for f, at in findings]
    first, *others = each
    alike = all(i.direction == first.direction for i in others)
    least, _ = max(findings, key=lambda found: found[0].standing.place)
    text = "; ".join([first.text.rstrip("."), *(say.small(i.text.rstrip(".")) for i in others)])
    direction = first.direction if alike else "mixed"
    return replace(first, direction=direction, basis=least.standing.value, text=f"{text}.")
