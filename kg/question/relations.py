"""Readings by one word that relates: a verb, a noun, an adjective, a level; its neighbours play the parts."""

from __future__ import annotations

from collections.abc import Sequence

from kg.linking import Mention
from kg.question.cases import case, is_filling, is_passive, is_relation, thing_before, thing_behind, with_case
from kg.question.items import Item
from kg.question.meanings import cue
from kg.question.reading import Reading, kinds_asked, place_rest, question_word

_BEYOND, _MEDIATING = cue("downstream"), cue("mediating")


def by_verb(items: Sequence[Item], at: int) -> Reading:
    """A reading by a verb: what stands before it does something to what stands behind."""
    item = items[at]
    sense = "up" if item.has("verb", "caused") else item.meaning("verb")
    r = Reading(items=items, relation=at, kind="verb", sense=sense, score=1.0)
    r.used.add(at)
    passive = is_passive(items, at) and not item.has("verb", "tied", "essential", "caused")
    turned = passive or item.has("verb", "needs", "caused")
    right = thing_behind(items, at, "on") if not passive else None
    left = _subject_of_verb(r, at, right, turned)
    _object_of_verb(r, at, left, right, turned)
    if r.asked and r.has(r.asked):
        r.asked = ""
    place_rest(r)
    return r


def _subject_of_verb(r: Reading, at: int, right: int | None, turned: bool) -> int | None:
    """Puts what stands before a verb, or what is asked for there; `turned` where that is acted on."""
    items = r.items
    subject, object_ = ("effect", "cause") if turned else ("cause", "effect")
    kinds, wh = kinds_asked(items, at), question_word(items, at)
    left = thing_before(items, at)
    if left is not None and left in kinds:
        left = thing_before(items[:left], left)
    someone = any(i.has("person") or i.has("means") for i in items[wh or 0 : at])
    if someone and not kinds and left is not None and items[left].text.endswith("ly"):
        kinds, left = [left], thing_before(items[:left], left)  # "what can I do naturally to raise it"
    if kinds:
        r.put("kind", kinds[0], worth=0.7)
    if wh is not None:
        r.used.add(wh)
    if left is not None:
        r.put(subject, left, worth=1.5)
        open_ = wh is not None and right is None and not items[wh].text.startswith("who")
        r.asked = object_ if kinds or open_ or (turned and asks_how(items, at)) else ""
    elif kinds or wh is not None:
        r.asked = "cause" if someone else subject
    elif someone or items[at].form == "ing" or at == 0 or asks_how(items, at) or _exists(items):
        r.asked = "cause"
    return left


def _object_of_verb(r: Reading, at: int, left: int | None, right: int | None, turned: bool) -> None:
    """Puts what stands behind a verb, or what a preposition binds to it where nothing does."""
    items, asked = r.items, r.has("kind") or question_word(r.items, at) is not None
    object_ = "cause" if turned else "effect"
    if right is not None and right not in r.used:
        impersonal = left is None and any(i.has("it") for i in items[:at])
        to = impersonal and any(i.text == "to" for i in items[at:right])
        r.put("cause" if to and r.sense in ("good", "bad") else object_, right, worth=1.5)
    elif turned:
        found = with_case(items, "by", "with", "through", "when", "after", free=r.used, after=at)
        if not found and (i := thing_behind(items, at, "on")) is not None and i not in r.used:
            found = [i] if not is_passive(items, at) else []
        if found:
            r.put(object_, found[0], worth=1.5)
    beside = with_case(items, "with", "when", "after", free=r.used, after=at)
    if right is None and r.has("kind") and left is None and r.sense in ("up", "down") and not turned and beside:
        r.put("cause", beside[0], worth=1.0)
        r.asked = "effect"
    beside = with_case(items, "with", "when", "after", "by", free=r.used, after=at)
    beside = beside or with_case(items[:at], "when", free=r.used)  # "when that falls, this speeds up"
    if left is not None and right is None and not (turned or asked) and beside:
        r.move("cause", "effect")  # what changes with something is changed by it
        r.put("cause", beside[0], worth=1.0)


def _exists(items: Sequence[Item]) -> bool:
    """Whether it asks for what there is: "are there foods that …"."""
    return items[0].has("aux", "be") and len(items) > 1 and items[1].text == "there"


def asks_how(items: Sequence[Item], end: int) -> bool:
    """Whether a question starts with how, before a place."""
    return any(items[i].has("ask", "how") for i in range(end))


def by_noun(items: Sequence[Item], at: int) -> Reading:
    """A reading by a noun: the effect of one thing on another."""
    item = items[at]
    r = Reading(items=items, relation=at, kind="noun", sense=item.meaning("noun"), score=1.0)
    r.used.add(at)
    tied = r.sense == "tied"
    between = with_case(items, "between", free=r.used, after=at)
    of = with_case(items, "of", free=r.used, after=at)
    on = with_case(items, "on", "with", "by", "among", "like", free=r.used, after=at)
    before = next((i for i in range(at - 1, -1, -1) if not is_filling(items[i])), None)
    possessor = before if before is not None and items[before].things else None
    if between and (things := items[between[0]].things) and len(things) > 1:
        r.parts = {"cause": [(between[0], things[0])], "effect": [(between[0], t) for t in things[1:]]}
        r.used.add(between[0])
        r.score += 3
    elif of and not on and r.sense == "effect" and (told := _told_of(items, at)) is not None:
        r.put("cause", of[0], worth=1.5)
        r.put("effect", told, worth=1.5)
    elif r.sense == "response":
        if on:
            r.put("cause", on[0], worth=1.5)
        if of:
            r.put("effect", of[0], worth=1.5)
        elif possessor is not None:
            r.put("effect", possessor)
    else:
        if of and possessor is not None and item.text in _BEYOND:
            r.put("kind", possessor, worth=0.7)  # "cytokines downstream of it"
            possessor = None
        _owner(r, at, of, possessor)
        if on:
            r.put("effect", on[0], worth=1.5)
        if tied and not r.has("effect") and len(r.parts.get("cause", ())) == 2:
            first, second = r.parts["cause"]
            r.parts = {"cause": [first], "effect": [second]}
            r.score += 1
    if r.has("cause") and not r.has("effect"):
        r.asked = "effect"
    elif r.has("effect") and not r.has("cause"):
        r.asked = "cause"
    place_rest(r)
    _mediated(r)
    return r


def _mediated(r: Reading) -> None:
    """What is left over as the way, where it is said to mediate: "does this mediate the effect of that on it"."""
    if r.has("cause", "effect", "topic") and any(i.text.split(" ")[0] in _MEDIATING for i in r.items):
        r.move("topic", "through")


def _owner(r: Reading, at: int, of: list[int], possessor: int | None) -> None:
    """Puts whose effect a noun speaks of: what "of" binds, what stands before it, or what has it."""
    items = r.items
    if of:
        r.put("cause", of[0], worth=1.5)
    elif possessor is not None and (case(items, possessor) != "of" or r.sense == "tied"):
        whose = thing_before(items, possessor) if r.sense in ("effect", "good") else None
        if whose is not None and any(map(is_relation, items[whose + 1 : possessor])):
            whose = None
        r.put("cause", possessor if whose is None else whose, worth=1.2)
        if whose is not None:
            r.put("effect", possessor, worth=1.2)  # "jumping: any bone benefit?"
    elif (subject := subject_of_having(items, at)) is not None:
        r.put("cause", subject, worth=1.2)


def _told_of(items: Sequence[Item], at: int) -> int | None:
    """What is said to be something: "is a rise in this an effect of that"."""
    if not items[0].has("aux", "be"):
        return None
    return next((i for i in range(at) if items[i].things and case(items, i) in ("aux", "start")), None)


def subject_of_having(items: Sequence[Item], at: int) -> int | None:
    """The thing that has or plays what is named at a place."""
    for i in range(len(items)):
        if (items[i].has("aux", "have") or items[i].text in ("play", "plays")) and abs(i - at) <= 6:
            found = [k for k in range(i) if items[k].things and case(items, k) in ("start", "aux", "ask")]
            if found:
                return found[-1]
    return None


def by_agent(items: Sequence[Item], at: int) -> Reading:
    """A reading by a noun of what acts: a driver of something."""
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
    """A reading by a word of a state: how something is, and after what."""
    r = Reading(items=items, relation=at, kind="state", sense=items[at].meaning("state"), score=0.6)
    r.used.add(at)
    left = thing_before(items, at)
    on = with_case(items, "on", free=r.used, after=at)
    taken = [i for i in with_case(items, "with", "on", free=r.used, after=at) if items[i].has("doing")]
    if left is not None and taken and not items[left].has("doing"):  # "are bones better off with it"
        r.put("effect", left, worth=1.2)
        r.put("cause", taken[0], worth=1.2)
    elif left is not None:
        r.put("cause", left, worth=1.2)
    elif (right := thing_behind(items, at, "on")) is not None and right not in on:
        r.put("cause", right)
    if on and on[0] not in r.used:
        r.put("effect", on[0], worth=1.5)
    elif r.has("cause") and not r.has("effect"):
        r.asked = "effect"
    wh = question_word(items, at)
    if wh is not None and not r.has("cause"):
        r.asked = "cause"
    place_rest(r)
    return r


def by_happening(items: Sequence[Item], at: int) -> Reading:
    """A reading by what happens to something, and when."""
    r = Reading(items=items, relation=at, kind="happen", sense="any", score=1.2)
    r.used.add(at)
    first, behind = thing_before(items, at), thing_behind(items, at)
    beside = next(iter(with_case(items, "with", free=r.used, after=at)), None)  # "does it happen more with that"
    cause = behind if items[at].text.startswith("follow") else beside  # "does bone loss follow it?"
    if first is not None and cause is not None and not any(i.has("ask") for i in items[:at]):
        r.put("effect", first, worth=1.5)
        r.put("cause", cause, worth=1.5)
        place_rest(r)
        return r
    on = with_case(items, "on", "with", "of", free=r.used, after=at)
    when = with_case(items, "when", "after", "before", "by", "without", "through", free=r.used)
    if on:
        r.put("effect", on[0], worth=1.5)
    if when:
        r.put("cause", when[0], worth=1.5)
    if not r.has("cause"):
        loose = [i for i, item in enumerate(items) if item.things and i not in r.used]
        if loose:
            r.put("effect" if items[0].has("aux", "do", "can") and not on else "cause", loose[0])  # "does it follow?"
    asked = next((i for i in range(1, at) if items[i].has("aux", "do", "can")), at)
    follows = [i for i in range(asked, at) if items[i].things and i not in r.used]
    if follows and not r.has("effect"):
        r.put("effect", follows[0], worth=1.5)  # "if that falls, does this follow?"
    if not r.has("effect"):
        r.asked = "effect"
    place_rest(r)
    return r


def by_working(items: Sequence[Item], at: int) -> Reading:
    """A reading by whether something works."""
    left = thing_before(items, at)
    weaker = items[at].has("weaker") and (left is None or case(items, left) != "ask")
    r = Reading(items=items, relation=at, kind="weaker" if weaker else "works", sense="works", score=0.5)
    r.used.add(at)
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
    effect = _effect_behind(items, at)
    if effect is None:
        return None
    nested = by_noun(items, effect) if items[effect].has("noun") else by_working(items, effect)
    if not nested.has("cause"):
        return None
    r = Reading(items=items, relation=at, kind="change", sense="modify", score=nested.score + 0.5)
    r.parts = {role: nested.parts[role] for role in ("cause", "effect") if nested.has(role)}
    r.used = {i for role in r.parts.values() for i, _ in role} | {at, effect}
    left = thing_before(items, at)
    if left is not None and left not in r.used and case(items, left) != "ask":
        r.put("modifier", left, worth=1.5)
    else:
        r.asked = "modifier"
        r.score += 1
    place_rest(r)
    return r


def _effect_behind(items: Sequence[Item], at: int) -> int | None:
    """The word for what a thing does that stands near behind a place, with no other than that thing between."""
    for i in range(at + 1, min(at + 6, len(items))):
        item = items[i]
        if item.has("noun"):
            return i
        if item.things:
            follows = next((k for k in items[i + 1 :] if not is_filling(k)), None)
            if follows is None or not (follows.has("noun") or follows.has("works")):
                return None
        elif item.has("works") or item.has("weaker"):
            return i
        elif item.has("evidence") and item.text.startswith("result"):
            return None
    return None


def _said_in(items: Sequence[Item], at: int) -> bool:
    """Whether a thing is said to be that in which something is so: "in menopause"."""
    return next((i.text in ("in", "over") for i in reversed(items[:at]) if i.has("link")), False)


def by_grade(items: Sequence[Item]) -> Reading | None:
    """What goes up or down with another thing: "is there a drop in this with that", "when that falls, does this"."""
    bound = with_case(items, "with", "when", "after", "by", "without", "through", free=set())
    bound += [i for i in with_case(items, "on", free=set()) if _said_in(items, i)]
    graded = [
        i
        for i, item in enumerate(items)
        if any(isinstance(t, Mention) and t.graded for t in item.things) and i not in bound
    ]
    if len(graded) != 1 or not bound:
        return None
    r = Reading(items=items, kind="grade", sense="any", score=1.2)
    if kind := case(items, graded[0]) == "ask":  # "which hormones fall when …"
        r.sense = "up" if any(isinstance(t, Mention) and t.level > 0 for t in items[graded[0]].things) else "down"
        r.asked = "effect"
    r.put("kind" if kind else "effect", graded[0], worth=1.5)
    r.put("cause", bound[0], worth=1.5)
    place_rest(r)
    return r
