"""A question that was not read with certainty: what is nearest, without a verdict, and what could be meant."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace

from kg.answer import nearby, numbers
from kg.answer.asked import NO_FILTERS, Asked
from kg.answer.restrict import Names, Restriction, stems_of
from kg.answer.values import Answer, Suggestion
from kg.answer.verdict import NOTHING
from kg.causal import CausalGraph
from kg.causal.references import named as names_in
from kg.english.inflect import agreeing
from kg.english.say import is_plural
from kg.model import Basis, Kind, Statement
from kg.question import Intent

MOST_TOLD = 3
MOST_READINGS = 4
_MOST_NAMED = 3
_MOST_WEIGHED = 12
_MOST_COMPARED = 40
_NEAR, _OF_KIND, _FIRM, _NEAR_BY, _ALIKE = 2.0, 1.0, 0.3, 0.6, 0.6
"""What counts how much: likeness of meaning, the kind of claim, how firm it is, a class in place of a concept, and what
is said already."""
_ASKED_FOR: dict[Intent | None, Callable[[Statement], object]] = {
    Intent.sufficiency: lambda s: s.kind is Kind.limit,
    Intent.compare: lambda s: s.kind is Kind.comparison,
    Intent.combine: lambda s: s.joint,
    Intent.modifiers: lambda s: s.kind is Kind.modifier,
    Intent.measurement: lambda s: s.kind is Kind.measurement,
    Intent.definition: lambda s: s.kind in (Kind.definition, Kind.taxonomic),
    Intent.members: lambda s: s.kind in (Kind.source, Kind.taxonomic),
    Intent.quantity: lambda s: s.kind is Kind.intake or numbers.sizes_of(s),
    Intent.evidence: lambda s: s.basis <= Basis.research_uncited,
}
"""Whether a statement is of the kind that an intent asks for."""
_MARKUP = frozenset('<>[]{}"`\\“”')
_FLAGS = {
    Restriction.excluded: "besides",
    Restriction.shared: "in common",
    Restriction.exclusive: "only",
    Restriction.ranked: "most",
    Restriction.loop: "on itself",
}


def shown(text: str) -> str:
    """Words of the asker's as they may be repeated: no markup, nothing that looks like a citation."""
    return " ".join("".join(c if c.isprintable() and c not in _MARKUP else " " for c in text).split())[:60]


def quoted(words: Iterable[str]) -> str:
    """Words in quotation marks, the first of them where there are many."""
    words = list(dict.fromkeys(words))[:_MOST_NAMED]
    return " and ".join(f"“{shown(word)}”" for word in words)


def answer(asked: Asked) -> Answer:
    """Where words were not understood, or no form of question fits."""
    left = asked.question.not_understood
    what = f"I did not understand {quoted(left)}." if left else "I did not understand what is asked."
    return _answer(asked, what)


def withheld(asked: Asked, restrictions: Collection[Restriction]) -> Answer:
    """Where this kind of answer cannot keep to what the question restricts."""
    named = [
        m.text for r in Restriction if r in restrictions for m in asked.question.mentions(r.value) if r not in _FLAGS
    ]
    named += [words for r, words in _FLAGS.items() if r in restrictions]
    return _answer(asked, f"I cannot keep an answer to {quoted(named)} here.")


def at_odds(asked: Asked) -> Answer:
    """Where what is asked about is also what is not to count."""
    return _answer(asked, "I did not understand how the same can be both asked about and left out.")


def unsaid(asked: Asked, words: Iterable[str]) -> Answer:
    """Where a part is played by words that name no concept, though they stand in the source."""
    return _answer(asked, f"The source does not say this of {quoted(words)}.")


def _answer(asked: Asked, what: str) -> Answer:
    told = list(nearest(asked))
    sentences = [what]
    if told:
        first, *rest = [asked.cited(s) for s in told]
        sentences += [f"The nearest that the source says: {first}", *rest]
    return asked.answer(
        status="related",
        verdict=NOTHING,
        text=" ".join(sentences),
        suggestions=tuple(Suggestion(text=text) for text in dict.fromkeys(_readings(asked)))[:MOST_READINGS],
    )


def nearest(asked: Asked) -> list[Statement]:
    """What the best analysis would rest on, then what is nearest in meaning and what is said of the concepts that are
    named, no two alike; nothing of what is excluded.
    """
    graph = asked.graph
    found: dict[str, Statement] = {}
    if asked.causes() and asked.effects():
        rests_on = [s for f, _ in asked.strongest(asked.found) for s in f.support[:1] if not s.bridge]
        found |= {s.id: s for s in rests_on[:1]}
    out = Names(graph, asked.question.of("excluded"))
    ids = asked.nearest(asked.question.said, _MOST_WEIGHED, (*found, *_excluded(asked))) if asked.nearest else ()
    near = {id: 1 - n / _MOST_WEIGHED for n, id in enumerate(ids) if id in graph.statements}
    named = _named(asked)
    families = {c: nearby.family(asked, c) for c in asked.subjects()}
    weights = {
        id: _NEAR * near.get(id, 0.0) + named.get(id, 0.0) + _fitting(asked, families, graph.statements[id])
        for id in {**near, **named}
    }
    first = sorted(weights, key=lambda id: (-weights[id], id))[:_MOST_COMPARED]
    left = [
        s for id in first if not (s := graph.statements[id]).bridge and id not in found and not out.stand_in(s.text)
    ]
    told = [s for s in found.values() if not out.stand_in(s.text)]
    while left and len(told) < MOST_TOLD:
        best = max(left, key=lambda s: weights[s.id] - _ALIKE * max((_alike(s, t) for t in told), default=0.0))
        left.remove(best)
        told.append(best)
    return told


def _fitting(asked: Asked, families: Mapping[str, set[str]], s: Statement) -> float:
    """How much of what was understood a statement speaks of: its concepts, its words, the kind of claim asked for."""
    names = {*names_in(s)}
    about = [1.0 if c in names else _NEAR_BY if names & near else 0.0 for c, near in families.items()]
    share = sum(about) / max(len(families), 1)
    words = len(asked.wanted & {*stems_of(s.text)}) / max(len(asked.wanted), 1)
    asked_for = _ASKED_FOR.get(asked.question.intent)
    return share + words + (_OF_KIND if asked_for and asked_for(s) else 0.0)


def _alike(a: Statement, b: Statement) -> float:
    """The share of their words that two statements have in common; 1 at least for the same pair of concepts."""
    said, other = {*stems_of(a.text)}, {*stems_of(b.text)}
    return max(len(said & other) / max(len(said | other), 1), float((a.subject, a.object) == (b.subject, b.object)))


def _excluded(asked: Asked) -> list[str]:
    """The statements that the graph is without."""
    whole = asked.citations.graph.statements
    return [id for id in whole if id not in asked.graph.statements] if whole is not asked.graph.statements else []


def _named(asked: Asked) -> dict[str, float]:
    """The statements of the concepts that are named and of their classes, with what it counts how firm each is."""
    found: dict[str, float] = {}
    for concept in asked.subjects():
        for near in sorted(nearby.family(asked, concept) - {concept}):
            found |= {s.id: 0.0 for s in asked.graph.by_concept.get(near, ()) if s.id not in found}
        firm = nearby.statements_of(asked, concept)
        found |= {s.id: max(found.get(s.id, 0.0), _FIRM * (1 - n / len(firm))) for n, s in enumerate(firm)}
    return found


def _readings(asked: Asked) -> Iterable[str]:
    """Questions in plain form that could be meant, where the graph holds an answer to them."""
    graph, question = asked.graph, asked.question
    causes, effects = question.of("cause"), question.of("effect")
    named = [c for c in asked.subjects() if graph.spoken_of(c)]
    pairs = [(c, e) for c in causes for e in effects] or [(a, b) for a in named for b in named if a != b]
    freely, first = replace(asked, filters=NO_FILTERS), {p.mention.concept: p.mention for p in reversed(question.parts)}
    for cause, effect in pairs[: 2 * MOST_READINGS]:
        if asked.strongest(freely.findings([first[cause]], [effect])):
            does = _agreeing("do", graph, cause)
            yield f"{does} {asked.label(cause)} raise {asked.label(effect)}?"
            yield f"how {does} {asked.label(cause)} affect {asked.label(effect)}?"
    for known in named[:2]:
        for meant in _called(asked):
            for cause, effect in ((known, meant), (meant, known)):
                if asked.strongest(freely.findings([replace(first[known], concept=cause)], [effect])):
                    yield f"how {_agreeing('do', graph, cause)} {asked.label(cause)} affect {asked.label(effect)}?"
    for concept in named[:2]:
        yield f"what {_agreeing('do', graph, concept)} {asked.label(concept)} do?"
        if not graph.is_intervention(concept):
            yield f"what affects {asked.label(concept)}?"
    for concept in asked.subjects()[:1]:
        yield f"what {_agreeing('be', graph, concept)} {asked.label(concept)}?"


def _called(asked: Asked) -> list[str]:
    """The variables that a word which names nothing could mean, since it stands in their label: "weight"."""
    question, graph = asked.question, asked.graph
    words = {stem for word in (*question.not_understood, *question.unknown) for stem in stems_of(word)}
    named = {graph.variable_of(c) for c in asked.subjects()}
    found = [c for c in graph.concepts.values() if c.variable == c.id and words & {*stems_of(c.label)}]
    return [c.id for c in found if c.id not in named][:_MOST_NAMED]


def _agreeing(verb: str, graph: CausalGraph, concept: str) -> str:
    return agreeing(verb, is_plural(graph.concepts[concept]))
