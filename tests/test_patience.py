"""Long work stops when whoever asked for it wants no more of it, and leaves nothing half done behind."""

import gc
import time
from collections import Counter
from contextlib import suppress
from string import ascii_lowercase

import pytest

from kg import export
from kg.answer.ask import answer_question
from kg.answer.build import path_view
from kg.causal import CausalGraph, Filters, Situation, View, effect_of, feedback, neighbourhood, scenario, shared
from kg.causal import causes as causes_of
from kg.causal import effects as effects_of
from kg.causal.difference import difference, touched_pairs
from kg.linking import lexicon
from kg.model import CausewayError, Content, Sign
from kg.patience import TookTooLong, go_on, seconds, unstopped, within
from kg.picture import picture
from kg.question import Reader
from tests.made import content, link, variable

LIMIT = 0.2
LAYERS, WIDE = 12, 16
BIG = 25, 40


def named(layer, place):
    return f"kelp_{ascii_lowercase[layer]}{ascii_lowercase[place // 26]}{ascii_lowercase[place % 26]}"


def layered(layers, wide, *more):
    """Each concept of a layer acts on each of the next: more paths than anyone could list."""
    concepts = [variable(named(a, b)) for a in range(layers) for b in range(wide)]
    statements = [
        link(named(a, b), "-" if (b + c) % 3 == 0 else "+", named(a + 1, c))
        for a in range(layers - 1)
        for b in range(wide)
        for c in range(wide)
    ]
    return CausalGraph(content(concepts, [*statements, *more]))


FIRST, LAST = named(0, 0), named(LAYERS - 1, 0)


@pytest.fixture(scope="module")
def dense():
    graph = layered(LAYERS, WIDE)
    assert View.of(graph).out
    return graph


@pytest.fixture(scope="module")
def looped():
    graph = layered(LAYERS, WIDE, *(link(LAST, "-", named(0, place)) for place in range(WIDE)))
    assert View.of(graph).out
    return graph


@pytest.fixture(scope="module")
def big():
    return layered(*BIG)


def stopped(work, limit=LIMIT):
    """The seconds of work until it was stopped; it would have taken longer. Other processes do not count."""
    gc.collect()
    start = time.process_time()
    with pytest.raises(TookTooLong, match=f"looking took longer than {limit:g} s"), seconds(limit, "looking"):
        work()
    return time.process_time() - start


def changed(graph):
    gone = graph.statements[f"{named(5, 0)}-{named(6, 0)}"]
    after = graph.changed(Content(), Content(statements=(gone,)))
    return difference(graph, after, touched_pairs(graph, after, [gone.id]))


ON_LAYERS = {
    "the effect of one on another": lambda g: effect_of(g, FIRST, LAST),
    "everything downstream": lambda g: effects_of(g, FIRST),
    "everything upstream": lambda g: causes_of(g, LAST),
    "what two share": lambda g: shared(g, named(5, 0), named(5, 1)),
    "a scenario": lambda g: scenario(g, {FIRST: 1, named(0, 1): -1}, outcomes=[named(LAYERS - 1, n) for n in range(9)]),
    "a question": lambda g: answer_question(
        g,
        lexicon(g.concepts.values()),
        Reader(lexicon(g.concepts.values()), g.concepts),
        "how does kelp aaa affect kelp laa?",
        version="1",
    ),
}


@pytest.mark.parametrize("work", ON_LAYERS.values(), ids=ON_LAYERS)
def test_each_verb_over_many_paths_stops_in_time(dense, work):
    assert stopped(lambda: work(dense)) < 2 * LIMIT


ON_LOOPS = {
    "the effect of one on another": lambda g: effect_of(g, FIRST, LAST),
    "everything downstream": lambda g: effects_of(g, FIRST),
    "everything upstream": lambda g: causes_of(g, LAST),
    "what a change changes": changed,
}


@pytest.mark.parametrize("work", ON_LOOPS.values(), ids=ON_LOOPS)
def test_each_verb_over_loops_stops_in_time(looped, work):
    assert stopped(lambda: work(looped)) < 2 * LIMIT


ON_SIZE = {
    "the edges of a situation": lambda g: View(g, Situation(), Filters()),
    "the whole as GraphML": lambda g: export.FORMATS["graphml"].write(g, export.whole(g)),
    "the whole as GEXF": lambda g: export.FORMATS["gexf"].write(g, export.whole(g)),
    "the whole as triples": lambda g: export.described(g, export.whole(g)),
    "the whole as a table, over and over": lambda g: [
        export.FORMATS["csv"].write(g, export.whole(g)) for _ in range(20)
    ],
    "what is around, over and over": lambda g: [neighbourhood(g, named(12, 0), 9) for _ in range(20)],
    "a search for names, over and over": lambda g: [
        found.search("kelb aa") for found in [lexicon(list(g.concepts.values())[:200])] for _ in range(2000)
    ],
    "names in a text, over and over": lambda g: [
        found.read(f"kelp {n} aaa and kelp")
        for found in [lexicon(list(g.concepts.values())[:200])]
        for n in range(9000)
    ],
}


@pytest.mark.parametrize("work", ON_SIZE.values(), ids=ON_SIZE)
def test_each_verb_over_a_large_graph_stops_in_time(big, work):
    assert stopped(lambda: work(big)) < 2 * LIMIT


def test_loops_and_pictures_ask_whether_to_go_on(looped):
    small = layered(5, 4, *(link(named(4, 0), "-", named(0, n)) for n in range(4)))
    found = [path_view(small, path, FIRST, named(4, 1)) for path in effect_of(small, FIRST, named(4, 1)).paths[:40]]
    for work in (lambda: feedback(looped), lambda: feedback(looped, FIRST), lambda: picture(found)):
        calls = Counter()
        with within(lambda calls=calls: calls.update(n=1)):
            work()
        assert calls["n"] > 10


def test_after_it_was_stopped_a_graph_answers_as_one_that_was_not():
    graph, fresh = layered(7, 4), layered(7, 4)
    last = named(6, 0)
    works = (
        lambda: effect_of(graph, FIRST, last),
        lambda: effects_of(graph, FIRST),
        lambda: causes_of(graph, last),
        lambda: shared(graph, named(4, 0), named(4, 1)),
        lambda: scenario(graph, {FIRST: 1}, outcomes=[last]),
        lambda: changed(graph),
    )
    for limit in (0.0, 0.001, 0.003, 0.01, 0.03):
        for work in works:
            with suppress(TookTooLong), seconds(limit, "looking"):
                work()
    for cause, effect in ((FIRST, named(1, 3)), (FIRST, named(3, 2)), (named(4, 1), named(6, 3)), (named(2, 0), FIRST)):
        assert effect_of(graph, cause, effect) == effect_of(fresh, cause, effect)
    assert effects_of(graph, named(5, 0)) == effects_of(fresh, named(5, 0))
    assert causes_of(graph, named(2, 0)) == causes_of(fresh, named(2, 0))
    assert scenario(graph, {named(5, 1): 1}, outcomes=[last]) == scenario(fresh, {named(5, 1): 1}, outcomes=[last])


def test_without_a_check_work_goes_on():
    go_on()
    with seconds(0.0, "looking"), pytest.raises(TookTooLong):
        go_on()
    go_on()


def test_a_check_around_another_holds_too():
    with seconds(0.0, "the request"), seconds(60, "the search"), pytest.raises(TookTooLong, match="the request"):
        go_on()
    with seconds(60, "the request"), seconds(0.0, "the search"), pytest.raises(TookTooLong, match="the search"):
        go_on()


def test_the_error_says_what_took_too_long_and_how_long_it_had():
    with pytest.raises(CausewayError) as caught, seconds(0.0, "the search for paths"):
        go_on()
    assert caught.value.fields == {"seconds": 0.0}
    assert caught.value.detail.startswith("the search for paths took longer than 0 s and was stopped; narrow it with")


def test_a_sign_is_worked_out_in_the_time_that_there_is():
    graph = CausalGraph(content([variable("a"), variable("b")], [link("a", "-", "b")]))
    with seconds(60, "looking"):
        assert effect_of(graph, "a", "b").direction is Sign.MINUS


def test_what_must_not_be_left_half_done_is_not_stopped():
    def stop():
        raise TookTooLong("stopped")

    with within(stop):
        with unstopped():
            go_on()
        with pytest.raises(TookTooLong):
            go_on()


def test_a_write_that_begins_is_taken_in_though_nobody_waits(curated):
    """A check that stops at the first asking after the record is on disk: the next question finds it."""
    body = {"label": "green tea", "kind": "nutrient"}

    def stop_once_written():
        if curated.journal.number:
            raise TookTooLong("stopped")

    with suppress(TookTooLong), within(stop_once_written):
        curated.propose("concept", body, by="ann")
    assert len(curated.proposals("open").proposals) == 1
