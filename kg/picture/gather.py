"""Paths as one graph: each concept once, each pair and sign once, loops found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kg.answer.values import Node as PathNode
from kg.answer.values import PathEdge, PathView
from kg.model import Hedge, Sign
from kg.patience import go_on
from kg.walks import along, walk

Pair = tuple[str, str]


@dataclass(slots=True)
class Bundle:
    """The statements of one sign between two concepts."""

    source: str
    target: str
    sign: str
    edges: list[PathEdge] = field(default_factory=list)

    @property
    def pair(self) -> Pair:
        """Where it starts and where it ends."""
        return self.source, self.target

    @property
    def statements(self) -> tuple[str, ...]:
        """The ids of all statements behind it, each once."""
        return tuple(dict.fromkeys(s for edge in self.edges for s in (edge.statement, *edge.statements)))

    @property
    def hedge(self) -> str:
        """The surest wording of them."""
        return min((edge.hedge for edge in self.edges), key=lambda name: Hedge[name])

    @property
    def bridge(self) -> bool:
        """Whether all of them are links of our own."""
        return all(edge.bridge for edge in self.edges)


@dataclass(slots=True)
class Gathered:
    """A graph in the order of the paths. Without its `back` pairs it has no loop; `hidden` counts what is left out."""

    nodes: dict[str, PathNode] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    changes: dict[str, str] = field(default_factory=dict)
    links: dict[tuple[str, str, str], Bundle] = field(default_factory=dict)
    forward: dict[Pair, None] = field(default_factory=dict)
    back: dict[Pair, None] = field(default_factory=dict)
    hidden: int = 0


def gathered(paths: Sequence[PathView], most: int) -> Gathered:
    """The graph of the best paths, without those that would bring more than `most` concepts in."""
    made = Gathered()
    every = {node.id for path in paths for node in path.nodes}
    for path in paths:
        go_on()
        if len(made.nodes.keys() | {node.id for node in path.nodes}) <= most:
            _add(made, path)
    made.hidden = len(every) - len(made.nodes)
    made.changes = _changes(paths)
    return made


_SIGN_OF = {"up": Sign.PLUS, "down": Sign.MINUS}
_CHANGE_OF = {sign: change for change, sign in _SIGN_OF.items()}


def _changes(paths: Iterable[PathView]) -> dict[str, str]:
    """What happens to each concept: the sum over the paths to it, each the product of its signs."""
    total: dict[str, Sign] = {}
    for path in paths:
        sign = _SIGN_OF.get(path.nodes[0].change, Sign.UNKNOWN)
        for node, edge in zip(path.nodes, (*path.edges, None), strict=True):
            total[node.id] = total.get(node.id, Sign.ZERO) + sign
            sign = sign * Sign(edge.sign) if edge else sign
    return {id: _CHANGE_OF.get(sign, "mixed") for id, sign in total.items()}


def _add(made: Gathered, path: PathView) -> None:
    for node in path.nodes:
        made.nodes.setdefault(node.id, node)
    made.roles.setdefault(path.nodes[0].id, "cause")
    made.roles.setdefault(path.nodes[-1].id, "effect")
    for (source, target), edge in zip(pairwise(path.nodes), path.edges, strict=True):
        key = (source.id, target.id, edge.sign)
        link = made.links.setdefault(key, Bundle(*key))
        if edge not in link.edges:
            link.edges.append(edge)
        if link.pair not in made.forward and link.pair not in made.back:
            loop = link.source in reached(made.forward, link.target)
            (made.back if loop else made.forward)[link.pair] = None


def reached(pairs: Iterable[Pair], start: str) -> set[str]:
    """All that can be reached from `start`, itself among them."""
    after: dict[str, list[str]] = {}
    for source, target in pairs:
        after.setdefault(source, []).append(target)
    return set(walk([start], along(after)))


def polarity(made: Gathered, closing: Bundle) -> str:
    """Of the loops that a link back closes: reinforcing or balancing where all agree, else open."""
    signs: dict[str, set[Sign]] = {closing.target: {Sign.PLUS}}
    changed = True
    while changed:
        go_on()
        changed = False
        for link in made.links.values():
            if link.pair in made.forward and link.source in signs:
                fresh = {sign * Sign(link.sign) for sign in signs[link.source]} - signs.get(link.target, set())
                changed |= bool(fresh)
                signs.setdefault(link.target, set()).update(fresh)
    loops = {sign * Sign(closing.sign) for sign in signs.get(closing.source, ())}
    return {frozenset({Sign.PLUS}): "reinforcing", frozenset({Sign.MINUS}): "balancing"}.get(frozenset(loops), "open")
