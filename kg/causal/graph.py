"""All that reasoning needs of the content of a graph, indexed once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from kg.causal.beyond import Larger
from kg.causal.groups import by_id, grouped, id_of, joined, regrouped, rejoined, without
from kg.causal.hierarchy import Hierarchy
from kg.causal.links import Link, Pair, aim_only, by_pair, directed, links_of, rank_of, sources
from kg.causal.references import check_concept, check_statement, is_signed, named
from kg.change import Change, applied, put
from kg.kept import Caches
from kg.model import Concept, Content, Effect, Kind, Population, Relation, State, Statement, Variable
from kg.walks import along, shortest_way, walk


class CausalGraph:
    """The links between variables, the hierarchy of concepts, and what points at what; never changed.

    `kept` holds what was worked out of it and may be wanted again, each kind bounded. `cut_from` is the graph that it
    is a part of, where it was made as one, or that it adds to; `beyond` the larger one that verdicts are held against,
    where this is what bears on one question. Raises DanglingReference where a statement names what is not there.
    """

    def __init__(self, content: Content) -> None:
        self.concepts: dict[str, Concept] = by_id(content.concepts)
        self.statements: dict[str, Statement] = by_id(content.statements)  # those added later come last
        self.documents = {d.id: d for d in content.documents}
        self.kinds = {k.id: k for k in content.kinds}
        self.relations = {r.id: r for r in content.relations}
        self._check_references(content)
        self.hierarchy = Hierarchy(self.concepts.values(), self.statements.values())
        self.by_pair = by_pair(link for s in self.statements.values() for link in self.links_of(s))
        self.kept = Caches()
        self.cut_from: CausalGraph | None = None
        self.beyond: Larger | None = None

    def _check_references(self, content: Content) -> None:
        for concept in sorted(content.concepts, key=id_of):
            check_concept(concept, self.concepts)
        for s in sorted(content.statements, key=id_of):
            check_statement(s, self.concepts, self.statements)

    @property
    def content(self) -> Content:
        """All that it was made from, in the order of ids."""
        return Content(
            concepts=tuple(self.concepts.values()),
            statements=tuple(self.statements[id] for id in sorted(self.statements)),
            documents=tuple(self.documents.values()),
            kinds=tuple(self.kinds.values()),
            relations=tuple(self.relations.values()),
        )

    def changed(self, added: Content, removed: Content) -> CausalGraph:
        """The graph without what is removed, and with what is added in place of what has the same id.

        It answers as one made anew, and shares with this one all that stays: a statement more costs about the same on
        a large graph as on a small one. Raises DanglingReference.
        """
        if not self._shares(added, removed):
            return CausalGraph(applied(self.content, (Change(added=added, removed=removed),)))
        new = object.__new__(CausalGraph)
        new.concepts = put(self.concepts, added.concepts, removed.concepts)
        new.statements = without(self.statements, removed.statements)
        new.statements.update((s.id, s) for s in added.statements)
        new.documents = put(self.documents, added.documents, removed.documents)
        new.kinds = put(self.kinds, added.kinds, removed.kinds)
        new.relations = put(self.relations, added.relations, removed.relations)
        new.hierarchy, new.kept, new.cut_from, new.beyond = self.hierarchy, Caches(), None, None
        new._check_references(added)
        self._share(new, added.statements, removed.statements)
        return new

    def part(self, left_out: Iterable[str]) -> CausalGraph:
        """The graph without these statements, which knows what it was cut from. Raises DanglingReference."""
        new = self.changed(Content(), Content(statements=tuple(self.statements[id] for id in sorted(left_out))))
        new.cut_from, new.beyond = self, self.beyond
        return new

    def _shares(self, added: Content, removed: Content) -> bool:
        """Whether only statements change, without the hierarchy, and concepts that nothing else is built on."""
        for c in added.concepts:
            old = self.concepts.get(c.id)
            if c.broader if old is None else _role(old) != _role(c):
                return False
        statements = (*added.statements, *removed.statements)
        gone = {c.id for c in removed.concepts} - {c.id for c in added.concepts}
        unsaid = {s.id for s in removed.statements} - {s.id for s in added.statements}
        pointed_at = any(id in self.modifiers or id in self._reasons for id in unsaid)
        return not gone and not pointed_at and all(s.kind is not Kind.taxonomic for s in statements)

    def _share(self, new: CausalGraph, added: Iterable[Statement], removed: Iterable[Statement]) -> None:
        """Give a graph with other statements what this one has worked out, changed where the statements ask for it."""
        if self.concepts is new.concepts:
            new._states, new._aspects = self._states, self._aspects
        ids = {s.id for s in (*added, *removed)}
        old = [self.statements[id] for id in sorted(ids & self.statements.keys())]
        now = [new.statements[id] for id in sorted(ids & new.statements.keys())]
        gone = [link for s in old for link in self.links_of(s)]
        come = [link for s in now for link in new.links_of(s)]
        new.by_pair = regrouped(self.by_pair, gone, come, lambda link: [link.pair], rank_of)
        new.modifiers = regrouped(self.modifiers, old, now, lambda s: s.modifies, id_of)
        new._reasons = regrouped(self._reasons, old, now, lambda s: s.reason_for, id_of)
        new.by_concept = regrouped(self.by_concept, old, now, named, id_of)
        new._by_kind = regrouped(self._by_kind, old, now, lambda s: [s.kind], id_of)
        touched = dict.fromkeys(link.pair for link in (*gone, *come))
        signed = {pair: directed(new.by_pair.get(pair, ())) for pair in touched}
        new.signed_out = rejoined(self.signed_out, signed)
        new.signed_into = rejoined(self.signed_into, {(b, a): said for (a, b), said in signed.items()})

    def is_signed(self, concept: str) -> bool:
        """Whether it is a variable or a level of one, and so may carry a signed statement."""
        return is_signed(self.concepts[concept])

    def variable_of(self, concept: str) -> str:
        """The variable whose level it is; the concept itself where it is of none."""
        return self.concepts[concept].variable or concept

    def links_of(self, s: Statement) -> Iterator[Link]:
        """What a causal statement says of variables: of its own pair, and of those that inherit it."""
        return links_of(s, self.concepts, self.hierarchy)

    def children(self, concept: str) -> tuple[str, ...]:
        """Its kinds, one generation down. The states of a variable are not its kinds."""
        return self.hierarchy.children.get(concept, ())

    def descendants(self, concept: str) -> dict[str, int]:
        """Its kinds at any depth, each with the least number of generations."""
        return self.hierarchy.descendants(concept)

    def ancestors(self, concept: str) -> dict[str, int]:
        """What it is a kind of, each with the least number of generations."""
        return self.hierarchy.ancestors(concept)

    def kin(self, concept: str) -> set[str]:
        """A concept with its kinds and what it is a kind of."""
        return {concept, *self.descendants(concept), *self.ancestors(concept)}

    def is_its_own_kind(self, concept: str) -> bool:
        """Whether the hierarchy leads from a concept back to it, which it should not."""
        return self.hierarchy.is_its_own_kind(concept)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """All links, in the order of their causes, their effects, and their ranks."""
        return tuple(link for pair in sorted(self.by_pair) for link in self.by_pair[pair])

    @cached_property
    def modifiers(self) -> dict[str, tuple[Statement, ...]]:
        """The statements that modify each statement."""
        return grouped(self.statements.values(), lambda s: s.modifies)

    @cached_property
    def _reasons(self) -> dict[str, tuple[Statement, ...]]:
        return grouped(self.statements.values(), lambda s: s.reason_for)

    def modifiers_on(self, cause: str, effect: str) -> tuple[tuple[Statement, Statement], ...]:
        """Each modifier of the effect of one variable on another, with the statement that it points at.

        A modifier acts on an effect, not on one sentence about it: it covers every statement on the pair, and those
        on the classes above and the kinds below the cause. Where two with the same subject do the same, only the nearer
        one, so that what is said of the pair itself goes before what is said of its kinds or classes.
        """
        modified = self._modified.get(effect)
        if not modified:
            return ()
        near = {cause: 0, **self.ancestors(cause), **self.descendants(cause)}
        found = [(near[of], m, s) for of in near for s in modified.get(of, ()) for m in self.modifiers[s.id]]
        least: dict[tuple[str, Effect | None], int] = {}
        for distance, m, _ in found:
            key = (m.subject, m.effect)
            least[key] = min(distance, least.get(key, distance))
        nearest = sorted((m.id, s.id) for distance, m, s in found if distance == least[m.subject, m.effect])
        return tuple((self.statements[m], self.statements[s]) for m, s in nearest)

    @cached_property
    def _modified(self) -> dict[str, dict[str, tuple[Statement, ...]]]:
        """The statements that some modifier points at, by the effect and the cause that they speak of."""
        found: dict[str, dict[str, tuple[Statement, ...]]] = defaultdict(dict)
        for id in sorted(self.modifiers):
            s = self.statements[id]
            for cause, effect in {k.pair for k in self.links_of(s) if k.subject_class is None}:
                found[effect][cause] = (*found[effect].get(cause, ()), s)
        return dict(found)

    @cached_property
    def modifying(self) -> dict[Pair, tuple[tuple[Statement, Statement], ...]]:
        """What `modifiers_on` tells of each pair that has some."""
        return {pair: found for pair in self.by_pair if (found := self.modifiers_on(*pair))}

    @cached_property
    def situational(self) -> frozenset[Pair]:
        """The pairs of which what holds depends on the situation: by a statement's context, or by what modifies it."""
        within = {pair for pair, links in self.by_pair.items() if any(link.statement.context for link in links)}
        return frozenset(within | self.modifying.keys())

    def effects_of(self, variable: str) -> tuple[str, ...]:
        """The variables that some statement says it acts on, in whatever direction."""
        return self._effects.get(variable, ())

    @cached_property
    def _effects(self) -> dict[str, tuple[str, ...]]:
        return joined(self.by_pair)

    @cached_property
    def sources_out(self) -> dict[str, frozenset[str]]:
        """The documents with a causal statement of their own about each variable as a cause; no links of ours."""
        return sources(self.by_pair, 0)

    @cached_property
    def sources_into(self) -> dict[str, frozenset[str]]:
        """The same, by effect."""
        return sources(self.by_pair, 1)

    def sources_between(self, cause: str, effect: str) -> frozenset[str]:
        """The documents with a statement of their own about the one as a cause, and about the other as an effect."""
        own = self.sources_out.get(cause, frozenset()) & self.sources_into.get(effect, frozenset())
        return own | self.beyond.sources(cause, effect) if self.beyond else own

    @cached_property
    def aim_only(self) -> frozenset[str]:
        """The variables of which the sources state nothing but aims."""
        return aim_only(self.by_pair)

    def pointing_at(self, statement: str) -> tuple[Statement, ...]:
        """The statements that modify or explain a statement, and so cannot stand without it."""
        return (*self.modifiers.get(statement, ()), *self._reasons.get(statement, ()))

    @cached_property
    def by_concept(self) -> dict[str, tuple[Statement, ...]]:
        """The statements that name each concept as subject, object, context, part or outcome."""
        return grouped(self.statements.values(), named)

    def of_kind(self, kind: Kind) -> tuple[Statement, ...]:
        """All statements of a kind."""
        return self._by_kind.get(kind, ())

    @cached_property
    def _by_kind(self) -> dict[Kind, tuple[Statement, ...]]:
        return grouped(self.statements.values(), lambda s: [s.kind])

    def relation(self, id: str) -> Relation:
        """A relation by its id; one that is declared nowhere is called by its id."""
        return self.relations.get(id) or Relation(id=id, label=id.replace("_", " "))

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
        return grouped(self.concepts.values(), lambda c: [c.of_variable] if isinstance(c, State) else ())

    def implied_by(self, population: str) -> tuple[str, ...]:
        """What holds in a population, or else in those that it is part of: what acts there, else the states it has."""

        def wider(id: str) -> tuple[str, ...]:
            return () if self.concepts[id].implies else self.concepts[id].broader

        found: dict[str, None] = {}
        for id in walk([population], wider):
            implied = self.concepts[id].implies
            acting = [i for i in implied if isinstance(self.concepts[i], Variable)]
            found.update(dict.fromkeys(acting or implied))
        return tuple(found)

    def spoken_of(self, concept: str) -> tuple[str, ...]:
        """The variables and states that a concept is spoken of through: itself, its aspects, else its kinds."""
        if self.is_signed(concept):
            return (concept,)
        if isinstance(self.concepts[concept], Population):
            return tuple(implied for implied in self.implied_by(concept) if self.is_signed(implied))
        return self._aspects.get(concept) or tuple(sorted(k for k in self.descendants(concept) if self.is_signed(k)))

    @cached_property
    def _aspects(self) -> dict[str, tuple[str, ...]]:
        aspects = grouped(self.concepts.values(), lambda c: c.aspect_of if isinstance(c, Variable) else ())
        return {entity: tuple(c.id for c in of) for entity, of in aspects.items()}

    def wider(self, concept: str) -> set[str]:
        """A concept, what it is a kind of, and what it is a part of."""
        found = {concept, *self.ancestors(concept)}
        for s in self.of_kind(Kind.structural):
            if s.relation == "part_of" and s.subject in found:
                found.add(s.object)
            elif s.relation == "has_part" and s.object in found:
                found.add(s.subject)
        return found

    @cached_property
    def signed_out(self) -> dict[str, tuple[str, ...]]:
        """The effects of each variable over links whose direction is stated."""
        return joined(pair for pair, links in self.by_pair.items() if directed(links))

    @cached_property
    def signed_into(self) -> dict[str, tuple[str, ...]]:
        """The causes of each variable over such links."""
        return joined((effect, cause) for cause, effects in self.signed_out.items() for effect in effects)

    def way(self, start: str, end: str) -> list[str]:
        """A shortest way between two variables over signed links, both named; empty where there is none."""
        return shortest_way(start, end, along(self.signed_out))


def _role(concept: Concept) -> tuple[object, ...]:
    """What links and hierarchy depend on."""
    return (type(concept), concept.variable, concept.level, concept.broader, getattr(concept, "variable_type", None))
