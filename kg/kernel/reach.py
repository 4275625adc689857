"""What walks and cheapest ways reach: signs that are possible at all, how far it is, and which effects come first."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kg.kernel.arrays import CODE, CODES, UNSIGNED, Arrays
from kg.kernel.engines import Columns, Engine, engine
from kg.kernel.spread import AT_TARGET, KNOWN, READ, Walks
from kg.kernel.tables import BACKWARD, LENGTH, MET, NEVER, WAITING, Ask, Net, Work
from kg.model import Sign
from kg.patience import go_on

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SLICE = 2_000_000
"""Edges looked at before it is asked whether to go on."""
_NO_END = 1 << 30
_BOTH = 1 << CODE[Sign.PLUS] | 1 << CODE[Sign.MINUS]


class Ranked(NamedTuple):
    """A node that is reached: the grade and cost of the best way to it, its steps, and the signs of walks as bits."""

    node: int
    grade: int
    cost: int
    hops: int
    signs: int


def signs_in(mask: int) -> frozenset[Sign]:
    """The signs of a set of bits."""
    return frozenset(sign for code, sign in enumerate(CODES) if mask >> code & 1)


def walk_signs(
    arrays: Arrays,
    source: int,
    target: int,
    *,
    allowed: NDArray[np.bool_] | None = None,
    unsigned: bool = False,
    compiled: bool | None = None,
) -> frozenset[Sign]:
    """The signs of the walks from the source to the target that meet neither on the way: all that paths can have.

    Where both + and - are among them it looks no further, and others may be missing. Empty where there is no route.
    """
    _, _, met = _spread(arrays, source, target, False, _NO_END, _BOTH, allowed, unsigned, compiled)
    return signs_in(met)


def walk_signs_to(
    arrays: Arrays,
    target: int,
    *,
    allowed: NDArray[np.bool_] | None = None,
    unsigned: bool = False,
    compiled: bool | None = None,
) -> NDArray[np.uint8]:
    """The signs of the walks from each node that come to the target once, at their end, as bits (`signs_in`)."""
    return signed_reach(arrays, target, backward=True, allowed=allowed, unsigned=unsigned, compiled=compiled)[1]


def walk_signs_from(
    arrays: Arrays,
    source: int,
    *,
    allowed: NDArray[np.bool_] | None = None,
    unsigned: bool = False,
    compiled: bool | None = None,
) -> NDArray[np.uint8]:
    """The signs of the walks to each node that never come back to the source, as bits (`signs_in`)."""
    return signed_reach(arrays, source, allowed=allowed, unsigned=unsigned, compiled=compiled)[1]


def signed_reach(
    arrays: Arrays,
    source: int,
    *,
    backward: bool = False,
    longest: int | None = None,
    allowed: NDArray[np.bool_] | None = None,
    unsigned: bool = False,
    compiled: bool | None = None,
) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
    """For each node the least number of steps from the source, -1 where there is no way, and the signs of the walks
    of at most `longest` steps, as bits; the source itself is reached by no step, with +. `backward`: to the source.
    """
    most = _NO_END if longest is None else longest
    hops, signs, _ = _spread(arrays, source, -1, backward, most, 0, allowed, unsigned, compiled)
    return hops, signs


def rank_effects(
    arrays: Arrays,
    source: int,
    *,
    backward: bool = False,
    limit: int | None = None,
    longest: int | None = None,
    specific: bool = False,
    allowed: NDArray[np.bool_] | None = None,
    unsigned: bool = False,
    compiled: bool | None = None,
) -> list[Ranked]:
    """What the source reaches, at most `limit` of them: by the grade and cost of the best way to each, then the node.

    `backward`: what reaches the source. With `specific`, of those of one grade and cost the ones of fewer edges come
    first.
    """
    most = _NO_END if longest is None else longest
    _, signs, _ = _spread(arrays, source, -1, backward, most, 0, allowed, unsigned, compiled)
    nodes, lane, price = _cheapest(arrays, source, backward, longest, allowed, unsigned, compiled)
    degree = np.diff(arrays.start if backward else arrays.back_start)[nodes] * specific
    cost, hops = price >> LENGTH, price & ((1 << LENGTH) - 1)
    first = np.lexsort((nodes, degree, cost, lane))[:limit]
    columns = (nodes, np.asarray(arrays.grades, dtype=np.int64)[lane], cost, hops, signs[nodes])
    return list(map(Ranked._make, zip(*(column[first].tolist() for column in columns), strict=True)))


def shared(
    arrays: Arrays,
    one: int,
    other: int,
    *,
    backward: bool = True,
    longest: int | None = None,
    allowed: NDArray[np.bool_] | None = None,
    unsigned: bool = False,
    compiled: bool | None = None,
) -> list[tuple[int, int]]:
    """The nodes that reach both, without these two, with the sum of their steps: the nearest first, then by node; else,
    not `backward`, those that both reach.
    """
    a, _ = signed_reach(
        arrays, one, backward=backward, longest=longest, allowed=allowed, unsigned=unsigned, compiled=compiled
    )
    b, _ = signed_reach(
        arrays, other, backward=backward, longest=longest, allowed=allowed, unsigned=unsigned, compiled=compiled
    )
    both = np.flatnonzero((a > 0) & (b > 0))
    total = (a + b)[both]
    order = np.lexsort((both, total))
    return list(zip(both[order].tolist(), total[order].tolist(), strict=True))


@cache
def _product(unsigned: bool) -> tuple[int, ...]:
    """The code of the product of each sign and each sign of an edge; -1 where the edge is not used."""
    edges = [*CODES, Sign.UNKNOWN]
    usable = [s is not Sign.ZERO and (code != UNSIGNED or unsigned) for code, s in enumerate(edges)]
    return tuple(CODE[a * b] if usable[code] else -1 for a in CODES for code, b in enumerate(edges))


def _check(arrays: Arrays, *nodes: int) -> None:
    bad = [node for node in nodes if not 0 <= node < arrays.nodes]
    if bad:
        raise ValueError(f"no such node: {bad[0]}")


def _spread(
    arrays: Arrays,
    source: int,
    target: int,
    backward: bool,
    longest: int,
    enough: int,
    allowed: NDArray[np.bool_] | None,
    unsigned: bool,
    compiled: bool | None,
) -> tuple[NDArray[np.int32], NDArray[np.uint8], int]:
    _check(arrays, source, max(target, 0))
    runs = engine(arrays, compiled)
    with runs.columns(arrays.nodes) as columns:
        net, numbers = runs.net(arrays, allowed), columns.numbers
        signs, hops = columns.fresh(0), columns.fresh(-1)
        room = (len(CODES) - 1) * arrays.nodes + 1
        walks = Walks(
            signs, hops, columns.wide("queue", room), columns.wide("steps", room), columns.tally((0, 1, 0, 0))
        )
        walks.queue[0], walks.steps[0] = 8 * source, 0
        signs[source], hops[source] = 1, 0
        tally, product = walks.tally, numbers(_product(unsigned))
        while tally[READ] < tally[KNOWN] and not (enough and tally[AT_TARGET] & enough == enough):
            go_on()
            runs.run.spread(net, product, not backward, source, target, longest, enough, walks, _SLICE)
        n = arrays.nodes
        return np.asarray(hops[:n], np.int32), np.asarray(signs[:n]).astype(np.uint8), int(tally[AT_TARGET])


def _cheapest(
    arrays: Arrays,
    source: int,
    backward: bool,
    longest: int | None,
    allowed: NDArray[np.bool_] | None,
    unsigned: bool,
    compiled: bool | None,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """The nodes that are reached, the rank of the least grade of a way to each, and what that costs with its length."""
    runs = engine(arrays, compiled)
    lanes = max(1, len(arrays.grades))
    with runs.columns(arrays.nodes) as columns:
        apart = 0 if longest is None else arrays.nodes * lanes
        columns.wide("table", apart + (arrays.nodes + 1) * lanes)
        net, ask, work = _one_to_many(arrays, runs, columns, source, lanes, allowed, unsigned)
        runs.run.settle(ask, work)
        work.back[0] = work.front[0] = source
        work.back_slot[source] = 1
        plan = work.plan
        most = _NO_END if longest is None else longest
        while plan[WAITING] and plan[BACKWARD] < most:
            go_on()
            runs.run.cheapen(net, ask, work, not backward, apart, most, _SLICE)
        met, now = int(plan[MET]), apart * (int(plan[BACKWARD]) % 2)
        nodes = np.asarray(work.back[1:met], dtype=np.int64)
        prices = np.asarray(work.table[now + lanes : now + met * lanes], dtype=np.int64).reshape(-1, lanes)
        columns.clear(("back_slot",), work.back, met)
    reached = prices[:, -1] < NEVER if len(prices) else np.zeros(0, np.bool_)
    nodes, prices = nodes[reached], prices[reached]
    lane = (prices < NEVER).argmax(axis=1)
    return nodes, lane, prices[np.arange(len(nodes)), lane]


def _one_to_many(
    arrays: Arrays,
    runs: Engine,
    columns: Columns,
    source: int,
    lanes: int,
    allowed: NDArray[np.bool_] | None,
    unsigned: bool,
) -> tuple[Net, Ask, Work]:
    numbers, dense = columns.numbers, columns.dense
    usable = tuple(min(code, 0) for code in _product(unsigned)[: UNSIGNED + 1])
    some = numbers((1,))
    ask = Ask(source, source, 1, lanes, 0, 1, numbers(arrays.lanes), numbers(usable), some, some)
    marks = {name: dense[name] for name in ("mark", "back_slot", "fore_slot")}
    flat = {name: columns.wide(name, arrays.nodes + 1) for name in ("back", "fore", "front", "ahead", "when")}
    table = columns.wide("table", 0)
    return (
        runs.net(arrays, allowed),
        ask,
        Work(**marks, **flat, base=some, rows=some, spans=some, plan=columns.tally((0, 0, 1, 1, 0)), table=table),
    )
