"""Each address of a real server: its median, and the ratio to the plainest one in the same run."""

import os
import statistics
import subprocess
import sys
import time

import httpx

ROUNDS = 40
PORT = "8765"
BASE = f"http://127.0.0.1:{PORT}"
PEER = "/health/ready"
ADDRESSES = (
    "/api/v1/ask?question=how does resistance training affect fracture risk?",
    "/api/v1/paths?cause=menopause&effect=fracture risk",
    "/api/v1/paths?cause=jumping&effect=bmd&context=postmenopausal_women",
    "/api/v1/effects?cause=menopause",
    "/api/v1/causes?effect=fracture_risk",
    "/api/v1/mechanism/shared?a=bmd&b=fracture_risk",
    "/api/v1/feedback",
    "/api/v1/concepts?q=estr",
    "/api/v1/concepts/estrogen",
    "/api/v1/concepts/estrogen/neighbourhood?depth=2",
    "/api/v1/statements/S106a",
    "/api/v1/documents",
    *(
        f"/api/v1/graph?format={f}"
        for f in ("cytoscape", "graphml", "gexf", "node-link", "turtle", "json-ld", "n-quads", "csv")
    ),
    "/metrics",
    "/openapi.json",
)
SCENARIO = {"set": {"estrogen therapy": "high", "jumping": "high"}, "context": ["postmenopausal women"]}


def median(ask) -> float:
    """Median milliseconds; the first two are warm-up."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        ask().raise_for_status()
        times.append(1e3 * (time.perf_counter() - start))
    return statistics.median(times[2:])


def main() -> None:
    start = time.perf_counter()
    server = subprocess.Popen([sys.executable, "server.py"], env={**os.environ, "PORT": PORT})
    try:
        with httpx.Client(base_url=BASE) as client:
            while True:
                try:
                    client.get("/health/ready").raise_for_status()
                    break
                except httpx.TransportError:
                    time.sleep(0.01)
            print(f"start to ready: {time.perf_counter() - start:.2f} s")
            peer = median(lambda: client.get(PEER))
            for address in ADDRESSES:
                ms = median(lambda a=address: client.get(a))
                print(f"{ms:6.1f} ms {ms / peer:6.1f}×  {address}")
            ms = median(lambda: client.post("/api/v1/scenario", json=SCENARIO))
            print(f"{ms:6.1f} ms {ms / peer:6.1f}×  POST /api/v1/scenario")
    finally:
        server.terminate()
        server.wait(10)


if __name__ == "__main__":
    main()
