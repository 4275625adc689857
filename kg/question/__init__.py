"""What a question asks for: its kind, and the parts that the concepts it names play in it."""

from kg.question.meanings import words
from kg.question.read import Reader
from kg.question.values import Analysis, Attribute, Claim, Expected, Intent, Part, Question, Use, Word

__all__ = [
    "Analysis",
    "Attribute",
    "Claim",
    "Expected",
    "Intent",
    "Part",
    "Question",
    "Reader",
    "Use",
    "Word",
    "words",
]
