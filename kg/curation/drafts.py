"""How the declared fields are asked for in a proposal: the type of each, by the sort of its values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import Field as Asked

from kg.rdf.forms import with_further
from kg.rdf.sorts import Field, Part

PRINTED = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]*$"
"""No signs that are not printed or turn the order of others: what a reviewer sees is what there is."""
Line = Annotated[str, Asked(max_length=200, pattern=PRINTED)]
Text = Annotated[str, Asked(max_length=2000, pattern=PRINTED)]
Several = Annotated[tuple[Line, ...], Asked(max_length=50)]
Number = Annotated[Decimal, Asked(ge=Decimal("-1e12"), le=Decimal("1e12"), max_digits=20)]
Position = Annotated[int, Asked(ge=-1, le=2**31)]
Draft = TypeVar("Draft")
_TYPES: Mapping[str, tuple[Any, Any]] = {
    "text": (Text, ""),
    "flag": (bool, False),
    "count": (int, None),
    "number": (Number, None),
}


def as_declared(
    fields: Iterable[Field], parts: Mapping[str, type] | None = None
) -> Callable[[type[Draft]], type[Draft]]:
    """A draft that asks for every declared field, also those that it does not name; `parts` are the drafts of parts."""

    def typed(field: Field) -> tuple[Any, Any]:
        if field.many:
            return Annotated[Several, Asked(description=field.hint or None)], ()
        if isinstance(field.sort, Part):
            return (parts or {})[field.sort.name] | None, None
        type_, default = _TYPES.get(field.sort.name, (Line, ""))
        asked: Any = Annotated[type_, Asked(description=field.hint or None)]
        return asked if default is not None else asked | None, default

    return with_further(fields, lambda field: field.in_form, typed)
