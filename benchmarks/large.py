"""A generated graph of any size: imported into a snapshot, served, and asked over HTTP.

    python benchmarks/large.py 100000 [--runs 40]

Prints the rate of the import, the time to open the file, when the server is ready, what it holds, and for each route
the median and the 99th percentile in milliseconds. The graph is scale-free (Barabási & Albert 1999, by its power law)
with a tenth as many concepts as edges, a line of evidence each, 30 % minuses, and always the same.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import numpy as np

from kg.large.columns import Large

_POWER = 2.2


def generated(path: Path, edges: int) -> int:
    """Write an edge list with names and a sentence each; how many concepts it has."""
    rng = np.random.default_rng(7)
    concepts = max(edges // 10, 10)

    def ends() -> np.ndarray:
        return rng.permutation(concepts)[(concepts * rng.random(edges) ** _POWER).astype(np.int64)]

    causes, effects, plus = ends(), ends(), rng.random(edges) < 0.7
    with path.open("w") as out:
        out.write("cause\teffect\tsign\tsource\tsentence\n")
        for n, (a, b, up) in enumerate(zip(causes.tolist(), effects.tolist(), plus.tolist(), strict=True)):
            if a != b:
                said = f"In row {n} protein {a} was seen to act on protein {b}."
                out.write(f"protein {a}\tprotein {b}\t{'+' if up else '-'}\tPMID:{n % 50_000 + 1000}\t{said}\n")
    return concepts


@contextmanager
def server(snapshot: Path, data: Path) -> Iterator[tuple[str, int, float]]:
    """A running server with nothing but the snapshot: its address, its process, and seconds until it was ready."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = {"PORT": str(port), "KG_ONTOLOGY": "-", "KG_SNAPSHOT": str(snapshot), "KG_DATA": str(data)}
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "server.py"], env=os.environ | told, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        while True:
            try:
                urllib.request.urlopen(f"{address}/health/ready", timeout=5).read()
                break
            except OSError:
                if process.poll() is not None or time.perf_counter() - begun > 300:
                    raise
                time.sleep(0.05)
        yield address, process.pid, time.perf_counter() - begun
    finally:
        process.terminate()
        process.wait(30)


def held(pid: int) -> list[int]:
    """The proportional share of memory of a process and of each of its children, in MB."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    sizes = []
    for one in (pid, *map(int, children)):
        lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        sizes.append(next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) // 1024)
    return sizes


def asked(concepts: int) -> Iterator[tuple[str, list[str]]]:
    """The routes, each with addresses of it about concepts at random."""
    rng = random.Random(3)

    def one() -> str:
        return quote(f"protein {int(concepts * rng.random() ** _POWER)}")

    def many(form: str) -> list[str]:
        return [form.format(a=one(), b=one()) for _ in range(200)]

    yield "paths", many("/api/v1/paths?cause={a}&effect={b}")
    yield "effects", many("/api/v1/effects?cause={a}&limit=10")
    yield "causes", many("/api/v1/causes?effect={a}&limit=10")
    yield "ask", many("/api/v1/ask?question=Does%20{a}%20raise%20{b}%3F")
    yield "concepts", many("/api/v1/concepts?q={a}")
    yield "neighbourhood", many("/api/v1/concepts/{a}/neighbourhood")
    yield "its page", many("/explore?concept={a}")


def timed(address: str, paths: list[str], runs: int) -> tuple[float, float, int]:
    """Median and 99th percentile in milliseconds, and how many could not be answered."""
    times, failed = [], 0
    for path in paths[:runs]:
        begun = time.perf_counter()
        try:
            urllib.request.urlopen(address + path, timeout=60).read()
        except OSError as error:
            failed += getattr(error, "code", 500) != 404
        times.append(1000 * (time.perf_counter() - begun))
    return statistics.median(times), sorted(times)[int(0.99 * (len(times) - 1))], failed


def main() -> None:
    """Generate, import, serve and ask."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("edges", type=int)
    options.add_argument("--runs", type=int, default=40)
    told = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        concepts = generated(folder / "graph.tsv", told.edges)
        begun = time.perf_counter()
        command = [sys.executable, "-m", "kg.cli", "import", "graph.tsv", "--into", "graph.snapshot"]
        environment = os.environ | {"PYTHONPATH": str(Path.cwd())}
        subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
        seconds = time.perf_counter() - begun
        snapshot = folder / "graph.snapshot"
        begun = time.perf_counter()
        Large(snapshot, {})
        opened = 1000 * (time.perf_counter() - begun)
        result = {
            "import, edges a second": round(told.edges / seconds),
            "file, MB": snapshot.stat().st_size >> 20,
            "open, ms": round(opened, 1),
        }
        with server(snapshot, folder / "data") as (address, pid, ready):
            result["ready, s"] = round(ready, 1)
            for route, paths in asked(concepts):
                timed(address, paths[-5:], 5)
                median, most, failed = timed(address, paths, told.runs)
                result[route] = f"{median:.0f} / {most:.0f} ms{f', {failed} failed' if failed else ''}"
            result["memory, MB"] = " + ".join(map(str, held(pid)))
        print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
