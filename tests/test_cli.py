"""The command line says the same as the API."""

import json

import pytest
from click.testing import CliRunner

from kg.cli import main


def run(*arguments, code=0):
    result = CliRunner().invoke(main, list(arguments))
    assert result.exit_code == code, result.output
    return result.output


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("ask", "how", "does", "menopause", "affect", "fracture", "risk?"), "raises fracture risk"),
        (("ask", "why does menopause cause bone loss?"), "menopause ▲\n  │ + raises (categorical) ["),
        (("ask", "does vitamin C help?"), "Not known. The source does not speak of “vitamin C”."),
        (("paths", "yoga", "fracture risk", "--limit", "2"), "2 of 3 paths shown"),
        (("paths", "menopause", "bmd", "--no-bridges"), "lower bone mineral density"),
        (("effects", "menopause", "--limit", "3"), "Menopause"),
        (("causes", "bone resorption", "--kind", "therapy"), "Estrogen therapy may slow bone resorption"),
        (("concept", "il6"), "HGNC:6018"),
        (("export", "--format", "csv", "--concept", "rankl"), "S108h"),
    ],
)
def test_a_command_answers_in_words(arguments, says):
    assert says in run(*arguments)


def test_json_is_the_whole_answer():
    assert json.loads(run("ask", "does menopause raise fracture risk?", "--json"))["verdict"]["answer"] == "yes"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("paths", "bmd", "bmd"), "name two concepts"),
        (("paths", "swimming", "bmd"), "no concept is called 'swimming'"),
        (("causes", "bmd", "--kind", "colour"), "no kind of concept"),
    ],
)
def test_a_mistake_is_told_in_one_line(arguments, says):
    assert says in run(*arguments, code=1)


def test_export_writes_a_file(tmp_path):
    run("export", "--format", "turtle", "--concept", "rankl", "--output", str(tmp_path / "part.ttl"))
    assert "mbl:rankl" in (tmp_path / "part.ttl").read_text()
