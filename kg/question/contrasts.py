"""Sentences that set one thing off: "raise rather than lower", "not only this but also that", "it is that which …"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.linking import Mention
from kg.question import meanings
from kg.question.items import Item, Thing, quiet
from kg.question.meanings import Sense, cue

_RATHER, _THAT, _NOT_ONLY, _BUT_ALSO = cue("rather than"), cue("that"), cue("not only"), cue("but also")
_OPPOSED = {"up": "down", "down": "up", "good": "bad", "bad": "good"}
_AND, _DOES = Sense("join", "and"), Sense("aux", "do")


def plainly(items: Sequence[Item]) -> list[Item]:
    """The items as they would stand where nothing is set off: what is put forward stays the same."""
    return _in_order(_both(_one_way(list(items))))


def _one_way(items: list[Item]) -> list[Item]:
    """Without the opposite of what something is said to do: "raise rather than lower it"."""
    for at in range(1, len(items) - 1):
        if items[at].text not in _RATHER:
            continue
        verb = next((i for i in reversed(items[:at]) if i.can_be("verb") and not i.things), None)
        opposite = _OPPOSED.get(verb.meaning("verb"), "") if verb else ""
        after = items[at + 1]
        if not opposite or Sense("verb", opposite) not in meanings.at(after.text.split(" "), 0, 1)[1]:
            continue
        told = tuple(map(_level, after.things)) if items[at - 1] is verb else ()
        if after.things and not all(told):
            continue
        rest = items[at + 2 :]
        if not after.things and items[at - 1] is not verb:
            if any(i.things for i in rest):
                continue
            rest = [quiet(i) if i.has("it") else i for i in rest]  # "… rather than raise it"
        named = replace(after, things=tuple(t for t in told if t), senses=frozenset()) if told else quiet(after)
        return [*items[:at], quiet(items[at]), named, *rest]
    return items


def _level(thing: Thing) -> Thing | None:
    """A thing without the level that the verb before it was taken for; none where no verb was."""
    return replace(thing, level=1, graded=False) if isinstance(thing, Mention) and thing.graded else None


def _both(items: list[Item]) -> list[Item]:
    """What is said of "not only this but also that" as said of both."""
    first = next((k for k in range(len(items) - 1) if f"{items[k].text} {items[k + 1].text}" in _NOT_ONLY), None)
    second = next((k for k in range(len(items) - 1) if f"{items[k].text} {items[k + 1].text}" in _BUT_ALSO), None)
    if first is None or second is None or not (first + 3 <= second and items[second - 1].things):
        return items
    joined = replace(items[second], things=(), senses=frozenset({_AND}))
    before, between = items[:first], items[first + 2 : second]
    silent = [quiet(items[first]), quiet(items[first + 1]), quiet(items[second + 1])]
    return [*silent[:2], *before, *between, joined, *items[second + 2 :], silent[2]]


def _in_order(items: list[Item]) -> list[Item]:
    """What is acted on behind what acts: "is it this that that raises"."""
    opens = len(items) > 5 and items[0].has("aux", "be") and items[1].text == "it"
    if not opens or not items[2].things or items[3].text not in _THAT or not items[4].things:
        return items
    verb, behind = items[5], items[6:]
    if not verb.can_be("verb") or verb.things or any(i.things for i in behind):
        return items
    does = replace(items[0], text="does", senses=frozenset({_DOES}))
    return [does, quiet(items[1]), quiet(items[3]), items[4], verb, items[2], *behind]
