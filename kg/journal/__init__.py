"""The file of accepted changes and proposals: append-only, each record checked, on disk before it is acknowledged.

`records` is what a line holds, `end` the anchor that tells where the acknowledged part ends, `file` reading and
writing by turns, `care` copies and repairs.
"""

from kg.journal.care import Diagnosis, Fault, backup, diagnosed, repair, restore, set_aside
from kg.journal.file import FILE, Journal
from kg.journal.records import JournalBusy, JournalDamaged, JournalTooNew, JournalUnwritable, Record, version_after

__all__ = [
    "FILE",
    "Diagnosis",
    "Fault",
    "Journal",
    "JournalBusy",
    "JournalDamaged",
    "JournalTooNew",
    "JournalUnwritable",
    "Record",
    "backup",
    "diagnosed",
    "repair",
    "restore",
    "set_aside",
    "version_after",
]
