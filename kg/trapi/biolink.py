"""What is used of the Biolink model: categories, predicates and values of qualifiers, and which is above which.

`biolink.tsv` is made from biolink_model.yaml of BIOLINK_VERSION (CC0): the classes below NamedThing with what they are
mixed from, the slots below related_to, and the values of directions and aspects.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from kg.walks import walk

BIOLINK_VERSION = "4.4.6"
PREFIX = "biolink:"
AFFECTS, RELATED = "biolink:affects", "biolink:related_to"
ANYTHING = "biolink:NamedThing"
ASPECTS_OF = "biolink:ChemicalEntityOrGeneOrGeneProduct"
"""The categories of which Biolink knows aspects."""


@dataclass(frozen=True, slots=True)
class Term:
    """A category, predicate or value, with those right above it; `inverse` of a predicate that is not canonical."""

    name: str
    sort: str
    parents: tuple[str, ...]
    flags: frozenset[str]
    inverse: str


@cache
def terms() -> Mapping[str, Term]:
    """All of them by CURIE; a value by its bare name."""
    text = resources.files("kg.trapi").joinpath("biolink.tsv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="\t")
    made = [
        Term(
            _name(row["term"], row["sort"]),
            row["sort"],
            tuple(_name(parent, row["sort"]) for parent in row["parents"].split()),
            frozenset(row["flags"].split()),
            _name(row["inverse"], row["sort"]) if row["inverse"] else "",
        )
        for row in rows
    ]
    return {term.name: term for term in made}


def _name(term: str, sort: str) -> str:
    return term if sort == "value" else PREFIX + term


@cache
def above(term: str) -> frozenset[str]:
    """A term with all that are above it; itself alone where the model does not know it.

    >>> sorted(above("biolink:affects"))
    ['biolink:affects', 'biolink:related_to', 'biolink:related_to_at_instance_level']
    """
    return frozenset(walk([term], lambda at: terms()[at].parents if at in terms() else ()))


@cache
def inverse(predicate: str) -> str | None:
    """The predicate that says the same the other way round: itself where it is symmetric; none where there is none.

    >>> inverse("biolink:affected_by"), inverse("biolink:has_part"), inverse("biolink:related_to")
    ('biolink:affects', 'biolink:part_of', 'biolink:related_to')
    """
    term = terms().get(predicate)
    if term is None:
        return None
    if "symmetric" in term.flags:
        return predicate
    return term.inverse or next((t.name for t in terms().values() if t.inverse == predicate), None)


def known(name: str, sort: str) -> bool:
    """Whether the model has a category, or a predicate, of this name."""
    return name in terms() and terms()[name].sort == sort
