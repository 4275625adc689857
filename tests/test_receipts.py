"""An answer can be asked again, on the graph as it was and as it is, and what changed is told."""

import json
from dataclasses import replace

import httpx
import orjson
import pytest
from click.testing import CliRunner
from pydantic import TypeAdapter

from kg.answer import Answer, differences
from kg.cli import main
from kg.curation.writing import UnknownChange
from kg.knowledge_base import Query
from kg.web import create_app
from tests.conftest import running

ASKED = "Does yoga lower bone loss?"
QUESTIONS = (ASKED, "What raises RANKL?", "How does estrogen affect bone loss after menopause?", "what is sclerostin?")
CLAIM = {"subject": "yoga", "object": "bone_loss", "sign": "-", "text": "Yoga slows bone loss."}
READ = {
    "ask": lambda k: k.ask(ASKED),
    "paths": lambda k: k.paths("yoga", "bone_loss"),
    "effects": lambda k: k.effects("yoga"),
    "causes": lambda k: k.causes("bone_loss", Query(limit=50)),
    "concept": lambda k: k.concept("yoga"),
}


def accepted(knowledge, **claim):
    sent = knowledge.propose("statement", CLAIM | claim, by="ann")
    knowledge.decide(sent.id, "accept", by="bea")
    return knowledge.change


def as_json(value):
    return json.loads(orjson.dumps(value))


def test_every_verb_answers_as_it_did_before_a_change(curated):
    before = {name: read(curated) for name, read in READ.items()}
    number = accepted(curated)
    after = {name: read(curated) for name, read in READ.items()}
    assert {name: read(curated.as_of(0)) for name, read in READ.items()} == before
    assert {name: read(curated.as_of(number)) for name, read in READ.items()} == after
    assert all(before[name] != after[name] for name in READ)
    accepted(curated, object="bmd", sign="+", text="Yoga raises it.")
    assert {name: read(curated.as_of(number)) for name, read in READ.items()} == after
    with pytest.raises(UnknownChange):
        curated.as_of(number + 1000)


def test_an_earlier_state_is_made_once(curated):
    accepted(curated)
    assert curated.at(0) is curated.at(0)
    assert curated.at(None) is curated.snapshot


def test_the_address_of_an_answer_answers_it_again_after_a_change(curated):
    client = create_app(curated).test_client()
    saved = [client.post("/api/v1/ask", json={"question": q, "max_paths": 3}).json for q in QUESTIONS]
    accepted(curated)
    for answer in saved:
        address = answer["receipt"]["address"]
        assert answer["graph_version"] in address
        assert client.get(address).json == answer
    assert client.get("/api/v1/statements/S106a?at=0").json["graph_version"] == saved[0]["graph_version"]
    assert client.get("/api/v1/statements/S106a?at=77").status_code == 404


def test_an_answer_that_holds_differs_in_nothing(knowledge):
    for question in QUESTIONS:
        saved = TypeAdapter(Answer).validate_python(as_json(knowledge.ask(question)))
        assert knowledge.verify_answer(saved) == ()


def test_a_turned_verdict_and_a_statement_that_is_gone_are_grave(curated):
    saved = curated.ask(ASKED)
    accepted(curated)
    now = curated.ask(ASKED)
    graph = curated.snapshot.graph
    turned = differences(saved, now, graph, {})
    assert turned[0].grave
    assert turned[0].what.startswith(("status", "verdict"))
    assert {d.what for d in turned} >= {"graph version", "statements cited"}
    gone = differences(now, now, curated.at(0).graph, {})
    assert [d.what for d in gone if d.grave] == ["statement P1"]


def test_another_passage_is_grave(knowledge):
    graph = knowledge.snapshot.graph
    saved = knowledge.ask("Does estrogen lower RANKL?")
    document = saved.citations[0].document
    text = "x" * graph.documents[document].length
    found = differences(saved, saved, graph, {document: text})
    assert {d.what for d in found if d.grave} == {f"passage of {c.statement}" for c in saved.citations}
    forged = replace(saved, citations=tuple(replace(c, passage="not so") for c in saved.citations))
    assert any(d.grave and "within the saved answer" in d.what for d in differences(forged, saved, graph, {}))


def test_the_command_exits_with_1_where_the_verdict_is_another(tmp_path, monkeypatch):
    monkeypatch.setenv("KG_DATA", str(tmp_path / "data"))
    file = tmp_path / "answer.json"
    asked = CliRunner().invoke(main, ["ask", "--json", ASKED])
    file.write_text(asked.output)
    same = CliRunner().invoke(main, ["verify-answer", str(file)])
    assert (same.exit_code, same.output) == (0, "it would be answered just so now\n")
    said = json.loads(asked.output)
    said["verdict"]["answer"] = "yes" if said["verdict"]["answer"] != "yes" else "no"
    file.write_text(json.dumps(said))
    other = CliRunner().invoke(main, ["verify-answer", "--json", str(file)])
    assert other.exit_code == 1
    assert [one["what"] for one in json.loads(other.output)] == ["verdict, answer"]
    file.write_text("{}")
    assert "holds no answer" in CliRunner().invoke(main, ["verify-answer", str(file)]).output


def test_an_address_can_be_asked_of_a_real_server(tmp_path):
    with running(KG_DATA=str(tmp_path)) as address:
        saved = httpx.post(f"{address}/api/v1/ask", json={"question": "Does estrogen raise RANKL?"}).json()
        again = httpx.get(address + saved["receipt"]["address"])
    assert again.json() == saved
