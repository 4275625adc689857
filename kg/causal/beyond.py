"""What a part of a larger graph is made for, and what it knows of that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


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


class Larger(Protocol):
    """A larger graph, as far as a part of it must know; `Beyond` of `kg/causal/view.py` is what views ask of it."""

    def sources(self, cause: str, effect: str) -> frozenset[str]:
        """The documents with a causal statement about the one as a cause and about the other as an effect."""
        ...
