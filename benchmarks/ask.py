"""Questions in process: where the time goes, in long texts and large graphs too; linking against a fuzzy search."""

import csv
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path

import orjson
from rapidfuzz import process

from benchmarks.nearest import SYLLABLES, claim
from kg import index
from kg.answer import Answer, answer_question
from kg.causal import CausalGraph, effect
from kg.knowledge_base import KnowledgeBase, settle
from kg.linking import Lexicon, lexicon
from kg.model import Content, Kind, Variable
from kg.question import read
from kg.retrieval import Nearest
from kg.settings import Settings
from kg.snapshot import Snapshot

ROUNDS = 5
SYNTHETIC = 100_000
QUESTIONS = Path(__file__).parent.parent / "tests" / "questions.tsv"

FORMS = (
    "does {} raise {}?",
    "what raises {1}?",
    "what is {}?",
    "does {} lower the blorf of {}?",
    "is the zzgrblx of {} quite purple over {}?",
    "my printer says it is offline although it is not",
)
LONG = ("and ", "x ", " \t ", "estrogen and calcium and ", "does estrogen raise bone density? ", "qwrtzu blorf ", "a, ")


def times(call: Callable[[str], object], texts: Iterable[str]) -> list[float]:
    """Milliseconds of the processor of a call over the texts, in their order."""
    found = []
    for text in texts:
        start = time.process_time()
        call(text)
        found.append(1e3 * (time.process_time() - start))
    return found


def median(call: Callable[[str], object], texts: Iterable[str]) -> float:
    """Median milliseconds of a call over the texts."""
    return statistics.median(times(call, texts))


def spread(found: list[float]) -> str:
    """The middle, the slow end and the slowest of some times."""
    return f"median {statistics.median(found):.2f} ms, p99 {_p99(found):.2f} ms, at most {max(found):.2f} ms"


def asking() -> None:
    """A question of the bank, and the shares of each step: taken from within while it is asked."""
    with QUESTIONS.open(encoding="utf-8") as file:
        texts = [row["question"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    knowledge = KnowledgeBase(Settings())
    settle()
    print(f"ask, {len(texts)} questions, each for the first time: {spread(times(knowledge.ask, texts))}")
    whole = times(knowledge.ask, texts * ROUNDS)
    print(f"ask, {len(whole)} questions: {spread(whole)}")
    shares: dict[str, float] = {what: 0.0 for what, *_ in STEPS}
    with ExitStack() as stack:
        for what, owner, name in STEPS:
            stack.enter_context(_clocked(owner, name, shares, what))
        asked = sum(times(knowledge.ask, texts * ROUNDS))
    told = sum(times(orjson_of, [knowledge.ask(text) for text in texts])) * ROUNDS
    shares |= {"the rest": asked - sum(shares.values()), "JSON": told}
    for what, ms in shares.items():
        print(f"  {what:20}{ms / len(whole):6.2f} ms  {100 * ms / (asked + told):3.0f} %")


STEPS = (
    ("linking", Lexicon, "_read"),
    ("items", read, "items"),
    ("readings and scores", read.Reader, "_best"),
    ("nearest", Nearest, "to"),
    ("effects and paths", effect, "_between"),
    ("route and sentences", import_module("kg.answer.ask"), "told"),
)
"""Each step, and where it is; one within another is counted once, as itself."""


@contextmanager
def _clocked(owner: object, name: str, shares: dict[str, float], what: str) -> Iterator[None]:
    """While inside, what an attribute takes is added to the share of a step, less what other steps take within it."""
    call = getattr(owner, name)

    def clocked(*args, **more):
        before, start = sum(shares.values()), time.process_time()
        found = call(*args, **more)
        within = sum(shares.values()) - before
        shares[what] += 1e3 * (time.process_time() - start) - within
        return found

    setattr(owner, name, clocked)
    try:
        yield
    finally:
        setattr(owner, name, call)


def orjson_of(answer: object) -> bytes:
    return orjson.dumps(answer)


def asking_long() -> None:
    """Texts of one repeated unit: what twice the length costs."""
    knowledge = KnowledgeBase(Settings())
    settle()
    print("texts of 2,000 characters, and what they take against 1,000")
    for unit in LONG:
        short, long = ((unit * 2000)[:length] for length in (1000, 2000))
        knowledge.ask(long)
        a, b = (statistics.median(times(knowledge.ask, [text] * ROUNDS)) for text in (short, long))
        print(f"  {unit!r:40}{b:7.1f} ms {b / a:5.1f}×")


def asking_many() -> None:
    """Questions where there are very many concepts and statements, against the same forms on the shipped graph."""
    rng = random.Random(1)
    few = KnowledgeBase(Settings()).snapshot
    words = ["".join(rng.choices(SYLLABLES, k=rng.randint(2, 4))) for _ in range(30_000)]
    concepts = tuple(
        Variable(
            id=f"c{i}",
            iri=f"urn:c{i}",
            label=f"{words[i % 30_000]} {words[(7 * i + i // 30_000) % 30_000]}",
            kind="process",
            variable_type="rate",
            broader=(f"c{rng.randrange(i)}",) if i % 2 else (),
        )
        for i in range(SYNTHETIC)
    )
    claims = tuple(claim(i, rng, concepts) for i in range(SYNTHETIC))
    many = Snapshot(CausalGraph(Content(concepts=concepts, statements=claims)), "synthetic")
    found = {}
    for snapshot in (few, many):
        graph = snapshot.graph
        pairs = [(s.subject, s.object) for s in graph.statements.values() if s.kind is Kind.causal]
        asked = [form.format(*(graph.concepts[id].label for id in rng.choice(pairs))) for form in FORMS * 40]
        call = partial(_asked, snapshot)
        times(call, asked[: len(FORMS)])
        settle()
        found[snapshot.version] = times(call, asked)
    less, more = found[few.version], found[many.version]
    print(f"ask, shipped graph: {spread(less)}")
    print(f"ask, {SYNTHETIC:,} concepts and statements: {spread(more)}")
    print(
        f"  {statistics.median(more) / statistics.median(less):.1f}× the median, {_p99(more) / _p99(less):.1f}× the p99"
    )
    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()
        nearest = Nearest.of(many.graph, many.lexicon)
        made = time.process_time() - start
        index.keep(Path(folder), "mark", nearest.packed())
        start = time.process_time()
        Nearest.unpacked(many.graph, many.lexicon, index.load(Path(folder), "mark"))
        print(f"  the index is read {made / (time.process_time() - start):.0f}× faster than it is made")


def _p99(found: list[float]) -> float:
    return sorted(found)[int(0.99 * len(found))]


def _asked(snapshot: Snapshot, text: str) -> Answer:
    return answer_question(snapshot.graph, snapshot.lexicon, snapshot.reader, text, version="v", nearest=snapshot.near)


def linking_many() -> None:
    """Linking and search as one types among synthetic concepts of one to three made-up words."""
    rng = random.Random(1)
    words = ["".join(rng.choices(SYLLABLES, k=rng.randint(2, 4))) for _ in range(30_000)]
    labels = [" ".join(rng.choices(words, k=rng.randint(1, 3))) for _ in range(SYNTHETIC)]
    concepts = [
        Variable(id=f"c{i}", iri=f"urn:c{i}", label=label, kind="process", variable_type="rate", valence="neutral")
        for i, label in enumerate(labels)
    ]
    start = time.perf_counter()
    names = lexicon(concepts)
    print(f"{SYNTHETIC:,} concepts indexed in {time.perf_counter() - start:.1f} s")
    asked = [f"how does {rng.choice(labels)} affect {_misspelt(rng.choice(labels))}?" for _ in range(200)]
    typed = [_misspelt(rng.choice(labels)) for _ in range(20)]
    peer = median(lambda text: process.extract(text, labels, limit=5), typed)
    for what, ms in (("link", median(names.link, asked)), ("search", median(names.search, typed))):
        print(f"  {what:8}{ms:6.2f} ms  {peer / ms:6.0f}× faster than a fuzzy search over all labels ({peer:.0f} ms)")


def _misspelt(label: str) -> str:
    middle = len(label) // 2
    return label[:middle] + label[middle + 1 :]


if __name__ == "__main__":
    asking()
    asking_long()
    asking_many()
    linking_many()
