"""A question that was not read with certainty: what is nearest, without a verdict, and what could be meant."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from kg.answer import nearby
from kg.answer.asked import Asked
from kg.answer.restrict import Names, Restriction, stems_of
from kg.answer.values import Answer, Suggestion
from kg.answer.verdict import NOTHING
from kg.model import Statement

MOST_TOLD = 3
MOST_READINGS = 4
_MOST_NAMED = 3
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
    """What the best analysis would rest on, then what is nearest in meaning; nothing of what is excluded."""
    graph = asked.graph
    found: dict[str, Statement] = {}
    if asked.causes() and asked.effects():
        rests_on = [s for f, _ in asked.strongest(asked.found)[:MOST_TOLD] for s in f.support[:1]]
        found |= {s.id: s for s in rests_on if not s.bridge}
    out = Names(graph, asked.question.of("excluded"))
    if asked.nearest:
        ids = asked.nearest(asked.question.said, MOST_TOLD, (*found, *_excluded(asked)))
    else:
        ids = [s.id for s in _by_words(asked)]
    near = [graph.statements[id] for id in ids if id in graph.statements]
    found |= {s.id: s for s in near if not s.bridge and s.id not in found}
    return [s for s in found.values() if not out.stand_in(s.text)][:MOST_TOLD]


def _excluded(asked: Asked) -> list[str]:
    """The statements that the graph is without."""
    whole = asked.citations.graph.statements
    return [id for id in whole if id not in asked.graph.statements] if whole is not asked.graph.statements else []


def _by_words(asked: Asked) -> list[Statement]:
    """The statements of the concepts that are named, by how many words they share with the question."""
    wanted = {*stems_of(asked.question.said)}
    concepts = dict.fromkeys(p.mention.concept for p in asked.question.parts if p.role != "excluded")
    told = {s.id: s for c in concepts for s in nearby.statements_of(asked, c)}
    return sorted(told.values(), key=lambda s: -len(wanted & {*stems_of(s.text)}))


def _readings(asked: Asked) -> Iterable[str]:
    """Questions in plain form that could be meant, where the graph holds an answer to them."""
    graph = asked.graph
    causes, effects = asked.question.of("cause"), asked.question.of("effect")
    named = [c for c in asked.subjects() if graph.spoken_of(c)]
    pairs = [(c, e) for c in causes for e in effects] or [(a, b) for a in named for b in named if a != b]
    for cause, effect in pairs[: 2 * MOST_READINGS]:
        if asked.strongest(_bare(asked).findings(_as_mentions(asked, cause), [effect])):
            yield f"does {asked.label(cause)} raise {asked.label(effect)}?"
            yield f"how does {asked.label(cause)} affect {asked.label(effect)}?"
    for concept in named[:2]:
        yield f"what does {asked.label(concept)} do?"
        if not graph.is_intervention(concept):
            yield f"what affects {asked.label(concept)}?"
    for concept in asked.subjects()[:1]:
        yield f"what is {asked.label(concept)}?"


def _bare(asked: Asked) -> Asked:
    return replace(asked, filters=type(asked.filters)())


def _as_mentions(asked: Asked, concept: str):
    return [p.mention for p in asked.question.parts if p.mention.concept == concept][:1]
