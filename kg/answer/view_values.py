"""What the service shows of concepts, statements and everything reachable, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kg.answer.values import Citation, Item, Modifier, PathView, Verdict
from kg.rdf.fields import STATEMENTS, of_concepts
from kg.rdf.forms import with_further
from kg.rdf.sorts import Field


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicId:
    """A public term that a concept corresponds to; `match` is the SKOS relation."""

    curie: str
    iri: str
    label: str
    match: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptRef:
    """A concept by id and label."""

    id: str
    label: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptHit:
    """A concept that a search found, and by which of its labels."""

    id: str
    label: str
    kind: str
    matched: str
    match: str
    score: float


def _typed(field: Field) -> tuple[Any, Any]:
    """How a further field is shown: its type by the sort of its values, and what is there where it is not given."""
    one, several = _TYPES.get(field.sort.name, (str | None, tuple[str, ...]))
    return (several, ()) if field.many else (one, None)


_TYPES: Mapping[str, tuple[Any, Any]] = {
    "concept": (ConceptRef | None, tuple[ConceptRef, ...]),
    "flag": (bool | None, tuple[bool, ...]),
    "count": (int | None, tuple[int, ...]),
}


@with_further(of_concepts(), lambda field: field.in_view, _typed)
@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptView:
    """All about one concept. `type` is variable, state, entity, population or goal; statements are by id."""

    id: str
    iri: str
    label: str
    kind: str
    type: str
    variable: str | None
    level: int
    variable_type: str | None
    valence: str | None
    definition: str
    synonyms: tuple[str, ...]
    broader: tuple[ConceptRef, ...]
    narrower: tuple[ConceptRef, ...]
    states: tuple[ConceptRef, ...]
    same_as: tuple[PublicId, ...]
    note: str
    statements: tuple[str, ...]
    graph_version: str


@with_further(STATEMENTS, lambda field: field.in_view, _typed)
@dataclass(frozen=True, slots=True, kw_only=True)
class StatementView:
    """One claim with its passage. `sign` is as worded, `canonical` the same between variables."""

    id: str
    iri: str
    kind: str
    subject: ConceptRef
    relation: str
    object: ConceptRef
    text: str
    sign: str | None
    directions: tuple[int, ...]
    scope: str | None
    inherits: bool
    hedge: str
    hedge_words: str
    basis: str
    bridge: bool
    context: tuple[ConceptRef, ...]
    population: str | None
    modifies: tuple[str, ...]
    modification: str | None
    modified_by: tuple[str, ...]
    joint: tuple[str, ...]
    quantities: tuple[str, ...]
    study: str | None
    dose: str | None
    onset: str | None
    duration: str | None
    note: str
    citation: Citation
    graph_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """A source. `at_hand` where its text is there to show passages from."""

    id: str
    iri: str
    title: str
    file_name: str
    sha256: str
    length: int
    statements: int
    at_hand: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachAnswer:
    """Everything up- or downstream of a concept, best first; `complete` is false where `limit` cut it."""

    concept: str
    items: tuple[Item, ...]
    total: int | None
    complete: bool
    citations: tuple[Citation, ...]
    graph_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedItem:
    """A concept that two have in common, with what is known of each side."""

    id: str
    label: str
    a: Item
    b: Item


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedAnswer:
    """The common causes and effects of two concepts; `total` counts both, where they were all found, and `complete` is
    false where `limit` cut one.
    """

    a: str
    b: str
    causes: tuple[SharedItem, ...]
    effects: tuple[SharedItem, ...]
    total: int | None
    complete: bool
    citations: tuple[Citation, ...]
    graph_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopView:
    """A feedback loop and whether it is reinforcing or balancing; never a net sign."""

    nodes: tuple[ConceptRef, ...]
    polarity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopsAnswer:
    """The feedback loops through a concept, or of the whole graph."""

    concept: str | None
    loops: tuple[LoopView, ...]
    total: int
    complete: bool
    graph_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What one part of a scenario does to an outcome."""

    cause: str
    label: str
    level: int
    verdict: Verdict
    text: str
    paths: tuple[PathView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeView:
    """What a scenario does to one outcome, with its reasons."""

    id: str
    label: str
    direction: str | None
    beneficial: bool | None
    text: str
    reasons: tuple[Reason, ...]
    joint: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioAnswer:
    """The direction of every outcome, and the modifiers that the set itself switches on or off."""

    set: dict[str, str]
    context: tuple[str, ...]
    outcomes: tuple[OutcomeView, ...]
    total: int
    complete: bool
    switched: tuple[Modifier, ...]
    citations: tuple[Citation, ...]
    graph_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SideView:
    """What the routes that run through a concept come to, or those that do not: how many, and the best few."""

    routes: int
    verdict: Verdict
    paths: tuple[PathView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MediationAnswer:
    """How much of an effect comes about through a concept. Of `routes` in all, `open` are not known to run through it
    or clear of it. `needed`: whether every known route runs through it, null where that is open.
    """

    cause: str
    effect: str
    mediator: str
    context: tuple[str, ...]
    text: str
    routes: int
    through: SideView
    beside: SideView
    open: int
    needed: bool | None
    complete: bool
    citations: tuple[Citation, ...]
    graph_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphEdge:
    """A statement or a step of the hierarchy between two shown concepts."""

    id: str
    source: str
    target: str
    relation: str
    kind: str
    sign: str | None
    hedge: str | None
    bridge: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphNode:
    """A shown concept, and how many statements lead to concepts that are not shown."""

    id: str
    label: str
    kind: str
    type: str
    hidden: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NeighbourhoodView:
    """The concepts around one, with the statements and hierarchy between them; `total` counts the concepts."""

    concept: str
    depth: int
    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]
    total: int
    complete: bool
    graph_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptList:
    """Concepts that a search found, best first, or all of them by label; `complete` is false where `limit` cut them."""

    concepts: tuple[ConceptHit, ...]
    total: int
    complete: bool
    graph_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentList:
    """The sources of the graph."""

    documents: tuple[DocumentView, ...]
    total: int
    complete: bool
    graph_version: str
