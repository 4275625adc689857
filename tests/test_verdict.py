"""Yes and no follow from the direction found, the direction asked, the level and the polarity."""

import itertools

import pytest

from kg.answer.values import Verdict
from kg.answer.verdict import coherent, yes_no
from kg.causal import CausalGraph, effect_of
from kg.question import Expected, Intent, Question
from tests.made import content, link, variable

ASKED = {Expected.up: 1, Expected.down: -1, Expected.none: 0}
FOUND = ("+", "-", "0", "0+", "0-", "?")


@pytest.mark.parametrize("sign", FOUND)
def test_a_yes_never_stands_beside_the_opposite(sign):
    graph = CausalGraph(content([variable("rain"), variable("depth")], [link("rain", sign, "depth")]))
    finding = effect_of(graph, "rain", "depth")
    for expected, level, negated, always in itertools.product(Expected, (1, -1), (False, True), (False, True)):
        question = Question(
            text="", intent=Intent.effect, expected=expected, closed=True, negated=negated, always=always
        )
        answer = yes_no(graph, question, [(finding, level)])
        directions = finding.direction.times(level).directions
        case = (sign, expected, level, negated, always)
        if answer in ("yes", "no") and expected in ASKED:
            so = (answer == "yes") != negated
            assert directions == {ASKED[expected]} if so else always or ASKED[expected] not in directions, case
        if sign == "?" and expected is not Expected.any:
            assert answer == "unknown", case


@pytest.mark.parametrize("direction", ["increases", "decreases", "no_effect"])
@pytest.mark.parametrize("expected", list(ASKED), ids=lambda e: e.value)
@pytest.mark.parametrize("negated", [False, True])
def test_what_is_incoherent_is_withdrawn(direction, expected, negated):
    fits = {"increases": 1, "decreases": -1, "no_effect": 0}[direction] == ASKED[expected]
    question = Question(text="", intent=Intent.effect, expected=expected, closed=True, negated=negated)
    for answer in ("yes", "no"):
        verdict = Verdict(answer=answer, direction=direction, beneficial=None, basis="stated")
        assert coherent(question, verdict) == ((answer == "yes") == (fits != negated))
