"""What is known of the person or setting asked about: populations, and variables that are high or low."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.causal.graph import CausalGraph
from kg.model import CausewayError, Population


class ContradictoryContext(CausewayError):
    """A context that nobody can be in."""


@dataclass(frozen=True, slots=True)
class Situation:
    """A context, which is a conjunction, and what is set by intervention on top of it.

    `holds` are the populations and concepts that hold; `levels` the variables known to be high (+1) or low (-1) from
    the context, `set` those that an intervention puts there.
    """

    asked: tuple[str, ...] = ()
    holds: frozenset[str] = frozenset()
    levels: tuple[tuple[str, int], ...] = ()
    set: tuple[tuple[str, int], ...] = field(default=())

    @classmethod
    def of(cls, graph: CausalGraph, context: Iterable[str] = (), set: Mapping[str, int] | None = None) -> Situation:
        """The situation of these concepts, and of those they are a kind of or imply.

        Raises ContradictoryContext where two of them exclude each other.
        """
        asked = tuple(sorted(dict.fromkeys(context)))
        holds: dict[str, str] = {}
        levels: dict[str, tuple[int, str]] = {}
        waiting = [(concept, concept) for concept in asked]
        while waiting:
            id, root = waiting.pop(0)
            if id in holds:
                continue
            holds[id] = root
            concept = graph.concepts[id]
            if isinstance(concept, Population):
                waiting += [(c, root) for c in (*concept.broader, *concept.implies)]
            elif concept.variable and graph.is_signed(id):
                _put(levels, concept.variable, concept.level, root)
        for id, root in holds.items():
            for other in getattr(graph.concepts[id], "excludes", ()):
                if other in holds:
                    raise ContradictoryContext(
                        f"{root} and {holds[other]} cannot both hold; leave one out", context=[root, holds[other]]
                    )
        chosen: dict[str, int] = {}
        for id, level in (set or {}).items():
            concept = graph.concepts[id]
            put = level * concept.level
            if chosen.setdefault(concept.variable, put) != put:
                raise ContradictoryContext(f"{concept.variable} is set both high and low; leave one out", set=[id])
        return cls(asked, frozenset(holds), _ordered({v: at for v, (at, _) in levels.items()}), _ordered(chosen))

    @property
    def open(self) -> bool:
        """Whether nothing is asked about whom or when."""
        return not self.asked

    def inside(self, context: Iterable[str], graph: CausalGraph) -> bool:
        """Whether a statement with this context holds here: every part of it is asked for or implied."""
        return all(self._meets(part, graph) for part in context)

    def _meets(self, part: str, graph: CausalGraph) -> bool:
        if part in self.holds:
            return True
        return graph.is_signed(part) and (
            (graph.concepts[part].variable, graph.concepts[part].level) in (*self.levels, *self.set)
        )


def _put(levels: dict[str, tuple[int, str]], variable: str, level: int, root: str) -> None:
    at, other = levels.setdefault(variable, (level, root))
    if at != level:
        raise ContradictoryContext(f"{root} and {other} cannot both hold; leave one out", context=[root, other])


def _ordered(levels: dict[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(levels.items()))
