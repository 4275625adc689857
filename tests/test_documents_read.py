"""What is read from documents: what each kind of sentence claims, what none claims, and what the reply says."""

from itertools import islice, product
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.cli import main
from kg.knowledge_base import KnowledgeBase
from kg.model import Variable
from kg.patience import seconds
from kg.reading import Reader, confidence, installed, trees
from kg.reading.sentences import sentences
from kg.reading.values import OUTCOMES, Outcome
from kg.settings import Settings

ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "documents" / "sentences.tsv").read_text(encoding="utf-8").splitlines()[1:]
]
GARDEN = Path(__file__).parent / "garden"
SILENT = {"negation", "aim", "unasserted", "question", "correlation", "comparison"}


def reader_of(knowledge):
    graph = knowledge.snapshot.graph
    kinds = {kind.id for kind in graph.kinds.values() if kind.intervention}
    return Reader(knowledge.snapshot.lexicon, graph.concepts, kinds)


@pytest.fixture(scope="module")
def reader(knowledge):
    assert installed(), "pip install -e '.[reading]' brings the parser"
    return reader_of(knowledge)


@pytest.fixture(scope="module")
def garden():
    return KnowledgeBase(Settings(ontology=GARDEN, documents=GARDEN))


def canonical(graph, cause, effect, sign):
    a, b = graph.concepts[cause], graph.concepts[effect]
    flips = (sign == "-") + (a.level < 0) + (b.level < 0)
    return a.variable, b.variable, "-" if flips % 2 else "+"


def claimed(reader, graph, text):
    return {canonical(graph, c.cause, c.effect, c.sign): c for read in reader.read(text) for c in read.claims}


@pytest.fixture(scope="module")
def all_read(reader, knowledge):
    return [claimed(reader, knowledge.snapshot.graph, text) for _, text, _ in ROWS]


@pytest.mark.parametrize("at", range(len(ROWS)), ids=[f"{k}-{i}" for i, (k, *_) in enumerate(ROWS)])
def test_a_sentence_claims_what_it_says_and_nothing_else(at, all_read, knowledge):
    _, _, wanted = ROWS[at]
    rows = [w.split() for w in wanted.split(";") if w.strip()]
    said = {canonical(knowledge.snapshot.graph, cause, effect, sign) for cause, sign, effect, *_ in rows}
    assert set(all_read[at]) == said
    for cause, sign, effect, *hedge in rows:
        if hedge:
            assert all_read[at][canonical(knowledge.snapshot.graph, cause, effect, sign)].hedge == hedge[0]


def test_the_kinds_that_claim_nothing_are_there():
    assert {kind for kind, _, wanted in ROWS if not wanted.strip()} >= SILENT


NEGATED = (
    "{a} does not increase {b}.",
    "{a} did not lower {b}.",
    "{b} was not reduced by {a}.",
    "{a} had no effect on {b}.",
    "{a} failed to raise {b}.",
    "No increase in {b} by {a} was seen.",
    "There is no evidence that {a} lowers {b}.",
    "{a} never prevents {b}.",
    "It is not true that {a} increases {b}.",
    "{a} cannot reduce {b}.",
)
OPEN = (
    "Does {a} increase {b}?",
    "We asked whether {a} lowers {b}.",
    "{a} was given to reduce {b}.",
    "It was hypothesized that {a} increases {b}.",
    "Aim: To test whether {a} reduces {b}.",
    "{a} was correlated with {b}.",
    "Lower {a} was associated with higher {b}.",
)
REJECTED = (
    "{a} was falsely said to raise {b}.",
    "The authors wrongly reported that {a} raises {b}.",
    "It is a mistake that {a} lowers {b}.",
    "Mistakenly, {a} increases {b}.",
    "{a} reduces {b} according to discredited reports.",
    "{a} raises {b}, or so it was thought.",
    "Nobody believes that {a} lowers {b}.",
    "{a} supposedly lowers {b}.",
    "It was once believed that {a} raises {b}.",
)
PAIRS = (
    ("{a} increases {b}.", "{b} is increased by {a}."),
    ("{a} reduced {b}.", "{b} was reduced by {a}."),
    ("{a} suppresses {b}.", "{b} is suppressed by {a}."),
    ("{a} stimulates {b}.", "{b} is stimulated by {a}."),
    ("{a} prevented {b}.", "{b} was prevented by {a}."),
)


def names(knowledge):
    found = [c.label for c in knowledge.snapshot.graph.concepts.values() if isinstance(c, Variable)]
    lexicon = knowledge.snapshot.lexicon
    return [n for n in found if [m.text for m in lexicon.link(n)] == [n] and " " not in n.split("(")[0][20:]]


def claims_of(reader, texts):
    """The claims of sentences that are read as one text, each of them a paragraph."""
    text = "\n\n".join(texts)
    return [read.claims for read in reader.read(text)]


@pytest.mark.parametrize("ground", ["knowledge", "garden"])
@pytest.mark.parametrize("templates", [NEGATED, OPEN, REJECTED], ids=["negated", "open", "rejected"])
def test_what_is_denied_asked_rejected_or_only_meant_is_never_claimed(ground, templates, request):
    knowledge = request.getfixturevalue(ground)
    named = names(knowledge)
    texts = [
        template.format(a=a.capitalize() if template.startswith("{a}") else a, b=b)
        for (a, b), template in islice(zip(product(named[::3], named[1::4]), templates * 99, strict=False), 120)
        if a != b
    ]
    assert [c for c in claims_of(reader_of(knowledge), texts) if c] == []


@pytest.mark.parametrize("ground", ["knowledge", "garden"])
def test_a_passive_has_the_sign_of_its_active(ground, request):
    knowledge = request.getfixturevalue(ground)
    named = [n for n in names(knowledge) if " " not in n]
    reader = reader_of(knowledge)
    several = [
        (a, b, active, passive)
        for (a, b), (active, passive) in islice(zip(product(named[::2], named[1::2]), PAIRS * 99, strict=False), 30)
        if a != b
    ]
    active = claims_of(reader, [row[2].format(a=row[0], b=row[1]) for row in several])
    passive = claims_of(reader, [row[3].format(a=row[0], b=row[1]) for row in several])
    both = [
        ({(c.cause, c.effect, c.sign) for c in one}, {(c.cause, c.effect, c.sign) for c in other})
        for one, other in zip(active, passive, strict=True)
        if one and other
    ]
    assert len(both) > len(several) * 0.7
    assert all(one == other for one, other in both)


@pytest.mark.parametrize("stopping", ["Stopping {}", "Withdrawal of {}", "{} withdrawal", "Discontinuing the {}"])
def test_what_stopping_something_does_is_no_claim_of_less_of_it(reader, knowledge, stopping):
    """By 11.11 of the semantics; of what the body makes, as of estrogen, it is less."""
    graph = knowledge.snapshot.graph
    done = [c.label for c in graph.concepts.values() if graph.is_intervention(c.id)]
    texts = [f"{stopping.format(label)} raises bone resorption." for label in done]
    assert [c for c in claims_of(reader, texts) if c] == []


@pytest.mark.parametrize(("word", "hedge"), [("may", "possible"), ("might", "possible"), ("typically", "typical")])
def test_a_hedge_is_kept(reader, word, hedge):
    ending = "" if hedge == "possible" else "s"
    ((claim,),) = claims_of(reader, [f"Yoga {word} reduce{ending} bone loss."])
    assert (claim.sign, claim.hedge) == ("-", hedge)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="aB1. \n\t?!;•()=<>&%–é", max_size=200))
def test_sentences_are_in_order_and_leave_only_blanks_out(text):
    end, left = 0, ""
    for found in sentences(text):
        assert end <= found.start < found.end <= len(text)
        left += text[end : found.start]
        end = found.end
    left += text[end:]
    assert not set(left) & set("aBé")


HOSTILE = (
    "a " * 20_000,
    "(" * 40_000,
    "(AB)" * 9_000,
    "A." * 20_000,
    "\n" * 40_000,
    "yoga " * 8_000,
    "!" * 40_000,
    "é" * 40_000,
)


@pytest.mark.parametrize("text", HOSTILE, ids=[repr(t[:5]) for t in HOSTILE])
def test_no_text_takes_long(reader, text):
    with seconds(8, "reading"):
        assert all(not read.claims for read in reader.read(text))


def test_every_outcome_is_told_in_words():
    assert set(OUTCOMES) == set(get_args(Outcome))


def test_without_a_parser_plain_sentences_are_read_and_no_others(reader, monkeypatch):
    monkeypatch.setattr(trees, "MODEL", "no_such_model")
    trees.parser.cache_clear()
    try:
        plain, passive, denied = claims_of(
            reader, ["Yoga reduces bone loss.", "Bone loss is reduced by yoga.", "Yoga does not reduce bone loss."]
        )
    finally:
        monkeypatch.undo()
        trees.parser.cache_clear()
    assert [(c.cause, c.effect, c.sign) for c in plain] == [("yoga", "bone_loss", "-")]
    assert passive == denied == ()


def test_numbers_people_and_design_stand_in_the_draft(reader):
    text = (
        "In a randomized trial of 240 women, 800 IU of vitamin D daily lowered fracture risk"
        " (HR 0.80, 95% CI 0.70-0.91) compared with placebo."
    )
    ((claim,),) = claims_of(reader, [text])
    assert claim.details["study"] == {"design": "randomized_trial", "n": 240}
    assert claim.details["dose"] == {"value": "800", "unit": "[IU]", "per": "day"}
    assert claim.details["estimate"] == {
        **{"measure": "hazard_ratio", "value": "0.80", "low": "0.70", "high": "0.91", "level": "95"},
        "comparator": "placebo",
    }


TEXT = "Yoga may lower bone loss. Jumping was not found to raise muscle strength. Does yoga help? The hip is a joint."


def test_the_reply_says_of_every_sentence_what_became_of_it(curated):
    read = curated.read_document("Notes", TEXT, by="ann")
    assert [(s.became, s.why) for s in read.sentences] == [
        ("proposed", "proposed"),
        ("passed_over", "negated"),
        ("passed_over", "question"),
        ("passed_over", "names_too_little"),
    ]
    assert read.counts == {"proposed": 1, "negated": 1, "question": 1, "names_too_little": 1}
    (proposal,) = read.proposals
    assert proposal.proposal["hedge"] == "possible"
    assert proposal.trigger == "lower"
    assert 0 < proposal.confidence < 1
    assert proposal.meets
    assert [TEXT[s.start : s.end] for s in read.sentences][2] == "Does yoga help?"


def test_the_same_text_under_two_titles_is_one_document(curated):
    first = curated.read_document("Notes", TEXT, by="ann")
    again = curated.read_document("Other notes", TEXT, by="bea")
    assert (again.document, again.title) == (first.document, "Notes")
    assert again.proposals == ()
    assert again.sentences[0].why == "proposed_before"
    assert again.sentences[0].proposals == first.sentences[0].proposals


def test_another_document_that_says_so_gives_a_proposal_too(curated):
    first = curated.read_document("Notes", TEXT, by="ann").proposals[0]
    second = curated.read_document("Letter", "Yoga may lower bone loss. So we hear.", by="ann").proposals[0]
    assert first.proposal["source"]["document"] != second.proposal["source"]["document"]
    curated.decide(first.id, "accept", by="bea")
    assert "says_the_same" in curated.proposal(second.id).meets


def test_what_a_document_is_known_to_say_is_not_proposed_again(curated):
    made = curated.read_document("Notes", TEXT, by="ann").proposals[0]
    curated.decide(made.id, "accept", by="bea")
    more = curated.read_document("Notes", TEXT, by="ann")
    assert more.proposals == ()
    assert more.sentences[0].became == "known"


def test_decisions_move_the_confidence_and_the_same_ones_move_it_alike(curated):
    text = "Yoga lowers bone loss. Bone loss is lowered by jumping. Walking lowers bone loss. Tai chi lowers fall risk."
    read = curated.read_document("Notes", text, by="ann").proposals
    assert curated.learned() == (confidence.shipped(), 0)
    for proposal in read:
        curated.decide(proposal.id, "reject", by="bea")
    weights, judged = curated.learned()
    assert judged == len(read) == 4
    assert curated.learned() == (weights, judged)
    given = confidence.features(1.0, "verb", "categorical", 2, 25)
    assert confidence.confidence(weights, given) < confidence.confidence(confidence.shipped(), given)
    assert confidence.parsed(confidence.table_of(weights)) == pytest.approx(weights, abs=1e-5)


def test_what_is_learned_is_kept_and_used(tmp_path, monkeypatch):
    monkeypatch.setenv("KG_DATA", str(tmp_path))
    done = CliRunner().invoke(main, ["learn"])
    assert done.exit_code == 0, done.output
    table = tmp_path / confidence.FILE
    assert confidence.parsed(table.read_text()) == pytest.approx(dict(confidence.shipped()), abs=1e-5)
    table.write_text(confidence.table_of(dict.fromkeys(confidence.NAMES, 0.0)))
    (read,) = KnowledgeBase(Settings(data=tmp_path)).claims_in("Yoga lowers bone loss.")
    assert read.claims[0].confidence == 0.5
