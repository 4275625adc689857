"""What walks reach, and whether a way is longer than was looked for; run as it stands, or compiled."""

from __future__ import annotations

from typing import NamedTuple

from kg.kernel.tables import SIGNS, Ask, Ints, Net, ends, leads

READ, KNOWN, AT_TARGET, LOOKED = range(4)
"""What a tally counts: pairs read and known, the signs met at the target, and edges looked at."""
NONE_LONGER, LONGER, GAVE_UP = range(3)


class Walks(NamedTuple):
    """Walks from a source: `signs` are those of the walks to each node as bits, `hops` the least number of steps, -1
    where there is none. `queue` has the pairs of node and sign (8 * node + sign) that were met, `steps` after how many.
    """

    signs: Ints
    hops: Ints
    queue: Ints
    steps: Ints
    tally: Ints


class Closure(NamedTuple):
    """`seen` has the sign states of each node from which the target can be reached, `known` the nodes, and the other
    columns the way that is tried: its nodes, states and the edges next to be taken.
    """

    seen: Ints
    known: Ints
    waits: Ints
    node: Ints
    state: Ints
    edge: Ints
    tally: Ints


def spread(
    net: Net, product: Ints, forward: bool, source: int, target: int, longest: int, enough: int, walks: Walks, most: int
) -> None:
    """Walks are followed, the shortest first, until no pair is new, so many edges were looked at, or the target has
    these signs. None goes on from the target, or comes back to the source, or from a node to itself.
    """
    start = net.start if forward else net.back_start
    near = net.head if forward else net.back_tail
    tally = walks.tally
    looked = 0
    while tally[READ] < tally[KNOWN] and looked < most and (enough == 0 or tally[AT_TARGET] & enough != enough):
        at = tally[READ]
        tally[READ] += 1
        if walks.steps[at] >= longest:
            continue
        node, sign = walks.queue[at] >> 3, walks.queue[at] & 7
        looked += start[node + 1] - start[node]
        for i in range(start[node], start[node + 1]):
            edge = i if forward else net.back_edge[i]
            onward = product[sign * SIGNS + net.sign[edge]]
            if onward < 0 or (len(net.allowed) > 0 and not net.allowed[edge]):
                continue
            other = near[i]
            if other == target:
                tally[AT_TARGET] |= 1 << onward
            elif other not in (source, node) and not walks.signs[other] >> onward & 1:
                if walks.hops[other] < 0:
                    walks.hops[other] = walks.steps[at] + 1
                walks.signs[other] |= 1 << onward
                walks.queue[tally[KNOWN]] = 8 * other + onward
                walks.steps[tally[KNOWN]] = walks.steps[at] + 1
                tally[KNOWN] += 1


def close(net: Net, ask: Ask, mark: Ints, closure: Closure, most: int) -> bool:
    """Which states of which nodes can come to the target by a walk; false where more edges would have to be looked at.

    What must be met on the way is left aside.
    """
    tally = closure.tally
    signs = ask.states >> ask.bits
    for state in range(signs):
        if ask.accepts[state]:
            closure.seen[ask.target] |= 1 << state
    closure.known[0] = ask.target
    tally[KNOWN] = 1
    read = 0
    while read < tally[KNOWN]:
        node = closure.known[read]
        read += 1
        closure.waits[node] = 0
        tally[LOOKED] += net.back_start[node + 1] - net.back_start[node]
        if tally[LOOKED] > most:
            for at in range(read, tally[KNOWN]):
                closure.waits[closure.known[at]] = 0
            return False
        for at in range(net.back_start[node], net.back_start[node + 1]):
            other, edge = net.back_tail[at], net.back_edge[at]
            if other == ask.target or (mark[other] < 0 and other != ask.source):
                continue
            fresh = 0
            for state in range(signs):
                after = leads(net, ask, mark, edge, node, state << ask.bits)
                if after >= 0 and closure.seen[node] >> (after >> ask.bits) & 1:
                    fresh |= 1 << state
            if fresh & ~closure.seen[other]:
                closure.seen[other] |= fresh
                if not closure.waits[other] and other != ask.source:
                    closure.waits[other] = 1
                    closure.known[tally[KNOWN]] = other
                    tally[KNOWN] += 1
    return True


def longer(net: Net, ask: Ask, mark: Ints, closure: Closure, whole: bool, most: int) -> int:
    """Whether a way of more steps than the longest comes to the target as asked; gives up where that takes long.

    Where the closure is whole, it enters only what can come to the target.
    """
    depth = 0
    closure.node[0], closure.edge[0] = ask.source, net.start[ask.source]
    closure.state[0] = ((1 << ask.bits) - 1) & ~max(mark[ask.source], 0)
    looked, told = 0, NONE_LONGER
    while depth >= 0 and told == NONE_LONGER:
        node, edge = closure.node[depth], closure.edge[depth]
        if edge == net.start[node + 1]:
            closure.waits[node] = 0
            depth -= 1
            continue
        closure.edge[depth] += 1
        looked += 1
        if looked > most:
            told = GAVE_UP
        other = net.head[edge]
        state = leads(net, ask, mark, edge, other, closure.state[depth])
        if state < 0 or closure.waits[other] or (whole and not closure.seen[other] >> (state >> ask.bits) & 1):
            continue
        if other == ask.target:
            if depth + 1 > ask.longest and ends(ask, state):
                told = LONGER
            continue
        depth += 1
        closure.waits[other] = 1
        closure.node[depth], closure.state[depth], closure.edge[depth] = other, state, net.start[other]
    for at in range(depth + 1):
        closure.waits[closure.node[at]] = 0
    return told
