"""Words that say one thing together, said by one: "hold it back", "help to lower", "keep it from falling"."""

from __future__ import annotations

from dataclasses import replace

from kg.linking import Mention, english, families
from kg.linking.levels import AFTER_COPULA, BEFORE, BEFORE_OR_VERB
from kg.question import meanings
from kg.question.items import Item, Thing, quiet
from kg.question.meanings import Sense, cue
from kg.question.values import Unnamed

_MAKING, _WAYS, _THAT, AGENTS = cue("making"), cue("way"), cue("that"), cue("agent")
_FALLING, _RISING = cue("going down"), cue("going up")
_SO = {word: verb for verb in ("bad", "good", "up", "down", "nil") for word in cue(f"made {verb}")}
"""What is made so, or kept so, and the verb that says it."""
_PARTICLES = english.PARTICLES | {"along", "in"}


def said_once(items: list[Item]) -> list[Item]:
    """What helps to do something does it; what is made worse is harmed; what is kept from falling is held up."""
    found = _as_why(list(items))
    for at, item in enumerate(items):
        if found[at] is item and not any(say(found, at) for say in (_effect_so, _made_so, _kept_from, _helping_along)):
            _helping(found, at)
            _with_object_between(found, at)
    return found


def _as_why(items: list[Item]) -> list[Item]:
    """What makes a thing act is why it does: "what makes it raise that"."""
    if len(items) < 4 or not items[0].has("ask", "what") or not items[1].has("verb", "up") or not items[2].things:
        return items
    acts = items[3].has("verb") and not items[3].form and any(i.things for i in items[4:])
    return [replace(items[0], senses=frozenset({Sense("ask", "why")})), quiet(items[1]), *items[2:]] if acts else items


def with_particles(items: list[Item]) -> list[Item]:
    """The items with verbs that only their particle tells, the object between: "speeds it up"."""
    found = list(items)
    for at, item in enumerate(items):
        k = _next(found, at, things=True)
        if k is not None and item.text in _MAKING and found[k].things:
            _making_so(found, at, k)
            continue
        if item.known or item.has("none") or k is None or not found[k].things or k + 1 >= len(found):
            continue
        if phrasal := _phrasal(item, found[k + 1]):
            found[at], found[k + 1] = replace(item, senses=phrasal, things=()), quiet(found[k + 1])
    return found


def _making_so(found: list[Item], at: int, k: int) -> None:
    """What is made or kept so by a word that would name something if it stood alone: "keep it low"."""
    so = found[k + 1] if k + 1 < len(found) else None
    if so is not None and not so.known and (so.things or not so.senses) and so.text in _SO:
        found[at], found[k + 1] = _as_verb(found[at], _SO[so.text]), quiet(so)


def _as_verb(item: Item, meaning: str) -> Item:
    return replace(item, senses=frozenset({Sense("verb", meaning)}), things=())


def _effect_so(found: list[Item], at: int) -> bool:
    """What has an effect of some kind does just that: "a lowering effect on it"; one that is positive for what is bad
    when high may mean either.
    """
    item, after = found[at], found[at + 1 : at + 3]
    effect = len(after) > 1 and after[0].has("noun", "effect") and after[1].has("link", "on")
    if item.things or not (effect or (after and after[0].has("agent") and after[0].text.endswith(" on"))):
        return False
    acting = item.meaning("verb") if item.form == "ing" else ""
    meaning = item.meaning("signed") or item.meaning("state") or acting
    on = next((i for i in found[at + 2 :] if i.things), None)
    open_ = item.has("signed", "good", "bad") and (on is None or on.has("unwanted"))
    if not meaning or open_:
        return False
    found[at], found[at + 1] = replace(_as_verb(item, meaning), weighs=frozenset()), quiet(after[0])
    return True


def _made_so(found: list[Item], at: int) -> bool:
    """What is made so by something: "is it made less likely by that"."""
    behind = found[at + 1 : at + 4]
    for length in (2, 1):
        so = _SO.get(" ".join(i.text for i in behind[:length]))
        if found[at].text == "made" and so and behind[length : length + 1] and behind[length].has("link", "by"):
            found[at] = _as_verb(found[at], so)
            found[at + 1 : at + 1 + length] = map(quiet, behind[:length])
            return True
    return False


def _kept_from(found: list[Item], at: int) -> bool:
    """Someone is kept from something: "keep me from falling" lowers the falls."""
    item, after = found[at], found[at + 1 : at + 4]
    if not (item.text in _MAKING or item.has("verb", "down")) or len(after) < 3:
        return False
    if not (after[0].has("person") and after[1].text == "from" and after[2].things):
        return False
    found[at], found[at + 2] = _as_verb(item, "down"), quiet(after[1])
    return True


def _helping_along(found: list[Item], at: int) -> bool:
    """Someone or something helps what goes on to go on, or keeps it from that: "help plants grow"."""
    item = found[at]
    after = [i for i in found[at + 1 :] if not (i.has("person") or i.idle)][:1]
    told = after[0].things[0] if after and len(after[0].things) == 1 else None
    if not isinstance(told, Mention) or not (told.match == "told" or families.acts(after[0].text.split(" ")[-1])):
        return False
    if item.text.startswith("help") and item.has("verb", "good"):
        found[at] = _as_verb(item, "up")
    elif item.text in _MAKING and " from " in after[0].text:
        found[at] = _as_verb(item, "down")
    return True


def _helping(found: list[Item], at: int) -> None:
    """A verb before another adds nothing to it: "helps to lower", "works to raise"."""
    item, k = found[at], _next(found, at)
    if k is None or not item.has("verb", "good", "up", "any") or not found[k].has("verb") or found[k].has("link"):
        return
    noun = found[k].has("noun") and not found[k].has("verb", "up", "down", "bad")
    if not noun and not any(i.has("link") and i.text != "to" for i in found[at + 1 : k]):
        found[at] = quiet(item)


def _with_object_between(found: list[Item], at: int) -> None:
    """A verb and what stands behind its object: a particle, what it is made, or which way it is kept from going."""
    item = found[at]
    making = item.text in _MAKING
    if not (making or item.has("verb") or item.has("none", "speech") or _may_be_verb(found, at)):
        return
    k = _next(found, at, things=True)
    if k is None or not found[k].things or k + 1 >= len(found) or found[k + 1].things:
        return
    after = found[k + 1]
    behind = next((i for i in range(k + 1, len(found)) if found[i].things or not found[i].has("none", "head")), k + 1)
    if (so := _SO.get(" ".join(i.text for i in found[behind : behind + 2]))) and not found[behind].things:
        found[at] = _as_verb(item, so)  # "holds it in check"
        found[behind : behind + 2] = map(quiet, found[behind : behind + 2])
    elif phrasal := _phrasal(item, after):
        found[at], found[k + 1] = replace(item, senses=phrasal, things=()), quiet(after)
    elif after.has("verb", "restore") and after.text.startswith("back"):
        found[at], found[k + 1] = _as_verb(item, "restore"), quiet(after)
    elif (so := _SO.get(after.text)) and not _goes_on(found, k + 2) and (making or after.text in _WAYS):
        found[at], found[k + 1] = _as_verb(item, so), quiet(after)
    elif after.text == "to" and k + 2 < len(found) and found[k + 2].has("verb") and (making or item.has("verb", "up")):
        found[at] = _as_verb(item, found[k + 2].meaning("verb"))  # "causes it to weaken"
        found[k + 1 : k + 3] = map(quiet, found[k + 1 : k + 3])
    elif after.text == "from" and (making or item.has("verb", "down")):
        course = _course(found[k + 2 : k + 4])
        if course:
            found[at] = _as_verb(item, "down" if course > 0 else "up")
            last = k + 4 if k + 3 < len(found) and found[k + 3].text in ("up", "down") else k + 3
            found[k + 1 : last] = map(quiet, found[k + 1 : last])


def _phrasal(verb: Item, particle: Item) -> frozenset[Sense]:
    """What a verb and its particle say together with the object between: "hold it back", "turn it off"."""
    if particle.things or " " in particle.text or particle.text not in _PARTICLES:
        return frozenset()
    words = [*verb.text.split(" "), particle.text]
    length, senses = meanings.at(words, 0, len(words))
    return frozenset(s for s in senses if s.kind == "verb") if length == len(words) else frozenset()


def _may_be_verb(items: list[Item], at: int) -> bool:
    """Whether a word that nothing else is known of stands where a verb does: behind what acts."""
    item = items[at]
    other = item.can_be("aux", "link", "join", "ask", "it", "none", "person")
    plain = not item.known and " " not in item.text and not other
    return plain and at > 0 and any(i.things or i.has("ask", "what", "which") for i in items[:at])


def _goes_on(items: list[Item], at: int) -> bool:
    """Whether something follows that a particle before it would belong to: "up to"."""
    return at + 1 < len(items) and items[at].text in ("to", "by", "in", "on") and bool(items[at + 1].things)


def _course(items: list[Item]) -> int:
    """Which way something would go: "falling", "going up"."""
    words = [w for i in items for w in i.text.split(" ")][:2]
    said = {" ".join(words), *words[:1]}
    return -1 if not said.isdisjoint(_FALLING) else 1 if not said.isdisjoint(_RISING) else 0


def _next(items: list[Item], at: int, *, things: bool = False) -> int | None:
    for i in range(at + 1, len(items)):
        if items[i].things:
            return i if things else None
        if items[i].text == "to" or items[i].has("person"):
            continue
        if items[i].senses and {s.kind for s in items[i].senses} <= {"none", "person"}:
            continue
        return i
    return None


def as_verbs(items: list[Item]) -> list[Item] | None:
    """The items with what names something, and stands between two things as a verb, read as that verb."""
    found = [
        replace(item, things=())
        if item.things and item.has("verb") and 0 < at < len(items) - 1 and items[at + 1].things
        else item
        for at, item in enumerate(items)
    ]
    return found if found != items else None


def turned(items: list[Item]) -> list[Item] | None:
    """The items with what is raised or lowered as a level of the thing, where another word relates: "blocking RANKL
    raises density", "drugs that block RANKL raise density"; none where nothing is.
    """
    found: list[Item] = []
    changed, at = False, 0
    while at < len(items):
        item = items[at]
        sense = item.meaning("verb")
        behind = next((k for k in range(at + 1, len(items)) if items[k].text not in english.DETERMINERS), at)
        after = items[behind] if behind > at else None
        if sense in ("up", "down") and after is not None and after.known and _before_acting(items, at, behind, found):
            by = 1 if sense == "up" else -1
            while found and (found[-1].has("ask", "which") or found[-1].text in _THAT or found[-1].text in AGENTS):
                found.pop()
            start = min(item.start, found[-1].end if found else item.start)
            if item.form == "ing" and found and found[-1].has("negation", "not"):  # "not blocking RANKL raises …"
                by, start = -by, found.pop().start
            things = tuple(_at_level(t, by) for t in after.things)
            found.append(replace(after, start=start, things=things, text=f"{item.text} {after.text}"))
            changed, at = True, behind + 1
            continue
        found.append(item)
        at += 1
    return found if changed else None


def _before_acting(items: list[Item], at: int, behind: int, found: list[Item]) -> bool:
    """Whether a verb before a thing says which level of it acts: no subject of its own, and another thing elsewhere.

    The thing stands at `behind`.
    """
    item, before = items[at], found[-1] if found else None
    if item.form == "ing":
        before = next((i for i in reversed(found) if not i.idle), None)
        own = before is not None and bool(before.things)
    elif item.form == "ed":
        own = before is not None and (bool(before.things) or (before.has("aux") and not before.has("aux", "do")))
    elif before is not None and before.has("person"):
        own = not (len(found) > 1 and found[-2].has("link", "when"))  # "if i raise it, …"
    else:
        own = not (before is not None and before.text in _THAT and len(found) > 1 and found[-2].text in AGENTS)
    return not own and any(i.things for k, i in enumerate(items) if k != behind)


def _graded(item: Item, start: Item, by: int) -> Item:
    """What an item names at another level; from the first of the words that say so."""
    things = tuple(_at_level(t, by) for t in item.things)
    return replace(item, start=start.start, text=f"{start.text} {item.text}", things=things)


def _at_level(thing: Thing, by: int) -> Thing:
    return thing if isinstance(thing, Unnamed) else replace(thing, level=thing.level * by, graded=True)


def levelled(items: list[Item]) -> list[Item]:
    """What names something by itself and here says the level of another: "falling estrogen", "the fall in estrogen"."""
    found: list[Item] = []
    asked = bool(items) and items[0].has("aux", "be")
    for at, item in enumerate(items):
        before = found[-1] if found else None
        acts = at + 1 < len(items) and bool(items[at + 1].things)
        if asked and not acts and before is not None and before.things and (by := AFTER_COPULA.get((item.text,))):
            found[-1] = replace(_graded(before, before, by), text=before.text, end=item.end)
            asked = False
        elif (
            item.things
            and before
            and found[-2:-1]
            and found[-2].things
            and (by := BEFORE.get((found[-2].text, before.text)))
        ):
            found[-2:] = [_graded(item, found[-2], by)]
        elif item.things and before is not None and before.things and (by := BEFORE_OR_VERB.get((before.text,))):
            found[-1] = _graded(item, before, by)
        else:
            found.append(item)
    return found
