"""The search over arrays against networkx, igraph, rustworkx, INDRA and a loop in C: medians and ratios, interleaved.

Scale-free signed graphs of a fixed seed, by size, or the edges of a file with columns for cause, effect and sign:
`python benchmarks/kernel.py [EDGES…] [FILE.tsv…]`. Each answer is checked against those of the others.
"""

import ctypes
import math
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from functools import cache
from itertools import pairwise
from pathlib import Path

import networkx as nx
import numpy as np

from kg.kernel import CODE, Arrays, best_paths, loops, rank_effects, signed_reach
from kg.model import Sign

try:
    import igraph
    import rustworkx
except ImportError:
    sys.exit('pip install -e ".[bench]"')
try:
    from indra.explanation.pathfinding import shortest_simple_paths
except ImportError:
    shortest_simple_paths = None

SEED = 20
SIZES = (10_000, 100_000, 1_000_000)
EDGES_A_NODE = 33
GRADES, SHARES = (0x12, 0x22, 0x31, 0x32, 0x33, 0x53), (0.05, 0.15, 0.3, 0.3, 0.15, 0.05)
PATIENCE = 2.0
"""Seconds after which a slow peer is stopped, where it can be; what it took then stands for what it would take."""
SPAN = 11


class Best(ctypes.Structure):
    _fields_ = (
        ("grade", ctypes.c_int64),
        ("cost", ctypes.c_int64),
        ("steps", ctypes.c_int64),
        ("way", ctypes.c_int32 * SPAN),
    )


def generated(edges: int) -> Arrays:
    """Few nodes have many edges: the weight of the n-th goes with n ** -0.6, and others have them as effects."""
    nodes = max(100, edges // EDGES_A_NODE)
    rng = np.random.default_rng(SEED)
    weights = (np.arange(nodes) + 10.0) ** -0.6
    shares = np.cumsum(weights / weights.sum())
    turned = rng.permutation(nodes)
    pairs = np.zeros(0, np.int64)
    while len(pairs) < edges:
        ends = np.minimum(np.searchsorted(shares, rng.random((2, edges))), nodes - 1)
        causes, effects = ends[0], turned[ends[1]]
        pairs = np.unique(np.concatenate([pairs, (causes * nodes + effects)[causes != effects]]))
    pairs = rng.permutation(pairs)[:edges]
    signs, grades = rng.choice([0, 1], edges, p=[0.6, 0.4]), rng.choice(GRADES, edges, p=SHARES)
    return Arrays.of(nodes, pairs // nodes, pairs % nodes, signs, grades)


def read(path: str) -> Arrays:
    """The edges of a file by cause, effect and sign (+, -, 1, -1); the first row on a pair counts."""
    rows = [line.rstrip("\n").split("\t")[:3] for line in Path(path).read_text(encoding="utf-8").splitlines()]
    number: dict[str, int] = {}
    pairs = {}
    for cause, effect, sign in rows:
        if cause != effect and sign in ("+", "-", "1", "-1"):
            ends = tuple(number.setdefault(name, len(number)) for name in (cause, effect))
            pairs.setdefault(ends, CODE[Sign.MINUS if "-" in sign else Sign.PLUS])
    causes, effects = zip(*pairs, strict=True)
    return Arrays.of(len(number), causes, effects, [*pairs.values()], [0x32] * len(pairs))


class Peers:
    """The same graph as others hold it."""

    def __init__(self, arrays: Arrays) -> None:
        self.arrays = arrays
        tails = np.repeat(np.arange(arrays.nodes), np.diff(arrays.start))
        pairs = np.column_stack([tails, arrays.head]).tolist()
        self.edge = {tuple(pair): number for number, pair in enumerate(pairs)}
        self.networkx = nx.DiGraph(map(tuple, pairs))
        self.igraph = igraph.Graph(arrays.nodes, pairs, directed=True)
        self.rustworkx = rustworkx.PyDiGraph()
        self.rustworkx.add_nodes_from(range(arrays.nodes))
        self.rustworkx.add_edges_from_no_data([*map(tuple, pairs)])

    def best(self, paths, k: int) -> list[tuple[int, ...]]:
        """The k best of all paths, in the order that the search has."""
        grade, cost = self.arrays.grade, self.arrays.cost

        def key(path):
            edges = [self.edge[pair] for pair in pairwise(path)]
            return max(grade[edges]), cost[edges].sum(), len(path), path

        return sorted((tuple(path) for path in paths), key=key)[:k]

    def by_networkx(self, source: int, target: int, longest: int, k: int):
        end, paths = time.perf_counter() + PATIENCE, []
        for path in nx.all_simple_paths(self.networkx, source, target, cutoff=longest):
            paths.append(path)
            if time.perf_counter() > end:
                return None
        return self.best(paths, k)

    def by_indra(self, source: int, target: int, longest: int, k: int):
        """It gives the shortest first, so that all of the length that is asked for are needed."""
        end, paths = time.perf_counter() + PATIENCE, []
        for path in shortest_simple_paths(self.networkx, source, target):
            if len(path) - 1 > longest:
                break
            paths.append(path)
            if time.perf_counter() > end:
                return None
        return self.best(paths, k)

    def by_igraph(self, source: int, target: int, longest: int, k: int):
        return self.best(self.igraph.get_all_simple_paths(source, to=target, maxlen=longest), k)

    def by_rustworkx(self, source: int, target: int, longest: int, k: int):
        return self.best(rustworkx.all_simple_paths(self.rustworkx, source, target, cutoff=longest + 1), k)


@cache
def library():
    """The loop in C, compiled for this run; none where there is no compiler."""
    if not shutil.which("cc"):
        print("no cc: not compared with a loop in C")
        return None
    made = Path(tempfile.mkdtemp()) / "kernel.so"
    source = Path(__file__).with_name("kernel.c")
    subprocess.run(["cc", "-O3", "-march=native", "-shared", "-fPIC", "-o", made, source], check=True)
    return ctypes.CDLL(str(made))


def by_c(arrays: Arrays):
    """The search of the loop in C."""
    loop = library()
    if loop is None:
        return None
    loop.prepare(ctypes.c_int64(arrays.nodes))
    names = ("start", "head", "grade", "cost", "back_start", "back_tail")
    columns = [getattr(arrays, name).ctypes.data_as(ctypes.c_void_p) for name in names]

    def search(source: int, target: int, longest: int, k: int) -> list[tuple[int, ...]]:
        best = (Best * k)()
        found = loop.search(*columns, source, target, ctypes.c_int64(longest), ctypes.c_int64(k), best)
        return [tuple(best[n].way[: best[n].steps + 1]) for n in range(found)]

    return search


def timed(work, *asked):
    start = time.perf_counter()
    found = work(*asked)
    return found, 1e3 * (time.perf_counter() - start)


def told(times: list[float]) -> str:
    """Median and 99th percentile in ms."""
    ordered = sorted(times)
    return f"{statistics.median(ordered):.2f} / {ordered[math.ceil(0.99 * len(ordered)) - 1]:.2f}"


def compare(name: str, ours, peers: dict, cases: list, limit: dict[str, int]) -> None:
    """A row: what ours takes, and how many times as long each of the others on the cases that it ran."""
    spent: dict[str, list[float]] = {peer: [] for peer in ("ours", *peers)}
    stopped = dict.fromkeys(peers, 0)
    for n, case in enumerate(cases):
        found, took = timed(ours, *case)
        spent["ours"].append(took)
        for peer, search in peers.items():
            if n < limit.get(peer, len(cases)):
                other, took = timed(search, *case)
                spent[peer].append(took)
                stopped[peer] += other is None
                assert other is None or other == found, (name, peer, case, found, other)
    ratios = []
    for peer in peers:
        same = spent["ours"][: len(spent[peer])]
        pairs = zip(spent[peer], same, strict=True)
        ratio = statistics.median(theirs / mine for theirs, mine in pairs)
        over = "over " * (2 * stopped[peer] > len(spent[peer]))
        ratios.append(f"{peer} {over}{ratio:,.1f}× ({statistics.median(spent[peer]):.2f} ms)")
    print(f"| {name} | {told(spent['ours'])} | {', '.join(ratios)} |", flush=True)


def signs_by_networkx(peers: Peers, source: int) -> int:
    """How many pairs of node and sign are reached, over a graph with each node once for each sign."""
    graph, arrays, steps = peers.networkx, peers.arrays, 0
    met, waiting = {(source, 0)}, [(source, 0)]
    for node, sign in waiting:
        for other in graph.successors(node):
            pair = (other, sign ^ int(arrays.sign[peers.edge[node, other]]))
            steps += 1
            if other != source and pair not in met:
                met.add(pair)
                waiting.append(pair)
    return len(met)


def ranking_by_networkx(peers: Peers, source: int) -> list[tuple[int, int, int]]:
    """Each effect behind the grade and cost of the best way to it: what is reached over surer edges comes first."""
    arrays, ranked = peers.arrays, {source: (-1, 0)}
    for grade in arrays.grades:

        def weight(cause, effect, _, grade=grade):
            edge = peers.edge[cause, effect]
            return int(arrays.cost[edge]) if arrays.grade[edge] <= grade else None

        for node, cost in nx.single_source_dijkstra_path_length(peers.networkx, source, weight=weight).items():
            ranked.setdefault(node, (grade, cost))
    return sorted((*rank, node) for node, rank in ranked.items())[1:]


def loops_by_networkx(peers: Peers, node: int, longest: int, k: int):
    """The best loops through a node: paths back to it from each of its effects."""
    end, paths, graph = time.perf_counter() + PATIENCE, [], peers.networkx
    for after in graph.successors(node):
        for path in nx.all_simple_paths(graph, after, node, cutoff=longest - 1):
            paths.append([node, *path])
            if time.perf_counter() > end:
                return None
    return peers.best(paths, k)


def measure(title: str, arrays: Arrays) -> None:
    """Rows of one graph; causes and effects are those of edges drawn at random: what much is said of is asked more."""
    print(f"\n**{title}**: {arrays.edges:,} edges, {arrays.nodes:,} nodes\n")
    rng = np.random.default_rng(SEED)
    drawn = zip(arrays.back_tail[rng.integers(0, arrays.edges, 200)], rng.choice(arrays.head, 200), strict=True)
    ends = [(int(a), int(b)) for a, b in drawn if a != b]
    best_paths(arrays, *ends[0], k=1)
    loop = by_c(arrays)
    peers = Peers(arrays)
    in_c = {"C": loop} if loop else {}
    others = {"rustworkx": peers.by_rustworkx, "igraph": peers.by_igraph, "networkx": peers.by_networkx}
    if shortest_simple_paths:
        others["INDRA"] = peers.by_indra
    else:
        print("indra is not installed: not compared")

    print("| asked | ms, median / p99 | others |\n|---|---|---|", flush=True)

    def ours(source, target, longest, k):
        return best_paths(arrays, source, target, k=k, longest=longest).nodes

    for longest, k, few in ((4, 10, 9), (4, 1, 0), (4, 100, 0), (6, 10, 0)):
        cases = [(*pair, longest, k) for pair in ends]
        limit = {
            "rustworkx": few,
            "igraph": few,
            "networkx": min(few, 3),
            "INDRA": min(few, 3),
            "C": 200 if longest < 6 else 15,
        }
        which = in_c | (others if few else {})
        compare(f"{k} best paths, {longest} steps", ours, which, cases, limit)
    one = [(pair[0],) for pair in ends[:20]]
    signed_reach(arrays, 0)
    rank_effects(arrays, 0)
    counts = {"networkx": lambda source: signs_by_networkx(peers, source)}
    compare(
        "signs of walks to all",
        lambda source: sum(int(mask).bit_count() for mask in signed_reach(arrays, source)[1]),
        counts,
        one[:2],
        {},
    )
    compare(
        "all effects, ranked",
        lambda source: [(row.grade, row.cost, row.node) for row in rank_effects(arrays, source)],
        {"networkx": lambda source: ranking_by_networkx(peers, source)},
        one[:2],
        {},
    )
    compare(
        "10 best loops, 4 steps",
        lambda node, longest, k: loops(arrays, node, k=k, longest=longest).nodes,
        {"networkx": lambda *case: loops_by_networkx(peers, *case)},
        [(*node, 4, 10) for node in one],
        {"networkx": 2},
    )


def main() -> None:
    asked = sys.argv[1:] or [str(size) for size in SIZES]
    for name in asked:
        if name.isdigit():
            measure("scale-free", generated(int(name)))
        else:
            measure(Path(name).name, read(name))


if __name__ == "__main__":
    main()
