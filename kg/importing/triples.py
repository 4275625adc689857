"""RDF as a stream: Turtle, N-Triples, TriG and N-Quads with predicates of RO and Biolink, and nanopublications."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

import pyoxigraph as ox

from kg.importing.kinds import curie, kind_of
from kg.importing.opened import Source, Unreadable
from kg.importing.rows import Rows, cited
from kg.importing.signs import meaning
from kg.importing.values import Concept, Evidence, Fault
from kg.importing.values import Mapping as Match

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
OWL = "http://www.w3.org/2002/07/owl#"
BIOLINK = "https://w3id.org/biolink/vocab/"
PROV = "http://www.w3.org/ns/prov#"
NP = "http://www.nanopub.org/nschema#"
OBAN = "http://purl.org/oban/association_has_"
DC = "http://purl.org/dc/terms/"

MOST = 100_000
"""How many triples one subject or one nanopublication may have."""
_LABELS = (f"{RDFS}label", f"{SKOS}prefLabel", f"{BIOLINK}name", "https://schema.org/name")
_SYNONYMS = (f"{SKOS}altLabel", "http://www.geneontology.org/formats/oboInOwl#hasExactSynonym", f"{BIOLINK}synonym")
_KINDS = (f"{RDF}type", f"{BIOLINK}category")
_SAME = (f"{OWL}sameAs", f"{OWL}equivalentClass", f"{BIOLINK}same_as", f"{BIOLINK}exact_match")
_SOURCES = (
    *(f"{PROV}wasDerivedFrom", f"{PROV}hadPrimarySource", f"{DC}source", f"{BIOLINK}publications"),
    *("http://www.geneontology.org/formats/oboInOwl#hasDbXref", "http://purl.org/dc/elements/1.1/source"),
    *("http://purl.org/spar/cito/citesAsEvidence", "http://semanticscience.org/resource/SIO_000772"),
)
_PASSAGES = (f"{BIOLINK}supporting_text", f"{PROV}value", "http://www.w3.org/ns/oa#exact", f"{PROV}quotedFrom")
_PARTS = {
    **{f"{base}subject": "cause" for base in (RDF, BIOLINK)},
    **{f"{base}object": "effect" for base in (RDF, BIOLINK)},
    **{f"{base}predicate": "relation" for base in (RDF, BIOLINK)},
    **{f"{OBAN}subject": "cause", f"{OBAN}object": "effect", f"{OBAN}predicate": "relation"},
    **{f"{OWL}annotatedSource": "cause", f"{OWL}annotatedTarget": "effect", f"{OWL}annotatedProperty": "relation"},
}
_PAPER = re.compile(
    r"^https?://(?:(?:dx\.)?doi\.org/(?P<DOI>10\.\S+)"
    r"|(?:www\.|pubmed\.)?(?:ncbi\.nlm\.nih\.gov/)(?:pubmed/)?(?P<PMID>\d+)/?"
    r"|(?:www\.)?identifiers\.org/(?:pubmed[/:])(?P<PUB>\d+))$"
)
Group = list[ox.Quad]


def paper(iri: str) -> str:
    """The short id of a paper's address; another address as it is.

    >>> paper("https://doi.org/10.1000/1"), paper("https://pubmed.ncbi.nlm.nih.gov/123/")
    ('DOI:10.1000/1', 'PMID:123')
    """
    match = _PAPER.match(iri)
    if not match:
        return curie(iri)
    return f"DOI:{match['DOI']}" if match["DOI"] else f"PMID:{match['PMID'] or match['PUB']}"


class _Bytes:
    """The chunks of a source as a file that the parser reads from."""

    def __init__(self, source: Source) -> None:
        self._chunks = source.chunks()
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        if not self._rest:
            self._rest = next(self._chunks, b"")
        data, self._rest = (self._rest, b"") if size < 0 else (self._rest[:size], self._rest[size:])
        return data


def document(format: ox.RdfFormat) -> Callable[[Source, Rows], Iterator[int | None]]:
    """A reader of a whole document: the first error of syntax ends it, for nothing after it is certain."""

    def feed(source: Source, rows: Rows) -> Iterator[int | None]:
        try:
            yield from _put(ox.parse(_Bytes(source), format=format, rename_blank_nodes=True), rows)  # type: ignore[arg-type]
        except SyntaxError as error:
            raise Unreadable(error.lineno or 0, f"is no {format.name}: {error.msg}"[:300], "RDF that parses") from None
        except (ValueError, OSError) as error:
            raise Unreadable(0, f"is no {format.name}: {error}"[:300], "RDF that parses") from None

    return feed


def by_line(format: ox.RdfFormat) -> Callable[[Source, Rows], Iterator[int | None]]:
    """A reader of a format of one statement a line, which goes on after a line that is none."""

    def feed(source: Source, rows: Rows) -> Iterator[int | None]:
        def quads() -> Iterator[ox.Quad]:
            for piece in source.pieces():
                if isinstance(piece, Fault):
                    rows.told(piece)
                    continue
                try:
                    yield from list(ox.parse(piece.data, format=format))
                except SyntaxError:
                    yield from _one_by_one(piece.line, piece.data, format, rows)

        yield from _put(quads(), rows)

    return feed


def _one_by_one(first: int, data: bytes, format: ox.RdfFormat, rows: Rows) -> Iterator[ox.Quad]:
    for number, line in enumerate(data.split(b"\n"), first):
        rows.line = number
        try:
            yield from list(ox.parse(line, format=format))
        except SyntaxError as error:
            rows.told(Fault(number, f"is no {format.name}: {error.msg}"[:300], "one statement, ended by a dot"))


class _Publications:
    """Named graphs as they come, made into nanopublications: a head names its assertion and provenance."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._clear()

    def _clear(self) -> None:
        self._graphs: dict[str, Group] = {}
        self._part = {"hasAssertion": "", "hasProvenance": ""}
        self._size = 0

    def add(self, quad: ox.Quad) -> None:
        """One more statement; the next head ends the publication before it."""
        part = quad.predicate.value.removeprefix(NP)
        if part == "hasAssertion" and self._part[part] and _value(quad.object) != self._part[part]:
            self.end()
        if part in self._part:
            self._part[part] = _value(quad.object)
        if self._size >= MOST:
            self.end()
        self._size += 1
        self._graphs.setdefault(_value(quad.graph_name), []).append(quad)

    def end(self) -> None:
        """Tells what the assertion says, with its provenance as evidence; graphs of no publication as they are."""
        assertion = self._part["hasAssertion"]
        if assertion:
            evidence = _evidence(self._graphs.get(self._part["hasProvenance"], []))
            _subjects(self._graphs.get(assertion, []), evidence, self._rows)
        else:
            for group in self._graphs.values():
                _subjects(group, (), self._rows)
        self._clear()


def _put(quads: Iterable[ox.Quad], rows: Rows) -> Iterator[int | None]:
    """Statements of the default graph by subject as they come; nanopublications one after the other."""
    group: Group = []
    publications = _Publications(rows)
    for quad in quads:
        rows.row()
        if not isinstance(quad.graph_name, ox.DefaultGraph):
            publications.add(quad)
        else:
            if group and (quad.subject != group[-1].subject or len(group) >= MOST):
                _subject(group, (), rows)
                group = []
            group.append(quad)
        yield None
    publications.end()
    _subject(group, (), rows)
    yield None


def _subjects(quads: Group, evidence: tuple[Evidence, ...], rows: Rows) -> None:
    by_subject: dict[object, Group] = {}
    for quad in quads:
        by_subject.setdefault(quad.subject, []).append(quad)
    for group in by_subject.values():
        _subject(group, evidence, rows)


def _subject(group: Group, evidence: tuple[Evidence, ...], rows: Rows) -> None:
    """What is said of one subject: a statement that is described, or statements, names and kinds of a concept."""
    parts = {_PARTS[quad.predicate.value]: quad.object for quad in group if quad.predicate.value in _PARTS}
    if len(parts) == 3:
        _described(group, parts, evidence, rows)
        return
    label, synonyms, kinds = "", [], []
    for quad in group:
        name, value = quad.predicate.value, _value(quad.object)
        if name in _LABELS:
            label = label or value
        elif name in _SYNONYMS:
            synonyms.append(value)
        elif name in _KINDS:
            kinds.append(value)
        else:
            _statement(quad, evidence, rows)
    kind = kind_of(kinds)
    if (label or synonyms or kind) and isinstance(group[0].subject, ox.NamedNode):
        rows.concept(Concept(curie(group[0].subject.value), label, kind, tuple(synonyms)))


def _statement(quad: ox.Quad, evidence: tuple[Evidence, ...], rows: Rows) -> None:
    name = quad.predicate.value
    said = meaning(name)
    if name in _SAME or (name.startswith(SKOS) and name.endswith("Match")):
        rows.mapping(Match(_id(quad.subject), curie(name), _id(quad.object), "", None, rows.line))
    elif said is None or not said.claims:
        rows.leave(f"predicate not read as an effect: {name[:120]}")
    elif not isinstance(quad.subject, ox.NamedNode) or not isinstance(quad.object, ox.NamedNode):
        rows.leave("statement of a blank node or a literal")
    else:
        rows.edge(_id(quad.subject), _id(quad.object), {"relation": name}, evidence)


def _described(group: Group, parts: Mapping[str, object], evidence: tuple[Evidence, ...], rows: Rows) -> None:
    """A statement about a statement: its parts, its qualifiers and where it is said."""
    record = {
        quad.predicate.value.removeprefix(BIOLINK): _value(quad.object)
        for quad in group
        if quad.predicate.value not in _PARTS
    }
    fields = rows.names(record).fields(record)
    fields = {role: value.removeprefix(BIOLINK) for role, value in fields.items() if role not in ("sign", "relation")}
    if not all(isinstance(parts[one], ox.NamedNode) for one in ("cause", "effect")):
        rows.leave("statement of a blank node or a literal")
        return
    fields["relation"] = _value(parts["relation"])
    rows.edge(_id(parts["cause"]), _id(parts["effect"]), fields, evidence or _evidence(group))


def _evidence(group: Group) -> tuple[Evidence, ...]:
    """One line of evidence for each source that is named."""
    sources = dict.fromkeys(paper(_value(quad.object)) for quad in group if quad.predicate.value in _SOURCES)
    passages = dict.fromkeys(_value(quad.object) for quad in group if quad.predicate.value in _PASSAGES)
    return cited(list(sources), list(passages)) if sources or passages else ()


def _value(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal | ox.BlankNode) else ""


def _id(term: object) -> str:
    return curie(_value(term))
