"""What stands beside an answer is made once from the graph, and holds: every question it offers has an answer."""

import random
from itertools import product
from pathlib import Path

import pytest

from kg.answer.contexts import shifts, switches
from kg.answer.following import acts, modified, moved, next_questions
from kg.answer.headline import balance, headline, way
from kg.answer.shown import shown
from kg.answer.spread import spread
from kg.causal import effect_of
from kg.english.labels import AT_WORK, HERE, IS_AT_WORK
from kg.english.signs import DIRECTION_WORDS, HEDGES, SIGNS, TONES, tone, tone_of
from kg.knowledge_base import KnowledgeBase, Query
from kg.model import Hedge, Population, Sign
from kg.settings import Settings
from kg.web import create_app

GARDEN = Path(__file__).parent / "garden"


@pytest.fixture(scope="module")
def subjects(knowledge):
    return [knowledge, KnowledgeBase(Settings(ontology=GARDEN))]


def test_the_paths_that_are_shown_first_keep_their_order_and_bring_what_others_do_not(subjects):
    drawn = random.Random(8)
    for knowledge in subjects:
        graph = knowledge.snapshot.graph
        signed = [id for id in graph.concepts if graph.is_signed(id)]
        for cause, effect in (drawn.sample(signed, 2) for _ in range(60)):
            paths = effect_of(graph, cause, effect, thorough=False).paths
            shown_first = spread(paths, 5)
            places = [paths.index(path) for path in shown_first]
            assert places == sorted(set(places))
            assert len(places) == min(5, len(paths))
            assert places[:1] == [0] * bool(paths)
            met = {node for path in shown_first for node in path.nodes}
            assert met >= {node for path in paths[:2] for node in path.nodes} or len(paths) > 5


def test_paths_that_go_through_different_things_have_different_names(knowledge):
    for pair in (("menopause", "bone loss"), ("menopause", "fracture risk"), ("exercise", "bone mineral density")):
        paths = knowledge.paths(*pair, Query(limit=10), near=False).paths
        through = {frozenset(node.id for node in path.nodes[1:-1]) for path in paths}
        assert len({way(path, paths) for path in paths}) == len(through)


def test_a_headline_says_that_it_is_worked_out_and_whose_the_links_are(knowledge):
    for cause, effect in (("menopause", "fracture risk"), ("exercise", "bone loss"), ("estrogen", "fracture risk")):
        answer = knowledge.paths(cause, effect)
        ours = any(edge.bridge for edge in answer.paths[0].edges)
        said = headline(answer).after
        assert (", by mechanism" in said) == (answer.verdict.basis == "by_mechanism")
        assert ("links of our own" in said) == (ours and answer.verdict.basis == "by_mechanism")


def is_answered(knowledge, question):
    return knowledge.ask(question).status == "answered"


def test_what_the_graph_is_said_to_answer_it_answers(subjects):
    seen = 0
    for knowledge in subjects:
        graph = knowledge.snapshot.graph
        for concept in list(graph.concepts.values())[::3]:
            said = {f"What are the effects of {concept.label}?": acts(graph, concept.id)}
            if graph.is_signed(concept.id):
                said[f"What lowers {concept.label}?"] = moved(graph, concept.id, Sign.MINUS)
                said[f"What raises {concept.label}?"] = moved(graph, concept.id, Sign.PLUS)
            assert [q for q, known in said.items() if known and not is_answered(knowledge, q)] == []
            seen += sum(said.values())
    assert seen > 60


def test_what_changes_an_effect_is_offered_where_something_does(subjects):
    offered = 0
    for knowledge in subjects:
        graph = knowledge.snapshot.graph
        concepts = [c for c in graph.concepts.values() if not isinstance(c, Population)]
        pairs = [(a, b) for a, b in product(concepts, concepts) if a is not b]
        for a, b in random.Random(7).sample(pairs, min(60, len(pairs))):
            said = modified(graph, a.id, b.id)
            asked = f"What changes the effect of {a.label} on {b.label}?"
            assert is_answered(knowledge, asked) or not said, asked
            offered += said
    assert offered > 5


def test_nobody_is_offered_what_changes_the_effect_of_a_group_of_people(knowledge):
    answer = knowledge.ask("why do people with osteoporosis break bones?")
    offered = next_questions(knowledge.snapshot.graph, answer)
    assert not [q for q in offered if q.startswith("What changes")]


@pytest.mark.parametrize(
    "question",
    ["does estrogen lower bone resorption?", "what lowers fracture risk?", "how does menopause cause bone loss?"],
)
def test_a_page_asks_once_and_twice_where_a_context_is_set(knowledge, monkeypatch, question):
    client, asked, ask = create_app(knowledge).test_client(), [], KnowledgeBase.asked
    monkeypatch.setattr(KnowledgeBase, "asked", lambda *a, **k: asked.append(a[1]) or ask(*a, **k))
    assert "Ask next" in client.get("/", query_string={"q": question}).text
    assert asked == [question]
    client.get("/", query_string={"q": question, "context": "postmenopausal_women"})
    assert asked == [question] * 3


def test_a_context_is_told_by_what_it_changes(knowledge):
    graph = knowledge.snapshot.graph
    question = "does jumping increase bone mineral density?"
    before, after = knowledge.ask(question), knowledge.ask(question, ["postmenopausal_women"])
    beside = shown(graph, after, ["postmenopausal_women"], before=before)
    assert [s.what for s in beside.shifts] == [s.what for s in shifts(before, after)] != []
    assert [s.id for s in beside.switches if s.on] == ["postmenopausal_women"]
    assert shown(graph, before).shifts is None
    assert shifts(before, before) == []


def test_contexts_that_cannot_hold_together_say_so_of_each_other(knowledge):
    excludes = {s.id: set(s.excludes) for s in switches(knowledge.snapshot.graph, ())}
    assert [id for id, others in excludes.items() for o in others if o in excludes and id not in excludes[o]] == []
    assert any(excludes.values())


def test_the_headline_carries_the_direction_of_the_verdict(knowledge):
    raised = headline(knowledge.ask("how does menopause affect fracture risk?"))
    assert (raised.tone, raised.before) == ("up", "Menopause")
    unknown = headline(knowledge.ask("how does yoga affect bone mineral density?"))
    assert (unknown.tone, unknown.verb) == ("mixed", "")


def test_the_balance_holds_every_path_once(knowledge):
    paths = knowledge.ask("does menopause raise fracture risk?").paths
    groups = balance(paths)
    assert sorted(n for _, group in groups for n, _ in group) == list(range(1, len(paths) + 1))
    assert all(tone(path.sign) == t for t, group in groups for _, path in group)


def test_every_sign_hedge_and_direction_has_its_words():
    assert set(SIGNS) == set(Sign)
    assert set(HEDGES) == set(Hedge)
    assert {words.name for words in SIGNS.values()} | {None} == set(DIRECTION_WORDS)
    assert {tone(sign.value) for sign in Sign} == set(TONES)
    assert all(tone_of(words.name) == words.tone for words in SIGNS.values())
    assert set(AT_WORK) == set(IS_AT_WORK) == set(HERE) == {True, False, None}


def test_words_tell_signs_apart_wherever_they_can_be_told_apart():
    for column in ("verb", "turned", "arrow", "together"):
        assert len({getattr(words, column) for words in SIGNS.values()}) == len(Sign), column
    for column in ("mark", "does", "heard", "doing", "goes", "arrow"):
        assert len({getattr(words, column) for words in TONES.values()}) == len(TONES), column
