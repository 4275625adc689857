"""An inverted index: for each key the rows that have it, as arrays."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import orjson


@dataclass(frozen=True, eq=False)
class Postings:
    """The rows of each key, in their order, each with a number from 0 to 255 that says how it has it."""

    places: Mapping[str, int] = field(default_factory=dict)
    starts: np.ndarray = field(default_factory=lambda: np.zeros(1, np.int64))
    rows: np.ndarray = field(default_factory=lambda: np.empty(0, np.int32))
    marks: np.ndarray = field(default_factory=lambda: np.empty(0, np.uint8))

    def of(self, key: str) -> tuple[np.ndarray, np.ndarray]:
        """The rows that have a key, and their marks."""
        place = self.places.get(key)
        here = slice(0, 0) if place is None else slice(self.starts[place], self.starts[place + 1])
        return self.rows[here], self.marks[here]

    def packed(self, name: str) -> dict[str, np.ndarray]:
        """Its arrays by name, the keys in their order as bytes of JSON."""
        keys = np.frombuffer(orjson.dumps(list(self.places)), np.uint8)
        parts = {"keys": keys, "starts": self.starts, "rows": self.rows, "marks": self.marks}
        return {f"{name}_{part}": array for part, array in parts.items()}

    @classmethod
    def unpacked(cls, arrays: Mapping[str, np.ndarray], name: str, most: int) -> Postings:
        """Those that were packed under a name, of at most so many rows. Raises ValueError or KeyError where it is none.

        >>> made = Postings().after(np.empty(0, bool), [{"a": 1}, {"b": 2}])
        >>> Postings.unpacked(made.packed("x"), "x", 2).of("b")[0].tolist()
        [1]
        """
        keys = orjson.loads(arrays[f"{name}_keys"].tobytes())
        starts, rows, marks = (arrays[f"{name}_{part}"] for part in ("starts", "rows", "marks"))
        places = {key: place for place, key in enumerate(keys)}
        if not (
            [starts.dtype, rows.dtype, marks.dtype] == [np.dtype(kind) for kind in (np.int64, np.int32, np.uint8)]
            and starts.shape == (len(keys) + 1,)
            and rows.shape == marks.shape == (int(starts[-1]),)
            and starts[0] == 0
            and (np.diff(starts) >= 0).all()
            and (not len(rows) or (rows.min() >= 0 and rows.max() < most))
            and len(places) == len(keys)
        ):
            raise ValueError(f"the index has no {name} of {most} statements")
        return cls(places, starts, rows, marks)

    def after(self, kept: np.ndarray, entries: Iterable[Mapping[str, int]]) -> Postings:
        """With only the rows that are kept, closed up, and behind them a row for each entry: its keys with their marks.

        >>> first = Postings().after(np.empty(0, bool), [{"a": 1}, {"a": 2, "b": 3}])
        >>> second = first.after(np.array([False, True]), [{"b": 4}])
        >>> [[n.tolist() for n in second.of(key)] for key in "abc"]
        [[[0], [2]], [[0, 1], [3, 4]], [[], []]]
        """
        places = dict(self.places)
        keys, rows, marks = array("i"), array("i"), array("B")
        last = int(kept.sum())
        for row, entry in enumerate(entries, last):
            for key, mark in entry.items():
                keys.append(places.setdefault(key, len(places)))
                rows.append(row)
                marks.append(min(mark, 255))
        staying = kept[self.rows]
        moved = (np.cumsum(kept, dtype=np.int32) - 1)[self.rows[staying]] if last else np.empty(0, np.int32)
        old = np.repeat(np.arange(len(self.starts) - 1, dtype=np.int32), np.diff(self.starts))[staying]
        every = np.concatenate([old, np.array(keys, np.int32)])
        order = np.argsort(every, kind="stable")
        return Postings(
            places,
            np.searchsorted(every[order], np.arange(len(places) + 1)),
            np.concatenate([moved, np.array(rows, np.int32)])[order],
            np.concatenate([self.marks[staying], np.array(marks, np.uint8)])[order],
        )
