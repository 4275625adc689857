"""Path search on the real graph against networkx with the same edges, cut-off, signs and order: ratios in one run."""

import statistics
import time
from itertools import pairwise

import networkx as nx

from kg.causal import CausalGraph
from kg.causal.paths import LONGEST, Path, rank
from kg.causal.view import View
from kg.knowledge_base import KnowledgeBase
from kg.model import Basis, Hedge, Sign
from kg.settings import Settings

ROUNDS = 15


def timed(work) -> float:
    """Median seconds of a call."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def peer(view: View, graph: nx.DiGraph, cause: str, effect: str) -> list[Path]:
    found = []
    for nodes in nx.all_simple_paths(graph, cause, effect, cutoff=LONGEST):
        edges = tuple(view.out[a][b] for a, b in pairwise(nodes))
        sign, statements = Sign.PLUS, [edge.best.statement for edge in edges]
        for edge in edges:
            sign = sign * edge.sign
        basis, hedge = Basis(max(s.basis for s in statements)), Hedge(max(s.hedge for s in statements))
        found.append(Path(edges, tuple(nodes), sign, basis, hedge, sum(s.bridge for s in statements)))
    return sorted(found, key=rank)


def main() -> None:
    content = KnowledgeBase(Settings()).snapshot.graph.content
    view = View.of(CausalGraph(content))
    graph = nx.DiGraph()
    graph.add_edges_from((cause, effect) for cause, edges in view.out.items() for effect in edges)
    pairs = [(cause, effect) for effect in sorted(graph) for cause in sorted(nx.ancestors(graph, effect))]
    ratios = []
    widest = sorted(pairs, key=lambda pair: -len(view.paths(*pair)[0]))[:12]
    for cause, effect in widest:
        assert view.paths(cause, effect)[0] == peer(view, graph, cause, effect)
        ours = timed(lambda c=cause, e=effect: view.paths(c, e))
        theirs = timed(lambda c=cause, e=effect: peer(view, graph, c, e))
        ratios.append(theirs / ours)
        print(f"{cause} → {effect}: {1e3 * ours:.2f} ms, networkx {1e3 * theirs:.2f} ms, {theirs / ours:.1f}×")
    print(f"the {len(widest)} pairs with most paths, kept by the view: median {statistics.median(ratios):.0f}×")
    fresh = View.of(CausalGraph(content))
    _ = fresh.out
    start = time.perf_counter()
    for pair in pairs:
        fresh.paths(*pair)
    middle = time.perf_counter()
    for pair in pairs:
        peer(view, graph, *pair)
    end = time.perf_counter()
    print(f"all {len(pairs)} connected pairs, nothing kept from before: {(end - middle) / (middle - start):.1f}×")


if __name__ == "__main__":
    main()
