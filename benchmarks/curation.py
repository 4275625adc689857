"""Validating and accepting one statement, on the real graph and on one of 100,000 statements; and the start there."""

import random
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from kg import rdf, vocabulary
from kg.knowledge_base import KnowledgeBase, settle
from kg.model import Basis, Content, Document, Hedge, Kind, Passage, Scope, Sign, Statement, Variable
from kg.settings import Settings

ROUNDS = 41
STATEMENTS = 100_000
VARIABLES = 20_000
_WORDS = ("amber", "basil", "cedar", "delta", "ember", "fjord", "grove", "heron", "inlet", "jetty", "kelp")


def made(statements: int, variables: int, seed: int = 7) -> Content:
    """A graph without loops: each variable acts on later ones near to it."""
    chance = random.Random(seed)
    concepts = [_variable(i) for i in range(variables)]
    document = Document(
        id="notes",
        iri=vocabulary.BASE + "notes",
        title="Notes",
        file_name="notes.txt",
        sha256="0" * 64,
        length=10**6,
    )
    pairs: dict[tuple[int, int], None] = {}
    while len(pairs) < statements:
        cause = chance.randrange(variables - 1)
        effect = min(variables - 1, cause + 1 + int(chance.expovariate(1 / 500)))
        if effect > cause:
            pairs[cause, effect] = None
    found = [_statement(n, cause, effect, chance.choice("+-")) for n, (cause, effect) in enumerate(pairs)]
    return Content(concepts=tuple(concepts), statements=tuple(found), documents=(document,))


def _variable(i: int) -> Variable:
    label = f"{_WORDS[i % 11]} {_WORDS[i // 11 % 11]} {i}"
    id = f"v{i:05d}"
    return Variable(id=id, iri=vocabulary.BASE + id, label=label, kind="process", variable_type="rate")


def _statement(n: int, cause: int, effect: int, sign: str) -> Statement:
    return Statement(
        id=f"G{n:06d}",
        iri=f"{vocabulary.BASE}G{n:06d}",
        kind=Kind.causal,
        subject=f"v{cause:05d}",
        relation="increases" if sign == "+" else "decreases",
        object=f"v{effect:05d}",
        text=f"The one acts on the other, as note {n} says.",
        hedge=Hedge.categorical,
        basis=Basis.asserted,
        evidence="ECO:0000303",
        passage=Passage(document="notes", section="", line=n + 1, start=n, end=n + 1, sha256="0" * 64),
        sign=Sign(sign),
        worded_sign=sign,
        scope=Scope.step,
    )


def write(content: Content, folder: Path) -> None:
    """The content as Turtle files; each statement is written like the first, which rdflib writes."""
    concepts = {c.id: c for c in content.concepts}
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in vocabulary.PREFIXES.items())
    rest = rdf.turtle(rdf.described(replace(content, statements=(), concepts=()), concepts), prefixes=False)
    concept = content.concepts[0]
    like = rdf.turtle(rdf.describe(concept, concepts), prefixes=False)
    blocks = (like.replace(concept.id, c.id).replace(concept.label, c.label) for c in content.concepts)
    (folder / "concepts.ttl").write_text(head + rest + "".join(blocks), encoding="utf-8")
    first = {}
    for s in content.statements:
        first.setdefault(s.worded_sign, (s, rdf.turtle(rdf.describe(s, concepts), prefixes=False)))
    for start in range(0, len(content.statements), 25_000):
        with (folder / f"statements{start}.ttl").open("w", encoding="utf-8") as out:
            out.write(head)
            for s in content.statements[start : start + 25_000]:
                like, turtle = first[s.worded_sign]
                for old, new in ((like.id, s.id), (like.subject, "SUBJECT"), (like.object, s.object)):
                    turtle = turtle.replace(old, new)
                out.write(turtle.replace("SUBJECT", s.subject))


def timed(settings: Settings, name: str, names: list[str]) -> None:
    start = time.perf_counter()
    knowledge = KnowledgeBase(settings)
    print(f"{name}: start {time.perf_counter() - start:.1f} s, {len(knowledge.snapshot.graph.statements)} statements")
    settle()
    chance, proposing, accepting, whole = random.Random(3), [], [], []
    order = knowledge.snapshot.graph._order
    while len(whole) < ROUNDS:
        cause, effect = sorted(chance.sample(names, 2), key=lambda v: order.get(v, 0))
        fields = {"subject": cause, "object": effect, "sign": "+", "context": [], "text": "The one raises the other."}
        known = knowledge.snapshot.graph.by_pair.get((cause, effect))
        if known or order.get(cause) == order.get(effect):
            continue
        start = time.perf_counter()
        proposal = knowledge.propose("statement", fields, by="bench")
        middle = time.perf_counter()
        knowledge.decide(proposal.id, "accept", by="bench")
        end = time.perf_counter()
        proposing.append(middle - start)
        accepting.append(end - middle)
        whole.append(end - start)
    for what, times in (("propose", proposing), ("accept", accepting), ("both", whole)):
        print(f"  {what}: median {1e3 * statistics.median(times):.1f} ms, worst {1e3 * max(times):.1f} ms")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else STATEMENTS
    with tempfile.TemporaryDirectory() as folder:
        real = Settings(data=Path(folder) / "data")
        names = [v.id for v in KnowledgeBase(real).snapshot.graph.concepts.values() if isinstance(v, Variable)]
        timed(real, "the real graph", [v for v in names if not v.startswith(("ctx", "p1np"))])
    with tempfile.TemporaryDirectory() as folder:
        content = made(count, VARIABLES)
        write(content, Path(folder))
        timed(
            Settings(ontology=Path(folder), data=Path(folder) / "data"),
            "the generated graph",
            [c.id for c in content.concepts],
        )


if __name__ == "__main__":
    main()
