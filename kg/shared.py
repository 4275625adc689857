"""A graph kept in step with a store that others change as well: looked at, taken in, and told what is accepted here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.base import Base, check_taken, read_from_store
from kg.journal import Journal, JournalDamaged, Record
from kg.model import CausewayError
from kg.remote import Client, Mirror, RemoteGraph, State, StoreAway
from kg.settings import Settings


def remote_graph(settings: Settings) -> RemoteGraph:
    """The graph of the store that the settings name."""
    update = settings.store_update or settings.store
    client = Client(settings.store, update, settings.store_login, settings.store_seconds)
    return RemoteGraph(client, settings.store_graph)


class Shared:
    """One graph of a store, as this process has read it last. `away` says why it cannot be asked, if it cannot."""

    def __init__(self, settings: Settings, journal: Journal | None) -> None:
        self._graph, self._journal = remote_graph(settings), journal
        self._temporary = TemporaryDirectory(prefix="causeway-") if settings.data is None else None
        folder = Path(self._temporary.name) if self._temporary else settings.data
        assert folder is not None  # one of both
        self._mirror = Mirror(folder, self._graph)
        self.away: StoreAway | None = None
        self.parted: JournalDamaged | None = None
        self._version, self._taken = "", 0

    @property
    def trouble(self) -> CausewayError | None:
        """Why changes cannot be made at the moment: the store is away, or does not go with the journal."""
        return self.parted or self.away

    def read(self) -> Base:
        """What the store has now, or had when it was read last. Raises StoreAway where it was never read."""
        base, self.away = read_from_store(self._mirror, self._journal)
        self._version, self._taken = base.version, base.taken
        return base

    def state(self) -> State:
        """The state of the store as of now. Raises StoreAway."""
        with self._noted():
            return self._graph.state(self._name)

    def news(self, state: State, version: str, records: Iterable[Record]) -> Base | None:
        """What the store has, where others have changed it up to this state; none where it is as before, or of this
        version. Raises StoreAway, or JournalDamaged where the store and the journal do not belong together.
        """
        with self._noted():
            check_taken(records, state)
            self._taken = state.number
            if state.version in (self._version, version):
                self._version, base = state.version, None
            else:
                base = Base.of_mirror(*self._mirror.pulled(self._name))
                self._version = base.version
            self.parted = None
            return base

    def untold(self, changes: Iterable[Record]) -> bool:
        """Whether one of these changes is not known to be in the store."""
        return any(record.number > self._taken for record in changes)

    def tell(self, records: Iterable[Record]) -> bool:
        """Have the store take in those of these records that it has not, each in one update; whether all are in it, as
        they are not where somebody else changed it at the same moment. Raises StoreAway.
        """
        with self._noted():
            state = self._graph.state(self._name)
            for record in records:
                if record.changes and record.number > state.number:
                    if state.version != self._version:
                        return False
                    state = self._told(record, state)
                    if state.number < record.number:
                        return False
                    self._version = state.version
                self._taken = max(self._taken, state.number)
            return True

    @contextmanager
    def _noted(self) -> Iterator[None]:
        """What is done inside with the store tells whether it is away, and whether it goes with the journal."""
        try:
            yield
            self.away = None
        except StoreAway as away:
            self.away = away
            raise
        except JournalDamaged as parted:
            self.parted = parted
            raise

    def _told(self, record: Record, state: State) -> State:
        try:
            return self._graph.change(record, state, self._name)
        except StoreAway as away:
            if not away.fields.get("again"):
                raise
            return self._graph.state(self._name)  # it may have been carried out before the word of it was lost

    @property
    def _name(self) -> str:
        return self._journal.name if self._journal else ""
