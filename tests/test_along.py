"""What can be taken along from an answer says what the answer says, and names where it is from."""

import re
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from kg.answer.clinic import MOST, to_ask
from kg.cli import main
from kg.english.reading import reading_age
from kg.followed import turned
from kg.knowledge_base import KnowledgeBase
from kg.settings import Settings
from kg.web import create_app
from kg.web.filters import plain
from tests.test_curation import accepted

QUESTION = "does yoga lower fall risk?"
GARDEN = Path(__file__).parent / "garden"
OF_BONES = "does estrogen slow bone loss?"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def followed(curated):
    """Two changes, of which the last turns what is said of yoga."""
    accepted(curated, "concept", {"label": "green tea", "kind": "nutrient"})
    text = "Yoga raises the risk of a fall in this note."
    accepted(curated, "statement", {"subject": "yoga", "object": "fall risk", "sign": "+", "text": text})
    return curated


def test_just_the_changes_that_turn_a_verdict_are_told(followed):
    before, after = (followed.at(n).graph for n in (0, 4))
    assert before.statements.keys() < after.statements.keys()
    (turn,) = turned(followed, QUESTION)
    assert turn.change == 4
    assert turn.before != turn.after == followed.ask(QUESTION).verdict
    assert set(turn.statements) == after.statements.keys() - before.statements.keys()
    assert "Yoga raises the risk of a fall in this note." in turn.text
    assert turned(followed, "does jumping raise bone strength?") == ()


def test_a_change_taken_back_turns_it_back(followed):
    followed.revert(4, by="ann")
    back, turn = turned(followed, QUESTION)
    assert (back.before, back.after) == (turn.after, turn.before)


def test_what_is_only_proposed_turns_nothing(curated):
    curated.propose(
        "statement", {"subject": "yoga", "object": "fall risk", "sign": "+", "text": "It may be so."}, by="ann"
    )
    assert turned(curated, QUESTION) == ()


def test_the_two_feeds_tell_the_same(followed):
    client = create_app(followed).test_client()
    atom = client.get("/follow.atom", query_string={"q": QUESTION})
    feed = client.get("/follow.json", query_string={"q": QUESTION})
    assert (atom.mimetype, feed.mimetype) == ("application/atom+xml", "application/feed+json")
    tree = ElementTree.fromstring(atom.data)
    entries = tree.findall(f"{ATOM}entry")
    items = feed.json["items"]
    assert [e.find(f"{ATOM}id").text for e in entries] == [i["id"] for i in items]
    assert [e.find(f"{ATOM}content").text for e in entries] == [i["content_text"] for i in items]
    assert len(items) == 1
    assert all(tree.find(f"{ATOM}{name}") is not None for name in ("id", "title", "updated", "author"))
    assert feed.json["version"].endswith("/1.1")


def test_the_terminal_tells_it_too_and_goes_on_looking(followed, monkeypatch):
    monkeypatch.setattr("kg.cli.watching.opened", lambda: followed)
    waited = []

    def sleep(seconds):
        waited.append(seconds)
        if len(waited) > 1:
            raise KeyboardInterrupt
        followed.revert(4, by="ann")

    monkeypatch.setattr("kg.cli.watching.time.sleep", sleep)
    said = CliRunner().invoke(main, ["watch", "--every", "5", *QUESTION.split()]).output
    assert waited == [5, 5]
    assert said.startswith("Now: ")
    assert [int(n) for n in re.findall(r"^Change (\d+)", said, re.MULTILINE)] == [4, 5]


@pytest.mark.parametrize("question", [OF_BONES, "what causes bone loss?", "does vitamin C help bone?", QUESTION])
def test_the_page_for_the_clinic_has_the_finding_its_sources_and_its_reading_age(client, question):
    answer = client.get("/api/v1/ask", query_string={"question": question}).json
    html = client.get("/clinic", query_string={"q": question}).text
    said = [c["text"] for c in answer["citations"] if not c["bridge"]][:5]
    told = html.replace("&#39;", "'").replace("&#34;", '"')
    assert all(text in told for text in said)
    assert re.search(r"Reading age by the Automated Readability Index: \d+ years", html)
    assert "<script" not in html
    assert question in html


@pytest.mark.parametrize("question", [OF_BONES, "what causes bone loss?", "does vitamin C help bone?", QUESTION])
def test_what_to_ask_is_on_the_page_once_and_bears_on_the_answer(client, knowledge, question):
    answer = knowledge.ask(question)
    asked = to_ask(knowledge.snapshot.graph, answer)
    html = unescape(client.get("/clinic", query_string={"q": question}).text)
    assert 1 <= len(asked) == len(set(asked)) <= MOST
    assert all(html.count(f"<bdi>{plain(text)}</bdi>") == 1 for text in asked)
    assert any("no source here states" in text for text in asked) <= any(c.bridge for c in answer.citations)
    assert all(any(m.label in text for m in answer.modifiers) for text in asked if "play a part" in text)


def test_what_to_ask_of_another_subject_names_nothing_of_the_first():
    garden = KnowledgeBase(Settings(ontology=GARDEN))
    client = create_app(garden).test_client()
    question = "does mulching raise seedling growth?"
    asked = to_ask(garden.snapshot.graph, garden.ask(question))
    html = client.get("/clinic", query_string={"q": question}).text
    assert any("mulching" in text for text in asked)
    assert not re.search(r"health|clinic(?!\.css)|side effect|dose|bone", html.partition("<main>")[2].split("<a")[0])


def test_a_harder_text_is_read_at_a_later_age():
    assert reading_age("") == 5
    ages = [
        reading_age(t) for t in ("He ran. She sat.", "Bone is lost faster.", "Mineralization deteriorates rapidly.")
    ]
    assert ages == sorted(ages)


def test_an_answer_is_embedded_by_what_oembed_says(client):
    page = client.get("/", query_string={"q": OF_BONES}).text
    address = re.search(r'application/json\+oembed" href="([^"]+)"', page)[1].replace("&amp;", "&")
    told = client.get(address).json
    assert (told["version"], told["type"], told["title"]) == ("1.0", "rich", OF_BONES)
    source = re.search(r'src="([^"]+)"', told["html"])[1].replace("&amp;", "&")
    frame = client.get(source)
    assert "frame-ancestors *" in frame.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in frame.headers
    assert "<script" not in frame.text
    assert "<svg" in frame.text
    assert client.get(address + "&maxwidth=300").json["width"] == 300


def test_only_answers_of_this_service_are_embedded(client):
    for address in ("http://elsewhere.example/?q=why", "http://localhost/map", ""):
        assert client.get("/oembed", query_string={"url": address}).status_code == 404
    assert client.get("/oembed", query_string={"url": "/?q=why", "format": "xml"}).status_code == 501


def test_every_other_page_stays_out_of_frames(client):
    for address in ("/", "/explore", "/clinic?q=why"):
        headers = client.get(address).headers
        assert headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_without_a_question_there_is_nothing_to_take_along(client):
    for address in ("/clinic", "/embed", "/follow.atom", "/follow.json"):
        assert client.get(address).status_code == 422


def test_a_notebook_shows_the_answer_escaped_with_its_sources(knowledge):
    answer = knowledge.ask("does <b>estrogen</b> slow bone loss?")
    html = answer._repr_html_()
    assert "<b>" not in html
    assert all(f'<li value="{c.number}">' in html for c in answer.citations)
    paths = knowledge.paths("estrogen", "bone loss")._repr_html_()
    assert "<sup>1</sup>" in paths
