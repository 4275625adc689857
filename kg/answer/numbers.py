"""Numbers in words: amounts with bounds and windows, estimates with intervals and studies, doses and times."""

from __future__ import annotations

from decimal import Decimal

from kg.model import Estimate, Quantity, Span, Statement, Study

_UNITS = {"%": "%", "[IU]": "IU", "ug": "mcg", "a": "years", "mo": "months", "wk": "weeks", "d": "days"}


def number(value: Decimal | None) -> str:
    """A number as it is said; empty where there is none.

    >>> number(Decimal("1200.0")), number(Decimal("1.20")), number(None)
    ('1,200', '1.2', '')
    """
    if value is None:
        return ""
    text = f"{value.normalize():,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def unit_name(unit: str, count: str = "") -> str:
    """A UCUM unit as it is said after a count: year after 1, years after all else."""
    name = _UNITS.get(unit, unit)
    return name.removesuffix("s") if count == "1" and name != unit else name


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
    """The time that an amount is told for; none where none is."""
    if q.window_low is None:
        return None
    low, high = number(q.window_low), number(q.window_high)
    return f"{low} to {high} {unit_name(q.window_unit)}" if low != high else f"{low} {unit_name(q.window_unit, low)}"


_MEASURE_NAMES = {
    "difference": "a difference of {}",
    "standardised_difference": "{} standard deviations",
    "percent_change": "{} %",
    "risk_ratio": "risk ratio {}",
    "odds_ratio": "odds ratio {}",
    "hazard_ratio": "hazard ratio {}",
}
_DESIGN_NAMES = {
    "randomized_trial": "randomized trial",
    "meta_analysis": "meta-analysis",
    "systematic_review": "systematic review",
    "cohort": "cohort study",
    "case_control": "case-control study",
    "cross_sectional": "cross-sectional study",
    "case_series": "case series",
    "animal": "animal study",
    "in_vitro": "study in vitro",
    "narrative": "narrative review",
}


def estimate_text(e: Estimate, study: Study | None = None) -> str:
    """A size with its interval, comparator and study; an interval that covers no difference is no clear difference.

    >>> low, high = Decimal("0.25"), Decimal("0.50")
    >>> e = Estimate(measure="standardised_difference", value=Decimal("0.37"), low=low, high=high, comparator="rest")
    >>> estimate_text(e, Study(design="meta_analysis", studies=75))
    '0.37 standard deviations (0.25 to 0.5) against rest, meta-analysis of 75 studies'
    """
    value = number(e.value)
    value += f" {unit_name(e.unit, value)}" if e.unit and e.measure == "difference" else ""
    parts = [_MEASURE_NAMES[e.measure].format(value)]
    if e.low is not None:
        level = f"{number(e.level)} % interval " if e.level is not None else ""
        parts.append(f"({level}{number(e.low)} to {number(e.high)})")
    if e.comparator:
        parts.append(f"against {e.comparator}")
    said = " ".join(parts) + (f", {study_text(study)}" if study else "")
    return f"no clear difference: {said}" if e.clear is False else said


def study_text(study: Study) -> str:
    """The design of a study with its size and public id."""
    of = [f"{study.studies:,} studies"] if study.studies else []
    of += [f"{study.n:,} participants"] if study.n else []
    size = f" of {' with '.join(of)}" if of else ""
    return f"{_DESIGN_NAMES[study.design]}{size}{f' ({study.id})' if study.id else ''}"


def span_text(span: Span) -> str:
    """A dose or a time: "800 to 1,000 IU a day", "from 6 months", "1 year"."""
    low, high = number(span.low), number(span.high)
    open_end = f"from {low}" if low else f"up to {high}"
    said = low if low == high else f"{low} to {high}" if low and high else open_end
    count = low or high if low == high or not (low and high) else ""
    return f"{said} {unit_name(span.unit, count)}{f' a {span.per}' if span.per else ''}"


def setting_text(s: Statement) -> str:
    """The dose and times that belong to a claim, in brackets' words; empty where it names none."""
    named = (("dose", s.dose), ("onset", s.onset), ("duration", s.duration))
    return ", ".join(f"{word}: {span_text(span)}" for word, span in named if span)


def sizes_of(s: Statement) -> list[str]:
    """Every size that a statement gives, each in words."""
    return [amount(q) for q in s.quantities] + [estimate_text(e, s.study) for e in s.estimates]


def details_of(s: Statement) -> str:
    """The sizes of a statement, its dose and times; its study where no size tells of it."""
    study = [study_text(s.study)] if s.study and not s.estimates else []
    return "; ".join(filter(None, [*sizes_of(s), setting_text(s), *study]))


def is_timed(s: Statement) -> bool:
    """Whether it names a time, or an amount of time or over one."""
    times = (q.window_low is not None or q.unit in ("a", "mo", "wk", "d") for q in s.quantities)
    return bool(s.onset or s.duration) or any(times)
