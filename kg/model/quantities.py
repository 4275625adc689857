"""Numbers that a source gives: amounts, sizes of effects, doses and times, and the study they come from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


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

    def __post_init__(self) -> None:
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

    def __post_init__(self) -> None:
        if self.measure not in MEASURES:
            raise ValueError(f"measure: is one of {', '.join(MEASURES)}")
        _check_finite(self, "value", "low", "high", "level")
        if (self.low is None) != (self.high is None):
            raise ValueError("low: an interval has a low and a high end")
        if self.low is not None and self.high is not None and not self.low <= self.value <= self.high:
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
        if self.low is None or self.high is None:
            return None
        return not self.low <= self.null_value <= self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """What a claim was found by: its design, how many took part (`n`), how many studies it joins, its public id."""

    design: str
    n: int | None = None
    studies: int | None = None
    id: str = ""

    def __post_init__(self) -> None:
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

    def __post_init__(self) -> None:
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
