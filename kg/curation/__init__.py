"""Proposals to change the graph: what they say, whether they may stand, what they would change, and the decision.

`proposals` holds the values, `rules` turn a proposal into a change of values or into violations, `review` adds
warnings and the pairs that would turn, `written` puts a change into the words of its record, `ledger` adds the records
up, `writing` holds the verbs that write them, `tables` and `files` read many at once, `documents` makes
drafts of what a text was read to claim.
"""

from kg.change import Change
from kg.curation.documents import document_of
from kg.curation.files import read_triples
from kg.curation.proposals import KINDS, AlreadyDecided, Draft, Malformed, Proposal, Standing, draft_of, plain
from kg.curation.review import FOLLOWED, Review, Warning, review, review_draft
from kg.curation.rules import Setting, change_of, consistent
from kg.curation.tables import change_of_table, fields_of, header
from kg.curation.written import read_back

__all__ = [
    "FOLLOWED",
    "KINDS",
    "AlreadyDecided",
    "Change",
    "Draft",
    "Malformed",
    "Proposal",
    "Review",
    "Setting",
    "Standing",
    "Warning",
    "change_of",
    "change_of_table",
    "consistent",
    "document_of",
    "draft_of",
    "fields_of",
    "header",
    "plain",
    "read_back",
    "read_triples",
    "review",
    "review_draft",
]
