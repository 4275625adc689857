"""What is kept for another time: one value for all who ask."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from kg.answer.restrict import Said
from kg.causal import CausalGraph
from kg.kept import Kept, one
from tests.made import content, link, variable

AT_ONCE = 4


def at_once(ask):
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda _: ask(), range(AT_ONCE)))


def test_threads_that_make_a_value_at_once_all_get_the_one_that_is_kept():
    kept, all_making = Kept(2, one), Barrier(AT_ONCE, timeout=10)

    def make():
        all_making.wait()
        return object()

    assert {*at_once(lambda: kept.get("key", make))} == {kept.get("key", object)}


def test_the_words_of_a_graph_are_the_same_for_all_who_ask():
    graph = CausalGraph(content([variable("a"), variable("b")], [link("a", "+", "b")]))
    found = at_once(lambda: Said.by(graph))
    assert all(said is found[0] for said in found)
