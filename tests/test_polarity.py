"""Laws of polarity and restriction for every signed concept, and what must change nothing in any question."""

import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
import snowballstemmer

from kg.knowledge_base import KnowledgeBase
from kg.linking.hashed import holds
from kg.linking.text import forms
from kg.model import Goal, Kind, State, Variable
from kg.settings import Settings
from tests import weighed
from tests.probes import Makes, asked, varied
from tests.test_questions import BANK

stem = snowballstemmer.stemmer("english").stemWord
UNSPOKEN = re.compile(r"does not speak of ((?:“[^”]+”(?:, | and | or )?)+)")
SMALL = {*"a an and are as at be by for from in is it of on or that the this to was with you your".split()}


@pytest.fixture(scope="module")
def makes(graph):
    return Makes(graph)


@pytest.fixture(scope="module")
def outcomes(knowledge, makes):
    return list(asked(knowledge, makes.all()))


@pytest.fixture(scope="module")
def garden():
    return KnowledgeBase(Settings(ontology=Path(__file__).parent / "garden"))


def told(found):
    """How many, and the first of them, a line each."""
    return f"{len(found)}\n" + "\n".join(map(str, found[:10]))


def verdict(answer):
    return answer.status, answer.verdict.answer, answer.verdict.direction


def test_every_concept_with_a_signed_statement_is_asked_about(graph, makes):
    """Unless all that is known of it is of no one direction, or only meant."""
    signed = {
        c
        for s in graph.of_kind(Kind.causal)
        if s.sign and s.sign.definite and not s.aim
        for c in (s.subject, s.object)
        if isinstance(graph.concepts[c], Variable | State) and not isinstance(graph.concepts[c], Goal)
    }
    assert signed <= {*makes.effects_of, *makes.causes_of}


def test_no_polarity_is_turned_and_no_restriction_ignored(outcomes):
    wrong = defaultdict(list)
    for probe, outcome, reason in outcomes:
        if outcome == "wrong":
            wrong[probe.family].append(f"{probe.question} [{reason}]")
    assert not wrong, "\n".join(f"{family}: {told(found)}" for family, found in wrong.items())


def test_nearly_all_questions_of_polarity_and_restriction_are_read(outcomes):
    counted = Counter(outcome for _, outcome, _ in outcomes)
    assert counted["right"] >= 0.95 * counted.total(), str(counted)


def test_the_same_holds_in_another_subject(garden):
    outcomes = list(asked(garden, Makes(garden.snapshot.graph).all()))
    wrong = [f"{probe.question} [{reason}]" for probe, outcome, reason in outcomes if outcome == "wrong"]
    assert not wrong, told(wrong)
    counted = Counter(outcome for _, outcome, _ in outcomes)
    assert counted["right"] >= 0.95 * counted.total(), str(counted)


def test_how_apart_from_what_lies_between_is_by_other_ways(knowledge, graph, makes):
    """To ask "apart from Z" is to ask "other than through Z", where Z is on a way from X to Y."""
    other, said = [], 0
    for probe in [p for p in makes.restricted() if p.family == "not through"][::3]:
        asking = f"How does {makes.name(probe.cause)} affect {makes.name(probe.effect)} "
        apart, around = (
            knowledge.ask(f"{asking}{by} {makes.name(probe.avoid)}?") for by in ("apart from", "other than through")
        )
        said += around.status == "answered"
        if apart.status != "related" and (apart.text, apart.verdict) != (around.text, around.verdict):
            other.append((probe.question, apart.text, around.text))
    assert not other, told(other)
    assert said


@pytest.fixture(scope="module")
def weighing(knowledge, makes):
    return list(weighed.outcomes(knowledge, weighed.Weighed(makes).all(of=10)))


def test_no_word_that_changes_a_question_is_passed_over(weighing):
    wrong = [f"{probe.question} [{reason}]" for probe, outcome, reason in weighing if outcome == "wrong"]
    assert not wrong, told(wrong)
    assert len(weighing) == 10 * len(weighed.forms())


@pytest.mark.parametrize("family", ["cleft", "failing", "each of two", "opposed"])
def test_what_the_graph_can_say_of_such_a_word_is_said(family, weighing):
    said = [outcome for probe, outcome, _ in weighing if probe.family == family]
    assert said.count("obeyed") > 0.4 * len(said)


def test_no_such_word_is_passed_over_in_another_subject(garden):
    found = weighed.outcomes(garden, weighed.Weighed(Makes(garden.snapshot.graph), seed=2).all(of=4))
    wrong = [f"{probe.question} [{reason}]" for probe, outcome, reason in found if outcome == "wrong"]
    assert not wrong, told(wrong)


def test_words_around_a_question_change_nothing(knowledge, graph):
    turned = []
    for plain, others in varied(graph):
        before = verdict(knowledge.ask(plain))
        turned += [(plain, other) for other in others if verdict(knowledge.ask(other)) != before]
    assert not turned, told(turned)


@pytest.mark.parametrize(
    "change",
    [str.upper, str.lower, lambda q: q.rstrip("?. "), lambda q: q + "??", "please {}".format, lambda q: f"{q} please"],
    ids=["capitals", "small letters", "no mark", "two marks", "please before", "please behind"],
)
def test_letter_case_marks_and_please_change_nothing(knowledge, change):
    """Of questions whose names are the same in any case: RANK and rank are two words."""
    rows = [row["question"] for row in BANK if not re.search(r"\brank\b", row["question"], re.I)][::3]
    turned = [q for q in rows if verdict(knowledge.ask(change(q))) != verdict(knowledge.ask(q))]
    assert not turned, told(turned)


def standing(knowledge):
    """Whether a word stands in a document, in a label or in a synonym."""
    now = knowledge.snapshot
    names = [n for c in now.graph.concepts.values() for n in (c.label, *c.synonyms)]
    text = " ".join([*now.texts.values(), *names]).lower()
    known = {stem(word) for word in re.findall(r"[a-z][a-z-]+[a-z]", text)} - {stem(word) for word in SMALL}
    documents = [d.words for d in now.graph.documents.values()]

    def stands(word):
        return stem(word) in known or (word not in SMALL and any(holds(w, forms(word)[2]) for w in documents))

    return stands


@pytest.mark.parametrize(
    "ask", ["Does {} affect bone density?", "What has {} to do with fractures?", "Is {} good or bad for you?"]
)
def test_what_stands_in_the_source_is_not_said_to_be_missing(knowledge, ask):
    known = standing(knowledge)
    denied = []
    for c in knowledge.snapshot.graph.concepts.values():
        for name in (c.label, *c.synonyms[:2], *c.label.split()):
            if len(name) > 3 and name not in SMALL:
                for words in UNSPOKEN.findall(knowledge.ask(ask.format(name)).text):
                    said = re.findall(r"“([^”]+)”", words)
                    denied += [(name, s) for s in said if all(map(known, re.findall(r"[a-z-]+", s.lower())))]
    assert not denied, told(denied)
