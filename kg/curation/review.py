"""What a reviewer should know of a change before deciding: what may be amiss, and which answers turn."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from kg.causal import CausalGraph, Difference, Disagreement, Link, difference, disagreement, touched_pairs
from kg.change import Change
from kg.curation.proposals import Draft
from kg.curation.rules import NOTE, Setting, change_of, consistent
from kg.curation.written import unfaithful, written
from kg.linking import AmbiguousConcept, UnknownConcept
from kg.linking.english import asks
from kg.linking.text import fold
from kg.model import Concept, Entity, Hedge, Kind, Match, Sign, Statement
from kg.rdf import GraphError, Violation

FOLLOWED = 200
"""Statements in one change up to which the pairs that turn are followed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Warning:
    """Something that does not stand in the way, with the statements or concepts it is about: contradicts,
    already_known, narrower, closes_a_loop, weak_wording, one_source, note, unchecked_passage, ambiguous_name,
    question_word, entity or passed_over.
    """

    kind: str
    message: str
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """What is wrong with a change, what may be, what it would change, the concepts of that, and its record."""

    violations: tuple[Violation, ...]
    warnings: tuple[Warning, ...]
    changes: Difference
    concepts: Mapping[str, Concept] = field(default_factory=dict)
    added: str = ""
    removed: str = ""


def review(setting: Setting, change: Change, *, follow: bool = True) -> Review:
    """The review of a change that has no violation by itself. Where not `follow`, no pairs are followed."""
    before = setting.graph
    setting = replace(setting, texts=ChainMap(dict(change.texts), dict(setting.texts))) if change.texts else setting
    violations, after = consistent(before, change)
    known = _touching(before, change)
    warnings = [w for s in _new(change) for w in (*_of_wording(setting, s), *_of_others(before, after, s, known))]
    warnings += _of_names(setting, change)
    touched = [] if violations or not follow else touched_pairs(before, after, change.statements)
    context = {c for s in _new(change) for c in (*s.context, *((s.subject,) if s.modifies else ()))}
    turned = difference(before, after, touched, context)
    named = {
        id: after.concepts[id] for pair in turned.pairs for id in (pair.cause, pair.effect) if id in after.concepts
    }
    if violations:
        return Review(tuple(violations), tuple(warnings), turned, named)
    try:
        record = written(change, before.concepts, after.concepts)
        violations = list(unfaithful(change, *record))
    except GraphError as error:
        record, violations = ("", ""), [Violation(node="", field="", message=error.detail)]
    return Review(tuple(violations), tuple(warnings), turned, named, *record)


def review_draft(setting: Setting, draft: Draft) -> tuple[Change, Review]:
    """The change that a draft asks for, and its review; an empty one where the draft has violations by itself."""
    violations, change = change_of(draft, setting)
    if violations:
        return change, Review(tuple(violations), (), Difference((), True))
    return change, review(setting, change)


def _new(change: Change) -> list[Statement]:
    replaced = {s.id for s in change.removed.statements}
    return [s for s in change.added.statements if s.id not in replaced]


def _touching(graph: CausalGraph, change: Change) -> dict[tuple[str, str], tuple[Link, ...]]:
    """The links that the graph has for the pairs of new statements."""
    concepts = graph.concepts | {c.id: c for c in change.added.concepts}
    pairs = {_pair(concepts[s.subject], concepts[s.object]) for s in _new(change)}
    return {pair: graph.by_pair.get(pair, ()) for pair in pairs}


def _of_wording(setting: Setting, s: Statement) -> Iterable[Warning]:
    if s.hedge in (Hedge.possible, Hedge.mixed, Hedge.aim):
        yield Warning(kind="weak_wording", message=f"worded as {s.hedge.name}: answers will say so", about=(s.id,))
    if s.passage and s.passage.document.startswith(NOTE):
        message = "it has no source: it will be cited as the curator's own note; give document, start and end"
        yield Warning(kind="note", message=message, about=(s.id,))
    elif s.passage and s.passage.document not in setting.texts:
        message = "the text of the document is not at hand (KG_DOCUMENTS), so the passage was not checked"
        yield Warning(kind="unchecked_passage", message=message, about=(s.id,))


def _of_others(
    before: CausalGraph, after: CausalGraph, s: Statement, known: dict[tuple[str, str], tuple[Link, ...]]
) -> Iterable[Warning]:
    if s.kind is not Kind.causal or s.sign is None:
        yield from _already(o.id for o in before.by_concept.get(s.subject, ()) if _claim(o) == _claim(s))
        return
    subject, object = (after.concepts.get(id) or before.concepts.get(id) for id in (s.subject, s.object))
    if subject is None or object is None:
        return
    pair = _pair(subject, object)
    sign = s.sign.times(subject.level * object.level)
    links = [link for link in known.get(pair, ()) if link.statement.id != s.id]
    yield from _already(k.statement.id for k in links if k.sign is sign and k.statement.context == s.context)
    if wider := tuple(k.statement.id for k in links if k.sign is sign and {*k.statement.context} < {*s.context}):
        message = f"the same is said by {', '.join(wider)} without this context"
        yield Warning(kind="narrower", message=message, about=wider)
    for other in links:
        if not other.inherited and (message := _disagreement(s, sign, other)):
            yield Warning(kind="contradicts", message=message, about=(other.statement.id,))
    if way := before.way(*reversed(pair)) if pair[0] != pair[1] else list(pair):
        message = f"there is a way back, {' → '.join(way)}: it closes a loop, and answers will name it"
        yield Warning(kind="closes_a_loop", message=message, about=tuple(way))
    documents = {k.statement.passage.document for k in links if k.statement.passage and k.sign is sign}
    if not documents - {s.passage.document if s.passage else ""}:
        yield Warning(kind="one_source", message="no other source says so", about=(s.id,))


def _already(said_by: Iterable[str]) -> Iterable[Warning]:
    if same := tuple(said_by):
        yield Warning(kind="already_known", message=f"the same is said by {', '.join(same)}", about=same)


def _pair(subject: Concept, object: Concept) -> tuple[str, str]:
    """The variables that a statement joins; a concept of no variable stands for itself."""
    return subject.variable or subject.id, object.variable or object.id


def _disagreement(s: Statement, sign: Sign, other: Link) -> str:
    """How a new statement differs in direction from one on the same pair; empty where it need not."""
    id = other.statement.id
    match disagreement(s, sign, other):
        case Disagreement.sources:
            return f"this disagrees with {id}, which another source says; answers will show both sides"
        case Disagreement.settings:
            return f"this disagrees with {id}, in another setting; answers will tell the settings apart"
        case Disagreement.reading:
            return f"this disagrees with {id}, of the same source and setting; one of the two may be misread"
    return ""


def _claim(s: Statement) -> tuple[object, ...]:
    return (
        s.kind,
        s.subject,
        s.relation,
        s.object,
        s.setting,
        s.modifies,
        s.effect,
        s.joint,
        s.quantities,
        s.estimates,
    )


def _of_names(setting: Setting, change: Change) -> Iterable[Warning]:
    graph = setting.graph
    for c in change.added.concepts:
        old = graph.concepts.get(c.id)
        before = {old.label, *old.synonyms, *old.hidden_labels} if old else set()
        for other in _same_as(graph, c):
            message = f"{other.id} has the same public id; are the two one concept?"
            yield Warning(kind="already_known", message=message, about=(other.id,))
        for name in sorted({c.label, *c.synonyms, *c.hidden_labels} - before):
            meant = _meant(setting, name)
            if asks(" ".join(fold(name).split())) and not name.isupper():
                message = f"{name!r} is made of words of questions alone; a text names it only in quotes or by its id"
                yield Warning(kind="question_word", message=message, about=(c.id,))
            if meant and meant != c.id:
                message = f"{name!r} can also mean {meant}; a question with it may be asked back"
                yield Warning(kind="ambiguous_name", message=message, about=(meant,))
        if old is None and isinstance(c, Entity):
            message = "taken as an entity, which carries no signed statement; give variable_type for a quantity"
            yield Warning(kind="entity", message=message, about=(c.id,))


def _same_as(graph: CausalGraph, concept: Concept) -> Iterable[Concept]:
    """Other concepts of which the same public term is the exact match."""
    exact = {m.iri for m in concept.mappings if m.match is Match.exact}
    for other in graph.concepts.values() if exact else ():
        if other.id != concept.id and any(m.iri in exact and m.match is Match.exact for m in other.mappings):
            yield other


def _meant(setting: Setting, name: str) -> str | None:
    try:
        return setting.resolve(name)
    except AmbiguousConcept as error:
        return str(error.fields["candidates"][0])
    except UnknownConcept:
        return None
