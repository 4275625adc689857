"""What the graph says: concepts, statements and the sign algebra, as frozen values that cannot be made wrong.

`signs` is the algebra, `terms` the closed sets of words, `concepts` what is spoken of, `statements` what is said of it,
`documents` where, `quantities` with which numbers, `errors` the root of what a user can do wrong.
"""

from kg.model.concepts import Concept, ConceptKind, Entity, Family, Goal, Population, PublicTerm, State, Variable
from kg.model.documents import MOST_WORDS, WORD_BYTES, Document, Passage
from kg.model.errors import CausewayError
from kg.model.quantities import DESIGNS, MEASURES, RATIOS, Estimate, Quantity, Span, Study, disjoint
from kg.model.signs import Sign
from kg.model.statements import Content, Relation, Statement
from kg.model.terms import Basis, Effect, Hedge, Kind, Match, Scope, Valence

__all__ = [
    "DESIGNS",
    "MEASURES",
    "MOST_WORDS",
    "RATIOS",
    "WORD_BYTES",
    "Basis",
    "CausewayError",
    "Concept",
    "ConceptKind",
    "Content",
    "Document",
    "Effect",
    "Entity",
    "Estimate",
    "Family",
    "Goal",
    "Hedge",
    "Kind",
    "Match",
    "Passage",
    "Population",
    "PublicTerm",
    "Quantity",
    "Relation",
    "Scope",
    "Sign",
    "Span",
    "State",
    "Statement",
    "Study",
    "Valence",
    "Variable",
    "disjoint",
]
