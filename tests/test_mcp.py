"""A language model gets what a program gets over HTTP, by the client of the protocol's own SDK."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from anyio.from_thread import start_blocking_portal
from click.testing import CliRunner

try:
    from mcp.client.client import Client
    from mcp.client.stdio import StdioServerParameters, stdio_client
    from mcp.shared.exceptions import MCPError
    from mcp_types import ResourceTemplateReference
except ModuleNotFoundError:
    pytest.fail("the SDK of the protocol is not installed; pip install -e '.[test]' installs it", pytrace=False)

from kg.cli import main
from kg.knowledge_base import KnowledgeBase
from kg.mcp.tools import TOOLS
from kg.settings import Settings
from kg.web import create_app

ROOT = Path(__file__).parent.parent
COMMAND = ["-m", "kg.cli", "mcp"]
GARDEN = ROOT / "tests" / "garden"


@contextmanager
def connected(server, **how):
    """A function that has the client do something: its method's name, then what that takes."""
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(Client(server, **how)) as client:

        def do(method, *given, **named):
            return portal.call(lambda: getattr(client, method)(*given, **named))

        do.client = client
        yield do


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """A client at the real graph, over stdin and stdout."""
    log = tmp_path_factory.mktemp("log") / "stderr"
    data = str(tmp_path_factory.mktemp("data"))
    with log.open("w") as stderr:
        started = StdioServerParameters(command=sys.executable, args=COMMAND, env={"KG_DATA": data}, cwd=ROOT)
        with connected(stdio_client(started, errlog=stderr)) as do:
            yield do


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Where the garden is served over HTTP."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "KG_ONTOLOGY": str(GARDEN), "KG_DATA": str(tmp_path_factory.mktemp("data"))}
    process = subprocess.Popen([sys.executable, *COMMAND, "--http", f"127.0.0.1:{port}"], cwd=ROOT, env=environment)
    try:
        for _ in range(1200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        else:
            pytest.fail("the server was not there after 60 s")
        yield f"http://127.0.0.1:{port}/mcp"
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="module")
def gardener(address):
    with connected(address) as do:
        yield do


@pytest.fixture(scope="module")
def garden():
    return create_app(KnowledgeBase(Settings(ontology=GARDEN))).test_client()


ADDRESSES = {"shared": "/api/v1/mechanism/shared", "scenario": "/api/v1/scenario"}


def over_http(client, tool, request):
    """What the API gives for the same request."""
    if tool in ("concept", "statement"):
        return client.get(f"/api/v1/{tool}s/{request['id']}")
    address = ADDRESSES.get(tool, f"/api/v1/{tool}")
    if tool in ("ask", "scenario"):
        return client.post(address, json=request)
    return client.get(address, query_string=request)


def without_address(reply):
    """A reply as it is where nobody asked over HTTP: the receipt of an answer has no address there."""
    return {**reply, "receipt": {**reply["receipt"], "address": None}} if "receipt" in reply else reply


REQUESTS = [
    ("ask", {"question": "does less estrogen lower bone density?"}),
    ("ask", {"question": "does jumping strengthen bones?", "context": ["postmenopausal_women"], "why": True}),
    ("ask", {"question": "does calcium glorp the zebra?"}),
    ("ask", {"question": "is tea good for bones?", "max_paths": 2}),
    ("paths", {"cause": "menopause", "effect": "fracture risk", "limit": 3}),
    ("paths", {"cause": "CHEBI:50114", "effect": "bmd", "sign": "+", "bridges": False, "min_hedge": "possible"}),
    ("effects", {"cause": "estrogen", "limit": 5}),
    ("causes", {"effect": "bmd", "kind": "exercise", "avoid": ["estrogen"]}),
    ("shared", {"a": "calcium", "b": "vitamin d", "limit": 3}),
    ("feedback", {}),
    ("scenario", {"set": {"exercise": "high", "estrogen": "low"}, "outcomes": ["bmd"]}),
    ("concepts", {"q": "bone", "limit": 4}),
    ("concepts", {}),
    ("concept", {"id": "estrogen"}),
    ("statement", {"id": "S106a"}),
]
IN_THE_GARDEN = [
    ("ask", {"question": "does mulching help seedling growth?"}),
    ("paths", {"cause": "mulching", "effect": "seedling growth"}),
    ("effects", {"cause": "watering"}),
    ("concept", {"id": "drought"}),
    ("statement", {"id": "GA2"}),
]


@pytest.mark.parametrize(("tool", "request_"), REQUESTS, ids=lambda value: str(value)[:60])
def test_a_model_gets_what_the_api_gives(model, client, tool, request_):
    asked = over_http(client, tool, request_)
    assert asked.status_code == 200
    told = model("call_tool", tool, request_)
    assert told.structured_content == without_address(asked.json)
    assert not told.is_error


@pytest.mark.parametrize(("tool", "request_"), IN_THE_GARDEN, ids=lambda value: str(value)[:60])
def test_a_model_gets_the_same_of_another_subject_over_http(gardener, garden, tool, request_):
    asked = over_http(garden, tool, request_)
    assert asked.status_code == 200
    assert gardener("call_tool", tool, request_).structured_content == without_address(asked.json)


def test_every_tool_is_compared_with_the_api():
    assert {tool for tool, _ in REQUESTS} == set(TOOLS)


def test_the_text_of_a_reply_is_its_structure(model):
    told = model("call_tool", "concept", {"id": "bmd"})
    assert httpx.Response(200, text=told.content[0].text).json() == told.structured_content


WRONG = [
    ("concept", {"id": "xyzzy"}),
    ("paths", {"cause": "bmd", "effect": "bmd"}),
    ("effects", {"cause": "estrogen", "kind": "planets"}),
    ("statement", {"id": "S0"}),
    ("scenario", {"set": {"osteoblast": "high"}}),
    ("ask", {"question": "q" * 2001}),
    ("ask", {}),
    ("paths", {"cause": "bmd", "effect": "estrogen", "limit": 0}),
    ("concepts", {"q": "bone", "colour": "blue"}),
]


@pytest.mark.parametrize(("tool", "request_"), WRONG, ids=lambda value: str(value)[:60])
def test_what_the_api_refuses_is_an_error_that_says_what_is_wrong(model, client, tool, request_):
    refused = over_http(client, tool, request_)
    assert refused.status_code in (404, 422)
    told = model("call_tool", tool, request_)
    assert told.is_error
    assert told.structured_content is None
    said = told.content[0].text
    assert refused.json["detail"] in said or all(e["message"] in said for e in refused.json["errors"])


def test_an_ambiguous_name_is_told_with_its_candidates(model):
    said = model("call_tool", "concept", {"id": "HP:0002659"}).content[0].text
    assert "candidates: fracture_risk (fracture risk), skeletal_fragility (skeletal fragility)" in said


def test_a_tool_that_is_none_is_an_error_of_the_protocol(model):
    with pytest.raises(MCPError, match="no tool is called 'delete'; there are ask"):
        model("call_tool", "delete", {})


def test_every_tool_only_reads_and_has_types(model):
    tools = model("list_tools").tools
    assert [t.name for t in tools] == list(TOOLS)
    for tool in tools:
        hints = tool.annotations
        assert (hints.read_only_hint, hints.destructive_hint, hints.open_world_hint) == (True, False, False)
        assert tool.input_schema["type"] == tool.output_schema["type"] == "object"
        assert tool.input_schema["additionalProperties"] is False
        assert set(tool.output_schema["required"]) <= set(tool.output_schema["properties"])


def test_a_model_is_told_how_to_read_an_answer(model):
    said = model.client.instructions
    for word in ("stated", "by_mechanism", "sources_disagree", "not_in_source", "related", "possible", "mixed", "aim"):
        assert f"`{word}`" in said
    assert '"The source does not say" is an answer' in said


def test_concepts_statements_and_documents_are_resources(model, client):
    templates = [t.uri_template for t in model("list_resource_templates").resource_templates]
    assert templates == [f"causeway://{kind}/{{id}}" for kind in ("concepts", "statements", "documents")]
    for kind, id in (("concepts", "bmd"), ("concepts", "CHEBI:50114"), ("statements", "S106a")):
        text = model("read_resource", f"causeway://{kind}/{id}").contents[0].text
        assert text == client.get(f"/api/v1/{kind}/{id}").text
    listed = model("list_resources").resources
    documents = client.get("/api/v1/documents").json["documents"]
    assert [r.name for r in listed] == [d["id"] for d in documents]
    read = model("read_resource", listed[0].uri).contents[0].text
    assert httpx.Response(200, text=read).json() == documents[0]


def test_ids_of_concepts_are_completed(model, client):
    reference = ResourceTemplateReference(uri="causeway://concepts/{id}")
    found = model("complete", reference, {"name": "id", "value": "bone"}).completion.values
    assert found == [c["id"] for c in client.get("/api/v1/concepts?q=bone").json["concepts"]] != []
    other = ResourceTemplateReference(uri="causeway://documents/{id}")
    assert model("complete", other, {"name": "id", "value": "bone"}).completion.values == []


@pytest.mark.parametrize(
    ("uri", "told"),
    [
        ("causeway://concepts/xyzzy", "no concept is called 'xyzzy'"),
        ("causeway://documents/none", "no document has the id 'none'"),
        ("causeway://files/etc", "there is no resource"),
        ("file:///etc/passwd", "there is no resource"),
    ],
)
def test_a_resource_that_is_not_there_is_told(model, uri, told):
    with pytest.raises(MCPError, match=told):
        model("read_resource", uri)


def test_the_prompt_holds_the_question_and_keeps_to_the_tools(model):
    assert [p.name for p in model("list_prompts").prompts] == ["answer"]
    said = model("get_prompt", "answer", {"question": "is {tea} good?"}).messages[0].content.text
    assert "is {tea} good?" in said
    assert "Where the source does not say" in said
    with pytest.raises(MCPError):
        model("get_prompt", "answer", {"question": " "})


def test_an_older_client_is_served_too(address, garden):
    with connected(address, mode="legacy") as do:
        assert do("call_tool", *IN_THE_GARDEN[1]).structured_content == over_http(garden, *IN_THE_GARDEN[1]).json


def test_pages_with_a_name_that_leads_here_are_refused(address):
    ping = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    kept = {"Accept": "application/json, text/event-stream"}
    assert httpx.post(address, json=ping, headers={**kept, "Host": "evil.example"}).status_code == 421
    assert httpx.post(address, json=ping, headers={**kept, "Origin": "https://evil.example"}).status_code == 403


def test_a_text_too_long_for_http_is_refused(address):
    assert httpx.post(address, content=b"x" * 70_000, headers={"Content-Type": "application/json"}).status_code == 413


def test_stdout_carries_the_protocol_only(tmp_path):
    hello = '{"jsonrpc":"2.0","id":1,"method":"ping"}\n'
    run = [sys.executable, *COMMAND]
    environment = {**os.environ, "KG_ONTOLOGY": str(GARDEN), "KG_DATA": str(tmp_path)}
    done = subprocess.run(run, input=hello, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=60)
    lines = done.stdout.splitlines()
    assert lines
    assert all(line.startswith('{"jsonrpc":"2.0"') for line in lines)
    assert done.returncode == 0


def test_an_address_that_is_none_is_told():
    told = CliRunner().invoke(main, ["mcp", "--http", "8001"])
    assert told.exit_code == 2
    assert "127.0.0.1:8001" in told.output


def test_without_the_sdk_the_command_says_what_installs_it(monkeypatch):
    for name in [n for n in sys.modules if n == "mcp" or n.startswith(("mcp.", "kg.mcp.server"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr(sys.modules["kg.mcp"], "server", raising=False)
    monkeypatch.setitem(sys.modules, "mcp", None)
    told = CliRunner().invoke(main, ["mcp"])
    assert told.exit_code == 1
    assert "pip install 'causeway-kg[mcp]'" in told.output
