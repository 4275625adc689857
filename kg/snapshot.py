"""One state of the graph, never changed, with all that is kept for it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from kg import answer
from kg.answer import Spoken, Stems, Why
from kg.causal import CausalGraph, Filters, Situation, Wanted
from kg.change import Change, applied, composed
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
    from kg.large.beside import Beside
    from kg.large.columns import Large
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
    snapshot, and `folder` keeps that of a large graph. `large` is a file of statements beside it, of which `graph`
    holds nothing: `about` and `bearing_on` give this state with what of it is asked for, which is `cut` where there is
    more.
    """

    graph: CausalGraph
    version: str
    texts: Mapping[str, str] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)
    folder: Path | None = None
    earlier: Nearest | None = None
    names: Once[Lexicon] = field(default_factory=Once)
    index: Once[Nearest] = field(default_factory=Once)
    large: Large | None = None
    cut: bool = False
    layered: Once[Beside] = field(default_factory=Once)
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
        large: Large | None = None,
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
        if changes and large:
            changes = [*_with_named(large, CausalGraph(base), changes)]
        graph = CausalGraph(applied(base, changes) if changes else base)
        texts = texts_of(documents, graph.documents.values())
        ledger = ledger or Ledger().with_(records)
        for record in ledger.changes:
            texts.update(record.body.get("texts", {}))
        return cls(graph, version, texts, ledger, folder, large=large)

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
                    if self.large:
                        (change,) = _with_named(self.large, graph, [change])
                    graph = graph.changed(change.added, change.removed)
                same = same and not (change.added.concepts or change.removed.concepts)
                texts.update(change.texts)
                version = version_after(version, record)
        ledger = self.ledger.with_(records)
        if version == self.version:
            return replace(self, ledger=ledger)
        names = self.names if same else Once[Lexicon]()
        earlier = self.index.made or self.earlier
        return Snapshot(graph, version, texts, ledger, earlier=earlier, names=names, large=self.large)

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
    def beside(self) -> Beside | None:
        """The file beside it as a layer of this state; none where there is none."""
        if self.large is None:
            return None
        from kg.large.beside import Beside  # numpy and the kernel, for large graphs alone

        large = self.large
        return self.layered.get(lambda: Beside.of(large, self.graph))

    def about(self, *texts: str) -> Snapshot:
        """This state with the concepts that these texts may name; itself where there is no large graph beside."""
        if (beside := self.beside) is None:
            return self
        names = Once[Lexicon]()
        found = names.get(lambda: beside.lexicon(self.lexicon, texts))
        return replace(self, graph=beside.with_concepts(found.ids), names=names)

    def bearing_on(self, wanted: Wanted, situation: Situation = Situation(), filters: Filters = Filters()) -> Snapshot:
        """This state with what bears on what is wanted; itself where there is no large graph beside."""
        if (beside := self.beside) is None:
            return self
        named = self.names.made.ids if self.names.made else ()
        part = beside.part(replace(wanted, concepts=(*wanted.concepts, *named)), situation, filters)
        return replace(self, graph=part.graph, texts={**self.texts, **part.texts}, cut=part.cut)

    def reviewing(self, texts: Iterable[str]) -> Snapshot:
        """This state with what is said around the concepts that a change names in these texts."""
        if self.beside is None:
            return self
        texts = tuple(texts)
        now = self.about(*texts)
        named = dict.fromkeys(mention.concept for text in texts for mention in now.lexicon.link(text))
        return now.bearing_on(Wanted(around=tuple(named), depth=2))

    @property
    def stems(self) -> Stems:
        """The words that sources and names use, by their stems."""
        return self.beside.stems(self.spoken) if self.beside else self.spoken

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


def _with_named(large: Large, graph: CausalGraph, changes: Iterable[Change]) -> Iterator[Change]:
    """The changes with the concepts that they speak of and only the large graph has, which they take in."""
    from kg.large.beside import Beside

    beside = Beside.of(large, graph)
    for change in changes:
        yield composed([Change(added=beside.named(change.added)), change])
