"""CX2, the exchange format of Cytoscape and NDEx: declarations, then nodes and edges with numbers for ids."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any

from kg.causal import CausalGraph, Neighbourhood
from kg.export.rows import rows
from kg.export.values import Row, patient

_ENDS = ("source", "target")


def cx2(graph: CausalGraph, part: Neighbourhood) -> str:
    """All layers; `represents` is the id of a concept, `name` its label, `interaction` the relation of an edge."""
    found = rows(graph, part)
    number = {node["id"]: n for n, node in enumerate(found.nodes)}
    nodes = [_node(node) for node in found.nodes]
    edges = [_edge(edge) for edge in found.edges]
    drawn = zip(count(), patient(found.edges), edges, strict=False)
    aspects: list[Mapping[str, Any]] = [
        {"CXVersion": "2.0", "hasFragments": False},
        {"metaData": [{"name": "nodes", "elementCount": len(nodes)}, {"name": "edges", "elementCount": len(edges)}]},
        {"attributeDeclarations": [{"nodes": _declared(nodes), "edges": _declared(edges)}]},
        {"nodes": [{"id": n, "v": node} for n, node in enumerate(nodes)]},
        {"edges": [{"id": n, "s": number[e["source"]], "t": number[e["target"]], "v": v} for n, e, v in drawn]},
        {"status": [{"success": True, "error": ""}]},
    ]
    return json.dumps(aspects, ensure_ascii=False)


def _node(node: Row) -> Row:
    return {**{k: v for k, v in node.items() if k != "id"}, "name": node["label"], "represents": f"mbl:{node['id']}"}


def _edge(edge: Row) -> Row:
    given = {k: v for k, v in edge.items() if k not in (*_ENDS, "id")}
    return {**given, "interaction": edge["relation"], "statement": edge["id"]}


def _declared(elements: Iterable[Row]) -> dict[str, dict[str, str]]:
    types = {bool: "boolean", int: "integer"}
    return {k: {"d": types.get(type(v), "string")} for element in elements for k, v in element.items()}
