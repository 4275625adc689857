"""DAGitty: which variable acts on which, for who plans an analysis."""

from __future__ import annotations

import networkx as nx

from kg.causal import CausalGraph, Neighbourhood
from kg.export.rows import effects
from kg.export.values import patient


def dagitty(graph: CausalGraph, part: Neighbourhood) -> str:
    """The effects that are no finding of no effect, as a `dag`; where they close a loop, which no dag holds, the edges
    within it are left out. Signs have no place.
    """
    found = [edge for edge in patient(effects(graph, part)) if edge["sign"] != "0"]
    loops = looped([(edge["source"], edge["target"]) for edge in found])
    edges = [(edge["source"], edge["target"]) for edge in found]
    kept = [pair for pair in edges if pair not in loops]
    names = sorted({end for pair in edges for end in pair})
    lines = [f'"{name}"' for name in names] + [f'"{a}" -> "{b}"' for a, b in kept]
    return "dag {\n" + "\n".join(lines) + "\n}\n"


def looped(edges: list[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of the edges that lie within a loop."""
    net: nx.DiGraph[str] = nx.DiGraph(edges)
    at = {node: n for n, nodes in enumerate(nx.strongly_connected_components(net)) for node in nodes}
    return {(a, b) for a, b in edges if at[a] == at[b]}
