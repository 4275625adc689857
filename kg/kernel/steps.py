"""The search itself, over arrays or lists alike: run as it stands on small graphs, compiled on large ones.

A table holds, for each number of steps left, each node near enough and each state, the least that is still to be paid
to the target over edges of at most each grade. So the bound of a way that is begun is exact but for ways that meet a
node twice.
"""

from __future__ import annotations

from typing import Any, NamedTuple

SIGNS = 7
"""Codes of signs, UNSIGNED among them."""
NEVER = 1 << 60
"""More than any way costs."""
LENGTH = 16
"""Bits of a cost that count steps: ways of the same cost go by their length."""
GRADE = 53
"""Bits of a key below its grade."""
ITEMS, HEAPED, FOUND, TAKEN, SCANNED = range(5)
"""What a tally counts: ways begun, those that wait, those that arrived, those taken up, and edges looked at."""

Ints = Any
"""A list or an array of whole numbers."""


class Net(NamedTuple):
    """The columns of a graph; `allowed` says of each edge whether it may be used, and is empty where all may."""

    start: Ints
    head: Ints
    sign: Ints
    grade: Ints
    cost: Ints
    back_start: Ints
    back_tail: Ints
    back_edge: Ints
    allowed: Ints


class Ask(NamedTuple):
    """What is asked. A state is what the rest of a way must still bring: a sign, and nodes to be met (`bits` of them).

    `after` gives for each sign state and each sign of an edge the next sign state, -1 where there is none;
    `accepts` says which sign states may end; `takes` which signs of edges lead anywhere. `lane` is the rank of each
    grade, of `lanes`; `longest` the steps of the longest way.
    """

    source: int
    target: int
    longest: int
    lanes: int
    bits: int
    states: int
    lane: Ints
    after: Ints
    accepts: Ints
    takes: Ints


class Work(NamedTuple):
    """What a search writes on. `mark` has the bits of each node that must be met, -1 where a node must not be.

    `back` and `fore` are the nodes met from the target and from the source, `back_slot` and `fore_slot` where each
    stands there, from 1; `base` and `rows` say where in `table` each number of steps left has its rows, and how many.
    """

    mark: Ints
    back_slot: Ints
    fore_slot: Ints
    back: Ints
    fore: Ints
    front: Ints
    ahead: Ints
    when: Ints
    base: Ints
    rows: Ints
    table: Ints


class Pool(NamedTuple):
    """Ways begun: each is that of `parent` and one edge more. `way` has the nodes of each, `span` numbers a row."""

    span: int
    key: Ints
    parent: Ints
    edge: Ints
    depth: Ints
    state: Ints
    lane: Ints
    paid: Ints
    way: Ints
    heap: Ints
    found: Ints
    tally: Ints


def leads(net: Net, ask: Ask, mark: Ints, edge: int, state: int) -> int:
    """The state behind an edge, -1 where it may not be taken."""
    if len(net.allowed) > 0 and not net.allowed[edge]:
        return -1
    met = mark[net.head[edge]]
    if met < 0:
        return -1
    after = ask.after[(state >> ask.bits) * SIGNS + net.sign[edge]]
    if after < 0:
        return -1
    return int((after << ask.bits) | (state & ((1 << ask.bits) - 1) & ~met))


def ends(ask: Ask, state: int) -> bool:
    """Whether a way may end in a state."""
    return ask.accepts[state >> ask.bits] > 0 and state & ((1 << ask.bits) - 1) == 0


def relax(net: Net, ask: Ask, mark: Ints, edge: int, table: Ints, onward: int, here: int) -> bool:
    """Whether an edge betters a row of the table by the row that it leads to."""
    price = (net.cost[edge] << LENGTH) + 1
    lowest = ask.lane[net.grade[edge]]
    better = False
    for state in range(ask.states):
        after = leads(net, ask, mark, edge, state)
        if after < 0:
            continue
        for lane in range(lowest, ask.lanes):
            cost = table[onward + after * ask.lanes + lane] + price
            if cost < table[here + state * ask.lanes + lane]:
                table[here + state * ask.lanes + lane] = cost
                better = True
    return better


def blank(table: Ints, start: int, end: int) -> None:
    """Nothing is known in these cells."""
    for cell in range(start, end):
        table[cell] = NEVER


def spokes(start: Ints, nodes: Ints, low: int, high: int) -> int:
    """How many edges the nodes of a column have, from low up to high."""
    edges = 0
    for n in range(low, high):
        edges += start[nodes[n] + 1] - start[nodes[n]]
    return edges


def settle(ask: Ask, work: Work) -> None:
    """The table with no steps left: the target alone, where nothing more is needed."""
    for state in range(ask.states):
        for lane in range(ask.lanes):
            work.table[state * ask.lanes + lane] = 0 if ends(ask, state) else NEVER


def grow(
    net: Net, ask: Ask, work: Work, forward: bool, before: int, now: int, size: int, waiting: int, turn: int
) -> tuple[int, int]:
    """One step further from the target: how many nodes are met by now, and how many of them are new or cheaper.

    With `forward` it is the steps out of the source of a ranking instead. The rows before are read and those now are
    written; they may be the same.
    """
    width = ask.states * ask.lanes
    table = work.table
    if now != before:
        for cell in range(size * width):
            table[now + cell] = table[before + cell]
    start = net.start if forward else net.back_start
    near = net.head if forward else net.back_tail
    bettered = 0
    for n in range(waiting):
        node = work.front[n]
        i = work.back_slot[node] - 1
        for at in range(start[node], start[node + 1]):
            other = near[at]
            edge = at if forward else net.back_edge[at]
            if other == ask.target or work.mark[other] < 0 or (len(net.allowed) > 0 and not net.allowed[edge]):
                continue
            j = work.back_slot[other] - 1
            if j < 0:
                j = size
                work.back[j] = other
                work.back_slot[other] = j + 1
                work.when[j] = 0
                blank(table, now + j * width, now + (j + 1) * width)
                size += 1
            if relax(net, ask, work.mark, edge, table, before + i * width, now + j * width) and work.when[j] != turn:
                work.when[j] = turn
                work.ahead[bettered] = other
                bettered += 1
    return size, bettered


def widen(net: Net, ask: Ask, work: Work, low: int, high: int) -> int:
    """How many nodes are met from the source, one step further than those between low and high."""
    size = high
    for n in range(low, high):
        node = work.fore[n]
        for edge in range(net.start[node], net.start[node + 1]):
            other = net.head[edge]
            if work.fore_slot[other] > 0 or other == ask.target or work.mark[other] < 0:
                continue
            if ask.takes[net.sign[edge]] and not (len(net.allowed) > 0 and not net.allowed[edge]):
                work.fore[size] = other
                size += 1
                work.fore_slot[other] = size
    return size


def row(ask: Ask, work: Work, backward: int, left: int, node: int) -> int:
    """Where the table has a node with so many steps left, -1 where it cannot reach the target."""
    if node == ask.target:
        return 0
    i = (work.back_slot[node] if left <= backward else work.fore_slot[node]) - 1
    if i < 0 or i >= work.rows[left]:
        return -1
    return int(work.base[left] + i * ask.states * ask.lanes)


def extend(net: Net, ask: Ask, work: Work, backward: int, left: int) -> None:
    """The rows of the nodes met from the source, with so many steps left, from those with one less."""
    width = ask.states * ask.lanes
    now = work.base[left]
    blank(work.table, now, now + work.rows[left] * width)
    for i in range(1, work.rows[left]):
        node = work.fore[i]
        for edge in range(net.start[node], net.start[node + 1]):
            onward = row(ask, work, backward, left - 1, net.head[edge])
            if onward >= 0:
                relax(net, ask, work.mark, edge, work.table, onward, now + i * width)


def bound(net: Net, ask: Ask, work: Work, pool: Pool, backward: int, item: int, edge: int) -> int:
    """The least key of a way that goes on by an edge; NEVER where none does."""
    state = leads(net, ask, work.mark, edge, pool.state[item])
    if state < 0:
        return NEVER << 2
    onward = row(ask, work, backward, ask.longest - pool.depth[item] - 1, net.head[edge])
    if onward < 0:
        return NEVER << 2
    paid = pool.paid[item] + (net.cost[edge] << LENGTH) + 1
    for lane in range(max(pool.lane[item], ask.lane[net.grade[edge]]), ask.lanes):
        rest = work.table[onward + state * ask.lanes + lane]
        if rest < NEVER:
            return int((lane << GRADE) + paid + rest)
    return NEVER << 2


def meets(ask: Ask, pool: Pool, item: int, node: int) -> bool:
    """Whether a way has met a node before; the target closes a loop."""
    if node == ask.target:
        return False
    for at in range(item * pool.span, item * pool.span + pool.depth[item] + 1):  # noqa: SIM110 - as numba knows it
        if pool.way[at] == node:
            return True
    return False


def following(
    net: Net, ask: Ask, work: Work, pool: Pool, backward: int, item: int, floor: int, behind: int
) -> tuple[int, int]:
    """The next key and edge by which a way goes on, in the order of keys and nodes, behind those given; -1 for none."""
    node = pool.way[item * pool.span + pool.depth[item]]
    start, end = net.start[node], net.start[node + 1]
    best, chosen = NEVER << 2, -1
    for edge in range(behind + 1, end):
        key = bound(net, ask, work, pool, backward, item, edge)
        if (key == floor or (floor < key and key < best)) and not meets(ask, pool, item, net.head[edge]):
            best, chosen = key, edge
            if key == floor:
                pool.tally[SCANNED] += edge - behind
                return best, chosen
    for edge in range(start, behind + 1):
        key = bound(net, ask, work, pool, backward, item, edge)
        if (
            floor < key
            and (key < best or (key == best and edge < chosen))
            and not meets(ask, pool, item, net.head[edge])
        ):
            best, chosen = key, edge
    pool.tally[SCANNED] += end - start
    return best, chosen


def earlier(pool: Pool, one: int, other: int) -> bool:
    """Whether one way comes before another: by key, then by its nodes."""
    if pool.key[one] != pool.key[other]:
        return bool(pool.key[one] < pool.key[other])
    a, b = one * pool.span, other * pool.span
    for at in range(min(pool.depth[one], pool.depth[other]) + 1):
        if pool.way[a + at] != pool.way[b + at]:
            return bool(pool.way[a + at] < pool.way[b + at])
    return False


def put(pool: Pool, item: int) -> None:
    """A way more waits."""
    at = pool.tally[HEAPED]
    pool.tally[HEAPED] += 1
    while at > 0 and earlier(pool, item, pool.heap[(at - 1) >> 1]):
        pool.heap[at] = pool.heap[(at - 1) >> 1]
        at = (at - 1) >> 1
    pool.heap[at] = item


def take(pool: Pool) -> int:
    """The first of those that wait, which waits no more."""
    first = pool.heap[0]
    pool.tally[HEAPED] -= 1
    size = pool.tally[HEAPED]
    item = pool.heap[size]
    at = 0
    while 2 * at + 1 < size:
        child = 2 * at + 1
        if child + 1 < size and earlier(pool, pool.heap[child + 1], pool.heap[child]):
            child += 1
        if not earlier(pool, pool.heap[child], item):
            break
        pool.heap[at] = pool.heap[child]
        at = child
    pool.heap[at] = item
    return int(first)


def begin(net: Net, ask: Ask, work: Work, pool: Pool, backward: int, item: int, floor: int, behind: int) -> None:
    """The next way by an edge more waits, where there is one."""
    key, edge = following(net, ask, work, pool, backward, item, floor, behind)
    if edge < 0:
        return
    new = pool.tally[ITEMS]
    pool.tally[ITEMS] += 1
    pool.key[new] = key
    pool.parent[new] = item
    pool.edge[new] = edge
    pool.depth[new] = pool.depth[item] + 1
    pool.state[new] = leads(net, ask, work.mark, edge, pool.state[item])
    pool.lane[new] = max(pool.lane[item], ask.lane[net.grade[edge]])
    pool.paid[new] = pool.paid[item] + (net.cost[edge] << LENGTH) + 1
    for at in range(pool.depth[new]):
        pool.way[new * pool.span + at] = pool.way[item * pool.span + at]
    pool.way[new * pool.span + pool.depth[new]] = net.head[edge]
    put(pool, new)


def advance(
    net: Net, ask: Ask, work: Work, pool: Pool, backward: int, wanted: int, most_taken: int, most_scanned: int
) -> None:
    """Ways are taken up, best first, until so many arrived or so much was done."""
    tally = pool.tally
    while tally[HEAPED] > 0 and tally[FOUND] < wanted and tally[TAKEN] < most_taken and tally[SCANNED] < most_scanned:
        item = take(pool)
        tally[TAKEN] += 1
        node = pool.way[item * pool.span + pool.depth[item]]
        if item > 0 and node == ask.target:
            pool.found[tally[FOUND]] = item
            tally[FOUND] += 1
        else:
            begin(net, ask, work, pool, backward, item, pool.key[item], net.start[node] - 1)
        if item > 0:
            begin(net, ask, work, pool, backward, pool.parent[item], pool.key[item], pool.edge[item])
