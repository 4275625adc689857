"""Through a concept and other than through it: no route is counted twice, and what is not said is left open."""

import random

import pytest

from kg.causal import Situation, effect_of
from kg.causal.mediation import between, mediation


@pytest.fixture(scope="module")
def drawn(graph):
    """Some pairs with routes in between, each with every variable on the way."""
    chosen = random.Random(5)
    signed = [id for id in graph.concepts if graph.is_signed(id)]
    found = []
    while len(found) < 8:
        finding = effect_of(graph, *chosen.sample(signed, 2), thorough=False)
        if between(finding) and len(finding.paths) < 60:
            found.append(finding)
    return found


def test_each_route_runs_through_it_or_clear_of_it_or_is_left_open(graph, drawn):
    for finding in drawn:
        for variable, count in list(between(finding).items())[:4]:
            found = mediation(graph, finding.cause, finding.effect, variable)
            through, beside = ({p.nodes for p in side.paths} for side in (found.through, found.beside))
            assert not through & beside
            assert len(through) == count == sum(variable in p.nodes[1:-1] for p in finding.paths)
            assert all(variable not in nodes for nodes in beside)
            assert found.open == len({p.nodes for p in finding.paths if not p.direct} - through - beside)


def test_what_is_needed_is_met_by_every_route_that_is_known(graph, drawn):
    for finding in drawn:
        for variable in list(between(finding))[:4]:
            found = mediation(graph, finding.cause, finding.effect, variable)
            stepped = [path for path in finding.paths if not path.direct]
            if found.needed:
                assert all(variable in path.nodes for path in stepped)
            elif found.needed is False:
                assert any(variable not in path.nodes for path in finding.paths)


def test_menopause_raises_rankl_by_estrogen_alone_and_speeds_bone_loss_by_more_than_rankl(client):
    def asked(**query):
        return client.get("/api/v1/mediation", query_string=query).get_json()

    alone = asked(cause="menopause", effect="RANKL", mediator="estrogen")
    assert alone["needed"] is True
    assert alone["through"]["routes"] == alone["routes"]
    assert alone["text"].startswith("Every route that is known")
    some = asked(cause="menopause", effect="bone loss", mediator="RANKL")
    assert some["needed"] is False
    assert some["routes"] == some["through"]["routes"] + some["beside"]["routes"] + some["open"]
    assert {c["number"] for c in some["citations"]} == set(range(1, len(some["citations"]) + 1))


def test_what_lies_between_must_be_a_third_thing(client):
    reply = client.get("/api/v1/mediation", query_string={"cause": "estrogen", "effect": "rankl", "mediator": "rankl"})
    assert reply.status_code == 422
    assert "three concepts" in reply.get_json()["detail"]


def test_in_a_context_the_routes_are_those_that_hold_there(graph):
    there = Situation.of(graph, ["postmenopausal_women"])
    found = mediation(graph, "exercise", "fracture_risk", "bmd", there)
    assert found.through.situation == found.beside.situation == there
