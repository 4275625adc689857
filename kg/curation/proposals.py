"""What can be proposed, as it is sent: plain texts and numbers, not yet checked; and the way to a decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from kg.curation.drafts import Line, Number, Position, Several, Text, as_declared
from kg.model import DESIGNS, MEASURES, CausewayError
from kg.rdf import Violation
from kg.rdf.fields import STATEMENTS, of_concepts

_CONFIG = ConfigDict(extra="forbid", str_strip_whitespace=True)


class AlreadyDecided(CausewayError):
    """A proposal is decided once."""


class Malformed(CausewayError):
    """A proposal or file that cannot stand; carries each violation with what would be right."""

    def __init__(self, detail: str, violations: Iterable[Violation], **fields: Any) -> None:
        self.violations = tuple(violations)
        super().__init__(detail, violations=list(self.violations), **fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDraft:
    """Where a document says it: code points from 0, `end` excluded; the line and hash where its text is not at hand."""

    __pydantic_config__ = _CONFIG

    document: Line
    start: Position
    end: Position
    section: Line = ""
    line: Position = 0
    sha256: Line = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityDraft:
    """A value, or a low and a high one, with its UCUM unit and bound: upper, lower, point or range."""

    __pydantic_config__ = _CONFIG

    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    unit: Line = ""
    bound: Line = ""
    approximate: bool = False
    cumulative: bool = False
    per: Several = ()
    window_low: Number | None = None
    window_high: Number | None = None
    window_unit: Line = ""
    meaning: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateDraft:
    """The size of an effect, its interval at a level in percent, its UCUM unit, and what it is against."""

    __pydantic_config__ = _CONFIG

    measure: Annotated[Line, Field(description=", ".join(MEASURES))] = ""
    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    level: Number | None = None
    unit: Line = ""
    comparator: Line = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyDraft:
    """The study that a claim was found by; `id` is public, such as PMID:12345678; `studies` are those it joins."""

    __pydantic_config__ = _CONFIG

    design: Annotated[Line, Field(description=", ".join(DESIGNS))] = ""
    n: Annotated[int, Field(ge=-1, le=10**9)] | None = None
    studies: Annotated[int, Field(ge=-1, le=10**6)] | None = None
    id: Line = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanDraft:
    """A dose or a time: one value, or from one amount, to another, or both; the unit in UCUM."""

    __pydantic_config__ = ConfigDict(extra="forbid", str_strip_whitespace=True, populate_by_name=True)

    value: Number | None = None
    from_: Annotated[Number | None, Field(alias="from")] = None
    to: Number | None = None
    unit: Line = ""
    per: Line = ""


_PARTS = {"estimate": EstimateDraft, "study": StudyDraft, "dose": SpanDraft, "time": SpanDraft}


@as_declared(of_concepts())
@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptDraft:
    """A new concept. `type` is variable, state, entity, population or goal; where it is empty, the fields tell."""

    __pydantic_config__ = _CONFIG

    label: Line
    kind: Line
    id: Line = ""
    type: Line = ""
    variable_type: Line = ""
    valence: Line = ""
    of_variable: Line = ""
    level: Annotated[int | None, Field(description="1 for high, -1 for low.")] = None
    event: bool = False
    synonyms: Several = ()
    misspellings: Several = ()
    broader: Several = ()
    aspect_of: Several = ()
    cessation_of: Line = ""
    implies: Several = ()
    excludes: Several = ()
    from_age: int | None = None
    same_as: Several = ()
    definition: Text = ""
    note: Text = ""


@as_declared(STATEMENTS, _PARTS)
@dataclass(frozen=True, slots=True, kw_only=True)
class StatementDraft:
    """A new statement; `relation` or `sign` may be left to the other. Without a source it is the curator's own note."""

    __pydantic_config__ = _CONFIG

    subject: Line
    object: Line
    text: Text
    id: Line = ""
    relation: Line = ""
    sign: Annotated[Line, Field(description="+, -, 0, ? or, for mixed findings, 0+ or 0-.")] = ""
    sign_set: Annotated[Line, Field(description="For a sign of ?: {0,+}, {0,-} or {+,-}.")] = ""
    canonical_sign: Annotated[Line, Field(description="Checked against sign and levels where given.")] = ""
    kind: Annotated[Line, Field(description="As in the vocabulary: causal, intake, …; the relation tells.")] = ""
    scope: Annotated[Line, Field(description="step or total.")] = ""
    hedge: Annotated[Line, Field(description="definition, categorical, typical, possible, mixed or aim.")] = ""
    basis: Line = ""
    evidence: Line = ""
    inherits: bool = False
    context: Several = ()
    population: Line = ""
    modifies: Several = ()
    modification: Annotated[Line, Field(description="attenuates, amplifies, gates or unspecified.")] = ""
    keeps_direction: bool = False
    joint: Several = ()
    outcomes: Several = ()
    quantity: QuantityDraft | None = None
    estimate: EstimateDraft | None = None
    study: StudyDraft | None = None
    dose: SpanDraft | None = None
    onset: SpanDraft | None = None
    duration: SpanDraft | None = None
    source: SourceDraft | None = None
    note: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModificationDraft:
    """Something that attenuates, amplifies or gates what statements speak of."""

    __pydantic_config__ = _CONFIG

    modifier: Line
    modifies: Several
    modification: Line
    text: Text
    hedge: Line = ""
    keeps_direction: bool = False
    source: SourceDraft | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitDraft:
    """Something, or several things together, that do not suffice for a goal."""

    __pydantic_config__ = _CONFIG

    interventions: Several
    goal: Line
    text: Text
    hedge: Line = ""
    source: SourceDraft | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementQuantityDraft:
    """A quantity for a statement that there is."""

    __pydantic_config__ = _CONFIG

    statement: Line
    quantity: QuantityDraft


@dataclass(frozen=True, slots=True, kw_only=True)
class SynonymDraft:
    """One more name for a concept."""

    __pydantic_config__ = _CONFIG

    concept: Line
    name: Line
    misspelling: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RetractionDraft:
    """A statement to be taken out, and why."""

    __pydantic_config__ = _CONFIG

    statement: Line
    reason: Text


Draft = (
    ConceptDraft
    | StatementDraft
    | ModificationDraft
    | LimitDraft
    | StatementQuantityDraft
    | SynonymDraft
    | RetractionDraft
)
KINDS: dict[str, type[Draft]] = {
    "concept": ConceptDraft,
    "statement": StatementDraft,
    "modification": ModificationDraft,
    "limit": LimitDraft,
    "quantity": StatementQuantityDraft,
    "synonym": SynonymDraft,
    "retraction": RetractionDraft,
}
_ADAPTERS: dict[str, TypeAdapter[Draft]] = {kind: TypeAdapter(made) for kind, made in KINDS.items()}


def draft_of(kind: str, fields: Mapping[str, Any]) -> Draft:
    """The draft of these fields; raises Malformed with a violation for each field that cannot be."""
    if kind not in KINDS:
        known = ", ".join(KINDS)
        other = Violation(node="", field="kind", message=f"a proposal is one of {known}", value=str(kind)[:80])
        raise Malformed(f"no kind of proposal is called {str(kind)[:80]!r}; there are {known}", [other])
    try:
        return _ADAPTERS[kind].validate_python(dict(fields))
    except ValidationError as error:
        wrong = [
            Violation(node="", field=".".join(map(str, e["loc"])), message=e["msg"])
            for e in error.errors(include_url=False, include_context=False, include_input=False)
        ]
        named = ", ".join(dict.fromkeys(v.field for v in wrong))
        raise Malformed(f"these fields of the {kind} are not as they should be: {named}", wrong) from None


def fields_of(kind: str, draft: Draft) -> dict[str, Any]:
    """The fields of a draft under the names that they are sent by: the way back from `draft_of`."""
    fields: dict[str, Any] = _ADAPTERS[kind].dump_python(draft, by_alias=True)
    return fields


def plain(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as JSON can hold them: numbers that are written out as texts, nothing that says nothing."""
    kept: dict[str, Any] = {}
    for name, value in fields.items():
        if isinstance(value, Mapping):
            kept[name] = plain(value)
        elif value not in (None, "", (), []):
            kept[name] = (
                str(value) if isinstance(value, Decimal) else list(value) if isinstance(value, tuple) else value
            )
    return kept


class Standing(Enum):
    """Where a proposal stands."""

    open = "open"
    accepted = "accepted"
    rejected = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A proposal as sent, with who and when (UTC), and the decision once there is one.

    `read` tells how it was read from a text: by which words, in which form, and with what confidence.
    """

    id: int
    kind: str
    fields: Mapping[str, Any]
    by: str
    at: str
    why: str = ""
    state: Standing = Standing.open
    reviewer: str = ""
    decided_at: str = ""
    note: str = ""
    read: Mapping[str, Any] = field(default_factory=dict)

    @property
    def draft(self) -> Draft:
        """What is proposed, as a draft of its kind."""
        return draft_of(self.kind, self.fields)

    def decided(self, state: Standing, reviewer: str, note: str, at: str) -> Proposal:
        """The proposal with its decision; raises AlreadyDecided where it has one."""
        if self.state is not Standing.open:
            raise AlreadyDecided(
                f"proposal {self.id} was {self.state.value} by {self.reviewer} on {self.decided_at[:10]}; make a new"
                " proposal to change that",
                proposal=self.id,
                state=self.state.value,
            )
        return replace(self, state=state, reviewer=reviewer, note=note, decided_at=at)
