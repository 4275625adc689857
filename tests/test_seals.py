"""The lines of a journal, byte by byte: what is sealed over what, and what does not fit."""

import hashlib
from dataclasses import replace

import orjson
import pytest

from kg.journal import Journal, JournalDamaged, JournalTooNew, Record, end
from kg.journal.records import (
    check_header,
    closing,
    fits,
    header,
    is_closing,
    is_header,
    parsed,
    seal_of,
    sealed,
    unsealed,
)

RECORD = Record(
    number=7,
    at="2026-01-05T12:00:00Z",
    by="ann",
    kind="decision",
    why="it is so",
    body={"proposal": 3},
    added="<a> <b> <c> .",
    removed="<d> <e> <f> .",
    more={"later": 1},
)


def split(line):
    """The text that a line is sealed over, and its seal."""
    text, _, seal = line.rpartition(b',"checksum":"')
    return text + b"}", seal.removesuffix(b"\n").removesuffix(b'"}').decode()


def seal(before, text):
    return hashlib.sha256(before.encode() + text).hexdigest()


def put(journal, why):
    with journal.writing():
        journal.news()
        return journal.append(replace(RECORD, why=why))


def test_every_line_is_sealed_over_the_seal_of_the_one_before(tmp_path):
    journal = Journal(tmp_path)
    made = [put(journal, why) for why in ("one", "two", "three")]
    journal.news()
    before, seals = "", []
    for line in journal.file.read_bytes().splitlines():
        text, own = split(line)
        assert own == seal(before, text) == seal_of(line)
        seals.append(before := own)
    assert [r.checksum for r in made] == seals[1:]
    assert [r.number for r in made] == [1, 2, 3]
    assert (journal.number, journal.checksum) == (3, seals[-1])


def test_a_record_is_written_with_all_it_has_and_in_this_order():
    line, made = sealed(RECORD, 4, "before")
    text, own = split(line)
    assert text.decode() == (
        '{"number":4,"at":"2026-01-05T12:00:00Z","by":"ann","kind":"decision","why":"it is so","body":{"proposal":3},'
        '"added":"<a> <b> <c> .","removed":"<d> <e> <f> .","later":1}'
    )
    assert made == replace(RECORD, number=4, checksum=own)
    assert own == seal("before", text)
    assert line.endswith(b'"}\n')
    assert parsed(line[:-1], 4, "before") == made == unsealed(line[:-1], 4)


@pytest.mark.parametrize(("added", "removed", "changes"), [("x", "", True), ("", "x", True), ("", "", False)])
def test_a_record_changes_the_graph_where_it_adds_or_removes(added, removed, changes):
    assert replace(RECORD, added=added, removed=removed).changes is changes


def test_a_record_fits_after_one_seal_only():
    line = sealed(RECORD, 4, "before")[0][:-1]
    assert fits(line, "before")
    assert not fits(line, "")
    assert not fits(line.replace(b"ann", b"bob"), "before")
    assert not fits(line[:-3] + b'\xff"}', "before")
    with pytest.raises(ValueError, match=r"^does not fit its checksum$"):
        parsed(line, 4, "another")
    with pytest.raises(ValueError, match=r"^has other fields or another number than it should$"):
        parsed(line, 5, "before")


def test_a_record_without_a_seal_has_none():
    line = sealed(replace(RECORD, more={}), 4, "before")[0][:-1]
    assert unsealed(split(line)[0], 4) == replace(RECORD, number=4, more={})


@pytest.mark.parametrize("text", [b"[]", b'{"number":4}', b'"number"'], ids=["a list", "a part", "a word"])
def test_what_is_no_record_is_told(text):
    with pytest.raises(ValueError, match=r"^has other fields or another number than it should$"):
        unsealed(text, 4)


def test_a_line_of_another_journal_does_not_take_the_place_of_one_of_the_same_number(tmp_path):
    files = []
    for name in ("one", "other"):
        journal = Journal(tmp_path / name)
        for why in ("a", "b"):
            put(journal, why)
        files.append(journal.file)
    mine, theirs = (file.read_bytes().splitlines(keepends=True) for file in files)
    assert len(mine[1]) == len(theirs[1])
    files[0].write_bytes(mine[0] + theirs[1] + mine[2])
    with pytest.raises(JournalDamaged, match=r"at byte \d+, does not fit its checksum \(record 1\); put a copy back"):
        Journal(files[0].parent).news()


def test_no_two_journals_begin_alike_and_each_begins_with_its_format():
    (one, seal_of_one), (other, _) = header(), header()
    assert one != other
    assert is_header(one)
    values = orjson.loads(one)
    assert (values["format"], values["version"], len(values["id"])) == ("causeway-journal", 2, 32)
    assert check_header(one[:-1]) == seal_of_one == values["checksum"]


def headed(**values):
    text = orjson.dumps(values)
    return text[:-1] + f',"checksum":"{seal("", text)}"}}'.encode()


def test_a_header_of_another_file_or_a_later_version_is_told():
    with pytest.raises(ValueError, match=r"^is the header of another file: 'diary'$"):
        check_header(headed(format="diary", version=2))
    with pytest.raises(ValueError, match=r"^is the header of another file: '" + "x" * 40 + "'$"):
        check_header(headed(format="x" * 50, version=2))
    with pytest.raises(
        JournalTooNew, match=r"^the journal has version 3 of its format, and this program knows 1 to 2;"
    ):
        check_header(headed(format="causeway-journal", version=3))
    with pytest.raises(ValueError, match=r"^does not fit its checksum$"):
        check_header(headed(format="causeway-journal", version=2).replace(b"2", b"3", 1))


def test_a_copy_is_closed_by_how_many_records_it_has():
    line = closing(3, "before")[:-1]
    assert orjson.loads(line)["records"] == 3
    assert orjson.loads(line)["format"] == "causeway-journal"
    assert is_closing(line, "before")
    assert not is_closing(line, "another")
    assert not is_closing(header()[0][:-1], "")
    assert not is_closing(sealed(replace(RECORD, body={"records": 1}), 1, "before")[0][:-1], "before")


def test_the_end_is_told_in_a_file_of_one_size_that_no_flip_leaves_readable(tmp_path):
    known = end.End(12, "ab" * 32, 4096)
    end.write(tmp_path, known)
    data = (tmp_path / "journal.end").read_bytes()
    assert len(data) == 256
    assert end.read(tmp_path) == known
    assert orjson.loads(data)["check"] == hashlib.sha256(f"12 {'ab' * 32} 4096".encode()).hexdigest()[:16]
    for at in range(len(data)):
        (tmp_path / "journal.end").write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        with pytest.raises(JournalDamaged, match="is not as it was written; `kg doctor` tells"):
            end.read(tmp_path)
    (tmp_path / "journal.end").write_bytes(data + b"more")
    end.write(tmp_path, end.End(1, "cd" * 32, 1))
    assert end.read(tmp_path) == end.End(1, "cd" * 32, 1)
    assert len((tmp_path / "journal.end").read_bytes()) == 256
    (tmp_path / "journal.end").unlink()
    assert end.read(tmp_path) is None
    assert end.read(tmp_path / "journal.jsonl") is None


def test_news_are_what_came_since_the_last_and_a_journal_is_quiet_between(tmp_path):
    writer, reader = Journal(tmp_path), Journal(tmp_path)
    assert not reader.quiet
    assert reader.news() == ([], True)
    assert reader.quiet
    put(writer, "one")
    assert not reader.quiet
    assert [r.number for r in reader.news()[0]] == [1]
    assert reader.quiet
    reader.forget()
    assert [r.number for r in reader.news()[0]] == [1]
