"""Values that are spread over several triples: signs, quantities, passages, public ids, and the kind of a statement."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

from rdflib import BNode, Literal, URIRef

from kg import vocabulary
from kg.model import ConceptKind, Family, Kind, Match, Passage, PublicTerm, Quantity, Sign, Statement
from kg.rdf.index import Index, Writer
from kg.rdf.sorts import COUNT, FLAG, LINE, NUMBER, TEXT, UNIT, Field, Whole, made, values_at
from kg.rdf.terms import OA, PROV, QUDT, RDF, RDFS, C, ours, term, unit

SIGN_SETS = {"{+}": Sign.PLUS, "{-}": Sign.MINUS, "{0}": Sign.ZERO, "{0,+}": Sign.WEAK_PLUS, "{0,-}": Sign.WEAK_MINUS}
UNSIGNED = "{+,-}"
_SIGN_SET_OF = {sign: text for text, sign in SIGN_SETS.items()} | {Sign.UNKNOWN: UNSIGNED}
_KINDS = {str(term(kind.value)): kind for kind in Kind}
KINDS = tuple(_KINDS)
"""The classes of statements."""


def _read_kind(index: Index, node: str) -> Kind:
    kinds = [_KINDS[t] for t in index.types(node) if t in _KINDS]
    return next((k for k in kinds if k is not Kind.modifier), Kind.modifier)


def _write_kind(writer: Writer, node: URIRef, s: Statement) -> None:
    writer.add(node, RDF.type, term(s.kind.value), C.ModifierStatement if s.modifies else None)


def _read_sign(index: Index, node: str) -> Sign | None:
    worded, sign_set = index.one(node, str(C.sign), ""), index.one(node, str(C.signSet), "")
    if not worded:
        return None
    if sign_set:
        return Sign.UNKNOWN if sign_set == UNSIGNED else SIGN_SETS[sign_set]
    return Sign(worded)


def _write_sign(writer: Writer, node: URIRef, s: Statement) -> None:
    """The set of directions, where it is not just the sign as worded."""
    if s.sign is not None and _SIGN_SET_OF[s.sign] != f"{{{s.worded_sign}}}":
        writer.add(node, C.signSet, Literal(_SIGN_SET_OF[s.sign]))


_AMOUNT = (
    Field(name="unit", predicate=C.ucum, sort=LINE, needed=True),
    Field(name="approximate", predicate=C.approximate, sort=FLAG),
    Field(name="cumulative", predicate=C.cumulative, sort=FLAG),
    Field(name="per", predicate=C.per, sort=LINE, many=True),
    Field(name="window_low", predicate=C.windowMin, sort=NUMBER),
    Field(name="window_high", predicate=C.windowMax, sort=NUMBER),
    Field(name="window_unit", predicate=C.windowUnit, sort=UNIT),
    Field(name="meaning", predicate=C.meaning, sort=TEXT),
)
"""What a quantity has beside its numbers, each of which is a node of its own."""


def _read_quantities(index: Index, statement: str) -> tuple[Quantity, ...] | None:
    ends: dict[tuple[tuple[str, ...], ...], dict[str, Decimal]] = defaultdict(dict)
    one: dict[tuple[tuple[str, ...], ...], str] = {}
    for node in index.all(statement, str(C.quantity)):
        described = tuple(tuple(index.all(node, str(field.predicate))) for field in _AMOUNT)
        bound = vocabulary.local(index.one(node, str(C.bound)))
        ends[described][bound] = Decimal(index.one(node, str(QUDT.numericValue)))
        one[described] = node
    found = (made(Quantity, _AMOUNT, index, one[d], **_numbers(values)) for d, values in sorted(ends.items()))
    return tuple(found) or None


def _numbers(ends: dict[str, Decimal]) -> dict[str, Any]:
    if "typicalRangeLow" in ends or "typicalRangeHigh" in ends:
        return {"bound": "range", "low": ends["typicalRangeLow"], "high": ends["typicalRangeHigh"]}
    ((bound, value),) = ends.items()
    return {
        "bound": bound,
        "low": None if bound == "upper" else value,
        "high": None if bound == "lower" else value,
    }


def _write_quantities(writer: Writer, node: URIRef, s: Statement) -> None:
    for q in s.quantities:
        ends = {"range": {"typicalRangeLow": q.low, "typicalRangeHigh": q.high}, "upper": {"upper": q.high}}
        for bound, value in ends.get(q.bound, {q.bound: q.low}).items():
            place = BNode()
            writer.add(node, C.quantity, place)
            writer.add(place, RDF.type, QUDT.QuantityValue)
            writer.add(place, QUDT.numericValue, Literal(value))
            writer.add(place, QUDT.hasUnit, unit(q.unit))
            writer.add(place, C.bound, term(bound))
            for field in _AMOUNT:
                if q.window_low is not None or not field.name.startswith("window_"):
                    field.write(writer, place, q)


_PLACE = (
    Field(name="start", predicate=OA.start, sort=COUNT, needed=True),
    Field(name="end", predicate=OA.end, sort=COUNT, needed=True),
    Field(name="sha256", predicate=C.passageSha256, sort=LINE),
)
"""Where a passage stands in its document."""
_READ_AT = (
    Field(name="section", predicate=C.section, sort=TEXT),
    Field(name="line", predicate=C.line, sort=COUNT),
)
"""Where it is read, which stands at the statement."""
_UNKNOWN: dict[str, Any] = {"section": "", "line": 0, "sha256": ""}


def _read_passage(index: Index, statement: str) -> Passage | None:
    annotation = index.annotation(statement)
    if annotation is None:
        return None
    target = index.one(annotation, str(OA.hasTarget))
    selector = index.one(target, str(OA.hasSelector))
    found: dict[str, Any] = _UNKNOWN | {"document": vocabulary.local(index.one(target, str(OA.hasSource)))}
    for fields, node in ((_READ_AT, statement), (_PLACE, selector)):
        found |= values_at(node, index, fields)
    return Passage(**found)


def _write_passage(writer: Writer, node: URIRef, s: Statement) -> None:
    passage = s.passage
    if passage is None:
        return
    for field in _READ_AT:
        if passage.line or field.name != "line":
            field.write(writer, node, passage)
    source, annotation, target, selector = ours(passage.document), ours(f"anno-{s.id}"), BNode(), BNode()
    writer.add(node, PROV.hadPrimarySource, source)
    writer.add(annotation, RDF.type, OA.Annotation)
    writer.add(annotation, OA.motivatedBy, OA.linking)
    writer.add(annotation, OA.hasBody, node)
    writer.add(annotation, OA.hasTarget, target)
    writer.add(target, RDF.type, OA.SpecificResource)
    writer.add(target, OA.hasSource, source)
    writer.add(target, OA.hasSelector, selector)
    writer.add(selector, RDF.type, OA.TextPositionSelector)
    for field in _PLACE:
        field.write(writer, selector, passage)


_MATCHES = {match: URIRef(vocabulary.PREFIXES["skos"] + match.value) for match in Match}
_PUBLIC = (
    Field(name="label", predicate=RDFS.label, sort=TEXT),
    Field(name="verified_in", predicate=C.verifiedIn, sort=LINE),
)
"""What is told of a public term."""


def _read_mappings(index: Index, node: str) -> tuple[PublicTerm, ...] | None:
    found = [
        made(PublicTerm, _PUBLIC, index, target, iri=target, match=match)
        for match, predicate in _MATCHES.items()
        for target in index.all(node, str(predicate))
    ]
    return tuple(found) or None


def _write_mappings(writer: Writer, node: URIRef, mapped: Any) -> None:
    for mapping in mapped.mappings:
        writer.add(node, _MATCHES[mapping.match], URIRef(mapping.iri))
        for field in _PUBLIC:
            field.write(writer, URIRef(mapping.iri), mapping)


_FAMILY_PREFIX = vocabulary.VOCAB + "family_"
_FAMILY = (
    Field(name="label", predicate=RDFS.label, sort=TEXT, needed=True),
    Field(name="shape", predicate=C.shape, sort=LINE),
)
"""What a family of kinds says of itself; its node has a name, since several kinds share it."""


def _read_family(index: Index, node: str) -> Family | None:
    at = index.one(node, str(C.family), "")
    return made(Family, _FAMILY, index, at, id=at.removeprefix(_FAMILY_PREFIX)) if at else None


def _write_family(writer: Writer, node: URIRef, kind: ConceptKind) -> None:
    if kind.family is None:
        return
    at = URIRef(_FAMILY_PREFIX + kind.family.id)
    writer.add(node, C.family, at)
    writer.add(at, RDF.type, C.Family)
    for field in _FAMILY:
        field.write(writer, at, kind.family)


CLAIM = Whole(name="claim", read=_read_kind, write=_write_kind)
SIGN = Whole(name="sign", read=_read_sign, write=_write_sign)
QUANTITIES = Whole(name="quantities", read=_read_quantities, write=_write_quantities)
FAMILY = Whole(name="family", read=_read_family, write=_write_family)
PASSAGE = Whole(name="passage", read=_read_passage, write=_write_passage)
MAPPINGS = Whole(name="mappings", read=_read_mappings, write=_write_mappings)
