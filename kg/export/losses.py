"""What a format cannot say, counted: how many there are of it in what is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kg.causal import CausalGraph, Neighbourhood
from kg.export.dagitty import looped
from kg.export.rows import Rows, rows, states
from kg.export.values import Format
from kg.model import Kind, Sign

_WEAK = (Sign.WEAK_PLUS.value, Sign.WEAK_MINUS.value)
Counted = Callable[[CausalGraph, Neighbourhood, Rows], int]


def _effects(wanted: Callable[[Mapping[str, object]], bool]) -> Counted:
    return lambda _graph, _part, found: sum(map(wanted, found.effects))


def _statements(wanted: Callable[..., object]) -> Counted:
    return lambda _graph, part, _found: sum(1 for s in part.statements if wanted(s))


def _concepts(wanted: Callable[..., object]) -> Counted:
    return lambda graph, part, _found: sum(1 for id in part.concepts if wanted(graph.concepts[id]))


def _loops(_graph: CausalGraph, _part: Neighbourhood, found: Rows) -> int:
    return len(looped([(e["source"], e["target"]) for e in found.effects if e["sign"] != "0"]))


FEATURES: Mapping[str, Counted] = {
    "effects worked out by precedence and inheritance": _effects(lambda _: True),
    "signs of effects": _effects(lambda e: e["sign"] != "?"),
    "effects that are a little or nothing": _effects(lambda e: e["sign"] in _WEAK),
    "effects in a loop": _loops,
    "findings of no effect": _effects(lambda e: e["sign"] == "0"),
    "effects handed down from a class": _effects(lambda e: "inherited_from" in e),
    "concepts": _concepts(lambda _: True),
    "levels of variables": lambda graph, part, _found: len(states(graph, part)),
    "variables of which only aims are stated": lambda graph, part, _found: sum(
        1 for id in part.concepts if id in graph.aim_only
    ),
    "statements": _statements(lambda _: True),
    "aims": _statements(lambda s: s.aim),
    "modifiers": _statements(lambda s: s.modifies),
    "links of our own": _statements(lambda s: s.bridge),
    "statements without an effect": _statements(lambda s: s.kind is not Kind.causal and not s.modifies),
    "settings": _statements(lambda s: s.context or s.dose),
    "wordings, how sure they are": _statements(lambda _: True),
    "quantities": _statements(lambda s: s.quantities or s.estimates),
    "places in a source": _statements(lambda s: s.passage),
    "kinds and levels": lambda _graph, part, _found: len(part.hierarchy),
    "definitions and synonyms": _concepts(lambda c: c.definition or c.synonyms),
    "public ids": _concepts(lambda c: c.mappings),
}
"""What a graph holds that some format has no words for, each with how many there are of it in a part."""


@dataclass(frozen=True, slots=True)
class Lost:
    """What is not in a file, and how many there are of it."""

    what: str
    count: int


@dataclass(frozen=True, slots=True)
class Report:
    """What a format leaves out of a part; what there is none of is not told."""

    format: str
    concepts: int
    statements: int
    effects: int
    lost: tuple[Lost, ...]


def report(format: Format, graph: CausalGraph, part: Neighbourhood) -> Report:
    """What a part has, and what of it this format cannot say, in the order of FEATURES."""
    found = rows(graph, part)
    counts = [Lost(what, count(graph, part, found)) for what, count in FEATURES.items() if what in format.lacks]
    lost = tuple(one for one in counts if one.count)
    return Report(format.name, len(part.concepts), len(part.statements), len(found.effects), lost)
