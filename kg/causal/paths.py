"""Paths from a cause to an effect: all of them within the limits, then the order, then the cut."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from kg import walks
from kg.causal.edge import Edge, Steps
from kg.model import Basis, Hedge, Sign
from kg.patience import go_on

LONGEST = 16
MOST = 20_000
MOST_SHARED = 20 * MOST
"""Paths to one effect, from all its causes, that are made and kept together."""


class Path(NamedTuple):
    """Edges from a cause to an effect that meet no concept twice.

    Its sign is the product of its edges' signs; it is as sure (`hedge`) and as well supported (`basis`) as its
    weakest edge.
    """

    edges: tuple[Edge, ...]
    nodes: tuple[str, ...]
    sign: Sign
    basis: Basis
    hedge: Hedge
    bridges: int

    @classmethod
    def empty(cls, start: str) -> Path:
        """The way that is not yet begun; what no edge weakens is as sure as can be."""
        return cls((), (start,), Sign.PLUS, Basis(0), Hedge(0), 0)

    def then(self, edge: Edge) -> Path:
        """The path with an edge more at its end."""
        s = edge.links[0].statement
        return Path(
            (*self.edges, edge),
            (*self.nodes, edge.effect),
            self.sign * edge.sign,
            max(self.basis, s.basis),
            max(self.hedge, s.hedge),
            self.bridges + s.bridge,
        )

    def after(self, edge: Edge) -> Path:
        """The path with an edge more before its start."""
        s = edge.links[0].statement
        return Path(
            (edge, *self.edges),
            (edge.cause, *self.nodes),
            edge.sign * self.sign,
            max(s.basis, self.basis),
            max(s.hedge, self.hedge),
            self.bridges + s.bridge,
        )

    @property
    def direct(self) -> bool:
        """Whether it is one step."""
        return len(self.edges) == 1

    @property
    def stated(self) -> bool:
        """Whether it is one step that the source itself states."""
        return self.direct and not self.bridges

    def __str__(self) -> str:
        return self.edges[0].cause + "".join(f" -({e.sign.value})-> {e.effect}" for e in self.edges)


Rank = tuple[bool, Basis, Hedge, int, int, tuple[str, ...]]


def rank(path: Path) -> Rank:
    """Basis, hedge, bridges, length, then names: a total order, best first; what is stated comes before all."""
    return (not path.stated, path.basis, path.hedge, path.bridges, len(path.edges), path.nodes)


def distances(back: Mapping[str, Iterable[str]], effect: str) -> dict[str, int]:
    """The least number of steps from each node to the effect, along edges given backwards."""
    return walks.distances([effect], walks.along(back))


def walk_signs(back: Steps, effect: str) -> dict[str, frozenset[Sign]]:
    """The signs of all walks from each node to the effect, along edges given backwards: what its paths can at most be.

    Linear in the edges: there are six signs, and a node is met once with each.
    """

    def before(met: tuple[str, Sign]) -> Iterator[tuple[str, Sign]]:
        node, sign = met
        return ((cause, edge.sign * sign) for cause, edge in back.get(node, {}).items() if cause != effect)

    found: dict[str, set[Sign]] = {}
    for node, sign in walks.walk([(effect, Sign.PLUS)], before):
        found.setdefault(node, set()).add(sign)
    return {node: frozenset(signs) for node, signs in found.items()}


def search(
    out: Steps, left: Mapping[str, int], cause: str, effect: str, *, longest: int = LONGEST, most: int = MOST
) -> tuple[list[Path], bool]:
    """Every path of at most `longest` edges, in no order, and whether none was left out.

    `left` gives the least number of steps to the effect: a node that cannot reach it in time is never entered, so
    the work follows the output. The second value is false where a path is longer than `longest` or there are more
    than `most`; the direct link is never cut. None where cause and effect are one.
    """
    if cause == effect or cause not in left:
        return [], True
    found: list[Path] = []
    complete = True

    def onward(node: str, met: tuple[str, ...]) -> Iterator[str]:
        """The steps from a concept, those with the shortest way left first."""
        go_on()
        return iter(sorted([n for n in out[node] if n in left and n not in met], key=left.__getitem__))

    waiting = [(Path.empty(cause), onward(cause, (cause,)))]
    while waiting:
        path, afters = waiting[-1]
        steps, room = out[path.nodes[-1]], longest - len(path.edges)
        for after in afters:
            if left[after] >= room or len(found) >= most:
                complete = complete and not _reaches(out, after, effect, path.nodes)
                continue
            grown = path.then(steps[after])
            if after != effect:
                waiting.append((grown, onward(after, grown.nodes)))
                break
            found.append(grown)
        else:
            waiting.pop()
    return found, complete


def _reaches(out: Steps, node: str, effect: str, without: Collection[str]) -> bool:
    """Whether some way leads from a node to the effect that meets none of those others."""
    return effect in walks.walk([node], lambda at: (after for after in out[at] if after not in without))


Found = dict[str, tuple[list[Path], bool]]


def paths_to(
    out: Steps, left: Mapping[str, int], effect: str, *, longest: int = LONGEST, most: int = MOST
) -> Found | None:
    """What `search` finds from each cause, best first.

    None where there is a loop on the way, more than `most` paths from one, or too many in all. Without a loop the paths
    from a concept are its edges before the paths of the concepts after it, so that each is made once and shared.
    """
    causes = (node for node in left if node != effect)
    order = walks.last_first(causes, lambda node: (n for n in out[node] if n in left and n != effect))
    if order is None:
        return None
    found: Found = {}
    room = MOST_SHARED
    for node in order:
        paths, complete = _before(out[node], effect, found, longest, min(most, room))
        room -= len(paths)
        if len(paths) > most or room < 0:
            return None
        found[node] = (sorted(paths, key=rank), complete)
    return found


def _before(steps: Mapping[str, Edge], effect: str, found: Found, longest: int, enough: int) -> tuple[list[Path], bool]:
    """The paths along some steps by those found from where these lead, and whether none was left out.

    After more than `enough` it looks no further.
    """
    paths: list[Path] = []
    complete = True
    here = ([Path.empty(effect)], True)
    for after, edge in steps.items():
        go_on()
        if len(paths) > enough:
            break
        onward, all_of_them = here if after == effect else found.get(after, ([], True))
        short = [path for path in onward if len(path.edges) < longest]
        complete = complete and all_of_them and len(short) == len(onward)
        paths += [path.after(edge) for path in short]
    return paths, complete
