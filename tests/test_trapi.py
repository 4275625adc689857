"""What a Translator client is told is what the graph says: no sign turned, no "not" lost, nothing made surer."""

import json
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

try:
    from reasoner_pydantic import MetaKnowledgeGraph, Response
except ModuleNotFoundError:
    pytest.fail("the models of others are not installed; pip install -e '.[test]' installs them", pytrace=False)

from kg.causal import effects
from kg.importing.formats import blocks_of
from kg.importing.gather import gather
from kg.importing.options import Options
from kg.knowledge_base import KnowledgeBase
from kg.model import Kind, Sign, State, Variable
from kg.settings import Settings
from kg.trapi import Query, answered, biolink
from kg.trapi.catalogue import catalogue
from kg.trapi.edges import AIM, JOINT, MODIFIER, NO_EFFECT, QUOTED
from kg.vocabulary import curie
from kg.web import create_app

GARDEN = Path(__file__).parent / "garden"
CANONICAL = {"increased": Sign.PLUS, "decreased": Sign.MINUS}


@pytest.fixture(scope="module")
def garden():
    return KnowledgeBase(Settings(ontology=GARDEN))


@pytest.fixture(scope="module", params=["bone", "garden"])
def subject(request, knowledge, garden):
    """A graph, and a function that has the service over it answer a query graph."""
    base = knowledge if request.param == "bone" else garden
    client = create_app(base).test_client()

    def ask(graph, **more):
        sent = client.post("/trapi/query", json={"message": {"query_graph": graph}, **more})
        assert sent.status_code == 200, sent.json
        return sent.json

    ask.client = client
    return base.snapshot.graph, ask


@pytest.fixture(scope="module")
def ask(knowledge):
    client = create_app(knowledge).test_client()

    def ask(graph, status=200, **more):
        sent = client.post("/trapi/query", json={"message": {"query_graph": graph}, **more})
        assert sent.status_code == status, sent.json
        return sent.json

    return ask


def hop(subject=None, object=None, **edge):
    """A query graph of one hop from n0 to n1, of which either may have ids."""
    nodes = {"n0": {"ids": subject} if subject else {}, "n1": {"ids": object} if object else {}}
    return {"nodes": nodes, "edges": {"e0": {"subject": "n0", "object": "n1", **edge}}}


def path(subject, object, **more):
    nodes = {"n0": {"ids": [subject]}, "n1": {"ids": [object]}}
    return {"nodes": nodes, "paths": {"p0": {"subject": "n0", "object": "n1", **more}}}


def edges_of(reply):
    return reply["message"]["knowledge_graph"]["edges"]


def pairs_of(reply):
    bound = [r["node_bindings"] for r in reply["message"]["results"]]
    return {(b["n0"][0]["id"], b["n1"][0]["id"]) for b in bound}


def bound_edges(reply):
    """The edges that some result binds."""
    found = [e["id"] for r in reply["message"]["results"] for a in r["analyses"] for e in a["edge_bindings"]["e0"]]
    return {id: edges_of(reply)[id] for id in found}


def qualifiers_of(edge):
    return {q["qualifier_type_id"].removeprefix("biolink:"): q["qualifier_value"] for q in edge["qualifiers"]}


def attributes_of(edge):
    return {a["attribute_type_id"]: a["value"] for a in edge["attributes"]}


def everything(graph, ask, **edge):
    """All replies to a hop from each concept, each once."""
    ids = catalogue(graph).ids
    return [ask(hop(subject=[ids[c]], **edge)) for c in graph.concepts if c in {x for p in graph.by_pair for x in p}]


@pytest.fixture(scope="module")
def looked_up(subject):
    graph, ask = subject
    return graph, everything(graph, ask, predicates=["biolink:affects"])


@pytest.fixture(scope="module")
def by_mechanism(subject):
    graph, ask = subject
    return graph, everything(graph, ask, predicates=["biolink:affects"], knowledge_type="inferred")


# Signs


def test_the_direction_of_every_edge_is_the_sign_between_its_variables(looked_up):
    graph, replies = looked_up
    ids = catalogue(graph).ids
    seen = 0
    for reply in replies:
        for id, edge in bound_edges(reply).items():
            s = graph.statements[id]
            link = next(k for k in graph.links_of(s) if not k.inherited)
            assert (edge["subject"], edge["object"]) == (ids[link.cause], ids[link.effect])
            told = qualifiers_of(edge)
            assert CANONICAL.get(told.get("object_direction_qualifier")) is (link.sign if link.sign.definite else None)
            assert told.get("qualified_predicate") == ("biolink:causes" if link.sign.definite else None)
            assert not any(type.startswith("subject_") for type in told)
            seen += 1
    assert seen == sum(e.predicate == biolink.AFFECTS for e in catalogue(graph).edges.values())


def test_our_own_reader_of_such_messages_reads_the_same_signs_back(looked_up, tmp_path):
    graph, replies = looked_up
    said = catalogue(graph)
    expected, read = defaultdict(set), defaultdict(set)
    for edge in said.edges.values():
        if edge.predicate == biolink.AFFECTS:
            link = next(k for k in graph.links_of(edge.statement) if not k.inherited)
            expected[said.ids[link.cause], said.ids[link.effect]].add(link.sign)
    for reply in (r for r in replies if edges_of(r)):
        file = tmp_path / "message.json"
        file.write_text(json.dumps(reply), encoding="utf-8")
        for claim in gather(blocks_of(file, options=Options())).claims:
            read[claim.cause, claim.effect].add(claim.wording.sign)
    assert read == expected


def test_a_statement_about_a_low_level_is_turned_to_one_about_its_variable(ask, graph):
    turned = [
        s
        for s in graph.statements.values()
        if s.kind is Kind.causal and s.sign.definite and graph.concepts[s.subject].level < 0 and not s.aim
    ]
    assert len(turned) > 10
    ids = catalogue(graph).ids
    for s in turned:
        concept = graph.concepts[s.subject]
        edge = edges_of(ask(hop(subject=[ids[concept.variable]])))[s.id]
        worded = s.sign.times(graph.concepts[s.object].level)
        opposite = {Sign.PLUS: "decreased", Sign.MINUS: "increased"}[worded]
        assert qualifiers_of(edge)["object_direction_qualifier"] == opposite
        assert attributes_of(edge)["c:text"] == s.text


def test_dry_soil_that_holds_plants_back_is_moist_soil_that_helps_them(garden):
    asked = {"message": {"query_graph": hop(subject=["mbl:soil_moisture"])}}
    edge = create_app(garden).test_client().post("/trapi/query", json=asked).json["message"]["knowledge_graph"]
    assert qualifiers_of(edge["edges"]["GA3"])["object_direction_qualifier"] == "increased"


def test_what_is_inferred_has_the_direction_of_every_other_answer(by_mechanism):
    graph, replies = by_mechanism
    ids = catalogue(graph).ids
    directions = {
        (ids[cause], ids[r.concept]): r.finding.direction
        for cause in {pair[0] for pair in graph.by_pair}
        for r in effects(graph, cause)
    }
    seen = 0
    for reply in replies:
        for edge in bound_edges(reply).values():
            if attributes_of(edge).get("biolink:support_graphs"):
                told = CANONICAL[qualifiers_of(edge)["object_direction_qualifier"]]
                assert told is directions[edge["subject"], edge["object"]]
                seen += 1
    assert seen >= 1 if len(graph.by_pair) < 10 else seen > 500


def test_an_inferred_edge_rests_on_paths_that_come_to_its_sign(by_mechanism):
    _, replies = by_mechanism
    for reply in replies:
        held, groups = edges_of(reply), reply["message"]["auxiliary_graphs"]
        for edge in bound_edges(reply).values():
            attributes = attributes_of(edge)
            if attributes["biolink:knowledge_level"] != "prediction":
                continue
            assert attributes["biolink:agent_type"] == "computational_model"
            for group in attributes["biolink:support_graphs"]:
                steps = joined([held[id] for id in groups[group]["edges"]], edge["subject"], edge["object"])
                signs = {sign for step in steps for sign in signs_of(step)}
                assert signs <= {Sign.PLUS, Sign.MINUS}
                net = Sign.PLUS
                for step in steps:
                    (sign,) = signs_of(step)
                    net = net * sign
                assert net is CANONICAL[qualifiers_of(edge)["object_direction_qualifier"]]


def signs_of(step):
    """The definite signs of the parallel edges of a step."""
    return {CANONICAL[told] for e in step if (told := qualifiers_of(e).get("object_direction_qualifier"))}


def joined(edges, start, end):
    """The steps of a path from start to end, each with its parallel edges; none may be left over."""
    by_start = defaultdict(list)
    for edge in edges:
        by_start[edge["subject"]].append(edge)
    steps, at = [], start
    while at != end:
        step = by_start.pop(at)
        (at,) = {edge["object"] for edge in step}
        steps.append(step)
    assert not by_start
    return steps


def test_nothing_of_a_class_or_a_mechanism_is_told_unless_it_is_asked_for(looked_up):
    _, replies = looked_up
    for reply in replies:
        assert reply["message"]["auxiliary_graphs"] == {}
        levels = {attributes_of(edge)["biolink:knowledge_level"] for edge in edges_of(reply).values()}
        assert levels <= {"knowledge_assertion"}


# What cannot be said


def test_no_finding_of_no_effect_no_aim_and_no_joint_claim_is_an_edge(subject):
    graph, _ = subject
    said = catalogue(graph)
    for s in graph.statements.values():
        if s.kind is Kind.causal:
            expected = NO_EFFECT if s.sign is Sign.ZERO else AIM if s.aim else JOINT if s.joint else None
            assert said.unsaid.get(s.id) == expected
        elif s.modifies:
            assert said.unsaid[s.id] == MODIFIER
        elif s.kind is Kind.reported:
            assert said.unsaid[s.id] == QUOTED
    assert not said.unsaid.keys() & said.edges.keys()
    assert said.unsaid.keys() | said.edges.keys() == graph.statements.keys()


def test_mixed_findings_are_related_and_no_effect(subject):
    graph, ask = subject
    ids = catalogue(graph).ids
    weak = [
        s for s in graph.statements.values() if s.kind is Kind.causal and s.sign in (Sign.WEAK_PLUS, Sign.WEAK_MINUS)
    ]
    assert weak
    for s in weak:
        edge = edges_of(ask(hop(subject=[ids[graph.variable_of(s.subject)]])))[s.id]
        assert edge["predicate"] == "biolink:related_to"
        assert "object_direction_qualifier" not in qualifiers_of(edge)


def test_what_was_left_out_is_counted_in_the_reply(ask, graph):
    said = catalogue(graph)
    reply = ask(hop(subject=[said.ids["jumping"]]))
    told = [log["message"] for log in reply["logs"] if log["code"] == "NotSaid"]
    about = {s.id for s in graph.by_concept["jumping"] if "jumping" in (s.subject, s.object)}
    reasons = Counter(said.unsaid[id] for id in about if id in said.unsaid)
    assert len(told) == len(reasons) > 0
    for reason, count in reasons.items():
        assert any(reason in text and text.endswith(f": {count}") for text in told)


def test_context_hedge_and_modifiers_are_attributes_and_are_counted(ask, graph):
    said = catalogue(graph)
    for s in (s for s in graph.statements.values() if s.id in said.edges and s.kind is Kind.causal):
        told = {k: v for k, v in attributes_of(edges_of(ask(hop([said.ids[said.edges[s.id].subject]])))[s.id]).items()}
        assert told["c:hedge"] == s.hedge.name
        assert told["c:basis"] == s.basis.name
        assert told.get("c:context", []) == [curie(graph.concepts[c].iri) for c in s.context]
        assert len(told.get("c:modifiedBy", [])) == len(graph.modifiers.get(s.id, ()))


def test_the_source_is_told_and_its_words_where_they_are_at_hand(ask, graph):
    query = hop(subject=["CHEBI:50114"])
    told = attributes_of(edges_of(ask(query))["S106a"])
    assert told["biolink:publications"] == ["mbl:article"]
    assert told["biolink:has_evidence"] == ["ECO:0000303"]
    assert "biolink:supporting_text" not in told
    text = "".join(chr(0x100 + n % 5000) for n in range(40_000))
    at_hand = answered(graph, {"article": text}, Query.model_validate({"message": {"query_graph": query}}))
    edges = at_hand.message["knowledge_graph"]["edges"]
    for id, edge in edges.items():
        passage = graph.statements[id].passage
        assert attributes_of(edge)["biolink:supporting_text"] == text[passage.start : passage.end]


# What is meant by a query


def test_a_public_id_and_ours_ask_for_the_same(ask):
    one, other = ask(hop(subject=["CHEBI:50114"])), ask(hop(subject=["mbl:estrogen"]))
    assert edges_of(one) == edges_of(other) != {}
    assert "query_id" not in one["message"]["results"][0]["node_bindings"]["n0"][0]
    assert other["message"]["results"][0]["node_bindings"]["n0"][0]["query_id"] == "mbl:estrogen"


def test_an_id_that_is_only_close_is_told_to_be(ask):
    reply = ask(hop(object=["HP:0002659"]))
    assert {log["code"] for log in reply["logs"]} >= {"CloseMatch"}
    assert {b["n1"][0]["query_id"] for b in (r["node_bindings"] for r in reply["message"]["results"])} == {"HP:0002659"}


def test_a_low_level_is_sent_to_its_variable_and_not_bound(ask, graph):
    low = [c for c in graph.concepts.values() if isinstance(c, State) and c.level < 0]
    assert low
    for concept in low:
        reply = ask(hop(subject=[curie(concept.iri)]))
        assert reply["message"]["results"] == []
        (told,) = [log for log in reply["logs"] if log["code"] == "LowLevel"]
        assert catalogue(graph).ids[concept.variable] in told["message"]


def test_an_id_that_names_nothing_is_told_and_gives_no_result(ask):
    reply = ask(hop(subject=["CHEBI:0", "nonsense", "CHEBI:50114"]))
    assert [log["message"].split()[0] for log in reply["logs"] if log["code"] == "UnknownId"] == ["CHEBI:0", "nonsense"]
    assert pairs_of(reply) == pairs_of(ask(hop(subject=["CHEBI:50114"])))
    assert ask(hop(subject=["nonsense"]))["message"]["results"] == []


def test_related_to_asks_for_every_edge_and_so_does_no_predicate(ask):
    everything = edges_of(ask(hop(subject=["CHEBI:50114"])))
    assert edges_of(ask(hop(subject=["CHEBI:50114"], predicates=["biolink:related_to"]))) == everything
    assert {e["predicate"] for e in everything.values()} >= {"biolink:affects"}


def test_an_edge_found_from_one_end_is_found_from_the_other_and_from_both(subject):
    graph, ask = subject
    ids = catalogue(graph).ids
    for edge in [*catalogue(graph).edges.values()][::9]:
        ends = [ids[edge.subject]], [ids[edge.object]]
        for query in (hop(ends[0], None), hop(None, ends[1]), hop(*ends)):
            query["edges"]["e0"]["predicates"] = [edge.predicate]
            assert edge.id in bound_edges(ask(query))


def test_an_inverse_predicate_asks_the_other_way_round(ask):
    forward = ask(hop(subject=["CHEBI:50114"], predicates=["biolink:affects"]))
    backward = ask(hop(object=["CHEBI:50114"], predicates=["biolink:affected_by"]))
    assert edges_of(forward) == edges_of(backward)
    assert pairs_of(forward) == {(b, a) for a, b in pairs_of(backward)}
    assert pairs_of(ask(hop(object=["CHEBI:50114"], predicates=["biolink:affects"]))) != pairs_of(backward)


def test_what_is_inferred_is_inferred_from_either_end(ask):
    forward = ask(hop(subject=["CHEBI:50114"], predicates=["biolink:affects"], knowledge_type="inferred"))
    backward = ask(hop(object=["CHEBI:50114"], predicates=["biolink:affected_by"], knowledge_type="inferred"))
    assert edges_of(forward) == edges_of(backward)
    assert len(pairs_of(forward)) > len(pairs_of(ask(hop(subject=["CHEBI:50114"], predicates=["biolink:affects"]))))
    for pair in [*pairs_of(forward)][::5]:
        ends = ([pair[0]], [pair[1]])
        both = ask(hop(*ends, predicates=["biolink:affects"], knowledge_type="inferred"))
        assert edges_of(both).items() <= edges_of(forward).items()
        assert pairs_of(both) == {pair}


def test_categories_keep_those_below_them_and_no_others(ask, graph):
    said = catalogue(graph)
    by_id = {id: concept for concept, id in said.ids.items()}
    whole = pairs_of(ask(hop(subject=["CHEBI:50114"])))
    for category in {above for c in said.categories.values() for above in biolink.above(c)}:
        query = hop(subject=["CHEBI:50114"])
        query["nodes"]["n1"]["categories"] = [category]
        kept = {(a, b) for a, b in whole if category in biolink.above(said.categories[by_id[b]])}
        assert pairs_of(ask(query)) == kept, category


def constraint(*values):
    return {"qualifier_set": [{"qualifier_type_id": f"biolink:{t}", "qualifier_value": v} for t, v in values]}


def test_qualifier_constraints_divide_the_directions(ask):
    raised, lowered = (
        edges_of(ask(hop(["CHEBI:50114"], qualifier_constraints=[constraint(("object_direction_qualifier", way))])))
        for way in ("increased", "decreased")
    )
    assert raised
    assert lowered
    assert {qualifiers_of(e)["object_direction_qualifier"] for e in raised.values()} == {"increased"}
    assert {qualifiers_of(e)["object_direction_qualifier"] for e in lowered.values()} == {"decreased"}
    either = [constraint(("object_direction_qualifier", way)) for way in ("increased", "decreased")]
    assert edges_of(ask(hop(["CHEBI:50114"], qualifier_constraints=either))) == raised | lowered


def test_a_constraint_from_the_other_end_constrains_the_same_edges(ask):
    forward = ask(hop(["CHEBI:50114"], qualifier_constraints=[constraint(("object_direction_qualifier", "decreased"))]))
    turned = [constraint(("subject_direction_qualifier", "decreased"))]
    backward = ask(hop(None, ["CHEBI:50114"], predicates=["biolink:affected_by"], qualifier_constraints=turned))
    affects = {id for id, e in edges_of(forward).items() if e["predicate"] == "biolink:affects"}
    assert affects == edges_of(backward).keys() != set()


def test_a_wider_value_and_a_wider_predicate_are_met_by_those_below(ask):
    wider = constraint(
        ("object_aspect_qualifier", "activity_or_abundance"), ("qualified_predicate", "biolink:contributes_to")
    )
    kept = edges_of(ask(hop(["CHEBI:50114"], qualifier_constraints=[wider])))
    assert {qualifiers_of(e)["object_aspect_qualifier"] for e in kept.values()} <= {"activity", "abundance"}
    assert kept


# Paths


def test_a_path_leads_from_one_end_to_the_other_by_edges_of_the_graph(subject):
    graph, ask = subject
    ids = catalogue(graph).ids
    seen = 0
    for cause, effect in [*graph.by_pair][::12]:
        reply = ask(path(ids[cause], ids[effect], predicates=["biolink:affects"]))
        for result in reply["message"]["results"]:
            for analysis in result["analyses"]:
                (bound,) = analysis["path_bindings"]["p0"]
                group = reply["message"]["auxiliary_graphs"][bound["id"]]
                steps = joined([edges_of(reply)[id] for id in group["edges"]], ids[cause], ids[effect])
                met = [step[0]["subject"] for step in steps]
                assert len({*met}) == len(met)
                seen += 1
    assert seen


def test_a_path_may_be_asked_for_by_what_it_meets(ask, graph):
    said = catalogue(graph)
    by_id = {id: concept for concept, id in said.ids.items()}
    free = ask(path("CHEBI:50114", "mbl:bmd", predicates=["biolink:affects"]))
    wanted = [{"intermediate_categories": ["biolink:Protein"]}]
    kept = ask(path("CHEBI:50114", "mbl:bmd", predicates=["biolink:affects"], constraints=wanted))

    def through(reply):
        groups = reply["message"]["auxiliary_graphs"]
        bound = [a["path_bindings"]["p0"][0]["id"] for r in reply["message"]["results"] for a in r["analyses"]]
        return [frozenset(groups[id]["edges"]) for id in bound]

    def meets(ids):
        inner = {edges_of(free)[id]["object"] for id in ids} - {said.ids["bmd"]}
        return any("biolink:Protein" in biolink.above(said.categories[by_id[id]]) for id in inner)

    assert {*through(kept)} == {ids for ids in through(free) if meets(ids)}
    assert 0 < len(through(kept)) < len(through(free))


def test_related_ends_have_paths_whichever_comes_first(ask):
    one, other = (ask(path(*ends)) for ends in (("CHEBI:50114", "mbl:bmd"), ("mbl:bmd", "CHEBI:50114")))
    count = [len(r["message"]["results"][0]["analyses"]) for r in (one, other)]
    assert count[0] == count[1] > 1
    assert ask(path("mbl:bmd", "CHEBI:50114", predicates=["biolink:affects"]))["message"]["results"] == []


# The form


def test_every_reply_keeps_to_the_models_of_others(looked_up, by_mechanism):
    for _, replies in (looked_up, by_mechanism):
        for reply in replies:
            Response.model_validate(reply)
            held, nodes = edges_of(reply), reply["message"]["knowledge_graph"]["nodes"]
            for edge in held.values():
                assert {edge["subject"], edge["object"]} <= nodes.keys()
                assert Counter(a["attribute_type_id"] for a in edge["attributes"])["biolink:agent_type"] == 1
                assert [s["resource_role"] for s in edge["sources"]] == ["primary_knowledge_source"]
            for node in nodes.values():
                flags = {flag for c in node["categories"] for flag in biolink.terms()[c].flags}
                assert not flags
            assert {
                id for group in reply["message"]["auxiliary_graphs"].values() for id in group["edges"]
            } <= held.keys()
    Response.model_validate(looked_up[1][0] | {"logs": []})


def test_a_reply_of_paths_keeps_to_the_models_of_others(ask):
    wanted = [{"intermediate_categories": ["biolink:BiologicalEntity"]}]  # left out, their model misses it
    reply = ask(path("CHEBI:50114", "mbl:bmd", constraints=wanted))
    Response.model_validate(reply)
    assert len(reply["message"]["results"][0]["analyses"]) > 1
    assert (reply["status"], reply["schema_version"]) == ("Success", "1.6.0")


def test_the_meta_graph_has_what_replies_have_and_nothing_is_asked_in_vain(subject, looked_up, by_mechanism):
    graph, ask = subject
    meta = ask.client.get("/trapi/meta_knowledge_graph").json
    MetaKnowledgeGraph.model_validate(meta)
    held = {(e["subject"], e["predicate"], e["object"]): e for e in meta["edges"]}
    categories = {id: catalogue(graph).categories[c] for c, id in catalogue(graph).ids.items()}
    for kind, (_, replies) in (("lookup", looked_up), ("inferred", by_mechanism)):
        for edge in (e for reply in replies for e in edges_of(reply).values()):
            told = held[categories[edge["subject"]], edge["predicate"], categories[edge["object"]]]
            assert kind in told["knowledge_types"] or not attributes_of(edge).get("biolink:support_graphs")
            allowed = {q["qualifier_type_id"]: q["applicable_values"] for q in told["qualifiers"]}
            assert all(q["qualifier_value"] in allowed[q["qualifier_type_id"]] for q in edge["qualifiers"])
            for end in ("subject", "object"):
                assert edge[end].partition(":")[0] in meta["nodes"][categories[edge[end]]]["id_prefixes"]
    direct = {(categories[catalogue(graph).ids[e.subject]], e.predicate) for e in catalogue(graph).edges.values()}
    assert direct <= {(s, p) for s, p, _ in held}


def test_the_openapi_document_says_what_registries_read(ask, client):
    info = client.get("/openapi.json").json["info"]
    assert info["x-trapi"]["version"] == "1.6.0"
    assert info["x-trapi"]["pathfinderquery"] is True
    assert info["x-translator"]["infores"] == "infores:causeway"


def test_every_mapped_kind_and_relation_is_in_the_model(graph):
    named = [curie(m.iri) for k in graph.kinds.values() for m in k.mappings]
    assert all(biolink.known(name, "category") for name in named if name.startswith("biolink:"))
    named = [curie(m.iri) for r in graph.relations.values() for m in r.mappings]
    assert all(biolink.known(name, "predicate") for name in named if name.startswith("biolink:"))
    assert all(any(curie(m.iri).startswith("biolink:") for m in k.mappings) for k in graph.kinds.values())


@given(st.sampled_from(sorted(biolink.terms())))
def test_all_of_the_model_is_below_its_roots_and_inverses_come_back(name):
    term = biolink.terms()[name]
    assert all(parent in biolink.terms() for parent in term.parents)
    if term.sort == "predicate":
        assert biolink.RELATED in biolink.above(name)
        other = biolink.inverse(name)
        assert other is None or biolink.inverse(other) == name


# Errors


@pytest.mark.parametrize(
    ("graph", "status"),
    [
        ({"nodes": {}}, 501),
        ({"nodes": {"a": {}, "b": {}}, "edges": {"e": {"subject": "a", "object": "b"}}}, 501),
        ({"nodes": {"a": {"ids": ["x"]}}, "edges": {"e": {"subject": "a", "object": "b"}}}, 400),
        ({"nodes": {"a": {"ids": ["x"]}}, "edges": {"e": {"subject": "a", "object": "a"}}}, 400),
        (hop(["mbl:bmd"], ["mbl:bmd"]) | {"paths": path("x", "y")["paths"]}, 400),
        ({"nodes": {"n0": {"ids": ["x"]}, "n1": {}}, "paths": path("x", "y")["paths"]}, 400),
        ({"nodes": {"a": {"ids": []}, "b": {}}, "edges": {"e": {"subject": "a", "object": "b"}}}, 422),
        ({"nodes": {"a": {"ids": ["x"]}, "b": {}}, "edges": {"e": {"subject": "a"}}}, 422),
        (hop(["x"], predicates=["affects"]), 422),
        (hop(["x"], knowledge_type="guess"), 422),
        (hop([f"CHEBI:{n}" for n in range(101)]), 413),
        ({"nodes": {"n0": {"ids": ["x"], "set_interpretation": "ALL"}, "n1": {}}, "edges": hop()["edges"]}, 501),
    ],
)
def test_a_query_that_cannot_be_answered_says_why(ask, graph, status):
    told = ask(graph, status)
    assert told["status"] == status
    assert told["detail"]


def test_two_hops_are_not_answered_by_one(ask):
    query = hop(["mbl:bmd"])
    query["nodes"]["n2"], query["edges"]["e1"] = {}, {"subject": "n1", "object": "n2"}
    assert "2 edges" in ask(query, 501)["detail"]


def test_a_constraint_on_attributes_is_refused_by_name(ask):
    asked = [{"id": "biolink:p_value", "name": "p-value", "operator": "<", "value": 0.05}]
    reply = ask(hop(["mbl:bmd"], attribute_constraints=asked))
    assert (reply["status"], reply["message"]["results"]) == ("UnsupportedConstraint", [])
    assert [log["level"] for log in reply["logs"]] == ["ERROR"]
    assert "p-value" in reply["logs"][0]["message"]


def test_what_is_not_known_is_warned_of_and_the_level_asked_for_is_kept(ask):
    query = hop(["mbl:bmd"], predicates=["biolink:glorps", "biolink:affects"], colour="blue")
    query["nodes"]["n1"]["categories"] = ["biolink:Planet", "biolink:NamedThing"]
    codes = [log["code"] for log in ask(query, log_level="WARNING")["logs"]]
    assert sorted(codes) == ["UnknownCategory", "UnknownField", "UnknownPredicate"]
    assert ask(query, log_level="ERROR")["logs"] == []
    assert len(ask(query)["logs"]) > 3


def test_pages_of_other_sites_may_ask(client):
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    assert client.options("/trapi/query", headers=asked).headers["Access-Control-Allow-Origin"] == "*"


def test_a_variable_is_told_by_a_public_id_only_where_that_is_its_own(graph):
    said = catalogue(graph)
    assert said.ids["estrogen"] == "CHEBI:50114"
    assert len({*said.ids.values()}) == len(said.ids)
    assert any(isinstance(c, Variable) and said.ids[c.id].startswith("mbl:") for c in graph.concepts.values())
