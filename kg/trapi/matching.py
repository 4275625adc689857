"""Which concepts and edges a query means: ids, categories, predicates with those below them, qualifiers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.trapi import biolink
from kg.trapi.asked import MOST_IDS, QEdge, QNode, QPath, TooManyIds
from kg.trapi.catalogue import Catalogue
from kg.trapi.edges import Edge


@dataclass(frozen=True, slots=True)
class Log:
    """Something that a reply tells beside its results; `level` is one of `asked.LEVELS`."""

    level: str
    code: str
    message: str


@dataclass(slots=True)
class Logs:
    """What is told of one query, in the order in which it comes up."""

    told: list[Log] = field(default_factory=list)

    def tell(self, level: str, code: str, message: str) -> None:
        """Put one more at the end; the same is told once."""
        if (log := Log(level, code, message)) not in self.told:
            self.told.append(log)


@dataclass(frozen=True, slots=True)
class Place:
    """What may stand at a node of a query: concepts with the id that asked for each, none for any concept at all."""

    concepts: dict[str, str] | None
    categories: tuple[str, ...]

    def holds(self, said: Catalogue, concept: str) -> bool:
        """Whether a concept may stand here."""
        if self.concepts is not None and concept not in self.concepts:
            return False
        return not self.categories or not biolink.above(said.categories[concept]).isdisjoint(self.categories)


def place(said: Catalogue, key: str, node: QNode, logs: Logs) -> Place:
    """What may stand at a node; what is not known is told. Raises TooManyIds."""
    for category in node.categories or ():
        if not biolink.known(category, "category"):
            logs.tell("WARNING", "UnknownCategory", f"{category} is no category of Biolink {biolink.BIOLINK_VERSION}")
    categories = tuple(node.categories or ())
    if node.ids is None:
        return Place(None, categories)
    if len(node.ids) > MOST_IDS:
        raise TooManyIds(f"node {key!r} has {len(node.ids)} ids; {MOST_IDS} are taken at once", limit=MOST_IDS)
    concepts: dict[str, str] = {}
    for id in node.ids:
        for concept in _meant(said, id, logs):
            concepts.setdefault(concept, id)
    return Place(concepts, categories)


def _meant(said: Catalogue, id: str, logs: Logs) -> Iterable[str]:
    found = said.named(id)
    if not found:
        logs.tell("WARNING", "UnknownId", f"{id} names no concept here")
    for named in found:
        concept = said.graph.concepts[named.concept]
        node = said.node_of(named.concept)
        if node is None:
            variable = said.ids[concept.variable or ""]
            logs.tell(
                "WARNING", "LowLevel", f"{id} is a low level of {variable}: ask for that, and turn each direction round"
            )
            continue
        if named.close:
            logs.tell("WARNING", "CloseMatch", f"{id} is close to {said.ids[node]} ({concept.label}), and not the same")
        yield node


@dataclass(frozen=True, slots=True)
class Meant:
    """Which edges a query edge means, by predicate and qualifiers, as they stand or turned round."""

    predicates: frozenset[str] | None
    inverses: frozenset[str]
    constraints: tuple[tuple[tuple[str, str], ...], ...]

    def ways(self, predicate: str) -> tuple[bool, bool]:
        """Whether edges of a predicate are meant as they stand, and turned round: by any at all, both ways."""
        above = biolink.above(predicate)
        if self.predicates is None:
            return True, True
        return not above.isdisjoint(self.predicates), not above.isdisjoint(self.inverses)

    def as_it_stands(self, edge: Edge) -> bool:
        """Whether an edge is meant from subject to object."""
        return self.ways(edge.predicate)[0] and self._qualified(edge, turned=False)

    def turned(self, edge: Edge) -> bool:
        """Whether it is meant from object to subject: by a symmetric predicate or an inverse."""
        return self.ways(edge.predicate)[1] and self._qualified(edge, turned=True)

    def _qualified(self, edge: Edge, turned: bool) -> bool:
        if not self.constraints:
            return True
        held = {(_other_end(type) if turned else type): biolink.above(value) for type, value in edge.qualifiers}
        return any(all(value in held.get(type, ()) for type, value in wanted) for wanted in self.constraints)


def meant(asked: QEdge | QPath, logs: Logs) -> Meant:
    """The edges that a query edge means, or those that the whole of a query path stands for."""
    predicates, inverses = _predicates(asked.predicates, logs)
    constraints = asked.qualifier_constraints or () if isinstance(asked, QEdge) else ()
    sets = [[(q.qualifier_type_id, q.qualifier_value) for q in constraint.qualifier_set] for constraint in constraints]
    return Meant(predicates, inverses, tuple(map(tuple, sets)))


def _predicates(asked: list[str] | None, logs: Logs) -> tuple[frozenset[str] | None, frozenset[str]]:
    """The predicates asked for, none for any, and those that say one of them the other way round."""
    for predicate in asked or ():
        if not biolink.known(predicate, "predicate"):
            logs.tell(
                "WARNING", "UnknownPredicate", f"{predicate} is no predicate of Biolink {biolink.BIOLINK_VERSION}"
            )
    return frozenset(asked) if asked else None, frozenset(i for p in asked or () if (i := biolink.inverse(p)))


def _other_end(type: str) -> str:
    """The qualifier of the other end of an edge that is read from its object."""
    for one, other in (("biolink:object_", "biolink:subject_"), ("biolink:subject_", "biolink:object_")):
        if type.startswith(one):
            return other + type.removeprefix(one)
    return type
