"""Statements as edges in Biolink's words: no edge says more than its statement, and what cannot be said is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kg.causal import CausalGraph, Link
from kg.model import Kind, Match, Population, Sign, Statement, Variable
from kg.trapi import biolink
from kg.vocabulary import curie

QUALIFIED, ASPECT = "biolink:qualified_predicate", "biolink:object_aspect_qualifier"
DIRECTION = "biolink:object_direction_qualifier"
POPULATION = "biolink:population_context_qualifier"
CAUSES = "biolink:causes"
DIRECTIONS = {Sign.PLUS: "increased", Sign.MINUS: "decreased"}
ASPECTS = {"abundance": "abundance", "activity": "activity"}
"""The aspects of Biolink, by the types of variables that are meant by them."""
AGENTS = {
    **dict.fromkeys(("ECO:0000303", "ECO:0000304", "ECO:0000305", "ECO:0006017"), "manual_agent"),
    "ECO:0000363": "computational_model",
}
"""Who made an assertion, by the code for how it was made."""
NO_EFFECT = "find no clear effect, where an edge would say that there is one"
AIM = "say only what is aimed at"
JOINT = "speak of several things taken together"
LOW = "speak of a low level, and of no effect that could be turned round"
MODIFIER = "change an effect that another statement speaks of"
QUOTED = "are quoted as they stand, since one of their sides is no variable"
NO_PREDICATE = "have a relation without a predicate in Biolink: {}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """An edge between two concepts, by id, with its qualifiers as pairs; `statement` is what says it.

    `derived` where it is said of a class that one of the two is a kind of, or follows by mechanism; `support` are then
    the groups of edges it rests on, of which each holds together by itself.
    """

    id: str
    subject: str
    predicate: str
    object: str
    qualifiers: tuple[tuple[str, str], ...] = ()
    statement: Statement | None = None
    knowledge_level: str = "knowledge_assertion"
    agent_type: str = "not_provided"
    support: tuple[tuple[Edge, ...], ...] = ()
    more: tuple[tuple[str, Any], ...] = ()

    @property
    def derived(self) -> bool:
        """Whether no statement is of this very pair."""
        return bool(self.support)


def category_of(graph: CausalGraph, concept: str) -> str:
    """The Biolink category of a concept: the nearest that its kind is mapped to, else NamedThing."""
    kind = graph.kinds.get(graph.concepts[concept].kind)
    order = (Match.exact, Match.close, Match.broad)
    found = sorted(
        (order.index(m.match), name)
        for m in (kind.mappings if kind else ())
        if m.match in order and biolink.known(name := curie(m.iri), "category")
    )
    return found[0][1] if found else biolink.ANYTHING


def effect_qualifiers(graph: CausalGraph, effect: str, sign: Sign) -> tuple[tuple[str, str], ...]:
    """What says that a cause raises or lowers a variable; nothing where the sign is not definite."""
    if not sign.definite:
        return ()
    concept = graph.concepts[effect]
    aspect = ASPECTS.get(concept.variable_type) if isinstance(concept, Variable) else None
    aspected = aspect and biolink.ASPECTS_OF in biolink.above(category_of(graph, effect))
    return (
        (QUALIFIED, CAUSES),
        *(((ASPECT, aspect),) if aspected and aspect else ()),
        (DIRECTION, DIRECTIONS[sign]),
    )


def of_link(graph: CausalGraph, link: Link) -> Edge | str:
    """What a causal statement says of two variables, as an edge; or why there is none.

    Where the direction is stated the edge says it of more of the cause, whichever level the statement speaks of; an
    influence of unstated direction is `affects` alone, and mixed findings are `related_to`.
    """
    s = link.statement
    if link.sign is Sign.ZERO:
        return NO_EFFECT
    if s.aim or s.joint:
        return AIM if s.aim else JOINT
    influence = link.sign.definite or link.sign is Sign.UNKNOWN
    direct = Edge(
        id=s.id,
        subject=link.cause,
        predicate=biolink.AFFECTS if influence else biolink.RELATED,
        object=link.effect,
        qualifiers=(*effect_qualifiers(graph, link.effect, link.sign), *_population(graph, s)),
        statement=s,
        agent_type=AGENTS.get(s.evidence, "not_provided"),
    )
    if not link.inherited:
        return direct
    own = next(k for k in graph.links_of(s) if not k.inherited)
    said = of_link(graph, own)
    if isinstance(said, str):
        return said
    return Edge(
        id=f"{s.id}:{link.cause}:{link.effect}",
        subject=link.cause,
        predicate=direct.predicate,
        object=link.effect,
        qualifiers=direct.qualifiers,
        statement=s,
        knowledge_level="logical_entailment",
        agent_type="computational_model",
        support=((said,),),
    )


def _population(graph: CausalGraph, s: Statement) -> tuple[tuple[str, str], ...]:
    """The population that a statement holds in, where it is one."""
    groups = [c for c in s.context if isinstance(graph.concepts[c], Population)]
    return ((POPULATION, curie(graph.concepts[groups[0]].iri)),) if len(groups) == 1 else ()


def of_statement(graph: CausalGraph, s: Statement) -> Edge | str:
    """A statement as an edge of its own pair, or why there is none."""
    if s.kind is Kind.causal:
        link = next((k for k in graph.links_of(s) if not k.inherited), None)
        return of_link(graph, link) if link else NO_PREDICATE.format(s.relation)
    if s.modifies or s.kind is Kind.reported:
        return MODIFIER if s.modifies else QUOTED
    names = [curie(m.iri) for m in graph.relation(s.relation).mappings if m.match in (Match.exact, Match.close)]
    predicate = next((name for name in names if biolink.known(name, "predicate")), None)
    if predicate is None:
        return NO_PREDICATE.format(s.relation)
    ends = [graph.concepts[s.subject], graph.concepts[s.object]]
    if any(end.level < 0 for end in ends):
        return LOW
    subject, object = (graph.variable_of(end.id) if graph.is_signed(end.id) else end.id for end in ends)
    if canonical := biolink.terms()[predicate].inverse:
        subject, object, predicate = object, subject, canonical
    associated = s.kind is Kind.association
    return Edge(
        id=s.id,
        subject=subject,
        predicate=predicate,
        object=object,
        qualifiers=_population(graph, s),
        statement=s,
        knowledge_level="statistical_association" if associated else "knowledge_assertion",
        agent_type=AGENTS.get(s.evidence, "not_provided"),
    )
