"""A part as a graph of networkx, and its XML."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ElementTree

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter
from networkx.readwrite.graphml import GraphMLWriter

from kg.causal import CausalGraph, Neighbourhood
from kg.export.rows import rows
from kg.export.values import patient
from kg.patience import go_on

if TYPE_CHECKING:
    Graph = nx.MultiDiGraph[str]  # the class takes no type where the code runs

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def made(graph: CausalGraph, part: Neighbourhood, *, clean: Callable[[Any], Any] = lambda value: value) -> Graph:
    """A graph with all nodes and edges of a part; the keys of edges are their ids."""
    found = rows(graph, part)
    net: Graph = nx.MultiDiGraph()
    for node in patient(found.nodes):
        net.add_node(node["id"], **{k: clean(v) for k, v in node.items() if k != "id"})
    for edge in patient(found.edges):
        given = {k: clean(v) for k, v in edge.items() if k not in ("source", "target")}
        net.add_edge(edge["source"], edge["target"], key=edge["id"], **given)
    return net


def for_xml(value: Any) -> Any:
    """A text without what XML cannot hold."""
    return _NOT_IN_XML.sub("", value) if isinstance(value, str) else value


def patient_view(net: Graph) -> Graph:
    """The same graph, gone through only as long as it is wanted."""

    def wanted(*_: object) -> bool:
        go_on()
        return True

    view: Graph = nx.subgraph_view(net, filter_edge=wanted)
    return view


class _PatientFile(io.BytesIO):
    def write(self, data: Any) -> int:
        go_on()
        return super().write(data)


def xml(writer: GraphMLWriter | GEXFWriter) -> str:
    """What a writer of networkx has made, indented, as it would give it."""
    writer.indent(writer.xml)
    file = _PatientFile()
    ElementTree(writer.xml).write(file)
    return file.getvalue().decode("ascii").rstrip("\n")
