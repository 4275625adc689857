"""What every kind of answer starts from and is made with: the question, the graph, the citations, the findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Unpack

from kg.answer import restrict
from kg.answer.build import Citations
from kg.answer.explain import Explanation, explain
from kg.answer.restrict import stems_of
from kg.answer.values import Answer, Beside, Item, StatusName, Verdict
from kg.answer.verdict import NOTHING, opened, said
from kg.answer.views import item
from kg.causal import CausalGraph, Filters, Finding, Reached, Situation, causes, effect_of, effects
from kg.english import say
from kg.linking import Mention
from kg.linking.english import COMMON
from kg.model import Statement
from kg.question import Intent, Question

MOST_FINDINGS = 3
_MOST_NAMED = 6
_MOST_NEAR = 12
NO_FILTERS = Filters()
_OF_WAYS = (Intent.effect, Intent.mechanism)

Found = tuple[Finding, int]
"""What is known, and the level of the cause at which it is asked about."""
Nearest = Callable[[str, int, tuple[str, ...]], Sequence[str]]
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

    def explained(self, found: Iterable[Found], *, how: bool = False) -> list[Explanation]:
        """Each of these findings in words; the steps first where `how` is what is asked."""
        graph, citations, most = self.graph, self.citations, self.max_paths
        return [explain(graph, finding, citations, level=at, limit=most, how=how, near=False) for finding, at in found]

    def item(self, id: str, finding: Finding, level: int = 1) -> Item:
        """A finding as a member of a list, named by `id`."""
        return item(self.graph, id, finding, self.citations, level)

    def label(self, concept: str) -> str:
        """What a concept is called."""
        return self.graph.concepts[concept].label

    def cited(self, statement: Statement) -> str:
        """A statement as a sentence with its citation."""
        return self.citations.said(statement)

    def detailed(self, statement: Statement) -> str:
        """The same with its numbers."""
        return self.citations.detailed(statement)

    def causes(self) -> tuple[Mention, ...]:
        """The mentions that are asked about as causes."""
        return self.playing("cause")

    def effects(self) -> tuple[Mention, ...]:
        """The mentions that are asked about as effects."""
        return self.playing("effect")

    def sides(self) -> tuple[Mention, ...]:
        """What is weighed: the causes with what they are compared with, else what is asked about alone."""
        return (*self.causes(), *self.question.mentions("other")) or self.playing("topic")

    def topics(self) -> list[str]:
        """The concepts that are asked about by themselves, each once."""
        return list(dict.fromkeys(self.question.of("topic")))

    def subjects(self) -> list[str]:
        """The concepts that it is about, whatever their part; no context and nothing that only restricts it."""
        parts = [p for p in self.question.parts if p.role in ("cause", "effect", "modifier", "other", "topic")]
        return list(dict.fromkeys(p.mention.concept for p in parts))

    def playing(self, role: str) -> tuple[Mention, ...]:
        """The known concepts that play a part, each once at each level."""
        once = {(m.concept, m.level): m for m in reversed(self.question.mentions(role))}
        return tuple(once.values())[::-1][:_MOST_NAMED]

    def findings(self, causes: Iterable[Mention], effects: Iterable[str]) -> list[Found]:
        """What is known of each cause on each effect, with the level of the cause; entities through their aspects."""
        found: list[Found] = []
        targets = list(effects)
        for mention in causes:
            for effect in targets:
                finding = self.finding(mention.concept, effect)
                if finding.reported and not (self.graph.is_signed(mention.concept) and self.graph.is_signed(effect)):
                    found.append((finding, mention.level))
            for cause in self.graph.spoken_of(mention.concept) or (mention.concept,):
                for effect in targets:
                    for target in self.graph.spoken_of(effect) or (effect,):
                        own = self.graph.variable_of(cause) == self.graph.variable_of(target)
                        if not own or cause != target != mention.concept:
                            found.append((self.finding(cause, target), mention.level))
        return found

    def reached(self, concept: str, upstream: bool) -> Iterator[Reached]:
        """What acts on what a concept is spoken of through, or what that acts on."""
        reach = causes if upstream else effects
        return (r for near in self.graph.spoken_of(concept) for r in reach(self.graph, near, *self.view))

    @property
    def view(self) -> tuple[Situation, Filters]:
        """From where the graph is looked at."""
        return self.situation, self.filters

    @cached_property
    def found(self) -> list[Found]:
        """What is known of the causes and effects that are named."""
        return self.findings(self.causes(), [m.concept for m in self.effects()])

    def finding(self, cause: str, effect: str) -> Finding:
        """What is known of a cause and an effect in this situation, by the ways that count."""
        return effect_of(self.graph, cause, effect, *self.view)

    def variables(self, concepts: Iterable[str]) -> set[str]:
        """The variables that some concepts are spoken of through."""
        return {self.graph.variable_of(near) for c in concepts for near in self.graph.spoken_of(c)}

    def names(self, concepts: Iterable[str]) -> set[str]:
        """Some concepts with what they are spoken of through, and the variables of these."""
        near = {n for c in concepts for n in (c, *self.graph.spoken_of(c))}
        return near | {self.graph.variable_of(n) for n in near}

    def answer(self, *, status: StatusName, verdict: Verdict, text: str, **beside: Unpack[Beside]) -> Answer:
        """The blank answer filled in, with the citations so far."""
        return replace(self.blank, status=status, verdict=verdict, text=text, citations=self.citations.all(), **beside)

    def told(
        self, verdict: Verdict, sentences: Iterable[str], *, status: StatusName = "answered", **beside: Unpack[Beside]
    ) -> Answer:
        """The answer that opens with its verdict; the sentences that make it too long are left out."""
        text = opened(verdict.answer, sentences)
        return self.answer(status=status, verdict=verdict, text=text, **beside)

    def nothing(self, *sentences: str, **beside: Unpack[Beside]) -> Answer:
        """That the source does not say it, with what it says near by."""
        verdict = replace(NOTHING, answer=said(self.question, None))
        return self.answer(status="no_known_path", verdict=verdict, text=" ".join(sentences), **beside)

    @cached_property
    def wanted(self) -> frozenset[str]:
        """The stems of the question's own words beside what is named in it."""
        said = {stem for stem in stems_of(self.question.said) if stem not in COMMON}
        named = (*map(self.label, self.subjects()), *(p.mention.text for p in self.question.parts))
        return frozenset(said - {stem for name in named for stem in stems_of(name)})

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

    def strongest(self, found: list[Found]) -> list[Found]:
        """The findings that count: those that are stated where there are any, else the ones by mechanism; of what
        stands alike those nearest to the words of the question first.
        """
        known = [(f, level) for f, level in found if f.known]
        firm = [(f, level) for f, level in known if f.standing.firm]
        stated = [(f, level) for f, level in firm if f.signed]
        chosen = stated or [(f, level) for f, level in known if f.signed] or firm or known
        return sorted(chosen, key=self._rank) if len(chosen) > 1 else chosen

    def _rank(self, found: Found) -> tuple[object, ...]:
        finding, _ = found
        hedge = max((s.hedge for s in finding.support), default=0)
        length = len(finding.paths[0].edges) if finding.paths else 0
        near = self.distance(finding.support[:1], (finding.cause, finding.effect))
        order = (finding.standing.place, finding.stated is None)
        return (*order, near[0], hedge, length, near[1], finding.effect, finding.cause)


def restricted(asked: Asked) -> Asked:
    """With only what the question lets count: the graph without what it excludes, the paths that it asks for; by the
    ways around what is excluded, where that lies between a cause and an effect.
    """
    question = asked.question
    if _apart(asked) and any(f.known for f, _ in _with_filters(asked, question.playing(excluded="through")).found):
        return _with_filters(asked, question.playing(excluded="avoid"))
    return replace(
        _with_filters(asked, question),
        graph=restrict.without(asked.graph, question.of("excluded")),
    )


def _apart(asked: Asked) -> bool:
    """Whether it is asked how one thing affects another apart from a third."""
    question = asked.question
    named = all(question.of(role) for role in ("cause", "effect", "excluded"))
    return named and question.intent in _OF_WAYS and not restrict.contradicts(asked.graph, question)


def _with_filters(asked: Asked, question: Question) -> Asked:
    return replace(asked, question=question, filters=restrict.filters(asked.graph, question))


def stated_item(asked: Asked, concept: str, s: Statement) -> Item:
    """A statement as a member of a list, named by a concept."""
    return Item(id=concept, label=asked.label(concept), direction=None, basis="stated", text=s.text)


def named(asked: Asked, mention: Mention) -> str:
    """A concept as the asker named it: itself, or less of it."""
    return say.noun(asked.graph.concepts[mention.concept], mention.level).text
