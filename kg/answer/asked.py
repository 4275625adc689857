"""What every kind of answer starts from and is made with: the question, the graph, the citations, the findings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from kg.answer import restrict
from kg.answer.build import Citations
from kg.answer.restrict import stems_of
from kg.answer.values import Answer, Item
from kg.causal import CausalGraph, Filters, Finding, Situation, Standing, effect_of
from kg.english import say
from kg.linking import Mention
from kg.linking.english import COMMON
from kg.model import Statement
from kg.question import Question

MOST_FINDINGS = 3
_MOST_NAMED = 6
_MOST_NEAR = 12
NO_FILTERS = Filters()

Nearest = Callable[[str, int, Collection[str]], Sequence[str]]
"""The ids of at most so many statements whose meaning is nearest to a text, best first, without some."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question with all that is needed to answer it; `blank` is the answer before anything is said.

    The graph is without what the question excludes, and `filters` are the paths that it asks for.
    """

    graph: CausalGraph
    question: Question
    situation: Situation
    citations: Citations
    blank: Answer
    max_paths: int
    filters: Filters = NO_FILTERS
    nearest: Nearest | None = None

    def label(self, concept: str) -> str:
        return self.graph.concepts[concept].label

    def cited(self, statement: Statement) -> str:
        return cited(statement, self.citations)

    def causes(self) -> tuple[Mention, ...]:
        return self.playing("cause")

    def effects(self) -> tuple[Mention, ...]:
        return self.playing("effect")

    def topics(self) -> list[str]:
        return list(dict.fromkeys(self.question.of("topic")))

    def subjects(self) -> list[str]:
        """The concepts that it is about, whatever their part; no context and nothing that only restricts it."""
        parts = [p for p in self.question.parts if p.role in ("cause", "effect", "modifier", "other", "topic")]
        return list(dict.fromkeys(p.mention.concept for p in parts))

    def playing(self, role: str) -> tuple[Mention, ...]:
        """The known concepts that play a part, each once at each level."""
        once = {(m.concept, m.level): m for m in reversed(self.question.mentions(role))}
        return tuple(once.values())[::-1][:_MOST_NAMED]

    def findings(self, causes: Iterable[Mention], effects: Iterable[str]) -> list[tuple[Finding, int]]:
        """What is known of each cause on each effect, with the level of the cause; entities through their aspects."""
        found = []
        targets = list(effects)
        for mention in causes:
            for effect in targets:
                finding = self.finding(mention.concept, effect)
                if finding.reported and not (self.graph.is_signed(mention.concept) and self.graph.is_signed(effect)):
                    found.append((finding, mention.level))
            for cause in self.graph.spoken_of(mention.concept) or (mention.concept,):
                for effect in targets:
                    for target in self.graph.spoken_of(effect) or (effect,):
                        if self.variable(cause) != self.variable(target) or cause != target != mention.concept:
                            found.append((self.finding(cause, target), mention.level))
        return found

    @cached_property
    def found(self) -> list[tuple[Finding, int]]:
        """What is known of the causes and effects that are named."""
        return self.findings(self.causes(), [m.concept for m in self.effects()])

    def finding(self, cause: str, effect: str) -> Finding:
        return effect_of(self.graph, cause, effect, self.situation, self.filters)

    def variable(self, concept: str) -> str:
        return self.graph.concepts[concept].variable or concept

    def answer(self, **fields) -> Answer:
        """The blank answer filled in, with the citations so far."""
        return replace(self.blank, citations=self.citations.all(), **fields)

    @cached_property
    def wanted(self) -> frozenset[str]:
        """The stems of the question's own words beside what is named in it."""
        said = {stem for stem in stems_of(self.question.said) if stem not in COMMON}
        return frozenset(said - {s for c in self.subjects() for s in stems_of(self.label(c))})

    @cached_property
    def _near(self) -> dict[str, int]:
        ids = self.nearest(self.question.said, _MOST_NEAR, ()) if self.nearest else ()
        return {id: n for n, id in enumerate(ids)}

    def distance(self, statements: Iterable[Statement], names: Iterable[str] = ()) -> tuple[int, int]:
        """How far statements, and concepts, are from the question's own words: the order in which they are told."""
        statements = list(statements)
        said = {stem for s in statements for stem in stems_of(s.text)}
        said |= {stem for id in names for n in self._names(id) for stem in stems_of(n)}
        return -len(self.wanted & said), min((self._near.get(s.id, _MOST_NEAR) for s in statements), default=_MOST_NEAR)

    def is_near(self, statement: Statement) -> bool:
        """Whether it shares words with the question beside what is named in it, or is near in meaning."""
        return self.distance([statement], [statement.object]) < (0, _MOST_NEAR)

    def _names(self, concept: str) -> tuple[str, ...]:
        return (self.label(concept), *self.graph.concepts[concept].synonyms)

    def strongest(self, found: list[tuple[Finding, int]]) -> list[tuple[Finding, int]]:
        """The findings that count: those that are stated where there are any, else the ones by mechanism; of what
        stands alike those nearest to the words of the question first.
        """
        known = [(f, level) for f, level in found if f.known]
        firm = [(f, level) for f, level in known if f.standing.firm]
        stated = [(f, level) for f, level in firm if f.signed]
        chosen = stated or [(f, level) for f, level in known if f.signed] or firm or known
        return sorted(chosen, key=self._rank) if len(chosen) > 1 else chosen

    def _rank(self, item: tuple[Finding, int]) -> tuple:
        finding, _ = item
        hedge = max((s.hedge for s in finding.support), default=0)
        length = len(finding.paths[0].edges) if finding.paths else 0
        near = self.distance(finding.support[:1], (finding.cause, finding.effect))
        order = list(Standing).index(finding.standing)
        return (order, finding.stated is None, near[0], hedge, length, near[1], finding.effect, finding.cause)


def restricted(asked: Asked) -> Asked:
    """With only what the question lets count: the graph without what it excludes, the paths that it asks for."""
    return replace(
        asked,
        graph=restrict.without(asked.graph, asked.question.of("excluded")),
        filters=restrict.filters(asked.graph, asked.question),
    )


def cited(statement: Statement, citations: Citations) -> str:
    """The statement as a sentence with its citation."""
    return f"{statement.text.rstrip('.')} {citations.mark([statement])}."


def stated_item(asked: Asked, concept: str, s: Statement) -> Item:
    """A statement as a member of a list, named by a concept."""
    return Item(id=concept, label=asked.label(concept), direction=None, basis="stated", text=s.text)


def named(asked: Asked, mention: Mention) -> str:
    """A concept as the asker named it: itself, or less of it."""
    return say.noun(asked.graph.concepts[mention.concept], mention.level).text
