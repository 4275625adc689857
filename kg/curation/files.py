"""Triples from Turtle or JSON-LD to a change, held against the shapes together with what they refer to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

import orjson
import pyoxigraph as ox
import rdflib
from rdflib.term import Node

from kg import rdf, vocabulary
from kg.causal import CausalGraph
from kg.change import PARTS, Change
from kg.curation.drafts import PRINTED
from kg.curation.proposals import Malformed
from kg.curation.review import Warning
from kg.curation.rules import ID
from kg.model import MOST_WORDS, WORD_BYTES, Concept, Content, Document, Statement
from kg.rdf import Violation
from kg.rdf.terms import RDF, RDFS, C

_PRINTED = re.compile(PRINTED)
_STRING = vocabulary.PREFIXES["xsd"] + "string"
DEEPEST = 32
LONGEST_LITERAL = 4000
LONGEST_WORDS = -(-MOST_WORDS * WORD_BYTES // 3) * 4
"""Signs in base64."""
MOST_TRIPLES = 200_000
_REFERRED = (C.level, C.ofVariable, C.variableType, C.codePoints, C.excludedLine, C.acyclic)


def read_triples(
    text: bytes, format: str, graph: CausalGraph, shapes: rdflib.Graph
) -> tuple[Change, tuple[Warning, ...]]:
    """The change that a text in Turtle or JSON-LD asks for: its values put in, in place of those of the same id; and
    what it says beside that, which is passed over.

    Raises Malformed with every breach of the shapes. Nothing is fetched, and no file is read: a JSON-LD context must
    stand in the text.
    """
    if format == "json-ld":
        _check_json(text)
    try:
        terms = list(islice(rdf.parsed(text, format), MOST_TRIPLES + 1))
        _check_size(terms)
    except rdf.GraphError as error:
        place = f"line {error.fields.get('line') or 1}"
        raise Malformed(error.detail, [Violation(node=place, field="", message=error.detail)]) from None
    data = rdflib.Graph()
    for term in terms:
        data.add((_node(term.subject), _node(term.predicate), _node(term.object)))
    own = set(data.subjects())
    wrong = [v for v in rdf.violations(data + _referred(data, graph), shapes) if not own or _is_own(v, own)]
    if wrong:
        raise Malformed(f"{len(wrong)} violations; nothing was taken in", wrong)
    try:
        content = rdf.read((rdf.plain(t.subject), t.predicate.value, rdf.plain(t.object)) for t in terms)
    except rdf.GraphError as error:
        raise Malformed(error.detail, [Violation(node="", field="", message=error.detail)]) from None
    if content == Content():
        message = "holds no concept, statement, document, kind or relation of the vocabulary"
        raise Malformed(message, [Violation(node="", field="", message=message)])
    _check_ids(content)
    return Change(added=content, removed=_replaced(content, graph)), tuple(_passed_over(terms, content, graph))


def _check_ids(content: Content) -> None:
    wrong = [
        Violation(node=v.id[:200], field="id", message="an id is of letters, digits, _ and -", value=v.id[:200])
        for part in PARTS
        for v in getattr(content, part)
        if "://" not in v.id and not ID.match(v.id)
    ]
    if wrong:
        raise Malformed(f"{len(wrong)} ids cannot be; nothing was taken in", wrong)


def _passed_over(terms: list[ox.Quad], content: Content, graph: CausalGraph) -> Iterator[Warning]:
    """One warning for all triples that say nothing in the vocabulary of what is taken in."""
    concepts = graph.concepts | {c.id: c for c in content.concepts}
    used = {(str(s), str(p)) for s, p, _ in rdf.described(content, concepts)}
    given = dict.fromkeys((t.subject.value, t.predicate.value) for t in terms if isinstance(t.subject, ox.NamedNode))
    passed = [f"{vocabulary.curie(s)} {vocabulary.curie(p)}" for s, p in given if (s, p) not in used]
    if passed:
        message = f"{len(passed)} properties are not of the vocabulary and are passed over, such as {passed[0]}"
        yield Warning(kind="passed_over", message=message, about=tuple(passed[:20]))


def _is_own(violation: Violation, own: set[Node]) -> bool:
    return any(violation.node == vocabulary.local(str(node)) for node in own)


def _replaced(content: Content, graph: CausalGraph) -> Content:
    parts = ("concepts", "statements", "documents", "kinds", "relations")
    now = {part: getattr(graph, part) for part in parts}
    return Content(**{p: tuple(now[p][v.id] for v in getattr(content, p) if v.id in now[p]) for p in parts})


def _referred(data: rdflib.Graph, graph: CausalGraph) -> rdflib.Graph:
    """What the graph knows of the nodes that the data speaks of and does not describe: types, levels, labels."""
    described = {s for s, _, _ in data.triples((None, RDF.type, None))}
    values: tuple[Concept | Statement | Document, ...] = (
        *graph.concepts.values(),
        *graph.statements.values(),
        *graph.documents.values(),
    )
    known = {value.iri: value for value in values}
    found, wanted = rdflib.Graph(), set(data.objects()) - described
    for kind in graph.kinds.values():
        found += _short(rdf.describe(kind, graph.concepts))
    for relation in graph.relations.values():
        found += _short(rdf.describe(relation, graph.concepts))
    seen: set[Node] = set()
    while wanted:
        node = wanted.pop()
        if node in seen or str(node) not in known or not isinstance(node, rdflib.URIRef):
            continue
        seen.add(node)
        part = _short(rdf.describe(known[str(node)], graph.concepts))
        found += part
        wanted |= {o for o in part.objects() if str(o) in known} - described
    return found


def _short(described: rdflib.Graph) -> rdflib.Graph:
    """The types of a node, and what tells of its level, variable and length: no more is looked at from outside."""
    kept = rdflib.Graph()
    for s, p, o in described:
        if p in (RDF.type, RDFS.label, *_REFERRED) and not isinstance(s, rdflib.BNode):
            kept.add((s, p, o))
    return kept


def _node(term: rdf.Term) -> Node:
    match term:
        case ox.NamedNode():
            return rdflib.URIRef(term.value)
        case ox.BlankNode():
            return rdflib.BNode(term.value)
        case ox.Literal():
            if term.language:
                return rdflib.Literal(term.value, lang=term.language)
            plain = term.datatype.value == _STRING
            return rdflib.Literal(term.value, datatype=None if plain else rdflib.URIRef(term.datatype.value))
        case _:
            return rdflib.Literal(rdf.plain(term))


def _check_size(terms: list[ox.Quad]) -> None:
    if len(terms) > MOST_TRIPLES:
        raise rdf.GraphError(f"there are more than {MOST_TRIPLES} triples; part the file")
    for term in terms:
        said, about = rdf.plain(term.object), rdf.plain(term.subject)[:200]
        if isinstance(term.object, ox.Literal) and not _PRINTED.fullmatch(said):
            raise rdf.GraphError(f"a text of {about} has signs that are not printed or turn the order of others")
        longest = LONGEST_WORDS if term.predicate.value == str(C.wordHashes) else LONGEST_LITERAL
        if len(said) > longest:
            raise rdf.GraphError(f"a text of {about} is longer than {longest} signs; say it shorter")


def _check_json(text: bytes) -> None:
    """Raises Malformed for what is no JSON, is nested too deep, or refers to a context elsewhere."""
    try:
        data = orjson.loads(text)
    except ValueError as error:
        raise Malformed(f"no JSON: {error}", [Violation(node="", field="", message=f"no JSON: {error}")]) from None
    for path, depth, remote in _contexts(data):
        if depth > DEEPEST:
            message = f"is nested deeper than {DEEPEST} levels"
        elif remote:
            message = "refers to a context elsewhere, which is never fetched; write the context into the file"
        else:
            continue
        raise Malformed(f"{path} {message}", [Violation(node="", field=path, message=message)])


def _contexts(data: object) -> Iterator[tuple[str, int, bool]]:
    waiting: list[tuple[str, object, int]] = [("", data, 0)]
    while waiting:
        path, value, depth = waiting.pop()
        yield path, depth, False
        if depth > DEEPEST:
            continue
        if isinstance(value, dict):
            for key, inner in value.items():
                if key == "@import" or (key == "@context" and _remote(inner)):
                    yield key, depth, True
                waiting.append((key, inner, depth + 1))
        elif isinstance(value, list):
            waiting += [(path, inner, depth + 1) for inner in value]


def _remote(context: object) -> bool:
    return isinstance(context, str) or (isinstance(context, list) and any(isinstance(c, str) for c in context))
