"""A client that is made from the OpenAPI document, as others make one: every reply and every error has its type."""

import importlib
import subprocess
import sys

import httpx
import pytest

CONFIG = """package_name_override: made_client
post_hooks: []
content_type_overrides:
  image/svg+xml: text/plain
"""


@pytest.fixture(scope="module")
def made(server, tmp_path_factory):
    """The client on a real server, and the function that gives a request of it by its name."""
    folder = tmp_path_factory.mktemp("client")
    (folder / "document.json").write_bytes(httpx.get(f"{server}/openapi.json").content)
    (folder / "config.yaml").write_text(CONFIG)
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--fail-on-warning", "--meta", "none"]
    options = ["--path", "document.json", "--config", "config.yaml", "--output-path", "made_client"]
    told = subprocess.run([*command, *options], cwd=folder, capture_output=True, text=True)
    assert told.returncode == 0, told.stdout + told.stderr
    sys.path.insert(0, str(folder))
    try:
        with importlib.import_module("made_client").Client(base_url=server) as client:
            yield client, lambda name: importlib.import_module(f"made_client.api.{name}")
    finally:
        sys.path.remove(str(folder))


def test_a_reply_has_its_type(made):
    client, request = made
    found = request("ask.effects").sync(client=client, cause="estrogen")
    assert type(found).__name__ == "ReachAnswer"
    assert {item.direction for item in found.items} >= {"decreases"}
    answer = request("ask.ask_by_address").sync(client=client, question="does estrogen lower RANKL?")
    assert answer.verdict.answer == "yes"
    assert answer.citations[0].document


def test_an_error_has_the_type_of_an_error(made):
    client, request = made
    problem = request("explore.concept").sync(client=client, id="nothing of the kind")
    assert type(problem).__name__ == "Problem"
    assert (problem.status, problem.title) == (404, "Unknown concept")


def test_a_request_is_called_by_what_it_does(server):
    paths = httpx.get(f"{server}/openapi.json").json()["paths"]
    names = [
        operation["operationId"] for path, kinds in paths.items() if "/v1/" in path for operation in kinds.values()
    ]
    assert len(names) == len(set(names))
    assert {"ask", "paths", "effects", "causes", "concept", "statement", "job", "cancel_job"} <= set(names)
