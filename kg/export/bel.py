"""BEL script 2.0: one causal statement for each effect between variables.

BEL has no sign for "a little or nothing" and none for an aim: such effects are left out, and counted as lost. What is
an amount is an abundance, all else a process (`a()`, `bp()`), since BEL's other functions tell of molecules.
"""

from __future__ import annotations

from kg import vocabulary
from kg.causal import CausalGraph, Neighbourhood
from kg.export.dot import quoted
from kg.export.rows import effects
from kg.export.values import Row, patient
from kg.model import Variable

_RELATION = {"+": "increases", "-": "decreases", "0": "causesNoChange", "?": "regulates"}
_AMOUNTS = ("abundance", "intake", "count")
_HEAD = (
    'SET DOCUMENT Name = "Causeway"',
    'SET DOCUMENT Version = "1.0.0"',
    'SET DOCUMENT Description = "The effects between the variables of a graph"',
    'DEFINE NAMESPACE MBL AS PATTERN ".*"',
    "",
    'SET Citation = {"Online Resource", "%s", "%s"}',
)


def bel(graph: CausalGraph, part: Neighbourhood) -> str:
    """The effects, each with what its first statement says as evidence."""
    lines = [line % (vocabulary.BASE, vocabulary.BASE) if "%s" in line else line for line in _HEAD]
    for edge in patient(effects(graph, part)):
        if edge["sign"] in _RELATION:
            text = graph.statements[edge["statements"].partition("|")[0]].text
            lines += [f"SET Evidence = {quoted(text)}", _statement(graph, edge)]
    return "\n".join(lines) + "\n"


def _statement(graph: CausalGraph, edge: Row) -> str:
    return f"{_term(graph, edge['source'])} {_RELATION[edge['sign']]} {_term(graph, edge['target'])}"


def _term(graph: CausalGraph, id: str) -> str:
    concept = graph.concepts[id]
    amount = isinstance(concept, Variable) and concept.variable_type in _AMOUNTS
    return f"{'a' if amount else 'bp'}(MBL:{quoted(id)})"
