"""Classes that have, beside the fields they name, one for each further field that is declared."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from kg.rdf.sorts import Field, attributes

Form = TypeVar("Form")


def with_further(
    fields: Iterable[Field], name: Callable[[Field], str | None], typed: Callable[[Field], tuple[Any, Any]]
) -> Callable[[type[Form]], type[Form]]:
    """The dataclass with the fields that it lacks: each under its name there, with its type and default."""

    def extended(form: type[Form]) -> type[Form]:
        own = attributes(form)
        lacking = [(n, *typed(field)) for field in fields if (n := name(field)) is not None and n not in own]
        if not lacking:
            return form
        more = [(n, type_, dataclasses.field(default=default)) for n, type_, default in lacking]
        named = {"__doc__": form.__doc__, "__module__": form.__module__, "__qualname__": form.__qualname__}
        made: type[Form] = dataclasses.make_dataclass(
            form.__name__, more, bases=(form,), namespace=named, frozen=True, slots=True, kw_only=True
        )
        return made

    return extended
