"""What a reading asks for, and how well that accounts for the sentence: every kind of question is weighed for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kg.question.items import Item
from kg.question.meanings import cue
from kg.question.reading import Reading
from kg.question.values import Intent

_SIGNED = ("up", "down", "good", "bad", "nil", "restore")
_IGNORED = {"verb": 0.7, "noun": 0.5, "state": 0.5, "happen": 0.4, "compare": 0.8, "attribute": 0.6, "measure": 0.5,
            "evidence": 0.8, "path": 0.5, "limit": 0.6, "together": 1.5, "restriction": 0.4, "agent": 0.3}  # fmt: skip
"""What it costs to leave a word that could play a part without one, by its kind."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is known of a sentence before it is read: its items, and whether it wants a yes or a no."""

    items: tuple[Item, ...]
    closed: bool
    where: Mapping[str, frozenset[int]] = field(init=False, repr=False, compare=False)
    """The places of the items that have a sense of a kind."""

    def __post_init__(self) -> None:
        where: dict[str, set[int]] = {}
        for i, item in enumerate(self.items):
            for kind in item.kinds:
                where.setdefault(kind, set()).add(i)
        object.__setattr__(self, "where", {kind: frozenset(places) for kind, places in where.items()})

    def at(self, kind: str, *meanings: str) -> frozenset[int]:
        """The places of the items that have a sense of a kind, with one of these meanings where any are given."""
        places = self.where.get(kind, _NOWHERE)
        return frozenset(i for i in places if self.items[i].has(kind, *meanings)) if meanings and places else places


_PLACING = cue("placing")
_NOWHERE: frozenset[int] = frozenset()
Asked = tuple[Intent, float, frozenset[int]]
"""A kind of question that a reading can be, what speaks for it, and the items that it explains."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A reading beside its sentence: which parts are there, and which words say more than what relates them.

    `which` and `how` are the places of the question words that ask for a thing, and for a way.
    """

    r: Reading
    s: Sentence
    which: frozenset[int]
    how: frozenset[int]

    @classmethod
    def of(cls, r: Reading, s: Sentence) -> _Told:
        return cls(r, s, s.at("ask", "what", "which", "who") - {r.relation}, s.at("ask", "how") - {r.relation})

    def has(self, role: str) -> bool:
        return bool(self.r.parts.get(role))

    @property
    def relation(self) -> Item | None:
        return self.r.items[self.r.relation] if self.r.relation is not None else None

    @property
    def plain(self) -> bool:
        """Whether something acts on something, and nothing is compared, joined or only named."""
        return self.r.kind not in _NOT_PLAIN

    @property
    def named(self) -> int:
        """How many things are named that the question is not restricted by."""
        return sum(len(things) for role, things in self.r.parts.items() if role not in _RESTRICTING)

    def several(self, *roles: str) -> bool:
        return any(len(self.r.things(role)) > 1 for role in roles)

    def marked(self, kind: str, *meanings: str) -> frozenset[int]:
        """The places of the words of a kind, but for the one that relates."""
        places = self.s.at(kind, *meanings)
        return places - {self.r.relation} if places else places


_NOT_PLAIN = ("weaker", "compare", "difference", "together", "topics", "member", "common")
_RESTRICTING = ("excluded", "avoid", "through")


def asks(r: Reading, s: Sentence) -> Iterator[Asked]:
    """The kinds of question that a reading can be, each with what speaks for it and the items that it explains."""
    t = _Told.of(r, s)
    for kind in (_acting, _why, _side_by_side, _enough, _modified, _how_much, _proven):
        yield from kind(t)
    if r.kind == "topics":
        yield from _of_topics(t)
        yield from _of_one_topic(t)
    if r.kind == "member":
        yield Intent.members, 2.6, t.marked("kind") | t.marked("food")


def _acting(t: _Told) -> Iterator[Asked]:
    """What acts on what: whether it does, what does, on what."""
    r, c, e = t.r, t.has("cause"), t.has("effect")
    which, how, relation = t.which, t.how, t.relation
    defined = relation is not None and relation.has("define")
    if c and e and t.plain:
        yield Intent.effect, 3.0, _NOWHERE
    if r.asked == "cause" and e and not c and t.plain and not defined:
        means = t.marked("means")
        bonus = 0.5 if which or how or r.kind == "agent" or means else -0.5
        yield Intent.causes, 3.0 + bonus, which | how | means | t.marked("rank") | t.marked("direct")
    if r.asked == "effect" and c and not e and t.plain and not defined:
        yield Intent.effects, 2.8, which | how
    if e and not c and t.s.closed and t.s.at("setting", "context") and not which and t.plain:
        yield Intent.effect, 3.2, _NOWHERE
    if e and not c and r.kind == "happen":
        yield Intent.effect, 2.8, which
    if c and not e and r.kind == "verb" and r.sense in ("good", "bad", "nil"):
        yield Intent.effects, 2.4, _NOWHERE
    if c and not e and r.kind in ("state", "works", "noun"):
        yield Intent.effects, 2.2, how | which
    if (loops := t.marked("loop")) and (r.kind == "topics" or (c and not e)):
        yield Intent.effects, 4.5, loops | which | how


def _why(t: _Told) -> Iterator[Asked]:
    """Why something is so, and by which steps."""
    r, c, e, why = t.r, t.has("cause"), t.has("effect"), t.marked("ask", "why")
    path = t.marked("path")
    if e and why and t.plain:
        yield Intent.mechanism, (4.5 if c else 4.0), why
    if c and not e and why and r.kind in ("state", "noun", "works"):
        yield Intent.effects, 4.2, why
    if e and path and t.plain:
        yield Intent.mechanism, (4.8 if c else 4.0), path | t.how | t.which
    if c and e and t.how and r.sense in _SIGNED and not t.s.closed and t.plain:
        yield Intent.mechanism, 4.0, t.how | t.marked("define")


def _side_by_side(t: _Told) -> Iterator[Asked]:
    """Several things compared, told apart, joined, or asked for what they share."""
    r, c, e, which, how = t.r, t.has("cause"), t.has("effect"), t.which, t.how
    versus, rank = t.marked("compare", "versus"), t.marked("rank")
    if r.kind == "compare" and ((r.has("other") and c) or t.several("cause")):
        better, than = t.marked("compare", "better", "worse"), t.marked("compare", "equal")
        apart = any(item.has("compare", "versus") or item.join == "versus" for item in r.items)
        ranked = r.sense or better or rank or which or apart or (t.relation is not None and t.relation.has("compare"))
        yield Intent.compare, 4.0 if ranked else 1.0, better | than | rank | which | versus
    if r.kind == "common" and t.named > 1:
        asked = t.marked("agent") | t.marked("noun") | t.marked("happen")
        yield (Intent.causes if e else Intent.effects), 3.0, asked | which
    if r.kind == "difference" and (len(r.things("topic")) + len(r.things("other"))) > 1:
        yield Intent.compare, 4.0, t.marked("compare", "difference") | which | how
    if r.kind == "together" and t.several("cause"):
        yield Intent.combine, 4.0, t.marked("together") | which | how
    either = bool(versus) or any(item.join == "or" for item in r.items)
    if t.several("cause") and not e and r.kind in ("happen", "nothing") and r.asked == "effect" and not either:
        yield Intent.combine, 4.0, which


def _enough(t: _Told) -> Iterator[Asked]:
    """Whether something is enough, alone or to bring back what was lost."""
    r, c, e = t.r, t.has("cause"), t.has("effect")
    if (enough := t.marked("limit")) and (c or t.has("topic")) and r.kind != "topics":
        yield Intent.sufficiency, 4.5, enough
    alone = t.marked("restriction", "alone")
    if alone and c and t.plain and any(i.has("doing") for i in r.items):
        yield Intent.sufficiency, 3.6, alone
    if r.sense == "restore" and (e or c) and not r.has("modifier"):
        yield Intent.sufficiency, 4.6, _NOWHERE
    if (c or e) and t.plain and t.marked("goal"):
        yield Intent.sufficiency, 4.2, _NOWHERE


def _modified(t: _Told) -> Iterator[Asked]:
    """What changes how something acts."""
    r, c, why = t.r, t.has("cause"), t.marked("ask", "why")
    if r.kind == "change" and (r.has("modifier") or r.asked == "modifier"):
        yield Intent.modifiers, 4.5, t.which
    if r.kind == "weaker" and c:
        yield Intent.modifiers, 4.6, why | t.how
    if r.kind == "works" and c and not t.has("effect") and (r.has("context") or r.has("without")):
        yield Intent.modifiers, 3.6, why | t.how
    if (gate := t.marked("modifier")) and (c or r.kind == "topics"):
        yield Intent.modifiers, 4.2, gate | t.which


def _how_much(t: _Told) -> Iterator[Asked]:
    """How much, how large, how long."""
    r, c, e = t.r, t.has("cause"), t.has("effect")
    size, intake, long = t.marked("size"), t.marked("intake"), t.marked("attribute", "how_long", "how_soon")
    told = size | intake | t.how | t.which
    if long and (c or e or t.has("topic")):
        yield Intent.quantity, 4.4 + (0.5 if r.kind == "topics" and t.named == 1 else 0.0), long | told
    if size and (c or e) and t.plain and not t.s.closed:
        yield Intent.quantity, 4.2 if c and e else 3.8, told
    if r.kind == "topics" and intake and (t.named == 1 or any(not t.s.items[at].things for at in intake)):
        yield Intent.quantity, 4.4, told | t.marked("verb", "needs")
    if r.kind == "topics" and size:
        yield Intent.quantity, 3.4, told


def _proven(t: _Told) -> Iterator[Asked]:
    """What it rests on."""
    if not (proof := t.marked("evidence")):
        return
    if t.r.kind != "topics":
        if t.plain and (t.has("cause") or t.has("effect")):
            yield Intent.evidence, 4.4, proof | t.which | t.marked("size")
    elif all(i.has("varies") for i in t.r.items if i.things):
        yield Intent.evidence, 3.0 if t.several("cause", "effect", "topic") else 3.6, proof | t.which
    else:
        yield Intent.measurement, 3.6, proof | t.which


def _of_topics(t: _Told) -> Iterator[Asked]:
    """What is asked of things as such: how they are measured, what belongs to them, what else they do."""
    r, which, how = t.r, t.which, t.how
    if tests := t.marked("measure"):
        yield Intent.measurement, 4.4, tests | how | which
    if any(i.has("attribute") for i in r.items) and not t.marked("attribute", "how_long", "how_soon"):
        yield Intent.effects, 5.0, t.marked("attribute") | t.marked("state") | which | how | t.marked("size")
    intake = t.marked("intake")
    if (food := t.marked("food")) and not intake and not t.s.closed:
        yield Intent.members, 4.6, food | which | t.marked("ask", "where") | how
    if (kind := t.marked("kind")) and not (t.s.closed and t.named > 1):
        of = any(i + 1 < len(t.s.items) and t.s.items[i + 1].has("link", "of") for i in kind)
        yield Intent.members, 4.7 if of and which else 3.6, kind | which | t.marked("rank") | intake | food
    if define := t.marked("define"):
        yield Intent.definition, 3.6, define | which | how


def _of_one_topic(t: _Told) -> Iterator[Asked]:
    """What is asked of one thing by the question word alone."""
    r, which, one = t.r, t.which, t.named == 1
    if which and one and t.s.items[-1].text == "for" and t.s.items[-1].has("link"):
        yield Intent.effects, 3.0, which
    if which and one and any(i.text == "in" and i.has("link") for i in r.items):
        yield Intent.members, 3.0, which
    if which:
        yield Intent.definition, 2.4 if one else 0.6, which
    if (who := t.marked("ask", "who")) or t.s.at("link", "when"):
        yield Intent.definition, 1.8, who
    acting = t.marked("verb") | t.marked("works") | t.marked("happen")
    where = t.marked("ask", "where") if one and not (t.marked("food") or t.marked("measure")) else _NOWHERE
    if where and all(t.s.items[at].text in _PLACING for at in acting):
        yield Intent.definition, 5.0, where | acting
    if one and not t.s.closed:
        yield Intent.definition, 1.2, _NOWHERE


def total(r: Reading, worth: float, explained: frozenset[int]) -> float:
    """How well a reading of a kind accounts for a sentence: what fits, less what is left over."""
    used = r.used | explained
    cost = 0.0
    for i, item in enumerate(r.items):
        if i in used or item.idle or item.can_be("aux", "link"):
            continue
        cost += max((_IGNORED.get(kind, 0.0) for kind in item.kinds), default=0.8)
    if r.kind not in ("topics", "member", "difference"):
        cost += 1.0 * len(r.things("topic"))
    return r.score + worth - cost
