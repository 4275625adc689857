"""Columns out of lists: texts as one run of UTF-8 with offsets, groups as runs likewise, and tables to look up in."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from kg.large.container import Column
from kg.linking.text import fold

Named = Iterator[tuple[str, Column]]
_WORD = re.compile(r"[^\W_]+")


def texts(name: str, values: Iterable[str]) -> Named:
    """The columns of a list of texts: `name` as UTF-8, `name.at` with where each starts, and the last ends."""
    parts = [value.encode("utf-8", "replace") for value in values]
    yield name, np.frombuffer(b"".join(parts), np.uint8)
    yield f"{name}.at", offsets(np.fromiter(map(len, parts), np.int64, len(parts)))


def offsets(lengths: Column) -> npt.NDArray[np.int64]:
    """Where runs of these lengths start, and the last ends."""
    found = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=found[1:])
    return found


def groups(name: str, of: Column, count: int) -> Named:
    """The rows by the number that stands in each: `name` the rows, `name.at` where those of each number start."""
    yield name, np.argsort(of, kind="stable").astype(np.uint32)
    yield f"{name}.at", offsets(np.bincount(of, minlength=count))


def table(name: str, keys: Sequence[str], of: Sequence[int]) -> Named:
    """A table to look up in: `name.key` the hashes of texts in order, `name` the number that belongs to each."""
    hashes = np.fromiter(map(hashed, keys), np.uint64, len(keys))
    order = np.argsort(hashes, kind="stable")
    yield f"{name}.key", hashes[order]
    yield name, np.asarray(of, np.uint32)[order]


def hashed(text: str) -> int:
    """64 bits of a text's hash, the same everywhere."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "little")


def key(words: Iterable[str]) -> str:
    """Folded words as a name is looked up by, in singular and plural alike.

    >>> key(["bone", "minerals"]), key(["class", "ids"])
    ('bone mineral', 'class id')
    """
    return " ".join(
        [word[:-1] if len(word) > 2 and word[-1] == "s" and word[-2] not in "su" else word for word in words]
    )


def words_of(text: str) -> list[str]:
    """The folded words of a text.

    >>> words_of("TNF-α receptors")
    ['tnf', 'alpha', 'receptors']
    """
    return _WORD.findall(fold(text))
