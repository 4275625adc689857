"""Readings of several things side by side: compared, joined, in common, one a kind of another, or unrelated."""

from __future__ import annotations

from collections.abc import Sequence

from kg.linking import Mention
from kg.question.cases import case, is_filling, is_passive, thing_before, thing_behind, with_case
from kg.question.items import Item
from kg.question.reading import Reading, place_rest

_CONTEXT_LINKS = ("when", "after", "before", "among", "without")
_BEATING = frozenset("beat beats outperform outperforms outdo surpass surpasses exceed exceeds trump replace".split())


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


def by_difference(items: Sequence[Item], at: int) -> Reading:
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
    target = thing_behind(items, verb, "on") if verb is not None and not is_passive(items, verb) else None
    on = [i for i in with_case(items, "on", free=r.used) if not any(items[k].text == "to" for k in range(at, i))]
    effect = (
        target
        if target is not None and target > at - 8 and (verb or 0) > 0 and any(items[i].things for i in range(verb))
        else on[-1]
        if on
        else None
    )
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
    if len(named) != 2 or not items[0].has("aux"):
        return None
    first, second = named
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


def _is_best(items: Sequence[Item], at: int) -> bool:
    """Whether the best of a kind is asked for: "what is the best exercise for …"."""
    ranked = at > 0 and items[at - 1].has("rank", "most")
    return ranked and any(i.has("ask", "what", "which") for i in items[:at])


def by_nothing(items: Sequence[Item]) -> Reading:
    """What no word relates: two things side by side, one for, after or from the other, or one alone."""
    r = Reading(items=items, kind="nothing", sense="", score=0.0)
    named = [i for i, item in enumerate(items) if item.things]
    kinds = [i for i in named if case(items, i) == "ask" or _is_best(items, i)] if len(named) > 1 else []
    if kinds:
        r.put("kind", kinds[0], worth=0.7)
        r.asked = "cause"
    rest = [i for i in named if i not in kinds and case(items, i) not in ("excluded", "avoid")]
    free = [i for i in rest if case(items, i) not in _CONTEXT_LINKS]
    bound = [i for i in rest if i not in free]
    someone = any(i.has("person") or i.has("means") for i in items)
    why = any(i.has("ask", "why") for i in items)
    graded = any(isinstance(t, Mention) and t.graded for i in named for t in items[i].things)
    how = graded and any(i.has("ask", "how") for i in items)
    varied = [i for i in rest if items[i].has("varies") or items[i].has("doing")]
    if ((someone and items[0].has("aux")) or why) and len(rest) > 1 and len(varied) == 1:  # "will I break my hip"
        r.put("effect", varied[0])
        r.asked = "cause"
    elif kinds and bound and not free:
        r.put("cause", bound[0])
        r.asked = "effect"
    elif kinds and rest:
        r.put("effect", rest[0])
    elif (
        len(named) == 1
        and len(items[named[0]].things) > 1
        and items[named[0]].join != "or"
        and (someone or any(i.has("link", "when") for i in items))
    ):
        r.put("cause", named[0])
        r.asked = "effect"
    elif len(named) == 1 and len(items[named[0]].things) == 2 and items[named[0]].join == "and":
        first, second = items[named[0]].things
        r.parts = {"cause": [(named[0], first)], "effect": [(named[0], second)]}
        r.used.add(named[0])
        r.score += 0.5
    elif not rest:
        pass
    elif len(named) == 1 and (
        why or how or someone or bound or (items[0].has("aux", "can") and items[named[0]].has("doing"))
    ):
        if (bound or (items[named[0]].has("doing") and (items[0].has("aux") or bound))) and not why:
            r.put("cause", named[0])
            r.asked = "effect"
        else:
            r.put("effect", named[0])
            r.asked = "cause"
    elif len(free) >= 2:
        first, second = free[:2]
        if case(items, second) == "by" or case(items, first) == "on":
            first, second = second, first
        r.put("cause", first, worth=0.8)
        r.put("effect", second, worth=0.8)
        if case(items, second) in ("on", "thing", "by"):
            r.score += 0.3
    elif free and bound:
        r.put("effect", free[0], worth=0.8)
        r.put("cause", bound[0], worth=0.8)
    place_rest(r)
    return r
