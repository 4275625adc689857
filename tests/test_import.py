"""Strangers' graphs become a folder that is served whole, or nothing; every feature works on it."""

import importlib.util
import json
import random
from itertools import permutations
from pathlib import Path

import networkx as nx
import pytest
from click.testing import CliRunner

from kg import checks, imported
from kg.cli import main, taking
from kg.imported import reading
from kg.importing import Place, Progress
from kg.knowledge_base import KnowledgeBase, Query
from kg.model import Basis, Entity, Kind, Match, Population, Sign, Variable
from kg.settings import Settings
from kg.sources import verify
from kg.web import create_app

EVERYTHING = Query(limit=200)
HERE = Path(__file__).parent / "importing"
THREE = [
    *("list.tsv", "list.csv", "list.sif", "small_edges.tsv", "small.json", "small.jsonl", "trapi.json"),
    *("small.nodelink.json", "small.cx2", "small.graphml", "small.nt", "small.ttl", "small.trig"),
]


@pytest.fixture
def run(tmp_path):
    """Imports files into a folder of the test, and gives what was said."""

    def run(*words, code=0, into="made"):
        result = CliRunner().invoke(
            main, ["import", *map(str, words), *(["--into", str(tmp_path / into)] if into else [])]
        )
        assert result.exit_code == code, result.output
        return result.output

    return run


@pytest.fixture
def serve(run, tmp_path):
    """Imports files, or a text as a file of this name, and opens what came of them."""

    def serve(*words, text=None, name="graph.tsv"):
        if text is not None:
            (tmp_path / name).write_text(text, encoding="utf-8")
            words = (*words, tmp_path / name)
        run(*words)
        return opened(tmp_path / "made")

    return serve


def opened(folder, *more):
    return KnowledgeBase(Settings(ontology=folder, extra=more, documents=(*more, folder)[0] / "texts"))


def edges(*rows, header="source\ttarget\tsign"):
    return "\n".join([header, *("\t".join(row) for row in rows)]) + "\n"


def signs(knowledge, cause, effect):
    return sorted(path.sign for path in knowledge.paths(cause, effect).paths)


@pytest.mark.parametrize("name", THREE)
def test_every_format_is_served_and_asked(serve, name):
    knowledge = serve(HERE / name)
    two, three = (knowledge.concept(f"HGNC:{n}").label for n in (2, 3))
    assert knowledge.ask(f"does {two} lower {three}?").verdict.answer == "yes"
    assert knowledge.ask(f"does {two} raise {three}?").verdict.answer == "no"
    assert signs(knowledge, "HGNC:1", "HGNC:3") == ["-"]
    assert knowledge.paths("HGNC:1", "HGNC:3").verdict.direction == "decreases"
    assert knowledge.effects("HGNC:2").items[0].id == knowledge.resolve("HGNC:3")
    assert {item.id for item in knowledge.causes("HGNC:3").items} >= {knowledge.resolve("HGNC:1")}
    assert f"lowers {three}" in knowledge.ask(f"what affects {three}?").text
    assert knowledge.concepts(two).concepts[0].label == two
    assert knowledge.neighbourhood("HGNC:2").edges


@pytest.mark.parametrize("name", THREE)
def test_what_is_made_keeps_the_shapes_and_quotes_what_it_says(serve, name):
    knowledge = serve(HERE / name)
    settings = knowledge.settings
    assert list(checks.check(settings.shapes, settings.files)) == []
    assert [v for v in verify(knowledge.snapshot.graph, settings.documents) if v.field != "wordHashes"] == []


def test_mappings_and_nodes_go_with_the_edges_of_other_files(serve):
    knowledge = serve(HERE / "small_nodes.tsv", HERE / "small_edges.tsv", HERE / "small.sssom.tsv")
    one = knowledge.snapshot.graph.concepts[knowledge.resolve("ONE")]
    assert {(m.iri.rpartition("/")[2], m.match) for m in one.mappings} == {
        ("1", Match.exact),
        ("UniProtKB:P1", Match.exact),
        ("ENSEMBL:E1", Match.close),
    }
    three = knowledge.snapshot.graph.concepts[knowledge.resolve("HGNC:3")]
    assert ("https://bioregistry.io/FPLX:THREES", Match.broad) in {(m.iri, m.match) for m in three.mappings}
    assert "two sources say so" in knowledge.ask("does ONE raise HGNC:2?").text


def test_bel_script_is_served_or_tells_what_to_install(run, tmp_path):
    if importlib.util.find_spec("pybel"):
        run("--skip-faulty", HERE / "small.bel")
        assert signs(opened(tmp_path / "made"), "HGNC:1", "HGNC:3") == ["-"]
    else:
        assert "causeway-kg[bel]" in run(HERE / "small.bel", code=1)


LOOP = edges(
    ["Aye", "Bee", "+"], ["Bee", "Cee", "-"], ["Cee", "Aye", "+"], ["Cee", "Dee", "causesNoChange"], ["Aye", "Eee", "?"]
)


def test_a_loop_is_told_with_its_polarity(serve):
    knowledge = serve(text=LOOP)
    (loop,) = knowledge.feedback("Aye").loops
    assert (len(loop.nodes), loop.polarity) == (3, "balancing")


def test_every_feature_works_on_it(serve):
    knowledge = serve(text=LOOP)
    id = knowledge.resolve("Aye")
    assert {item.label for item in knowledge.shared("Bee", "Eee").causes} == {"Aye", "Cee"}
    assert knowledge.scenario({"Aye": 1}, outcomes=["Cee"]).graph_version == knowledge.version
    assert f"mbl:{id} a c:Variable" in knowledge.export("turtle")
    client = create_app(knowledge).test_client()
    for page in ("/", f"/explore?concept={id}", "/explore", f"/api/v1/concepts/{id}", "/map.json"):
        assert client.get(page).status_code == 200, page


def test_zero_stays_zero_and_no_direction_is_none(serve):
    knowledge = serve(text=LOOP)
    assert knowledge.paths("Cee", "Dee").verdict.direction == "no_effect"
    assert knowledge.ask("does Cee raise Dee?").verdict.answer == "no"
    assert knowledge.paths("Aye", "Eee").verdict.direction == "unknown"


def test_what_goes_together_is_told_and_not_composed(serve):
    rows = (["A", "B", "increases"], ["B", "C", "correlated_with"], ["C", "D", "increases"])
    knowledge = serve(text=edges(*rows, header="source\ttarget\trelation"))
    assert signs(knowledge, "A", "D") == []
    assert signs(knowledge, "B", "C") == []
    assert "goes together with" in knowledge.ask("does B raise C?").text


def test_what_is_said_not_to_hold_leaves_a_weak_sign(serve):
    header = "subject\tpredicate\tobject\tnegated"
    rows = (["HGNC:1", "increases", "HGNC:2", "true"], ["HGNC:2", "increases", "HGNC:3", ""])
    knowledge = serve(text=edges(*rows, header=header))
    (said,) = (s for s in knowledge.snapshot.graph.statements.values() if s.sign is not Sign.PLUS)
    assert (said.sign, said.worded_sign) == (Sign.WEAK_MINUS, "?")
    assert "lowers HGNC:2, or leaves it as it is" in said.text
    assert knowledge.paths("HGNC:1", "HGNC:2").verdict.direction == "mixed"


@pytest.mark.parametrize("seed", range(8))
def test_paths_and_signs_are_those_that_networkx_finds(serve, seed):
    draw = random.Random(seed)
    names = [f"Q{n}" for n in range(6)]
    graph = nx.DiGraph()
    graph.add_nodes_from(names)
    for cause, effect in draw.sample(list(permutations(names, 2)), 11):
        graph.add_edge(cause, effect, sign=draw.choice("+-"))
    knowledge = serve(text=edges(*((a, b, sign) for a, b, sign in graph.edges(data="sign"))))
    there = [name for name in names if graph.degree(name)]
    for cause, effect in permutations(there, 2):
        ways = list(nx.all_simple_edge_paths(graph, cause, effect))
        products = ["-" if sum(graph.edges[e]["sign"] == "-" for e in way) % 2 else "+" for way in ways]
        found = knowledge.paths(cause, effect, EVERYTHING)
        assert sorted(path.sign for path in found.paths) == sorted(products), (cause, effect)
    labels = {c.id: c.label for c in knowledge.snapshot.graph.concepts.values()}
    for name in there:
        reached = {labels[item.id] for item in knowledge.effects(name, EVERYTHING).items}
        assert reached == nx.descendants(graph, name)


HOSTILE = [
    'the "quoted" one',
    "<script>alert(1)</script>",
    "back\\slash",
    "right\u200fto\u202eleft",
    "雌激素",
    "a\u0301 b",
    "x" * 300,
]


def test_hostile_labels_come_through_equal(serve):
    lines = [
        json.dumps({"id": f"HGNC:{n}", "name": label, "category": ["biolink:Gene"]})
        for n, label in enumerate([*HOSTILE, "two\nlines"])
    ]
    lines += [
        json.dumps(
            {
                "subject": f"HGNC:{n}",
                "predicate": "biolink:positively_regulates",
                "object": f"HGNC:{n + 1}",
                "sentences": f"{label}.",
            }
        )
        for n, label in enumerate(HOSTILE)
    ]
    knowledge = serve(text="\n".join(lines), name="hostile.jsonl")
    labels = {c.label for c in knowledge.snapshot.graph.concepts.values()}
    assert labels == {*HOSTILE, "two\nlines"}
    for n in range(len(HOSTILE)):
        assert signs(knowledge, f"HGNC:{n}", f"HGNC:{n + 1}") == ["+"]
    assert not [v for v in verify(knowledge.snapshot.graph, knowledge.settings.documents) if v.field != "wordHashes"]


def test_kinds_are_ours_and_what_is_no_quantity_is_quoted(serve):
    nodes = [
        ("HGNC:1", "biolink:Gene"),
        ("CL:1", "biolink:Cell"),
        ("X:1", "biolink:Cohort"),
        ("MONDO:1", "biolink:Disease"),
        ("Y:1", "biolink:NamedThing"),
    ]
    lines = [json.dumps({"id": id, "name": f"n{n}", "category": [category]}) for n, (id, category) in enumerate(nodes)]
    lines += [
        json.dumps({"subject": "HGNC:1", "predicate": "biolink:causes", "object": other})
        for other in ("CL:1", "MONDO:1")
    ]
    knowledge = serve(text="\n".join(lines), name="kinds.jsonl")
    concepts = {c.label: c for c in knowledge.snapshot.graph.concepts.values()}
    assert [(type(concepts[f"n{n}"]), concepts[f"n{n}"].kind) for n in range(5)] == [
        (Variable, "gene"),
        (Entity, "cell"),
        (Population, "population"),
        (Variable, "disease"),
        (Variable, "unsorted"),
    ]
    kinds = {s.object: s.kind for s in knowledge.snapshot.graph.statements.values()}
    assert kinds == {concepts["n1"].id: Kind.reported, concepts["n3"].id: Kind.causal}
    assert set(imported.kinds.SORTS) >= {c["kind"] for c in kinds_of_table()}
    assert {sort.kind for sort in imported.kinds.SORTS.values()} <= set(knowledge.snapshot.graph.kinds)


def kinds_of_table():
    from kg.importing.tables import table

    return table("kinds.tsv")


def test_each_line_of_evidence_is_a_statement_of_its_source(serve):
    header = "source\ttarget\tsign\tpmid\tsentence\tbelief\thas_evidence"
    rows = (
        ["Aye", "Bee", "+", "11", "Aye made more Bee.", "0.9", ""],
        ["Aye", "Bee", "+", "12", "Bee rose with Aye.", "0.5", "randomized trial"],
        ["Bee", "Cee", "-", "", "", "", ""],
    )
    knowledge = serve(text=edges(*rows, header=header))
    graph = knowledge.snapshot.graph
    assert {d.title for d in graph.documents.values()} == {"PMID:11", "PMID:12", "graph.tsv"}
    said = {graph.documents[s.source].title: s for s in graph.statements.values()}
    assert [said[title].evidence for title in ("PMID:11", "graph.tsv")] == ["ECO:0000304", "ECO:0000303"]
    assert "belief 0.9" in said["PMID:11"].note
    assert (said["PMID:11"].basis, said["PMID:11"].study) == (Basis.asserted, None)
    assert (said["PMID:12"].basis, said["PMID:12"].evidence) == (Basis.rct, "ECO:0006017")
    assert said["PMID:12"].study.design == "randomized_trial"
    assert knowledge.ask("does Aye raise Bee?").text.startswith("Yes: Aye raises Bee; two sources say so [1][2].")
    quotes = {c.passage for c in knowledge.ask("does Aye raise Bee?").citations}
    assert quotes == {"Aye made more Bee.", "Bee rose with Aye."}
    texts = {file.read_text(encoding="utf-8") for file in knowledge.settings.documents.iterdir()}
    assert texts == {"Aye made more Bee.\n", "Bee rose with Aye.\n", "Bee lowers Cee.\n"}


def test_two_of_one_label_are_told_apart(serve):
    lines = [json.dumps({"id": id, "name": "CAT", "category": ["biolink:Gene"]}) for id in ("HGNC:1", "NCBITaxon:2")]
    knowledge = serve(text="\n".join(lines), name="cats.jsonl")
    assert {c.label for c in knowledge.snapshot.graph.concepts.values()} == {"CAT", "CAT (NCBITaxon:2)"}


@pytest.mark.parametrize("word", ["causes", "effects", "risk"])
def test_words_of_questions_may_be_names(serve, word):
    knowledge = serve(
        text=edges(["smoking", word, "+"], [word, "decay", "-"], ["smoking", "tar", "+"], ["tar", "cough", "+"])
    )
    assert signs(knowledge, "smoking", "decay") == ["-"]
    assert knowledge.ask("does smoking raise tar?").verdict.answer == "yes"
    assert knowledge.ask("how does smoking affect cough?").paths[0].sign == "+"


FAULTY = edges(["A", "B", "+"], *(["A", f"B{n}", "sideways"] for n in range(30)), ["A", "C", "-"])


def test_faults_are_told_with_their_lines_and_nothing_is_written(run, tmp_path):
    (tmp_path / "faulty.tsv").write_text(FAULTY, encoding="utf-8")
    said = run(tmp_path / "faulty.tsv", code=1)
    assert "line 3: the sign 'sideways' is not known; right: " in said
    assert said.count("sideways") == 20
    assert "and 10 more faults" in said
    assert "30 faults, and nothing was written" in said
    assert [file.name for file in tmp_path.iterdir()] == ["faulty.tsv"]


def test_faulty_rows_are_left_out_where_that_is_asked_for(run, tmp_path):
    (tmp_path / "faulty.tsv").write_text(FAULTY, encoding="utf-8")
    assert "30 faults" in run(tmp_path / "faulty.tsv", "--skip-faulty")
    assert len(opened(tmp_path / "made").snapshot.graph.statements) == 2


def test_a_spelling_and_a_column_can_be_said(run, tmp_path):
    (tmp_path / "own.tsv").write_text(edges(["A", "B", "sideways"], header="left\tright\thow"), encoding="utf-8")
    columns = ("--column", "cause=left", "--column", "effect=right", "--column", "sign=how")
    run(tmp_path / "own.tsv", "--format", "edges", *columns, "--sign", "sideways=-", "--title", "Own notes")
    knowledge = opened(tmp_path / "made")
    assert signs(knowledge, "A", "B") == ["-"]
    assert knowledge.ask("does A lower B?").citations[0].title == "Own notes"


def test_a_dry_run_tells_all_and_writes_nothing(run, tmp_path):
    told = json.loads(run(HERE / "list.tsv", "--dry-run", "--json"))
    assert (told["concepts"], told["statements"], told["sources"], told["folder"]) == (3, 3, 3, "")
    assert told["files"][0]["cannot"] == ["how surely it is worded", "dose, time and population"]
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_not_written_over(run, tmp_path):
    run(HERE / "list.tsv")
    before = sorted((file.name, file.stat().st_mtime_ns) for file in (tmp_path / "made").rglob("*"))
    assert "is there already" in run(HERE / "list.sif", code=1)
    assert sorted((file.name, file.stat().st_mtime_ns) for file in (tmp_path / "made").rglob("*")) == before


@pytest.mark.parametrize(("error", "code"), [(KeyboardInterrupt, 130), (OSError(28, "No space left on device"), 1)])
def test_what_is_stopped_leaves_nothing(run, tmp_path, monkeypatch, error, code):
    def stop(value, known):
        if value.id.endswith("-s_2"):
            raise error
        return describe(value, known)

    describe = imported.folder.rdf.describe
    monkeypatch.setattr(imported.folder.rdf, "describe", stop)
    run(HERE / "list.tsv", code=code)
    assert list(tmp_path.iterdir()) == []


def test_more_than_can_be_served_is_refused_with_a_word_why():
    with pytest.raises(imported.TooMuch, match="more than 2 claims or concepts, the most that a graph in Turtle"):
        reading.read([HERE / "list.tsv"], most=2)
    assert len(reading.read([HERE / "list.tsv"], most=3).gathered.claims) == 3


def test_a_terminal_hears_how_far_it_is():
    lines = []
    taking._heard(lines.append)(Path("x.tsv"), Progress(4096, 1000.0, 2.4, Place()))
    assert lines == ["x.tsv: 4,096 rows, 1,000 a second, 2 s left"]
    written = taking._counted(lines.append, "writing")
    for done in range(1, 201):
        written(done, 200)
    assert [line.partition(",")[0] for line in lines[1:]] == ["writing 100 of 200", "writing 200 of 200"]


def test_what_holds_nothing_is_told(run, tmp_path):
    (tmp_path / "empty.sif").write_text("", encoding="utf-8")
    assert "holds no claim" in run(tmp_path / "empty.sif", "--format", "sif", code=1)
    (tmp_path / "prose.doc").write_text("Nothing to see here.\n", encoding="utf-8")
    assert "name it with --format" in run(tmp_path / "prose.doc", code=1)


def test_a_label_that_stands_beside_is_reused_and_a_shared_id_is_a_hint(run, graph, tmp_path):
    shipped = Settings()
    nodes = [
        ("CHEBI:50114", "estrogen"),
        ("X:1", "menopause"),
        ("CHEBI:50113", "somebody's androgens"),
        ("CHEBI:99999", "vitamin D"),
    ]
    lines = [json.dumps({"id": id, "name": label, "category": ["biolink:ChemicalEntity"]}) for id, label in nodes]
    lines += [json.dumps({"subject": "Z:1", "predicate": "biolink:causes", "object": id}) for id, _ in nodes]
    (tmp_path / "beside.jsonl").write_text("\n".join(lines), encoding="utf-8")
    said = json.loads(run(tmp_path / "beside.jsonl", "--beside", shipped.ontology, "--json"))
    assert ["X:1", "menopause"] in said["reused"]
    assert [hint["concept"] for hint in said["hints"] if hint["by"] == "id"] == ["CHEBI:50113"]
    knowledge = opened(shipped.ontology, tmp_path / "made")
    assert signs(knowledge, "Z:1", "menopause") == ["+"]
    own = knowledge.snapshot.graph.concepts[knowledge.resolve("somebody's androgens")]
    assert own.id != knowledge.resolve("androgens")
    apart = {c.label for c in knowledge.snapshot.graph.concepts.values() if c.id.startswith("made-")}
    assert "vitamin D (CHEBI:99999)" in apart
    assert len(knowledge.snapshot.graph.statements) == len(graph.statements) + 4


@pytest.mark.parametrize("name", [*THREE, "trapi.json"])
def test_a_strangers_file_without_a_folder_is_a_change_that_says_the_same_and_can_be_undone(tmp_path, serve, name):
    graph = json.loads(joined(tmp_path, HERE / name, "--json", "--dry-run"))["change"]
    assert (graph["violations"], graph["stored"]) == ([], False)
    told = json.loads(joined(tmp_path, HERE / name, "--json", "--by", "ann"))
    assert (told["change"]["record"], told["read"]["folder"]) == (1, "")
    assert {w["kind"] for w in told["change"]["warnings"]}.isdisjoint({"unchecked_passage", "note"})
    there = KnowledgeBase(Settings(data=tmp_path / "data"))
    apart = serve(HERE / name)
    for cause, effect in permutations(("HGNC:1", "HGNC:2", "HGNC:3"), 2):
        assert signs(there, cause, effect) == signs(apart, cause, effect)
    assert (
        there.ask(f"does {there.concept('HGNC:2').label} lower {there.concept('HGNC:3').label}?").citations[0].passage
    )
    joined(tmp_path, "1", verb="revert")
    there.refresh()
    assert there.snapshot.graph.content == KnowledgeBase(Settings()).snapshot.graph.content


def joined(tmp_path, *words, verb="import", code=0):
    """What is said where files change the graph of a folder of the test."""
    result = CliRunner().invoke(main, [verb, *map(str, words)], env={"KG_DATA": str(tmp_path / "data")})
    assert result.exit_code == code, result.output
    return result.stdout if code == 0 else result.output


def test_faults_of_a_strangers_file_keep_it_out_of_the_graph_unless_they_are_left_out(tmp_path):
    (tmp_path / "list.tsv").write_text(edges(["Aye", "Bee", "+"], ["Bee", "Cee", "sideways"]), encoding="utf-8")
    assert "1 faults, and nothing was written" in joined(tmp_path, tmp_path / "list.tsv", code=1)
    assert KnowledgeBase(Settings(data=tmp_path / "data")).history().entries == ()
    assert "taken in as change 1" in joined(tmp_path, tmp_path / "list.tsv", "--skip-faulty")


def test_more_than_one_change_may_hold_goes_into_a_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(taking, "MOST_JOINED", 2)
    assert "more than 2 claims" in joined(tmp_path, HERE / "list.tsv", code=1)


def test_options_of_the_other_way_are_refused(run, tmp_path):
    assert "--beside goes with --into" in run(HERE / "list.tsv", "--beside", HERE, code=2, into=None)
    assert "--why goes without --into" in run(HERE / "list.tsv", "--why", "x", code=2)
    assert "ROLE=NAME" in run(HERE / "list.tsv", "--column", "cause", code=2)
    (tmp_path / "ours.tsv").write_text("row\tlabel\n", encoding="utf-8")
    assert "--title is of someone's graph" in run(tmp_path / "ours.tsv", "--title", "x", code=2, into=None)
