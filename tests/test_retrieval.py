"""The statements nearest to a text: found in other words, told from other subjects, and never those left out."""

import csv
import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.nearest import ELSEWHERE
from kg import index, snapshot
from kg.knowledge_base import KnowledgeBase
from kg.linking import lexicon
from kg.model import Content
from kg.patience import TookTooLong, seconds
from kg.retrieval import Nearest
from kg.settings import Settings
from tests.made import link

HERE = Path(__file__).parent
ASKED = {
    "what makes the skeleton fragile after the change of life?": ("bone", "estrogen"),
    "my gran broke her hip, can working out help against that?": ("fracture", "fall"),
    "is milk any good": ("milk", "dairy", "calcium"),
    "do pills against brittle bones work?": ("therap", "bisphosphonate", "medication", "bone"),
}


@pytest.fixture(scope="module")
def nearest(knowledge):
    return knowledge.snapshot.nearest


@pytest.fixture(scope="module")
def bank():
    with (HERE / "questions.tsv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def ids(found):
    return [near.statement for near in found]


def test_a_statement_that_answers_is_among_the_first_for_most_questions_of_the_bank(knowledge, bank):
    cited = {}
    for row in bank:
        answer = knowledge.ask(row["question"])
        if answer.status == "answered" and answer.citations:
            cited[row["question"]] = {c.statement for c in answer.citations}
    hits = [bool(right & set(ids(knowledge.nearest(question, 5)))) for question, right in cited.items()]
    assert sum(hits) >= 0.9 * len(hits) > 250


@pytest.mark.parametrize("question", ASKED)
def test_other_words_find_it_too(knowledge, question):
    texts = [knowledge.snapshot.graph.statements[id].text.lower() for id in ids(knowledge.nearest(question))]
    assert texts
    assert any(word in text for text in texts for word in ASKED[question])


def test_another_subject_finds_nothing(knowledge):
    found = [text for text in ELSEWHERE if knowledge.nearest(text)]
    assert len(found) <= 0.1 * len(ELSEWHERE), found


def test_the_same_text_finds_the_same_best_first_and_differing_pairs_before_more_of_one(graph, nearest, bank):
    for row in bank[::7]:
        found = nearest.to(row["question"], most=5)
        assert found == nearest.to(row["question"], most=5)
        assert list(found) == sorted(found, key=lambda near: (-near.score, near.statement))
        assert all(near.score <= 1 for near in found)
    pairs = [(s.subject, s.object) for s in map(graph.statements.get, ids(nearest.to("estrogen and bone resorption")))]
    assert len(set(pairs)) == len(pairs) == 3


def test_links_of_our_own_are_never_shown(graph, nearest):
    ours = {s.id for s in graph.statements.values() if s.bridge}
    assert ours
    assert not any(ours & set(ids(nearest.to(graph.statements[id].text, most=50))) for id in ours)


def test_what_is_left_out_is_neither_named_nor_said(graph, nearest):
    for id, concept in graph.concepts.items():
        for near in nearest.to(f"how does {concept.label} act on bone loss?", most=20, without=(id,)):
            s = graph.statements[near.statement]
            assert id not in (s.subject, s.object, *s.joint, *s.context, *s.outcomes), (id, s.id)
            for name in (concept.label, *concept.synonyms):
                assert f" {name.lower()} " not in f" {s.text.lower().rstrip('.')} ", (id, s.id)


def test_an_unknown_concept_leaves_nothing_out(nearest):
    text = "does estrogen lower bone resorption?"
    assert nearest.to(text, without=("no such concept",)) == nearest.to(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "?!",
        "骨质疏松会导致骨折吗",
        "يؤثر",
        "\x00\ud800",
        "🦴" * 500,
        "bone " * 400,
        "x" * 2000,
        "a;" * 5000,
        "' OR 1=1 --",
    ],
    ids=range(11),
)
def test_any_text_is_read(nearest, text):
    assert len(nearest.to(text)) <= 3


@pytest.mark.parametrize("most", [0, -1, 10_000])
def test_any_number_may_be_wanted(nearest, most):
    found = nearest.to("do weak bones break?", most=most)
    assert len(set(ids(found))) == len(found) <= max(most, 0)
    assert bool(found) == (most > 0)


def test_a_graph_without_statements_finds_nothing(knowledge, graph):
    empty = Nearest.of(type(graph)(Content(concepts=graph.content.concepts)), knowledge.snapshot.lexicon)
    assert empty.to("does estrogen lower bone resorption?") == ()


def test_what_is_accepted_is_found_and_what_is_taken_back_is_not(curated):
    fields = {"label": "green tea", "kind": "nutrient", "synonyms": ["matcha"]}
    claim = {"subject": "green tea", "object": "bone loss", "sign": "-", "text": "Green tea slows bone loss."}
    assert not curated.nearest("matcha")
    for kind, asked in (("concept", fields), ("statement", claim)):
        curated.decide(curated.propose(kind, asked, by="ann").id, "accept", by="bea")
    assert ids(curated.nearest("is matcha good for me?")) == ["P3"]
    assert "P3" not in ids(curated.nearest("does tea slow bone loss?", 50, without=["green tea"]))
    assert KnowledgeBase(curated.settings).nearest("matcha") == curated.nearest("matcha")
    curated.revert(4, by="bea")
    assert not curated.nearest("matcha")


def test_a_later_graph_answers_as_one_made_anew(graph, nearest, bank):
    gone = [s for s in list(graph.statements.values())[::9] if not graph.pointing_at(s.id)]
    concept = graph.concepts["yoga"]
    renamed = replace(concept, synonyms=(*concept.synonyms, "quuxine"))
    added = link("estrogen", "-", "bone_loss", id="Z1")
    changed = graph.changed(Content(concepts=(renamed,), statements=(added,)), Content(statements=tuple(gone)))
    names = lexicon(changed.concepts.values())
    updated, anew = nearest.after(changed, names), Nearest.of(changed, names)
    for text in ("quuxine for balance", added.text, *(row["question"] for row in bank[::5])):
        assert updated.to(text, most=5) == anew.to(text, most=5), text
    assert "Z1" in ids(updated.to(added.text))
    assert updated.to("quuxine for balance")[0].score > nearest.to("quuxine for balance")[0].score


def test_making_it_stops_when_nobody_waits(knowledge, graph):
    with seconds(0.0, "reading the statements"), pytest.raises(TookTooLong):
        Nearest.of(graph, knowledge.snapshot.lexicon)


def test_another_subject_is_read_as_well():
    garden = KnowledgeBase(Settings(ontology=HERE / "garden"))
    for s in garden.snapshot.graph.statements.values():
        if not s.bridge:
            assert s.id in ids(garden.nearest(s.text)), s.text


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """A knowledge base whose index is kept, and the file."""
    monkeypatch.setattr(snapshot, "_KEPT_FROM", 0)
    return lambda: KnowledgeBase(Settings(data=tmp_path)), tmp_path / index.NAME


def made_of(monkeypatch):
    """The graphs of which an index is made anew from now on."""
    made, of = [], Nearest.of

    def noted(graph, *more):
        made.append(graph)
        return of(graph, *more)

    monkeypatch.setattr(Nearest, "of", noted)
    return made


def test_an_index_that_is_kept_is_read_again_and_finds_the_same(kept, monkeypatch):
    start, file = kept
    found = [start().nearest(text) for text in ASKED]
    assert file.is_file()
    made = made_of(monkeypatch)
    again = start()
    assert [again.nearest(text) for text in ASKED] == found
    assert not made


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 255]) + data[len(data) // 2 + 1 :],
        lambda _: pickle.dumps(["no", "numbers"]),
        lambda data: data.replace(b"mark", b"mork"),
    ],
    ids=["empty", "cut", "flipped", "pickle", "no mark"],
)
def test_an_index_that_is_damaged_is_made_anew(kept, monkeypatch, damage):
    start, file = kept
    found = start().nearest("do weak bones break?")
    data = file.read_bytes()
    file.write_bytes(damage(data))
    made = made_of(monkeypatch)
    assert start().nearest("do weak bones break?") == found
    assert len(made) == 1
    assert file.read_bytes() == data


def test_an_index_of_another_graph_or_another_software_is_not_taken(kept, monkeypatch):
    start, _ = kept
    start().nearest("bones")
    made = made_of(monkeypatch)
    changed = start()
    changed.decide(
        changed.propose("concept", {"label": "green tea", "kind": "nutrient"}, by="ann").id, "accept", by="b"
    )
    start().nearest("bones")
    assert len(made) == 1
    monkeypatch.setattr(snapshot, "_software", lambda: "another")
    start().nearest("bones")
    assert len(made) == 2


@pytest.mark.parametrize("name", ["vectors", "lengths", "words_rows", "words_starts", "concepts_marks", "statements"])
def test_an_index_that_does_not_fit_the_graph_is_refused(nearest, graph, name):
    arrays = nearest.packed()
    assert Nearest.unpacked(graph, nearest.lexicon, arrays).to("weak bones") == nearest.to("weak bones")
    with pytest.raises(ValueError, match="index"):
        Nearest.unpacked(graph, nearest.lexicon, {n: a for n, a in arrays.items() if n != name})
    with pytest.raises(ValueError, match=r"index|char|JSON|unexpected"):
        Nearest.unpacked(graph, nearest.lexicon, arrays | {name: arrays[name][:-1]})


def test_a_folder_that_cannot_be_written_keeps_nothing(kept, monkeypatch):
    start, file = kept

    def full(*args):
        raise OSError(28, "no space left on device")

    monkeypatch.setattr(index, "put", full)
    assert start().nearest("do weak bones break?")
    assert not file.exists()


def test_two_who_ask_at_once_have_it_made_once(monkeypatch):
    knowledge = KnowledgeBase(Settings())
    made = made_of(monkeypatch)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(knowledge.nearest, ["do weak bones break?"] * 8))
    assert len(made) == 1
    assert found[0]
    assert found == [found[0]] * 8


def test_how_far_it_is_is_told(knowledge, graph):
    told = []
    Nearest.of(graph, knowledge.snapshot.lexicon, lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert all(0 <= done <= total for done, total in told)
