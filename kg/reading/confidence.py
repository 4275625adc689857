"""How surely a claim is right, by how it was read: a logistic rule whose weights were fitted to judged claims."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from kg.linking import english

NAMES = ("base", "share", "names", "length", "hedged", "passive", "noun", "participle", "agent", "after", "other")
_FORMS = {form: form for form in ("passive", "noun", "participle", "agent", "after")}
_PLAIN = "verb"
_ROUNDS = 50


def features(share: float, form: str, hedge: str, names: int, length: int) -> tuple[float, ...]:
    """What the rule goes by, as `NAMES` has them: the share of readings that agree, the form of the claim, its hedge,
    and how many names and hundreds of signs its sentence has.
    """
    told = _FORMS.get(form, "" if form == _PLAIN else "other")
    given = {
        "base": 1.0,
        "share": share,
        "names": names - 2.0,
        "length": length / 100,
        "hedged": hedge != "categorical",
    }
    return tuple(float(given.get(name, name == told)) for name in NAMES)


def confidence(weights: Mapping[str, float], given: Sequence[float]) -> float:
    """From 0 to 1, by the weights of the features."""
    return 1 / (1 + math.exp(-sum(weights[name] * value for name, value in zip(NAMES, given, strict=True))))


FILE = "confidence.tsv"
"""What the weights that were learned are called, beside the data."""


def parsed(table: str) -> Mapping[str, float]:
    """The weights of a table, as `table_of` makes it; those that it lacks are the shipped ones."""
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {**shipped(), **{row[0]: float(row[1]) for row in rows if row[0] in NAMES}}


def table_of(weights: Mapping[str, float]) -> str:
    """Weights as a table, which `parsed` reads back."""
    return "feature\tweight\n" + "".join(f"{name}\t{weights[name]:.6f}\n" for name in NAMES)


@lru_cache(maxsize=1)
def shipped() -> Mapping[str, float]:
    """The weights that were fitted to public sentences with judged claims, as `docs/decisions` tells."""
    return {row["feature"]: float(row["weight"]) for row in english.rows("confidence", "kg.reading")}


def fitted(
    judged: Iterable[tuple[Sequence[float], bool]], prior: Mapping[str, float], *, strength: float = 4.0
) -> dict[str, float]:
    """The weights that suit judged claims best while they stay near others; the same claims give the same weights.

    Newton's method on the likelihood with a normal prior around `prior`, of which `strength` is the precision.
    """
    rows = [(tuple(given), float(right)) for given, right in judged]
    weights = [prior[name] for name in NAMES]
    size = range(len(NAMES))
    for _ in range(_ROUNDS):
        slope = [strength * (weights[i] - prior[name]) for i, name in enumerate(NAMES)]
        bend = [[strength * (i == j) for j in size] for i in size]
        for given, right in rows:
            said = 1 / (1 + math.exp(-sum(weights[i] * given[i] for i in size)))
            for i in size:
                slope[i] += (said - right) * given[i]
                for j in size:
                    bend[i][j] += said * (1 - said) * given[i] * given[j]
        step = _solved(bend, slope)
        weights = [weight - change for weight, change in zip(weights, step, strict=True)]
        if max(map(abs, step)) < 1e-9:
            break
    return dict(zip(NAMES, weights, strict=True))


def _solved(rows: list[list[float]], right: Sequence[float]) -> list[float]:
    """What times a symmetric positive matrix gives these numbers."""
    table = [[*row, value] for row, value in zip(rows, right, strict=True)]
    size = len(table)
    for at in range(size):
        for below in range(at + 1, size):
            factor = table[below][at] / table[at][at]
            table[below] = [b - factor * a for a, b in zip(table[at], table[below], strict=True)]
    found = [0.0] * size
    for at in reversed(range(size)):
        rest = sum(table[at][k] * found[k] for k in range(at + 1, size))
        found[at] = (table[at][size] - rest) / table[at][at]
    return found
