"""Entity linking: which words of a text name which concept, at which level, and how well."""

from kg.linking.levels import Mention
from kg.linking.lexicon import AmbiguousConcept, Lexicon, Linked, UnknownConcept, lexicon
from kg.linking.search import Candidate

__all__ = [
    "AmbiguousConcept",
    "Candidate",
    "Lexicon",
    "Linked",
    "Mention",
    "UnknownConcept",
    "lexicon",
]
