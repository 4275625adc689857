"""The reader of questions: each row of its table is read as it says, and every word of a text is accounted for."""

import re

import pytest

from kg.question import Attribute, Expected, meanings

NAMES = {
    "cause": "estrogen",
    "effect": "bone resorption",
    "context": "vitamin D is low",
    "modifier": "vitamin D",
    "other": "calcium",
    "topic": "osteoclasts",
    "through": "RANKL",
    "avoid": "RANKL",
    "excluded": "RANKL",
    "held": "RANKL",
}
SAID = {
    "up": Expected.up,
    "down": Expected.down,
    "good": Expected.good,
    "bad": Expected.bad,
    "any": Expected.any,
    "nil": Expected.none,
}
WEIGHING = {phrase for row in meanings.rows() if row.sense.kind == "weighs" for phrase in row.phrases}
TABLE = [(phrase, row) for row in meanings.rows() for phrase in row.phrases]


@pytest.fixture(scope="module")
def reader(knowledge):
    return knowledge.snapshot.reader


def filled(row, phrase):
    """The example of a row with a phrase of it in its place, and where that starts and ends."""
    text = row.example
    for name, words in NAMES.items():
        text = text.replace(f"{{{name}}}", words)
    start = text.index("‹")
    text = re.sub("‹[^›]*›", lambda _: phrase, text)
    return text, start, start + len(phrase)


@pytest.mark.parametrize(("phrase", "row"), TABLE, ids=lambda x: x if isinstance(x, str) else "")
def test_each_phrase_is_read_in_the_example_of_its_row(phrase, row, reader):
    text, start, end = filled(row, phrase)
    question = reader.read(text)[0]
    if row.sense.kind == "verb" and row.sense.meaning in SAID:
        assert question.expected is SAID[row.sense.meaning], text
    left = [w.text for w in question.words if w.use == "not_understood" and start <= w.start < end]
    assert question.intent is not None, text
    if row.sense.kind == "weighs":
        assert left or row.sense.meaning == "held", text
        assert question.not_understood, text
    else:
        assert not left or phrase in WEIGHING, text


def test_what_is_no_general_head_makes_another_thing_of_every_concept(reader, graph):
    for concept in (c for c in graph.concepts.values() if re.fullmatch(r"[A-Za-z ]+", c.label)):
        for noun, same in (("clinic", False), ("level", True)):
            question = reader.read(f"does {concept.label} {noun} raise fracture risk?")[0]
            assert (concept.id in question.of("cause") + question.of("context")) is same or noun == "level", (
                concept.label,
                noun,
            )
            if not same:
                assert [gap.words.text for gap in question.gaps] == [f"{concept.label} {noun}"]


def test_every_word_of_a_text_is_told(reader):
    text = "Please: does estrogen, honestly, lower bone resorption after menopause? My nan says so."
    for question in reader.read(text):
        assert [w.text for w in question.words] == re.findall(r"\w+", text)
        assert not question.not_understood


def test_a_word_that_was_not_understood_is_told(reader):
    question = reader.read("does estrogen frobnicate bone resorption?")[0]
    assert question.not_understood or question.unknown


def test_the_best_of_several_analyses_is_taken(reader):
    question = reader.read("does less estrogen raise bone resorption?")[0]
    assert len(question.analyses) > 1
    assert list(question.analyses) == sorted(question.analyses, key=lambda a: -a.score)


@pytest.mark.parametrize(
    ("text", "attribute"),
    [
        ("side effects of estrogen therapy?", Attribute.harm),
        ("how often should I do yoga for balance?", Attribute.how_often),
        ("can too much exercise be bad", Attribute.too_much),
        ("what does alendronate cost?", Attribute.cost),
    ],
)
def test_what_is_asked_beside_the_direction_is_an_attribute(text, attribute, reader):
    assert reader.read(text)[0].attribute is attribute
