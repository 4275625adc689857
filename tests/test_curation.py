"""What is proposed is checked like the shapes do, reviewed, decided once, kept, seen everywhere, and undone."""

import hashlib
import json
from collections import Counter

import pytest
import rdflib
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import curation, rdf, vocabulary
from kg.cli import main
from kg.curation import AlreadyDecided, Malformed, Setting
from kg.curation.rules.check import Check
from kg.curation.writing import UnknownChange, UnknownProposal, Violated
from kg.knowledge_base import KnowledgeBase
from kg.settings import Settings
from kg.web import create_app
from tests.conftest import TOKEN
from tests.test_ontology import POND

TEA = {"label": "green tea", "kind": "nutrient", "synonyms": ["matcha"]}
CLAIM = {"subject": "green tea", "object": "bone loss", "sign": "-", "text": "Green tea slows bone loss."}
BEARER = {"Authorization": f"Bearer {TOKEN}"}


def accepted(knowledge, kind, fields):
    proposal = knowledge.propose(kind, fields, by="ann")
    return knowledge.decide(proposal.id, "accept", by="bea", note="read it")


@pytest.fixture
def with_tea(curated):
    accepted(curated, "concept", TEA)
    accepted(curated, "statement", CLAIM)
    return curated


def test_an_accepted_statement_is_in_the_next_answer(with_tea):
    answer = with_tea.ask("does matcha slow bone loss?")
    assert (answer.verdict.answer, answer.citations[0].statement) == ("yes", "P3")
    assert answer.citations[0].title.startswith("Note by ann")
    assert answer.citations[0].passage == CLAIM["text"]


def test_another_process_sees_it_at_its_next_request(curated):
    other = KnowledgeBase(curated.settings)
    accepted(curated, "concept", TEA)
    accepted(curated, "statement", CLAIM)
    other.refresh()
    assert other.version == curated.version
    assert other.snapshot.graph.content == curated.snapshot.graph.content
    assert other.ask("does green tea slow bone loss?").verdict.answer == "yes"


def test_a_new_start_finds_the_same_graph(with_tea):
    again = KnowledgeBase(with_tea.settings)
    assert (again.version, again.state) == (with_tea.version, with_tea.state)
    assert again.snapshot.graph.content == with_tea.snapshot.graph.content
    assert again.proposals() == with_tea.proposals()
    assert again.history() == with_tea.history()


def test_a_proposal_tells_what_it_would_change_before_it_does(curated):
    accepted(curated, "concept", TEA)
    before = curated.version
    view = curated.propose("statement", CLAIM, by="ann")
    assert {(p.cause, p.effect, p.change, p.after) for p in view.changes} >= {
        ("green_tea", "bone_loss", "appears", "-"),
        ("green_tea", "bmd", "appears", "+"),
    }
    assert view.complete
    assert curated.version == before
    assert curated.ask("does green tea slow bone loss?").verdict.answer != "yes"


def test_a_proposal_is_decided_once(with_tea):
    with pytest.raises(AlreadyDecided, match="accepted by bea"):
        with_tea.decide(3, "reject", by="ann")
    with pytest.raises(UnknownProposal):
        with_tea.decide(99, "reject", by="ann")


def test_a_rejected_proposal_changes_nothing(curated):
    before = curated.version
    proposal = curated.propose("concept", TEA, by="ann")
    assert curated.decide(proposal.id, "reject", by="bea", note="no source").state == "rejected"
    assert curated.version == before
    assert [p.note for p in curated.proposals("rejected").proposals] == ["no source"]


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("retraction", {"statement": "S106a", "reason": "misread"}),
        ("synonym", {"concept": "estrogen", "name": "follicular hormone"}),
        ("quantity", {"statement": "S106a", "quantity": {"value": 3, "unit": "%", "bound": "upper"}}),
        ("limit", {"interventions": ["yoga"], "goal": "restored_bmd", "text": "Yoga alone does not restore density."}),
        (
            "modification",
            {
                "modifier": "inadequate_vitamin_d",
                "modifies": ["S106a"],
                "modification": "attenuates",
                "text": "Too little vitamin D may blunt that.",
            },
        ),
        ("concept", {"label": "low tea", "kind": "condition", "of_variable": "estrogen", "level": -1}),
    ],
)
def test_every_kind_is_undone_to_the_same_graph(curated, kind, fields):
    before = curated.snapshot.graph.content
    view = accepted(curated, kind, fields)
    assert curated.snapshot.graph.content != before
    undone = curated.revert(view.record, by="ann", why="after all not")
    assert curated.snapshot.graph.content == before
    curated.revert(undone.id, by="ann")
    assert curated.snapshot.graph.content == KnowledgeBase(curated.settings).snapshot.graph.content != before


def test_history_holds_who_when_why_and_the_difference(with_tea):
    entry = with_tea.history().entries[0]
    assert (entry.kind, entry.by, entry.why, entry.proposal) == ("accepted", "bea", "read it", 3)
    assert "mbl:P3 a c:CausalStatement" in entry.added
    assert entry.removed == ""


def test_an_earlier_state_is_exported_byte_for_byte(with_tea):
    shipped = {f.name: f.read_text(encoding="utf-8") for f in Settings().ontology.glob("*.ttl")}
    assert with_tea.turtle_files(at=0) == shipped
    assert with_tea.turtle_files(at=2)["statements.ttl"] == shipped["statements.ttl"]
    assert "mbl:green_tea a" in with_tea.turtle_files(at=2)["concepts.ttl"]
    with pytest.raises(UnknownChange):
        with_tea.turtle_files(at=77)


def test_folded_files_make_the_same_graph_again(with_tea, tmp_path):
    folder = tmp_path / "folded"
    folder.mkdir()
    for name, text in with_tea.turtle_files().items():
        (folder / name).write_text(text, encoding="utf-8")
    again = KnowledgeBase(Settings(ontology=folder))
    assert again.snapshot.graph.content == with_tea.snapshot.graph.content
    assert again.turtle_files() == with_tea.turtle_files()


def test_what_others_rest_on_is_not_undone(with_tea):
    with pytest.raises(Violated, match="P3 name it"):
        with_tea.revert(2, by="ann")
    with pytest.raises(Violated, match="modifies or explains it"):
        with_tea.propose("retraction", {"statement": _modified(with_tea), "reason": "wrong"}, by="ann")


def _modified(knowledge):
    return next(iter(knowledge.snapshot.graph.modifiers))


def test_a_change_is_undone_once(with_tea):
    with_tea.revert(4, by="ann")
    with pytest.raises(Violated, match="taken back"):
        with_tea.revert(4, by="ann")


STATEMENTS = [
    ({"subject": "osteoblast"}, "subject", "entity"),
    ({"object": "hip"}, "object", "carries no signed statement"),
    ({"subject": "unheard-of thing"}, "subject", "no concept is called"),
    ({"sign": "up"}, "sign", "is one of +, -, 0, ?"),
    ({"sign": "?", "sign_set": ""}, "sign_set", "needs a sign set"),
    ({"sign": "-", "canonical_sign": "+"}, "canonical_sign", "level(subject)"),
    ({"sign": "", "relation": ""}, "relation", "or a sign"),
    ({"relation": "tickles"}, "relation", "is one of"),
    ({"relation": "increases"}, "sign", "choose the other relation"),
    ({"scope": "whole"}, "scope", "step, total"),
    ({"hedge": "sure"}, "hedge", "categorical"),
    ({"basis": "rumour"}, "basis", "rct"),
    ({"evidence": "ECO:0000001"}, "evidence", "ECO:0000303"),
    ({"basis": "bridge", "evidence": "ECO:0000303"}, "evidence", "bridge has the evidence code"),
    ({"basis": "asserted", "evidence": "ECO:0000305"}, "evidence", "nothing else has it"),
    ({"subject": "ctx"}, "subject", "marker"),
    ({"context": ["osteoblast"]}, "context", "population, a state or a variable"),
    ({"modifies": ["S999"], "modification": "gates"}, "modifies", "statement that is there"),
    ({"modifies": ["S106a"]}, "modifies", "one effect on them"),
    ({"modifies": ["S106a"], "modification": "flips"}, "modification", "attenuates"),
    ({"quantity.value": "3", "quantity.bound": "upper"}, "quantity.unit", "unit in UCUM"),
    ({"quantity.unit": "%", "quantity.bound": "upper"}, "quantity.value", "one value"),
    ({"quantity.value": "3", "quantity.unit": "%"}, "quantity.bound", "one bound"),
    ({"source.document": "nowhere", "source.start": "1", "source.end": "2"}, "source.document", "one source"),
    ({"source.document": "article", "source.start": "9", "source.end": "2"}, "source.end", "starts before it ends"),
    ({"source.document": "article", "source.start": "9", "source.end": "999999"}, "source.end", "inside the document"),
    (
        {"source.document": "article", "source.start": "1", "source.end": "2", "source.line": "21"},
        "source.line",
        "captions",
    ),
    ({"relation": "insufficient_for", "sign": "", "object": "hip"}, "object", "goal or a variable"),
    ({"relation": "recommended_intake", "sign": "", "object": "hip"}, "object", "for a population"),
    ({"relation": "recommended_intake", "sign": "", "object": "postmenopausal_women"}, "quantity", "has a quantity"),
    ({"relation": "greater_effect_than", "sign": ""}, "outcomes", "names the outcomes"),
]
CONCEPTS = [
    ({"label": "estrogen"}, "label", "called so already"),
    ({"id": "estrogen"}, "id", "has this id"),
    ({"id": "a b"}, "id", "letters, digits"),
    ({"kind": "colour"}, "kind", "is one of"),
    ({"type": "variable"}, "variable_type", "exactly one type"),
    ({"variable_type": "colour"}, "variable_type", "abundance"),
    ({"variable_type": "rate", "valence": "nice"}, "valence", "neutral"),
    ({"of_variable": "estrogen"}, "level", "1 for high or -1 for low"),
    ({"of_variable": "estrogen", "level": "2"}, "level", "1 for high or -1 for low"),
    ({"level": "1"}, "of_variable", "exactly one variable"),
    ({"of_variable": "osteoblast", "level": "1"}, "of_variable", "exactly one variable"),
    ({"of_variable": "estrogen", "level": "1", "broader": ["estrogen"]}, "broader", "no kind of its own"),
    ({"broader": ["nothing known"]}, "broader", "no concept is called"),
    ({"same_as": ["nonsense"]}, "same_as", "CURIE"),
    ({"implies": ["osteoblast"]}, "implies", "variable, a state or a population"),
    ({"type": "goal"}, "of_variable", "exactly one variable"),
]
BASE = {
    "statement": {"subject": "yoga", "object": "bone_loss", "sign": "-", "text": "Yoga slows bone loss."},
    "concept": {"label": "green tea", "kind": "nutrient"},
}
CASES = [("statement", *case) for case in STATEMENTS] + [("concept", *case) for case in CONCEPTS]


def _nested(fields):
    made = {}
    for name, value in fields.items():
        outer, dot, inner = name.partition(".")
        if dot:
            made.setdefault(outer, {})[inner] = value
        else:
            made[name] = value
    return made


@pytest.fixture(scope="module")
def doors(tmp_path_factory):
    folder = tmp_path_factory.mktemp("doors")
    return create_app(KnowledgeBase(Settings(data=folder, token=TOKEN, rate=100_000))).test_client(), folder


@pytest.mark.parametrize(("kind", "wrong", "field", "says"), CASES)
def test_each_violation_is_told_over_http(doors, kind, wrong, field, says):
    client, folder = doors
    body = {"kind": kind, kind: _nested({**BASE[kind], **wrong})}
    reply = client.post("/api/v1/proposals", json=body, headers=BEARER)
    assert reply.status_code == 422
    assert [v for v in reply.json["violations"] if v["field"] == field and says in v["message"]], reply.json
    assert not (folder / "journal.jsonl").exists()


@pytest.mark.parametrize(("kind", "wrong", "field", "says"), CASES)
def test_each_violation_is_told_with_its_row_in_a_table(doors, kind, wrong, field, says):
    client, folder = doors
    fields = {**BASE[kind], **wrong}
    cells = {name: "|".join(v) if isinstance(v, list) else v for name, v in fields.items()}
    table = "row\t" + "\t".join(cells) + f"\n{kind}\t" + "\t".join(cells.values()) + "\n"
    with pytest.raises(Malformed) as told:
        client.application.extensions["causeway"].import_(table.encode(), "tsv", by="ann")
    assert [v for v in told.value.violations if v.node == "row 2" and v.field == field and says in v.message]
    assert not (folder / "journal.jsonl").exists()


TURTLE = (
    "".join(f"@prefix {p}: <{i}> .\n" for p, i in vocabulary.PREFIXES.items())
    + """
mbl:tea a skos:Concept, c:Variable ; skos:prefLabel "tea"@en ; c:kind c:kind_nutrient ;
    c:variableType c:intake ; c:valence c:neutral .
mbl:no_tea a skos:Concept, c:StateConcept ; skos:prefLabel "no tea"@en ; c:kind c:kind_condition ;
    c:ofVariable mbl:tea ; c:level -1 .
mbl:T1 a c:CausalStatement ; c:subject mbl:no_tea ; c:relation c:increases ; c:object mbl:bone_loss ; c:sign "+" ;
    c:canonicalSubject mbl:tea ; c:canonicalObject mbl:bone_loss ; c:canonicalSign "-" ; c:scope c:step ;
    c:text "Without tea bone is lost faster."@en ; c:hedge c:categorical ; c:basis c:asserted ;
    c:evidence ECO:0000303 ; c:line 3 ; prov:hadPrimarySource mbl:article .
mbl:anno-T1 a oa:Annotation ; oa:hasBody mbl:T1 ; oa:hasTarget [ oa:hasSource mbl:article ; oa:hasSelector [
    oa:start 10 ; oa:end 20 ; c:passageSha256 "0000000000000000000000000000000000000000000000000000000000000000" ] ] .
"""
)


def test_turtle_is_taken_in_whole(curated):
    report = curated.import_(TURTLE.encode(), "turtle", by="ann", why="tea")
    assert (report.concepts, report.statements, report.stored) == (2, 1, True)
    assert curated.ask("does tea slow bone loss?").verdict.answer == "yes"
    assert curated.history().total == 1


def test_json_ld_is_taken_in_as_the_same(curated, tmp_path):
    text = rdf.serialise(TURTLE, "json-ld")
    assert curated.import_(text.encode(), "json-ld", by="ann").statements == 1
    assert "T1" in curated.snapshot.graph.statements


def test_a_dry_run_keeps_nothing(curated):
    before = curated.version
    report = curated.import_(TURTLE.encode(), "turtle", by="ann", dry_run=True)
    assert (report.statements, report.stored, curated.version) == (1, False, before)
    assert report.changes


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("c:subject mbl:no_tea", "c:subject mbl:hip", "entity"),
        ('c:canonicalSign "-"', 'c:canonicalSign "+"', "level(subject)"),
        ("c:level -1", "c:level 3", "high or -1"),
        ("c:variableType c:intake", "c:variableType c:colour", "exactly one type"),
        ("c:valence c:neutral", "c:valence c:nice", "valence"),
        ("c:line 3", "c:line 21", "captions"),
        ("oa:end 20", "oa:end 5", "starts before it ends"),
        ('c:sign "+"', 'c:sign "?"', "sign set"),
        ("c:basis c:asserted", "c:basis c:bridge", "ECO:0000305"),
        ("mbl:T1 a c:CausalStatement", "mbl:T1 a c:CausalStatement, c:ModifierStatement", "modifier points at"),
        ("c:text", "c:quantity [ qudt:numericValue 3 ] ; c:text", "value, unit and bound"),
        ("mbl:T1 a c:CausalStatement", "mbl:T1 a c:IntakeStatement", "recommended intake"),
        ("c:object mbl:bone_loss", "c:object mbl:nothing", "object"),
        ("mbl:tea a skos:Concept", "mbl:tea a skos:Concept, c:DerivedAnswer", "derived from"),
    ],
)
def test_each_violation_in_turtle_is_told(curated, right, wrong, says):
    assert right in TURTLE
    with pytest.raises((Malformed, Violated)) as told:
        curated.import_(TURTLE.replace(right, wrong).encode(), "turtle", by="ann")
    assert [v for v in told.value.fields["violations"] if says in v.message], told.value.fields
    assert curated.history().total == 0


def test_a_table_takes_what_its_own_rows_make_in_any_order(curated):
    table = (
        "row\tsubject\tobject\tsign\ttext\tlabel\tkind\tof_variable\tlevel\tconcept\tname\n"
        "statement\tno tea\tbone loss\t+\tWithout tea bone is lost faster.\t\t\t\t\t\t\n"
        "concept\t\t\t\t\tno tea\tcondition\ttea\t-1\t\t\n"
        "synonym\t\t\t\t\t\t\t\t\ttea\tcha\n"
        "concept\t\t\t\t\ttea\tnutrient\t\t\t\t\n"
    )
    seen = []
    report = curated.import_(table.encode(), "tsv", by="ann", progress=lambda done, total: seen.append((done, total)))
    assert (report.concepts, report.statements) == (2, 1)
    assert seen[-1] == (4, 4)
    assert curated.ask("does cha slow bone loss?").verdict.answer == "yes"


def test_every_row_is_told_at_once_and_none_is_kept(curated):
    table = "row\tlabel\tkind\nconcept\ttea\tnutrient\nconcept\t\tcolour\nfruit\t\t\nconcept\tTea\tnutrient\n"
    with pytest.raises(Malformed) as told:
        curated.import_(table.encode(), "tsv", by="ann")
    assert {v.node for v in told.value.violations} == {"row 3", "row 4", "row 5"}
    assert curated.history().total == 0


def test_the_template_names_columns_that_are_read():
    with pytest.raises(Malformed, match="no row"):
        curation.change_of_table(curation.header().encode(), None, lambda *_: None)


HOSTILE = [
    ("turtle", b"@prefix a: <http://a/> . a:b a:c [ " * 5000),
    ("turtle", b"<http://a/s> <http://a/p> " + b"[ <http://a/p> " * 10_000 + b"1" + b" ]" * 10_000 + b" ."),
    ("turtle", b"<http://a/s> <http://a/p> " + b"( " * 10_000 + b")" * 10_000 + b" ."),
    ("turtle", b'<http://a/s> <http://a/p> "' + b"x" * 1_000_000 + b'" .'),
    ("turtle", b"<not an iri> a <x> ."),
    ("turtle", b"@base <file:///etc/> . <passwd> a <shadow> ."),
    ("turtle", b"@prefix owl: <http://www.w3.org/2002/07/owl#> . <http://a/> owl:imports <file:///etc/passwd> ."),
    ("turtle", b"<https://example.org/mbl/x> a <https://example.org/mbl/vocab#Variable> ."),
    ("turtle", b"\xff\xfe\x00"),
    ("turtle", b""),
    ("turtle", TURTLE.replace("c:level -1", 'c:level "low"').encode()),
    ("turtle", TURTLE.replace("oa:end 20", 'oa:end "many"').encode()),
    ("turtle", TURTLE.replace("c:line 3", "c:line 3, 4").encode()),
    (
        "turtle",
        TURTLE.replace("mbl:tea", "mbl:estrogen")
        .replace("c:level -1", "c:level -1 ; skos:broader mbl:no_tea")
        .encode(),
    ),
    ("json-ld", b'{"@context": "http://127.0.0.1:9/context", "@id": "http://a/"}'),
    ("json-ld", b'{"@context": ["file:///etc/passwd"], "@id": "http://a/"}'),
    ("json-ld", b'{"@context": {"@import": "http://127.0.0.1:9/"}, "@id": "http://a/"}'),
    ("json-ld", b'{"@id": "http://a/", "x": {"@context": "http://127.0.0.1:9/"}}'),
    ("json-ld", b'{"a":' * 100 + b"1" + b"}" * 100),
    ("json-ld", b"[" * 100_000),
    ("json-ld", b"nonsense"),
    ("json-ld", b"{}"),
    ("tsv", b"\xff\xfe"),
    ("tsv", b""),
    ("tsv", b"row\trow\n"),
    ("tsv", b"no such column\n"),
    ("tsv", b"row\tlabel\nconcept\ta\tb\tc\n"),
    ("tsv", b'row\tlabel\nconcept\t"unclosed\n'),
    ("tsv", b"row\tlabel\tkind\nconcept\t" + b"x" * 500_000 + b"\tnutrient\n"),
    ("tsv", b"row\tlabel\tkind\nconcept\ta\x00b\tnutrient\n"),
    ("tsv", b"row\tstatement\tquantity.value\tquantity.unit\tquantity.bound\nquantity\tS106a\tNaN\t%\tupper\n"),
    ("tsv", b"row\tstatement\tquantity.value\tquantity.unit\tquantity.bound\nquantity\tS106a\t1e999999\t%\tupper\n"),
]


@pytest.mark.parametrize(("format", "text"), HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_file_is_refused_with_a_reason(curated, format, text):
    with pytest.raises((Malformed, Violated)) as told:
        curated.import_(text, format, by="ann")
    assert told.value.fields["violations"]
    assert curated.history().total == 0


@pytest.mark.parametrize("format", ["turtle", "json-ld", "tsv"])
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_garbled_file_is_taken_whole_or_refused(knowledge, format, data):
    text = {"turtle": TURTLE, "json-ld": JSON_LD, "tsv": TABLE}[format].encode()
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        junk = data.draw(st.sampled_from([b"", b"\0", b'"', b"\t", b"\n", b"<", b"9", b"mbl:", b"\xc3", b"}", b"e"]))
        text = text[:at] + junk + text[at + data.draw(st.integers(0, 6)) :]
    setting = Setting(graph=knowledge.snapshot.graph, resolve=knowledge.resolve, name="P1")
    try:
        if format == "tsv":
            change = curation.change_of_table(text, setting, lambda *_: None)
        else:
            change, _ = curation.read_triples(text, format, setting.graph, SHAPES)
    except Malformed:
        return
    curation.consistent(setting.graph, change)


TABLE = (
    "row\tlabel\tkind\tsubject\tobject\tsign\ttext\nconcept\ttea\tnutrient\nstatement\t\t\ttea\tbmd\t+\tTea helps.\n"
)
SHAPES = rdflib.Graph().parse(Settings().shapes)
JSON_LD = rdf.serialise(TURTLE, "json-ld")


@given(
    subject=st.sampled_from(["yoga", "estrogen_deficiency", "hip", "ctx"]),
    object=st.sampled_from(["bone_loss", "osteoblast"]),
    sign=st.sampled_from(["+", "-", "0", "?", "up"]),
    sign_set=st.sampled_from(["", "{0,+}", "{+,-}", "{-}"]),
    scope=st.sampled_from(["step", "total", "whole"]),
    hedge=st.sampled_from(["possible", "sure"]),
    basis=st.sampled_from(["asserted", "bridge", "rumour"]),
    evidence=st.sampled_from(["ECO:0000303", "ECO:0000305", "ECO:0000001"]),
    context=st.sampled_from([(), ("postmenopausal_women",), ("hip",)]),
    start=st.sampled_from([1, 30]),
    end=st.sampled_from([20, 10**8]),
    line=st.sampled_from([3, 21]),
    same=st.booleans(),
)
@settings(max_examples=30, deadline=None)
def test_the_checks_and_the_shapes_refuse_the_same(knowledge, **f):
    graph = knowledge.snapshot.graph
    s, o = graph.concepts[f["subject"]], graph.concepts[f["object"]]
    right = {"+": 1, "-": -1}.get(f["sign"], 0) * s.level * o.level
    canonical = {1: "+", -1: "-", 0: f["sign"]}[right]
    if not f["same"]:
        canonical = {"+": "-", "-": "+"}.get(canonical, "+")
    fields = {k: f[k] for k in ("subject", "object", "sign", "sign_set", "scope", "hedge", "basis", "evidence")}
    draft = curation.draft_of(
        "statement",
        {
            **fields,
            "text": "It does.",
            "relation": "affects",
            "canonical_sign": canonical,
            "context": f["context"],
            "source": {"document": "article", "start": f["start"], "end": f["end"], "line": f["line"]},
        },
    )
    setting = Setting(graph=graph, resolve=knowledge.resolve, name="T1")
    mine, _ = curation.change_of(draft, setting)
    turtle = (
        TURTLE.split("mbl:T1 a", 1)[0].split("mbl:tea a", 1)[0]
        + f"""
mbl:T1 a c:CausalStatement ; c:subject mbl:{s.id} ; c:relation c:affects ; c:object mbl:{o.id} ; c:sign "{f["sign"]}" ;
    {f'c:signSet "{f["sign_set"]}" ;' if f["sign_set"] else ""} c:canonicalSubject mbl:{s.variable or s.id} ;
    c:canonicalObject mbl:{o.variable or o.id} ; c:canonicalSign "{canonical}" ; c:scope c:{f["scope"]} ;
    c:text "It does."@en ; c:hedge c:{f["hedge"]} ; c:basis c:{f["basis"]} ; c:evidence {f["evidence"]} ;
    {"".join(f"c:context mbl:{c} ;" for c in f["context"])} c:line {f["line"]} ; prov:hadPrimarySource mbl:article .
mbl:anno-T1 a oa:Annotation ; oa:hasBody mbl:T1 ; oa:hasTarget [ oa:hasSource mbl:article ; oa:hasSelector [
    oa:start {f["start"]} ; oa:end {f["end"]} ; c:passageSha256 "{hashlib.sha256(b"x").hexdigest()}" ] ] .
"""
    )
    try:
        curation.read_triples(turtle.encode(), "turtle", graph, SHAPES)
        theirs = []
    except Malformed as refused:
        theirs = list(refused.violations)
    assert bool(mine) == bool(theirs), (mine, theirs)


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"subject": "estrogen", "object": "rankl", "text": "Estrogen lowers RANKL."}, "already_known"),
        ({"subject": "estrogen", "object": "rankl", "sign": "+", "context": ["hip_fracture_women"]}, "contradicts"),
        ({"subject": "yoga", "object": "bmd", "text": "Yoga may help."}, "weak_wording"),
        ({"subject": "yoga", "object": "bmd"}, "one_source"),
        ({"subject": "estrogen", "object": "rankl", "sign": "+"}, "contradicts"),
        ({"subject": "bmd", "object": "menopause", "sign": "?", "sign_set": "{+,-}"}, "closes_a_loop"),
        ({"subject": "bmd", "object": "menopause"}, "closes_a_loop"),
        ({"subject": "bone_loss", "sign": "-"}, "closes_a_loop"),
        ({"source": {"document": "article", "start": 5, "end": 9}}, "unchecked_passage"),
    ],
)
def test_a_reviewer_is_warned(curated, fields, kind):
    accepted(curated, "concept", {"label": "hip fracture women", "kind": "population", "type": "population"})
    view = curated.propose("statement", {**BASE["statement"], **fields}, by="ann")
    assert kind in {w.kind for w in view.warnings}


def test_a_concept_is_what_its_kind_says_also_in_a_graph_that_holds_nothing_yet(tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "empty.ttl").touch()
    fresh = KnowledgeBase(Settings(ontology=tmp_path / "own", data=tmp_path / "data"))
    for kind in ("population", "population or life stage"):
        accepted(fresh, "concept", {"label": f"night workers as {kind}", "kind": kind})
    accepted(fresh, "concept", {"label": "sleep", "kind": "process", "variable_type": "magnitude"})
    assert {c.id: type(c).__name__ for c in fresh.snapshot.graph.concepts.values()} == {
        "night_workers_as_population": "Population",
        "night_workers_as_population_or_life_stage": "Population",
        "sleep": "Variable",
    }


def test_kinds_and_relations_are_named_by_id_curie_iri_or_label(knowledge):
    graph = knowledge.snapshot.graph
    check = Check(Setting(graph=graph, resolve=knowledge.resolve))
    for field, table, prefix in (("kind", graph.kinds, "kind_"), ("relation", graph.relations, "")):
        labels = {value.id: value.label for value in table.values()}
        shared = Counter(label.casefold() for label in labels.values())
        for id, label in labels.items():
            names = [id, f"c:{prefix}{id}", f"{vocabulary.VOCAB}{prefix}{id}"]
            names += [label.upper()] * (shared[label.casefold()] == 1)
            assert {check.choice(field, name, table, labels=labels) for name in names} == {id}
    assert check.found == []


def test_a_text_gives_proposals_only_for_plain_sentences(curated):
    text = (
        "Yoga lowers bone loss. Some say yoga helps.\nLow estrogen raises RANKL. The hip is a joint.\n"
        "Vitamin D raises calcium absorption, unless it does not. Osteoblasts raise bone loss."
    )
    read = curated.read_document("Notes", text, by="ann")
    assert [(p.proposal["subject"], p.proposal["object"], p.proposal["sign"]) for p in read.proposals] == [
        ("yoga", "bone_loss", "-"),
        ("estrogen_deficiency", "rankl", "+"),
    ]
    view = curated.decide(read.proposals[0].id, "accept", by="bea")
    cited = curated.statement(f"P{view.id}").citation
    assert (cited.passage, cited.line) == ("Yoga lowers bone loss.", 1)
    assert curated.read_document("Notes", text, by="ann").proposals == ()


@pytest.fixture
def cli(tmp_path, monkeypatch):
    monkeypatch.setenv("KG_DATA", str(tmp_path / "data"))

    def run(*arguments, code=0):
        result = CliRunner().invoke(main, list(arguments))
        assert result.exit_code == code, result.output
        return result.output

    return run


def test_the_command_line_goes_the_whole_way(cli, tmp_path):
    assert "1 concept, open" in cli("propose", "concept", "label=green tea", "kind=nutrient", "synonyms=matcha|cha")
    cli("accept", "1", "--by", "bea")
    cli("propose", "statement", "subject=green tea", "object=bone loss", "sign=-", "text=Tea slows bone loss.")
    assert "appears: green tea raises bone mineral density" in cli("review", "3")
    cli("reject", "3", "--note", "no source")
    assert "No proposal is open" in cli("review")
    assert "+ mbl:green_tea a c:Variable" in cli("history")
    assert json.loads(cli("revert", "2", "--json"))["reverts"] == 2
    file = tmp_path / "tea.ttl"
    file.write_text(TURTLE, encoding="utf-8")
    assert "nothing was kept" in cli("import", str(file), "--dry-run")
    assert "taken in as change 6" in cli("import", str(file))
    assert "statements.ttl" in cli("export", "--turtle", str(tmp_path / "out"))
    assert "T1" in (tmp_path / "out" / "statements.ttl").read_text(encoding="utf-8")
    assert "subject: no concept is called" in cli(
        "propose", "statement", "subject=x y z", "object=bmd", "sign=+", "text=It does.", code=1
    )
    assert "row\tid\tlabel" in cli("import", "--template")


def test_tokens_are_made_listed_and_withdrawn(cli, tmp_path):
    made = cli("token", "add", "ann").strip()
    kept = tmp_path / "data" / "tokens.json"
    assert made not in kept.read_text()
    assert kept.stat().st_mode & 0o777 == 0o600
    client = create_app(KnowledgeBase(Settings(data=tmp_path / "data"))).test_client()
    body = {"kind": "concept", "concept": TEA}
    sent = client.post("/api/v1/proposals", json=body, headers={"Authorization": f"Bearer {made}"})
    assert (sent.status_code, sent.json["by"]) == (201, "ann")
    assert cli("token", "list") == "ann\n"
    assert "ann has a token" in cli("token", "add", "ann", code=1)
    cli("token", "withdraw", "ann")
    refused = client.post("/api/v1/proposals", json=body, headers={"Authorization": f"Bearer {made}"})
    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"].startswith("Bearer")


def test_writing_too_often_is_told_when_to_come_again(tmp_path):
    client = create_app(KnowledgeBase(Settings(data=tmp_path, token=TOKEN, rate=1))).test_client()
    replies = [client.post("/api/v1/proposals", json={}, headers=BEARER) for _ in range(70)]
    assert replies[-1].status_code == 429
    assert int(replies[-1].headers["Retry-After"]) > 0
    assert client.get("/api/v1/proposals").status_code == 200


def test_no_other_site_may_read_or_write(doors):
    client, _ = doors
    reply = client.options("/api/v1/proposals", headers={"Origin": "https://elsewhere.example"})
    assert not [name for name, _ in reply.headers if name.startswith("Access-Control") or name == "Set-Cookie"]


def test_a_file_with_a_fault_is_named_with_its_line(tmp_path, monkeypatch):
    (tmp_path / "pond.ttl").write_text(POND.replace("c:level -1", "c:level 3"), encoding="utf-8")
    line = POND[: POND.index("mbl:shade a")].count("\n") + 1
    monkeypatch.setenv("KG_ONTOLOGY", str(tmp_path))
    result = CliRunner().invoke(main, ["check"])
    assert result.exit_code == 1
    assert f"{tmp_path / 'pond.ttl'}:{line}: shade level (3): a state has exactly one level" in result.output
