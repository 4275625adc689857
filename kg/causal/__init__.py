"""The signed graph and its questions; every function is pure, and gives the same answer on the same graph.

From below: `beyond` (what a part asks of the larger graph that it is of), `groups` (values by key), `hierarchy` (what
is a kind of what), `links` (what is said of variables), `references`, `graph` (all of it, indexed), `situation` (what
is known of the person asked about), `edge` (what holds of one pair), `paths` (the search), `filters`, `loops`
(feedback), `view` (the graph as seen from a situation), `finding` and `beside` (the answer and what stands beside
it), `effect` (the answer by precedence), `reach` (what lies up- and downstream), `scenario` (many at once),
`without`, `contradictions`, `difference` (what a change of the graph changes).
"""

from kg.causal.beyond import Wanted
from kg.causal.contradictions import Disagreement, disagreement, opposed, opposed_paths
from kg.causal.difference import Difference, PairChange, difference, touched_pairs
from kg.causal.edge import Edge, Line, ModifierState, combine, either
from kg.causal.effect import effect_of
from kg.causal.filters import Filters
from kg.causal.finding import Claim, Finding, Standing
from kg.causal.graph import CausalGraph
from kg.causal.links import Link
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
from kg.causal.references import DanglingReference
from kg.causal.scenario import Outcome, Scenario, scenario
from kg.causal.situation import ContradictoryContext, Situation
from kg.causal.view import Beyond, View
from kg.causal.without import without

__all__ = [
    "Beyond",
    "CausalGraph",
    "Claim",
    "ContradictoryContext",
    "DanglingReference",
    "Difference",
    "Disagreement",
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
    "Wanted",
    "causes",
    "combine",
    "difference",
    "disagreement",
    "effect_of",
    "effects",
    "either",
    "feedback",
    "neighbourhood",
    "opposed",
    "opposed_paths",
    "scenario",
    "shared",
    "subgraph",
    "touched_pairs",
    "without",
]
