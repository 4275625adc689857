"""The service from anywhere: another site, behind a proxy, by another name, with whatever is sent."""

import pytest

from kg.model import Hedge
from kg.vocabulary import VOCAB

API = "/api/v1"


def spellings(id, label=None):
    """The names by which something of the vocabulary may be asked for."""
    own = [id, f"c:{id}", VOCAB + id, *([label] if label else [])]
    return [*own, *(name.upper() for name in own)]


def same(client, path, field, name, spelt, **query):
    """Whether an address says the same when a field is spelt otherwise."""
    first, second = (client.get(API + path, query_string={**query, field: n}) for n in (name, spelt))
    assert second.status_code == 200, second.text
    return first.json == second.json


def test_kinds_go_by_every_name(client, graph):
    for kind in graph.kinds.values():
        for name in [*spellings(kind.id, kind.label), f"c:kind_{kind.id}", VOCAB + "kind_" + kind.id]:
            assert same(client, "/concepts", "kind", kind.id, name), name


def test_relations_go_by_every_name(client, graph):
    ends = {"cause": "rankl", "effect": "bmd"}
    for relation in graph.relations.values():
        alone = [r.label for r in graph.relations.values()].count(relation.label) == 1
        for name in spellings(relation.id, relation.label if alone else None):
            assert same(client, "/paths", "relation", relation.id, name, **ends), name


@pytest.mark.parametrize("hedge", [h.name for h in Hedge])
def test_hedges_go_by_every_name(client, hedge):
    for name in spellings(hedge):
        assert same(client, "/effects", "min_hedge", hedge, name, cause="estrogen"), name


def test_a_page_filters_by_every_name(client):
    plain = client.get("/explore?concept=rankl&kind=cytokine&hedge=typical").text
    assert client.get("/explore?concept=rankl&kind=c:kind_CYTOKINE&hedge=Typical").text == plain
