"""What became of every word of a sentence: a verdict may be given only where each played a part or changes nothing.

A word that changes what a yes means is obeyed by a part of the question, or it waits: it is told as not understood.
Where a word waits is its sense in the table of meanings; `_WAITS` says what each of these places is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kg.linking import Mention
from kg.linking.text import Token
from kg.question import meanings
from kg.question.cases import case
from kg.question.items import Item
from kg.question.made import Weighed, of_whom
from kg.question.meanings import Sense
from kg.question.reading import Reading
from kg.question.sentences import choice
from kg.question.values import Intent, Use, Word

_FORM = ("aux", "link", "join", "ask", "claim")
_FORM_IF_NOT_USED = ("it", "happen", "define", "means", "goal")
_RESTRICTING = ("negation", "restriction", "attribute", "rank", "always")
_LEFT = ("topic", "like", "by", "other")
_ASKER = frozenset("i we you".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What is known of a sentence beside its reading.

    `gaps` where words that name nothing known play a part all the same, `closed` where a yes or a no is wanted, `acted`
    where the sentence before said that something acts, `held` where a level is held while something acts. `holds` tells
    whether the graph can take a level for whom or when.
    """

    gaps: bool
    closed: bool
    acted: bool
    held: bool
    holds: Callable[[Mention], bool]


@dataclass(frozen=True, slots=True)
class _Place:
    """An item where it stands, in a sentence that wants a yes or a no."""

    at: int
    weighed: Weighed
    heard: Heard

    @property
    def reading(self) -> Reading:
        return self.weighed.reading

    @property
    def items(self) -> Sequence[Item]:
        return self.weighed.reading.items

    @property
    def item(self) -> Item:
        return self.items[self.at]

    @property
    def behind(self) -> Sequence[Item]:
        return self.items[self.at + 1 :]

    def plays(self, *roles: str) -> bool:
        """Whether it names what plays one of these parts."""
        return any(at == self.at for role in roles for at, _ in self.reading.parts.get(role, ()))


def _on_an_effect(p: _Place) -> bool:
    return p.reading.has("cause", "effect") and p.reading.kind != "compare"


def _of_what_acts(p: _Place) -> bool:
    """Of how much of a thing it is to hold: "any exercise", "all estrogen"."""
    return _on_an_effect(p) and bool(p.behind) and _Place(p.at + 1, p.weighed, p.heard).plays("cause", "effect")


def _of_a_setting(p: _Place) -> bool:
    """Of when or for whom it is to hold all the same: "even if …", "even without …"."""
    after = p.behind[0] if p.behind else None
    plays = _Place(p.at + 1, p.weighed, p.heard).plays("cause", "effect")
    return after is not None and (after.has("link") or after.has("setting") or (bool(after.things) and not plays))


def _of_somebody(p: _Place) -> bool:
    """Somebody else holds it to be so: "did people think that …"; what the asker thinks is only said."""
    before = p.items[: p.at]
    return (
        bool(before)
        and before[0].has("aux", "do", "have")
        and not any(i.known or i.text in _ASKER or i.has("it") for i in before)
    )


def _hearsay(p: _Place) -> bool:
    told = p.items[0].text == "was" or (bool(p.behind) and p.behind[0].text == "to")
    return told and p.items[0].has("aux", "be")


def _is_one(item: Item) -> bool:
    """Whether it stands for what acts: "the only thing", "the only cause"."""
    return item.can_be("means", "agent", "noun") or item.text in ("thing", "one")


def _not_obeyed(p: _Place) -> bool:
    """What is to act alone, or to be the only one, where the question does not ask for just that."""
    if p.item.has("restriction", "alone"):
        return _on_an_effect(p) and p.weighed.intent is not Intent.sufficiency
    if p.behind and p.behind[0].has("restriction"):
        return True
    if p.weighed.intent is Intent.sufficiency:
        return not any(_Place(p.at + k, p.weighed, p.heard).plays("cause") for k in (1, 2))  # "just by walking"
    after = next((k for k in range(p.at + 1, len(p.items)) if not p.items[k].idle or _is_one(p.items[k])), None)
    return after is None or not (_is_one(p.items[after]) or _Place(after, p.weighed, p.heard).plays("cause"))


def _bound_to_nothing(p: _Place) -> bool:
    """What narrows the question by a thing, where none is named, or when is: "but not after it"."""
    when = bool(p.behind) and p.behind[0].has("link")
    return when or not any(p.reading.has(role) for role in ("through", "avoid", "excluded"))


def _negates_another(p: _Place) -> bool:
    """Whether it denies something else than what is asked: "women who never …", "some do not", "this one, not that"."""
    part = any(i.text in ("some", "any") and i is not p.item for i in p.items[: p.at])
    ends = _on_an_effect(p) and not any(i.things for i in p.behind)
    return of_whom(p.items, p.at) or part or ends or (p.item.has("negation", "not") and _contrasts(p))


def _contrasts(p: _Place) -> bool:
    """Whether it stands between two things: "this one, not that", "this one and not that"."""
    before = p.items[p.at - 1] if p.at else None
    joins = before is not None and (bool(before.things) or before.has("join"))
    return joins and bool(p.behind) and bool(p.behind[0].things)


def _beside(p: _Place) -> bool:
    return _on_an_effect(p) and not p.item.has("none") and p.at != p.reading.relation


def _counts(p: _Place) -> bool:
    """Whether a number is of some time, or of what follows it: the answer would have to keep to it."""
    near = p.behind[:2]
    if any(i.text in ("%", "percent") for i in p.items):
        return False  # a percentage is held against that of the source
    timed = any(i.has("none", "time") for i in near)
    since = p.at > 0 and p.items[p.at - 1].has("link", "when", "by")
    return timed or since or (bool(near) and (near[0].has("none", "person") or near[0].text in ("of", "out of")))


_WAITS: dict[str, Callable[[_Place], bool]] = {
    "verdict": lambda _: True,
    "effect": _on_an_effect,
    "belief": _of_somebody,
    "hearsay": _hearsay,
    "share": _of_what_acts,
    "setting": _of_a_setting,
    "held": lambda _: False,
}
"""Where a word waits, by its sense of the kind `weighs`: at any yes or no, at one on an effect, where it tells of what
somebody holds to be so, where a level is held while something acts (then the level waits).
"""
_WAITS_AS: dict[str, Callable[[_Place], bool]] = {
    "only": _not_obeyed,
    "alone": _not_obeyed,
    "through": _bound_to_nothing,
    "avoid": _bound_to_nothing,
    "excluded": _bound_to_nothing,
    "negation": _negates_another,
    "attribute": _beside,
    "number": _counts,
    "measure": lambda p: _on_an_effect(p) and bool(p.behind) and p.behind[0].has("link", "of"),
    "it": lambda p: p.heard.acted,
}
"""Where a word waits that can play a part, by the kind of its sense, or by its meaning where it restricts."""


def _at_once(p: _Place) -> bool:
    """Whether it acts while another does: two that act at once are no two that each do it."""
    bound = case(p.items, p.at)
    joined = p.plays("cause") and p.item.join == "and" and bound == "when"
    with_it = (
        _on_an_effect(p) and p.plays("context") and bound == "with" and (p.item.has("varies") or p.item.has("doing"))
    )
    return joined or (with_it and not any(t.graded for t in p.item.things if isinstance(t, Mention)))


_AGENTS = (Sense("agent", "up"), Sense("agent", "down"))


def _of_agents(p: _Place) -> bool:
    """Whether it is what acts on a thing that changes, and not the thing: more inhibitors are no less of it."""
    graded = any(t.graded for t in p.item.things if isinstance(t, Mention))
    said = p.item.text.split(" ")
    return graded and p.plays("effect") and any(s in _AGENTS for w in said for s in meanings.at([w], 0, 1)[1])


def _without(p: _Place) -> bool:
    """Whether it is none of a thing that is said to act, "no exercise helps", or what something can do without, which
    says nothing of what less of it does: "can it rise without drugs".
    """
    none = p.item.text.startswith("no ") and bool(p.behind) and p.behind[0].has("verb")
    spared = p.item.has("doing") or p.items[0].text in ("can", "could")
    return none or (spared and p.plays("cause") and p.item.text.startswith("without "))


def _earlier(p: _Place) -> bool:
    """Whether it only says when something is so, earlier than what acts does: "before it falls"."""
    return p.plays("cause") and case(p.items, p.at) == "before"


def _waits(p: _Place) -> bool:
    """Whether a word would change what a yes means, and nothing here goes by it."""
    item, r = p.item, p.reading
    if not p.heard.closed:
        return False
    if item.has("setting"):
        return "verdict" in item.weighs
    if item.things:
        if _without(p) or _at_once(p) or _earlier(p) or _of_agents(p) or (p.heard.acted and item.text == "it"):
            return True
        context = [t for at, t in r.parts.get("context", ()) if at == p.at and isinstance(t, Mention)]
        return p.heard.held and any(not p.heard.holds(t) for t in context)
    if any(_WAITS[where](p) for where in item.weighs):
        return True
    if p.at == r.relation:
        return r.kind == "weaker"
    senses = {s.meaning if s.kind == "restriction" else s.kind for s in item.senses}
    return any(waits(p) for kind, waits in _WAITS_AS.items() if kind in senses)


def judged(weighed: Weighed, words: Sequence[Token], context: Sequence[Mention], heard: Heard) -> list[Word]:
    """Each word with what became of it; `context` are the groups that the sentence is about."""
    return list(_judged(weighed, words, context, heard))


def _judged(weighed: Weighed, words: Sequence[Token], context: Sequence[Mention], heard: Heard) -> Iterator[Word]:
    of: dict[int, Use] = {}
    found = weighed.reading.items
    beside = [t for k, i in enumerate(found) for t in i.things if len(i.things) > 1 or (k and found[k - 1].has("it"))]
    for k, item in enumerate(found):
        use = _use(_Place(k, weighed, heard)) if item.start < item.end else "none"
        for i in range(item.start, item.end):
            of.setdefault(i, use)
    for i, word in enumerate(words):
        use = of.get(i, "none")
        mention = next(
            (t for item in found for t in item.things if t.span[0] <= word.start < t.span[1]),
            next((m for m in context if m.span[0] <= word.start < m.span[1]), None),
        )
        if isinstance(mention, Mention) and use == "concept":
            use = "concept" if mention.start <= word.start < mention.end else "level"
            bare = word.word == "not" and words[i + 1].start >= mention.start
            if bare and mention in beside and heard.closed:
                use = "not_understood"  # "this and not that" and "is it not that" mean no low level of it
        elif mention is not None and mention in context:
            use = "context"
        yield Word(start=word.start, end=word.end, text=word.text, use=use)


def _aside(p: _Place) -> bool:
    """Whether a thing plays no part in what a verdict would be on, beside others that do."""
    r = p.reading
    if not p.heard.closed or r.kind in ("topics", "compare", "difference", "together", "common", "member"):
        return False
    told = r.has("cause", "effect") or (r.has("cause") and p.weighed.intent is Intent.effects)
    return told and p.plays(*_LEFT, "excluded")


def _use(p: _Place) -> Use:
    item, r = p.item, p.reading
    if _waits(p):
        return "not_understood"
    if item.has("setting"):
        return "context"
    if item.things:
        if p.plays("context", "kind") and not item.known:
            return "context"
        return "not_understood" if _aside(p) or not (item.known or p.heard.gaps) else "concept"
    if p.at == r.relation:
        return "relation"
    used = p.at in r.used or p.at in p.weighed.explained
    if item.has("restriction") and used:
        return "restriction"
    if used or item.can_be(*_FORM):
        return "form"
    if item.can_be(*_RESTRICTING):
        return "restriction"
    if item.can_be(*_FORM_IF_NOT_USED):
        return "form"
    if item.can_be("verb", "state") and choice(r.items):
        return "form"
    return "none" if item.idle or item.can_be("direct", "number") else "not_understood"
