"""A part of the graph as nodes and edges, for every format that has both.

A node that is a level of a variable names it (`variable`, `level`), so that who walks can go from there. There are
three layers of edges. `stated`: what a source says between two concepts as it words them; a modifier names the
statements that it `modifies`. `hierarchy`: what is a kind, or a level, of what. `effect`: what all that together comes
to between two variables where nothing is known of the setting, by the rules of answers (`kg.causal.view`): of several
statements the nearest and surest, levels turned into signs, what is said of a class handed down to its kinds
(`inherited_from`), aims left out. `docs/exports.md` tells how to walk them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.answer.views import type_of
from kg.causal import CausalGraph, Neighbourhood
from kg.causal.edge import Edge
from kg.causal.view import View
from kg.export.cells import PLACE, cells_of, exported, joined
from kg.export.values import Row, patient
from kg.model import Concept, Sign, State, Statement
from kg.rdf.fields import STATEMENTS, of_concepts
from kg.rdf.sorts import Field

STATED, HIERARCHY, EFFECT = "stated", "hierarchy", "effect"
RELATION = {
    Sign.PLUS: "increases",
    Sign.MINUS: "decreases",
    Sign.ZERO: "no_effect_on",
    Sign.WEAK_PLUS: "affects",
    Sign.WEAK_MINUS: "affects",
    Sign.UNKNOWN: "affects",
}
"""The relation that says no more than a sign."""
_NODE = ("id", "label", "kind", "type", "variable", "level", "aims_only", "definition", "iri")
_EDGE = (
    *("id", "source", "target", "layer", "relation", "kind", "sign", "worded_sign", "scope", "hedge", "basis"),
    *("aim", "bridge", "modifies", "modification", "context", "quantity", "text"),
)
_NOT_OF_AN_EDGE = ("subject", "object", "evidence", "population", *PLACE)
"""What an edge says by its ends, and what only the table and the triples hold."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The nodes and edges of a part, in the order of their ids within a layer."""

    nodes: tuple[Row, ...]
    edges: tuple[Row, ...]

    @property
    def effects(self) -> tuple[Row, ...]:
        """The edges to walk."""
        return tuple(edge for edge in self.edges if edge["layer"] == EFFECT)


def rows(graph: CausalGraph, part: Neighbourhood) -> Rows:
    """The nodes of a part, and its edges of all layers."""
    edges = (*_stated(part), *_hierarchy(part), *effects(graph, part))
    return Rows(tuple(_nodes(graph, part)), edges)


def _nodes(graph: CausalGraph, part: Neighbourhood) -> Iterator[Row]:
    fields = exported(of_concepts())
    for concept in patient(graph.concepts[id] for id in part.concepts):
        own = {"id": concept.id, "type": type_of(concept), "iri": concept.iri, **_level(graph, concept)}
        yield _ordered(_NODE, {**cells_of(fields, concept), **own})


def _level(graph: CausalGraph, concept: Concept) -> Row:
    if not graph.is_signed(concept.id):
        return {}
    found: Row = {"variable": concept.variable, "level": concept.level}
    return found | ({"aims_only": True} if concept.variable in graph.aim_only else {})


def _stated(part: Neighbourhood) -> Iterator[Row]:
    fields = exported(STATEMENTS)
    for s in patient(part.statements):
        yield _statement(fields, s)


def _statement(fields: Iterable[tuple[str, Field]], s: Statement) -> Row:
    cells = {name: cell for name, cell in cells_of(fields, s).items() if name not in _NOT_OF_AN_EDGE}
    own: Row = {"id": s.id, "source": s.subject, "target": s.object, "layer": STATED, "bridge": s.bridge, "aim": s.aim}
    own |= {"sign": s.sign.value if s.sign else "", "worded_sign": s.worded_sign}
    if s.effect:
        own |= {"modifies": joined(s.modifies), "modification": s.effect.name}
    return _ordered(_EDGE, {**cells, **own})


def _ordered(first: Iterable[str], cells: Mapping[str, Any]) -> Row:
    """The cells, these first and then all others."""
    return {name: cells[name] for name in dict.fromkeys((*first, *cells)) if name in cells}


def _hierarchy(part: Neighbourhood) -> Iterator[Row]:
    for a, relation, b in part.hierarchy:
        made = {"id": f"{relation}:{a}>{b}", "source": a, "target": b, "layer": HIERARCHY, "relation": relation}
        yield made | {"kind": "hierarchy"}


def effects(graph: CausalGraph, part: Neighbourhood) -> Iterator[Row]:
    """What is known between two variables of a part, where some statement speaks of the pair, in the order of pairs.

    `composes` where a walk may go on over it; `open` where an influence is stated and its direction is not.
    """
    inside = frozenset(part.concepts)
    for pair, edge in patient(sorted(View.of(graph).edges.items())):
        if inside.issuperset(pair):
            yield _effect(edge)


def _effect(edge: Edge) -> Row:
    best = edge.best
    made: Row = {
        "id": f"effect:{edge.cause}>{edge.effect}",
        "source": edge.cause,
        "target": edge.effect,
        "layer": EFFECT,
        "relation": RELATION[edge.sign],
        "kind": "causal",
        "sign": edge.sign.value,
        "composes": edge.sign is not Sign.ZERO and not edge.unsigned and edge.cause != edge.effect,
        "open": edge.unsigned,
        "hedge": best.statement.hedge.name,
        "basis": best.statement.basis.name,
        "bridge": best.statement.bridge,
        "statements": joined(dict.fromkeys(link.statement.id for link in edge.links)),
    }
    if best.inherited:
        classes = dict.fromkeys(c for c in (best.subject_class, best.object_class) if c)
        made["inherited_from"] = joined(classes)
    return made


def states(graph: CausalGraph, part: Neighbourhood) -> list[State]:
    """The levels of variables that have a name of their own."""
    found = (graph.concepts[id] for id in part.concepts)
    return [concept for concept in found if isinstance(concept, State)]
