"""A query as it is sent, checked against its types; fields that the API does not have are kept, and warned of."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from kg.model import CausewayError

MOST_IDS = 100
"""Ids of one node: the batch size limit that the OpenAPI document tells."""
Curie = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Key = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Category = Annotated[str, StringConstraints(max_length=200, pattern=r"^biolink:[A-Z][A-Za-z]*$")]
Predicate = Annotated[str, StringConstraints(max_length=200, pattern=r"^biolink:[a-z][a-z_]*$")]
LEVELS = ("ERROR", "WARNING", "INFO", "DEBUG")
LogLevel = Literal["ERROR", "WARNING", "INFO", "DEBUG"]


class Unanswerable(CausewayError):
    """A query of a form that is not answered here."""


class Misshapen(CausewayError):
    """A query graph whose parts do not fit each other."""


class TooManyIds(CausewayError):
    """More ids at one node than are taken at once."""


class _Open(BaseModel):
    model_config = ConfigDict(extra="allow")


class QNode(_Open):
    """A node of a query graph: one of these ids, in one of these categories; anything where neither is told."""

    ids: Annotated[list[Curie], Field(min_length=1)] | None = None
    categories: Annotated[list[Category], Field(min_length=1, max_length=100)] | None = None
    set_interpretation: Literal["BATCH", "ALL", "MANY"] | None = None
    member_ids: list[Curie] | None = None
    constraints: list[dict[str, Any]] | None = None


class Qualifier(_Open):
    """What an edge is to be qualified by."""

    qualifier_type_id: Annotated[str, StringConstraints(max_length=200, pattern=r"^biolink:[a-z][a-z_]*$")]
    qualifier_value: Annotated[str, StringConstraints(max_length=300)]


class QualifierConstraint(_Open):
    """Qualifiers that an edge has to have, all of them."""

    qualifier_set: Annotated[list[Qualifier], Field(max_length=20)] = []


class QEdge(_Open):
    """An edge of a query graph, by the keys of its nodes; `inferred` asks for what follows by mechanism, too."""

    subject: Key
    object: Key
    knowledge_type: Literal["lookup", "inferred"] | None = None
    predicates: Annotated[list[Predicate], Field(min_length=1, max_length=100)] | None = None
    attribute_constraints: list[dict[str, Any]] | None = None
    qualifier_constraints: Annotated[list[QualifierConstraint], Field(max_length=20)] | None = None


class PathConstraint(_Open):
    """Categories of which a path has to meet one node each between its ends."""

    intermediate_categories: Annotated[list[Category], Field(min_length=1, max_length=20)] | None = None


class QPath(_Open):
    """A path between two nodes that have ids; one of the constraints has to hold."""

    subject: Key
    object: Key
    predicates: Annotated[list[Predicate], Field(min_length=1, max_length=100)] | None = None
    constraints: Annotated[list[PathConstraint], Field(min_length=1, max_length=20)] | None = None


class QueryGraph(_Open):
    """What is asked: nodes, with edges or a path between them."""

    nodes: Annotated[dict[str, QNode], Field(max_length=100)]
    edges: Annotated[dict[str, QEdge], Field(max_length=100)] | None = None
    paths: Annotated[dict[str, QPath], Field(min_length=1, max_length=1)] | None = None


class AskedMessage(_Open):
    """The message of a query: its graph; what else it holds is passed over."""

    query_graph: QueryGraph


class Query(_Open):
    """A query of the Translator Reasoner API."""

    message: AskedMessage
    log_level: LogLevel | None = None
    submitter: str | None = None
    bypass_cache: bool | None = None


def unknown_fields(graph: QueryGraph) -> list[str]:
    """The fields of nodes, edges and paths that the API does not have, by where they stand."""
    parts = {**_at("nodes", graph.nodes), **_at("edges", graph.edges), **_at("paths", graph.paths)}
    return [f"{place}.{name}" for place, part in parts.items() for name in part.model_extra or ()]


def _at(name: str, parts: Any) -> dict[str, _Open]:
    return {f"{name}.{key}": part for key, part in (parts or {}).items()}
