"""The whole graph as a map: what acts first to the left, what is reached last to the right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from math import ceil, sqrt

import networkx as nx

from kg.causal import CausalGraph
from kg.model import Hedge
from kg.picture import looks

SWEEPS = 6
MOST = 18
WIDE, HIGH, BETWEEN = 150.0, 26.0, 90.0


def atlas(graph: CausalGraph) -> dict[str, list[list[str | int]]]:
    """Nodes as [id, label, shape, x, y, links], edges as [from, to, sign, our own, hedge, source] by place among the
    nodes and the sources, and these as [id, title]; a hedge is its place among the hedges, surest first.
    """
    statements = [s for s in graph.content.statements if s.subject != s.object]
    links = {(s.subject, s.object): s for s in statements if s.sign}
    joined = {(s.subject, s.object): s for s in statements} | links
    count: dict[str, int] = defaultdict(int)
    for pair in joined:
        for id in pair:
            count[id] += 1
    places = _places(graph, list(joined))
    order = list(places)
    number = {id: i for i, id in enumerate(order)}
    sources = {id: i for i, id in enumerate(sorted({s.source for s in joined.values()}))}
    hedges = {hedge: i for i, hedge in enumerate(sorted(Hedge))}
    return {
        "nodes": [
            [id, graph.concepts[id].label, looks.symbol(graph, id), *map(round, places[id]), count[id]] for id in order
        ],
        "edges": [
            [number[a], number[b], s.worded_sign if s.sign else "", int(s.bridge), hedges[s.hedge], sources[s.source]]
            for (a, b), s in joined.items()
        ],
        "sources": [[id, graph.documents[id].title if id else "no source"] for id in sources],
    }


def _places(graph: CausalGraph, pairs: list[tuple[str, str]]) -> dict[str, tuple[float, float]]:
    """Layers from left to right, wide ones folded; each in the order of its neighbours' heights."""
    layer = _layers(graph, pairs)
    rows: dict[int, list[str]] = defaultdict(list)
    for id in sorted(layer):
        rows[layer[id]].append(id)
    near: dict[str, list[str]] = defaultdict(list)
    for a, b in pairs:
        near[a].append(b)
        near[b].append(a)
    height = {id: i / len(row) for row in rows.values() for i, id in enumerate(row)}
    for _ in range(SWEEPS):
        for at in sorted(rows):
            wanted = {id: _mean([height[n] for n in near[id]], height[id]) for id in rows[at]}
            rows[at].sort(key=lambda id: (wanted[id], id))
            height |= {id: (i + 0.5) / len(rows[at]) for i, id in enumerate(rows[at])}
    most = ceil(sqrt(len(layer) * WIDE / HIGH) * 0.62) or 1
    places, left = {}, 0.0
    for at in sorted(rows):
        row = rows[at]
        folds = ceil(len(row) / most)
        high = ceil(len(row) / folds)
        for i, id in enumerate(row):
            fold = i % folds
            places[id] = (
                left + fold * WIDE,
                (i // folds - (high - 1) / 2 + fold / folds / 2) * HIGH * most / high**0.5,
            )
        left += folds * WIDE + BETWEEN
    return places


def _mean(values: list[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _layers(graph: CausalGraph, pairs: list[tuple[str, str]]) -> dict[str, int]:
    """How far along each concept stands: the steps that lead to it, loops cut, squeezed into `MOST` layers."""
    net: nx.DiGraph[str] = nx.DiGraph(sorted(pairs))
    starts = [id for id in net if not net.in_degree(id)]
    order = {id: i for i, id in enumerate(reversed(list(_postorder(net, [*starts, *net]))))}
    depth: dict[str, int] = {}
    for id in order:
        depth[id] = max((depth[before] + 1 for before in net.predecessors(id) if order[before] < order[id]), default=0)
    for id in starts:
        depth[id] = min(depth[after] for after in net.successors(id)) - 1
    squeeze = min(1.0, MOST / (max(depth.values(), default=0) + 1))
    return {id: int(depth.get(id, 0) * squeeze) for id in graph.concepts}


def _postorder(net: nx.DiGraph[str], starts: list[str]) -> Iterator[str]:
    """Every concept after all that it leads to, but for loops."""
    seen: set[str] = set()
    for start in starts:
        if start not in seen:
            found = [id for id in nx.dfs_postorder_nodes(net.subgraph(net.nodes - seen), start)]
            seen.update(found)
            yield from found
