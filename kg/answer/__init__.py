"""A question and a graph to an answer; an answer to sentences with citations."""

from kg.answer.ask import answer_question
from kg.answer.build import Citations
from kg.answer.effect import SILENCE, Explanation, explain, paths_answer
from kg.answer.values import Answer, PathsAnswer, Suggestion

__all__ = [
    "SILENCE",
    "Answer",
    "Citations",
    "Explanation",
    "PathsAnswer",
    "Suggestion",
    "answer_question",
    "explain",
    "paths_answer",
]
