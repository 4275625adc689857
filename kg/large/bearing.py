"""What of both layers bears on a question, and what lies beyond it, as far as a verdict depends on that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from kg import kernel
from kg.causal import Filters, Loop, Path, Situation, View
from kg.causal.edge import turned
from kg.kernel import Arrays
from kg.large.columns import Large
from kg.large.container import Column
from kg.large.layers import Layers, Net
from kg.model import Sign
from kg.patience import go_on
from kg.walks import along, walk

SMALL = 20_000
"""Edges; a graph with fewer is searched to the greatest depth and for many paths at once."""
_STEPS = (4, 6, kernel.LONGEST)
_NEAR, _AROUND, _COMMON = (1, 2, 3), 4, 2
"""Steps in a large graph: of what is ranked, of loops, and of what two have in common, each."""
_MOST, _MOST_OF_SMALL, _MOST_LOOPS, _MOST_SOURCES = 20, 500, 4, 200
_MOST_RINGS, _MOST_WALKED = 100, 2000
_LONGEST = Filters().longest

Ways = tuple[tuple[tuple[str, ...], ...], bool]
"""Paths as the ids of their variables, and whether there are no others."""


@dataclass(frozen=True, eq=False)
class Bearing:
    """The larger graph for one question; what was found once is found again at once.

    `limit` is how many variables are ranked; `cut` becomes true where there are more than were.
    """

    layers: Layers
    limit: int = 20
    cut: list[str] = field(default_factory=list)
    _last: list[tuple[Situation, Filters, Net]] = field(default_factory=list)
    _ways: dict[object, Ways] = field(default_factory=dict)
    _signs: dict[object, frozenset[Sign]] = field(default_factory=dict)
    _ranked: dict[object, tuple[str, ...]] = field(default_factory=dict)
    _sources: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    _loops: dict[object, tuple[str, ...]] = field(default_factory=dict)

    def paths(
        self, view: View, cause: str, effect: str, *, longest: int, through: Sequence[str] = (), unsigned: bool = False
    ) -> tuple[list[Path], bool]:
        """The best paths of those that the part holds, and whether there are no others in the whole."""
        ways, complete = self.ways(view.situation, view.filters, cause, effect, longest, tuple(through), unsigned)
        found = [path for way in ways if (path := _path(view, way))]
        return found, complete and len(found) == len(ways)

    def ways(
        self,
        situation: Situation,
        filters: Filters,
        cause: str,
        effect: str,
        longest: int = _LONGEST,
        through: tuple[str, ...] = (),
        unsigned: bool = False,
    ) -> Ways:
        """The best paths of each sign, by their variables."""
        key = (situation, filters.of_links, cause, effect, longest, through, unsigned)
        if key not in self._ways:
            net = self._net(situation, filters)
            if unsigned and not net.unsigned:
                return (), True
            self._ways[key] = self._search(net, filters, cause, effect, longest, through, unsigned)
        return self._ways[key]

    def _search(
        self,
        net: Net,
        filters: Filters,
        cause: str,
        effect: str,
        longest: int,
        through: tuple[str, ...],
        unsigned: bool,
    ) -> Ways:
        source, target, *inner = (self._node(net, id) for id in (cause, effect, *through))
        avoid = {n for id in (*filters.avoid, *filters.around) if (n := self._node(net, id)) is not None}
        if source is None or target is None or None in inner or source == target:
            return (), True
        small = net.arrays.edges < SMALL
        most = _MOST_OF_SMALL if small else _MOST
        depths = [min(longest, kernel.LONGEST)] if small or longest < _LONGEST else _STEPS
        between = [n for n in inner if n is not None]
        for steps in depths:
            go_on()

            def found(sign: Sign | None, k: int, steps: int = steps) -> kernel.Paths:
                return kernel.best_paths(
                    *(net.arrays, source, target),
                    k=k,
                    longest=steps,
                    sign=sign,
                    through=between,
                    avoid=avoid,
                    unsigned=unsigned,
                )

            first = found(None, most)
            nodes = dict.fromkeys(first.nodes)
            if "k" in first.cut or "expansions" in first.cut:
                for sign in (Sign.PLUS, Sign.MINUS):
                    nodes |= dict.fromkeys(found(sign, most // 2).nodes)
                if not between and _edge(net.arrays, source, target, unsigned):
                    nodes[source, target] = None
            if nodes or first.complete:
                ids = tuple(tuple(self.layers.id(net.number(n)) for n in way) for way in nodes)
                return ids, first.complete
        return (), False

    def _net(self, situation: Situation, filters: Filters) -> Net:
        """The net of a situation and filters; the one used last is at hand, as most questions have but one."""
        if self._last and self._last[0][0] is situation and self._last[0][1] is filters:
            return self._last[0][2]
        self._last[:] = [(situation, filters, self.layers.net(situation, filters))]
        return self._last[0][2]

    def _node(self, net: Net, id: str) -> int | None:
        number = self.layers.number(id)
        return None if number is None else net.node(number)

    def walk_signs(self, view: View, cause: str, effect: str) -> frozenset[Sign]:
        """The signs of all ways in the whole, those that come by a concept twice among them; none where none leads."""
        key = (view.situation, view.filters, cause, effect)
        if key not in self._signs:
            net = self._net(view.situation, view.filters)
            source, target = self._node(net, cause), self._node(net, effect)
            self._signs[key] = (
                frozenset()
                if source is None or target is None
                else kernel.walk_signs(net.arrays, source, target, allowed=self._clear(net, view.filters))
            )
        return self._signs[key]

    def _clear(self, net: Net, filters: Filters) -> np.ndarray | None:
        """The edges that keep clear of what is to be avoided; none where nothing is."""
        ids = (*filters.avoid, *filters.around)
        nodes = [n for id in ids if (n := self._node(net, id)) is not None]
        if not nodes:
            return None
        tails = np.repeat(np.arange(net.arrays.nodes), np.diff(net.arrays.start))
        return ~(np.isin(tails, nodes) | np.isin(net.arrays.head, nodes))

    def ranked(self, view: View, concept: str, *, upstream: bool) -> list[str]:
        """The variables that it acts on, or that act on it, best first, as far as they were wanted; else those to which
        the part leads.
        """
        key = (view.situation, view.filters.of_links, concept, upstream)
        if key in self._ranked:
            return [v for v in self._ranked[key] if v in view.graph.concepts]
        steps = turned(view.out_with_unsigned) if upstream else view.out_with_unsigned
        return sorted(v for v in walk([concept], along(steps)) if v != concept)

    def near(self, situation: Situation, filters: Filters, concept: str, upstream: bool) -> tuple[str, ...]:
        """The same, for a view that is not made yet."""
        key = (situation, filters.of_links, concept, upstream)
        if key not in self._ranked:
            net = self._net(situation, filters)
            node = self._node(net, concept)
            self._ranked[key] = () if node is None else self._rank(net, filters, node, upstream)
        return self._ranked[key]

    def _rank(self, net: Net, filters: Filters, node: int, upstream: bool) -> tuple[str, ...]:
        """As far away as it takes to find as many as are wanted; all of a small graph."""
        small = net.arrays.edges < SMALL
        most = net.arrays.nodes if small else self.limit
        allowed = self._clear(net, filters)
        others: list[int] = []
        for steps in (None,) if small else _NEAR:
            go_on()
            found = kernel.rank_effects(
                *(net.arrays, node),
                backward=upstream,
                limit=most + 2,
                longest=steps,
                allowed=allowed,
                unsigned=True,
            )
            others = [one.node for one in found if one.node != node]
            if len(others) >= most:
                break
        if not small:
            self.cut.append("ranked")
        return tuple(self.layers.id(net.number(one)) for one in others[:most])

    def loops(self, view: View, variables: Iterable[str]) -> list[Loop]:
        """A shortest loop through each of these that lies on one and that the part holds, shortest first."""
        found: dict[frozenset[str], Loop] = {}
        for variable in sorted({*variables}):
            if own := view.edges.get((variable, variable)):
                found[frozenset([variable])] = Loop((variable,), own.sign)
            ring = self.ring(view.situation, view.filters, variable)
            if ring and (path := _path(view, (*ring, ring[0]))):
                found[frozenset(ring)] = Loop(ring, path.sign)
        return sorted(found.values(), key=lambda loop: (len(loop.nodes), loop.nodes))

    def shared(self, view: View, a: str, b: str, *, upstream: bool) -> list[str]:
        """The variables that act on both, or that both act on, the nearest first, as far as they were wanted."""
        return [v for v in self.common(view.situation, a, b, upstream) if v in view.graph.concepts]

    def common(self, situation: Situation, a: str, b: str, upstream: bool) -> tuple[str, ...]:
        """The same, for a view that is not made yet."""
        key = (situation, a, b, upstream)
        if key not in self._ranked:
            net = self._net(situation, Filters())
            one, other = self._node(net, a), self._node(net, b)
            found: list[tuple[int, int]] = []
            if one is not None and other is not None:
                steps = None if net.arrays.edges < SMALL else _COMMON
                found = kernel.shared(net.arrays, one, other, backward=upstream, longest=steps, unsigned=True)
                self.cut.extend(["shared"] if steps or len(found) > self.limit else [])
            self._ranked[key] = tuple(self.layers.id(net.number(n)) for n, _ in found[: self.limit])
        return self._ranked[key]

    def rings(self, view: View, variable: str) -> list[Loop]:
        """The first loops through a variable, shortest first."""
        found = {}
        for ring in self.around(view.situation, view.filters, variable):
            if path := _path(view, (*ring, ring[0])):
                loop = Loop(ring, path.sign)
                found[loop.ring] = loop
        if own := view.edges.get((variable, variable)):
            found[variable,] = Loop((variable,), own.sign)
        return sorted(found.values(), key=lambda loop: (len(loop.nodes), loop.nodes))

    def around(self, situation: Situation, filters: Filters, variable: str) -> tuple[tuple[str, ...], ...]:
        """The same, by their variables, for a view that is not made yet."""
        net = self._net(situation, filters)
        if (node := self._node(net, variable)) is None:
            return ()
        longest = kernel.LONGEST if net.arrays.edges < SMALL else _AROUND
        found = kernel.loops(net.arrays, node, k=_MOST_RINGS, longest=longest)
        self.cut.extend([] if found.complete else ["loops"])
        return tuple(tuple(self.layers.id(net.number(n)) for n in way[:-1]) for way in found.nodes)

    def ring(self, situation: Situation, filters: Filters, variable: str) -> tuple[str, ...]:
        """A shortest loop through a variable, from it on; empty where none is found.

        In a large graph loops are looked for through the first that are asked about.
        """
        key = (situation, filters.of_links, variable)
        if key not in self._loops:
            net = self._net(situation, filters)
            node = self._node(net, variable)
            small = net.arrays.edges < SMALL
            asked = node is not None and (small or len(self._loops) < _MOST_LOOPS)
            self._loops[key] = self._ring(net, node, small) if asked and node is not None else ()
        return self._loops[key]

    def _ring(self, net: Net, node: int, small: bool) -> tuple[str, ...]:
        for steps in range(2, kernel.LONGEST + 1) if small else (_AROUND,):
            found = kernel.loops(net.arrays, node, k=1, longest=steps)
            if found.nodes:
                return tuple(self.layers.id(net.number(n)) for n in found.nodes[0][:-1])
            if found.complete:
                break
        return ()

    def sources(self, cause: str, effect: str) -> frozenset[str]:
        """The sources whose own statements may lead from the one to the other; of very many the first."""
        key = (cause, effect)
        if key not in self._sources:
            a, b = (self.layers.inside(self.layers.number(id)) for id in key)
            numbers = () if a is None or b is None else self._leading(a, b)
            self._sources[key] = frozenset(map(self.layers.large.source_id, numbers))
        return self._sources[key]

    def _leading(self, cause: int, effect: int) -> Iterator[int]:
        large = self.layers.large
        about, of = large.as_subject(cause), large.as_object(effect)
        source, causal = large["statement.source"], large["statement.causal"]
        out = source[about.start : about.stop][causal[about.start : about.stop]]
        for n in np.intersect1d(out, source[of][causal[of]])[:_MOST_SOURCES]:
            go_on()
            rows = large.of_source(int(n))
            if self.layers.overlaid or len(rows) > _MOST_WALKED or _leads(large, rows, cause, effect):
                yield int(n)


def _leads(large: Large, rows: Column, cause: int, effect: int) -> bool:
    """Whether some rows lead from one concept to another."""
    steps: dict[int, list[int]] = {}
    for a, b in zip(large["statement.subject"][rows].tolist(), large["statement.object"][rows].tolist(), strict=True):
        steps.setdefault(a, []).append(b)
    return effect in walk([cause], along(steps))


def _edge(arrays: Arrays, source: int, target: int, unsigned: bool) -> bool:
    """Whether an edge leads from one node to another."""
    start, end = arrays.start[source], arrays.start[source + 1]
    at = int(start + np.searchsorted(arrays.head[start:end], target))
    there = at < end and arrays.head[at] == target
    return bool(there and (unsigned or arrays.sign[at] != kernel.UNSIGNED))


def _path(view: View, way: Sequence[str]) -> Path | None:
    """A path over these variables; none where the part lacks a step of it."""
    path = Path.empty(way[0])
    for pair in pairwise(way):
        edge = view.edges.get(pair)
        if edge is None or edge.sign is Sign.ZERO:
            return None
        path = path.then(edge)
    return path


def steps_of(ways: Iterable[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """The pairs along some ways, each once."""
    return iter(dict.fromkeys(pair for way in ways for pair in pairwise(way)))
