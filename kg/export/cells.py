"""What an owner has for each declared field, as cells of a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from kg.answer.declared import in_words
from kg.answer.numbers import details_of
from kg.model import Concept, Statement
from kg.rdf.sorts import Field

Cell = str | int
PLACE = ("document", "section", "line", "start", "end")


def exported(fields: Iterable[Field]) -> list[tuple[str, Field]]:
    """The declared fields that exports have a column for, each with its name there."""
    return [(name, field) for field in fields if (name := field.in_table) is not None]


def cells_of(fields: Iterable[tuple[str, Field]], owner: Concept | Statement) -> dict[str, Cell]:
    """What an owner has for each of these fields, by its columns."""
    cells: dict[str, Cell] = {}
    for name, field in fields:
        cells.update(_SPREAD.get(field.sort.name, _one)(name, field, owner))
    return cells


def _one(name: str, field: Field, owner: Concept | Statement) -> dict[str, Cell]:
    value = field.of(owner)
    if field.many:
        return {name: joined(str(in_words(each)) for each in value or ())}
    return {name: "" if value is None else str(in_words(value))}


def joined(texts: Iterable[str]) -> str:
    """Several in one cell."""
    return "|".join(texts)


def _sizes(name: str, _field: Field, owner: Any) -> dict[str, Cell]:
    return {name: details_of(owner)}


def _where(_name: str, _field: Field, owner: Any) -> dict[str, Cell]:
    return {part: getattr(owner.passage, part) if owner.passage else "" for part in PLACE}


_SPREAD: Mapping[str, Callable[[str, Field, Any], dict[str, Cell]]] = {"quantities": _sizes, "passage": _where}
"""What stands in other columns than one of its own name."""
