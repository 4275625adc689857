"""What was acknowledged is there; what was torn is dropped; what is damaged is told."""

import hashlib
import multiprocessing
import os
import threading

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.journal import (
    Journal,
    JournalDamaged,
    JournalTooNew,
    JournalUnwritable,
    Record,
    backup,
    diagnosed,
    repair,
    restore,
)


def record(why="", **more):
    return Record(number=0, at="2026-01-05T12:00:00Z", by="ann", kind="test", why=why, **more)


def write(folder, *whys):
    journal = Journal(folder)
    for why in whys:
        with journal.writing():
            journal.news()
            journal.append(record(why))
    return journal.folder / "journal.jsonl"


def whys(folder):
    records, _ = Journal(folder).news()
    return [r.why for r in records]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=5))
@settings(max_examples=20, deadline=None)
def test_what_is_written_is_read(tmp_path_factory, texts):
    folder = tmp_path_factory.mktemp("journal")
    write(folder, *texts)
    assert whys(folder) == texts


def test_records_are_numbered_and_chained(tmp_path):
    write(tmp_path, "one", "two")
    records, from_start = Journal(tmp_path).news()
    assert [r.number for r in records] == [1, 2]
    assert len({r.checksum for r in records}) == 2
    assert from_start


def test_only_news_is_read_again(tmp_path):
    write(tmp_path, "one")
    reader = Journal(tmp_path)
    assert [r.why for r in reader.news()[0]] == ["one"]
    assert reader.news() == ([], False)
    write(tmp_path, "two")
    records, from_start = reader.news()
    assert ([r.why for r in records], from_start) == (["two"], False)


def crashed(folder, *whys):
    """A journal whose last record is on disk and was never acknowledged: its end is told of the one before."""
    write(folder, *whys[:-1])
    before = (folder / "journal.end").read_bytes()
    file = write(folder, whys[-1])
    (folder / "journal.end").write_bytes(before)
    return file


@pytest.mark.parametrize("cut", range(1, 190, 7))
def test_a_torn_last_record_is_dropped_and_written_over(tmp_path, cut):
    file = crashed(tmp_path, "one", "two")
    file.write_bytes(file.read_bytes()[:-cut])
    assert whys(tmp_path) == ["one"]
    write(tmp_path, "three")
    assert whys(tmp_path) == ["one", "three"]


def test_a_last_record_with_blocks_that_were_never_written_is_dropped(tmp_path):
    file = crashed(tmp_path, "one", "two")
    data = file.read_bytes()
    start = data.rindex(b"\n", 0, -1) + 1
    file.write_bytes(data[:start] + bytes(40) + data[start + 40 :])
    assert whys(tmp_path) == ["one"]
    write(tmp_path, "three")
    assert whys(tmp_path) == ["one", "three"]


def test_a_last_record_that_was_written_and_not_acknowledged_may_stay(tmp_path):
    crashed(tmp_path, "one", "two")
    assert whys(tmp_path) == ["one", "two"]


def told(folder):
    """What a start says, what a writer says, and what a look at a running service's file says: all of it damage."""
    for read in (lambda: whys(folder), lambda: write(folder, "more"), lambda: Journal(folder).check()):
        with pytest.raises(JournalDamaged) as damage:
            read()
        assert "restore" in damage.value.detail or "doctor" in damage.value.detail


@pytest.mark.long
def test_a_flip_at_any_byte_of_the_last_two_records_is_damage(tmp_path):
    file = write(tmp_path, "one", "two", "three")
    data = file.read_bytes()
    start = data.index(b'{"number":2')
    for at in range(start, len(data)):
        for byte in (data[at] ^ 1, 0, 10):
            if byte != data[at]:
                file.write_bytes(data[:at] + bytes([byte]) + data[at + 1 :])
                with pytest.raises(JournalDamaged):
                    whys(tmp_path)
    file.write_bytes(data)
    assert whys(tmp_path) == ["one", "two", "three"]


@pytest.mark.long
def test_a_journal_cut_at_any_byte_is_damage(tmp_path):
    file = write(tmp_path, "one", "two")
    data = file.read_bytes()
    for size in range(len(data)):
        file.write_bytes(data[:size])
        with pytest.raises(JournalDamaged):
            whys(tmp_path)


@pytest.mark.parametrize(
    "damage",
    [
        lambda file: file.write_bytes(file.read_bytes().replace(b'"two"', b'"too"')),
        lambda file: file.write_bytes(b"".join(reversed(file.read_bytes().splitlines(keepends=True)))),
        lambda file: file.write_bytes(b""),
        lambda file: file.unlink(),
        lambda file: write(file.parent / "other", "one", "two", "three").rename(file),
        lambda file: (file.parent / "journal.end").unlink(),
        lambda file: (file.parent / "journal.end").write_bytes(b"nothing"),
    ],
    ids=["a word", "the order", "emptied", "deleted", "swapped", "no end", "a damaged end"],
)
def test_damage_is_told_at_a_start_and_before_a_write(tmp_path, damage):
    file = write(tmp_path, "one", "two", "three")
    damage(file)
    told(tmp_path)


@pytest.mark.parametrize(
    "damage", [lambda f: f.write_bytes(f.read_bytes().replace(b"two", b"too")), lambda f: f.unlink()]
)
def test_damage_under_a_running_reader_is_told(tmp_path, damage):
    file = write(tmp_path, "one", "two", "three")
    reader = Journal(tmp_path)
    reader.news()
    damage(file)
    with pytest.raises(JournalDamaged):
        reader.news()
    with pytest.raises(JournalDamaged):
        reader.check()


def test_a_later_version_is_refused_with_a_word(tmp_path):
    file = write(tmp_path, "one")
    values = orjson.loads(file.read_bytes().splitlines()[0])
    text = orjson.dumps({"format": values["format"], "version": 3})
    seal = hashlib.sha256(text).hexdigest()
    file.write_bytes(text[:-1] + f',"checksum":"{seal}"}}\n'.encode())
    (tmp_path / "journal.end").unlink()
    with pytest.raises(JournalTooNew, match=r"version 3 .* knows 1 to 2"):
        whys(tmp_path)


def first_version(folder, *whys):
    """A journal as version 1 wrote it: no header, no file that tells its end."""
    lines, before = [], ""
    for number, why in enumerate(whys, 1):
        values = {"number": number, "at": "2026-01-05T12:00:00Z", "by": "ann", "kind": "test", "why": why}
        text = orjson.dumps({**values, "body": {}, "added": "", "removed": ""})
        before = hashlib.sha256(before.encode() + text).hexdigest()
        lines.append(text[:-1] + f',"checksum":"{before}"}}\n'.encode())
    (folder / "journal.jsonl").write_bytes(b"".join(lines))


def test_the_first_version_is_read_and_continued(tmp_path):
    first_version(tmp_path, "one", "two")
    assert whys(tmp_path) == ["one", "two"]
    file = write(tmp_path, "three")
    assert whys(tmp_path) == ["one", "two", "three"]
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(JournalDamaged):
        whys(tmp_path)


def test_fields_that_are_not_known_are_kept(tmp_path):
    data = tmp_path / "data"
    write(data, "one")
    journal = Journal(data)
    with journal.writing():
        journal.news()
        journal.append(record("two", more={"later": 1}))
    backup(data, tmp_path / "copy")
    restore(tmp_path / "again", tmp_path / "copy", "2026", lambda _: None)
    assert [r.more for r in Journal(tmp_path / "again").news()[0]] == [{}, {"later": 1}]


def test_a_copy_is_put_back_under_a_running_reader(tmp_path):
    data = tmp_path / "data"
    write(data, "one")
    assert backup(data, tmp_path / "copy") == 1
    write(data, "two")
    reader = Journal(data)
    reader.news()
    number, kept = restore(data, tmp_path / "copy", "2026-01-05", lambda _: None)
    assert (number, kept.name) == (1, "journal.jsonl.before-20260105")
    write(data, "another")
    records, from_start = reader.news()
    assert ([r.why for r in records], from_start) == (["one", "another"], True)


def test_a_copy_that_is_not_whole_is_not_put_back(tmp_path):
    file = write(tmp_path / "data", "one", "two")
    backup(tmp_path / "data", tmp_path / "copy")
    (tmp_path / "copy").write_bytes((tmp_path / "copy").read_bytes().replace(b"one", b"two"))
    before = file.read_bytes()
    with pytest.raises(JournalDamaged, match="nothing was put back"):
        restore(tmp_path / "data", tmp_path / "copy", "2026", lambda _: None)
    assert file.read_bytes() == before


@pytest.mark.long
@given(st.integers(0, 10_000), st.integers(0, 255))
@settings(max_examples=200, deadline=None)
def test_what_is_repaired_keeps_its_numbers_and_loses_what_was_told(tmp_path_factory, at, byte):
    folder = tmp_path_factory.mktemp("journal")
    names = ["one", "two", "three", "four", "five"]
    file = write(folder, *names)
    data = file.read_bytes()
    at %= len(data)
    file.write_bytes(data[:at] + bytes([byte]) + data[at + 1 :])
    found = diagnosed(folder, "2026-01-05")
    repair(folder, found.records, "2026-01-05")
    aside = {f.number for f in found.faults if f.number}
    again, _ = Journal(folder).news()
    assert [r.number for r in again] == list(range(1, len(again) + 1))
    assert [r.why for r in again if r.kind != "set-aside"] == [n for i, n in enumerate(names, 1) if i not in aside]
    assert len(aside) <= 2
    write(folder, "six")
    assert whys(folder)[-1] == "six"


def _many(folder, name):
    for i in range(20):
        write(folder, f"{name}{i}")


@pytest.mark.long
def test_writers_take_turns_and_nothing_is_lost(tmp_path):
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_many, args=(tmp_path, name)) for name in "ab"]
    threads = [threading.Thread(target=_many, args=(tmp_path, name)) for name in "cd"]
    for each in (*processes, *threads):
        each.start()
    for each in (*processes, *threads):
        each.join()
    assert sorted(whys(tmp_path)) == sorted(f"{name}{i}" for name in "abcd" for i in range(20))


def _limited(folder, errors):
    import resource
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    size = os.path.getsize(folder / "journal.jsonl")
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100, size + 100))
    try:
        write(folder, "x" * 1000)
    except JournalUnwritable as error:
        errors.put(error.detail)


@pytest.mark.long
def test_a_full_disk_is_told_and_nothing_is_lost(tmp_path):
    file = write(tmp_path, "one")
    before = file.read_bytes()
    context = multiprocessing.get_context("spawn")
    errors = context.Queue()
    process = context.Process(target=_limited, args=(tmp_path, errors))
    process.start()
    told = errors.get(timeout=30)
    process.join()
    assert "is not kept" in told
    assert "KG_DATA" in told
    assert file.read_bytes() == before
    write(tmp_path, "two")
    assert whys(tmp_path) == ["one", "two"]


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(JournalUnwritable, match="KG_DATA"):
        write(tmp_path / "file", "one")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a file for another")
def test_what_root_makes_or_puts_back_is_the_owner_s(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    os.chown(folder, 1234, 1234)
    write(folder, "one")
    backup(folder, tmp_path / "copy")
    restore(folder, tmp_path / "copy", "2026", lambda _: None)
    made = {file.name: (file.stat().st_uid, file.stat().st_mode & 0o777) for file in folder.iterdir()}
    assert set(made) >= {"journal.jsonl", "journal.end", "journal.lock"}
    assert {owner for owner, _ in made.values()} == {1234}
    assert {mode for _, mode in made.values()} == {0o644}


def test_a_copy_is_not_made_over_the_journal(tmp_path):
    file = write(tmp_path, "one")
    before = file.read_bytes()
    for name in ("journal.jsonl", "journal.end", "tokens.json", "copy"):
        with pytest.raises(JournalUnwritable, match="elsewhere"):
            backup(tmp_path, tmp_path / name)
    assert file.read_bytes() == before
    assert not (tmp_path / "copy").exists()


@pytest.mark.long
def test_a_copy_that_was_cut_anywhere_is_not_put_back(tmp_path):
    write(tmp_path / "data", "one", "two")
    backup(tmp_path / "data", tmp_path / "copy")
    data = (tmp_path / "copy").read_bytes()
    for size in range(len(data)):
        (tmp_path / "copy").write_bytes(data[:size])
        with pytest.raises(JournalDamaged, match="nothing was put back"):
            restore(tmp_path / "data", tmp_path / "copy", "2026", lambda _: None)
    assert whys(tmp_path / "data") == ["one", "two"]


def test_a_plain_copy_of_the_first_version_is_put_back(tmp_path):
    first_version(tmp_path, "one", "two")
    (tmp_path / "journal.jsonl").rename(tmp_path / "copy")
    restore(tmp_path / "data", tmp_path / "copy", "2026", lambda _: None)
    assert whys(tmp_path / "data") == ["one", "two"]
