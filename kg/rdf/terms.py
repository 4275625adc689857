"""The terms of every vocabulary that the code uses, closed: a name that is none fails where it is written."""

from __future__ import annotations

from rdflib import Namespace, URIRef
from rdflib.namespace import DCTERMS, PROV, RDF, RDFS, SH, SKOS, XSD, DefinedNamespace

from kg import vocabulary

__all__ = ["DCTERMS", "OA", "PROV", "QUDT", "RDF", "RDFS", "SH", "SKOS", "UNITS", "XSD", "C"]
__all__ += ["ours", "term", "unit", "used"]


class C(DefinedNamespace):
    """What is used of our own vocabulary, `ontology/vocabulary.ttl`; a test holds the two together."""

    _fail = True
    _NS = Namespace(vocabulary.VOCAB)

    Relation: URIRef
    Variable: URIRef
    StateConcept: URIRef
    Entity: URIRef
    Population: URIRef
    Goal: URIRef
    ConceptKind: URIRef
    Family: URIRef
    CausalStatement: URIRef
    ModifierStatement: URIRef
    LimitStatement: URIRef
    ComparisonStatement: URIRef
    IntakeStatement: URIRef
    SourceStatement: URIRef
    MeasurementStatement: URIRef
    TaxonomicStatement: URIRef
    StructuralStatement: URIRef
    DefinitionStatement: URIRef
    ReportedStatement: URIRef
    Statement: URIRef
    Document: URIRef
    kind: URIRef
    intervention: URIRef
    outcomeKind: URIRef
    variableType: URIRef
    ofVariable: URIRef
    level: URIRef
    event: URIRef
    valence: URIRef
    implies: URIRef
    excludes: URIRef
    fromAge: URIRef
    aspectOf: URIRef
    relation: URIRef
    subject: URIRef
    object: URIRef
    sign: URIRef
    signSet: URIRef
    canonicalSubject: URIRef
    canonicalObject: URIRef
    canonicalSign: URIRef
    scope: URIRef
    inherits: URIRef
    hedge: URIRef
    hedgeWords: URIRef
    basis: URIRef
    evidence: URIRef
    context: URIRef
    population: URIRef
    quantity: URIRef
    bound: URIRef
    approximate: URIRef
    cumulative: URIRef
    per: URIRef
    windowMin: URIRef
    windowMax: URIRef
    windowUnit: URIRef
    meaning: URIRef
    ucum: URIRef
    modifies: URIRef
    modification: URIRef
    keepsDirection: URIRef
    joint: URIRef
    outcome: URIRef
    reasonFor: URIRef
    text: URIRef
    section: URIRef
    line: URIRef
    passageSha256: URIRef
    sha256: URIRef
    fileName: URIRef
    codePoints: URIRef
    excludedLine: URIRef
    AssociationStatement: URIRef
    Estimate: URIRef
    Study: URIRef
    Span: URIRef
    estimate: URIRef
    measure: URIRef
    lowEnd: URIRef
    highEnd: URIRef
    intervalLevel: URIRef
    comparator: URIRef
    study: URIRef
    design: URIRef
    participants: URIRef
    studies: URIRef
    dose: URIRef
    onset: URIRef
    duration: URIRef
    cessationOf: URIRef
    acyclic: URIRef
    grammaticalNumber: URIRef
    verifiedIn: URIRef
    inverseLabel: URIRef
    goodWhenHigh: URIRef
    badWhenHigh: URIRef
    neutral: URIRef
    upper: URIRef
    lower: URIRef
    point: URIRef
    typicalRangeLow: URIRef
    typicalRangeHigh: URIRef
    wordHashes: URIRef
    usualType: URIRef
    family: URIRef
    shape: URIRef
    impliedSign: URIRef
    usual: URIRef
    claim: URIRef


class OA(DefinedNamespace):
    """What is used of the Web Annotation vocabulary."""

    _fail = True
    _NS = Namespace(vocabulary.PREFIXES["oa"])

    Annotation: URIRef
    SpecificResource: URIRef
    TextPositionSelector: URIRef
    hasBody: URIRef
    hasTarget: URIRef
    hasSource: URIRef
    hasSelector: URIRef
    motivatedBy: URIRef
    linking: URIRef
    start: URIRef
    end: URIRef


class QUDT(DefinedNamespace):
    """What is used of QUDT."""

    _fail = True
    _NS = Namespace(vocabulary.PREFIXES["qudt"])

    QuantityValue: URIRef
    numericValue: URIRef
    hasUnit: URIRef


UNITS = {
    "%": "PERCENT",
    "mg": "MilliGM",
    "ug": "MicroGM",
    "g": "GM",
    "[IU]": "IU",
    "g/kg": "GM-PER-KiloGM",
    "a": "YR",
    "mo": "MO",
    "wk": "WK",
    "d": "DAY",
    "h": "HR",
    "min": "MIN",
}
"""The units of quantities: in UCUM, and the name of each in QUDT."""


def used() -> tuple[str, ...]:
    """The IRIs of our own terms that the code uses."""
    return tuple(vocabulary.VOCAB + name for name in C.__annotations__)


def ours(id: str) -> URIRef:
    """The IRI of a concept, statement or document of this id."""
    return URIRef(id if "://" in id else vocabulary.BASE + id)


def term(name: str) -> URIRef:
    """The IRI of a term of our vocabulary, by its local name."""
    return URIRef(name if "://" in name else vocabulary.VOCAB + name)


def unit(ucum: str) -> URIRef:
    """The QUDT term of a unit in UCUM. Raises KeyError for one that is not in the table."""
    return URIRef(vocabulary.PREFIXES["unit"] + UNITS[ucum])
