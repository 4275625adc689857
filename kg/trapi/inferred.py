"""What follows by mechanism or from a class, as edges that rest on groups of other edges."""

from __future__ import annotations

from collections.abc import Iterator

from kg.causal import Finding, Path, Standing, causes, effect_of, effects
from kg.trapi import biolink
from kg.trapi.catalogue import Catalogue
from kg.trapi.edges import Edge, effect_qualifiers, of_link
from kg.trapi.matching import Meant, Place

MOST_SUPPORT = 3
"""Paths that an edge by mechanism is shown to rest on, best first."""
BRIDGES, HEDGE, BASIS = "c:bridge", "c:hedge", "c:basis"


def inferred(said: Catalogue, subject: Place, object: Place, meant: Meant) -> Iterator[Edge]:
    """What is worked out of the pairs that a query means and no statement decides, best first for each end asked.

    The direction is that of every other answer. A pair whose direction is not definite, or not settled, has none.
    """
    forward, backward = meant.ways(biolink.AFFECTS)
    ends = (subject.concepts, object.concepts)
    for asked, (of, on) in ((forward, ends), (backward, ends[::-1])):
        for finding in _findings(said, of, on) if asked else ():
            if edge := _edge(said, finding):
                yield edge


def _findings(said: Catalogue, of: dict[str, str] | None, on: dict[str, str] | None) -> Iterator[Finding]:
    """What is known of the effect of each of some concepts on each of others; none stands for all."""
    graph = said.graph

    def variables(concepts: dict[str, str]) -> list[str]:
        return [c for c in concepts if graph.is_signed(c)]

    if of is not None and on is not None:
        for cause in variables(of):
            yield from (effect_of(graph, cause, e, thorough=False) for e in variables(on) if e != cause)
    elif of is not None:
        for cause in variables(of):
            yield from (reached.finding for reached in effects(graph, cause))
    else:
        for effect in variables(on or {}):
            yield from (reached.finding for reached in causes(graph, effect))


def _edge(said: Catalogue, finding: Finding) -> Edge | None:
    direction = finding.direction
    if direction is None or not direction.definite or not finding.settled or finding.kinds or finding.reported:
        return None
    if finding.deciding:
        entailed = of_link(said.graph, finding.deciding.best)
        same = finding.deciding.best.sign is direction and finding.standing is not Standing.sources_disagree
        return entailed if same and isinstance(entailed, Edge) and entailed.derived else None
    if finding.standing is not Standing.by_mechanism:
        return None
    agreeing = [path for path in finding.paths if path.sign is direction]
    support = [edges for path in agreeing[:MOST_SUPPORT] if (edges := path_edges(said, path))]
    if not support:
        return None
    best = agreeing[0]
    return Edge(
        id=f"inferred:{finding.cause}:{finding.effect}",
        subject=finding.cause,
        predicate=biolink.AFFECTS,
        object=finding.effect,
        qualifiers=effect_qualifiers(said.graph, finding.effect, direction),
        knowledge_level="prediction",
        agent_type="computational_model",
        support=tuple(support),
        more=((HEDGE, best.hedge.name), (BASIS, "by_mechanism"), (BRIDGES, best.bridges)),
    )


def path_edges(said: Catalogue, path: Path) -> tuple[Edge, ...]:
    """All that is said of the steps of a path, step by step; nothing where one of the steps cannot be said."""
    steps = [[e for link in step.links if isinstance(e := of_link(said.graph, link), Edge)] for step in path.edges]
    return tuple(edge for step in steps for edge in step) if all(steps) else ()
