"""What an export says is what the service answers: walked by networkx, read by our own readers, counted where lost."""

import csv
import io
import json
import re
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from kg import export, importing, rdf
from kg.causal import CausalGraph, effects, neighbourhood
from kg.knowledge_base import KnowledgeBase
from kg.model import Hedge, Sign
from kg.settings import Settings
from tests.made import content, link, state, variable
from tests.walking import Walked

HERE = Path(__file__).parent
WORDS = {"increases": "+", "decreases": "-", "no_effect_on": "0", "affects": "?", "0+": "0+", "0-": "0-"}
WORDS |= {"causesNoChange": "0", "regulates": "?"}


@pytest.fixture(scope="module", params=["shipped", "garden"])
def any_graph(request, graph):
    if request.param == "shipped":
        return graph
    return KnowledgeBase(Settings(ontology=HERE / "garden")).snapshot.graph


@pytest.fixture(scope="module")
def files(any_graph):
    part = export.whole(any_graph)
    return {name: format.write(any_graph, part) for name, format in export.FORMATS.items()}


def drawn(edges):
    """A graph of networkx from the effects of a format that has nothing else."""
    net = nx.MultiDiGraph()
    for a, word, b in edges:
        sign = WORDS[word]
        open_, composes = word in ("affects", "regulates"), sign not in ("0", "?") and a != b
        net.add_edge(a, b, layer="effect", sign=sign, composes=composes, open=open_)
    return net


def from_sif(text):
    return drawn(line.split("\t") for line in text.splitlines())


def from_dot(text):
    net = nx.MultiDiGraph()
    for a, b, sign, more in re.findall(r'^  "([^"]*)" -> "([^"]*)" \[sign="([^"]*)"([^\]]*)\];$', text, re.MULTILINE):
        open_ = "dashed" in more
        net.add_edge(a, b, layer="effect", sign=sign, composes=not open_ and sign != "0" and a != b, open=open_)
    return net


def from_cx2(text):
    aspects = {name: value for aspect in json.loads(text) for name, value in aspect.items()}
    names = {node["id"]: node["v"]["represents"].partition(":")[2] for node in aspects["nodes"]}
    net = nx.MultiDiGraph()
    net.add_nodes_from((names[node["id"]], node["v"]) for node in aspects["nodes"])
    net.add_edges_from((names[edge["s"]], names[edge["t"]], edge["v"]) for edge in aspects["edges"])
    return net


def from_kgx(text):
    said, net = json.loads(text), nx.MultiDiGraph()
    for node in said["nodes"]:
        variable_ = {"variable": node["variable"].partition(":")[2]} if "variable" in node else {}
        net.add_node(node["id"].partition(":")[2], **(node | variable_))
    for edge in said["edges"]:
        net.add_edge(edge["subject"].partition(":")[2], edge["object"].partition(":")[2], **edge)
    return net


READ = {
    "cytoscape": lambda text: nx.cytoscape_graph(json.loads(text)),
    "node-link": lambda text: nx.node_link_graph(json.loads(text)),
    "graphml": lambda text: nx.parse_graphml(text, force_multigraph=True),
    "gexf": lambda text: nx.read_gexf(io.BytesIO(text.encode())),
    "cx2": from_cx2,
    "kgx": from_kgx,
}
EFFECTS_ALONE = {"sif": from_sif, "dot": from_dot}


def answered(graph, concept):
    return {r.concept: r.finding.direction.value for r in effects(graph, concept)}


@pytest.fixture(scope="module")
def answers(any_graph):
    return {concept: answered(any_graph, concept) for concept in any_graph.concepts}


@pytest.mark.parametrize("format", READ)
def test_a_walk_gives_the_signs_of_the_answers(format, files, answers):
    walked = Walked(READ[format](files[format]))
    assert sum(map(len, answers.values())) > 8
    assert {concept: walked.effects(concept) for concept in answers} == answers


@pytest.mark.parametrize("format", EFFECTS_ALONE)
def test_a_walk_from_a_variable_gives_them_where_effects_are_all_there_is(format, files, answers, any_graph):
    walked = Walked(EFFECTS_ALONE[format](files[format]))
    variables = {c for c in answers if any_graph.concepts[c].variable == c and c in walked.wide}
    found = {c: walked.effects(c) for c in variables - any_graph.aim_only}
    assert found == {c: answers[c] for c in found}
    assert found


def test_dagitty_has_who_acts_on_whom(files, any_graph):
    edges = re.findall(r'^"([^"]+)" -> "([^"]+)"$', files["dagitty"], re.MULTILINE)
    signed = READ["node-link"](files["node-link"])
    told = {(a, b) for a, b, d in signed.edges(data=True) if d["layer"] == "effect" and d["sign"] != "0"}
    assert nx.is_directed_acyclic_graph(nx.DiGraph(edges))
    lost = [one.count for one in report_of("dagitty", any_graph).lost if one.what == "effects in a loop"]
    assert len(told - set(edges)) == sum(lost)
    assert set(edges) <= told


def test_bel_has_every_effect_that_it_has_a_word_for(files, any_graph):
    words = {"increases": "+", "decreases": "-", "causesNoChange": "0", "regulates": "?"}
    found = re.findall(r'^(?:a|bp)\(MBL:"([^"]+)"\) (\w+) (?:a|bp)\(MBL:"([^"]+)"\)$', files["bel"], re.MULTILINE)
    effects_of = export.rows(any_graph, export.whole(any_graph)).effects
    said = {(e["source"], e["sign"], e["target"]) for e in effects_of}
    assert {(a, words[word], b) for a, word, b in found} == {one for one in said if one[1] in words.values()}
    lost = {one.what: one.count for one in report_of("bel", any_graph).lost}
    assert len(said) - len(found) == lost["effects that are a little or nothing"]


def test_biolink_is_told_no_aim_as_an_effect(files, any_graph):
    edges = json.loads(files["kgx"])["edges"]
    assert not [e for e in edges if (e.get("aim") or e["kind"] == "modifier") and "qualified_predicate" in e]
    assert {e["knowledge_level"] for e in edges if e["layer"] == "effect"} == {"prediction"}
    assert sum(bool(e.get("aim")) for e in edges) == sum(s.aim for s in any_graph.statements.values())


def report_of(name, graph):
    return export.report(export.FORMATS[name], graph, export.whole(graph))


def test_modifiers_say_what_they_modify_and_aims_that_they_are(files, any_graph):
    for name, read in READ.items():
        edges = [d for *_, d in read(files[name]).edges(data=True) if d["layer"] == "stated"]
        modified = {one for d in edges for one in str(d.get("modifies", "")).split("|") if one}
        assert modified == {m for s in any_graph.statements.values() for m in s.modifies}, name
        assert sum(d["aim"] is True for d in edges) == sum(s.aim for s in any_graph.statements.values()), name


def test_gexf_keeps_its_schema(files):
    schema = etree.XMLSchema(etree.parse(HERE / "gexf" / "gexf.xsd"))
    schema.assertValid(etree.fromstring(files["gexf"].encode()))


READ_BACK = {
    **{"graphml": "graphml", "node-link": "node-link", "cx2": "cx2", "kgx": "kgx-json", "sif": "sif", "csv": "edges"},
    "nanopublications": "trig",
}


def claims_of(tmp_path, name, text):
    file = tmp_path / f"written.{export.FORMATS[name].suffix}"
    file.write_text(text, encoding="utf-8")
    blocks = list(importing.blocks_of(file, importing.named(READ_BACK[name])))
    assert not [fault for block in blocks for fault in block.faults]
    return [claim for block in blocks for claim in block.claims]


@pytest.mark.parametrize("name", READ_BACK)
def test_our_own_readers_read_back_the_signs(name, files, any_graph, tmp_path):
    """No sign comes back that was not written for the pair, and of the effects each comes back."""
    ids = {key: c.id for c in any_graph.concepts.values() for key in (c.id, c.label, f"mbl:{c.id}", c.iri)}
    claims = claims_of(tmp_path, name, files[name])
    back = {(ids[c.cause], ids[c.effect], c.sign.value) for c in claims if c.causal}
    written = export.rows(any_graph, export.whole(any_graph)).edges
    said = {(e["source"], e["target"], e.get("sign") or "?") for e in written if e["layer"] != "hierarchy"}
    weak = {(a, b, "?") for a, b, sign in said if sign in ("0+", "0-")}
    assert back <= said | (weak if name == "nanopublications" else set())
    net = {(e["source"], e["target"], e["sign"]) for e in written if e["layer"] == "effect"}
    if name not in ("csv", "nanopublications"):
        assert net <= back
    assert len(back) >= 5


def test_an_aim_comes_back_as_an_aim_and_a_modifier_as_no_effect(files, any_graph, tmp_path):
    aims = {s.id for s in any_graph.statements.values() if s.aim and s.kind.name == "causal"}
    claims = claims_of(tmp_path, "node-link", files["node-link"])
    assert sum(bool(c.wording.hedge is not None and c.wording.hedge.name == "aim") for c in claims) >= len(aims)
    modifiers = {(s.subject, s.object) for s in any_graph.statements.values() if s.kind.name == "modifier"}
    written = export.rows(any_graph, export.whole(any_graph)).edges
    direct = {(e["source"], e["target"]) for e in written if e["kind"] != "modifier"}
    assert not (modifiers - direct) & {(c.cause, c.effect) for c in claims}


@pytest.mark.parametrize("name", ["turtle", "json-ld", "n-quads"])
def test_the_triples_read_back_as_the_very_values(name, files, any_graph):
    back = rdf.read(rdf.triples(files[name], name))
    assert back.statements == any_graph.content.statements
    assert back.concepts == any_graph.content.concepts


def test_nanopublications_have_four_graphs_each(files, any_graph):
    np = "http://www.nanopub.org/nschema#"
    said = rdflib.Dataset().parse(data=files["nanopublications"], format="trig")
    heads = {s for s, *_ in said.quads((None, rdflib.RDF.type, rdflib.URIRef(np + "Nanopublication"), None))}
    told = [s for s in any_graph.statements.values() if s.kind.name == "causal" and s.source]
    assert len(heads) == len([s for s in told if not (s.bridge or s.aim)])
    for part in ("hasAssertion", "hasProvenance", "hasPublicationInfo"):
        named = {o for _, _, o, _ in said.quads((None, rdflib.URIRef(np + part), None, None))}
        assert len(named) == len(heads)
        assert all(len(said.graph(graph)) for graph in list(named)[:20])
    assert ox.parse(files["nanopublications"], format=ox.RdfFormat.TRIG)


def test_mappings_have_a_prefix_for_every_id(files, any_graph, tmp_path):
    lines = files["sssom"].splitlines()
    prefixes = {m[1] for line in lines if (m := re.match(r"#  ([\w]+): http", line))}
    rows = list(csv.DictReader((line for line in lines if line[0] != "#"), delimiter="\t"))
    assert len(rows) == sum(len(c.mappings) for c in any_graph.concepts.values())
    for row in rows:
        assert {row[name].partition(":")[0] for name in ("subject_id", "predicate_id", "object_id")} <= prefixes
    file = tmp_path / "all.sssom.tsv"
    file.write_text(files["sssom"])
    assert not rows or importing.sniffed(file).format.name == "sssom"


def test_what_is_lost_is_counted_and_what_there_is_none_of_is_not_told(any_graph):
    lost = {one.what: one.count for one in report_of("sif", any_graph).lost}
    assert lost["statements"] == len(any_graph.statements)
    assert all(lost.values())
    assert {what for format in export.FORMATS.values() for what in format.lacks} <= set(export.FEATURES)


NAMES = ("a", "b", "c", "d", "k", "low_a", "low_c")
CONCEPTS = [
    *(variable(v) for v in "abcd"),
    variable("k", broader=("a",)),
    *(state(f"low_{v}", v, -1) for v in "ac"),
]
ENDS = st.sampled_from(NAMES)
CLAIMS = st.lists(
    st.tuples(ENDS, st.sampled_from(("+", "-", "0", "0+", "0-", "?")), ENDS, st.booleans(), st.booleans()).filter(
        lambda claim: claim[0].removeprefix("low_") != claim[2].removeprefix("low_")
    ),
    max_size=9,
)


@settings(max_examples=80, deadline=None)
@given(CLAIMS)
def test_a_walk_gives_the_signs_of_the_answers_whatever_is_said(claims):
    """Over loops, levels, what is handed down, weak signs, findings of no effect, aims and open directions."""
    said = [
        link(a, sign, b, id=f"S{n}", inherits=down, hedge=Hedge.aim if aim else Hedge.categorical)
        for n, (a, sign, b, down, aim) in enumerate(claims)
    ]
    graph = CausalGraph(content(CONCEPTS, said))
    text = export.FORMATS["node-link"].write(graph, export.whole(graph))
    walked = Walked(nx.node_link_graph(json.loads(text)))
    assert {c: walked.effects(c) for c in NAMES} == {c: answered(graph, c) for c in NAMES}


def test_a_state_a_class_and_an_aim_are_walked_as_they_are_answered():
    parts = [variable("a"), variable("b"), variable("c"), variable("k", broader=("a",)), state("low_a", "a", -1)]
    said = [link("low_a", "+", "b", inherits=True), link("b", "-", "c"), link("c", "0", "a")]
    graph = CausalGraph(content(parts, said))
    text = export.FORMATS["node-link"].write(graph, export.whole(graph))
    walked = Walked(nx.node_link_graph(json.loads(text)))
    assert walked.effects("low_a") == {"b": "+", "c": "-"}
    assert walked.effects("k") == {"b": "-", "c": "+"} == answered(graph, "k")
    (inherited,) = [d for a, _, d in walked.signed.edges(data=True) if a == "k"]
    assert inherited["inherited_from"] == "a"
    assert walked.said["c", "a"]["composes"] is False


def test_a_part_has_the_effects_within_it(graph):
    part = neighbourhood(graph, "rankl")
    edges = export.rows(graph, part).effects
    assert edges
    assert {end for e in edges for end in (e["source"], e["target"])} <= set(part.concepts)
    assert {e["sign"] for e in edges} <= {sign.value for sign in Sign}
