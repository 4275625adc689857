"""DOT, the language of Graphviz."""

from __future__ import annotations

import json

from kg.causal import CausalGraph, Neighbourhood
from kg.export.rows import effects
from kg.export.values import patient

_HEAD = {"+": "normal", "-": "tee"}


def dot(graph: CausalGraph, part: Neighbourhood) -> str:
    """The effects between variables, with their signs; a bar at the head lowers, an open circle leaves it open."""
    found = list(patient(effects(graph, part)))
    ends = sorted({end for edge in found for end in (edge["source"], edge["target"])})
    lines = [f"  {quoted(id)} [label={quoted(graph.concepts[id].label)}];" for id in ends]
    for edge in found:
        sign, head = edge["sign"], _HEAD.get(edge["sign"], "odot")
        style = ' style="dashed"' if edge["open"] else ""
        ways = f"{quoted(edge['source'])} -> {quoted(edge['target'])}"
        lines.append(f'  {ways} [sign="{sign}" label="{sign}" arrowhead="{head}"{style}];')
    return "digraph effects {\n" + "\n".join(lines) + "\n}\n"


def quoted(text: str) -> str:
    """A text as DOT and its kin have it, between quotation marks."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)
