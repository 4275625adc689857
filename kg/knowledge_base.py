"""The running service: the verbs that every shell calls, on the snapshot that is current."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

import rdflib

from kg import answer, picture, vocabulary
from kg.answer import Answer, AnswerWithWhy, Difference, PathsAnswer, answer_question, views
from kg.answer.mediation import mediation_answer
from kg.answer.turns import turns_view
from kg.answer.view_values import (
    ConceptList,
    ConceptView,
    DocumentList,
    LoopsAnswer,
    MediationAnswer,
    NeighbourhoodView,
    ReachAnswer,
    ScenarioAnswer,
    SharedAnswer,
    StatementView,
)
from kg.causal import (
    CausalGraph,
    ContradictoryContext,
    Filters,
    Reached,
    Situation,
    Wanted,
    causes,
    effect_of,
    effects,
    feedback,
    neighbourhood,
    scenario,
    shared,
)
from kg.causal.mediation import mediation
from kg.garbage import settle
from kg.kept import Kept, one
from kg.model import CausewayError
from kg.query import Query, kind_of, resolved
from kg.reading import confidence
from kg.settings import Settings
from kg.snapshot import Snapshot
from kg.written import NotWhole, Written

if TYPE_CHECKING:
    from kg.retrieval import Near

MOST_PATHS = 10
"""Paths that an answer shows, where nobody says how many."""
MOST_BEFORE = 256
"""Answers on earlier graphs that are kept."""
MOST_ASKED, MOST_OF_A_KIND = 12, 200
"""Causes or effects that a question in words ranks in a large graph, and that are ranked where a kind is asked for."""

Reach = Callable[[CausalGraph, str, Situation, Filters], list[Reached]]
__all__ = ["KnowledgeBase", "NoVariable", "NotWhole", "Query", "SameConcept", "UnknownStatement", "settle", "timestamp"]


class UnknownStatement(CausewayError):
    """No statement has this id."""


class SameConcept(CausewayError):
    """Two concepts are asked for and one is named twice."""


class NoVariable(CausewayError):
    """A concept that has no level is given one."""


class KnowledgeBase(Written):
    """The verbs that read, on the current snapshot of one ontology; those that change it come with `Writing`, the
    graph as a file with `Written`.
    """

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.earlier: Kept[Answer] = Kept(MOST_BEFORE, one)

    @property
    def version(self) -> str:
        """The name of the state of the graph that is answered from."""
        return self.snapshot.version

    @property
    def state(self) -> str:
        """Changes with every record of the journal, and whenever the graph does."""
        return f"{self.version}-{self.journal.checksum[:16]}" if self.journal else self.version

    def resolve(self, name: str) -> str:
        """The id of the concept that a user named by id, IRI, CURIE or words."""
        return self.snapshot.about(name).lexicon.resolve(name)

    def statement(self, name: str) -> StatementView:
        """The statement of an id, CURIE or IRI."""
        id = vocabulary.local(vocabulary.iri(name) or name)
        now = self.snapshot.bearing_on(Wanted(statements=(id,)))
        if id not in now.graph.statements:
            raise UnknownStatement(f"no statement has the id {name!r}; they look like S106a", statement=name)
        return views.statement_view(now.graph, now.graph.statements[id], now.version, now.texts)

    def ask(
        self,
        question: str,
        context: Iterable[str] = (),
        *,
        max_paths: int = MOST_PATHS,
        why: bool = False,
        turns: bool = False,
    ) -> Answer:
        """The answer to a question in words; never an error for what it says. With `why`, why it was read so; with
        `turns`, what would turn the verdict.
        """
        return self.asked(question, context, max_paths=max_paths, why=why, turns=turns)[0]

    def asked(
        self,
        question: str,
        context: Iterable[str] = (),
        *,
        max_paths: int = MOST_PATHS,
        why: bool = False,
        turns: bool = False,
    ) -> tuple[Answer, Snapshot]:
        """The same, with the state of the graph that it was answered from: what bears on the question."""
        now, asked = self._bearing_on(question, context, max_paths)
        found = answer_question(
            now.graph,
            now.lexicon,
            now.reader,
            question,
            context=asked,
            max_paths=max_paths,
            version=now.version,
            texts=now.texts,
            nearest=now.near if now.graph.by_pair else None,
            stems=now.stems,
            turns=turns,
        )
        kept = answer.receipt(found, now.graph, now.texts, change=self.change, context=asked, max_paths=max_paths)
        found = replace(found, receipt=kept)
        return AnswerWithWhy.of(found, now.why(question)) if why else found, now

    def _bearing_on(self, question: str, context: Iterable[str], most: int) -> tuple[Snapshot, tuple[str, ...]]:
        """The state of the graph with what bears on a question, and the ids of its context."""
        context = tuple(context)
        now = self.snapshot.about(question, *context)
        ids = resolved(context, now.lexicon.resolve)
        situation = Situation.of(now.graph, ids)
        if now.beside is None:
            return now, ids
        return now.bearing_on(now.beside.asked(now.reader.read(question), ids, max(most, MOST_ASKED)), situation), ids

    def verify_answer(self, saved: Answer) -> tuple[Difference, ...]:
        """What a saved answer says otherwise than the graph would now: its question is asked again, its passages are
        hashed again. The gravest first. Raises UnknownConcept where its context is none that is known.
        """
        asked = saved.receipt
        again = self.ask(
            saved.question, asked.context if asked else (), max_paths=asked.max_paths if asked else MOST_PATHS
        )
        return answer.differences(saved, again, self.snapshot.graph, self.snapshot.texts)

    def warm(self, progress: Callable[[int, int], None] = lambda *_: None) -> None:
        """Make what the first questions would wait for; `progress` is told how many of how many statements are read."""
        now = self.snapshot
        now.nearest_told(progress)
        _ = "" in now.spoken  # its words are read
        self.ask("what does nothing at all?")
        if beside := now.beside:
            for a, b in beside.first:
                self.paths(a, b)
                self.effects(a)
                self.causes(b)
        for concept in next(iter(now.graph.by_pair), ()):
            self.ask(f"what affects {now.graph.concepts[concept].label}?")

    def nearest(self, text: str, most: int = 3, without: Iterable[str] = ()) -> tuple[Near, ...]:
        """The statements nearest to a text, best first; never a verdict. None that names a concept of `without`."""
        return self.snapshot.nearest.to(text, most=most, without=self._resolved(without))

    def paths(
        self, cause: str, effect: str, query: Query = Query(), *, turns: bool = False, near: bool = True
    ) -> PathsAnswer:
        """What is known of the effect of one concept on another; with `turns`, what would turn the verdict. Of too many
        paths the best are shown, or, where these need not be `near` to each other, such as differ.
        """
        now = self.snapshot.about(cause, effect, *query.names)
        source, target = (now.lexicon.resolve(name) for name in (cause, effect))
        if source == target:
            raise SameConcept(f"cause and effect are both {source}; name two concepts", cause=source, effect=target)
        situation, filters = _situation(now, query.context), query.filters(now.graph, now.lexicon.resolve)
        now = now.bearing_on(Wanted(pairs=((source, target),), limit=query.limit), situation, filters)
        finding = effect_of(now.graph, source, target, situation, filters, sign=query.sign)
        found = answer.paths_answer(now.graph, finding, now.version, limit=query.limit, texts=now.texts, near=near)
        return replace(found, turns=turns_view(now.graph, finding, filters, query.sign)) if turns else found

    def mediation(self, cause: str, effect: str, mediator: str, context: Iterable[str] = ()) -> MediationAnswer:
        """How much of the effect of one concept on another comes about through a third."""
        context = tuple(context)
        now = self.snapshot.about(cause, effect, mediator, *context)
        source, target, via = (now.lexicon.resolve(name) for name in (cause, effect, mediator))
        if len({now.graph.variable_of(id) for id in (source, target, via)}) < 3:
            raise SameConcept("name three concepts: a cause, an effect and what lies between them", mediator=via)
        situation = _situation(now, context)
        now = now.bearing_on(Wanted(pairs=((source, target), (source, via), (via, target))), situation)
        found = mediation(now.graph, source, target, via, situation)
        return mediation_answer(now.graph, found, now.version, now.texts)

    def paths_svg(self, cause: str, effect: str, query: Query = Query()) -> str:
        """The paths of the effect of one concept on another as a picture that stands alone."""
        found = self.paths(cause, effect, query)
        graph = self.snapshot.bearing_on(Wanted(pairs=((found.cause, found.effect),))).graph
        labels = [graph.concepts[id].label for id in (found.cause, found.effect)]
        drawn = picture.picture(found.paths, found.modifiers)
        return picture.svg(drawn, title="How {} affects {}".format(*labels), kinds=graph.kinds)

    def effects(self, cause: str, query: Query = Query(), *, kind: str | None = None) -> ReachAnswer:
        """Everything that a concept acts on, best first."""
        return self._reach(effects, cause, query, kind, upstream=False)

    def causes(self, effect: str, query: Query = Query(), *, kind: str | None = None) -> ReachAnswer:
        """Everything that acts on a concept, best first."""
        return self._reach(causes, effect, query, kind, upstream=True)

    def _reach(self, reach: Reach, concept: str, query: Query, kind: str | None, *, upstream: bool) -> ReachAnswer:
        now = self.snapshot.about(concept, *query.names)
        id = now.lexicon.resolve(concept)
        kind = kind_of(now.graph, kind)
        situation, filters = _situation(now, query.context), query.filters(now.graph, now.lexicon.resolve)
        ends = Wanted(causes=(id,)) if upstream else Wanted(effects=(id,))
        now = now.bearing_on(replace(ends, limit=query.limit if kind is None else MOST_OF_A_KIND), situation, filters)
        reached = reach(now.graph, id, situation, filters)
        wanted = [r for r in reached if kind is None or now.graph.concepts[r.concept].kind == kind]
        return views.reach_answer(now.graph, id, wanted, now.version, limit=query.limit, texts=now.texts, cut=now.cut)

    def shared(self, a: str, b: str, context: Iterable[str] = (), *, limit: int = 20) -> SharedAnswer:
        """The common causes and the common effects of two concepts, the nearest `limit` of each."""
        context = tuple(context)
        now = self.snapshot.about(a, b, *context)
        first, second = (now.lexicon.resolve(name) for name in (a, b))
        if first == second:
            raise SameConcept(f"a and b are both {first}; name two concepts", a=first, b=second)
        situation = _situation(now, context)
        ends = (now.graph.variable_of(first), now.graph.variable_of(second))
        now = now.bearing_on(Wanted(shared=(ends,), limit=limit), situation)
        common = shared(now.graph, first, second, situation)
        return views.shared_answer(
            now.graph, first, second, common, now.version, limit=limit, texts=now.texts, cut=now.cut
        )

    def feedback(self, concept: str | None = None) -> LoopsAnswer:
        """Feedback loops with their polarity, through a concept where one is named."""
        id = self.resolve(concept) if concept else None
        if id is None and self._large:
            raise NotWhole(
                "a graph of this size is not searched for all its loops; name a concept that they go through"
            )
        now = self.snapshot.bearing_on(Wanted(loops=(id,))) if id else self.snapshot
        return views.loops_answer(now.graph, id, feedback(now.graph, id), now.version)

    def scenario(
        self, set: Mapping[str, int], context: Iterable[str] = (), outcomes: Iterable[str] | None = None
    ) -> ScenarioAnswer:
        """What setting some concepts high (+1) or low (-1) does to the outcomes."""
        context, outcomes = tuple(context), None if outcomes is None else tuple(outcomes)
        now = self.snapshot.about(*set, *context, *(outcomes or ()))
        resolve = now.lexicon.resolve
        wanted = resolved(outcomes, resolve) if outcomes is not None else None
        levels: dict[str, int] = {}
        for name, level in set.items():
            id = resolve(name)
            if not now.graph.is_signed(id):
                raise NoVariable(f"{id} is no variable and cannot be set high or low", set=id)
            if levels.setdefault(id, level) != level:
                raise ContradictoryContext(f"{id} is set both high and low; leave one out", set=[id])
        given = resolved(context, resolve)
        if now.beside:
            ends = wanted or [c.id for c in now.graph.concepts.values() if now.graph.is_outcome(c.id)]
            pairs = tuple((one, other) for one in levels for other in ends)
            now = now.bearing_on(Wanted(pairs=pairs), Situation.of(now.graph, given, levels))
        found = scenario(now.graph, levels, given, wanted)
        return views.scenario_answer(now.graph, found, now.version, now.texts)

    def concepts(self, words: str | None = None, *, kind: str | None = None, limit: int = 20) -> ConceptList:
        """Concepts that some words could name, best first; all of them, by label, without words."""
        now = self.snapshot
        graph = now.graph
        kind = kind_of(graph, kind)
        if words:
            most = limit if now.beside else len(graph.concepts)
            found = now.lexicon.search(words, limit=most, kind=kind)
            if now.beside:
                found = now.beside.searched(now.lexicon, found, words, limit, kind)
                graph = now.beside.with_concepts(c.concept for c in found)
            hits = [(graph.concepts[c.concept], c.label, c.match, c.score) for c in found]
        else:
            every = sorted(graph.concepts.values(), key=lambda c: (c.label.casefold(), c.id))
            hits = [(c, c.label, "label", 1.0) for c in every if kind in (None, c.kind)]
        return views.concept_list(hits, limit, now.version)

    def concept(self, name: str) -> ConceptView:
        """One concept with what is said of it. Raises UnknownConcept or AmbiguousConcept."""
        id = self.resolve(name)
        now = self.near([id])
        view = views.concept_view(now.graph, id, now.version)
        if now.beside is None:
            return view
        return replace(view, statements=tuple(dict.fromkeys((*view.statements, *now.beside.statements(id)))))

    def between(self, *pairs: tuple[str, str]) -> Snapshot:
        """The state of the graph with what bears on the effects of causes on effects."""
        return self.snapshot.bearing_on(Wanted(pairs=pairs))

    @property
    def size(self) -> int:
        """How many statements the large graph has; 0 where there is none."""
        return self._large.statements if self._large else 0

    def near(
        self, ids: Iterable[str], depth: int = 1, *, statements: Iterable[str] = (), concepts: Iterable[str] = ()
    ) -> Snapshot:
        """The state of the graph with what is said first of some concepts, and with these statements and concepts."""
        wanted = Wanted(around=tuple(ids), depth=depth, statements=tuple(statements), concepts=tuple(concepts))
        return self.snapshot.bearing_on(wanted)

    def neighbourhood(self, concept: str, depth: int = 1) -> NeighbourhoodView:
        """What is said within so many steps of a concept."""
        id = self.resolve(concept)
        now = self.near([id], depth)
        found = neighbourhood(now.graph, id, depth)
        if now.beside:
            found = now.beside.counted(found)
        return views.neighbourhood_view(now.graph, id, depth, found, now.version)

    def documents(self) -> DocumentList:
        """The documents that the graph rests on."""
        now = self.snapshot
        return views.document_list(now.graph, now.version, now.texts)

    def now(self) -> str:
        """The time, in UTC."""
        return timestamp()

    @property
    def weights(self) -> Mapping[str, float]:
        """The weights of the confidence of what is read: those that `kg learn` left, else the shipped ones."""
        file = self.settings.data / confidence.FILE if self.settings.data else None
        return confidence.parsed(file.read_text(encoding="utf-8")) if file and file.exists() else confidence.shipped()

    @cached_property
    def shapes(self) -> rdflib.Graph:
        """The shapes of the ontology, for what is imported as triples."""
        return rdflib.Graph().parse(self.settings.shapes, format="turtle")

    def _resolved(self, names: Iterable[str]) -> tuple[str, ...]:
        return resolved(names, self.resolve)


def _situation(now: Snapshot, context: Iterable[str]) -> Situation:
    return Situation.of(now.graph, resolved(context, now.lexicon.resolve))


def timestamp() -> str:
    """The time in UTC, as the journal has it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
