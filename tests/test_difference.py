"""A graph that changed answers as one made anew, and what changed is told pair by pair."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.causal import CausalGraph, View, difference, touched_pairs
from kg.causal.difference import Composed
from kg.causal.view import net
from kg.model import Content
from tests.made import content, link, modifier, variable

NAMES = "abcdef"
LINKS = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from("+-?"), st.sampled_from(NAMES)).filter(lambda t: t[0] != t[2]),
    max_size=12,
    unique_by=lambda t: (t[0], t[2]),
)


def graph_of(links):
    return CausalGraph(content(map(variable, NAMES), [link(*each) for each in links]))


def state(graph):
    lazy = ("by_pair", "by_concept", "modifiers", "signed_out", "signed_into", "_by_kind", "_reasons")
    return [graph.content, graph.links, graph.hierarchy.children, *(dict(getattr(graph, name)) for name in lazy)]


@given(LINKS, LINKS, st.data())
@settings(max_examples=2 * settings.default.max_examples, deadline=None)
def test_a_changed_graph_is_as_one_made_anew(first, more, data):
    graph = graph_of(first)
    gone = data.draw(st.lists(st.sampled_from(first), unique=True)) if first else []
    removed = Content(statements=tuple(link(*each) for each in gone))
    added = Content(statements=tuple(link(*each) for each in more))
    left = {f"{a}-{b}": (a, sign, b) for a, sign, b in first if (a, sign, b) not in gone}
    left |= {f"{a}-{b}": (a, sign, b) for a, sign, b in more}
    assert state(graph.changed(added, removed)) == state(graph_of(left.values()))


def same_signs(graph):
    view = View.of(graph)
    composed = Composed(view.edges)
    for effect in view.out:
        for cause in view.distances(effect):
            if cause != effect:
                assert composed.sign(cause, effect) == (net(view, cause, effect), True)


def test_signs_without_paths_are_those_over_all_paths(graph):
    same_signs(graph)


@given(LINKS)
@settings(max_examples=2 * settings.default.max_examples, deadline=None)
def test_signs_without_paths_are_those_over_all_paths_also_with_loops(links):
    same_signs(graph_of(links))


def changes(before, added=(), removed=(), context=()):
    after = before.changed(Content(statements=tuple(added)), Content(statements=tuple(removed)))
    touched = touched_pairs(before, after, [s.id for s in (*added, *removed)])
    found = difference(before, after, touched, context)
    assert found.complete
    return {(p.cause, p.effect): p.kind for p in found.pairs}


def test_a_new_link_joins_what_is_upstream_to_what_is_downstream():
    before = graph_of([("a", "+", "b"), ("c", "-", "d")])
    assert changes(before, [link("b", "+", "c")]) == {
        (a, b): "appears" for a, b in [("a", "c"), ("a", "d"), ("b", "c"), ("b", "d")]
    }


def test_a_link_taken_out_or_turned_is_told():
    before = graph_of([("a", "+", "b"), ("b", "+", "c")])
    assert changes(before, removed=[link("b", "+", "c")]) == {("a", "c"): "disappears", ("b", "c"): "disappears"}
    assert changes(before, [link("b", "-", "c")]) == {("a", "c"): "flips", ("b", "c"): "flips"}


def test_a_modifier_changes_what_it_blunts_where_it_holds():
    before = graph_of([("a", "+", "b"), ("b", "+", "c")])
    assert changes(before, [modifier("f", "gates", "a-b")], context=["f"]) == {
        ("a", "b"): "changes",
        ("a", "c"): "changes",
    }
