"""Other people's graphs say here what they say where they come from."""

import csv
import gzip
import importlib.util
import json
from itertools import pairwise
from pathlib import Path

import pytest

from kg.importing import (
    FORMATS,
    Block,
    Claim,
    Claims,
    Concept,
    Fault,
    Known,
    Options,
    Unsaid,
    blocks_of,
    gather,
    named,
    sniffed,
)
from kg.importing.columns import ROLES, roles
from kg.importing.kinds import kind_of, kind_of_id
from kg.importing.options import WrongOption
from kg.importing.signs import meaning, spelled
from kg.importing.tables import table
from kg.model import Hedge, Kind, Sign

HERE = Path(__file__).parent / "importing"
SAME = {("HGNC:1", "+", "HGNC:2"), ("HGNC:2", "-", "HGNC:3"), ("HGNC:3", "?", "HGNC:1")}
FORMAT_OF = {
    "list.tsv": "edges",
    "list.csv": "edges",
    "list.sif": "sif",
    "small_edges.tsv": "kgx-edges",
    "small.jsonl": "jsonl",
    "small.json": "kgx-json",
    "trapi.json": "kgx-json",
    "small.cx2": "cx2",
    "small.graphml": "graphml",
    "small.nodelink.json": "node-link",
    "small.ttl": "turtle",
    "small.nt": "ntriples",
    "small.trig": "trig",
}


def read(name, **options):
    return gather(blocks_of(HERE / name, options=Options(**options)))


def claims_of(tmp_path, text, ending=".tsv", **options):
    """What a file of this text says, and its tally."""
    file = tmp_path / f"file{ending}"
    file.write_text(text, encoding="utf-8")
    found = gather(blocks_of(file, options=Options(**options)))
    return found.claims, found.tally


def only(tmp_path, text, ending=".tsv", **options):
    claims, tally = claims_of(tmp_path, text, ending, **options)
    assert not tally.faults
    (claim,) = claims
    return claim


def biolink(tmp_path, **qualifiers):
    edge = {"subject": "CHEBI:1", "predicate": "biolink:affects", "object": "HGNC:2", **qualifiers}
    return only(tmp_path, "\t".join(edge) + "\n" + "\t".join(edge.values()) + "\n")


@pytest.mark.parametrize(("name", "format"), FORMAT_OF.items())
def test_the_same_graph_is_read_from_every_format(name, format):
    assert sniffed(HERE / name).format.name == format
    found = read(name)
    causal = {(claim.cause, claim.sign.value, claim.effect) for claim in found.claims if claim.causal}
    assert causal == SAME
    assert found.tally.faults == []


@pytest.mark.parametrize("name", FORMAT_OF)
def test_a_packed_file_is_read_as_it_comes(name, tmp_path):
    packed = tmp_path / f"{name}.gz"
    packed.write_bytes(gzip.compress((HERE / name).read_bytes()))
    assert sniffed(packed).format.name == FORMAT_OF[name]
    assert gather(blocks_of(packed)).claims == read(name).claims


def test_evidence_comes_along():
    (first, *_) = read("list.tsv").claims
    (evidence,) = first.evidence
    assert (evidence.source, evidence.passage, evidence.belief) == ("PMID:11", "One raised two.", 0.9)
    quoted = read("list.csv").claims
    assert quoted[0].evidence[0].passage == 'One raised "two", and so on.'
    assert "lowered" in quoted[1].evidence[0].passage
    assert "three" in quoted[1].evidence[0].passage
    assert [one.source for one in read("small_edges.tsv").claims[0].evidence] == ["PMID:11", "PMID:14"]
    trapi = read("trapi.json").claims[0]
    assert [(one.source, one.study) for one in trapi.evidence] == [
        ("PMID:11", "infores:signor"),
        ("PMID:14", "infores:signor"),
    ]
    assert [one.evidence[0].source for one in read("small.trig").claims] == ["DOI:10.1000/11", "PMID:12", "PMID:12"]
    bel = read("small.nodelink.json").claims
    assert [one.evidence[0].source for one in bel[:2]] == ["PMID:11", "PMID:12"]
    (causenet,) = read("causenet.jsonl").claims
    assert (causenet.relation, causenet.evidence[0].source) == ("causes", "Tobacco")


def test_a_passage_is_not_laid_to_one_of_several_sources(tmp_path):
    edge = {"subject": "A:1", "predicate": "affects", "object": "A:2", "publications": ["PMID:1", "PMID:2"]}
    paired = only(tmp_path, json.dumps({**edge, "supporting_text": ["One.", "Two."]}), ".jsonl")
    assert [(one.source, one.passage) for one in paired.evidence] == [("PMID:1", "One."), ("PMID:2", "Two.")]
    alone = only(tmp_path, json.dumps({**edge, "supporting_text": "So."}), ".jsonl")
    assert [(one.source, one.passage) for one in alone.evidence] == [("PMID:1", ""), ("PMID:2", ""), ("", "So.")]


def test_concepts_have_their_kinds_and_other_ids():
    nodes = {one.id: one for one in read("small_nodes.tsv").concepts}
    assert nodes["HGNC:1"] == Concept("HGNC:1", "ONE", "gene", (), ("UniProtKB:P1", "ENSEMBL:E1"))
    assert nodes["CHEBI:5"].kind == "chemical"
    assert {one.id: one.kind for one in read("small.nodelink.json").concepts}["r(HGNC:1 ! ONE)"] == "rna"


def test_nodes_may_be_parted_by_commas(tmp_path):
    file = tmp_path / "some_nodes.csv"
    file.write_text('id,category,name\nHP:1,biolink:PhenotypicFeature,"short, thin"\n,biolink:Gene,x\n')
    found = gather(blocks_of(file))
    assert found.concepts == (Concept("HP:1", "short, thin", "phenotype"),)
    assert [fault.line for fault in found.tally.faults] == [3]


def test_mappings_are_hints_and_one_that_does_not_hold_is_left_out():
    found = read("small.sssom.tsv")
    assert [(one.subject, one.predicate, one.object) for one in found.mappings] == [
        ("HGNC:1", "skos:exactMatch", "UniProtKB:P1"),
        ("HGNC:3", "skos:broadMatch", "FPLX:THREES"),
    ]
    assert found.tally.unsaid == (Unsaid("mapping that is said not to hold", 1),)


def test_bel_script_is_read_through_pybel_or_says_what_to_install():
    found = read("small.bel")
    if importlib.util.find_spec("pybel"):
        assert {(claim.cause, claim.sign.value, claim.effect) for claim in found.claims} == SAME
        assert [fault.line for fault in found.tally.faults] == [12]
        assert found.tally.unsaid == (Unsaid("statement about a statement", 1),)
    else:
        assert "pip install" in found.tally.faults[0].right


def test_every_spelling_says_what_its_example_says(tmp_path):
    rows = list(table("signs.tsv"))
    file = tmp_path / "all.tsv"
    file.write_text("source\ttarget\trelation\n" + "".join(f"A\tB\t{row['spelling']}\n" for row in rows))
    said = {}
    for claim in (claim for block in blocks_of(file) for claim in block.claims):
        said.setdefault(claim.line, []).append(example(claim))
    assert not [fault for block in blocks_of(file) for fault in block.faults]
    for line, row in enumerate(rows, 2):
        expected = f"A {row['spelling']} B: {', '.join(said.get(line, ['nothing said']))}"
        assert (row["example"], bool(row["origin"])) == (expected, True)


def example(claim):
    if not claim.causal:
        assert claim.sign is Sign.UNKNOWN
        return "both, no direction"
    levels = {Sign.PLUS: "more", Sign.MINUS: "less", Sign.ZERO: "same"}
    levels |= {Sign.WEAK_PLUS: "more or same", Sign.WEAK_MINUS: "less or same"}
    if claim.sign is Sign.UNKNOWN:
        return f"{claim.cause} acts on {claim.effect}"
    return f"more {claim.cause}, {levels[claim.sign]} {claim.effect}"


def test_no_spelling_stands_in_the_table_twice():
    spellings = [spelled(row["spelling"]) for row in table("signs.tsv")]
    assert len(spellings) == len(set(spellings))
    for row in table("signs.tsv"):
        said = meaning(row["spelling"])
        assert (said.relation, said.turned) == (row["relation"], row["turn"] == "turned")


@pytest.mark.parametrize("word", ["associated_with", "biolink:correlated_with", "binds", "positiveCorrelation", "pp"])
def test_what_goes_together_is_no_causal_claim_even_with_a_sign_beside_it(word, tmp_path):
    claim = only(tmp_path, f"source\ttarget\trelation\tsign\nA\tB\t{word}\t+\n")
    assert (claim.wording.kind, claim.sign) == (Kind.association, Sign.UNKNOWN)


def test_every_name_of_a_column_has_its_role():
    for row in table("columns.tsv"):
        names = [row["name"], *([row["needs"]] if row["needs"] else [])]
        assert row["role"] in ROLES
        assert roles(names)[row["role"]][0] in names, row
        assert row["origin"]


def test_every_kind_is_found_by_its_name():
    for row in table("kinds.tsv"):
        found = kind_of_id(f"{row['name']}:1") if row["what"] == "prefix" else kind_of([row["name"]])
        assert found, row
        assert row["origin"]


def test_qualifiers_tell_sign_aspect_and_level(tmp_path):
    claim = biolink(tmp_path, object_direction_qualifier="decreased", object_aspect_qualifier="activity")
    assert (claim.sign, claim.relation, claim.wording.effect_aspect) == (Sign.MINUS, "decreases", "activity")
    less = biolink(tmp_path, object_direction_qualifier="increased", subject_direction_qualifier="decreased")
    assert (less.sign, less.wording.cause_level) == (Sign.MINUS, -1)


def test_more_degradation_is_not_more(tmp_path):
    claim = biolink(tmp_path, object_direction_qualifier="increased", object_aspect_qualifier="degradation")
    assert (claim.effect, claim.sign) == ("degradation of HGNC:2", Sign.PLUS)
    activity = biolink(tmp_path, object_direction_qualifier="increased", object_aspect_qualifier="expression")
    assert activity.effect == "HGNC:2"


def test_the_activity_of_a_cause_is_kept():
    first = read("small.nodelink.json").claims[0]
    assert (first.cause, first.sign, first.wording.cause_aspect) == ("HGNC:1", Sign.PLUS, "activity")


def test_what_is_denied_is_never_a_claim_of_the_same_direction(tmp_path):
    denied = biolink(tmp_path, object_direction_qualifier="increased", negated="true")
    assert (denied.sign, denied.wording.negated) == (Sign.WEAK_MINUS, True)
    assert biolink(tmp_path, negated="True").sign is Sign.ZERO
    assert biolink(tmp_path, object_direction_qualifier="increased", negated="false").sign is Sign.PLUS
    claims, tally = claims_of(tmp_path, "subject\tobject\tpredicate\tnegated\nA\tB\tcorrelated_with\ttrue\n")
    assert claims == ()
    assert tally.unsaid == (Unsaid("association that is said not to hold", 1),)


def test_a_prediction_stays_one_and_co_occurrence_is_no_cause(tmp_path):
    up = {"object_direction_qualifier": "increased"}
    assert biolink(tmp_path, **up, knowledge_level="prediction").wording.hedge is Hedge.possible
    assert not biolink(tmp_path, **up, knowledge_level="text_co_occurrence").causal
    assert not biolink(tmp_path, **up, knowledge_level="statistical_association").causal


def test_a_gene_that_causes_a_disease_has_no_direction(tmp_path):
    header = "subject\tpredicate\tobject\n"
    assert only(tmp_path, header + "HGNC:2197\tbiolink:causes\tMONDO:1\n").sign is Sign.UNKNOWN
    assert only(tmp_path, header + "CHEBI:1\tbiolink:causes\tMONDO:1\n").sign is Sign.PLUS


def test_silence_is_no_finding_of_no_effect(tmp_path):
    assert only(tmp_path, "source\ttarget\trelation\nA\tB\tcausesNoChange\n").sign is Sign.ZERO
    assert only(tmp_path, "source\ttarget\nA\tB\n").sign is Sign.UNKNOWN
    assert only(tmp_path, "source\ttarget\tsign\nA\tB\t0\n").sign is Sign.UNKNOWN
    assert only(tmp_path, "source\ttarget\tsign\nA\tB\t0\n", signs={"0": "0"}).sign is Sign.ZERO


def test_signs_of_0_and_1_alone_are_not_guessed(tmp_path):
    claims, tally = claims_of(tmp_path, "source\ttarget\tsign\nA\tB\t0\nB\tC\t1\n")
    assert {claim.sign for claim in claims} == {Sign.UNKNOWN}
    assert "two ways" in tally.unsaid[0].reason
    turned, _ = claims_of(tmp_path, "source\ttarget\tsign\nA\tB\t0\nB\tC\t1\n", signs={"0": "+", "1": "-"})
    assert [claim.sign for claim in turned] == [Sign.PLUS, Sign.MINUS]


@pytest.mark.parametrize("ending", [".sif", ".tsv"])
@pytest.mark.parametrize("first", [3, 9000])
def test_relations_of_0_and_1_alone_are_not_guessed_however_late_the_first_0_stands(ending, first, tmp_path):
    header = "source\tinteraction\ttarget\n" if ending == ".tsv" else ""
    text = header + "".join(f"A{n}\t1\tB\n" for n in range(first)) + "A\t0\tB\n"
    claims, tally = claims_of(tmp_path, text, ending)
    assert len(claims) == first + 1
    assert {claim.sign for claim in claims} == {Sign.UNKNOWN}
    assert any("two ways" in unsaid.reason for unsaid in tally.unsaid)
    said, _ = claims_of(tmp_path, text, ending, signs={"0": "+", "1": "-"})
    assert (said[0].sign, said[-1].sign) == (Sign.MINUS, Sign.PLUS)


def test_a_relation_of_0_beside_1_and_minus_1_tells_no_direction(tmp_path):
    claims, tally = claims_of(tmp_path, "A 1 B\nB 0 C\nC -1 D\n", ".sif")
    assert [claim.sign for claim in claims] == [Sign.PLUS, Sign.UNKNOWN, Sign.MINUS]
    assert not tally.fault_count
    assert claims_of(tmp_path, "A 1 B\nB 0.7 C\n", ".sif")[1].fault_count == 1


def test_a_weight_is_no_sign_unless_told(tmp_path):
    text = "source\ttarget\tweight\nA\tB\t-0.7\n"
    claims, tally = claims_of(tmp_path, text)
    assert claims[0].sign is Sign.UNKNOWN
    assert "weights" in tally.unsaid[0].reason
    assert only(tmp_path, text, columns={"sign": "weight"}).sign is Sign.MINUS


def test_a_passive_relation_turns_both_ends_with_their_qualifiers(tmp_path):
    claim = biolink(tmp_path, predicate="biolink:affected_by", subject_direction_qualifier="decreased")
    assert (claim.cause, claim.sign, claim.effect) == ("HGNC:2", Sign.MINUS, "CHEBI:1")
    qualified = biolink(tmp_path, qualified_predicate="caused_by", subject_direction_qualifier="increased")
    assert (qualified.cause, qualified.sign, qualified.effect) == ("HGNC:2", Sign.PLUS, "CHEBI:1")


def test_a_header_may_stand_in_a_remark_or_under_remarks(tmp_path):
    assert only(tmp_path, "#source\ttarget\tsign\nA\tB\t-\n").sign is Sign.MINUS
    assert only(tmp_path, "# made by hand\n#\nsource\ttarget\tsign\nA\tB\t-\n").sign is Sign.MINUS


def test_flags_of_stimulation_and_inhibition(tmp_path):
    header = "source\ttarget\tis_directed\tis_stimulation\tis_inhibition\n"
    rows = "A\tB\t1\t1\t0\nB\tC\t1\t0\t1\nC\tD\t1\t1\t1\nD\tE\t1\t0\t0\nE\tF\t0\t1\t0\n"
    claims, _ = claims_of(tmp_path, header + rows)
    assert [claim.sign.value for claim in claims] == ["+", "-", "?", "?", "?"]
    assert [claim.causal for claim in claims] == [True, True, True, True, False]


def test_a_table_of_signor(tmp_path):
    header = "ENTITYA\tTYPEA\tIDA\tDATABASEA\tENTITYB\tTYPEB\tIDB\tDATABASEB\tEFFECT\tPMID\tSENTENCE\tSCORE\n"
    row = "ONE\tprotein\tP1\tUNIPROT\tTWO\tprotein\tP2\tUNIPROT\tdown-regulates quantity by repression\t11\tSo.\t0.4\n"
    claims, tally = claims_of(tmp_path, header + row)
    assert not tally.faults
    assert (claims[0].cause, claims[0].sign, claims[0].evidence[0].belief) == ("UNIPROT:P1", Sign.MINUS, 0.4)


def test_edges_without_direction_go_together(tmp_path):
    edges = '<node id="a"/><node id="b"/><edge source="a" target="b"/>'
    text = f'<graphml><graph edgedefault="undirected">{edges}</graph></graphml>'
    claims, tally = claims_of(tmp_path, text, ".graphml")
    assert not claims[0].causal
    assert "no direction" in tally.unsaid[0].reason


def test_faults_tell_the_line_and_what_would_be_right(tmp_path):
    text = "source\ttarget\tsign\nA\tB\t+\n\tC\t+\nA\tB\nA\tB\tsideways\nC\tD\t-\n"
    claims, tally = claims_of(tmp_path, text)
    assert [(claim.cause, claim.effect) for claim in claims] == [("A", "B"), ("C", "D")]
    assert sorted(fault.line for fault in tally.faults) == [3, 4, 5]
    assert all(fault.what and fault.right for fault in tally.faults)


def test_relation_and_sign_that_contradict_each_other_are_a_fault(tmp_path):
    claims, tally = claims_of(tmp_path, "source\ttarget\trelation\tsign\nA\tB\tactivates\t-\nA\tB\tregulates\t-\n")
    assert [fault.line for fault in tally.faults] == [2]
    assert [claim.sign for claim in claims] == [Sign.MINUS]


def test_columns_may_be_named_or_numbered(tmp_path):
    named_so = {"cause": "one", "effect": "two", "relation": "three"}
    assert only(tmp_path, "one\ttwo\tthree\nA\tB\tinhibits\n", columns=named_so).sign is Sign.MINUS
    numbers = {"cause": "1", "effect": "3", "relation": "2"}
    file = tmp_path / "bare.tsv"
    file.write_text("A\tRepression\tB\n")
    (claim,) = gather(blocks_of(file, named("edges"), Options(columns=numbers))).claims
    assert (claim.cause, claim.sign, claim.effect) == ("A", Sign.MINUS, "B")
    assert only(tmp_path, "from to sign\nA B -\n", delimiter=" ").sign is Sign.MINUS
    beyond = gather(blocks_of(file, named("edges"), Options(columns={"cause": "1", "effect": "4"})))
    assert "no column 4" in beyond.tally.faults[0].what
    with pytest.raises(WrongOption):
        Options(columns={"cause": "1", "effect": "target"})
    with pytest.raises(WrongOption):
        Options(signs={"up": "high"})


def test_claims_said_twice_are_one_with_the_evidence_of_both(tmp_path):
    text = "source\ttarget\trelation\tpmid\nA\tB\tinhibits\t1\nA\tB\tsuppresses\t2\nA\tB\tactivates\t3\n"
    claims, tally = claims_of(tmp_path, text)
    assert [[one.source for one in claim.evidence] for claim in claims] == [["PMID:1", "PMID:2"], ["PMID:3"]]
    assert tally.claims == 3
    text = "source\ttarget\trelation\nA\tB\tbinds\nA\tB\tcorrelates with\nA\tB\tbinds\n"
    assert [claim.wording.worded for claim in claims_of(tmp_path, text)[0]] == ["binds", "correlates with"]


def test_a_public_id_meets_for_sure_and_a_label_is_asked_about(tmp_path):
    known = Known.of([("tnf", ["https://identifiers.org/HGNC:1"], ["TNF"]), ("il6", [], ["IL 6", "interleukin"])])
    file = tmp_path / "edges.tsv"
    file.write_text("source\ttarget\nhgnc:1\tInterleukin\nIL  6\tother\n")
    met = {one.concept: one for one in gather(blocks_of(file), known).meetings}
    assert (met["hgnc:1"].met, met["hgnc:1"].sure) == (("tnf",), True)
    assert (met["Interleukin"].met, met["Interleukin"].sure) == (("il6",), False)
    assert met["IL  6"].by == "label"
    assert "other" not in met


def test_a_name_in_a_claim_is_the_concept_with_that_label(tmp_path):
    text = '{"id": "HGNC:1", "name": "ONE"}\n{"subject": "one", "predicate": "affects", "object": "hgnc:1"}\n'
    assert only(tmp_path, text, ".jsonl").cause == "HGNC:1"
    assert only(tmp_path, text, ".jsonl").effect == "HGNC:1"


def test_a_block_is_columns_and_its_rows_are_views_of_them():
    (block, *_) = blocks_of(HERE / "list.tsv")
    rows = [row for row in block if isinstance(row, Claim)]
    assert [row.cause for row in rows] == list(block.claims.causes)
    assert [row.line for row in rows] == [2, 3, 4]
    with pytest.raises(ValueError, match="one length"):
        Claims([1], [], [], [])
    assert list(Block(faults=(Fault(1, "a", "b"),))) == [Fault(1, "a", "b")]


def test_formats_have_names_of_their_own_and_say_what_they_cannot():
    assert len({one.name for one in FORMATS}) == len(FORMATS)
    assert all(one.cannot for one in FORMATS)


def test_the_tables_are_whole():
    for name in ("signs.tsv", "columns.tsv", "kinds.tsv", "aspects.tsv"):
        lines = (Path(__file__).parent.parent / "kg/importing" / name).read_text(encoding="utf-8").splitlines()
        widths = [len(row) for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]
        assert all(one == other for one, other in pairwise(widths)), name
