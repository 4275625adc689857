"""Which links and paths are wanted."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.causal.links import Link
from kg.causal.paths import LONGEST, Path
from kg.model import Hedge


@dataclass(frozen=True, slots=True)
class Filters:
    """Which links and paths are wanted. `longest` counts edges; `through` and `avoid` are variables; `source` is a
    document, beside whose statements only links of our own are used.

    `ways` are sets of variables, of each of which a path must meet one between its ends; `around` are variables that it
    must keep clear of, step by step: what is stated of a whole effect does not tell by which way it comes about.
    """

    longest: int = LONGEST
    through: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    min_hedge: Hedge = Hedge.aim
    bridges: bool = True
    source: str | None = None
    ways: tuple[frozenset[str], ...] = ()
    around: frozenset[str] = frozenset()

    @property
    def by_way(self) -> bool:
        """Whether it matters by which way an effect comes about."""
        return bool(self.through or self.ways or self.around)

    def runs(self, path: Path) -> bool:
        """Whether a path meets what it must."""
        between = path.nodes[1:-1]
        return all(v in path.nodes for v in self.through) and all(way.intersection(between) for way in self.ways)

    def allow(self, link: Link) -> bool:
        """Whether a link may be used."""
        s = link.statement
        return (
            (self.bridges or not s.bridge)
            and s.hedge <= self.min_hedge
            and (not self.relations or s.relation in self.relations)
            and (self.source is None or s.bridge or s.source == self.source)
            and link.cause not in self.avoid
            and link.effect not in self.avoid
            and link.cause not in self.around
            and link.effect not in self.around
        )

    @property
    def of_links(self) -> Filters:
        """The same without what only tells of paths."""
        of_paths = self.through or self.ways or self.longest != LONGEST
        return replace(self, longest=LONGEST, through=(), ways=()) if of_paths else self
