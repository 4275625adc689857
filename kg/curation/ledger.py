"""The journal's records folded: the proposals as they stand, the history, and the change that each record made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from kg.change import Change
from kg.curation.proposals import Proposal, Standing
from kg.curation.views import HistoryEntry
from kg.curation.written import read_back
from kg.journal import JournalDamaged, Record
from kg.model import CausewayError

_DECISIONS = {"accepted": Standing.accepted, "rejected": Standing.rejected}


@dataclass(frozen=True, slots=True)
class Ledger:
    """What was proposed and what was changed, as of the last record taken in; `with_` makes a new one."""

    proposals: Mapping[int, Proposal] = field(default_factory=dict)
    changes: tuple[Record, ...] = ()
    records_of: Mapping[int, int] = field(default_factory=dict)
    reverted: Mapping[int, int] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether nothing was ever recorded."""
        return not self.proposals and not self.changes

    def with_(self, records: Iterable[Record]) -> Ledger:
        """The ledger once these records are added to it."""
        proposals, changes = dict(self.proposals), list(self.changes)
        records_of, reverted = dict(self.records_of), dict(self.reverted)
        for record in records:
            if record.kind == "proposed":
                proposals[record.number] = Proposal(
                    id=record.number,
                    kind=record.body["kind"],
                    fields=record.body["fields"],
                    by=record.by,
                    at=record.at,
                    why=record.why,
                    read=record.body.get("read", {}),
                )
            elif record.kind in _DECISIONS:
                id = record.body["proposal"]
                if id in proposals:  # else it was set aside
                    proposals[id] = proposals[id].decided(_DECISIONS[record.kind], record.by, record.why, record.at)
                    records_of[id] = record.number
            elif record.kind == "reverted":
                reverted[record.body["reverts"]] = record.number
            if record.changes:
                changes.append(record)
        return Ledger(proposals, tuple(changes), records_of, reverted)

    def entry(self, record: Record) -> HistoryEntry:
        """A change as the history shows it."""
        return HistoryEntry(
            id=record.number,
            kind=record.kind,
            by=record.by,
            at=record.at,
            why=record.why,
            added=record.added,
            removed=record.removed,
            proposal=record.body.get("proposal"),
            reverts=record.body.get("reverts"),
            reverted_by=self.reverted.get(record.number),
            checksum=record.checksum,
        )


def change_in(record: Record) -> Change:
    """The change that a record holds."""
    return read_back(record.added, record.removed, record.body.get("texts", {}))


@contextmanager
def fitting(record: Record) -> Iterator[None]:
    """What is done inside with a record raises JournalDamaged, naming the record, where it does not fit the graph."""
    try:
        yield
    except CausewayError as error:
        raise JournalDamaged(
            f"record {record.number} of the journal does not fit the ontology: {error.detail}; start with the ontology"
            " that it was written on, mend the ontology's files, or let `kg doctor` set it aside",
            record=record.number,
        ) from error
