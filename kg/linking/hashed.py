"""The words that a text uses, without the text: of each stem a few bytes of its hash."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Collection

from kg.linking.text import stems
from kg.model import MOST_WORDS, WORD_BYTES
from kg.patience import go_on


def words_of(text: str, excluded_lines: Collection[int] = (), *, most: int | None = MOST_WORDS) -> bytes:
    """The hashes of the stems of a text, for `Document.words`; lines, from 1, may be left out.

    Nothing where there are more than `most`, which a document may carry: a part of them would deny the rest.
    """
    lines = (line for number, line in enumerate(text.split("\n"), 1) if number not in excluded_lines)
    found: set[str] = set()
    for number, said in enumerate(stems(lines)):
        if number % 64 == 0:
            go_on()
        found.update(said)
    hashes = {_hashed(stem) for stem in found}
    return b"".join(sorted(hashes)) if most is None or len(hashes) <= most else b""


def holds(words: bytes, stem: str) -> bool:
    """Whether a stem is among the words of a document; of 200,000 others one is so by chance.

    >>> holds(words_of("Sleep heals joints."), "joint"), holds(words_of("Sleep heals joints."), "tea")
    (True, False)
    """
    wanted = _hashed(stem)
    at = bisect_left(range(0, len(words), WORD_BYTES), wanted, key=lambda n: words[n : n + WORD_BYTES]) * WORD_BYTES
    return words[at : at + WORD_BYTES] == wanted


def _hashed(stem: str) -> bytes:
    return hashlib.sha256(stem.encode("utf-8", "surrogatepass")).digest()[:WORD_BYTES]
