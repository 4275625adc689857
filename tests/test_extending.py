"""The examples of the guide run as they stand; another subject is a folder, with every feature."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg import checks
from kg.cli import main
from kg.knowledge_base import KnowledgeBase
from kg.model import Kind
from kg.settings import Settings
from kg.web import create_app
from tests.conftest import TOKEN

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
GARDEN = Path(__file__).parent / "garden"


def blocks(language, text=GUIDE):
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("KG_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(line, code=0):
    result = CliRunner().invoke(main, shlex.split(line)[1:])
    assert result.exit_code == code, (line, result.output)
    return result.output


def test_the_commands_of_the_guide_run(folder):
    (pond,) = blocks("sif")
    (folder / "pond.sif").write_text(pond, encoding="utf-8")
    told = [run(line) for block in blocks("sh") for line in block.splitlines()]
    assert any(text.startswith("Yes: ") for text in told)
    assert (folder / "folded" / "statements.ttl").is_file()
    served = KnowledgeBase(Settings(ontology=folder / "pond", documents=folder / "pond" / "texts"))
    assert served.ask("does fertiliser lower clear water?").verdict.answer == "yes"
    assert [loop.polarity for loop in served.feedback("algae").loops] == ["reinforcing"]


def test_the_tables_of_the_guide_are_taken_in(folder):
    for table, taken in zip(blocks("tsv"), ("1 concepts and 1 statements", "0 concepts and 2 statements"), strict=True):
        (folder / "tea.tsv").write_text(table, encoding="utf-8")
        assert f"{taken} taken in" in run("kg import tea.tsv")


def test_the_requests_of_the_guide_are_answered(tmp_path):
    client = create_app(KnowledgeBase(Settings(data=tmp_path, token=TOKEN))).test_client()
    (block,) = blocks("http")
    for request in block.strip().split("\n\n"):
        line, body = request.split("\n")
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
        reply = client.post(line.removeprefix("POST "), data=body, headers=headers)
        assert reply.status_code in (200, 201, 202), (line, reply.text)


def test_the_turtle_of_the_ontology_readme_is_taken_in(curated):
    (turtle,) = blocks("turtle", (ROOT / "ontology" / "README.md").read_text(encoding="utf-8"))
    report = curated.import_(turtle.encode(), "turtle", by="ann")
    assert (report.concepts, report.statements) == (2, 2)
    assert curated.ask("does green tea slow bone loss?").verdict.answer == "yes"


@pytest.fixture(scope="module")
def garden():
    return KnowledgeBase(Settings(ontology=GARDEN))


def test_the_garden_has_no_fault():
    settings = Settings(ontology=GARDEN)
    assert list(checks.check(settings.shapes, settings.files)) == []


@pytest.mark.parametrize(
    ("question", "intent", "answer", "says"),
    [
        ("does dry soil slow seedling growth?", "effect", "yes", "Drought lowers seedling growth"),
        ("does mulching lower soil moisture?", "effect", "unknown", "mulching usually raises soil moisture"),
        ("does mulching raise seedling growth in sandy beds?", "effect", "mixed", "a little or not at all"),
        ("how does straw cover lead to less drought?", "mechanism", None, "mulching slows evaporation"),
        ("what raises soil moisture?", "causes", None, "Watering raises soil moisture"),
        ("what does mulching do?", "effects", None, "Mulching slows evaporation"),
        ("what is mulching?", "definition", None, "straw or leaves"),
        ("what modifies the effect of drought on seedling growth?", "modifiers", None, "waterlogged soil"),
    ],
)
def test_another_subject_is_asked_like_the_first(garden, question, intent, answer, says):
    found = garden.ask(question)
    assert (found.status, found.intent, found.verdict.answer) == ("answered", intent, answer)
    assert says in found.text
    assert found.citations[0].title == "Notes on a kitchen garden"


def test_another_subject_has_paths_scenarios_neighbours_and_exports(garden):
    assert garden.paths("mulching", "soil moisture").paths[0].sign == "+"
    assert garden.scenario({"watering": 1}, outcomes=["drought"]).graph_version == garden.version
    assert garden.shared("mulching", "watering").effects
    assert garden.neighbourhood("drought").edges
    assert garden.concepts("mulch").concepts[0].id == "mulching"
    assert "GA1" in garden.export("turtle")


def test_another_subject_is_extended_like_the_first(tmp_path):
    knowledge = KnowledgeBase(Settings(ontology=GARDEN, data=tmp_path))
    fields = {"subject": "watering", "object": "waterlogging", "sign": "+", "text": "Too much water floods the soil."}
    proposal = knowledge.propose("statement", fields, by="ann")
    knowledge.decide(proposal.id, "accept", by="ann")
    assert knowledge.ask("does watering raise waterlogging?").verdict.answer == "yes"
    files = knowledge.turtle_files()
    assert "c:kind_care" in files["terms.ttl"]
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    again = KnowledgeBase(Settings(ontology=tmp_path))
    assert again.snapshot.graph.content == knowledge.snapshot.graph.content


def test_a_relation_of_one_s_own_says_its_sign_and_what_it_claims(tmp_path):
    shipped = (Settings().ontology / "vocabulary.ttl").read_text(encoding="utf-8")
    own = """
c:dries_out a c:Relation ; rdfs:label "dries out"@en ; c:impliedSign "-" ; c:claim c:CausalStatement .
c:is_next_to a c:Relation ; rdfs:label "is next to"@en .
"""
    (tmp_path / "vocabulary.ttl").write_text(shipped + own, encoding="utf-8")
    (tmp_path / "garden.ttl").write_bytes((GARDEN / "garden.ttl").read_bytes())
    knowledge = KnowledgeBase(Settings(ontology=tmp_path, data=tmp_path / "data"))
    fields = {"subject": "mulching", "object": "soil moisture", "text": "It does so."}
    made = []
    for relation in ("dries_out", "is_next_to"):
        proposal = knowledge.propose("statement", fields | {"relation": relation}, by="ann")
        knowledge.decide(proposal.id, "accept", by="ann")
        made.append(knowledge.snapshot.graph.statements[f"P{proposal.id}"])
    assert [(s.kind, s.worded_sign) for s in made] == [(Kind.causal, "-"), (Kind.structural, "")]
