"""The sign algebra: which directions an effect may have, along a path and over parallel paths."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from itertools import combinations, product


class Sign(Enum):
    """The possible directions of an effect: the convex sets of {-1, 0, +1}.

    `*` is the product along a path, `+` the sum over parallel paths (Wellman 1990, "Fundamental concepts of
    qualitative probabilistic networks", Artificial Intelligence 44), both taken element by element. ZERO is the
    identity of the sum and PLUS that of the product; the two weak signs keep "a little or nothing" apart from "?".

    >>> Sign.MINUS * Sign.MINUS, Sign.PLUS + Sign.MINUS, Sign.WEAK_PLUS * Sign.MINUS
    (<Sign.PLUS: '+'>, <Sign.UNKNOWN: '?'>, <Sign.WEAK_MINUS: '0-'>)
    """

    PLUS = "+"
    MINUS = "-"
    ZERO = "0"
    WEAK_PLUS = "0+"
    WEAK_MINUS = "0-"
    UNKNOWN = "?"

    __hash__ = object.__hash__

    @property
    def directions(self) -> frozenset[int]:
        """The directions that it allows, as +1, -1 and 0."""
        return _DIRECTIONS[self]

    @property
    def definite(self) -> bool:
        """Whether it says which way: + or -."""
        return self in (Sign.PLUS, Sign.MINUS)

    @classmethod
    def of(cls, directions: Iterable[int]) -> Sign:
        """The least sign that allows every one of these directions (numbers -1, 0, +1)."""
        wanted = frozenset(directions)
        if wanted not in _LEAST:
            raise ValueError(f"directions must be some of -1, 0, +1, not {sorted(wanted)}")
        return _LEAST[wanted]

    def __mul__(self, other: Sign) -> Sign:
        return _PRODUCT[self, other]

    def __add__(self, other: Sign) -> Sign:
        return _SUM[self, other]

    def times(self, level: int) -> Sign:
        """The sign seen from a level: unchanged for +1, mirrored for -1."""
        return self if level > 0 else self * Sign.MINUS


_DIRECTIONS = {
    Sign.PLUS: frozenset({1}),
    Sign.MINUS: frozenset({-1}),
    Sign.ZERO: frozenset({0}),
    Sign.WEAK_PLUS: frozenset({0, 1}),
    Sign.WEAK_MINUS: frozenset({-1, 0}),
    Sign.UNKNOWN: frozenset({-1, 0, 1}),
}
_LEAST: dict[frozenset[int], Sign] = {
    frozenset(wanted): min((s for s in Sign if s.directions.issuperset(wanted)), key=lambda s: len(s.directions))
    for many in (1, 2, 3)
    for wanted in combinations((-1, 0, 1), many)
}


def _sum(a: int, b: int) -> set[int]:
    if 0 in (a, b) or a == b:
        return {a or b}
    return {-1, 0, 1}


_PRODUCT = {(a, b): Sign.of(x * y for x in a.directions for y in b.directions) for a, b in product(Sign, Sign)}
_SUM = {
    (a, b): Sign.of(z for x in a.directions for y in b.directions for z in _sum(x, y)) for a, b in product(Sign, Sign)
}
