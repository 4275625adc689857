"""The service from anywhere: another site, behind a proxy, by another name, with whatever is sent."""

import gzip
import re
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from werkzeug.exceptions import NotFound
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

import kg.web
from kg.export import FORMATS
from kg.knowledge_base import KnowledgeBase
from kg.model import Hedge
from kg.settings import Settings
from kg.vocabulary import VOCAB
from kg.web import create_app, sending
from kg.web.crossing import READ_BY_POST
from kg.web.failing import is_page
from kg.web.sending import WORTH_PACKING
from tests.shots import browser

API = "/api/v1"
LINKED = ("/id/", "/data/", "/vocab", "/.well-known/")
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
NAMED = {"concepts": "estrogen", "statements": "S106a", "statement": "S106a", "proposals": 1, "history": 1, "jobs": 1}
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


APP = create_app(KnowledgeBase(Settings()))
READ = sorted(set(addresses(APP)))
POSTS = [(address(r), r.endpoint) for r in rules(APP, "POST")]
TAKEN = {(method, address(rule)) for method in ("PUT", "DELETE", "PATCH", "POST") for rule in rules(APP, method)}
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


def test_a_large_text_is_packed_once(knowledge, monkeypatch):
    packed, reader = [], create_app(knowledge).test_client()
    monkeypatch.setattr(sending, "_gzip", lambda body: packed.append(body) or gzip.compress(body, 1))
    for path in (f"{API}/graph?format=csv", f"{API}/graph?format=graphml") * 3:
        with reader.get(path, headers={"Accept-Encoding": "gzip"}) as reply, reader.get(path) as plain:
            assert gzip.decompress(reply.data) == plain.data
            assert len(plain.data) >= sending.WORTH_KEEPING
    assert len(packed) == 2


def test_a_packed_body_is_told_to_come_as_it_is(reader):
    body = gzip.compress(b'{"question": "what is estrogen?"}')
    headers = {"Content-Type": "application/json"}
    refused = reader.post(f"{API}/ask", data=body, headers={**headers, "Content-Encoding": "gzip"})
    assert refused.status_code == 415
    assert "without Content-Encoding" in refused.json["detail"]
    plain = reader.post(f"{API}/ask", data=gzip.decompress(body), headers={**headers, "Content-Encoding": "identity"})
    assert plain.status_code == 200


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


@pytest.mark.parametrize("path", [path for path, _ in POSTS])
def test_a_slash_at_the_end_changes_nothing_of_what_is_sent(reader, path):
    plain, slashed = (reader.post(p, json={"no": 1}, headers=BEARER) for p in (path, f"{path}/"))
    assert (slashed.status_code, slashed.data) == (plain.status_code, plain.data)


@pytest.mark.parametrize("path", ["/docs", "/docs/scalar/"])
def test_the_documentation_is_led_to(client, path):
    assert client.get(path, follow_redirects=True).status_code == 200


def test_the_icon_is_where_browsers_look(client):
    with client.get("/favicon.ico") as reply:
        assert reply.mimetype == "image/svg+xml"


FORWARDED = {
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "graphs.example",
    "X-Forwarded-Prefix": "/kg",
}
LINK = re.compile(r'\b(?:href|src|action|data-from|data-root|data-url)="([^"]*)"')
SCRIPTS = sorted(Path(kg.web.__file__).parent.glob("static/*.js"))


@pytest.fixture(scope="module")
def proxied(site):
    """The same site where one proxy in front is believed."""
    knowledge = site.extensions["causeway"]
    return create_app(KnowledgeBase(knowledge.settings.with_(proxies=1)))


@pytest.mark.parametrize("path", READ)
def test_under_a_prefix_every_link_stays_under_it(proxied, path):
    with proxied.test_client().get(path, headers=FORWARDED) as reply:
        if reply.location:
            assert reply.location.removeprefix("https://graphs.example").startswith("/kg/")
        elif reply.mimetype == "text/html":
            addresses = LINK.findall(reply.text)
            assert addresses
            assert [a for a in addresses if a.startswith("/") and not re.match("/kg(/|$)", a)] == []


def test_under_a_prefix_the_document_says_so(proxied):
    client = proxied.test_client()
    for path in ("/openapi.json", "/docs/docs/openapi.json"):
        assert client.get(path, headers=FORWARDED).json["servers"] == [{"url": "/kg"}]
        assert client.get(path).json["servers"] == [{"url": "/"}]


@pytest.mark.parametrize("path", READ)
def test_a_stranger_is_not_believed(reader, path):
    with reader.get(path) as plain, reader.get(path, headers=FORWARDED) as forwarded:
        assert forwarded.location == plain.location
        assert path in LIVE or forwarded.data == plain.data


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda s: s.name)
def test_no_script_begins_an_address_itself(script):
    assert not re.search(r"(?:fetch|visit)\(\s*['\"`]/", script.read_text(encoding="utf-8"))


@contextmanager
def served(app):
    """The address of a WSGI application on a port of its own."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


@contextmanager
def behind_a_proxy(app):
    """The address of an application under /kg, with nothing beside it."""

    def proxy(environment, start_response):
        if not environment["PATH_INFO"].startswith("/kg/"):
            return NotFound()(environment, start_response)
        inner = environment["PATH_INFO"].removeprefix("/kg")
        return app({**environment, "HTTP_X_FORWARDED_PREFIX": "/kg", "PATH_INFO": inner}, start_response)

    with served(proxy) as address:
        yield f"{address}/kg"


def test_a_browser_finds_its_way_under_a_prefix(proxied):
    with behind_a_proxy(proxied) as address, browser() as chromium:
        page = chromium.new_page()
        page.set_default_timeout(10_000)
        troubles = []
        page.on("console", lambda m: troubles.append(m.text) if m.type == "error" else None)
        page.on("request", lambda r: None if r.url.startswith((address, "data:")) else troubles.append(r.url))
        page.goto(f"{address}/")
        page.fill("#find", "rankl")
        page.click("[role=option] >> nth=0")
        page.wait_for_url("**/kg/explore?concept=rankl")
        page.click("aside a[data-statement] >> nth=0")
        page.wait_for_selector("dialog.drawer[open]")
        page.click("footer >> text=Map of everything")
        page.wait_for_selector("#map canvas")
        page.goto(f"{address}/extend")
        page.fill("#token", TOKEN)
        page.click(".sign-in .btn")
        page.click("[data-verdict=reject]")
        page.wait_for_selector("text=Nothing waits for a decision.")
        page.goto(f"{address}/docs")
        page.wait_for_url("**/kg/docs/")
        page.goto(f"{address}/docs/scalar")
        page.wait_for_selector("text=Answer a question in words")
        assert [t for t in troubles if "fonts.scalar" not in t] == []


ELSEWHERE = {"Origin": "https://elsewhere.example"}
WRITES = [path for path, endpoint in POSTS if endpoint not in READ_BY_POST]
BODIES = [
    b"[" * 30_000 + b"]" * 30_000,
    b'{"a":' * 9_000 + b"1" + b"}" * 9_000,
    b'{"question": "' + b"\xff\xfe" + b'"}',
    b'{"question": NaN}',
    b'{"question": Infinity, "set": {"estrogen": 1e999}}',
    b'{"max_paths": ' + b"9" * 400 + b', "question": "what is estrogen?"}',
    b'{"max_paths": 99999999999999999999999, "question": "what is estrogen?"}',
    b'{"question": "\\ud800", "kind": "\\udfff", "fields": {"label": "\\ud800"}}',
    b'{"kind": "concept", "concept": {"label": "\\ud800", "kind": "process"}}',
    b'{"kind": ' + b"[" * 90 + b"]" * 90 + b', "fields": {"label": ' + b"[" * 90 + b"]" * 90 + b"}}",
    b'"{\\"question\\": NaN}"',
    b'"' + b"[" * 30_000 + b'"',
    b"",
    b"null",
    b"17",
    b"\x00",
]


def crossing(reply):
    return {name for name, _ in reply.headers if name.startswith("Access-Control")}


def preflight(client, path, method):
    asked = {"Access-Control-Request-Method": method, "Access-Control-Request-Headers": "content-type"}
    return client.options(path, headers={**ELSEWHERE, **asked})


@pytest.mark.parametrize("path", [*READ, f"{API}/paths?cause=nothing", f"{API}/nothing", "/nothing"])
def test_any_site_may_read(reader, path):
    with reader.get(path, headers=ELSEWHERE) as reply:
        assert reply.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in reply.headers
        assert {"ETag", "Retry-After", "X-Request-Id", "Link"} <= set(
            reply.headers["Access-Control-Expose-Headers"].split(", ")
        )
        shown = reply.mimetype == "image/svg+xml" or path.startswith((API, "/trapi/", *LINKED))
        assert reply.headers["Cross-Origin-Resource-Policy"] == ("cross-origin" if shown else "same-origin")
    before = preflight(reader, path, "GET")
    assert (before.status_code, before.data) == (204, b"")
    assert before.headers["Access-Control-Allow-Origin"] == "*"
    assert "If-None-Match" in before.headers["Access-Control-Allow-Headers"]
    assert int(before.headers["Access-Control-Max-Age"]) > 0


@pytest.mark.parametrize("path", [path for path, endpoint in POSTS if endpoint in READ_BY_POST])
def test_any_site_may_ask(reader, path):
    for body in ({"question": "what is estrogen?"}, {"set": {"estrogen": "high"}}, {}, {"question": "what?", "no": 1}):
        assert reader.post(path, json=body, headers=ELSEWHERE).headers["Access-Control-Allow-Origin"] == "*"
    before = preflight(reader, path, "POST")
    assert (before.status_code, before.headers["Access-Control-Allow-Origin"]) == (204, "*")
    assert "POST" in before.headers["Access-Control-Allow-Methods"].split(", ")
    assert "Content-Type" in before.headers["Access-Control-Allow-Headers"].split(", ")


@pytest.mark.parametrize("path", WRITES)
def test_no_other_site_may_write(reader, path):
    for headers in (ELSEWHERE, {**ELSEWHERE, **BEARER}):
        for body in BODIES[-3:]:
            assert not crossing(reader.post(path, data=body, content_type="application/json", headers=headers))
    assert not crossing(reader.options(path, headers=ELSEWHERE))
    before = preflight(reader, path, "POST")
    assert (before.status_code, crossing(before)) == (403, set())


@pytest.mark.parametrize(
    ("method", "path"),
    [(m, p) for m in ("PUT", "DELETE", "PATCH", "POST") for p in READ if (m, p.partition("?")[0]) not in TAKEN],
)
def test_what_takes_no_writing_opens_nothing_to_it(reader, path, method):
    refused = preflight(reader, path, method)
    assert (refused.status_code, crossing(refused)) == (403, set())
    with reader.open(path, method=method, headers=ELSEWHERE) as reply:
        assert reply.status_code == 405
        assert not crossing(reply)


# Errors


PAGES = [address(r) for r in rules(APP, "GET") if is_page(r.endpoint)]
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def is_error_page(reply, status):
    assert reply.status_code == status
    assert reply.content_type == "text/html; charset=utf-8"
    assert 'id="main"' in reply.text
    assert "This did not work" in reply.text


def test_what_shows_html_is_known_for_a_page(reader):
    for rule in rules(APP, "GET"):
        with reader.get(address(rule)) as reply:
            if not rule.rule.startswith("/docs"):
                assert is_page(rule.endpoint) == (reply.mimetype == "text/html"), rule


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("accept", ["*/*", BROWSER["Accept"]])
def test_a_page_answers_an_error_as_a_page(reader, path, accept):
    refused = reader.post(path, headers={"Accept": accept})
    is_error_page(refused, 405)
    assert "GET" in refused.headers["Allow"]


@pytest.mark.parametrize("path", PAGES)
def test_a_program_hears_of_an_error_on_a_page_as_a_problem(reader, path):
    refused = reader.post(path, headers={"Accept": "application/json"})
    assert (refused.status_code, refused.mimetype) == (405, "application/problem+json")
    assert "GET" in refused.headers["Allow"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("accept", ["*/*", BROWSER["Accept"]])
def test_a_fault_of_ours_is_a_page_that_says_so(knowledge, path, accept):
    app = create_app(knowledge)
    for rule in rules(app, "GET"):
        app.view_functions[rule.endpoint] = lambda **_: 1 / 0
    client = app.test_client()
    reply = client.get(path, headers={"Accept": accept})
    is_error_page(reply, 500)
    assert "The fault is ours" in reply.text
    told = client.get(f"{API}/documents", headers={"Accept": accept})
    assert (told.status_code, told.content_type) == (500, "application/problem+json")


@pytest.mark.parametrize("path", ["/nothing", "/nothing/at/all", "/static/nothing.js", "/static/fonts/sans/nothing"])
def test_an_unknown_address_is_told_as_it_was_asked_for(client, path):
    for_a_person, for_a_program = client.get(path, headers=BROWSER), client.get(path)
    is_error_page(for_a_person, 404)
    assert (for_a_program.status_code, for_a_program.content_type) == (404, "application/problem+json")
    assert "Accept" in for_a_person.vary
    assert "Accept" in for_a_program.vary


@pytest.mark.parametrize("path", [f"{API}/nothing", f"{API}/concepts/nothing", f"{API}/paths", f"{API}/ask"])
def test_the_api_never_answers_with_a_page(client, path):
    for method in ("GET", "PUT"):
        assert client.open(path, method=method, headers=BROWSER).content_type == "application/problem+json"


@pytest.mark.parametrize("path", [path for path, _ in POSTS])
@pytest.mark.parametrize("body", BODIES, ids=lambda b: ascii(b[:24]))
def test_a_body_that_cannot_be_meant_is_refused(reader, path, body):
    for kind in ("application/json", "application/json; charset=utf-16", "text/plain"):
        reply = reader.post(path, data=body, content_type=kind, headers=BEARER)
        wanted = (400, 404, 409, 413, 415, 422)
        if not (path.endswith("/revert") and not body):
            assert reply.status_code in wanted, reply.text
        assert "html" not in reply.content_type


ELSEWHERE_PAGE = (
    """<!doctype html><title>Elsewhere</title><img src="{address}/api/v1/paths.svg?cause=yoga&effect=fall_risk">"""
)
FETCH = """async ([address, options]) => {
  try { const reply = await fetch(address, options); return [reply.status, reply.headers.get('ETag') !== null]; }
  catch { return 'refused'; }
}"""


def test_a_browser_elsewhere_reads_and_shows_and_cannot_write(site):
    with served(site) as address:
        alone = {"Cross-Origin-Embedder-Policy": "require-corp"}
        there = Response(ELSEWHERE_PAGE.format(address=address), content_type="text/html", headers=alone)
        with served(there) as elsewhere, browser() as chromium:
            page = chromium.new_page()
            page.goto(elsewhere)
            assert page.evaluate("document.images[0].naturalWidth") > 100
            fetch = lambda path, **options: page.evaluate(FETCH, [address + API + path, options])  # noqa: E731
            json = {"Content-Type": "application/json"}
            question = '{"question": "what is estrogen?"}'
            assert fetch("/concepts/estrogen") == [200, True]
            assert fetch("/concepts/nothing") == [404, False]
            assert fetch("/ask", method="POST", headers=json, body=question)[0] == 200
            assert fetch("/proposals", method="POST", headers={**json, **BEARER}, body="{}") == "refused"
            assert fetch("/proposals", method="POST", body="{}") == "refused"
