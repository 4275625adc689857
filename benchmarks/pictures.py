"""Our pictures against the layouts that libraries give, on real answers and the worst cases: ratios in one run.

igraph, grandalf and numpy are no dependencies of the service; `pip install igraph grandalf numpy` to compare with them.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from itertools import combinations, pairwise

import networkx as nx

from kg.answer.values import Node, PathEdge, PathView
from kg.causal import CausalGraph
from kg.knowledge_base import KnowledgeBase, Query
from kg.picture import MOST_NODES, picture
from kg.picture.gather import Gathered, gathered
from kg.picture.layout import BETWEEN, GAP, _boxes
from kg.picture.parts import Point
from kg.picture.route import sampled
from kg.settings import Settings

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Drawn:
    """Boxes as left, top, right and bottom; each pair's curve as points."""

    boxes: list[Box]
    curves: dict[tuple[str, str], list[Point]]


def ours(paths: list[PathView]) -> Drawn:
    drawn = picture(paths)
    boxes = [(n.x, n.y, n.x + n.w, n.bottom) for n in drawn.nodes]
    return Drawn(boxes, {(e.source, e.target): sampled(e.points, 6) for e in drawn.edges})


def _placed(made: Gathered, middles: dict[str, Point], bends: dict[tuple[str, str], list[Point]]) -> Drawn:
    sizes = _boxes(made)
    boxes = [
        (x - sizes[id].w / 2, y - sizes[id].h / 2, x + sizes[id].w / 2, y + sizes[id].h / 2)
        for id, (x, y) in middles.items()
    ]
    curves = {
        (a, b): [
            (middles[a][0], middles[a][1] + sizes[a].h / 2),
            *bends.get((a, b), []),
            (middles[b][0], middles[b][1] - sizes[b].h / 2),
        ]
        for a, b in (*made.forward, *made.back)
    }
    return Drawn(boxes, curves)


def _spacing(made: Gathered) -> Point:
    """As wide as the widest box and as high as the highest, with the gaps of our own pictures."""
    boxes = _boxes(made).values()
    return max(box.w for box in boxes) + BETWEEN, max(box.h for box in boxes) + GAP


def by_igraph(paths: list[PathView]) -> Drawn:
    import igraph

    made = gathered(paths, MOST_NODES)
    ids, pairs, (wide, high) = list(made.nodes), [*made.forward, *made.back], _spacing(made)
    graph = igraph.Graph(n=len(ids), edges=[(ids.index(a), ids.index(b)) for a, b in pairs], directed=True)
    found = graph.layout_sugiyama(hgap=wide, vgap=high, maxiter=500)
    return _placed(
        made,
        {id: tuple(at) for id, at in zip(ids, found.coords, strict=True)},
        {pair: [tuple(at) for at in bends] for pair, bends in zip(pairs, found.edge_routing, strict=True)},
    )


def by_grandalf(paths: list[PathView]) -> Drawn:
    from grandalf.graphs import Edge, Graph, Vertex
    from grandalf.layouts import SugiyamaLayout, VertexViewer
    from grandalf.routing import EdgeViewer

    made = gathered(paths, MOST_NODES)
    vertices = {id: Vertex(id) for id in made.nodes}
    for id, box in _boxes(made).items():
        vertices[id].view = VertexViewer(box.w, box.h)
    edges = {pair: Edge(vertices[pair[0]], vertices[pair[1]]) for pair in (*made.forward, *made.back)}
    for edge in edges.values():
        edge.view = EdgeViewer()
    [part] = Graph(list(vertices.values()), list(edges.values())).C
    layout = SugiyamaLayout(part)
    layout.xspace, layout.yspace = BETWEEN, GAP
    layout.init_all()
    layout.draw(9)
    bends = {pair: list(edge.view._pts[1:-1]) for pair, edge in edges.items()}
    return _placed(made, {id: vertex.view.xy for id, vertex in vertices.items()}, bends)


def by_networkx(paths: list[PathView]) -> Drawn:
    made = gathered(paths, MOST_NODES)
    graph, (wide, high) = nx.DiGraph(list(made.forward)), _spacing(made)
    layers = list(nx.topological_generations(graph))
    for layer, ids in enumerate(layers):
        for id in ids:
            graph.nodes[id]["layer"] = layer
    most = max(map(len, layers))
    found = nx.multipartite_layout(graph, subset_key="layer", align="horizontal", scale=1)
    across = max(abs(x) for x, _ in found.values()) or 1
    down = {y: i for i, y in enumerate(sorted({y for _, y in found.values()}))}
    middles = {id: (wide * (most - 1) / 2 * x / across, high * down[y]) for id, (x, y) in found.items()}
    return _placed(made, middles, {})


LAYOUTS: dict[str, tuple[str, Callable[[list[PathView]], Drawn]]] = {
    "ours": ("fast_sugiyama", ours),
    "igraph": ("igraph", by_igraph),
    "grandalf": ("grandalf", by_grandalf),
    "networkx multipartite": ("numpy", by_networkx),
}


def crossings(drawn: Drawn) -> int:
    """How many pairs of curves cross."""
    return sum(
        any(_cross(*one, *two) for one in pairwise(a) for two in pairwise(b))
        for a, b in combinations(drawn.curves.values(), 2)
    )


def _cross(p: Point, q: Point, r: Point, s: Point) -> bool:
    if max(p[1], q[1]) < min(r[1], s[1]) or max(r[1], s[1]) < min(p[1], q[1]):
        return False

    def side(a: Point, b: Point, c: Point) -> float:
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    return side(p, q, r) * side(p, q, s) < 0 and side(r, s, p) * side(r, s, q) < 0


def hidden(drawn: Drawn) -> int:
    """How many times a curve runs over a box."""
    return sum(
        any(_inside(box, *step) for step in pairwise(curve)) for curve in drawn.curves.values() for box in drawn.boxes
    )


def _inside(box: Box, p: Point, q: Point) -> bool:
    left, top, right, bottom = box
    return any(
        left + 1 < p[0] + (q[0] - p[0]) * t / 20 < right - 1 and top + 1 < p[1] + (q[1] - p[1]) * t / 20 < bottom - 1
        for t in range(21)
    )


def length(drawn: Drawn) -> float:
    return sum(
        ((q[0] - p[0]) ** 2 + (q[1] - p[1]) ** 2) ** 0.5 for curve in drawn.curves.values() for p, q in pairwise(curve)
    )


def answers(graph: CausalGraph, knowledge: KnowledgeBase, limit: int) -> list[list[PathView]]:
    """The paths of every connected pair of what a person can do and an outcome."""
    kinds = graph.kinds
    concepts = [c for c in graph.concepts.values() if graph.is_signed(c.id)]
    done = [c.id for c in concepts if kinds[c.kind].intervention]
    outcomes = [c.id for c in concepts if kinds[c.kind].outcome]
    found = [knowledge.paths(a, b, Query(limit=limit)).paths for a in done for b in outcomes if a != b]
    return [list(paths) for paths in found if paths]


def path(*steps: str) -> PathView:
    ids, signs = steps[::2], steps[1::2]
    fields = {"relation": "acts_on", "hedge": "categorical", "basis": "asserted", "bridge": False, "as_kind_of": None}
    edges = tuple(
        PathEdge(statement=f"{a}{s}{b}", statements=(f"{a}{s}{b}",), sign=s, context=(), **fields)
        for (a, b), s in zip(pairwise(ids), signs, strict=True)
    )
    nodes = tuple(Node(id=id, label=f"concept {id}", kind="process", change="up") for id in ids)
    return PathView(nodes=nodes, edges=edges, sign="+", hedge="categorical", basis="asserted", text="")


def worst(reversed_paths: int) -> list[list[PathView]]:
    """Random answers of nearly 40 concepts, many signs of them opposite; a few paths run the other way round."""
    made = []
    for seed in range(10):
        draw = random.Random(seed)
        paths = []
        for i in range(14):
            middles = sorted(draw.sample(range(38), draw.randint(2, 6)), reverse=i >= 14 - reversed_paths)
            steps = ["start"]
            for middle in middles:
                steps += [draw.choice("+-"), str(middle)]
            paths.append(path(*steps, draw.choice("+-"), "end"))
        made.append(paths)
    return made


def main() -> None:
    knowledge = KnowledgeBase(Settings())
    every = partial(answers, knowledge.snapshot.graph, knowledge)
    cases = {
        "answers as served, at most 10 paths": every(10),
        "answers with all their paths": every(200),
        "40 concepts, opposite signs": worst(0),
        "40 concepts, opposite signs, loops": worst(3),
    }
    for case, pictures in cases.items():
        print(f"{case}: {len(pictures)}")
        base: tuple[float, ...] | None = None
        for name, (module, layout) in LAYOUTS.items():
            if find_spec(module) is None:
                print(f"  {name}: not installed")
                continue
            start = time.perf_counter()
            drawn = [layout(paths) for paths in pictures]
            spent = time.perf_counter() - start
            row = (sum(map(crossings, drawn)), sum(map(hidden, drawn)), sum(map(length, drawn)), spent)
            base = base or row
            print(
                f"  {name}: {row[0]} crossings ({row[0] / max(1, base[0]):.1f}×), {row[1]} curves over boxes, "
                f"length {row[2] / base[2]:.2f}×, {1e3 * spent / len(pictures):.1f} ms ({spent / base[3]:.2f}×)"
            )


if __name__ == "__main__":
    main()
