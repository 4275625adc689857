"""Whom a question is about, set apart from what it asks: populations, and groups of which nothing is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kg.linking import Mention, english
from kg.model import Concept, Population
from kg.question.items import Item, Thing
from kg.question.meanings import Sense, cue
from kg.question.people import People
from kg.question.values import Unnamed

_HAVING, _GONE, _BEING = cue("having"), cue("gone"), cue("being")
_WHO_HAVE = cue("who has") | _BEING
ABOUT = frozenset({Sense("setting", "about")})
CONTEXT = frozenset({Sense("setting", "context")})


def in_context(
    items: list[Item], concepts: Mapping[str, Concept], people: People
) -> tuple[list[Item], list[Mention], list[str]]:
    """The items without what says whom it is about, the populations that this puts them in, and groups not known."""
    found: list[Item] = []
    context: list[Mention] = []
    about: list[str] = []
    named = sum(bool(i.things) for i in items)
    for at, item in enumerate(items):
        unknown = len(item.things) == 1 and isinstance(item.things[0], Unnamed)
        if (item.has("group") and not item.things) or (unknown and named > 1 and _of_whom(found)):
            about.append(item.things[0].text if item.things else item.text)
            _drop_setting(found)
            found.append(replace(item, things=(), senses=ABOUT))
            continue
        if not item.things or unknown:
            found.append(item)
            continue
        kept: list[Thing] = []
        how, acts = _how(found), _acts(items, at)
        for thing in item.things:
            put = _population(thing, how, named, found, concepts, people)
            alone = named == 1 and not how and put is thing
            if put is None or alone or acts:
                kept.append(put or thing)
            else:
                context.append(put)
        if kept:
            found.append(item if tuple(kept) == item.things else replace(item, things=tuple(kept)))
        else:
            _drop_setting(found)
            found.append(replace(item, things=(), senses=CONTEXT))
    return found, context, about


def _population(
    thing: Thing, how: str, named: int, found: list[Item], concepts: Mapping[str, Concept], people: People
) -> Mention | None:
    """The population that a thing is, or that the words before it put someone in."""
    if isinstance(thing, Unnamed):
        return None
    concept = concepts[thing.concept]
    if isinstance(concept, Population):
        return thing
    how = how or _by_prefix(thing.text, concept)
    nobody = how == "having" and named == 2 and not any(i.has("person") or i.has("none", "person") for i in found)
    put = people.put_in(concept, how) if how and not nobody else None
    return replace(thing, concept=put.id, label=put.label, match="context") if put else None


def _by_prefix(written: str, concept: Concept) -> str:
    """How an adjective binds someone to what it is made of: "postmenopausal", "premenopausal"."""
    for prefix, how in (("post", "after"), ("pre", "before")):
        if written.lower().startswith(prefix) and not concept.label.startswith(prefix):
            return how
    return ""


def _acts(items: list[Item], at: int) -> bool:
    """Whether a group is what acts or is told of: "do postmenopausal women lose …"."""
    before = items[at - 1] if at else None
    after = next((i for i in items[at + 1 :] if not i.idle), None)
    if before is None:
        return False
    if before.has("verb", "any"):
        return not before.has("link") and after is None
    return before.has("aux", "do", "can") and after is not None and after.has("verb", "up", "down", "any")


def _how(found: list[Item]) -> str:
    """How the words before a thing bind someone to it: after it, before it, or having it."""
    for at in range(len(found) - 1, -1, -1):
        item = found[at]
        if item.text in english.DETERMINERS or item.text in ("already", "had"):
            continue
        if item.text == "through":
            return "after" if at and found[at - 1].text in _GONE else ""
        if item.has("link", "after") or item.text in ("since", "following", "beyond"):
            return "after"
        if item.has("link", "before"):
            return "before"
        beside = item.has("link", "with") and " " in item.text  # "along with" is nothing that somebody has
        having = not (item.things or item.has("verb") or beside) and item.text.split(" ")[-1] in _HAVING
        return "having" if having else ""
    return ""


def _of_whom(found: list[Item]) -> bool:
    """Whether the words before a name say that someone has it: "people with lupus", "during", "I have"."""
    said = [i for i in found[-6:] if not i.things and i.text not in english.DETERMINERS and i.text not in _BEING]
    if not said:
        return False
    last = said[-1].text.split(" ")[-1]
    if last == "during" or len(said) < 2:
        return last == "during"
    who = said[-2]
    somebody = who.has("none", "person") or who.has("group") or who.text.split(" ")[-1] in _WHO_HAVE
    return last in _HAVING | {"on", "after"} and somebody


def _drop_setting(found: list[Item]) -> None:
    """What leads in to a context said no more: "in", "for people with"."""
    for i in range(len(found) - 1, -1, -1):
        item = found[i]
        if item.things or item.has("aux", "do", "can", "be") or item.has("ask") or item.has("join"):
            return
        if item.has("link") or item.has("person") or item.has("none") or item.text in _HAVING:
            found[i] = replace(item, senses=CONTEXT)
            if item.has("link") and not (i and found[i - 1].text in _BEING):
                return
            continue
        return
