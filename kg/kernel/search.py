"""The best paths between two nodes: tables grow from both sides until they meet, then ways are taken up best first.

What the tables promise holds but for ways that meet a node twice (A*, Hart, Nilsson & Raphael 1968), so that the work
follows what is found and not what there is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.kernel.arrays import CODES, UNSIGNED, Arrays
from kg.kernel.engines import LARGE, Columns, Engine, engine
from kg.kernel.spread import KNOWN, NONE_LONGER, Closure
from kg.kernel.tables import BACKWARD, CELLS, FORWARD, MET, SIGNS, Ask, Net, Work
from kg.kernel.ways import FOUND, HEAPED, ITEMS, SCANNED, TAKEN, Pool
from kg.model import Sign
from kg.patience import go_on

if TYPE_CHECKING:
    from numpy.typing import NDArray

LONGEST = 10
"""Steps of the longest path that may be asked for."""
MOST_EXPANSIONS = 20_000
"""Ways that are taken up for one question."""
_SCANNED_EACH = 100
"""Edges looked at for each of them, on the average, at most."""
_SLICE = 2_000
"""Ways taken up before it is asked whether to go on."""
_GROWN = 1 << 23
"""Edges that the tables grow over at most."""
_CELLS = 1 << 24
"""Numbers in the tables at most."""
_CLOSED = 5_000
"""Edges looked at to tell that there is no longer path; in a large graph, where that is hopeless, a fifth of them."""


@dataclass(frozen=True, slots=True)
class Paths:
    """Simple paths, best first, each as its nodes and its edges.

    `cut` names the limits that left something out, or may have: "k", "longest", "expansions".
    """

    nodes: list[tuple[int, ...]]
    edges: list[tuple[int, ...]]
    cut: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether these are all that there are, of whatever length."""
        return not self.cut

    @property
    def counted(self) -> int | None:
        """How many there are in all, where that is known."""
        return len(self.nodes) if self.complete else None


def best_paths(
    arrays: Arrays,
    source: int,
    target: int,
    *,
    k: int,
    longest: int = 4,
    sign: Sign | None = None,
    through: Iterable[int] = (),
    avoid: Collection[int] = (),
    most_expansions: int = MOST_EXPANSIONS,
    allowed: NDArray[np.bool_] | None = None,
    unsigned: bool = False,
    compiled: bool | None = None,
) -> Paths:
    """The k best simple paths of at most `longest` steps: by their worst grade, cost, length, and then their nodes.

    A path from a node to itself is a loop through it. With `sign`, only those whose signs multiply to it; they meet all
    of `through` and none of `avoid`, and use only edges that are `allowed`. Edges of no effect are never used, those
    of unstated direction only with `unsigned`. The same question has the same answer, whichever engine runs it.
    """
    if not (1 <= longest <= LONGEST and k >= 0):
        raise ValueError(f"longest must be from 1 to {LONGEST} and k not negative, not {longest} and {k}")
    bad = [n for n in (source, target, *through, *avoid) if not 0 <= n < arrays.nodes]
    if bad:
        raise ValueError(f"no such node: {bad[0]}")
    inner = sorted({*through} - {source, target})
    if {source, target, *inner} & {*avoid}:
        return Paths([], [])
    if len(inner) >= longest:
        return Paths([], [], ("longest",))
    runs = engine(arrays, compiled)
    with runs.columns(arrays.nodes) as columns:
        ask = _ask(arrays, columns, source, target, longest, sign, len(inner), unsigned)
        search = _Search(arrays, runs, columns, runs.net(arrays, allowed), ask)
        return search.run(inner, {*avoid}, k, most_expansions)


@cache
def automaton(sign: Sign | None, unsigned: bool) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """What a path may still have to bring, as states, to come to a sign: for each state and each code of a sign the
    state behind it, -1 where none is left; whether each may end; and whether each code leads anywhere. A state is the
    set of signs that would do.
    """
    signs = [*CODES, Sign.UNKNOWN]
    usable = [s is not Sign.ZERO and (code != UNSIGNED or unsigned) for code, s in enumerate(signs)]
    every = frozenset(CODES) - {Sign.ZERO}
    states = [every if sign is None else frozenset({sign} & every)]
    after: list[int] = []
    for state in states:
        for code, by in enumerate(signs):
            rest = frozenset(s for s in every if by * s in state) if usable[code] else frozenset()
            if rest and rest not in states:
                states.append(rest)
            after.append(states.index(rest) if rest else -1)
    takes = (int(any(after[at] >= 0 for at in range(code, len(after), SIGNS))) for code in range(SIGNS))
    return tuple(after), tuple(int(Sign.PLUS in state) for state in states), tuple(takes)


def _ask(
    arrays: Arrays,
    columns: Columns,
    source: int,
    target: int,
    longest: int,
    sign: Sign | None,
    bits: int,
    unsigned: bool,
) -> Ask:
    after, accepts, takes = automaton(sign, unsigned)
    lanes = max(1, len(arrays.grades))
    numbers = columns.numbers
    states = len(accepts) << bits
    return Ask(
        source,
        target,
        longest,
        lanes,
        bits,
        states,
        numbers(arrays.lanes),
        numbers(after),
        numbers(accepts),
        numbers(takes),
    )


class _Search:
    """One search: the tables, the ways begun, and what was cut."""

    def __init__(self, arrays: Arrays, runs: Engine, columns: Columns, net: Net, ask: Ask) -> None:
        self.nodes = arrays.nodes
        self.do = runs.run
        self.columns = columns
        self.net = net
        self.ask = ask
        self.width = ask.states * ask.lanes
        self.backward = 0
        dense, wide = columns.dense, columns.wide
        flat = {name: wide(name, arrays.nodes + 1) for name in ("back", "fore", "front", "ahead", "when")}
        none, one = (0,) * (LONGEST + 1), (1,) + (0,) * LONGEST
        counts = {"base": none, "rows": one, "spans": one, "plan": (0, 0, 1, 1, 0, 0, 0)}
        flat |= {name: columns.tally(numbers) for name, numbers in counts.items()}
        table = wide("table", self.width)
        marks = {name: dense[name] for name in ("mark", "back_slot", "fore_slot")}
        self.work = Work(**marks, **flat, table=table)

    def run(self, inner: list[int], avoid: set[int], k: int, most: int) -> Paths:
        """What is found; the columns are as they were before."""
        mark = self.work.mark
        for bit, node in enumerate(inner):
            mark[node] = 1 << bit
        closed = {self.ask.source} - {self.ask.target}
        for node in avoid | closed:
            mark[node] = -1
        wanted = self.ask.longest
        self._tables()
        paths = self._ways(k, most)
        cut = list(paths.cut)
        if self.ask.longest < wanted or (not cut and self._longer()):
            cut.append("longest")
        marked = [*inner, *avoid, *closed]
        self.columns.clear(("mark",), self.columns.tally(tuple(marked)), len(marked))
        self.columns.clear(("back_slot",), self.work.back, int(self.work.plan[MET]))
        self.columns.clear(("fore_slot",), self.work.fore, int(max(self.work.spans)))
        return Paths(paths.nodes, paths.edges, tuple(cut))

    def _tables(self) -> None:
        """What is left to be paid, from as far as both sides have to come to meet; less far where it costs too much."""
        ask, work, do = self.ask, self.work, self.do
        do.settle(ask, work)
        work.back[0], work.front[0], work.fore[0] = ask.target, ask.target, ask.source
        work.back_slot[ask.target] = work.fore_slot[ask.source] = 1
        work.spans[1] = do.widen(self.net, ask, work, 0, 1)
        while not do.meet(self.net, ask, self.work, _GROWN * 8 // max(8, self.width), _CELLS, _SLICE * _SCANNED_EACH):
            go_on()
            self.work = work._replace(table=self.columns.wide("table", int(work.plan[CELLS])))
        self.backward = int(work.plan[BACKWARD])
        self.ask = ask._replace(longest=self.backward + int(work.plan[FORWARD]) + 1)

    def _pool(self, items: int, wanted: int) -> Pool:
        wide, span = self.columns.wide, LONGEST + 1
        names = {"edge": "pool_edge", "state": "pool_state"}
        columns = {n: wide(names.get(n, n), items) for n in "key parent edge depth state lane paid heap".split()}
        return Pool(span, **columns, way=wide("way", items * span), found=wide("found", wanted + 1), tally=self.tally)

    def _ways(self, k: int, most: int) -> Paths:
        """Ways are taken up, some at a time, until one more arrived than is wanted."""
        self.tally = self.columns.tally((1, 1, 0, 0, 0))
        tally, ask = self.tally, self.ask
        step, scanned = 256, most * _SCANNED_EACH
        pool = self._pool(2 * step + 2, k + 1)
        first = {"key": 0, "edge": -1, "depth": 0, "lane": 0, "paid": 0, "parent": -1, "heap": 0, "way": ask.source}
        for name, value in first.items():
            getattr(pool, name)[0] = value
        pool.state[0] = (1 << ask.bits) - 1
        while tally[HEAPED] > 0 and tally[FOUND] <= k and tally[TAKEN] < most and tally[SCANNED] < scanned:
            go_on()
            until = min(most, int(tally[TAKEN]) + step)
            pool = self._pool(2 * until + 2, k + 1) if tally[TAKEN] else pool
            looked = min(scanned, int(tally[SCANNED]) + step * _SCANNED_EACH)
            self.do.advance(self.net, ask, self.work, pool, self.backward, k + 1, until, looked)
            step = min(_SLICE, 4 * step)
        nodes, edges = self._found(pool, k)
        cut = ("k",) if tally[FOUND] > k else ("expansions",) if tally[HEAPED] > 0 else ()
        return Paths(nodes, edges, cut)

    def _found(self, pool: Pool, k: int) -> tuple[list[tuple[int, ...]], list[tuple[int, ...]]]:
        """The nodes and the edges of at most k of the ways that arrived."""
        listed, items = self.columns.listed, int(self.tally[ITEMS])
        way, span = listed(pool.way, items * pool.span), pool.span
        edge, parent, depth = (listed(column, items) for column in (pool.edge, pool.parent, pool.depth))
        nodes, edges = [], []
        for item in listed(pool.found, min(k, int(self.tally[FOUND]))):
            nodes.append(tuple(way[item * span : item * span + depth[item] + 1]))
            trail = []
            while item:
                trail.append(edge[item])
                item = parent[item]
            edges.append(tuple(reversed(trail)))
        return nodes, edges

    def _longer(self) -> bool:
        """Whether a path longer than the longest was left out, or may have been."""
        go_on()
        signs = self.ask.states >> self.ask.bits
        wide = self.columns.wide
        deep = min(self.nodes, _CLOSED) + 2
        closure = Closure(
            self.columns.dense["seen"],
            wide("known", signs * self.nodes + 2),
            self.columns.dense["waits"],
            wide("node", deep),
            wide("state", deep),
            wide("edge", deep),
            self.columns.tally((0,) * 4),
        )
        most = _CLOSED if len(self.net.head) < LARGE else _CLOSED // 5
        whole = self.do.close(self.net, self.ask, self.work.mark, closure, most)
        found = self.do.longer(self.net, self.ask, self.work.mark, closure, bool(whole), most)
        known = int(closure.tally[KNOWN])
        self.columns.clear(("seen", "waits"), closure.known, known)
        ends = self.columns.tally((self.ask.source, self.ask.target))
        self.columns.clear(("seen", "waits"), ends, 2)
        return bool(found != NONE_LONGER)


def loops(arrays: Arrays, node: int, *, k: int, longest: int = LONGEST, **asked: Any) -> Paths:
    """The best loops through a node; what else may be asked is that of `best_paths`."""
    return best_paths(arrays, node, node, k=k, longest=longest, **asked)
