"""Kinds of concepts, by the categories, functions and prefixes of other vocabularies; and sides of a concept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from kg.importing.tables import table
from kg.importing.values import Concept

_CURIE = re.compile(r"^([A-Za-z][\w.\-]*):(\S+)$")
_OBO = re.compile(r"^https?://purl\.obolibrary\.org/obo/([A-Za-z]+)_(\S+)$")
_IDENTIFIERS = re.compile(r"^https?://(?:www\.)?(?:identifiers\.org|bioregistry\.io)/([\w.\-]+)[:/](\S+)$")


@cache
def _kinds(what: str) -> Mapping[str, str]:
    return {_plain(row["name"]): row["kind"] for row in table("kinds.tsv") if row["what"] == what}


def _plain(name: str) -> str:
    return re.sub(r"[\s_\-]+", "", name).casefold()


def kind_of(categories: Iterable[str]) -> str:
    """The kind of the first category or BEL function that has one; empty where none has.

    >>> kind_of(["biolink:NamedThing", "biolink:SmallMolecule"]), kind_of(["bp"]), kind_of(["biolink:NamedThing"])
    ('chemical', 'process', '')
    """
    for category in categories:
        name = _plain(category.rpartition("/")[2].rpartition(":")[2] if category else "")
        if kind := _kinds("category").get(name) or _kinds("function").get(name):
            return kind
    return ""


def kind_of_id(id: str) -> str:
    """The kind that the prefix of a CURIE tells; empty where it tells none.

    >>> kind_of_id("HGNC:391"), kind_of_id("http://purl.obolibrary.org/obo/MONDO_0005298"), kind_of_id("TNF")
    ('gene', 'disease', '')
    """
    match = _CURIE.match(curie(id))
    return _kind_of_prefix(match[1]) if match else ""


@lru_cache(maxsize=1024)
def _kind_of_prefix(prefix: str) -> str:
    return _kinds("prefix").get(_plain(prefix), "")


def curie(id: str) -> str:
    """The CURIE of an address of OBO, identifiers.org or the Bioregistry; anything else as it is.

    >>> curie("http://purl.obolibrary.org/obo/GO_0006915"), curie("https://bioregistry.io/hgnc:391")
    ('GO:0006915', 'hgnc:391')
    """
    match = _OBO.match(id) or _IDENTIFIERS.match(id)
    return f"{match[1]}:{match[2]}" if match else id


def same_id(id: str) -> str:
    """One form of the ids that differ in the case of their prefix or in their address only; empty for no CURIE.

    >>> same_id("hgnc:391") == same_id("https://identifiers.org/HGNC:391"), same_id("TNF")
    (True, '')
    """
    match = _CURIE.match(curie(id))
    return f"{match[1].casefold()}:{match[2]}" if match else ""


@cache
def _aspects() -> Mapping[str, tuple[bool, str]]:
    return {_plain(row["aspect"]): (row["concept"] == "same", row["words"]) for row in table("aspects.tsv")}


def same_concept(aspect: str) -> bool:
    """Whether a claim about this aspect of a concept is one about how much there is of it, or how active it is."""
    return not aspect or _aspects().get(_plain(aspect.rpartition(":")[2]), (False, ""))[0]


def side(aspect: str, id: str, label: str = "") -> Concept:
    """The side of a concept that is a concept of its own: its degradation goes up where it goes down itself.

    >>> side("degradation", "CHEBI:17234").id
    'degradation of CHEBI:17234'
    """
    aspect = aspect.rpartition(":")[2]
    words = _aspects().get(_plain(aspect), (False, f"{aspect.replace('_', ' ')} of {{label}}"))[1]
    return Concept(words.replace("{label}", id), words.replace("{label}", label or id), "process", aspect_of=id)
