"""Hostile, slow and many clients, damage under a running server, workers killed: the benchmark's siege, small.

`make siege` runs it at full length and prints the figures.
"""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time

import httpx
import pytest

from benchmarks import siege
from benchmarks.durability import API, HEADERS, ROOT, served, write
from kg.journal import Journal, Record
from kg.web.rates import BURST, RateLimit

SCALE = 0.05


@pytest.fixture(scope="module")
def besieged(tmp_path_factory):
    with served(tmp_path_factory.mktemp("siege"), 2, KG_BODY_SECONDS="1", KG_HEAD_SECONDS="1") as server:
        yield server


def test_slow_and_idle_clients_hold_nobody_up(besieged):
    assert asyncio.run(siege.slow(besieged.address, SCALE))["a question beside them, ms"] < 5000


def test_a_body_that_does_not_come_is_given_up(besieged):
    reply = asyncio.run(siege.unfinished(besieged.address))
    assert reply.startswith("HTTP/1.1 408")
    assert "send it faster" in reply


def test_the_heaviest_questions_leave_no_fault_and_the_process_answers(besieged):
    told = asyncio.run(siege.heavy(besieged.address, SCALE))
    assert set(told["statuses"]) <= {200, 503}


def test_no_question_is_a_fault_of_ours(besieged):
    assert set(siege.strange(besieged.address, 200)["statuses"]) <= {200, 422}


@pytest.mark.parametrize("path", ["/", f"{API}/ask?question=what+is+estrogen", f"{API}/proposals/1/decision"])
def test_a_wish_for_another_protocol_is_passed_over(besieged, path):
    headers = {"Upgrade": "websocket", "Connection": "Upgrade"}
    plain, wished = httpx.get(besieged.address + path), httpx.get(besieged.address + path, headers=headers)
    assert plain.status_code == wished.status_code < 500


def test_no_body_is_a_fault_of_ours(besieged):
    assert siege.deep(besieged.address)["statuses"]


def test_a_killed_worker_is_replaced(besieged):
    assert siege.killed(besieged.address, besieged.process.pid)["workers"] == 2


def test_numbers_are_those_of_all_workers(besieged):
    def asked():
        text = httpx.get(f"{besieged.address}/metrics").text
        line = 'causeway_requests_total{route="api.concept",status="200"} '
        return next((float(x.removeprefix(line)) for x in text.splitlines() if x.startswith(line)), 0)

    before = asked()
    for _ in range(40):  # each by a connection of its own, so that both workers get some
        assert httpx.get(f"{besieged.address}{API}/concepts/estrogen").status_code == 200
    assert asked() == before + 40


def test_a_rate_is_that_of_all_workers(tmp_path):
    with served(tmp_path, 2, KG_RATE="1", KG_READ_RATE="1") as server:
        statuses = [httpx.get(f"{server.address}{API}/concepts/estrogen").status_code for _ in range(80)]
        writes = [httpx.post(f"{server.address}{API}/proposals", json={}, headers=HEADERS) for _ in range(70)]
    assert 55 <= statuses.count(200) <= 62
    assert {s for s in statuses if s != 200} == {429}
    assert 55 <= sum(w.status_code == 422 for w in writes) <= 62
    assert int(writes[-1].headers["Retry-After"]) > 0


def test_a_stop_answers_what_is_under_way(tmp_path):
    told = siege.stopped(tmp_path)
    assert told["answered of 6 under way"] == 6
    assert told["s to stop"] < 40


def test_a_hup_reads_everything_anew(tmp_path):
    with served(tmp_path, 1) as server:
        os.kill(server.process.pid, signal.SIGHUP)
        for _ in range(40):
            time.sleep(0.1)
            assert httpx.get(f"{server.address}/health/live", timeout=30).status_code == 200
        assert server.process.poll() is None


def test_a_second_server_on_one_port_says_so():
    assert "cannot be listened on" in siege.same_port()["said"]


def test_two_servers_on_one_folder_see_each_other(tmp_path):
    with served(tmp_path) as one, served(tmp_path) as other:
        for n, (here, there) in enumerate([(one, other), (other, one)] * 3):
            with httpx.Client(base_url=here.address) as client:
                id = write(client, f"food {n}")
            assert httpx.get(f"{there.address}{API}/concepts/{id}").status_code == 200


@pytest.mark.parametrize(
    "damage",
    [
        lambda file: file.write_bytes(file.read_bytes().replace(b"food 1", b"food x")),
        lambda file: file.write_bytes(b""),
        lambda file: file.unlink(),
        lambda file: file.write_bytes(file.read_bytes()[:-1]),
    ],
    ids=["a word", "emptied", "deleted", "cut"],
)
def test_damage_under_a_running_server_is_told_before_the_next_write(tmp_path, damage):
    data, copy = tmp_path / "data", str(tmp_path / "copy")
    with served(data) as server, httpx.Client(base_url=server.address) as client:
        for n in range(2):
            write(client, f"food {n}")
        kg(data, "backup", copy)
        damage(data / "journal.jsonl")
        ready = client.get("/health/ready")
        assert ready.status_code == 503
        assert "kg doctor" in ready.json()["detail"]
        body = {"kind": "concept", "concept": {"label": "green tea", "kind": "nutrient"}}
        assert client.post(f"{API}/proposals", json=body, headers=HEADERS).status_code == 503
        assert client.get(f"{API}/concepts/food_0").status_code == 200
        assert "kg doctor --repair" in kg(data, "doctor", code=1)
        kg(data, "restore", copy)
        assert client.get("/health/ready").status_code == 200
        write(client, "green tea")


def kg(folder, *words, code=0):
    environment = {**os.environ, "KG_DATA": str(folder)}
    done = subprocess.run(
        [sys.executable, "-m", "kg.cli", *words], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


def test_a_damaged_journal_is_repaired_and_keeps_the_rest(tmp_path):
    with served(tmp_path) as server, httpx.Client(base_url=server.address) as client:
        for n in range(3):
            write(client, f"food {n}")
    file = tmp_path / "journal.jsonl"
    file.write_bytes(file.read_bytes().replace(b'"food 1"', b'"food x"', 1))
    assert "record 3 does not fit its checksum" in kg(tmp_path, "doctor", code=1)
    assert "repaired" in kg(tmp_path, "doctor", "--repair")
    assert "the journal is whole" in kg(tmp_path, "doctor")
    with served(tmp_path) as server:
        statuses = [httpx.get(f"{server.address}{API}/concepts/food_{n}").status_code for n in range(3)]
    assert statuses == [200, 200, 200]  # the decision was whole; the proposal is set aside


def test_a_record_that_does_not_fit_the_ontology_stops_the_start_in_two_lines(tmp_path):
    journal = Journal(tmp_path)
    with journal.writing():
        journal.news()
        journal.append(Record(number=0, at="2026-01-05", by="ann", kind="imported", added="this is no Turtle"))
    told = kg(tmp_path, "history", code=1)
    assert "record 1 of the journal does not fit" in told
    assert "Traceback" not in told
    assert "lost: imported by ann" in kg(tmp_path, "doctor", code=1)
    kg(tmp_path, "doctor", "--repair")
    assert kg(tmp_path, "history").strip() == "No changes."


def test_a_damaged_journal_stops_the_service_in_two_lines(tmp_path):
    journal = Journal(tmp_path)
    with journal.writing():
        journal.news()
        journal.append(Record(number=0, at="2026-01-05", by="ann", kind="test"))
    journal.file.write_bytes(journal.file.read_bytes().replace(b"ann", b"bob"))
    environment = {**os.environ, "KG_DATA": str(tmp_path), "PORT": "8999"}
    ended = subprocess.run([sys.executable, "server.py"], cwd=ROOT, env=environment, capture_output=True)
    assert ended.returncode == 1
    assert ended.stderr.decode().splitlines()[0] == "causeway does not start (JournalDamaged):"
    assert len(ended.stderr.splitlines()) == 2


def test_each_request_is_one_line_with_its_id(tmp_path):
    environment = {"KG_DATA": str(tmp_path), "KG_TOKEN": "", "KG_LOG_QUESTIONS": ""}
    with siege.logged(environment) as (address, lines):
        reply = httpx.get(f"{address}{API}/ask?question=what+is+estrogen?", headers={"X-Request-Id": "abcdefgh"})
        assert reply.headers["X-Request-Id"] == "abcdefgh"
        httpx.get(f"{address}/no/such/page")
        time.sleep(0.2)
        said = lines()
    told = [json.loads(line) for line in said if '"event":"request"' in line]
    (asked,) = (line for line in told if line["id"] == "abcdefgh")
    assert asked["route"] == "api.ask_by_address"
    assert asked["status"] == 200
    assert asked["ms"] > 0
    assert asked["graph_version"]
    assert not any("estrogen" in line for line in said)
    assert any(line["status"] == 404 for line in told)
    assert any("kg token add" in line for line in said)


def test_a_clock_that_goes_back_lets_nobody_wait_for_ever():
    limit = RateLimit(60, "test")
    assert [limit.take("ann", 1000.0) for _ in range(BURST)] == [0.0] * BURST
    assert limit.take("ann", 1000.0) == pytest.approx(1.0)
    assert limit.take("ann", 10.0) == pytest.approx(1.0)
    assert limit.take("ann", 11.5) == 0.0
    assert limit.take("bob", 11.5) == 0.0


def test_the_words_of_questions_are_in_the_log_where_asked_for(tmp_path):
    with siege.logged({"KG_DATA": str(tmp_path), "KG_LOG_QUESTIONS": "1"}) as (address, lines):
        httpx.post(f"{address}{API}/ask", json={"question": "what is estrogen?"})
        httpx.get(f"{address}/?q=what+is+sclerostin?")
        time.sleep(0.2)
        said = [json.loads(line).get("question") for line in lines() if '"event":"request"' in line]
    assert {"what is estrogen?", "what is sclerostin?"} <= set(said)
