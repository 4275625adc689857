"""Entity linking: which words of a text name which concept, at which level, and how well."""

from kg.linking.levels import Mention
from kg.linking.lexicon import AmbiguousConcept, Candidate, Lexicon, Linked, UnknownConcept, lexicon

__all__ = [
    "AmbiguousConcept",
    "Candidate",
    "Lexicon",
    "Linked",
    "Mention",
    "UnknownConcept",
    "lexicon",
]
