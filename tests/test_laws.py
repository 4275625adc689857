"""Laws over every pair and every context of the real graph, and over graphs with several sources and with loops."""

import random
import re
from dataclasses import replace
from itertools import pairwise, permutations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.answer import Citations, explain
from kg.causal import (
    CausalGraph,
    ContradictoryContext,
    Filters,
    Situation,
    Standing,
    View,
    effect_of,
    feedback,
    scenario,
)
from kg.model import Content, Document, Effect, Hedge, Kind, Passage, Population, Sign, State, Variable
from tests.made import BASE, content, link, modifier, population, state, variable


def contexts(graph):
    """Every population and every level of a variable, alone."""
    return [(c.id,) for c in graph.concepts.values() if isinstance(c, Population | State)]


def connected(view):
    return [(c, e) for e in sorted(view.out) for c in sorted(view.distances(e)) if c != e]


def between(view, cause, effect):
    """The pairs of variables on some way from cause to effect, the two themselves among them."""
    down = {cause, *nx.descendants(view, cause)} if cause in view else {cause}
    up = {effect, *nx.ancestors(view, effect)} if effect in view else {effect}
    return [(a, b) for a, b in view.edges(down) if b in up] + [(cause, effect)]


def test_a_context_never_strengthens(graph):
    """No direction is lost in a context, unless a statement of it narrows the pair or is ruled out on the way."""
    open_view = View.of(graph)
    digraph = nx.DiGraph(list(graph.by_pair))
    plain = {pair: effect_of(graph, *pair, thorough=False).direction for pair in connected(open_view)}
    on_the_way = {pair: set(between(digraph, *pair)) for pair in plain}
    held = 0
    for context in contexts(graph):
        situation = Situation.of(graph, context)
        narrowed = {
            pair
            for pair, links in graph.by_pair.items()
            if any(k.statement.context and situation.inside(k.statement.context, graph) is not None for k in links)
        }
        for pair, before in plain.items():
            if before and not narrowed & on_the_way[pair]:
                after = effect_of(graph, *pair, situation, thorough=False).direction
                assert after is not None, (pair, context)
                assert after.directions >= before.directions, (pair, context)
                held += 1
    assert held > 10_000


@pytest.mark.parametrize(
    "context", ["estrogen_deficiency", "people_with_osteoporosis", "vitamin_d_inadequacy", "women_50plus", "menopause"]
)
def test_trials_after_menopause_count_where_that_is_not_ruled_out(graph, context):
    finding = effect_of(graph, "jumping", "bmd", Situation.of(graph, [context]))
    assert finding.direction is Sign.WEAK_PLUS


def covered(graph, m, target):
    """The pairs that a modifier acts on: the effect it points at, from the cause, its classes and its kinds."""
    digraph = nx.DiGraph((child, parent) for parent, children in graph.hierarchy.children.items() for child in children)
    cause, effect = (graph.concepts[id].variable for id in (target.subject, target.object))
    near = {cause}
    if cause in digraph:
        near |= nx.descendants(digraph, cause) | nx.ancestors(digraph, cause)
    return {(c, effect) for c in near}


def test_a_modifier_acts_on_the_effect_and_not_on_one_sentence(graph):
    """Where something that weakens an effect is at work on every route, nothing remains possible."""
    weakening = [m for m in graph.statements.values() if m.effect in (Effect.attenuates, Effect.gates)]
    covers = {
        (m.id, pair)
        for m in weakening
        if not m.keeps_direction
        for target in m.modifies
        for pair in covered(graph, m, graph.statements[target])
    }
    kept = {
        (m.subject, pair)
        for m in weakening
        if m.keeps_direction
        for target in m.modifies
        for pair in covered(graph, m, graph.statements[target])
    }
    seen = 0
    for context in contexts(graph):
        situation = Situation.of(graph, context)
        view = View.of(graph, situation)
        at_work = {
            pair
            for id, pair in covers
            if view.state_of(graph.statements[id]).active
            and situation.inside(graph.statements[id].context, graph) is not False
            and (graph.statements[id].subject, pair) not in kept
        }
        for pair in connected(view):
            finding = effect_of(graph, *pair, situation)
            edges = [[pair]] if finding.decided else [[(e.cause, e.effect) for e in p.edges] for p in finding.paths]
            if edges and finding.direction and all(at_work & set(route) for route in edges):
                assert 0 in finding.direction.directions, (pair, context)
                seen += 1
            first = explain(graph, finding, Citations(graph)).sentences[0]
            if finding.known and any(at_work & set(route) for route in edges) and "range" not in first:
                assert "weaken" in first or "back here" in first, (pair, context, first)
    assert seen > 100


def test_the_statements_that_slipped_past_are_weakened(graph):
    view = View.of(graph, Situation.of(graph, ["estrogen_deficiency"]))
    for id in ("S122d", "S027f", "S064c", "S052a"):
        s = graph.statements[id]
        pair = tuple(graph.concepts[c].variable for c in (s.subject, s.object))
        assert view.edges[pair].blunted, id


def test_what_is_set_is_cut_off_from_its_causes(graph):
    variables = [c.id for c in graph.concepts.values() if isinstance(c, Variable)]
    for held in variables:
        view = View.of(graph, Situation.of(graph, set={held: 1}))
        assert not any(effect == held for _, effect in view.edges)
        for cause in ("menopause", "aging", "exercise"):
            for effect in ("fracture_risk", "bmd", "rankl"):
                paths = view.paths(cause, effect)[0] if cause in view.out and effect in view.out else []
                assert not any(held in path.nodes[1:] for path in paths)


def test_menopause_with_estrogen_held_high_does_nothing_through_it(graph):
    situation = Situation.of(graph, set={"estrogen": 1, "menopause": 1})
    assert effect_of(graph, "menopause", "rankl", situation).direction is None
    assert effect_of(graph, "menopause", "rankl").direction is Sign.PLUS


def test_what_is_set_wins_over_the_context_and_is_set_once(graph):
    for c in graph.concepts.values():
        if isinstance(c, State):
            situation = Situation.of(graph, [c.id], {c.of_variable: -c.at_level})
            assert c.id not in situation.holds
            assert not situation.levels or c.of_variable not in dict(situation.levels)
    twice = scenario(graph, {"estrogen": 1, "estrogen_deficiency": -1}, outcomes=["bmd"])
    assert [f.cause for f in twice.outcomes[0].findings] == ["estrogen"]
    with pytest.raises(ContradictoryContext, match="estrogen and estrogen_deficiency set estrogen both high and low"):
        scenario(graph, {"estrogen": 1, "estrogen_deficiency": 1})


@pytest.mark.parametrize(
    ("sign", "never"), [("0", r"raise|lower|may "), ("0+", r"lowers|raises "), ("0-", r"raises|lowers ")]
)
def test_zero_stays_zero(sign, never):
    graph = CausalGraph(content([variable("moss"), variable("damp")], [link("moss", sign, "damp")]))
    explanation = explain(graph, effect_of(graph, "moss", "damp"), Citations(graph))
    if sign == "0":
        assert explanation.sentences[0] == "No clear effect of moss on damp was found [1]."
        assert explanation.verdict.direction == "no_effect"
    assert not re.search(never, explanation.sentences[0])


def test_a_finding_of_no_effect_beside_another_is_told_as_one(graph):
    explanation = explain(graph, effect_of(graph, "high_impact_exercise", "bmd"), Citations(graph))
    assert "range from no clear effect to an increase" in explanation.sentences[0]


def test_aims_stop_where_they_stand(graph, knowledge):
    assert {"sermorelin", "ipamorelin", "gh_secretagogue"} <= graph.aim_only
    outcomes = [c.id for c in graph.concepts.values() if graph.is_outcome(c.id) and c.variable == c.id]
    for subject in sorted(graph.aim_only):
        name = graph.concepts[subject].label
        found = scenario(graph, {subject: 1}, outcomes=outcomes)
        assert all(o.direction is None for o in found.outcomes), subject
        for outcome in outcomes:
            assert effect_of(graph, subject, outcome).direction is None
            answer = knowledge.ask(f"does {name} improve {graph.concepts[outcome].label}?")
            assert answer.verdict.answer != "yes"
            assert answer.verdict.direction not in ("increases", "decreases")


HARMS = ["can {} harm {}?", "does {} worsen {}?", "can {} damage {}?", "could {} be bad for {}?"]


@pytest.mark.parametrize("form", HARMS)
def test_a_benefit_that_is_worked_out_denies_no_harm(graph, knowledge, form):
    asked = 0
    for c in graph.concepts.values():
        for e in graph.concepts.values():
            if graph.is_intervention(c.id) and graph.is_signed(c.id) and graph.is_outcome(e.id) and e.variable == e.id:
                verdict = knowledge.ask(form.format(c.label, e.label)).verdict
                assert verdict.answer != "no" or verdict.basis in ("stated", "by_definition"), (c.id, e.id)
                asked += 1
    assert asked > 300


# Several sources


def document(id):
    return Document(id=id, iri=BASE + id, title=f"About {id}", file_name=f"{id}.txt", sha256="0" * 64, length=500)


def said_by(source, statement, at=0):
    passage = Passage(document=source, section="", line=1, start=at, end=at + 5, sha256="1" * 64)
    return replace(statement, passage=passage, id=f"{source}-{statement.id}", iri=f"{BASE}{source}-{statement.id}")


def of_two(first, second, concepts=None):
    names = sorted({n for s in (*first, *second) for n in (s.subject, s.object)})
    said = [said_by("one", s) for s in first] + [said_by("two", s) for s in second]
    documents = (document("one"), document("two"))
    return CausalGraph(replace(content(concepts or map(variable, names), said), documents=documents))


OPPOSITE = {"+": "-", "-": "+"}


def test_a_second_source_removes_no_line_of_evidence(graph):
    """For every stated effect of the real graph, told the other way by a second source, and told the same way."""
    second = document("second")
    with_second = graph.changed(Content(documents=(second,)), Content())
    asked = [
        s for s in graph.statements.values() if s.kind is Kind.causal and s.worded_sign in OPPOSITE and not s.bridge
    ]
    for s in asked:
        if graph.concepts[s.subject].variable == graph.concepts[s.object].variable:
            continue
        before = effect_of(graph, s.subject, s.object)
        passage = Passage(document="second", section="", line=1, start=0, end=5, sha256="1" * 64)
        for sign in (OPPOSITE[s.worded_sign], s.worded_sign):
            hedge = min(s.hedge, Hedge.possible)
            new = link(s.subject, sign, s.object, id="X1", passage=passage, hedge=hedge, inherits=s.inherits)
            after = with_second.changed(Content(statements=(new,)), Content())
            finding = effect_of(after, s.subject, s.object)
            cited = {c.statement for c in _cited(after, finding)}
            assert "X1" in cited
            if s.aim or before.aim_only:
                continue
            assert {c.statement for c in _cited(graph, before)} <= cited, s.id
            if sign != s.worded_sign or not before.direction.definite:
                assert finding.standing is Standing.sources_disagree, s.id
                assert finding.direction.directions >= before.direction.directions
            elif before.decided and before.stated.lines[0].ours is False:
                assert finding.standing is not Standing.sources_disagree, s.id


def _cited(graph, finding):
    citations = Citations(graph)
    explain(graph, finding, citations, limit=10_000)
    return citations.all()


def test_sources_that_agree_are_counted_and_repeats_are_not():
    graph = of_two([link("moss", "+", "damp", id="a"), link("moss", "+", "damp", id="b")], [link("moss", "+", "damp")])
    explanation = explain(graph, effect_of(graph, "moss", "damp"), Citations(graph))
    assert "two sources say so" in explanation.sentences[0]
    assert len(explanation.evidence) == 1
    assert (len(explanation.evidence[0].supporting), explanation.evidence[0].disputing) == (3, ())
    once = of_two([link("moss", "+", "damp", id="a"), link("moss", "+", "damp", id="b")], [link("fern", "+", "moss")])
    explanation = explain(once, effect_of(once, "moss", "damp"), Citations(once))
    assert "sources say so" not in explanation.text
    assert explanation.evidence == ()


def test_sources_that_disagree_are_both_told_with_what_divides_them():
    pond, bog = population("pond"), population("bog")
    first = [link("moss", "+", "damp", context=("pond",))]
    second = [link("moss", "-", "damp", context=("bog",))]
    graph = of_two(first, second, [*map(variable, ("moss", "damp")), pond, bog])
    explanation = explain(graph, effect_of(graph, "moss", "damp"), Citations(graph))
    assert (explanation.verdict.direction, explanation.verdict.basis) == ("mixed", "sources_disagree")
    assert "“About one” says" in explanation.text
    assert "“About two” says" in explanation.text
    assert "setting (pond against bog)" in explanation.text
    in_the_pond = effect_of(graph, "moss", "damp", Situation.of(graph, ["pond"]))
    assert in_the_pond.standing is Standing.sources_disagree  # a bog is not ruled out by a pond
    apart = CausalGraph(
        replace(graph.content, concepts=(*map(variable, ("moss", "damp")), replace(pond, excludes=("bog",)), bog))
    )
    assert effect_of(apart, "moss", "damp", Situation.of(apart, ["pond"])).direction is Sign.PLUS


def test_what_one_source_states_is_held_against_the_steps_of_another():
    graph = of_two([link("moss", "+", "damp")], [link("moss", "+", "shade"), link("shade", "-", "damp")])
    finding = effect_of(graph, "moss", "damp")
    assert finding.standing is Standing.sources_disagree
    explanation = explain(graph, finding, Citations(graph))
    (view,) = explanation.evidence
    assert [line.basis for line in (*view.supporting, *view.disputing)] == ["stated", "by_mechanism"]
    assert "gives steps by which moss lowers damp" in explanation.text
    alone = of_two([link("moss", "+", "damp"), link("moss", "+", "shade"), link("shade", "-", "damp")], [])
    assert effect_of(alone, "moss", "damp").standing is Standing.stated


def test_what_is_inherited_from_one_source_is_not_silenced_by_another_on_the_kind():
    concepts = [variable("moss"), variable("green_moss", broader=("moss",)), variable("damp")]
    graph = of_two([link("moss", "+", "damp", inherits=True)], [link("green_moss", "-", "damp")], concepts)
    finding = effect_of(graph, "green_moss", "damp")
    assert finding.standing is Standing.sources_disagree
    assert {c.source for c in finding.claims} == {"one", "two"}


signed_pairs = st.lists(
    st.tuples(st.sampled_from("abcde"), st.sampled_from(("+", "-", "0", "0+")), st.sampled_from("abcde")).filter(
        lambda t: t[0] != t[2]
    ),
    max_size=8,
    unique_by=lambda t: (t[0], t[2]),
)


@pytest.mark.long
@given(signed_pairs, signed_pairs, st.randoms())
@settings(deadline=None)
def test_neither_order_nor_name_of_the_sources_decides(first, second, order):
    first, second = ([link(*each, id="".join(each)) for each in some] for some in (first, second))
    one, other = (of_two(*pair, map(variable, "abcde")) for pair in ((first, second), (second, first)))
    statements = list(one.statements.values())
    order.shuffle(statements)
    again = CausalGraph(replace(one.content, statements=tuple(statements)))
    for a, b in permutations("abcde", 2):
        finding = effect_of(one, a, b)
        assert finding == effect_of(again, a, b)
        turned = effect_of(other, a, b)
        assert (finding.direction, finding.standing) == (turned.direction, turned.standing)
        alone = effect_of(CausalGraph(replace(one.content, statements=tuple(said_by("one", s) for s in first))), a, b)
        if alone.decided and finding.direction:
            assert finding.direction.directions >= alone.direction.directions


# Loops

THYROID = [  # hypothalamus, pituitary and thyroid: releasing hormone, TSH, thyroxine (any textbook of physiology)
    ("releasing_hormone", "+", "tsh"),
    ("tsh", "+", "thyroxine"),
    ("thyroxine", "-", "releasing_hormone"),
    ("thyroxine", "-", "tsh"),
    ("iodine_uptake", "+", "thyroxine"),
    ("thyroxine", "+", "bone_turnover_rate"),
]
P53 = [  # p53 and its inhibitor, with what damage does to the first (Lahav et al. 2004, Nature Genetics 36)
    ("p53", "+", "mdm2"),
    ("mdm2", "-", "p53"),
    ("damage", "+", "p53"),
    ("p53", "+", "arrest"),
    ("mdm2", "-", "mdm2"),
]


def looped(pairs):
    names = sorted({n for a, _, b in pairs for n in (a, b)})
    said = [said_by("one", link(*each), at=i) for i, each in enumerate(pairs)]
    return CausalGraph(replace(content(map(variable, names), said), documents=(document("one"),)))


@pytest.mark.parametrize(
    ("pairs", "start", "end"), [(THYROID, "iodine_uptake", "bone_turnover_rate"), (P53, "damage", "arrest")]
)
def test_a_real_pathway_with_loops_answers_with_the_first_response(pairs, start, end):
    graph = looped(pairs)
    finding = effect_of(graph, start, end)
    assert finding.direction is Sign.PLUS
    assert finding.loops
    explanation = explain(graph, finding, Citations(graph))
    assert "the later course is not settled" in explanation.text
    assert "balancing loop" in explanation.text
    assert any("first response" in caveat for caveat in explanation.caveats)


def test_a_thing_that_acts_on_itself_is_a_loop_and_no_effect():
    graph = looped(P53)
    finding = effect_of(graph, "p53", "p53")
    assert finding.direction is Sign.UNKNOWN
    text = explain(graph, finding, Citations(graph)).text
    assert "P53 → mdm2 → p53 is a balancing loop" in text
    assert [(loop.nodes, loop.polarity) for loop in feedback(graph, "mdm2")] == [
        (("mdm2",), "balancing"),
        (("mdm2", "p53"), "balancing"),
    ]


def looped_graph(rng, names="abcdef", edges=11):
    pairs = {}
    for _ in range(edges):
        a, b = rng.sample(names, 2)
        pairs[a, b] = rng.choice("+-")
    return CausalGraph(content(map(variable, names), [link(a, sign, b) for (a, b), sign in pairs.items()]))


@pytest.mark.long
def test_verdicts_over_loops_are_those_of_brute_force():
    rng, compared, cut = random.Random(11), 0, 0
    for _ in range(600):
        graph = looped_graph(rng, edges=rng.randint(4, 14))
        digraph = nx.DiGraph(list(graph.by_pair))
        for a, b in permutations("abcdef", 2):
            every = list(nx.all_simple_paths(digraph, a, b)) if a in digraph and b in digraph else []
            signs = set()
            for nodes in every:
                product = Sign.PLUS
                for pair in pairwise(nodes):
                    product = product * graph.by_pair[pair][0].sign
                signs.add(product)
            finding = effect_of(graph, a, b)
            if finding.decided:
                continue
            assert finding.direction is (sum(signs, Sign.ZERO) if signs else None)
            compared += bool(signs)
            short = effect_of(graph, a, b, filters=Filters(longest=2))
            if short.direction and short.direction.definite:
                assert signs == {short.direction}, "a verdict rests on no search that was cut"
                cut += not short.complete
    assert compared > 3000
    assert cut > 50


def test_a_modifier_that_the_context_rules_out_does_nothing():
    pond, bog = population("pond", excludes=("bog",)), population("bog")
    low = state("low_m", "m", -1)
    weakens = replace(modifier("low_m", "attenuates", "a-b"), context=("bog",))
    graph = CausalGraph(content([*map(variable, "abm"), low, pond, bog], [link("a", "+", "b"), weakens]))
    assert effect_of(graph, "a", "b", Situation.of(graph, ["low_m", "pond"])).direction is Sign.PLUS
    assert effect_of(graph, "a", "b", Situation.of(graph, ["low_m"])).direction is Sign.WEAK_PLUS
