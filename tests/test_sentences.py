"""Every sentence of every pair, in no context and in five, is read back and held against what it cites."""

import re

import pytest

from kg.answer import Citations, explain
from kg.causal import Situation, View, effect_of
from tests.reader import Fault, Reader

CONTEXTS = [
    (),
    ("postmenopausal_women",),
    ("premenopausal_women",),
    ("estrogen_deficiency",),
    ("people_with_osteoporosis",),
    ("women_50plus",),
]


def explained(graph, context):
    """The explanation of each pair of variables and levels of them of which something is known."""
    situation = Situation.of(graph, context)
    signed = [c for c in graph.concepts.values() if graph.is_signed(c.id)]
    for cause in signed:
        for effect in signed:
            if cause.variable != effect.variable:
                finding = effect_of(graph, cause.id, effect.id, situation)
                if finding.known or finding.aims:
                    citations = Citations(graph)
                    yield explain(graph, finding, citations), citations


@pytest.mark.parametrize("context", CONTEXTS, ids="+".join)
def test_every_sentence_says_what_it_cites(graph, context):
    reader, states = Reader(graph), View.of(graph, Situation.of(graph, context)).state_of
    for explanation, citations in explained(graph, context):
        reader.check(explanation, citations, states)
    assert reader.read > 8000


TURNED = [
    (r"\braises\b", "lowers"),
    (r"\blowers\b", "raises"),
    (r"\bspeeds up\b", "slows"),
    (r"\bmore likely\b", "less likely"),
    (r"\bmay raise\b", "raises"),
    (r"\bmay lower\b", "lowers"),
    (r"\bmay make\b", "makes"),
    (r"\bmay keep\b", "keeps"),
    (r"\bis not at work\b", "is at work"),
    (r"(?<= )are? links? of our own", "stated"),
    (r"and reports no outcome for", "and reports"),
]


@pytest.mark.parametrize(("right", "wrong"), TURNED)
def test_the_reader_finds_what_is_put_in_wrong(graph, right, wrong):
    """A word turned in a sentence is found in every text that has it."""
    reader, states = Reader(graph), View.of(graph, Situation.of(graph, ["premenopausal_women"])).state_of
    tried = found = 0
    for explanation, citations in explained(graph, ("postmenopausal_women",)):
        sentences = list(explanation.sentences)
        for i, sentence in enumerate(sentences):
            turned = re.sub(right, wrong, sentence, count=1)
            bare = re.sub(r" ?\[\d+\]", "", sentence).rstrip(".")
            if turned == sentence or bare in reader.texts:
                continue
            tried += 1
            changed = type(explanation)(
                **{f: getattr(explanation, f) for f in explanation.__slots__}
                | {"sentences": (*sentences[:i], turned, *sentences[i + 1 :])}
            )
            try:
                reader.check(changed, citations, states)
            except (Fault, ValueError):
                found += 1
        if tried >= 150:
            break
    assert tried
    assert found == tried
