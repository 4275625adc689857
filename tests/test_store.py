"""A graph on a SPARQL endpoint: the same answers, shared changes, and a store that goes away and comes back."""

import itertools
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.journal import JournalDamaged
from kg.knowledge_base import KnowledgeBase
from kg.remote import Client, StoreAway
from kg.settings import Settings, SettingsError
from tests.conftest import TOKEN, running
from tests.stores import Oxigraph, Virtuoso

QUESTION = "does watering raise growth?"
ONTOLOGY, GARDEN = str(Settings().ontology), str(Path(__file__).parent / "garden")


@pytest.fixture(scope="module", params=[Oxigraph, Virtuoso], ids=["oxigraph", "virtuoso"])
def engine(request, tmp_path_factory):
    made = request.param(tmp_path_factory.mktemp("engine"))
    made.start()
    yield made
    made.take_away()


def variables(engine, data, graph):
    return {
        "KG_STORE": engine.query,
        "KG_STORE_UPDATE": engine.update,
        "KG_STORE_LOGIN": engine.login,
        "KG_STORE_GRAPH": f"urn:graph:{graph}",
        "KG_DATA": str(data),
        "KG_ONTOLOGY": ONTOLOGY if graph.startswith("test_a_graph_on") else GARDEN,
    }


def on_store(engine, data, graph, **more):
    return KnowledgeBase(Settings.from_environment(variables(engine, data, graph)).with_(token=TOKEN, **more))


@pytest.fixture
def pushed(engine, tmp_path):
    """A graph of its own on the engine, as shipped, and the folder that it was pushed from."""
    name = tmp_path.name
    run = CliRunner().invoke(main, ["store", "push"], env=variables(engine, tmp_path / "first", name))
    assert run.exit_code == 0, run.output
    return engine, tmp_path / "first", name


def accept(knowledge, label):
    proposal = knowledge.propose("concept", {"label": label, "kind": "plant"}, by="a")
    return knowledge.decide(proposal.id, "accept", by="b").record


def test_a_graph_on_a_store_is_the_same_graph(pushed, knowledge):
    engine, data, name = pushed
    remote = on_store(engine, data, name)
    assert remote.snapshot.graph.content == knowledge.snapshot.graph.content
    assert remote.version == knowledge.version
    question = "does estrogen lower RANKL?"
    assert remote.ask(question) == knowledge.ask(question)
    assert remote.unready is None


def test_what_one_server_accepts_the_others_answer_with(pushed, tmp_path):
    engine, data, name = pushed
    one, two = on_store(engine, data, name), on_store(engine, tmp_path / "second", name)
    accept(one, "green tea")
    assert "green_tea" not in two.snapshot.graph.concepts
    two.look()
    assert "green_tea" in two.snapshot.graph.concepts
    assert two.version == one.version
    number = accept(two, "black tea")
    one.look()
    assert one.snapshot.graph.content == two.snapshot.graph.content
    two.revert(number, by="b")
    one.look()
    assert "black_tea" not in one.snapshot.graph.concepts
    again = on_store(engine, data, name)
    assert again.snapshot.graph.content == one.snapshot.graph.content == two.snapshot.graph.content
    assert [r.number for r in again.snapshot.ledger.changes] == [r.number for r in one.snapshot.ledger.changes]
    assert "green_tea" not in again.at(0).graph.concepts


def test_two_who_write_at_once_lose_nothing(pushed, tmp_path):
    engine, data, name = pushed
    one, two = on_store(engine, data, name), on_store(engine, tmp_path / "second", name)
    for number in range(3):
        accept(one, f"food {number}")
        accept(two, f"drink {number}")
    one.look()
    labels = {f"{what}_{number}" for what in ("food", "drink") for number in range(3)}
    assert labels <= set(one.snapshot.graph.concepts) & set(two.snapshot.graph.concepts)
    assert one.snapshot.graph.content == two.snapshot.graph.content


def test_a_store_that_is_away_refuses_writing_and_answers_go_on(pushed):
    engine, data, name = pushed
    knowledge = on_store(engine, data, name, store_seconds=2)
    accept(knowledge, "green tea")
    before = knowledge.ask(QUESTION)
    engine.take_away()
    try:
        with pytest.raises(StoreAway, match="reached"):
            accept(knowledge, "black tea")
        assert knowledge.unready is not None
        assert knowledge.ask(QUESTION) == before
        started = on_store(engine, data, name, store_seconds=2)
        assert "green_tea" in started.snapshot.graph.concepts
        assert started.unready is not None
    finally:
        engine.start()
    started.look()
    assert started.unready is None
    accept(knowledge, "black tea")
    started.look()
    assert {"green_tea", "black_tea"} <= set(started.snapshot.graph.concepts)


def test_a_change_whose_word_was_lost_is_in_the_store_once(pushed, monkeypatch):
    """The store is away between the journal and the update: the change is kept, and told when it is back."""
    engine, data, name = pushed
    knowledge = on_store(engine, data, name, store_seconds=2)
    append = knowledge.journal.append

    def away(record):
        made = append(record)
        if made.changes:
            engine.take_away()
        return made

    monkeypatch.setattr(knowledge.journal, "append", away)
    with pytest.raises(StoreAway):
        accept(knowledge, "green tea")
    monkeypatch.undo()
    engine.start()
    assert "green_tea" in knowledge.snapshot.graph.concepts
    knowledge.look()
    assert knowledge.unready is None
    other = on_store(engine, data.with_name("other"), name)
    assert other.snapshot.graph.content == knowledge.snapshot.graph.content
    assert "green_tea" in other.snapshot.graph.concepts


def test_a_journal_that_the_store_does_not_know_is_told(pushed):
    engine, data, name = pushed
    knowledge = on_store(engine, data, name)
    accept(knowledge, "green tea")
    lines = (data / "journal.jsonl").read_bytes().splitlines(keepends=True)
    (data / "journal.jsonl").write_bytes(b"".join(lines[:1]))
    (data / "journal.end").unlink()
    other = on_store(engine, data, name)
    with pytest.raises(JournalDamaged, match="kg store push"):
        other.look()
    assert other.unready is not None


def test_a_store_taken_away_in_the_midst_of_a_load_loses_nothing(pushed, tmp_path):
    """Readers and a writer go on at a service; what it has acknowledged is in the store once that is back."""
    engine, data, name = pushed
    settings = variables(engine, data, name)
    with running(**settings, KG_TOKEN=TOKEN, KG_STORE_SECONDS="5") as address:
        service = httpx.Client(base_url=address, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=60)
        asked = lambda: service.get("/api/v1/ask", params={"question": QUESTION}).json()["text"]  # noqa: E731
        before, kept, stop = asked(), [], threading.Event()

        def write():
            for number in itertools.count():
                if stop.is_set():
                    return
                body = {"kind": "concept", "concept": {"label": f"seed {number}", "kind": "plant"}}
                made = service.post("/api/v1/proposals", json=body)
                if made.status_code == 201:
                    decision = f"/api/v1/proposals/{made.json()['id']}/decision"
                    if service.post(decision, json={"verdict": "accept"}).status_code == 200:
                        kept.append(f"seed_{number}")

        with ThreadPoolExecutor(1) as threads:
            load = threads.submit(write)
            try:
                until(lambda: len(kept) > 1)
                engine.take_away()
                until(lambda: service.get("/health/ready").status_code == 503)
                assert engine.query in service.get("/health/ready").json()["detail"]
                assert asked() == before
                away = len(kept)
                engine.start()
                until(lambda: service.get("/health/ready").status_code == 200)
                until(lambda: len(kept) > away + 1)
            finally:
                stop.set()
            load.result()
        assert asked() == before
        query = {"query": f"ASK {{ <https://example.org/mbl/{kept[-1]}> ?p ?o }}"}
        assert service.get("/sparql", params=query).json()["boolean"] is True
        service.close()
    other = on_store(engine, tmp_path / "other", name)
    assert set(kept) <= set(other.snapshot.graph.concepts)


def until(holds, seconds=60):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


@pytest.fixture
def faulty():
    """The address of an endpoint that answers what it is told to, and how often it was asked."""
    replies, asked = [], []

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self):
            asked.append(self.rfile.read(int(self.headers["Content-Length"])))
            status, body = replies[min(len(asked), len(replies)) - 1]
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Answering) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/", replies, asked
        server.shutdown()
        thread.join()


WHOLE = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"1"}}]}}'


@pytest.mark.parametrize(
    ("told", "times"),
    [([(200, WHOLE)], 1), ([(500, b""), (200, WHOLE)], 2), ([(200, WHOLE[:-9]), (503, b""), (200, WHOLE)], 3)],
)
def test_a_query_is_sent_again_where_that_may_help(faulty, told, times):
    address, replies, asked = faulty
    replies += told
    assert [row[0].value for row in Client(address, address, "", 5).select("SELECT")] == ["1"]
    assert len(asked) == times


@pytest.mark.parametrize(
    ("told", "times"), [((200, WHOLE[:-9]), 3), ((503, b"busy"), 3), ((400, b"no"), 1), ((200, b"<html>"), 3)]
)
def test_an_endpoint_that_never_answers_whole_is_away(faulty, told, times):
    address, replies, asked = faulty
    replies.append(told)
    with pytest.raises(StoreAway):
        Client(address, address, "", 5).select("SELECT")
    assert len(asked) == times


def test_an_update_is_sent_once(faulty):
    address, replies, asked = faulty
    replies.append((503, b"busy"))
    with pytest.raises(StoreAway, match="busy"):
        Client(address, address, "", 5).update("CLEAR ALL")
    assert asked == [b"update=CLEAR+ALL"]


def test_a_store_without_the_graph_is_told(engine, tmp_path):
    with pytest.raises(StoreAway, match="kg store push"):
        on_store(engine, tmp_path, "none")


def test_a_graph_is_not_overwritten_unasked(pushed):
    engine, data, name = pushed
    run = CliRunner().invoke(main, ["store", "push"], env=variables(engine, data, name))
    assert run.exit_code == 1
    assert "--replace" in run.output
    assert "version" in CliRunner().invoke(main, ["store", "status"], env=variables(engine, data, name)).output


@pytest.mark.parametrize("wrong", ["ftp://a", "http://name:word@a/", "nowhere"])
def test_what_is_no_address_of_a_store_is_told(wrong):
    with pytest.raises(SettingsError, match="KG_STORE"):
        Settings.from_environment({"KG_STORE": wrong})
