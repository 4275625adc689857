"""What takes long over HTTP is a job: begun, looked at, cancelled, and not taken for a running one once it is gone."""

import os
import signal
import time
from pathlib import Path

import httpx
import pytest

from kg import jobs
from kg.knowledge_base import KnowledgeBase
from kg.settings import Settings
from tests.conftest import TOKEN, running

POND = "fertiliser\tactivates\talgae\nalgae\tinhibits\tclear water\n"
API = "/api/v1"


def ended(look, seconds=30):
    """The job once it has ended; `look` gives it as it stands."""
    until = time.monotonic() + seconds
    while (job := look())["state"] == "running":
        assert time.monotonic() < until, job
        time.sleep(0.1)
    return job


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    data = tmp_path_factory.mktemp("jobs") / "data"
    with (
        running(KG_DATA=str(data), KG_TOKEN=TOKEN, KG_WORKERS="2") as address,
        httpx.Client(base_url=address, headers={"Authorization": f"Bearer {TOKEN}"}) as client,
    ):
        yield client


def imported(server, **body):
    begun = server.post(f"{API}/imports", json={"name": "pond.sif", "text": POND, **body})
    assert begun.status_code == 202, begun.text
    return ended(lambda: server.get(begun.headers["Location"]).json())


def test_an_import_is_tried_then_taken_in_and_every_worker_answers_with_it(server):
    tried = imported(server, dry_run=True)
    assert (tried["state"], tried["result"]["change"]["stored"]) == ("done", False)
    done = imported(server, why="notes on a pond")
    assert (done["state"], done["result"]["change"]["statements"]) == ("done", 2)
    for _ in range(6):
        asked = server.get(f"{API}/ask", params={"question": "does fertiliser lower clear water?"})
        assert asked.json()["verdict"]["answer"] == "yes"
    entry = server.get(f"{API}/history").json()["entries"][0]
    assert (entry["kind"], entry["why"], entry["by"]) == ("imported", "notes on a pond", done["by"])
    listed = server.get(f"{API}/jobs", params={"limit": 1}).json()
    assert [job["id"] for job in listed["jobs"]] == [done["id"]]
    assert listed["total"] >= 2


def test_a_fault_is_told_with_its_line_and_nothing_is_taken_in(server):
    before = server.get(f"{API}/history").json()["total"]
    job = imported(server, name="list.tsv", text="cause\teffect\tsign\nfog\tdew\t+\nfog\tsun\tsideways\n")
    assert job["state"] == "failed"
    assert "1 faults, and nothing was written" in job["problem"]
    assert [fault["line"] for fault in job["result"]["read"]["files"][0]["faults"]] == [3]
    assert server.get(f"{API}/history").json()["total"] == before
    taken = imported(
        server,
        name="list.tsv",
        text="a\tb\tup\nfog\tdew\tyes\n",
        signs={"yes": "+"},
        format="edges",
        columns={"cause": "a", "effect": "b", "sign": "up"},
    )
    assert taken["state"] == "done", taken


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "../pond.sif"}, "name"),
        ({"name": "-x.sif"}, "name"),
        ({"format": "wordperfect"}, "format"),
        ({"text": ""}, "text"),
        ({"columns": {"cause": ""}}, "columns.cause"),
    ],
)
def test_what_cannot_be_an_import_is_refused_before_it_begins(server, body, field):
    reply = server.post(f"{API}/imports", json={"name": "pond.sif", "text": POND, **body})
    assert reply.status_code == 422
    assert field in reply.text


def test_only_who_may_write_begins_or_cancels(server):
    nobody = {"Authorization": ""}
    assert server.post(f"{API}/imports", json={"name": "x.sif", "text": POND}, headers=nobody).status_code == 401
    assert server.delete(f"{API}/jobs/1", headers=nobody).status_code == 401
    missing = server.get(f"{API}/jobs/999")
    assert (missing.status_code, missing.json()["job"]) == (404, 999)


@pytest.fixture
def work(tmp_path, monkeypatch):
    """Jobs of a folder, whose command is a program of the test."""

    def work(program):
        monkeypatch.setattr(jobs.sys, "executable", str(tmp_path / "program"))
        (tmp_path / "program").write_text(f"#!/bin/sh\n{program}\n")
        (tmp_path / "program").chmod(0o755)
        return jobs.Jobs(tmp_path / "jobs", {})

    return work


def begun(work, words=()):
    return work.start("import", words, {"a.txt": b"text"}, by="ann", at="2026-11-28")


def test_a_job_is_told_while_it_runs_and_is_stopped_when_it_is_cancelled(work):
    held = work("echo reading 5 rows >&2; exec sleep 60")
    job = begun(held)
    while not held.one(job.id).progress:
        time.sleep(0.01)
    assert held.one(job.id).progress == "reading 5 rows"
    assert held.cancel(job.id).id == job.id
    while held.one(job.id).state == "running":
        time.sleep(0.01)
    assert held.one(job.id).state == "cancelled"
    assert held.cancel(job.id).state == "cancelled"


def test_a_job_whose_process_is_killed_has_failed_whoever_looks(work):
    held = work("exec sleep 60")
    job = begun(held)
    os.kill(int((Path(held._folder) / str(job.id) / "process").read_text()), signal.SIGKILL)
    while (seen := held.one(job.id)).state == "running":
        time.sleep(0.01)
    assert (seen.state, seen.problem) == ("failed", "it was cut off")


def test_no_more_jobs_run_or_are_kept_than_may(work, monkeypatch):
    monkeypatch.setattr(jobs, "MOST_KEPT", 3)
    held = work('echo "{}"')
    for _ in range(5):
        job = begun(held)
        while held.one(job.id).state == "running":
            time.sleep(0.01)
    assert [job.id for job in held.all()] == [5, 4, 3]
    slow = work("exec sleep 60")
    two = [begun(slow), begun(slow)]
    with pytest.raises(jobs.TooManyJobs):
        begun(slow)
    for job in two:
        slow.cancel(job.id)


def test_the_command_gets_its_words_and_the_file_whatever_it_is_called(work):
    held = work('printf \'{"words": "%s"}\\n\' "$*"')
    job = begun(held, ["import", "--json"])
    while (seen := held.one(job.id)).state == "running":
        time.sleep(0.01)
    assert seen.result["words"].startswith("-m kg.cli import --json -- /")
    assert seen.result["words"].endswith("files/a.txt")


def test_where_nothing_is_kept_nothing_is_taken_in(client):
    reply = client.get(f"{API}/jobs")
    assert (reply.status_code, "KG_DATA" in reply.json["detail"]) == (503, True)
    assert KnowledgeBase(Settings()).settings.data is None
