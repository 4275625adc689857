"""KGX JSON: nodes and edges by the names of the Biolink Model, with our own fields beside them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from kg import vocabulary
from kg.causal import CausalGraph, Neighbourhood
from kg.export.rows import STATED, rows
from kg.export.values import Row, patient
from kg.model import Concept, Match

_WAY = {"+": "increased", "-": "decreased"}
_CAUSAL = ("causal", "reported")
_SAID = ("id", "source", "target", "relation", "label", "definition", "iri", "variable")
"""What stands under names of Biolink; all else keeps its own."""


def kgx(graph: CausalGraph, part: Neighbourhood) -> str:
    """All layers. What has a direction is `affects` with `causes` and the direction of the object; what has none by the
    finding itself is `affects`, negated. Biolink has no predicate for a modifier of an effect, which `modifies` tells,
    nor for an aim: both are `related_to`. What was worked out is a prediction, no entailment.
    """
    found = rows(graph, part)
    nodes = [_node(graph.concepts[row["id"]], row) for row in patient(found.nodes)]
    edges = [_edge(graph, row) for row in patient(found.edges)]
    return json.dumps({"nodes": nodes, "edges": edges}, ensure_ascii=False)


def _node(concept: Concept, row: Row) -> Row:
    made: Row = {"id": vocabulary.curie(concept.iri), "name": concept.label, "category": ["biolink:NamedThing"]}
    made |= {"synonym": list(concept.synonyms), "description": concept.definition}
    made["same_as"] = [vocabulary.curie(m.iri) for m in concept.mappings if m.match is Match.exact]
    made["xref"] = [vocabulary.curie(m.iri) for m in concept.mappings if m.match is not Match.exact]
    made |= _beside(row)
    if "variable" in row:
        made["variable"] = vocabulary.curie(concept.iri.removesuffix(concept.id) + row["variable"])
    return {name: value for name, value in made.items() if value not in ("", [])}


def _edge(graph: CausalGraph, row: Row) -> Row:
    made: Row = {"id": vocabulary.curie(vocabulary.BASE + row["id"])}
    made |= {"subject": _curie(graph, row["source"]), "object": _curie(graph, row["target"])}
    made |= _PREDICATES.get(row["relation"]) or _predicate(row)
    made["relation"] = f"mbl:{row['relation']}"
    made["knowledge_level"] = "knowledge_assertion" if row["layer"] == STATED else "prediction"
    made["agent_type"] = "manual_agent" if row["layer"] == STATED else "automated_agent"
    made |= _beside(row)
    statement = graph.statements.get(row["id"])
    if statement and statement.source in graph.documents:
        made["primary_knowledge_source"] = vocabulary.curie(graph.documents[statement.source].iri)
    return made


def _beside(row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in _SAID and value != ""}


def _predicate(row: Row) -> Row:
    sign = row.get("sign", "")
    if row.get("kind") not in _CAUSAL or row.get("aim"):
        return {"predicate": "biolink:related_to"}
    if sign in _WAY:
        way = {"qualified_predicate": "biolink:causes", "object_direction_qualifier": _WAY[sign]}
        return {"predicate": "biolink:affects", **way}
    return {"predicate": "biolink:affects", **({"negated": True} if sign == "0" else {})}


_PREDICATES: Mapping[str, Row] = {
    name: {"predicate": f"biolink:{predicate}"}
    for name, predicate in {
        "broader": "subclass_of",
        "is_a": "subclass_of",
        "part_of": "part_of",
        "has_part": "has_part",
        "located_in": "located_in",
        "occurs_in": "occurs_in",
        "produces": "produces",
        "develops_into": "develops_into",
    }.items()
}
"""What Biolink has the same word for."""


def _curie(graph: CausalGraph, id: str) -> str:
    return vocabulary.curie(graph.concepts[id].iri)
