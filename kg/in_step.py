"""The current snapshot of a graph, kept in step with the journal, and with the store where the graph lies on one."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Self

from kg.base import Base
from kg.change import applied
from kg.curation.ledger import Ledger, change_in
from kg.curation.writing import UnknownChange, Writing
from kg.garbage import uncollected
from kg.journal import Journal, JournalDamaged, Record
from kg.kept import Kept
from kg.model import CausewayError, Content
from kg.patience import unstopped
from kg.remote import StoreAway
from kg.settings import Settings, SettingsError
from kg.shared import Shared
from kg.snapshot import MOST_EARLIER, Snapshot

if TYPE_CHECKING:
    from kg.large.columns import Large

_AT_ONCE = 10
"""How often a change is told to a store that others change at the same moment, before that waits."""


class InStep(Writing):
    """The current snapshot of one ontology, and the only way to change it.

    A change is proposed, decided, held against the rules, written to the journal, and then taken in from there, here
    as in every other process. `trouble` is what is wrong with the journal since. Raises the error of the first file,
    node or record that cannot be read.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.snapshot: Snapshot
        files = settings.files
        if not files and not settings.store:
            raise SettingsError(f"{settings.ontology} holds no .ttl file; it should hold the ontology")
        self._taking_in = threading.Lock()
        self.trouble: JournalDamaged | None = None
        self.journal = Journal(settings.data) if settings.data else None
        self.store = Shared(settings, self.journal) if settings.store else None
        self._earlier: Kept[Snapshot] = Kept(MOST_EARLIER, Snapshot.weight)
        with uncollected():
            self._base = self.store.read() if self.store else Base.of_files(files)
            self._large = _opened(settings.snapshot, self._base.content) if settings.snapshot else None
            self.snapshot = self._from_start(self.journal.news()[0] if self.journal else [])
            self.snapshot.reader  # noqa: B018 made before the first question

    @property
    def base(self) -> Base:
        """What the graph begins with."""
        return self._base

    def _from_start(self, records: Iterable[Record]) -> Snapshot:
        """The snapshot after these records, made whole."""
        return self._on(self._base, Ledger().with_(records))

    def _on(self, base: Base, ledger: Ledger) -> Snapshot:
        """The snapshot after the changes of a ledger; those that the base has are told in the history alone."""
        settings, later = self.settings, base.later(ledger.changes)
        documents, folder = settings.documents, settings.data
        return Snapshot.of(
            base.content, self._named(base), later, documents=documents, folder=folder, ledger=ledger, large=self._large
        )

    def _named(self, base: Base) -> str:
        """The version of what the graph begins with, all layers together."""
        return f"{base.version[:8]}{self._large.version[:8]}" if self._large else base.version

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
            elif len(self._base.later(records)) < len(records):  # the store was quicker than the journal
                self.snapshot = self._on(self._base, self.snapshot.ledger.with_(records))
            elif records:
                self.snapshot = self.snapshot.after(records)
        except JournalDamaged as damage:
            self.trouble = damage

    def look(self) -> None:
        """Take in what others have changed in the store, and tell it what it has not yet; nothing where there is none.

        Raises StoreAway, JournalDamaged, JournalBusy or JournalUnwritable, with the graph as it was before.
        """
        if self.store is None:
            return
        self._look()
        if self.journal is not None and self.store.untold(self.snapshot.ledger.changes):
            with self.journal.turn():
                self.refresh()
                self.recorded()

    def _look(self) -> None:
        if self.store is None:
            return
        with self._taking_in, unstopped():
            state = self.store.state()  # before the journal, which then has all that the store has taken of it
            if self.journal is not None and not self.journal.quiet:
                self._take_in(self.journal)
            ledger = self.snapshot.ledger
            base = self.store.news(state, self.snapshot.version, ledger.changes)
            if base is not None:
                with uncollected():
                    self.snapshot = self._on(base, ledger)
                    self._base = base

    def in_step(self) -> None:
        """Be in step with the store, in a writer's turn, or raise why that cannot be."""
        if self.store is not None:
            self._look()
            if self.store.untold(self.snapshot.ledger.changes):
                self.recorded()

    def recorded(self) -> None:
        """Have the store take in what is recorded, in a writer's turn. Raises StoreAway; it is told later then."""
        if self.store is not None:
            try:
                for _ in range(_AT_ONCE):
                    if self.store.tell(self.snapshot.ledger.changes):
                        return
                    self._look()
            except StoreAway as away:
                told = "what was accepted is kept here, and is put into the store once that can be reached"
                raise StoreAway(f"{away.detail}; {told}", **away.fields) from None
            raise StoreAway("others change the store all the time; what was accepted is told to it later", again=True)

    @property
    def unready(self) -> CausewayError | None:
        """Why changes cannot be made at the moment, if they cannot."""
        return self.trouble or (self.store.trouble if self.store else None)

    def check_journal(self) -> None:
        """Read the whole journal again, though nothing seems to have changed; what is wrong becomes `trouble`."""
        if self.journal is not None:
            try:
                self.journal.check()
            except JournalDamaged as damage:
                self.trouble = damage

    @property
    def change(self) -> int:
        """The number of the last change of the history; 0 where there is none."""
        changes = self.snapshot.ledger.changes
        return changes[-1].number if changes else 0

    def at(self, number: int | None) -> Snapshot:
        """The graph as it was after a change of the history; 0 is as it was shipped, none as it is. The last few are
        kept. Raises UnknownChange.
        """
        changes = self.snapshot.ledger.changes
        if number is None or number == self.change:
            return self.snapshot
        if number and number not in {record.number for record in changes}:
            raise UnknownChange(f"no change has the number {number}; the history lists them", change=number)
        return self._earlier.get((self.snapshot.version, number), lambda: self._before(number, changes))

    def _before(self, number: int, changes: Sequence[Record]) -> Snapshot:
        """The snapshot of an earlier state, made whole."""
        ledger = Ledger(changes=tuple(record for record in changes if record.number <= number))
        base, documents = self._base, self.settings.documents
        if not base.taken:
            return Snapshot.of(
                base.content,
                self._named(base),
                ledger.changes,
                documents=documents,
                ledger=ledger,
                large=self._large,
            )
        undone = [change_in(record).undone for record in reversed(changes) if record.number > number]
        content = applied(self.snapshot.graph.content, undone)
        version = f"{self.snapshot.version}-{number}"
        return Snapshot.of(content, version, (), documents=documents, ledger=ledger, large=self._large)

    def as_of(self, number: int | None) -> Self:
        """What reads the graph as it was after a change of the history, and writes nothing. Raises UnknownChange."""
        if number is None or number == self.change:
            return self
        earlier = copy(self)
        earlier.snapshot, earlier.journal, earlier.store = self.at(number), None, None
        return earlier


def _opened(file: Path, beside: Content) -> Large:
    """The large graph in a file; what reads it is loaded for that alone."""
    from kg.large.beside import opened

    return opened(file, {r.id: r for r in beside.relations})
