"""Files of documents: their text without what stands around it, and files that mean harm."""

import io
import zlib

import pytest
from click.testing import CliRunner
from pypdf import PdfWriter

from kg.cli import main
from kg.papers import CannotBeRead, apart, formats
from kg.papers.formats import Unreadable, paper

SAID = "Yoga reduces bone loss."
PAGE = """<!doctype html><html><head><title>On yoga</title><meta name="citation_doi" content="10.1000/xyz">
<script>var x = "Calcium lowers bone strength.";</script></head><body><nav><ul><li>Calcium lowers</li></ul></nav>
<h1>On yoga</h1><p>Yoga <b>reduces</b> bone loss.</p><figure><figcaption>Calcium lowers</figcaption></figure>
<footer>Calcium lowers bone strength.</footer></body></html>"""
ARTICLE = f"""<?xml version="1.0"?><article><front><article-meta><article-id pub-id-type="pmid">123</article-id>
<title-group><article-title>On yoga</article-title></title-group><abstract><p>{SAID[:-1]}<xref>1</xref>.</p></abstract>
</article-meta></front><body><sec><fig><caption><p>Calcium lowers bone strength.</p></caption></fig></sec></body>
<back><ref-list><ref>Calcium lowers bone strength. 2001.</ref></ref-list></back></article>"""


def pdf_of(content):
    """A PDF of one page with this content, compressed."""
    stream = zlib.compress(content)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    return out + b"xref\n0 6\n0000000000 65535 f \n" + table + end


@pytest.mark.parametrize(
    ("name", "data", "title", "id"),
    [
        ("a.txt", f"On yoga\n\n{SAID}\n".encode(), "On yoga", ""),
        ("a.html", PAGE.encode(), "On yoga", "DOI:10.1000/xyz"),
        ("a.xml", ARTICLE.encode(), "On yoga", "PMID:123"),
        ("a.pdf", pdf_of(f"BT /F1 12 Tf 50 700 Td ({SAID}) Tj ET".encode()), "a.pdf", ""),
    ],
)
def test_a_file_gives_its_text_without_what_stands_around_it(name, data, title, id):
    made = paper(name, data)
    assert SAID in made.text
    assert "Calcium" not in made.text
    assert (made.title, made.id) == (title, id)


def encrypted():
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret")
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.exe", b"MZ", "its ending is none of"),
        ("a.txt", b" \n ", "no text"),
        ("a.txt", b"Tea. " * 100_000, "longer than"),
        ("a.txt", b"a" * (formats.LARGEST_FILE + 1), "larger than"),
        ("a.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><article>&b;</article>', "entities"),
        ("a.xml", b"<article>" + b"<p>" * 5_000, "deeper"),
        ("a.xml", b"<article><p>", "no XML"),
        ("a.pdf", b"%PDF-1.7 nothing", "no PDF"),
        ("a.pdf", encrypted(), "encrypted"),
    ],
)
def test_what_is_no_document_is_refused_with_a_reason(name, data, says):
    with pytest.raises(Unreadable, match=says):
        paper(name, data)


def test_a_file_that_would_fill_memory_ends_its_own_process_only():
    bomb = pdf_of(b"BT /F1 12 Tf (" + b"a" * 300_000_000 + b") Tj ET")
    with pytest.raises(CannotBeRead):
        apart.of("bomb.pdf", bomb)


def test_a_file_that_takes_too_long_is_given_up():
    with pytest.raises(CannotBeRead, match="longer than"):
        apart.of("a.txt", b"Tea.", seconds=0.001)


def test_a_folder_becomes_a_table_a_document_and_a_run_is_taken_up_again(tmp_path, monkeypatch):
    monkeypatch.setenv("KG_DATA", str(tmp_path / "data"))
    texts, tables = tmp_path / "texts", tmp_path / "tables"
    texts.mkdir()
    (texts / "page.html").write_text(PAGE, encoding="utf-8")
    (texts / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    first = CliRunner().invoke(main, ["read", str(texts), "--into", str(tables)])
    assert first.exit_code == 1
    assert "1 of 2 could not be read" in first.output
    (table,) = tables.iterdir()
    assert "yoga\tbone loss\t-\tcategorical" in table.read_text(encoding="utf-8")
    (texts / "broken.pdf").unlink()
    again = CliRunner().invoke(main, ["read", str(texts), "--into", str(tables)])
    assert again.exit_code == 0, again.output
    assert "is read already" in again.output


def test_a_document_is_read_into_proposals(tmp_path, monkeypatch):
    monkeypatch.setenv("KG_DATA", str(tmp_path / "data"))
    file = tmp_path / "article.xml"
    file.write_text(ARTICLE, encoding="utf-8")
    done = CliRunner().invoke(main, ["read", str(file), "--by", "ann"])
    assert done.exit_code == 0, done.output
    assert "1 proposals of" in done.output
    assert "yoga" in CliRunner().invoke(main, ["review"]).output
