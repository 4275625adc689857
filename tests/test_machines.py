"""The examples in docs/machines.md are run, and their replies are as they are told."""

import json
import re
from pathlib import Path

from kg.cli import main
from kg.mcp.tools import TOOLS

TEXT = (Path(__file__).parent.parent / "docs" / "machines.md").read_text(encoding="utf-8")
BLOCKS = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)]


def query(client, body):
    sent = client.post("/trapi/query", json=body)
    assert sent.status_code == 200
    return sent.json["message"]


def test_the_entry_for_a_client_names_a_command_that_is_there():
    entry = BLOCKS[0]["mcpServers"]["causeway"]
    assert (entry["command"], entry["args"]) == ("kg", ["mcp"])
    assert "mcp" in main.commands


def test_the_edge_that_is_told_is_in_the_reply(client):
    asked, told = BLOCKS[1:3]
    edges = query(client, asked)["knowledge_graph"]["edges"].values()
    assert any(told.items() <= edge.items() for edge in edges)


def test_the_paths_asked_for_are_there(client):
    found = query(client, BLOCKS[3])
    assert found["results"][0]["analyses"]
    assert any("biolink:Protein" in node["categories"] for node in found["knowledge_graph"]["nodes"].values())


def test_every_tool_is_in_the_table():
    rows = "\n".join(re.findall(r"^\| (`.*?) \|", TEXT.split("## Translator")[0], re.MULTILINE))
    assert re.findall(r"`(\w+)`", rows) == list(TOOLS)
