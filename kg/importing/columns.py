"""The names that columns and properties have in other people's files, and what each is for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from kg.importing.tables import table

ROLES = (
    *("cause", "effect", "cause_name", "effect_name", "cause_kind", "effect_kind", "cause_prefix", "effect_prefix"),
    *("relation", "sign", "weight", "raises", "lowers", "directed", "qualified", "direction", "effect_aspect"),
    *("cause_direction", "cause_aspect", "cause_form", "negated", "level", "hedge", "claim"),
    *("source", "passage", "belief", "study"),
)
WORDS = (
    *("relation", "sign", "raises", "lowers", "directed", "qualified", "direction", "effect_aspect"),
    *("cause_direction", "cause_aspect", "cause_form", "negated", "level", "hedge", "claim"),
)
"""The roles that decide how a claim is worded."""


def plain(name: str) -> str:
    """One spelling for names that differ in case, gaps, a Biolink prefix or the type that Neo4j appends.

    >>> plain("biolink:object_direction_qualifier"), plain("Effect Name"), plain("score:float"), plain(":TYPE")
    ('object_direction_qualifier', 'effect_name', 'score', 'type')
    """
    name = re.sub(r"^(?:biolink:|:)|:(?:float|int|string|boolean|double|long)(?:\[\])?$", "", name.strip().lstrip("#"))
    return re.sub(r"[\s\-]+", "_", name.strip().casefold())


@cache
def _names() -> tuple[tuple[str, str, str, str], ...]:
    return tuple((plain(r["name"]), r["role"], plain(r["needs"]), r["prefix"]) for r in table("columns.tsv"))


@cache
def _by_name() -> Mapping[str, tuple[tuple[str, str, str], ...]]:
    found: dict[str, tuple[tuple[str, str, str], ...]] = {}
    for name, role, needs, prefix in _names():
        found[name] = (*found.get(name, ()), (role, needs, prefix))
    return found


def roles(names: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Which of these names has which role, each with the prefix that its values lack; the first name that fits.

    A name may need another beside it: "effect" is what is acted on beside "cause", and a sign elsewhere.

    >>> roles(["source", "target", "effect", "pmid"])
    {'cause': ('source', ''), 'effect': ('target', ''), 'sign': ('effect', ''), 'source': ('pmid', 'PMID:')}
    """
    given = list(names)
    beside = {plain(name) for name in given}
    found: dict[str, tuple[str, str]] = {}
    ranks = {name: rank for rank, (name, *_) in enumerate(_names())}
    for name in sorted(given, key=lambda n: ranks.get(plain(n), len(ranks))):
        for role, needs, prefix in _by_name().get(plain(name), ()):
            if role not in found and (not needs or needs in beside):
                found[role] = (name, prefix)
                break
    return {role: found[role] for role in ROLES if role in found}


def with_prefix(value: str, prefix: str) -> str:
    """A public id with the prefix that its column stands for, where the value is bare."""
    return f"{prefix}{value}" if prefix and value and ":" not in value else value


def truth(text: str) -> bool | None:
    """Whether a flag is set; none where it is neither."""
    text = text.strip().casefold()
    if text in ("", "0", "0.0", "false", "f", "no", "n", "none", "null", "nan"):
        return False
    return True if text in ("1", "1.0", "true", "t", "yes", "y") else None
