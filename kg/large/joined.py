"""The edges of a snapshot: what all statements on a pair of variables say together, as `View` joins them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from kg.causal import combine, either
from kg.importing import Wording
from kg.kernel import CODE, CODES, UNSIGNED
from kg.large.container import Column
from kg.model import Basis, Hedge, Sign


class Edges(NamedTuple):
    """Edges in the order of cause and effect, as the kernel has them; none of no effect, and none of a variable on
    itself.
    """

    tail: Column
    head: Column
    sign: Column
    grade: Column


class Weights(NamedTuple):
    """By the number of a wording its sign and hedge, by the number of a study its basis: codes of the kernel's."""

    sign: Column
    hedge: Column
    basis: Column

    @classmethod
    def of(cls, wordings: Sequence[Wording], trials: Sequence[bool]) -> Weights:
        """Those of these wordings, and of studies of which these are trials."""
        hedges = [Hedge.categorical if w.hedge is None else w.hedge for w in wordings]
        return cls(
            np.asarray([CODE[w.sign] for w in wordings], np.uint8),
            np.asarray(hedges, np.uint8),
            np.asarray([Basis.rct if trial else Basis.asserted for trial in trials], np.uint8),
        )


def joined(rows: Mapping[str, Column], causal: Column, weights: Weights) -> Edges:
    """What rows in the order of subject and object say together of each pair; those that are `causal` count."""
    if not len(causal):
        return Edges(*(np.zeros(0, code) for code in (np.uint32, np.uint32, np.int8, np.uint8)))
    sign = weights.sign[rows["wording"]]
    grade = weights.basis[rows["study"]] << 4 | weights.hedge[rows["wording"]]
    pairs = rows["subject"].astype(np.uint64) << np.uint64(32) | rows["object"]
    first = np.flatnonzero(np.concatenate(([True], pairs[1:] != pairs[:-1])))
    ends = np.append(first[1:], len(pairs))
    telling = causal & (sign != CODE[Sign.UNKNOWN])
    told, led = np.logical_or.reduceat(telling, first), np.logical_or.reduceat(causal, first)
    counts = np.where(np.repeat(told, ends - first), telling, causal)
    low = np.minimum.reduceat(np.where(counts, sign, 255).astype(np.uint8), first)
    high = np.maximum.reduceat(np.where(counts, sign, 0).astype(np.uint8), first)
    best = np.minimum.reduceat(np.where(counts, grade, 255).astype(np.uint8), first)
    for n in np.flatnonzero(led & (low != high)):
        low[n] = _together(sign, rows["source"], counts, range(int(first[n]), int(ends[n])))
    tail, head = rows["subject"][first], rows["object"][first]
    kept = led & (tail != head) & (low != CODE[Sign.ZERO])
    code = np.where(told, low, UNSIGNED).astype(np.int8)
    return Edges(tail[kept], head[kept], code[kept], best[kept])


def _together(sign: Column, source: Column, counts: Column, rows: range) -> int:
    """The sign of statements that differ: within a source their sum, and whatever any source allows."""
    lines: dict[int, list[Sign]] = defaultdict(list)
    for n in rows:
        if counts[n]:
            lines[int(source[n])].append(CODES[sign[n]])
    return CODE[either(combine(line) for line in lines.values())]
