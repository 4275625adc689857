"""The rules of a new concept, and of a further name for one."""

from __future__ import annotations

import re
from collections import ChainMap, Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from kg import identifiers, vocabulary
from kg.causal import CausalGraph
from kg.change import Change
from kg.curation.proposals import ConceptDraft, SynonymDraft
from kg.curation.rules.check import Check
from kg.model import Concept, Content, Entity, Goal, Match, Population, PublicTerm, State, Valence, Variable
from kg.rdf import is_iri
from kg.rdf.fields import VARIABLE_TYPES, further, of_concept
from kg.rdf.sorts import VALENCE, filled

_Values = dict[str, Any]
_VALENCES = {v.name: v for v in sorted(Valence, key=lambda v: abs(v.value))}
_VALENCES |= {name: VALENCE.read(name) for name in VALENCE.options}
"""By their own names, and by those of the vocabulary."""


def concept(check: Check, draft: ConceptDraft) -> Change:
    """A new concept as a change."""
    graph = check.graph
    if not draft.label:
        check.wrong("label", "a concept has exactly one preferred label, a text")
    same = [c.id for c in graph.concepts.values() if c.label.casefold() == draft.label.casefold()]
    if same:
        check.wrong("label", f"{same[0]} is called so already; use it, or choose another label", draft.label)
    slug = re.sub(r"[^a-z0-9]+", "_", draft.label.casefold()).strip("_")[:60] or check.setting.name.lower()
    taken = ChainMap[str, Any]({}, graph.concepts, graph.statements, graph.documents)
    kind = check.choice(
        "kind", draft.kind or "?", graph.kinds, labels={id: kind.label for id, kind in graph.kinds.items()}
    )
    type_ = _TYPES[check.choice("type", draft.type, _TYPES, default=_type_of(graph, draft, kind))]
    id = check.new_id(draft.id, slug, taken, "concept or statement")
    values: _Values = {
        "id": id,
        "iri": vocabulary.BASE + id,
        "label": draft.label or "?",
        "kind": kind,
        "definition": draft.definition,
        "synonyms": tuple(sorted({*draft.synonyms} - {"", draft.label}, key=str.casefold)),
        "hidden_labels": tuple(sorted({*draft.misspellings} - {""}, key=str.casefold)),
        "broader": check.concepts("broader", draft.broader),
        "mappings": _mappings(check, draft.same_as),
        "implies": check.concepts(
            "implies",
            draft.implies,
            of=(Variable, State, Population),
            message="what a concept implies is a variable, a state or a population",
        ),
        "note": draft.note,
    }
    own = _RULES[type_](check, draft, values)
    values |= check.taken(further(of_concept(type_), type_), draft, {})
    return Change() if own is None else Change(added=Content(concepts=(filled(type_, values | own),)))


def _type_of(graph: CausalGraph, draft: ConceptDraft, kind: str) -> str:
    """What sort of concept the fields tell of, else its kind, else what most concepts of its kind are."""
    if draft.level is not None or draft.event or draft.of_variable:
        return "state"
    if draft.variable_type or draft.valence or draft.aspect_of or draft.cessation_of:
        return "variable"
    if draft.excludes or draft.from_age is not None:
        return "population"
    declared = graph.kinds.get(kind)
    if declared and declared.usual_type:
        return declared.usual_type.casefold()
    usual = Counter(type(c).__name__.lower() for c in graph.concepts.values() if c.kind == kind)
    most = usual.most_common(1)[0][0] if usual else ""
    return most if most in ("population", "variable") else "entity"


def _mappings(check: Check, curies: Iterable[str]) -> tuple[PublicTerm, ...]:
    found = []
    for curie in dict.fromkeys(curies):
        iri = vocabulary.iri(curie) or (identifiers.public(curie) if "://" not in curie else None) or curie
        if iri.startswith(vocabulary.BASE):
            check.wrong("same_as", "is the id of the same thing elsewhere, and this is one of ours", curie)
        elif not (iri.startswith(("http://", "https://")) and is_iri(iri)):
            check.wrong("same_as", "is a CURIE with a known prefix, such as CHEBI:50114, or an http IRI", curie)
        else:
            found.append(PublicTerm(iri=iri, match=Match.exact))
    return tuple(sorted(found, key=lambda m: m.iri))


def _variable(check: Check, draft: ConceptDraft, _values: _Values) -> _Values:
    usual = Counter(
        c.variable_type for c in check.graph.concepts.values() if isinstance(c, Variable) and c.kind == draft.kind
    )
    asked_for = draft.type or draft.valence or draft.aspect_of
    if not draft.variable_type and (asked_for or not usual):
        check.wrong("variable_type", f"a variable has exactly one type: {', '.join(VARIABLE_TYPES)}")
    default = usual.most_common(1)[0][0] if usual else VARIABLE_TYPES[0]
    variable_type = check.choice("variable_type", draft.variable_type, VARIABLE_TYPES, default=default)
    valence = check.choice("valence", draft.valence, _VALENCES, default=Valence.neutral.name)
    aspects = check.concepts("aspect_of", draft.aspect_of, of=(Entity,), message="a variable is an aspect of an entity")
    stopped = check.concept("cessation_of", draft.cessation_of) if draft.cessation_of else None
    if stopped and not isinstance(stopped, Variable):
        check.wrong("cessation_of", "what is stopped is a variable", stopped.id)
    if draft.of_variable or draft.level is not None:
        check.wrong("of_variable", "a variable is of no other and has no level; leave both out, or make it a state")
    return {
        "variable_type": variable_type,
        "valence": _VALENCES[valence],
        "aspect_of": aspects,
        "cessation_of": stopped.id if stopped else "",
    }


def _of_variable(check: Check, draft: ConceptDraft, what: str) -> Concept | None:
    if not draft.of_variable:
        check.wrong("of_variable", f"{what} is of exactly one variable; name it")
        return None
    of = check.concept("of_variable", draft.of_variable)
    if of and not isinstance(of, Variable):
        check.wrong("of_variable", f"{what} is of exactly one variable, and {of.id} is none", of.id)
        return None
    return of


def _state(check: Check, draft: ConceptDraft, values: _Values) -> _Values | None:
    of = _of_variable(check, draft, "a state")
    if draft.level not in (1, -1):
        check.wrong("level", "a state has exactly one level: 1 for high or -1 for low", draft.level or "")
    if draft.variable_type:
        check.wrong("variable_type", "a state has the type of its variable; leave it out", draft.variable_type)
    if of and of.id in values["broader"]:
        check.wrong("broader", "a state is no kind of its own variable; of_variable says enough", of.id)
    if not of or draft.level not in (1, -1):
        return None
    return {"of_variable": of.id, "at_level": draft.level, "event": draft.event}


def _goal(check: Check, draft: ConceptDraft, _values: _Values) -> _Values | None:
    of = _of_variable(check, draft, "a goal")
    return {"of_variable": of.id} if of else None


def _population(check: Check, draft: ConceptDraft, _values: _Values) -> _Values:
    excludes = check.concepts(
        "excludes", draft.excludes, of=(Population,), message="what a population excludes is a population"
    )
    if draft.from_age is not None and not 0 <= draft.from_age <= 150:
        check.wrong("from_age", "is a whole number of years from 0 to 150", draft.from_age)
    return {"excludes": excludes, "from_age": draft.from_age}


def _entity(_check: Check, _draft: ConceptDraft, _values: _Values) -> _Values:
    return {}


_TYPES: dict[str, type[Concept]] = {
    type_.__name__.lower(): type_ for type_ in (Variable, State, Entity, Population, Goal)
}
_RULES: dict[type[Concept], Callable[[Check, ConceptDraft, _Values], _Values | None]] = {
    Variable: _variable,
    State: _state,
    Entity: _entity,
    Population: _population,
    Goal: _goal,
}


def synonym(check: Check, draft: SynonymDraft) -> Change:
    """A further name of a concept as a change: the concept with it in place of the one without."""
    old = check.concept("concept", draft.concept)
    if not draft.name:
        check.wrong("name", "is the further name of the concept")
    if not old or not draft.name:
        return Change()
    if draft.name in (old.label, *old.synonyms, *old.hidden_labels):
        check.wrong("name", f"{old.id} has this name already", draft.name)
    names = old.hidden_labels if draft.misspelling else old.synonyms
    now = tuple(sorted((*names, draft.name), key=str.casefold))
    new = replace(old, hidden_labels=now) if draft.misspelling else replace(old, synonyms=now)
    return Change(added=Content(concepts=(new,)), removed=Content(concepts=(old,)))
