"""The package's own tables, read as rows of named cells."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib.resources import files


def table(name: str) -> Iterator[dict[str, str]]:
    """The rows of one of the tables beside this file, in its order."""
    text = (files("kg.importing") / name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
