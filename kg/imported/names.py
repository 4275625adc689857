"""What the concepts of a stranger's graph are called here: labels, ids, and addresses of their public ids."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import quote

from kg import vocabulary
from kg.importing import same_id
from kg.rdf import is_iri

_LONGEST = 60
_SURROGATE = re.compile("[\ud800-\udfff]")


def slug(text: str) -> str:
    """The letters and digits of a text in ASCII, joined by underscores; empty where it has none.

    >>> slug("TNF-α “high”"), slug("骨")
    ('tnf_high', '')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:_LONGEST].strip("_")


def sound(text: str) -> str:
    """A text without half characters, which no file in UTF-8 can hold; all else stays."""
    return _SURROGATE.sub("\ufffd", text)


def label_of(id: str, label: str) -> str:
    """What a concept is called: by its label; else a CURIE by itself, and a name with spaces where it has underscores.

    >>> label_of("lung_cancer", ""), label_of("HGNC:1", ""), label_of("HGNC:1", "ONE")
    ('lung cancer', 'HGNC:1', 'ONE')
    """
    given = label if label.strip() else id if same_id(id) or "://" in id else id.replace("_", " ")
    return sound(given)


def public_iri(id: str) -> str | None:
    """The address of a public id; none for a name that is none.

    >>> public_iri("HGNC:1"), public_iri("UniProtKB:P1"), public_iri("TNF")
    ('http://identifiers.org/hgnc/1', 'https://bioregistry.io/UniProtKB:P1', None)
    """
    if id.startswith(("http://", "https://")):
        return id if is_iri(id) and not id.startswith(vocabulary.BASE) else None
    if not same_id(id):
        return None
    prefix, _, local = id.partition(":")
    made = vocabulary.iri(f"{prefix}:{quote(local, safe=_KEPT)}") or f"https://bioregistry.io/{prefix}:" + quote(
        local, safe=_KEPT
    )
    return made if is_iri(made) and not made.startswith((vocabulary.BASE, "http://www.w3.org/")) else None


_KEPT = "/:;@!$&'()*+,=.-_~"


class Ids:
    """Ids that nothing else has: a prefix of the import, and a slug of the label."""

    def __init__(self, prefix: str, taken: Iterable[str] = ()) -> None:
        self.prefix = slug(prefix) or "graph"
        self._taken = {id.casefold() for id in taken}
        self._next: dict[str, int] = {}

    def new(self, label: str) -> str:
        """An id for this label, with a number where one like it is taken."""
        base = f"{self.prefix}-{slug(label) or 'x'}"
        id = base
        while id in self._taken:
            self._next[base] = self._next.get(base, 1) + 1
            id = f"{base}_{self._next[base]}"
        self._taken.add(id)
        return id
