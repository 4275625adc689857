"""A query to its reply: what form it has, what it means here, and what was left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kg.causal import CausalGraph
from kg.trapi.asked import LEVELS, Misshapen, QEdge, QNode, QPath, Query, QueryGraph, Unanswerable, unknown_fields
from kg.trapi.catalogue import Catalogue, catalogue
from kg.trapi.inferred import inferred
from kg.trapi.lookup import Found, fitting, lookup
from kg.trapi.matching import Log, Logs, Place, meant, place
from kg.trapi.message import INFORES, Message
from kg.trapi.pathfinder import pathfinder

MOST_RESULTS = 500
"""Results in one reply."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A reply without its time: the message, a status in a word, what it comes to, and what is told beside it."""

    message: dict[str, Any]
    status: str
    description: str
    logs: tuple[Log, ...]


def answered(graph: CausalGraph, texts: Mapping[str, str], query: Query) -> Answered:
    """What a graph says to a query; `texts` are those of documents at hand, for passages.

    Raises Misshapen, Unanswerable and TooManyIds.
    """
    asked, logs, said = query.message.query_graph, Logs(), catalogue(graph)
    for name in unknown_fields(asked):
        logs.tell("WARNING", "UnknownField", f"{name} is not known here and was passed over")
    message = Message(said, texts)
    status = "Success"
    if unsupported := _constraints(asked):
        status = "UnsupportedConstraint"
        logs.tell("ERROR", status, f"constraints on attributes are not supported: {', '.join(unsupported)}")
    elif asked.paths:
        _find_paths(said, asked, message, logs)
    else:
        _find_edges(said, asked, message, logs)
    for what, count in message.loss().items():
        logs.tell("INFO", "NotInQualifiers", f"edges here that {what}, as their attributes tell: {count}")
    told = f"{len(message.results)} results"
    return Answered(message.json(asked), status, told, _from(logs, query.log_level or "INFO"))


def _from(logs: Logs, least: str) -> tuple[Log, ...]:
    return tuple(log for log in logs.told if LEVELS.index(log.level) <= LEVELS.index(least))


def _constraints(asked: QueryGraph) -> list[str]:
    """The names of the constraints on attributes: none is supported."""
    parts: Iterable[list[dict[str, Any]] | None] = (
        *(node.constraints for node in asked.nodes.values()),
        *(edge.attribute_constraints for edge in (asked.edges or {}).values()),
    )
    return [str(one.get("name") or one.get("id")) for constraints in parts for one in constraints or ()]


def _ends(said: Catalogue, asked: QueryGraph, edge: QEdge | QPath, logs: Logs) -> tuple[Place, Place]:
    """What may stand at the two ends of an edge or path. Raises Misshapen and Unanswerable."""
    if not {edge.subject, edge.object} <= asked.nodes.keys():
        raise Misshapen("subject and object are keys of the query graph's nodes", nodes=sorted(asked.nodes))
    if len({edge.subject, edge.object}) < len(asked.nodes) or edge.subject == edge.object:
        raise Misshapen("an edge or path joins two nodes, and each node is an end of it", nodes=sorted(asked.nodes))
    for key, node in asked.nodes.items():
        _check_set(key, node)
    first, last = (place(said, key, asked.nodes[key], logs) for key in (edge.subject, edge.object))
    return first, last


def _check_set(key: str, node: QNode) -> None:
    if node.set_interpretation in ("ALL", "MANY") or node.member_ids:
        raise Unanswerable(f"node {key!r} asks for sets; ids are taken one by one (BATCH)")


def _find_edges(said: Catalogue, asked: QueryGraph, message: Message, logs: Logs) -> None:
    edges = asked.edges or {}
    if len(edges) != 1:
        raise Unanswerable(f"one edge or one path is answered at a time, and here are {len(edges)} edges")
    ((key, edge),) = edges.items()
    subject, object = _ends(said, asked, edge, logs)
    if subject.concepts is None and object.concepts is None:
        raise Unanswerable("one of the two nodes needs ids")
    means = meant(edge, logs)
    found: dict[tuple[str, str], list[Found]] = {}
    for one in lookup(said, subject, object, means):
        found.setdefault(one[:2], []).append(one)
    if edge.knowledge_type == "inferred":
        for derived in inferred(said, subject, object, means):
            for one in fitting(said, subject, object, means, derived):
                found.setdefault(one[:2], []).append(one)
    if len(found) > MOST_RESULTS:
        logs.tell("WARNING", "MoreResults", f"{len(found)} results fit; the first {MOST_RESULTS} are here")
    for (start, end), ways in [*found.items()][:MOST_RESULTS]:
        bound = [{"id": message.edge(way), "attributes": []} for _, _, way in ways]
        message.results.append(
            {
                "node_bindings": {
                    edge.subject: [message.binding(start, subject)],
                    edge.object: [message.binding(end, object)],
                },
                "analyses": [{"resource_id": INFORES, "edge_bindings": {key: bound}}],
            }
        )
    _tell_unsaid(said, (subject, object), logs)


def _find_paths(said: Catalogue, asked: QueryGraph, message: Message, logs: Logs) -> None:
    if asked.edges:
        raise Misshapen("a query graph has edges or a path, and not both")
    ((key, path),) = (asked.paths or {}).items()
    subject, object = _ends(said, asked, path, logs)
    if subject.concepts is None or object.concepts is None:
        raise Misshapen("both ends of a path need ids")
    analyses: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for found in pathfinder(said, subject, object, path, logs):
        of_pair = analyses.setdefault((found.subject, found.object), [])
        group = message.group(f"{found.subject}:{found.object}:path{len(of_pair) + 1}", found.edges)
        of_pair.append({"resource_id": INFORES, "path_bindings": {key: [{"id": group}]}})
    for (start, end), of_pair in analyses.items():
        bound = {path.subject: [message.binding(start, subject)], path.object: [message.binding(end, object)]}
        message.results.append({"node_bindings": bound, "analyses": of_pair})
    _tell_unsaid(said, (subject, object), logs)


def _tell_unsaid(said: Catalogue, places: Iterable[Place], logs: Logs) -> None:
    """Tell of the statements of the concepts asked about that no edge can say."""
    concepts = {state.id for place in places for c in place.concepts or () for state in said.graph.levels_of(c)}
    concepts |= {c for place in places for c in place.concepts or ()}
    for reason, count in sorted(said.not_said(concepts).items()):
        logs.tell(
            "INFO", "NotSaid", f"statements of what was asked about that have no edge, since they {reason}: {count}"
        )
