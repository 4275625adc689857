"""GraphML, as networkx, igraph, yEd and Gephi read it."""

from __future__ import annotations

from networkx.readwrite.graphml import GraphMLWriter

from kg.causal import CausalGraph, Neighbourhood
from kg.export.made import for_xml, made, patient_view, xml


def graphml(graph: CausalGraph, part: Neighbourhood) -> str:
    """All layers, each field a key by its own name."""
    writer = GraphMLWriter(named_key_ids=True)
    writer.add_graph_element(patient_view(made(graph, part, clean=for_xml)))
    return xml(writer)
