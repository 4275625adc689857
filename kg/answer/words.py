"""Numbers with their units, bounds and windows, in words."""

from __future__ import annotations

from decimal import Decimal

from kg.model import Quantity

_UNITS = {"%": "%", "[IU]": "IU", "ug": "mcg", "a": "years", "mo": "months", "wk": "weeks", "d": "days"}


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
