"""A small graph seen from a situation: what holds there, what modifies it, which paths there are."""

from dataclasses import replace

import pytest

from kg.causal import (
    ContradictoryContext,
    Filters,
    Situation,
    Standing,
    View,
    effect_of,
    without,
)
from kg.causal.edge import combine, either, weaken
from kg.causal.view import PATHS, VIEWS, net
from kg.model import Basis, Content, Hedge, Kind, Population, Scope, Sign, State
from tests.made import link, modifier, population, state, variable
from tests.test_graph import graph_of, said_by

# Situations


def pond_and_bog():
    """A pond and a bog exclude each other; a marsh is a kind of bog, and there it is dry."""
    return graph_of(
        [
            *("wet", "a"),
            state("dry", "wet", -1),
            state("soaked", "wet", 1),
            population("pond", excludes=("bog",)),
            population("bog"),
            population("marsh", broader=("bog",), implies=("dry",)),
        ]
    )


def test_a_situation_holds_all_that_follows_from_it():
    found = Situation.of(pond_and_bog(), ["marsh", "marsh"])
    assert found.asked == ("marsh",)
    assert found.holds == {"marsh", "bog", "dry"}
    assert (found.levels, found.set, found.open) == ((("wet", -1),), (), False)
    assert Situation.of(pond_and_bog()).open


def test_what_is_set_wins_over_what_the_context_says():
    found = Situation.of(pond_and_bog(), ["marsh"], {"wet": 1, "a": -1})
    assert found.holds == {"marsh", "bog"}
    assert (found.levels, found.set) == ((), (("a", -1), ("wet", 1)))
    assert Situation.of(pond_and_bog(), ["marsh"], {"dry": 1}).set == (("wet", -1),)
    assert Situation.of(pond_and_bog(), ["marsh"], {"dry": 1}).holds == {"marsh", "bog", "dry"}


@pytest.mark.parametrize(
    ("context", "put", "said", "fields"),
    [
        (["pond", "marsh"], {}, "pond and marsh cannot both hold; leave one out", {"context": ["pond", "marsh"]}),
        (["dry", "soaked"], {}, "soaked and dry cannot both hold; leave one out", {"context": ["soaked", "dry"]}),
        ([], {"wet": 1, "dry": 1}, "wet and dry set wet both high and low; leave one out", {"set": ["wet", "dry"]}),
    ],
)
def test_what_cannot_both_hold_is_told(context, put, said, fields):
    with pytest.raises(ContradictoryContext, match=f"^{said}$") as told:
        Situation.of(pond_and_bog(), context, put)
    assert told.value.fields == fields


@pytest.mark.parametrize(
    ("context", "put", "part", "inside"),
    [
        (["marsh"], {}, "bog", True),
        (["marsh"], {}, "dry", True),
        (["marsh"], {}, "soaked", False),
        (["marsh"], {}, "wet", False),
        (["pond"], {}, "bog", False),
        (["pond"], {}, "marsh", False),
        (["bog"], {}, "pond", False),
        (["bog"], {}, "marsh", None),
        (["soaked"], {}, "marsh", False),
        ([], {"wet": 1}, "soaked", True),
        ([], {"wet": 1}, "dry", False),
        ([], {}, "pond", None),
        ([], {}, "dry", None),
    ],
)
def test_a_part_of_a_context_holds_is_ruled_out_or_left_open(context, put, part, inside):
    graph = pond_and_bog()
    situation = Situation.of(graph, context, put)
    assert situation.inside([part], graph) is inside
    assert situation.inside([part, "a"], graph) is (False if inside is False else None)
    assert situation.inside([], graph) is True


# Signs and edges


def test_findings_of_one_setting_add_up_and_no_effect_is_never_lost():
    assert combine([Sign.PLUS, Sign.MINUS]) is Sign.UNKNOWN
    assert combine([Sign.PLUS, Sign.ZERO]) is Sign.WEAK_PLUS
    assert combine([Sign.PLUS]) is Sign.PLUS
    assert either([Sign.PLUS, Sign.ZERO]) is Sign.WEAK_PLUS
    assert [weaken(s).value for s in (Sign.PLUS, Sign.MINUS, Sign.ZERO)] == ["0+", "0-", "0"]


def edge_of(graph, *context, **more):
    return View(graph, Situation.of(graph, context), Filters(), **more).edges.get(("a", "b"))


def test_what_is_said_of_the_setting_asked_for_decides_and_narrower_ones_are_kept_open():
    pond, bog = population("pond", excludes=("bog",)), population("bog")
    said = [link("a", "+", "b", id="1"), link("a", "-", "b", id="2", context=("pond",))]
    graph = graph_of(["a", "b", pond, bog], said)
    general, in_pond, in_bog = edge_of(graph), edge_of(graph, "pond"), edge_of(graph, "bog")
    assert [edge.sign for edge in (general, in_pond, in_bog)] == [Sign.UNKNOWN, Sign.MINUS, Sign.PLUS]
    assert [[k.statement.id for k in edge.links] for edge in (general, in_pond, in_bog)] == [["1", "2"], ["2"], ["1"]]
    assert [[k.statement.id for k in edge.settings] for edge in (general, in_pond, in_bog)] == [["2"], [], []]
    view = View.of(graph, Situation.of(graph, ["bog"]))
    assert {pair: [k.statement.id for k in links] for pair, links in view.elsewhere.items()} == {("a", "b"): ["2"]}
    assert View.of(graph).elsewhere == {}


def test_what_is_said_of_the_nearest_class_decides():
    concepts = ["a0", variable("a", broader=("a0",)), "b"]
    said = [link("a0", "+", "b", inherits=True), link("a", "-", "b"), link("a", "0", "b", id="z")]
    assert edge_of(graph_of(concepts, said)).sign is Sign.WEAK_MINUS
    assert edge_of(graph_of(concepts, said[:1])).sign is Sign.PLUS


def test_a_stated_direction_goes_before_an_influence_without_and_a_source_before_ours():
    two = [said_by("one", link("a", "?", "b", id="1")), said_by("two", link("a", "-", "b", id="2"))]
    edge = edge_of(graph_of("ab", two))
    assert ([line.source for line in edge.lines], edge.sign, edge.unsigned) == (["two"], Sign.MINUS, False)
    edge = edge_of(graph_of("ab", two[:1]))
    assert (edge.sign, edge.unsigned, edge.disagree) == (Sign.UNKNOWN, True, False)
    ours = link("a", "+", "b", id="3", basis=Basis.bridge)
    edge = edge_of(graph_of("ab", [two[1], ours]))
    assert ([line.source for line in edge.lines], edge.best.statement.id) == (["two"], "2")
    edge = edge_of(graph_of("ab", [ours]))
    assert ([line.ours for line in edge.lines], edge.sign) == ([True], Sign.PLUS)
    both = [two[1], said_by("one", link("a", "+", "b", id="4"))]
    edge = edge_of(graph_of("ab", both))
    assert ([line.source for line in edge.lines], edge.disagree, edge.sign) == (["one", "two"], True, Sign.UNKNOWN)


def test_an_aim_is_no_edge():
    graph = graph_of("ab", [link("a", "+", "b", hedge=Hedge.aim)])
    assert (View.of(graph).edges, [*View.of(graph).aims]) == ({}, [("a", "b")])
    finding = effect_of(graph, "a", "b")
    assert (finding.direction, finding.standing, finding.aim_only) == (None, Standing.stated, True)
    assert [s.id for s in finding.aims] == ["a-b"]


# Modifiers


def modified(effect, *, keeps=False, context=(), of="low_m"):
    changes = replace(modifier(of, effect, "a-b"), keeps_direction=keeps, context=context)
    concepts = ["a", "b", "m", "n", state("low_m", "m", -1), population("pond", excludes=("bog",)), population("bog")]
    return graph_of(concepts, [link("a", "+", "b"), link("n", "-", "m"), changes])


@pytest.mark.parametrize(
    ("effect", "keeps", "sign"),
    [
        ("attenuates", False, "0+"),
        ("gates", False, "0+"),
        ("amplifies", False, "+"),
        ("unspecified", False, "+"),
        ("attenuates", True, "+"),
        ("gates", True, "+"),
    ],
)
def test_what_weakens_leaves_nothing_possible_unless_it_keeps_the_direction(effect, keeps, sign):
    graph = modified(effect, keeps=keeps)
    finding = effect_of(graph, "a", "b", Situation.of(graph, ["low_m"]))
    assert finding.direction is Sign(sign)
    assert [(m.statement.id, m.active, m.by_mechanism, of) for m, of in finding.modifiers] == [
        ("M", True, False, "a-b")
    ]
    weakens = sign == "0+"
    assert (len(finding.blunted), finding.blunted_everywhere) == ((1, True) if weakens else (0, False))


@pytest.mark.parametrize(
    ("context", "put", "active", "because"),
    [
        ([], {}, None, None),
        (["low_m"], {}, True, None),
        ([], {"m": -1}, True, None),
        ([], {"m": 1}, False, None),
        (["low_m"], {"m": 1}, False, None),
        ([], {"n": 1}, True, "n"),
        ([], {"n": -1}, False, "n"),
        (["low_m"], {"n": -1}, False, "n"),
        ([], {"a": 1}, None, None),
    ],
)
def test_a_modifier_is_at_work_as_interventions_put_it_else_as_the_context_says(context, put, active, because):
    graph = modified("gates")
    view = View.of(graph, Situation.of(graph, context, put))
    found = view.state_of(graph.statements["M"])
    assert (found.active, found.because, found.by_mechanism) == (active, because, because is not None)
    assert bool(view.edges["a", "b"].blunted) is (active is True)


def test_a_modifier_of_another_setting_is_not_told():
    graph = modified("gates", context=("bog",))
    assert effect_of(graph, "a", "b", Situation.of(graph, ["low_m", "pond"])).modifiers == ()
    assert View.of(graph, Situation.of(graph, ["low_m"]), modified=False).modifiers_on("a", "b") == ()
    assert len(effect_of(graph, "a", "b", Situation.of(graph, ["low_m"])).modifiers) == 1


# Filters and paths


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        (Filters(), "abcd"),
        (Filters(bridges=False), "acd"),
        (Filters(min_hedge=Hedge.typical), "abd"),
        (Filters(relations=("decreases",)), "d"),
        (Filters(source="one"), "ab"),
        (Filters(avoid=("d",)), "abc"),
        (Filters(avoid=("e",)), "ab"),
        (Filters(around=frozenset({"a"})), "d"),
        (Filters(around=frozenset({"c"})), "acd"),
    ],
)
def test_filters_leave_out_links_by_what_they_are(filters, left):
    said = [
        said_by("one", link("a", "+", "b", id="a")),
        link("a", "+", "c", id="b", basis=Basis.bridge),
        said_by("two", link("a", "+", "e", id="c", hedge=Hedge.possible)),
        said_by("two", link("e", "-", "d", id="d")),
    ]
    graph = graph_of("abcde", said)
    assert [k.statement.id for k in graph.links if filters.allow(k)] == sorted(left)
    view = View.of(graph, filters=filters)
    assert sorted(k.statement.id for edge in view.edges.values() for k in edge.links) == sorted(left)


def four_ways(**more):
    """From a to z: stated as a bridge, over b, over c and d, and over e with a weaker wording."""
    said = [
        *(link("a", "+", "b"), link("b", "+", "z"), link("a", "-", "c"), link("c", "+", "d"), link("d", "+", "z")),
        *(
            link("a", "+", "e", hedge=Hedge.possible),
            link("e", "+", "z"),
            link("a", "+", "f", basis=Basis.studies_mixed),
        ),
        *(link("f", "+", "z", basis=Basis.rct), link("b", "+", "g", basis=Basis.bridge), link("g", "+", "z")),
    ]
    return graph_of("abcdefgz", said)


def test_paths_are_told_best_first_by_basis_hedge_bridges_length_and_names():
    finding = effect_of(four_ways(), "a", "z")
    assert ["".join(path.nodes) for path in finding.paths] == ["afz", "abz", "acdz", "aez", "abgz"]
    assert [path.sign.value for path in finding.paths] == ["+", "+", "-", "+", "+"]
    assert [path.bridges for path in finding.paths] == [0, 0, 0, 0, 1]
    assert str(finding.paths[2]) == "a -(-)-> c -(+)-> d -(+)-> z"
    assert (finding.direction, finding.standing, finding.complete) == (Sign.UNKNOWN, Standing.by_mechanism, True)
    assert [s.id for s in finding.support] == ["a-f", "f-z"]
    stated = four_ways().changed(Content(statements=(link("a", "+", "z", hedge=Hedge.mixed),)), Content())
    assert [path.stated for path in effect_of(stated, "a", "z").paths] == [True] + [False] * 5


@pytest.mark.parametrize(
    ("filters", "ways"),
    [
        (Filters(longest=2), ["afz", "abz", "aez"]),
        (Filters(through=("d",)), ["acdz"]),
        (Filters(ways=(frozenset("bc"),)), ["abz", "acdz", "abgz"]),
        (Filters(ways=(frozenset("b"), frozenset("g"))), ["abgz"]),
        (Filters(ways=(frozenset("a"),)), []),
        (Filters(around=frozenset("b")), ["afz", "acdz", "aez"]),
        (Filters(avoid=("f", "c")), ["abz", "aez", "abgz"]),
    ],
)
def test_paths_are_those_that_are_asked_for(filters, ways):
    finding = effect_of(four_ways(), "a", "z", filters=filters)
    assert ["".join(path.nodes) for path in finding.paths] == ways
    assert finding.complete is (filters.longest != 2)
    assert finding.known is bool(ways)


def test_a_sign_that_is_asked_for_keeps_its_paths():
    finding = effect_of(four_ways(), "a", "z", sign=Sign.MINUS)
    assert (["".join(p.nodes) for p in finding.paths], finding.direction) == (["acdz"], Sign.MINUS)


def test_a_whole_effect_tells_nothing_of_a_way_round():
    said = [link("a", "+", "z", scope=Scope.total), link("a", "+", "b"), link("b", "+", "z")]
    graph = graph_of("abz", said)
    clear = effect_of(graph, "a", "z", filters=Filters(around=frozenset("b")))
    assert (clear.direction, clear.whole.best.statement.id, clear.stated) == (None, "a-z", None)
    assert effect_of(graph, "a", "z").stated.best.statement.scope is Scope.total
    step = graph_of("abz", [replace(said[0], scope=Scope.step)])
    assert effect_of(step, "a", "z", filters=Filters(around=frozenset("b"))).direction is Sign.PLUS
    over = graph_of("abz", [replace(said[0], scope=Scope.step), *said[1:]])
    assert effect_of(over, "a", "z", filters=Filters(around=frozenset("b"))).direction is None


def test_a_graph_keeps_its_views_and_paths_and_so_many():
    graph = four_ways()
    assert View.of(graph) is View.of(graph, Situation(), Filters(longest=3, through=("b",), ways=(frozenset("b"),)))
    assert View.of(graph) is not View.of(graph, modified=False)
    for n in range(50):
        View.of(graph, filters=Filters(relations=(str(n),)))
    assert len(graph.kept[VIEWS]) == 32
    together, alone = View.of(graph), View(graph, Situation(), Filters())
    together.upstream("z")  # whoever wants all causes has the paths from all made together
    assert together.paths("a", "z") == alone.paths("a", "z")
    assert len(graph.kept[PATHS]) == 1
    assert len(graph_of("ab").kept[VIEWS]) == 0


def test_a_view_is_the_same_whether_or_not_it_takes_over_from_another(graph):
    people = [c.id for c in graph.concepts.values() if isinstance(c, Population | State)]
    situations = [Situation(), *(Situation.of(graph, [id]) for id in people)]
    situations += [Situation.of(graph, set={id: -1}) for id in ("estrogen", "rankl")]
    modifiers = {m.id for of in graph.modifiers.values() for m in of}
    kinds = [s.id for s in graph.of_kind(Kind.taxonomic)]
    parts = [graph, *(without(graph, [id]) for id in (*sorted(modifiers)[:4], *kinds[:1]))]
    for part in parts:
        for situation in situations if part is graph else situations[:8]:
            for modified in (True, False):
                shared, alone = (
                    View.of(part, situation, modified=modified),
                    View(part, situation, Filters(), modified=modified),
                )
                for of in ("edges", "elsewhere", "aims"):
                    assert list(getattr(shared, of).items()) == list(getattr(alone, of).items()), situation


def test_the_sum_of_a_search_that_was_cut_is_bounded_by_all_walks():
    view = View.of(four_ways())
    paths, _ = view.paths("a", "z")
    assert view.sum_of(paths, True) == (Sign.UNKNOWN, True)
    assert view.sum_of(paths[:1], False) == (Sign.UNKNOWN, False)
    assert view.sum_of(paths, False) == (Sign.UNKNOWN, True)
    assert view.sum_of(view.paths("b", "z")[0][:1], False) == (Sign.PLUS, True)
    assert [net(view, *pair) for pair in ("aa", "bz", "az", "za")] == [Sign.PLUS, Sign.PLUS, Sign.UNKNOWN, Sign.UNKNOWN]
