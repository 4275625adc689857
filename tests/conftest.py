"""The real graph, the real application, and a real server on it."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

import httpx
import pytest
from hypothesis import settings

from kg.knowledge_base import KnowledgeBase
from kg.settings import Settings
from kg.web import create_app

TOKEN = "a-token-for-the-tests"
collect_ignore = ["one_more_field.py"]
"""It declares fields for the whole process when it is imported, so it has one of its own."""


settings.register_profile("mutants", max_examples=8, deadline=None, derandomize=True, database=None)

WHOLE = {"knowledge", "graph", "client", "curated", "server"}


def pytest_collection_modifyitems(items):
    """Tests of the whole thing are marked so, by what they ask for."""
    for item in items:
        if WHOLE & {*getattr(item, "fixturenames", ())}:
            item.add_marker("whole")


@pytest.fixture(scope="session")
def knowledge():
    return KnowledgeBase(Settings())


@pytest.fixture(scope="session")
def graph(knowledge):
    return knowledge.snapshot.graph


@pytest.fixture(scope="session")
def client(knowledge):
    return create_app(knowledge).test_client()


@pytest.fixture
def curated(tmp_path):
    """The real graph with a folder for changes, none made yet."""
    return KnowledgeBase(Settings(data=tmp_path / "data", token=TOKEN))


@contextmanager
def running(**settings):
    """The address of a server started as a user would, with these settings."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    root = os.path.dirname(os.path.dirname(__file__))
    environment = {**os.environ, "PORT": str(port), **settings}
    process = subprocess.Popen([sys.executable, "server.py"], cwd=root, env=environment)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                if httpx.get(f"{address}/health/ready").status_code == 200:
                    break
            except httpx.TransportError:
                time.sleep(0.05)
        else:
            pytest.fail("the server did not become ready in 30 s")
        yield address
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """A server with a folder of its own for changes."""
    with running(KG_DATA=str(tmp_path_factory.mktemp("data"))) as address:
        yield address
