"""A declared field as it is shown in a reply: by the sort of its values, whatever it is a field of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from enum import Enum
from typing import Any

from kg import vocabulary
from kg.answer import numbers
from kg.answer.view_values import ConceptRef, PublicId
from kg.causal import CausalGraph
from kg.model import Concept, Estimate, Span, Statement, Study
from kg.rdf.sorts import Field

_Shown = Callable[[CausalGraph, Any], Any]


def ref(graph: CausalGraph, id: str) -> ConceptRef:
    """A concept as it is named in a reply."""
    concept = graph.concepts[id]
    return ConceptRef(id=id, label=concept.label, kind=concept.kind)


def _public_ids(_graph: CausalGraph, mappings: Iterable[Any]) -> tuple[PublicId, ...]:
    return tuple(
        PublicId(curie=vocabulary.curie(m.iri), iri=m.iri, label=m.label, match=m.match.name) for m in mappings
    )


_BY_SORT: Mapping[str, _Shown] = {"concept": ref, "mappings": _public_ids}
_IN_WORDS: Mapping[type, Callable[[Any], str]] = {
    Decimal: numbers.number,
    Study: numbers.study_text,
    Span: numbers.span_text,
    Estimate: numbers.estimate_text,
}


def in_words(value: Any) -> Any:
    """A number or a part of a statement in words, a member of a closed list by its name, all else as it is."""
    if isinstance(value, str):
        return value
    if isinstance(value, Enum):
        return value.name
    say = _IN_WORDS.get(type(value))
    return say(value) if say else value


def _plain(_graph: CausalGraph, value: Any) -> Any:
    return in_words(value)


def shown(graph: CausalGraph, field: Field, owner: Concept | Statement) -> Any:
    """What an owner has for a field; several as a tuple, and what the field says where there is nothing."""
    value, one = field.of(owner), _BY_SORT.get(field.sort.name, _plain)
    if field.many:
        return tuple(one(graph, each) for each in value or ())
    return field.blank if value in (None, "") else one(graph, value)


def shown_all(graph: CausalGraph, fields: Iterable[Field], owner: Concept | Statement) -> dict[str, Any]:
    """All that an owner has, by the names that replies have for it."""
    return {name: shown(graph, field, owner) for field in fields if (name := field.in_view) is not None}


def told(fields: Iterable[Field], view: object) -> Iterator[tuple[str, str]]:
    """The fields of a reply that a sheet has a line of its own for: what stands before it, and what it says."""
    for field in fields:
        if field.heading and field.in_view and (value := getattr(view, field.in_view)) not in (None, "", (), False):
            yield field.heading, "; ".join(map(_said, value if field.many else (value,)))


def _said(value: Any) -> str:
    return value.label if isinstance(value, ConceptRef) else "yes" if value is True else str(value)
