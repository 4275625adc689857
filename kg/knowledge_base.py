"""The running service: settings, the current snapshot, and the verbs that every shell calls."""

from __future__ import annotations

import gc
import hashlib
import sys
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache, cached_property, partial
from importlib import metadata
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import rdflib

from kg import answer, curation, export, picture, rdf, store, vocabulary
from kg.answer import Answer, AnswerWithWhy, PathsAnswer, Spoken, Why, answer_question, views
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
    Situation,
    causes,
    effect_of,
    effects,
    feedback,
    neighbourhood,
    scenario,
    shared,
)
from kg.causal.paths import LONGEST
from kg.curation import Change, Proposal, Review, Setting, State
from kg.curation.views import (
    DocumentProposals,
    HistoryEntry,
    HistoryList,
    ImportReport,
    ProposalList,
    ProposalView,
    ReviewView,
    proposal_view,
    review_fields,
)
from kg.english import inflect
from kg.journal import Journal, JournalDamaged, Record
from kg.kept import Kept
from kg.ledger import Ledger, change_in, folded
from kg.linking import Lexicon, lexicon
from kg.linking.hashed import words_of
from kg.model import MOST_WORDS, CausewayError, ConceptKind, Content, Document, Hedge, Relation, Sign
from kg.patience import go_on, unstopped
from kg.question import Reader
from kg.question import words as speech
from kg.rdf import Violation
from kg.settings import VOCABULARY, Settings, SettingsError
from kg.vocabulary import C

if TYPE_CHECKING:
    from kg.retrieval import Near, Nearest

LARGEST_DOCUMENT = LARGEST_IMPORT = 16 * 1024 * 1024
MOST_EXPORTS = 8 * 1024 * 1024
"""Bytes of exports that a snapshot keeps."""


class UnknownStatement(CausewayError):
    """No statement has this id."""


class SameConcept(CausewayError):
    """Two concepts are asked for and one is named twice."""


class NoVariable(CausewayError):
    """A concept that has no level is given one."""


class UnknownDocument(CausewayError):
    """No document has this id, or its text is not at hand."""


class UnknownProposal(CausewayError):
    """No proposal has this number."""


class UnknownChange(CausewayError):
    """No change of the history has this number."""


class Violated(CausewayError):
    """A change that would break the rules of the graph; carries every violation with what would be right."""


class UnknownRelation(CausewayError):
    """No relation has this name."""


class UnknownKind(CausewayError):
    """No kind of concept has this name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What narrows a query of paths, causes or effects; names are as a user types them."""

    context: tuple[str, ...] = ()
    through: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    sign: Sign | None = None
    longest: int = LONGEST
    limit: int = 10
    min_hedge: Hedge = Hedge.aim
    bridges: bool = True


_MORE_NEAR = 20
_KEPT_FROM = 2000
"""Statements; of fewer all is made sooner than read."""
_LOOK_AGAIN = 0.05


@cache
def _software() -> str:
    """A mark of the code and tables that read words, and of the packages that they rest on."""
    folder = Path(__file__).parent
    read = sorted(f for name in ("linking", "retrieval") for f in (folder / name).glob("*") if f.is_file())
    packages = [f"{name} {metadata.version(name)}" for name in ("numpy", "wordllama", "tokenizers", "snowballstemmer")]
    return version_of(read) + " " + " ".join(packages)


def nearest_to(snapshot: Snapshot, text: str, most: int, without: Collection[str]) -> list[str]:
    """The statements nearest to a text, best first, of which some are not wanted."""
    found = snapshot.nearest.to(text, most=most + _MORE_NEAR)
    return [near.statement for near in found if near.statement not in without][:most]


_MOST_NEAR = 5


def _why(snapshot: Snapshot, question: str) -> Why:
    """The ways to read a question, and the statements nearest to it; none about what it excludes."""
    read = snapshot.reader.read(question)
    excluded = [concept for q in read for concept in q.of("excluded")]
    near = snapshot.nearest.to(question, most=_MOST_NEAR, without=excluded)
    return answer.why(snapshot.graph, read, [(n.statement, n.score) for n in near])


@dataclass(frozen=True)
class Snapshot:
    """One state of the graph, never changed. `version` is a hash of its triples: other triples, other version."""

    graph: CausalGraph
    version: str
    texts: Mapping[str, str] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)
    exports: Kept[str] = field(default_factory=lambda: Kept(MOST_EXPORTS, sys.getsizeof))
    reviews: dict[int, tuple[Change, Review]] = field(default_factory=dict)
    earlier: Nearest | None = None
    folder: Path | None = None
    making: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    @cached_property
    def lexicon(self) -> Lexicon:
        return lexicon(self.graph.concepts.values(), speech())

    @cached_property
    def reader(self) -> Reader:
        graph = self.graph
        return Reader(self.lexicon, graph.concepts, [c for c in graph.concepts if graph.is_intervention(c)])

    @cached_property
    def spoken(self) -> Spoken:
        """The words that the sources use, by their stems."""
        return Spoken(self.graph, self.texts)

    @property
    def nearest(self) -> Nearest:
        """Made when first asked for; out of that of an earlier snapshot, where there is one, by what differs."""
        return self.nearest_told(lambda done, total: None)

    def nearest_told(self, progress: Callable[[int, int], None]) -> Nearest:
        """The same; `progress` is told how far it is where it has to be made. One thread makes it, others wait.

        That of a large graph is kept in the folder, and read from there where it is of this very graph and software.
        """
        while "nearest" not in self.__dict__:
            go_on()
            if self.making.acquire(timeout=_LOOK_AGAIN):
                try:
                    if "nearest" not in self.__dict__:
                        self.__dict__["nearest"] = self._made_nearest(progress)
                finally:
                    self.making.release()
        return self.__dict__["nearest"]

    def _made_nearest(self, progress: Callable[[int, int], None]) -> Nearest:
        from kg.retrieval import Nearest  # numpy and 20 MB, for those who ask

        if self.earlier:
            return self.earlier.after(self.graph, self.lexicon)
        if self.folder is None or len(self.graph.statements) < _KEPT_FROM:
            return Nearest.of(self.graph, self.lexicon, progress)
        from kg import index

        mark = f"{self.version} {_software()}"
        if (arrays := index.load(self.folder, mark)) is not None:
            with suppress(ValueError):
                return Nearest.unpacked(self.graph, self.lexicon, arrays)
        made = Nearest.of(self.graph, self.lexicon, progress)
        index.keep(self.folder, mark, made.packed())
        return made

    def after(self, records: list[Record]) -> Snapshot:
        """The snapshot with further records of the journal; it shares the names where no concept changed."""
        ledger = self.ledger.with_(records)
        graph, texts, version, same = self.graph, dict(self.texts), self.version, True
        for record in records:
            if record.changes:
                change = _change_in(record)
                same = same and not (change.added.concepts or change.removed.concepts)
                graph = _applied(record, lambda g=graph, c=change: g.changed(c.added, c.removed))
                texts.update(change.texts)
                version = _next_version(version, record)
        kept = () if version != self.version else (self.exports, self.reviews)
        new = Snapshot(graph, version, texts, ledger, *kept, earlier=self.__dict__.get("nearest", self.earlier))
        if same:
            new.__dict__.update({k: v for k, v in self.__dict__.items() if k == "lexicon"})
        return new


def _next_version(version: str, record: Record) -> str:
    return hashlib.sha256(f"{version} {record.checksum}".encode()).hexdigest()[:16]


def _change_in(record: Record) -> Change:
    return _applied(record, lambda: change_in(record))


def _applied(record: Record, work: Callable):
    """What the work gives; raises JournalDamaged, naming the record, where it does not fit the graph."""
    try:
        return work()
    except CausewayError as error:
        raise JournalDamaged(
            f"record {record.number} of the journal does not fit the ontology: {error.detail}; start with the ontology"
            " that it was written on, mend the ontology's files, or let `kg doctor` set it aside",
            record=record.number,
        ) from error


class KnowledgeBase:
    """The current snapshot of one ontology, and the only way to change it.

    A change is proposed, decided, held against the rules, written to the journal, and then taken in from there, here
    as in every other process. `trouble` is what is wrong with the journal since. Raises the error of the first file,
    node or record that cannot be read.
    """

    def __init__(self, settings: Settings):
        self.settings = settings
        files = settings.files
        if not files:
            raise SettingsError(f"{settings.ontology} holds no .ttl file; it should hold the ontology")
        self._base_version = version_of(files)
        self._taking_in = threading.Lock()
        self.trouble: JournalDamaged | None = None
        self.journal = Journal(settings.data) if settings.data else None
        with _uncollected():
            self._base = rdf.read(store.triples_of(files))
            self.snapshot = self._from_start(self.journal.news()[0] if self.journal else [])
            self.snapshot.reader  # noqa: B018 made before the first question

    def _from_start(self, records: Iterable[Record], ledger: Ledger | None = None) -> Snapshot:
        """The snapshot after these records, made whole; with their own ledger, or the one given."""
        changes, version = [], self._base_version
        for record in records:
            if record.changes:
                changes.append(_change_in(record))
                version = _next_version(version, record)
        graph = CausalGraph(folded(self._base, changes) if changes else self._base)
        texts = texts_of(self.settings.documents, graph.documents.values())
        for change in changes:
            texts.update(change.texts)
        return Snapshot(
            graph, version, texts, ledger or Ledger().with_(records), folder=None if ledger else self.settings.data
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
        return self.snapshot.version

    @property
    def state(self) -> str:
        """Changes with every record of the journal, and whenever the graph does."""
        return f"{self.version}-{self.journal.checksum[:16]}" if self.journal else self.version

    def resolve(self, name: str) -> str:
        """The id of the concept that a user named by id, IRI, CURIE or words."""
        return self.snapshot.lexicon.resolve(name)

    def statement(self, name: str) -> StatementView:
        """The statement of an id, CURIE or IRI."""
        now = self.snapshot
        id = vocabulary.local(vocabulary.iri(name) or name)
        if id not in now.graph.statements:
            raise UnknownStatement(f"no statement has the id {name!r}; they look like S106a", statement=name)
        return views.statement_view(now.graph, now.graph.statements[id], now.version, now.texts)

    def ask(self, question: str, context: Iterable[str] = (), *, max_paths: int = 10, why: bool = False) -> Answer:
        """The answer to a question in words; never an error for what it says. With `why`, why it was read so."""
        now = self.snapshot
        asked = self._resolved(context)
        Situation.of(now.graph, asked)
        found = answer_question(
            now.graph,
            now.lexicon,
            now.reader,
            question,
            context=asked,
            max_paths=max_paths,
            version=now.version,
            texts=now.texts,
            nearest=partial(nearest_to, now),
            stems=now.spoken,
        )
        return AnswerWithWhy.of(found, _why(now, question)) if why else found

    def warm(self, progress: Callable[[int, int], None] = lambda done, total: None) -> None:
        """Make what the first questions would wait for; `progress` is told how many of how many statements are read."""
        now = self.snapshot
        inflect.load()
        now.nearest_told(progress)
        "" in now.spoken  # noqa: B015 its words are read
        self.ask("what does nothing at all?")
        for concept in next(iter(now.graph.by_pair), ()):
            self.ask(f"what affects {now.graph.concepts[concept].label}?")

    def nearest(self, text: str, most: int = 3, without: Iterable[str] = ()) -> tuple[Near, ...]:
        """The statements nearest to a text, best first; never a verdict. None that names a concept of `without`."""
        return self.snapshot.nearest.to(text, most=most, without=self._resolved(without))

    def paths(self, cause: str, effect: str, query: Query = Query()) -> PathsAnswer:
        """What is known of the effect of one concept on another."""
        now = self.snapshot
        source, target = self.resolve(cause), self.resolve(effect)
        if source == target:
            raise SameConcept(f"cause and effect are both {source}; name two concepts", cause=source, effect=target)
        finding = effect_of(
            now.graph, source, target, self._situation(query.context), self._filters(query), sign=query.sign
        )
        return answer.paths_answer(now.graph, finding, now.version, limit=query.limit, texts=now.texts)

    def paths_svg(self, cause: str, effect: str, query: Query = Query()) -> str:
        """The paths of the effect of one concept on another as a picture that stands alone."""
        found = self.paths(cause, effect, query)
        labels = [self.snapshot.graph.concepts[id].label for id in (found.cause, found.effect)]
        return picture.svg(picture.picture(found.paths, found.modifiers), title="How {} affects {}".format(*labels))

    def effects(self, cause: str, query: Query = Query(), *, kind: str | None = None) -> ReachAnswer:
        """Everything that a concept acts on, best first."""
        return self._reach(effects, cause, query, kind)

    def causes(self, effect: str, query: Query = Query(), *, kind: str | None = None) -> ReachAnswer:
        """Everything that acts on a concept, best first."""
        return self._reach(causes, effect, query, kind)

    def _reach(self, reach, concept: str, query: Query, kind: str | None) -> ReachAnswer:
        now = self.snapshot
        id = self.resolve(concept)
        kind = self._kind(kind)
        reached = reach(now.graph, id, self._situation(query.context), self._filters(query))
        wanted = [r for r in reached if kind is None or now.graph.concepts[r.concept].kind == kind]
        return views.reach_answer(now.graph, id, wanted, now.version, limit=query.limit, texts=now.texts)

    def shared(self, a: str, b: str, context: Iterable[str] = (), *, limit: int = 20) -> SharedAnswer:
        """The common causes and the common effects of two concepts, the nearest `limit` of each."""
        now = self.snapshot
        first, second = self.resolve(a), self.resolve(b)
        if first == second:
            raise SameConcept(f"a and b are both {first}; name two concepts", a=first, b=second)
        common = shared(now.graph, first, second, self._situation(context))
        return views.shared_answer(now.graph, first, second, common, now.version, limit=limit, texts=now.texts)

    def feedback(self, concept: str | None = None) -> LoopsAnswer:
        """Feedback loops with their polarity, through a concept where one is named."""
        now = self.snapshot
        id = self.resolve(concept) if concept else None
        return views.loops_answer(now.graph, id, feedback(now.graph, id), now.version)

    def scenario(
        self, set: Mapping[str, int], context: Iterable[str] = (), outcomes: Iterable[str] | None = None
    ) -> ScenarioAnswer:
        """What setting some concepts high (+1) or low (-1) does to the outcomes."""
        now = self.snapshot
        wanted = self._resolved(outcomes) if outcomes is not None else None
        levels: dict[str, int] = {}
        for name, level in set.items():
            id = self.resolve(name)
            if not now.graph.is_signed(id):
                raise NoVariable(f"{id} is no variable and cannot be set high or low", set=id)
            if levels.setdefault(id, level) != level:
                raise ContradictoryContext(f"{id} is set both high and low; leave one out", set=[id])
        found = scenario(now.graph, levels, self._resolved(context), wanted)
        return views.scenario_answer(now.graph, found, now.version, now.texts)

    def concepts(self, words: str | None = None, *, kind: str | None = None, limit: int = 20) -> ConceptList:
        """Concepts that some words could name, best first; all of them, by label, without words."""
        now = self.snapshot
        kind = self._kind(kind)
        graph = now.graph
        if words:
            found = now.lexicon.search(words, limit=limit, kind=kind)
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
        now = self.snapshot
        return views.concept_view(now.graph, self.resolve(name), now.version)

    def neighbourhood(self, concept: str, depth: int = 1) -> NeighbourhoodView:
        now = self.snapshot
        id = self.resolve(concept)
        return views.neighbourhood_view(now.graph, id, depth, neighbourhood(now.graph, id, depth), now.version)

    def documents(self) -> DocumentList:
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
        key = (format, now.lexicon.resolve(concept) if concept else None, depth if concept else 0)

        def write() -> str:
            part = neighbourhood(now.graph, key[1], depth) if concept else export.whole(now.graph)
            return export.FORMATS[format].write(now.graph, part)

        return now.exports.get(key, write)

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

    def propose(self, kind: str, fields: Mapping, *, by: str, why: str = "") -> ProposalView:
        """An open proposal with its review; raises Violated, and keeps nothing, where it could not be accepted."""
        with self._writing():
            return self._proposed(kind, fields, by, why)

    def tried(self, kind: str, fields: Mapping, *, by: str) -> ReviewView:
        """The review that a proposal would get; nothing is kept. Raises Malformed where its fields cannot be read."""
        _, found = curation.review_draft(self._setting("draft", by, timestamp()), curation.draft_of(kind, fields))
        return ReviewView(**review_fields(found))

    def _proposed(self, kind: str, fields: Mapping, by: str, why: str) -> ProposalView:
        draft = curation.draft_of(kind, fields)
        made = curation.review_draft(self._setting(f"P{self.journal.number + 1}", by, timestamp()), draft)
        _refuse(made[1])
        record = self._write("proposed", by, why, {"kind": kind, "fields": curation.plain(fields)})
        self.snapshot.reviews[record.number] = made
        return self.proposal(record.number)

    def decide(self, id: int, verdict: str, *, by: str, note: str = "") -> ProposalView:
        """A proposal accepted or rejected, once. Raises Violated where it cannot stand as the graph is now."""
        with self._writing():
            proposal = self._proposal(id)
            if verdict == "reject":
                proposal.decided(State.rejected, by, note, timestamp())
                self._write("rejected", by, note, {"proposal": id})
                return proposal_view(self._proposal(id), self.version, self.snapshot.ledger.records_of[id])
            proposal.decided(State.accepted, by, note, timestamp())
            change, found = self._review(proposal)
            _refuse(found)
            self._write("accepted", by, note or proposal.why, {"proposal": id}, change, found)
            now = self.snapshot
            return proposal_view(
                now.ledger.proposals[id], now.version, now.ledger.records_of[id], **review_fields(found)
            )

    def proposal(self, id: int) -> ProposalView:
        """One proposal, with its review as of now where it is open."""
        return self._proposal_view(self._proposal(id))

    def proposals(self, state: str | None = None, *, limit: int = 50) -> ProposalList:
        """The latest proposals, of one state where it is named; the open ones with their review as of now."""
        now = self.snapshot
        every = [p for p in reversed(now.ledger.proposals.values()) if state in (None, p.state.value)]
        shown = tuple(self._proposal_view(p) for p in every[:limit])
        return ProposalList(proposals=shown, total=len(every), graph_version=now.version)

    def history(self, *, limit: int = 50) -> HistoryList:
        """The latest changes of the graph."""
        now = self.snapshot
        entries = tuple(now.ledger.entry(record) for record in now.ledger.changes[: -limit - 1 : -1])
        return HistoryList(entries=entries, total=len(now.ledger.changes), graph_version=now.version)

    def revert(self, id: int, *, by: str, why: str = "") -> HistoryEntry:
        """A change taken back, which is a change like any other. Raises Violated where later ones rest on it."""
        with self._writing():
            now = self.snapshot
            record = next((r for r in now.ledger.changes if r.number == id), None)
            if record is None:
                raise UnknownChange(f"no change has the number {id}; the history lists them", change=id)
            if by_ := now.ledger.reverted.get(id):
                raise Violated(f"change {id} was taken back by change {by_} already; revert that one", reverted_by=by_)
            change = change_in(record).undone
            found = self._stands(change)
            written = self._write("reverted", by, why, {"reverts": id}, change, found)
            return self.snapshot.ledger.entry(written)

    def import_(
        self,
        text: bytes,
        format: str,
        *,
        by: str,
        why: str = "",
        dry_run: bool = False,
        progress: Callable[[int, int], None] = lambda done, total: None,
    ) -> ImportReport:
        """Many changes at once, all or none: `format` is turtle, json-ld or tsv. Raises Malformed or Violated."""
        with self._writing():
            setting = self._setting(f"P{self.journal.number + 1}", by, timestamp())
            if format == "tsv":
                change, beside = curation.change_of_table(text, setting, progress), ()
            else:
                change, beside = curation.read_triples(text, format, self.snapshot.graph, self._shapes)
            found = self._stands(change, follow=len(change.statements) <= curation.FOLLOWED)
            found = replace(found, warnings=(*beside, *found.warnings))
            written = None if dry_run else self._write("imported", by, why, {}, change, found)
            return ImportReport(
                concepts=len(change.added.concepts),
                statements=len(change.added.statements),
                stored=written is not None,
                record=written.number if written else None,
                graph_version=self.version,
                **review_fields(found),
            )

    def read_document(self, title: str, text: str, *, by: str, why: str = "") -> DocumentProposals:
        """A text taken in as a document, with a proposal for each of its sentences that plainly says A raises B."""
        document = curation.document_of(title, text)
        claims = list(curation.claims(document.id, text, self.snapshot.lexicon))  # before the writer's turn: it is slow
        with self._writing():
            if document.id not in self.snapshot.graph.documents:
                change = Change(added=Content(documents=(document,)), texts={document.id: text})
                self._write("document", by, why or title, {}, change, self._stands(change))
            made, told = [], {(p.kind, p.fields.get("text")) for p in self.snapshot.ledger.proposals.values()}
            for fields in claims:
                if ("statement", fields["text"]) not in told:
                    try:
                        made.append(self._proposed("statement", fields, by, f"read from {title}"))
                    except Violated:
                        continue
            now = self.snapshot
            record = next((r.number for r in now.ledger.changes if document.id in r.body.get("texts", {})), None)
            return DocumentProposals(
                document=document.id, record=record, proposals=tuple(made), graph_version=now.version
            )

    def at(self, number: int) -> Snapshot:
        """The graph as it was after a change of the history; 0 is as it was shipped."""
        changes = self.snapshot.ledger.changes
        if number and number not in {record.number for record in changes}:
            raise UnknownChange(f"no change has the number {number}; the history lists them", change=number)
        kept = tuple(record for record in changes if record.number <= number)
        return self._from_start(kept, Ledger(changes=kept))

    def _writing(self):
        if self.journal is None:
            raise SettingsError("nothing can be changed here: KG_DATA names no folder for changes")
        return _fresh(self)

    def _proposal(self, id: int) -> Proposal:
        found = self.snapshot.ledger.proposals.get(id)
        if found is None:
            raise UnknownProposal(f"no proposal has the number {id}; /proposals lists them", proposal=id)
        return found

    def _proposal_view(self, proposal: Proposal) -> ProposalView:
        now = self.snapshot
        if proposal.state is not State.open:
            return proposal_view(proposal, now.version, now.ledger.records_of.get(proposal.id))
        _, found = self._review(proposal)
        return proposal_view(proposal, now.version, **review_fields(found))

    def _review(self, proposal: Proposal) -> tuple[Change, Review]:
        """What an open proposal asks for, and its review; made once a version of the graph."""
        kept = self.snapshot.reviews
        if proposal.id not in kept:
            setting = self._setting(f"P{proposal.id}", proposal.by, proposal.at)
            kept[proposal.id] = curation.review_draft(setting, proposal.draft)
        return kept[proposal.id]

    def _setting(self, name: str, by: str, on: str) -> Setting:
        now = self.snapshot
        return Setting(graph=now.graph, resolve=now.lexicon.resolve, texts=now.texts, name=name, by=by, on=on)

    def _stands(self, change: Change, *, follow: bool = True) -> Review:
        found = curation.review(self._setting("", "", ""), change, follow=follow)
        _refuse(found)
        return found

    def _write(
        self,
        kind: str,
        by: str,
        why: str,
        body: dict,
        change: Change = Change(),
        found: Review | None = None,
    ) -> Record:
        """Put a record on disk, then take it in; what it does to the graph is what its review has shown."""
        added, removed = (found.added, found.removed) if found else ("", "")
        body = {**body, **({"texts": dict(change.texts)} if change.texts else {})}
        record = Record(number=0, at=timestamp(), by=by, kind=kind, why=why, body=body, added=added, removed=removed)
        with unstopped():
            made = self.journal.append(record)
            self.refresh()
        return made

    @cached_property
    def _shapes(self) -> rdflib.Graph:
        return rdflib.Graph().parse(self.settings.shapes, format="turtle")

    def _resolved(self, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.resolve(name) for name in names))

    def _situation(self, context: Iterable[str]) -> Situation:
        return Situation.of(self.snapshot.graph, self._resolved(context))

    def _filters(self, query: Query) -> Filters:
        graph = self.snapshot.graph
        relations = {relation: named(graph.relations, relation) for relation in query.relations}
        for relation, ids in relations.items():
            if not ids:
                raise UnknownRelation(
                    f"no relation is called {relation!r}", relation=relation, known=sorted(graph.relations)
                )
        return Filters(
            longest=query.longest,
            through=tuple(map(self._variable, self._resolved(query.through))),
            avoid=tuple(sorted(map(self._variable, self._resolved(query.avoid)))),
            relations=tuple(sorted({id for ids in relations.values() for id in ids})),
            min_hedge=query.min_hedge,
            bridges=query.bridges,
        )

    def _variable(self, id: str) -> str:
        return self.snapshot.graph.concepts[id].variable or id

    def _kind(self, name: str | None) -> str | None:
        """The id of the kind with this name; none where none is named."""
        if name is None:
            return None
        kinds = self.snapshot.graph.kinds
        for id in named(kinds, name):
            return id
        raise UnknownKind(f"no kind of concept is called {name!r}", kind=name, known=sorted(kinds))


def named(table: Mapping[str, ConceptKind | Relation], name: str) -> list[str]:
    """The ids in a table of what goes by a name: id, CURIE or IRI in any case, else a label, which several may have."""
    meant = vocabulary.folded(name)
    by_id = [id for id in table if vocabulary.folded(id) == meant]
    return by_id or [id for id, value in table.items() if vocabulary.folded(value.label) == meant]


@contextmanager
def _fresh(knowledge: KnowledgeBase) -> Iterator[None]:
    """A writer's turn, on the graph as it is by then."""
    with knowledge.journal.writing(), _uncollected():
        knowledge.refresh()
        yield


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without looking for garbage: while a graph is made nearly all that is new stays, and looking costs half."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def settle() -> None:
    """Tell the garbage collector that what is here stays, for a process that serves.

    Looking through a large graph again and again finds nothing and holds up every change; but triples written lie in
    cycles, and a long reply is old before it is done, so that the old are looked through as well.
    """
    gc.freeze()
    gc.set_threshold(10_000, 20, 5)


def _refuse(found: Review) -> None:
    if found.violations:
        said = "; ".join(f"{v.field}: {v.message}" if v.field else v.message for v in found.violations[:3])
        raise Violated(
            f"it cannot stand: {said}",
            violations=list(found.violations),
            warnings=list(found.warnings),
        )


def timestamp() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def version_of(files: Iterable[Path]) -> str:
    """A short hash of the files' names and bytes."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]


def texts_of(folder: Path | None, documents: Iterable[Document]) -> dict[str, str]:
    """The text of each document whose file is in the folder with the right hash, by id."""
    texts = {}
    for document in documents:
        data = _document_bytes(folder, document)
        if data is not None and hashlib.sha256(data).hexdigest() == document.sha256:
            texts[document.id] = data.decode("utf-8")
    return texts


def words_turtle(graph: CausalGraph, folder: Path, name: str) -> str:
    """The words of the document of this id, CURIE or IRI, whose text is in the folder, as Turtle to put beside it.

    Raises UnknownDocument.
    """
    document = graph.documents.get(vocabulary.local(vocabulary.iri(name) or name))
    if document is None:
        known = ", ".join(sorted(graph.documents)) or "none yet"
        raise UnknownDocument(f"no document has the id {name!r}; there are: {known}", document=name)
    text = texts_of(folder, [document]).get(document.id)
    if text is None:
        raise UnknownDocument(
            f"{folder} holds no {document.file_name} with the hash {document.sha256}; put the text there, or mend"
            " c:sha256 where the text has changed",
            document=name,
        )
    words = words_of(text, document.excluded_lines)
    if not words:
        detail = f"{document.file_name} uses no words, or more than the {MOST_WORDS} that a document may carry"
        raise UnknownDocument(detail, document=name)
    triples = rdflib.Graph()
    for triple in rdf.describe(replace(document, words=words), {}).triples((None, rdflib.URIRef(C.wordHashes), None)):
        triples.add(triple)
    return rdf.turtle(triples)


def _document_bytes(folder: Path | None, document: Document) -> bytes | None:
    name = Path(document.file_name).name
    file = folder / name if folder and name else None
    if file is None or not file.is_file() or file.stat().st_size > LARGEST_DOCUMENT:
        return None
    return file.read_bytes()


def verify(graph: CausalGraph, folder: Path, known: Mapping[str, str] = MappingProxyType({})) -> Iterable[Violation]:
    """Every passage that is not where its statement says: wrong hash, outside the text, on an excluded line; and every
    document whose words are not those of its text.

    `known` are texts by document that the folder need not hold: those that came with a change.
    """
    texts = dict(known)
    for document in graph.documents.values():
        if document.id in known:
            if document.words:
                yield from _verify_words(document, known[document.id])
            continue
        data = _document_bytes(folder, document)
        if data is None:
            yield Violation(node=document.id, field="fileName", message=f"{document.file_name} is not in {folder}")
        elif (found := hashlib.sha256(data).hexdigest()) != document.sha256:
            yield Violation(
                node=document.id, field="sha256", message=f"the file has the hash {found}", value=document.sha256
            )
        else:
            texts[document.id] = data.decode("utf-8")
            yield from _verify_words(document, texts[document.id])
    for s in graph.content.statements:
        if s.passage is None:
            yield Violation(node=s.id, field="passage", message="has no passage; every statement needs its source")
        elif text := texts.get(s.passage.document):
            yield from _verify_passage(s.id, s.passage, text, graph.documents[s.passage.document])


def _verify_words(document: Document, text: str) -> Iterable[Violation]:
    if document.words != words_of(text, document.excluded_lines):
        wrong = "are not those of the text" if document.words else "are not told yet"
        message = f"its words {wrong}; `kg words {document.id} --documents DIR` tells them"
        yield Violation(node=document.id, field="wordHashes", message=message)


def _verify_passage(statement: str, passage, text: str, document: Document) -> Iterable[Violation]:
    if passage.end > len(text):
        yield Violation(
            node=statement, field="end", message=f"the document ends at {len(text)}", value=str(passage.end)
        )
        return
    found = text[passage.start : passage.end]
    right = hashlib.sha256(found.encode()).hexdigest()
    if not passage.sha256:
        yield Violation(node=statement, field="passageSha256", message=f"the passage has no hash yet; it is {right}")
    elif right != passage.sha256:
        yield Violation(node=statement, field="passageSha256", message="another passage stands at these positions")
    line = text.count("\n", 0, passage.start) + 1
    if line != passage.line:
        yield Violation(node=statement, field="line", message=f"the passage is on line {line}", value=str(passage.line))
    if line in document.excluded_lines:
        yield Violation(node=statement, field="line", message="captions and advertising are no source", value=str(line))
