"""The answer to what one thing does to another, as a value with all that belongs to it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kg.causal.edge import Edge, ModifierState
from kg.causal.links import Link
from kg.causal.loops import Loop
from kg.causal.paths import Path
from kg.causal.situation import Situation
from kg.model import Sign, Statement


class Standing(Enum):
    """What an answer rests on."""

    stated = "stated"
    sources_disagree = "sources_disagree"
    by_definition = "by_definition"
    by_mechanism = "by_mechanism"
    not_in_source = "not_in_source"

    @property
    def place(self) -> int:
        """Where it stands among the others: the less, the firmer."""
        return list(Standing).index(self)

    @property
    def firm(self) -> bool:
        """Whether it is said, and not worked out from steps."""
        return self in (Standing.stated, Standing.sources_disagree, Standing.by_definition)


@dataclass(frozen=True, slots=True)
class Claim:
    """What one source comes to by itself: what it states of the pair, else the sum over the paths that it gives."""

    source: str
    sign: Sign
    links: tuple[Link, ...] = ()
    paths: tuple[Path, ...] = ()

    @property
    def stated(self) -> bool:
        """Whether any statement of the pair itself says so."""
        return bool(self.links)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The answer to "what does more of this cause do to this effect?", with all that belongs to it.

    `direction` is between the concepts as asked, none where nothing is known and ? where an influence is known and
    its direction is not; `level` is -1 where these stand for opposite levels of their variables, so that the signs of
    edges and paths, which are between variables, are mirrored in it. Within a source a stated effect decides it, else
    the sum over the paths; across sources nothing overrides, and `claims` are what each comes to, between the
    variables, where there are several.
    `unsigned` are routes with a link of unstated direction. Where the search was cut and what was found does not
    settle the direction, `settled` is false. `kinds` are findings on kinds of the cause where nothing is said of the
    cause itself; `elsewhere` what is said only of other settings; `aims` what is only meant, and `aim_only` that
    nothing else is stated of the cause; `associations` what goes together and is no effect; `loops` those that the
    routes come through, so that the direction is that of the first response; `reverse` tells that the effect is
    upstream of the cause. `whole` is what is stated of the pair where certain ways are asked about, which it does not
    tell.
    """

    cause: str
    effect: str
    situation: Situation
    direction: Sign | None
    standing: Standing
    level: int = 1
    stated: Edge | None = None
    claims: tuple[Claim, ...] = ()
    paths: tuple[Path, ...] = ()
    unsigned: tuple[Path, ...] = ()
    complete: bool = True
    settled: bool = True
    modifiers: tuple[tuple[ModifierState, str], ...] = ()
    limits: tuple[Statement, ...] = ()
    comparisons: tuple[Statement, ...] = ()
    joint: tuple[Statement, ...] = ()
    reported: tuple[Statement, ...] = ()
    associations: tuple[Statement, ...] = ()
    aims: tuple[Statement, ...] = ()
    aim_only: bool = False
    kinds: tuple[Finding, ...] = ()
    elsewhere: tuple[Link, ...] = ()
    loops: tuple[Loop, ...] = ()
    reverse: bool = False
    whole: Edge | None = None

    @property
    def known(self) -> bool:
        """Whether anything is known of the direction."""
        return self.direction is not None

    @property
    def sign(self) -> Sign:
        """The directions that it leaves open: all of them where nothing is known."""
        return self.direction or Sign.UNKNOWN

    def turned(self, level: int) -> Sign | None:
        """The direction with the cause at a level; none where nothing is known."""
        return self.direction and self.direction.times(level)

    @property
    def signed(self) -> bool:
        """Whether it says which directions there are: also that statements give both."""
        both = self.decided or self.standing is Standing.sources_disagree
        return self.known and (self.direction is not Sign.UNKNOWN or both)

    @property
    def links(self) -> tuple[Link, ...]:
        """What is stated of the very pair, best first."""
        return self.stated.links if self.stated else ()

    @property
    def deciding(self) -> Edge | None:
        """What is stated of the very pair, where that decides the direction."""
        return self.stated if self.stated and not self.stated.unsigned else None

    @property
    def decided(self) -> bool:
        """Whether a statement on the very pair decides it."""
        return self.deciding is not None

    @property
    def partly_unsigned(self) -> bool:
        """Whether a further route has a link of unstated direction, so that the sum is not the whole."""
        return self.standing is Standing.by_mechanism and bool(self.paths) and bool(self.unsigned)

    @property
    def blunted(self) -> tuple[ModifierState, ...]:
        """The modifiers at work that weaken the effect, on the stated one or else on some of the paths."""
        edges = [self.deciding] if self.deciding else [edge for path in self.paths for edge in path.edges]
        return tuple({state.statement.id: state for edge in edges for state in edge.blunted}.values())

    @property
    def blunted_everywhere(self) -> bool:
        """Whether no route is without a modifier that weakens it."""
        if self.deciding:
            return bool(self.deciding.blunted)
        return bool(self.paths) and all(any(edge.blunted for edge in path.edges) for path in self.paths)

    @property
    def support(self) -> tuple[Statement, ...]:
        """The statements that decide the direction, best first."""
        if self.decided:
            return tuple(link.statement for link in self.links)
        if self.paths or (self.unsigned and not self.stated):
            return tuple(edge.best.statement for edge in (self.paths or self.unsigned)[0].edges)
        if self.kinds:
            return tuple(dict.fromkeys(s for kind in self.kinds for s in kind.support))
        return tuple(link.statement for link in self.links) or self.reported
