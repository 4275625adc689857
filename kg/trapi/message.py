"""A message as the API has it, put together from edges and results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from kg.model import Hedge, Statement
from kg.trapi import biolink
from kg.trapi.asked import QueryGraph
from kg.trapi.catalogue import Catalogue
from kg.trapi.edges import Edge
from kg.trapi.matching import Place
from kg.vocabulary import BASE, curie

TRAPI_VERSION = "1.6.0"
INFORES = "infores:causeway"
Json = dict[str, Any]
_SUPPORT = "biolink:support_graphs"


class Message:
    """Collects the nodes, edges, groups of edges and results of a reply."""

    def __init__(self, said: Catalogue, texts: Mapping[str, str]) -> None:
        self._said, self._texts = said, texts
        self.nodes: dict[str, Json] = {}
        self.edges: dict[str, Json] = {}
        self.groups: dict[str, Json] = {}
        self.results: list[Json] = []
        self.shown: dict[str, Edge] = {}

    def edge(self, edge: Edge) -> str:
        """Take an edge in, with its ends and all that it rests on; its key."""
        if edge.id in self.edges:
            return edge.id
        self.shown[edge.id] = edge
        self.edges[edge.id] = {}
        support = [self.group(f"{edge.id}:support{n}", group) for n, group in enumerate(edge.support, 1)]
        self.edges[edge.id] = {
            "subject": self.node(edge.subject),
            "predicate": edge.predicate,
            "object": self.node(edge.object),
            "qualifiers": [{"qualifier_type_id": t, "qualifier_value": v} for t, v in edge.qualifiers],
            "sources": [{"resource_id": INFORES, "resource_role": "primary_knowledge_source"}],
            "attributes": [*self._attributes(edge), *([_attribute(_SUPPORT, support)] if support else [])],
        }
        return edge.id

    def group(self, key: str, edges: Iterable[Edge]) -> str:
        """Take a group of edges in; its key."""
        self.groups[key] = {"edges": [self.edge(edge) for edge in edges], "attributes": []}
        return key

    def node(self, concept: str) -> str:
        """Take a concept in; its key."""
        id = self._said.ids[concept]
        if id not in self.nodes:
            made = self._said.graph.concepts[concept]
            same = sorted({curie(made.iri), *(curie(m.iri) for m in made.mappings if m.match.name == "exact")} - {id})
            self.nodes[id] = {
                "name": made.label,
                "categories": [self._said.categories[concept]],
                "attributes": [_attribute("biolink:xref", same)] if same else [],
            }
        return id

    def binding(self, concept: str, place: Place) -> Json:
        """What binds a concept to a node of the query, with the id that asked for it where that is another."""
        id = self.node(concept)
        asked = (place.concepts or {}).get(concept)
        return {"id": id, "attributes": [], **({"query_id": asked} if asked and asked != id else {})}

    def json(self, graph: QueryGraph) -> Json:
        """The message, with the query that it replies to."""
        return {
            "query_graph": graph.model_dump(exclude_unset=True),
            "knowledge_graph": {"nodes": self.nodes, "edges": self.edges},
            "auxiliary_graphs": self.groups,
            "results": self.results,
        }

    def loss(self) -> Counter[str]:
        """What edges of the reply have that no qualifier carries, each with how many."""
        found: Counter[str] = Counter()
        for edge in self.shown.values():
            s = edge.statement
            if s is None or edge.derived:
                continue
            found["hold only in a context"] += bool(s.context)
            found["have an effect that something else changes"] += s.id in self._said.graph.modifiers
            found["are worded with a hedge"] += s.hedge > Hedge.categorical
            found["are links of our own that no source states"] += s.bridge
        return +found

    def _attributes(self, edge: Edge) -> list[Json]:
        how = [("biolink:knowledge_level", edge.knowledge_level), ("biolink:agent_type", edge.agent_type)]
        s = edge.statement
        about = [*edge.more, *(self._of_statement(s) if s else ())]
        return [_attribute(name, value) for name, value in [*how, *about] if value not in ("", None, [])]

    def _of_statement(self, s: Statement) -> list[tuple[str, object]]:
        graph, passage = self._said.graph, s.passage
        text = self._texts.get(passage.document, "") if passage else ""
        documents = [curie(graph.documents[passage.document].iri)] if passage else []
        return [
            ("biolink:publications", [*documents, *([s.study.id] if s.study and s.study.id else [])]),
            ("biolink:has_evidence", [s.evidence]),
            ("biolink:supporting_text", text[passage.start : passage.end] if passage else ""),
            ("c:text", s.text),
            ("c:relation", s.relation),
            ("c:hedge", s.hedge.name),
            ("c:hedgeWords", s.hedge_words),
            ("c:basis", s.basis.name),
            ("c:context", [curie(graph.concepts[c].iri) for c in s.context]),
            ("c:modifiedBy", [curie(BASE + m.id) for m in graph.modifiers.get(s.id, ())]),
            ("c:section", passage.section if passage else ""),
            ("c:line", (passage.line or None) if passage else None),
        ]


def _attribute(name: str, value: object) -> Json:
    return {"attribute_type_id": name, "value": value, "attribute_source": INFORES}


def versions() -> Json:
    """What a reply says of the forms that it is in."""
    return {"schema_version": TRAPI_VERSION, "biolink_version": biolink.BIOLINK_VERSION}
