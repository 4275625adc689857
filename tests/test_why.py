"""What a question was read as, and what else it could have meant, as questions in plain words."""

import re

import pytest

from kg.answer.reading import MARGIN, spelled
from kg.question import Analysis, Intent, Question
from kg.question.values import Unnamed
from tests.test_questions import BANK

QUESTIONS = [row["question"] for row in BANK]


@pytest.fixture(scope="module")
def told(knowledge):
    return {question: knowledge.ask(question, why=True) for question in QUESTIONS}


def test_an_analysis_is_a_question_in_plain_words(told):
    readings = [a.reading for answer in told.values() for a in answer.why.analyses]
    assert len(readings) > len(QUESTIONS)
    odd = [r for r in readings if not re.fullmatch(r"(?:what|which|how|does|do|is|are|can|by) .+\?", r)]
    assert odd == []
    assert [r for r in readings if re.search(r"\b(?:cause|effect|topic|kind): |\(nothing\)|  | ,|,$", r)] == []


def test_of_two_analyses_that_say_the_same_one_is_told(told):
    for answer in told.values():
        readings = [a.reading for a in answer.why.analyses]
        assert len(readings) == len(set(readings))


def test_what_could_be_meant_is_read_with_certainty_itself(knowledge, told):
    offered = {r.text for answer in told.values() for r in answer.readings}
    assert len(offered) > 10
    assert [t for t in offered if knowledge.ask(t).status not in ("answered", "no_known_path")] == []


def test_a_certain_reading_has_no_other_beside_it(told):
    for question, answer in told.items():
        if answer.status not in ("answered", "no_known_path") or not answer.readings:
            continue
        scores = [a.score for a in answer.why.analyses]
        assert any(scores[0] - MARGIN < s for s in scores[1:]), question
    read = [a for a in told.values() if a.status in ("answered", "no_known_path")]
    assert sum(bool(a.readings) for a in read) < 0.1 * len(read)


def test_where_it_was_not_read_something_is_offered_of_what_it_names(told):
    unread = {q: a for q, a in told.items() if a.status in ("related", "ambiguous") and a.concepts}
    silent = [q for q, a in unread.items() if not a.readings]
    assert silent == []


@pytest.mark.parametrize(
    ("question", "reading"),
    [
        (
            "does less estrogen lower bone resorption via RANKL?",
            "does less estrogen lower bone resorption, through RANKL?",
        ),
        (
            "how does exercise help bone other than through loading?",
            "how does exercise help bone tissue, other than through mechanical loading?",
        ),
        ("which hormones besides estrogen lower bone loss?", "which hormones lower bone loss, besides estrogen?"),
        ("what lowers RANKL?", "what lowers RANKL?"),
        (
            "is brisk walking good for bone health after menopause?",
            "does brisk walking help bone health in postmenopausal women?",
        ),
        ("does calcium work if vitamin D is low?", "what changes the effect of calcium with inadequate vitamin D?"),
        (
            "by how much do bisphosphonates reduce vertebral fracture risk?",
            "by how much do bisphosphonates lower vertebral fracture risk?",
        ),
        ("how is bmd measured?", "how is bone mineral density measured?"),
    ],
)
def test_the_best_analysis_in_words(knowledge, question, reading):
    assert knowledge.ask(question, why=True).why.analyses[0].reading == reading


def test_an_ambiguous_word_is_put_in_the_place_of_each_meaning(knowledge):
    answer = knowledge.ask("why does bone get porous?")
    assert answer.status == "ambiguous"
    assert [r.text for r in answer.readings] == [
        f"how does {name} come about?" for name in (s.text for s in answer.suggestions)
    ]


def test_raise_or_lower_is_one_question_not_two(knowledge):
    assert knowledge.ask("does estrogen raise or lower interleukin-1?").readings == ()


def test_every_question_of_several_has_its_ways_to_be_read(knowledge):
    analyses = knowledge.ask("Does estrogen lower RANKL? What is osteoporosis?", why=True).why.analyses
    assert {"does estrogen lower RANKL?", "what is osteoporosis?"} <= {a.reading for a in analyses}


@pytest.mark.parametrize("intent", [None, *Intent])
@pytest.mark.parametrize("roles", [(), ("cause",), ("effect",), ("topic",), ("cause", "effect")])
@pytest.mark.parametrize("sense", ["", "up", "strange"])
def test_an_analysis_of_any_form_is_told(graph, intent, roles, sense):
    thing = Unnamed(start=0, end=1, text="x, y", span=(0, 1))
    parts = tuple((role, (thing,)) for role in roles)
    told = spelled(graph, Question(text="x"), Analysis(intent=intent, sense=sense, parts=parts))
    assert re.fullmatch(r"[a-z].*[^ ]\?", told), told


@pytest.mark.parametrize(
    "text", ["?", "x" * 2000, "bone, " * 333, "; effect: estrogen", "<b>T</b> [1]", "لماذا؟", "why " * 500]
)
def test_why_is_told_of_any_text(knowledge, text):
    why = knowledge.ask(text, why=True).why
    assert all(a.reading.endswith("?") for a in why.analyses)
