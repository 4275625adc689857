"""What a small graph says of its concepts and links: names, kinds, inheritance, modifiers, sources."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kg.causal import (
    CausalGraph,
    DanglingReference,
    Disagreement,
    Link,
    disagreement,
    opposed,
    opposed_paths,
    without,
)
from kg.model import (
    Basis,
    ConceptKind,
    Content,
    Document,
    Entity,
    Hedge,
    Kind,
    Passage,
    Relation,
    Sign,
    Span,
)
from tests.made import BASE, content, link, modifier, population, state, variable


def graph_of(concepts, statements=(), **more):
    return CausalGraph(
        replace(content([variable(c) if isinstance(c, str) else c for c in concepts], statements), **more)
    )


def said_by(source, statement):
    passage = Passage(document=source, section="", line=1, start=0, end=5, sha256="1" * 64)
    return replace(statement, passage=passage)


def document(id, **more):
    return Document(id=id, iri=BASE + id, title=id, file_name=f"{id}.txt", sha256="0" * 64, length=500, **more)


def entity(id):
    return Entity(id=id, iri=BASE + id, label=id, kind="tissue")


def of_kind(kind, subject, relation, object, id, **more):
    return replace(link(subject, "+", object, id=id), kind=kind, relation=relation, sign=None, worded_sign="", **more)


# References


@pytest.mark.parametrize(
    "concept",
    [
        variable("a", broader=("x",)),
        variable("a", implies=("x",)),
        population("p", excludes=("x",)),
        variable("a", aspect_of=("x",)),
        variable("a", cessation_of="x"),
        state("s", "x", 1),
    ],
    ids=["broader", "implies", "excludes", "aspect of", "cessation of", "state of"],
)
def test_a_concept_that_names_what_is_not_there_is_refused(concept):
    with pytest.raises(DanglingReference, match=f"^concept {concept.id} names x, which is not a concept") as told:
        graph_of([concept])
    assert told.value.fields == {"concept": concept.id}


def test_a_level_is_of_a_variable():
    with pytest.raises(DanglingReference, match=r"^concept s is of e, which is no variable"):
        graph_of([entity("e"), state("s", "e", 1)])


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (link("x", "+", "b"), "x, which is not a concept"),
        (link("a", "+", "x"), "x, which is not a concept"),
        (link("a", "+", "b", context=("x",)), "x, which is not a concept"),
        (link("a", "+", "b", joint=("x",)), "x, which is not a concept"),
        (link("a", "+", "b", outcomes=("x",)), "x, which is not a concept"),
        (link("a", "+", "b", reason_for=("X",)), "X, which is not a statement"),
        (modifier("a", "gates", "X-b"), "X-b, which is not a statement"),
    ],
    ids=["subject", "object", "context", "joint", "outcomes", "reason for", "modifies"],
)
def test_a_statement_that_names_what_is_not_there_is_refused(statement, said):
    with pytest.raises(DanglingReference, match=f"^statement {statement.id} names {said}") as told:
        graph_of("ab", [statement])
    assert told.value.fields == {"statement": statement.id}


@pytest.mark.parametrize("pair", [("a", "e"), ("e", "a")])
def test_an_entity_is_no_cause_and_no_effect(pair):
    with pytest.raises(DanglingReference, match="needs variables or states on both sides") as told:
        graph_of(["a", entity("e")], [link(pair[0], "+", pair[1])])
    assert told.value.fields == {"statement": "-".join(pair)}


# Links


def said_of(graph):
    return {(k.cause, k.effect): (k.sign, k.subject_class, k.object_class, k.distance) for k in graph.links}


def test_a_link_is_between_variables_with_the_levels_multiplied_in():
    low, high = state("low_a", "a", -1), state("high_b", "b", 1)
    for cause, effect, sign in (("low_a", "b", "-"), ("low_a", "high_b", "-"), ("a", "high_b", "+")):
        graph = graph_of(["a", "b", low, high], [link(cause, "+", effect)])
        assert said_of(graph) == {("a", "b"): (Sign(sign), None, None, 0)}


def marker(id, **more):
    return replace(variable(id, **more), variable_type="indicator")


def test_what_inherits_reaches_kinds_and_what_is_of_markers_reaches_theirs():
    concepts = ["a", variable("a1", broader=("a",)), variable("a2", broader=("a1",)), entity("e")]
    concepts += [marker("m"), marker("m1", broader=("m",)), variable("b", broader=("m",))]
    own = link("a", "+", "m")
    kinds = graph_of(concepts, [replace(own, inherits=True)])
    assert said_of(kinds) == {
        ("a", "m"): (Sign.PLUS, None, None, 0),
        ("a", "m1"): (Sign.PLUS, None, "m", 1),
        ("a1", "m"): (Sign.PLUS, "a", None, 1),
        ("a1", "m1"): (Sign.PLUS, "a", "m", 2),
        ("a2", "m"): (Sign.PLUS, "a", None, 2),
        ("a2", "m1"): (Sign.PLUS, "a", "m", 3),
    }
    assert {*said_of(graph_of(concepts, [own]))} == {("a", "m"), ("a", "m1")}
    assert [k.inherited for k in kinds.links] == [k.distance > 0 for k in kinds.links]


def test_a_kind_inherits_no_effect_on_itself_and_the_class_may_have_one_of_its_own():
    concepts = ["a", variable("b", broader=("a",))]
    assert {*said_of(graph_of(concepts, [link("a", "+", "b", inherits=True)]))} == {("a", "b")}
    assert {*said_of(graph_of(concepts, [link("a", "+", "a")]))} == {("a", "a")}


def test_links_of_a_pair_go_by_distance_then_basis_then_hedge_then_id():
    concepts = ["a", variable("a1", broader=("a",)), "b"]
    said = [
        link("a", "+", "b", id="1", inherits=True, basis=Basis.rct, hedge=Hedge.categorical),
        link("a1", "+", "b", id="5", basis=Basis.rct, hedge=Hedge.typical),
        link("a1", "+", "b", id="4", basis=Basis.rct, hedge=Hedge.typical),
        link("a1", "+", "b", id="3", basis=Basis.rct, hedge=Hedge.possible),
        link("a1", "+", "b", id="2", basis=Basis.asserted, hedge=Hedge.categorical),
    ]
    graph = graph_of(concepts, said)
    assert [k.statement.id for k in graph.by_pair["a1", "b"]] == ["4", "5", "3", "2", "1"]
    assert [k.pair for k in graph.links] == [("a", "b")] + [("a1", "b")] * 5


def test_sources_aims_and_signed_neighbours_are_those_of_the_statements():
    said = [
        said_by("one", link("a", "+", "b")),
        said_by("two", link("a", "?", "c", hedge=Hedge.aim)),
        link("b", "-", "c", basis=Basis.bridge),
        said_by("two", link("c", "+", "a", hedge=Hedge.aim)),
    ]
    graph = graph_of("abc", said)
    assert graph.sources_out == {"a": {"one", "two"}, "b": set(), "c": {"two"}}
    assert graph.sources_into == {"a": {"two"}, "b": {"one"}, "c": {"two"}}
    assert graph.aim_only == {"c"}
    assert (graph.signed_out, graph.signed_into) == (
        {"a": ("b",), "b": ("c",), "c": ("a",)},
        {"a": ("c",), "b": ("a",), "c": ("b",)},
    )
    assert graph.effects_of("a") == ("b", "c")
    assert graph.effects_of("z") == ()
    assert graph.way("a", "c") == ["a", "b", "c"]
    assert graph.way("a", "z") == []


def test_what_is_said_of_the_kind_itself_decides_whether_it_is_only_aimed_at():
    concepts = ["a", variable("a1", broader=("a",)), "b"]
    class_said = link("a", "+", "b", inherits=True)
    aim = link("a1", "+", "b", hedge=Hedge.aim)
    assert graph_of(concepts, [class_said, aim]).aim_only == {"a1"}
    assert graph_of(concepts, [class_said]).aim_only == set()
    assert graph_of(concepts, [replace(aim, basis=Basis.bridge)]).aim_only == set()


# Modifiers


def test_a_modifier_covers_the_classes_and_kinds_of_its_cause_and_the_nearest_counts():
    concepts = ["a", variable("a1", broader=("a",)), variable("a2", broader=("a1",)), "b", "m", "n"]
    said = [link(cause, "+", "b") for cause in ("a", "a1", "a2")]
    far, near = modifier("m", "gates", "a-b", id="M1"), modifier("m", "gates", "a2-b", id="M2")
    other = modifier("n", "gates", "a-b", id="N")
    graph = graph_of(concepts, [*said, far, near, other])

    def on(cause, effect="b"):
        return [(m.id, s.id) for m, s in graph.modifiers_on(cause, effect)]

    assert on("a") == [("M1", "a-b"), ("N", "a-b")]
    assert on("a1") == [("M1", "a-b"), ("M2", "a2-b"), ("N", "a-b")]
    assert on("a2") == [("M2", "a2-b"), ("N", "a-b")]
    assert on("b") == on("a", "m") == []
    assert {id: [m.id for m in by] for id, by in graph.modifiers.items()} == {"a-b": ["M1", "N"], "a2-b": ["M2"]}
    assert graph.pointing_at("a2-b") == (near,)


def test_without_a_statement_goes_what_stands_on_it_and_nothing_else():
    reason = link("b", "+", "c", reason_for=("M",))
    said = [link("a", "+", "b"), modifier("c", "gates", "a-b"), reason, link("a", "+", "c")]
    graph = graph_of("abc", said)
    left = without(graph, ["a-b"])
    assert [*left.statements] == ["a-c"]
    assert left is without(graph, ["a-b"])
    assert left.cut_from is graph
    assert without(graph, []) is graph
    assert [*without(graph, ["b-c"]).statements] == ["M", "a-b", "a-c"]
    assert [*graph.statements] == ["M", "a-b", "a-c", "b-c"]


# Concepts


def test_a_concept_is_found_by_its_variable_level_kind_and_what_it_is_spoken_of_through():
    concepts = [
        variable("a", aspect_of=("e",)),
        state("low", "a", -1),
        state("high", "a", 1),
        entity("e"),
        entity("f"),
        variable("b", broader=("f",)),
        population("p", implies=("low", "e")),
        population("q", broader=("p",), implies=("a", "low")),
        population("r", broader=("q", "p")),
        population("s"),
    ]
    kinds = (ConceptKind(id="process", label="p", intervention=True), ConceptKind(id="tissue", label="t", outcome=True))
    said = [of_kind(Kind.structural, "e", "part_of", "f", "S1"), of_kind(Kind.structural, "s", "has_part", "f", "S2")]
    relations = (Relation(id="part_of", label="is part of"),)
    graph = graph_of(concepts, said, kinds=kinds, relations=relations)
    assert [graph.variable_of(id) for id in ("a", "low", "e")] == ["a", "a", "e"]
    assert [c.id for c in graph.levels_of("a")] == ["high", "low"]
    assert graph.levels_of("b") == ()
    assert [graph.is_signed(id) for id in ("a", "low", "e", "p")] == [True, True, False, False]
    assert [graph.implied_by(id) for id in "pqrs"] == [("low", "e"), ("a",), ("a", "low", "e"), ()]
    spoken = {id: graph.spoken_of(id) for id in ("a", "low", "e", "f", "p", "r")}
    assert spoken == {"a": ("a",), "low": ("low",), "e": ("a",), "f": ("b",), "p": ("low",), "r": ("a", "low")}
    assert graph.wider("e") == {"e", "f", "s"}
    assert graph.wider("f") == {"f", "s"}
    assert graph.wider("a") == {"a"}
    assert (graph.is_intervention("a"), graph.is_outcome("a")) == (True, False)
    assert (graph.is_intervention("e"), graph.is_outcome("e")) == (False, True)
    assert (graph.is_intervention("p"), graph.is_outcome("p")) == (False, False)
    assert (graph.relation("part_of").label, graph.relation("acts_on").label) == ("is part of", "acts on")
    assert [s.id for s in graph.by_concept["e"]] == ["S1"]
    assert [s.id for s in graph.of_kind(Kind.structural)] == ["S1", "S2"]
    assert graph.of_kind(Kind.limit) == ()


# Changes


def whole(graph):
    lazy = (
        "by_pair",
        "by_concept",
        "modifiers",
        "signed_out",
        "signed_into",
        "_by_kind",
        "_reasons",
        "_states",
        "_aspects",
    )
    return [graph.content, graph.hierarchy.children, *(getattr(graph, name) for name in lazy)]


BEFORE = content(
    [*map(variable, "abcm"), state("low", "a", -1)],
    [link("a", "+", "b"), link("b", "-", "c"), link("a", "?", "c"), modifier("m", "gates", "b-c")],
)


@pytest.mark.parametrize(
    ("added", "removed"),
    [
        ([link("c", "+", "a")], []),
        ([link("a", "-", "b")], [link("a", "+", "b")]),
        ([], [link("a", "?", "c")]),
        ([], [modifier("m", "gates", "b-c"), link("b", "-", "c")]),
        ([modifier("m", "amplifies", "a-b", id="N"), link("m", "+", "c", id="0", reason_for=("a-b",))], []),
        ([of_kind(Kind.taxonomic, "c", "is_a", "b", "T")], []),
        ([variable("d"), link("c", "-", "d")], []),
        ([variable("d", broader=("a",), aspect_of=("b",))], []),
        ([state("high", "b", 1)], [state("low", "a", -1)]),
        ([replace(variable("a"), variable_type="indicator")], []),
        ([document("new"), ConceptKind(id="k", label="k"), Relation(id="r", label="r")], []),
    ],
)
def test_a_changed_graph_knows_all_that_one_made_anew_does(added, removed):
    def sorted_out(values):
        kinds = {"concepts": [], "statements": [], "documents": [], "kinds": [], "relations": []}
        names = {"Statement": "statements", "Document": "documents", "ConceptKind": "kinds", "Relation": "relations"}
        for value in values:
            kinds[names.get(type(value).__name__, "concepts")].append(value)
        return Content(**{name: tuple(of) for name, of in kinds.items()})

    graph = CausalGraph(BEFORE)
    whole(graph)
    changed = graph.changed(sorted_out(added), sorted_out(removed))
    out = {v.id for v in (*added, *removed)}
    all_before = (*BEFORE.concepts, *BEFORE.statements)
    anew = CausalGraph(sorted_out([*(v for v in all_before if v.id not in out), *added]))
    assert whole(changed) == whole(anew)
    assert whole(graph) == whole(CausalGraph(BEFORE))
    assert changed.cut_from is None


def test_a_change_shares_what_stays_unless_the_hierarchy_or_a_built_on_concept_changes():
    graph = CausalGraph(BEFORE)
    assert graph.changed(Content(statements=(link("c", "+", "a"),)), Content()).hierarchy is graph.hierarchy
    kind = of_kind(Kind.taxonomic, "c", "is_a", "b", "T")
    assert graph.changed(Content(statements=(kind,)), Content()).children("b") == ("c",)
    with pytest.raises(DanglingReference, match="which is not a statement"):
        graph.changed(Content(), Content(statements=(link("b", "-", "c"),)))
    with pytest.raises(DanglingReference, match="which is not a concept"):
        graph.changed(Content(), Content(concepts=(variable("b"),)))


# Contradictions


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ({}, {"sign": "-"}, Disagreement.reading),
        ({"sign": "0"}, {"sign": "-"}, Disagreement.reading),
        ({}, {"sign": "+"}, None),
        ({}, {"sign": "0+"}, None),
        ({"hedge": Hedge.aim}, {"sign": "-"}, None),
        ({}, {"sign": "-", "hedge": Hedge.aim}, None),
        ({"context": ("p",)}, {"sign": "-"}, Disagreement.settings),
        ({"source": "other"}, {"sign": "-", "context": ("p",)}, Disagreement.sources),
        ({"dose": ("1", "2")}, {"sign": "-", "dose": ("3", "4")}, None),
        ({"dose": ("1", "2")}, {"sign": "-"}, Disagreement.reading),
    ],
)
def test_what_divides_two_claims_of_one_pair_is_told(one, other, found):
    def made(id, sign="+", source="one", dose=None, **more):
        span = dose and Span(low=Decimal(dose[0]), high=Decimal(dose[1]), unit="mg")
        return said_by(source, link("a", sign, "b", id=id, dose=span, **more))

    a, b = made("1", **one), made("2", **other)
    assert disagreement(a, a.sign, Link("a", "b", b.sign, b)) is found
    assert disagreement(b, b.sign, Link("a", "b", a.sign, a)) is found
    graph = graph_of(["a", "b", population("p")], [a, b], documents=(document("one"), document("other")))
    both_ways = found is Disagreement.reading and {a.sign, b.sign} == {Sign.PLUS, Sign.MINUS}
    assert [(x.statement.id, y.statement.id) for x, y in opposed(graph)] == ([("1", "2")] if both_ways else [])


def test_paths_of_one_source_that_point_both_ways_are_told_where_it_states_nothing():
    ways = [link("a", "+", "b"), link("b", "+", "d"), link("a", "+", "c"), link("c", "-", "d")]
    said = [said_by("one", s) for s in ways]
    documents = (document("one"), document("two"))
    assert [*opposed_paths(graph_of("abcd", said, documents=documents), "one")] == [("a", "d")]
    assert [*opposed_paths(graph_of("abcd", said, documents=documents), "two")] == []
    stated = said_by("one", link("a", "0", "d"))
    assert [*opposed_paths(graph_of("abcd", [*said, stated], documents=documents), "one")] == []


def test_what_is_inherited_contradicts_nothing():
    concepts = ["a", variable("a1", broader=("a",)), "b"]
    graph = graph_of(concepts, [link("a", "+", "b", inherits=True), link("a1", "-", "b")])
    assert [*opposed(graph)] == []
