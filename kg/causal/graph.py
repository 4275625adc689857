"""The links between variables, the hierarchy of concepts, and what points at what."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from kg.model import (
    CausewayError,
    Concept,
    Content,
    Effect,
    Kind,
    Population,
    Relation,
    Sign,
    State,
    Statement,
    Variable,
)


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

    Raises DanglingReference where a statement names what is not there.
    """

    def __init__(self, content: Content):
        self.concepts: dict[str, Concept] = _by_id(content.concepts)
        self.statements: dict[str, Statement] = _by_id(content.statements)  # those added later come last
        self.documents = {d.id: d for d in content.documents}
        self.kinds = {k.id: k for k in content.kinds}
        self.relations = {r.id: r for r in content.relations}
        self._check_references(self.concepts.values(), self.statements.values())
        self.by_pair: dict[tuple[str, str], tuple[Link, ...]] = _by_pair(
            link for s in self.statements.values() for link in self.links_of(s)
        )

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
            return CausalGraph(
                Content(
                    concepts=tuple(_put(self.concepts, added.concepts, removed.concepts).values()),
                    statements=tuple(_put(self.statements, added.statements, removed.statements).values()),
                    documents=tuple(_put(self.documents, added.documents, removed.documents).values()),
                    kinds=tuple(_put(self.kinds, added.kinds, removed.kinds).values()),
                    relations=tuple(_put(self.relations, added.relations, removed.relations).values()),
                )
            )
        new = object.__new__(CausalGraph)
        new.concepts = _put(self.concepts, added.concepts, removed.concepts)
        new.statements = _without(self.statements, removed.statements)
        new.statements.update((s.id, s) for s in added.statements)
        new.documents = _put(self.documents, added.documents, removed.documents)
        new.kinds = _put(self.kinds, added.kinds, removed.kinds)
        new.relations = _put(self.relations, added.relations, removed.relations)
        new._check_references(added.concepts, added.statements)
        self._share(new, added.statements, removed.statements)
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
            new._children, new._parents, new._states, new._aspects = (
                self._children,
                self._parents,
                self._states,
                self._aspects,
            )
        ids = {s.id for s in (*added, *removed)}
        old = [self.statements[id] for id in sorted(ids & self.statements.keys())]
        now = [new.statements[id] for id in sorted(ids & new.statements.keys())]
        gone = [link for s in old for link in self.links_of(s)]
        come = [link for s in now for link in new.links_of(s)]
        new.by_pair = _regrouped(self.by_pair, gone, come, lambda link: [(link.cause, link.effect)], _rank_of_link)
        new.modifiers = _regrouped(self.modifiers, old, now, lambda s: s.modifies, _id)
        new._reasons = _regrouped(self._reasons, old, now, lambda s: s.reason_for, _id)
        new.by_concept = _regrouped(self.by_concept, old, now, _named, _id)
        new._by_kind = _regrouped(self._by_kind, old, now, lambda s: [s.kind], _id)
        new.signed_out, new.signed_into = dict(self.signed_out), dict(self.signed_into)
        touched = dict.fromkeys((link.cause, link.effect) for link in (*gone, *come))
        signed = {pair for pair in touched if any(not k.statement.unsigned for k in new.by_pair.get(pair, ()))}
        for cause, effect in sorted(touched, key=signed.__contains__):
            _rejoin(new.signed_out, cause, effect, (cause, effect) in signed)
            _rejoin(new.signed_into, effect, cause, (cause, effect) in signed)

    def _check_references(self, concepts: Iterable[Concept], statements: Iterable[Statement]) -> None:
        for concept in concepts:
            named = [
                id for field in ("broader", "implies", "excludes", "aspect_of") for id in getattr(concept, field, ())
            ]
            named += [id for id in (concept.variable, getattr(concept, "cessation_of", "")) if id]
            for id in named:
                if id not in self.concepts:
                    raise DanglingReference(
                        f"concept {concept.id} names {id}, which is not a concept", concept=concept.id
                    )
            if concept.variable and not isinstance(self.concepts[concept.variable], Variable):
                raise DanglingReference(f"concept {concept.id} is of {concept.variable}, which is no variable")
        for s in statements:
            for id in _named(s):
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
        return isinstance(found, Variable | State)

    def links_of(self, s: Statement) -> Iterator[Link]:
        """What a causal statement says of variables: of its own pair, and of those that inherit it."""
        if s.kind is not Kind.causal:
            return
        subject, object = self.concepts[s.subject], self.concepts[s.object]
        cause, effect = subject.variable, object.variable
        sign = s.sign.times(subject.level * object.level)
        kinds = self.descendants(cause) if s.inherits else {}
        below = self.descendants(effect) if self._is_marker(effect) else {}
        markers = {m: n for m, n in below.items() if self._is_marker(m)}
        for member, up in {cause: 0, **kinds}.items():
            for marker, across in {effect: 0, **markers}.items():
                own = not up and not across
                if (member != marker or own) and isinstance(self.concepts[member], Variable):
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

    def is_its_own_kind(self, concept: str) -> bool:
        """Whether the hierarchy leads from a concept back to it, which it should not."""
        return any(concept == p or concept in self.ancestors(p) for p in self._parents.get(concept, ()))

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """All links, in the order of their causes, their effects, and their ranks."""
        return tuple(link for pair in sorted(self.by_pair) for link in self.by_pair[pair])

    def _signed(self) -> Iterator[tuple[str, str]]:
        """The pairs of variables between which a direction is stated."""
        return (pair for pair, links in self.by_pair.items() if any(not k.statement.unsigned for k in links))

    @cached_property
    def modifiers(self) -> dict[str, tuple[Statement, ...]]:
        """The statements that modify each statement."""
        found: dict[str, list[Statement]] = defaultdict(list)
        for s in self.statements.values():
            for modified in s.modifies:
                found[modified].append(s)
        return {modified: tuple(by) for modified, by in found.items()}

    @cached_property
    def _reasons(self) -> dict[str, tuple[Statement, ...]]:
        found: dict[str, list[Statement]] = defaultdict(list)
        for s in self.statements.values():
            for explained in s.reason_for:
                found[explained].append(s)
        return {explained: tuple(by) for explained, by in found.items()}

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
            for cause, effect in {(k.cause, k.effect) for k in self.links_of(s) if k.subject_class is None}:
                found[effect][cause] = (*found[effect].get(cause, ()), s)
        return dict(found)

    def effects_of(self, variable: str) -> tuple[str, ...]:
        """The variables that some statement says it acts on, in whatever direction."""
        return self._effects.get(variable, ())

    @cached_property
    def _effects(self) -> dict[str, tuple[str, ...]]:
        return _joined(self.by_pair)

    @cached_property
    def sources_out(self) -> dict[str, frozenset[str]]:
        """The documents with a causal statement of their own about each variable as a cause; no links of ours."""
        return _sources(self.by_pair, 0)

    @cached_property
    def sources_into(self) -> dict[str, frozenset[str]]:
        """The same, by effect."""
        return _sources(self.by_pair, 1)

    @cached_property
    def aim_only(self) -> frozenset[str]:
        """The variables of which the sources state nothing but aims: nothing follows from them for any outcome.

        What is said of the variable itself goes before what is said of the classes above it; links of ours say
        nothing here.
        """
        said: dict[str, list[Link]] = defaultdict(list)
        for (cause, _), links in self.by_pair.items():
            said[cause] += [link for link in links if not link.statement.bridge]
        return frozenset(
            cause
            for cause, links in said.items()
            if links and all(k.statement.aim for k in links if k.distance == min(k.distance for k in links))
        )

    def pointing_at(self, statement: str) -> tuple[Statement, ...]:
        """The statements that modify or explain a statement, and so cannot stand without it."""
        return (*self.modifiers.get(statement, ()), *self._reasons.get(statement, ()))

    @cached_property
    def by_concept(self) -> dict[str, tuple[Statement, ...]]:
        """The statements that name each concept as subject, object, context, part or outcome."""
        found: dict[str, dict[str, Statement]] = defaultdict(dict)
        for s in self.statements.values():
            for concept in _named(s):
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
        found: dict[str, list[Concept]] = defaultdict(list)
        for concept in self.concepts.values():
            if isinstance(concept, State):
                found[concept.variable].append(concept)
        return {variable: tuple(states) for variable, states in found.items()}

    def implied_by(self, population: str) -> tuple[str, ...]:
        """What holds in a population, or else in those that it is part of: what acts there, else the states it has."""
        found: dict[str, None] = {}
        waiting, seen = [population], set()
        while waiting:
            id = waiting.pop()
            if id in seen:
                continue
            seen.add(id)
            concept = self.concepts[id]
            acting = [i for i in concept.implies if isinstance(self.concepts[i], Variable)]
            found.update(dict.fromkeys(acting or concept.implies))
            waiting += () if concept.implies else reversed(concept.broader)
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

    @cached_property
    def signed_out(self) -> dict[str, tuple[str, ...]]:
        """The effects of each variable over links whose direction is stated."""
        return _joined(self._signed())

    @cached_property
    def signed_into(self) -> dict[str, tuple[str, ...]]:
        """The causes of each variable over such links."""
        return _joined((effect, cause) for cause, effect in self._signed())

    def way(self, start: str, end: str) -> list[str]:
        """A shortest way between two variables over signed links, both named; empty where there is none."""
        return shortest_way(self.signed_out, start, end)


def _id(value) -> str:
    return value.id


def _by_id(values: Iterable) -> dict:
    return {v.id: v for v in sorted(values, key=_id)}


def _named(s: Statement) -> dict[str, None]:
    """The concepts that a statement names, each once."""
    return dict.fromkeys((s.subject, s.object, *s.context, *s.joint, *s.outcomes))


def _rank_of_link(link: Link) -> tuple:
    return link.rank


def _role(concept: Concept) -> tuple:
    """What links and hierarchy depend on."""
    return (type(concept), concept.variable, concept.level, concept.broader, getattr(concept, "variable_type", None))


def _by_pair(links: Iterable[Link]) -> dict[tuple[str, str], tuple[Link, ...]]:
    """The links of each pair of variables that has any, best first."""
    pairs: dict[tuple[str, str], list[Link]] = defaultdict(list)
    for link in links:
        pairs[link.cause, link.effect].append(link)
    return {pair: tuple(sorted(pairs[pair], key=_rank_of_link)) for pair in sorted(pairs)}


def _sources(by_pair: Mapping[tuple[str, str], Iterable[Link]], end: int) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for pair, links in by_pair.items():
        found[pair[end]].update(k.statement.source for k in links if not k.statement.bridge)
    return {variable: frozenset(sources) for variable, sources in found.items()}


def _put(values: dict, added: tuple, removed: tuple) -> dict:
    """The values by id, in the order of ids, without those removed and with those added; as they are for neither."""
    if not added and not removed:
        return values
    found = _without(values, removed) | {v.id: v for v in added}
    return {id: found[id] for id in sorted(found)}


def _without(values: dict, removed: tuple) -> dict:
    gone = {v.id for v in removed}
    return {id: v for id, v in values.items() if id not in gone} if gone else dict(values)


def _regrouped(groups: dict, gone: Iterable, come: Iterable, keys: Callable, order: Callable) -> dict:
    """The groups without the values that are gone and with those that came, each group in order."""
    found = dict(groups)
    for value in gone:
        for key in keys(value):
            found[key] = tuple(v for v in found[key] if v != value)
            if not found[key]:
                del found[key]
    for value in come:
        for key in keys(value):
            group = list(found.get(key, ()))
            insort(group, value, key=order)
            found[key] = tuple(group)
    return found


def _joined(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for a, b in pairs:
        found[a].add(b)
    return {a: tuple(sorted(each)) for a, each in found.items()}


def _rejoin(joined: dict[str, tuple[str, ...]], a: str, b: str, both: bool) -> None:
    near = {*joined.get(a, ())} - {b} | ({b} if both else set())
    joined[a] = tuple(sorted(near))
    if not near:
        del joined[a]


def shortest_way(step: Mapping[str, Iterable[str]], start: str, end: str) -> list[str]:
    """A shortest way from start to end, both named, over one step at least; empty where there is none."""
    came: dict[str, str] = {}
    waiting = [start]
    for at in waiting:
        for near in step.get(at, ()):
            if near == end:
                way = [end, at]
                while way[-1] != start:
                    way.append(came[way[-1]])
                return way[::-1]
            if near not in came and near != start:
                came[near] = at
                waiting.append(near)
    return []


def _generations(concept: str, step: dict[str, Iterable[str]]) -> dict[str, int]:
    found: dict[str, int] = {}
    frontier, depth = [concept], 0
    while frontier:
        depth += 1
        frontier = [c for at in frontier for c in step.get(at, ()) if c not in found and c != concept]
        found.update((c, depth) for c in frontier)
    return found
