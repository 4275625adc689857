"""A text as a document, and the claims that are read from it as drafts of statements, each with its passage."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kg import vocabulary
from kg.causal import CausalGraph
from kg.curation.ledger import Ledger
from kg.curation.views import ProposalView, SentenceView
from kg.linking.hashed import words_of
from kg.model import Document
from kg.reading import Claim, Read
from kg.reading.values import OUTCOMES

MOST = 500
"""Proposals that are made of one document."""


def sha256_of(text: str) -> str:
    """The hash of a text as UTF-8: the same text is the same document, whatever it is called."""
    return hashlib.sha256(text.encode()).hexdigest()


def document_of(title: str, text: str) -> Document:
    """A document of this text, named after its hash; the title is only what it is called.

    >>> document_of("Notes", "Tea.").id == document_of("Other notes", "Tea.").id
    True
    """
    sha256 = sha256_of(text)
    id = f"text_{sha256[:12]}"
    return Document(
        id=id,
        iri=vocabulary.BASE + id,
        title=title,
        file_name=f"{id}.txt",
        sha256=sha256,
        length=len(text),
        words=words_of(text),
    )


def known_as(documents: Iterable[Document], made: Document) -> Document:
    """The document of the graph that has this text, by its hash; the one made where there is none."""
    return next((d for d in documents if d.sha256 == made.sha256), made)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A claim of a sentence as the fields of a statement; `said` are those without which it would say another thing.

    `read` is kept with the proposal: what it was read by, and how surely.
    """

    said: Mapping[str, Any]
    more: Mapping[str, Any] = field(default_factory=dict)
    read: Mapping[str, Any] = field(default_factory=dict)

    @property
    def fields(self) -> dict[str, Any]:
        """All fields of the statement."""
        return {**self.said, **self.more}

    @property
    def key(self) -> tuple[str, str, str]:
        """What it claims: cause, effect and sign."""
        return self.said["subject"], self.said["object"], self.said["sign"]


def heard(document: Document, text: str, read: Read) -> Iterator[Heard]:
    """The drafts of what was read from a sentence."""
    words = " ".join(text[read.start : read.end].split())
    source = {
        "document": document.id,
        "start": read.start,
        "end": read.end,
        "line": text.count("\n", 0, read.start) + 1,
        "sha256": sha256_of(text[read.start : read.end]),
    }
    for claim in read.claims:
        yield Heard(said=_said(claim) | {"text": words, "source": source}, more=claim.details, read=_by(claim))


def _said(claim: Claim) -> dict[str, Any]:
    context = {"context": claim.details["context"]} if "context" in claim.details else {}
    return {"subject": claim.cause, "object": claim.effect, "sign": claim.sign, "hedge": claim.hedge} | context


def _by(claim: Claim) -> dict[str, Any]:
    return {"trigger": claim.trigger, "form": claim.form, "confidence": claim.confidence, "features": claim.features}


_WHY: Mapping[str, str] = {
    "proposed": "what it claims was proposed",
    "proposed_before": "what it claims was proposed before, from this document",
    "said": "the graph has what it claims, from this document",
    "refused": "what it claims cannot stand in the graph",
    **{str(outcome): text for outcome, text in OUTCOMES.items()},
}


class Taking:
    """The sentences of one document taken in, one by one; `made` are the proposals so far.

    `propose` gives the proposal of a claim, or why it cannot stand. A claim is proposed once of each document that
    makes it: what another document says already is one more line of evidence.
    """

    def __init__(
        self,
        document: Document,
        text: str,
        graph: CausalGraph,
        ledger: Ledger,
        propose: Callable[[Heard], ProposalView | str],
    ) -> None:
        self._document = document
        self._text = text
        self._propose = propose
        self.made: list[ProposalView] = []
        self._before: dict[tuple[object, ...], int] = {}
        self._known: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        for p in ledger.proposals.values():
            if p.kind == "statement" and (source := p.fields.get("source")) and source["document"] == document.id:
                self._before[p.fields["subject"], p.fields["object"], p.fields.get("sign"), source["start"]] = p.id
        for s in graph.statements.values():
            if s.source == document.id:
                self._known[s.subject, s.object, s.worded_sign].append(s.id)

    def sentence(self, read: Read) -> SentenceView:
        """What becomes of a sentence."""
        proposed: list[int] = []
        before: list[int] = []
        known: list[str] = []
        refused = ""
        for one in heard(self._document, self._text, read):
            if id := self._before.get((*one.key, read.start)):
                before.append(id)
            elif one.key in self._known:
                known += self._known[one.key]
            elif len(self.made) >= MOST:
                refused = f"{MOST} proposals were made of this document already"
            elif isinstance(made := self._propose(one), str):
                refused = made
            else:
                self.made.append(made)
                proposed.append(made.id)
        became, why = _became(read, bool(proposed), bool(before), bool(known))
        return SentenceView(
            start=read.start,
            end=read.end,
            became=became,
            why=why,
            text=f"{_WHY[why]}: {refused}" if why == "refused" else _WHY[why],
            proposals=(*proposed, *before),
            statements=tuple(known),
        )


def _became(read: Read, proposed: bool, before: bool, known: bool) -> tuple[str, str]:
    if not read.claims:
        return "passed_over", read.outcome
    if proposed:
        return "proposed", "proposed"
    if before or known:
        return "known", "proposed_before" if before else "said"
    return "passed_over", "refused"
