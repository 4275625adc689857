"""The signed graph and its questions; every function is pure, and gives the same answer on the same graph.

`graph` holds the links, `situation` what is known of the person asked about, `view` the graph as seen from there,
`paths` the search, `effect` the answer by precedence, `reach` what lies up- and downstream, `scenario` many at once,
`loops` feedback, `difference` what a change of the graph changes.
"""

from kg.causal.difference import Difference, PairChange, difference, touched_pairs
from kg.causal.effect import Claim, Finding, Standing, effect_of
from kg.causal.graph import CausalGraph, DanglingReference, Link
from kg.causal.loops import Loop
from kg.causal.paths import Path
from kg.causal.reach import (
    Neighbourhood,
    Reached,
    Shared,
    causes,
    effects,
    feedback,
    neighbourhood,
    shared,
    subgraph,
)
from kg.causal.scenario import Outcome, Scenario, scenario
from kg.causal.situation import ContradictoryContext, Situation
from kg.causal.view import Edge, Filters, Line, ModifierState, View
from kg.causal.without import without

__all__ = [
    "CausalGraph",
    "Claim",
    "ContradictoryContext",
    "DanglingReference",
    "Difference",
    "Edge",
    "Filters",
    "Finding",
    "Line",
    "Link",
    "Loop",
    "ModifierState",
    "Neighbourhood",
    "Outcome",
    "PairChange",
    "Path",
    "Reached",
    "Scenario",
    "Shared",
    "Situation",
    "Standing",
    "View",
    "causes",
    "difference",
    "effect_of",
    "effects",
    "feedback",
    "neighbourhood",
    "scenario",
    "shared",
    "subgraph",
    "touched_pairs",
    "without",
]
