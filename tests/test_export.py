"""Each format can be read by the programs it is for."""

import csv
import io
import json

import networkx as nx
import pytest
import rdflib

from kg import export
from kg.causal import CausalGraph, neighbourhood
from tests.made import content, link, variable


@pytest.fixture(scope="module")
def written(graph):
    part = export.whole(graph)
    return {name: format.write(graph, part) for name, format in export.FORMATS.items()}


def test_the_rdf_formats_say_the_same(written):
    turtle = rdflib.Graph().parse(data=written["turtle"], format="turtle")
    quads = rdflib.Dataset().parse(data=written["n-quads"], format="nquads")
    json_ld = rdflib.Graph().parse(data=written["json-ld"], format="json-ld")
    assert len(turtle) == len(list(quads.quads())) == len(json_ld)


def test_the_graph_formats_hold_every_concept_and_statement(written, graph):
    size = len(graph.concepts)
    assert len(nx.parse_graphml(written["graphml"], force_multigraph=True)) == size
    assert len(nx.read_gexf(io.BytesIO(written["gexf"].encode()))) == size
    assert len(nx.node_link_graph(json.loads(written["node-link"]))) == size
    elements = json.loads(written["cytoscape"])["elements"]
    assert len(elements["nodes"]) == size
    assert {e["data"]["id"] for e in elements["edges"]} >= set(graph.statements)


def test_the_table_has_a_row_for_every_statement(written, graph):
    assert {row["id"] for row in csv.DictReader(io.StringIO(written["csv"]))} == set(graph.statements)


def test_a_part_holds_only_what_is_in_it(graph):
    part = neighbourhood(graph, "rankl")
    rows = list(csv.DictReader(io.StringIO(export.FORMATS["csv"].write(graph, part))))
    assert 0 < len(rows) < len(graph.statements)


def test_hostile_text_breaks_no_format():
    nasty = '=cmd("x")\x0b<script>"\n\\'
    graph = CausalGraph(content([variable("a"), variable("b")], [link("a", "+", "b", note=nasty, population=nasty)]))
    part = export.whole(graph)
    for name in ("graphml", "gexf"):
        assert "\x0b" not in export.FORMATS[name].write(graph, part)
    (row,) = csv.DictReader(io.StringIO(export.FORMATS["csv"].write(graph, part)))
    assert row["population"].startswith("'=")
    assert len(rdflib.Graph().parse(data=export.FORMATS["turtle"].write(graph, part), format="turtle"))
