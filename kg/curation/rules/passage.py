"""The rules of where a statement is read: in a document, or in the curator's own note."""

from __future__ import annotations

import hashlib
import re

from kg import vocabulary
from kg.change import Change
from kg.curation.proposals import SourceDraft
from kg.curation.rules.check import Check
from kg.model import Content, Document, Passage

NOTE = "note_"
"""How the ids of documents begin that hold a curator's own words."""
_HASH = re.compile(r"[0-9a-f]{64}\Z")


def passage(check: Check, source: SourceDraft | None, text: str, id: str) -> tuple[Passage | None, Change]:
    """The passage of a source, or of a note that holds the curator's own words, and that note."""
    return _note(check, text, id) if source is None else (_read(check, source), Change())


def _note(check: Check, text: str, id: str) -> tuple[Passage, Change]:
    by, on = check.setting.by or "a curator", check.setting.on[:10]
    note = Document(
        id=NOTE + id,
        iri=vocabulary.BASE + NOTE + id,
        title=f"Note by {by}, {on}" if on else f"Note by {by}",
        file_name=f"{NOTE}{id}.txt",
        sha256=_sha256(text),
        length=max(1, len(text)),
    )
    found = Passage(document=note.id, section="", line=1, start=0, end=note.length, sha256=note.sha256)
    return found, Change(added=Content(documents=(note,)), texts={note.id: text})


def _read(check: Check, source: SourceDraft) -> Passage | None:
    id = vocabulary.local(vocabulary.iri(source.document) or source.document)
    document = check.graph.documents.get(id)
    if document is None:
        known = ", ".join(sorted(d for d in check.graph.documents if not d.startswith(NOTE))) or "none yet"
        check.wrong("source.document", f"a statement has exactly one source, a described document: {known}", id)
        return None
    if not 0 <= source.start < source.end <= document.length:
        check.wrong(
            "source.end",
            f"a passage starts before it ends and lies inside the document: from 0 to {document.length} code points",
            f"{source.start}-{source.end}",
        )
        return None
    line, sha256 = _as_it_stands(check, source, id)
    if source.line > 0 and source.line != line:
        check.wrong("source.line", f"the passage is on line {line}", source.line)
    if line in document.excluded_lines:
        check.wrong("source.line", "captions and advertising are no source; read it from another line", line)
    if source.sha256 and source.sha256 != sha256:
        check.wrong("source.sha256", "another passage stands at these positions", source.sha256)
    elif sha256 and not _HASH.match(sha256):
        check.wrong("source.sha256", "a passage has one SHA-256 of 64 hexadecimal digits", sha256)
    return Passage(
        document=id, section=source.section, line=max(0, line), start=source.start, end=source.end, sha256=sha256
    )


def _as_it_stands(check: Check, source: SourceDraft, id: str) -> tuple[int, str]:
    """The line and hash of a passage by the text of its document, else as they are given."""
    words = check.setting.texts.get(id)
    if words is None:
        return source.line, source.sha256
    return words.count("\n", 0, source.start) + 1, _sha256(words[source.start : source.end])


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
