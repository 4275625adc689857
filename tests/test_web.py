"""The API over real HTTP: its promises, bad input, and its own OpenAPI document put to the test."""

import html
import json
import re
import tempfile
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote_plus

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import positive_data_acceptance

from kg.answer.values import ReadingView, WordView
from kg.knowledge_base import KnowledgeBase
from kg.settings import Settings
from kg.web import create_app

API = "/api/v1"


def get(client, path, status=200, **query):
    response = client.get(API + path, query_string=query)
    assert response.status_code == status, response.text
    return response.json


def test_the_first_question_is_answered(client):
    answer = get(client, "/ask", question="how does resistance training affect fracture risk?")
    assert answer["status"] == "answered"
    assert answer["verdict"] == {
        "answer": None,
        "direction": "decreases",
        "beneficial": True,
        "basis": "by_mechanism",
    }
    assert [c["role"] for c in answer["concepts"]] == ["cause", "effect"]
    assert answer["paths"]
    assert answer["citations"][0]["section"]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("does menopause raise fracture risk?", "yes"),
        ("Does estrogen lower RANKL?", "yes"),
        ("does estrogen raise RANKL?", "no"),
        ("does jumping increase bone mineral density in postmenopausal women?", "mixed"),
        ("does magnesium increase osteoblast activity?", "unknown"),
        ("is menopause bad for bone mineral density?", "yes"),
    ],
)
def test_a_yes_no_question_has_its_answer(client, question, answer):
    assert get(client, "/ask", question=question)["verdict"]["answer"] == answer


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("how does yoga affect fall risk?", "answered"),
        ("how does yoga affect bone mineral density?", "no_known_path"),
        ("how does bmd affect menopause?", "no_known_path"),
        ("blue moon?", "unknown_concept"),
        ("what nuts how wrist", "no_known_path"),
        ("x" * 2000, "unknown_concept"),
        ("<script>alert(1)</script>", "unknown_concept"),
    ],
)
def test_every_question_gets_an_answer_of_one_shape(client, question, status):
    answer = client.post(f"{API}/ask", json={"question": question}).json
    assert answer["status"] == status
    assert set(answer) == set(get(client, "/ask", question="how does menopause affect bmd?"))


@pytest.mark.parametrize(
    ("question", "intent", "says"),
    [
        ("what lowers fracture risk?", "causes", "Bisphosphonates may lower fracture risk"),
        ("what raises estrogen?", "causes", "Hormonal optimization may raise estrogen"),
        ("what does estrogen do?", "effects", "Estrogen slows bone resorption"),
        ("which foods have magnesium", "members", "dark chocolate"),
        ("what are examples of resistance training?", "members", "lifting weights"),
        ("how is bmd measured?", "measurement", "DXA"),
        ("how much vitamin D should a woman take a day?", "quantity", "800 to 1,000 IU"),
        ("what is Wolff's law?", "definition", "Wolff's Law"),
    ],
)
def test_lists_and_facts_are_told(client, question, intent, says):
    answer = get(client, "/ask", question=question)
    assert (answer["status"], answer["intent"]) == ("answered", intent)
    assert says in answer["text"]


@pytest.mark.parametrize(
    ("question", "answer", "direction"),
    [
        ("does less estrogen raise RANKL?", "yes", "increases"),
        ("does lack of estrogen lower RANKL?", "no", "increases"),
        ("does estrogen not raise RANKL?", "yes", "decreases"),
        ("doesn't estrogen lower RANKL?", "yes", "decreases"),
    ],
)
def test_a_level_or_negation_counts_once(client, question, answer, direction):
    verdict = get(client, "/ask", question=question)["verdict"]
    assert (verdict["answer"], verdict["direction"]) == (answer, direction)


def test_paths_say_when_a_limit_cut_them(client):
    answer = get(client, "/paths", cause="menopause", effect="fracture risk", limit=3)
    assert (len(answer["paths"]), answer["complete"]) == (3, False)
    assert answer["total"] > 100


def test_a_bare_plus_in_an_address_is_a_plus(client):
    answer = client.get(f"{API}/paths?cause=menopause&effect=fracture_risk&sign=+").json
    assert {path["sign"] for path in answer["paths"]} == {"+"}


def test_passages_are_shown_only_where_the_document_is_at_hand(client):
    assert get(client, "/statements/S106a")["citation"]["passage"] is None
    assert get(client, "/documents")["documents"][0]["at_hand"] is False


def test_a_scenario_tells_what_the_set_itself_changes(client):
    body = {"set": {"estrogen therapy": "high", "jumping": "high"}, "context": ["postmenopausal women"]}
    answer = client.post(f"{API}/scenario", json={**body, "outcomes": ["bmd"]}).json
    lifted = [m for m in answer["switched"] if m["statement"] == "S120a"]
    assert lifted
    assert all(m["active"] is False and m["by_mechanism"] for m in lifted)
    assert "not reported by any trial" in lifted[0]["text"]


def test_what_lies_around_and_between_is_shown(client):
    assert {e["id"] for e in get(client, "/concepts/rankl/neighbourhood")["edges"]} >= {"S108a", "S106a"}
    assert get(client, "/mechanism/shared", a="rankl", b="osteoclast_activity")["causes"]
    assert get(client, "/feedback", concept="estrogen")["loops"] == []
    assert get(client, "/concepts", q="estr")["concepts"][0]["id"] == "estrogen"
    assert get(client, "/effects", cause="menopause", kind="outcome")["items"]


def test_an_unchanged_graph_is_not_sent_twice(client):
    tag = client.get(f"{API}/concepts/estrogen").headers["ETag"]
    assert client.get(f"{API}/concepts/estrogen", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/paths?cause=strenth+trainin&effect=nonsense", 404, "no concept is called 'nonsense'"),
        ("/paths?cause=bmd&effect=bmd", 422, "name two concepts"),
        ("/paths?cause=bmd", 422, "effect"),
        ("/paths?cause=a&effect=b&longest=999", 422, "longest"),
        ("/paths?cause=a&effect=b&limit=0", 422, "limit"),
        ("/paths?cause=a&effect=b&colour=red", 422, "colour"),
        ("/paths?cause=rankl&effect=bmd&relation=tickles", 404, "no relation is called 'tickles'"),
        (f"/paths?cause={'x' * 10_000}&effect=bmd", 422, "cause"),
        ("/paths?cause=%ff%fe&effect=bmd", 404, "no concept"),
        (
            "/paths?cause=rankl&effect=bmd&context=premenopausal_women&context=postmenopausal_women",
            422,
            "cannot both hold",
        ),
        ("/concepts?kind=colour", 404, "no kind of concept"),
        ("/statements/S999", 404, "no statement has the id"),
        ("/graph?format=pdf", 422, "format"),
    ],
)
def test_bad_input_is_told_what_would_be_right(client, path, status, says):
    response = client.get(API + path)
    assert response.status_code == status, response.text
    assert response.content_type == "application/problem+json"
    assert says in response.text


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"\xff\xfe{", 422),
        (b"[]", 422),
        (b'{"question": 5}', 422),
        (b'{"question": ""}', 422),
        (b'{"question": "x", "more": 1}', 422),
        (json.dumps({"question": "x" * 2001}).encode(), 422),
        (json.dumps({"question": "x" * 70_000}).encode(), 413),
    ],
)
def test_a_bad_body_is_refused(client, data, status):
    response = client.post(f"{API}/ask", data=data, content_type="application/json")
    assert response.status_code == status, response.text


@pytest.mark.parametrize("format", ["cytoscape", "graphml", "gexf", "node-link", "turtle", "json-ld", "n-quads", "csv"])
def test_a_real_server_gives_the_graph_in_every_format(server, format):
    response = httpx.get(f"{server}{API}/graph", params={"format": format, "concept": "rankl"})
    assert response.status_code == 200
    assert "rankl" in response.text


def test_a_real_server_answers_and_tells_of_itself(server):
    asked = {"cause": "resistance training", "effect": "fracture risk"}
    assert httpx.get(f"{server}{API}/paths", params=asked).json()["verdict"]["direction"] == "decreases"
    assert "causeway_requests_total" in httpx.get(f"{server}/metrics").text
    assert httpx.get(f"{server}/openapi.json").json()["openapi"].startswith("3.1")
    page = httpx.get(f"{server}/docs/", follow_redirects=True)
    assert page.status_code == 200


TOKEN = "a-token-for-the-tests"
FOLDER = tempfile.TemporaryDirectory()
CURATED = create_app(KnowledgeBase(Settings(data=Path(FOLDER.name), token=TOKEN, rate=1_000_000)))
schema = schemathesis.openapi.from_wsgi("/openapi.json", CURATED)
PLAIN = {"Accept-Encoding": "identity"}  # without a server, its client asks for gzip and does not read it


@schema.exclude(path_regex="^/trapi/query").parametrize()
@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_the_api_keeps_its_own_document(case):
    case.call_and_validate(headers=PLAIN)


@schema.include(path_regex="^/trapi/query").parametrize()
@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_a_query_graph_meets_the_same_document(case):
    """That ends are keys of nodes is beyond a schema; 501 is how its API says that a form is not answered."""
    case.call_and_validate(headers=PLAIN, excluded_checks=[positive_data_acceptance, not_a_server_error])


@schema.include(path_regex="proposals|history|documents").parametrize()
@settings(max_examples=50, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_who_may_write_meets_the_same_document(case):
    bearer = {**PLAIN, "Authorization": f"Bearer {TOKEN}"}
    case.call_and_validate(headers=bearer, excluded_checks=[positive_data_acceptance])


def test_the_page_marks_only_words_not_understood_or_that_restrict(client, knowledge, monkeypatch):
    question = "does estrogen blorf bone loss only, please"
    uses = (("does", "form"), ("estrogen", "concept"), ("blorf", "not_understood"), ("only", "restriction"))
    words = tuple(
        WordView(start=question.index(w), end=question.index(w) + len(w), text=w, use=use)
        for w, use in (*uses, ("please", "none"))
    )
    real = knowledge.ask("does estrogen slow bone loss?", why=True)
    readings = (ReadingView(text="what is estrogen?"),)
    related = replace(real, status="related", words=words, readings=readings)
    monkeypatch.setattr(type(knowledge), "asked", lambda *_, **__: (related, knowledge.snapshot))
    page = client.get("/", query_string={"q": question}).text
    marked = re.findall(r'<span class="word" data-use="(\w+)"><span class="role">([^<]*)</span> <bdi>([^<]*)', page)
    assert marked == [("not_understood", "not understood", "blorf"), ("restriction", "keeps to", "only")]
    glossed = re.findall(r'<li data-use="(\w+)"><bdi>([^<]*)</bdi> <small>([^<]*)', page)
    assert glossed[0] == ("form", "does", "says what is asked")
    assert glossed[-1] == ("none", "please", "changes nothing")
    assert "Not read with certainty" in page
    assert len(re.findall(r"\?q=what(?:\+|%20)is(?:\+|%20)estrogen", page)) == 1


def test_a_restriction_that_a_chip_tells_of_is_not_marked_again(client):
    page = client.get("/", query_string={"q": "does exercise help bone other than through loading?"}).text
    assert '<span class="role">other than through</span>' in page
    assert 'class="word"' not in page


def test_why_is_there_where_it_is_asked_for(client):
    question = "does less estrogen lower bone resorption via RANKL?"
    plain = client.post(f"{API}/ask", json={"question": question}).json
    assert "why" not in plain
    asked = client.post(f"{API}/ask", json={"question": question, "why": True}).json
    why = asked.pop("why")
    assert asked == plain
    assert why["analyses"][0]["reading"] == "does less estrogen lower bone resorption, through RANKL?"
    for told in (why["analyses"], why["nearest"]):
        scores = [one["score"] for one in told]
        assert scores == sorted(scores, reverse=True)
    assert {tuple(n) for n in why["nearest"]} == {("statement", "score", "text")}
    assert get(client, f"/statements/{why['nearest'][0]['statement']}")["text"] == why["nearest"][0]["text"]
    assert get(client, "/ask", question=question, why="true")["why"] == why


def test_what_is_nearest_tells_of_nothing_that_is_left_out(client):
    near = get(client, "/ask", question="what lowers bone loss besides estrogen?", why="true")["why"]["nearest"]
    assert near
    assert [n["text"] for n in near if "estrogen" in n["text"].lower()] == []


@pytest.mark.parametrize("why", ["yes", 1, None, []])
def test_why_is_true_or_false(client, why):
    assert client.post(f"{API}/ask", json={"question": "is yoga good?", "why": why}).status_code == 422


def test_the_schema_tells_of_readings_and_why(client):
    schemas = client.get("/openapi.json").json["components"]["schemas"]
    assert "readings" in schemas["Answer"]["properties"]
    assert "why" not in schemas["Answer"]["properties"]
    assert "why" in schemas["AnswerWithWhy"]["required"]
    assert set(schemas["AnalysisView"]["required"]) == {"reading", "score"}
    assert set(schemas["NearView"]["required"]) == {"statement", "score", "text"}


@pytest.mark.parametrize("question", ["is T good?", "can running hurt my joints", "what can I do about osteoporosis?"])
def test_what_else_it_could_have_meant_is_told_and_can_be_clicked(client, question):
    readings = get(client, "/ask", question=question)["readings"]
    page = html.unescape(client.get("/", query_string={"q": question}).text)
    asked = [unquote_plus(address) for address in re.findall(r'href="/\?q=([^"&]*)"', page)]
    assert readings
    for reading in readings:
        assert f">{reading['text']}<" in page
        assert reading["text"] in asked
        assert get(client, "/ask", question=reading["text"])["status"] in ("answered", "no_known_path")


def test_the_page_says_how_a_question_was_read(client):
    page = client.get("/", query_string={"q": "does estrogen lower bone resorption?"}).text
    block = re.search(r'<details class="why">(.*?)</details>', page, re.DOTALL)[1]
    assert "<summary>How this was read</summary>" in block
    assert "does estrogen lower bone resorption?" in block
    assert 'href="/statement/' in block


def test_the_example_of_why_in_the_readme_is_true(client):
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    body, reply = (json.loads(text) for text in re.findall(r"```json\n(.*?)```", readme, re.DOTALL)[:2])
    why = client.post(f"{API}/ask", json=body).json["why"]
    assert why["analyses"][0]["reading"] == reply["why"]["analyses"][0]["reading"]
    shown = reply["why"]["nearest"][0]
    assert (shown["statement"], shown["text"]) in [(n["statement"], n["text"]) for n in why["nearest"]]
