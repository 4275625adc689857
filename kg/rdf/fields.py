"""Every field of a concept, a statement and what they refer to, declared once.

Reading and writing of triples, proposals, tables, replies, exports, sheets and shapes go by these. A field that the
code reasons from is an attribute of its value, too; one that is only carried and shown is written here alone, and in
the vocabulary if it is ours.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.model import DESIGNS, MEASURES, Concept, Entity, Estimate, Goal, Population, Span, State, Study, Variable
from kg.rdf.parts import CLAIM, FAMILY, MAPPINGS, PASSAGE, QUANTITIES, SIGN
from kg.rdf.sorts import (
    BASIS,
    CLASS,
    CONCEPT,
    COUNT,
    EFFECT,
    EVIDENCE,
    FLAG,
    HASHES,
    HEDGE,
    KIND,
    LINE,
    NAMES,
    NUMBER,
    PLURAL,
    SCOPE,
    STATEMENT,
    TERM,
    TEXT,
    VALENCE,
    Field,
    Part,
    attributes,
    listed,
)
from kg.rdf.terms import DCTERMS, OA, QUDT, RDF, RDFS, SKOS, C

VARIABLE_TYPES = (
    *("abundance", "activity", "count", "magnitude", "intensity", "intake", "presence", "probability", "rate"),
    "indicator",
)
_ESTIMATE = (
    Field(name="measure", predicate=C.measure, sort=listed(MEASURES)),
    Field(name="value", predicate=QUDT.numericValue, sort=NUMBER),
    Field(name="low", predicate=C.lowEnd, sort=NUMBER),
    Field(name="high", predicate=C.highEnd, sort=NUMBER),
    Field(name="level", predicate=C.intervalLevel, sort=NUMBER),
    Field(name="unit", predicate=C.ucum, sort=LINE),
    Field(name="comparator", predicate=C.comparator, sort=LINE),
)
_STUDY = (
    Field(name="design", predicate=C.design, sort=listed(DESIGNS)),
    Field(name="n", predicate=C.participants, sort=COUNT),
    Field(name="studies", predicate=C.studies, sort=COUNT),
    Field(name="id", predicate=DCTERMS.identifier, sort=LINE),
)
_SPAN = (
    Field(name="low", predicate=C.lowEnd, sort=NUMBER),
    Field(name="high", predicate=C.highEnd, sort=NUMBER),
    Field(name="unit", predicate=C.ucum, sort=LINE),
    Field(name="per", predicate=C.per, sort=LINE),
)
ESTIMATE_PART = Part(name="estimate", made=Estimate, type=C.Estimate, fields=_ESTIMATE)
STUDY_PART = Part(name="study", made=Study, type=C.Study, fields=_STUDY)
DOSE_PART = Part(name="dose", made=Span, type=C.Span, fields=_SPAN)
TIME_PART = Part(name="time", made=Span, type=C.Span, fields=_SPAN)

STATEMENTS: tuple[Field, ...] = (
    Field(name="kind", predicate=RDF.type, sort=CLAIM),
    Field(name="subject", predicate=C.subject, sort=CONCEPT, needed=True),
    Field(name="relation", predicate=C.relation, sort=TERM, needed=True),
    Field(name="object", predicate=C.object, sort=CONCEPT, needed=True),
    Field(name="worded_sign", predicate=C.sign, sort=LINE, form="sign", view="sign", column="sign"),
    Field(name="sign", predicate=C.signSet, sort=SIGN, form="sign_set", view=None, column=None),
    Field(name="scope", predicate=C.scope, sort=SCOPE),
    Field(name="inherits", predicate=C.inherits, sort=FLAG, column=None),
    Field(name="hedge", predicate=C.hedge, sort=HEDGE, needed=True),
    Field(name="hedge_words", predicate=C.hedgeWords, sort=TEXT, form=None, column=None, blank=""),
    Field(name="basis", predicate=C.basis, sort=BASIS, needed=True),
    Field(name="evidence", predicate=C.evidence, sort=EVIDENCE, needed=True, view=None),
    Field(name="context", predicate=C.context, sort=CONCEPT, many=True),
    Field(name="population", predicate=C.population, sort=TEXT),
    Field(name="text", predicate=C.text, sort=TEXT, needed=True),
    Field(name="modifies", predicate=C.modifies, sort=STATEMENT, many=True, column=None),
    Field(name="effect", predicate=C.modification, sort=EFFECT, form="modification", view="modification", column=None),
    Field(name="keeps_direction", predicate=C.keepsDirection, sort=FLAG, view=None, column=None),
    Field(name="joint", predicate=C.joint, sort=CONCEPT, many=True, view=None, column=None),
    Field(name="outcomes", predicate=C.outcome, sort=CONCEPT, many=True, view=None, column=None),
    Field(name="reason_for", predicate=C.reasonFor, sort=STATEMENT, many=True, form=None, view=None, column=None),
    Field(name="quantities", predicate=C.quantity, sort=QUANTITIES, form="quantity", view=None, column="quantity"),
    Field(
        name="estimates",
        predicate=C.estimate,
        sort=ESTIMATE_PART,
        many=True,
        form="estimate",
        view=None,
        column=None,
    ),
    Field(name="dose", predicate=C.dose, sort=DOSE_PART, column=None, heading="Dose"),
    Field(name="onset", predicate=C.onset, sort=TIME_PART, column=None, heading="Onset"),
    Field(name="duration", predicate=C.duration, sort=TIME_PART, column=None, heading="Duration"),
    Field(name="study", predicate=C.study, sort=STUDY_PART, column=None, heading="Study"),
    Field(name="passage", predicate=OA.hasBody, sort=PASSAGE, form="source", view=None),
    Field(name="note", predicate=SKOS.editorialNote, sort=TEXT, column=None, blank=""),
)
CONCEPTS: tuple[Field, ...] = (
    Field(name="label", predicate=SKOS.prefLabel, sort=TEXT, needed=True),
    Field(name="kind", predicate=C.kind, sort=KIND, needed=True),
    Field(name="definition", predicate=SKOS.definition, sort=TEXT, blank=""),
    Field(name="synonyms", predicate=SKOS.altLabel, sort=NAMES, many=True, column=None),
    Field(
        name="hidden_labels",
        predicate=SKOS.hiddenLabel,
        sort=NAMES,
        many=True,
        form="misspellings",
        view=None,
        column=None,
    ),
    Field(name="broader", predicate=SKOS.broader, sort=CONCEPT, many=True, column=None),
    Field(name="mappings", predicate=SKOS.exactMatch, sort=MAPPINGS, form="same_as", view="same_as", column=None),
    Field(name="implies", predicate=C.implies, sort=CONCEPT, many=True, view=None, column=None),
    Field(name="plural", predicate=C.grammaticalNumber, sort=PLURAL, form=None, view=None, column=None),
    Field(name="note", predicate=SKOS.scopeNote, sort=TEXT, column=None, blank=""),
)
"""What every concept may have."""
_OF_VARIABLE = Field(name="of_variable", predicate=C.ofVariable, sort=CONCEPT, needed=True, view=None, column=None)
OF_TYPE: dict[type[Concept], tuple[Field, ...]] = {
    Variable: (
        Field(name="variable_type", predicate=C.variableType, sort=listed(VARIABLE_TYPES), needed=True, column=None),
        Field(name="valence", predicate=C.valence, sort=VALENCE, needed=True, column=None),
        Field(name="aspect_of", predicate=C.aspectOf, sort=CONCEPT, many=True, view=None, column=None),
        Field(name="cessation_of", predicate=C.cessationOf, sort=CONCEPT, view=None, column=None),
    ),
    State: (
        _OF_VARIABLE,
        Field(name="at_level", predicate=C.level, sort=COUNT, needed=True, form="level", view=None, column=None),
        Field(name="event", predicate=C.event, sort=FLAG, view=None, column=None),
    ),
    Population: (
        Field(name="excludes", predicate=C.excludes, sort=CONCEPT, many=True, view=None, column=None),
        Field(name="from_age", predicate=C.fromAge, sort=COUNT, view=None, column=None),
    ),
    Goal: (_OF_VARIABLE,),
    Entity: (),
}
"""What a concept of each type has beside that; one of several types is the first of them."""
CLASS_OF = {
    Variable: C.Variable,
    State: C.StateConcept,
    Population: C.Population,
    Goal: C.Goal,
    Entity: C.Entity,
}
DOCUMENTS = (
    Field(name="title", predicate=DCTERMS.title, sort=TEXT, needed=True),
    Field(name="file_name", predicate=C.fileName, sort=LINE, needed=True),
    Field(name="sha256", predicate=C.sha256, sort=LINE, needed=True),
    Field(name="length", predicate=C.codePoints, sort=COUNT, needed=True),
    Field(name="excluded_lines", predicate=C.excludedLine, sort=COUNT, many=True),
    Field(name="acyclic", predicate=C.acyclic, sort=FLAG),
    Field(name="words", predicate=C.wordHashes, sort=HASHES),
)
KINDS = (
    Field(name="label", predicate=RDFS.label, sort=TEXT, needed=True),
    Field(name="usual_type", predicate=C.usualType, sort=TERM),
    Field(name="intervention", predicate=C.intervention, sort=FLAG),
    Field(name="outcome", predicate=C.outcomeKind, sort=FLAG),
    Field(name="family", predicate=C.family, sort=FAMILY),
    Field(name="mappings", predicate=SKOS.exactMatch, sort=MAPPINGS),
)
RELATIONS = (
    Field(name="label", predicate=RDFS.label, sort=TEXT, needed=True),
    Field(name="inverse", predicate=C.inverseLabel, sort=TEXT),
    Field(name="sign", predicate=C.impliedSign, sort=LINE),
    Field(name="usual", predicate=C.usual, sort=FLAG),
    Field(name="claim", predicate=C.claim, sort=CLASS),
    Field(name="mappings", predicate=SKOS.exactMatch, sort=MAPPINGS),
)


def of_concept(type_: type[Concept]) -> tuple[Field, ...]:
    """All fields of a concept of this type."""
    return (*CONCEPTS, *OF_TYPE[type_])


def of_concepts() -> tuple[Field, ...]:
    """All fields that a concept of any type may have, each once."""
    return tuple(dict.fromkeys(field for fields in (CONCEPTS, *OF_TYPE.values()) for field in fields))


def further(fields: Iterable[Field], owner: type) -> tuple[Field, ...]:
    """Those of the fields that are only carried and shown: their owner has no attribute for them."""
    return tuple(field for field in fields if field.name not in attributes(owner))
