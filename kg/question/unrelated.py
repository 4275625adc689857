"""A reading of what no word relates: two things side by side, one for, after or from the other, or one alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.linking import Mention
from kg.question.cases import case
from kg.question.items import Item
from kg.question.reading import Reading, place_rest

_CONTEXT_LINKS = ("when", "after", "before", "among", "without")


def by_nothing(items: Sequence[Item]) -> Reading:
    """What no word relates: two things side by side, one for, after or from the other, or one alone."""
    r = Reading(items=items, kind="nothing", sense="", score=0.0)
    s = _Side.of(items)
    if s.kinds:
        r.put("kind", s.kinds[0], worth=0.7)
        r.asked = "cause"
    if s.of_someone or s.why:
        varied = [i for i in s.rest if items[i].has("varies") or items[i].has("doing")]
        if len(s.rest) > 1 and len(varied) == 1:  # "will I break my hip"
            r.put("effect", varied[0])
            r.asked = "cause"
            place_rest(r)
            return r
    if s.kinds:
        _of_a_kind(r, s)
    elif len(one := s.rest if len(s.rest) == 1 else s.named) == 1:
        _one(r, s, one[0])
    elif s.free:
        _two(r, s)
    place_rest(r)
    return r


@dataclass(frozen=True, slots=True)
class _Side:
    """The things of a sentence: those that say of which kind what is asked for is, and the rest, `free` or `bound` by
    what says when.
    """

    items: Sequence[Item]
    named: list[int]
    kinds: list[int]
    rest: list[int]
    free: list[int]
    bound: list[int]

    @classmethod
    def of(cls, items: Sequence[Item]) -> _Side:
        named = [i for i, item in enumerate(items) if item.things]
        kinds = [i for i in named if case(items, i) == "ask" or _is_best(items, i)] if len(named) > 1 else []
        rest = [i for i in named if i not in kinds and case(items, i) not in ("excluded", "avoid")]
        free = [i for i in rest if case(items, i) not in _CONTEXT_LINKS]
        return cls(items, named, kinds, rest, free, [i for i in rest if i not in free])

    @property
    def why(self) -> bool:
        return any(i.has("ask", "why") for i in self.items)

    @property
    def someone(self) -> bool:
        return any(i.has("person") or i.has("means") for i in self.items)

    @property
    def of_someone(self) -> bool:
        """Whether a yes or a no is wanted on what someone does or has."""
        return self.someone and self.items[0].has("aux")

    @property
    def how(self) -> bool:
        """Whether it asks how what goes up or down does so."""
        graded = any(isinstance(t, Mention) and t.graded for i in self.named for t in self.items[i].things)
        return graded and any(i.has("ask", "how") for i in self.items)


def _is_best(items: Sequence[Item], at: int) -> bool:
    """Whether the best of a kind is asked for: "what is the best exercise for …"."""
    ranked = at > 0 and items[at - 1].has("rank")
    return ranked and any(i.has("ask", "what", "which") for i in items[:at])


def _of_a_kind(r: Reading, s: _Side) -> None:
    """What of a kind acts on the rest, or what the rest acts on: "which hormones after menopause"."""
    if s.bound and not s.free:
        r.put("cause", s.bound[0])
        r.asked = "effect"
    elif s.rest:
        r.put("effect", s.rest[0])


def _one(r: Reading, s: _Side, at: int) -> None:
    """One thing alone, or several joined to one: what it does, or what does it."""
    item = s.items[at]
    when = any(i.has("link", "when") for i in s.items)
    if at and s.items[at - 1].has("ask", "what") and [i.has("aux", "do") for i in s.items[at + 1 :]] == [True]:
        r.put("cause", at, worth=2.5)  # "explain what it does"
        r.asked = "effect"
    elif len(item.things) > 1 and item.join != "or" and (s.someone or when):
        r.put("cause", at)
        r.asked = "effect"
    elif len(item.things) == 2 and item.join == "and":
        r.parts = {"cause": [(at, item.things[0])], "effect": [(at, item.things[1])]}
        r.used.add(at)
        r.score += 0.5
    elif s.items[0].has("aux", "be") and any(i.has("setting", "context") for i in s.items):
        r.put("effect", at)  # "are women after menopause at risk of it"
    elif s.rest and (s.why or s.how or s.someone or s.bound or _does(s, item)):
        enough = any(i.has("limit") for i in s.items)
        acts = s.bound or (item.has("doing") and (s.items[0].has("aux") or enough or _settled(s)))
        r.put("cause" if acts and not s.why else "effect", at)
        r.asked = "effect" if acts and not s.why else "cause"


def _does(s: _Side, item: Item) -> bool:
    """Whether what someone can do or take is asked about for what it does."""
    limited = any(i.has("limit") for i in s.items) and not any(i.has("intake") for i in s.items)
    return item.has("doing") and (s.items[0].has("aux", "can") or limited or _settled(s))


def _settled(s: _Side) -> bool:
    """Whether it only says what, and in whom: "jumping in postmenopausal women"."""
    return all(i.things or i.has("setting") or i.idle or i.has("link") for i in s.items) and any(
        i.has("setting") for i in s.items
    )


def _two(r: Reading, s: _Side) -> None:
    """Two things, of which the order or a preposition tells which acts."""
    if len(s.free) == 1:
        if s.bound:
            r.put("effect", s.free[0], worth=0.8)
            r.put("cause", s.bound[0], worth=0.8)
        return
    first, second = s.free[:2]
    if case(s.items, second) == "by" or case(s.items, first) == "on":
        first, second = second, first
    r.put("cause", first, worth=0.8)
    r.put("effect", second, worth=0.8)
    if case(s.items, second) in ("on", "thing", "by"):
        r.score += 0.3
