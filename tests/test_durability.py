"""Kill -9, a full disk, a folder that may not be written to, many clients: nothing acknowledged is lost."""

import os
import subprocess
import sys

import httpx
import pytest

from benchmarks.durability import API, HEADERS, busy, kill_rounds, served, write

BODY = {"kind": "concept", "concept": {"label": "green tea", "kind": "nutrient"}}


@pytest.mark.parametrize("workers", [1, 2])
def test_what_is_acknowledged_outlives_a_kill(tmp_path, workers):
    assert kill_rounds(tmp_path, 2, workers) > 0


def test_each_reader_sees_its_own_write_next_in_every_process(tmp_path):
    counts = busy(tmp_path, 2, writers=2, readers=2)
    assert counts["writes"] > 0
    assert counts["reads"] > 0


def test_a_full_disk_is_told_and_nothing_is_lost(small_disk):
    with served(small_disk) as server, httpx.Client(base_url=server.address, timeout=30) as client:
        kept = []
        while True:
            try:
                kept.append(write(client, f"food {len(kept)}"))
            except AssertionError as error:
                told = str(error)
                break
        assert "No space left" in told
        assert "Journal unwritable" in told
        assert client.get(f"{API}/ask", params={"question": "what is estrogen?"}).status_code == 200
        before = {id: client.get(f"{API}/concepts/{id}").status_code for id in kept}
        assert set(before.values()) == {200}
    with served(small_disk) as server:
        assert all(httpx.get(f"{server.address}{API}/concepts/{id}").status_code == 200 for id in kept)


@pytest.fixture
def small_disk(tmp_path):
    """A folder with room for a few records."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(tmp_path)]
    if os.getuid() != 0 or subprocess.run(mount, capture_output=True).returncode != 0:
        pytest.skip("a small disk needs root and the right to mount; tests/test_journal.py limits the file instead")
    yield tmp_path
    subprocess.run(["umount", "-l", str(tmp_path)], check=True)


def test_a_folder_that_may_not_be_written_to_is_told(tmp_path):
    (tmp_path / "data").write_text("this is no folder")
    with served(tmp_path / "data") as server:
        refused = httpx.post(f"{server.address}{API}/proposals", json=BODY, headers=HEADERS)
        assert refused.status_code == 507
        assert "KG_DATA" in refused.json()["detail"]
        assert httpx.get(f"{server.address}{API}/concepts/estrogen").status_code == 200


def test_a_damaged_journal_stops_the_start_and_names_the_record(tmp_path):
    with served(tmp_path) as server, httpx.Client(base_url=server.address) as client:
        for i in range(2):
            write(client, f"food {i}")
    file = tmp_path / "journal.jsonl"
    file.write_bytes(file.read_bytes().replace(b"food 0", b"food x"))
    told = subprocess.run(
        [sys.executable, "-m", "kg.cli", "history"],
        env={**os.environ, "KG_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert told.returncode == 1
    assert "record 1" in told.stderr
    assert "kg doctor" in told.stderr
    assert "Traceback" not in told.stderr
