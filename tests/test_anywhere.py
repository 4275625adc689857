"""The service from anywhere: another site, behind a proxy, by another name, with whatever is sent."""

import gzip
import re

import pytest

from kg.export import FORMATS
from kg.knowledge_base import KnowledgeBase
from kg.model import Hedge
from kg.settings import Settings
from kg.vocabulary import VOCAB
from kg.web import create_app
from kg.web.sending import WORTH_PACKING

API = "/api/v1"
TOKEN = "a-token-for-the-tests"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


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


FILLED = {
    "pages.ask": ["/?q=how does resistance training affect fracture risk?", "/?q=how does bmdd affect blue moons?"],
    "pages.explore": [
        "/explore?q=bone",
        "/explore?from=yoga&to=fall_risk&context=postmenopausal_women",
        "/explore?concept=rankl",
    ],
    "pages.scenario": ["/scenario?high=estrogen_therapy&high=jumping&context=postmenopausal_women"],
    "pages.compare": ["/compare?a=yoga&b=jumping&effect=fall_risk"],
    "pages.font": ["/static/fonts/sans/SourceSansPro-Regular.otf"],
    "pages.static": ["/static/app.js", "/static/style.css", "/static/mark.svg"],
    "extending.extend": ["/extend?show=add", "/extend?show=history", "/extend?show=done"],
    "scalar.static": ["/docs/scalar/images/scalar.svg"],
    "api.ask_by_address": [f"{API}/ask?question=what lowers fracture risk?"],
    "api.paths": [f"{API}/paths?cause=yoga&effect=fall_risk"],
    "api.paths_svg": [f"{API}/paths.svg?cause=yoga&effect=fall_risk"],
    "api.effects": [f"{API}/effects?cause=yoga"],
    "api.causes": [f"{API}/causes?effect=bmd"],
    "api.shared": [f"{API}/mechanism/shared?a=rankl&b=estrogen"],
    "api.graph": [f"{API}/graph?concept=rankl&format={name}" for name in FORMATS],
}
NAMED = {"concepts": "estrogen", "statements": "S106a", "statement": "S106a", "proposals": 1, "history": 1}
OF_OTHERS = ("static", "openapi.static")


def address(rule):
    """An address of a rule, with something there for every part of it."""
    first = rule.rule.removeprefix(API).split("/")[1]
    return re.sub("<[^>]*>", str(NAMED.get(first, "nothing")), rule.rule)


def rules(app, method):
    return [r for r in app.url_map.iter_rules() if method in r.methods and r.endpoint not in OF_OTHERS]


def addresses(app):
    """Every address that can be read, filled in where it needs that."""
    for rule in rules(app, "GET"):
        yield address(rule)
        yield from FILLED.get(rule.endpoint, ())


READ = sorted({a for a in addresses(create_app(KnowledgeBase(Settings())))})
LIVE = ("/metrics",)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """An application with a proposal and a change, so that every address has something."""
    knowledge = KnowledgeBase(Settings(data=tmp_path_factory.mktemp("data"), token=TOKEN, rate=1_000_000))
    app = create_app(knowledge)
    client = app.test_client()
    for label in ("shade", "moss"):
        body = {"kind": "concept", "concept": {"label": label, "kind": "process"}}
        assert client.post(f"{API}/proposals", json=body, headers=BEARER).status_code == 201
    assert client.post(f"{API}/proposals/1/decision", json={"verdict": "accept"}, headers=BEARER).status_code == 200
    return app


@pytest.fixture
def reader(site):
    return site.test_client()


@pytest.mark.parametrize("path", READ)
def test_every_text_says_its_charset(reader, path):
    with reader.get(path) as reply:
        kind, charset = reply.mimetype, reply.mimetype_params.get("charset")
    assert kind.endswith("json") or kind.startswith("font/") or charset == "utf-8", reply.content_type


@pytest.mark.parametrize("path", READ)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_is_known_is_not_sent_again(reader, path, method):
    with (
        reader.get(path) as first,
        reader.open(path, method=method, headers={"If-None-Match": first.headers.get("ETag", "")}) as again,
    ):
        if first.status_code == 200 and path not in LIVE:
            assert first.headers["ETag"] == again.headers["ETag"]
            assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("path", READ)
def test_packed_is_the_same(reader, path):
    with reader.get(path) as plain, reader.get(path, headers={"Accept-Encoding": "gzip"}) as packed:
        assert plain.content_encoding is None
        if path not in LIVE:
            assert packed.headers.get("ETag") == plain.headers.get("ETag")
            assert (gzip.decompress(packed.data) if packed.content_encoding else packed.data) == plain.data
        if packed.content_encoding:
            assert "Accept-Encoding" in plain.vary
            assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data)
        else:
            assert len(plain.data) < WORTH_PACKING or not plain.mimetype.startswith(("text/", "application/"))


def test_a_tag_is_of_what_is_sent(reader):
    held = {}
    for path in READ:
        with reader.get(path) as reply:
            if reply.status_code == 200 and "ETag" in reply.headers:
                assert held.setdefault(reply.headers["ETag"], reply.data) == reply.data, path


@pytest.mark.parametrize("path", [p for p in READ if "?" not in p and not p.startswith("/docs")])
def test_a_slash_at_the_end_changes_nothing(reader, path):
    with reader.get(path) as plain, reader.get(f"{path.rstrip('/')}/") as slashed:
        assert slashed.status_code == plain.status_code
        assert path in LIVE or slashed.data == plain.data


@pytest.mark.parametrize("path", ["/docs", "/docs/scalar/"])
def test_the_documentation_is_led_to(client, path):
    assert client.get(path, follow_redirects=True).status_code == 200


def test_the_icon_is_where_browsers_look(client):
    with client.get("/favicon.ico") as reply:
        assert reply.mimetype == "image/svg+xml"
