"""What a source says, and all that a graph holds."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model.concepts import Concept, ConceptKind, PublicTerm
from kg.model.documents import Document, Passage
from kg.model.quantities import Estimate, Quantity, Span, Study
from kg.model.signs import Sign
from kg.model.terms import Basis, Effect, Hedge, Kind, Scope

_More = tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One claim of a source, in our own words, with its passage.

    `sign` holds the directions it allows, between the concepts as worded (`CausalGraph` makes it canonical), and
    `worded_sign` the one the source words: "+", "-", "0" or "?". A sign of None is a claim that has none.
    A statement with `modifies` says that its subject changes the effect of those statements; with
    `keeps_direction` it leaves their direction standing. `joint` are the parts of a joint claim, `outcomes` what a
    comparison is about, `reason_for` the statements that it explains. `dose`, `onset` and `duration` belong to its
    setting, as its context does. `more` are further fields by their names, which nothing is reasoned from.
    """

    id: str
    iri: str
    kind: Kind
    subject: str
    relation: str
    object: str
    text: str
    hedge: Hedge
    basis: Basis
    evidence: str
    passage: Passage | None = None
    sign: Sign | None = None
    worded_sign: str = ""
    scope: Scope | None = None
    inherits: bool = False
    context: tuple[str, ...] = ()
    population: str = ""
    hedge_words: str = ""
    quantities: tuple[Quantity, ...] = ()
    estimates: tuple[Estimate, ...] = ()
    study: Study | None = None
    dose: Span | None = None
    onset: Span | None = None
    duration: Span | None = None
    modifies: tuple[str, ...] = ()
    effect: Effect | None = None
    keeps_direction: bool = False
    joint: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    reason_for: tuple[str, ...] = ()
    note: str = ""
    more: _More = ()

    def __post_init__(self) -> None:
        if self.kind is Kind.causal and (self.sign is None or self.scope is None):
            raise ValueError(f"{self.id}: a causal statement needs a sign and a scope")
        if bool(self.modifies) != (self.effect is not None):
            raise ValueError(f"{self.id}: a modifier needs the statements it modifies and what it does to them")
        if (self.sign is None) != (self.worded_sign == "") or self.worded_sign not in ("", "+", "-", "0", "?"):
            raise ValueError(f"{self.id}: a sign is worded +, -, 0 or ?, not {self.worded_sign!r}")

    @property
    def unsigned(self) -> bool:
        """Whether an influence is stated and its direction is not."""
        return self.sign is Sign.UNKNOWN

    @property
    def bridge(self) -> bool:
        """Whether it is our own link, without which stated effects would not compose."""
        return self.basis is Basis.bridge

    @property
    def aim(self) -> bool:
        """Whether it says what something is meant to do, and reports no outcome."""
        return self.hedge is Hedge.aim

    @property
    def setting(self) -> tuple[tuple[str, ...], Span | None]:
        """What it holds in: the context and the dose."""
        return (self.context, self.dose)

    @property
    def source(self) -> str:
        """The document that says it; empty where none is named."""
        return self.passage.document if self.passage else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """How a statement joins its subject to its object; `label` reads between the two, `inverse` the other way.

    `sign` is the one that it says by itself, if any, and `usual` where it is meant when that sign is given alone;
    `claim` is the kind of the statements that it makes, and `mappings` the predicates of other vocabularies.
    """

    id: str
    label: str
    inverse: str = ""
    sign: str = ""
    usual: bool = False
    claim: Kind | None = None
    mappings: tuple[PublicTerm, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All that a graph holds, before any reasoning; each tuple in the order of ids."""

    concepts: tuple[Concept, ...] = ()
    statements: tuple[Statement, ...] = ()
    documents: tuple[Document, ...] = ()
    kinds: tuple[ConceptKind, ...] = ()
    relations: tuple[Relation, ...] = ()
