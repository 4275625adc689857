"""What is still to be paid to the target: tables that grow from both ends until they meet.

A table holds, for each number of steps left, each node near enough and each state, the least that is still to be paid
to the target over edges of at most each grade. The functions here run as they stand, or compiled (`engines`).
"""

from __future__ import annotations

from typing import Any, NamedTuple

SIGNS = 7
"""Codes of signs, UNSIGNED among them."""
NEVER = 1 << 60
"""More than any way costs."""
LENGTH = 16
"""Bits of a cost that count steps: ways of the same cost go by their length."""
TURN = 8
LANES = (1 << TURN) - 1
"""In `when`, the bits of the highest lane that was bettered, below the turn in which it was."""
BACK = 2
"""An edge from the side of the target costs so much more, as what is known of it lies elsewhere."""
BACKWARD, FORWARD, MET, WAITING, GROWN, CELLS, EXTENDED = range(7)
"""What a plan counts: steps from the target and from the source, nodes met and those that wait, edges looked at,
numbers that the table needs, and steps left up to which it is made."""
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
    stands there, from 1; `base` and `rows` say where in `table` each number of steps left has its rows, and how many;
    `spans` counts the nodes met in so many steps from the source, and `plan` tells how far all this is.
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
    spans: Ints
    plan: Ints
    table: Ints


def leads(net: Net, ask: Ask, mark: Ints, edge: int, node: int, state: int) -> int:
    """The state behind an edge to a node, -1 where it may not be taken."""
    if len(net.allowed) > 0 and not net.allowed[edge]:
        return -1
    met = mark[node]
    if met < 0:
        return -1
    after = ask.after[(state >> ask.bits) * SIGNS + net.sign[edge]]
    if after < 0:
        return -1
    return int((after << ask.bits) | (state & ((1 << ask.bits) - 1) & ~met))


def ends(ask: Ask, state: int) -> bool:
    """Whether a way may end in a state."""
    return ask.accepts[state >> ask.bits] > 0 and state & ((1 << ask.bits) - 1) == 0


def relax(net: Net, ask: Ask, mark: Ints, edge: int, node: int, table: Ints, onward: int, here: int, top: int) -> int:
    """The highest lane, up to `top`, in which an edge to a node betters a row of the table by the node's; or -1."""
    lowest = ask.lane[net.grade[edge]]
    if lowest > top:
        return -1
    price = (net.cost[edge] << LENGTH) + 1
    highest = -1
    for state in range(ask.states):
        after = leads(net, ask, mark, edge, node, state)
        if after < 0:
            continue
        for lane in range(lowest, top + 1):
            cost = table[onward + after * ask.lanes + lane] + price
            if cost < table[here + state * ask.lanes + lane]:
                table[here + state * ask.lanes + lane] = cost
                highest = max(highest, lane)
    return highest


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
    work.when[0] = ask.lanes - 1


def grow(
    net: Net,
    ask: Ask,
    work: Work,
    forward: bool,
    front: Ints,
    ahead: Ints,
    before: int,
    now: int,
    size: int,
    waiting: int,
    turn: int,
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
        node = front[n]
        i = work.back_slot[node] - 1
        top = work.when[i] & LANES
        for at in range(start[node], start[node + 1]):
            other = near[at]
            edge = at if forward else net.back_edge[at]
            if ask.lane[net.grade[edge]] > top:
                continue
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
            near_one = other if forward else node
            lane = relax(net, ask, work.mark, edge, near_one, table, before + i * width, now + j * width, top)
            if lane < 0:
                continue
            last = work.when[j] >> TURN
            if last == turn - 1:  # it may still have to be read for what was bettered then
                lane = max(lane, work.when[j] & LANES)
            if last != turn:
                ahead[bettered] = other
                bettered += 1
            work.when[j] = max(work.when[j], turn << TURN | lane)
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
            other = net.head[edge]
            onward = row(ask, work, backward, left - 1, other)
            if onward >= 0:
                relax(net, ask, work.mark, edge, other, work.table, onward, now + i * width, ask.lanes - 1)


def choose(net: Net, ask: Ask, work: Work) -> tuple[bool, int, int]:
    """Whether a step more costs less on the side of the target, what it costs in edges, and how many numbers the
    table then has.
    """
    plan = work.plan
    back, fore, width = plan[BACKWARD], plan[FORWARD], ask.states * ask.lanes
    behind = BACK * spokes(net.back_start, work.front if back % 2 == 0 else work.ahead, 0, plan[WAITING])
    before = spokes(net.start, work.fore, 1, work.spans[fore + 1])
    rows = work.rows[back]
    for steps in range(1, fore + 1):
        rows += work.spans[steps]
    near = work.spans[fore + 1]
    if behind <= before and back + fore < ask.longest - 2:
        near = min(plan[MET] + behind // BACK, len(net.start))
    return behind <= before, min(behind, before), work.base[back] + (rows + near) * width


def join(net: Net, ask: Ask, work: Work, front: Ints, left: int) -> None:
    """The last step from the target: only of nodes met from the source, so that most edges need but a glance."""
    width = ask.states * ask.lanes
    table, before, now = work.table, work.base[left - 1], work.base[left]
    blank(table, now, now + work.rows[left] * width)
    for i in range(1, work.rows[left]):
        j = work.back_slot[work.fore[i]] - 1
        if 0 <= j < work.rows[left - 1]:
            for cell in range(width):
                table[now + i * width + cell] = table[before + j * width + cell]
    for n in range(work.plan[WAITING]):
        node = front[n]
        j = work.back_slot[node] - 1
        top = work.when[j] & LANES
        for at in range(net.back_start[node], net.back_start[node + 1]):
            i = work.fore_slot[net.back_tail[at]] - 1
            if i > 0:
                relax(net, ask, work.mark, net.back_edge[at], node, table, before + j * width, now + i * width, top)


def meet(net: Net, ask: Ask, work: Work, most_grown: int, most_cells: int, most: int) -> bool:
    """The tables grow on whichever side has fewer edges, until both come to as many steps as asked for or to a limit.

    False where it is not done yet: after so many edges, or where the table has too little room.
    """
    plan, width = work.plan, ask.states * ask.lanes
    until = plan[GROWN] + most
    while plan[BACKWARD] + plan[FORWARD] < ask.longest - 1:
        back, fore = plan[BACKWARD], plan[FORWARD]
        from_target, edges, plan[CELLS] = choose(net, ask, work)
        if plan[GROWN] + edges > most_grown or plan[CELLS] > most_cells:
            break
        if plan[CELLS] > len(work.table) or plan[GROWN] > until:
            return False
        plan[GROWN] += edges
        if not from_target:
            plan[FORWARD] += 1
            work.spans[fore + 2] = widen(net, ask, work, work.spans[fore], work.spans[fore + 1])
            continue
        front, ahead = (work.front, work.ahead) if back % 2 == 0 else (work.ahead, work.front)
        before = work.base[back]
        if back + fore == ask.longest - 2:
            plan[FORWARD], plan[EXTENDED] = fore + 1, back + 1
            work.base[back + 1], work.rows[back + 1] = before + work.rows[back] * width, work.spans[fore + 1]
            join(net, ask, work, front, back + 1)
            break
        now = before + work.rows[back] * width if plan[WAITING] > 0 else before
        plan[MET], plan[WAITING] = grow(
            net, ask, work, False, front, ahead, before, now, plan[MET], plan[WAITING], back + 1
        )
        plan[BACKWARD] += 1
        work.base[back + 1], work.rows[back + 1] = now, plan[MET]
    back, fore = plan[BACKWARD], plan[FORWARD]
    for left in range(max(back, plan[EXTENDED]) + 1, back + fore + 1):
        work.rows[left] = work.spans[back + fore + 1 - left]
        work.base[left] = work.base[left - 1] + work.rows[left - 1] * width
        plan[CELLS] = work.base[left] + work.rows[left] * width
        if plan[CELLS] > len(work.table):
            return False
        extend(net, ask, work, back, left)
        plan[EXTENDED] = left
    return True


def cheapen(net: Net, ask: Ask, work: Work, forward: bool, apart: int, longest: int, most: int) -> None:
    """The table grows from the source of a ranking alone, step by step, until nothing is new or cheaper, to so many
    steps, or over so many edges; the rows of one step are `apart` from those of the next, or the same where that is 0.
    """
    plan = work.plan
    until = plan[GROWN] + most
    while plan[WAITING] > 0 and plan[BACKWARD] < longest and plan[GROWN] < until:
        even = plan[BACKWARD] % 2 == 0
        front, ahead = (work.front, work.ahead) if even else (work.ahead, work.front)
        before = 0 if even else apart
        plan[BACKWARD] += 1
        plan[GROWN] += spokes(net.start if forward else net.back_start, front, 0, plan[WAITING])
        plan[MET], plan[WAITING] = grow(
            net, ask, work, forward, front, ahead, before, apart - before, plan[MET], plan[WAITING], plan[BACKWARD]
        )
