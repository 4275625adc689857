"""Readings of several things side by side: compared, joined, in common, one a kind of another, or unrelated."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kg.linking import Mention
from kg.question.cases import case, is_filling, is_passive, thing_before, thing_behind, with_case
from kg.question.items import Item
from kg.question.meanings import cue
from kg.question.reading import Reading, place_rest

_BEATING, _LESSER = cue("beating"), cue("lesser")


def by_compare(items: Sequence[Item], at: int) -> Reading:
    """Two things held against each other, by "better than", "versus" or a choice."""
    r = Reading(items=items, relation=None if items[at].things else at, kind="compare", sense="", score=1.0)
    r.used |= {at} - {i for i in (at,) if items[i].things}
    other = with_case(items, "than", free=set())
    if other:
        r.put("other", other[0], worth=2.0)
    elif items[at].has("compare", "better", "worse") and (right := thing_behind(items, at, "on")) is not None:
        if items[at].text.split(" ")[0] in _BEATING and case(items, right) in ("compare", "relation"):
            r.put("other", right, worth=2.0)
    elif items[at].has("compare", "equal"):
        matched = with_case(items, "when", "on", "of", free=set(), after=at)
        if matched:
            r.put("other", matched[0], worth=2.0)
    choice = [i for i, item in enumerate(items) if item.join in ("or", "versus", "and") and i not in r.used]
    if not r.has("other") and choice:
        r.put("cause", choice[0], worth=2.0)
    left = thing_before(items, at)
    if left is not None and left not in r.used and not r.has("cause"):
        r.put("cause", left, worth=1.5)
    on = [i for i in with_case(items, "on", free=r.used)]
    verb = next((i for i in range(len(items)) if i != at and items[i].has("verb")), None)
    if on:
        r.put("effect", on[0], worth=1.0)
        if verb is not None:
            r.used.add(verb)
    elif verb is not None and (target := thing_behind(items, verb, "on")) is not None and target not in r.used:
        r.put("effect", target, worth=1.0)
        r.used.add(verb)
    place_rest(r)
    return r


def by_more(items: Sequence[Item], at: int) -> Reading | None:
    """Whether one thing does something more than another, or less: "does this lower it more than that"; `at` is the
    "than".
    """
    if not items[at].has("link", "than") or not at or items[at - 1].text not in ("more", "better", *_LESSER):
        return None
    verb = next((i for i in range(at - 1, 0, -1) if items[i].has("verb") and not items[i].things), None)
    if verb is None or is_passive(items, verb):
        return None
    cause, effect, other = (
        thing_before(items, verb),
        thing_behind(items[:at], verb, "on"),
        thing_behind(items, at, "on"),
    )
    if cause is None or effect is None or other is None:
        return None
    r = Reading(items=items, relation=verb, kind="compare", sense=items[verb].meaning("verb"), score=1.0)
    r.used |= {verb, at - 1, at}
    for role, place in (("cause", cause), ("effect", effect), ("other", other)):
        r.put(role, place, worth=1.5)
    place_rest(r)
    return r


def is_lesser(items: Sequence[Item]) -> bool:
    """Whether it asks which does something less: "does this lower it less than that"."""
    return any(i.text in _LESSER and after.has("link", "than") for i, after in pairwise(items))


def by_difference(items: Sequence[Item], at: int) -> Reading:
    """A reading by a word of difference: two things side by side."""
    r = Reading(items=items, relation=at, kind="difference", sense="", score=1.0)
    r.used.add(at)
    for i, item in enumerate(items):
        if item.things:
            bound = case(items, i)
            role = (
                "other"
                if bound in ("than", "with") and r.has("topic")
                else "effect"
                if bound == "on"
                and r.has("topic")
                and len(r.things("topic")) > 1
                and any(items[k].text in ("for", "in") for k in range(i))
                else "topic"
            )
            r.put(role, i, worth=1.0)
    return r


def by_joining(items: Sequence[Item], at: int) -> Reading:
    """Several things at once, on something or on whatever they act."""
    r = Reading(items=items, relation=at, kind="together", sense="", score=1.0)
    r.used.add(at)
    verb = next((i for i in range(len(items)) if i != at and items[i].has("verb")), None)
    on = [i for i in with_case(items, "on", free=r.used) if not any(items[k].text == "to" for k in range(at, i))]
    effect = on[-1] if on else None
    if verb and not is_passive(items, verb) and any(i.things for i in items[:verb]):
        target = thing_behind(items, verb, "on")
        effect = target if target is not None and target > at - 8 else effect
    if effect is not None:
        r.put("effect", effect, worth=1.0)
        if verb is not None:
            r.sense = items[verb].meaning("verb")
            r.used.add(verb)
    for i, item in enumerate(items):
        if item.things and i not in r.used:
            r.put("cause", i, worth=0.8)
    return r


def as_member(items: Sequence[Item]) -> Reading | None:
    """Whether one thing is a kind, a source or a part of another."""
    named = [i for i, item in enumerate(items) if item.things]
    if len(named) != 2 or not items[0].has("aux") or any(i.has("restriction", "only") for i in items):
        return None  # whether there is no other is no question of whether this is one
    first, second = named
    if any(isinstance(t, Mention) and _moves(items[second], t) for t in items[second].things):
        return None
    between = items[first + 1 : second]
    if any(i.has("verb") and not i.has("food") and not i.has("kind") for i in between) or any(
        i.has("compare") for i in items
    ):
        return None
    plain = items[0].has("aux", "be") and all(is_filling(i) for i in between)
    if not plain and not any(i.has("kind") or i.has("food") or i.has("aux", "have") for i in between):
        return None
    r = Reading(items=items, kind="member", score=2.0)
    r.put("cause", first, worth=1.2)
    r.put("topic", second, worth=1.2)
    return r


def _moves(item: Item, thing: Mention) -> bool:
    """Whether it is said to go up or down, or to do something, so that nothing is a kind of it: "get it to rise"."""
    return " to " in thing.text or (thing.graded and (thing.span[0] == thing.start or item.form == "ing"))


def in_common(items: Sequence[Item], at: int) -> Reading:
    """What several things share: what acts on them, what they act on, or either."""
    r = Reading(items=items, relation=at, kind="common", score=2.0)
    r.used.add(at)
    before = [item for item in items if not item.things]
    role = "topic"
    if any(item.has("agent") for item in before):
        role = "effect"
    elif any(item.has("noun") or (item.has("none", "head") and item.text.startswith("effect")) for item in before):
        role = "cause"
    for i, item in enumerate(items):
        if item.things:
            r.put(role, i)
    return r


def all_topics(items: Sequence[Item]) -> Reading:
    """What is asked about as such, whatever stands between."""
    r = Reading(items=items, kind="topics", score=0.0)
    for i, item in enumerate(items):
        if item.things:
            bound = case(items, i)
            role = (
                bound
                if bound in ("excluded", "avoid")
                else "context"
                if bound in ("when", "among") and r.has("topic")
                else "topic"
            )
            r.put(role, i, worth=0.8)
    return r
