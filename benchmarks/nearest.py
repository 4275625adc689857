"""The statements nearest to a text: how often one that answers is found, what the floor lets through, time and size."""

import csv
import gc
import random
import statistics
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from kg.causal import CausalGraph
from kg.knowledge_base import KnowledgeBase, settle
from kg.linking import lexicon
from kg.model import Basis, Content, Hedge, Kind, Scope, Sign, Statement, Variable
from kg.retrieval import FLOOR, Nearest
from kg.settings import Settings

SYNTHETIC = 100_000
QUESTIONS = Path(__file__).parent.parent / "tests" / "questions.tsv"
ELSEWHERE = (
    "when does the next solar eclipse happen?",
    "how do I tune a guitar",
    "which river is the longest in Africa?",
    "should I repot my orchid now",
    "does a heat pump save money in an old house?",
    "what is the plot of Hamlet",
    "my printer says it is offline although it is not",
    "how many players are in a rugby team?",
    "do wind turbines kill birds",
    "what is the tallest mountain in South America",
    "why does my cat scratch the sofa?",
    "how do you say thank you in Japanese",
    "can I get a refund for a cancelled flight?",
    "is it cheaper to rent or to buy a flat",
    "what does the word ubiquitous mean",
    "how do I merge two branches in git?",
    "does social media make teenagers lonely?",
    "who invented the telescope",
    "how do I get rid of ants in the kitchen",
    "what are the rules of chess?",
    "does speeding cause more accidents?",
    "why is the sea salty",
    "how is paper recycled",
    "which films won an Oscar last year?",
    "how do I start a podcast",
    "is nuclear power safe",
    "does hand washing prevent colds?",
    "what is the treatment for an ear infection",
    "can asthma be cured?",
    "do glasses make your eyes worse",
    "how do rainbows form?",
    "what should I cook for eight guests tonight",
    "how old is the universe",
    "does a tax on sugar work?",
    "what visa do I need for Canada",
    "why are barns painted red?",
    "how do I descale a kettle",
    "which dog breed is best for a small garden?",
    "do mosquitoes spread malaria?",
    "was the moon landing filmed live",
)
"""Texts about other subjects."""
SYLLABLES = [a + b for a in "bcdfghjklmnprstvwz" for b in "aeiou"]
FILLER = (
    "raises",
    "lowers",
    "the",
    "rate",
    "of",
    "cells",
    "in",
    "women",
    "after",
    "years",
    "with",
    "density",
    "marker",
)


def median(call: Callable[[str], object], texts: Iterable[str]) -> float:
    """Median milliseconds of a call over the texts."""
    times = []
    for text in texts:
        start = time.perf_counter()
        call(text)
        times.append(1e3 * (time.perf_counter() - start))
    return statistics.median(times)


def finding() -> None:
    """How often a statement that the answer cites is among the first, and how the floor parts two kinds of texts."""
    with QUESTIONS.open(encoding="utf-8") as file:
        questions = [row["question"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    knowledge = KnowledgeBase(Settings())
    answers = {q: knowledge.ask(q) for q in questions}
    cited = {
        q: {c.statement for c in a.citations} for q, a in answers.items() if a.status == "answered" and a.citations
    }
    for most in (3, 5):
        found = sum(bool(right & {n.statement for n in knowledge.nearest(q, most)}) for q, right in cited.items())
        print(f"{found / len(cited):.1%} of {len(cited)} questions find a cited statement among the first {most}")
    kept = sum(bool(knowledge.nearest(q)) for q in cited) / len(cited)
    passed = sum(bool(knowledge.nearest(t)) for t in ELSEWHERE) / len(ELSEWHERE)
    print(
        f"floor {FLOOR}: {kept:.1%} of these find something, and {passed:.1%} of {len(ELSEWHERE)} about other subjects"
    )
    linking, whole = median(knowledge.snapshot.lexicon.read, questions), median(knowledge.nearest, questions)
    print(f"nearest: {whole:.2f} ms, {whole / linking:.1f}× the linking that is part of it")


def many() -> None:
    """Making it and asking it where there are very many statements, as ratios to linking alone."""
    rng = random.Random(1)
    words = ["".join(rng.choices(SYLLABLES, k=rng.randint(2, 4))) for _ in range(30_000)]
    concepts = tuple(
        Variable(
            id=f"c{i}",
            iri=f"urn:c{i}",
            label=" ".join(rng.choices(words, k=rng.randint(1, 3))),
            kind="process",
            variable_type="rate",
            broader=(f"c{rng.randrange(i)}",) if i % 2 else (),
        )
        for i in range(SYNTHETIC)
    )
    graph = CausalGraph(Content(concepts=concepts, statements=tuple(claim(i, rng, concepts) for i in range(SYNTHETIC))))
    start = time.perf_counter()
    names = lexicon(concepts)
    indexed = time.perf_counter() - start
    gc.collect()
    settle()
    start = time.perf_counter()
    nearest = Nearest.of(graph, names)
    made = time.perf_counter() - start
    print(f"{SYNTHETIC:,} statements made ready in {made:.1f} s, {made / indexed:.1f}× the time of the names")
    start = time.perf_counter()
    nearest.after(graph.changed(Content(statements=(claim(SYNTHETIC, rng, concepts),)), Content()), names)
    print(
        f"  one more: {made / (time.perf_counter() - start):.0f}× faster than all anew, the graph's own change included"
    )
    arrays = [nearest.vectors, nearest.lengths]
    arrays += [a for p in (nearest.words, nearest.concepts) for a in (p.starts, p.rows, p.marks)]
    print(f"  {sum(a.nbytes for a in arrays) / SYNTHETIC:.0f} bytes a statement")
    asked = [
        f"does {rng.choice(concepts).label} raise the density of {rng.choice(concepts).label}?" for _ in range(200)
    ]
    linking, whole = median(names.read, asked), median(nearest.to, asked)
    print(f"  nearest: {whole:.2f} ms, {whole / linking:.1f}× the linking that is part of it")


def claim(number: int, rng: random.Random, concepts: tuple[Variable, ...]) -> Statement:
    cause, effect = rng.sample(concepts, 2)
    return Statement(
        id=f"s{number}",
        iri=f"urn:s{number}",
        kind=Kind.causal,
        subject=cause.id,
        relation="increases",
        object=effect.id,
        text=" ".join((cause.label, *rng.choices(FILLER, k=8), effect.label)),
        hedge=Hedge.categorical,
        basis=Basis.asserted,
        evidence="ECO:0000303",
        sign=Sign("+"),
        worded_sign="+",
        scope=Scope.step,
    )


if __name__ == "__main__":
    finding()
    many()
