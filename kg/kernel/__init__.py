"""Search over signed graphs of any size, as flat arrays: best paths, signs of walks, reach, rankings, loops.

`arrays` is the graph, `search` finds the best paths and `reach` tells what walks and cheapest ways come to; what both
run is in `tables`, `ways` and `spread`, which `engines` runs as plain Python on small graphs and, by `compiled`,
through numba on large ones.
"""

from kg.kernel.arrays import CODE, CODES, DAMPING, STEP, UNSIGNED, Arrays, hub_weights
from kg.kernel.reach import (
    Ranked,
    rank_effects,
    shared,
    signed_reach,
    signs_in,
    walk_signs,
    walk_signs_from,
    walk_signs_to,
)
from kg.kernel.search import LONGEST, Paths, best_paths, loops
from kg.kernel.warm import warm

__all__ = [
    "CODE",
    "CODES",
    "DAMPING",
    "LONGEST",
    "STEP",
    "UNSIGNED",
    "Arrays",
    "Paths",
    "Ranked",
    "best_paths",
    "hub_weights",
    "loops",
    "rank_effects",
    "shared",
    "signed_reach",
    "signs_in",
    "walk_signs",
    "walk_signs_from",
    "walk_signs_to",
    "warm",
]
