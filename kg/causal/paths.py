"""Paths from a cause to an effect: all of them within the limits, then the order, then the cut."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from kg.model import Basis, Hedge, Sign
from kg.patience import go_on

if TYPE_CHECKING:
    from kg.causal.view import Edge

LONGEST = 16
MOST = 20_000
MOST_SHARED = 20 * MOST
"""Paths to one effect, from all its causes, that are made and kept together."""

Steps = Mapping[str, Mapping[str, "Edge"]]


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

    @property
    def stated(self) -> bool:
        """Whether it is one step that the source itself states."""
        return len(self.edges) == 1 and not self.bridges

    def __str__(self) -> str:
        return self.edges[0].cause + "".join(f" -({e.sign.value})-> {e.effect}" for e in self.edges)


def rank(path: Path) -> tuple:
    """Basis, hedge, bridges, length, then names: a total order, best first; what is stated comes before all."""
    return (not path.stated, path.basis, path.hedge, path.bridges, len(path.edges), path.nodes)


def distances(back: Mapping[str, Mapping[str, object]], effect: str) -> dict[str, int]:
    """The least number of steps from each node to the effect, along edges given backwards."""
    found, frontier = {effect: 0}, [effect]
    while frontier:
        go_on()
        reached = []
        for node in frontier:
            for before in back.get(node, ()):
                if before not in found:
                    found[before] = found[node] + 1
                    reached.append(before)
        frontier = reached
    return found


def walk_signs(back: Steps, effect: str) -> dict[str, frozenset[Sign]]:
    """The signs of all walks from each node to the effect, along edges given backwards: what its paths can at most be.

    Linear in the edges: there are six signs, and a node is met once with each.
    """
    found: dict[str, set[Sign]] = {effect: {Sign.PLUS}}
    waiting = [(effect, Sign.PLUS)]
    while waiting:
        go_on()
        node, sign = waiting.pop()
        for before, edge in back.get(node, {}).items():
            product = edge.sign * sign
            if before != effect and product not in found.setdefault(before, set()):
                found[before].add(product)
                waiting.append((before, product))
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
    toward = left.__getitem__  # of the steps from a concept, those with the shortest way left come first
    edges, nodes, sign, basis, hedge, bridges = (), (cause,), Sign.PLUS, Basis(0), Hedge(0), 0
    steps = out[cause]
    afters = iter(sorted((n for n in steps if n in left and n != cause), key=toward))
    waiting = []
    while True:
        room = longest - len(edges)
        for after in afters:
            if left[after] >= room or len(found) >= most:
                complete = complete and not _reaches(out, after, effect, nodes)
                continue
            edge = steps[after]
            s = edge.best.statement
            grown = (
                (*edges, edge),
                (*nodes, after),
                sign * edge.sign,
                max(basis, s.basis),
                max(hedge, s.hedge),
                bridges + s.bridge,
            )
            if after == effect:
                found.append(Path(*grown))
                continue
            go_on()
            onward = sorted([n for n in out[after] if n in left and n not in grown[1]], key=toward)
            if onward:
                waiting.append((edges, nodes, sign, basis, hedge, bridges, steps, afters))
                edges, nodes, sign, basis, hedge, bridges = grown
                steps, afters = out[after], iter(onward)
                break
        else:
            if not waiting:
                return found, complete
            edges, nodes, sign, basis, hedge, bridges, steps, afters = waiting.pop()


def _reaches(out: Steps, node: str, effect: str, without: Container[str]) -> bool:
    """Whether some way leads from a node to the effect that meets none of those others."""
    go_on()
    seen, waiting = {node}, [node]
    while waiting:
        at = waiting.pop()
        if at == effect:
            return True
        for after in out[at]:
            if after not in seen and after not in without:
                seen.add(after)
                waiting.append(after)
    return False


Found = dict[str, tuple[list[Path], bool]]


def paths_to(
    out: Steps,
    left: Mapping[str, int],
    effect: str,
    causes: Iterable[str] | None = None,
    *,
    known: Found | None = None,
    longest: int = LONGEST,
    most: int = MOST,
) -> Found | None:
    """What `search` finds from each of the causes (by default from all), best first.

    None where there is a loop on the way, more than `most` paths from one, or too many in all. Without a loop the paths
    from a concept are its edges before the paths of the concepts after it, so that each is made once and shared;
    `known` holds those made before, and takes those made now.
    """
    found: Found = {} if known is None else known
    entered: set[str] = set()
    room = MOST_SHARED
    for cause in left if causes is None else causes:
        if cause not in left or cause in found or cause == effect:
            continue
        entered.add(cause)
        waiting = [(cause, iter(out[cause]))]
        while waiting:
            node, afters = waiting[-1]
            further = next((n for n in afters if n in left and n != effect and n not in found), None)
            if further is not None:
                if further in entered:
                    return None
                entered.add(further)
                waiting.append((further, iter(out[further])))
                continue
            waiting.pop()
            paths, complete = _before(out, left, node, effect, found, longest, min(most, room))
            room -= len(paths)
            if len(paths) > most or room < 0:
                return None
            found[node] = (sorted(paths, key=rank), complete)
    return found


def _before(
    out: Steps, left: Mapping[str, int], node: str, effect: str, found: Found, longest: int, enough: int
) -> tuple[list[Path], bool]:
    """The paths from a concept by those found from the concepts after it, and whether none was left out.

    After more than `enough` it looks no further.
    """
    paths, complete = [], True
    for after, edge in out[node].items():
        go_on()
        if len(paths) > enough:
            break
        s = edge.best.statement
        if after == effect:
            paths.append(Path((edge,), (node, after), edge.sign, s.basis, s.hedge, int(s.bridge)))
        elif after in left:
            paths_after, complete_after = found[after]
            complete = complete and complete_after
            for p in paths_after:
                if len(p.edges) >= longest:
                    complete = False
                    continue
                paths.append(
                    Path(
                        (edge, *p.edges),
                        (node, *p.nodes),
                        edge.sign * p.sign,
                        max(s.basis, p.basis),
                        max(s.hedge, p.hedge),
                        p.bridges + s.bridge,
                    )
                )
    return paths, complete
