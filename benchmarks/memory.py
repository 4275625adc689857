"""What memory a worker has after many reads, against after few: every GET there is, its parameters at random.

python -m benchmarks.memory [FEW] [MANY]     500 and 5,000
"""

import asyncio
import random
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

from benchmarks.durability import served
from benchmarks.siege import API, resident

MOST_RATIO = 1.2
AT_ONCE = 8
PAGES = {
    "/": ("q", "context", "most"),
    "/explore": ("concept", "also", "sign", "kind", "hedge", "others", "from", "to", "q", "context", "most"),
    "/scenario": ("high", "low", "context"),
    "/compare": ("a", "b", "effect", "context"),
    "/extend": ("show", "proposal", "form"),
    "/statement/{id}": (),
    "/map": (),
    "/map.json": (),
    "/health/live": (),
    "/health/ready": (),
    "/metrics": (),
    "/openapi.json": (),
}
VERBS = ("raise", "lower", "affect", "cause", "improve")


class Wanderer:
    """Addresses at random: any path, and of its parameters any with any value."""

    def __init__(self, chance: random.Random, spec: dict[str, Any], concepts: list[str], statements: list[str]):
        self.chance, self.concepts, self.statements = chance, concepts, statements
        self.components = spec["components"]["schemas"]
        own = {path: verbs["get"].get("parameters", []) for path, verbs in spec["paths"].items() if "get" in verbs}
        self.paths = {path: [p for p in parameters if p["in"] == "query"] for path, parameters in own.items()}
        self.paths |= {path: [{"name": name, "schema": {}} for name in names] for path, names in PAGES.items()}

    def address(self) -> str:
        path = self.chance.choice(list(self.paths))
        parameters = [p for p in self.paths[path] if p.get("required") or self.chance.random() < 0.4]
        query = "&".join(f"{p['name']}={quote(str(self._value(p['name'], p['schema'])))}" for p in parameters)
        return f"{path.replace('{id}', self._id(path))}?{query}"

    def _id(self, path: str) -> str:
        if "statement" in path:
            return self.chance.choice(self.statements)
        return str(self.chance.randint(1, 9)) if "proposals" in path else self.chance.choice(self.concepts)

    def _value(self, name: str, schema: dict[str, Any]) -> object:
        schema = self._plain(schema)
        if "enum" in schema:
            return self.chance.choice(schema["enum"])
        match schema.get("type"):
            case "integer":
                least = int(schema.get("minimum", 1))
                return self.chance.randint(least, min(int(schema.get("maximum", 50)), least + 50))
            case "boolean":
                return self.chance.choice(["true", "false"])
            case "array":
                return self._value(name, schema["items"])
        return self._text(name)

    def _plain(self, schema: dict[str, Any]) -> dict[str, Any]:
        """A schema without what it refers to or may be null as well."""
        while "$ref" in schema or "anyOf" in schema:
            schema = schema["anyOf"][0] if "anyOf" in schema else self.components[schema["$ref"].rpartition("/")[2]]
        return schema

    def _text(self, name: str) -> str:
        a, b = self.chance.sample(self.concepts, 2)
        texts: dict[str, Callable[[], str]] = {
            "question": lambda: f"does {a} {self.chance.choice(VERBS)} {b}? {self.chance.randint(0, 10**6)}",
            "most": lambda: str(self.chance.randint(1, 100)),
            "sign": lambda: self.chance.choice("+-?"),
        }
        texts["q"] = texts["question"]
        return texts.get(name, lambda: a)()


async def wander(address: str, count: int, seed: int) -> dict[int, int]:
    """So many random reads; how many replies had each status."""
    told: dict[int, int] = {}
    async with httpx.AsyncClient(base_url=address, timeout=60) as client:
        spec = (await client.get("/openapi.json")).json()
        concepts = (await client.get(f"{API}/concepts?limit=500")).json()["concepts"]
        links = (await client.get(f"{API}/graph?format=node-link")).json()["links"]
        ids = [c["id"] for c in concepts], sorted({e["id"] for e in links if ":" not in e["id"]})
        wanderer = Wanderer(random.Random(seed), spec, *ids)

        async def read() -> None:
            wanted = wanderer.address()
            status = (await client.get(wanted)).status_code
            told[status] = told.get(status, 0) + 1
            assert status < 500, wanted

        for _ in range(0, count, AT_ONCE):
            await asyncio.gather(*(read() for _ in range(AT_ONCE)))
    return told


def main(few: int = 500, many: int = 5000) -> None:
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as server:
        told = asyncio.run(wander(server.address, few, 1))
        before = resident(server.process.pid)
        print(f"after {few} reads {before // 1024} MiB; replies by status {dict(sorted(told.items()))}", flush=True)
        told = asyncio.run(wander(server.address, many - few, 2))
        after = resident(server.process.pid)
        print(f"after {many} reads {after // 1024} MiB; replies by status {dict(sorted(told.items()))}")
        print(f"ratio {after / before:.2f}, at most {MOST_RATIO}")
        assert after <= MOST_RATIO * before


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
