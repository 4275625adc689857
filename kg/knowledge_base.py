"""The running service: the current snapshot, kept in step with the journal, and the verbs that every shell calls."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

import rdflib

from kg import answer, export, picture, rdf, store, vocabulary
from kg.answer import Answer, AnswerWithWhy, PathsAnswer, answer_question, views
from kg.answer.view_values import (
    ConceptHit,
    ConceptList,
    ConceptView,
    DocumentList,
    LoopsAnswer,
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
from kg.curation.ledger import Ledger
from kg.curation.writing import UnknownChange, Writing
from kg.garbage import settle, uncollected
from kg.journal import Journal, JournalDamaged, Record
from kg.model import CausewayError, Content
from kg.patience import unstopped
from kg.query import Query, kind_of, resolved
from kg.settings import VOCABULARY, Settings, SettingsError
from kg.snapshot import Snapshot
from kg.sources import version_of

if TYPE_CHECKING:
    from kg.large.columns import Large
    from kg.retrieval import Near

MOST_ASKED, MOST_OF_A_KIND = 12, 200
"""Causes or effects that a question in words ranks in a large graph, and that are ranked where a kind is asked for."""

Reach = Callable[[CausalGraph, str, Situation, Filters], list[Reached]]
__all__ = ["KnowledgeBase", "NoVariable", "Query", "SameConcept", "UnknownStatement", "settle", "timestamp"]


class UnknownStatement(CausewayError):
    """No statement has this id."""


class SameConcept(CausewayError):
    """Two concepts are asked for and one is named twice."""


class NotWhole(CausewayError):
    """What cannot be had of a large graph as a whole, and can of a part of it."""


class NoVariable(CausewayError):
    """A concept that has no level is given one."""


class KnowledgeBase(Writing):
    """The current snapshot of one ontology, and the only way to change it.

    A change is proposed, decided, held against the rules, written to the journal, and then taken in from there, here
    as in every other process. `trouble` is what is wrong with the journal since. Raises the error of the first file,
    node or record that cannot be read.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.snapshot: Snapshot
        files = settings.files
        if not files:
            raise SettingsError(f"{settings.ontology} holds no .ttl file; it should hold the ontology")
        self._base_version = version_of(files)
        self._taking_in = threading.Lock()
        self.trouble: JournalDamaged | None = None
        self.journal = Journal(settings.data) if settings.data else None
        with uncollected():
            self._base = rdf.read(store.triples_of(files))
            if self._large:
                self._base_version = f"{self._base_version[:8]}{self._large.version[:8]}"
            self.snapshot = self._from_start(self.journal.news()[0] if self.journal else [])
            self.snapshot.reader  # noqa: B018 made before the first question

    @cached_property
    def _large(self) -> Large | None:
        if self.settings.snapshot is None:
            return None
        from kg.large.beside import opened

        return opened(self.settings.snapshot, {r.id: r for r in self._base.relations})

    def _from_start(self, records: Iterable[Record], ledger: Ledger | None = None) -> Snapshot:
        """The snapshot after these records, made whole; with their own ledger, or the one given."""
        settings = self.settings
        return Snapshot.of(
            self._base,
            self._base_version,
            records,
            documents=settings.documents,
            folder=None if ledger else settings.data,
            ledger=ledger,
            large=self._large,
        )

    def unfit(self, records: Iterable[Record]) -> Iterator[tuple[int, str]]:
        """The numbers of the records that cannot be taken in on this ontology, each with the reason."""
        now = self._from_start([])
        for record in records:
            try:
                now = now.after([record])
            except JournalDamaged as damage:
                yield record.number, damage.detail

    def refresh(self) -> None:
        """Take in what this or another process has written since; one look at a file where there is nothing.

        Raises JournalDamaged, with the graph as it was before.
        """
        if self.journal is None:
            return
        with self._taking_in, unstopped():
            if not self.journal.quiet:
                self._take_in(self.journal)
            if self.trouble:
                raise self.trouble

    def _take_in(self, journal: Journal) -> None:
        if self.trouble:
            journal.forget()
        self.trouble = None
        try:
            records, from_start = journal.news()
            if from_start and not self.snapshot.ledger.empty:
                self.snapshot = self._from_start(records)
            elif records:
                self.snapshot = self.snapshot.after(records)
        except JournalDamaged as damage:
            self.trouble = damage

    def check_journal(self) -> None:
        """Read the whole journal again, though nothing seems to have changed; what is wrong becomes `trouble`."""
        if self.journal is not None:
            try:
                self.journal.check()
            except JournalDamaged as damage:
                self.trouble = damage

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

    def ask(self, question: str, context: Iterable[str] = (), *, max_paths: int = 10, why: bool = False) -> Answer:
        """The answer to a question in words; never an error for what it says. With `why`, why it was read so."""
        now, asked = self.asked(question, context, max_paths)
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
        )
        return AnswerWithWhy.of(found, now.why(question)) if why else found

    def asked(self, question: str, context: Iterable[str] = (), most: int = 10) -> tuple[Snapshot, tuple[str, ...]]:
        """The state of the graph with what bears on a question, and the ids of its context."""
        context = tuple(context)
        now = self.snapshot.about(question, *context)
        ids = resolved(context, now.lexicon.resolve)
        situation = Situation.of(now.graph, ids)
        if now.beside is None:
            return now, ids
        return now.bearing_on(now.beside.asked(now.reader.read(question), ids, max(most, MOST_ASKED)), situation), ids

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

    def paths(self, cause: str, effect: str, query: Query = Query()) -> PathsAnswer:
        """What is known of the effect of one concept on another."""
        now = self.snapshot.about(cause, effect, *query.names)
        source, target = (now.lexicon.resolve(name) for name in (cause, effect))
        if source == target:
            raise SameConcept(f"cause and effect are both {source}; name two concepts", cause=source, effect=target)
        situation, filters = _situation(now, query.context), query.filters(now.graph, now.lexicon.resolve)
        now = now.bearing_on(Wanted(pairs=((source, target),), limit=query.limit), situation, filters)
        finding = effect_of(now.graph, source, target, situation, filters, sign=query.sign)
        return answer.paths_answer(now.graph, finding, now.version, limit=query.limit, texts=now.texts)

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
            found = now.lexicon.search(words, limit=limit, kind=kind)
            if now.beside:
                found = now.beside.searched(now.lexicon, found, words, limit, kind)
                graph = now.beside.with_concepts(c.concept for c in found)
            hits = [(graph.concepts[c.concept], c.label, c.match, c.score) for c in found]
        else:
            every = sorted(graph.concepts.values(), key=lambda c: (c.label.casefold(), c.id))
            hits = [(c, c.label, "label", 1.0) for c in every if kind in (None, c.kind)][:limit]
        return ConceptList(
            concepts=tuple(
                ConceptHit(id=c.id, label=c.label, kind=c.kind, matched=label, match=match, score=score)
                for c, label, match, score in hits
            ),
            graph_version=now.version,
        )

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
        return DocumentList(
            documents=tuple(views.document_view(now.graph, d, now.texts) for d in now.graph.documents.values()),
            graph_version=now.version,
        )

    def export(self, format: str, concept: str | None = None, depth: int = 1, *, at: int | None = None) -> str:
        """The graph, or what is around a concept, in one of `export.FORMATS`; made once a snapshot.

        With `at`, as it was after that change of the history.
        """
        now = self.snapshot if at is None else self.at(at)
        id = now.about(concept).lexicon.resolve(concept) if concept else None
        now = now.bearing_on(Wanted(around=(id,), depth=depth)) if id else now
        if id is None and now.large:
            raise NotWhole("a graph of this size is not written whole; name a concept, and how far around it")

        def write() -> str:
            part = neighbourhood(now.graph, id, depth) if id else export.whole(now.graph)
            return export.FORMATS[format].write(now.graph, part)

        return now.exports.get((format, id, depth if id else 0), write)

    def turtle_files(self, at: int | None = None) -> dict[str, str]:
        """The Turtle files of an ontology that holds all that the graph does, changes folded in, by name.

        What has not changed is written as it was, byte for byte; with `at`, as of that change of the history.
        """
        now = (self.snapshot if at is None else self.at(at)).graph
        vocabulary_file = next(file for file in self.settings.files if file.name == VOCABULARY)
        described = rdf.read(rdf.triples(vocabulary_file.read_bytes()))
        terms = Content(
            kinds=tuple(k for k in now.kinds.values() if k not in described.kinds),
            relations=tuple(r for r in now.relations.values() if r not in described.relations),
        )
        parts = {
            "concepts.ttl": Content(concepts=tuple(now.concepts.values())),
            "statements.ttl": Content(
                statements=tuple(now.statements.values()), documents=tuple(now.documents.values())
            ),
            "terms.ttl": terms,
        }
        files = {
            name: rdf.turtle(rdf.described(part, now.concepts)) for name, part in parts.items() if part != Content()
        }
        kept = {file.name: file.read_text(encoding="utf-8") for file in (vocabulary_file, self.settings.shapes)}
        return kept | files

    def at(self, number: int) -> Snapshot:
        """The graph as it was after a change of the history; 0 is as it was shipped."""
        changes = self.snapshot.ledger.changes
        if number and number not in {record.number for record in changes}:
            raise UnknownChange(f"no change has the number {number}; the history lists them", change=number)
        kept = tuple(record for record in changes if record.number <= number)
        return self._from_start(kept, Ledger(changes=kept))

    def now(self) -> str:
        """The time, in UTC."""
        return timestamp()

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
