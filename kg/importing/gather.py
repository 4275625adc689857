"""Blocks made into one whole: concepts that are met again, claims that are said twice, and what to ask about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from kg.importing.kinds import kind_of_id, same_id
from kg.importing.tally import Tally, watched
from kg.importing.values import Block, Claim, Claims, Concept, Evidence, Wording
from kg.importing.values import Mapping as Match
from kg.model import Kind


@dataclass(frozen=True, slots=True)
class Known:
    """What a graph has already: concepts by public id and by label, each with the ids of those that have it.

    Made by `Known.of`, which brings ids and labels to one form.
    """

    ids: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, concepts: Iterable[tuple[str, Iterable[str], Iterable[str]]]) -> Known:
        """From concepts as (id, public ids, labels)."""
        ids: dict[str, tuple[str, ...]] = {}
        labels: dict[str, tuple[str, ...]] = {}
        for id, public, named in concepts:
            for one in {same_id(p) for p in public} - {""}:
                ids[one] = (*ids.get(one, ()), id)
            for one in {label_of(name) for name in named} - {""}:
                labels[one] = (*labels.get(one, ()), id)
        return cls(ids, labels)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A concept of the file that may be one of the graph's: by which it was met, "id" or "label".

    `sure` where exactly one has that public id; otherwise it is for a person to say.
    """

    concept: str
    met: tuple[str, ...]
    by: str

    @property
    def sure(self) -> bool:
        """Whether it is known to be the same: by one public id."""
        return self.by == "id" and len(self.met) == 1


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that was read: concepts and claims each once, mappings, whom the concepts may be, and the tally."""

    concepts: tuple[Concept, ...]
    claims: tuple[Claim, ...]
    mappings: tuple[Match, ...]
    meetings: tuple[Meeting, ...]
    tally: Tally


def label_of(text: str) -> str:
    """One form of labels that differ in case and gaps only."""
    return " ".join(text.casefold().split())


class Concepts:
    """The concepts of a file by their ids, each once; a name that stands in a claim is the concept of that name."""

    def __init__(self) -> None:
        self.by_id: dict[str, Concept] = {}
        self._same: dict[str, str] = {}
        self._labels: dict[str, set[str]] = {}

    def add(self, concept: Concept) -> str:
        """Take in a concept, or what a further row says of it; the id that it goes by."""
        id = self._same.setdefault(same_id(concept.id) or concept.id, concept.id)
        held = self.by_id.get(id)
        self.by_id[id] = _joined(held, concept) if held else replace(concept, id=id)
        if concept.label:
            self._labels.setdefault(label_of(concept.label), set()).add(id)
        return id

    def of(self, id: str) -> str:
        """The concept that a claim names: by id, else by a label that only one has, else a new one."""
        if found := self._same.get(same_id(id) or id):
            return found
        labelled = self._labels.get(label_of(id), set())
        if len(labelled) == 1 and not same_id(id):
            return next(iter(labelled))
        return self.add(Concept(id))


def _joined(one: Concept, other: Concept) -> Concept:
    """Two rows about one concept; the first label stays and another one is a synonym."""
    named = [other.label] if other.label and one.label and other.label != one.label else []
    return Concept(
        one.id,
        one.label or other.label,
        one.kind or other.kind,
        tuple(dict.fromkeys((*one.synonyms, *named, *other.synonyms))),
        tuple(dict.fromkeys((*one.same_as, *other.same_as))),
        one.aspect_of or other.aspect_of,
    )


def gather(blocks: Iterable[Block], known: Known | None = None, tally: Tally | None = None) -> Gathered:
    """Everything in these blocks, in the order it came; the same claim with other evidence is one claim.

    Two claims are the same where cause, effect and wording are, whatever the spelling of a causal relation.
    """
    tally = tally or Tally()
    concepts = Concepts()
    mappings: dict[Match, None] = {}
    waiting: list[Claims] = []
    for block in watched(blocks, tally):
        for concept in block.concepts:
            concepts.add(concept)
        mappings.update(dict.fromkeys(block.mappings))
        waiting.append(block.claims)
    claims = _merged(waiting, concepts)
    return gathered(concepts, claims, mappings, known, tally)


def gathered(
    concepts: Concepts,
    claims: Iterable[Claim],
    mappings: Iterable[Match],
    known: Known | None = None,
    tally: Tally | None = None,
) -> Gathered:
    """What was read as one value: concepts with the kinds that their ids tell, and whom they may be."""
    named = tuple(one if one.kind else replace(one, kind=kind_of_id(one.id)) for one in concepts.by_id.values())
    meetings = (_meeting(one, known) for one in named) if known else ()
    return Gathered(named, tuple(claims), tuple(mappings), tuple(filter(None, meetings)), tally or Tally())


def _merged(blocks: Iterable[Claims], concepts: Concepts) -> tuple[Claim, ...]:
    """Each claim once, at its first line, with all its evidence."""
    ids: dict[str, str] = {}
    plain: dict[Wording, Wording] = {}
    first: dict[tuple[str, str, Wording], tuple[Wording, int, dict[Evidence, None]]] = {}
    for block in blocks:
        shared = {id(wording): wording for wording in block.wordings}
        for wording in shared.values():
            plain.setdefault(wording, replace(wording, worded="") if wording.kind is Kind.causal else wording)
        said = {number: plain[wording] for number, wording in shared.items()}
        for line, cause, effect, wording, *evidence in zip(*block.columns, strict=True):
            for name in (cause, effect):
                if name not in ids:
                    ids[name] = concepts.of(name)
            key = (ids[cause], ids[effect], said[id(wording)])
            _, _, lines = first.setdefault(key, (wording, line, {}))
            if one := Evidence(*evidence):
                lines[one] = None
    return tuple(
        Claim(cause, effect, wording, tuple(evidence), line)
        for (cause, effect, _), (wording, line, evidence) in first.items()
    )


def _meeting(concept: Concept, known: Known) -> Meeting | None:
    """Whom a concept of the file may be in the graph: by public id first, by label where none is."""
    ids = {same_id(one) for one in (concept.id, *concept.same_as)} - {""}
    met = tuple(dict.fromkeys(id for one in sorted(ids) for id in known.ids.get(one, ())))
    if met:
        return Meeting(concept.id, met, "id")
    names = {label_of(one) for one in (concept.label or concept.id.replace("_", " "), *concept.synonyms)}
    met = tuple(dict.fromkeys(id for one in sorted(names) for id in known.labels.get(one, ())))
    return Meeting(concept.id, met, "label") if met else None
