"""A reading: who plays which part in a sentence, as one of its words relates them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.linking import Mention
from kg.question.cases import case
from kg.question.items import Item, Thing

_BOUND_TO = {
    "through": "through", "avoid": "avoid", "excluded": "excluded", "than": "other", "when": "context",
    "after": "context", "before": "context", "among": "context", "without": "without", "like": "like",
    "on": "context", "with": "context", "by": "by", "of": "topic", "between": "topic",
}  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Reading:
    """Who plays which part; `asked` is the part asked for, `relation` the word that relates and `sense` what it says.

    `used` are the places of the items that play a part in it, `score` how well they fit.
    """

    items: Sequence[Item]
    relation: int | None = None
    sense: str = ""
    kind: str = ""
    asked: str = ""
    parts: dict[str, list[tuple[int, Thing]]] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)
    score: float = 0.0

    def has(self, *roles: str) -> bool:
        """Whether every one of these roles is played."""
        return all(self.parts.get(role) for role in roles)

    def put(self, role: str, at: int, *, worth: float = 1.0) -> None:
        """Gives the things of an item a part."""
        self.parts.setdefault(role, []).extend((at, thing) for thing in self.items[at].things)
        self.used.add(at)
        if role == "kind" and at > 1 and self.items[at - 2].has("kind"):
            self.used.add(at - 2)  # "which kinds of exercise"
        self.score += worth

    def move(self, old: str, new: str) -> None:
        """Give what plays one role another."""
        self.parts.setdefault(new, []).extend(self.parts.pop(old, []))

    def things(self, role: str) -> list[Thing]:
        """What plays a role."""
        return [thing for _, thing in self.parts.get(role, [])]


_FREE = ("start", "aux", "ask", "relation", "of")


def place_rest(r: Reading) -> None:
    """The parts of what the relating word leaves over, by the preposition before it."""
    for i, item in enumerate(r.items):
        if not item.things or i in r.used:
            continue
        bound = case(r.items, i)
        graded = [t for t in item.things if isinstance(t, Mention) and t.graded]
        if bound == "by" or bound == "through":
            role = ("through" if bound == "through" else "by") if r.has("cause") else "cause"
            r.put(role if role != "by" else "topic", i, worth=1.0 if role != "by" else 0.0)
        elif bound in _FREE and i + 1 < len(r.items) and r.items[i + 1].has("doing") and not item.has("doing"):
            r.put("context", i, worth=0.2)  # "osteoporosis drugs"
        elif bound == "without":
            r.put("without", i, worth=0.3)
        elif graded and bound in ("thing", "start", "comma", "relation") and r.has("cause", "effect"):
            r.put("context", i, worth=0.2)
        elif bound in ("with", "when", "after") and not r.has("cause") and r.has("effect") and r.asked != "effect":
            r.put("cause", i)
            if r.asked == "cause":
                r.asked = ""
        elif bound == "on" and not r.has("effect") and r.has("cause") and r.kind != "happen":
            r.put("effect", i, worth=0.8)
            if r.asked == "effect":
                r.asked = ""
        else:
            role = _BOUND_TO.get(bound, "topic")
            r.put(role, i, worth=0.3 if role not in ("topic", "like") else -0.6)


def question_word(items: Sequence[Item], end: int) -> int | None:
    """The question word before a place that asks for a thing."""
    return next((i for i in range(end) if items[i].has("ask", "what", "which", "who")), None)


def kinds_asked(items: Sequence[Item], end: int) -> list[int]:
    """The things before a place that say of which kind what is asked for is: "which hormones …"."""
    return [i for i in range(end) if items[i].things and case(items, i) == "ask"]
