"""The rules of the graph as a whole: what a change would break in what stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.causal import CausalGraph, DanglingReference
from kg.change import PARTS, Change
from kg.curation.rules.passage import NOTE
from kg.model import CausewayError, Content, Kind
from kg.rdf import Violation


def consistent(graph: CausalGraph, change: Change) -> tuple[list[Violation], CausalGraph]:
    """What a change would break in the graph as a whole, and the graph with it, or as it is where it cannot be."""
    found = [*_stale(graph, change.removed), *_needed(graph, change)]
    if found:
        return found, graph
    try:
        after = graph.changed(change.added, change.removed)
    except (DanglingReference, ValueError, KeyError) as error:
        detail = error.detail if isinstance(error, CausewayError) else f"names what is not there: {error}"
        return [Violation(node="", field="", message=detail)], graph
    return [*_circles(after, change)], after


def _circles(graph: CausalGraph, change: Change) -> Iterator[Violation]:
    """Concepts that become a kind of themselves."""
    related = [s for s in change.added.statements if s.kind is Kind.taxonomic]
    ids = {c.id for c in change.added.concepts if c.broader} | {id for s in related for id in (s.subject, s.object)}
    for id in sorted(ids):
        if graph.is_its_own_kind(id):
            message = "would be a kind of itself, over what it is a kind of; leave one of the steps out"
            yield Violation(node=id, field="broader", message=message, value=id)


def _stale(graph: CausalGraph, removed: Content) -> Iterator[Violation]:
    for part in PARTS:
        now = getattr(graph, part)
        for value in getattr(removed, part):
            if now.get(value.id) != value:
                message = "has been changed or taken out since; look at the history and undo the later change first"
                yield Violation(node=value.id, field="", message=message)


def _needed(graph: CausalGraph, change: Change) -> Iterator[Violation]:
    """What is taken out and still named by something that stays."""
    stays = {v.id for part in (change.added.concepts, change.added.statements, change.added.documents) for v in part}
    going = {s.id for s in change.removed.statements}
    yield from _explained(graph, (s.id for s in change.removed.statements if s.id not in stays), going)
    yield from _named(graph, (c.id for c in change.removed.concepts if c.id not in stays), going)
    notes_aside = (d.id for d in change.removed.documents if d.id not in stays and not d.id.startswith(NOTE))
    yield from _rested_on(graph, notes_aside, going)


def _explained(graph: CausalGraph, gone: Iterable[str], going: set[str]) -> Iterator[Violation]:
    for id in gone:
        for other in graph.pointing_at(id):
            if other.id not in going:
                message = f"{other.id} modifies or explains it; retract {other.id} first"
                yield Violation(node=id, field="statement", message=message, value=other.id)


def _named(graph: CausalGraph, gone: Iterable[str], going: set[str]) -> Iterator[Violation]:
    for id in gone:
        if named := [s.id for s in graph.by_concept.get(id, ()) if s.id not in going]:
            message = f"{', '.join(named[:5])} name it; retract them first"
            yield Violation(node=id, field="concept", message=message, value=named[0])


def _rested_on(graph: CausalGraph, gone: Iterable[str], going: set[str]) -> Iterator[Violation]:
    for id in gone:
        resting = (s for s in graph.statements.values() if s.passage and s.passage.document == id)
        if other := next((s.id for s in resting if s.id not in going), None):
            message = f"{other} rests on it; retract first what rests on it"
            yield Violation(node=id, field="document", message=message, value=other)
