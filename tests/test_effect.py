"""What a verdict on two things rests on, and what stands beside it."""

from dataclasses import replace

import pytest

from kg.causal import (
    CausalGraph,
    Filters,
    Standing,
    effect_of,
)
from kg.model import Basis, Document, Hedge, Kind, Sign
from tests.made import BASE, content, link, state, variable
from tests.test_graph import graph_of, of_kind, said_by


def test_what_is_said_of_kinds_is_as_weak_as_the_weakest_and_only_of_the_nearest():
    concepts = ["a", variable("a1", broader=("a",)), variable("a2", broader=("a",)), variable("a3", broader=("a2",))]
    concepts += [variable("a4", broader=("a1",)), "b", "c"]
    said = [link("a1", "+", "b"), link("a3", "-", "c"), link("c", "+", "b"), link("a4", "-", "b")]
    finding = effect_of(graph_of(concepts, said), "a", "b")
    assert [(kind.cause, kind.direction.value) for kind in finding.kinds] == [("a1", "+"), ("a3", "-")]
    assert (finding.standing, finding.direction) == (Standing.by_mechanism, Sign.UNKNOWN)
    assert [s.id for s in finding.support] == ["a1-b", "a3-c", "c-b"]
    one = effect_of(graph_of(concepts, [said[0]]), "a", "b")
    assert (one.standing, one.direction) == (Standing.stated, Sign.PLUS)
    by_way = effect_of(graph_of(concepts, said), "a", "b", filters=Filters(through=("c",)))
    assert (by_way.kinds, by_way.direction) == ((), None)


@pytest.mark.parametrize(
    ("more", "standing"),
    [
        ({}, Standing.stated),
        ({"hedge": Hedge.definition}, Standing.by_definition),
        ({"basis": Basis.bridge}, Standing.by_mechanism),
    ],
)
def test_what_a_verdict_rests_on_is_told(more, standing):
    finding = effect_of(graph_of("ab", [link("a", "-", "b", **more)]), "a", "b")
    assert (finding.standing, finding.direction, finding.decided, finding.signed) == (standing, Sign.MINUS, True, True)
    assert finding.standing.firm is (standing is not Standing.by_mechanism)


def test_levels_turn_a_verdict_and_names_of_one_variable_are_one():
    low, high = state("low", "a", -1), state("high", "a", 1)
    graph = graph_of(["a", low, high, "b"], [link("a", "+", "b")])
    assert [effect_of(graph, c, "b").direction.value for c in ("a", "low", "high")] == ["+", "-", "+"]
    assert [effect_of(graph, c, "b").level for c in ("a", "low")] == [1, -1]
    same = effect_of(graph, "low", "high")
    assert (same.direction, same.standing) == (Sign.MINUS, Standing.by_definition)
    assert effect_of(graph, "a", "a").direction is Sign.PLUS
    back = effect_of(graph, "b", "a")
    assert (back.direction, back.reverse, back.standing) == (None, True, Standing.not_in_source)


def test_an_influence_of_unstated_direction_leaves_the_way_open():
    graph = graph_of("abc", [link("a", "?", "b"), link("b", "+", "c")])
    finding = effect_of(graph, "a", "c")
    assert (finding.direction, finding.standing, finding.signed) == (Sign.UNKNOWN, Standing.by_mechanism, False)
    assert [path.nodes for path in finding.unsigned] == [("a", "b", "c")]
    assert effect_of(graph, "a", "b").standing is Standing.stated
    more = graph_of("abcd", [*graph.statements.values(), link("a", "+", "d"), link("d", "+", "c")])
    assert effect_of(more, "a", "c").partly_unsigned
    assert effect_of(more, "a", "c", thorough=False).unsigned == ()


def test_what_stands_beside_a_verdict_is_told_and_changes_none():
    concepts = ["a0", variable("a", broader=("a0",)), "b", "c", state("low_b", "b", -1)]
    beside = [
        of_kind(Kind.limit, "a0", "limits", "low_b", "L", scope=None),
        of_kind(Kind.comparison, "c", "differs_from", "a", "C", scope=None, outcomes=("b",)),
        link("a", "+", "b", id="J", joint=("a", "c")),
        of_kind(Kind.reported, "a", "reported", "b", "R", scope=None),
        of_kind(Kind.association, "low_b", "goes_with", "a", "A", scope=None),
        of_kind(Kind.limit, "c", "limits", "b", "L2", scope=None),
    ]
    graph = graph_of(concepts, [link("a", "+", "b"), *beside])
    finding = effect_of(graph, "a", "b")
    told = [finding.limits, finding.comparisons, finding.joint, finding.reported, finding.associations]
    assert [[s.id for s in each] for each in told] == [["L"], ["C"], ["J"], ["R"], ["A"]]
    assert finding.direction is Sign.PLUS
    bare = effect_of(graph, "a", "b", thorough=False)
    assert (bare.limits, bare.comparisons, bare.joint, bare.reported, bare.associations) == ((),) * 5


def test_a_report_speaks_where_no_edge_does():
    said = replace(link("a", "-", "b", id="R"), kind=Kind.reported, scope=None)
    finding = effect_of(graph_of("ab", [said]), "a", "b")
    assert (finding.direction, finding.standing) == (Sign.MINUS, Standing.stated)
    assert [s.id for s in finding.support] == ["R"]


def two_sources(first, second, names="abc"):
    documents = tuple(
        Document(id=id, iri=BASE + id, title=id, file_name=id, sha256="0", length=9) for id in ("one", "two")
    )
    said = [said_by("one", replace(s, id=f"1{s.id}")) for s in first]
    said += [said_by("two", replace(s, id=f"2{s.id}")) for s in second]
    return CausalGraph(replace(content(map(variable, names), said), documents=documents))


def test_sources_that_come_to_different_directions_disagree_and_say_how():
    graph = two_sources([link("a", "+", "b")], [link("a", "-", "c"), link("c", "+", "b")])
    finding = effect_of(graph, "a", "b")
    assert (finding.standing, finding.direction) == (Standing.sources_disagree, Sign.UNKNOWN)
    assert [(c.source, c.sign.value, c.stated) for c in finding.claims] == [("one", "+", True), ("two", "-", False)]
    worked_out = two_sources(
        [link("a", "+", "c"), link("c", "+", "b")], [link("a", "+", "d"), link("d", "-", "b")], names="abcd"
    )
    assert effect_of(worked_out, "a", "b").standing is Standing.sources_disagree
    open_ = two_sources(
        [link("a", "+", "c"), link("c", "+", "b")], [link("a", "0+", "d"), link("d", "-", "b")], names="abcd"
    )
    assert effect_of(open_, "a", "b").claims == ()
    assert effect_of(open_, "a", "b").direction is Sign.UNKNOWN
