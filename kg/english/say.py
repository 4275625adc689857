"""A sign with its hedge in words: who does what to what, and how surely."""

from __future__ import annotations

from dataclasses import dataclass

from kg.english import inflect
from kg.english.signs import SIGNS, Direction
from kg.model import Concept, Hedge, Relation, Sign, State, Valence, Variable

TOGETHER = {sign: words.together for sign, words in SIGNS.items()}
SPANS = {
    Sign.WEAK_PLUS: "from no clear effect to an increase",
    Sign.WEAK_MINUS: "from no clear effect to a decrease",
    Sign.UNKNOWN: "in both directions",
}
"""What findings that differ range over."""

# Verb in its base form, and what follows it with the effect in place: by how the effect changes.
_LEVELS = {
    Sign.PLUS: ("raise", "{}"),
    Sign.MINUS: ("lower", "{}"),
    Sign.WEAK_PLUS: ("keep", "{} steady or somewhat higher"),
    Sign.WEAK_MINUS: ("keep", "{} steady or somewhat lower"),
    Sign.UNKNOWN: ("influence", "{}"),
}
_CHANCES = {
    Sign.PLUS: ("make", "{} more likely"),
    Sign.MINUS: ("make", "{} less likely"),
    Sign.WEAK_PLUS: ("leave", "{} as likely or more likely"),
    Sign.WEAK_MINUS: ("leave", "{} as likely or less likely"),
    Sign.UNKNOWN: ("influence", "{}"),
}
_PACES = {
    Sign.PLUS: ("speed", "up {}"),
    Sign.MINUS: ("slow", "{}"),
    Sign.WEAK_PLUS: ("leave", "{} as fast or faster"),
    Sign.WEAK_MINUS: ("leave", "{} as fast or slower"),
    Sign.UNKNOWN: ("influence", "{}"),
}
_MORE = {"abundance": "more", "intake": "more", "count": "higher", "rate": "more"}
_LESS = {"abundance": "less", "intake": "less", "count": "lower", "rate": "less"}
_PLAIN_RELATIONS = frozenset({"increases", "decreases", "causes", "affects", "no_effect_on", "synergizes_with"})


def direction(sign: Sign | None) -> Direction | None:
    """The name of a direction; none where there is none."""
    return SIGNS[sign].name if sign else None


@dataclass(frozen=True, slots=True)
class Noun:
    """The name of something, and whether a verb with it is plural."""

    text: str
    plural: bool


@dataclass(frozen=True, slots=True)
class Clause:
    """Subject, verb and what follows; where nothing acts, all of it stands in the subject."""

    subject: str
    verb: str = ""
    rest: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, (self.subject, self.verb, self.rest)))


def noun(concept: Concept, level: int = 1) -> Noun:
    """A concept as the subject of a sentence: itself, or less of it."""
    return Noun(concept.label if level > 0 else changed(concept, -1), is_plural(concept))


def is_plural(concept: Concept) -> bool:
    """As the concept says, else by its label."""
    return concept.plural if concept.plural is not None else inflect.plural(concept.label)


def changed(concept: Concept, direction: int) -> str:
    """A concept at a level, in words: "more estrogen", "lower fracture risk", "estrogen deficiency"."""
    if isinstance(concept, State) and direction > 0:
        return concept.label
    kind = concept.variable_type if isinstance(concept, Variable) else "presence"
    if kind == "presence":
        return concept.label if direction > 0 else f"less {concept.label}"
    word = _MORE.get(kind, "higher") if direction > 0 else _LESS.get(kind, "lower")
    return f"{word} {concept.label}"


def clause(cause: Noun, effect: Concept, sign: Sign, hedge: Hedge, relation: Relation | None = None) -> Clause:
    """What the cause does to the effect. A `relation` gives its own verb where it says more than a direction.

    No effect is the finding that none was found, whatever the hedge; conditions become more or less likely, and what
    is bad when fast is sped up or slowed.

    >>> effect = Variable(id="v", iri="v", label="fall risk", kind="k", variable_type="probability")
    >>> print(clause(Noun("falls", True), effect, Sign.PLUS, Hedge.typical))
    falls usually raise fall risk
    >>> print(clause(Noun("yoga", False), effect, Sign.ZERO, Hedge.possible))
    no clear effect of yoga on fall risk was found
    """
    if sign is Sign.ZERO:
        return Clause(f"no clear effect of {cause.text} on {effect.label} was found")
    verb, rest = _of_relation(relation) if relation else _manner(effect)[sign]
    return Clause(cause.text, hedged(verb, hedge, cause.plural), rest.format(effect.label))


def own_words(relation: Relation) -> Relation | None:
    """A relation that says more than raising or lowering; none for the others."""
    return None if relation.id in _PLAIN_RELATIONS else relation


def hedged(verb: str, hedge: Hedge, plural: bool = False) -> str:
    """A verb in its base form, or after "can", as sure as the hedge.

    >>> hedged("raise", Hedge.possible), hedged("lower", Hedge.typical), hedged("can turn", Hedge.categorical)
    ('may raise', 'usually lowers', 'can turn')
    """
    can, bare = verb.startswith("can "), verb.removeprefix("can ")
    match hedge:
        case Hedge.aim:
            return f"{inflect.agreeing('be', plural)} meant to {bare}"
        case Hedge.possible | Hedge.mixed:
            return verb if can else f"may {bare}"
        case _ if can:
            return verb
        case Hedge.typical:
            return f"usually {inflect.agreeing(bare, plural)}"
    return inflect.agreeing(bare, plural)


def _manner(effect: Concept) -> dict[Sign, tuple[str, str]]:
    if isinstance(effect, State) or (isinstance(effect, Variable) and effect.variable_type == "presence"):
        return _CHANCES
    if isinstance(effect, Variable) and effect.variable_type == "rate" and effect.valence is Valence.bad:
        return _PACES
    return _LEVELS


def _of_relation(relation: Relation) -> tuple[str, str]:
    words = relation.label.split(" ")
    if words[0] == "can":
        return " ".join(words[:2]), " ".join([*words[2:], "{}"])
    verbs = 3 if words[1:2] == ["and"] else 1
    return inflect.base(" ".join(words[:verbs])), " ".join([*words[verbs:], "{}"])


def capital(text: str) -> str:
    """A text with its first letter large.

    >>> capital("bone loss")
    'Bone loss'
    """
    return text[:1].upper() + text[1:]


def small(text: str) -> str:
    """A text with its first letter small.

    >>> small("Bone loss")
    'bone loss'
    """
    return text[:1].lower() + text[1:]


def sentence(text: str) -> str:
    """With a capital and a full stop."""
    text = text.strip()
    return capital(text) + ("" if text.endswith((".", "?", "!")) else ".")


def listed(words: list[str], joiner: str = "and") -> str:
    """The words in a row, the last two joined by a word.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {joiner} {words[-1]}" if words else ""
