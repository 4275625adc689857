"""What is known of the person or setting asked about: populations, and variables that are high or low."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kg.causal.graph import CausalGraph
from kg.model import CausewayError, Population
from kg.walks import walk


class ContradictoryContext(CausewayError):
    """A context that nobody can be in."""


@dataclass(frozen=True, slots=True)
class Situation:
    """A context, which is a conjunction, and what is set by intervention on top of it.

    `holds` are the populations and concepts that hold; `levels` the variables known to be high (+1) or low (-1) from
    the context, `set` those that an intervention puts there. What is set wins over the context: a state of a variable
    that is set otherwise does not hold.
    """

    asked: tuple[str, ...] = ()
    holds: frozenset[str] = frozenset()
    levels: tuple[tuple[str, int], ...] = ()
    set: tuple[tuple[str, int], ...] = field(default=())

    @classmethod
    def of(cls, graph: CausalGraph, context: Iterable[str] = (), set: Mapping[str, int] | None = None) -> Situation:
        """The situation of these concepts, and of those they are a kind of or imply.

        Raises ContradictoryContext where two of them exclude each other, and where one variable is set both ways.
        """
        chosen = _chosen(graph, set or {})
        asked = tuple(sorted(dict.fromkeys(context)))
        holds = _closure(graph, asked)
        levels: dict[str, tuple[int, str]] = {}
        for id, root in holds.items():
            concept = graph.concepts[id]
            if graph.is_signed(id):
                _put(levels, graph.variable_of(id), concept.level, root)
            for other in getattr(concept, "excludes", ()):
                if other in holds:
                    raise ContradictoryContext(
                        f"{root} and {holds[other]} cannot both hold; leave one out", context=[root, holds[other]]
                    )
        kept = frozenset(
            id
            for id in holds
            if not graph.is_signed(id)
            or chosen.get(graph.variable_of(id), graph.concepts[id].level) == graph.concepts[id].level
        )
        known = {v: at for v, (at, _) in levels.items() if v not in chosen}
        return cls(asked, kept, _ordered(known), _ordered(chosen))

    @property
    def open(self) -> bool:
        """Whether nothing is asked about whom or when."""
        return not self.asked

    def inside(self, context: Iterable[str], graph: CausalGraph) -> bool | None:
        """Whether a statement with this context holds here: true where every part of it is asked for or implied,
        false where one is ruled out, none where the situation leaves it open.
        """
        met = {self._meets(part, graph) for part in context}
        return False if False in met else None if None in met else True

    def _meets(self, part: str, graph: CausalGraph) -> bool | None:
        if part in self.holds:
            return True
        if graph.is_signed(part):
            level = (dict(self.levels) | dict(self.set)).get(graph.variable_of(part))
            if level is not None:
                return level == graph.concepts[part].level
        levels = dict(self.levels)
        for id in _closure(graph, [part]):
            concept = graph.concepts[id]
            excluded = {*getattr(concept, "excludes", ())} & self.holds
            excluding = any(id in getattr(graph.concepts[h], "excludes", ()) for h in self.holds)
            opposed = graph.is_signed(id) and levels.get(graph.variable_of(id), concept.level) != concept.level
            if excluded or excluding or opposed:
                return False
        return None


def _chosen(graph: CausalGraph, set: Mapping[str, int]) -> dict[str, int]:
    """The variables that are set, each once, whatever it is called."""
    chosen: dict[str, tuple[int, str]] = {}
    for id, level in set.items():
        concept = graph.concepts[id]
        variable = graph.variable_of(id)
        at, other = chosen.setdefault(variable, (level * concept.level, id))
        if at != level * concept.level:
            raise ContradictoryContext(
                f"{other} and {id} set {variable} both high and low; leave one out", set=[other, id]
            )
    return {variable: at for variable, (at, _) in chosen.items()}


def _closure(graph: CausalGraph, concepts: Iterable[str]) -> dict[str, str]:
    """These concepts and all that hold with them, each with the one it follows from: what they imply, and the groups
    and states that they are kinds of.
    """

    def further(held: tuple[str, str]) -> Iterator[tuple[str, str]]:
        id, root = held
        concept = graph.concepts[id]
        broader = concept.broader if isinstance(concept, Population) or concept.variable != id else ()
        return ((c, root) for c in (*broader, *concept.implies))

    holds: dict[str, str] = {}
    for id, root in walk([(concept, concept) for concept in concepts], further):
        holds.setdefault(id, root)
    return holds


def _put(levels: dict[str, tuple[int, str]], variable: str, level: int, root: str) -> None:
    at, other = levels.setdefault(variable, (level, root))
    if at != level:
        raise ContradictoryContext(f"{root} and {other} cannot both hold; leave one out", context=[root, other])


def _ordered(levels: dict[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(levels.items()))
