"""Walks find what networkx finds, on any graph, and mind neither depth nor breadth."""

from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.causal import CausalGraph
from kg.causal.hierarchy import Hierarchy
from kg.walks import along, distances, last_first, shortest_way, walk
from tests.made import content, link, variable

STEPS = st.dictionaries(st.integers(0, 7), st.lists(st.integers(0, 7), max_size=4), max_size=8)


def digraph(steps):
    made = nx.DiGraph([(a, b) for a, after in steps.items() for b in after])
    made.add_nodes_from(range(8))
    return made


@given(STEPS, st.lists(st.integers(0, 7), max_size=3))
def test_a_walk_meets_all_that_can_be_reached_once_and_the_nearest_first(steps, starts):
    found = list(walk(starts, along(steps)))
    reached = {*starts}.union(*(nx.descendants(digraph(steps), s) for s in starts))
    assert len(found) == len({*found})
    assert {*found} == reached
    far = distances(starts, along(steps))
    assert [*far] == found
    assert [far[at] for at in found] == sorted(far.values())
    nearest = [nx.single_source_shortest_path_length(digraph(steps), s) for s in starts]
    assert all(far[at] == min(each[at] for each in nearest if at in each) for at in found)


@given(STEPS, st.integers(0, 7), st.integers(0, 3))
def test_no_more_steps_are_made_than_are_asked_for(steps, start, most):
    whole = distances([start], along(steps))
    assert distances([start], along(steps), most=most) == {at: n for at, n in whole.items() if n <= most}


@given(STEPS, st.integers(0, 7), st.integers(0, 7))
def test_a_shortest_way_is_a_way_and_none_is_shorter(steps, start, end):
    way, made = shortest_way(start, end, along(steps)), digraph(steps)
    ways = [n for after in made[start] for n in [nx.single_source_shortest_path_length(made, after).get(end)]]
    least = min((n for n in ways if n is not None), default=None)
    assert len(way) == (0 if least is None else least + 2)
    if way:
        assert (way[0], way[-1]) == (start, end)
        assert all(b in steps[a] for a, b in pairwise(way))


@given(STEPS)
def test_an_order_puts_each_behind_what_it_leads_to_and_there_is_none_over_a_loop(steps):
    order = last_first(range(8), along(steps))
    if order is None:
        assert not nx.is_directed_acyclic_graph(digraph(steps))
    else:
        assert sorted(order) == list(range(8))
        assert all(order.index(b) < order.index(a) for a, after in steps.items() for b in after)


def diamonds(depth):
    """Kinds of kinds, each generation of two that are both kinds of both above them."""
    made = [variable("g0a"), variable("g0b")]
    for n in range(1, depth):
        made += [variable(f"g{n}{x}", broader=(f"g{n - 1}a", f"g{n - 1}b")) for x in "ab"]
    return made


def test_a_hierarchy_of_many_ways_is_followed_along_each_step_once():
    kinds = Hierarchy(diamonds(400), [])
    assert kinds.ancestors("g399a") == {f"g{n}{x}": 399 - n for n in range(399) for x in "ab"}
    assert kinds.descendants("g0a") == {f"g{n}{x}": n for n in range(1, 400) for x in "ab"}
    assert kinds.children["g0b"] == ("g1a", "g1b")


@pytest.mark.parametrize(("broader", "own"), [({"a": "b", "b": "a"}, "ab"), ({"a": "a"}, "a"), ({"c": "b"}, "")])
def test_what_is_a_kind_of_itself_is_found(broader, own):
    kinds = Hierarchy([variable(id, broader=(b,) if (b := broader.get(id)) else ()) for id in "abc"], [])
    assert [id for id in "abc" if kinds.is_its_own_kind(id)] == [*own]
    assert "a" not in kinds.ancestors("a")


def taxonomic(subject, relation, object):
    said = link(subject, "+", object)
    fields = {name: getattr(said, name) for name in said.__slots__}
    return type(said)(
        **fields | {"kind": type(said.kind).taxonomic, "relation": relation, "sign": None, "worded_sign": ""}
    )


def test_taxonomic_statements_tell_kinds_either_way_round():
    said = [taxonomic("a", "is_a", "b"), taxonomic("c", "has_kind", "a"), taxonomic("d", "is_a", "d")]
    kinds = CausalGraph(content(map(variable, "abcd"), said)).hierarchy
    assert kinds.children == {"b": ("a",), "c": ("a",)}
    assert kinds.parents == {"a": ("b", "c")}
