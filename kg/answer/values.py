"""What an answer is made of: the shape that the API, the terminal and the page all show."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal, TypedDict, get_args

from kg.answer.rich import as_html
from kg.english.say import Clause
from kg.english.signs import Direction
from kg.question import Use

BasisName = Literal["stated", "by_mechanism", "by_definition", "sources_disagree", "not_in_source"]
AnswerName = Literal["yes", "no", "mixed", "unknown"]
ChangeName = Literal["up", "down", "mixed"]
BoundName = Literal["upper", "lower", "point", "range"]
BOUNDS: tuple[BoundName, ...] = get_args(BoundName)
USES: dict[Use, str] = {
    "concept": "names a concept",
    "level": "says more or less of it",
    "relation": "says what it does",
    "context": "says in whom or when",
    "restriction": "restricts what is asked",
    "form": "says what is asked",
    "none": "changes nothing",
    "not_understood": "not understood",
}
"""What became of a word, as it is told."""
StatusName = Literal[
    "answered", "related", "no_known_path", "unknown_concept", "ambiguous", "not_understood", "out_of_scope"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The answer in a word. `answer` is for yes-no questions; `direction` is of the effect, as asked."""

    answer: AnswerName | None
    direction: Direction | None
    beneficial: bool | None
    basis: BasisName


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A concept on a path; `change` is up or down as the path is followed from the cause as asked."""

    id: str
    label: str
    kind: str
    change: ChangeName


@dataclass(frozen=True, slots=True, kw_only=True)
class PathEdge:
    """A step: the best statement for it, all that say it, and the class it was said of where inherited."""

    statement: str
    statements: tuple[str, ...]
    sign: str
    relation: str
    hedge: str
    basis: str
    bridge: bool
    as_kind_of: str | None
    context: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PathView:
    """A path from cause to effect. Its sign is the product of its edges'; its hedge that of the weakest."""

    nodes: tuple[Node, ...]
    edges: tuple[PathEdge, ...]
    sign: str
    hedge: str
    basis: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Modifier:
    """What strengthens, weakens or gates a link; `active` is null where the context does not say."""

    modifier: str
    label: str
    modifies: str
    effect: Literal["attenuates", "amplifies", "gates", "unspecified"]
    active: bool | None
    by_mechanism: bool
    statement: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityView:
    """A number the source gives: `value` for a point or bound, `low` and `high` for a range. Units are UCUM."""

    value: float | None
    low: float | None
    high: float | None
    bound: BoundName
    unit: str
    window: str | None
    population: str | None
    of: str
    statement: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceLine:
    """What one source has for or against a proposition: a statement, or the first of the steps that come to it."""

    statement: str
    document: str | None
    title: str | None
    basis: Literal["stated", "by_mechanism"]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceView:
    """A proposition that several sources speak of, with the lines for and against it, and what sets these apart."""

    proposition: str
    supporting: tuple[EvidenceLine, ...]
    disputing: tuple[EvidenceLine, ...]
    divided_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A member of a list answer."""

    id: str
    label: str
    direction: Direction | None
    basis: BasisName
    text: str
    intervention: bool = False
    path: PathView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where the source says it. `text` is ours; `passage` the source's words, where the document is at hand."""

    number: int
    statement: str
    document: str | None
    title: str | None
    section: str | None
    line: int | None
    start: int | None
    end: int | None
    hedge: str
    basis: str
    evidence: str
    bridge: bool
    text: str
    passage: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionView:
    """Words of the question that name a concept; positions are code points of the question."""

    start: int
    end: int
    text: str
    id: str
    label: str
    level: int
    role: str
    match: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WordView:
    """A word of the question by its code points, and what became of it; `none` where it changes nothing."""

    start: int
    end: int
    text: str
    use: Use


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Something to ask or pick instead."""

    text: str
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingView:
    """A question in plain words that could have been meant."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisView:
    """A way to read a question, as a question in plain words; a higher score accounts better for what was asked."""

    reading: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NearView:
    """A statement that is near to a question in words, concepts and meaning: 1 at most. It says nothing of a sign."""

    statement: str
    score: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why a question was read so: the ways to read it and the statements nearest to it, both best first."""

    analyses: tuple[AnalysisView, ...] = ()
    nearest: tuple[NearView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """The SHA-256 of the passage that a statement rests on; none where it is not told."""

    statement: str
    sha256: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What an answer rested on: `at` is the last change of the history (0 as shipped), `reading` how the question was
    read. `address` answers it again on that very graph; none where it was not asked over HTTP.
    """

    graph_version: str
    at: int
    question: str
    context: tuple[str, ...]
    max_paths: int
    reading: str
    passages: tuple[Seal, ...]
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What is otherwise now than in a saved answer; `grave` where that is its verdict, or a passage it rests on."""

    what: str
    before: str
    now: str
    grave: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnView:
    """Statements that turn a verdict, and what it is without them, or with their direction turned round."""

    statements: tuple[str, ...]
    verdict: Verdict
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextTurnView:
    """A context that turns a verdict when it holds too, and what it is there."""

    context: str
    label: str
    verdict: Verdict
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnsView:
    """What would turn a verdict. `losses` are all the least sets, of `least` statements each; where there are none, no
    set of up to `looked_at` does. `reversals` are single statements. Where not `complete`, the search was cut.
    """

    text: str
    least: int | None
    looked_at: int
    complete: bool
    losses: tuple[TurnView, ...]
    reversals: tuple[TurnView, ...]
    contexts: tuple[ContextTurnView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to a question, always of this shape, also where the source is silent.

    Of a question that was not read with certainty (`related`) it tells what is nearest, and gives no verdict.
    `readings` are what else could have been meant, best first; none where that is certain. `turns` is what would turn
    the verdict, where that is asked for and there is one on a cause and an effect.
    """

    question: str
    status: StatusName
    intent: (
        Literal[
            "effect",
            "causes",
            "effects",
            "mechanism",
            "compare",
            "combine",
            "sufficiency",
            "quantity",
            "definition",
            "members",
            "measurement",
            "evidence",
            "modifiers",
        ]
        | None
    )
    verdict: Verdict
    text: str
    graph_version: str
    headline: Clause | None = None
    concepts: tuple[MentionView, ...] = ()
    words: tuple[WordView, ...] = ()
    readings: tuple[ReadingView, ...] = ()
    paths: tuple[PathView, ...] = ()
    modifiers: tuple[Modifier, ...] = ()
    quantities: tuple[QuantityView, ...] = ()
    items: tuple[Item, ...] = ()
    evidence: tuple[EvidenceView, ...] = ()
    caveats: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    receipt: Receipt | None = None
    turns: TurnsView | None = None

    def _repr_html_(self) -> str:
        """How a notebook shows it."""
        return as_html(self.question, self.text, self.caveats, self.citations)


class Beside(TypedDict, total=False):
    """What a kind of answer has beside its text."""

    headline: Clause | None
    words: tuple[WordView, ...]
    paths: tuple[PathView, ...]
    modifiers: tuple[Modifier, ...]
    quantities: tuple[QuantityView, ...]
    items: tuple[Item, ...]
    evidence: tuple[EvidenceView, ...]
    caveats: tuple[str, ...]
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerWithWhy(Answer):
    """An answer with why the question was read so."""

    why: Why

    @classmethod
    def of(cls, answer: Answer, why: Why) -> AnswerWithWhy:
        """The answer, with why it was read so."""
        return cls(**{f.name: getattr(answer, f.name) for f in fields(answer)}, why=why)


@dataclass(frozen=True, slots=True, kw_only=True)
class PathsAnswer:
    """What is known of one cause and one effect; `complete` is false where a limit cut the list of paths."""

    cause: str
    effect: str
    context: tuple[str, ...]
    verdict: Verdict
    headline: Clause
    text: str
    paths: tuple[PathView, ...]
    total: int | None
    complete: bool
    modifiers: tuple[Modifier, ...]
    quantities: tuple[QuantityView, ...]
    evidence: tuple[EvidenceView, ...]
    caveats: tuple[str, ...]
    citations: tuple[Citation, ...]
    graph_version: str
    turns: TurnsView | None = None

    def _repr_html_(self) -> str:
        """How a notebook shows it."""
        return as_html(f"{self.cause} → {self.effect}", self.text, self.caveats, self.citations)
