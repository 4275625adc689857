"""“The source does not speak of X” is said only where X stands nowhere in it, whether or not its text is at hand."""

import base64
import re
from dataclasses import replace

import pytest
import rdflib
from click.testing import CliRunner

from kg import rdf
from kg.answer.spoken import Spoken, speaks_of
from kg.causal import CausalGraph
from kg.cli import main
from kg.curation import Malformed, document_of
from kg.knowledge_base import KnowledgeBase
from kg.linking.hashed import holds, words_of
from kg.linking.text import tokens
from kg.model import MOST_WORDS, WORD_BYTES, Content
from kg.settings import Settings, SettingsError
from kg.sources import texts_of, verify
from kg.web import create_app
from tests.conftest import TOKEN

ASK = "does {} affect bone mineral density?"
DENIED = "does not speak of"
NOUNS = """ability amenorrhea application cartilage constant contraction degradation desire effort element event
excavation exploration frontier future glossary hospital hypertrophy insight journey landscape limitation machinery
maintenance map menstruation milieu modality normalcy organ pace pattern physiology placement predisposition principle
resilience secosteroid sensation spectrum table technique tendon territory tool unit variability""".split()
"""Nouns that the document uses and no statement or name does."""
ELSEWHERE = "zeppelins quasars bagpipes espresso volcanoes sonnets".split()
TEXT = "Sleepless nights wear out the joints.\nAn advertisement for zeppelins.\nSleep mends them; naïve cells don’t.\n"


def says_it_of(knowledge, words):
    return [word for word in words if DENIED in knowledge.ask(ASK.format(word)).text]


@pytest.fixture(scope="module")
def at_hand():
    """The texts of the documents, where a folder with them is named; what follows holds of no text at hand as well."""
    settings = Settings.from_environment()
    return texts_of(settings.documents, KnowledgeBase(Settings()).snapshot.graph.documents.values())


def test_no_noun_of_the_document_is_denied(knowledge, graph, at_hand):
    assert not knowledge.snapshot.texts
    words = {word: word for word in NOUNS}
    for id, text in at_hand.items():
        for number, line in enumerate(text.split("\n"), 1):
            if number not in graph.documents[id].excluded_lines:
                words |= {t.stem: t.word for t in tokens(line) if t.word.isalpha()}
    assert says_it_of(knowledge, words.values()) == []


def test_what_stands_in_no_document_is_denied(knowledge):
    assert says_it_of(knowledge, ELSEWHERE) == ELSEWHERE


def test_the_document_carries_its_words(graph, at_hand):
    document = graph.documents["article"]
    assert len(document.words) > 800 * WORD_BYTES
    for id, text in at_hand.items():
        assert graph.documents[id].words == words_of(text, graph.documents[id].excluded_lines)


def test_every_stem_of_a_text_is_held_and_no_other():
    words = words_of(TEXT)
    assert all(holds(words, t.stem) for t in tokens(TEXT))
    assert not any(holds(words, stem) for stem in ("", "a", "tea", "night's", "sleeples", "\ud800"))
    assert not holds(b"", "sleep")


def test_excluded_lines_are_left_out():
    words = words_of(TEXT, (2,))
    assert holds(words, "sleep")
    assert not holds(words, "zeppelin")


def test_words_are_the_same_in_any_order():
    assert words_of("joints sleep") == words_of("Sleep, sleep: joint!") != words_of("sleep")


def test_of_more_words_than_a_document_may_carry_none_is_kept():
    text = " ".join(f"w{n}" for n in range(MOST_WORDS + 1))
    assert len(words_of(text[: text.rindex(" ")])) == MOST_WORDS * WORD_BYTES
    document = document_of("Long", text)
    assert document.words == b""
    spoken = Spoken(CausalGraph(Content(documents=(document,))), {document.id: text})
    assert speaks_of(spoken, "w77")
    assert not speaks_of(spoken, "zeppelins")


def test_a_text_at_hand_stands_in_for_words_that_are_not_carried():
    document = replace(document_of("Notes", TEXT), words=b"", excluded_lines=(2,))
    graph = CausalGraph(Content(documents=(document,)))
    assert not speaks_of(Spoken(graph), "joints")
    assert speaks_of(Spoken(graph, {document.id: TEXT}), "my joints")
    assert not speaks_of(Spoken(graph, {document.id: TEXT}), "zeppelins")


def test_a_document_sent_in_is_known_by_its_words(curated, tmp_path):
    client = create_app(curated).test_client()
    sent = {"title": "Pastimes", "text": "Bagpipes fill an evening.\nSonnets do, and so does espresso."}
    assert says_it_of(curated, ELSEWHERE) == ELSEWHERE
    reply = client.post("/api/v1/documents", json=sent, headers={"Authorization": f"Bearer {TOKEN}"})
    assert reply.status_code == 201
    left = ["zeppelins", "quasars", "volcanoes"]
    assert says_it_of(curated, ELSEWHERE) == left
    assert says_it_of(KnowledgeBase(curated.settings), ELSEWHERE) == left
    folder = tmp_path / "folded"
    folder.mkdir()
    for name, text in curated.turtle_files().items():
        (folder / name).write_text(text, encoding="utf-8")
    folded = KnowledgeBase(Settings(ontology=folder))
    assert not folded.snapshot.texts
    assert says_it_of(folded, ELSEWHERE) == left
    curated.revert(curated.snapshot.ledger.changes[-1].number, by="ann")
    assert says_it_of(curated, ELSEWHERE) == ELSEWHERE


def described(document):
    return rdf.turtle(rdf.describe(document, {}))


def test_words_survive_the_way_to_triples_and_back():
    for text in ("", "one", "one two", TEXT):
        document = replace(document_of("Notes", "x"), words=words_of(text))
        (again,) = rdf.read(rdf.triples(described(document))).documents
        assert again == document


def _base64(data):
    return base64.b64encode(data).decode()


@pytest.mark.parametrize(
    ("damaged", "says"),
    [
        ("no base64!", "no base64"),
        ("AAAAAQ", "no base64"),
        ("AAAAAR==", "no base64"),
        ("AAAA AQ==", "no base64"),
        ("骨", "no base64"),
        (_base64(b"12345"), "4 bytes each"),
        (_base64(b"22221111"), "above the one before"),
        (_base64(b"11111111"), "above the one before"),
        (_base64(b"".join(n.to_bytes(4) for n in range(MOST_WORDS + 1))), f"{MOST_WORDS} at most"),
    ],
)
def test_damaged_words_are_told(tmp_path, damaged, says):
    document = document_of("Notes", TEXT)
    turtle = described(document).replace(_base64(document.words), damaged)
    with pytest.raises(rdf.GraphError, match=rf"mbl:{document.id} cannot be read: .*{says}.*`kg words`"):
        rdf.read(rdf.triples(turtle))


def test_damaged_words_stop_a_start_and_an_import(tmp_path, curated):
    turtle = described(document_of("Notes", TEXT))
    damaged = re.sub(r'(wordHashes ")....', r"\1////", turtle)
    with pytest.raises(Malformed, match="above the one before"):
        curated.import_(damaged.encode(), "turtle", by="ann")
    with pytest.raises(Malformed):
        curated.import_(re.sub(r'(wordHashes ")....', r"\1 !//", turtle).encode(), "turtle", by="ann")
    (tmp_path / "notes.ttl").write_text(damaged, encoding="utf-8")
    with pytest.raises((rdf.GraphError, SettingsError), match="above the one before"):
        KnowledgeBase(Settings(extra=(tmp_path,)))


def test_a_document_with_all_words_that_it_may_carry_is_imported(curated):
    document = document_of("Long", " ".join(f"w{n}" for n in range(MOST_WORDS)))
    assert len(document.words) == MOST_WORDS * WORD_BYTES
    assert curated.import_(described(document).encode(), "turtle", by="ann").stored
    assert curated.snapshot.graph.documents[document.id] == document
    assert says_it_of(curated, ["w77"]) == []


@pytest.mark.parametrize(
    ("words", "says"), [(b"", "not told yet"), (words_of("sleep"), "not those"), (words_of(TEXT), "not those")]
)
def test_words_that_do_not_fit_the_text_are_told(tmp_path, words, says):
    document = replace(document_of("Notes", TEXT), words=words, excluded_lines=(2,))
    (tmp_path / document.file_name).write_text(TEXT, encoding="utf-8")
    (fault,) = verify(CausalGraph(Content(documents=(document,))), tmp_path)
    assert (fault.node, fault.field) == (document.id, "wordHashes")
    assert says in fault.message
    right = replace(document, words=words_of(TEXT, (2,)))
    assert list(verify(CausalGraph(Content(documents=(right,))), tmp_path)) == []


def test_words_that_do_not_fit_a_text_of_the_journal_are_told(tmp_path):
    document = replace(document_of("Notes", TEXT), words=words_of("sleep"))
    (fault,) = verify(CausalGraph(Content(documents=(document,))), tmp_path, {document.id: TEXT})
    assert fault.field == "wordHashes"


@pytest.fixture
def cli(tmp_path, monkeypatch):
    """A command on an ontology that has a document without its words."""
    document = replace(document_of("Notes", TEXT), words=b"", excluded_lines=(2,))
    (tmp_path / "notes.ttl").write_text(described(document), encoding="utf-8")
    monkeypatch.setenv("KG_ONTOLOGY", f"{Settings().ontology}:{tmp_path}")
    monkeypatch.delenv("KG_DOCUMENTS", raising=False)
    monkeypatch.setenv("KG_DATA", str(tmp_path / "data"))

    def run(*arguments, code=0):
        result = CliRunner().invoke(main, list(arguments))
        assert result.exit_code == code, result.output
        return result.output

    run.document, run.folder = document, tmp_path
    return run


def test_a_command_tells_the_words_as_turtle_to_put_beside_the_document(cli):
    id, folder = cli.document.id, cli.folder
    assert "holds no text_" in cli("words", id, "--documents", str(folder), code=1)
    (folder / cli.document.file_name).write_text(TEXT, encoding="utf-8")
    assert f"{id} wordHashes" in cli("verify", "--documents", str(folder), code=1)
    (folder / "words.ttl").write_text(cli("words", f"mbl:{id}", "--documents", str(folder)), encoding="utf-8")
    assert f"{id} wordHashes" not in cli("verify", "--documents", str(folder), code=1)
    assert "no document has the id 'nowhere'" in cli("words", "nowhere", "--documents", str(folder), code=1)
    assert "as it should be" in cli("check")


def test_the_shapes_hold_every_document_to_its_words():
    shapes = rdflib.Graph().parse(Settings().ontology / "shapes.ttl")
    turtle = described(document_of("Notes", TEXT))
    assert rdf.violations(rdflib.Graph().parse(data=turtle, format="turtle"), shapes) == []
    for wrong in (
        turtle.replace("wordHashes", 'wordHashes "AAAA", '),
        re.sub(r'wordHashes "....', r'wordHashes "a b', turtle),
        re.sub(r'wordHashes "', r'wordHashes "' + "AAAA" * 26667, turtle),
    ):
        told = rdf.violations(rdflib.Graph().parse(data=wrong, format="turtle"), shapes)
        assert [v for v in told if v.field == "wordHashes" and "at most 20000 words" in v.message], told
