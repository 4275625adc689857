"""Which layer each concept is in, and the order within it: by Sugiyama's method, from a library."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import networkx as nx
from fast_sugiyama import from_edges

from kg.picture.gather import Gathered, Pair
from kg.picture.parts import Point

Item = tuple[str] | tuple[Pair, int]  # a concept, or the place in a layer that a pair's curves pass through
Step = tuple[int, int]
Joined: TypeAlias = "nx.DiGraph[str]"


@dataclass(frozen=True, slots=True)
class Rows:
    """The layers, each from left to right, and the items that the curves of each pair go through."""

    rows: list[list[Item]]
    chains: dict[Pair, list[Item]]

    def places(self) -> dict[Item, tuple[int, int]]:
        """The layer of every item and its rank there."""
        return {item: (layer, rank) for layer, row in enumerate(self.rows) for rank, item in enumerate(row)}


def ordered(made: Gathered) -> Rows:
    """The layers, each in the order with the fewest crossings that are found; parts that nothing joins side by side."""
    joined: Joined = nx.DiGraph([*made.forward, *_anchors(made)])
    chains: dict[Pair, list[Item]] = {}
    rows: list[list[Item]] = [[(id,) for id in made.nodes if id not in joined]]
    part_of = {id: n for n, part in enumerate(nx.weakly_connected_components(joined)) for id in part}
    for part in dict.fromkeys(part_of[id] for id in made.nodes if id in part_of):
        _add(rows, chains, made, [id for id in made.nodes if part_of.get(id) == part], joined)
    return Rows(rows, chains)


def _add(
    rows: list[list[Item]], chains: dict[Pair, list[Item]], made: Gathered, ids: list[str], joined: Joined
) -> None:
    """Put a part that holds together to the right of those before; the library would mix up the numbers of several."""
    number = {id: i for i, id in enumerate(ids)}
    places, steps = _laid_out([(number[a], number[b]) for a, b in joined.edges if a in number])
    heights = sorted({y for _, (_, y) in places}, reverse=True)
    layer = {i: heights.index(y) for i, (_, y) in places}
    item: dict[int, Item] = {i: (id,) for i, id in enumerate(ids)}
    for way in _ways(steps, len(ids)):
        pair = ids[way[0]], ids[way[-1]]
        if pair in made.forward:
            item |= {i: (pair, layer[i]) for i in way[1:-1]}
            chains[pair] = [item[i] for i in way]
    rows += [[] for _ in heights[len(rows) :]]
    for i, _ in sorted(places, key=lambda place: place[1]):
        if i in item:
            rows[layer[i]].append(item[i])


def _laid_out(edges: list[Step]) -> tuple[list[tuple[int, Point]], list[Step]]:
    """The place of each number, and the steps between neighbouring layers that the edges are cut into."""
    ((places, _, _, steps),) = from_edges(
        edges,
        dummy_vertices=True,
        dummy_size=1,
        vertex_spacing=1,
        ranking_type="minimize",
        crossing_minimization="barycenter",
        transpose=True,
    )
    return [(int(i), place) for i, place in places], [(int(a), int(b)) for a, b in steps or ()]


def _ways(steps: Iterable[Step], count: int) -> Iterator[list[int]]:
    """Each edge as the run of steps that the library made of it; what is not below `count` is a place in between."""
    after = {first: step for first, step in steps if first >= count}
    for first, step in steps:
        if first < count:
            way = [first, step]
            while way[-1] >= count:
                way.append(after[way[-1]])
            yield way


def _anchors(made: Gathered) -> Iterator[Pair]:
    """Pairs that keep what only a loop leads on from above the effect, and what only one leads to below the cause."""
    starts, ends = ({pair[i] for pair in made.forward} for i in (0, 1))
    effects = [id for id, role in made.roles.items() if role == "effect" and id not in starts]
    causes = [id for id, role in made.roles.items() if role == "cause" and id not in ends]
    for id in (id for id in made.nodes if id not in made.roles):
        if id not in starts:
            yield from ((id, effect) for effect in effects[:1])
        if id not in ends:
            yield from ((cause, id) for cause in causes[:1])
