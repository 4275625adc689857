"""The closed sets of words that statements and concepts are described with."""

from __future__ import annotations

from enum import Enum, IntEnum


class Hedge(IntEnum):
    """How surely the source words a statement; the greater number is the weaker wording."""

    definition = 0
    categorical = 1
    typical = 2
    possible = 3
    mixed = 4
    aim = 5


class Basis(IntEnum):
    """What the source offers for a statement; the greater number is the weaker support."""

    rct = 0
    studies_mixed = 1
    research_uncited = 2
    asserted = 3
    definition = 4
    bridge = 5


class Scope(Enum):
    """Whether a causal statement is a link of a mechanism or an overall effect."""

    step = "step"
    total = "total"


class Effect(Enum):
    """What a modifier does to the effect it points at."""

    attenuates = "attenuates"
    amplifies = "amplifies"
    gates = "gates"
    unspecified = "unspecified"


class Valence(Enum):
    """Whether more of a variable is good."""

    good = 1
    neutral = 0
    bad = -1


class Kind(Enum):
    """What sort of claim a statement is; the value is the local name of its class in the vocabulary."""

    causal = "CausalStatement"
    modifier = "ModifierStatement"
    limit = "LimitStatement"
    comparison = "ComparisonStatement"
    intake = "IntakeStatement"
    source = "SourceStatement"
    measurement = "MeasurementStatement"
    taxonomic = "TaxonomicStatement"
    structural = "StructuralStatement"
    definition = "DefinitionStatement"
    reported = "ReportedStatement"
    association = "AssociationStatement"


class Match(Enum):
    """How a local concept relates to a public term; the value is the SKOS property."""

    exact = "exactMatch"
    close = "closeMatch"
    broad = "broadMatch"
    narrow = "narrowMatch"
    related = "relatedMatch"
