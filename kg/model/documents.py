"""The texts that are read, and the places in them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

WORD_BYTES = 4
MOST_WORDS = 20_000
"""How much is kept of a word's hash, and of how many words of a document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A source text; `sha256` pins the bytes that positions are counted in, `length` is in code points.

    `excluded_lines` (from 1) are captions and advertising: no statement may be read from them. `acyclic` where its
    statements are known to form no loop, so that a loop among them is a fault of reading. `words` are the hashes of the
    stems that the text uses, as `kg.linking.hashed` makes them, one after the other, each above the one before.
    """

    id: str
    iri: str
    title: str
    file_name: str
    sha256: str
    length: int
    excluded_lines: tuple[int, ...] = ()
    acyclic: bool = False
    words: bytes = b""

    def __post_init__(self) -> None:
        if len(self.words) % WORD_BYTES or len(self.words) > MOST_WORDS * WORD_BYTES:
            raise ValueError(f"its word hashes are of {WORD_BYTES} bytes each, {MOST_WORDS} at most; {_MAKE_WORDS}")
        hashes = [self.words[n : n + WORD_BYTES] for n in range(0, len(self.words), WORD_BYTES)]
        if any(one >= other for one, other in pairwise(hashes)):
            raise ValueError(f"each of its word hashes is above the one before; {_MAKE_WORDS}")


_MAKE_WORDS = "take them out, and `kg words` makes them anew"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Where a document says it: Unicode code points from 0, `end` excluded; `sha256` of the passage as UTF-8."""

    document: str
    section: str
    line: int
    start: int
    end: int
    sha256: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a passage starts before it ends, not at {self.start} and {self.end}")
