"""The rules of amounts, estimates, studies, doses and times."""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

from kg import vocabulary
from kg.causal import CausalGraph
from kg.change import Change
from kg.curation.proposals import QuantityDraft, StatementQuantityDraft
from kg.curation.rules.check import Check, either
from kg.model import Content, Estimate, Quantity, Span, Statement
from kg.rdf import UNITS
from kg.rdf.sorts import Field, Part

TIME_UNITS = ("a", "mo", "wk", "d", "h", "min")
_BOUNDS = ("upper", "lower", "point", "range")


def quantities(check: Check, _field: Field, given: QuantityDraft | None) -> tuple[Quantity, ...]:
    """The only amount that a proposal of a statement gives."""
    found = quantity(check, given) if given else None
    return (found,) if found else ()


def quantity(check: Check, draft: QuantityDraft) -> Quantity | None:
    """The quantity of a draft; None where anything of it is wrong, which is told."""
    before = len(check.found)
    low, high = (draft.value, draft.value) if draft.value is not None else (draft.low, draft.high)
    _ends(check, draft, low, high)
    if draft.unit not in UNITS:
        check.wrong("quantity.unit", f"a quantity has one unit in UCUM: {', '.join(UNITS)}", draft.unit)
    _bound(check, draft, low, high)
    if (draft.window_low is not None or draft.window_high is not None) and draft.window_unit not in UNITS:
        check.wrong("quantity.window_unit", f"a window has one unit in UCUM: {', '.join(UNITS)}", draft.window_unit)
    if len(check.found) > before:
        return None
    return Quantity(
        low=None if draft.bound == "upper" else low,
        high={"upper": high, "lower": None, "range": high}.get(draft.bound, low),
        bound=draft.bound,
        unit=draft.unit,
        approximate=draft.approximate,
        cumulative=draft.cumulative,
        per=tuple(sorted(draft.per)),
        window_low=either(draft.window_low, draft.window_high),
        window_high=either(draft.window_high, draft.window_low),
        window_unit=draft.window_unit,
        meaning=draft.meaning,
    )


def _ends(check: Check, draft: QuantityDraft, low: Decimal | None, high: Decimal | None) -> None:
    if low is None and high is None:
        check.wrong("quantity.value", "a quantity has one value, a number, or low and high")
    if draft.value is not None and (draft.low, draft.high) != (None, None):
        check.wrong("quantity.value", "give a value, or low and high, not both", draft.value)
    if low is not None and high is not None and low > high:
        check.wrong("quantity.low", "a range goes from low to high", low)


def _bound(check: Check, draft: QuantityDraft, low: Decimal | None, high: Decimal | None) -> None:
    bound = check.choice("quantity.bound", draft.bound, _BOUNDS)
    if not bound:
        check.wrong("quantity.bound", "a quantity has one bound: upper, lower, point or range")
    needs = {"upper": high, "lower": low, "point": low, "range": low if high is not None else None}
    if bound and needs[bound] is None and (low, high) != (None, None):
        check.wrong("quantity.bound", f"{bound} does not fit the numbers given", bound)


def part(check: Check, field: Field, draft: Any) -> Any:
    """A part of a statement from its draft; what the value itself refuses is told with its field."""
    if draft is None or not isinstance(field.sort, Part):
        return None
    name = str(field.in_form)
    given = _given(check, name, field.sort, draft)
    if given is None:
        return None
    try:
        made = field.sort.made(**given)
    except ValueError as error:
        inner, _, message = str(error).partition(": ")
        check.wrong(f"{name}.{inner}", message, given.get(inner) or "")
        return None
    return (made,) if field.many else made


def _given(check: Check, name: str, sort: Part, draft: Any) -> dict[str, Any] | None:
    """The values that a draft of a part gives; none where one of them cannot be."""
    given = {own.name: getattr(draft, own.name) for own in fields(draft)}
    if sort.made is Span:
        value, low, high = (given.pop(end) for end in ("value", "from_", "to"))
        if value is not None and (low, high) != (None, None):
            check.wrong(f"{name}.value", "give a value, or from and to, not both", value)
            return None
        given |= {"low": either(low, value), "high": either(high, value)}
    if sort.made is Estimate:
        if given["value"] is None:
            check.wrong(f"{name}.value", "an estimate has one value, a number")
            return None
        given["comparator"] = _in_words(check.graph, given["comparator"])
    if sort.name == "time" and given["unit"] not in TIME_UNITS:
        check.wrong(f"{name}.unit", f"a time has a unit in UCUM: {', '.join(TIME_UNITS)}", given["unit"])
        return None
    return given


def _in_words(graph: CausalGraph, named: str) -> str:
    """What an id, IRI or CURIE of a concept is called; other words as they are."""
    concept = graph.concepts.get(vocabulary.local(vocabulary.iri(named) or named))
    return concept.label if concept else named


def further_quantity(check: Check, draft: StatementQuantityDraft) -> Change:
    """One more quantity of a statement as a change."""
    old = check.statement("statement", draft.statement)
    found = quantity(check, draft.quantity)
    if not old or not found:
        return Change()
    if found in old.quantities:
        check.wrong("quantity", "the statement has this quantity already", draft.statement)
    new: Statement = replace(old, quantities=(*old.quantities, found))
    return Change(added=Content(statements=(new,)), removed=Content(statements=(old,)))
