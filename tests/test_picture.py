"""A picture holds what its paths hold, nothing lies over anything else, and no text can break it."""

import random
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import kg.web
from kg import rdf
from kg.answer.values import Modifier, Node, PathEdge, PathView
from kg.cli import main
from kg.english.labels import LOOPS
from kg.knowledge_base import KnowledgeBase, Query
from kg.model import ConceptKind
from kg.picture import MOST_NODES, picture, svg
from kg.picture.gather import gathered
from kg.picture.lettering import clean, width, wrapped
from kg.picture.looks import HEDGES, SIGNS, SYMBOLS, kind_look
from kg.picture.order import ordered
from kg.picture.route import sampled
from kg.settings import Settings

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = [
    "<script>alert(1)</script>",
    "\"'&<>]]> -- <!--",
    "w" * 300,
    "a long label " * 30,
    "\u202eשלום עולם\u2066 right to left",
    "bell\x07 null\x00 \ud800 \ufffe feed\x0c",
    "\x00",
]


def route(*steps, labels=None, **more):
    """A path as its concepts and signs in turn: route("rain", "+", "pond")."""
    ids, signs = steps[::2], steps[1::2]
    fields = {"relation": "acts_on", "hedge": "categorical", "basis": "asserted", "bridge": False} | more
    edges = tuple(
        PathEdge(
            statement=f"{a}{sign}{b}", statements=(f"{a}{sign}{b}",), sign=sign, as_kind_of=None, context=(), **fields
        )
        for (a, b), sign in zip(pairwise(ids), signs, strict=True)
    )
    nodes = tuple(Node(id=id, label=(labels or {}).get(id, id), kind="process", change="up") for id in ids)
    return PathView(nodes=nodes, edges=edges, sign="+", hedge=fields["hedge"], basis="asserted", text="")


@st.composite
def routes(draw):
    """Paths of one cause and effect over a few concepts, so that loops and opposite signs are common."""
    middles = st.lists(st.sampled_from("abcdefghij"), max_size=6, unique=True)
    ways = draw(st.lists(middles, min_size=1, max_size=12))
    signs = st.sampled_from(list(SIGNS))
    made = []
    for way in ways:
        steps = ["rain"]
        for id in [*way, "algae"]:
            steps += [draw(signs), id]
        made.append(route(*steps))
    return made


def between(drawn, source, target):
    return [edge for edge in drawn.edges if (edge.source, edge.target) == (source, target)]


def overlap(a, b):
    return a.x < b.x + b.w and b.x < a.x + a.w and a.y < b.bottom and b.y < a.bottom


@settings(deadline=None, max_examples=150)
@given(routes())
def test_a_picture_is_sound(paths):
    drawn = picture(paths)
    nodes = {node.id: node for node in drawn.nodes}
    steps = {(a.id, b.id, e.sign) for p in paths for (a, b), e in zip(pairwise(p.nodes), p.edges, strict=True)}
    assert len(nodes) == len(drawn.nodes)
    assert nodes.keys() == {node.id for path in paths for node in path.nodes}
    assert sorted(steps) == sorted((edge.source, edge.target, edge.sign) for edge in drawn.edges)
    assert not [pair for pair in combinations(drawn.nodes, 2) if overlap(*pair)]
    for edge in drawn.edges:
        assert edge.back or nodes[edge.source].layer < nodes[edge.target].layer
        assert bool(edge.polarity) == edge.back
    assert all(nodes["rain"].layer < node.layer < nodes["algae"].layer for node in nodes.values() if not node.role)
    assert all(
        node.x >= 0 and node.x + node.w <= drawn.width and node.bottom <= drawn.height for node in nodes.values()
    )
    assert svg(drawn, title="made") == svg(picture(paths), title="made")


@settings(deadline=None, max_examples=60)
@given(routes())
def test_no_curve_runs_over_a_box(paths):
    drawn = picture(paths)
    for edge in drawn.edges:
        for x, y in sampled(edge.points):
            assert not [n for n in drawn.nodes if n.x < x < n.x + n.w and n.y + 0.5 < y < n.bottom - 0.5]


def test_opposite_signs_of_one_pair_are_two_curves():
    drawn = picture([route("rain", "+", "reeds", "+", "algae"), route("rain", "-", "reeds", "+", "algae")])
    up, down = between(drawn, "rain", "reeds")
    assert {up.sign, down.sign} == {"+", "-"}
    assert all(abs(a[0] - b[0]) > 10 for a, b in zip(up.points, down.points, strict=True))


def test_statements_of_one_pair_and_sign_are_one_curve_of_the_surest_wording():
    possible = route("rain", "+", "algae", hedge="possible", bridge=True)
    again = replace(possible.edges[0], statement="again", statements=("again",), hedge="categorical", bridge=False)
    [edge] = picture([possible, replace(possible, edges=(again,))]).edges
    assert edge.statements == ("rain+algae", "again")
    assert (edge.hedge, edge.bridge) == ("categorical", False)


@pytest.mark.parametrize(("sign", "polarity"), [("+", "reinforcing"), ("-", "balancing"), ("?", "open")])
def test_a_loop_is_drawn_back_and_named(sign, polarity):
    paths = [
        route("rain", "+", "pond", "+", "reeds", "+", "algae"),
        route("rain", "+", "reeds", sign, "pond", "+", "algae"),
    ]
    drawn = picture(paths)
    [back] = [edge for edge in drawn.edges if edge.back]
    assert (back.source, back.target, back.polarity) == ("reeds", "pond", polarity)
    assert LOOPS[polarity] in svg(drawn, title="made")


def test_what_only_a_loop_leads_on_from_stays_above_the_effect():
    drawn = picture(
        [
            route("rain", "+", "pond", "+", "algae"),
            route("rain", "+", "pond", "+", "x", "+", "y", "+", "z", "-", "pond"),
        ]
    )
    layer = {node.id: node.layer for node in drawn.nodes}
    assert layer["z"] < layer["algae"]


def test_more_concepts_than_can_be_read_are_counted_not_drawn():
    paths = [route("rain", "+", f"a{i}", "+", f"b{i}", "+", "algae") for i in range(30)]
    drawn = picture(paths)
    assert len(drawn.nodes) == MOST_NODES
    assert drawn.hidden == 62 - MOST_NODES
    assert "22 more concepts are not drawn" in svg(drawn, title="many")
    assert {node.id for node in picture(paths[:19]).nodes} == {node.id for node in drawn.nodes}


def test_without_a_path_the_picture_says_so():
    assert "The source gives no path." in svg(picture([]), title="nothing")


@pytest.mark.parametrize("standalone", [True, False])
@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_is_shown_as_text(text, standalone):
    drawn = picture([route("rain", "+", "x", "-", "algae", labels={"x": text})])
    root = ET.fromstring(svg(drawn, title=text, standalone=standalone))
    [node] = [node for node in drawn.nodes if node.id == "x"]
    shown = [t.text for t in root.iter(f"{SVG}text") if t.get("class") == "label"]
    assert [line for line in shown if line not in ("rain", "algae")] == list(node.lines)
    assert "".join(node.lines).replace(" ", "") == (clean(text) or "x").replace(" ", "")
    assert all(width(line) <= node.w for line in node.lines)
    assert not list(root.iter(f"{SVG}script"))


@given(st.text(max_size=80))
def test_wrapping_loses_nothing(text):
    assert "".join(wrapped(clean(text))).replace(" ", "") == clean(text).replace(" ", "")


def test_signs_are_told_in_three_ways():
    raises, lowers, unsigned = SIGNS["+"], SIGNS["-"], SIGNS["?"]
    for code in ("colour", "badge", "end"):
        assert len({getattr(look, code) for look in (raises, lowers, unsigned)}) == 3


def test_a_picture_for_a_page_has_no_style_of_its_own(knowledge):
    found = knowledge.paths("resistance training", "fracture risk")
    drawn = picture(found.paths, found.modifiers)
    for standalone in (True, False):
        root = ET.fromstring(svg(drawn, title="t", standalone=standalone))
        assert not [e for e in root.iter() if e.get("style")]
        assert bool(list(root.iter(f"{SVG}style"))) == standalone
        edges = [e for e in root.iter(f"{SVG}g") if "edge" in e.get("class", "").split()]
        assert {(e.get("data-from"), e.get("data-to"), e.get("data-sign")) for e in edges} == {
            (e.source, e.target, e.sign) for e in drawn.edges
        }
        assert all(e.get("data-statements") and e.get("aria-label") and e.get("tabindex") == "0" for e in edges)


def test_what_changes_an_edge_stands_at_it_and_below():
    modifier = Modifier(
        modifier="shade",
        label="shade",
        modifies="rain+algae",
        effect="attenuates",
        active=False,
        by_mechanism=False,
        statement="M1",
        text="",
    )
    elsewhere = replace(modifier, modifies="other")
    drawn = picture([route("rain", "+", "algae")], [modifier, modifier, elsewhere])
    assert [note.letter for note in drawn.notes] == ["a"]
    assert [(mark.letters, mark.edge) for mark in drawn.marks] == [(("a",), 0)]
    assert "shade weakens it, but not here" in svg(drawn, title="t")


def test_every_answer_between_what_is_done_and_an_outcome_can_be_drawn(knowledge, graph):
    kinds = graph.kinds
    done = [c.id for c in graph.concepts.values() if kinds[c.kind].intervention and graph.is_signed(c.id)]
    outcomes = [c.id for c in graph.concepts.values() if kinds[c.kind].outcome and graph.is_signed(c.id)]
    for cause in done[::4]:
        for effect in outcomes:
            if cause != effect:
                found = knowledge.paths(cause, effect, Query(limit=200))
                drawn = picture(found.paths, found.modifiers)
                assert not [pair for pair in combinations(drawn.nodes, 2) if overlap(*pair)]
                ET.fromstring(svg(drawn, title=cause))


def test_the_picture_is_served(client):
    query = {"cause": "menopause", "effect": "fracture risk", "limit": 3}
    reply = client.get("/api/v1/paths.svg", query_string=query)
    assert (reply.status_code, reply.mimetype) == (200, "image/svg+xml")
    assert ET.fromstring(reply.data).tag == f"{SVG}svg"
    again = client.get("/api/v1/paths.svg", query_string=query, headers={"If-None-Match": reply.headers["ETag"]})
    assert again.status_code == 304
    assert client.get("/api/v1/paths.svg?cause=nothing&effect=of+this").status_code == 404


def test_the_picture_is_written_to_a_file(tmp_path):
    file = tmp_path / "picture.svg"
    done = CliRunner().invoke(main, ["paths", "menopause", "fracture risk", "--svg", str(file)])
    assert done.exit_code == 0
    assert "menopause" in done.output
    assert ET.parse(file).getroot().tag == f"{SVG}svg"


@pytest.mark.parametrize("context", [(), ("postmenopausal_women",)])
def test_the_picture_ends_in_the_direction_of_the_verdict(knowledge, graph, context):
    told = {"increases": "up", "decreases": "down"}
    seen = 0
    for cause in (c for c in graph.concepts if graph.is_intervention(c)):
        for effect in ("bone_strength", "bmd", "fracture_risk"):
            if graph.concepts[cause].variable in (None, effect):
                continue
            found = knowledge.paths(cause, effect, Query(context=context, limit=200))
            drawn = picture(found.paths)
            if found.verdict.basis == "by_mechanism" and drawn.nodes and not drawn.hidden:
                (end,) = (node for node in drawn.nodes if node.role == "effect")
                assert end.change == told.get(found.verdict.direction, "mixed"), (cause, effect)
                seen += 1
    assert seen > 30


def test_parts_that_nothing_joins_stand_side_by_side_each_item_once(knowledge):
    """Several questions at once: the layers hold every concept once, however the parts are numbered."""
    causes = ["estrogen deficiency", "low vitamin D", "lifestyle", "jumping", "soy"]
    effects = ["RANKL", "calcium absorption", "fracture risk", "bone strength"]
    for seed in range(40):
        chance = random.Random(seed)
        asked = [f"how does {chance.choice(causes)} affect {chance.choice(effects)}?" for _ in range(3)]
        found = gathered(knowledge.ask(" ".join(asked), max_paths=40).paths, 40)
        items = [item for row in ordered(found).rows for item in row]
        assert len(items) == len(set(items))
        assert {item[0] for item in items if len(item) == 1} == set(found.nodes)


def test_a_page_of_several_questions_is_drawn(client):
    asked = "which cytokines are raised by estrogen deficiency. is low vitamin D bad for calcium absorption?"
    asked += " so what does lifestyle do for fracture risk?"
    assert client.get("/", query_string={"q": asked}).status_code == 200


def test_kinds_of_any_subject_are_drawn_by_their_families(graph):
    garden = KnowledgeBase(Settings(ontology=Path(__file__).parent / "garden"))
    looks = {id: kind_look(kind) for id, kind in garden.snapshot.graph.kinds.items()}
    assert (looks["care"].name, looks["plant"].name) == ("intervention", "outcome")
    assert (looks["soil"].name, looks["soil"].legend) == ("ground", "ground and what is in it")
    assert looks["soil"].shape is not looks["plant"].shape
    drawn = garden.paths_svg("watering", "seedling growth")
    assert 'class="node ground"' in drawn
    assert ">ground and what is in it</text>" in drawn
    used = {concept.kind for concept in graph.concepts.values()}
    assert len({kind_look(graph.kinds[kind]).name for kind in used}) == 7


def test_a_kind_is_written_with_its_family_as_it_is_read(graph):
    for kind in graph.kinds.values():
        assert rdf.read(rdf.triples(rdf.turtle(rdf.describe(kind, {})).encode())).kinds == (kind,)


def test_a_kind_without_a_family_is_a_box_with_its_own_name():
    drawn = svg(
        picture([route("rain", "+", "algae")]), title="t", kinds={"process": ConceptKind(id="p", label="tides")}
    )
    assert 'class="node other cause"' in drawn
    assert ">tides</text>" in drawn


def test_the_style_sheet_of_the_pages_knows_every_look():
    sheet = (Path(kg.web.__file__).parent / "static" / "style.css").read_text(encoding="utf-8")
    for line in HEDGES.values():
        if line.dashes:
            assert f".picture .{line.name} .line{{stroke-dasharray:{line.dashes.replace('0.', '.')}" in sheet
    for look in SIGNS.values():
        assert f".picture .{look.name} .line" in sheet
    assert all(f".kind.k-{name}" in sheet and f"--k-{name}:" in sheet for name in SYMBOLS)
    script = (Path(kg.web.__file__).parent / "static" / "map.js").read_text(encoding="utf-8")
    assert f"const KINDS = {list(SYMBOLS)};" in script
