"""Feedback: which variables act on themselves, around which loops, and with which polarity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise

import networkx as nx

from kg.model import Sign
from kg.patience import go_on
from kg.walks import along, distances, shortest_way

MOST = 100
"""Loops that are told at once."""
LONGEST = 12
"""Variables in a loop that is looked for; the shortest one through a variable is found whatever its length."""
_POLARITIES = {Sign.PLUS: "reinforcing", Sign.MINUS: "balancing"}


@dataclass(frozen=True, slots=True)
class Loop:
    """A closed chain of signed links: balancing with an odd number of minuses, else reinforcing; open where one of its
    links can be either.
    """

    nodes: tuple[str, ...]
    sign: Sign

    @property
    def ring(self) -> tuple[str, ...]:
        """Its variables from the first of them by name: the same wherever it is entered."""
        first = self.nodes.index(min(self.nodes))
        return (*self.nodes[first:], *self.nodes[:first])

    @property
    def polarity(self) -> str:
        """Whether it reinforces, balances, or is open."""
        return _POLARITIES.get(self.sign, "open")


class Loops:
    """The loops of a signed graph, given as the sign of each step, and of what acts on itself directly."""

    def __init__(self, signs: Mapping[str, Mapping[str, Sign]], own: Mapping[str, Sign]) -> None:
        self._signs = signs
        self._own = own

    @cached_property
    def component(self) -> dict[str, int]:
        """The strongly connected part, by number, of each variable that lies on a loop with others."""
        digraph = nx.DiGraph((a, b) for a in sorted(self._signs) for b in self._signs[a])
        parts = [part for part in nx.strongly_connected_components(digraph) if len(part) > 1]
        return {v: n for n, part in enumerate(sorted(parts, key=min)) for v in part}

    def through(self, variables: Iterable[str]) -> list[Loop]:
        """A shortest loop through each of these that lies on one; each loop once, shortest first."""
        found = {frozenset(loop.nodes): loop for v in sorted({*variables}) for loop in self._shortest(v)}
        return sorted(found.values(), key=_order)

    def _shortest(self, variable: str) -> Iterator[Loop]:
        go_on()
        if variable in self._own:
            yield Loop((variable,), self._own[variable])
        if variable in self.component:
            yield self._loop(shortest_way(variable, variable, along(self._signs))[:-1])

    def all(self, variable: str | None = None, *, longest: int = LONGEST) -> list[Loop]:
        """At most MOST loops, shortest first: those through the variable, where one is named; a shortest one is in."""
        within = {v for v, n in self.component.items() if variable is None or n == self.component.get(variable)}
        starts = sorted(within) if variable is None else [v for v in (variable,) if v in within]
        loops = [self._loop(cycle) for cycle in islice(self._cycles(starts, within, longest), MOST)]
        loops += self.through([variable] if variable else [*self._own])
        once = {loop.ring: loop for loop in reversed(loops)}
        return sorted(once.values(), key=_order)[:MOST]

    def _cycles(self, starts: Iterable[str], within: set[str], longest: int) -> Iterator[list[str]]:
        """The closed chains within a part that pass one of the starts, each once: those through the first, then those
        through the second without it, and so on; the search enters only what leads back to its start in time.
        """
        steps = {a: [b for b in sorted(self._signs[a]) if b in within] for a in sorted(within)}
        back: dict[str, list[str]] = {a: [] for a in steps}
        for a, after in steps.items():
            for b in after:
                back[b].append(a)
        for start in starts:
            yield from _around(start, steps, _left(start, back, within, longest), longest)
            within = within - {start}

    def _loop(self, nodes: list[str]) -> Loop:
        sign = Sign.PLUS
        for cause, effect in pairwise([*nodes, nodes[0]]):
            sign = sign * self._signs[cause][effect]
        return Loop(tuple(nodes), sign)


def _left(start: str, back: Mapping[str, Iterable[str]], within: set[str], longest: int) -> dict[str, int]:
    """The least number of steps to the start from what comes back to it within a part, in fewer than `longest`."""
    return distances([start], lambda at: (b for b in back[at] if b in within), most=longest - 1)


def _around(
    start: str, steps: Mapping[str, Iterable[str]], left: Mapping[str, int], longest: int
) -> Iterator[list[str]]:
    """The closed chains through the start, of at most so many; those with the shortest way back first."""

    def onward(at: str) -> Iterator[str]:
        return iter(sorted(steps[at], key=lambda v: left.get(v, longest)))

    chain, waiting = [start], [onward(start)]
    while waiting:
        go_on()
        after = next(waiting[-1], None)
        if after is None:
            chain.pop()
            waiting.pop()
        elif after == start:
            yield [*chain]
        elif left.get(after, longest) + len(chain) <= longest and after not in chain:
            chain.append(after)
            waiting.append(onward(after))


def _order(loop: Loop) -> tuple[int, tuple[str, ...]]:
    return (len(loop.nodes), loop.nodes)
