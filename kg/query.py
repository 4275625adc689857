"""What narrows a question of paths, causes or effects, as a user names it, and what that means in a graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from kg import vocabulary
from kg.causal import CausalGraph, Filters
from kg.causal.paths import LONGEST
from kg.model import CausewayError, ConceptKind, Hedge, Relation, Sign


class UnknownRelation(CausewayError):
    """No relation has this name."""


class ContradictoryQuery(CausewayError):
    """Paths that cannot be: they would have to meet what they avoid."""


class UnknownKind(CausewayError):
    """No kind of concept has this name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What narrows a query of paths, causes or effects; names are as a user types them."""

    context: tuple[str, ...] = ()
    through: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    sign: Sign | None = None
    longest: int = LONGEST
    limit: int = 10
    min_hedge: Hedge = Hedge.aim
    bridges: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """All concepts that it names."""
        return (*self.context, *self.through, *self.avoid)

    def filters(self, graph: CausalGraph, resolve: Callable[[str], str]) -> Filters:
        """The same by id; `resolve` gives the concept of a name. Raises UnknownRelation,
        ContradictoryQuery.
        """

        def variables(names: Iterable[str]) -> tuple[str, ...]:
            return tuple(graph.concepts[id].variable or id for id in resolved(names, resolve))

        through, around = variables(self.through), frozenset(variables(self.avoid))
        if both := around.intersection(through):
            label = graph.concepts[min(both)].label
            raise ContradictoryQuery(f"paths cannot both meet and avoid {label}; leave one out", both=sorted(both))
        relations = {relation: named(graph.relations, relation) for relation in self.relations}
        for relation, ids in relations.items():
            if not ids:
                raise UnknownRelation(
                    f"no relation is called {relation!r}", relation=relation, known=sorted(graph.relations)
                )
        return Filters(
            longest=self.longest,
            through=through,
            around=around,
            relations=tuple(sorted({id for ids in relations.values() for id in ids})),
            min_hedge=self.min_hedge,
            bridges=self.bridges,
        )


def resolved(names: Iterable[str], resolve: Callable[[str], str]) -> tuple[str, ...]:
    """The concepts of these names, each once."""
    return tuple(dict.fromkeys(resolve(name) for name in names))


def kind_of(graph: CausalGraph, name: str | None) -> str | None:
    """The id of the kind with this name; none where none is named. Raises UnknownKind."""
    if name is None:
        return None
    for id in named(graph.kinds, name):
        return id
    raise UnknownKind(f"no kind of concept is called {name!r}", kind=name, known=sorted(graph.kinds))


def named(table: Mapping[str, ConceptKind | Relation], name: str) -> list[str]:
    """The ids in a table of what goes by a name."""
    return vocabulary.named({id: value.label for id, value in table.items()}, name)
