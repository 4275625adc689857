"""What sort of claim a statement is: its relation, its sign as worded, and the directions that it allows."""

from __future__ import annotations

from dataclasses import dataclass

from kg.curation.proposals import StatementDraft
from kg.curation.rules.check import Check
from kg.model import Kind, Sign
from kg.rdf import SIGN_SETS, UNSIGNED

SIGNS = ("+", "-", "0", "?")
_MIXED = {"0+": ("?", Sign.WEAK_PLUS), "0-": ("?", Sign.WEAK_MINUS)}
_SETS = ("{0,+}", "{0,-}", UNSIGNED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The relation, kind and sign of a statement; `worded` is empty where it has no sign."""

    relation: str
    kind: Kind
    worded: str
    sign: Sign | None

    def between(self, level: int) -> str:
        """The sign between the variables of concepts whose levels multiply to this."""
        return Sign(self.worded).times(level).value


def claim_of(check: Check, draft: StatementDraft, modifies: bool) -> Claim:
    """What a draft claims, by its relation, sign, set of directions and kind, each of which may tell of the others."""
    worded, sign = _MIXED.get(draft.sign, (draft.sign, None))
    worded = check.choice("sign", worded, SIGNS)
    relation = _relation(check, draft, worded, modifies)
    known = check.graph.relations.get(relation)
    implied = known.sign if known else ""
    if draft.relation and {worded, implied} == {"+", "-"}:
        check.wrong("sign", f"{relation} says {implied}; leave the sign out, or choose the other relation", worded)
    if not worded and draft.kind in ("", Kind.causal.name):
        worded = implied
    sign = _directions(check, draft, worded, sign)
    return Claim(relation=relation, kind=_kind(check, draft, relation, sign), worded=worded, sign=sign)


def _relation(check: Check, draft: StatementDraft, worded: str, modifies: bool) -> str:
    relations = check.graph.relations
    relation = draft.relation or _meant(check, worded, modifies)
    if not relation:
        check.wrong("relation", "give a relation, such as increases, or a sign: +, -, 0 or ?")
    return check.choice(
        "relation", relation, sorted(relations), default=relation, labels={r.id: r.label for r in relations.values()}
    )


def _directions(check: Check, draft: StatementDraft, worded: str, sign: Sign | None) -> Sign | None:
    if draft.sign_set:
        chosen = check.choice("sign_set", draft.sign_set, _SETS)
        return Sign.UNKNOWN if chosen == UNSIGNED else SIGN_SETS[chosen]
    if worded == "?" and sign is None:
        if draft.sign:
            check.wrong(
                "sign_set",
                "a sign of ? needs a sign set: {0,+} or {0,-} for mixed findings, {+,-} where none is stated",
            )
        return Sign.UNKNOWN
    return sign or (Sign(worded) if worded else None)


def _kind(check: Check, draft: StatementDraft, relation: str, sign: Sign | None) -> Kind:
    given = check.choice("kind", draft.kind, Kind.__members__)
    known = check.graph.relations.get(relation)
    associated = relation_of(check, Kind.association)
    if given and relation and (given == Kind.association.name) != (relation == associated):
        check.wrong("kind", f"{associated} is the relation of an association, and an association has no other", given)
    if given:
        return Kind[given]
    return known.claim if known and known.claim else Kind.causal if sign else Kind.structural


def relation_of(check: Check, kind: Kind) -> str:
    """The relation that makes statements of a kind which has only one; empty where the vocabulary names none."""
    return next((r.id for r in check.graph.relations.values() if r.claim is kind), "")


def _meant(check: Check, worded: str, modifies: bool) -> str:
    """The relation that is meant where none is named: by its sign alone, or that of a modifier."""
    if modifies and not worded:
        return relation_of(check, Kind.modifier)
    return next((r.id for r in check.graph.relations.values() if r.usual and r.sign == worded), "")
