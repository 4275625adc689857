"""The ontology keeps its own rules, and a breach of each is told so that it can be mended."""

import hashlib
from pathlib import Path

import pytest
import rdflib

from kg import checks, rdf, vocabulary
from kg.causal import CausalGraph
from kg.linking.hashed import words_of
from kg.model import DESIGNS, MEASURES, Document, Passage
from kg.rdf.terms import RDF, C, used
from kg.settings import Settings, turtle_files
from kg.sources import verify
from tests.made import content, link, variable

ONTOLOGY = Settings().ontology
SH = rdflib.SH
SHAPES = rdflib.Graph().parse(ONTOLOGY / "shapes.ttl")
PREFIXES = "".join(f"@prefix {p}: <{i}> .\n" for p, i in vocabulary.PREFIXES.items())
POND = (
    PREFIXES
    + """
c:kind_process a c:ConceptKind ; rdfs:label "process" . c:increases a c:Relation ; rdfs:label "raises" .
mbl:sun a skos:Concept, c:Variable ; skos:prefLabel "sun" ; c:kind c:kind_process ;
    c:variableType c:intensity ; c:valence c:neutral .
mbl:algae a skos:Concept, c:Variable ; skos:prefLabel "algae" ; c:kind c:kind_process ;
    c:variableType c:abundance ; c:valence c:badWhenHigh .
mbl:shade a skos:Concept, c:StateConcept ; skos:prefLabel "shade" ; c:kind c:kind_process ;
    c:ofVariable mbl:sun ; c:level -1 .
mbl:newt a skos:Concept, c:Entity ; skos:prefLabel "newt" ; c:kind c:kind_process .
mbl:notes a c:Document ; dcterms:title "Notes" ; c:fileName "notes.txt" ; c:codePoints 100 ; c:excludedLine 9 ;
    c:sha256 "0000000000000000000000000000000000000000000000000000000000000000" .
mbl:P1 a c:CausalStatement ; c:subject mbl:shade ; c:relation c:increases ; c:object mbl:algae ; c:sign "+" ;
    c:canonicalSubject mbl:sun ; c:canonicalObject mbl:algae ; c:canonicalSign "-" ; c:scope c:step ;
    c:text "Shade makes algae grow." ; c:hedge c:categorical ; c:basis c:asserted ; c:evidence ECO:0000303 ;
    c:line 3 ; prov:hadPrimarySource mbl:notes .
mbl:anno-P1 a oa:Annotation ; oa:hasBody mbl:P1 ; oa:hasTarget [ oa:hasSource mbl:notes ; oa:hasSelector [
    oa:start 10 ; oa:end 20 ;
    c:passageSha256 "0000000000000000000000000000000000000000000000000000000000000000" ] ] .
"""
)


def found(turtle):
    return rdf.violations(rdflib.Graph().parse(data=turtle, format="turtle"), SHAPES)


def test_the_pond_is_as_it_should_be():
    assert found(POND) == []


def test_the_real_ontology_has_no_fault():
    assert list(checks.check(ONTOLOGY / "shapes.ttl", turtle_files(ONTOLOGY))) == []


@pytest.mark.parametrize(
    ("right", "wrong", "node", "says"),
    [
        ("c:subject mbl:shade", "c:subject mbl:newt", "P1", "entity"),
        ("c:object mbl:algae", "c:object mbl:newt", "P1", "entity"),
        ('c:sign "+"', 'c:sign "up"', "P1", "one of +, -, 0 and ?"),
        ('c:canonicalSign "-"', 'c:canonicalSign "+"', "P1", "level(subject)"),
        ("c:canonicalSubject mbl:sun", "c:canonicalSubject mbl:algae", "P1", "variable behind the subject"),
        ("c:scope c:step", "c:scope c:whole", "P1", "step or total"),
        ("c:hedge c:categorical", "c:hedge c:sure", "P1", "hedge"),
        ("c:basis c:asserted", "c:basis c:bridge", "P1", "ECO:0000305"),
        ("c:basis c:asserted", "c:basis c:rumour", "P1", "basis"),
        ("c:evidence ECO:0000303", "c:evidence ECO:0000305", "P1", "ECO:0000305"),
        ("c:evidence ECO:0000303 ;", "", "P1", "ECO code"),
        ("c:relation c:increases", "c:relation c:tickles", "P1", "relation"),
        ("prov:hadPrimarySource mbl:notes", "prov:hadPrimarySource mbl:nowhere", "P1", "source"),
        ("c:line 3", "c:line 9", "P1", "captions"),
        ("oa:end 20", "oa:end 5", "P1", "starts before it ends"),
        ("oa:end 20", "oa:end 500", "P1", "inside the document"),
        ("oa:hasBody mbl:P1", "oa:hasBody mbl:P2", "P1", "annotation"),
        ("c:level -1", "c:level -2", "shade", "high or -1"),
        ("c:ofVariable mbl:sun", "c:ofVariable mbl:newt", "shade", "exactly one variable"),
        ("c:ofVariable mbl:sun", "c:ofVariable mbl:sun ; skos:broader mbl:sun", "shade", "no kind of its own"),
        ("c:variableType c:intensity", "c:variableType c:colour", "sun", "type"),
        ("c:variableType c:intensity", "c:variableType c:indicator", "P1", "marker"),
        ("c:valence c:neutral", "c:valence c:nice", "sun", "valence"),
        ('skos:prefLabel "sun"', 'skos:altLabel "sun"', "sun", "preferred label"),
        ("c:kind c:kind_process ;\n    c:variableType c:intensity", "c:variableType c:intensity", "sun", "kind"),
        ('c:fileName "notes.txt"', 'c:fileName "../notes.txt"', "notes", "file name"),
    ],
)
def test_a_breach_is_told_with_what_would_be_right(right, wrong, node, says):
    assert right in POND
    told = found(POND.replace(right, wrong, 1))
    assert [v for v in told if v.node == node and says in v.message], told


@pytest.mark.parametrize(
    ("more", "node", "says"),
    [
        ('mbl:P1 c:quantity [ qudt:numericValue 3 ; c:ucum "%" ; c:bound c:upper ] .', "P1", "value, unit and bound"),
        ("mbl:M a c:ModifierStatement ; c:modifies mbl:newt ; c:modification c:attenuates .", "M", "causal statements"),
        ("mbl:M a c:ModifierStatement ; c:modifies mbl:P1 ; c:modification c:flips .", "M", "attenuates"),
        ("mbl:L a c:LimitStatement ; c:object mbl:newt .", "L", "goal or a variable"),
        ("mbl:I a c:IntakeStatement ; c:object mbl:newt .", "I", "population"),
        ("mbl:D a c:DerivedAnswer .", "D", "derived from"),
        ('mbl:P1 c:sign "?" .', "P1", "sign set"),
        ("mbl:P1 a c:AssociationStatement .", "P1", "an association has no other"),
        ("mbl:algae c:cessationOf mbl:newt .", "algae", "one variable"),
        ("mbl:algae c:cessationOf mbl:algae .", "algae", "stopping of itself"),
        ("mbl:P1 c:study [ a c:Study ; c:design c:cohort ] , [ a c:Study ; c:design c:animal ] .", "P1", "one study"),
        ("mbl:P1 c:study [ a c:Study ; c:design c:hearsay ] .", "P1", "one design"),
        ('mbl:P1 c:study [ a c:Study ; c:design c:cohort ; dcterms:identifier "a b" ] .', "P1", "public id"),
        ("mbl:P1 c:estimate [ c:measure c:risk_ratio ] .", "P1", "c:Estimate"),
        ("mbl:P1 c:estimate [ a c:Estimate ; c:measure c:risk_ratio ] .", "P1", "one value"),
        ("mbl:P1 c:estimate [ a c:Estimate ; c:measure c:size ; qudt:numericValue 2.0 ] .", "P1", "one measure"),
        ("mbl:P1 c:estimate [ a c:Estimate ; c:measure c:risk_ratio ; qudt:numericValue -1.0 ] .", "P1", "above 0"),
        ("mbl:P1 c:estimate [ a c:Estimate ; c:measure c:difference ; qudt:numericValue 1.0 ] .", "P1", "unit in UCUM"),
        (
            "mbl:P1 c:estimate [ a c:Estimate ; c:measure c:odds_ratio ; qudt:numericValue 1.0 ; c:lowEnd 0.5 ] .",
            "P1",
            "a low and a high end",
        ),
        ("mbl:P1 c:dose [ a c:Span ; c:lowEnd 1.0 ] .", "P1", "one unit in UCUM"),
        ('mbl:P1 c:dose [ a c:Span ; c:ucum "mg" ] .', "P1", "at least one end"),
        ('mbl:P1 c:dose [ a c:Span ; c:ucum "mg" ; c:lowEnd 3.0 ; c:highEnd 2.0 ] .', "P1", "from low to high"),
        ('mbl:P1 c:onset [ a c:Span ; c:ucum "mg" ; c:lowEnd 1.0 ] .', "P1", "a time has a unit"),
    ],
)
def test_a_further_breach_is_told(more, node, says):
    told = found(POND + more)
    assert [v for v in told if v.node == node and says in v.message], told


def test_a_breach_in_a_part_names_the_statement_and_its_field():
    part = "mbl:P1 c:estimate [ a c:Estimate ; c:measure c:size ; qudt:numericValue 2.0 ] ."
    assert [(v.node, v.field) for v in found(POND + part)] == [("P1", "estimate.measure")]


@pytest.mark.parametrize(("path", "names"), [("measure", MEASURES), ("design", DESIGNS)])
def test_measures_and_designs_are_the_same_in_code_shapes_and_vocabulary(path, names):
    (allowed,) = (
        [vocabulary.local(str(name)) for name in SHAPES.items(SHAPES.value(shape, SH["in"]))]
        for shape in SHAPES.subjects(SH.path, rdflib.URIRef(vocabulary.VOCAB + path))
    )
    assert allowed == [*names]
    described = rdflib.Graph().parse(ONTOLOGY / "vocabulary.ttl")
    assert all(described.value(rdflib.URIRef(vocabulary.VOCAB + name), rdflib.RDFS.label) for name in names)


def test_opposite_signs_in_one_setting_are_a_fault():
    graph = CausalGraph(
        content([variable("a"), variable("b")], [link("a", "+", "b", id="s1"), link("a", "-", "b", id="s2")])
    )
    assert "contradicts s2" in next(iter(checks.contradictions(graph))).message


@pytest.mark.parametrize("acyclic", [True, False])
def test_a_loop_is_a_fault_only_of_a_document_that_is_said_to_have_none(tmp_path, acyclic):
    again = POND.replace("mbl:P1", "mbl:P2").replace("mbl:anno-P1", "mbl:anno-P2").split("mbl:P2 a", 1)[1]
    again = (
        PREFIXES + "mbl:P2 a" + again.replace("mbl:shade", "mbl:algae", 1).replace("object mbl:algae", "object mbl:sun")
    )
    said = POND.replace("a c:Document", "c:acyclic true ; a c:Document", 1) if acyclic else POND
    assert (said != POND) is acyclic
    (tmp_path / "pond.ttl").write_text(said)
    (tmp_path / "again.ttl").write_text(again)
    faults = checks.check(ONTOLOGY / "shapes.ttl", turtle_files(tmp_path))
    assert bool([fault for fault in faults if "form a loop" in fault.message]) is acyclic


def test_a_file_that_is_no_turtle_is_named_with_its_line(tmp_path):
    (tmp_path / "pond.ttl").write_text(PREFIXES + "mbl:a mbl:b .\n")
    (fault,) = checks.check(ONTOLOGY / "shapes.ttl", turtle_files(tmp_path))
    assert "pond.ttl, line" in fault.message


def passage_graph(text, start, end, *, line=1):
    words = text[start:end]
    passage = Passage(
        document="d",
        section="",
        line=line,
        start=start,
        end=end,
        sha256=hashlib.sha256(words.encode()).hexdigest(),
    )
    document = Document(
        id="d",
        iri="https://example.org/mbl/d",
        title="d",
        file_name="d.txt",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        length=len(text),
        excluded_lines=(2,),
        words=words_of(text, (2,)),
    )
    made = content([variable("a"), variable("b")], [link("a", "+", "b", passage=passage)])
    return CausalGraph(type(made)(concepts=made.concepts, statements=made.statements, documents=(document,)))


TEXT = "Sun’s light feeds algae.\nA caption.\n"


def test_a_right_passage_is_found_by_code_points(tmp_path):
    (tmp_path / "d.txt").write_text(TEXT, encoding="utf-8")
    assert list(verify(passage_graph(TEXT, 0, 24), tmp_path)) == []


@pytest.mark.parametrize(("start", "end", "line", "says"), [(0, 24, 7, "on line 1"), (25, 35, 2, "captions")])
def test_a_wrong_line_is_named(tmp_path, start, end, line, says):
    (tmp_path / "d.txt").write_text(TEXT, encoding="utf-8")
    (fault,) = verify(passage_graph(TEXT, start, end, line=line), tmp_path)
    assert says in fault.message


def test_a_changed_document_is_named(tmp_path):
    (tmp_path / "d.txt").write_text(TEXT + "more", encoding="utf-8")
    (fault,) = verify(passage_graph(TEXT, 0, 24), tmp_path)
    assert fault.field == "sha256"


def test_a_missing_document_is_named(tmp_path):
    (fault,) = verify(passage_graph(TEXT, 0, 24), tmp_path)
    assert "d.txt is not in" in fault.message


def test_every_real_value_survives_the_way_to_triples_and_back(graph):
    triples = []
    for value in (*graph.concepts.values(), *graph.statements.values(), *graph.documents.values()):
        for s, p, o in rdf.describe(value, graph.concepts):
            triples.append((_plain(s), str(p), _plain(o)))
    again = rdf.read(triples)
    assert {c.id: c for c in again.concepts} == graph.concepts
    assert {s.id: s for s in again.statements} == graph.statements
    assert {d.id: d for d in again.documents} == graph.documents


def _plain(term):
    return f"_:{term}" if isinstance(term, rdflib.BNode) else str(term)


@pytest.mark.parametrize("name", ["concepts", "statements"])
def test_the_turtle_files_stand_in_the_order_that_we_write(graph, name):
    values = graph.concepts.values() if name == "concepts" else [*graph.statements.values(), *graph.documents.values()]
    made = rdflib.Graph()
    for value in values:
        made += rdf.describe(value, graph.concepts)
    assert rdf.turtle(made) == (ONTOLOGY / f"{name}.ttl").read_text(encoding="utf-8")


def test_a_node_that_cannot_be_read_is_named():
    with pytest.raises(rdf.GraphError, match="mbl:sun has no values of skos:prefLabel"):
        rdf.read([(f"{vocabulary.BASE}sun", str(RDF.type), str(C.Variable))])


def test_no_code_uses_a_term_that_the_vocabulary_lacks():
    described = {str(s) for s in rdflib.Graph().parse(ONTOLOGY / "vocabulary.ttl").subjects()}
    assert [iri for iri in used() if iri not in described] == []


def test_every_concept_is_defined_in_words(graph):
    assert [c.id for c in graph.concepts.values() if len(c.definition.split()) < 2] == []


def test_public_ids_have_a_known_prefix(graph):
    for c in graph.concepts.values():
        for mapping in c.mappings:
            assert vocabulary.iri(vocabulary.curie(mapping.iri)) == mapping.iri


def test_every_statement_has_a_passage_of_its_own_document(graph):
    for s in graph.statements.values():
        assert s.passage.document in graph.documents
        assert s.bridge == (s.evidence == "ECO:0000305")


def test_the_folder_holds_what_the_readme_says():
    assert {f.name for f in Path(ONTOLOGY).glob("*.ttl")} == {
        "vocabulary.ttl",
        "shapes.ttl",
        "concepts.ttl",
        "statements.ttl",
    }


def test_every_public_term_for_a_measure_or_design_says_where_it_was_read():
    described = rdflib.Graph().parse(ONTOLOGY / "vocabulary.ttl")
    for name in (*MEASURES, *DESIGNS):
        node = rdflib.URIRef(vocabulary.VOCAB + name)
        matches = [o for p, o in described.predicate_objects(node) if p.startswith(vocabulary.PREFIXES["skos"])]
        assert matches, name
        assert all(described.value(m, C.verifiedIn) for m in matches), name
