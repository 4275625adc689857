"""What is proposed is what is recorded is what a restart reads, whatever signs the fields hold."""

import random

import pytest

from kg import curation
from kg.curation import Malformed
from kg.curation.writing import Violated
from kg.knowledge_base import KnowledgeBase
from kg.settings import Settings

SIGNS = [
    *('"', "'", "\\", "<", ">", "{", "}", "|", "^", "`", "#", ";", ".", ",", ":", "@", "%", "_:", "[]", "()", "^^"),
    *(" ", "\t", "\n", "\r", "\0", "\x1f", "\x7f", "\x85", "\u2028", "\u2029", "\ufeff", "\u200b", "\u200f", "\u202e"),
    *("\ud800", "\udfff", "\ufffe", "\uffff", "\U0010ffff", "e\u0301", "ﬁ", "骨", "𝛽", "%zz", "\\u0022", "\\n", '"@en'),
    *(
        '"@en ; c:valence c:badWhenHigh . #',
        "> . mbl:estrogen c:kind c:kind_gene . <x:",
        "https://a.b/",
        "CHEBI:",
        "mbl:",
    ),
]
FULL = {
    "concept": [
        {"label": "x", "kind": "nutrient", "variable_type": "intake", "valence": "good", "synonyms": ["y"]},
        {"label": "x", "kind": "condition", "of_variable": "estrogen", "level": -1, "implies": ["menopause"]},
        {"label": "x", "kind": "population", "from_age": 50, "excludes": ["premenopausal women"]},
    ],
    "statement": [
        {"subject": "jumping", "object": "bone mineral density", "sign": "+", "text": "Jumping raises it."},
        {
            **{"subject": "calcium", "object": "bone mineral density", "sign": "?", "sign_set": "{0,+}"},
            **{"text": "It may.", "study": {"design": "meta-analysis", "n": 7, "studies": 3, "id": "PMID:1"}},
            **{"estimate": {"measure": "risk ratio", "value": "0.9", "low": "0.80", "high": "1.0", "level": 95}},
            **{"dose": {"from": 1, "to": "2.50", "unit": "mg", "per": "day"}, "onset": {"value": 3, "unit": "mo"}},
            **{"quantity": {"low": 1, "high": 2, "unit": "mg", "bound": "range", "per": ["day"], "meaning": "m"}},
        },
    ],
    "modification": [
        {"modifier": "low estrogen", "modifies": ["S106a"], "modification": "attenuates", "text": "It blunts."}
    ],
    "limit": [{"interventions": ["walking", "calcium"], "goal": "bone mineral density", "text": "Not enough."}],
    "quantity": [{"statement": "S106a", "quantity": {"value": 5, "unit": "%", "bound": "point", "meaning": "m"}}],
    "synonym": [{"concept": "estrogen", "name": "x"}, {"concept": "estrogen", "name": "x", "misspelling": True}],
    "retraction": [{"statement": "S106a", "reason": "x"}],
}
TEXTS = {
    "concept": ["label", "id", "definition", "note", "synonyms", "misspellings", "same_as", "kind", "broader"],
    "statement": ["text", "id", "note", "population", "relation", "context", "subject", "evidence", "source"],
    "modification": ["text", "modifier"],
    "limit": ["text"],
    "quantity": ["statement"],
    "synonym": ["name", "concept"],
    "retraction": ["reason"],
}
PUBLIC = ["MESH:D015519", "CHEBI:50114", "http://example.com/a", "mbl:estrogen", "c:valence"]


def hostile(chance):
    parts = chance.choices(SIGNS, k=chance.randint(1, 4))
    for _ in range(chance.randint(0, 3)):
        parts.insert(chance.randint(0, len(parts)), chance.choice(["green tea", "a", "of 5", *PUBLIC]))
    return "".join(parts)


def proposals(count, seed):
    """Proposals of every kind, each with hostile text in one to three of its fields, the same again for a seed."""
    chance = random.Random(seed)
    for n in range(count):
        kind = chance.choice(list(FULL))
        fields = dict(chance.choice(FULL[kind]))
        if "label" in fields:
            fields["label"] = f"thing {n}"
        for name in chance.sample(TEXTS[kind], k=min(len(TEXTS[kind]), chance.randint(1, 3))):
            text = hostile(chance)
            if name in ("synonyms", "misspellings", "same_as", "broader", "context"):
                text = [chance.choice(PUBLIC) + text if name == "same_as" else text]
            elif name == "source":
                text = {"document": chance.choice(["article", text]), "start": 0, "end": 5, "section": text}
            fields[name] = text
        yield kind, fields


@pytest.fixture
def again(tmp_path):
    """The graph that a restart on the same folder reads."""
    return lambda: KnowledgeBase(Settings(data=tmp_path / "data"))


def test_whatever_is_accepted_is_read_the_same_after_a_restart(curated, again):
    accepted = refused = 0
    for number, (kind, fields) in enumerate(proposals(600, seed=11)):
        try:
            view = curated.propose(kind, fields, by="ann")
            curated.decide(view.id, "accept", by="ann")
            accepted += 1
        except (Malformed, Violated):
            refused += 1
        if kind == "retraction" and number % 2 and curated.snapshot.ledger.changes:
            last = curated.snapshot.ledger.changes[-1].number
            if last not in curated.snapshot.ledger.reverted:
                curated.revert(last, by="ann")
    assert min(accepted, refused) > 50
    restarted = again()
    for part in ("concepts", "statements", "documents", "kinds", "relations"):
        assert getattr(restarted.snapshot.graph, part) == getattr(curated.snapshot.graph, part)
    assert restarted.version == curated.version


def test_a_review_shows_what_its_record_will_do(curated):
    """Thousands of drafts: nothing passes that reads back as another change."""
    passed = 0
    for kind, fields in proposals(3000, seed=12):
        try:
            draft = curation.draft_of(kind, fields)
        except Malformed:
            continue
        change, found = curation.review_draft(curated._setting("P1", "ann", "2026-01-05T12:00:00Z"), draft)
        if not found.violations:
            passed += 1
            back = curation.read_back(found.added, found.removed, change.texts)
            assert {c.id: c for c in back.added.concepts} == {c.id: c for c in change.added.concepts}
            assert {s.id: s for s in back.added.statements} == {s.id: s for s in change.added.statements}
    assert passed > 200


@pytest.mark.parametrize(
    "public", ["MESH:D015519 bone density", "CHEBI:1> ; c:valence c:badWhenHigh . <x:", "MESH:a\\b"]
)
def test_a_public_id_that_is_no_iri_once_resolved_is_refused(curated, public):
    fields = {"label": "green tea", "kind": "nutrient", "variable_type": "intake", "same_as": [public]}
    with pytest.raises(Violated, match="same_as"):
        curated.propose("concept", fields, by="ann")
    assert curated.journal.number == 0


def test_signs_that_turn_the_order_of_others_are_refused_however_they_come(curated):
    for sign in "\x00\x1b\x85\u2028\u202e\u2066\ufffe":
        with pytest.raises(Malformed):
            curated.propose("concept", {"label": f"tea {sign}x", "kind": "nutrient"}, by="ann")
        turtle = TEA.replace("tea", f"tea {sign}x".encode("unicode_escape").decode().replace("\\x", "\\u00"))
        with pytest.raises(Malformed, match="not printed"):
            curated.import_(turtle.encode(), "turtle", by="ann")


TEA = """
@prefix mbl: <https://example.org/mbl/> . @prefix c: <https://example.org/mbl/vocab#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
mbl:x1 a skos:Concept, c:Variable ; skos:prefLabel "tea"@en ; c:kind c:kind_nutrient ; c:variableType c:intake ;
    c:valence c:neutral .
"""


def test_what_an_import_passes_over_is_told(curated):
    beside = '<http://x/y> <http://x/z> "w" . mbl:x1 <http://x/z> "w" . mbl:estrogen skos:prefLabel "hijack"@en .'
    report = curated.import_((TEA + beside).encode(), "turtle", by="ann")
    assert [w.kind for w in report.warnings if w.kind == "passed_over"] == ["passed_over"]
    assert "3 properties" in report.warnings[0].message
    assert curated.snapshot.graph.concepts["estrogen"].label == "estrogen"
    assert not [
        w
        for w in curated.import_(TEA.replace("x1", "x2").replace("tea", "coffee").encode(), "turtle", by="ann").warnings
        if w.kind == "passed_over"
    ]


def test_an_id_that_no_address_can_name_is_not_taken_in(curated):
    with pytest.raises(Malformed, match="ids cannot be"):
        curated.import_(TEA.replace("mbl:x1", "<https://example.org/mbl/x/neighbourhood>").encode(), "turtle", by="ann")


def test_ids_and_public_ids_that_could_be_taken_for_another_s_are_told(curated):
    tea = {"label": "tea", "kind": "nutrient", "variable_type": "intake"}
    with pytest.raises(Violated, match="small and large letters"):
        curated.propose("concept", {**tea, "id": "Bone_Loss"}, by="ann")
    with pytest.raises(Violated, match="one of ours"):
        curated.propose("concept", {**tea, "same_as": ["mbl:estrogen"]}, by="ann")
    taken = next(
        m.iri for c in curated.snapshot.graph.concepts.values() for m in c.mappings if m.match.value == "exactMatch"
    )
    found = curated.propose("concept", {**tea, "same_as": [taken]}, by="ann")
    assert "same public id" in "".join(w.message for w in found.warnings)
