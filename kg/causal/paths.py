"""Paths from a cause to an effect: all of them within the limits, then the order, then the cut."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import mul
from typing import TYPE_CHECKING

from kg.model import Basis, Hedge, Sign

if TYPE_CHECKING:
    from kg.causal.view import Edge

LONGEST = 16
MOST = 20_000

Steps = Mapping[str, Mapping[str, "Edge"]]


@dataclass(frozen=True)
class Path:
    """Edges from a cause to an effect that meet no concept twice.

    Its sign is the product of its edges' signs; it is as sure and as well supported as its weakest edge.
    """

    edges: tuple[Edge, ...]

    @property
    def nodes(self) -> tuple[str, ...]:
        return (self.edges[0].cause, *(edge.effect for edge in self.edges))

    @cached_property
    def sign(self) -> Sign:
        return reduce(mul, (edge.sign for edge in self.edges))

    @property
    def hedge(self) -> Hedge:
        return max(edge.best.statement.hedge for edge in self.edges)

    @property
    def basis(self) -> Basis:
        return max(edge.best.statement.basis for edge in self.edges)

    @cached_property
    def bridges(self) -> int:
        return sum(edge.best.statement.bridge for edge in self.edges)

    @property
    def stated(self) -> bool:
        """Whether it is one step that the source itself states."""
        return len(self.edges) == 1 and not self.bridges

    @cached_property
    def rank(self) -> tuple:
        """Basis, hedge, bridges, length, then names: a total order, best first."""
        return (not self.stated, self.basis, self.hedge, self.bridges, len(self.edges), self.nodes)

    def __str__(self) -> str:
        return self.edges[0].cause + "".join(f" -({e.sign.value})-> {e.effect}" for e in self.edges)


def distances(back: Mapping[str, Mapping[str, object]], effect: str) -> dict[str, int]:
    """The least number of steps from each node to the effect, along edges given backwards."""
    found, frontier = {effect: 0}, [effect]
    while frontier:
        reached = []
        for node in frontier:
            for before in back.get(node, ()):
                if before not in found:
                    found[before] = found[node] + 1
                    reached.append(before)
        frontier = reached
    return found


def search(
    out: Steps, left: Mapping[str, int], cause: str, effect: str, *, longest: int = LONGEST, most: int = MOST
) -> tuple[list[Path], bool]:
    """Every path of at most `longest` edges, in no order, and whether none was left out.

    `left` gives the least number of steps to the effect: a node that cannot reach it in time is never entered, so
    the work follows the output. The second value is false where a path is longer than `longest` or there are more
    than `most`. None where cause and effect are one.
    """
    if cause == effect or cause not in left:
        return [], True
    found: list[Path] = []
    trail: list[Edge] = []
    seen = {cause}
    complete = True

    def walk(node: str, room: int) -> None:
        nonlocal complete
        for after, edge in out[node].items():
            need = left.get(after)
            if need is None or after in seen:
                continue
            if need >= room:
                complete = False
            elif after == effect:
                if len(found) == most:
                    complete = False
                    return
                found.append(Path((*trail, edge)))
            else:
                trail.append(edge)
                seen.add(after)
                walk(after, room - 1)
                seen.discard(after)
                trail.pop()

    walk(cause, longest)
    return found, complete
