"""How public ids are spelled, and the one IRI of each: CURIEs in any case, file names of terms, addresses of resolvers
and of databases. `prefixes.tsv` has the prefixes, those of `kg.vocabulary` go before it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

from kg import vocabulary

_SCHEME = re.compile(r"^https?://", re.IGNORECASE)
_RESOLVER = re.compile(
    r"^(?:www\.)?(?:identifiers\.org|bioregistry\.io|n2t\.net|bio2rdf\.org|purl\.obolibrary\.org/obo)/", re.IGNORECASE
)
_SEPARATOR = re.compile("[:_/]")
_LONGEST = 200
"""Characters of an id, with its address."""


@cache
def _tables() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """The prefix of each of its names, and of each address that its ids are shown at; the IRI that it stands for."""
    names, addresses, bases = {}, {}, {}
    lines = files("kg").joinpath("prefixes.tsv").read_text(encoding="utf-8").splitlines()
    ours = {prefix.casefold(): base for prefix, base in vocabulary.PREFIXES.items()}
    for row in csv.DictReader((line for line in lines if line[0] != "#"), delimiter="\t", quoting=csv.QUOTE_NONE):
        prefix = row["prefix"]
        called = [name.casefold() for name in (prefix, *row["names"].split("|")) if name]
        names.update(dict.fromkeys(called, prefix))
        bases[prefix] = next((ours[name] for name in called if name in ours), row["iri"])
        shown = [*row["addresses"].split(), _SCHEME.sub("", row["iri"]), _SCHEME.sub("", bases[prefix])]
        addresses.update(dict.fromkeys(shown, prefix))
    return names, addresses, bases


@lru_cache(maxsize=65536)
def public(text: str) -> str | None:
    """The one IRI of a public id, however it is spelled; none for what is no id of a known prefix.

    >>> {public(id) for id in ("MESH:D004967", "mesh:D004967", "MESH_D004967", "https://identifiers.org/mesh/D004967")}
    {'http://id.nlm.nih.gov/mesh/D004967'}
    >>> public("UniProt:O14788"), public("https://bioregistry.io/CHEBI:50114"), public("vitamin_d")
    ('http://purl.uniprot.org/uniprot/O14788', 'http://purl.obolibrary.org/obo/CHEBI_50114', None)
    """
    found = next(_parted(text), None) if len(text) <= _LONGEST else None
    if found is None:
        return None
    prefix, local = found
    return _tables()[2][prefix] + local


def _parted(text: str) -> Iterator[tuple[str, str]]:
    """The prefix and the local part of an id, by each way to read it, the likeliest first."""
    address = _SCHEME.sub("", text)
    if address == text:
        yield from _short(text)
        return
    if match := _RESOLVER.match(address):
        yield from _short(address[match.end() :])
    addresses = _tables()[1]
    for end in range(len(address) - 1, 0, -1):
        if (prefix := addresses.get(address[:end])) and _is_local(address[end:]):
            yield prefix, _bare(prefix, address[end:])


def _short(text: str) -> Iterator[tuple[str, str]]:
    for match in _SEPARATOR.finditer(text):
        prefix = _tables()[0].get(text[: match.start()].casefold())
        if prefix and _is_local(text[match.end() :]):
            yield prefix, _bare(prefix, text[match.end() :])


def _is_local(text: str) -> bool:
    return bool(text) and not text.startswith("/") and not any(c.isspace() for c in text)


def _bare(prefix: str, local: str) -> str:
    """A local part without its own prefix, which some write twice: `chebi/CHEBI:50114`."""
    head, mark, rest = local.partition(":")
    return rest if mark and rest and _tables()[0].get(head.casefold()) == prefix else local
