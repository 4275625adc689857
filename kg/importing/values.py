"""What a file of another graph says: rows as frozen values, and blocks of columns that the rows are views of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.model import Hedge, Kind, Sign


@dataclass(frozen=True, slots=True)
class Concept:
    """Something that the file speaks of; `id` is the file's own: a CURIE, an IRI or a name.

    `kind` is one of `kinds.tsv`, or empty; `same_as` are public ids that the file gives beside its own; `aspect_of` is
    the concept that it is a side of: the uptake of glucose is one of glucose.
    """

    id: str
    label: str = ""
    kind: str = ""
    synonyms: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    aspect_of: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One line of evidence: where it is said (PMID, DOI or a name), in which words, and how much it is believed."""

    source: str = ""
    passage: str = ""
    belief: float | None = None
    study: str = ""

    def __bool__(self) -> bool:
        return bool(self.source or self.passage or self.study) or self.belief is not None


@dataclass(frozen=True, slots=True)
class Wording:
    """How a claim is worded: its relation (as the vocabulary names it), its sign, and what the format said beside.

    `sign` is between more of the cause and more of the effect; a level is -1 where the source speaks of less of it, 0
    where it speaks of neither. What is no causal claim has no sign. `worded` is the relation as the file spells it; an
    aspect is what of the concept is meant, such as its activity; a `negated` claim is told to be not so, and its sign
    is what that leaves.
    """

    relation: str
    sign: Sign
    worded: str = ""
    kind: Kind = Kind.causal
    hedge: Hedge | None = None
    negated: bool = False
    cause_level: int = 0
    effect_level: int = 0
    cause_aspect: str = ""
    effect_aspect: str = ""

    def __post_init__(self) -> None:
        if self.kind is not Kind.causal and self.sign is not Sign.UNKNOWN:
            raise ValueError(f"{self.relation} is no causal claim and has no sign, not {self.sign.value}")


@dataclass(frozen=True, slots=True)
class Claim:
    """That one concept acts on another, or goes together with it, as one row of the file says."""

    cause: str
    effect: str
    wording: Wording
    evidence: tuple[Evidence, ...] = ()
    line: int = 0

    @property
    def sign(self) -> Sign:
        """The direction between cause and effect."""
        return self.wording.sign

    @property
    def relation(self) -> str:
        """The relation of our vocabulary, by id."""
        return self.wording.relation

    @property
    def causal(self) -> bool:
        """Whether it is a causal claim."""
        return self.wording.kind is Kind.causal


@dataclass(frozen=True, slots=True)
class Mapping:
    """That a term corresponds to another, by a SKOS or OWL predicate; a hint, never a merging."""

    subject: str
    predicate: str
    object: str
    justification: str = ""
    confidence: float | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a line (from 1; 0 for the file), and what would be right."""

    line: int
    what: str
    right: str


@dataclass(frozen=True, slots=True)
class Unsaid:
    """What the file held and was left out, or what its format could not say, and how often."""

    reason: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Place:
    """How far reading came: bytes as unpacked, the next line (from 1), rows, and bytes of the file as it is stored."""

    byte: int = 0
    line: int = 1
    rows: int = 0
    packed: int = 0


@dataclass(frozen=True, slots=True)
class Claims:
    """Claims as columns of one length. A row has one line of evidence at most: a claim with three takes three rows.

    Wordings are shared among rows, so that a column of them is a column of references to few values.
    """

    lines: Sequence[int] = ()
    causes: Sequence[str] = ()
    effects: Sequence[str] = ()
    wordings: Sequence[Wording] = ()
    sources: Sequence[str] = ()
    passages: Sequence[str] = ()
    beliefs: Sequence[float | None] = ()
    studies: Sequence[str] = ()

    def __post_init__(self) -> None:
        lengths = {len(column) for column in self.columns}
        if len(lengths) > 1:
            raise ValueError(f"columns are of one length, not {sorted(lengths)}")

    @property
    def columns(
        self,
    ) -> tuple[
        Sequence[int],
        Sequence[str],
        Sequence[str],
        Sequence[Wording],
        Sequence[str],
        Sequence[str],
        Sequence[float | None],
        Sequence[str],
    ]:
        """The columns in the order of their names."""
        return (
            *(self.lines, self.causes, self.effects, self.wordings),
            *(self.sources, self.passages, self.beliefs, self.studies),
        )

    def __len__(self) -> int:
        return len(self.lines)

    def __iter__(self) -> Iterator[Claim]:
        for line, cause, effect, wording, source, passage, belief, study in zip(*self.columns, strict=True):
            evidence = Evidence(source, passage, belief, study)
            yield Claim(cause, effect, wording, (evidence,) if evidence else (), line)


Row = Concept | Claim | Mapping | Fault | Unsaid


@dataclass(frozen=True, slots=True)
class Block:
    """What a stretch of a file says, and the place from which reading goes on after it."""

    claims: Claims = field(default_factory=Claims)
    concepts: tuple[Concept, ...] = ()
    mappings: tuple[Mapping, ...] = ()
    faults: tuple[Fault, ...] = ()
    unsaid: tuple[Unsaid, ...] = ()
    at: Place = Place()

    def __iter__(self) -> Iterator[Row]:
        yield from self.concepts
        yield from self.mappings
        yield from self.claims
        yield from self.faults
        yield from self.unsaid
