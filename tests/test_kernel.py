"""Search over arrays: equal to brute force, whichever engine runs it, and honest about what was cut."""

import random
import subprocess
import sys
import threading
import time
from itertools import pairwise
from types import SimpleNamespace

import networkx as nx
import numpy as np
import pytest

from kg import kernel
from kg.causal.paths import walk_signs as walked
from kg.kernel import (
    CODE,
    CODES,
    STEP,
    UNSIGNED,
    Arrays,
    best_paths,
    engines,
    hub_weights,
    loops,
    rank_effects,
    shared,
    signed_reach,
    signs_in,
    walk_signs,
    walk_signs_from,
    walk_signs_to,
)
from kg.model import Sign
from kg.patience import TookTooLong, seconds, within

SIGNS = [*CODES, Sign.UNKNOWN]
COMMON, ALL = [6, 3, 0, 0, 0, 0, 1], [5, 3, 1, 1, 1, 1, 1]
MIXTURES = (COMMON, ALL, [1, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 1], [9, 9, 0, 0, 0, 1, 0])


def graph(rng, nodes, edges, mixture=None):
    """A random graph with loops, and its edges as (sign, grade, cost, number) by pair."""
    pairs = sorted(rng.sample([(a, b) for a in range(nodes) for b in range(nodes)], min(edges, nodes**2)))
    signs = rng.choices(range(7), mixture or rng.choice(MIXTURES), k=len(pairs))
    grades = [rng.choice([0, 1, 16, 49]) for _ in pairs]
    costs = [rng.choice([STEP, STEP, STEP + 9, 3, 0]) for _ in pairs]
    rows = list(zip(signs, grades, costs, range(len(pairs)), strict=True))
    shuffled = rng.sample(range(len(pairs)), len(pairs))
    columns = zip(*((*pairs[i], *rows[i][:3]) for i in shuffled), strict=True)
    return Arrays.of(nodes, *columns), dict(zip(pairs, rows, strict=True))


def brute(edges, source, target, *, sign=None, through=(), avoid=(), unsigned=False, allowed=None):
    """Every simple path as (worst grade, cost, length, nodes, edges), best first."""
    out = {}
    for (cause, effect), (code, *rest) in edges.items():
        if code != CODE[Sign.ZERO] and (unsigned or code != UNSIGNED) and (allowed is None or allowed[rest[-1]]):
            out.setdefault(cause, []).append((effect, SIGNS[code], *rest))
    found, waiting = [], [((source,), (), Sign.PLUS, 0, 0)]
    while waiting:
        nodes, way, so_far, worst, paid = waiting.pop()
        for effect, by, grade, cost, number in out.get(nodes[-1], ()):
            grown = ((*nodes, effect), (*way, number), so_far * by, max(worst, grade), paid + cost)
            if effect == target:
                if (sign is None or grown[2] is sign) and {*through} <= {*grown[0]} and not {*avoid} & {*grown[0]}:
                    found.append((*grown[3:], len(grown[1]), *grown[:2]))
            elif effect not in nodes:
                waiting.append(grown)
    return sorted(found)


def asked(rng, nodes, edges):
    """What may be asked of a random graph."""
    return {
        "sign": rng.choice([None, None, *Sign]),
        "through": rng.sample(range(nodes), rng.choice([0, 0, 1, min(2, nodes)])),
        "avoid": rng.sample(range(nodes), rng.choice([0, 0, 1])),
        "unsigned": rng.random() < 0.5,
        "allowed": np.array([rng.random() < 0.85 for _ in edges]) if rng.random() < 0.3 else None,
    }


def one_case(seed):
    rng = random.Random(seed)
    nodes = rng.randint(2, 7)
    arrays, edges = graph(rng, nodes, rng.randint(1, nodes**2 // 2 + 2))
    ends = rng.randrange(nodes), rng.randrange(nodes)
    return rng, arrays, edges, ends, asked(rng, nodes, edges)


@pytest.fixture(scope="module")
def warm():
    """The compiled engine, once it has run each of its functions."""
    kernel.warm()
    run = vars(engines.engine(Arrays.of(2, [0], [1], [0], [0]), True).run)
    called = "settle widen meet advance close longer spread cheapen".split()
    assert [name for name in called if not run[name].signatures] == []


@pytest.mark.parametrize("seed", range(0, 3000, 500))
def test_paths_are_those_of_brute_force_best_first_and_say_what_was_cut(seed):
    for at in range(seed, seed + 500):
        rng, arrays, edges, ends, options = one_case(at)
        longest, k = rng.randint(1, 6), rng.randint(0, 6)
        there = brute(edges, *ends, **options)
        short = [path for path in there if path[2] <= longest]
        found = best_paths(arrays, *ends, k=k, longest=longest, compiled=False, **options)
        assert found.nodes == [path[3] for path in short[:k]], at
        assert found.edges == [path[4] for path in short[:k]], at
        if len({*options["through"]} - {*ends}) < longest:
            assert found.complete == (len(there) == len(short) <= k), at
        assert found.counted == (len(there) if found.complete else None), at


@pytest.mark.parametrize("seed", range(0, 600, 300))
def test_both_engines_give_the_same(warm, seed):
    for at in range(seed, seed + 300):
        rng, arrays, _, ends, options = one_case(at)
        how = {"k": rng.randint(0, 6), "longest": rng.randint(1, 6), "most_expansions": rng.choice([3, 10, 999])}
        both = [best_paths(arrays, *ends, **how, **options, compiled=engine) for engine in (False, True)]
        assert both[0] == both[1], at
        plain, compiled = ({"unsigned": options["unsigned"], "compiled": engine} for engine in (False, True))
        assert walk_signs(arrays, *ends, **plain) == walk_signs(arrays, *ends, **compiled)
        assert rank_effects(arrays, ends[0], **plain) == rank_effects(arrays, ends[0], **compiled)
        assert rank_effects(arrays, ends[0], longest=2, **plain) == rank_effects(arrays, ends[0], longest=2, **compiled)


@pytest.mark.parametrize("compiled", [False, True])
def test_what_a_cut_search_found_are_the_best_there_are(warm, compiled):
    for at in range(300):
        rng, arrays, edges, ends, options = one_case(at)
        there = brute(edges, *ends, **options)
        found = best_paths(
            arrays, *ends, k=9, longest=7, most_expansions=rng.randint(1, 30), compiled=compiled, **options
        )
        assert found.nodes == [path[3] for path in there if path[2] <= 7][: len(found.nodes)]
        assert not found.complete or len(found.nodes) == len(there)


@pytest.mark.parametrize("cap", [1, 2, 4, 8, 16, 1000])
@pytest.mark.parametrize("mixture", [[12, 2, 0, 0, 0, 0, 0], [12, 1, 0, 0, 0, 0, 2], COMMON, ALL])
def test_a_flat_verdict_never_contradicts_brute_force_at_any_cap(cap, mixture):
    """Walks bound the signs from above, paths that were found from below; only where both meet is there a verdict."""
    told = 0
    for at in range(60):
        rng = random.Random(f"{at} {mixture}")
        nodes = rng.randint(4, 8)
        arrays, edges = graph(rng, nodes, rng.randint(nodes, 2 * nodes), mixture)
        source, target = rng.sample(range(nodes), 2)
        truth = {sign_of(edges, path) for path in brute(edges, source, target)}
        at_most = walk_signs(arrays, source, target, compiled=False)
        found = best_paths(arrays, source, target, k=cap, longest=6, most_expansions=4 * cap, compiled=False)
        at_least = {sign_of(edges, (0, 0, 0, nodes)) for nodes in found.nodes}
        assert at_least <= truth
        assert truth <= at_most or at_most >= BOTH
        flat = verdict(at_most, at_least, found.complete)
        assert flat is None or flat == truth or (flat == BOTH and truth > BOTH)
        told += flat is not None
    assert told


BOTH = {Sign.PLUS, Sign.MINUS}


def verdict(at_most, at_least, complete):
    """The signs of all paths, where they are settled; BOTH where others may be among them."""
    if complete or not at_most:
        return at_least
    if len(at_most) == 1:
        return at_most
    return BOTH if at_least >= BOTH else None


def sign_of(edges, path):
    sign = Sign.PLUS
    for pair in pairwise(path[3]):
        sign = sign * SIGNS[edges[pair][0]]
    return sign


def test_signs_of_walks_are_those_that_the_graph_of_statements_finds():
    for at in range(300):
        _, arrays, edges, (_, target), _ = one_case(at)
        back = {}
        for (cause, effect), (code, *_rest) in edges.items():
            if cause != effect and code not in (CODE[Sign.ZERO], UNSIGNED):
                back.setdefault(effect, {})[cause] = SimpleNamespace(sign=SIGNS[code])
        expected = walked(back, target)
        found = walk_signs_to(arrays, target)
        assert {n: signs_in(found[n]) for n in range(arrays.nodes) if found[n]} == expected
        turned = Arrays.of(arrays.nodes, *zip(*((b, a, *row[:3]) for (a, b), row in edges.items()), strict=True))
        assert (walk_signs_from(turned, target) == found).all()


def test_signs_between_two_are_those_of_walks_that_meet_neither_on_the_way():
    arrays = Arrays.of(3, [0, 1, 1, 2], [1, 0, 2, 1], [1, 0, 0, 0], [0] * 4)
    assert walk_signs(arrays, 0, 2) == {Sign.MINUS}
    assert signs_in(walk_signs_to(arrays, 2)[0]) == {Sign.PLUS, Sign.MINUS}
    assert walk_signs(arrays, 2, 2) == {Sign.PLUS, Sign.MINUS}
    assert walk_signs(arrays, 2, 0) == {Sign.PLUS}


@pytest.mark.parametrize("compiled", [False, True])
def test_reach_and_ranking_are_those_of_brute_force(warm, compiled):
    for at in range(150):
        rng, arrays, edges, (source, _), _ = one_case(at)
        backward, longest = rng.random() < 0.5, rng.choice([None, 1, 2, 3])
        hops, signs = signed_reach(arrays, source, backward=backward, longest=longest, compiled=compiled)
        expected = []
        for node in range(arrays.nodes):
            ends = (node, source) if backward else (source, node)
            paths = [p for p in brute(edges, *ends) if node != source and p[2] <= (longest or 99)]
            assert hops[node] == (min(p[2] for p in paths) if paths else -1 if node != source else 0)
            assert {sign_of(edges, p) for p in paths} <= signs_in(int(signs[node]))
            expected += [(*paths[0][:3], node)] if paths else []
        ranked = rank_effects(arrays, source, backward=backward, longest=longest, limit=4, compiled=compiled)
        in_order = sorted(expected, key=lambda row: (row[0], row[1], row[3]))
        assert [(r.grade, r.cost, r.hops, r.node) for r in ranked] == in_order[:4]
        assert all(r.signs == signs[r.node] for r in ranked)


def test_what_two_share_is_told_with_the_sum_of_the_steps():
    arrays = Arrays.of(5, [0, 1, 0, 4, 4], [1, 2, 3, 2, 3], [0] * 5, [0] * 5)
    assert shared(arrays, 2, 3) == [(4, 2), (0, 3)]
    assert shared(arrays, 0, 4, backward=False) == [(3, 2), (2, 3)]


def large(nodes, edges, seed, compiled=None):
    rng = np.random.default_rng(seed)
    causes, effects = rng.integers(0, nodes, (2, edges))
    pair = np.unique((causes * nodes + effects)[causes != effects])
    signs, grades = rng.choice([0, 0, 1], len(pair)), rng.choice([18, 34, 50, 51, 83], len(pair))
    return Arrays.of(nodes, pair // nodes, pair % nodes, signs, grades)


def test_larger_graphs_are_searched_as_networkx_does(warm):
    arrays = large(1_000, 5_000, 1)
    peer = nx.DiGraph()
    for cause in range(arrays.nodes):
        for edge in range(arrays.start[cause], arrays.start[cause + 1]):
            row = {"grade": int(arrays.grade[edge]), "sign": SIGNS[arrays.sign[edge]]}
            peer.add_edge(cause, int(arrays.head[edge]), **row)
    rng, total = random.Random(5), 0
    for _ in range(60):
        ends = rng.sample(range(1_000), 2)
        there = []
        for path in nx.all_simple_paths(peer, *ends, cutoff=5):
            steps = [peer.edges[pair] for pair in pairwise(path)]
            sign = Sign.of([np.prod([1 if step["sign"] is Sign.PLUS else -1 for step in steps])])
            there.append((max(step["grade"] for step in steps), len(path), tuple(path), sign))
        total += len(there)
        for sign in (None, Sign.PLUS, Sign.MINUS):
            wanted = [path for _, _, path, its in sorted(there, key=lambda p: p[:3]) if sign in (None, its)]
            for compiled in (True, False):
                found = best_paths(arrays, *ends, k=7, longest=5, sign=sign, compiled=compiled)
                assert found.nodes == wanted[:7]
    assert total > 100


def test_the_engine_goes_by_size_and_without_numba_all_is_plain(warm, monkeypatch):
    assert isinstance(engines.engine(large(100, 500, 2), None), engines.Plain)
    big = large(3_000, 25_000, 2)
    assert isinstance(engines.engine(big, None), engines.Compiled)
    found = best_paths(big, 0, 1, k=5)
    monkeypatch.setattr(engines, "find_spec", lambda _: None)
    assert isinstance(engines.engine(big, None), engines.Plain)
    assert best_paths(big, 0, 1, k=5) == found


def test_no_numba_is_imported_until_a_graph_needs_it():
    code = """
import sys
from kg.kernel import Arrays, best_paths, rank_effects
arrays = Arrays.of(3, [0, 1], [1, 2], [0, 1], [0, 0])
assert best_paths(arrays, 0, 2, k=3).nodes == [(0, 1, 2)] and rank_effects(arrays, 0)
assert "numba" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)


HOSTILE = {
    "dense": lambda: Arrays.of(400, *np.divmod(np.arange(160_000), 400), np.full(160_000, UNSIGNED), np.zeros(160_000)),
    "hub": lambda: Arrays.of(
        100_002,
        [*[0] * 100_000, *range(1, 100_001), 100_001],
        [*range(1, 100_001), *[100_001] * 100_000, 0],
        np.resize([0, 1], 200_001),
        np.zeros(200_001),
    ),
    "chain": lambda: Arrays.of(200_000, range(199_999), range(1, 200_000), [0] * 199_999, [0] * 199_999),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_graphs_end_in_time_and_say_that_they_were_cut(warm, name):
    arrays = HOSTILE[name]()
    last = arrays.nodes - 1
    sign = Sign.UNKNOWN if arrays.sign[0] == UNSIGNED else Sign.PLUS
    start = time.monotonic()
    found = best_paths(arrays, 0, last, k=200, longest=10, unsigned=True)
    assert not found.complete
    assert best_paths(arrays, 0, last, k=50, longest=10, unsigned=True, sign=sign).cut
    assert best_paths(arrays, last, last, k=10, longest=3, unsigned=True).cut or name == "chain"
    assert walk_signs(arrays, 0, last, unsigned=True)
    assert len(rank_effects(arrays, 0, limit=5, unsigned=True)) == 5
    assert time.monotonic() - start < 20


def test_a_graph_with_too_many_paths_ends_in_plain_python_too():
    arrays = Arrays.of(60, *np.divmod(np.arange(3600), 60), np.full(3600, UNSIGNED), np.zeros(3600))
    found = best_paths(arrays, 0, 1, k=10**6, longest=10, unsigned=True, most_expansions=2_000, compiled=False)
    assert found.cut == ("expansions",)
    assert len(found.nodes) >= 1_000
    assert found.nodes == sorted(found.nodes, key=lambda nodes: (len(nodes), nodes))


@pytest.mark.parametrize("compiled", [False, True])
def test_a_search_stops_when_nobody_wants_it_and_the_next_is_as_if_it_had_not_been(warm, compiled):
    arrays = large(300, 6_000, 3)
    before = best_paths(arrays, 1, 2, k=50, longest=6, compiled=compiled)
    for calls in range(3):
        with pytest.raises(TookTooLong), seconds(60, "searching"), within(stop_after(calls)):
            best_paths(arrays, 1, 2, k=10**5, longest=9, compiled=compiled)
    assert best_paths(arrays, 1, 2, k=50, longest=6, compiled=compiled) == before


def stop_after(calls):
    left = [calls]

    def check():
        left[0] -= 1
        if left[0] < 0:
            raise TookTooLong("searching was stopped", seconds=0)

    return check


def test_threads_do_not_write_on_each_other(warm):
    arrays = large(3_000, 30_000, 4)
    pairs = [(n, n + 7) for n in range(40)]
    expected = [best_paths(arrays, *pair, k=10, longest=5) for pair in pairs]
    found = {}

    def run(thread):
        found[thread] = [best_paths(arrays, *pair, k=10, longest=5) for pair in pairs]

    threads = [threading.Thread(target=run, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(found[n] == expected for n in range(4))


def test_the_same_edges_in_another_order_give_the_same_answer(warm):
    arrays = large(500, 3_000, 6)
    tails = np.repeat(np.arange(500), np.diff(arrays.start))
    order = np.random.default_rng(1).permutation(arrays.edges)
    columns = (tails, arrays.head, arrays.sign, arrays.grade, arrays.cost)
    again = Arrays.of(500, *(column[order] for column in columns))
    for engine in (False, True):
        assert best_paths(arrays, 3, 4, k=20, longest=6, compiled=engine) == best_paths(
            again, 3, 4, k=20, longest=6, compiled=engine
        )


def test_arrays_that_lie_in_a_file_are_searched_where_they_are(warm, tmp_path):
    arrays = large(500, 3_000, 7)
    names = ("start", "head", "sign", "grade", "cost", "back_start", "back_tail", "back_edge")
    for name in names:
        np.save(tmp_path / f"{name}.npy", getattr(arrays, name))
    mapped = Arrays(500, **{name: np.load(tmp_path / f"{name}.npy", mmap_mode="r") for name in names})
    assert not any(getattr(mapped, name).flags.owndata for name in names)
    assert best_paths(mapped, 3, 4, k=5, compiled=True) == best_paths(arrays, 3, 4, k=5, compiled=True)


def test_a_path_goes_by_its_worst_grade_before_its_cost_and_its_length():
    arrays = Arrays.of(4, [0, 0, 0, 1, 2], [3, 1, 2, 3, 3], [0] * 5, [2, 1, 0, 1, 1], [1, 9, 5, 9, 12])
    assert best_paths(arrays, 0, 3, k=9).nodes == [(0, 2, 3), (0, 1, 3), (0, 3)]


def test_ways_over_hubs_come_last_where_hubs_weigh():
    spokes = [(1, n) for n in range(4, 40)]
    pairs = [(0, 1), (1, 3), (0, 2), (2, 3), *spokes]
    arrays = Arrays.of(40, *zip(*pairs, strict=True), [0] * len(pairs), [0] * len(pairs))
    assert best_paths(arrays, 0, 3, k=1).nodes == [(0, 1, 3)]
    weights = hub_weights(arrays)
    weighed = Arrays.of(
        40, *zip(*sorted(pairs), strict=True), arrays.sign, arrays.grade, arrays.cost.astype(int) + weights
    )
    assert best_paths(weighed, 0, 3, k=2).nodes == [(0, 2, 3), (0, 1, 3)]
    paths = brute({pair: (0, 0, int(weights[i]), i) for i, pair in enumerate(sorted(pairs))}, 0, 3)
    assert paths[0][1] / STEP == pytest.approx(-np.log((2 * 1) ** -0.4 * (1 * 2) ** -0.4), abs=1e-4)


def test_loops_are_paths_back_to_where_they_begin():
    arrays = Arrays.of(3, [0, 1, 1, 2, 0], [1, 0, 2, 0, 0], [0, 1, 0, 0, 1], [0] * 5)
    found = loops(arrays, 0, k=9)
    assert found.nodes == [(0, 0), (0, 1, 0), (0, 1, 2, 0)]
    assert found.complete
    assert loops(arrays, 0, k=9, sign=Sign.MINUS).nodes == [(0, 0), (0, 1, 0)]


def test_among_those_of_one_grade_and_cost_the_more_specific_come_first_where_asked():
    arrays = Arrays.of(5, [0, 0, 3, 4], [1, 2, 1, 1], [0] * 4, [0] * 4)
    assert [r.node for r in rank_effects(arrays, 0)] == [1, 2]
    assert [r.node for r in rank_effects(arrays, 0, specific=True)] == [2, 1]


@pytest.mark.parametrize(
    "columns",
    [
        ([0, 0], [1, 1], [0, 0], [0, 0]),
        ([0], [3], [0], [0]),
        ([-1], [0], [0], [0]),
        ([0], [1], [7], [0]),
        ([0], [1], [0], [256]),
        ([0], [1], [0], [0], [1 << 31]),
    ],
)
def test_edges_that_cannot_be_are_refused(columns):
    with pytest.raises(ValueError, match=r"must be from|two edges"):
        Arrays.of(3, *columns)


def test_what_cannot_be_asked_is_refused():
    arrays = Arrays.of(3, [0, 1], [1, 2], [0, 0], [0, 0])
    with pytest.raises(ValueError, match="no such node: 3"):
        best_paths(arrays, 0, 3, k=1)
    with pytest.raises(ValueError, match="no such node: -1"):
        walk_signs(arrays, -1, 2)
    with pytest.raises(ValueError, match="longest must be from 1 to 10"):
        best_paths(arrays, 0, 2, k=1, longest=11)


def test_nothing_of_a_graph_can_be_written_to():
    arrays = Arrays.of(3, [0, 1], [1, 2], [0, 0], [0, 0])
    with pytest.raises(ValueError, match="read-only"):
        arrays.sign[0] = 1
