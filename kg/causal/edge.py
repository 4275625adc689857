"""What the statements that hold in a situation say of a pair of variables, and how their signs come together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.causal.links import Link, Pair
from kg.model import Effect, Sign, Statement


@dataclass(frozen=True, slots=True)
class ModifierState:
    """A modifier and whether it is at work: true, false, or none where the situation does not say.

    `by_mechanism` where that was worked out along paths, from `because`, rather than said.
    """

    statement: Statement
    active: bool | None
    by_mechanism: bool = False
    because: str | None = None

    @property
    def effect(self) -> Effect:
        """What it does to what it modifies."""
        return self.statement.effect or Effect.unspecified

    @property
    def weakens(self) -> bool:
        """Whether it is at work and brings the effect down, as far as to nothing."""
        weakening = self.effect in (Effect.attenuates, Effect.gates)
        return self.active is True and weakening and not self.statement.keeps_direction


@dataclass(frozen=True, slots=True)
class Line:
    """What one source says of a pair of variables: the sum of its links, best first, that hold in a situation."""

    source: str
    sign: Sign
    links: tuple[Link, ...]

    @property
    def unsigned(self) -> bool:
        """Whether an influence is stated but not its direction."""
        return all(link.statement.unsigned for link in self.links)

    @property
    def ours(self) -> bool:
        """Whether the source does not say it, and it is a link of our own."""
        return all(link.statement.bridge for link in self.links)


@dataclass(frozen=True, slots=True)
class Edge:
    """What the statements that hold in a situation say of one pair of variables, best first.

    `sign` allows every direction that any line of evidence does. `blunted` are the modifiers at work that weaken the
    effect, each with the statement it points at. `settings` tells that some of its statements speak of a narrower
    setting than the one asked about, which the situation leaves open.
    """

    cause: str
    effect: str
    sign: Sign
    links: tuple[Link, ...]
    lines: tuple[Line, ...] = ()
    blunted: tuple[ModifierState, ...] = ()
    settings: tuple[Link, ...] = ()

    @property
    def best(self) -> Link:
        """The link that is told first."""
        return self.links[0]

    @property
    def unsigned(self) -> bool:
        """Whether an influence is stated but not its direction."""
        return all(link.statement.unsigned for link in self.links)

    @property
    def disagree(self) -> bool:
        """Whether its sources give different directions."""
        return len({line.sign for line in self.lines}) > 1


def combine(signs: Iterable[Sign]) -> Sign:
    """The sign of several findings on one pair in one setting: their sum, in which no effect is never lost.

    >>> combine([Sign.PLUS, Sign.ZERO]), combine([Sign.PLUS, Sign.WEAK_PLUS])
    (<Sign.WEAK_PLUS: '0+'>, <Sign.PLUS: '+'>)
    """
    signs = list(signs)
    total = sum(signs, Sign.ZERO)
    return Sign.of(total.directions | {0}) if Sign.ZERO in signs else total


def either(signs: Iterable[Sign]) -> Sign:
    """The sign that allows whatever one of these does: of several settings, or of several sources."""
    return Sign.of(d for sign in signs for d in sign.directions)


def weaken(sign: Sign) -> Sign:
    """The sign of an effect that may be blunted down to nothing; never turned round."""
    return Sign.of(sign.directions | {0})


Steps = dict[str, dict[str, Edge]]
"""The edges from each variable, by the variable that they lead to."""


def composable(edges: Mapping[Pair, Edge], *, unsigned: bool = False) -> Steps:
    """The edges that paths are made of: an influence, of stated direction unless `unsigned`, and not on itself."""
    out: Steps = {variable: {} for pair in edges for variable in pair}
    for (cause, effect), edge in edges.items():
        if edge.sign is not Sign.ZERO and cause != effect and (unsigned or not edge.unsigned):
            out[cause][effect] = edge
    return out


def turned(out: Steps) -> Steps:
    """Edges by effect, from edges by cause."""
    back: Steps = {node: {} for node in out}
    for cause, edges in out.items():
        for effect, edge in edges.items():
            back[effect][cause] = edge
    return back


def line_of(source: str, said: Sequence[tuple[Link, bool | None]], *, blunted: bool) -> Line:
    """What one source says: of the very setting, else in general, and of every narrower one that is left open.

    In each setting what is said of the nearest class decides; over several settings every direction is possible.
    """
    general = [link for link, inside in said if not link.statement.context]
    implied = [link for link, inside in said if inside and link.statement.context]
    narrower = [link for link, inside in said if inside is None]
    holding = (_signed(implied) or general or implied) + narrower
    settings: dict[object, list[Link]] = defaultdict(list)
    for link in _signed(holding) or holding:
        settings[link.statement.setting].append(link)
    nearest = [_nearest(links) for links in settings.values()]
    sign = either(combine(weaken(k.sign) if blunted else k.sign for k in links) for links in nearest)
    chosen = sorted((link for links in nearest for link in links), key=lambda link: link.rank)
    return Line(source, sign, tuple(chosen))


def _nearest(links: list[Link]) -> list[Link]:
    least = min(link.distance for link in links)
    return [link for link in links if link.distance == least]


def _signed(links: list[Link]) -> list[Link]:
    return [link for link in links if not link.statement.unsigned]
