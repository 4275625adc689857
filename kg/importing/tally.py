"""What passes by while a file is read: counts, the first faults, how fast it goes and how long it will take."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from kg.importing.values import Block, Fault, Place, Unsaid
from kg.patience import go_on

MOST_FAULTS = 100
MOST_REASONS = 1000


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is: rows read, rows a second, and seconds left, none where the size is not known."""

    rows: int
    rate: float
    left: float | None
    at: Place


@dataclass(slots=True)
class Tally:
    """Counts of what passed; the first faults are kept, all are counted. `at` is where reading goes on."""

    claims: int = 0
    concepts: int = 0
    mappings: int = 0
    fault_count: int = 0
    faults: list[Fault] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    at: Place = field(default_factory=Place)
    most_faults: int = MOST_FAULTS

    @property
    def unsaid(self) -> tuple[Unsaid, ...]:
        """What was left out or could not be said, the most frequent first."""
        return tuple(Unsaid(reason, count) for reason, count in self.reasons.most_common())

    def add(self, block: Block) -> None:
        """Count what a block holds."""
        self.claims += len(block.claims)
        self.concepts += len(block.concepts)
        self.mappings += len(block.mappings)
        self.fault_count += len(block.faults)
        self.faults.extend(block.faults[: max(0, self.most_faults - len(self.faults))])
        for unsaid in block.unsaid:
            known = unsaid.reason in self.reasons or len(self.reasons) < MOST_REASONS
            self.reasons[unsaid.reason if known else "other reasons"] += unsaid.count
        self.at = block.at


def watched(
    blocks: Iterable[Block],
    tally: Tally,
    *,
    size: int = 0,
    told: Callable[[Progress], None] | None = None,
    now: Callable[[], float] = time.monotonic,
) -> Iterator[Block]:
    """The same blocks, counted; `told` hears of each. `size` are the bytes of the file as it is stored.

    Stops where whoever asked wants no more of it; `tally.at` is then the place to go on from.
    """
    begun = now()
    first_rows, first_packed = tally.at.rows, tally.at.packed
    for block in blocks:
        go_on()
        yield block
        tally.add(block)
        if told:
            seconds = max(now() - begun, 1e-9)
            done = block.at.packed - first_packed
            left = (size - block.at.packed) * seconds / done if size and done > 0 else None
            rate = (block.at.rows - first_rows) / seconds
            told(Progress(block.at.rows, rate, max(left, 0.0) if left is not None else None, block.at))
