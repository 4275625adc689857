"""How far right each item stands: as straight as its curves can be, and no nearer to its neighbours than allowed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise

import networkx as nx

from kg.patience import go_on
from kg.picture.order import Item, Rows

_PULLS = {2: 1, 3: 1, 4: 6}


def placed(
    rows: Rows, apart: Callable[[Item, Item], float], slants: Mapping[tuple[Item, Item], float]
) -> dict[Item, float]:
    """The middle of every item, so that curves bend least in all.

    `apart` is the least distance of two neighbours; `slants` are how much further right the lower item of two must
    stand than the upper for a straight curve. It is the linear programme of Gansner et al. 1993, "A technique for
    drawing directed graphs", section 4.2, solved as a flow: long curves weigh more, so they are drawn straight.
    """
    flow: nx.DiGraph[Item] = nx.DiGraph()
    flow.add_nodes_from((item for row in rows.rows for item in row), demand=0)
    for row in rows.rows:
        for left, right in pairwise(row):
            flow.add_edge(left, right, weight=-round(apart(left, right)))
    for (upper, lower), slant in slants.items():
        pull = _PULLS[len(upper) + len(lower)]
        flow.add_edge(upper, lower, capacity=pull, weight=-round(slant))
        flow.add_edge(lower, upper, capacity=pull, weight=round(slant))
    _, flows = nx.network_simplex(flow)
    limits = [(a, b, data["weight"]) for a, b, data in flow.edges(data=True) if _spare(flows, a, b, data)]
    limits += [(b, a, -data["weight"]) for a, b, data in flow.edges(data=True) if flows[a][b] > 0]
    rightmost = _furthest(flow, limits)
    leftmost = _furthest(flow, [(b, a, cost) for a, b, cost in limits])
    return {item: (leftmost[item] - rightmost[item]) / 2 for item in flow}


def _spare(flows: Mapping[Item, Mapping[Item, int]], a: Item, b: Item, data: Mapping[str, int]) -> bool:
    return "capacity" not in data or flows[a][b] < data["capacity"]


def _furthest(items: Iterable[Item], limits: list[tuple[Item, Item, int]]) -> dict[Item, int]:
    """The greatest numbers, none above 0, that keep `of[b] <= of[a] + cost` for every limit (a, b, cost)."""
    of = dict.fromkeys(items, 0)
    changed = True
    while changed:
        go_on()
        changed = False
        for a, b, cost in limits:
            if of[a] + cost < of[b]:
                of[b] = of[a] + cost
                changed = True
    return of
