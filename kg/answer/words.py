"""The English of answers: verbs with hedges, more and less, numbers with their units. All by table."""

from __future__ import annotations

import re
from decimal import Decimal

from kg.causal import CausalGraph, Link
from kg.model import Concept, Hedge, Quantity, Sign, State, Variable

DIRECTIONS = {
    Sign.PLUS: "increases",
    Sign.MINUS: "decreases",
    Sign.ZERO: "no_effect",
    Sign.WEAK_PLUS: "mixed",
    Sign.WEAK_MINUS: "mixed",
    Sign.UNKNOWN: "unknown",
}
TOGETHER = {
    Sign.PLUS: "together they raise it",
    Sign.MINUS: "together they lower it",
    Sign.ZERO: "no clear effect",
    Sign.WEAK_PLUS: "together they raise it or leave it unchanged",
    Sign.WEAK_MINUS: "together they lower it or leave it unchanged",
    Sign.UNKNOWN: "the net direction is unknown",
}
_VERBS = {
    Sign.PLUS: "raises",
    Sign.MINUS: "lowers",
    Sign.ZERO: "showed no clear effect on",
    Sign.WEAK_PLUS: "raises, or leaves unchanged,",
    Sign.WEAK_MINUS: "lowers, or leaves unchanged,",
    Sign.UNKNOWN: "influences",
}
_HEDGES = {
    Hedge.definition: "{third}",
    Hedge.categorical: "{third}",
    Hedge.typical: "usually {third}",
    Hedge.possible: "may {base}",
    Hedge.mixed: "may {base}",
    Hedge.aim: "is meant to {base}",
}
_MORE = {"abundance": "more", "intake": "more", "count": "higher", "rate": "more"}
_LESS = {"abundance": "less", "intake": "less", "count": "lower", "rate": "less"}
_PLAIN_RELATIONS = ("increases", "decreases", "causes", "affects", "no_effect_on", "synergizes_with")
_UNITS = {"%": "%", "[IU]": "IU", "ug": "mcg", "a": "years", "mo": "months", "wk": "weeks", "d": "days"}


def sentence(text: str) -> str:
    """With a capital and a full stop."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")


def listed(words: list[str], joiner: str = "and") -> str:
    """
    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {joiner} {words[-1]}" if words else ""


def base_form(verb: str) -> str:
    """
    >>> base_form("raises"), base_form("is needed for"), base_form("can progress to")
    ('raise', 'be needed for', 'progress to')
    """
    first, _, rest = verb.partition(" ")
    if first == "can":
        return rest
    first = {"is": "be", "has": "have", "showed": "show"}.get(first.rstrip(","), first.replace("s,", ",", 1))
    first = first[:-1] if first.endswith("s") else first
    return f"{first} {rest}".strip().replace("or leaves", "or leave")


def agreed(name: str, verb: str) -> str:
    """A name and its verb, which bends with it.

    >>> agreed("bisphosphonates", "usually lowers"), agreed("osteoporosis", "raises")
    ('bisphosphonates usually lower', 'osteoporosis raises')
    """
    head = re.split(r" (?:\(|in|of|on|to|for|with|who|after)\b", name)[0].split(" ")
    plural = head[-1].endswith("s") and not head[-1].endswith(("ss", "us", "is")) and not head[0].endswith("ing")
    if not plural or verb.startswith(("may ", "can ")):
        return f"{name} {verb}"
    adverb, _, rest = verb.partition(" ") if verb.startswith(("usually ", "likely ")) else ("", "", verb)
    rest = rest.replace("is ", "are ", 1) if rest.startswith("is ") else base_form(rest)
    return f"{name} {adverb} {rest}".replace("  ", " ")


def hedged(verb: str, hedge: Hedge) -> str:
    """
    >>> hedged("raises", Hedge.possible), hedged("lowers", Hedge.typical)
    ('may raise', 'usually lowers')
    """
    if verb.startswith("can "):
        return verb if hedge in (Hedge.possible, Hedge.categorical, Hedge.definition) else f"may {base_form(verb)}"
    return _HEDGES[hedge].format(third=verb, base=base_form(verb))


def changed(concept: Concept, direction: int) -> str:
    """A concept at a level, in words: "more estrogen", "lower fracture risk", "estrogen deficiency"."""
    if isinstance(concept, State) and direction > 0:
        return concept.label
    kind = concept.variable_type if isinstance(concept, Variable) else "presence"
    if kind == "presence":
        return concept.label if direction > 0 else f"less {concept.label}"
    word = _MORE.get(kind, "higher") if direction > 0 else _LESS.get(kind, "lower")
    return f"{word} {concept.label}"


def named(concept: Concept, level: int) -> str:
    """A concept as asked about: itself, or less of it."""
    return concept.label if level > 0 else changed(concept, -1)


def verb(graph: CausalGraph, link: Link | None, sign: Sign, level: int = 1) -> str:
    """The verb for a sign; that of the statement itself where it says more than raises or lowers.

    `level` is -1 where the cause is spoken of at another level than the statement does.
    """
    if link and level > 0 and sign is Sign.PLUS and link.statement.relation not in _PLAIN_RELATIONS:
        s = link.statement
        if graph.concepts[s.subject].level * graph.concepts[s.object].level > 0:
            return graph.relation(s.relation).label
    return _VERBS[sign]


def number(value: Decimal) -> str:
    """
    >>> number(Decimal("1200.0")), number(Decimal("1.20"))
    ('1,200', '1.2')
    """
    text = f"{value.normalize():,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def unit_name(unit: str) -> str:
    return _UNITS.get(unit, unit)


def amount(q: Quantity) -> str:
    """The number with its bound, unit, denominators and window: "up to 20 % over 5 to 7 years in all"."""
    match q.bound:
        case "upper":
            value = f"up to {number(q.high)}"
        case "lower":
            value = f"at least {number(q.low)}"
        case "range":
            value = f"{number(q.low)} to {number(q.high)}"
        case _:
            value = number(q.low)
    parts = [f"about {value}" if q.approximate else value, unit_name(q.unit)]
    if "kg body weight" in q.per:
        parts.append("body weight")
    if "day" in q.per:
        parts.append("a day")
    if window := window_of(q):
        parts.append(f"over {window}")
    if q.cumulative:
        parts.append("in all, not per year")
    return " ".join(parts)


def window_of(q: Quantity) -> str | None:
    if q.window_low is None:
        return None
    low, high = number(q.window_low), number(q.window_high)
    return f"{low} to {high} {unit_name(q.window_unit)}" if low != high else f"{low} {unit_name(q.window_unit)}"
