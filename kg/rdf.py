"""Concepts and statements to triples with provenance and back; Turtle in a stable order; shape violations as values."""

from __future__ import annotations

import base64
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from decimal import Decimal

import pyoxigraph as ox
import rdflib
from rdflib import BNode, Literal, URIRef

from kg import vocabulary
from kg.model import (
    Basis,
    CausewayError,
    Concept,
    ConceptKind,
    Content,
    Document,
    Effect,
    Entity,
    Estimate,
    Goal,
    Hedge,
    Kind,
    Mapping,
    Match,
    Passage,
    Population,
    Quantity,
    Relation,
    Scope,
    Sign,
    Span,
    State,
    Statement,
    Study,
    Valence,
    Variable,
)
from kg.vocabulary import DCTERMS, OA, PROV, QUDT, RDF, RDFS, SKOS, C

Triple = tuple[str, str, str]

SIGN_SETS = {"{+}": Sign.PLUS, "{-}": Sign.MINUS, "{0}": Sign.ZERO, "{0,+}": Sign.WEAK_PLUS, "{0,-}": Sign.WEAK_MINUS}
UNSIGNED = "{+,-}"
_SIGN_SET_OF = {sign: text for text, sign in SIGN_SETS.items()} | {Sign.UNKNOWN: UNSIGNED}
_VALENCES = {C.goodWhenHigh: Valence.good, C.badWhenHigh: Valence.bad, C.neutral: Valence.neutral}
_VALENCE_IRIS = {valence: iri for iri, valence in _VALENCES.items()}
_KINDS = {vocabulary.VOCAB + kind.value: kind for kind in Kind}
_KIND_PREFIX = vocabulary.VOCAB + "kind_"
UNITS = {
    "%": "PERCENT",
    "mg": "MilliGM",
    "ug": "MicroGM",
    "g": "GM",
    "[IU]": "IU",
    "g/kg": "GM-PER-KiloGM",
    "a": "YR",
    "mo": "MO",
    "wk": "WK",
    "d": "DAY",
    "h": "HR",
    "min": "MIN",
}


class GraphError(CausewayError):
    """A node of the graph that cannot be read; says which, what is wrong, and what would be right."""


_NOTHING: dict[str, list[str]] = {}


class _Triples:
    """Triples by subject and predicate, values in the order of their text."""

    def __init__(self, triples: Iterable[Triple]):
        self._objects: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._subjects: dict[tuple[str, str], list[str]] = defaultdict(list)
        for s, p, o in triples:
            self._objects[s][p].append(o)
            if p in (RDF.type, OA.hasBody):
                self._subjects[p, o].append(s)

    def all(self, subject: str, predicate: str) -> list[str]:
        values = self._objects.get(subject, _NOTHING).get(predicate, ())
        return sorted(set(values)) if len(values) > 1 else list(values)

    def one(self, subject: str, predicate: str, default: str | None = None) -> str:
        values = self._objects.get(subject, _NOTHING).get(predicate, ())
        if len(values) > 1:
            values = self.all(subject, predicate)
        if len(values) == 1:
            return values[0]
        if not values and default is not None:
            return default
        raise GraphError(
            f"{vocabulary.curie(subject)} has {len(values) or 'no'} values of {vocabulary.curie(predicate)};"
            " it needs exactly one"
        )

    def ids(self, subject: str, predicate: str) -> tuple[str, ...]:
        return tuple(vocabulary.local(iri) for iri in self.all(subject, predicate))

    def id(self, subject: str, predicate: str, default: str | None = None) -> str:
        return vocabulary.local(self.one(subject, predicate, default))

    def instances(self, *classes: str) -> list[str]:
        return sorted({s for c in classes for s in self._subjects.get((RDF.type, c), ())})

    def annotation(self, statement: str) -> str | None:
        return min(self._subjects.get((OA.hasBody, statement), ()), default=None)


def read(triples: Iterable[Triple]) -> Content:
    """What the triples say; nodes of other vocabularies are passed over. Terms are plain strings, whatever the store.

    Raises GraphError, which names the node, where one cannot be read.
    """
    graph = _Triples(triples)
    return Content(
        concepts=tuple(_each(graph, _concept, C.Variable, C.StateConcept, C.Entity, C.Population, C.Goal)),
        statements=tuple(_each(graph, _statement, *_KINDS)),
        documents=tuple(_each(graph, _document, C.Document)),
        kinds=tuple(_each(graph, _kind, C.ConceptKind)),
        relations=tuple(_each(graph, _relation, C.Relation)),
    )


def _each(graph: _Triples, reader, *classes: str) -> Iterator:
    for node in graph.instances(*classes):
        try:
            yield reader(graph, node)
        except (ValueError, KeyError, ArithmeticError) as error:
            raise GraphError(f"{vocabulary.curie(node)} cannot be read: {error}") from error


def _kind(graph: _Triples, node: str) -> ConceptKind:
    return ConceptKind(
        id=node.removeprefix(_KIND_PREFIX),
        label=graph.one(node, RDFS.label),
        intervention=graph.one(node, C.intervention, "false") == "true",
        outcome=graph.one(node, C.outcomeKind, "false") == "true",
    )


def _relation(graph: _Triples, node: str) -> Relation:
    return Relation(
        id=vocabulary.local(node), label=graph.one(node, RDFS.label), inverse=graph.one(node, C.inverseLabel, "")
    )


def _document(graph: _Triples, node: str) -> Document:
    return Document(
        id=vocabulary.local(node),
        iri=node,
        title=graph.one(node, DCTERMS.title),
        file_name=graph.one(node, C.fileName),
        sha256=graph.one(node, C.sha256),
        length=int(graph.one(node, C.codePoints)),
        excluded_lines=tuple(sorted(map(int, graph.all(node, C.excludedLine)))),
        acyclic=graph.one(node, C.acyclic, "false") == "true",
        words=_bytes(graph.one(node, C.wordHashes, "")),
    )


def _bytes(text: str) -> bytes:
    """The bytes of a text in base64, in the one way to write them. Raises ValueError."""
    with suppress(ValueError):
        if base64.b64encode(data := base64.b64decode(text, validate=True)).decode() == text:
            return data
    raise ValueError("c:wordHashes is no base64 without spaces; take it out, and `kg words` makes it anew")


_NUMBERS = {"plural": True, "singular": False}
_NUMBER_OF = {plural: name for name, plural in _NUMBERS.items()}


def _concept(graph: _Triples, node: str) -> Concept:
    types = graph.all(node, RDF.type)
    common = dict(
        id=vocabulary.local(node),
        iri=node,
        label=graph.one(node, SKOS.prefLabel),
        kind=graph.one(node, C.kind).removeprefix(_KIND_PREFIX),
        definition=graph.one(node, SKOS.definition, ""),
        synonyms=tuple(sorted(graph.all(node, SKOS.altLabel), key=str.casefold)),
        hidden_labels=tuple(sorted(graph.all(node, SKOS.hiddenLabel), key=str.casefold)),
        broader=graph.ids(node, SKOS.broader),
        mappings=tuple(
            Mapping(
                iri=target,
                match=match,
                label=graph.one(target, RDFS.label, ""),
                verified_in=graph.one(target, C.verifiedIn, ""),
            )
            for match in Match
            for target in graph.all(node, vocabulary.PREFIXES["skos"] + match.value)
        ),
        implies=graph.ids(node, C.implies),
        plural=_NUMBERS.get(graph.one(node, C.grammaticalNumber, "")),
        note=graph.one(node, SKOS.scopeNote, ""),
    )
    if C.Variable in types:
        return Variable(
            variable_type=graph.id(node, C.variableType),
            valence=_VALENCES[graph.one(node, C.valence)],
            aspect_of=graph.ids(node, C.aspectOf),
            cessation_of=graph.id(node, C.cessationOf, ""),
            **common,
        )
    if C.StateConcept in types:
        return State(
            of_variable=graph.id(node, C.ofVariable),
            at_level=int(graph.one(node, C.level)),
            event=graph.one(node, C.event, "false") == "true",
            **common,
        )
    if C.Population in types:
        age = graph.one(node, C.fromAge, "")
        return Population(
            excludes=graph.ids(node, C.excludes),
            from_age=int(age) if age else None,
            **common,
        )
    if C.Goal in types:
        return Goal(of_variable=graph.id(node, C.ofVariable), **common)
    return Entity(**common)


def _statement(graph: _Triples, node: str) -> Statement:
    kinds = [_KINDS[t] for t in graph.all(node, RDF.type) if t in _KINDS]
    worded = graph.one(node, C.sign, "")
    effect = graph.id(node, C.modification, "")
    scope = graph.id(node, C.scope, "")
    return Statement(
        id=vocabulary.local(node),
        iri=node,
        kind=next((k for k in kinds if k is not Kind.modifier), Kind.modifier),
        subject=graph.id(node, C.subject),
        relation=graph.id(node, C.relation),
        object=graph.id(node, C.object),
        text=graph.one(node, C.text),
        hedge=Hedge[graph.id(node, C.hedge)],
        basis=Basis[graph.id(node, C.basis)],
        evidence=vocabulary.curie(graph.one(node, C.evidence)),
        passage=_passage(graph, node),
        sign=_sign(worded, graph.one(node, C.signSet, "")),
        worded_sign=worded,
        scope=Scope(scope) if scope else None,
        inherits=graph.one(node, C.inherits, "false") == "true",
        context=graph.ids(node, C.context),
        population=graph.one(node, C.population, ""),
        hedge_words=graph.one(node, C.hedgeWords, ""),
        quantities=_quantities(graph, node),
        estimates=tuple(sorted((_part(graph, n, Estimate) for n in graph.all(node, C.estimate)), key=repr)),
        study=_only(graph, node, C.study, Study),
        dose=_only(graph, node, C.dose, Span),
        onset=_only(graph, node, C.onset, Span),
        duration=_only(graph, node, C.duration, Span),
        modifies=graph.ids(node, C.modifies),
        effect=Effect(effect) if effect else None,
        keeps_direction=graph.one(node, C.keepsDirection, "false") == "true",
        joint=graph.ids(node, C.joint),
        outcomes=graph.ids(node, C.outcome),
        reason_for=graph.ids(node, C.reasonFor),
        note=graph.one(node, SKOS.editorialNote, ""),
    )


def _sign(worded: str, sign_set: str) -> Sign | None:
    if not worded:
        return None
    if sign_set:
        return Sign.UNKNOWN if sign_set == UNSIGNED else SIGN_SETS[sign_set]
    return Sign(worded)


def _passage(graph: _Triples, statement: str) -> Passage | None:
    annotation = graph.annotation(statement)
    if annotation is None:
        return None
    target = graph.one(annotation, OA.hasTarget)
    selector = graph.one(target, OA.hasSelector)
    return Passage(
        document=graph.id(target, OA.hasSource),
        section=graph.one(statement, C.section, ""),
        line=int(graph.one(statement, C.line, "0")),
        start=int(graph.one(selector, OA.start)),
        end=int(graph.one(selector, OA.end)),
        sha256=graph.one(selector, C.passageSha256, ""),
    )


def _quantities(graph: _Triples, statement: str) -> tuple[Quantity, ...]:
    found: dict[tuple, dict[str, Decimal]] = defaultdict(dict)
    for node in graph.all(statement, C.quantity):
        described = (
            graph.one(node, C.ucum),
            graph.one(node, C.approximate, "false") == "true",
            graph.one(node, C.cumulative, "false") == "true",
            tuple(graph.all(node, C.per)),
            graph.one(node, C.windowMin, ""),
            graph.one(node, C.windowMax, ""),
            graph.one(node, C.windowUnit, ""),
            graph.one(node, C.meaning, ""),
        )
        found[described][graph.id(node, C.bound)] = Decimal(graph.one(node, QUDT.numericValue))
    return tuple(_quantity(described, values) for described, values in sorted(found.items()))


# The parts of a statement that are nodes of their own: for each field its predicate, how it is read and written.
_AS_IT_IS = (str, lambda v: Literal(v))
_TERM = (vocabulary.local, lambda v: _term(v))
_NUMBER = (Decimal, lambda v: Literal(v))
_COUNT = (int, lambda v: Literal(v))
_PARTS = {
    Estimate: {
        "measure": (C.measure, *_TERM),
        "value": (QUDT.numericValue, *_NUMBER),
        "low": (C.lowEnd, *_NUMBER),
        "high": (C.highEnd, *_NUMBER),
        "level": (C.intervalLevel, *_NUMBER),
        "unit": (C.ucum, *_AS_IT_IS),
        "comparator": (C.comparator, *_AS_IT_IS),
    },
    Study: {
        "design": (C.design, *_TERM),
        "n": (C.participants, *_COUNT),
        "studies": (C.studies, *_COUNT),
        "id": (DCTERMS.identifier, *_AS_IT_IS),
    },
    Span: {
        "low": (C.lowEnd, *_NUMBER),
        "high": (C.highEnd, *_NUMBER),
        "unit": (C.ucum, *_AS_IT_IS),
        "per": (C.per, *_AS_IT_IS),
    },
}


def _part(graph: _Triples, node: str, kind: type):
    given = {name: (graph.one(node, predicate, ""), read) for name, (predicate, read, _) in _PARTS[kind].items()}
    return kind(**{name: read(value) for name, (value, read) in given.items() if value != ""})


def _only(graph: _Triples, statement: str, predicate: str, kind: type):
    node = graph.one(statement, predicate, "")
    return _part(graph, node, kind) if node else None


def _describe_part(w: _Writer, statement: str, predicate: str, part) -> None:
    node = BNode()
    w.add(statement, predicate, node)
    w.add(node, RDF.type, _term(type(part).__name__))
    for name, (predicate, _, write) in _PARTS[type(part)].items():
        value = getattr(part, name)
        w.add(node, predicate, "" if value in (None, "") else write(value))


def _quantity(described: tuple, values: dict[str, Decimal]) -> Quantity:
    unit, approximate, cumulative, per, window_low, window_high, window_unit, meaning = described
    if "typicalRangeLow" in values or "typicalRangeHigh" in values:
        bound, low, high = "range", values["typicalRangeLow"], values["typicalRangeHigh"]
    else:
        ((bound, value),) = values.items()
        low, high = (None, value) if bound == "upper" else (value, None) if bound == "lower" else (value, value)
    return Quantity(
        low=low,
        high=high,
        bound=bound,
        unit=unit,
        approximate=approximate,
        cumulative=cumulative,
        per=per,
        window_low=Decimal(window_low) if window_low else None,
        window_high=Decimal(window_high) if window_high else None,
        window_unit=next((u for u, name in UNITS.items() if window_unit.endswith("/" + name)), window_unit),
        meaning=meaning,
    )


class _Writer:
    """Collects triples of one rdflib graph."""

    def __init__(self):
        self.graph = rdflib.Graph("SimpleMemory")

    def add(self, subject, predicate: str, *values) -> None:
        for value in values:
            if value not in ("", None):
                self.graph.add((_node(subject), URIRef(predicate), _node(value)))


def _node(value):
    if isinstance(value, rdflib.term.Node):
        return value
    return URIRef(value)


def _text(value: str):
    return Literal(value, lang="en") if value else ""


def _ours(id: str) -> URIRef:
    return URIRef(id if "://" in id else vocabulary.BASE + id)


def _term(name: str) -> URIRef:
    return URIRef(name if "://" in name else vocabulary.VOCAB + name)


Value = Concept | Statement | Document | ConceptKind | Relation


def describe(value: Value, concepts: dict[str, Concept]) -> rdflib.Graph:
    """The triples of one value of the graph. `concepts` gives the levels that make signs canonical."""
    w = _Writer()
    match value:
        case ConceptKind():
            node = _term("kind_" + value.id)
            w.add(node, RDF.type, C.ConceptKind)
            w.add(node, RDFS.label, _text(value.label))
            w.add(node, C.intervention, Literal(True) if value.intervention else "")
            w.add(node, C.outcomeKind, Literal(True) if value.outcome else "")
        case Relation():
            w.add(_term(value.id), RDF.type, C.Relation)
            w.add(_term(value.id), RDFS.label, _text(value.label))
            w.add(_term(value.id), C.inverseLabel, _text(value.inverse))
        case Document():
            w.add(value.iri, RDF.type, C.Document, PROV.Entity)
            w.add(value.iri, DCTERMS.title, _text(value.title))
            w.add(value.iri, C.fileName, Literal(value.file_name))
            w.add(value.iri, C.sha256, Literal(value.sha256))
            w.add(value.iri, C.codePoints, Literal(value.length))
            w.add(value.iri, C.excludedLine, *map(Literal, value.excluded_lines))
            w.add(value.iri, C.acyclic, Literal(True) if value.acyclic else "")
            w.add(value.iri, C.wordHashes, Literal(base64.b64encode(value.words).decode()) if value.words else "")
        case Statement():
            _describe_statement(w, value, concepts)
        case Concept():
            _describe_concept(w, value)
    return w.graph


def described(content: Content, concepts: dict[str, Concept]) -> rdflib.Graph:
    """The triples of all values of a content."""
    triples = rdflib.Graph("SimpleMemory")
    for part in (content.kinds, content.relations, content.documents, content.concepts, content.statements):
        for value in part:
            for triple in describe(value, concepts):
                triples.add(triple)
    return triples


def _describe_concept(w: _Writer, concept: Concept) -> None:
    node = concept.iri
    w.add(node, RDF.type, SKOS.Concept)
    w.add(node, SKOS.prefLabel, _text(concept.label))
    w.add(node, SKOS.altLabel, *map(_text, concept.synonyms))
    w.add(node, SKOS.hiddenLabel, *map(_text, concept.hidden_labels))
    w.add(node, SKOS.definition, _text(concept.definition))
    w.add(node, SKOS.scopeNote, _text(concept.note))
    w.add(node, SKOS.broader, *map(_ours, concept.broader))
    w.add(node, C.implies, *map(_ours, concept.implies))
    w.add(node, C.grammaticalNumber, "" if concept.plural is None else Literal(_NUMBER_OF[concept.plural]))
    w.add(node, C.kind, URIRef(_KIND_PREFIX + concept.kind))
    for mapping in concept.mappings:
        w.add(node, vocabulary.PREFIXES["skos"] + mapping.match.value, mapping.iri)
        w.add(mapping.iri, RDFS.label, _text(mapping.label))
        w.add(mapping.iri, C.verifiedIn, Literal(mapping.verified_in) if mapping.verified_in else "")
    match concept:
        case Variable():
            w.add(node, RDF.type, C.Variable)
            w.add(node, C.variableType, _term(concept.variable_type))
            w.add(node, C.valence, _VALENCE_IRIS[concept.valence])
            w.add(node, C.aspectOf, *map(_ours, concept.aspect_of))
            w.add(node, C.cessationOf, _ours(concept.cessation_of) if concept.cessation_of else "")
        case State():
            w.add(node, RDF.type, C.StateConcept)
            w.add(node, C.ofVariable, _ours(concept.of_variable))
            w.add(node, C.level, Literal(concept.at_level))
            w.add(node, C.event, Literal(True) if concept.event else "")
        case Population():
            w.add(node, RDF.type, C.Population)
            w.add(node, C.excludes, *map(_ours, concept.excludes))
            w.add(node, C.fromAge, "" if concept.from_age is None else Literal(concept.from_age))
        case Goal():
            w.add(node, RDF.type, C.Goal)
            w.add(node, C.ofVariable, _ours(concept.of_variable))
        case _:
            w.add(node, RDF.type, C.Entity)


def _describe_statement(w: _Writer, s: Statement, concepts: dict[str, Concept]) -> None:
    node = s.iri
    w.add(node, RDF.type, _term(s.kind.value), C.ModifierStatement if s.modifies else "")
    w.add(node, C.subject, _ours(s.subject))
    w.add(node, C.relation, _term(s.relation))
    w.add(node, C.object, _ours(s.object))
    if s.sign is not None:
        w.add(node, C.sign, Literal(s.worded_sign))
        if _SIGN_SET_OF[s.sign] != f"{{{s.worded_sign}}}":
            w.add(node, C.signSet, Literal(_SIGN_SET_OF[s.sign]))
    if s.kind is Kind.causal:
        subject, object = concepts[s.subject], concepts[s.object]
        level = subject.level * object.level
        w.add(node, C.canonicalSubject, _ours(subject.variable))
        w.add(node, C.canonicalObject, _ours(object.variable))
        w.add(node, C.canonicalSign, Literal(Sign(s.worded_sign).times(level).value))
    w.add(node, C.scope, _term(s.scope.value) if s.scope else "")
    w.add(node, C.inherits, Literal(True) if s.inherits else "")
    w.add(node, C.text, _text(s.text))
    w.add(node, C.hedge, _term(s.hedge.name))
    w.add(node, C.hedgeWords, _text(s.hedge_words))
    w.add(node, C.basis, _term(s.basis.name))
    w.add(node, C.evidence, vocabulary.iri(s.evidence) or s.evidence)
    w.add(node, C.context, *map(_ours, s.context))
    w.add(node, C.population, _text(s.population))
    w.add(node, C.modifies, *map(_ours, s.modifies))
    w.add(node, C.modification, _term(s.effect.value) if s.effect else "")
    w.add(node, C.keepsDirection, Literal(True) if s.keeps_direction else "")
    w.add(node, C.joint, *map(_ours, s.joint))
    w.add(node, C.outcome, *map(_ours, s.outcomes))
    w.add(node, C.reasonFor, *map(_ours, s.reason_for))
    w.add(node, SKOS.editorialNote, _text(s.note))
    for quantity in s.quantities:
        _describe_quantity(w, node, quantity)
    parts = [(C.estimate, e) for e in s.estimates]
    parts += [(C.study, s.study), (C.dose, s.dose), (C.onset, s.onset), (C.duration, s.duration)]
    for predicate, part in parts:
        if part:
            _describe_part(w, node, predicate, part)
    if s.passage:
        _describe_passage(w, s, s.passage)


def _describe_quantity(w: _Writer, statement: str, q: Quantity) -> None:
    match q.bound:
        case "range":
            values = [("typicalRangeLow", q.low), ("typicalRangeHigh", q.high)]
        case "upper":
            values = [("upper", q.high)]
        case bound:
            values = [(bound, q.low)]
    for bound, value in values:
        node = BNode()
        w.add(statement, C.quantity, node)
        w.add(node, RDF.type, QUDT.QuantityValue)
        w.add(node, QUDT.numericValue, Literal(value))
        w.add(node, QUDT.hasUnit, vocabulary.PREFIXES["unit"] + UNITS[q.unit])
        w.add(node, C.ucum, Literal(q.unit))
        w.add(node, C.bound, _term(bound))
        w.add(node, C.approximate, Literal(True) if q.approximate else "")
        w.add(node, C.cumulative, Literal(True) if q.cumulative else "")
        w.add(node, C.per, *map(Literal, q.per))
        if q.window_low is not None:
            w.add(node, C.windowMin, Literal(q.window_low))
            w.add(node, C.windowMax, Literal(q.window_high))
            w.add(node, C.windowUnit, vocabulary.PREFIXES["unit"] + UNITS[q.window_unit])
        w.add(node, C.meaning, _text(q.meaning))


def _describe_passage(w: _Writer, s: Statement, passage: Passage) -> None:
    source = _ours(passage.document)
    w.add(s.iri, C.section, _text(passage.section))
    w.add(s.iri, C.line, Literal(passage.line) if passage.line else "")
    w.add(s.iri, PROV.hadPrimarySource, source)
    annotation, target, selector = _ours(f"anno-{s.id}"), BNode(), BNode()
    w.add(annotation, RDF.type, OA.Annotation)
    w.add(annotation, OA.motivatedBy, OA.linking)
    w.add(annotation, OA.hasBody, s.iri)
    w.add(annotation, OA.hasTarget, target)
    w.add(target, RDF.type, OA.SpecificResource)
    w.add(target, OA.hasSource, source)
    w.add(target, OA.hasSelector, selector)
    w.add(selector, RDF.type, OA.TextPositionSelector)
    w.add(selector, OA.start, Literal(passage.start))
    w.add(selector, OA.end, Literal(passage.end))
    w.add(selector, C.passageSha256, Literal(passage.sha256) if passage.sha256 else "")


_PLAIN_LOCAL = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*\Z")
_ORDER = {
    iri: rank
    for rank, iri in enumerate(
        [RDF.type, SKOS.prefLabel, RDFS.label, SKOS.altLabel, SKOS.hiddenLabel, SKOS.definition]
        + [C.kind, C.variableType, C.valence, C.ofVariable, C.level]
        + [C.subject, C.relation, C.object, C.sign, C.signSet, C.canonicalSubject, C.canonicalObject, C.canonicalSign]
        + [C.scope, C.inherits, C.text, C.hedge, C.hedgeWords, C.basis, C.evidence, C.section, C.line]
        + [PROV.hadPrimarySource, OA.start, OA.end, QUDT.numericValue, QUDT.hasUnit]
    )
}


def turtle(graph: rdflib.Graph, *, prefixes: bool = True) -> str:
    """Turtle with one block a subject, in the order of the subjects' names: a small change makes a small difference."""
    subjects = sorted({s for s in graph.subjects() if isinstance(s, URIRef)}, key=_subject_order)
    blocks = [f"{_short(s)} {_properties(graph, s, '    ')} .\n" for s in subjects]
    return (turtle_prefixes("".join(blocks)) + "\n" if prefixes else "") + "\n".join(blocks)


def turtle_prefixes(body: str) -> str:
    """The prefix lines that a Turtle body needs, in the order of the table of prefixes."""
    used = set(re.findall(r"(?:^|[\s^])([A-Za-z]+):", body))
    return "".join(f"@prefix {p}: <{i}> .\n" for p, i in vocabulary.PREFIXES.items() if p in used)


def _subject_order(subject: URIRef):
    name = vocabulary.local(subject)
    return (not subject.startswith(vocabulary.BASE), name.removeprefix("anno-"), name.startswith("anno-"))


def _properties(graph: rdflib.Graph, node, indent: str) -> str:
    by_predicate = defaultdict(list)
    for predicate, value in graph.predicate_objects(node):
        by_predicate[str(predicate)].append(value)
    lines = []
    for predicate in sorted(by_predicate, key=lambda p: (_ORDER.get(p, len(_ORDER)), p)):
        name = "a" if predicate == RDF.type else _short(URIRef(predicate))
        values = sorted(
            (_value(graph, v, indent) for v in by_predicate[predicate]), key=lambda v: (len(v) if v.isdigit() else 0, v)
        )
        lines.append(f"{name} {', '.join(values)}")
    return f" ;\n{indent}".join(lines)


def _value(graph: rdflib.Graph, value, indent: str) -> str:
    if isinstance(value, BNode):
        return f"[ {_properties(graph, value, indent + '    ')} ]"
    if isinstance(value, URIRef):
        return _short(value)
    if value.datatype is not None:
        return value._literal_n3(use_plain=True, qname_callback=lambda datatype: _short(datatype))
    return str(ox.Literal(str(value), language=value.language))


def _short(iri: URIRef) -> str:
    curie = vocabulary.curie(str(iri))
    prefix, _, name = curie.partition(":")
    return curie if prefix in vocabulary.PREFIXES and _PLAIN_LOCAL.match(name) else str(_named(iri))


def _named(iri: str) -> ox.NamedNode:
    """The term of an IRI, by the rules of RFC 3987. Raises GraphError for a text that is none."""
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise GraphError(f"{iri[:200]!r} is no IRI: {error}") from None


def is_iri(text: str) -> bool:
    """Whether a text is an absolute IRI.

    >>> is_iri("http://id.nlm.nih.gov/mesh/D015519"), is_iri("http://id.nlm.nih.gov/mesh/D015519 bone density")
    (True, False)
    """
    try:
        return bool(_named(text))
    except GraphError:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """What a shape finds wrong: at which node, in which field, and what would be right."""

    node: str
    field: str
    message: str
    value: str = ""


def violations(data: rdflib.Graph, shapes: rdflib.Graph) -> list[Violation]:
    """Every breach of the shapes, in the order of nodes and fields. Nothing is fetched or inferred."""
    import pyshacl  # a third of a second: only checks pay for it

    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", do_owl_imports=False, advanced=False)
    sh = rdflib.Namespace(vocabulary.PREFIXES["sh"])
    found = [
        Violation(
            **_place(data, report, report.value(result, sh.focusNode), report.value(result, sh.resultPath)),
            message=str(report.value(result, sh.resultMessage)),
            value=vocabulary.curie(str(report.value(result, sh.value) or "")),
        )
        for result in report.subjects(rdflib.RDF.type, sh.ValidationResult)
    ]
    return sorted(found, key=lambda v: (v.node, v.field, v.message, v.value))


def _place(data: rdflib.Graph, report: rdflib.Graph, focus, path) -> dict[str, str]:
    """The node and field of a breach; what is wrong in a nameless part is told of what it is a part of."""
    steps = [path] if isinstance(path, rdflib.URIRef) else [p for p in report.items(path)] if path else []
    if isinstance(focus, rdflib.BNode) and (owner := next(data.subject_predicates(focus), None)):
        focus, steps = owner[0], [owner[1], *steps]
    names = (re.split(r"[/#]", str(s))[-1] for s in steps if isinstance(s, rdflib.URIRef))
    return {"node": vocabulary.local(str(focus)), "field": ".".join(names)}


def triples(text: str | bytes, format: str = "turtle") -> Iterator[Triple]:
    """The triples of a text in Turtle, N-Triples, N-Quads or JSON-LD, as plain strings; nothing is fetched.

    Raises GraphError with the line where the text breaks off.
    """
    blank = ox.BlankNode
    with _told():
        for s, p, o, *_ in ox.parse(text, format=_PARSED[format], rename_blank_nodes=True):
            subject = "_:" + s.value if type(s) is blank else s.value
            yield subject, p.value, "_:" + o.value if type(o) is blank else o.value


def parsed(text: str | bytes, format: str) -> Iterator[ox.Triple | ox.Quad]:
    """The same, as terms."""
    with _told():
        yield from ox.parse(text, format=_PARSED[format], rename_blank_nodes=True)


@contextmanager
def _told() -> Iterator[None]:
    """What the parser finds wrong, as a GraphError."""
    try:
        yield
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        raise GraphError(
            f"line {line}: {error.msg}" if line else f"the text cannot be read: {error}", line=line
        ) from None


def plain(term) -> str:
    """A term as a plain string; blank nodes start with `_:`."""
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else term.value


_PARSED = {
    "turtle": ox.RdfFormat.TURTLE,
    "n-triples": ox.RdfFormat.N_TRIPLES,
    "n-quads": ox.RdfFormat.N_QUADS,
    "json-ld": ox.RdfFormat.JSON_LD,
}
_FORMATS = {"json-ld": ox.RdfFormat.JSON_LD, "n-quads": ox.RdfFormat.N_QUADS}


def serialise(turtle: str, format: str) -> str:
    """A Turtle text as JSON-LD or N-Quads, in the order of the text."""
    quads = (ox.Quad(t.subject, t.predicate, t.object) for t in ox.parse(turtle, format=ox.RdfFormat.TURTLE))
    return ox.serialize(quads, format=_FORMATS[format]).decode()
