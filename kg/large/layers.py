"""The Turtle graph and a snapshot as one: which concepts are the same, and the edges of both in the kernel's arrays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from kg.causal import CausalGraph, Edge, Filters, Situation, View
from kg.causal.links import Pair
from kg.kept import Kept, one
from kg.kernel import CODE, UNSIGNED, Arrays
from kg.large.columns import Large
from kg.large.container import Column
from kg.large.joined import Edges, joined
from kg.model import Concept, Content, Match, Sign, Statement, Variable

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_ALIKE, MOST_ON_A_PAIR = 50, 1000
"""Statements on one pair that are told: of those that say the same of its direction, and in all."""
_MOST_ARRAYS, _MOST_OF_SOURCES, _MOST_CONCEPTS = 6, 100, 4096


@dataclass(frozen=True)
class Net:
    """Arrays and what their nodes are: the numbers of concepts in order, or, without, the numbers themselves."""

    arrays: Arrays
    numbers: NDArray[np.int64] | None = None

    @cached_property
    def unsigned(self) -> bool:
        """Whether it has edges whose direction is not stated."""
        return bool((self.arrays.sign == UNSIGNED).any())

    def node(self, number: int) -> int | None:
        """The node of a concept; none where it has no edge here."""
        if self.numbers is None:
            return number if number < self.arrays.nodes else None
        at = int(np.searchsorted(self.numbers, number))
        return at if at < len(self.numbers) and self.numbers[at] == number else None

    def number(self, node: int) -> int:
        """The number of the concept of a node."""
        return node if self.numbers is None else int(self.numbers[node])


class Layers:
    """One Turtle graph beside a snapshot; made anew for each state of that graph.

    A variable of the graph is a concept of the snapshot where both have one id, or one public id as an exact match
    that no other here has. Concepts have the number of the snapshot; the others behind those, in the order of ids.
    """

    def __init__(self, large: Large, graph: CausalGraph) -> None:
        self.large, self.graph = large, graph
        self._number = dict(_met(large, graph))
        self._called = {n: id for id, n in self._number.items()}
        own = [id for id, c in graph.concepts.items() if id not in self._number and isinstance(c, Variable)]
        self._own = sorted(own)
        self._number |= {id: large.concepts + n for n, id in enumerate(self._own)}
        self._asked: dict[str, int | None] = {}
        self._concepts: Kept[Concept] = Kept(_MOST_CONCEPTS, one)
        self._nets: Kept[Net] = Kept(_MOST_ARRAYS, one)
        self._of_sources: Kept[Net] = Kept(_MOST_OF_SOURCES, one)

    def number(self, id: str) -> int | None:
        """The number of a variable by its id; none where it is unknown, or no variable."""
        if id in self._number or id in self.graph.concepts:
            return self._number.get(id)
        if id not in self._asked:
            if len(self._asked) >= _MOST_CONCEPTS:
                self._asked.clear()
            self._asked[id] = self.large.number(id)
        return self._asked.get(id)

    def id(self, number: int) -> str:
        """The id by which a concept goes here."""
        if number >= self.large.concepts:
            return self._own[number - self.large.concepts]
        return self._called.get(number) or self.large.id(number)

    def concept(self, number: int) -> Concept:
        """The concept of a number, as the Turtle graph has it where it does."""
        return self._concepts.get(
            number, lambda: self.graph.concepts.get(self.id(number)) or self.large.concept(number)
        )

    def inside(self, number: int | None) -> int | None:
        """The number, where it is of the snapshot."""
        return number if number is not None and number < self.large.concepts else None

    def statement(self, n: int) -> Statement:
        """A statement of the snapshot between the concepts as they are here."""
        subject, object = (self.concept(int(self.large[f"statement.{end}"][n])) for end in ("subject", "object"))
        return self.large.statement(n, (subject, object))

    def on_pair(self, subject: int, object: int) -> list[int]:
        """The statements of the snapshot on a pair: all, but of many that say the same the first."""
        if max(subject, object) >= self.large.concepts:
            return []
        rows = self.large.on_pair(subject, object)
        if len(rows) <= MOST_ALIKE:
            return [*rows]
        signs = self.large.weights.sign[self.large["statement.wording"][rows.start : rows.stop]]
        alike = (signs == signs[0]).all()
        return [*rows][: MOST_ALIKE if alike else MOST_ON_A_PAIR]

    def content(self, statements: Iterable[int], concepts: Iterable[int] = ()) -> Content:
        """Statements of the snapshot and their concepts and sources as values, without what the Turtle graph has."""
        known = self.graph
        rows = [n for n in dict.fromkeys(statements) if self.large.statement_id(n) not in known.statements]
        ends = (int(self.large[f"statement.{end}"][n]) for n in rows for end in ("subject", "object"))
        numbers = dict.fromkeys([*concepts, *ends])
        new = [c for n in numbers for c in [self.concept(n)] if c.id not in known.concepts]
        sources = sorted({int(self.large["statement.source"][n]) for n in rows})
        return Content(
            concepts=tuple(sorted(new, key=lambda c: c.id)),
            statements=tuple(self.statement(n) for n in sorted(rows)),
            documents=tuple(d for n in sources for d in [self.large.source(n)] if d.id not in known.documents),
        )

    def net(self, situation: Situation, filters: Filters) -> Net:
        """The edges of both that hold in a situation under some filters, but for what is to be avoided."""
        plain = _links_only(filters)
        key = (situation, plain)
        nets = self._nets if plain.source is None else self._of_sources
        return nets.get(key, lambda: self._net(situation, plain))

    def _net(self, situation: Situation, filters: Filters) -> Net:
        whole = (filters, situation.set) == (Filters(), ())
        if whole and not self.overlaid:
            return Net(self.large.arrays)
        edges = self._of_large(filters)
        view = View.of(self.graph, situation, filters)
        if self._shared:
            content = self.content(n for a, b in self._shared for n in self.on_pair(a, b))
            both = self.graph.changed(content, Content())
            view = View(both, situation, filters)
        held = [n for id, _ in situation.set if (n := self.number(id)) is not None]
        told = [*self._told(view.edges)]
        touched = {(a, b) for a, b, _, _ in told} | self._shared
        gone = np.isin(edges.head, held) | np.isin(_pairs(edges), [a << 32 | b for a, b in touched])
        added = np.asarray(told, np.int64).reshape(-1, 4).T
        columns = [
            np.concatenate([column[~gone].astype(np.int64), more]) for column, more in zip(edges, added, strict=True)
        ]
        if filters.source is None:
            return Net(Arrays.of(self.large.concepts + len(self._own), *columns))
        numbers, nodes = np.unique(np.concatenate(columns[:2]), return_inverse=True)
        tail, head = np.split(nodes, 2)
        return Net(Arrays.of(len(numbers), tail, head, *columns[2:]), numbers)

    def _of_large(self, filters: Filters) -> Edges:
        """The edges of the snapshot that its statements make under some filters."""
        large, arrays = self.large, self.large.arrays
        if filters == Filters():
            return Edges(
                np.repeat(np.arange(arrays.nodes), np.diff(arrays.start)), arrays.head, arrays.sign, arrays.grade
            )
        chosen: Column | slice = slice(None)
        if filters.source is not None:
            source = large.source_number(filters.source)
            chosen = np.zeros(0, np.int64) if source is None else np.sort(large.of_source(source))
        names = ("subject", "object", "wording", "source", "study")
        rows = {name: large[f"statement.{name}"][chosen] for name in names}
        return joined(rows, large["statement.causal"][chosen] & self._allowed(filters)[rows["wording"]], large.weights)

    def _allowed(self, filters: Filters) -> Column:
        """Which wordings some filters let through."""
        relations, hedges = filters.relations, self.large.weights.hedge
        named = [not relations or relation in relations for relation in self.large.relations]
        return np.asarray(named, bool) & (hedges <= filters.min_hedge)

    def _told(self, edges: dict[Pair, Edge]) -> Iterator[tuple[int, int, int, int]]:
        for (cause, effect), edge in edges.items():
            if edge.sign is not Sign.ZERO and cause != effect:
                yield (
                    self._number[cause],
                    self._number[effect],
                    UNSIGNED if edge.unsigned else CODE[edge.sign],
                    _grade(edge),
                )

    @cached_property
    def overlaid(self) -> bool:
        """Whether the Turtle graph says anything of variables."""
        return bool(self.graph.by_pair)

    @cached_property
    def _shared(self) -> frozenset[tuple[int, int]]:
        """The pairs of which both speak, by numbers."""
        numbers = ((self._number[a], self._number[b]) for a, b in self.graph.by_pair)
        return frozenset(pair for pair in numbers if self.on_pair(*pair))


def _links_only(filters: Filters) -> Filters:
    """The filters of links, without what is avoided: the search itself keeps clear of that."""
    return Filters(
        relations=filters.relations, min_hedge=filters.min_hedge, bridges=filters.bridges, source=filters.source
    )


def _grade(edge: Edge) -> int:
    s = edge.best.statement
    return int(s.basis) << 4 | int(s.hedge)


def _pairs(edges: Edges) -> Column:
    return edges.tail.astype(np.int64) << 32 | edges.head


def _met(large: Large, graph: CausalGraph) -> Iterator[tuple[str, int]]:
    """The variables of the graph that the snapshot has too, each with its number there; none of the two twice."""
    taken: set[int] = set()
    ours: dict[str, int] = {}
    for c in graph.concepts.values():
        for m in c.mappings:
            ours[m.iri] = ours.get(m.iri, 0) + (m.match is Match.exact)
    for c in sorted(graph.concepts.values(), key=lambda c: (large.number(c.id) is None, c.id)):
        if not isinstance(c, Variable):
            continue
        if (same := large.number(c.id)) is None:
            exact = (m.iri for m in c.mappings if m.match is Match.exact and ours[m.iri] == 1)
            met = {n for iri in exact for n in _only(large, iri)}
            same = met.pop() if len(met) == 1 else None
        if same is not None and same not in taken and large.is_variable(same):
            taken.add(same)
            yield c.id, same


def _only(large: Large, iri: str) -> list[int]:
    """The concept of the snapshot that alone has a public id as an exact match."""
    found = [n for n, match in large.by_term(iri) if match is Match.exact]
    return found if len(found) == 1 else []
