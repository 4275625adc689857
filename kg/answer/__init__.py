"""A question and a graph to an answer; an answer to sentences with citations."""

from kg.answer.ask import answer_question, answered, joined
from kg.answer.asked import Nearest
from kg.answer.build import Citations
from kg.answer.explain import SILENCE, Explanation, explain, paths_answer
from kg.answer.reading import why
from kg.answer.receipt import differences, receipt
from kg.answer.spoken import Spoken, Stems
from kg.answer.values import Answer, AnswerWithWhy, Difference, PathsAnswer, Suggestion, Why

__all__ = [
    "SILENCE",
    "Answer",
    "AnswerWithWhy",
    "Citations",
    "Difference",
    "Explanation",
    "Nearest",
    "PathsAnswer",
    "Spoken",
    "Stems",
    "Suggestion",
    "Why",
    "answer_question",
    "answered",
    "differences",
    "explain",
    "joined",
    "paths_answer",
    "receipt",
    "why",
]
