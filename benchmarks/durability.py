"""Servers killed with -9 amid writes: what was acknowledged is there, nothing is half there, each starts again.

python benchmarks/durability.py [ROUNDS]     with one worker and with two; then a minute of 4 writers and 4 readers
"""

import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

ROOT = Path(__file__).parent.parent
TOKEN = "a-token-for-the-tests"
HEADERS = {"Authorization": f"Bearer {TOKEN}"}
API = "/api/v1"


class Server:
    """A real server on a folder of changes, in a process group of its own."""

    def __init__(self, data: Path, workers: int = 1, **environment: str):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        more = {"PORT": str(port), "KG_DATA": str(data), "KG_TOKEN": TOKEN, "KG_WORKERS": str(workers)}
        self.process = subprocess.Popen(
            [sys.executable, "server.py"],
            cwd=ROOT,
            env={**os.environ, "KG_RATE": "1000000", **more, **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                if httpx.get(f"{self.address}/health/ready").status_code == 200:
                    return
            except httpx.TransportError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.02)
        self.kill()
        raise AssertionError("the server did not start")

    def kill(self) -> None:
        """Kill -9, every process of it at once."""
        if self.process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def served(data: Path, workers: int = 1, **environment: str):
    server = Server(data, workers, **environment)
    try:
        yield server
    finally:
        server.kill()


def write(client: httpx.Client, label: str) -> str:
    """Propose and accept a concept; its id once that is acknowledged."""
    body = {"kind": "concept", "concept": {"label": label, "kind": "nutrient"}}
    proposed = client.post(f"{API}/proposals", json=body, headers=HEADERS)
    assert proposed.status_code == 201, proposed.text
    decided = client.post(
        f"{API}/proposals/{proposed.json()['id']}/decision", json={"verdict": "accept"}, headers=HEADERS
    )
    assert decided.status_code == 200, decided.text
    return label.replace(" ", "_")


def kill_rounds(data: Path, rounds: int, workers: int, seed: int = 1) -> int:
    """How many writes were acknowledged; raises AssertionError where one is lost, half there, or a start fails."""
    chance = random.Random(seed)
    acknowledged: list[str] = []
    for round in range(rounds):
        with served(data, workers) as server:
            _all_there(server, acknowledged)
            stop = threading.Timer(chance.uniform(0.01, 0.6), server.kill)
            stop.start()
            writers = [
                threading.Thread(target=_until_killed, args=(server, f"food {round} {name}", acknowledged))
                for name in "ab"
            ]
            for each in writers:
                each.start()
            for each in (*writers, stop):
                each.join()
    with served(data, workers) as server:
        _all_there(server, acknowledged)
    return len(acknowledged)


def _until_killed(server: Server, name: str, acknowledged: list[str]) -> None:
    with httpx.Client(base_url=server.address, timeout=30) as client:
        for i in range(10_000):
            try:
                acknowledged.append(write(client, f"{name} {i}"))
            except httpx.TransportError:
                return


def _all_there(server: Server, acknowledged: list[str]) -> None:
    elements = httpx.get(f"{server.address}{API}/graph", timeout=30).json()["elements"]["nodes"]
    here = {node["data"]["id"]: node["data"] for node in elements}
    lost = [id for id in acknowledged if id not in here]
    assert not lost, f"acknowledged and lost: {lost}"
    assert all(here[id]["type"] == "variable" and here[id]["label"] for id in acknowledged)


def busy(data: Path, seconds: float, workers: int = 2, writers: int = 4, readers: int = 4) -> dict[str, int]:
    """Counts of writes and reads at once; raises AssertionError for an error, a lost write, or one not seen next."""
    counts = {"writes": 0, "reads": 0}
    wrong: list[str] = []

    def writing(name: str) -> None:
        with httpx.Client(base_url=server.address, timeout=30) as client:
            for i in range(10**6):
                if wrong or (i and time.monotonic() > end):
                    return
                try:
                    id = write(client, f"food {name} {i}")
                    for _ in range(2):
                        with httpx.Client(base_url=server.address, timeout=30) as fresh:
                            if fresh.get(f"{API}/concepts/{id}").status_code != 200:
                                wrong.append(f"{id} is not seen")
                    counts["writes"] += 1
                except (AssertionError, httpx.HTTPError) as error:
                    wrong.append(repr(error))

    def reading() -> None:
        with httpx.Client(base_url=server.address, timeout=30) as client:
            while time.monotonic() < end and not wrong:
                reply = client.get(f"{API}/paths", params={"cause": "yoga", "effect": "fracture_risk"})
                counts["reads"] += 1
                if reply.status_code != 200:
                    wrong.append(reply.text)

    with served(data, workers) as server:
        end = time.monotonic() + seconds
        threads = [threading.Thread(target=writing, args=(f"w{i}",)) for i in range(writers)]
        threads += [threading.Thread(target=reading) for _ in range(readers)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert not wrong, wrong[:3]
        total = httpx.get(f"{server.address}{API}/history", params={"limit": 1}).json()["total"]
        assert total == counts["writes"], f"{counts['writes']} acknowledged, {total} kept"
    return counts


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    for workers in (1, 2):
        with tempfile.TemporaryDirectory() as folder:
            count = kill_rounds(Path(folder), rounds, workers)
            print(f"{workers} worker(s): {rounds} kills, {count} acknowledged writes, none lost", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        counts = busy(Path(folder), 60)
        print(f"4 writers and 4 readers, 2 workers, 60 s: {counts['writes']} writes, {counts['reads']} reads, no error")


if __name__ == "__main__":
    main()
