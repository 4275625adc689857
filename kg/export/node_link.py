"""JSON as `networkx.node_link_graph` reads it, by its defaults."""

from __future__ import annotations

import json

import networkx as nx

from kg.causal import CausalGraph, Neighbourhood
from kg.export.made import made


def node_link(graph: CausalGraph, part: Neighbourhood) -> str:
    """All layers, under `nodes` and `edges`."""
    return json.dumps(nx.node_link_data(made(graph, part), edges="edges"), ensure_ascii=False)
