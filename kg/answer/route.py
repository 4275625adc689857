"""Which kind of answer a question gets, decided once: from what is asked and what the graph holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from kg.answer import (
    attribute,
    combine,
    compare,
    does,
    drivers,
    evidence,
    facts,
    loop,
    modifiers,
    nearby,
    quantity,
    reach,
    related,
    shared,
    sufficiency,
)
from kg.answer.asked import Asked
from kg.answer.restrict import Names, Restriction, contradicts, restrictions
from kg.answer.values import Answer
from kg.answer.verdict import kept_coherent
from kg.question import Attribute, Intent, Question

_WAYS = frozenset({Restriction.through, Restriction.avoid})
_TIMES = (Attribute.how_soon, Attribute.how_long)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of answer and the restrictions that it keeps to; what is excluded is kept out of every one."""

    name: str
    answer: Callable[[Asked], Answer]
    obeys: frozenset[Restriction] = frozenset()


KINDS = {
    kind.name: kind
    for kind in (
        Kind("does", does.answer, _WAYS | {Restriction.exclusive, Restriction.ranked}),
        Kind("causes", reach.causes, _WAYS | {Restriction.exclusive, Restriction.ranked}),
        Kind("effects", reach.effects, _WAYS | {Restriction.ranked}),
        Kind("drivers", drivers.answer, _WAYS),
        Kind("compare", compare.answer, frozenset({Restriction.ranked})),
        Kind("difference", compare.difference),
        Kind("combine", combine.answer),
        Kind("sufficiency", sufficiency.answer),
        Kind("evidence", evidence.answer),
        Kind("evidence_on", evidence.on_topics),
        Kind("modifiers", modifiers.answer),
        Kind("bearing", modifiers.bearing),
        Kind("quantity", quantity.answer),
        Kind("definition", facts.definition),
        Kind("places", facts.places),
        Kind("measurement", facts.measurement),
        Kind("members", facts.members, frozenset({Restriction.ranked, Restriction.exclusive, Restriction.shared})),
        Kind("membership", facts.membership, frozenset({Restriction.exclusive})),
        Kind("attribute", attribute.answer),
        Kind("shared", shared.answer, _WAYS | {Restriction.shared}),
        Kind("loop", loop.answer, _WAYS | {Restriction.loop}),
        Kind("itself", loop.on_itself, _WAYS),
        Kind("related", related.answer, frozenset(Restriction)),
    )
}


def told(asked: Asked) -> Answer:
    """The answer of the kind that fits, where that kind keeps to all that the question restricts; else what is near."""
    if contradicts(asked.citations.graph, asked.question):
        return related.at_odds(asked)
    asked = _either_way(asked)
    return given(KINDS[route(asked)], asked)


def _either_way(asked: Asked) -> Asked:
    """Asked of two things that are tied, with that acting of which it is said."""
    if not asked.question.mutual or any(f.signed for f, _ in asked.found):
        return asked
    other = replace(asked, question=asked.question.exchanged())
    return other if any(f.signed for f, _ in other.found) else asked


def given(kind: Kind, asked: Asked) -> Answer:
    """The answer of a kind, or what is near where it cannot keep to a restriction."""
    if left := restrictions(asked.question) - kind.obeys - {Restriction.excluded}:
        return related.withheld(asked, left)
    return _without_excluded(asked, kept_coherent(asked.question, kind.answer(asked)))


def _without_excluded(asked: Asked, answer: Answer) -> Answer:
    """The answer as it is, and nothing of it where it names what is not to be told of."""
    names = Names(asked.citations.graph, asked.question.of("excluded"))
    items = tuple(i for i in answer.items if i.id not in names.family and not names.stand_in(i.text))
    if names.stand_in(answer.text):
        return related.withheld(asked, {Restriction.excluded})
    return replace(answer, items=items)


def route(asked: Asked) -> str:
    """The name of the kind of answer."""
    question = asked.question
    if question.intent is None or question.not_understood:
        return "related"
    if question.loop:
        return "loop"
    if question.shared and question.intent is not Intent.members and shared.several(asked):
        return "shared"
    if question.attribute and not _has_place(question):
        return "attribute"
    return _ROUTES[question.intent](asked)


def _has_place(question: Question) -> bool:
    """Whether the intent itself answers the attribute: times are quantities, a harm to something an effect on it."""
    if question.attribute is Attribute.where:
        return True
    if question.attribute in _TIMES:
        return question.intent is Intent.quantity
    return question.attribute is Attribute.harm and bool(question.of("effect")) and question.expected is not None


def _pair(asked: Asked, kind: str) -> str:
    """A kind for a cause and an effect: where both are named, and are not the same."""
    if not asked.causes() or not asked.effects():
        return "related"
    return kind if asked.found else "itself"


def _effect(asked: Asked) -> str:
    kind = _pair(asked, "does")
    if kind != "does" or asked.filters.by_way or asked.strongest(asked.found):
        return kind
    said = nearby.between(asked, asked.causes(), asked.effects())
    return "bearing" if not said and modifiers.bears(asked) else "does"


def _mechanism(asked: Asked) -> str:
    if not asked.causes():
        return "drivers"
    return _effect(asked) if asked.effects() else "effects"


def _evidence(asked: Asked) -> str:
    return _pair(asked, "evidence") if asked.causes() and asked.effects() else "evidence_on"


def _modifiers(asked: Asked) -> str:
    named = asked.question.mentions("modifier") and asked.effects()
    return "modifiers" if not named or modifiers.states(asked) else _pair(asked, "does")


def _sufficiency(asked: Asked) -> str:
    asked = sufficiency.undone(asked)
    return "causes" if asked.effects() and not asked.sides() and not sufficiency.limits_of(asked) else "sufficiency"


_ROUTES: dict[Intent, Callable[[Asked], str]] = {
    Intent.effect: _effect,
    Intent.mechanism: _mechanism,
    Intent.evidence: _evidence,
    Intent.modifiers: _modifiers,
    Intent.sufficiency: _sufficiency,
    Intent.causes: lambda _: "causes",
    Intent.effects: lambda _: "effects",
    Intent.compare: lambda asked: "compare" if asked.causes() or asked.effects() else "difference",
    Intent.combine: lambda asked: (
        "combine" if combine.levels_of(asked) and len(combine.parts_of(asked)) > 1 else "effects"
    ),
    Intent.quantity: lambda _: "quantity",
    Intent.definition: lambda asked: "places" if asked.question.attribute is Attribute.where else "definition",
    Intent.measurement: lambda _: "measurement",
    Intent.members: lambda asked: "membership" if asked.question.of("cause") else "members",
}
