"""What the words of a row say together: relation, sign, qualifiers, negation and how sure it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from kg.importing.columns import truth
from kg.importing.kinds import same_concept
from kg.importing.options import Options
from kg.importing.signs import RELATION, Meaning, denied, signed
from kg.importing.values import Wording
from kg.model import Hedge, Kind, Sign


@dataclass(frozen=True, slots=True)
class Reading:
    """How a claim is worded, and what that does to the two that stand in the row.

    `turned` where the second acts on the first, `both` where each acts on the other; `cause_of` and `effect_of` name a
    side of the cause and effect that is a concept of its own; `of_genes` where a gene has no sign on a disease in it.
    """

    wording: Wording
    turned: bool = False
    cause_of: str = ""
    effect_of: str = ""
    of_genes: bool = False
    both: bool = False

    @property
    def plain(self) -> bool:
        """Whether cause and effect stand as they are."""
        return not (self.turned or self.both or self.cause_of or self.effect_of or self.of_genes)


@dataclass(frozen=True, slots=True)
class Left:
    """A row that claims nothing that the graph holds, with the reason."""

    reason: str


class Wrong(Exception):
    """A row that cannot be meant so: what is wrong, and what would be right."""

    def __init__(self, what: str, right: str) -> None:
        super().__init__(what)
        self.what = what
        self.right = right


Outcome = Reading | Left | Wrong

_UP = ("increased", "upregulated", "increase", "up", "+")
_DOWN = ("decreased", "downregulated", "decrease", "down", "-")
_TOGETHER = ("statistical_association", "text_co_occurrence")
_NAMED = re.compile(r"^(?:https?://\S+|[A-Za-z][\w.\-]*:\S+)$")
_UNKNOWN = Meaning("affects")
_CLAIMS = (Kind.causal.name, Kind.association.name)
_TOGETHER_MEANING = Meaning("correlated_with", kind=Kind.association)
NO_SIGN = "no column tells a sign or relation: directions are not known"


def outcome(fields: Mapping[str, str], options: Options) -> Outcome:
    """What the fields of a row say, by their roles; never raises."""
    try:
        return _outcome({role: value.strip() for role, value in fields.items() if value}, options)
    except Wrong as wrong:
        return wrong.with_traceback(None)


def _outcome(fields: Mapping[str, str], options: Options) -> Reading | Left:
    claim = fields.get("claim", "")
    if claim and claim not in _CLAIMS:
        return Left(f"statement that is no effect: {claim[:80]}")
    meaning = _meaning(fields, options)
    if claim == Kind.causal.name and (meaning is None or meaning.kind is not Kind.causal):
        meaning = _UNKNOWN
    if meaning is None:
        return Left(f"relation not read as an effect: {fields.get('relation', '')[:80]}")
    turned = meaning.turned
    cause, effect = ("cause", "effect") if not turned else ("effect", "cause")
    ways = {"cause": fields.get("cause_direction", ""), "effect": fields.get("direction", "")}
    aspects = {one: fields.get(f"{one}_aspect", "").casefold() for one in ("cause", "effect")}
    meaning = _directed(meaning, _way(ways[effect]))
    meaning = _with_sign(meaning, _sign(fields, options))
    level = _way(ways[cause])
    if fields.get("cause_form") and not turned:
        meaning = replace(meaning, of_genes=True)
        meaning = signed(meaning, Sign.UNKNOWN)
    if (_flag(fields, "directed") is False and fields.get("directed")) or fields.get("level") in _TOGETHER:
        meaning = _TOGETHER_MEANING
    negated = bool(_flag(fields, "negated"))
    if negated and meaning.kind is not Kind.causal:
        return Left("association that is said not to hold")
    if negated:
        meaning = denied(meaning)
    kind = meaning.kind or Kind.association
    causal = kind is Kind.causal
    sign = meaning.sign.times(level or 1) if causal else Sign.UNKNOWN
    wording = Wording(
        meaning.relation if sign is meaning.sign else RELATION[sign],
        sign,
        fields.get("relation") or fields.get("sign", ""),
        kind,
        _hedge(fields),
        negated,
        level,
        0,
        aspects[cause] if same_concept(aspects[cause]) else "",
        aspects[effect] if same_concept(aspects[effect]) else "",
    )
    sides = [aspects[one] if not same_concept(aspects[one]) else "" for one in (cause, effect)]
    return Reading(
        wording, turned, sides[0], sides[1], meaning.of_genes and causal and sign.definite, meaning.both and causal
    )


def _meaning(fields: Mapping[str, str], options: Options) -> Meaning | None:
    """The relation with its qualified predicate; none where it claims nothing of that sort. Raises Wrong."""
    said = fields.get("relation", "")
    meaning = options.meaning(said) if said else _UNKNOWN
    if meaning is None and _NAMED.match(said):
        return None
    if meaning is None and (fields.get("sign") or _number(said) is _UNKNOWN):
        meaning = _UNKNOWN
    if meaning is None:
        raise Wrong(
            f"the relation {said[:80]!r} is not known", "one of signs.tsv, or say what it means: sign it by option"
        )
    qualified = options.meaning(fields["qualified"]) if fields.get("qualified") else None
    if not meaning.claims:
        return None
    if qualified and qualified.claims and meaning.kind is Kind.causal:
        meaning = qualified
    return meaning


def _hedge(fields: Mapping[str, str]) -> Hedge | None:
    """How surely it is worded, where a column tells by a name of ours; a prediction is possible."""
    named = Hedge.__members__.get(fields.get("hedge", "").casefold())
    return named if named is not None else Hedge.possible if fields.get("level") == "prediction" else None


def _way(text: str) -> int:
    """+1 for more, -1 for less, 0 for neither. Raises Wrong."""
    text = text.casefold().rpartition(":")[2]
    if not text:
        return 0
    if text in _UP or text in _DOWN:
        return 1 if text in _UP else -1
    raise Wrong(f"the direction {text[:80]!r} is not known", "increased or decreased")


def _directed(meaning: Meaning, way: int) -> Meaning:
    if not way or meaning.kind is not Kind.causal:
        return meaning
    told = _with_sign(meaning, Sign.PLUS if way > 0 else Sign.MINUS)
    return replace(told, relation=RELATION[told.sign], of_genes=False)


def _sign(fields: Mapping[str, str], options: Options) -> Sign | None:
    """The sign that a column of its own tells, or flags for each direction; none where none tells one."""
    raises, lowers = _flag(fields, "raises"), _flag(fields, "lowers")
    if said := fields.get("sign"):
        meaning = options.meaning(said)
        if meaning is None:
            meaning = _number(said)
        if meaning is None:
            raise Wrong(
                f"the sign {said[:80]!r} is not known", "one of signs.tsv such as + and -, or sign it by option"
            )
        return meaning.sign if meaning.claims else None
    if (raises is None and lowers is None) or not (raises or lowers):
        return None
    return Sign.UNKNOWN if raises and lowers else Sign.PLUS if raises else Sign.MINUS


def _number(text: str) -> Meaning | None:
    """A number in a column of signs: its own sign; 0 is read in several ways, so it tells nothing."""
    try:
        number = float(text.replace("−", "-"))
    except ValueError:
        return None
    if number == 0 or number != number:
        return _UNKNOWN
    return signed(_UNKNOWN, Sign.PLUS if number > 0 else Sign.MINUS)


def _with_sign(meaning: Meaning, sign: Sign | None) -> Meaning:
    """The meaning with a sign told beside it: "causes" is what something is caused to do. Raises Wrong."""
    if sign is None or sign is Sign.UNKNOWN or meaning.kind is not Kind.causal or sign is meaning.sign:
        return meaning
    weaker = meaning.sign.directions < sign.directions  # "increases" beside 0+: a little or nothing
    if meaning.sign is Sign.UNKNOWN or meaning.relation == "causes" or weaker:
        return signed(meaning, sign)
    raise Wrong(
        f"the relation says {meaning.sign.value} and the sign {sign.value}",
        "one of both, or both of the same direction",
    )


def _flag(fields: Mapping[str, str], role: str) -> bool | None:
    if role not in fields:
        return None
    flag = truth(fields[role])
    if flag is None:
        raise Wrong(f"{role} is {fields[role][:80]!r}", "true or false")
    return flag
