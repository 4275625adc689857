"""Readings by one word that relates: a verb, a noun, an adjective, a level; its neighbours play the parts."""

from __future__ import annotations

from collections.abc import Sequence

from kg.linking import Mention
from kg.question.cases import case, is_filling, is_passive, thing_before, thing_behind, with_case
from kg.question.items import Item
from kg.question.reading import Reading, kinds_asked, place_rest, question_word


def by_verb(items: Sequence[Item], at: int) -> Reading:
    item = items[at]
    needs = item.has("verb", "needs", "caused")
    r = Reading(
        items=items,
        relation=at,
        kind="verb",
        sense="up" if item.has("verb", "caused") else item.meaning("verb"),
        score=1.0,
    )
    r.used.add(at)
    passive = is_passive(items, at) and not item.has("verb", "tied", "essential")
    subject, object_ = ("effect", "cause") if passive or needs else ("cause", "effect")
    kinds = kinds_asked(items, at)
    left = thing_before(items, at)
    if left in kinds:
        left = thing_before(items[:left], left)
    right = thing_behind(items, at, "on") if not passive else None
    wh = question_word(items, at)
    someone = any(items[i].has("person") or items[i].has("means") for i in range(wh or 0, at))
    if kinds:
        r.put("kind", kinds[0], worth=0.7)
    if wh is not None:
        r.used.add(wh)
    if left is not None:
        r.put(subject, left, worth=1.5)
        r.asked = (
            object_ if kinds or (wh is not None and right is None and not items[wh].text.startswith("who")) else ""
        )
    elif kinds or wh is not None:
        r.asked = "cause" if someone else subject
    elif someone or item.form == "ing" or at == 0 or asks_how(items, at) or _exists(items):
        r.asked = "cause"
    impersonal = left is None and any(i.has("it") for i in items[:at]) and any(i.text == "to" for i in items[at:right])
    if right is not None and right not in r.used:
        r.put("cause" if impersonal and r.sense in ("good", "bad") else object_, right, worth=1.5)
    elif passive or needs:
        found = with_case(items, "by", "with", "through", "when", "after", free=r.used, after=at)
        if needs and not found and (i := thing_behind(items, at, "on")) is not None and i not in r.used:
            found = [i]
        if found:
            r.put(object_, found[0], worth=1.5)
    if right is None and kinds and left is None and r.sense in ("up", "down") and not passive:
        beside = with_case(items, "with", "when", "after", free=r.used, after=at)
        if beside:
            r.put("cause", beside[0], worth=1.0)
            r.asked = "effect"
    if left is not None and right is None and not (passive or needs or kinds or wh is not None):
        beside = with_case(items, "with", "when", "after", "by", free=r.used, after=at)
        if beside:  # what changes with something is changed by it
            r.move("cause", "effect")
            r.put("cause", beside[0], worth=1.0)
    if r.asked and r.has(r.asked):
        r.asked = ""
    place_rest(r)
    return r


def _exists(items: Sequence[Item]) -> bool:
    """Whether it asks for what there is: "are there foods that …"."""
    return items[0].has("aux", "be") and len(items) > 1 and items[1].text == "there"


def asks_how(items: Sequence[Item], end: int) -> bool:
    return any(items[i].has("ask", "how") for i in range(end))


def by_noun(items: Sequence[Item], at: int) -> Reading:
    item = items[at]
    r = Reading(items=items, relation=at, kind="noun", sense=item.meaning("noun"), score=1.0)
    r.used.add(at)
    tied = r.sense == "tied"
    between = with_case(items, "between", free=r.used, after=at)
    of = with_case(items, "of", free=r.used, after=at)
    on = with_case(items, "on", "with", "by", "among", "like", free=r.used, after=at)
    before = at - 1
    while before >= 0 and is_filling(items[before]):
        before -= 1
    possessor = before if before >= 0 and items[before].things else None
    if between and (things := items[between[0]].things) and len(things) > 1:
        r.parts = {"cause": [(between[0], things[0])], "effect": [(between[0], t) for t in things[1:]]}
        r.used.add(between[0])
        r.score += 3
    elif of and r.sense == "effect" and items[0].has("aux", "be") and not on and subject_before(items, at) is not None:
        r.put("cause", of[0], worth=1.5)
        r.put("effect", subject_before(items, at), worth=1.5)
    elif r.sense == "response":
        if on:
            r.put("cause", on[0], worth=1.5)
        if of:
            r.put("effect", of[0], worth=1.5)
        elif possessor is not None:
            r.put("effect", possessor)
    else:
        if of:
            r.put("cause", of[0], worth=1.5)
        elif possessor is not None and (case(items, possessor) != "of" or tied):
            r.put("cause", possessor, worth=1.2)
        elif (subject := subject_of_having(items, at)) is not None:
            r.put("cause", subject, worth=1.2)
        if on:
            r.put("effect", on[0], worth=1.5)
        if tied and not r.has("effect") and r.has("cause") and len(r.parts["cause"]) == 2:
            first, second = r.parts["cause"]
            r.parts = {"cause": [first], "effect": [second]}
            r.score += 1
    if r.has("cause") and not r.has("effect"):
        r.asked = "effect"
    elif r.has("effect") and not r.has("cause"):
        r.asked = "cause"
    place_rest(r)
    return r


def subject_before(items: Sequence[Item], at: int) -> int | None:
    """What is said to be something: "is a rise in this an effect of that"."""
    return next((i for i in range(at) if items[i].things and case(items, i) in ("aux", "start")), None)


def subject_of_having(items: Sequence[Item], at: int) -> int | None:
    for i in range(len(items)):
        if (items[i].has("aux", "have") or items[i].text in ("play", "plays")) and abs(i - at) <= 6:
            found = [k for k in range(i) if items[k].things and case(items, k) in ("start", "aux", "ask")]
            if found:
                return found[-1]
    return None


def by_agent(items: Sequence[Item], at: int) -> Reading:
    item = items[at]
    r = Reading(items=items, relation=at, kind="agent", sense=item.meaning("agent"), score=0.8)
    r.used.add(at)
    of = with_case(items, "of", "on", "by", free=r.used, after=at)
    if of:
        r.put("effect", of[0], worth=1.5)
    else:
        before = at - 1
        if before >= 0 and items[before].things:
            r.put("effect", before)
    subject = [i for i in range(at) if items[i].things and i not in r.used and case(items, i) in ("aux", "start")]
    wh = question_word(items, at)
    kind = [i for i in range(at) if items[i].things and i not in r.used and case(items, i) == "ask"]
    if kind:
        r.put("kind", kind[0])
        r.used.add(wh if wh is not None else kind[0])
    if subject and any(i.has("aux", "be") for i in items[:at]) and wh is None:
        r.put("cause", subject[-1], worth=1.5)
    else:
        r.asked = "cause"
    place_rest(r)
    return r


def by_state(items: Sequence[Item], at: int) -> Reading:
    r = Reading(items=items, relation=at, kind="state", sense=items[at].meaning("state"), score=0.6)
    r.used.add(at)
    left = thing_before(items, at)
    on = with_case(items, "on", free=r.used, after=at)
    if left is not None:
        r.put("cause", left, worth=1.2)
    elif (right := thing_behind(items, at, "on")) is not None and right not in on:
        r.put("cause", right)
    if on and on[0] not in r.used:
        r.put("effect", on[0], worth=1.5)
    elif r.has("cause"):
        r.asked = "effect"
    wh = question_word(items, at)
    if wh is not None and not r.has("cause"):
        r.asked = "cause"
    place_rest(r)
    return r


def by_happening(items: Sequence[Item], at: int) -> Reading:
    r = Reading(items=items, relation=at, kind="happen", sense="any", score=1.2)
    r.used.add(at)
    on = with_case(items, "on", "with", "of", free=r.used, after=at)
    when = with_case(items, "when", "after", "before", "by", "without", "through", free=r.used)
    if on:
        r.put("effect", on[0], worth=1.5)
    if when:
        r.put("cause", when[0], worth=1.5)
    if not r.has("cause"):
        loose = [i for i, item in enumerate(items) if item.things and i not in r.used]
        if loose:
            r.put("cause", loose[0])
    if not r.has("effect"):
        r.asked = "effect"
    place_rest(r)
    return r


def by_working(items: Sequence[Item], at: int) -> Reading:
    weaker = items[at].has("weaker")
    r = Reading(items=items, relation=at, kind="weaker" if weaker else "works", sense="works", score=0.5)
    r.used.add(at)
    left = thing_before(items, at)
    if left is not None:
        r.put("cause", left, worth=1.2)
    on = with_case(items, "on", free=r.used, after=at)
    if weaker and on and not r.has("cause"):
        r.put("cause", on[0])
    elif on:
        r.put("effect", on[0])
    if not r.has("effect"):
        r.asked = "effect"
    place_rest(r)
    return r


def by_change(items: Sequence[Item], at: int) -> Reading | None:
    """What changes what another thing does: the effect of, the response to, how well it works."""
    nested = None
    for i in range(at + 1, min(at + 6, len(items))):
        if items[i].things and not items[i].has("noun"):
            follows = next((k for k in range(i + 1, len(items)) if not is_filling(items[k])), None)
            if follows is None or not (items[follows].has("noun") or items[follows].has("works")):
                return None
            continue
        if items[i].has("noun") or (items[i].has("evidence") and items[i].text.startswith("result")):
            nested = by_noun(items, i) if items[i].has("noun") else None
            break
        if items[i].has("works") or items[i].has("weaker"):
            nested = by_working(items, i)
            break
    if nested is None or not nested.has("cause"):
        return None
    r = Reading(items=items, relation=at, kind="change", sense="modify", score=nested.score + 0.5)
    r.parts = {role: nested.parts[role] for role in ("cause", "effect") if nested.has(role)}
    r.used = {i for role in r.parts.values() for i, _ in role} | {at, nested.relation}
    left = thing_before(items, at)
    if left is not None and left not in r.used and case(items, left) != "ask":
        r.put("modifier", left, worth=1.5)
    else:
        r.asked = "modifier"
        r.score += 1
    place_rest(r)
    return r


def by_grade(items: Sequence[Item]) -> Reading | None:
    """What goes up or down with another thing: "is there a drop in this with that", "when that falls, does this"."""
    bound = with_case(items, "with", "when", "after", "by", "without", "through", free=set())
    graded = [
        i
        for i, item in enumerate(items)
        if any(isinstance(t, Mention) and t.graded for t in item.things) and i not in bound
    ]
    if len(graded) != 1 or not bound:
        return None
    r = Reading(items=items, kind="grade", sense="any", score=1.2)
    r.put("effect", graded[0], worth=1.5)
    r.put("cause", bound[0], worth=1.5)
    place_rest(r)
    return r
