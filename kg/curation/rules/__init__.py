"""A draft to the change it asks for, or to every violation, each with what would be right.

The rules are those of the shapes, held against one proposal in plain Python: a shape engine takes longer for one
statement than all the rest. A test holds the two together. There is a room for each thing that is proposed, `check`
reads what all of them do, and `whole` holds a change against the graph.
"""

from __future__ import annotations

from typing import assert_never

from kg.change import Change
from kg.curation.proposals import (
    ConceptDraft,
    Draft,
    LimitDraft,
    ModificationDraft,
    RetractionDraft,
    StatementDraft,
    StatementQuantityDraft,
    SynonymDraft,
)
from kg.curation.rules.check import ID, Check, Setting
from kg.curation.rules.concept import concept, synonym
from kg.curation.rules.passage import NOTE
from kg.curation.rules.quantity import further_quantity
from kg.curation.rules.statement import limit, modification, retraction, statement
from kg.curation.rules.whole import consistent
from kg.rdf import Violation

__all__ = ["ID", "NOTE", "Setting", "change_of", "consistent"]


def change_of(draft: Draft, setting: Setting) -> tuple[list[Violation], Change]:
    """Every violation of a draft by itself, and the change that it asks for, which is empty where there is any."""
    check = Check(setting)
    change = _asked(check, draft)
    return check.found, Change() if check.found else change


def _asked(check: Check, draft: Draft) -> Change:
    match draft:
        case ConceptDraft():
            return concept(check, draft)
        case StatementDraft():
            return statement(check, draft)
        case ModificationDraft():
            return modification(check, draft)
        case LimitDraft():
            return limit(check, draft)
        case StatementQuantityDraft():
            return further_quantity(check, draft)
        case SynonymDraft():
            return synonym(check, draft)
        case RetractionDraft():
            return retraction(check, draft)
        case _:
            assert_never(draft)
