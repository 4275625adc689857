"""The verbs that change a graph: propose, decide, revert, import, read a document. Each is a record of the journal."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Protocol

import rdflib

from kg.causal import CausalGraph
from kg.change import Change
from kg.curation.documents import Heard, Taking, document_of, known_as
from kg.curation.files import read_triples
from kg.curation.ledger import Ledger, change_in
from kg.curation.proposals import Malformed, Proposal, Standing, draft_of, plain
from kg.curation.review import FOLLOWED, Review, Warning, review, review_draft
from kg.curation.rules import Setting
from kg.curation.tables import change_of_table
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
from kg.garbage import uncollected
from kg.journal import Journal, Record
from kg.kept import Kept
from kg.linking import Lexicon
from kg.model import CausewayError, Content
from kg.patience import unstopped
from kg.reading import Read, Reader, confidence, installed
from kg.settings import SettingsError

LARGEST_IMPORT = 16 * 1024 * 1024
Asked = tuple[Change, tuple[Warning, ...]]
"""A change, and what a reviewer is to know of it beside what the review finds."""


class UnknownProposal(CausewayError):
    """No proposal has this number."""


class UnknownChange(CausewayError):
    """No change of the history has this number."""


class Violated(CausewayError):
    """A change that would break the rules of the graph; carries every violation with what would be right."""


class Ground(Protocol):
    """What writing asks of a snapshot."""

    def reviewing(self, texts: Iterable[str]) -> Ground:
        """The same with what bears on a change that has these texts in it."""
        ...

    @property
    def graph(self) -> CausalGraph:
        """All that is said."""
        ...

    @property
    def version(self) -> str:
        """The name of this state of the graph."""
        ...

    @property
    def texts(self) -> Mapping[str, str]:
        """The texts of the documents at hand, by document."""
        ...

    @property
    def ledger(self) -> Ledger:
        """The proposals and changes so far."""
        ...

    @property
    def lexicon(self) -> Lexicon:
        """The names of concepts."""
        ...

    @property
    def reviews(self) -> Kept[tuple[Change, Review]]:
        """The reviews made of this state."""
        ...


class Writing(ABC):
    """What a knowledge base can do to its graph; the snapshot changes by what comes back from the journal alone."""

    journal: Journal | None
    snapshot: Ground

    @abstractmethod
    def refresh(self) -> None:
        """Take in what the journal has since."""

    @abstractmethod
    def in_step(self) -> None:
        """Be in step with whoever else changes this graph, in a writer's turn, or raise why that cannot be."""

    @abstractmethod
    def recorded(self) -> None:
        """Let whoever else has this graph know what was just recorded."""

    @abstractmethod
    def now(self) -> str:
        """The time, in UTC."""

    @property
    @abstractmethod
    def weights(self) -> Mapping[str, float]:
        """The weights of the confidence of what is read."""

    @property
    @abstractmethod
    def shapes(self) -> rdflib.Graph:
        """What triples are held against."""

    def propose(self, kind: str, fields: Mapping[str, Any], *, by: str, why: str = "") -> ProposalView:
        """An open proposal with its review; raises Violated, and keeps nothing, where it could not be accepted."""
        with self._turn() as journal:
            return self._proposed(journal, kind, fields, by, why)

    def tried(self, kind: str, fields: Mapping[str, Any], *, by: str) -> ReviewView:
        """The review that a proposal would get; nothing is kept. Raises Malformed where its fields cannot be read."""
        _, found = review_draft(self._setting("draft", by, self.now(), texts_in(fields)), draft_of(kind, fields))
        return ReviewView(**review_fields(found))

    def _proposed(
        self, journal: Journal, kind: str, fields: Mapping[str, Any], by: str, why: str, **read: Any
    ) -> ProposalView:
        draft = draft_of(kind, fields)
        made = review_draft(self._setting(f"P{journal.number + 1}", by, self.now(), texts_in(fields)), draft)
        _refuse(made[1])
        record = self._write(journal, "proposed", by, why, {"kind": kind, "fields": plain(fields), **read})
        self.snapshot.reviews.get(record.number, lambda: made)
        return self.proposal(record.number)

    def decide(self, id: int, verdict: str, *, by: str, note: str = "") -> ProposalView:
        """A proposal accepted or rejected, once. Raises Violated where it cannot stand as the graph is now."""
        with self._turn() as journal:
            proposal = self._proposal(id)
            if verdict == "reject":
                proposal.decided(Standing.rejected, by, note, self.now())
                self._write(journal, "rejected", by, note, {"proposal": id})
                return proposal_view(self._proposal(id), self.snapshot.version, self.snapshot.ledger.records_of[id])
            proposal.decided(Standing.accepted, by, note, self.now())
            change, found = self._review(proposal)
            _refuse(found)
            self._write(journal, "accepted", by, note or proposal.why, {"proposal": id}, change, found)
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
        every = [p for p in reversed([*now.ledger.proposals.values()]) if state in (None, p.state.value)]
        shown = tuple(self._proposal_view(p) for p in every[:limit])
        return ProposalList(
            proposals=shown, total=len(every), complete=len(shown) == len(every), graph_version=now.version
        )

    def history(self, *, limit: int = 50) -> HistoryList:
        """The latest changes of the graph."""
        now = self.snapshot
        entries = tuple(now.ledger.entry(record) for record in now.ledger.changes[: -limit - 1 : -1])
        total = len(now.ledger.changes)
        return HistoryList(entries=entries, total=total, complete=len(entries) == total, graph_version=now.version)

    def revert(self, id: int, *, by: str, why: str = "") -> HistoryEntry:
        """A change taken back, which is a change like any other. Raises Violated where later ones rest on it."""
        with self._turn() as journal:
            now = self.snapshot
            record = next((r for r in now.ledger.changes if r.number == id), None)
            if record is None:
                raise UnknownChange(f"no change has the number {id}; the history lists them", change=id)
            if by_ := now.ledger.reverted.get(id):
                raise Violated(f"change {id} was taken back by change {by_} already; revert that one", reverted_by=by_)
            change = change_in(record).undone
            found = self._stands(change)
            written = self._write(journal, "reverted", by, why, {"reverts": id}, change, found)
            return self.snapshot.ledger.entry(written)

    def import_(
        self,
        text: bytes,
        format: str,
        *,
        by: str,
        why: str = "",
        dry_run: bool = False,
        progress: Callable[[int, int], None] = lambda *_: None,
    ) -> ImportReport:
        """Many changes at once, all or none: `format` is turtle, json-ld or tsv. Raises Malformed or Violated."""

        def asked(setting: Setting) -> Asked:
            if format == "tsv":
                return change_of_table(text, setting, progress), ()
            return read_triples(text, format, setting.graph, self.shapes)

        return self.take_in(asked, by=by, why=why, dry_run=dry_run)

    def take_in(
        self, asked: Callable[[Setting], Asked], *, by: str, why: str = "", dry_run: bool = False
    ) -> ImportReport:
        """A change of any size, all or none, that is made on the graph as it is by then. Raises Violated."""
        with self._turn() as journal:
            change, beside = asked(self._setting(f"P{journal.number + 1}", by, self.now()))
            found = self._stands(change, follow=len(change.statements) <= FOLLOWED)
            found = replace(found, warnings=(*beside, *found.warnings))
            written = None if dry_run else self._write(journal, "imported", by, why, {}, change, found)
            return ImportReport(
                concepts=len(change.added.concepts),
                statements=len(change.added.statements),
                stored=written is not None,
                record=written.number if written else None,
                graph_version=self.snapshot.version,
                **review_fields(found),
            )

    def claims_in(self, text: str) -> tuple[Read, ...]:
        """What the sentences of a text claim by the names of the graph, in their order; nothing is kept."""
        graph = self.snapshot.graph
        interventions = {kind.id for kind in graph.kinds.values() if kind.intervention}
        return tuple(Reader(self.snapshot.lexicon, graph.concepts, interventions, self.weights).read(text))

    def learned(self) -> tuple[dict[str, float], int]:
        """The weights of the confidence that suit the decisions so far, and how many of them were of claims read.

        The same decisions give the same weights.
        """
        judged = [
            (p.read["features"], p.state is Standing.accepted)
            for p in self.snapshot.ledger.proposals.values()
            if p.state is not Standing.open and len(p.read.get("features", ())) == len(confidence.NAMES)
        ]
        return confidence.fitted(judged, confidence.shipped()), len(judged)

    def read_document(self, title: str, text: str, *, by: str, why: str = "") -> DocumentProposals:
        """A text taken in as a document, with proposals of what its sentences claim, and what became of each sentence.

        The same text is the same document under whatever title. It is read before the writer's turn, which is short.
        """
        read = self.claims_in(text)
        made = document_of(title, text)
        with self._turn() as journal:
            document = known_as(self.snapshot.graph.documents.values(), made)
            if document.id not in self.snapshot.graph.documents:
                change = Change(added=Content(documents=(document,)), texts={document.id: text})
                self._write(journal, "document", by, why or title, {}, change, self._stands(change))
            told = f"read from {title}"

            def propose(one: Heard) -> ProposalView | str:
                return self._proposed_or_refused(journal, one, by, told)

            taking = Taking(document, text, self.snapshot.graph, self.snapshot.ledger, propose)
            sentences = tuple(map(taking.sentence, read))
            now = self.snapshot
            record = next((r.number for r in now.ledger.changes if document.id in r.body.get("texts", {})), None)
            return DocumentProposals(
                document=document.id,
                title=document.title,
                record=record,
                proposals=tuple(taking.made),
                total=len(taking.made),
                complete=True,
                sentences=sentences,
                counts=Counter(s.became if s.became != "passed_over" else s.why for s in sentences),
                parsed=installed(),
                graph_version=now.version,
            )

    def _proposed_or_refused(self, journal: Journal, one: Heard, by: str, why: str) -> ProposalView | str:
        """A proposal of a claim with all its fields, else with those that it needs; why none can be, where none can."""
        refused = ""
        for fields in (one.fields, dict(one.said)):
            try:
                return self._proposed(journal, "statement", fields, by, why, read=dict(one.read))
            except (Violated, Malformed) as error:
                refused = error.detail
        return refused

    @contextmanager
    def _turn(self) -> Iterator[Journal]:
        """A writer's turn, on the graph as it is by then."""
        if self.journal is None:
            raise SettingsError("nothing can be changed here: KG_DATA names no folder for changes")
        with self.journal.writing(), uncollected():
            self.refresh()
            self.in_step()
            yield self.journal

    def _proposal(self, id: int) -> Proposal:
        found = self.snapshot.ledger.proposals.get(id)
        if found is None:
            raise UnknownProposal(f"no proposal has the number {id}; /proposals lists them", proposal=id)
        return found

    def _proposal_view(self, proposal: Proposal) -> ProposalView:
        now = self.snapshot
        if proposal.state is not Standing.open:
            return proposal_view(proposal, now.version, now.ledger.records_of.get(proposal.id))
        _, found = self._review(proposal)
        return proposal_view(proposal, now.version, **review_fields(found))

    def _review(self, proposal: Proposal) -> tuple[Change, Review]:
        """What an open proposal asks for, and its review; made once a version of the graph."""

        def made() -> tuple[Change, Review]:
            texts = texts_in(proposal.fields)
            return review_draft(self._setting(f"P{proposal.id}", proposal.by, proposal.at, texts), proposal.draft)

        return self.snapshot.reviews.get(proposal.id, made)

    def _setting(self, name: str, by: str, on: str, texts: Iterable[str] = ()) -> Setting:
        now = self.snapshot.reviewing(texts)
        return Setting(graph=now.graph, resolve=now.lexicon.resolve, texts=now.texts, name=name, by=by, on=on)

    def _stands(self, change: Change, *, follow: bool = True) -> Review:
        named = (name for s in (*change.added.statements, *change.removed.statements) for name in (s.subject, s.object))
        found = review(self._setting("", "", "", named), change, follow=follow)
        _refuse(found)
        return found

    def _write(
        self,
        journal: Journal,
        kind: str,
        by: str,
        why: str,
        body: dict[str, Any],
        change: Change = Change(),
        found: Review | None = None,
    ) -> Record:
        """Put a record on disk, then take it in; what it does to the graph is what its review has shown."""
        added, removed = (found.added, found.removed) if found else ("", "")
        body = {**body, **({"texts": dict(change.texts)} if change.texts else {})}
        record = Record(number=0, at=self.now(), by=by, kind=kind, why=why, body=body, added=added, removed=removed)
        with unstopped():
            made = journal.append(record)
            self.refresh()
            if made.changes:
                self.recorded()
        return made


def texts_in(fields: Mapping[str, Any]) -> Iterator[str]:
    """The texts among the fields of a proposal, and in their lists."""
    for value in fields.values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, list | tuple):
            yield from (one for one in value if isinstance(one, str))


def _refuse(found: Review) -> None:
    if found.violations:
        said = "; ".join(f"{v.field}: {v.message}" if v.field else v.message for v in found.violations[:3])
        raise Violated(
            f"it cannot stand: {said}",
            violations=list(found.violations),
            warnings=list(found.warnings),
        )
