"""Which words the sources use: what is not among them, the sources do not speak of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from kg.answer.restrict import Said, stems_of
from kg.causal import CausalGraph
from kg.linking.hashed import holds, words_of


class Stems(Protocol):
    """Stems of words, to be asked for one by one."""

    def __contains__(self, stem: str, /) -> bool: ...


@dataclass(frozen=True)
class Spoken:
    """The stems of all words of statements and names, and of the documents as far as their words are known.

    `texts`, by document, stand in for the words of those that do not carry them. Nothing is read before it is needed.
    """

    graph: CausalGraph
    texts: Mapping[str, str] = field(default_factory=dict)

    def __contains__(self, stem: str, /) -> bool:
        said = Said.by(self.graph)
        if stem in said.statements or stem in said.labels or stem in said.names:
            return True
        return any(holds(words, stem) for words in self._documents)

    @cached_property
    def _documents(self) -> tuple[bytes, ...]:
        found = (
            document.words or words_of(self.texts.get(document.id, ""), document.excluded_lines, most=None)
            for document in self.graph.documents.values()
        )
        return tuple(filter(None, found))


def speaks_of(spoken: Stems, words: str) -> bool:
    """Whether the noun that some words end in stands in the sources; a letter or two behind it is no noun."""
    stems = stems_of(words)
    return bool(stems) and (len(stems) == 1 or len(stems[-1]) > 2) and stems[-1] in spoken
