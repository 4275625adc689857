"""The prefixes, CURIE to IRI and back, and the id within an IRI of ours; the terms themselves are in `kg.rdf.terms`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from curies import Converter

BASE = "https://example.org/mbl/"
VOCAB = BASE + "vocab#"

PREFIXES = {
    "mbl": BASE,
    "c": VOCAB,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "sh": "http://www.w3.org/ns/shacl#",
    "qudt": "http://qudt.org/schema/qudt/",
    "unit": "http://qudt.org/vocab/unit/",
    "biolink": "https://w3id.org/biolink/vocab/",
    "obo": "http://purl.obolibrary.org/obo/",
    "CHEBI": "http://purl.obolibrary.org/obo/CHEBI_",
    "CL": "http://purl.obolibrary.org/obo/CL_",
    "CDNO": "http://purl.obolibrary.org/obo/CDNO_",
    "ECO": "http://purl.obolibrary.org/obo/ECO_",
    "EFO": "http://www.ebi.ac.uk/efo/EFO_",
    "FOODON": "http://purl.obolibrary.org/obo/FOODON_",
    "GO": "http://purl.obolibrary.org/obo/GO_",
    "HGNC": "http://identifiers.org/hgnc/",
    "HP": "http://purl.obolibrary.org/obo/HP_",
    "MAXO": "http://purl.obolibrary.org/obo/MAXO_",
    "MESH": "http://id.nlm.nih.gov/mesh/",
    "MONDO": "http://purl.obolibrary.org/obo/MONDO_",
    "OBA": "http://purl.obolibrary.org/obo/OBA_",
    "RO": "http://purl.obolibrary.org/obo/RO_",
    "UBERON": "http://purl.obolibrary.org/obo/UBERON_",
}

_CURIES = Converter.from_prefix_map({p: i for p, i in PREFIXES.items() if p != "obo"})


def iri(curie: str) -> str | None:
    """The IRI of a CURIE with a known prefix, in any case of the prefix; none for anything else.

    >>> iri("CHEBI:50114")
    'http://purl.obolibrary.org/obo/CHEBI_50114'
    """
    prefix, colon, local = curie.partition(":")
    known = _PREFIX_BY_FOLD.get(prefix.casefold())
    return PREFIXES[known] + local if colon and known and local and not local.startswith("//") else None


@lru_cache(maxsize=16384)
def curie(iri: str) -> str:
    """The CURIE of an IRI, or the IRI itself where no prefix fits.

    >>> curie("http://purl.obolibrary.org/obo/CHEBI_50114")
    'CHEBI:50114'
    """
    return _CURIES.compress(iri) or iri


_PREFIX_BY_FOLD = {prefix.casefold(): prefix for prefix in PREFIXES}


def local(iri: str) -> str:
    """The part of an IRI of ours after its namespace; the whole IRI for another's."""
    for namespace in (VOCAB, BASE):
        if iri.startswith(namespace):
            return iri[len(namespace) :]
    return iri


def folded(name: str) -> str:
    """A name of a kind, relation or hedge in the form in which names are compared: id, label, CURIE and IRI alike.

    >>> {folded(name) for name in ("Outcome", "c:kind_outcome", f"<{VOCAB}kind_outcome>", "https://example.org/mbl/outcome")}
    {'outcome'}
    """
    bare = " ".join(name.replace("_", " ").split()).removeprefix("<").removesuffix(">")
    whole = (iri(bare) or bare).casefold()
    for start in (VOCAB, BASE, "kind "):
        whole = whole.removeprefix(start)
    return whole


def named(labels: Mapping[str, str], name: str) -> list[str]:
    """The ids of what goes by a name, of labels by id: id, CURIE or IRI in any case, else a label, which several have.

    >>> named({"kind_outcome": "result", "kind_cell": "cell"}, "c:kind_outcome")
    ['kind_outcome']
    """
    meant = folded(name)
    by_id = [id for id in labels if folded(id) == meant]
    return by_id or [id for id, label in labels.items() if folded(label) == meant]
