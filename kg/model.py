"""What the graph says: concepts, statements and the sign algebra, as frozen values that cannot be made wrong."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, IntEnum
from itertools import pairwise, product


class CausewayError(Exception):
    """The root of every error that a user can cause; `fields` hold what mends it."""

    def __init__(self, detail: str, **fields):
        super().__init__(detail)
        self.detail = detail
        self.fields = fields


class Sign(Enum):
    """The possible directions of an effect: the convex sets of {-1, 0, +1}.

    `*` is the product along a path, `+` the sum over parallel paths (Wellman 1990, "Fundamental concepts of
    qualitative probabilistic networks", Artificial Intelligence 44), both taken element by element. ZERO is the
    identity of the sum and PLUS that of the product; the two weak signs keep "a little or nothing" apart from "?".

    >>> Sign.MINUS * Sign.MINUS, Sign.PLUS + Sign.MINUS, Sign.WEAK_PLUS * Sign.MINUS
    (<Sign.PLUS: '+'>, <Sign.UNKNOWN: '?'>, <Sign.WEAK_MINUS: '0-'>)
    """

    PLUS = "+"
    MINUS = "-"
    ZERO = "0"
    WEAK_PLUS = "0+"
    WEAK_MINUS = "0-"
    UNKNOWN = "?"

    __hash__ = object.__hash__

    @property
    def directions(self) -> frozenset[int]:
        return _DIRECTIONS[self]

    @property
    def definite(self) -> bool:
        """Whether it says which way: + or -."""
        return self in (Sign.PLUS, Sign.MINUS)

    @classmethod
    def of(cls, directions) -> Sign:
        """The least sign that allows every one of these directions (numbers -1, 0, +1)."""
        wanted = frozenset(directions)
        if not wanted or not wanted <= {-1, 0, 1}:
            raise ValueError(f"directions must be some of -1, 0, +1, not {sorted(wanted)}")
        return min((s for s in cls if wanted <= s.directions), key=lambda s: len(s.directions))

    def __mul__(self, other: Sign) -> Sign:
        return _PRODUCT[self, other]

    def __add__(self, other: Sign) -> Sign:
        return _SUM[self, other]

    def times(self, level: int) -> Sign:
        """The sign seen from a level: unchanged for +1, mirrored for -1."""
        return self if level > 0 else self * Sign.MINUS


_DIRECTIONS = {
    Sign.PLUS: frozenset({1}),
    Sign.MINUS: frozenset({-1}),
    Sign.ZERO: frozenset({0}),
    Sign.WEAK_PLUS: frozenset({0, 1}),
    Sign.WEAK_MINUS: frozenset({-1, 0}),
    Sign.UNKNOWN: frozenset({-1, 0, 1}),
}


def _sum(a: int, b: int) -> set[int]:
    if 0 in (a, b) or a == b:
        return {a or b}
    return {-1, 0, 1}


_PRODUCT = {(a, b): Sign.of(x * y for x in a.directions for y in b.directions) for a, b in product(Sign, Sign)}
_SUM = {
    (a, b): Sign.of(z for x in a.directions for y in b.directions for z in _sum(x, y)) for a, b in product(Sign, Sign)
}


class Hedge(IntEnum):
    """How surely the source words a statement; the greater number is the weaker wording."""

    definition = 0
    categorical = 1
    typical = 2
    possible = 3
    mixed = 4
    aim = 5


class Basis(IntEnum):
    """What the source offers for a statement; the greater number is the weaker support."""

    rct = 0
    studies_mixed = 1
    research_uncited = 2
    asserted = 3
    definition = 4
    bridge = 5


class Scope(Enum):
    """Whether a causal statement is a link of a mechanism or an overall effect."""

    step = "step"
    total = "total"


class Effect(Enum):
    """What a modifier does to the effect it points at."""

    attenuates = "attenuates"
    amplifies = "amplifies"
    gates = "gates"
    unspecified = "unspecified"


class Valence(Enum):
    """Whether more of a variable is good."""

    good = 1
    neutral = 0
    bad = -1


class Kind(Enum):
    """What sort of claim a statement is; the value is the local name of its class in the vocabulary."""

    causal = "CausalStatement"
    modifier = "ModifierStatement"
    limit = "LimitStatement"
    comparison = "ComparisonStatement"
    intake = "IntakeStatement"
    source = "SourceStatement"
    measurement = "MeasurementStatement"
    taxonomic = "TaxonomicStatement"
    structural = "StructuralStatement"
    definition = "DefinitionStatement"
    reported = "ReportedStatement"
    association = "AssociationStatement"


class Match(Enum):
    """How a local concept relates to a public term; the value is the SKOS property."""

    exact = "exactMatch"
    close = "closeMatch"
    broad = "broadMatch"
    narrow = "narrowMatch"
    related = "relatedMatch"


@dataclass(frozen=True, slots=True)
class Mapping:
    """A public term that a concept corresponds to."""

    iri: str
    match: Match
    label: str = ""
    verified_in: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """Something that the graph speaks of. `id` is the local name of `iri`; `implies` are the concepts (populations,
    variables or states) that hold wherever it does; `plural` tells how a verb agrees with the label, where its last
    noun does not.
    """

    id: str
    iri: str
    label: str
    kind: str
    definition: str = ""
    synonyms: tuple[str, ...] = ()
    hidden_labels: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    mappings: tuple[Mapping, ...] = ()
    implies: tuple[str, ...] = ()
    plural: bool | None = None
    note: str = ""

    def __post_init__(self):
        if not self.id or not self.label:
            raise ValueError(f"a concept needs an id and a label, not {self.id!r} and {self.label!r}")

    @property
    def variable(self) -> str | None:
        """The variable whose level it is: itself for a variable; none for what is no variable."""
        return None

    @property
    def level(self) -> int:
        return 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable(Concept):
    """A quantity that can be higher or lower: an amount, activity, rate, count, probability, presence.

    `aspect_of`: the entities that it is spoken of through: bone strength is meant where people say "bones".
    `cessation_of`: the variable that it is the stopping of, which is an event of its own and not less of that.
    """

    variable_type: str
    valence: Valence = Valence.neutral
    aspect_of: tuple[str, ...] = ()
    cessation_of: str = ""

    @property
    def variable(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class State(Concept):
    """A high (+1) or low (-1) level of a variable: estrogen deficiency is estrogen at -1."""

    of_variable: str
    at_level: int
    event: bool = False

    def __post_init__(self):
        super(State, self).__post_init__()
        if self.at_level not in (1, -1):
            raise ValueError(f"level must be +1 or -1, not {self.at_level}")

    @property
    def variable(self) -> str:
        return self.of_variable

    @property
    def level(self) -> int:
        return self.at_level


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity(Concept):
    """A cell, organ, food, instrument or principle: never part of a signed edge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Population(Concept):
    """A group or situation in which a statement holds.

    `excludes`: populations it cannot be joined with; `from_age`: the age in years from which a person belongs to it.
    """

    excludes: tuple[str, ...] = ()
    from_age: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal(Concept):
    """An end that interventions may or may not suffice for; `of_variable` is what it would restore."""

    of_variable: str

    @property
    def variable(self) -> str:
        return self.of_variable


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A value or range with its UCUM unit, bound, window and denominator.

    `bound` is upper, lower, point or range; `approximate` where the source says "about"; a cumulative quantity is
    over the whole window and is never divided by it.
    """

    low: Decimal | None
    high: Decimal | None
    bound: str
    unit: str
    approximate: bool = False
    cumulative: bool = False
    per: tuple[str, ...] = ()
    window_low: Decimal | None = None
    window_high: Decimal | None = None
    window_unit: str = ""
    meaning: str = ""

    def __post_init__(self):
        if self.bound not in ("upper", "lower", "point", "range"):
            raise ValueError(f"bound must be upper, lower, point or range, not {self.bound!r}")
        if self.low is None and self.high is None:
            raise ValueError("a quantity needs a value")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"a range goes from low to high, not from {self.low} to {self.high}")
        if not self.unit:
            raise ValueError("a quantity needs a unit")


RATIOS = ("risk_ratio", "odds_ratio", "hazard_ratio")
MEASURES = ("difference", "standardised_difference", "percent_change", *RATIOS)
DESIGNS = (
    *("randomized_trial", "meta_analysis", "systematic_review", "cohort", "case_control", "cross_sectional"),
    *("case_series", "animal", "in_vitro", "narrative"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """The size of an effect: a measure with its value, interval (`low` to `high`) at a `level` in percent, UCUM unit
    and what it is against. Raises ValueError that starts with the field.
    """

    measure: str
    value: Decimal
    low: Decimal | None = None
    high: Decimal | None = None
    level: Decimal | None = None
    unit: str = ""
    comparator: str = ""

    def __post_init__(self):
        if self.measure not in MEASURES:
            raise ValueError(f"measure: is one of {', '.join(MEASURES)}")
        _check_finite(self, "value", "low", "high", "level")
        if (self.low is None) != (self.high is None):
            raise ValueError("low: an interval has a low and a high end")
        if self.low is not None and not self.low <= self.value <= self.high:
            raise ValueError("value: lies within its interval, from low to high")
        if self.measure in RATIOS and (self.value if self.low is None else self.low) <= 0:
            raise ValueError(f"{'value' if self.low is None else 'low'}: a ratio is above 0")
        if self.level is not None and not 0 < self.level < 100:
            raise ValueError("level: is a percentage between 0 and 100, such as 95")
        if self.measure == "difference" and not self.unit:
            raise ValueError("unit: a difference has a unit in UCUM")
        if self.unit:
            _check_unit(self.unit)

    @property
    def null_value(self) -> int:
        """The value that says no difference: 1 for a ratio, 0 for all else."""
        return 1 if self.measure in RATIOS else 0

    @property
    def clear(self) -> bool | None:
        """Whether the interval leaves no difference out; none without an interval."""
        if self.low is None:
            return None
        return not self.low <= self.null_value <= self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """What a claim was found by: its design, how many took part (`n`), how many studies it joins, its public id."""

    design: str
    n: int | None = None
    studies: int | None = None
    id: str = ""

    def __post_init__(self):
        if self.design not in DESIGNS:
            raise ValueError(f"design: is one of {', '.join(DESIGNS)}")
        for name, count in (("n", self.n), ("studies", self.studies)):
            if count is not None and count < 1:
                raise ValueError(f"{name}: is a whole number from 1")
        if any(c.isspace() or not c.isprintable() or c in "<>\"{}|\\^`'" for c in self.id):
            raise ValueError("id: is a public id without spaces, quotes or brackets, such as PMID:12345678")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From one amount to another, or from or up to one: a dose, or a time; the unit in UCUM, and per what."""

    low: Decimal | None = None
    high: Decimal | None = None
    unit: str
    per: str = ""

    def __post_init__(self):
        if self.low is None and self.high is None:
            raise ValueError("from: a range has at least one end")
        _check_finite(self, "low", "high")
        if min(end for end in (self.low, self.high) if end is not None) < 0:
            raise ValueError("from: a dose or time is not below 0")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError("from: a range goes from low to high")
        _check_unit(self.unit)

    def disjoint(self, other: Span) -> bool:
        """Whether both are in one unit and share no amount."""
        if (self.unit, self.per) != (other.unit, other.per):
            return False
        return _below(self.high, other.low) or _below(other.high, self.low)


def disjoint(a: Span | None, b: Span | None) -> bool:
    """Whether two doses are named and share no amount; what holds at one says nothing of the other."""
    return a is not None and b is not None and a.disjoint(b)


def _check_finite(part: Estimate | Span, *names: str) -> None:
    for name in names:
        number = getattr(part, name)
        if number is not None and not number.is_finite():
            raise ValueError(f"{name}: is a number, not {number}")


def _check_unit(unit: str) -> None:
    if not unit or not unit.isascii() or not unit.isprintable() or set(unit) & set(' <>"\\`'):
        raise ValueError("unit: is a unit in UCUM, such as mg, [IU] or a, without spaces and quotes")


def _below(high: Decimal | None, low: Decimal | None) -> bool:
    return high is not None and low is not None and high < low


WORD_BYTES = 4
MOST_WORDS = 20_000
"""How much is kept of a word's hash, and of how many words of a document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A source text; `sha256` pins the bytes that positions are counted in, `length` is in code points.

    `excluded_lines` (from 1) are captions and advertising: no statement may be read from them. `acyclic` where its
    statements are known to form no loop, so that a loop among them is a fault of reading. `words` are the hashes of the
    stems that the text uses, as `kg.linking.hashed` makes them, one after the other, each above the one before.
    """

    id: str
    iri: str
    title: str
    file_name: str
    sha256: str
    length: int
    excluded_lines: tuple[int, ...] = ()
    acyclic: bool = False
    words: bytes = b""

    def __post_init__(self):
        if len(self.words) % WORD_BYTES or len(self.words) > MOST_WORDS * WORD_BYTES:
            raise ValueError(f"its word hashes are of {WORD_BYTES} bytes each, {MOST_WORDS} at most; {_MAKE_WORDS}")
        hashes = [self.words[n : n + WORD_BYTES] for n in range(0, len(self.words), WORD_BYTES)]
        if any(one >= other for one, other in pairwise(hashes)):
            raise ValueError(f"each of its word hashes is above the one before; {_MAKE_WORDS}")


_MAKE_WORDS = "take them out, and `kg words` makes them anew"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Where a document says it: Unicode code points from 0, `end` excluded; `sha256` of the passage as UTF-8."""

    document: str
    section: str
    line: int
    start: int
    end: int
    sha256: str

    def __post_init__(self):
        if not 0 <= self.start < self.end:
            raise ValueError(f"a passage starts before it ends, not at {self.start} and {self.end}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One claim of a source, in our own words, with its passage.

    `sign` holds the directions it allows, between the concepts as worded (`CausalGraph` makes it canonical), and
    `worded_sign` the one the source words: "+", "-", "0" or "?". A sign of None is a claim that has none.
    A statement with `modifies` says that its subject changes the effect of those statements; with
    `keeps_direction` it leaves their direction standing. `joint` are the parts of a joint claim, `outcomes` what a
    comparison is about, `reason_for` the statements that it explains. `dose`, `onset` and `duration` belong to its
    setting, as its context does.
    """

    id: str
    iri: str
    kind: Kind
    subject: str
    relation: str
    object: str
    text: str
    hedge: Hedge
    basis: Basis
    evidence: str
    passage: Passage | None = None
    sign: Sign | None = None
    worded_sign: str = ""
    scope: Scope | None = None
    inherits: bool = False
    context: tuple[str, ...] = ()
    population: str = ""
    hedge_words: str = ""
    quantities: tuple[Quantity, ...] = ()
    estimates: tuple[Estimate, ...] = ()
    study: Study | None = None
    dose: Span | None = None
    onset: Span | None = None
    duration: Span | None = None
    modifies: tuple[str, ...] = ()
    effect: Effect | None = None
    keeps_direction: bool = False
    joint: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    reason_for: tuple[str, ...] = ()
    note: str = ""

    def __post_init__(self):
        if self.kind is Kind.causal and (self.sign is None or self.scope is None):
            raise ValueError(f"{self.id}: a causal statement needs a sign and a scope")
        if bool(self.modifies) != (self.effect is not None):
            raise ValueError(f"{self.id}: a modifier needs the statements it modifies and what it does to them")
        if (self.sign is None) != (self.worded_sign == "") or self.worded_sign not in ("", "+", "-", "0", "?"):
            raise ValueError(f"{self.id}: a sign is worded +, -, 0 or ?, not {self.worded_sign!r}")

    @property
    def unsigned(self) -> bool:
        """Whether an influence is stated and its direction is not."""
        return self.sign is Sign.UNKNOWN

    @property
    def bridge(self) -> bool:
        """Whether it is our own link, without which stated effects would not compose."""
        return self.basis is Basis.bridge

    @property
    def aim(self) -> bool:
        """Whether it says what something is meant to do, and reports no outcome."""
        return self.hedge is Hedge.aim

    @property
    def setting(self) -> tuple:
        """What it holds in: the context and the dose."""
        return (self.context, self.dose)

    @property
    def source(self) -> str:
        """The document that says it; empty where none is named."""
        return self.passage.document if self.passage else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptKind:
    """A kind of concept; an `intervention` is what a person can do or take, an `outcome` what people care about."""

    id: str
    label: str
    intervention: bool = False
    outcome: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """How a statement joins its subject to its object; `label` reads between the two, `inverse` the other way."""

    id: str
    label: str
    inverse: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All that a graph holds, before any reasoning; each tuple in the order of ids."""

    concepts: tuple[Concept, ...] = ()
    statements: tuple[Statement, ...] = ()
    documents: tuple[Document, ...] = ()
    kinds: tuple[ConceptKind, ...] = ()
    relations: tuple[Relation, ...] = ()
