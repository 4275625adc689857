"""The links between variables, the hierarchy of concepts, and what points at what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import networkx as nx

from kg.model import CausewayError, Concept, Content, Kind, Population, Relation, Sign, Statement, Variable


class LoopError(CausewayError):
    """Causal statements that form a loop: their signs would have no net direction."""


class DanglingReference(CausewayError):
    """A statement or concept that names something the graph does not hold."""


@dataclass(frozen=True, slots=True)
class Link:
    """One causal statement between two variables, in canonical form.

    `subject_class` is set where the statement is about a class that the cause is a kind of, `object_class` where it
    is about a class of markers that the effect is a kind of; `distance` counts the generations between.
    """

    cause: str
    effect: str
    sign: Sign
    statement: Statement
    subject_class: str | None = None
    object_class: str | None = None
    distance: int = 0

    @property
    def inherited(self) -> bool:
        return self.distance > 0

    @property
    def rank(self) -> tuple:
        s = self.statement
        return (self.distance, s.basis, s.hedge, s.id)


class CausalGraph:
    """All that reasoning needs, indexed once from the content and never changed.

    Raises LoopError where causal statements form a loop (unless `loops` allows them), and DanglingReference where
    a statement names what is not there.
    """

    def __init__(self, content: Content, *, loops: bool = False):
        self.content = content
        self.concepts: dict[str, Concept] = {c.id: c for c in sorted(content.concepts, key=lambda c: c.id)}
        self.statements: dict[str, Statement] = {s.id: s for s in sorted(content.statements, key=lambda s: s.id)}
        self.documents = {d.id: d for d in content.documents}
        self.kinds = {k.id: k for k in content.kinds}
        self.relations = {r.id: r for r in content.relations}
        self._check_references()
        self.links = tuple(sorted(self._links(), key=lambda link: (link.cause, link.effect, link.rank)))
        if not loops and (loop := self.first_loop()):
            raise LoopError(
                "causal statements form a loop: " + " → ".join(loop) + "; leave one of its statements out, or give it a"
                " context or a time of its own",
                loop=loop,
            )

    def _check_references(self) -> None:
        for concept in self.concepts.values():
            named = [
                id for field in ("broader", "implies", "excludes", "aspect_of") for id in getattr(concept, field, ())
            ]
            if concept.variable:
                named.append(concept.variable)
            for id in named:
                if id not in self.concepts:
                    raise DanglingReference(
                        f"concept {concept.id} names {id}, which is not a concept", concept=concept.id
                    )
            if concept.variable and not isinstance(self.concepts[concept.variable], Variable):
                raise DanglingReference(f"concept {concept.id} is of {concept.variable}, which is no variable")
        for s in self.statements.values():
            for id in (s.subject, s.object, *s.context, *s.joint, *s.outcomes):
                if id not in self.concepts:
                    raise DanglingReference(f"statement {s.id} names {id}, which is not a concept", statement=s.id)
            for id in (*s.modifies, *s.reason_for):
                if id not in self.statements:
                    raise DanglingReference(f"statement {s.id} names {id}, which is not a statement", statement=s.id)
            if s.kind is Kind.causal and not (self.is_signed(s.subject) and self.is_signed(s.object)):
                raise DanglingReference(
                    f"causal statement {s.id} needs variables or states on both sides", statement=s.id
                )

    def is_signed(self, concept: str) -> bool:
        """Whether it is a variable or a level of one, and so may carry a signed statement."""
        found = self.concepts[concept]
        return isinstance(found, Variable) or hasattr(found, "at_level")

    def _links(self) -> Iterator[Link]:
        for s in self.statements.values():
            if s.kind is not Kind.causal:
                continue
            subject, object = self.concepts[s.subject], self.concepts[s.object]
            cause, effect = subject.variable, object.variable
            sign = s.sign.times(subject.level * object.level)
            kinds = self.descendants(cause) if s.inherits else {}
            markers = {
                m: n for m, n in self.descendants(effect).items() if self._is_marker(effect) and self._is_marker(m)
            }
            for member, up in {cause: 0, **kinds}.items():
                for marker, across in {effect: 0, **markers}.items():
                    if member != marker and isinstance(self.concepts[member], Variable):
                        yield Link(
                            cause=member,
                            effect=marker,
                            sign=sign,
                            statement=s,
                            subject_class=cause if up else None,
                            object_class=effect if across else None,
                            distance=up + across,
                        )

    def _is_marker(self, concept: str) -> bool:
        return getattr(self.concepts[concept], "variable_type", None) == "indicator"

    @cached_property
    def _children(self) -> dict[str, tuple[str, ...]]:
        children: dict[str, set[str]] = defaultdict(set)
        for concept in self.concepts.values():
            for parent in concept.broader:
                children[parent].add(concept.id)
        for s in self.statements.values():
            if s.kind is Kind.taxonomic:
                parent, child = (s.object, s.subject) if s.relation == "is_a" else (s.subject, s.object)
                if parent != child:
                    children[parent].add(child)
        return {parent: tuple(sorted(found)) for parent, found in children.items()}

    @cached_property
    def _parents(self) -> dict[str, tuple[str, ...]]:
        parents: dict[str, set[str]] = defaultdict(set)
        for parent, children in self._children.items():
            for child in children:
                parents[child].add(parent)
        return {child: tuple(sorted(found)) for child, found in parents.items()}

    def children(self, concept: str) -> tuple[str, ...]:
        """Its kinds, one generation down. The states of a variable are not its kinds."""
        return self._children.get(concept, ())

    def descendants(self, concept: str) -> dict[str, int]:
        """Its kinds at any depth, each with the least number of generations."""
        return _generations(concept, self._children)

    def ancestors(self, concept: str) -> dict[str, int]:
        """What it is a kind of, each with the least number of generations."""
        return _generations(concept, self._parents)

    @cached_property
    def by_pair(self) -> dict[tuple[str, str], tuple[Link, ...]]:
        """The links of each pair of variables that has any, best first."""
        pairs: dict[tuple[str, str], list[Link]] = defaultdict(list)
        for link in self.links:
            pairs[link.cause, link.effect].append(link)
        return {pair: tuple(links) for pair, links in pairs.items()}

    @cached_property
    def modifiers(self) -> dict[str, tuple[Statement, ...]]:
        """The statements that modify each statement."""
        found: dict[str, list[Statement]] = defaultdict(list)
        for s in self.statements.values():
            for modified in s.modifies:
                found[modified].append(s)
        return {modified: tuple(by) for modified, by in found.items()}

    @cached_property
    def by_concept(self) -> dict[str, tuple[Statement, ...]]:
        """The statements that name each concept as subject, object, context, part or outcome."""
        found: dict[str, dict[str, Statement]] = defaultdict(dict)
        for s in self.statements.values():
            for concept in (s.subject, s.object, *s.context, *s.joint, *s.outcomes):
                found[concept][s.id] = s
        return {concept: tuple(by.values()) for concept, by in found.items()}

    def of_kind(self, kind: Kind) -> tuple[Statement, ...]:
        return self._by_kind.get(kind, ())

    @cached_property
    def _by_kind(self) -> dict[Kind, tuple[Statement, ...]]:
        found: dict[Kind, list[Statement]] = defaultdict(list)
        for s in self.statements.values():
            found[s.kind].append(s)
        return {kind: tuple(all) for kind, all in found.items()}

    def relation(self, id: str) -> Relation:
        return self.relations.get(id) or Relation(id, id.replace("_", " "))

    def is_intervention(self, concept: str) -> bool:
        """Whether it is something a person can do or take."""
        kind = self.kinds.get(self.concepts[concept].kind)
        return bool(kind and kind.intervention)

    def is_outcome(self, concept: str) -> bool:
        """Whether it is a result that people care about."""
        kind = self.kinds.get(self.concepts[concept].kind)
        return bool(kind and kind.outcome)

    def levels_of(self, variable: str) -> tuple[Concept, ...]:
        """The states of a variable."""
        return self._states.get(variable, ())

    @cached_property
    def _states(self) -> dict[str, tuple[Concept, ...]]:
        found: dict[str, list[Concept]] = defaultdict(list)
        for concept in self.concepts.values():
            if hasattr(concept, "at_level"):
                found[concept.variable].append(concept)
        return {variable: tuple(states) for variable, states in found.items()}

    def implied_by(self, population: str) -> tuple[str, ...]:
        """What holds in a population, or else in those that it is part of."""
        concept = self.concepts[population]
        return concept.implies or tuple(i for parent in concept.broader for i in self.implied_by(parent))

    def spoken_of(self, concept: str) -> tuple[str, ...]:
        """The variables and states that a concept is spoken of through: itself, its aspects, else its kinds."""
        if self.is_signed(concept):
            return (concept,)
        if isinstance(self.concepts[concept], Population):
            return tuple(implied for implied in self.implied_by(concept) if self.is_signed(implied))
        return self._aspects.get(concept) or tuple(sorted(k for k in self.descendants(concept) if self.is_signed(k)))

    @cached_property
    def _aspects(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for concept in self.concepts.values():
            for entity in getattr(concept, "aspect_of", ()):
                found[entity].append(concept.id)
        return {entity: tuple(aspects) for entity, aspects in found.items()}

    def wider(self, concept: str) -> set[str]:
        """A concept, what it is a kind of, and what it is a part of."""
        found = {concept, *self.ancestors(concept)}
        for s in self.of_kind(Kind.structural):
            if s.relation == "part_of" and s.subject in found:
                found.add(s.object)
            elif s.relation == "has_part" and s.object in found:
                found.add(s.subject)
        return found

    def first_loop(self) -> list[str]:
        """One loop of signed links, smallest names first; empty where there is none."""
        signed = nx.DiGraph()
        signed.add_edges_from((link.cause, link.effect) for link in self.links if not link.statement.unsigned)
        try:
            edges = nx.find_cycle(signed)
        except nx.NetworkXNoCycle:
            return []
        return [edges[0][0], *(effect for _, effect in edges)]


def _generations(concept: str, step: dict[str, Iterable[str]]) -> dict[str, int]:
    found: dict[str, int] = {}
    frontier, depth = [concept], 0
    while frontier:
        depth += 1
        frontier = [c for at in frontier for c in step.get(at, ()) if c not in found and c != concept]
        found.update((c, depth) for c in frontier)
    return found
