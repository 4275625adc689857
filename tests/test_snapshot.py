"""What is kept for a state of the graph is bounded, and goes with it."""

import pytest

from kg.knowledge_base import KnowledgeBase
from kg.settings import Settings
from kg.snapshot import MOST_EXPORTS, MOST_REVIEWS


@pytest.fixture
def curated(tmp_path):
    return KnowledgeBase(Settings(data=tmp_path))


def test_exports_are_kept_up_to_so_many_bytes(knowledge):
    kept = knowledge.snapshot.exports
    text = knowledge.export("csv", "rankl")
    assert knowledge.export("csv", "rankl") is text
    for concept in [*knowledge.snapshot.graph.concepts][:60]:
        knowledge.export("turtle", concept, 4)
    assert 0 < kept.weight <= MOST_EXPORTS


def test_a_depth_without_a_concept_is_not_kept_apart(knowledge):
    assert knowledge.export("csv", depth=1) is knowledge.export("csv", depth=3)


def test_reviews_are_kept_until_the_graph_changes(curated):
    ids = [curated.propose("concept", {"label": f"tea {n}", "kind": "food"}, by="ann").id for n in range(3)]
    kept = curated.snapshot.reviews
    assert len(kept) == 3
    assert 0 < kept.weight <= MOST_REVIEWS
    curated.decide(ids[0], "reject", by="bob")
    assert curated.snapshot.reviews is kept
    curated.decide(ids[1], "accept", by="bob")
    assert curated.snapshot.reviews is not kept


def test_names_are_shared_where_no_concept_changed(curated):
    lexicon = curated.snapshot.lexicon
    concept = {"label": "green tea", "kind": "food", "variable_type": "intake"}
    made = curated.propose("concept", concept, by="ann")
    assert curated.snapshot.lexicon is lexicon
    curated.decide(made.id, "accept", by="bob")
    named = curated.snapshot.lexicon
    assert named is not lexicon
    claim = {"subject": "green tea", "object": "estrogen", "sign": "+", "text": "Green tea may raise estrogen."}
    curated.decide(curated.propose("statement", claim, by="ann").id, "accept", by="bob")
    assert curated.snapshot.lexicon is named
