"""What the source says in the very verb of a question, where that is no effect: what is made by what."""

from __future__ import annotations

from kg.answer.asked import Asked
from kg.linking.text import stem
from kg.model import Kind, Statement
from kg.question import Expected, Question
from kg.question.meanings import cue

_MAKING = frozenset(map(stem, cue("made somewhere")))
_MORE = ("always", "proof", "restoring", "direct", "personal", "exclusive", "ranked", "loop", "claim", "about")


def same_verb(asked: Asked, s: Statement) -> bool:
    """Whether a statement of a structure reads with the verb of the question, or with one that says the same."""
    said = [stem(w.text.casefold()) for w in asked.question.words if w.use == "relation"]
    own = [stem(word) for word in asked.graph.relation(s.relation).label.split()]
    return s.kind is Kind.structural and bool(said) and (said == own or {*said, *own} <= _MAKING)


def makers(asked: Asked) -> list[Statement]:
    """What is stated of what acts on the effects, in the verb of the question."""
    return [
        s
        for effect in asked.question.of("effect")
        for s in asked.graph.by_concept.get(effect, ())
        if s.object == effect and same_verb(asked, s)
    ]


def affirms(asked: Asked, s: Statement) -> bool:
    """Whether a statement says just what a question puts forward, which asks for no more than that."""
    return _asks_just(asked.question) and same_verb(asked, s) and _between(asked.question, s)


def _between(question: Question, s: Statement) -> bool:
    return (s.subject,) == question.of("cause") and (s.object,) == question.of("effect")


def _asks_just(question: Question) -> bool:
    plain = all(not p.mention.graded and p.role in ("cause", "effect") for p in question.parts)
    return plain and question.expected in (Expected.up, Expected.any) and not any(getattr(question, k) for k in _MORE)
