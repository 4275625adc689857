"""Whatever a file holds, reading it raises nothing, ends, stays small, and loses no claim on the way."""

import bz2
import gzip
import json
import tracemalloc
from dataclasses import replace
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.importing import FORMATS, Fault, Limits, Options, Place, Tally, blocks_of, gather, named, sniffed, watched
from kg.importing import rows as collecting
from kg.importing.formats import UnknownFormat
from kg.importing.opened import NotOpened
from kg.model import Sign
from kg.patience import TookTooLong, go_on, seconds
from tests.graph_writers import OBO, WRITERS, as_bel, as_csv, as_graphml, as_tsv

HERE = Path(__file__).parent / "importing"
SAMPLES = sorted(file for file in HERE.iterdir() if file.suffix != ".bel")
READ = [one for one in FORMATS if one.name != "bel"]
relaxed = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def read(file, format=None, **limits):
    return gather(blocks_of(file, format, Options(limits=Limits(**limits))))


def faults(file, format=None, **limits):
    return read(file, format, **limits).tally.faults


@pytest.fixture
def file(tmp_path):
    return tmp_path / "file"


@pytest.mark.parametrize("format", READ, ids=lambda one: one.name)
@relaxed
@given(
    data=st.one_of(
        st.binary(max_size=200), st.text(alphabet='ab\t\n{}[]":,<>/ @.#+-|;\r', max_size=120).map(str.encode)
    )
)
def test_no_bytes_raise(format, data, file):
    file.write_bytes(data)
    for block in blocks_of(file, format):
        assert all(fault.what and fault.right for fault in block.faults)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda one: one.name)
@relaxed
@given(at=st.integers(0, 5000), new=st.binary(max_size=3), gone=st.integers(0, 40))
def test_a_sample_with_a_wound_raises_nothing(sample, at, new, gone, file):
    data = sample.read_bytes()
    at %= len(data)
    file.write_bytes(data[:at] + new + data[at + gone :])
    for block in blocks_of(file, sniffed(sample).format):
        list(block)
    sniffed(file)


def graph(names):
    ends = st.sampled_from(names)
    signs = st.sampled_from([Sign.PLUS, Sign.MINUS, Sign.UNKNOWN])
    return st.dictionaries(st.tuples(ends, ends), signs, min_size=1, max_size=12)


def same_claims(text, format, edges, file):
    file.write_text(text, encoding="utf-8")
    found = read(file, named(format))
    assert found.tally.faults == []
    assert {(claim.cause, claim.effect): claim.sign for claim in found.claims} == edges


@pytest.mark.parametrize("format", WRITERS)
@relaxed
@given(edges=graph([f"HGNC:{n}" for n in range(5)]))
def test_a_graph_is_read_as_it_was_written(format, edges, file):
    same_claims(WRITERS[format](edges), format, edges, file)


@relaxed
@given(edges=graph([f"HGNC:{n}" for n in range(5)]))
def test_bel_and_quoted_tables_are_read_as_they_were_written(edges, file):
    same_claims(as_bel(edges), "node-link", edges, file)
    same_claims(as_csv(edges), "edges", edges, file)


@pytest.mark.parametrize("format", ["edges", "sif", "graphml", "node-link", "cx2"])
def test_no_effect_comes_back_as_a_finding(format, file):
    same_claims(WRITERS[format]({("A:1", "A:2"): Sign.ZERO}), format, {("A:1", "A:2"): Sign.ZERO}, file)


LETTERS = st.text(st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp", "Zs"]), min_size=1, max_size=8)


@relaxed
@given(names=st.lists(LETTERS.filter(lambda t: '"' not in t and t[0] != "#" and ":" not in t), min_size=2, max_size=2))
def test_names_of_any_letters_come_through(names, file):
    edges = {(names[0], names[1]): Sign.MINUS}
    for format in ("edges", "sif", "jsonl", "kgx-json", "cx2"):
        same_claims(WRITERS[format](edges), format, {(a.strip(), b.strip()): s for (a, b), s in edges.items()}, file)
    if all(name.isalnum() for name in names):
        ends = " ".join(f"<node id={quoteattr(name)}/>" for name in sorted(set(names)))
        edge = f"<edge source={quoteattr(names[0])} target={quoteattr(names[1])}/>"
        same_claims(f"<graphml><graph>{ends}{edge}</graph></graphml>", "graphml", {tuple(names): Sign.UNKNOWN}, file)


@pytest.mark.parametrize("format", [*WRITERS, "quoted"])
def test_reading_goes_on_where_it_stopped(format, file, monkeypatch):
    monkeypatch.setattr(collecting, "SIZE", 4)
    edges = {(f"HGNC:{n}", f"HGNC:{n + 1}"): Sign.PLUS if n % 2 else Sign.MINUS for n in range(40)}
    file.write_text(as_csv(edges) if format == "quoted" else WRITERS[format](edges))
    kind = named("edges" if format == "quoted" else format)
    options = Options(limits=Limits(piece=100))
    whole = list(blocks_of(file, kind, options))
    claims = [claim for block in whole for claim in block.claims]
    assert len(claims) == 40
    assert len(whole) > 3 or format == "trig"
    for n, block in enumerate(whole):
        rest = [claim for one in blocks_of(file, kind, options, block.at) for claim in one.claims]
        assert rest == [claim for one in whole[n + 1 :] for claim in one.claims]


def test_a_line_of_50_mb_is_a_fault_and_little_memory(file):
    with file.open("wb") as out:
        out.write(b"source\ttarget\tsign\nA\tB\t+\n")
        for _ in range(50):
            out.write(b"x" * (1 << 20))
        out.write(b"\nC\tD\t-\n")
    tracemalloc.start()
    found = read(file, named("edges"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [(claim.cause, claim.line) for claim in found.claims] == [("A", 2), ("C", 4)]
    assert [fault.line for fault in found.tally.faults] == [3]
    assert peak < 16 << 20


def test_the_limit_of_a_line_holds_to_the_byte(file):
    file.write_text(f"source\ttarget\nA\t{'b' * 98}\nA\t{'b' * 99}\nC\tD\n")
    found = read(file, named("edges"), line=100)
    assert [len(claim.effect) for claim in found.claims] == [98, 1]
    assert [fault.line for fault in found.tally.faults] == [3]


@pytest.mark.parametrize(
    ("format", "text"),
    [
        ("kgx-json", '{"nodes": [' + "[" * 10_000 + "]" * 10_000 + "]}"),
        ("kgx-json", '{"message": ' + '{"knowledge_graph": ' * 10_000 + "1" + "}" * 10_001),
        ("jsonl", '{"a": ' + "[" * 10_000 + "]" * 10_000 + "}"),
        ("cx2", "[" * 10_000),
        ("node-link", '{"nodes": [{"id": ' + '{"a": ' * 10_000),
        ("graphml", "<graphml>" + "<graph>" * 10_000),
        ("turtle", "<a:a> <a:b> " + "[ <a:c> " * 10_000),
        ("trig", "<a:g> { <a:a> <a:b> " + "(" * 10_000),
    ],
)
def test_what_is_nested_10_000_deep_is_a_fault(format, text, file):
    file.write_text(text)
    assert faults(file, named(format))


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
def test_what_unpacks_to_far_too_much_is_a_fault(pack, file):
    file.write_bytes(pack(b"source\ttarget\nA\tB\n" + b"x\ty\n" * 2_000_000))
    tracemalloc.start()
    found = [fault for b in blocks_of(file, named("edges"), Options(limits=Limits(free=1 << 16))) for fault in b.faults]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "times its size" in found[-1].what
    assert peak < 64 << 20


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
def test_a_packed_file_that_ends_early_is_told_after_what_it_holds(pack, file):
    text = "source\ttarget\n" + "".join(f"A{n}\tB{n * 7919}\n" for n in range(120_000))
    packed = pack(text.encode())
    file.write_bytes(packed[: len(packed) // 2])
    blocks = list(blocks_of(file, named("edges")))
    assert sum(len(block.claims) for block in blocks) > 1000
    assert "broken" in blocks[-1].faults[-1].what


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE a [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>',
        '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">',
    ],
)
def test_xml_with_entities_or_another_address_is_refused(doctype, file):
    file.write_text(f'{doctype}<graphml><graph><node id="&a;"/></graph></graphml>')
    found = read(file, named("graphml"))
    assert found.concepts == ()
    assert "document type" in found.tally.faults[0].what


def test_a_broken_line_is_a_fault_and_the_rest_is_read(file):
    file.write_bytes(b'{"id": "A:1"}\n{"id": \n\xff\n[1]\n{"x": 1}\n{"id": "A:2"}\n')
    found = read(file, named("jsonl"))
    assert [one.id for one in found.concepts] == ["A:1", "A:2"]
    assert [fault.line for fault in found.tally.faults] == [2, 3, 4, 5]
    file.write_text(f"<a:1> <{OBO}RO_0002213> <a:2> .\nrubbish\n<a:2> <{OBO}RO_0002213> <a:3> .\n")
    found = read(file, named("ntriples"))
    assert [claim.cause for claim in found.claims] == ["a:1", "a:2"]
    assert [fault.line for fault in found.tally.faults] == [2]


def test_an_item_that_is_no_json_is_a_fault_with_its_line(file):
    file.write_text('{"nodes": [\n{"id": "A:1"},\n{"id": nonsense},\n7,\n{"id": "A:2", "n": NaN}]}')
    found = read(file, named("kgx-json"))
    assert [one.id for one in found.concepts] == ["A:1", "A:2"]
    assert [fault.line for fault in found.tally.faults] == [3, 4]


def test_an_item_above_the_limit_ends_the_reading(file):
    file.write_text('{"nodes": [{"id": "A:1"}, {"id": "' + "x" * 100_000 + '"}]}')
    found = faults(file, named("kgx-json"), item=1000, piece=500)
    assert "longer than 1000" in found[0].what


def test_more_nodes_than_may_be_held_are_told(file):
    file.write_text(as_graphml({(f"A:{n}", "A:0"): Sign.PLUS for n in range(20)}))
    assert "more than 5 nodes" in faults(file, named("graphml"), nodes=5)[0].what


def test_all_faults_are_counted_and_the_first_are_kept(file):
    file.write_text("source\ttarget\n" + "A\n" * 500)
    tally = Tally(most_faults=10)
    list(watched(blocks_of(file, named("edges")), tally))
    assert (len(tally.faults), tally.fault_count) == (10, 500)
    assert tally.faults[0] == Fault(2, "has 1 cells", "2 cells, as the header")


def test_progress_tells_rows_rate_and_time_left(file):
    file.write_text("source\ttarget\n" + "A\tB\n" * 1000)
    clock = iter(range(100_000))
    heard = []
    options = Options(limits=Limits(piece=1000))
    blocks = blocks_of(file, named("edges"), options)
    size = file.stat().st_size
    list(watched(blocks, Tally(), size=size, told=heard.append, now=lambda: float(next(clock))))
    assert heard[0].rate == heard[0].rows
    assert heard[0].left > heard[-1].left == 0
    assert heard[-1].rows == 1000


def test_reading_stops_when_it_is_no_longer_wanted(file):
    file.write_text("source\ttarget\n" + "A\tB\n" * 1000)
    tally = Tally()
    with pytest.raises(TookTooLong), seconds(0.0, "importing"):
        list(watched(blocks_of(file, named("edges")), tally))
    assert tally.at == Place()


@pytest.mark.parametrize(
    "text", ["\n" * 70_000, "<\n" * 35_000, "<" * 70_000, " . " * 25_000, "a\t" * 35_000, ":" * 70_000]
)
def test_a_look_at_a_hostile_file_is_short(text, file):
    for start in ("", "_:a <b> ", "{", "[", "@prefix a: <a> .\n"):
        file.write_text(start + text)
        with seconds(20.0, "looking"):
            sniffed(file)
            go_on()


def test_what_cannot_be_told_is_not_guessed(file):
    file.write_text("some prose, nothing more")
    assert sniffed(file).format is None
    with pytest.raises(UnknownFormat):
        list(blocks_of(file))
    with pytest.raises(UnknownFormat):
        named("docx")
    with pytest.raises(NotOpened):
        list(blocks_of(file.with_name("absent"), named("edges")))


def test_long_lines_of_json_are_lines_of_json(tmp_path):
    file = tmp_path / "relations"
    line = json.dumps({"subject": "A:1", "predicate": "affects", "object": "A:2", "supporting_text": "x" * 9000})
    file.write_text(f"{line}\n{line}\n")
    assert sniffed(file).format.name == "jsonl"
    file.write_text(json.dumps({"nodes": [], "edges": [{"subject": "A:1", "predicate": "affects", "object": "A:2"}]}))
    assert sniffed(file).format.name == "kgx-json"


def test_a_doubtful_file_is_told_as_one(tmp_path):
    sure = tmp_path / "a.sif"
    sure.write_text("A\tactivates\tB\n")
    assert sniffed(sure).sure
    doubtful = tmp_path / "a.json"
    doubtful.write_text('{"nodes": []}')
    assert not sniffed(doubtful).sure


def test_a_place_is_whole_after_each_block(file):
    file.write_text(as_tsv({(f"A:{n}", "A:0"): Sign.PLUS for n in range(50)}))
    blocks = list(blocks_of(file, named("edges"), Options(limits=Limits(piece=64))))
    places = [block.at for block in blocks]
    assert [replace(place, packed=0) for place in sorted(places, key=lambda p: p.byte)] == [
        replace(place, packed=0) for place in places
    ]
    assert places[-1].rows == 50
    assert places[-1].byte == file.stat().st_size
