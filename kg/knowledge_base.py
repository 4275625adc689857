"""The running service: settings, the current snapshot, and the verbs that every shell calls."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from kg import answer, export, picture, rdf, store, vocabulary
from kg.answer import Answer, PathsAnswer, answer_question, views
from kg.answer.views import (
    ConceptHit,
    ConceptList,
    ConceptView,
    DocumentList,
    LoopsAnswer,
    NeighbourhoodView,
    ReachAnswer,
    ScenarioAnswer,
    SharedAnswer,
    StatementView,
)
from kg.causal import (
    CausalGraph,
    ContradictoryContext,
    Filters,
    Situation,
    causes,
    effect_of,
    effects,
    feedback,
    neighbourhood,
    scenario,
    shared,
)
from kg.causal.paths import LONGEST
from kg.linking import Lexicon, lexicon
from kg.model import CausewayError, Document, Hedge, Sign
from kg.question import Reader
from kg.rdf import Violation

LARGEST_DOCUMENT = 16 * 1024 * 1024


class SettingsError(CausewayError):
    """A setting that cannot be; says which, and what it may be."""


class UnknownStatement(CausewayError):
    """No statement has this id."""


class SameConcept(CausewayError):
    """Two concepts are asked for and one is named twice."""


class NoVariable(CausewayError):
    """A concept that has no level is given one."""


class UnknownRelation(CausewayError):
    """No relation has this name."""


class UnknownKind(CausewayError):
    """No kind of concept has this name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What narrows a query of paths, causes or effects; names are as a user types them."""

    context: tuple[str, ...] = ()
    through: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    sign: Sign | None = None
    longest: int = LONGEST
    limit: int = 10
    min_hedge: Hedge = Hedge.aim
    bridges: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the service is told at start. `documents` is a folder with source texts, for showing passages."""

    host: str = "127.0.0.1"
    port: int = 8000
    documents: Path | None = None
    ontology: Path = field(default_factory=lambda: _ontology())

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Settings from HOST, PORT, KG_DOCUMENTS and KG_ONTOLOGY; raises SettingsError."""
        port = environment.get("PORT", "8000")
        if not port.isdecimal() or not 0 < int(port) < 65536:
            raise SettingsError(f"PORT is a number from 1 to 65535, not {port!r}")
        documents, ontology = environment.get("KG_DOCUMENTS"), environment.get("KG_ONTOLOGY")
        for name, folder in (("KG_DOCUMENTS", documents), ("KG_ONTOLOGY", ontology)):
            if folder and not Path(folder).is_dir():
                raise SettingsError(f"{name} is a folder, and {folder!r} is none")
        return cls(
            host=environment.get("HOST") or "127.0.0.1",
            port=int(port),
            documents=Path(documents) if documents else None,
            **({"ontology": Path(ontology)} if ontology else {}),
        )

    def to_environment(self) -> dict[str, str]:
        """The variables that `from_environment` makes the same settings from."""
        values = {"HOST": self.host, "PORT": str(self.port), "KG_ONTOLOGY": str(self.ontology)}
        return values | ({"KG_DOCUMENTS": str(self.documents)} if self.documents else {})


def _ontology() -> Path:
    """The ontology that comes with the package: inside it when installed, beside it in a checkout."""
    inside = Path(__file__).parent / "ontology"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "ontology"


def turtle_files(folder: Path) -> list[Path]:
    """The Turtle files of a folder, but for the shapes, by name."""
    return sorted(file for file in folder.glob("*.ttl") if file.name != "shapes.ttl")


@dataclass(frozen=True)
class Snapshot:
    """One state of the graph, never changed. `version` is a hash of its triples: other triples, other version."""

    graph: CausalGraph
    version: str
    texts: Mapping[str, str] = field(default_factory=dict)
    exports: dict[tuple, str] = field(default_factory=dict)

    @cached_property
    def lexicon(self) -> Lexicon:
        return lexicon(self.graph.concepts.values())

    @cached_property
    def reader(self) -> Reader:
        return Reader(self.lexicon, self.graph.concepts)


class KnowledgeBase:
    """The current snapshot of one ontology. Raises the error of the first file or node that cannot be read."""

    def __init__(self, settings: Settings):
        self.settings = settings
        files = turtle_files(settings.ontology)
        if not files:
            raise SettingsError(f"{settings.ontology} holds no .ttl file; it should hold the ontology")
        triples = list(store.EmbeddedStore(files).query(store.EVERYTHING))
        graph = CausalGraph(rdf.read(triples))
        self.snapshot = Snapshot(graph, version_of(files), texts_of(settings.documents, graph.documents.values()))
        self.snapshot.reader  # noqa: B018 made before the first question

    @property
    def version(self) -> str:
        return self.snapshot.version

    def resolve(self, name: str) -> str:
        """The id of the concept that a user named by id, IRI, CURIE or words."""
        return self.snapshot.lexicon.resolve(name)

    def statement(self, name: str) -> StatementView:
        """The statement of an id, CURIE or IRI."""
        now = self.snapshot
        id = vocabulary.local(vocabulary.iri(name) or name)
        if id not in now.graph.statements:
            raise UnknownStatement(f"no statement has the id {name!r}; they look like S106a", statement=name)
        return views.statement_view(now.graph, now.graph.statements[id], now.version, now.texts)

    def ask(self, question: str, context: Iterable[str] = (), *, max_paths: int = 10) -> Answer:
        """The answer to a question in words; never an error for what it says."""
        now = self.snapshot
        asked = self._resolved(context)
        Situation.of(now.graph, asked)
        return answer_question(
            now.graph,
            now.lexicon,
            now.reader,
            question,
            context=asked,
            max_paths=max_paths,
            version=now.version,
            texts=now.texts,
        )

    def paths(self, cause: str, effect: str, query: Query = Query()) -> PathsAnswer:
        """What is known of the effect of one concept on another."""
        now = self.snapshot
        source, target = self.resolve(cause), self.resolve(effect)
        if source == target:
            raise SameConcept(f"cause and effect are both {source}; name two concepts", cause=source, effect=target)
        finding = effect_of(
            now.graph, source, target, self._situation(query.context), self._filters(query), sign=query.sign
        )
        return answer.paths_answer(now.graph, finding, now.version, limit=query.limit, texts=now.texts)

    def paths_svg(self, cause: str, effect: str, query: Query = Query()) -> str:
        """The paths of the effect of one concept on another as a picture that stands alone."""
        found = self.paths(cause, effect, query)
        labels = [self.snapshot.graph.concepts[id].label for id in (found.cause, found.effect)]
        return picture.svg(picture.picture(found.paths, found.modifiers), title="How {} affects {}".format(*labels))

    def effects(self, cause: str, query: Query = Query(), *, kind: str | None = None) -> ReachAnswer:
        """Everything that a concept acts on, best first."""
        return self._reach(effects, cause, query, kind)

    def causes(self, effect: str, query: Query = Query(), *, kind: str | None = None) -> ReachAnswer:
        """Everything that acts on a concept, best first."""
        return self._reach(causes, effect, query, kind)

    def _reach(self, reach, concept: str, query: Query, kind: str | None) -> ReachAnswer:
        now = self.snapshot
        id = self.resolve(concept)
        self._check_kind(kind)
        reached = reach(now.graph, id, self._situation(query.context), self._filters(query))
        wanted = [r for r in reached if kind is None or now.graph.concepts[r.concept].kind == kind]
        return views.reach_answer(now.graph, id, wanted, now.version, limit=query.limit, texts=now.texts)

    def shared(self, a: str, b: str, context: Iterable[str] = (), *, limit: int = 20) -> SharedAnswer:
        """The common causes and the common effects of two concepts, the nearest `limit` of each."""
        now = self.snapshot
        first, second = self.resolve(a), self.resolve(b)
        if first == second:
            raise SameConcept(f"a and b are both {first}; name two concepts", a=first, b=second)
        common = shared(now.graph, first, second, self._situation(context))
        return views.shared_answer(now.graph, first, second, common, now.version, limit=limit, texts=now.texts)

    def feedback(self, concept: str | None = None) -> LoopsAnswer:
        """Feedback loops with their polarity, through a concept where one is named."""
        now = self.snapshot
        id = self.resolve(concept) if concept else None
        return views.loops_answer(now.graph, id, feedback(now.graph, id), now.version)

    def scenario(
        self, set: Mapping[str, int], context: Iterable[str] = (), outcomes: Iterable[str] | None = None
    ) -> ScenarioAnswer:
        """What setting some concepts high (+1) or low (-1) does to the outcomes."""
        now = self.snapshot
        wanted = self._resolved(outcomes) if outcomes is not None else None
        levels: dict[str, int] = {}
        for name, level in set.items():
            id = self.resolve(name)
            if not now.graph.is_signed(id):
                raise NoVariable(f"{id} is no variable and cannot be set high or low", set=id)
            if levels.setdefault(id, level) != level:
                raise ContradictoryContext(f"{id} is set both high and low; leave one out", set=[id])
        found = scenario(now.graph, levels, self._resolved(context), wanted)
        return views.scenario_answer(now.graph, found, now.version, now.texts)

    def concepts(self, words: str | None = None, *, kind: str | None = None, limit: int = 20) -> ConceptList:
        """Concepts that some words could name, best first; all of them, by label, without words."""
        now = self.snapshot
        self._check_kind(kind)
        graph = now.graph
        if words:
            found = now.lexicon.search(words, limit=limit, kind=kind)
            hits = [(graph.concepts[c.concept], c.label, c.match, c.score) for c in found]
        else:
            every = sorted(graph.concepts.values(), key=lambda c: (c.label.casefold(), c.id))
            hits = [(c, c.label, "label", 1.0) for c in every if kind in (None, c.kind)][:limit]
        return ConceptList(
            concepts=tuple(
                ConceptHit(id=c.id, label=c.label, kind=c.kind, matched=label, match=match, score=score)
                for c, label, match, score in hits
            ),
            graph_version=now.version,
        )

    def concept(self, name: str) -> ConceptView:
        now = self.snapshot
        return views.concept_view(now.graph, self.resolve(name), now.version)

    def neighbourhood(self, concept: str, depth: int = 1) -> NeighbourhoodView:
        now = self.snapshot
        id = self.resolve(concept)
        return views.neighbourhood_view(now.graph, id, depth, neighbourhood(now.graph, id, depth), now.version)

    def documents(self) -> DocumentList:
        now = self.snapshot
        return DocumentList(
            documents=tuple(views.document_view(now.graph, d, now.texts) for d in now.graph.documents.values()),
            graph_version=now.version,
        )

    def export(self, format: str, concept: str | None = None, depth: int = 1) -> str:
        """The graph, or what is around a concept, in one of `export.FORMATS`; made once a snapshot."""
        now = self.snapshot
        key = (format, self.resolve(concept) if concept else None, depth if concept else 0)
        if key not in now.exports:
            part = neighbourhood(now.graph, key[1], depth) if concept else export.whole(now.graph)
            now.exports[key] = export.FORMATS[format].write(now.graph, part)
        return now.exports[key]

    def _resolved(self, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.resolve(name) for name in names))

    def _situation(self, context: Iterable[str]) -> Situation:
        return Situation.of(self.snapshot.graph, self._resolved(context))

    def _filters(self, query: Query) -> Filters:
        graph = self.snapshot.graph
        for relation in query.relations:
            if relation not in graph.relations:
                raise UnknownRelation(
                    f"no relation is called {relation!r}", relation=relation, known=sorted(graph.relations)
                )
        return Filters(
            longest=query.longest,
            through=tuple(map(self._variable, self._resolved(query.through))),
            avoid=tuple(sorted(map(self._variable, self._resolved(query.avoid)))),
            relations=tuple(sorted(query.relations)),
            min_hedge=query.min_hedge,
            bridges=query.bridges,
        )

    def _variable(self, id: str) -> str:
        return self.snapshot.graph.concepts[id].variable or id

    def _check_kind(self, kind: str | None) -> None:
        kinds = self.snapshot.graph.kinds
        if kind is not None and kind not in kinds:
            raise UnknownKind(f"no kind of concept is called {kind!r}", kind=kind, known=sorted(kinds))


def version_of(files: Iterable[Path]) -> str:
    """A short hash of the files' names and bytes."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]


def texts_of(folder: Path | None, documents: Iterable[Document]) -> dict[str, str]:
    """The text of each document whose file is in the folder with the right hash, by id."""
    texts = {}
    for document in documents:
        data = _document_bytes(folder, document)
        if data is not None and hashlib.sha256(data).hexdigest() == document.sha256:
            texts[document.id] = data.decode("utf-8")
    return texts


def _document_bytes(folder: Path | None, document: Document) -> bytes | None:
    name = Path(document.file_name).name
    file = folder / name if folder and name else None
    if file is None or not file.is_file() or file.stat().st_size > LARGEST_DOCUMENT:
        return None
    return file.read_bytes()


def verify(graph: CausalGraph, folder: Path) -> Iterable[Violation]:
    """Every passage that is not where its statement says: wrong hash, outside the text, on an excluded line."""
    texts: dict[str, str] = {}
    for document in graph.documents.values():
        data = _document_bytes(folder, document)
        if data is None:
            yield Violation(node=document.id, field="fileName", message=f"{document.file_name} is not in {folder}")
        elif (found := hashlib.sha256(data).hexdigest()) != document.sha256:
            yield Violation(
                node=document.id, field="sha256", message=f"the file has the hash {found}", value=document.sha256
            )
        else:
            texts[document.id] = data.decode("utf-8")
    for s in graph.statements.values():
        if s.passage is None:
            yield Violation(node=s.id, field="passage", message="has no passage; every statement needs its source")
        elif text := texts.get(s.passage.document):
            yield from _verify_passage(s.id, s.passage, text, graph.documents[s.passage.document])


def _verify_passage(statement: str, passage, text: str, document: Document) -> Iterable[Violation]:
    if passage.end > len(text):
        yield Violation(
            node=statement, field="end", message=f"the document ends at {len(text)}", value=str(passage.end)
        )
        return
    found = text[passage.start : passage.end]
    if hashlib.sha256(found.encode()).hexdigest() != passage.sha256:
        yield Violation(node=statement, field="passageSha256", message="another passage stands at these positions")
    line = text.count("\n", 0, passage.start) + 1
    if line != passage.line:
        yield Violation(node=statement, field="line", message=f"the passage is on line {line}", value=str(passage.line))
    if line in document.excluded_lines:
        yield Violation(node=statement, field="line", message="captions and advertising are no source", value=str(line))
