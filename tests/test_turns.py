"""What would turn a verdict, by brute force: without the set it turns, and without any smaller one it does not."""

import random
from dataclasses import replace
from itertools import combinations

import pytest
from click.testing import CliRunner

from kg.answer.turns import _sentences
from kg.causal import Filters, Situation, effect_of, without
from kg.causal.turns import MOST_LOST, turns
from kg.causal.upheld import Derivation
from kg.cli import main
from kg.knowledge_base import KnowledgeBase
from kg.model import Content, Kind
from kg.settings import Settings
from tests.asked import GARDEN

SETTINGS = ((), ("postmenopausal_women",), ())
PAIRS = 4
OTHERS = 8
SMALL = 12


def sampled(graph, settings, count, seed):
    """Findings with a direction on different variables, drawn from all pairs and these settings."""
    drawn = random.Random(seed)
    signed = [id for id in graph.concepts if graph.is_signed(id)]
    found = []
    while len(found) < count:
        cause, effect = drawn.sample(signed, 2)
        finding = effect_of(graph, cause, effect, Situation.of(graph, drawn.choice(settings)), thorough=False)
        if finding.direction and graph.variable_of(cause) != graph.variable_of(effect):
            found.append(finding)
    return found


def again(graph, finding):
    return effect_of(graph, finding.cause, finding.effect, finding.situation, thorough=False).direction


def turned_round(graph, id):
    s = graph.statements[id]
    return graph.changed(Content(statements=(replace(s, sign=s.sign.times(-1)),)), Content(statements=(s,)))


@pytest.fixture(scope="module")
def samples(graph):
    other = KnowledgeBase(Settings(ontology=GARDEN)).snapshot.graph
    here = [(graph, f) for f in sampled(graph, SETTINGS, PAIRS, seed=16)]
    return here + [(other, f) for f in sampled(other, ((),), PAIRS, seed=16)]


def test_without_the_statements_the_verdict_turns_and_without_any_fewer_it_does_not(samples):
    for graph, finding in samples:
        found = turns(graph, finding)
        for turn in found.losses:
            assert again(without(graph, turn.statements), finding) is turn.finding.direction is not finding.direction
            for fewer in range(1, len(turn.statements)):
                for part in combinations(turn.statements, fewer):
                    assert again(without(graph, part), finding) is finding.direction, (turn, part)


def test_no_smaller_set_and_no_other_of_the_same_size_is_missed(samples):
    drawn = random.Random(3)
    for graph, finding in samples:
        found = turns(graph, finding)
        assert found.complete
        near = sorted(Derivation(graph, finding, Filters(), None).all_statements)
        far = [s.id for s in graph.statements.values() if s.id not in near and (s.kind is Kind.causal or s.modifies)]
        tried = [(id,) for id in [*near, *drawn.sample(far, min(OTHERS, len(far)))]]
        tried += combinations(near, 2) if len(near) <= SMALL else []
        least = found.least or MOST_LOST + 1
        told = {turn.statements for turn in found.losses}
        for lost in tried:
            turned = again(without(graph, lost), finding) is not finding.direction
            assert turned == (lost in told) or len(lost) > least, (finding.cause, finding.effect, lost)


def test_just_the_statements_that_turn_it_by_saying_the_opposite_are_told(samples):
    for graph, finding in samples:
        told = {turn.statements[0]: turn.finding.direction for turn in turns(graph, finding).reversals}
        for id in Derivation(graph, finding, Filters(), None).all_statements:
            s = graph.statements[id]
            if s.kind is Kind.causal and s.sign.times(-1) is not s.sign:
                direction = again(turned_round(graph, id), finding)
                assert told.get(id, finding.direction) is direction, (finding.cause, finding.effect, id)


def test_just_the_contexts_in_which_the_direction_differs_are_told(graph):
    finding = effect_of(graph, "exercise", "fracture_risk")
    contexts = ("postmenopausal_women", "premenopausal_women", "estrogen_deficiency")
    there = {c: effect_of(graph, "exercise", "fracture_risk", Situation.of(graph, [c])).direction for c in contexts}
    told = {turn.context: turn.finding.direction for turn in turns(graph, finding, contexts=contexts).contexts}
    assert told == {c: d for c, d in there.items() if d is not finding.direction}
    assert set(told) < set(contexts)
    assert told


def test_of_what_is_not_known_nothing_can_be_lost(graph):
    nothing = turns(graph, effect_of(graph, "fracture_risk", "menopause"))
    assert nothing.losses == nothing.reversals == nothing.contexts == ()
    assert nothing.least is None


def test_a_search_that_is_cut_says_so(graph, monkeypatch):
    monkeypatch.setattr("kg.causal.turns.ROOMY", 1)
    cut = turns(graph, effect_of(graph, "exercise", "fracture_risk"), contexts=SETTINGS[1] * 2)
    assert not cut.complete
    assert "Not every set" in _sentences(cut, ())[-1]


def test_an_answer_says_what_it_rests_on_in_the_words_of_its_question(knowledge):
    told = knowledge.ask("does jumping strengthen bones after menopause?", turns=True).turns
    alone = told.losses[0]
    assert told.least == 1
    assert told.text.startswith("This rests on one statement alone.")
    assert alone.verdict.answer == "yes"
    assert alone.verdict.basis == "by_mechanism"
    assert alone.statements[0] in told.text
    assert alone.text.endswith(", by mechanism.")


def test_the_terminal_says_the_same(knowledge):
    asked = CliRunner().invoke(main, ["ask", "--turns", "does jumping strengthen bones after menopause?"]).output
    assert knowledge.ask("does jumping strengthen bones after menopause?", turns=True).turns.text in asked
    paths = CliRunner().invoke(main, ["paths", "--turns", "estrogen", "rankl"]).output
    assert "Were S106a the other way round" in paths


def test_turns_are_had_over_http_where_they_are_asked_for(client):
    asked = {"question": "does estrogen lower RANKL?"}
    plain = client.post("/api/v1/ask", json=asked).get_json()
    posted = client.post("/api/v1/ask", json={**asked, "turns": True}).get_json()
    got = client.get("/api/v1/ask", query_string={**asked, "turns": 1}).get_json()
    paths = client.get("/api/v1/paths", query_string={"cause": "estrogen", "effect": "rankl", "turns": 1}).get_json()
    assert plain["turns"] is None
    assert posted == got
    assert posted["turns"]["least"] == paths["turns"]["least"] == 2
    assert {**posted, "turns": None} == plain
    assert (
        client.post("/api/v1/ask", json={"question": "what is osteoporosis?", "turns": True}).get_json()["turns"]
        is None
    )
