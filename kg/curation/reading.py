"""Sentences of a text that say "A raises B" or "A lowers B" of two concepts of the graph, as statements to propose.

Only the plainest sentences are read: two concepts named with one verb between them. All else is left to a person.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from kg import vocabulary
from kg.linking import Lexicon
from kg.linking.hashed import words_of
from kg.model import Document

_RAISES = "raise|increase|stimulate|promote|boost|enhance|elevate|improve|strengthen"
_LOWERS = "lower|reduce|decrease|suppress|inhibit|slow|weaken|diminish|prevent"
_BETWEEN = re.compile(
    rf"\s*(?P<hedge>(?:may|might|can|could|usually|often|typically|also)\s+)*(?:(?P<up>{_RAISES})|(?P<down>{_LOWERS}))"
    r"(?:e?s|d|ed)?\s+(?:the\s+|a\s+|an\s+)?$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^\s.!?][^.!?\n]*(?:\.(?=\d)[^.!?\n]*)*[.!?]?")
_AFTER = re.compile(r"\s*(?:levels?|activity|risk)?\s*[.!]?\s*$")
_BEFORE = re.compile(r"^\s*(?:the|a|an)?\s*$", re.IGNORECASE)
_SURE = ("id", "label", "synonym")
MOST = 50
LONGEST = 500


def document_of(title: str, text: str) -> Document:
    """A document of this text, named after its title and its hash, so that the same text is the same document."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    slug = re.sub(r"[^a-z0-9]+", "_", title.casefold()).strip("_")[:40] or "document"
    id = f"{slug}_{sha256[:8]}"
    return Document(
        id=id,
        iri=vocabulary.BASE + id,
        title=title,
        file_name=f"{id}.txt",
        sha256=sha256,
        length=len(text),
        words=words_of(text),
    )


def claims(document: str, text: str, lexicon: Lexicon) -> Iterator[dict[str, Any]]:
    """The fields of the statements that the text makes in so many words, in its order; at most `MOST`."""
    found = 0
    for sentence in _SENTENCE.finditer(text):
        if found == MOST:
            return
        draft = _claim(document, sentence, lexicon)
        if draft:
            found += 1
            yield draft


def _claim(document: str, sentence: re.Match[str], lexicon: Lexicon) -> dict[str, Any] | None:
    words = sentence[0]
    if len(words) > LONGEST:
        return None
    mentions = lexicon.link(words)
    if len(mentions) != 2 or any(m.match not in _SURE or m.alternatives or m.graded for m in mentions):
        return None
    cause, effect = mentions
    between = _BETWEEN.match(words[cause.end : effect.start])
    if not between or not _BEFORE.match(words[: cause.start]) or not _AFTER.match(words[effect.end :]):
        return None
    source = {"document": document, "start": sentence.start(), "end": sentence.end()}
    sign = "+" if between["up"] else "-"
    return {"subject": cause.concept, "object": effect.concept, "sign": sign, "text": words, "source": source}
