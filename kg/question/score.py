"""What a reading asks for, and how well that accounts for the sentence: every kind of question is weighed for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.question.items import Item
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
    where: dict[str, list[int]] = field(init=False, repr=False, compare=False)
    """The places of the items that have a sense of a kind."""

    def __post_init__(self) -> None:
        where: dict[str, list[int]] = {}
        for i, item in enumerate(self.items):
            for kind in item.kinds:
                where.setdefault(kind, []).append(i)
        object.__setattr__(self, "where", where)

    def at(self, kind: str, *meanings: str) -> list[int]:
        return [i for i in self.where.get(kind, ()) if self.items[i].has(kind, *meanings)]


def asks(r: Reading, s: Sentence) -> Iterator[tuple[Intent, float, set[int]]]:
    """The kinds of question that a reading can be, each with what speaks for it and the items that it explains."""
    c, e, topic = r.has("cause"), r.has("effect"), r.has("topic")
    named = sum(len(things) for role, things in r.parts.items() if role not in ("excluded", "avoid", "through"))
    relation = r.items[r.relation] if r.relation is not None else None
    main = {r.relation} if r.relation is not None else set()

    def marked(kind: str, *meanings: str) -> set[int]:
        return set(s.at(kind, *meanings)) - main

    why, how, which = marked("ask", "why"), marked("ask", "how"), marked("ask", "what", "which", "who")
    path, better, than = marked("path"), marked("compare", "better", "worse"), marked("compare", "equal")
    versus, differ, rank = marked("compare", "versus"), marked("compare", "difference"), marked("rank")
    size, intake, together = marked("size"), marked("intake"), marked("together")
    long = marked("attribute", "how_long", "how_soon")
    several = [role for role in ("cause", "effect", "topic") if len(r.things(role)) > 1]
    either = any(item.join == "or" for item in r.items) or bool(versus)
    apart = any(item.has("compare", "versus") or item.join == "versus" for item in r.items)

    plain = r.kind not in ("weaker", "compare", "difference", "together", "topics", "member", "common")
    if c and e and plain:
        yield Intent.effect, 3.0, set()
    if r.asked == "cause" and e and not c and plain and not (relation and relation.has("define")):
        bonus = 0.5 if which or how or r.kind == "agent" or marked("means") else -0.5
        yield Intent.causes, 3.0 + bonus, which | how | marked("means") | rank | marked("direct")
    if r.asked == "effect" and c and not e and plain and not (relation and relation.has("define")):
        yield Intent.effects, 2.8, which | how
    if e and not c and s.closed and s.at("setting", "context") and not which and plain:
        yield Intent.effect, 3.2, set()
    if e and not c and r.kind == "happen":
        yield Intent.effect, 2.8, which
    if c and not e and r.kind == "verb" and r.sense in ("good", "bad", "nil"):
        yield Intent.effects, 2.4, set()
    if c and not e and r.kind in ("state", "works", "noun"):
        yield Intent.effects, 2.2, how | which
    if e and why and plain:
        yield Intent.mechanism, (4.5 if c else 4.0), why
    if c and not e and why and r.kind in ("state", "noun", "works"):
        yield Intent.effects, 4.2, why
    if c and e and path and plain:
        yield Intent.mechanism, 4.8, path | how | which
    if e and path and not c and plain:
        yield Intent.mechanism, 4.0, path | how | which
    if c and e and how and r.sense in _SIGNED and not s.closed and plain:
        yield Intent.mechanism, 4.0, how | marked("define")
    if r.kind == "compare" and ((r.has("other") and c) or "cause" in several):
        ranked = better or rank or which or (relation is not None and relation.has("compare")) or apart
        yield Intent.compare, 4.0 if ranked else 1.0, better | than | rank | which | versus
    if r.kind == "common" and named > 1:
        asked = marked("agent") | marked("noun") | marked("happen")
        yield (Intent.causes if e else Intent.effects), 3.0, asked | which
    if (loops := marked("loop")) and (r.kind == "topics" or (c and not e)):
        yield Intent.effects, 4.5, loops | which | how
    if r.kind == "difference" and (len(r.things("topic")) + len(r.things("other"))) > 1:
        yield Intent.compare, 4.0, differ | which | how
    if r.kind == "together" and len(r.things("cause")) > 1:
        yield Intent.combine, 4.0, together | which | how
    if "cause" in several and not e and r.kind in ("happen", "nothing") and r.asked == "effect" and not either:
        yield Intent.combine, 4.0, which
    if (enough := marked("limit")) and (c or topic) and r.kind != "topics":
        yield Intent.sufficiency, 4.5, enough
    doing = any(i.has("doing") for i in r.items)
    if (alone := marked("restriction", "alone")) and c and plain and doing:
        yield Intent.sufficiency, 3.6, alone
    if r.sense == "restore" and (e or c) and not r.has("modifier"):
        yield Intent.sufficiency, 4.6, set()
    if marked("goal") and (c or e) and plain:
        yield Intent.sufficiency, 4.2, set()
    if r.kind == "change" and (r.has("modifier") or r.asked == "modifier"):
        yield Intent.modifiers, 4.5, which
    if r.kind == "weaker" and c:
        yield Intent.modifiers, 4.6, why | how
    if r.kind == "works" and c and not e and (r.has("context") or r.has("without")):
        yield Intent.modifiers, 3.6, why | how
    if (gate := marked("modifier")) and c:
        yield Intent.modifiers, 4.2, gate | which
    if long and (c or e or topic):
        yield (
            Intent.quantity,
            4.4 + (0.5 if r.kind == "topics" and named == 1 else 0.0),
            long | how | which | size | intake,
        )
    if size and (c or e) and plain and not s.closed:
        yield Intent.quantity, 4.2 if c and e else 3.8, size | how | which | intake
    if r.kind == "topics":
        if intake:
            yield Intent.quantity, 4.4, intake | how | which | size
        if size:
            yield Intent.quantity, 3.4, size | how | which | intake
        if tests := marked("measure"):
            yield Intent.measurement, 4.4, tests | how | which
        if any(i.has("attribute") for i in r.items) and not long:
            yield Intent.effects, 5.0, marked("attribute") | marked("state") | which | how | size
        if gate := marked("modifier"):
            yield Intent.modifiers, 4.2, gate | which
        if which and named == 1 and s.items[-1].text == "for":
            yield Intent.effects, 3.0, which
        if (food := marked("food")) and not intake and not s.closed:
            yield Intent.members, 4.6, food | which | marked("ask", "where") | marked("ask", "how")
        if which and named == 1 and any(i.text == "in" for i in r.items):
            yield Intent.members, 3.0, which
        if (kind := marked("kind")) and not (s.closed and named > 1):
            of = any(i + 1 < len(s.items) and s.items[i + 1].has("link", "of") for i in kind)
            yield Intent.members, 4.7 if of and which else 3.6, kind | which | rank | intake
        if define := marked("define"):
            yield Intent.definition, 3.6, define | which | how
        if which:
            yield Intent.definition, 2.4 if named == 1 else 0.6, which
        if marked("ask", "who") or s.at("link", "when"):
            yield Intent.definition, 1.8, marked("ask", "who")
        if (proof := marked("evidence")) and not all(i.has("varies") for i in r.items if i.things):
            yield Intent.measurement, 3.6, proof | which
        elif proof:
            yield Intent.evidence, 3.6 if not several else 3.0, proof | which
        if named == 1 and not s.closed:
            yield Intent.definition, 1.2, set()
    elif (proof := marked("evidence")) and plain and (c or e):
        yield Intent.evidence, 4.4, proof | which
    if r.kind == "member":
        yield Intent.members, 2.6, marked("kind") | marked("food")


def total(r: Reading, s: Sentence, worth: float, explained: set[int]) -> float:
    """How well a reading of a kind accounts for a sentence: what fits, less what is left over."""
    used = r.used | explained
    cost = 0.0
    for i, item in enumerate(r.items):
        if i in used or item.idle or item.has("aux") or item.has("link"):
            continue
        cost += max((_IGNORED.get(kind, 0.0) for kind in item.kinds), default=0.8)
    if r.kind not in ("topics", "member", "difference"):
        cost += 1.0 * len(r.things("topic"))
    return r.score + worth - cost
