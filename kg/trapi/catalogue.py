"""All that a graph says in edges, by concept, and its concepts by public id; made once a graph."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property

from kg.causal import CausalGraph
from kg.kept import Cache
from kg.model import Match, State
from kg.patience import go_on
from kg.trapi.edges import Edge, category_of, of_statement
from kg.vocabulary import curie, iri


@dataclass(frozen=True, slots=True)
class Named:
    """A concept that an id names: exactly, or by a term that is only close to it."""

    concept: str
    close: bool = False


class Catalogue:
    """The edges of a graph, each from one statement; `unsaid` are the statements without, each with the reason."""

    def __init__(self, graph: CausalGraph) -> None:
        self.graph = graph
        self.edges: dict[str, Edge] = {}
        self.unsaid: dict[str, str] = {}
        self.touching: dict[str, list[Edge]] = defaultdict(list)
        for s in graph.statements.values():
            go_on()
            made = of_statement(graph, s)
            if isinstance(made, str):
                self.unsaid[s.id] = made
                continue
            self.edges[made.id] = made
            for end in {made.subject, made.object}:
                self.touching[end].append(made)
        self.categories = {id: category_of(graph, id) for id in graph.concepts}

    @cached_property
    def _by_iri(self) -> dict[str, list[Named]]:
        found: dict[str, list[Named]] = defaultdict(list)
        for concept in self.graph.concepts.values():
            found[concept.iri].append(Named(concept.id))
            for m in concept.mappings:
                if m.match in (Match.exact, Match.close):
                    found[m.iri].append(Named(concept.id, m.match is Match.close))
        return found

    def named(self, id: str) -> list[Named]:
        """The concepts that a CURIE or IRI names: those that it is the id of, else those it is close to."""
        found = self._by_iri.get(iri(id) or id, [])
        return [n for n in found if not n.close] or found

    @cached_property
    def ids(self) -> dict[str, str]:
        """The id of each concept in a message: a public one where it is exactly and only this, else ours."""
        return {concept.id: self._public(concept.id) or curie(concept.iri) for concept in self.graph.concepts.values()}

    def _public(self, concept: str) -> str | None:
        exact = [m.iri for m in self.graph.concepts[concept].mappings if m.match is Match.exact]
        sole = [i for i in exact if sum(not n.close for n in self._by_iri[i]) == 1 and curie(i) != i]
        return min((curie(i) for i in sole), default=None)

    def node_of(self, concept: str) -> str | None:
        """The concept whose edges speak of this one: its variable at a high level, itself where it has none.

        None for a low level, of which every direction would have to be turned.
        """
        made = self.graph.concepts[concept]
        if isinstance(made, State):
            return made.of_variable if made.level > 0 else None
        return concept

    def not_said(self, concepts: set[str]) -> Counter[str]:
        """Why statements of these concepts have no edge, each reason with how many."""
        about = {s.id for c in concepts for s in self.graph.by_concept.get(c, ()) if c in (s.subject, s.object)}
        return Counter(self.unsaid[id] for id in about if id in self.unsaid)


_CATALOGUE = Cache[Catalogue]("trapi", 1, lambda _: 0)


def catalogue(graph: CausalGraph) -> Catalogue:
    """The catalogue of a graph, kept with it."""
    return graph.kept[_CATALOGUE].get(None, lambda: Catalogue(graph))
