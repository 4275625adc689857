"""What was acknowledged is there; what was torn is dropped; what is damaged is told."""

import multiprocessing
import os
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.journal import Journal, JournalDamaged, JournalUnwritable, Record


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


@pytest.mark.parametrize("cut", range(1, 40, 3))
def test_a_torn_last_record_is_dropped_and_written_over(tmp_path, cut):
    file = write(tmp_path, "one", "two")
    file.write_bytes(file.read_bytes()[:-cut])
    assert whys(tmp_path) == ["one"]
    write(tmp_path, "three")
    assert whys(tmp_path) == ["one", "three"]


def test_a_last_record_with_blocks_that_were_never_written_is_dropped(tmp_path):
    file = write(tmp_path, "one", "two")
    data = file.read_bytes()
    start = data.index(b"\n") + 1
    file.write_bytes(data[:start] + bytes(40) + data[start + 40 :])
    assert whys(tmp_path) == ["one"]
    write(tmp_path, "three")
    assert whys(tmp_path) == ["one", "three"]


def test_a_last_record_that_is_whole_and_wrong_is_damage(tmp_path):
    file = write(tmp_path, "one", "two")
    file.write_bytes(file.read_bytes().replace(b'"two"', b'"too"'))
    with pytest.raises(JournalDamaged, match=r"record 2 of .*put back a copy"):
        whys(tmp_path)


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data.replace(b'"two"', b'"too"'),
        lambda data: b"".join(data.splitlines(keepends=True)[::2]) + data.splitlines(keepends=True)[1],
        lambda data: data.replace(b"two", b"t\0o"),
        lambda data: data[:20] + b"\n" + data[20:],
    ],
    ids=["a word", "the order", "a byte", "a line break"],
)
def test_any_other_damage_names_the_record_and_what_to_do(tmp_path, damage):
    file = write(tmp_path, "one", "two", "three")
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(JournalDamaged, match=r"record [12] of .*journal\.jsonl.*put back a copy"):
        whys(tmp_path)


def test_a_journal_that_was_put_back_is_read_from_the_start(tmp_path):
    file = write(tmp_path, "one")
    early = file.read_bytes()
    write(tmp_path, "two")
    reader = Journal(tmp_path)
    reader.news()
    file.write_bytes(early)
    write(tmp_path, "another")
    records, from_start = reader.news()
    assert ([r.why for r in records], from_start) == (["one", "another"], True)


def _many(folder, name):
    for i in range(20):
        write(folder, f"{name}{i}")


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
