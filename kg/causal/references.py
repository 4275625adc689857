"""Whether all that concepts and statements name is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.model import CausewayError, Concept, Kind, Population, State, Statement, Variable


class DanglingReference(CausewayError):
    """A statement or concept that names something the graph does not hold."""


def named(s: Statement) -> tuple[str, ...]:
    """The concepts that a statement names, each once."""
    return tuple(dict.fromkeys((s.subject, s.object, *s.context, *s.joint, *s.outcomes)))


def is_signed(concept: Concept) -> bool:
    """Whether it is a variable or a level of one, and so may carry a signed statement."""
    return isinstance(concept, Variable | State)


def check_concept(concept: Concept, concepts: Mapping[str, Concept]) -> None:
    """Raises DanglingReference where it names what is not there, or is of what is no variable."""
    for id in _named_by(concept):
        if id not in concepts:
            raise DanglingReference(f"concept {concept.id} names {id}, which is not a concept", concept=concept.id)
    if concept.variable and not isinstance(concepts[concept.variable], Variable):
        raise DanglingReference(f"concept {concept.id} is of {concept.variable}, which is no variable")


def _named_by(concept: Concept) -> Iterable[str]:
    yield from (*concept.broader, *concept.implies)
    if isinstance(concept, Population):
        yield from concept.excludes
    if isinstance(concept, Variable):
        yield from (*concept.aspect_of, *filter(None, [concept.cessation_of]))
    if concept.variable:
        yield concept.variable


def check_statement(s: Statement, concepts: Mapping[str, Concept], statements: Mapping[str, Statement]) -> None:
    """Raises DanglingReference where it names what is not there, or is causal and on what can have no sign."""
    for id in named(s):
        if id not in concepts:
            raise DanglingReference(f"statement {s.id} names {id}, which is not a concept", statement=s.id)
    for id in (*s.modifies, *s.reason_for):
        if id not in statements:
            raise DanglingReference(f"statement {s.id} names {id}, which is not a statement", statement=s.id)
    if s.kind is Kind.causal and not (is_signed(concepts[s.subject]) and is_signed(concepts[s.object])):
        raise DanglingReference(f"causal statement {s.id} needs variables or states on both sides", statement=s.id)
