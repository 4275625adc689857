"""What is asked beside the direction: harms, who should not, how often, how soon, too much, too late, cost.

The graph holds no such field, so most of these are silent, which is said before anything else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kg.answer import build, nearby, numbers
from kg.answer.asked import Asked
from kg.answer.explain import explain
from kg.answer.values import Answer
from kg.answer.verdict import NOTHING, opened, said
from kg.causal import Standing
from kg.english import say
from kg.model import Kind, Statement
from kg.question import Attribute

MOST_TOLD = 3
ADVICE = "This tells what one source says; it is no advice for one case. Someone who knows it can weigh it with you."
SILENCE = {
    Attribute.harm: "The source gives no harms{}.",
    Attribute.who_not: "The source does not say for whom{} would be unsuitable.",
    Attribute.how_often: "The source does not say how often{} would be needed.",
    Attribute.how_soon: "The source does not say how soon{} would act.",
    Attribute.how_long: "The source does not say how long{} would take.",
    Attribute.too_much: "The source does not say how much{} would be too much.",
    Attribute.too_late: "The source does not say when{} would come too late.",
    Attribute.cost: "The source gives no cost{}.",
}
_LIMITS_FIRST = (Attribute.who_not, Attribute.too_late)
_NUMBERS_FIRST = (Attribute.how_often, Attribute.how_soon, Attribute.how_long, Attribute.too_much)


def answer(asked: Asked) -> Answer:
    """What is held of the attribute; else that nothing is, and what is nearest to it."""
    attribute = asked.question.attribute
    if attribute is None:
        return nearby.silence(asked, asked.subjects())
    if held := _HELD[attribute](asked) if attribute in _HELD else []:
        answer = said(asked.question, None)  # whether that makes it safe is no finding of the source
        return asked.told(
            replace(NOTHING, answer=answer, basis="stated"),
            held,
            quantities=build.quantity_views(asked.graph, _timed(asked)) if attribute in _NUMBERS_FIRST else (),
        )
    return asked.answer(
        status="out_of_scope",
        verdict=replace(NOTHING, answer=said(asked.question, None)),
        text=opened(None, [_silence(asked, attribute), *_nearest(asked, attribute)]),
        caveats=(f"Silence here does not mean that there is nothing to know; {say.small(ADVICE)}",),
    )


def _things(asked: Asked) -> list[str]:
    """What the attribute is asked of: the causes, else whatever is asked about."""
    return list(dict.fromkeys(asked.question.of("cause"))) or asked.subjects()


def _silence(asked: Asked, attribute: Attribute) -> str:
    named = say.listed([asked.label(c) for c in _things(asked)])
    of = " of" if attribute in (Attribute.harm, Attribute.cost) else ""
    return SILENCE[attribute].format(f"{of} {named}" if named else "" if of else " it")


def _harms(asked: Asked) -> list[str]:
    """The stated effects that are for the worse."""
    levels = {p.mention.concept: p.mention.level for p in reversed(asked.question.parts)}
    return [
        asked.item(r.concept, r.finding, levels[thing]).text
        for thing in _things(asked)
        for r in asked.reached(thing, upstream=False)
        if r.finding.standing is Standing.stated
        and build.beneficial(asked.graph, r.concept, r.finding.turned(levels[thing])) is False
    ][:MOST_TOLD]


def _timed(asked: Asked) -> list[Statement]:
    """The statements of the things that give a time."""
    about = [s for thing in _things(asked) for s in nearby.statements_of(asked, thing)]
    return [s for s in dict.fromkeys(about) if numbers.is_timed(s)][:MOST_TOLD]


def _times(asked: Asked) -> list[str]:
    return [asked.detailed(s) for s in _timed(asked)]


_HELD: dict[Attribute, Callable[[Asked], list[str]]] = {
    Attribute.harm: _harms,
    Attribute.how_soon: _times,
    Attribute.how_long: _times,
}


def _nearest(asked: Asked, attribute: Attribute) -> list[str]:
    """What is said that comes nearest: of the effect asked about, then limits, numbers and effects of the thing."""
    chosen = asked.strongest(asked.found) if asked.causes() and asked.effects() else []
    first = [s for f, at in chosen[:1] for s in explain(asked.graph, f, asked.citations, level=at).sentences[:1]]
    things = _things(asked)
    wider = {c for t in things for c in asked.graph.wider(t)}
    limits = [asked.detailed(s) for s in asked.graph.of_kind(Kind.limit) if s.subject in wider]
    sized = [
        asked.detailed(s)
        for t in things
        for s in asked.graph.by_concept.get(t, ())
        if s.subject == t and numbers.sizes_of(s)
    ]
    stated = nearby.nearby(asked, things)
    if attribute in _LIMITS_FIRST:
        told = [*limits[:1], *stated, *sized]
    else:
        told = [*sized, *stated] if attribute in _NUMBERS_FIRST else [*stated, *limits[:1]]
    return list(dict.fromkeys([*first, *told]))[:MOST_TOLD]
