"""Through a concept, and other than through it: how much of an effect comes about by way of it, as far as is said.

What is stated of a whole effect does not tell by which way it comes about, and a step between two variables with a way
over the mediator may stand for that way; both are left out of either side.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.causal.effect import effect_of
from kg.causal.filters import Filters
from kg.causal.finding import Finding
from kg.causal.graph import CausalGraph
from kg.causal.situation import Situation


@dataclass(frozen=True, slots=True)
class Mediation:
    """What is found of a cause and an effect through a mediator, and other than through it.

    `open` counts the routes that are not known to do either. `complete` tells that no route was left out.
    """

    mediator: str
    through: Finding
    beside: Finding
    open: int
    complete: bool

    @property
    def routes(self) -> int:
        """All routes with steps that are told apart, or left open."""
        return len(self.through.paths) + len(self.beside.paths) + self.open

    @property
    def needed(self) -> bool | None:
        """Whether every route that is known runs through the mediator; none where some are left open, or none is known.

        It says what the sources give, and not that there is no other way.
        """
        if self.beside.paths or not self.complete:
            return False if self.beside.paths else None
        return True if self.through.paths and not self.open else None


def mediation(
    graph: CausalGraph,
    cause: str,
    effect: str,
    mediator: str,
    situation: Situation = Situation(),
    filters: Filters = Filters(),
) -> Mediation:
    """By how many of the routes from a cause to an effect a concept is met in between, and what each side comes to.

    A mediator that is no variable is met through what it is spoken of through.
    """
    met = frozenset(graph.variable_of(id) for id in graph.spoken_of(mediator))
    plain = replace(filters, through=(), ways=(), around=frozenset())
    whole = effect_of(graph, cause, effect, situation, plain, thorough=False)
    through = effect_of(graph, cause, effect, situation, replace(plain, ways=(met,)), thorough=False)
    beside = effect_of(graph, cause, effect, situation, replace(plain, around=met), thorough=False)
    known = {path.nodes for side in (through, beside) for path in side.paths}
    left = [path for path in whole.paths if not path.direct and path.nodes not in known]
    return Mediation(mediator, through, beside, len(left), whole.complete)


def between(finding: Finding) -> dict[str, int]:
    """The variables on the way of a finding, each with how many of its routes meet it; most first."""
    met: dict[str, int] = {}
    for path in finding.paths:
        for variable in path.nodes[1:-1]:
            met[variable] = met.get(variable, 0) + 1
    return dict(sorted(met.items(), key=lambda item: (-item[1], item[0])))
