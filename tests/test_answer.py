"""What is said is true, cited, and short."""

import re

import pytest

from kg.answer import Citations, explain
from kg.causal import Situation, View, effect_of

CITED = re.compile(r"(\[\d+\])+[.:]?$|\[\d+\]")


def said(graph, cause, effect, *context, level=1, citations=None):
    finding = effect_of(graph, cause, effect, Situation.of(graph, context))
    return explain(graph, finding, citations or Citations(graph), level=level)


def connected(graph):
    view = View.of(graph)
    return [(c, e) for e in sorted(view.out) for c in sorted(view.distances(e)) if c != e]


def test_every_sentence_of_every_connected_pair_is_cited(graph):
    for cause, effect in connected(graph):
        citations = Citations(graph)
        explanation = said(graph, cause, effect, citations=citations)
        numbers = {int(n) for n in re.findall(r"\[(\d+)\]", explanation.text)}
        assert numbers <= {c.number for c in citations.all()}
        for sentence in explanation.text.split(". "):
            assert CITED.search(sentence) or "This " in sentence, (cause, effect, sentence)


def test_every_number_said_stands_in_a_cited_statement(graph):
    for cause, effect in connected(graph):
        citations = Citations(graph)
        explanation = said(graph, cause, effect, citations=citations)
        cited = [graph.statements[c.statement] for c in citations.all()]
        known = " ".join(s.text for s in cited) + " ".join(graph.concepts[c].label for c in graph.concepts)
        for s in cited:
            for q in s.quantities:
                known += f" {q.low} {q.high} {q.window_low} {q.window_high}"
        for number in re.findall(r"(?<![\[\d])\d[\d,.]*(?<![,.])(?!\d*\])", explanation.text):
            assert number.replace(",", "") in known.replace(".0", ""), (cause, effect, number)


def test_less_of_a_cause_turns_the_direction(graph):
    assert said(graph, "rankl", "bmd").verdict.direction == "decreases"
    assert said(graph, "rankl", "bmd", level=-1).verdict.direction == "increases"


def test_the_size_of_the_loss_comes_with_its_bound_and_window(graph):
    explanation = said(graph, "menopause", "bmd")
    assert "up to 20 % over 5 to 7 years in all, not per year" in explanation.text
    (quantity,) = explanation.quantities
    assert (quantity.value, quantity.bound, quantity.unit, quantity.window) == (20.0, "upper", "%", "5 to 7 years")


def test_a_mixed_finding_is_told_with_both_sides(graph):
    explanation = said(graph, "jumping", "bmd", "postmenopausal_women")
    assert explanation.verdict.direction == "mixed"
    assert explanation.verdict.beneficial is None
    assert "harm" not in explanation.text


def test_an_aim_is_good_for_nobody_yet(graph):
    explanation = said(graph, "gh_secretagogue", "bone_health")
    assert explanation.verdict.beneficial is None
    assert any("aim" in caveat for caveat in explanation.caveats)


def test_silence_is_said_and_is_not_no_effect(graph):
    explanation = said(graph, "bmd", "menopause")
    assert explanation.verdict.basis == "not_in_source"
    assert "No evidence here is not evidence of no effect." in explanation.caveats


def test_a_goal_is_answered_with_its_limits(graph):
    explanation = said(graph, "lifestyle_intervention", "restored_bmd")
    assert "cannot fully bring back bone density" in explanation.text


@pytest.mark.parametrize("cause", ["bone_loss", "menopause"])
def test_a_path_multiplies_to_its_sign(graph, cause):
    for path in said(graph, cause, "fracture_risk").paths:
        product = 1
        for edge in path.edges:
            product *= {"+": 1, "-": -1}[edge.sign]
        assert path.sign == ("+" if product > 0 else "-")
