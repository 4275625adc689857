"""The part of both layers that bears on a question, as a graph that the small engine reasons over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from kg.causal import CausalGraph, Filters, Situation, Wanted
from kg.large.bearing import Bearing, steps_of
from kg.large.columns import texts_of
from kg.large.layers import Layers
from kg.model import Content
from kg.patience import go_on

MOST_AROUND = 30
"""Statements about a concept that are told beside what is asked, as its subject and as its object each."""


@dataclass(frozen=True, slots=True)
class Part:
    """A graph that answers what was asked for, and what its statements quote; `cut` where there is more than it has."""

    graph: CausalGraph
    texts: Mapping[str, str]
    bearing: Bearing

    @property
    def cut(self) -> bool:
        """Whether more was ranked than it holds."""
        return bool(self.bearing.cut)


def part(layers: Layers, wanted: Wanted, situation: Situation = Situation(), filters: Filters = Filters()) -> Part:
    """The part that bears on what is wanted, beside the whole Turtle graph."""
    bearing = Bearing(layers, wanted.limit)
    pairs = [*_pairs(layers, bearing, wanted, situation, filters)]
    steps = dict.fromkeys(pairs)
    on_the_way = dict.fromkeys(v for pair in wanted.pairs for id in pair for v in _acting(layers, id))
    for a, b in steps.copy():
        go_on()
        for unsigned in (False, True):
            through = () if unsigned else filters.through
            ways, _ = bearing.ways(situation, filters, a, b, filters.longest, through, unsigned)
            steps |= dict.fromkeys(steps_of(ways))
            on_the_way |= dict.fromkeys(id for way in ways for id in way) if wanted.pairs else {}
        for source in sorted(bearing.sources(a, b))[:_MOST_SOURCES]:
            ways, _ = bearing.ways(situation, replace(filters, source=source), a, b, filters.longest)
            steps |= dict.fromkeys(steps_of(ways))
    rings = [ring for id in on_the_way if (ring := bearing.ring(situation, filters, id))]
    rings += [
        ring for id in wanted.loops for v in _acting(layers, id) for ring in bearing.around(situation, filters, v)
    ]
    steps |= dict.fromkeys(steps_of((*ring, ring[0]) for ring in rings))
    steps |= {(id, id): None for id in (*on_the_way, *wanted.loops)}
    rows = [n for pair in steps for n in _on(layers, *pair)]
    rows += [n for a, b in wanted.pairs for n in _on(layers, b, a)]
    rows += around(layers, wanted.around, wanted.depth)
    rows += [n for id in wanted.statements if (n := layers.large.statement_number(id)) is not None]
    named = [
        n
        for id in (*_named(wanted), *(end for pair in pairs for end in pair))
        if (n := layers.inside(layers.number(id))) is not None
    ]
    graph = joined(layers, layers.content(rows, named), bearing)
    return Part(graph, texts_of(layers.large, dict.fromkeys(rows)), bearing)


def _pairs(
    layers: Layers, bearing: Bearing, wanted: Wanted, situation: Situation, filters: Filters
) -> Iterator[tuple[str, str]]:
    """The pairs whose paths are wanted."""
    for one, other in wanted.pairs:
        yield from ((a, b) for a in _acting(layers, one) for b in _acting(layers, other))
    for upstream, ids in ((False, wanted.effects), (True, wanted.causes)):
        for end in dict.fromkeys(v for id in ids for v in _acting(layers, id)):
            near = bearing.near(situation, filters, end, upstream)
            yield from ((one, end) if upstream else (end, one) for one in near)
    for ends in wanted.shared:
        for upstream in (False, True):
            near = bearing.common(situation, *ends, upstream)
            yield from ((one, end) if upstream else (end, one) for one in near for end in ends)


def _on(layers: Layers, a: str, b: str) -> list[int]:
    """The statements of the snapshot on a pair."""
    first, second = layers.number(a), layers.number(b)
    return [] if first is None or second is None else layers.on_pair(first, second)


def joined(layers: Layers, content: Content, bearing: Bearing) -> CausalGraph:
    """The Turtle graph with this beside it, which knows what lies beyond."""
    graph = layers.graph.changed(content, Content())
    graph.cut_from, graph.beyond = layers.graph, bearing
    graph.aim_only = frozenset(v for v in layers.graph.aim_only if layers.inside(layers.number(v)) is None)
    return graph


def around(layers: Layers, ids: Iterable[str], depth: int) -> list[int]:
    """The first statements about some concepts, as subject and as object, and so on for those that these name."""
    large, rows = layers.large, dict[int, None]()
    front = {n for id in ids if (n := layers.inside(layers.number(id))) is not None}
    met = set(front)
    for _ in range(depth):
        about = [
            [*large.as_subject(n)[:MOST_AROUND], *map(int, large.as_object(n)[:MOST_AROUND])] for n in sorted(front)
        ]
        found = [n for one in about for n in one][:_MOST_FURTHER]
        rows |= dict.fromkeys(found)
        front = {int(large[f"statement.{end}"][n]) for n in found for end in ("subject", "object")} - met
        met |= front
    return [*rows]


_MOST_SOURCES, _MOST_FURTHER = 40, 600


def _named(wanted: Wanted) -> Iterable[str]:
    ends = (*(id for pair in (*wanted.pairs, *wanted.shared) for id in pair), *wanted.effects, *wanted.causes)
    return dict.fromkeys((*ends, *wanted.loops, *wanted.around, *wanted.concepts))


def _acting(layers: Layers, id: str) -> list[str]:
    """The variables that a concept is spoken of through: of the snapshot itself alone."""
    if id not in layers.graph.concepts:
        n = layers.number(id)
        return [id] if n is not None and layers.large.is_variable(n) else []
    return [layers.graph.variable_of(one) for one in layers.graph.spoken_of(id)]
