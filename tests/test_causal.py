"""What the real graph must say, and the laws that any graph keeps."""

import random
import tempfile
from itertools import pairwise, permutations
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import export, rdf
from kg.causal import (
    CausalGraph,
    ContradictoryContext,
    Filters,
    Situation,
    Standing,
    View,
    causes,
    effect_of,
    effects,
    feedback,
    scenario,
    shared,
)
from kg.causal.edge import Edge, combine
from kg.causal.links import Link
from kg.causal.paths import distances, paths_to, rank, search
from kg.model import Basis, Hedge, Kind, Sign
from kg.store import EVERYTHING, EmbeddedStore
from tests.made import content, link, modifier, population, state, variable


def asked(graph, cause, effect, *context, **more):
    return effect_of(graph, cause, effect, Situation.of(graph, context), **more)


def composed_pairs(graph, bridges):
    """Pairs of variables that stated signs compose between, each with the signs of its walks."""
    edges = {}
    for found in graph.links:
        s = found.statement
        if not found.inherited and s.worded_sign in ("+", "-") and (bridges or not s.bridge):
            level = graph.concepts[s.subject].level * graph.concepts[s.object].level
            edges.setdefault((found.cause, found.effect), set()).add(Sign(s.worded_sign).times(level))
    digraph = nx.DiGraph(list(edges))
    signs = {}
    for node in reversed(list(nx.topological_sort(digraph))):
        for after in digraph[node]:
            for sign in edges[node, after]:
                signs.setdefault((node, after), set()).add(sign)
                for (cause, effect), known in list(signs.items()):
                    if cause == after:
                        signs.setdefault((node, effect), set()).update(sign * k for k in known)
    return signs


def test_the_graph_holds_what_was_read(graph):
    assert (len(graph.concepts), len(graph.statements)) == (180, 335)


@pytest.mark.parametrize(("bridges", "count"), [(False, 234), (True, 677)])
def test_as_many_pairs_compose_as_were_counted_and_none_both_ways(graph, bridges, count):
    pairs = composed_pairs(graph, bridges)
    assert len(pairs) == count
    assert all(len(signs) == 1 for signs in pairs.values())


def test_the_real_graph_has_no_loop(graph):
    assert feedback(graph) == []
    assert graph.documents["article"].acyclic


@pytest.mark.parametrize(
    ("cause", "effect", "sign"),
    [
        ("menopause", "fracture_risk", Sign.PLUS),
        ("menopause", "bmd", Sign.MINUS),
        ("resistance_training", "fracture_risk", Sign.MINUS),
        ("yoga", "fracture_risk", Sign.MINUS),
        ("tai_chi", "fracture_risk", Sign.MINUS),
        ("estrogen", "rankl", Sign.MINUS),
        ("estrogen_deficiency", "rankl", Sign.PLUS),
        ("rankl", "bone_resorption", Sign.PLUS),
        ("osteoclast_apoptosis", "bone_resorption", Sign.MINUS),
        ("lifestyle_intervention", "ctx", Sign.MINUS),
        ("nutrient", "bone_health", Sign.PLUS),
        ("somatopause", "bone_loss", Sign.PLUS),
    ],
)
def test_directions_are_as_the_source_has_them(graph, cause, effect, sign):
    assert asked(graph, cause, effect).direction is sign


@pytest.mark.parametrize("cause", ["yoga", "tai_chi"])
def test_balance_work_lowers_fracture_risk_through_falls(graph, cause):
    assert any("fall_risk" in path.nodes for path in asked(graph, cause, "fracture_risk").paths)


def test_yoga_inherits_no_density_from_exercise(graph):
    assert asked(graph, "yoga", "bmd").direction is None


@pytest.mark.parametrize("context", [(), ("postmenopausal_women",), ("early_postmenopause",)])
def test_jumping_after_menopause_is_mixed_and_never_harmful(graph, context):
    finding = asked(graph, "jumping", "bmd", *context)
    assert finding.direction is Sign.WEAK_PLUS
    assert finding.standing is Standing.stated
    assert {"S118a", "S118b"} <= {s.id for s in finding.support}


def test_before_menopause_the_trials_after_it_do_not_decide(graph):
    finding = asked(graph, "jumping", "bmd", "premenopausal_women")
    assert finding.standing is Standing.by_mechanism
    assert {"S118a", "S118b"} <= {found.statement.id for found in finding.elsewhere}


def test_calcium_is_gated_where_vitamin_d_is_short(graph):
    assert asked(graph, "calcium", "bone_hardness").direction is Sign.PLUS
    gated = asked(graph, "calcium", "bone_hardness", "vitamin_d_inadequacy")
    assert gated.direction is Sign.WEAK_PLUS
    assert [(m.statement.id, m.active) for m, _ in gated.modifiers] == [("S031a", True)]


def test_an_influence_without_direction_stays_without(graph):
    finding = asked(graph, "magnesium", "osteoblast_activity")
    assert finding.standing is Standing.stated
    assert finding.direction is Sign.UNKNOWN


@pytest.mark.parametrize("cause", ["bmd", "fracture_risk"])
def test_nothing_leads_back_to_menopause(graph, cause):
    finding = asked(graph, cause, "menopause")
    assert finding.direction is None
    assert finding.reverse


def test_no_link_leaves_a_marker(graph):
    markers = {c.id for c in graph.concepts.values() if getattr(c, "variable_type", "") == "indicator"}
    assert markers
    assert not [found for found in graph.links if found.cause in markers]


def test_estrogen_therapy_lifts_the_blunting_of_jumping_by_mechanism(graph):
    found = scenario(graph, {"estrogen_therapy": 1, "jumping": 1}, ["postmenopausal_women"], ["bmd"])
    lifted = {m.statement.id: m for m, _ in found.switched}["S120a"]
    assert (lifted.active, lifted.by_mechanism, lifted.because) == (False, True, "estrogen_therapy")
    assert found.outcomes[0].direction is Sign.PLUS


def test_the_vertebral_figure_never_reaches_all_fractures(graph):
    for cause in ("bisphosphonate", "hormonal_therapy", "estrogen_therapy"):
        stated = asked(graph, cause, "fracture_risk").stated
        assert not [q for found in stated.links for q in found.statement.quantities]
    assert asked(graph, "hormonal_therapy", "hip").direction is None


def test_a_limit_stands_beside_the_direction_and_does_not_lower_it(graph):
    finding = asked(graph, "lifestyle_intervention", "bmd")
    assert finding.direction is Sign.PLUS
    assert "S048a" in {s.id for s in finding.limits}


def test_what_is_said_of_some_kinds_is_said_as_some(graph):
    finding = asked(graph, "exercise", "fall_risk")
    assert [kind.cause for kind in finding.kinds] == ["balance_exercise"]


def test_lists_put_what_is_stated_first_and_agree_with_single_answers(graph):
    found = causes(graph, "bone_resorption")
    stated = [r.finding.standing is Standing.stated for r in found]
    assert stated == sorted(stated, reverse=True)
    for r in found:
        assert r.finding.direction is asked(graph, r.concept, "bone_resorption").direction
    assert {r.concept for r in effects(graph, "menopause")} >= {"estrogen", "bmd", "fracture_risk"}


def test_common_causes_and_effects_act_on_both(graph):
    up, down = shared(graph, "osteoclast_activity", "rankl")
    assert "estrogen" in {s.concept for s in up}
    assert "bone_resorption" in {s.concept for s in down}


def test_a_context_that_nobody_can_be_in_is_refused(graph):
    with pytest.raises(ContradictoryContext, match="cannot both hold"):
        Situation.of(graph, ["premenopausal_women", "early_postmenopause"])


def test_every_verdict_of_the_graph_follows_from_its_paths_or_its_statement(graph):
    view = View.of(graph)
    for effect in view.out:
        for cause in view.distances(effect):
            if cause != effect:
                finding = effect_of(graph, cause, effect, thorough=False)
                total = sum((p.sign for p in finding.paths), Sign.ZERO)
                decided = finding.stated.sign if finding.decided else total
                assert finding.direction is (None if finding.aim_only else decided)


letters = "abcdef"


@st.composite
def small_graphs(draw, signs=("+", "-", "0+", "?"), contexts=((), ("pond",))):
    """An acyclic graph over six letters, one statement or more a pair, some in the context of a pond."""
    pairs = draw(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12))
    statements = []
    for n, (a, b) in enumerate(pairs):
        if a < b:
            context, hedge = draw(st.sampled_from(contexts)), draw(st.sampled_from(Hedge))
            basis = draw(st.sampled_from(Basis))
            sign = draw(st.sampled_from(signs))
            statements.append(link(letters[a], sign, letters[b], id=f"s{n}", context=context, hedge=hedge, basis=basis))
    return content([*map(variable, letters), population("pond")], statements)


@given(small_graphs())
def test_an_empty_context_changes_nothing(made):
    graph = CausalGraph(made)
    for a, b in permutations(letters, 2):
        assert effect_of(graph, a, b) == effect_of(graph, a, b, Situation.of(graph, ()))


@given(small_graphs())
def test_a_narrower_context_never_widens_what_a_statement_of_it_fixes(made):
    graph = CausalGraph(made)
    for (a, b), links in graph.by_pair.items():
        said = [found for found in links if not (found.statement.unsigned or found.statement.aim)]
        inside = [found.sign for found in said if found.statement.context]
        if inside:
            found = effect_of(graph, a, b, Situation.of(graph, ["pond"]))
            assert found.aim_only or found.direction.directions <= combine(inside).directions


@given(small_graphs())
def test_a_path_is_no_surer_than_its_weakest_step(made):
    graph = CausalGraph(made)
    for a, b in permutations(letters, 2):
        for path in effect_of(graph, a, b).paths:
            assert path.hedge == max(edge.best.statement.hedge for edge in path.edges)
            assert path.basis == max(edge.best.statement.basis for edge in path.edges)


@given(small_graphs(), st.randoms())
def test_any_order_of_loading_gives_the_same_answers(made, order):
    concepts, statements = list(made.concepts), list(made.statements)
    order.shuffle(concepts)
    order.shuffle(statements)
    one, other = CausalGraph(made), CausalGraph(content(concepts, statements))
    for a, b in permutations(letters, 2):
        assert effect_of(one, a, b) == effect_of(other, a, b)


@given(small_graphs())
def test_what_is_exported_and_read_again_is_the_same_graph(made):
    graph = CausalGraph(made)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "graph.ttl"
        file.write_text(export.FORMATS["turtle"].write(graph, export.whole(graph)), encoding="utf-8")
        again = CausalGraph(rdf.read(EmbeddedStore([file]).query(EVERYTHING)))
    assert again.concepts == graph.concepts
    assert again.statements == graph.statements


@given(small_graphs(signs=("+", "-"), contexts=((),)), st.sampled_from(["attenuates", "gates"]))
def test_a_modifier_at_work_blunts_and_never_turns(made, effect):
    said = [s for s in made.statements if not s.aim]
    if not said:
        return
    target = said[0]
    low = state("low_m", "m", -1)
    changed = modifier("low_m", effect, f"{target.subject}-{target.object}")
    changed = type(changed)(**{f: getattr(changed, f) for f in changed.__slots__} | {"modifies": (target.id,)})
    graph = CausalGraph(content([*made.concepts, variable("m"), low], [*made.statements, changed]))
    plain = effect_of(graph, target.subject, target.object)
    blunted = effect_of(graph, target.subject, target.object, Situation.of(graph, ["low_m"]))
    if not plain.aim_only:
        assert 0 in blunted.direction.directions
        assert blunted.direction.directions <= plain.direction.directions | {0}


def test_inheritance_goes_down_only_where_a_statement_says_so():
    kinds = [variable("moss"), variable("green_moss", broader=("moss",)), variable("red_moss", broader=("moss",))]
    concepts = [*kinds, variable("shade"), variable("damp"), variable("light")]
    said = [
        link("moss", "+", "damp", inherits=True),
        link("moss", "+", "shade"),
        link("green_moss", "-", "light", inherits=True),
    ]
    graph = CausalGraph(content(concepts, said))
    assert effect_of(graph, "green_moss", "damp").direction is Sign.PLUS
    assert effect_of(graph, "green_moss", "shade").direction is None
    assert effect_of(graph, "red_moss", "light").direction is None
    assert [kind.cause for kind in effect_of(graph, "moss", "light").kinds] == ["green_moss"]


def test_what_is_said_of_the_kind_itself_beats_what_it_inherits():
    concepts = [variable("moss"), variable("green_moss", broader=("moss",)), variable("damp")]
    said = [link("moss", "+", "damp", inherits=True), link("green_moss", "-", "damp")]
    graph = CausalGraph(content(concepts, said))
    assert effect_of(graph, "green_moss", "damp").direction is Sign.MINUS


def random_steps(rng, nodes=7, edges=20):
    """A signed graph with loops, as adjacency of edges."""
    out = {str(n): {} for n in range(nodes)}
    for _ in range(edges):
        a, b = (str(n) for n in rng.sample(range(nodes), 2))
        s = link(a, rng.choice("+-"), b, hedge=rng.choice(list(Hedge)), basis=rng.choice(list(Basis)))
        out[a][b] = Edge(a, b, s.sign, (Link(a, b, s.sign, s),))
    return out


def turned(out):
    back = {node: {} for node in out}
    for a, edges in out.items():
        for b in edges:
            back[b][a] = True
    return back


@pytest.mark.parametrize("graphs", [100, pytest.param(3000, marks=pytest.mark.long)])
def test_search_finds_exactly_the_simple_paths_of_so_many_graphs(graphs):
    rng = random.Random(7)
    compared = 0
    for _ in range(graphs):
        out = random_steps(rng)
        digraph = nx.DiGraph([(a, b) for a, edges in out.items() for b in edges])
        digraph.add_nodes_from(out)
        cause, effect = rng.sample(sorted(out), 2)
        longest = rng.randint(1, 6)
        left = distances(turned(out), effect)
        found, complete = search(out, left, cause, effect, longest=longest)
        every = {tuple(p) for p in nx.all_simple_paths(digraph, cause, effect)}
        short = {p for p in every if len(p) - 1 <= longest}
        assert {p.nodes for p in found} == short
        assert len(found) == len(short)
        assert complete is (short == every)
        for path in found:
            product = Sign.PLUS
            for edge in path.edges:
                product = product * edge.sign
            assert path.sign is product
        together = paths_to(out, left, effect, longest=longest)
        if together is not None and cause in together:
            assert together[cause][0] == sorted(found, key=rank)
        compared += len(found)
    assert compared > graphs


def test_a_cut_list_says_so():
    out = random_steps(random.Random(1), nodes=9, edges=60)
    left = distances(turned(out), "0")
    found, complete = search(out, left, "1", "0", most=5)
    assert len(found) == 5
    assert not complete


def test_filters_leave_out_what_they_should(graph):
    everything = asked(graph, "menopause", "fracture_risk")
    through = asked(graph, "menopause", "fracture_risk", filters=Filters(through=("rankl",)))
    assert through.paths
    assert all("rankl" in path.nodes for path in through.paths)
    avoided = asked(graph, "menopause", "fracture_risk", filters=Filters(avoid=("estrogen",)))
    assert all("estrogen" not in path.nodes for path in avoided.paths)
    unbridged = asked(graph, "menopause", "fracture_risk", filters=Filters(bridges=False))
    assert 0 < len(unbridged.paths) < len(everything.paths)
    assert not any(path.bridges for path in unbridged.paths)
    assert not asked(graph, "menopause", "fracture_risk", sign=Sign.MINUS).paths


def test_every_kind_of_statement_is_there(graph):
    assert {s.kind for s in graph.statements.values()} == {*Kind} - {Kind.association}


def chained(length, *cuts):
    """A chain of so many concepts, and a short cut from and to each of these pairs of places."""
    names = [f"v{n:05}" for n in range(length)]
    statements = [link(a, "+", b) for a, b in pairwise(names)] + [link(names[a], "-", names[b]) for a, b in cuts]
    return names, CausalGraph(content(map(variable, names), statements))


@pytest.mark.long
@pytest.mark.parametrize("length", [1200, 5000])
def test_a_long_chain_with_a_short_cut_is_followed_to_its_end(length):
    names, graph = chained(length, (3, length - 4))
    finding = effect_of(graph, names[0], names[-1])
    assert finding.direction is Sign.UNKNOWN, "the way along the chain, too long to be looked at, has the other sign"
    assert not finding.complete
    assert [len(path.edges) for path in finding.paths] == [7]
    assert effect_of(graph, names[0], names[8]).direction is Sign.PLUS
    assert effect_of(graph, names[0], names[length // 2]).paths == ()
    view = View.of(graph)
    whole, complete = search(view.out, view.distances(names[-1]), names[0], names[-1], longest=length)
    assert complete
    assert sorted(len(path.edges) for path in whole) == [7, length - 1]
    together = paths_to(view.out, view.distances(names[-1]), names[-1])
    assert len(together) == length - 1
    assert not feedback(graph)


@pytest.mark.long
def test_what_lies_on_a_long_chain_is_all_looked_at():
    names, graph = chained(1200, (3, 1196))
    downstream = {r.concept for r in effects(graph, names[0])}
    assert downstream == {*names[1:17], *names[1196:]}
    assert {r.concept for r in causes(graph, names[-1])} == {*names[:4], *names[-17:-1]}
    assert shared(graph, names[2], names[3])[1]
    assert scenario(graph, {names[0]: 1}, outcomes=[names[9]]).outcomes[0].direction is Sign.PLUS


@pytest.mark.long
def test_a_loop_along_a_long_chain_is_found():
    names, graph = chained(5000, (4999, 0))
    assert [len(loop.nodes) for loop in feedback(graph, names[7])] == [5000]
    assert effect_of(graph, names[0], names[2]).loops


def test_populations_within_populations_are_followed_however_deep():
    deep = [population(f"p{n}", broader=(f"p{n + 1}",)) for n in range(3000)]
    graph = CausalGraph(content([*deep, population("p3000", implies=("a",)), variable("a"), variable("b")], []))
    assert graph.implied_by("p0") == ("a",)


def test_a_view_clear_of_a_variable_is_as_if_it_were_made_so(graph):
    for avoid in ("rankl", "estrogen", "bone_loss"):
        for filters in (Filters(avoid=(avoid,)), Filters(around=frozenset({avoid}))):
            view, made = View.of(graph, Situation(), filters), View(graph, Situation(), filters)
            assert (view.edges, view.elsewhere, view.aims) == (made.edges, made.elsewhere, made.aims)
