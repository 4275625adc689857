"""Proposals, history and imports as they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kg.causal import PairChange
from kg.curation.proposals import Proposal, Standing
from kg.curation.review import Review, Warning
from kg.english.signs import NOT_KNOWN, SIGNS
from kg.model import Concept
from kg.rdf import Violation

SHOWN = 200
MOST_TURTLE = 20_000
_MEETS = {
    "already_known": "says_the_same",
    "contradicts": "disagrees",
    "narrower": "narrower",
    "closes_a_loop": "closes_a_loop",
}
"""What a warning says that a statement meets in the graph."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairView:
    """A pair whose direction would turn: `change` is appears, disappears, flips or changes; signs are + - 0 0+ 0- ?."""

    cause: str
    effect: str
    change: str
    before: str | None
    after: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewView:
    """What is wrong, what may be, the pairs that would turn, and the record that would be made of it.

    `total` counts the pairs, of which the first are listed; `complete` is false where the graph is too large to
    follow all. `added` and `removed` are the record's Turtle, its first `MOST_TURTLE` signs.
    """

    violations: tuple[Violation, ...] = ()
    warnings: tuple[Warning, ...] = ()
    changes: tuple[PairView, ...] = ()
    total: int = 0
    complete: bool = True
    added: str = ""
    removed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalView(ReviewView):
    """A proposal, its decision, and its review: for an open one as of now, for a decided one none.

    `proposal` holds the fields as sent, `record` the number in the history of what it changed. One that was read from a
    text has the `trigger` that says so there and a `confidence` from 0 to 1. `meets` tells what an open one meets in
    the graph: new, says_the_same, disagrees, narrower, closes_a_loop.
    """

    id: int
    kind: str
    state: str
    by: str
    at: str
    why: str
    proposal: Mapping[str, Any]
    reviewer: str | None = None
    decided_at: str | None = None
    note: str | None = None
    record: int | None = None
    graph_version: str = ""
    trigger: str | None = None
    confidence: float | None = None
    meets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalList:
    """Proposals, the latest first; `total` counts those of the state asked for."""

    proposals: tuple[ProposalView, ...]
    total: int
    complete: bool
    graph_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One change of the graph: who, when, why, and the difference in Turtle."""

    id: int
    kind: str
    by: str
    at: str
    why: str
    added: str
    removed: str
    proposal: int | None = None
    reverts: int | None = None
    reverted_by: int | None = None
    checksum: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryList:
    """The changes, the latest first."""

    entries: tuple[HistoryEntry, ...]
    total: int
    complete: bool
    graph_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport(ReviewView):
    """What an import took in, or would where it was only tried; nothing where there is a violation."""

    concepts: int = 0
    statements: int = 0
    stored: bool = False
    record: int | None = None
    graph_version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceView:
    """A sentence of a document, code points from `start`, `end` excluded, and what became of it.

    `became` is proposed, known or passed_over; `why` a word for that and `text` the same in a sentence; `proposals` are
    the numbers of those it gave, now or when it was read before, and `statements` those that say it already.
    """

    start: int
    end: int
    became: str
    why: str
    text: str
    proposals: tuple[int, ...] = ()
    statements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentProposals:
    """A document taken in, and the proposals made from its sentences, for a person to decide.

    `title` is the one that it was first taken in under. `sentences` tells of every sentence what became of it, and
    `counts` how many came to each; `parsed` is false where they were read by rules alone.
    """

    document: str
    title: str
    record: int | None
    proposals: tuple[ProposalView, ...]
    total: int
    complete: bool
    sentences: tuple[SentenceView, ...]
    counts: Mapping[str, int]
    parsed: bool
    graph_version: str


def review_fields(review: Review) -> dict[str, Any]:
    """The fields of a review as it is shown."""
    pairs = review.changes.pairs
    return {
        "violations": review.violations,
        "warnings": review.warnings,
        "changes": tuple(_pair(review.concepts, pair) for pair in pairs[:SHOWN]),
        "total": len(pairs),
        "complete": review.changes.complete,
        "added": review.added[:MOST_TURTLE],
        "removed": review.removed[:MOST_TURTLE],
    }


def _pair(concepts: Mapping[str, Concept], pair: PairChange) -> PairView:
    cause, effect = (concepts[id].label if id in concepts else id for id in (pair.cause, pair.effect))
    before, after = (
        f"{cause} {SIGNS[sign].turned if sign else NOT_KNOWN} {effect}" for sign in (pair.before, pair.after)
    )
    return PairView(
        cause=pair.cause,
        effect=pair.effect,
        change=pair.kind,
        before=pair.before.value if pair.before else None,
        after=pair.after.value if pair.after else None,
        text=f"{after}; before: {before}" if pair.before else after,
    )


def proposal_view(proposal: Proposal, version: str, record: int | None = None, **review: Any) -> ProposalView:
    """A proposal as it is shown; `review` holds the further fields of one that was reviewed."""
    warnings = review.get("warnings", ())
    open_ = proposal.kind == "statement" and proposal.state is Standing.open
    return ProposalView(
        trigger=proposal.read.get("trigger"),
        confidence=proposal.read.get("confidence"),
        meets=tuple(dict.fromkeys(_MEETS[w.kind] for w in warnings if w.kind in _MEETS)) or (("new",) if open_ else ()),
        id=proposal.id,
        kind=proposal.kind,
        state=proposal.state.value,
        by=proposal.by,
        at=proposal.at,
        why=proposal.why,
        proposal=proposal.fields,
        reviewer=proposal.reviewer or None,
        decided_at=proposal.decided_at or None,
        note=proposal.note or None,
        record=record,
        graph_version=version,
        **review,
    )
