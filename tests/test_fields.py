"""A field is declared in one place, and is then everywhere; what is declared, the ontology describes."""

import json
import subprocess
import sys
from dataclasses import fields as attributes_of
from pathlib import Path

import pytest
import rdflib

from kg.answer.view_values import ConceptView, StatementView
from kg.curation.proposals import ConceptDraft, StatementDraft
from kg.export import FORMATS
from kg.model import Statement
from kg.rdf import fields
from kg.rdf.sorts import Part, Sort
from kg.rdf.terms import SH, C, used
from kg.settings import Settings

ONTOLOGY = Settings().ontology
SHAPES = rdflib.Graph().parse(ONTOLOGY / "shapes.ttl")
EVERY = (*fields.STATEMENTS, *fields.of_concepts())
INNER = tuple(inner for field in EVERY if isinstance(field.sort, Part) for inner in field.sort.fields)


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """What is where after one more field is declared."""
    command = [sys.executable, "-m", "tests.one_more_field", str(tmp_path_factory.mktemp("more"))]
    run = subprocess.run(command, cwd=Path(__file__).parent.parent, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_one_more_field_is_kept_over_a_restart(found):
    assert found["more"] == [
        [["centres", 7], ["funding", "the water board"], ["raters", ["yoga"]]],
        [["origin", "hills"]],
    ]
    assert "<https://example.org/scratch#funding>" in found["history"]


def test_one_more_field_is_in_every_export(found):
    """In every one that holds all of a statement, or of a concept."""
    for counts, told in ((found["exports"], "statements"), (found["origins"], "concepts")):
        holding = {format.name for format in FORMATS.values() if told not in format.lacks}
        assert {name for name, count in counts.items() if count} == holding
    assert found["csv"].endswith(",end,funding,centres,raters")


def test_one_more_field_is_read_from_every_format_of_triples(found):
    assert found["read"] == {"turtle": True, "json-ld": True, "n-quads": True}


def test_one_more_field_is_asked_for_in_proposals_and_tables(found):
    assert found["schemas"] == [["centres", "funding", "raters"]]
    assert {"funding", "centres", "raters", "origin"} <= set(found["template"].split())
    assert found["row"] == [1, [["centres", 3], ["funding", "mill"], ["raters", ["yoga"]]]]


def test_one_more_field_is_held_to_its_sort(found):
    assert found["refused"] == ["raters"]
    assert found["shapes"] == ["funding has at most one value"]


def test_one_more_field_is_in_the_reply_and_on_the_page(found):
    shown = found["statement"]
    assert (shown["funding"], shown["centres"], shown["raters"][0]["id"]) == ("the water board", 7, "yoga")
    assert "<dt>Funded by</dt><dd><bdi>the water board</bdi></dd>" in found["page"]
    assert "<dt>Centres</dt><dd><bdi>7</bdi></dd><dt>Rated by</dt><dd><bdi>yoga</bdi></dd>" in found["page"]
    assert found["concept"]["origin"] == "hills"
    assert "Origin: <bdi>hills</bdi>" in found["concept page"]


@pytest.mark.parametrize(
    ("declared", "place", "form"),
    [
        (fields.STATEMENTS, "in_form", StatementDraft),
        (fields.STATEMENTS, "in_view", StatementView),
        (fields.of_concepts(), "in_form", ConceptDraft),
        (fields.of_concepts(), "in_view", ConceptView),
    ],
)
def test_a_draft_and_a_reply_have_every_declared_field(declared, place, form):
    wanted = {name for field in declared if (name := getattr(field, place)) is not None}
    assert wanted <= {own.name for own in attributes_of(form)}


def test_every_attribute_of_a_value_is_declared():
    named = {own.name for own in attributes_of(Statement)} - {"id", "iri", "more"}
    assert named == {field.name for field in fields.STATEMENTS}
    for type_ in fields.OF_TYPE:
        named = {own.name for own in attributes_of(type_)} - {"id", "iri", "more"}
        assert named == {field.name for field in fields.of_concept(type_)}


def test_every_term_of_ours_that_is_declared_is_described():
    described = {str(s) for s in rdflib.Graph().parse(ONTOLOGY / "vocabulary.ttl").subjects()}
    ours = {field.iri for field in (*EVERY, *INNER) if field.iri.startswith(str(C))}
    assert ours <= set(used()) <= described


@pytest.mark.parametrize(
    "field", [f for f in (*EVERY, *INNER) if isinstance(f.sort, Sort) and f.sort.options], ids=lambda f: f.name
)
def test_a_closed_list_is_the_same_in_the_declaration_and_the_shapes(field):
    allowed = {
        str(name)
        for shape in SHAPES.subjects(SH.path, field.predicate)
        for options in SHAPES.objects(shape, SH["in"])
        for name in SHAPES.items(options)
    }
    assert allowed == {str(field.sort.write(field.sort.read(name))) for name in field.sort.options}


def test_a_name_that_is_no_term_fails_where_it_is_written():
    with pytest.raises(AttributeError, match="not in namespace"):
        C.subjekt  # noqa: B018 - the look-up is what fails
