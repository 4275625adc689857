"""Every IRI the code uses, named once, and CURIE to IRI and back."""

from __future__ import annotations

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


class Namespace:
    """The terms of one namespace that the code uses: an attribute for each, its IRI as the value."""

    def __init__(self, base: str, names: str):
        self._base = base
        self.names = tuple(names.split())
        for name in self.names:
            setattr(self, name.rstrip("_"), base + name.rstrip("_"))

    def __iter__(self):
        return (self._base + name.rstrip("_") for name in self.names)


C = Namespace(
    VOCAB,
    """Relation Variable StateConcept Entity Population Goal ConceptKind CausalStatement ModifierStatement
    LimitStatement ComparisonStatement IntakeStatement SourceStatement MeasurementStatement TaxonomicStatement
    StructuralStatement DefinitionStatement ReportedStatement Statement Document kind intervention outcomeKind
    variableType ofVariable level event valence implies excludes fromAge aspectOf relation subject object sign
    signSet canonicalSubject canonicalObject canonicalSign scope inherits hedge hedgeWords basis evidence
    context population quantity bound approximate cumulative per windowMin windowMax windowUnit meaning ucum
    modifies modification keepsDirection joint outcome reasonFor text section line passageSha256 sha256 fileName
    codePoints excludedLine AssociationStatement Estimate Study Span estimate measure lowEnd highEnd
    intervalLevel comparator study design participants studies dose onset duration cessationOf acyclic
    grammaticalNumber verifiedIn inverseLabel goodWhenHigh badWhenHigh neutral upper lower point typicalRangeLow
    typicalRangeHigh wordHashes""",
)
RDF = Namespace(PREFIXES["rdf"], "type_")
RDFS = Namespace(PREFIXES["rdfs"], "label comment")
SKOS = Namespace(
    PREFIXES["skos"],
    """Concept prefLabel altLabel hiddenLabel broader definition editorialNote scopeNote
    exactMatch closeMatch broadMatch narrowMatch relatedMatch""",
)
DCTERMS = Namespace(PREFIXES["dcterms"], "title identifier")
PROV = Namespace(PREFIXES["prov"], "Entity hadPrimarySource wasDerivedFrom")
OA = Namespace(
    PREFIXES["oa"],
    """Annotation SpecificResource TextPositionSelector hasBody hasTarget hasSource hasSelector motivatedBy linking
    start end""",
)
QUDT = Namespace(PREFIXES["qudt"], "QuantityValue numericValue hasUnit")
