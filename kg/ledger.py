"""The journal's records folded: the proposals as they stand, the history, and the change that each record made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.curation import Change, Proposal, State, read_back
from kg.curation.views import HistoryEntry
from kg.journal import Record
from kg.model import Content

_DECISIONS = {"accepted": State.accepted, "rejected": State.rejected}


@dataclass(frozen=True, slots=True)
class Ledger:
    """What was proposed and what was changed, as of the last record taken in; `with_` makes a new one."""

    proposals: Mapping[int, Proposal] = field(default_factory=dict)
    changes: tuple[Record, ...] = ()
    records_of: Mapping[int, int] = field(default_factory=dict)
    reverted: Mapping[int, int] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        return not self.proposals and not self.changes

    def with_(self, records: Iterable[Record]) -> Ledger:
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


def folded(base: Content, changes: Iterable[Change]) -> Content:
    """The content after all these changes."""
    parts = {}
    for part in ("concepts", "statements", "documents", "kinds", "relations"):
        values = {v.id: v for v in getattr(base, part)}
        for change in changes:
            for value in getattr(change.removed, part):
                values.pop(value.id, None)
            values.update((v.id, v) for v in getattr(change.added, part))
        parts[part] = tuple(values[id] for id in sorted(values))
    return Content(**parts)
