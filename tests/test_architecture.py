"""Imports point down, and what reasons does not touch the world."""

import ast
import tomllib
from pathlib import Path

import pytest

import kg

ROOT = Path(kg.__file__).parent
BELOW = {
    "disk": set(),
    "index": {"disk"},
    "kept": set(),
    "model": set(),
    "vocabulary": set(),
    "patience": {"model"},
    "linking": {"model", "vocabulary", "patience"},
    "question": {"model", "linking", "patience"},
    "rdf": {"model", "vocabulary"},
    "store": {"model", "rdf"},
    "causal": {"kept", "model", "patience"},
    "english": {"model"},
    "retrieval": {"model", "patience", "causal", "linking"},
    "answer": {"model", "patience", "vocabulary", "causal", "english", "linking", "question"},
    "export": {"model", "patience", "rdf", "causal", "answer"},
    "picture": {"model", "patience", "answer"},
    "checks": {"model", "vocabulary", "rdf", "store", "causal"},
    "journal": {"disk", "model"},
    "tokens": {"disk", "model"},
    "settings": {"model"},
    "curation": {"model", "vocabulary", "rdf", "causal", "linking", "question"},
    "ledger": {"model", "rdf", "journal", "curation"},
    "knowledge_base": {"model", "vocabulary", "rdf", "store", "journal", "ledger", "causal", "linking", "question"}
    | {"answer", "curation", "export", "kept", "patience", "picture", "retrieval", "settings"}
    | {"english", "index"},
    "cli": {
        "model",
        "patience",
        "checks",
        "journal",
        "curation",
        "export",
        "answer",
        "knowledge_base",
        "settings",
        "tokens",
        "web",
    },
    "web": {
        "model",
        "vocabulary",
        "causal",
        "english",
        "curation",
        "linking",
        "export",
        "answer",
        "journal",
        "knowledge_base",
        "tokens",
    }
    | {"patience", "picture", "settings"},
}
PURE = ("model", "vocabulary", "causal", "english", "linking", "question", "retrieval", "answer", "curation")
PURE += ("export", "picture")
WORLD = {"os", "pathlib", "time", "datetime", "random", "socket", "subprocess", "urllib", "http", "httpx", "flask"}


def module_of(file):
    return file.relative_to(ROOT).parts[0].removesuffix(".py")


def imported(file):
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ([f"kg.{a.name}" for a in node.names] if node.module == "kg" else [node.module])


FILES = sorted(f for f in ROOT.rglob("*.py") if f != ROOT / "__init__.py")


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(ROOT)))
def test_imports_point_down(file):
    own = module_of(file)
    used = {name.split(".")[1] for name in imported(file) if name.startswith("kg.")} - {own, "__version__"}
    assert used <= BELOW[own], f"{own} may not import {used - BELOW[own]}"


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(ROOT)))
def test_what_reasons_meets_no_clock_file_or_network(file):
    if module_of(file) in PURE:
        assert not {name.split(".")[0] for name in imported(file)} & WORLD


def test_every_package_is_in_the_distribution():
    listed = tomllib.loads((ROOT.parent / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]
    found = {".".join(f.parent.relative_to(ROOT.parent).parts) for f in ROOT.rglob("__init__.py")}
    assert set(listed) - {"kg.ontology"} == found
