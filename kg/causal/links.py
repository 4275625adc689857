"""What causal statements say of variables, in canonical form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.causal.hierarchy import Hierarchy
from kg.model import Basis, Concept, Hedge, Kind, Sign, Statement, Variable

Pair = tuple[str, str]
"""Two variables: a cause and its effect."""


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
    def pair(self) -> Pair:
        """The cause and the effect."""
        return (self.cause, self.effect)

    @property
    def worded(self) -> Sign:
        """The sign between the concepts as the statement has them."""
        return self.statement.sign or Sign.UNKNOWN

    @property
    def inherited(self) -> bool:
        """Whether it is said of a class of the cause or effect."""
        return self.distance > 0

    @property
    def rank(self) -> tuple[int, Basis, Hedge, str]:
        """The best first: said of the pair itself, by the surer basis and wording."""
        s = self.statement
        return (self.distance, s.basis, s.hedge, s.id)


def links_of(s: Statement, concepts: Mapping[str, Concept], hierarchy: Hierarchy) -> Iterator[Link]:
    """What a causal statement says of variables: of its own pair, and of those that inherit it."""
    if s.kind is not Kind.causal or s.sign is None:
        return
    subject, object = concepts[s.subject], concepts[s.object]
    if subject.variable is None or object.variable is None:
        return
    cause, effect = subject.variable, object.variable
    sign = s.sign.times(subject.level * object.level)
    kinds = hierarchy.descendants(cause) if s.inherits else {}
    below = hierarchy.descendants(effect) if _is_marker(concepts[effect]) else {}
    members = {cause: 0} | {id: n for id, n in kinds.items() if isinstance(concepts[id], Variable)}
    markers = {effect: 0} | {id: n for id, n in below.items() if _is_marker(concepts[id])}
    for member, up in members.items():
        for marker, across in markers.items():
            if member != marker or not (up or across):
                yield Link(
                    cause=member,
                    effect=marker,
                    sign=sign,
                    statement=s,
                    subject_class=cause if up else None,
                    object_class=effect if across else None,
                    distance=up + across,
                )


def _is_marker(concept: Concept) -> bool:
    return isinstance(concept, Variable) and concept.variable_type == "indicator"


def rank_of(link: Link) -> tuple[int, Basis, Hedge, str]:
    """The rank of a link, as a key."""
    return link.rank


def by_pair(links: Iterable[Link]) -> dict[Pair, tuple[Link, ...]]:
    """The links of each pair of variables that has any, best first."""
    pairs: dict[Pair, list[Link]] = defaultdict(list)
    for link in links:
        pairs[link.pair].append(link)
    return {pair: tuple(sorted(pairs[pair], key=rank_of)) for pair in sorted(pairs)}


def directed(links: Iterable[Link]) -> bool:
    """Whether some link says a direction."""
    return any(not link.statement.unsigned for link in links)


def sources(pairs: Mapping[Pair, Iterable[Link]], end: int) -> dict[str, frozenset[str]]:
    """The documents with a statement of their own about each variable, as a cause (0) or an effect (1); no bridge."""
    found: dict[str, set[str]] = defaultdict(set)
    for pair, links in pairs.items():
        found[pair[end]].update(link.statement.source for link in links if not link.statement.bridge)
    return {variable: frozenset(documents) for variable, documents in found.items()}


def aim_only(pairs: Mapping[Pair, Iterable[Link]]) -> frozenset[str]:
    """The variables of which the sources state nothing but aims: nothing follows from them for any outcome.

    What is said of the variable itself goes before what is said of the classes above it; links of ours say nothing
    here.
    """
    said: dict[str, list[Link]] = defaultdict(list)
    for (cause, _), links in pairs.items():
        said[cause] += [link for link in links if not link.statement.bridge]
    return frozenset(
        cause
        for cause, links in said.items()
        if links and all(k.statement.aim for k in links if k.distance == min(k.distance for k in links))
    )
