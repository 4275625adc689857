"""Entity linking: which words of a text name which concept, and how well."""

from kg.linking.lexicon import AmbiguousConcept, Candidate, Lexicon, Mention, UnknownConcept, lexicon

__all__ = ["AmbiguousConcept", "Candidate", "Lexicon", "Mention", "UnknownConcept", "lexicon"]
