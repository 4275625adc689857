"""What holds of any graph with groups, levels, aims and several sources: its parts, its lists, what a set switches."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.causal import CausalGraph, Filters, Situation, View, causes, effect_of, effects, feedback, scenario, shared
from kg.change import Change, applied
from kg.model import Content, Document, Hedge, Sign
from tests.made import BASE, content, link, modifier, population, state, variable
from tests.test_graph import said_by

NAMES = "abcde"
SOURCES = ("one", "two")
CONCEPTS = [
    variable("a0"),
    *(variable(name, broader=("a0",) if name == "a" else ()) for name in NAMES),
    state("low_c", "c", -1),
    population("old", implies=("low_c",)),
    population("young", excludes=("old",)),
]
DOCUMENTS = tuple(Document(id=id, iri=BASE + id, title=id, file_name=id, sha256="0", length=9) for id in SOURCES)
CONTEXTS = ((), ("old",), ("young",), ("low_c",))
FILTERS = (Filters(), Filters(avoid=("b",)), Filters(through=("c",)), Filters(min_hedge=Hedge.categorical))
STATEMENTS = st.tuples(
    st.sampled_from(["a0", *NAMES, "low_c"]),
    st.sampled_from(["+", "-", "?", "0", "0+"]),
    st.sampled_from([*NAMES, "low_c"]),
    st.sampled_from(CONTEXTS),
    st.sampled_from([Hedge.categorical, Hedge.possible, Hedge.aim]),
    st.sampled_from(SOURCES),
).filter(lambda t: t[0] != t[2] and {t[0], t[2]} != {"c", "low_c"})


def statement(number, cause, sign, effect, context, hedge, source):
    return said_by(source, link(cause, sign, effect, id=f"S{number}", context=context, hedge=hedge))


SAID = st.lists(STATEMENTS, min_size=2, max_size=9, unique_by=lambda t: (t[0], t[2], t[3], t[5]))


@given(
    SAID,
    st.lists(st.sampled_from(["attenuates", "gates", "amplifies"]), max_size=2),
    st.data(),
)
@settings(max_examples=60, deadline=None)
def test_a_part_answers_as_one_made_anew(said, effects, data):
    made = [statement(n, *each) for n, each in enumerate(said)]
    on = [data.draw(st.sampled_from(made)) for _ in effects]
    more = [
        replace(modifier("low_c", effect, "x-y", id=f"M{n}"), modifies=(s.id,), object=s.object)
        for n, (effect, s) in enumerate(zip(effects, on, strict=True))
    ]
    whole = CausalGraph(replace(content(CONCEPTS, [*made, *more]), documents=DOCUMENTS))
    pointed = {s.id for s in on}
    out = data.draw(st.lists(st.sampled_from([s.id for s in made if s.id not in pointed] or ["M0"]), unique=True))
    part = whole.part(out)
    gone = Content(statements=tuple(s for s in (*made, *more) if s.id in out))
    anew = CausalGraph(applied(whole.content, [Change(removed=gone)]))
    for context in CONTEXTS:
        for set_ in ({}, {"c": 1}):
            for filters in FILTERS:
                here, there = (Situation.of(graph, context, set_) for graph in (part, anew))
                assert same(View.of(part, here, filters), View.of(anew, there, filters))
    for context in CONTEXTS[:2]:
        for filters in FILTERS:
            for cause, effect in (("a", "e"), ("low_c", "e"), ("old", "d"), ("a0", "low_c")):
                findings = [
                    effect_of(graph, cause, effect, Situation.of(graph, context), filters) for graph in (part, anew)
                ]
                assert findings[0] == findings[1]


def same(one, other):
    return [list(getattr(one, name).items()) for name in ("edges", "elsewhere", "aims")] == [
        list(getattr(other, name).items()) for name in ("edges", "elsewhere", "aims")
    ]


@given(SAID, st.sampled_from(CONTEXTS), st.sampled_from(FILTERS))
@settings(max_examples=60, deadline=None)
def test_lists_hold_just_what_is_known_of_each_pair_in_the_situation_and_by_the_ways_asked(said, context, filters):
    made = [statement(n, *each) for n, each in enumerate(said)]
    graph = CausalGraph(replace(content(CONCEPTS, made), documents=DOCUMENTS))
    situation = Situation.of(graph, context)
    view = View.of(graph, situation, filters)
    down = {name: {r.concept: r.finding for r in effects(graph, name, situation, filters)} for name in NAMES}
    up = {name: {r.concept: r.finding for r in causes(graph, name, situation, filters)} for name in NAMES}
    for cause in NAMES:
        for effect in set(NAMES) - {cause}:
            found = effect_of(graph, cause, effect, situation, filters, thorough=False)
            if found.known and cause in view.distances(effect, unsigned=True):
                assert down[cause][effect] == up[effect][cause] == found
            else:
                assert effect not in down[cause]
                assert cause not in up[effect]
    if filters == Filters():
        both_up, both_down = shared(graph, "a", "b", situation)
        assert {s.concept for s in both_up} == up["a"].keys() & up["b"].keys()
        assert {s.concept for s in both_down} == down["a"].keys() & down["b"].keys()
        for each in (both_up, both_down):
            ways = [(steps(s.a) + steps(s.b), s.concept) for s in each]
            assert ways == sorted(ways)
    assert feedback(graph, None, situation, filters) == view.loops.all(None)


def steps(finding):
    """How many there are on the best way; more than any has where it has an unsigned one only."""
    return 1 if finding.stated else len(finding.paths[0].edges) if finding.paths else 99


def test_a_set_switches_the_modifiers_that_stand_otherwise_without_it():
    said = [
        statement(0, "a", "+", "b", (), Hedge.categorical, "one"),
        statement(1, "b", "+", "e", (), Hedge.categorical, "one"),
        replace(modifier("low_c", "attenuates", "a-b", id="M1"), modifies=("S0",)),
        replace(modifier("d", "attenuates", "b-e", id="M2"), modifies=("S1",)),
        replace(modifier("old", "attenuates", "b-e", id="M0"), modifies=("S1",)),
    ]
    graph = CausalGraph(replace(content(CONCEPTS, said), documents=DOCUMENTS))

    def switched(set_, context=()):
        found = scenario(graph, {"a": 1, **set_}, context, ["e"])
        return [(state.statement.id, modified, state.active) for state, modified in found.switched]

    assert switched({}) == []
    assert switched({"c": -1}) == [("M1", "S0", True)]
    assert switched({"c": 1}) == [("M1", "S0", False)]
    assert switched({"c": 1}, ("old",)) == [("M1", "S0", False)]  # M0 is at work with and without
    assert switched({}, ("old",)) == []


def test_a_finding_tells_of_all_that_was_asked_and_found():
    said = [
        statement(0, "a", "-", "b", (), Hedge.categorical, "one"),
        statement(1, "b", "+", "e", (), Hedge.possible, "one"),
        statement(2, "a", "+", "e", ("young",), Hedge.categorical, "one"),
        statement(3, "a", "+", "e", (), Hedge.aim, "two"),
        statement(4, "e", "?", "d", (), Hedge.categorical, "one"),
        statement(5, "d", "+", "b", (), Hedge.categorical, "one"),
        statement(6, "low_c", "+", "d", (), Hedge.aim, "two"),
    ]
    graph = CausalGraph(replace(content(CONCEPTS, said), documents=DOCUMENTS))
    old = Situation.of(graph, ("old",))
    found = effect_of(graph, "a", "e", old)
    assert (found.cause, found.effect, found.situation, found.level) == ("a", "e", old, 1)
    assert (found.direction, found.complete, found.settled, found.reverse) == (Sign.MINUS, True, True, False)
    assert [p.nodes for p in found.paths] == [("a", "b", "e")]
    assert ([s.id for s in found.aims], found.aim_only, found.whole) == (["S3"], False, None)
    young = Situation.of(graph, ("young",))
    assert [k.statement.id for k in effect_of(graph, "a", "e", young).links] == ["S2"]
    assert [k.statement.id for k in effect_of(graph, "a", "e", old).elsewhere] == ["S2"]
    by_way = effect_of(graph, "a", "e", young, Filters(through=("b",)))
    assert (by_way.stated, by_way.aims, by_way.direction) == (None, (), Sign.MINUS)
    assert by_way.whole is effect_of(graph, "a", "e", young).stated
    back = effect_of(graph, "e", "a")
    assert (back.direction, back.reverse) == (None, True)
    assert effect_of(graph, "e", "b").unsigned[0].nodes == ("e", "d", "b")
    assert effect_of(graph, "d", "a").reverse is False
    aims = effect_of(graph, "low_c", "b")
    assert (aims.direction, aims.aim_only, [s.id for s in aims.aims]) == (None, True, ["S6"])
    of_kinds = effect_of(graph, "a0", "e", old)
    assert (of_kinds.cause, of_kinds.effect, of_kinds.situation) == ("a0", "e", old)
    assert ([f.cause for f in of_kinds.kinds], of_kinds.direction) == (["a"], Sign.MINUS)
