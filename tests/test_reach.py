"""Loops, what lies up- and downstream, several things set at once, and what a change turns."""

from itertools import pairwise

from kg.causal import (
    Filters,
    causes,
    difference,
    effect_of,
    effects,
    feedback,
    neighbourhood,
    scenario,
    shared,
    touched_pairs,
)
from kg.causal.loops import Loops
from kg.model import Basis, ConceptKind, Content, Hedge, Sign
from tests.made import link, modifier, population, state, variable
from tests.test_graph import graph_of

# Loops


def test_loops_are_told_shortest_first_with_their_polarity_and_no_longer_than_asked():
    signs = {
        "a": {"b": Sign.PLUS},
        "b": {"c": Sign.MINUS, "a": Sign.MINUS},
        "c": {"a": Sign.MINUS},
        "d": {"a": Sign.PLUS},
    }
    loops = Loops(signs, {"c": Sign.UNKNOWN})
    assert loops.component == {"a": 0, "b": 0, "c": 0}
    assert [(loop.nodes, loop.polarity) for loop in loops.all()] == [
        (("c",), "open"),
        (("a", "b"), "balancing"),
        (("a", "b", "c"), "reinforcing"),
    ]
    assert [loop.nodes for loop in loops.all(longest=2)] == [("c",), ("a", "b"), ("c", "a", "b")]
    assert [loop.nodes for loop in loops.all("c", longest=2)] == [("c",), ("c", "a", "b")]
    assert [loop.nodes for loop in loops.through(["d"])] == []
    assert [loop.nodes for loop in loops.through(["b", "a"])] == [("b", "a")]
    assert loops.all("d") == []


def test_no_more_loops_are_told_than_a_hundred():
    names = [f"v{n}" for n in range(8)]
    loops = Loops({a: {b: Sign.PLUS for b in names if b != a} for a in names}, {})
    assert len(loops.all()) == 100
    assert len(loops.all("v3", longest=3)) == 7 + 7 * 6


# What lies up- and downstream


def test_effects_and_causes_are_ranked_stated_first_then_by_the_best_path():
    said = [
        *(link("a", "+", "b", hedge=Hedge.possible), link("a", "+", "c"), link("c", "+", "d"), link("b", "+", "e")),
        *(link("a", "?", "f"), link("a", "+", "g", basis=Basis.bridge), link("a", "0+", "h")),
    ]
    graph = graph_of("abcdefgh", said)
    assert [r.concept for r in effects(graph, "a")] == ["c", "b", "h", "g", "d", "e", "f"]
    assert [r.concept for r in causes(graph, "e")] == ["b", "a"]
    assert [r.finding.effect for r in effects(graph, "c")] == ["d"]
    assert effects(graph, "a", filters=Filters(avoid=("c", "b", "f", "g", "h"))) == []


def test_what_two_share_comes_by_the_shortest_ways():
    said = [link("u", "+", "a"), link("u", "+", "b"), link("v", "+", "u"), link("a", "+", "x"), link("b", "+", "x")]
    up, down = shared(graph_of(["u", "v", "a", "b", "x", "y"], [*said, link("a", "+", "y")]), "a", "b")
    assert ([s.concept for s in up], [s.concept for s in down]) == (["u", "v"], ["x"])
    assert (up[1].a.effect, up[1].b.effect) == ("a", "b")


def test_a_neighbourhood_is_what_lies_within_so_many_steps():
    concepts = ["a", "b", "c", "d", state("low", "a", -1), variable("a1", broader=("a",)), population("p")]
    graph = graph_of(concepts, [link("a", "+", "b", context=("p",)), link("b", "+", "c"), link("c", "+", "d")])
    near = neighbourhood(graph, "a")
    assert near.concepts == ("a", "a1", "b", "low")
    assert [s.id for s in near.statements] == ["a-b"]
    assert near.hierarchy == (("a1", "broader", "a"), ("low", "of_variable", "a"))
    assert near.hidden == {"a": 0, "a1": 0, "b": 1, "low": 0}
    assert neighbourhood(graph, "a", depth=2).concepts == ("a", "a1", "b", "c", "low")
    assert neighbourhood(graph, "low", depth=1).concepts == ("a", "low")
    assert neighbourhood(graph, "p").concepts == ("p",)


def test_feedback_is_through_a_concept_where_one_is_named():
    graph = graph_of(
        ["a", "b", "c", state("low", "a", -1)], [link("a", "+", "b"), link("b", "-", "a"), link("c", "-", "c")]
    )
    assert [loop.nodes for loop in feedback(graph)] == [("c",), ("a", "b")]
    assert [loop.nodes for loop in feedback(graph, "low")] == [("a", "b")]
    assert effect_of(graph, "a", "a").direction is Sign.UNKNOWN
    assert [loop.nodes for loop in effect_of(graph, "a", "b").loops] == [("b", "a")]


# Several set at once


def test_what_is_set_adds_up_and_is_cut_off_from_its_causes():
    concepts = ["a", "b", "c", "m", state("low_a", "a", -1), state("low_m", "m", -1)]
    said = [link("a", "+", "c"), link("b", "+", "c"), link("a", "+", "b"), modifier("low_m", "gates", "b-c")]
    joint = link("a", "+", "c", id="J", joint=("a", "b"))
    kinds = (ConceptKind(id="process", label="process", outcome=True),)
    graph = graph_of(concepts, [*said, joint], kinds=kinds)
    found = scenario(graph, {"low_a": 1, "b": 1, "m": 1}, outcomes=["c"])
    (outcome,) = found.outcomes
    assert found.set == (("b", 1), ("low_a", 1), ("m", 1))
    assert found.situation.set == (("a", -1), ("b", 1), ("m", 1))
    assert [f.cause for f in outcome.findings] == ["b", "low_a"]
    assert outcome.direction is Sign.UNKNOWN
    assert [(m.statement.id, m.active, of) for m, of in found.switched] == [("M", False, "b-c")]
    assert [o.concept for o in scenario(graph, {"a": 1}).outcomes] == ["a", "b", "c", "m"]
    assert scenario(graph, {"a": 1}, outcomes=["b"]).outcomes[0].direction is Sign.PLUS
    assert scenario(graph, {"a": 1, "b": 1}, outcomes=["b"]).outcomes[0].direction is None
    assert [s.id for s in scenario(graph, {"a": 1, "b": 1}, outcomes=["c"]).outcomes[0].joint] == ["J"]
    assert scenario(graph, {"a": 1}, outcomes=["c"]).outcomes[0].joint == ()


# What a change turns


def test_on_a_large_graph_only_the_nearest_are_followed_and_it_is_said():
    names = [f"v{n:03}" for n in range(500)]
    before = graph_of(names, [link(a, "+", b) for a, b in pairwise(names)])
    turned = link("v250", "-", "v251")
    after = before.changed(Content(statements=(turned,)), Content(statements=(link("v250", "+", "v251"),)))
    touched = touched_pairs(before, after, [turned.id])
    assert touched == [("v250", "v251")]
    found = difference(before, after, touched)
    assert not found.complete
    assert {p.kind for p in found.pairs} == {"flips"}
    assert {p.cause for p in found.pairs} == {*names[225:251]}
    assert {p.effect for p in found.pairs} == {*names[251:277]}
    assert difference(before, after, []).pairs == ()


def test_the_pairs_that_a_modifier_speaks_of_are_touched():
    before = graph_of("abm", [link("a", "+", "b")])
    after = before.changed(Content(statements=(modifier("m", "gates", "a-b"),)), Content())
    assert touched_pairs(before, after, ["M"]) == [("a", "b")]
