"""SIF: one effect a line, as Cytoscape reads it."""

from __future__ import annotations

from kg.causal import CausalGraph, Neighbourhood
from kg.export.rows import effects
from kg.export.values import patient
from kg.model import Sign

WEAK = {Sign.WEAK_PLUS.value: "0+", Sign.WEAK_MINUS.value: "0-"}


def sif(graph: CausalGraph, part: Neighbourhood) -> str:
    """The effects between variables, parted by tabs; the interaction is the relation, or 0+ and 0- for a weak sign."""
    lines = (
        f"{edge['source']}\t{WEAK.get(edge['sign'], edge['relation'])}\t{edge['target']}\n"
        for edge in patient(effects(graph, part))
    )
    return "".join(lines)
