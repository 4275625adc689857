"""A graph of any size in one file answers as the same graph in Turtle, alone and beside a curated one."""

import errno
import json
import random
import signal
import subprocess
import sys
import tempfile
from dataclasses import replace
from functools import partial
from itertools import pairwise, permutations
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, note, settings
from hypothesis import strategies as st

from kg import imported, rdf, store
from kg.causal import CausalGraph, Filters, Wanted, causes, effect_of, effects
from kg.cli import main
from kg.knowledge_base import KnowledgeBase, NotWhole
from kg.large import bearing, container
from kg.large.beside import opened
from kg.large.container import SnapshotUnfit
from kg.large.layers import Layers
from kg.large.part import part
from kg.large.taken import take
from kg.model import Content, Sign
from kg.settings import Settings, SettingsError
from kg.web import create_app

NODES = "abcde"
SHIPPED = Settings.from_environment({"KG_ONTOLOGY": "-"})
BASE = rdf.read(store.triples_of(SHIPPED.files))
EDGES = st.lists(
    st.tuples(
        st.sampled_from(NODES), st.sampled_from(NODES), st.sampled_from("++--?"), st.sampled_from(["one", "two"])
    ),
    min_size=1,
    max_size=11,
    unique=True,
)
NARROWED = st.sampled_from(
    [
        Filters(),
        Filters(longest=2),
        Filters(through=("g-c",)),
        Filters(avoid=("g-d",)),
        Filters(relations=("increases",)),
    ]
)


def table(rows):
    lines = [f"{a}\t{b}\t{sign}\t{source}\tSo {a} and {b}." for a, b, sign, source in rows]
    return "\n".join(["cause\teffect\tsign\tsource\tsentence", *lines]) + "\n"


def as_turtle(rows, folder):
    """The graph that an import into Turtle makes of some edges."""
    (folder / "g.tsv").write_text(table(rows))
    made = imported.made(imported.read([folder / "g.tsv"]), BASE.relations, "g")
    content = Content(
        concepts=tuple(sorted(made.concepts, key=lambda c: c.id)),
        statements=tuple(sorted(made.statements, key=lambda s: s.id)),
        documents=tuple(source.document() for source in made.sources),
        kinds=BASE.kinds,
        relations=BASE.relations,
    )
    return CausalGraph(content)


def as_snapshot(rows, folder, beside=()):
    """The same as a snapshot."""
    (folder / "rest.tsv").write_text(table(rows))
    take([folder / "rest.tsv"], folder / "g.snapshot", beside=beside)
    return opened(folder / "g.snapshot", {r.id: r for r in BASE.relations})


def told(finding):
    """What a finding says, but for the numbers of statements."""
    return {
        "direction": finding.direction,
        "standing": finding.standing,
        "settled": finding.settled,
        "complete": finding.complete,
        "stated": finding.stated and finding.stated.sign,
        "paths": sorted((path.nodes, path.sign.value) for path in finding.paths),
        "unsigned": sorted(path.nodes for path in finding.unsigned),
        "claims": sorted(claim.sign.value for claim in finding.claims),
        "in loops": bool(finding.loops),
        "reverse": finding.reverse,
        "associations": len(finding.associations),
    }


def agree(whole, layers, filters=Filters()):
    """Both say the same of what is not to be avoided; where the small search leaves a direction open, the walks of the
    kernel, which meet neither end on the way, may settle it.
    """
    ids = sorted(id for id in whole.concepts if id.startswith("g-") and id not in filters.avoid)
    for a, b in permutations(ids, 2):
        there = part(layers, Wanted(pairs=((a, b),)), filters=filters).graph
        found = effect_of(there, a, b, filters=filters)
        expected = effect_of(whole, a, b, filters=filters)
        if not expected.settled:
            found = replace(found, direction=expected.direction, settled=False)
        assert told(found) == told(expected), (a, b)
    for id in ids:
        for reach, wanted in ((effects, Wanted(effects=(id,))), (causes, Wanted(causes=(id,)))):
            found = reach(part(layers, wanted, filters=filters).graph, id, filters=filters)
            expected = reach(whole, id, filters=filters)
            assert {r.concept for r in found} == {r.concept for r in expected}, id
            directions = {r.concept: r.finding.direction for r in found}
            settled = {r.concept: r.finding.direction for r in expected if r.finding.settled}
            assert settled.items() <= directions.items(), id


@given(EDGES, NARROWED)
@settings(deadline=None, max_examples=30)
def test_a_snapshot_answers_as_the_same_graph_in_turtle(rows, filters):
    with tempfile.TemporaryDirectory() as name:
        note(repr((rows, filters)))
        whole = as_turtle(rows, Path(name))
        agree(whole, Layers(as_snapshot(rows, Path(name)), CausalGraph(BASE)), filters)


@given(EDGES)
@settings(deadline=None, max_examples=30)
def test_what_stands_in_turtle_and_what_stands_in_a_snapshot_is_answered_together(rows):
    note(repr(rows))
    curated, rest = ([row for row in rows if row[3] == source] for source in ("one", "two"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        graph = as_turtle(curated, folder) if curated else CausalGraph(BASE)
        large = as_snapshot(rest or [("x", "y", "+", "two")], folder, beside=graph.concepts.values())
        agree(as_turtle(rows, folder), Layers(large, graph))


def beyond_the_caps(rng):
    """Edges from `start` to `goal`: more ways than are looked at, or one longer than is looked at, and ways back."""
    inner = [f"c{n}" for n in range(rng.randint(3, 13))]
    names = ["start", *inner, "goal"]
    rows = [(a, b, rng.choice("+++-"), "one") for a, b in pairwise(names)]
    for n in range(rng.choice([0, 0, 8, 40])):
        rows += [("start", f"m{n}", "+", "one"), (f"m{n}", "goal", "+", "one")]
    rows += [(*rng.sample(names, 2), rng.choice("+-?"), "one") for _ in range(rng.randint(0, 5))]
    return list(dict.fromkeys(rows))


def signs_of_paths(rows):
    """The signs that the simple paths of any length have between two, by all of them; unsigned edges lead nowhere."""
    graph = nx.DiGraph()
    for a, b, sign, _ in rows:
        graph.add_nodes_from((a, b))
        if sign != "?":
            graph.add_edge(a, b)
            graph[a][b].setdefault("signs", set()).add(1 if sign == "+" else -1)

    def between(a, b):
        found = set()
        for path in nx.all_simple_paths(graph, a, b):
            way = {1}
            for x, y in pairwise(path):
                way = {one * other for one in way for other in graph[x][y]["signs"]}
            found |= way
        return found

    return between


@pytest.mark.parametrize("seed", range(60))
def test_a_flat_direction_is_that_of_every_path_however_many_and_long_they_are(seed, tmp_path, monkeypatch):
    monkeypatch.setattr(bearing, "SMALL", 0)
    rows = beyond_the_caps(random.Random(seed))
    layers, between = Layers(as_snapshot(rows, tmp_path), CausalGraph(BASE)), signs_of_paths(rows)
    ids = {layers.large.label(n): layers.id(n) for n in range(layers.large.concepts)}
    start, goal = ids["start"], ids["goal"]
    found = [(start, goal, effect_of(part(layers, Wanted(pairs=((start, goal),))).graph, start, goal))]
    there = effects(part(layers, Wanted(effects=(start,))).graph, start)
    back = causes(part(layers, Wanted(causes=(goal,))).graph, goal)
    found += [
        *((start, one.concept, one.finding) for one in there),
        *((one.concept, goal, one.finding) for one in back),
    ]
    names = {id: name for name, id in ids.items()}
    for a, b, finding in found:
        if finding.direction is not None and finding.direction.definite and not finding.stated:
            assert between(names[a], names[b]) == {1 if finding.direction is Sign.PLUS else -1}, (names[a], names[b])
        if finding.direction is None and finding.settled and finding.complete and not finding.stated:
            assert not between(names[a], names[b]), (names[a], names[b])


@pytest.fixture
def imported_file(tmp_path):
    """A snapshot made by the command, of a text as a file."""

    def make(text, *more, code=0):
        (tmp_path / "rows.tsv").write_text(text)
        place = tmp_path / "made.snapshot"
        said = CliRunner().invoke(main, ["import", str(tmp_path / "rows.tsv"), "--into", str(place), *more])
        assert said.exit_code == code, said.output
        return place, said.output

    return make


CHAIN = [
    ("rain", "soil moisture", "+", "PMID:1"),
    ("soil moisture", "root depth", "-", "PMID:2"),
    ("HGNC:11892", "root depth", "+", "PMID:2"),
    ("drought", "rain", "-", "PMID:3"),
]


@pytest.fixture
def alone(imported_file):
    """A knowledge base with nothing but a snapshot."""
    place, _ = imported_file(table(CHAIN))
    return KnowledgeBase(Settings.from_environment({"KG_ONTOLOGY": "-", "KG_SNAPSHOT": str(place), "KG_DATA": ""}))


def test_a_snapshot_alone_answers_a_question_with_steps_and_what_is_quoted(alone):
    answer = alone.ask("Does rain lower root depth?")
    assert (answer.verdict.answer, answer.verdict.basis) == ("yes", "by_mechanism")
    assert [node.label for node in answer.paths[0].nodes] == ["rain", "soil moisture", "root depth"]
    assert [c.passage for c in answer.citations] == ["So rain and soil moisture.", "So soil moisture and root depth."]
    assert {c.title for c in answer.citations} == {"PMID:1", "PMID:2"}


def test_one_step_that_turns_among_millions_of_ways_leaves_no_flat_verdict(imported_file):
    layers = [["sunlight"], *([f"n{depth}x{n}" for n in range(60)] for depth in range(8)), ["harvest"]]
    rows = [(a, b, "+", "one") for near, far in pairwise(layers) for a in near for b in far]
    assert len(rows) > bearing.SMALL
    turned = [(a, b, "-" if (a, b) == ("n6x59", "n7x59") else sign, source) for a, b, sign, source in rows]
    for edges, answers in ((rows, ["yes", "no"]), (turned, ["unknown", "unknown"])):
        place, _ = imported_file(table(edges))
        knowledge = KnowledgeBase(
            Settings.from_environment({"KG_ONTOLOGY": "-", "KG_SNAPSHOT": str(place), "KG_DATA": ""})
        )
        said = [knowledge.ask(f"does sunlight {word} harvest?").verdict for word in ("increase", "decrease")]
        assert [one.answer for one in said] == answers
        place.unlink()


def test_what_a_snapshot_does_not_say_is_told_as_silence(alone):
    answer = alone.ask("Does root depth raise rain?")
    assert answer.verdict.answer == "unknown"
    assert "only the other way round is said" in answer.text


@pytest.mark.parametrize(("name", "id"), [("HGNC:11892", "made-hgnc_11892"), ("soil moistures", "made-soil_moisture")])
def test_a_concept_of_a_snapshot_goes_by_its_public_id_and_by_its_name_in_plural(alone, name, id):
    assert alone.resolve(name) == id


def test_lists_searches_and_neighbourhoods_come_out_of_the_snapshot(alone):
    assert [item.label for item in alone.effects("drought").items] == ["rain", "soil moisture", "root depth"]
    assert {item.label for item in alone.causes("root depth").items} == {
        "rain",
        "soil moisture",
        "HGNC:11892",
        "drought",
    }
    assert alone.concepts("soil moi").concepts[0].label == "soil moisture"
    near = alone.neighbourhood("rain")
    assert {node.label: node.hidden for node in near.nodes} == {"rain": 0, "drought": 0, "soil moisture": 1}
    assert len(alone.concept("rain").statements) == 2


def test_what_cannot_be_had_whole_says_so_and_a_part_of_it_can_be_had(alone):
    with pytest.raises(NotWhole, match="name a concept"):
        alone.export("turtle")
    with pytest.raises(NotWhole, match="name a concept"):
        alone.feedback()
    assert "soil moisture" in alone.export("turtle", "rain")
    assert alone.feedback("rain").loops == ()


def test_every_page_and_route_shows_a_snapshot(alone):
    client = create_app(alone).test_client()
    for address in (
        *("/", "/?q=does+rain+lower+root+depth", "/explore?q=rain", "/explore?concept=rain", "/map"),
        *("/explore?from=rain&to=root+depth", "/scenario?high=rain", "/statement/made-s-00000000"),
        "/compare?a=rain&b=drought&effect=root+depth",
        *("/api/v1/paths?cause=rain&effect=root+depth", "/api/v1/effects?cause=rain"),
        *("/api/v1/paths.svg?cause=rain&effect=root+depth", "/api/v1/concepts/rain/neighbourhood"),
    ):
        assert client.get(address).status_code == 200, address
    assert "4 imported statements are not drawn" in client.get("/map").text


def test_a_curated_statement_joins_what_was_imported(imported_file, tmp_path):
    """A statement on two concepts of the snapshot is proposed, accepted, and answered with the rest."""
    place, _ = imported_file(table(CHAIN))
    told = {"KG_SNAPSHOT": str(place), "KG_ONTOLOGY": "-", "KG_DATA": str(tmp_path / "data")}
    knowledge = KnowledgeBase(Settings.from_environment(told))
    assert knowledge.ask("Does drought raise HGNC:11892?").verdict.answer == "unknown"
    fields = {
        "subject": "soil moisture",
        "object": "HGNC:11892",
        "relation": "increases",
        "text": "Moist soil raises it.",
        "hedge": "categorical",
    }
    proposal = knowledge.propose("statement", fields, by="a curator")
    assert not proposal.complete
    knowledge.decide(proposal.id, "accept", by="another")
    answer = knowledge.paths("drought", "HGNC:11892")
    assert (answer.verdict.direction, answer.verdict.basis) == ("decreases", "by_mechanism")
    again = KnowledgeBase(Settings.from_environment(told))
    assert again.paths("drought", "HGNC:11892").verdict == answer.verdict


def test_a_snapshot_beside_the_shipped_graph_leaves_its_answers_as_they_are(imported_file, knowledge):
    place, _ = imported_file(table(CHAIN))
    both = KnowledgeBase(Settings(snapshot=place))
    question = "Does estrogen deficiency raise fracture risk?"
    there, here = both.ask(question), knowledge.ask(question)
    assert (there.verdict, there.text) == (here.verdict, here.text)
    assert {*there.paths} <= {*knowledge.ask(question, max_paths=100).paths}  # which differ most is told of the best
    assert both.ask("Does drought raise root depth?").verdict.answer == "yes"


@pytest.mark.parametrize("at", [0, 30, 300, -3000, -10])
def test_a_damaged_snapshot_is_refused_wherever_it_is_damaged(imported_file, at):
    place, _ = imported_file(table(CHAIN * 40))
    data = bytearray(place.read_bytes())
    data[at] ^= 0x41
    place.write_bytes(data)
    with pytest.raises(SnapshotUnfit, match=r"damaged|no snapshot"):
        opened(place, {})


def test_a_snapshot_that_is_cut_short_or_newer_is_refused_and_says_what_to_do(imported_file, monkeypatch):
    place, _ = imported_file(table(CHAIN))
    data = place.read_bytes()
    place.write_bytes(data[:-200])
    with pytest.raises(SnapshotUnfit, match="cut short"):
        opened(place, {})
    monkeypatch.setattr(container, "VERSION", 2)
    place.unlink()
    imported_file(table(CHAIN))
    monkeypatch.setattr(container, "VERSION", 1)
    with pytest.raises(SnapshotUnfit, match="version 2, and this Causeway reads 1"):
        opened(place, {})


def test_faulty_rows_keep_a_snapshot_from_being_written_unless_they_are_skipped(imported_file):
    text = table(CHAIN) + "x\t\t+\tPMID:4\t\n"
    place, said = imported_file(text, code=1)
    assert "line 6" in said
    assert not place.exists()
    imported_file(text, "--dry-run", "--skip-faulty")
    assert not place.exists()
    place, said = imported_file(text, "--skip-faulty")
    assert f"KG_SNAPSHOT={place}" in said
    imported_file(text, "--skip-faulty", code=1)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_an_import_that_is_killed_leaves_nothing_and_can_be_begun_again(how, tmp_path):
    rows = tmp_path / "rows.tsv"
    rows.write_text(table([(f"a{n}", f"b{n % 999}", "+", "one") for n in range(60_000)]))
    place = tmp_path / "made.snapshot"
    command = [
        sys.executable,
        "-c",
        "from kg.cli import main; main()",
        "import",
        str(rows),
        "--into",
        str(place),
        "--progress",
    ]
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # also where whoever runs the tests hears none
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, preexec_fn=heard) as going:
        assert "rows" in going.stderr.readline()
        going.send_signal(how)
        going.stderr.read()
    assert going.returncode
    assert list(tmp_path.iterdir()) == [rows]
    rows.write_text(table(CHAIN))
    assert CliRunner().invoke(main, command[3:]).exit_code == 0
    assert sorted(tmp_path.iterdir()) == [place, rows]


def test_a_disk_that_is_full_leaves_the_snapshot_that_was_there(tmp_path, monkeypatch):
    place = tmp_path / "made.snapshot"
    container.write(place, [("one", np.arange(3))], {})
    before = place.read_bytes()

    def full(_file):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(container.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        container.write(place, [("one", np.arange(4))], {})
    assert {file: file.read_bytes() for file in tmp_path.iterdir()} == {place: before}


def test_what_is_said_twice_with_the_same_words_is_kept_once(imported_file):
    place, said = imported_file(table(CHAIN) + table(CHAIN).partition("\n")[2])
    assert "4 statements" in said
    assert json.loads(place.read_bytes().split(b"\n")[1])["about"]["statements"] == len(CHAIN)


def test_a_snapshot_that_is_none_is_a_setting_that_cannot_be(tmp_path):
    with pytest.raises(SettingsError, match="KG_SNAPSHOT is a file"):
        Settings.from_environment({"KG_SNAPSHOT": str(tmp_path / "none.snapshot")})
