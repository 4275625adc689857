"""What can be asked: the categories with their ids, and which predicates join them with which qualifiers."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from kg.causal import CausalGraph
from kg.model import Sign
from kg.trapi import biolink
from kg.trapi.catalogue import Catalogue, catalogue
from kg.trapi.edges import ASPECT, CAUSES, DIRECTION, DIRECTIONS, QUALIFIED, effect_qualifiers
from kg.walks import walk

Triple = tuple[str, str, str]
_ATTRIBUTES = (
    *("biolink:knowledge_level", "biolink:agent_type", "biolink:publications", "biolink:has_evidence"),
    *("c:text", "c:relation", "c:hedge", "c:basis", "c:context", "c:modifiedBy"),
)


def meta_knowledge_graph(graph: CausalGraph) -> dict[str, Any]:
    """The meta knowledge graph: every triple of categories that some edge has, or may have where it is inferred."""
    said = catalogue(graph)
    found: dict[Triple, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for edge in said.edges.values():
        triple = (said.categories[edge.subject], edge.predicate, said.categories[edge.object])
        qualifiers = found[triple]
        for type, value in edge.qualifiers:
            qualifiers[type].add(value)
    by_mechanism = _inferred(said)
    for triple, qualifiers in by_mechanism.items():
        for type, values in qualifiers.items():
            found[triple][type] |= values
    return {"nodes": _nodes(said), "edges": [_edge(t, found[t], t in by_mechanism) for t in sorted(found)]}


def _nodes(said: Catalogue) -> dict[str, Any]:
    prefixes: dict[str, set[str]] = defaultdict(set)
    pairs = [*said.graph.by_pair, *((edge.subject, edge.object) for edge in said.edges.values())]
    for end in {end for pair in pairs for end in pair}:
        prefixes[said.categories[end]].add(said.ids[end].partition(":")[0])
    return {category: {"id_prefixes": sorted(prefixes[category]), "attributes": None} for category in sorted(prefixes)}


def _edge(triple: Triple, qualifiers: dict[str, set[str]], by_mechanism: bool) -> dict[str, Any]:
    subject, predicate, object = triple
    return {
        "subject": subject,
        "predicate": predicate,
        "object": object,
        "knowledge_types": ["lookup", "inferred"] if by_mechanism else ["lookup"],
        "qualifiers": [
            {"qualifier_type_id": type, "applicable_values": sorted(values)}
            for type, values in sorted(qualifiers.items())
        ],
        "attributes": [{"attribute_type_id": name} for name in _ATTRIBUTES],
    }


def _inferred(said: Catalogue) -> dict[Triple, dict[str, set[str]]]:
    """The triples that a chain of influences may have: from each category to all that it leads to, one way or more.

    Every derived edge is of one of these; not each of these has one.
    """
    next_to: dict[str, set[str]] = defaultdict(set)
    for cause, effect in said.graph.by_pair:
        next_to[said.categories[cause]].add(said.categories[effect])
    effects = {said.categories[v] for v in said.graph.signed_into}
    aspects: dict[str, set[str]] = defaultdict(set)
    for v in said.graph.signed_into:
        aspects[said.categories[v]] |= {q for t, q in effect_qualifiers(said.graph, v, Sign.PLUS) if t == ASPECT}
    made: dict[Triple, dict[str, set[str]]] = {}
    for start in {said.categories[v] for v in said.graph.signed_out}:
        for end in {*walk(next_to[start], lambda at: next_to.get(at, ()))} & effects:
            qualifiers = {QUALIFIED: {CAUSES}, DIRECTION: {*DIRECTIONS.values()}}
            made[start, biolink.AFFECTS, end] = qualifiers | ({ASPECT: aspects[end]} if aspects[end] else {})
    return made
