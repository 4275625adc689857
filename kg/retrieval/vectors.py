"""Texts as vectors, by a table that was learned from how words are used; nothing is fetched, the table is installed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.metadata import distribution
from typing import NamedTuple

import numpy as np
import safetensors
from tokenizers import Tokenizer

SIZE = 64
"""Numbers a vector: the table is made so that its first ones say most; 256 find hardly more and cost four times."""


class _Table(NamedTuple):
    pieces: Tokenizer
    rows: np.ndarray


@cache
def _table() -> _Table:
    """The rows of all pieces of words, 4 MB; made when the first text is read.

    The files alone are taken: importing the package loads a client of its own, which looks for them elsewhere.
    """
    folder = distribution("wordllama").locate_file("wordllama")
    with safetensors.safe_open(f"{folder}/weights/l2_supercat_256.safetensors", "np") as weights:
        rows = weights.get_slice("embedding.weight")[:, :SIZE]
    return _Table(Tokenizer.from_file(f"{folder}/tokenizers/l2_supercat_tokenizer_config.json"), rows)


def vector(text: str) -> np.ndarray:
    """The mean of the rows of a text's pieces, of length 1; all zeros for an empty text.

    >>> float(vector("brittle bones") @ vector("fragile skeleton")) > float(vector("brittle bones") @ vector("oranges"))
    True
    """
    table = _table()
    whole = text.encode("utf-8", "replace").decode()  # half a pair of surrogates is no text
    pieces = table.pieces.encode(whole, add_special_tokens=False).ids
    return unit(table.rows[pieces].sum(axis=0, dtype=np.float32))


def unit(vector: np.ndarray) -> np.ndarray:
    """The vector made 1 long; one of zeros stays."""
    length = float(np.sqrt(vector @ vector))
    return vector / length if length else vector


def stacked(vectors: Iterable[np.ndarray]) -> np.ndarray:
    """Vectors as the rows of a table, which has none where there are none."""
    rows = list(vectors)
    return np.stack(rows) if rows else np.empty((0, SIZE), np.float32)
