"""Imports point down, and what reasons does not touch the world."""

import ast
import re
import tomllib
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import kg

ROOT = Path(kg.__file__).parent
MAP = (ROOT.parent / "docs" / "architecture.md").read_text(encoding="utf-8")
BELOW = {
    name.removesuffix(".py"): set(re.findall(r"`(\w+)`", rooms))
    for name, rooms in re.findall(r"^\| `kg/([\w.]+)/?` \|.*\|(.*)\|$", MAP, re.MULTILINE)
}
"""The rows of the table of rooms: the name of each with what it may import, in their order."""
PURE = [
    n.removesuffix(".py")
    for n in re.findall(r"`kg/([\w.]+)/?`", re.search(r"What reasons \((.*?)\)", MAP, re.DOTALL)[1])
]
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
    assert used <= BELOW[own], (
        f"{own} may not import {used - BELOW[own]}; the map in docs/architecture.md says what it may"
    )


def test_the_map_names_no_import_that_nobody_makes():
    made = {room: set() for room in BELOW}
    for file in FILES:
        made[module_of(file)] |= {name.split(".")[1] for name in imported(file) if name.startswith("kg.")}
    assert {room: BELOW[room] - made[room] for room in BELOW if BELOW[room] - made[room]} == {}


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
