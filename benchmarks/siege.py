"""Hostile, slow and many clients against a real server: what breaks, what is lost, how long /health/live takes.

python -m benchmarks.siege [SCALE]     1 is a few minutes; tests run 0.05
"""

import asyncio
import http.client
import multiprocessing
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

from benchmarks.durability import HEADERS, ROOT, served, write
from tests.mutated import mutated

API = "/api/v1"
UNFINISHED = b"POST /api/v1/ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"
HEAVY = (
    f"{API}/paths?cause=menopause&effect=fracture+risk&limit=50",
    f"{API}/effects?cause=estrogen&limit=200",
    f"{API}/causes?effect=bone+mineral+density&limit=200",
    f"{API}/graph?format=json-ld",
    f"{API}/ask?question=how+does+menopause+cause+bone+loss&max_paths=100",
    f"{API}/feedback",
    "/map.json",
    "/explore?from=menopause&to=fracture+risk&most=100",
    f"{API}/paths.svg?cause=menopause&effect=fracture+risk&limit=50",
)


def port_of(address: str) -> int:
    return int(address.rpartition(":")[2])


async def held(port: int, count: int, data: bytes) -> list:
    """So many connections that have sent this and no more."""
    opened = [await asyncio.open_connection("127.0.0.1", port) for _ in range(count)]
    for _, writer in opened:
        writer.write(data)
        await writer.drain()
    return [writer for _, writer in opened]


def lived(port: int, until, told) -> None:
    """Ask for a sign of life again and again, in a process of its own, and tell at the end how long each took."""
    connection, times = http.client.HTTPConnection("127.0.0.1", port, timeout=60), []
    while not until.is_set():
        start = time.perf_counter()
        connection.request("GET", "/health/live")
        reply = connection.getresponse()
        reply.read()
        assert reply.status == 200
        times.append(time.perf_counter() - start)
        time.sleep(0.02)
    told.send(times)


async def slow(address: str, scale: float) -> dict:
    """Slow heads, slow bodies and idle connections, many of each, and what a question then takes."""
    port, many = port_of(address), max(20, int(300 * scale))
    writers = await held(port, many, b"GET /health/live HTTP/1.1\r\nHost: x\r\nX-")
    writers += await held(port, many, UNFINISHED)
    writers += await held(port, int(1100 * min(1, scale * 4)), b"")
    async with httpx.AsyncClient(base_url=address) as client:
        start = time.perf_counter()
        reply = await client.get(f"{API}/ask", params={"question": "what is estrogen?"}, timeout=60)
        taken = time.perf_counter() - start
    assert reply.status_code == 200
    for writer in writers:
        writer.close()
    return {"held": len(writers), "a question beside them, ms": round(taken * 1000, 1)}


async def unfinished(address: str) -> str:
    """What is answered to a body that does not come."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port_of(address))
    writer.write(UNFINISHED)
    await writer.drain()
    reply = await asyncio.wait_for(reader.read(4000), 60)
    writer.close()
    return reply.decode()


async def heavy(address: str, scale: float) -> dict:
    """100 clients that ask the heaviest things at once, and how long the sign of life takes meanwhile."""
    chance, statuses, context = random.Random(1), {}, multiprocessing.get_context("spawn")
    done, (heard, told) = context.Event(), context.Pipe(duplex=False)
    live = context.Process(target=lived, args=(port_of(address), done, told))
    live.start()
    told.close()  # so that the end of that process, told or not, is heard
    limits = httpx.Limits(max_connections=200)
    async with httpx.AsyncClient(base_url=address, limits=limits) as client:

        async def ask() -> None:
            for _ in range(max(1, int(10 * scale))):
                reply = await client.get(chance.choice(HEAVY), timeout=120)
                statuses[reply.status_code] = statuses.get(reply.status_code, 0) + 1

        start = time.perf_counter()
        await asyncio.gather(*(ask() for _ in range(100)))
        taken = time.perf_counter() - start
    done.set()
    times = heard.recv()
    live.join()
    assert not any(status >= 500 and status != 503 for status in statuses), statuses
    p = statistics.quantiles(times, n=100)
    live_ms = {"median": round(p[49] * 1000, 1), "p99": round(p[98] * 1000, 1), "max": round(max(times) * 1000, 1)}
    return {"statuses": statuses, "requests a second": round(sum(statuses.values()) / taken), "live, ms": live_ms}


def deep(address: str) -> dict:
    """JSON nested deep, huge and broken, to everything that takes a body."""
    bodies = [
        b"[" * 30_000,
        b"[" * 30_000 + b"]" * 30_000,
        b'{"a":' * 30_000 + b"1" + b"}" * 30_000,
        b"\xff\xfe",
        b"NaN",
        b'{"question": "\\ud800"}',
        b'{"question": 1e999}',
        b'{"question": "' + b"a" * 900_000 + b'"}',
        b"",
        b"null",
    ]
    routes = ["ask", "scenario", "proposals", "documents", "proposals/1/decision", "history/1/revert"]
    headers = {**HEADERS, "Content-Type": "application/json"}
    statuses: dict[int, int] = {}
    with httpx.Client(base_url=address, timeout=60) as client:
        for route in [*(f"{API}/{r}" for r in routes), "/extend/try"]:
            for body in bodies:
                reply = client.post(route, content=body, headers=headers)
                assert reply.status_code < 500, (route, body[:40], reply.text[:300])
                statuses[reply.status_code] = statuses.get(reply.status_code, 0) + 1
        assert client.post(f"{API}/ask", content=b"x" * 3_000_000, headers=headers).status_code == 413
    return {"statuses": statuses}


def strange(address: str, count: int) -> dict:
    """Questions made strange, over HTTP and as pages: none is a fault of ours."""
    lines = (ROOT / "tests" / "questions.tsv").read_text(encoding="utf-8").splitlines()[1:]
    statuses: dict[int, int] = {}
    with httpx.Client(base_url=address, timeout=60) as client:
        for number, question in enumerate(mutated([line.split("\t")[0] for line in lines], count, seed=7)):
            name, path = ("q", "/") if number % 4 == 0 else ("question", f"{API}/ask")
            reply = client.get(path, params={name: question.encode("utf-8", "replace")})
            assert reply.status_code < 500, (question, reply.text[:300])
            statuses[reply.status_code] = statuses.get(reply.status_code, 0) + 1
    return {"statuses": statuses}


def resident(group: int) -> int:
    """Memory in KiB of the processes of a group."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        with suppress(OSError):
            if os.getpgid(int(status.parent.name)) == group:
                total += next(
                    (int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmRSS")), 0
                )
    return total


async def wander(address: str, count: int, seed: int) -> None:
    """Random reads: any concept, any format, any context, any depth."""
    chance = random.Random(seed)
    async with httpx.AsyncClient(base_url=address, timeout=60) as client:
        concepts = [c["id"] for c in (await client.get(f"{API}/concepts?limit=200")).json()["concepts"]]
        formats = ["turtle", "json-ld", "csv", "graphml", "cytoscape", "gexf"]

        async def read() -> None:
            a, b, c = chance.sample(concepts, 3)
            address = chance.choice(
                [
                    f"{API}/graph?format={chance.choice(formats)}&concept={a}&depth={chance.randint(1, 4)}",
                    f"{API}/ask?question=does+{a}+raise+{b}&context={c}",
                    f"{API}/effects?cause={a}&context={c}",
                    f"{API}/concepts?q={a[:5]}{chance.randint(0, 999)}",
                    f"{API}/concepts/{a}/neighbourhood?depth={chance.randint(1, 3)}",
                    f"/explore?concept={a}&also={b}",
                    f"{API}/paths?cause={a}&effect={b}&avoid={c}",
                ]
            )
            reply = await client.get(address)
            assert reply.status_code < 500, (address, reply.text[:300])

        for _ in range(0, count, 8):
            await asyncio.gather(*(read() for _ in range(8)))


def memory(address: str, group: int, scale: float) -> dict:
    few, many = int(2000 * scale), int(20_000 * scale)
    asyncio.run(wander(address, few, 1))
    before = resident(group)
    asyncio.run(wander(address, many - few, 2))
    after = resident(group)
    return {"reads": many, "KiB before": before, "KiB after": after, "ratio": round(after / before, 3)}


def killed(address: str, group: int) -> dict:
    """A worker killed amid service: another takes its place, and writes go on."""
    workers = [int(p.parent.name) for p in Path("/proc").glob("[0-9]*/stat") if _is_worker(p, group)]
    os.kill(workers[0], signal.SIGKILL)
    start, failed = time.monotonic(), 0
    while True:
        with suppress(httpx.TransportError):
            left = [int(p.parent.name) for p in Path("/proc").glob("[0-9]*/stat") if _is_worker(p, group)]
            if workers[0] not in left and len(left) == len(workers):
                assert httpx.get(f"{address}/health/ready").status_code == 200
                return {"workers": len(workers), "s until there were as many again": round(time.monotonic() - start, 1)}
        failed += 1
        assert failed < 2000, "the worker was not replaced"
        time.sleep(0.02)


def _is_worker(stat: Path, group: int) -> bool:
    """Whether a process of the group is one that the first of the group has started."""
    with suppress(OSError, IndexError):
        fields = stat.read_text().rpartition(")")[2].split()
        return os.getpgid(int(stat.parent.name)) == group and int(fields[1]) == group and fields[0] != "Z"
    return False


def stopped(folder: Path) -> dict:
    """SIGTERM amid requests: what is under way is answered, and the stop does not hang."""
    with served(folder, 2) as server:

        async def go() -> tuple[int, float]:
            async with httpx.AsyncClient(base_url=server.address, timeout=60) as client:
                asked = [asyncio.ensure_future(client.get(HEAVY[i % len(HEAVY)])) for i in range(6)]
                await asyncio.sleep(0.3)
                server.process.send_signal(signal.SIGTERM)
                start = time.monotonic()
                replies = await asyncio.gather(*asked, return_exceptions=True)
                await asyncio.to_thread(server.process.wait, 60)
                return sum(
                    isinstance(r, httpx.Response) and r.status_code == 200 for r in replies
                ), time.monotonic() - start

        answered, taken = asyncio.run(go())
    return {"answered of 6 under way": answered, "s to stop": round(taken, 1)}


def same_port() -> dict:
    """A second server on one port says so and ends."""
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as server:
        environment = {**os.environ, "PORT": str(port_of(server.address)), "KG_DATA": folder}
        second = subprocess.run(
            [sys.executable, "server.py"], env=environment, capture_output=True, text=True, timeout=60
        )
        assert second.returncode == 1, second.stderr
        assert len(second.stderr.strip().splitlines()) == 2, second.stderr
        return {"said": second.stderr.strip().splitlines()[1]}


@contextmanager
def logged(environment: dict[str, str]) -> Iterator[tuple[str, Callable[[], list[str]]]]:
    """A server whose standard error is kept: its address, and the lines so far."""
    with socket.socket() as probe, tempfile.NamedTemporaryFile() as file:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        own = {**os.environ, **environment, "PORT": str(port)}
        process = subprocess.Popen([sys.executable, "server.py"], cwd=ROOT, env=own, stderr=file)
        address = f"http://127.0.0.1:{port}"
        for _ in range(600):
            with suppress(httpx.TransportError):
                httpx.get(f"{address}/health/ready")
                break
            time.sleep(0.05)
        try:
            yield address, lambda: Path(file.name).read_text().splitlines()
        finally:
            process.terminate()
            process.wait(60)


def main(scale: float = 1.0) -> None:
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), 2) as server:
        with httpx.Client(base_url=server.address, timeout=30) as client:
            kept = [write(client, f"food {n}") for n in range(5)]
        group = server.process.pid
        print("slow clients", asyncio.run(slow(server.address, scale)), flush=True)
        print("heavy clients", asyncio.run(heavy(server.address, scale)), flush=True)
        print("strange questions", strange(server.address, int(5000 * scale)), flush=True)
        print("bodies", deep(server.address), flush=True)
        print("memory", memory(server.address, group, scale), flush=True)
        print("a killed worker", killed(server.address, group), flush=True)
        assert all(httpx.get(f"{server.address}{API}/concepts/{id}").status_code == 200 for id in kept)
    with tempfile.TemporaryDirectory() as folder:
        print("a stop", stopped(Path(folder)), flush=True)
    print("one port", same_port(), flush=True)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)
