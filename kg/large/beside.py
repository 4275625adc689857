"""A snapshot beside the state of a Turtle graph: what a question names, and the part that bears on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from kg.answer import Stems
from kg.causal import CausalGraph, Filters, Neighbourhood, Situation, Wanted
from kg.large.asked import wanted
from kg.large.bearing import Bearing
from kg.large.columns import Large
from kg.large.layers import Layers
from kg.large.named import Spoken, by_id, found_by, named_in
from kg.large.part import Part, joined, part
from kg.linking import Candidate, Lexicon
from kg.model import Concept, Content, Relation
from kg.question import Question

MOST_LISTED = 1000
"""Statements of a concept that are listed by their ids."""


def opened(path: Path, relations: Mapping[str, Relation]) -> Large:
    """The snapshot in a file, held against its checksums. Raises SnapshotUnfit."""
    large = Large(path, relations)
    large.check()
    return large


@dataclass(frozen=True, eq=False)
class Beside:
    """A snapshot as a layer of one state of the Turtle graph."""

    layers: Layers

    @classmethod
    def of(cls, large: Large, graph: CausalGraph) -> Beside:
        """The layers of both."""
        return cls(Layers(large, graph))

    @property
    def first(self) -> list[tuple[str, str]]:
        """The ends of its first edge, where it has one: to try a search with."""
        arrays = self.layers.large.arrays
        if not arrays.edges:
            return []
        tail = int(np.searchsorted(arrays.start, 0, "right")) - 1
        return [(self.layers.id(tail), self.layers.id(int(arrays.head[0])))]

    def lexicon(self, own: Lexicon, texts: Iterable[str]) -> Lexicon:
        """The names of the Turtle graph, and those of the snapshot that these texts may use."""
        found = {c.id: c for text in texts for c in named_in(self.layers.large, text)}
        return own.beside(map(self._called, found.values()))

    def searched(
        self, own: Lexicon, found: Iterable[Candidate], words: str, limit: int, kind: str | None
    ) -> tuple[Candidate, ...]:
        """What was found by what someone types of a name, with what the snapshot has of it; best first."""
        names = own.beside(map(self._called, found_by(self.layers.large, words, kind)))
        every = (*found, *names.search(words, limit=limit, kind=kind))
        best = {c.concept: c for c in sorted(every, key=lambda c: c.score)}
        return tuple(sorted(best.values(), key=lambda c: (-c.score, len(c.label), c.concept))[:limit])

    def asked(self, questions: Iterable[Question], context: Iterable[str], limit: int) -> Wanted:
        """What is asked for to answer these questions."""
        return wanted(questions, context, limit)

    def _called(self, concept: Concept) -> Concept:
        """A concept of the snapshot by the id that it goes by here; its names are names of that one too."""
        n = self.layers.large.number(concept.id)
        id = concept.id if n is None else self.layers.id(n)
        return concept if id == concept.id else replace(concept, id=id, iri=self.layers.graph.concepts[id].iri)

    def with_concepts(self, ids: Iterable[str]) -> CausalGraph:
        """The Turtle graph with these concepts of the snapshot, and nothing said of them."""
        numbers = [n for id in ids if (n := self.layers.inside(self.layers.number(id))) is not None]
        return joined(self.layers, self.layers.content((), numbers), Bearing(self.layers))

    def part(self, wanted: Wanted, situation: Situation, filters: Filters) -> Part:
        """The part that bears on what is wanted."""
        return part(self.layers, wanted, situation, filters)

    def stems(self, own: Stems) -> Stems:
        """The words of the names, beside those of the Turtle graph."""
        return Spoken(self.layers.large, own)

    def counted(self, found: Neighbourhood) -> Neighbourhood:
        """The neighbourhood with how many statements of both layers each concept has beside those shown."""
        hidden = {}
        for id in found.concepts:
            n = self.layers.inside(self.layers.number(id))
            about = 0 if n is None else len(self.layers.large.as_subject(n)) + len(self.layers.large.as_object(n))
            shown = sum(id in (s.subject, s.object) for s in found.statements)
            hidden[id] = max(found.hidden[id], about - shown)
        return replace(found, hidden=hidden)

    def statements(self, id: str) -> list[str]:
        """The ids of the first statements of the snapshot about a concept."""
        n = self.layers.inside(self.layers.number(id))
        if n is None:
            return []
        large = self.layers.large
        rows = [*large.as_subject(n)[:MOST_LISTED], *map(int, large.as_object(n)[:MOST_LISTED])]
        return [large.statement_id(row) for row in dict.fromkeys(rows)][:MOST_LISTED]

    def named(self, content: Content) -> Content:
        """The concepts and statements of the snapshot that a content speaks of and the Turtle graph has not."""
        large = self.layers.large
        ids = {id for s in content.statements for id in (s.subject, s.object, *s.context, *s.joint, *s.outcomes)}
        ids |= {id for c in content.concepts for id in (*c.broader, *c.implies)}
        numbers = [n for id in sorted(ids) for n in by_id(large, id)]
        pointed = {id for s in content.statements for id in (*s.modifies, *s.reason_for)}
        rows = [n for id in sorted(pointed) if (n := large.statement_number(id)) is not None]
        return self.layers.content(rows, numbers)
