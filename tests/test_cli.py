"""The command line says the same as the API."""

import json
import re

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


def test_why_tells_words_ways_to_read_it_and_what_is_nearest():
    said = run("ask", "does estrogen snarkle RANKL besides yoga?", "--why")
    words, ways, near = re.search(r"\n\nWords\n(.*)\n\nRead as\n(.*)\n\nNearest\n(.*)", said, re.DOTALL).groups()
    assert "estrogen  names a concept" in words
    assert "snarkle   not understood" in words
    assert all(re.fullmatch(r" +\d+\.\d\d  .+\?", line) for line in ways.splitlines())
    assert all(re.fullmatch(r" +\d\.\d\d  .+ \(S\w+\)", line) for line in near.splitlines())
    assert "yoga" not in near.lower()


def test_why_is_not_told_unasked():
    assert "Read as" not in run("ask", "does estrogen lower RANKL?")
    assert "why" not in json.loads(run("ask", "does estrogen lower RANKL?", "--json"))
    assert json.loads(run("ask", "does estrogen lower RANKL?", "--why", "--json"))["why"]["analyses"]


def test_where_nothing_was_read_why_says_so():
    assert "Read as\n  none" in run("ask", "?", "--why")


def test_what_else_could_be_meant_is_offered():
    assert "Or did you mean: what is osteoporosis?" in run("ask", "what can I do about osteoporosis?")
    assert "what affects fracture?" in run("ask", "are fractures crunchy?").rpartition("Try: ")[2]


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
