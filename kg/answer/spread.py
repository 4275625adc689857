"""Which of many paths are shown first: the best, and of each turn that the source gives one."""

from __future__ import annotations

from collections.abc import Sequence

from kg.causal import Path


def spread(paths: Sequence[Path], most: int) -> list[Path]:
    """At most so many of the paths, which are in order, best first: the best, then each time the one that meets most
    that none before it does, then the best of the others. Their order stays.

    >>> def by(*nodes):
    ...     return Path.empty("a")._replace(nodes=("a", *nodes, "z"))
    >>> [p.nodes[1:-1] for p in spread([by(), by("b"), by("b", "c"), by("c", "b"), by("d", "e")], 3)]
    [(), ('b', 'c'), ('d', 'e')]
    """
    if len(paths) <= most:
        return list(paths)
    chosen, left, met = [0], list(range(1, len(paths))), set(paths[0].nodes)
    while len(chosen) < most:
        best = max(left, key=lambda place: (len({*paths[place].nodes} - met), -place))
        if met.issuperset(paths[best].nodes):
            break
        chosen.append(best)
        left.remove(best)
        met.update(paths[best].nodes)
    return [paths[place] for place in sorted([*chosen, *left[: most - len(chosen)]])]
