"""Ways are begun and taken up best first, by what is paid and what the tables say is left.

That bound is exact but for ways that meet a node twice. The functions here run as they stand, or compiled (`engines`).
"""

from __future__ import annotations

from typing import NamedTuple

from kg.kernel.tables import LENGTH, NEVER, Ask, Ints, Net, Work, leads, row

GRADE = 53
"""Bits of a key below its grade."""
ITEMS, HEAPED, FOUND, TAKEN, SCANNED = range(5)
"""What a tally counts: ways begun, those that wait, those that arrived, those taken up, and edges looked at."""


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


def bound(net: Net, ask: Ask, work: Work, pool: Pool, backward: int, item: int, edge: int) -> int:
    """The least key of a way that goes on by an edge; NEVER where none does."""
    node = net.head[edge]
    state = leads(net, ask, work.mark, edge, node, pool.state[item])
    if state < 0:
        return NEVER << 2
    onward = row(ask, work, backward, ask.longest - pool.depth[item] - 1, node)
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
    pool.state[new] = leads(net, ask, work.mark, edge, net.head[edge], pool.state[item])
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
