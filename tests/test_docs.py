"""The documents name what there is, and their examples are true."""

import re
from pathlib import Path

import pdoc
import pytest

from docs import reference
from kg.cli import main
from kg.settings import Settings, SettingsError
from tests.test_architecture import BELOW

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def test_the_readme_names_every_address(client):
    paths = client.get("/openapi.json").json["paths"]
    missing = []
    for path in paths:
        short = path.removeprefix("/api/v1")
        if short not in README:
            missing.append(short)
    assert missing == []


def test_the_readme_names_every_command():
    assert [name for name in main.commands if f"kg {name}" not in README] == []


def test_the_readme_names_every_setting():
    assert [name for name in Settings().to_environment() if f"`{name}`" not in README] == []


def test_the_answer_in_the_readme_is_the_answer(client):
    quoted = " ".join(re.findall(r"^> (.*)$", README, re.MULTILINE)).removesuffix(" …")
    question = re.search(r'"question=([^"]+)"', README)[1]
    assert client.get("/api/v1/ask", query_string={"question": question}).json["text"].startswith(quoted)


def test_the_questions_in_the_readme_are_answered(client):
    asked = re.search(r"Questions may be put.*?said\.", README, re.DOTALL)[0]
    questions = [" ".join(q.split()) for q in re.findall(r"\*([^*]+\?)\*", asked)]
    assert len(questions) == 5
    for question in questions:
        status = client.get("/api/v1/ask", query_string={"question": question}).json["status"]
        assert status in ("answered", "no_known_path"), question


@pytest.mark.parametrize(
    "wrong",
    [
        {"PORT": "many"},
        {"PORT": "0"},
        {"KG_DOCUMENTS": "/no/such/folder"},
        {"KG_RATE": "-1"},
        {"KG_PROXIES": "6"},
        {"KG_TOKEN": "short"},
    ],
)
def test_a_wrong_setting_is_told(wrong):
    with pytest.raises(SettingsError, match=next(iter(wrong))):
        Settings.from_environment(wrong)


def test_settings_survive_the_way_through_the_environment(tmp_path):
    made = Settings(host="::1", port=81, documents=tmp_path, extra=(tmp_path,), data=tmp_path, token="t" * 20, rate=7)
    made = made.with_(workers=2, proxies=5)
    assert Settings.from_environment(made.to_environment()) == made


def test_the_glossary_has_a_line_for_every_hedge():
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    for word in ("definition", "categorical", "typical", "possible", "mixed", "aim"):
        assert word in glossary


# The map of the code


def test_the_map_tells_of_every_room():
    packages = {f"kg/{f.parent.relative_to(ROOT / 'kg')}/" for f in (ROOT / "kg").rglob("*/__init__.py")}
    modules = {f"kg/{f.name}" for f in (ROOT / "kg").glob("*.py") if f.name != "__init__.py"}
    assert {name for name in packages | modules if f"`{name}`" not in ARCHITECTURE} == set()


def test_imports_point_up_the_map():
    above = set()
    for name, imports in BELOW.items():
        assert imports <= above, name
        above.add(name)


DOCUMENTS = sorted(
    str(f.relative_to(ROOT)) for place in ("*.md", "docs/*.md", "ontology/*.md") for f in ROOT.glob(place)
)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_named_is_there(document):
    text = (ROOT / document).read_text(encoding="utf-8")
    inside = re.findall(r"`((?:kg|tests|docs|ontology|deploy|benchmarks)/[^\s`]*)`", text)
    linked = [target.split("#")[0] for target in re.findall(r"\]\((?!https?:|#)([^)\s]+)\)", text)]
    folder = (ROOT / document).parent
    assert [p for p in inside if not any(ROOT.glob(p))] + [p for p in linked if not (folder / p).exists()] == []


def test_documents_name_paths():
    assert {"CONTRIBUTING.md", "README.md", "SECURITY.md", "docs/architecture.md"} <= set(DOCUMENTS)
    assert len(re.findall(r"`kg/", ARCHITECTURE)) > len(BELOW)


# The reference


def test_the_reference_has_every_module():
    """`make docs` writes it and holds its links, which takes longer than a test may."""
    files = {".".join(f.relative_to(ROOT).with_suffix("").parts) for f in (ROOT / "kg").rglob("*.py")}
    told = {name.removesuffix(".__init__") for name in files} - {"kg.cli.__main__", reference.OPENAPI}
    assert told <= set(pdoc.extract.walk_specs(reference.modules()))


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ('<a href="b.html">', []),
        ('<a href="b.html#here">', []),
        ('<a href="#own"><i id="own">', []),
        ('<a href="https://example.org/nowhere">', []),
        ('<a href="c.html">', ["a.html links to c.html, which is no page"]),
        ('<a href="b.html#there">', ["a.html links to b.html#there, which is no place in that page"]),
        ('<a href="#other">', ["a.html links to #other, which is no place in that page"]),
        ('<img src="https://example.org/a.png">', ["a.html loads https://example.org/a.png"]),
        ('<link href="https://example.org/a.css">', ["a.html loads https://example.org/a.css"]),
    ],
)
def test_a_broken_link_is_told(tmp_path, body, told):
    (tmp_path / "a.html").write_text(body, encoding="utf-8")
    (tmp_path / "b.html").write_text('<p id="here">', encoding="utf-8")
    assert list(reference.broken(tmp_path)) == told
