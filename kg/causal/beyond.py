"""What a graph that is a part of a larger one asks of that, so that no verdict rests on the part alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from kg.model import Sign

if TYPE_CHECKING:
    from kg.causal.loops import Loop
    from kg.causal.paths import Path
    from kg.causal.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a part must hold to answer, by ids: the effects of one on another, what is up- and downstream of some, what
    two have in common, the loops through some, and what is said of some anyway, to a `depth`; `limit` of each where
    there are many. `concepts` and `statements` are only named.
    """

    pairs: tuple[tuple[str, str], ...] = ()
    effects: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    shared: tuple[tuple[str, str], ...] = ()
    loops: tuple[str, ...] = ()
    around: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    depth: int = 1
    limit: int = 20


class Beyond(Protocol):
    """The larger graph, as seen by views of the part: each tells its situation and filters."""

    def paths(
        self, view: View, cause: str, effect: str, *, longest: int, through: Sequence[str] = (), unsigned: bool = False
    ) -> tuple[list[Path], bool]:
        """The best paths, and whether there are no others in the whole."""

    def walk_signs(self, view: View, cause: str, effect: str) -> frozenset[Sign]:
        """The signs of all ways in the whole, those that come by a concept twice among them; none where none leads."""

    def ranked(self, view: View, concept: str, *, upstream: bool) -> list[str]:
        """The variables that it acts on, or that act on it, best first, as far as they were wanted."""

    def shared(self, view: View, a: str, b: str, *, upstream: bool) -> list[str]:
        """The variables that act on both, or that both act on, the nearest first, as far as they were wanted."""

    def rings(self, view: View, variable: str) -> list[Loop]:
        """The first loops through a variable, shortest first."""

    def loops(self, view: View, variables: Iterable[str]) -> list[Loop]:
        """A shortest loop through each of these that lies on one; each loop once, shortest first."""

    def sources(self, cause: str, effect: str) -> frozenset[str]:
        """The documents with a causal statement about the one as a cause and about the other as an effect."""
