"""Imports point down, and what reasons does not touch the world."""

import ast
import tomllib
from graphlib import TopologicalSorter
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
    "walks": {"patience"},
    "kernel": {"model", "patience"},
    "once": {"patience"},
    "garbage": set(),
    "change": {"model"},
    "linking": {"model", "vocabulary", "patience"},
    "question": {"model", "linking", "patience", "walks"},
    "rdf": {"model", "vocabulary"},
    "store": {"model", "rdf"},
    "importing": {"model", "patience"},
    "imported": {"model", "vocabulary", "rdf", "disk", "patience", "importing"},
    "causal": {"change", "kept", "model", "patience", "walks"},
    "english": {"model"},
    "retrieval": {"model", "patience", "causal", "linking"},
    "answer": {"model", "kept", "once", "patience", "vocabulary", "rdf", "causal", "english", "linking", "question"}
    | {"walks"},
    "export": {"model", "patience", "rdf", "causal", "answer"},
    "picture": {"model", "patience", "walks", "causal", "english", "answer"},
    "checks": {"model", "vocabulary", "rdf", "store", "causal"},
    "journal": {"disk", "model"},
    "tokens": {"disk", "model"},
    "settings": {"model"},
    "large": {"model", "vocabulary", "disk", "kept", "patience", "walks", "kernel", "linking", "importing", "imported"}
    | {"causal", "question", "answer"},
    "sources": {"model", "vocabulary", "rdf", "causal", "linking"},
    "curation": {
        "model",
        "vocabulary",
        "rdf",
        "causal",
        "english",
        "linking",
        "change",
        "journal",
        "kept",
        "patience",
        "settings",
    }
    | {"garbage"},
    "snapshot": {
        "model",
        "kept",
        "once",
        "change",
        "causal",
        "linking",
        "question",
        "answer",
        "retrieval",
        "index",
        "large",
    }
    | {"journal", "curation", "sources"},
    "query": {"model", "vocabulary", "causal"},
    "knowledge_base": {"model", "vocabulary", "rdf", "store", "journal", "causal", "answer", "curation"}
    | {"export", "garbage", "patience", "picture", "query", "retrieval", "settings", "snapshot", "sources"}
    | {"large"},
    "cli": {
        "model",
        "rdf",
        "causal",
        "sources",
        "checks",
        "journal",
        "curation",
        "export",
        "answer",
        "english",
        "knowledge_base",
        "settings",
        "tokens",
        "web",
    }
    | {"imported", "importing", "large", "store", "vocabulary"},
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
        "query",
        "tokens",
    }
    | {"kept", "patience", "picture", "settings"},
}
PURE = ("model", "vocabulary", "walks", "causal", "english", "linking", "question", "retrieval", "answer", "curation")
PURE += ("export", "kernel", "picture")
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


def test_every_file_of_a_package_is_in_the_distribution():
    data = tomllib.loads((ROOT.parent / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"]
    packages = [f.parent for f in ROOT.rglob("__init__.py")]
    told = {file for package in packages for file in data_of(package, data)}
    files = (f for f in ROOT.rglob("*") if f.is_file() and f.parent.name != "__pycache__")
    lying = {f for f in files if f.suffix != ".py"}
    assert lying - told == set()


def data_of(package, data):
    name = ".".join(package.relative_to(ROOT.parent).parts)
    for pattern in (*data["*"], *data.get(name, ())):
        yield from package.glob(pattern)


def test_every_folder_of_modules_is_a_package():
    assert {f.parent for f in ROOT.rglob("*.py") if not (f.parent / "__init__.py").is_file()} == set()


def rooms(package):
    """What each file of a package imports of the same package."""
    files = [f for f in (ROOT / package).glob("*.py") if f.name != "__init__.py"]
    within = f"kg.{package}."
    return {f.stem: {name.removeprefix(within) for name in imported(f) if name.startswith(within)} for f in files}


@pytest.mark.parametrize("package", ["model", "causal", "journal"])
def test_no_rooms_import_each_other_in_a_circle(package):
    assert list(TopologicalSorter(rooms(package)).static_order())


def calls(node):
    """What is called within a piece of code: names as they are, methods of its own after a dot."""
    for call in ast.walk(node):
        match call:
            case ast.Call(func=ast.Name(id=name)):
                yield name
            case ast.Call(func=ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name)):
                yield f".{name}"


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(ROOT)))
def test_nothing_that_reasons_calls_itself(file):
    """So that a way may be of any length."""
    if module_of(file) in ("causal", "kernel", "model", "walks", "journal"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        methods = {m for c in ast.walk(tree) if isinstance(c, ast.ClassDef) for m in c.body}
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef):
                assert f"{'.' * (function in methods)}{function.name}" not in calls(function)


def test_nothing_is_written_into_a_graph_from_outside():
    for file in ROOT.glob("causal/*.py"):
        assert "__dict__" not in file.read_text(encoding="utf-8")
