"""Names of concepts are found as people write them, and look-alikes are kept apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.linking import AmbiguousConcept, UnknownConcept, lexicon
from tests.made import variable


@pytest.fixture(scope="module")
def words(graph):
    return lexicon(graph.concepts.values())


@pytest.mark.parametrize(
    ("name", "concept"),
    [
        ("estrogen", "estrogen"),
        ("oestrogen", "estrogen"),
        ("the menopause", "menopause"),
        ("strenth training", "resistance_training"),
        ("bone minral density", "bmd"),
        ("TNF-α", "tnfa"),
        ("IL6", "il6"),
        ("17β-estradiol", "estradiol"),
        ("bone_resorption", "bone_resorption"),
        ("mbl:estrogen", "estrogen"),
        ("https://example.org/mbl/estrogen", "estrogen"),
        ("CHEBI:50114", "estrogen"),
        ("http://purl.obolibrary.org/obo/CHEBI_50114", "estrogen"),
        ("RANK", "rank"),
        ("RANKL", "rankl"),
    ],
)
def test_a_concept_is_known_by_id_iri_curie_and_words(words, name, concept):
    assert words.resolve(name) == concept


def test_an_unknown_name_brings_what_comes_near(words):
    with pytest.raises(UnknownConcept) as error:
        words.resolve("estrogenicity of bone")
    assert error.value.fields["suggestions"]


def test_a_public_id_of_two_concepts_asks_back(words):
    with pytest.raises(AmbiguousConcept, match="fracture_risk or skeletal_fragility"):
        words.resolve("HP:0002659")


def test_the_verb_to_rank_names_no_receptor(words):
    assert words.link("rank the things") == ()


def test_the_longest_match_wins_and_positions_are_true(words):
    text = "Does Resistance Training, after menopause, help?"
    assert [(text[m.start : m.end], m.concept) for m in words.link(text)] == [
        ("Resistance Training", "resistance_training"),
        ("after menopause", "postmenopausal_women"),
    ]


def test_every_label_and_synonym_names_its_concept(words, graph):
    missed = []
    for concept in graph.concepts.values():
        for label in (concept.label, *concept.synonyms):
            found = words.link(label)
            if not any(concept.id in (m.concept, *m.alternatives) for m in found):
                missed.append((concept.id, label))
    assert missed == []


def test_a_new_concept_is_found_at_once(graph):
    more = lexicon([*graph.concepts.values(), variable("moon_walking")])
    assert more.resolve("moon walking") == "moon_walking"


def test_search_finds_by_the_beginning(words):
    assert words.search("estr")[0].concept == "estrogen"


@given(st.text(max_size=300))
def test_any_text_is_read_without_harm(text):
    made = lexicon([variable("green_moss"), variable("shade")])
    for m in made.link(text):
        assert text[m.start : m.end] == m.text
    made.search(text)
