"""Questions in process: where the time goes; linking among 100,000 names against a fuzzy search over all of them."""

import csv
import random
import statistics
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from rapidfuzz import process

from kg.knowledge_base import KnowledgeBase
from kg.linking import lexicon
from kg.model import Variable
from kg.settings import Settings

ROUNDS = 5
SYNTHETIC = 100_000
QUESTIONS = Path(__file__).parent.parent / "tests" / "questions.tsv"
SYLLABLES = [a + b for a in "bcdfghjklmnprstvwz" for b in "aeiou"]


def median(call: Callable[[str], object], texts: Iterable[str]) -> float:
    """Median milliseconds of a call over the texts."""
    times = []
    for text in texts:
        start = time.perf_counter()
        call(text)
        times.append(1e3 * (time.perf_counter() - start))
    return statistics.median(times)


def asking() -> None:
    """Median time of a question of the bank, and the shares of linking, reading, and finding and telling the answer."""
    with QUESTIONS.open(encoding="utf-8") as file:
        texts = [row["question"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)] * ROUNDS
    knowledge = KnowledgeBase(Settings())
    now = knowledge.snapshot
    median(knowledge.ask, texts)
    whole = median(knowledge.ask, texts)
    linking = median(now.lexicon.read, texts)
    reading = median(now.reader.read, texts)
    print(f"ask, {len(texts)} questions: median {whole:.2f} ms")
    shares = {"linking": linking, "reading": reading - linking, "search and text": whole - reading}
    for what, ms in shares.items():
        print(f"  {what:16}{ms:6.2f} ms  {100 * ms / whole:3.0f} %")


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
    linking_many()
