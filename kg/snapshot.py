"""One state of the graph, never changed, with all that is kept for it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from kg import answer
from kg.answer import Spoken, Why
from kg.causal import CausalGraph
from kg.change import Change, applied
from kg.curation.ledger import Ledger, change_in, fitting
from kg.curation.review import Review
from kg.journal import Record, version_after
from kg.kept import Kept
from kg.linking import Lexicon, lexicon
from kg.model import Content
from kg.once import Once
from kg.question import Reader
from kg.question import words as speech
from kg.sources import texts_of, version_of

if TYPE_CHECKING:
    from kg.retrieval import Nearest

MOST_EXPORTS, MOST_REVIEWS = 8 * 1024**2, 8 * 1024**2
"""Bytes that a snapshot keeps of each."""
MOST_EARLIER = 64 * 1024**2
"""Bytes of earlier states of the graph that are kept, about; two of a large graph all the same."""
_STATEMENT = 11 * 1024
_MOST_NEAR, _MORE_NEAR = 5, 20
_KEPT_FROM = 2000
"""Statements; of fewer all is made sooner than read."""


@cache
def _software() -> str:
    """A mark of the code and tables that read words, and of the packages that they rest on."""
    folder = Path(__file__).parent
    read = sorted(f for name in ("linking", "retrieval") for f in (folder / name).glob("*") if f.is_file())
    packages = [f"{name} {metadata.version(name)}" for name in ("numpy", "wordllama", "tokenizers", "snowballstemmer")]
    return version_of(read) + " " + " ".join(packages)


def _weight(made: tuple[Change, Review]) -> int:
    """Bytes, about: what a review shows, and the values of its change, which take more room than their record."""
    _, found = made
    return 4096 + 8 * (len(found.added) + len(found.removed)) + 512 * len(found.changes.pairs)


@dataclass(frozen=True, eq=False)
class Snapshot:
    """One state of the graph. `version` is a hash of its triples: other triples, other version.

    What is kept for it, each up to so many bytes, and shared with the next snapshot where the graph stays the same:
    `exports` as text, `reviews` of open proposals by number. What is made once, and as large as the
    graph asks for: `names` and, for those who ask for the nearest statements, `index`; `earlier` is that of an earlier
    snapshot, and `folder` keeps that of a large graph.
    """

    graph: CausalGraph
    version: str
    texts: Mapping[str, str] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)
    folder: Path | None = None
    earlier: Nearest | None = None
    names: Once[Lexicon] = field(default_factory=Once)
    index: Once[Nearest] = field(default_factory=Once)
    exports: Kept[str] = field(default_factory=lambda: Kept(MOST_EXPORTS, sys.getsizeof))
    reviews: Kept[tuple[Change, Review]] = field(default_factory=lambda: Kept(MOST_REVIEWS, _weight))

    @classmethod
    def of(
        cls,
        base: Content,
        version: str,
        records: Iterable[Record],
        *,
        documents: Path | None,
        folder: Path | None = None,
        ledger: Ledger | None = None,
    ) -> Snapshot:
        """The snapshot of a content of this version after these records, made whole; with their own ledger, or the one
        given. Raises JournalDamaged.
        """
        records = list(records)
        changes = []
        for record in records:
            if record.changes:
                with fitting(record):
                    changes.append(change_in(record))
                version = version_after(version, record)
        graph = CausalGraph(applied(base, changes) if changes else base)
        texts = texts_of(documents, graph.documents.values())
        ledger = ledger or Ledger().with_(records)
        for record in ledger.changes:
            texts.update(record.body.get("texts", {}))
        return cls(graph, version, texts, ledger, folder)

    def after(self, records: Iterable[Record]) -> Snapshot:
        """The snapshot with further records of the journal; it shares the names where no concept changed.

        Raises JournalDamaged.
        """
        records = list(records)
        graph, texts, version, same = self.graph, dict(self.texts), self.version, True
        for record in records:
            if record.changes:
                with fitting(record):
                    change = change_in(record)
                    graph = graph.changed(change.added, change.removed)
                same = same and not (change.added.concepts or change.removed.concepts)
                texts.update(change.texts)
                version = version_after(version, record)
        ledger = self.ledger.with_(records)
        if version == self.version:
            return replace(self, ledger=ledger)
        names = self.names if same else Once[Lexicon]()
        return Snapshot(graph, version, texts, ledger, earlier=self.index.made or self.earlier, names=names)

    def weight(self) -> int:
        """How many bytes it takes, about; no more than half of what is kept of earlier ones."""
        return min((len(self.graph.statements) + 1) * _STATEMENT, MOST_EARLIER // 2)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The names of its concepts."""
        return self.names.get(lambda: lexicon(self.graph.concepts.values(), speech()))

    @cached_property
    def reader(self) -> Reader:
        """What reads questions about it."""
        graph = self.graph
        return Reader(self.lexicon, graph.concepts, [c for c in graph.concepts if graph.is_intervention(c)])

    @cached_property
    def spoken(self) -> Spoken:
        """The words that the sources use, by their stems."""
        return Spoken(self.graph, self.texts)

    @property
    def nearest(self) -> Nearest:
        """Made when first asked for; out of that of an earlier snapshot, where there is one, by what differs."""
        return self.nearest_told(lambda *_: None)

    def nearest_told(self, progress: Callable[[int, int], None]) -> Nearest:
        """The same; `progress` is told how far it is where it has to be made.

        That of a large graph is kept in the folder, and read from there where it is of this very graph and software.
        """
        return self.index.get(lambda: self._made_nearest(progress))

    def _made_nearest(self, progress: Callable[[int, int], None]) -> Nearest:
        from kg.retrieval import Nearest  # numpy and 20 MB, for those who ask

        if self.earlier:
            return self.earlier.after(self.graph, self.lexicon)
        if self.folder is None or len(self.graph.statements) < _KEPT_FROM:
            return Nearest.of(self.graph, self.lexicon, progress)
        from kg import index

        mark = f"{self.version} {_software()}"
        if (arrays := index.load(self.folder, mark)) is not None:
            with suppress(ValueError):
                return Nearest.unpacked(self.graph, self.lexicon, arrays)
        made = Nearest.of(self.graph, self.lexicon, progress)
        index.keep(self.folder, mark, made.packed())
        return made

    def near(self, text: str, most: int, without: Collection[str]) -> list[str]:
        """The statements nearest to a text, best first, of which some are not wanted."""
        found = self.nearest.to(text, most=most + _MORE_NEAR)
        return [near.statement for near in found if near.statement not in without][:most]

    def why(self, question: str) -> Why:
        """The ways to read a question, and the statements nearest to it; none about what it excludes."""
        read = self.reader.read(question)
        excluded = [concept for q in read for concept in q.of("excluded")]
        near = self.nearest.to(question, most=_MOST_NEAR, without=excluded)
        return answer.why(self.graph, read, [(n.statement, n.score) for n in near])
