"""The documents name what there is, and their examples are true."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from kg.cli import main
from kg.settings import Settings, SettingsError

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


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
    made = replace(made, workers=2, proxies=5)
    assert Settings.from_environment(made.to_environment()) == made


def test_the_glossary_has_a_line_for_every_hedge():
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    for word in ("definition", "categorical", "typical", "possible", "mixed", "aim"):
        assert word in glossary
