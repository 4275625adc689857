"""The claims of a stranger's graph as statements: a line of evidence is a statement of its source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kg import vocabulary
from kg.imported.names import Ids, sound
from kg.imported.sources import Sources, is_cited
from kg.importing import Claim, Evidence, Wording, side
from kg.model import (
    DESIGNS,
    Basis,
    Concept,
    Hedge,
    Kind,
    Passage,
    Relation,
    Scope,
    Sign,
    State,
    Statement,
    Study,
    Variable,
)

_WORDED = {Sign.WEAK_PLUS: "?", Sign.WEAK_MINUS: "?"}
_WEAK = {Sign.WEAK_PLUS: "raises", Sign.WEAK_MINUS: "lowers"}
_TRIAL = "randomized_trial"


def statements(
    claims: Iterable[Claim],
    concepts: Mapping[str, Concept],
    relations: Mapping[str, Relation],
    sources: Sources,
    ids: Ids,
    whence: str,
) -> Iterator[Statement]:
    """A statement for each line of evidence of each claim; every claim has one at least, which names its source.

    `whence` is what was read: the name of the file, where it is one.
    """
    for claim in claims:
        ends = concepts[claim.cause], concepts[claim.effect]
        text = sentence(claim.wording, *ends, relations)
        for evidence in claim.evidence:
            source = sources.of(evidence.source)
            passage = source.said(evidence.passage.strip() or text, whence if source.title != whence else "")
            yield statement(ids.new("s"), claim, evidence, ends, text, passage, whence)


def statement(
    id: str, claim: Claim, evidence: Evidence, ends: tuple[Concept, Concept], text: str, passage: Passage, whence: str
) -> Statement:
    """One line of evidence of a claim about two concepts, worded by `text` in ours."""
    cause, effect = ends
    kind, sign = kind_of(claim.wording, cause, effect)
    study = study_of(evidence)
    trial = study is not None and study.design == _TRIAL
    return Statement(
        id=id,
        iri=vocabulary.BASE + id,
        kind=kind,
        subject=cause.id,
        relation=claim.relation,
        object=effect.id,
        text=text,
        hedge=claim.wording.hedge or Hedge.categorical,
        basis=Basis.rct if trial else Basis.asserted,
        evidence=_code(evidence.source, trial),
        passage=passage,
        sign=sign,
        worded_sign=_WORDED.get(sign, sign.value) if sign else "",
        scope=Scope.step if kind is Kind.causal else None,
        study=study,
        note=_note(claim, evidence, whence),
    )


def kind_of(wording: Wording, cause: Concept, effect: Concept) -> tuple[Kind, Sign | None]:
    """What sort of statement it is; a claim about what is no quantity is quoted, and composed with nothing."""
    if wording.kind is not Kind.causal:
        return wording.kind, None
    signed = isinstance(cause, Variable | State) and isinstance(effect, Variable | State)
    return (Kind.causal if signed else Kind.reported), wording.sign


def sentence(wording: Wording, cause: Concept, effect: Concept, relations: Mapping[str, Relation]) -> str:
    """The claim in our words.

    >>> from kg.model import Relation, Variable
    >>> a, b = (Variable(id=n, iri=n, label=n, kind="", variable_type="rate") for n in "AB")
    >>> sentence(Wording("decreases", Sign.MINUS, cause_level=-1), a, b, {"increases": Relation(id="", label="raises")})
    'Less A raises B.'
    """
    subject = _side(wording.cause_aspect, cause)
    object = _side(wording.effect_aspect, effect)
    relation = wording.relation
    if wording.cause_level < 0 and wording.sign.definite:
        subject, relation = f"less {subject}", _TURNED.get(relation, relation)
    said = (
        f"{subject} {_WEAK[wording.sign]} {object}, or leaves it as it is."
        if wording.sign in _WEAK
        else f"{subject} {relations[relation].label} {object}."
    )
    return said[:1].upper() + said[1:]


_TURNED = {"increases": "decreases", "decreases": "increases"}


def _side(aspect: str, concept: Concept) -> str:
    return side(aspect, "", concept.label).label if aspect else concept.label


def study_of(evidence: Evidence) -> Study | None:
    """The study, where its design is one that we know."""
    design = evidence.study.casefold().replace(" ", "_").replace("-", "_")
    return Study(design=design) if design in DESIGNS else None


def _code(source: str, trial: bool) -> str:
    """How the assertion was made: by a trial, with something to look up, or by its word alone."""
    return "ECO:0006017" if trial else "ECO:0000304" if is_cited(source) else "ECO:0000303"


def _note(claim: Claim, evidence: Evidence, whence: str) -> str:
    """What the file says beside, in its own words."""
    wording = claim.wording
    parts = [
        f"worded {wording.worded!r}" if wording.worded else "",
        "said not to hold; the sign is what that leaves" if wording.negated else "",
        f"line {claim.line} of {whence}" if claim.line else "",
        f"belief {evidence.belief:g}" if evidence.belief is not None else "",
        f"from {evidence.study}" if evidence.study and study_of(evidence) is None else "",
    ]
    return sound("; ".join(filter(None, parts)))
