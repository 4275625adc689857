"""The requests and replies of the API as types: what the OpenAPI document is made from."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, StrEnum
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal

from flask import request
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, RootModel, StringConstraints, model_validator

from kg import export, importing
from kg.answer import Answer, AnswerWithWhy, PathsAnswer
from kg.answer import view_values as views
from kg.causal.paths import LONGEST
from kg.curation import drafts, proposals
from kg.curation import views as curating
from kg.jobs import Job
from kg.knowledge_base import Query
from kg.model import Hedge, Sign
from kg.vocabulary import folded

_PRINTED = r"[^\x00-\x1f\x7f]"
Name = Annotated[
    str, StringConstraints(min_length=1, max_length=200, pattern=rf"^{_PRINTED}*[^\x00-\x20\x7f]{_PRINTED}*$")
]
Names = Annotated[list[Name], Field(max_length=10)]
Context = Annotated[Names, Field(description="Populations or states in which to answer; several hold together.")]
if TYPE_CHECKING:  # the members are known where the code runs; these are the ones it names

    class _HedgeName(StrEnum):
        aim = "aim"

    class FormatName(StrEnum):
        cytoscape = "cytoscape"

    class ImportFormat(StrEnum):
        edges = "edges"

else:
    _HedgeName = Enum("HedgeName", {h.name: h.name for h in Hedge}, type=str)
    FormatName = Enum("FormatName", {name: name for name in export.FORMATS}, type=str)
    ImportFormat = Enum("ImportFormat", {one.name: one.name for one in importing.FORMATS}, type=str)
HedgeName = Annotated[_HedgeName, BeforeValidator(lambda value: folded(value) if type(value) is str else value)]
SignName = Annotated[
    Literal["+", "-"] | None,
    BeforeValidator(lambda value: "+" if value == " " else value),
    Field(description="Keep the paths of this sign, as asked. A `+` in a query may be sent bare or as %2B."),
]
Limit = Annotated[int, Field(ge=1, le=200, description="The most to list.")]


class Strict(BaseModel):
    """A request without fields that are not known."""

    model_config = ConfigDict(extra="forbid")

    @classmethod
    def model_json_schema(cls, *given: Any, **how: Any) -> dict[str, Any]:
        """Made once, as reading the query of a request asks for it each time."""
        return _schema(cls, given, tuple(how.items()))


@cache
def _schema(model: type[Strict], given: tuple[Any, ...], how: tuple[tuple[str, Any], ...]) -> dict[str, Any]:
    return super(Strict, model).model_json_schema(*given, **dict(how))


_WHY = Field(description="Whether to say why the question was read so.")
_TURNS = Field(description="Whether to say what would turn the verdict: without which statements, in which contexts.")


At = Annotated[
    int | None,
    Field(ge=0, le=2**53, description="Answer on the graph as it was after this change of the history; 0: as shipped."),
]


def _a_number(value: Any) -> Any:
    if isinstance(value, (bool, str)):
        raise ValueError("Input should be a whole number")
    return value


class AskBody(Strict):
    question: Annotated[str, Field(min_length=1, max_length=2000, description="In anyone's words.")]
    context: Context = []
    max_paths: Annotated[int, Field(ge=1, le=100)] = 10
    why: Annotated[bool, Field(strict=True), _WHY] = False
    at: Annotated[At, BeforeValidator(_a_number)] = None
    turns: Annotated[bool, Field(strict=True), _TURNS] = False


class AskQuery(AskBody):
    why: Annotated[bool, _WHY] = False
    at: At = None
    turns: Annotated[bool, _TURNS] = False


class ReachFields(Strict):
    context: Context = []
    relation: Names = []
    min_hedge: Annotated[HedgeName, Field(description="The weakest wording allowed on any link.")] = _HedgeName.aim
    bridges: Annotated[bool, Field(description="Whether our own links may be used.")] = True
    avoid: Names = []
    limit: Limit = 50
    at: At = None

    def query(self, **more: Any) -> Query:
        return Query(
            context=tuple(self.context),
            relations=tuple(self.relation),
            min_hedge=Hedge[self.min_hedge.value],
            bridges=self.bridges,
            avoid=tuple(self.avoid),
            limit=self.limit,
            **more,
        )


class PathsQuery(ReachFields):
    cause: Annotated[Name, Field(description="An id, IRI, CURIE or words.")]
    effect: Annotated[Name, Field(description="An id, IRI, CURIE or words.")]
    sign: SignName = None
    longest: Annotated[int, Field(ge=1, le=LONGEST, description="The most links in a path.")] = LONGEST
    through: Names = []
    limit: Limit = 10
    turns: Annotated[bool, _TURNS] = False

    def as_query(self) -> Query:
        return self.query(
            through=tuple(self.through), longest=self.longest, sign=Sign(self.sign) if self.sign else None
        )


class MediationQuery(Strict):
    cause: Annotated[Name, Field(description="An id, IRI, CURIE or words.")]
    effect: Annotated[Name, Field(description="An id, IRI, CURIE or words.")]
    mediator: Annotated[Name, Field(description="What lies between the two: an id, IRI, CURIE or words.")]
    context: Context = []


class EffectsQuery(ReachFields):
    cause: Name
    kind: Name | None = None


class CausesQuery(ReachFields):
    effect: Name
    kind: Name | None = None


class SharedQuery(Strict):
    a: Name
    b: Name
    context: Context = []
    limit: Limit = 20


class FeedbackQuery(Strict):
    concept: Name | None = None


class ScenarioBody(Strict):
    set: Annotated[dict[str, Literal["high", "low"]], Field(min_length=1, max_length=20)]
    context: Context = []
    outcomes: Annotated[list[Name], Field(min_length=1, max_length=50)] | None = None

    @property
    def levels(self) -> dict[str, int]:
        return {name: 1 if level == "high" else -1 for name, level in self.set.items()}


class ConceptsQuery(Strict):
    q: Annotated[str, StringConstraints(max_length=200, pattern=rf"^{_PRINTED}*$")] = ""
    kind: Name | None = None
    limit: Annotated[int, Field(ge=1, le=500)] = 20


class NeighbourhoodQuery(Strict):
    depth: Annotated[int, Field(ge=1, le=4)] = 1


class AtQuery(Strict):
    at: At = None


class GraphQuery(AtQuery):
    format: FormatName = FormatName.cytoscape
    concept: Name | None = None
    depth: Annotated[int, Field(ge=1, le=4)] = 1
    report: Annotated[bool, Field(description="Tell what the format cannot say of it, counted, instead.")] = False


class NamePath(Strict):
    id: Annotated[Name, Field(description="An id, IRI, CURIE or words.")]


class NoFields(Strict):
    """A request that takes no parameters."""


class NumberPath(Strict):
    id: Annotated[int, Field(ge=1, le=2**53)]


class Page(Strict):
    limit: Annotated[int, Field(ge=1, le=200, description="The most to list.")] = 50


class ProposalsQuery(Page):
    state: Literal["open", "accepted", "rejected"] | None = None


class DecisionBody(Strict):
    verdict: Literal["accept", "reject"]
    note: drafts.Text = ""


class RevertBody(Strict):
    """May be left out whole."""

    note: drafts.Text = ""

    @model_validator(mode="before")
    @classmethod
    def _left_out(cls, value: Any) -> Any:
        return {} if value is None and not request.data else value


class DocumentBody(Strict):
    title: Annotated[
        str, StringConstraints(min_length=1, max_length=200, pattern=rf"^{_PRINTED}*[^\x00-\x20\x7f]{_PRINTED}*$")
    ]
    text: Annotated[str, StringConstraints(min_length=1, max_length=400_000, pattern=r"^[^\x00]*$")]
    why: drafts.Text = ""


_FILE_NAME = Field(description="The file's name; it may tell the format.")
_Pairs = Annotated[dict[Name, Name], Field(max_length=50)]


class ImportBody(Strict):
    name: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][\w. -]{0,99}$"), _FILE_NAME]
    text: Annotated[str, StringConstraints(min_length=1), Field(description="The file, as text.")]
    format: Annotated[ImportFormat | None, Field(description="Where the file does not tell by itself.")] = None
    columns: Annotated[_Pairs, Field(description="What a column says: cause, effect, sign, …")] = {}
    signs: Annotated[_Pairs, Field(description="What a spelling of a sign means: +, -, 0 or ?")] = {}
    skip_faulty: Annotated[bool, Field(strict=True, description="Leave out the rows that are wrong.")] = False
    dry_run: Annotated[bool, Field(strict=True, description="Tell what would happen, and keep nothing.")] = False
    title: Annotated[drafts.Text, Field(description="What the source is called.")] = ""
    why: Annotated[drafts.Text, Field(description="For the history.")] = ""

    def words(self, by: str) -> list[str]:
        """The same for the command line."""
        told = {"--by": by, "--why": self.why, "--format": self.format and self.format.value, "--title": self.title}
        flags = {"--skip-faulty": self.skip_faulty, "--dry-run": self.dry_run}
        return [
            "import",
            "--json",
            "--progress",
            *(f"{option}={value}" for option, value in told.items() if value),
            *(f"--column={role}={name}" for role, name in self.columns.items()),
            *(f"--sign={spelling}={sign}" for spelling, sign in self.signs.items()),
            *(flag for flag, wanted in flags.items() if wanted),
        ]


class JobList(BaseModel):
    """The jobs that are kept, the latest first."""

    jobs: tuple[Job, ...]
    total: int
    complete: bool


class _Proposal(Strict):
    why: Annotated[drafts.Text, Field(description="For the history.")] = ""
    kind: str

    @property
    def fields(self) -> Mapping[str, Any]:
        """What is proposed, as the knowledge base takes it."""
        return proposals.fields_of(self.kind, getattr(self, self.kind))


class ConceptProposal(_Proposal):
    kind: Literal["concept"]
    concept: proposals.ConceptDraft


class StatementProposal(_Proposal):
    kind: Literal["statement"]
    statement: proposals.StatementDraft


class ModificationProposal(_Proposal):
    kind: Literal["modification"]
    modification: proposals.ModificationDraft


class LimitProposal(_Proposal):
    kind: Literal["limit"]
    limit: proposals.LimitDraft


class QuantityProposal(_Proposal):
    kind: Literal["quantity"]
    quantity: proposals.StatementQuantityDraft


class SynonymProposal(_Proposal):
    kind: Literal["synonym"]
    synonym: proposals.SynonymDraft


class RetractionProposal(_Proposal):
    kind: Literal["retraction"]
    statement: drafts.Line
    reason: drafts.Text

    @property
    def fields(self) -> Mapping[str, Any]:
        return {"statement": self.statement, "reason": self.reason}


class ProposalBody(
    RootModel[
        Annotated[
            ConceptProposal
            | StatementProposal
            | ModificationProposal
            | LimitProposal
            | QuantityProposal
            | SynonymProposal
            | RetractionProposal,
            Field(discriminator="kind"),
        ]
    ]
):
    """One thing to add, change or take out."""


class Health(BaseModel):
    status: Literal["ok"]
    graph_version: str


class TrapiReply(BaseModel):
    """A Response of the Translator Reasoner API, whose own document tells the rest."""

    model_config = ConfigDict(extra="allow")
    message: dict[str, Any]
    status: str
    description: str
    logs: list[dict[str, Any]]
    schema_version: str
    biolink_version: str


class TrapiMeta(BaseModel):
    """A MetaKnowledgeGraph of the Translator Reasoner API."""

    nodes: dict[str, Any]
    edges: list[dict[str, Any]]


def _reply(name: str, value: Any) -> type[RootModel[Any]]:
    return type(name, (RootModel[value],), {"__module__": __name__, "__doc__": value.__doc__})


class AskReply(RootModel[Answer | AnswerWithWhy]):
    """The answer to a question; with why it was read so, where that is asked for."""


PathsReply = _reply("PathsAnswer", PathsAnswer)
MediationReply = _reply("MediationAnswer", views.MediationAnswer)
ReachReply = _reply("ReachAnswer", views.ReachAnswer)
SharedReply = _reply("SharedAnswer", views.SharedAnswer)
LoopsReply = _reply("LoopsAnswer", views.LoopsAnswer)
ScenarioReply = _reply("ScenarioAnswer", views.ScenarioAnswer)
ConceptsReply = _reply("ConceptList", views.ConceptList)
ConceptReply = _reply("ConceptView", views.ConceptView)
NeighbourhoodReply = _reply("NeighbourhoodView", views.NeighbourhoodView)
StatementReply = _reply("StatementView", views.StatementView)
DocumentsReply = _reply("DocumentList", views.DocumentList)
ProposalReply = _reply("ProposalView", curating.ProposalView)
ProposalsReply = _reply("ProposalList", curating.ProposalList)
HistoryReply = _reply("HistoryList", curating.HistoryList)
EntryReply = _reply("HistoryEntry", curating.HistoryEntry)
JobReply = _reply("Job", Job)
JobsReply = _reply("JobList", JobList)
ReadReply = _reply("DocumentProposals", curating.DocumentProposals)
