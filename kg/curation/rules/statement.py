"""The rules of a new statement, of a modifier, of a limit, and of taking a statement out."""

from __future__ import annotations

import re
from collections import ChainMap
from typing import Any

from kg import vocabulary
from kg.change import Change, composed
from kg.curation.proposals import (
    LimitDraft,
    ModificationDraft,
    RetractionDraft,
    StatementDraft,
)
from kg.curation.rules.check import Check
from kg.curation.rules.claim import Claim, claim_of, relation_of
from kg.curation.rules.passage import NOTE, passage
from kg.curation.rules.quantity import part, quantities
from kg.model import (
    Basis,
    Concept,
    Content,
    Effect,
    Goal,
    Hedge,
    Kind,
    Population,
    Scope,
    State,
    Statement,
    Variable,
)
from kg.rdf.fields import STATEMENTS
from kg.rdf.sorts import BASIS, EFFECT, EVIDENCE, HEDGE, SCOPE, filled

_OURS = "ECO:0000305"
_HEDGES = (
    (re.compile(r"\b(?:may|might|could|can|possibly|perhaps)\b", re.I), Hedge.possible),
    (re.compile(r"\b(?:aims?|intended|seeks?) to\b", re.I), Hedge.aim),
    (re.compile(r"\b(?:usually|typically|often|tends? to|generally)\b", re.I), Hedge.typical),
)
_PARTS = {"quantities": quantities, **dict.fromkeys(("estimate", "study", "dose", "time"), part)}
_BY_RULE = (
    *("kind", "subject", "relation", "object", "worded_sign", "sign", "scope", "hedge", "basis", "evidence"),
    *("context", "modifies", "effect", "joint", "outcomes", "passage"),
)
"""The fields that depend on each other; the rest are taken one by one."""


def statement(check: Check, draft: StatementDraft) -> Change:
    """A new statement as a change, with the note that it rests on where it has no passage."""
    subject, object = check.concept("subject", draft.subject), check.concept("object", draft.object)
    if len(draft.text) < 3:
        check.wrong("text", "a statement has one wording of ours, a sentence", draft.text)
    modifies = check.statements("modifies", draft.modifies)
    effect = check.choice("modification", draft.modification, EFFECT.options)
    claim = claim_of(check, draft, bool(modifies))
    _modifier(check, draft, claim.kind, modifies)
    if claim.kind is Kind.causal and subject and object:
        _causal(check, draft, subject, object, claim)
    joint, outcomes = check.concepts("joint", draft.joint), check.concepts("outcomes", draft.outcomes)
    _of_kind(check, draft, claim.kind, object, outcomes)
    context = check.concepts(
        "context",
        draft.context,
        of=(Population, State, Variable),
        message="a context is a population, a state or a variable",
    )
    rest = check.taken([field for field in STATEMENTS if field.name not in _BY_RULE], draft, _PARTS)
    scope = check.choice("scope", draft.scope, SCOPE.options, default="total" if claim.sign else "")
    hedge = check.choice("hedge", draft.hedge, HEDGE.options, default=hedge_of(draft.text).name)
    basis, evidence = _support(check, draft)
    taken = ChainMap[str, Any]({}, check.graph.statements, check.graph.concepts)
    id = check.new_id(draft.id, check.setting.name, taken, "statement")
    read_at, note = passage(check, draft.source, draft.text, id)
    if check.found or subject is None or object is None:
        return Change()
    values = rest | {
        "id": id,
        "iri": vocabulary.BASE + id,
        "kind": claim.kind,
        "subject": subject.id,
        "relation": claim.relation,
        "object": object.id,
        "sign": claim.sign,
        "worded_sign": claim.worded,
        "scope": Scope(scope) if scope else None,
        "hedge": Hedge[hedge],
        "basis": basis,
        "evidence": evidence,
        "context": context,
        "modifies": tuple(sorted(m.id for m in modifies)),
        "effect": Effect(effect) if effect else None,
        "joint": joint,
        "outcomes": outcomes,
        "passage": read_at,
    }
    return composed((note, Change(added=Content(statements=(filled(Statement, values),)))))


def _modifier(check: Check, draft: StatementDraft, kind: Kind, modifies: tuple[Statement, ...]) -> None:
    if bool(draft.modifies) != bool(draft.modification) or (kind is Kind.modifier and not draft.modifies):
        check.wrong(
            "modifies", "a modifier points at the causal statements that it modifies, and has one effect on them"
        )
    for m in modifies:
        if m.kind is not Kind.causal:
            check.wrong("modifies", "a modifier points at causal statements", m.id)


def _causal(check: Check, draft: StatementDraft, subject: Concept, object: Concept, claim: Claim) -> None:
    for name, concept, role in (("subject", subject, "cause"), ("object", object, "effect")):
        if not isinstance(concept, Variable | State):
            check.wrong(
                name,
                f"the {role} is a variable or a state; {concept.id} is {_article(concept)}, and carries no signed"
                " statement",
                concept.id,
            )
            return
    if not claim.worded:
        check.wrong("sign", "a causal statement has a sign: +, -, 0 or ?")
        return
    cause = check.graph.concepts[subject.variable or subject.id]
    if isinstance(cause, Variable) and cause.variable_type == "indicator":
        check.wrong(
            "subject", "a marker tells of other variables and causes none; use the relation indicates", cause.id
        )
    right = claim.between(subject.level * object.level)
    if draft.canonical_sign and draft.canonical_sign != right:
        check.wrong(
            "canonical_sign",
            f"the canonical sign is sign x level(subject) x level(object): {right}",
            draft.canonical_sign,
        )


def _article(concept: Concept) -> str:
    name = type(concept).__name__.lower()
    return f"an {name}" if name[0] in "aeiou" else f"a {name}"


def _of_kind(
    check: Check, draft: StatementDraft, kind: Kind, object: Concept | None, outcomes: tuple[str, ...]
) -> None:
    """What limits, comparisons and intakes need."""
    if kind is Kind.limit and object and not isinstance(object, Goal | Variable):
        check.wrong("object", "a limit is about a goal or a variable", object.id)
    if kind is Kind.comparison:
        _compared(check, outcomes)
    if kind is Kind.intake:
        _advised(check, draft, object)


def _compared(check: Check, outcomes: tuple[str, ...]) -> None:
    if not outcomes:
        check.wrong("outcomes", "a comparison names the outcomes it is about")
    for id in outcomes:
        if not isinstance(check.graph.concepts[id], Variable):
            check.wrong("outcomes", "the outcomes of a comparison are variables", id)


def _advised(check: Check, draft: StatementDraft, object: Concept | None) -> None:
    if object and not isinstance(object, Population):
        check.wrong("object", "a recommended intake is for a population", object.id)
    if not draft.quantity:
        check.wrong("quantity", "a recommended intake has a quantity")
    elif not draft.quantity.per:
        check.wrong("quantity.per", "a recommended intake says per what: day")


def _support(check: Check, draft: StatementDraft) -> tuple[Basis, str]:
    evidence = vocabulary.curie(draft.evidence) if draft.evidence else ""
    basis = check.choice("basis", draft.basis, BASIS.options, default="bridge" if evidence == _OURS else "asserted")
    codes = EVIDENCE.options
    evidence = check.choice("evidence", evidence, codes, default=_OURS if basis == "bridge" else codes[0])
    if (basis == "bridge") != (evidence == _OURS):
        check.wrong("evidence", f"a bridge has the evidence code {_OURS}, and nothing else has it", evidence)
    return Basis[basis], evidence


def hedge_of(text: str) -> Hedge:
    """How surely a sentence is worded, by its own words.

    >>> hedge_of("Tea may slow bone loss."), hedge_of("Tea slows bone loss.")
    (<Hedge.possible: 3>, <Hedge.categorical: 1>)
    """
    return next((hedge for pattern, hedge in _HEDGES if pattern.search(text)), Hedge.categorical)


def modification(check: Check, draft: ModificationDraft) -> Change:
    """A modifier as a change: a statement that points at those it modifies."""
    modified = [check.statement("modifies", name) for name in draft.modifies]
    if not modified:
        check.wrong("modifies", "a modifier points at the causal statements that it modifies")
        return Change()
    if modified[0] is None or None in modified:
        return Change()
    return statement(
        check,
        StatementDraft(
            subject=draft.modifier,
            object=modified[0].object,
            relation=relation_of(check, Kind.modifier),
            kind="modifier",
            text=draft.text,
            hedge=draft.hedge,
            modifies=draft.modifies,
            modification=draft.modification,
            keeps_direction=draft.keeps_direction,
            source=draft.source,
        ),
    )


def limit(check: Check, draft: LimitDraft) -> Change:
    """A limit as a change: a statement of what does not suffice."""
    if not draft.interventions:
        check.wrong("interventions", "a limit names what does not suffice, one thing or several")
        return Change()
    return statement(
        check,
        StatementDraft(
            subject=draft.interventions[0],
            object=draft.goal,
            relation=relation_of(check, Kind.limit),
            kind="limit",
            text=draft.text,
            hedge=draft.hedge,
            joint=draft.interventions if len(draft.interventions) > 1 else (),
            source=draft.source,
        ),
    )


def retraction(check: Check, draft: RetractionDraft) -> Change:
    """A statement taken out, as a change; its own note goes with it."""
    old = check.statement("statement", draft.statement)
    if not draft.reason:
        check.wrong("reason", "say why the statement should go")
    if not old:
        return Change()
    note = check.graph.documents.get(old.passage.document) if old.passage else None
    own = (note,) if note and note.id == NOTE + old.id else ()
    return Change(removed=Content(statements=(old,), documents=own))
