"""The files that a graph is read from, and the texts that it rests on: whether each passage is where it should be."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import rdflib

from kg import rdf, vocabulary
from kg.causal import CausalGraph
from kg.linking.hashed import words_of
from kg.model import MOST_WORDS, CausewayError, Document, Passage
from kg.rdf import Violation
from kg.rdf.terms import C

LARGEST_DOCUMENT = 16 * 1024 * 1024


class UnknownDocument(CausewayError):
    """No document has this id, or its text is not at hand."""


def hashes_of(files: Iterable[Path]) -> tuple[tuple[str, str], ...]:
    """The files, each with the SHA-256 of its bytes."""
    return tuple((str(file), hashlib.sha256(file.read_bytes()).hexdigest()) for file in files)


def version_of(files: Iterable[Path]) -> str:
    """A short hash of the files' names and bytes."""
    return version_told(hashes_of(files))


def version_told(hashes: Iterable[tuple[str, str]]) -> str:
    """The same, of files whose hashes are known."""
    digest = hashlib.sha256()
    for file, sha256 in hashes:
        digest.update(Path(file).name.encode() + b"\0" + bytes.fromhex(sha256))
    return digest.hexdigest()[:16]


def texts_of(folder: Path | None, documents: Iterable[Document]) -> dict[str, str]:
    """The text of each document whose file is in the folder with the right hash, by id."""
    texts = {}
    for document in documents:
        data = _document_bytes(folder, document)
        if data is not None and hashlib.sha256(data).hexdigest() == document.sha256:
            texts[document.id] = data.decode("utf-8")
    return texts


def words_turtle(graph: CausalGraph, folder: Path, name: str) -> str:
    """The words of the document of this id, CURIE or IRI, whose text is in the folder, as Turtle to put beside it.

    Raises UnknownDocument.
    """
    document = graph.documents.get(vocabulary.local(vocabulary.iri(name) or name))
    if document is None:
        known = ", ".join(sorted(graph.documents)) or "none yet"
        raise UnknownDocument(f"no document has the id {name!r}; there are: {known}", document=name)
    text = texts_of(folder, [document]).get(document.id)
    if text is None:
        raise UnknownDocument(
            f"{folder} holds no {document.file_name} with the hash {document.sha256}; put the text there, or mend"
            " c:sha256 where the text has changed",
            document=name,
        )
    words = words_of(text, document.excluded_lines)
    if not words:
        detail = f"{document.file_name} uses no words, or more than the {MOST_WORDS} that a document may carry"
        raise UnknownDocument(detail, document=name)
    triples = rdflib.Graph()
    for triple in rdf.describe(replace(document, words=words), {}).triples((None, rdflib.URIRef(C.wordHashes), None)):
        triples.add(triple)
    return rdf.turtle(triples)


def _document_bytes(folder: Path | None, document: Document) -> bytes | None:
    name = Path(document.file_name).name
    file = folder / name if folder and name else None
    if file is None or not file.is_file() or file.stat().st_size > LARGEST_DOCUMENT:
        return None
    return file.read_bytes()


def verify(graph: CausalGraph, folder: Path, known: Mapping[str, str] = MappingProxyType({})) -> Iterable[Violation]:
    """Every passage that is not where its statement says: wrong hash, outside the text, on an excluded line; and every
    document whose words are not those of its text.

    `known` are texts by document that the folder need not hold: those that came with a change.
    """
    texts = dict(known)
    for document in graph.documents.values():
        if document.id in known:
            if document.words:
                yield from _verify_words(document, known[document.id])
            continue
        data = _document_bytes(folder, document)
        if data is None:
            yield Violation(node=document.id, field="fileName", message=f"{document.file_name} is not in {folder}")
        elif (found := hashlib.sha256(data).hexdigest()) != document.sha256:
            yield Violation(
                node=document.id, field="sha256", message=f"the file has the hash {found}", value=document.sha256
            )
        else:
            texts[document.id] = data.decode("utf-8")
            yield from _verify_words(document, texts[document.id])
    for s in graph.content.statements:
        if s.passage is None:
            yield Violation(node=s.id, field="passage", message="has no passage; every statement needs its source")
        elif text := texts.get(s.passage.document):
            yield from _verify_passage(s.id, s.passage, text, graph.documents[s.passage.document])


def _verify_words(document: Document, text: str) -> Iterable[Violation]:
    if document.words != words_of(text, document.excluded_lines):
        wrong = "are not those of the text" if document.words else "are not told yet"
        message = f"its words {wrong}; `kg words {document.id} --documents DIR` tells them"
        yield Violation(node=document.id, field="wordHashes", message=message)


def _verify_passage(statement: str, passage: Passage, text: str, document: Document) -> Iterable[Violation]:
    if passage.end > len(text):
        yield Violation(
            node=statement, field="end", message=f"the document ends at {len(text)}", value=str(passage.end)
        )
        return
    found = text[passage.start : passage.end]
    right = hashlib.sha256(found.encode()).hexdigest()
    if not passage.sha256:
        yield Violation(node=statement, field="passageSha256", message=f"the passage has no hash yet; it is {right}")
    elif right != passage.sha256:
        yield Violation(node=statement, field="passageSha256", message="another passage stands at these positions")
    line = text.count("\n", 0, passage.start) + 1
    if line != passage.line:
        yield Violation(node=statement, field="line", message=f"the passage is on line {line}", value=str(passage.line))
    if line in document.excluded_lines:
        yield Violation(node=statement, field="line", message="captions and advertising are no source", value=str(line))
