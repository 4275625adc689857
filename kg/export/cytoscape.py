"""JSON for Cytoscape and Cytoscape.js, as `networkx.cytoscape_graph` reads it by its defaults."""

from __future__ import annotations

import json

from kg.causal import CausalGraph, Neighbourhood
from kg.export.rows import rows


def cytoscape(graph: CausalGraph, part: Neighbourhood) -> str:
    """All layers, under `elements`; `value` and `key` are what networkx takes for a node and an edge."""
    found = rows(graph, part)
    nodes = [{"data": node | {"value": node["id"], "name": node["label"]}} for node in found.nodes]
    edges = [{"data": edge | {"key": edge["id"], "interaction": edge["relation"]}} for edge in found.edges]
    elements = {"nodes": nodes, "edges": edges}
    return json.dumps({"data": {}, "directed": True, "multigraph": True, "elements": elements}, ensure_ascii=False)
