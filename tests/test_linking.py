"""Names of concepts are found as people write them, and look-alikes are kept apart."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.linking import AmbiguousConcept, UnknownConcept, english, families, lexicon
from kg.linking.text import american, fold, inflects, tokens
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


def named(words, text):
    return [(m.text, m.concept) for m in words.link(text)]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("BTM shift", [("BTM", "btm")]),
        ("hip bone density", [("hip", "hip"), ("bone density", "bmd")]),
        ("vertebral fx", [("vertebral fx", "vertebral_fracture")]),
        ("spine BMD", [("spine", "spine"), ("BMD", "bmd")]),
        ("OC activity", [("OC activity", "osteoclast_activity")]),
        ("OB number", [("OB", "osteoblast")]),
        ("OC pills", [("pills", "pharmacological_intervention")]),
        ("skeletal benefit", [("skeletal", "skeleton")]),
        ("osteogenic", [("osteogenic", "bone_formation")]),
        ("T score", []),
        ("my T score is low", []),
        ("T", [("T", "testosterone")]),
        ("calcium and D", [("calcium", "calcium"), ("D", "vitamin_d")]),
        ("plan D", []),
        ("loads of cheese", [("cheese", "dairy")]),
        ("bones are brittle", [("bones are brittle", "skeletal_fragility")]),
        ("lifting dumbbells", [("lifting dumbbells", "weight_lifting")]),
        ("almonds", [("almonds", "nuts")]),
    ],
)
def test_compounds_short_forms_and_kinds_name_what_their_head_says(words, text, mentions):
    assert named(words, text) == mentions


def test_a_word_of_general_english_links_only_to_what_it_names(words, graph):
    """Of the 20,000 most frequent words, one that links is an inflection, the adjective or the last word of a name."""
    spelled = {}
    for concept in graph.concepts.values():
        names = (concept.label, concept.id.replace("_", " "), *concept.synonyms, *concept.hidden_labels)
        spelled[concept.id] = {last(name) for name in names}
    for row in english.rows("kinds"):
        for mention in words.link(row["broader"]):
            spelled[mention.concept].add(last(row["narrower"]))
    wrong, linking = [], 0
    for word in english.dictionary()[:20_000]:
        for mention in words.link(word):
            linking += 1
            if not any(inflects(american(fold(word)), name) for name in spelled[mention.concept]):
                wrong.append((word, mention.concept))
    assert wrong == []
    assert linking < 210


def last(name):
    return tokens(name)[-1].spelled


@pytest.mark.parametrize("ending", ["", "ness", "less", "like", "ly"])
def test_a_word_of_english_or_made_from_one_is_never_mended(words, ending):
    some = [w for w in english.dictionary()[:40_000:41] if len(w) >= 5]
    assert [w for w in some if any(t.mended for t in words.read(w + ending).words)] == []


def test_a_name_with_one_typing_error_still_links(words, graph):
    """Transpositions, drops and doubles inside every label and synonym, where they make no other word."""
    tried = missed = 0
    for concept in graph.concepts.values():
        for label in (concept.label, *concept.synonyms):
            for wrong in errors(label):
                if any(w not in label.split() and w.lower() in english.ENGLISH for w in wrong.split()):
                    continue
                tried += 1
                missed += not any(concept.id in (m.concept, *m.alternatives) for m in words.link(wrong))
    assert missed / tried < 0.1


def errors(label):
    """One typing error of each sort, in the middle of a label, away from the ends of its words."""
    at = len(label) // 2
    if len(label) > at + 1 and label[at - 1 : at + 2].isalpha():
        if label[at] != label[at + 1]:
            yield label[:at] + label[at + 1] + label[at] + label[at + 2 :]
        yield label[:at] + label[at + 1 :]
        yield label[:at] + label[at] + label[at:]


@pytest.mark.parametrize("row", english.rows("abbreviations"), ids=lambda row: row["short"])
def test_a_short_form_means_nothing_where_its_long_one_is_no_name(row):
    garden = lexicon([variable("green_moss"), variable("shade")])
    assert garden.link(f"{row['near'].split(' ')[0]} {row['short']}") == ()
    assert row["origin"]


QUESTION_WORDS = sorted(english.COMMON - english.NAMES_TOO)


def test_a_concept_called_like_a_word_of_questions_breaks_no_question():
    """It is linked in quotes, by its id, or where the text is that name."""
    concepts = [variable("green_moss"), variable("shade")]
    text = "what is the effect of shade on green moss, and does it cause 3 more?"
    plain = named(lexicon(concepts), text)
    odd = [*QUESTION_WORDS, "what is", "does it help", "3", "q"]
    made = lexicon([*concepts, *(replace(variable(f"x{i}"), label=word) for i, word in enumerate(odd))])
    assert named(made, text) == plain
    for i, word in enumerate(odd):
        assert made.resolve(word) == made.resolve(f"x{i}") == f"x{i}"
        assert f"x{i}" in [m.concept for m in made.link(f'does "{word}" change shade?')], word


def test_a_name_of_question_words_alone_is_noted(curated):
    fields = {"label": "risk", "kind": "process", "variable_type": "rate", "valence": "neutral"}
    assert "question_word" in {w.kind for w in curated.propose("concept", fields, by="ann").warnings}


def told_by_their_nouns(graph):
    """The names of several words, with the verb and the adjective that tell what their last word does."""
    for concept in graph.concepts.values():
        *rest, last = concept.label.lower().split(" ")
        if rest and all(word.isalpha() for word in (*rest, last)):
            yield concept.id, " ".join(rest), families.verb(last), families.adjective(last)


def test_a_name_is_told_by_the_verb_of_its_noun(knowledge, graph):
    told = [(id, rest, verb) for id, rest, verb, _ in told_by_their_nouns(graph) if verb]
    assert len(told) > 5
    for id, rest, verb in told:
        for text in (f"it helps {rest} to {verb}", f"does it stop {rest} from being lost and help {rest} {verb}?"):
            assert id in [m.concept for m in knowledge.snapshot.lexicon.link(text)], text


def test_a_name_is_told_by_the_adjective_of_its_noun_at_its_degree(knowledge, graph):
    told = [(id, rest, adjective) for id, rest, _, adjective in told_by_their_nouns(graph) if adjective]
    assert len(told) > 5
    for id, rest, adjective in told:
        for degree, level in (("more", 1), ("less", -1)):
            text = f"it makes {rest} {degree} {adjective}"
            found = {m.concept: m for m in knowledge.snapshot.lexicon.link(text)}
            assert id in found, text
            assert (found[id].level, found[id].graded) == (level, True), text
