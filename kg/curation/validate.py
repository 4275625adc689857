"""A draft to the change it asks for, or to every violation, each with what would be right.

The rules are those of the shapes, held against one proposal in plain Python: a shape engine takes longer for one
statement than all the rest. A test holds the two together.
"""

from __future__ import annotations

import hashlib
import re
from collections import ChainMap, Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields

from kg import vocabulary
from kg.causal import CausalGraph, DanglingReference
from kg.curation.proposals import (
    Change,
    ConceptDraft,
    Draft,
    LimitDraft,
    ModificationDraft,
    QuantityDraft,
    RetractionDraft,
    SourceDraft,
    StatementDraft,
    StatementQuantityDraft,
    SynonymDraft,
    composed,
)
from kg.linking import AmbiguousConcept, UnknownConcept
from kg.model import (
    Basis,
    CausewayError,
    Concept,
    Content,
    Document,
    Effect,
    Entity,
    Estimate,
    Goal,
    Hedge,
    Kind,
    Match,
    Passage,
    Population,
    Quantity,
    Scope,
    Sign,
    Span,
    State,
    Statement,
    Study,
    Valence,
    Variable,
)
from kg.model import (
    Mapping as PublicTerm,
)
from kg.rdf import SIGN_SETS, UNITS, UNSIGNED, Violation, is_iri

VARIABLE_TYPES = (
    *("abundance", "activity", "count", "magnitude", "intensity", "intake", "presence", "probability", "rate"),
    "indicator",
)
_VALENCES = {"": Valence.neutral, "neutral": Valence.neutral, "good": Valence.good, "bad": Valence.bad}
_VALENCES |= {"goodWhenHigh": Valence.good, "badWhenHigh": Valence.bad}
EVIDENCE = ("ECO:0000303", "ECO:0000304", "ECO:0006017", "ECO:0000305", "ECO:0000363")
_OURS = "ECO:0000305"
RELATION_OF = {"+": "increases", "-": "decreases", "0": "no_effect_on", "?": "affects"}
SIGN_OF = {
    **dict.fromkeys(("increases", "causes", "activates", "binds", "preserves", "required_for", "enables"), "+"),
    **{"progresses_to": "+", "synergizes_with": "+", "decreases": "-", "no_effect_on": "0", "affects": "?"},
}
ASSOCIATED = "correlated_with"
KIND_OF = {
    **dict.fromkeys(SIGN_OF, Kind.causal),
    **dict.fromkeys(("is_a", "has_example"), Kind.taxonomic),
    **dict.fromkeys(("indicates", "measured_by", "measured_in", "endpoint_of"), Kind.measurement),
    **dict.fromkeys(("asymptomatic_until", "higher_occurrence_of"), Kind.reported),
    "modulates": Kind.modifier,
    "insufficient_for": Kind.limit,
    **dict.fromkeys(("greater_effect_than", "smaller_effect_than"), Kind.comparison),
    ASSOCIATED: Kind.association,
    "recommended_intake": Kind.intake,
    "source_of": Kind.source,
    "defined_as": Kind.definition,
}
_WORDED = {"0+": ("?", Sign.WEAK_PLUS), "0-": ("?", Sign.WEAK_MINUS)}
_HEDGES = (
    (re.compile(r"\b(?:may|might|could|can|possibly|perhaps)\b", re.I), Hedge.possible),
    (re.compile(r"\b(?:aims?|intended|seeks?) to\b", re.I), Hedge.aim),
    (re.compile(r"\b(?:usually|typically|often|tends? to|generally)\b", re.I), Hedge.typical),
)
ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*\Z")
_HASH = re.compile(r"[0-9a-f]{64}\Z")
NOTE = "note_"
"""How the ids of documents begin that hold a curator's own words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a draft is held against: the graph, how names are resolved, the texts at hand, and who proposes when.

    `name` makes the ids of what is new: P12 gives the statement P12.
    """

    graph: CausalGraph
    resolve: Callable[[str], str]
    texts: Mapping[str, str] = field(default_factory=dict)
    name: str = "P0"
    by: str = ""
    on: str = ""


def change_of(draft: Draft, setting: Setting) -> tuple[list[Violation], Change]:
    """Every violation of a draft by itself, and the change that it asks for, which is empty where there is any."""
    check = _Check(setting)
    change = _READERS[type(draft)](check, draft)
    return check.found, Change() if check.found else change


class _Check:
    """Collects the violations of one draft, and reads its fields."""

    def __init__(self, setting: Setting):
        self.setting = setting
        self.graph = setting.graph
        self.found: list[Violation] = []

    def wrong(self, field: str, message: str, value: object = "") -> None:
        self.found.append(Violation(node=self.setting.name, field=field, message=message, value=str(value)[:200]))

    def concept(self, field: str, name: str) -> Concept | None:
        if not name:
            self.wrong(field, "names a concept by id, IRI, CURIE or words")
            return None
        try:
            return self.graph.concepts[self.setting.resolve(name)]
        except (UnknownConcept, AmbiguousConcept) as error:
            self.wrong(field, f"{error.detail}; propose the concept first, or name one that is there", name)
            return None

    def concepts(self, field: str, names: Iterable[str]) -> tuple[Concept, ...]:
        found = (self.concept(field, name) for name in dict.fromkeys(names))
        return tuple(c for c in found if c is not None)

    def statement(self, field: str, name: str) -> Statement | None:
        id = vocabulary.local(vocabulary.iri(name) or name)
        if id not in self.graph.statements:
            self.wrong(field, "is the id of a statement that is there, such as S106a", name)
        return self.graph.statements.get(id)

    def choice(self, field: str, value: str, options: Iterable[str], *, default: str = "") -> str:
        options = tuple(options)
        if value and value not in options:
            self.wrong(field, f"is one of {', '.join(options)}", value)
            return default or options[0]
        return value or default

    def new_id(self, given: str, default: str, taken: Mapping, what: str) -> str:
        given = vocabulary.local(vocabulary.iri(given) or given)
        if given and not ID.match(given):
            self.wrong("id", "an id is of letters, digits, _ and -", given)
        elif given in taken:
            self.wrong("id", f"another {what} has this id; choose another one, or leave it out", given)
        elif given and (same := next((id for id in taken if id.casefold() == given.casefold()), None)):
            self.wrong("id", f"it differs from {same} by small and large letters alone; choose another one", given)
        if given:
            return given
        id, n = default, 1
        while id in taken:
            n += 1
            id = f"{default}_{n}"
        return id


def _concept(check: _Check, draft: ConceptDraft) -> Change:
    graph = check.graph
    if not draft.label:
        check.wrong("label", "a concept has exactly one preferred label, a text")
    same = [c.id for c in graph.concepts.values() if c.label.casefold() == draft.label.casefold()]
    if same:
        check.wrong("label", f"{same[0]} is called so already; use it, or choose another label", draft.label)
    slug = re.sub(r"[^a-z0-9]+", "_", draft.label.casefold()).strip("_")[:60] or check.setting.name.lower()
    taken = ChainMap(graph.concepts, graph.statements, graph.documents)
    kind = check.choice("kind", draft.kind or "?", graph.kinds)
    type_ = check.choice("type", draft.type, _TYPES, default=_type_of(graph, draft))
    id = check.new_id(draft.id, slug, taken, "concept or statement")
    common = dict(
        id=id,
        iri=vocabulary.BASE + id,
        label=draft.label or "?",
        kind=kind,
        definition=draft.definition,
        synonyms=tuple(sorted({*draft.synonyms} - {"", draft.label}, key=str.casefold)),
        hidden_labels=tuple(sorted({*draft.misspellings} - {""}, key=str.casefold)),
        broader=tuple(sorted(c.id for c in check.concepts("broader", draft.broader))),
        mappings=_mappings(check, draft.same_as),
        implies=tuple(sorted(c.id for c in _implied(check, draft))),
        note=draft.note,
    )
    made = _TYPES[type_](check, draft, common)
    return Change(added=Content(concepts=(made,))) if made else Change()


def _implied(check: _Check, draft: ConceptDraft) -> tuple[Concept, ...]:
    implied = check.concepts("implies", draft.implies)
    for c in implied:
        if not isinstance(c, Variable | State | Population):
            check.wrong("implies", "what a concept implies is a variable, a state or a population", c.id)
    return implied


def _type_of(graph: CausalGraph, draft: ConceptDraft) -> str:
    """What sort of concept the fields tell of, else what most concepts of its kind are."""
    if draft.level is not None or draft.event or draft.of_variable:
        return "state"
    if draft.variable_type or draft.valence or draft.aspect_of or draft.cessation_of:
        return "variable"
    if draft.excludes or draft.from_age is not None or (draft.implies and draft.kind == "population"):
        return "population"
    usual = Counter(_TYPE_OF[type(c)] for c in graph.concepts.values() if c.kind == draft.kind)
    return (
        usual.most_common(1)[0][0] if usual and usual.most_common(1)[0][0] in ("population", "variable") else "entity"
    )


def _mappings(check: _Check, curies: Iterable[str]) -> tuple[PublicTerm, ...]:
    found = []
    for curie in dict.fromkeys(curies):
        iri = vocabulary.iri(curie) or curie
        if iri.startswith(vocabulary.BASE):
            check.wrong("same_as", "is the id of the same thing elsewhere, and this is one of ours", curie)
        elif not (iri.startswith(("http://", "https://")) and is_iri(iri)):
            check.wrong("same_as", "is a CURIE with a known prefix, such as CHEBI:50114, or an http IRI", curie)
        else:
            found.append(PublicTerm(iri=iri, match=Match.exact))
    return tuple(sorted(found, key=lambda m: m.iri))


def _variable(check: _Check, draft: ConceptDraft, common: dict) -> Concept | None:
    usual = Counter(
        c.variable_type for c in check.graph.concepts.values() if isinstance(c, Variable) and c.kind == draft.kind
    )
    asked_for = draft.type or draft.valence or draft.aspect_of
    if not draft.variable_type and (asked_for or not usual):
        check.wrong("variable_type", f"a variable has exactly one type: {', '.join(VARIABLE_TYPES)}")
    default = usual.most_common(1)[0][0] if usual else VARIABLE_TYPES[0]
    variable_type = check.choice("variable_type", draft.variable_type, VARIABLE_TYPES, default=default)
    valence = check.choice("valence", draft.valence, [v for v in _VALENCES if v])
    aspects = check.concepts("aspect_of", draft.aspect_of)
    for c in aspects:
        if not isinstance(c, Entity):
            check.wrong("aspect_of", "a variable is an aspect of an entity", c.id)
    stopped = check.concept("cessation_of", draft.cessation_of) if draft.cessation_of else None
    if stopped and not isinstance(stopped, Variable):
        check.wrong("cessation_of", "what is stopped is a variable", stopped.id)
    if draft.of_variable or draft.level is not None:
        check.wrong("of_variable", "a variable is of no other and has no level; leave both out, or make it a state")
    return Variable(
        **common,
        variable_type=variable_type,
        valence=_VALENCES[valence],
        aspect_of=tuple(sorted(c.id for c in aspects)),
        cessation_of=stopped.id if stopped else "",
    )


def _of_variable(check: _Check, draft: ConceptDraft, what: str) -> Concept | None:
    if not draft.of_variable:
        check.wrong("of_variable", f"{what} is of exactly one variable; name it")
        return None
    of = check.concept("of_variable", draft.of_variable)
    if of and not isinstance(of, Variable):
        check.wrong("of_variable", f"{what} is of exactly one variable, and {of.id} is none", of.id)
        return None
    return of


def _state(check: _Check, draft: ConceptDraft, common: dict) -> Concept | None:
    of = _of_variable(check, draft, "a state")
    if draft.level not in (1, -1):
        check.wrong("level", "a state has exactly one level: 1 for high or -1 for low", draft.level or "")
    if draft.variable_type:
        check.wrong("variable_type", "a state has the type of its variable; leave it out", draft.variable_type)
    if of and of.id in common["broader"]:
        check.wrong("broader", "a state is no kind of its own variable; of_variable says enough", of.id)
    if not of or draft.level not in (1, -1):
        return None
    return State(**common, of_variable=of.id, at_level=draft.level, event=draft.event)


def _goal(check: _Check, draft: ConceptDraft, common: dict) -> Concept | None:
    of = _of_variable(check, draft, "a goal")
    return Goal(**common, of_variable=of.id) if of else None


def _population(check: _Check, draft: ConceptDraft, common: dict) -> Concept:
    excludes = check.concepts("excludes", draft.excludes)
    for c in excludes:
        if not isinstance(c, Population):
            check.wrong("excludes", "what a population excludes is a population", c.id)
    if draft.from_age is not None and not 0 <= draft.from_age <= 150:
        check.wrong("from_age", "is a whole number of years from 0 to 150", draft.from_age)
    return Population(
        **common,
        excludes=tuple(sorted(c.id for c in excludes)),
        from_age=draft.from_age,
    )


def _entity(check: _Check, draft: ConceptDraft, common: dict) -> Concept:
    return Entity(**common)


_TYPES = {"variable": _variable, "state": _state, "entity": _entity, "population": _population, "goal": _goal}
_TYPE_OF = {Variable: "variable", State: "state", Entity: "entity", Population: "population", Goal: "goal"}


def _statement(check: _Check, draft: StatementDraft) -> Change:
    subject, object = check.concept("subject", draft.subject), check.concept("object", draft.object)
    if len(draft.text) < 3:
        check.wrong("text", "a statement has one wording of ours, a sentence", draft.text)
    modifies = tuple(m for m in (check.statement("modifies", name) for name in dict.fromkeys(draft.modifies)) if m)
    effect = check.choice("modification", draft.modification, [e.value for e in Effect])
    relation, worded, sign = _sign(check, draft, bool(modifies))
    kind = _kind(check, draft, relation, sign)
    if bool(draft.modifies) != bool(draft.modification) or (kind is Kind.modifier and not draft.modifies):
        check.wrong(
            "modifies", "a modifier points at the causal statements that it modifies, and has one effect on them"
        )
    for m in modifies:
        if m.kind is not Kind.causal:
            check.wrong("modifies", "a modifier points at causal statements", m.id)
    if kind is Kind.causal and subject and object:
        _causal(check, draft, subject, object, worded)
    joint, outcomes = check.concepts("joint", draft.joint), check.concepts("outcomes", draft.outcomes)
    _of_kind(check, draft, kind, object, joint, outcomes)
    context = check.concepts("context", draft.context)
    for c in context:
        if not isinstance(c, Population | State | Variable):
            check.wrong("context", "a context is a population, a state or a variable", c.id)
    quantity = _quantity(check, draft.quantity) if draft.quantity else None
    estimate = _part(check, "estimate", Estimate, draft.estimate)
    spans = {name: _part(check, name, Span, getattr(draft, name)) for name in ("dose", "onset", "duration")}
    study = _part(check, "study", Study, draft.study)
    scope = check.choice("scope", draft.scope, [s.value for s in Scope], default="total" if sign else "")
    hedge = check.choice("hedge", draft.hedge, [h.name for h in Hedge], default=hedge_of(draft.text).name)
    basis, evidence = _support(check, draft)
    id = check.new_id(draft.id, check.setting.name, ChainMap(check.graph.statements, check.graph.concepts), "statement")
    passage, note = _passage(check, draft.source, draft.text, id)
    if check.found:
        return Change()
    made = Statement(
        id=id,
        iri=vocabulary.BASE + id,
        kind=kind,
        subject=subject.id,
        relation=relation,
        object=object.id,
        text=draft.text,
        hedge=Hedge[hedge],
        basis=basis,
        evidence=evidence,
        passage=passage,
        sign=sign,
        worded_sign=worded,
        scope=Scope(scope) if scope else None,
        inherits=draft.inherits,
        context=tuple(sorted(c.id for c in context)),
        population=draft.population,
        quantities=(quantity,) if quantity else (),
        estimates=(estimate,) if estimate else (),
        study=study,
        **spans,
        modifies=tuple(sorted(m.id for m in modifies)),
        effect=Effect(effect) if effect else None,
        keeps_direction=draft.keeps_direction,
        joint=tuple(sorted(c.id for c in joint)),
        outcomes=tuple(sorted(c.id for c in outcomes)),
        note=draft.note,
    )
    return composed((note, Change(added=Content(statements=(made,)))))


def _sign(check: _Check, draft: StatementDraft, modifies: bool) -> tuple[str, str, Sign | None]:
    """The relation, the sign as worded, and the directions that it allows."""
    worded, sign = draft.sign, None
    if worded in _WORDED:
        worded, sign = _WORDED[worded]
    worded = check.choice("sign", worded, RELATION_OF)
    relations = check.graph.relations
    relation = draft.relation or ("modulates" if modifies and not worded else RELATION_OF.get(worded, ""))
    if not relation:
        check.wrong("relation", "give a relation, such as increases, or a sign: +, -, 0 or ?")
    elif relation not in relations:
        check.wrong("relation", f"is one of {', '.join(sorted(relations))}", relation)
    implied = SIGN_OF.get(relation, "")
    if draft.relation and worded and implied and worded != implied and {worded, implied} == {"+", "-"}:
        check.wrong("sign", f"{relation} says {implied}; leave the sign out, or choose the other relation", worded)
    if not worded and draft.kind in ("", "causal"):
        worded = implied
    if draft.sign_set:
        set_ = check.choice("sign_set", draft.sign_set, ("{0,+}", "{0,-}", UNSIGNED))
        return relation, worded, Sign.UNKNOWN if set_ == UNSIGNED else SIGN_SETS[set_]
    if worded == "?" and sign is None:
        if draft.sign:
            check.wrong(
                "sign_set",
                "a sign of ? needs a sign set: {0,+} or {0,-} for mixed findings, {+,-} where none is stated",
            )
        sign = Sign.UNKNOWN
    return relation, worded, sign or (Sign(worded) if worded else None)


def _kind(check: _Check, draft: StatementDraft, relation: str, sign: Sign | None) -> Kind:
    names = [k.name for k in Kind]
    given = check.choice("kind", draft.kind, names)
    if given and relation and (given == Kind.association.name) != (relation == ASSOCIATED):
        check.wrong("kind", f"{ASSOCIATED} is the relation of an association, and an association has no other", given)
    return Kind[given] if given else KIND_OF.get(relation, Kind.causal if sign else Kind.structural)


def _causal(check: _Check, draft: StatementDraft, subject: Concept, object: Concept, worded: str) -> None:
    for field_, concept, part in (("subject", subject, "cause"), ("object", object, "effect")):
        if not isinstance(concept, Variable | State):
            check.wrong(
                field_,
                f"the {part} is a variable or a state; {concept.id} is {_article(concept)}, and carries no signed"
                " statement",
                concept.id,
            )
            return
    if not worded:
        check.wrong("sign", "a causal statement has a sign: +, -, 0 or ?")
        return
    cause = check.graph.concepts[subject.variable]
    if cause.variable_type == "indicator":
        check.wrong(
            "subject", "a marker tells of other variables and causes none; use the relation indicates", cause.id
        )
    right = Sign(worded).times(subject.level * object.level).value
    if draft.canonical_sign and draft.canonical_sign != right:
        check.wrong(
            "canonical_sign",
            f"the canonical sign is sign x level(subject) x level(object): {right}",
            draft.canonical_sign,
        )


def _article(concept: Concept) -> str:
    name = _TYPE_OF[type(concept)]
    return f"an {name}" if name[0] in "aeiou" else f"a {name}"


def _of_kind(check: _Check, draft: StatementDraft, kind: Kind, object: Concept | None, joint, outcomes) -> None:
    """What limits, comparisons and intakes need."""
    if kind is Kind.limit and object and not isinstance(object, Goal | Variable):
        check.wrong("object", "a limit is about a goal or a variable", object.id)
    if kind is Kind.comparison and not outcomes:
        check.wrong("outcomes", "a comparison names the outcomes it is about")
    for c in outcomes:
        if kind is Kind.comparison and not isinstance(c, Variable):
            check.wrong("outcomes", "the outcomes of a comparison are variables", c.id)
    if kind is Kind.intake:
        if object and not isinstance(object, Population):
            check.wrong("object", "a recommended intake is for a population", object.id)
        if not draft.quantity:
            check.wrong("quantity", "a recommended intake has a quantity")
        elif not draft.quantity.per:
            check.wrong("quantity.per", "a recommended intake says per what: day")


def _support(check: _Check, draft: StatementDraft) -> tuple[Basis, str]:
    evidence = vocabulary.curie(draft.evidence) if draft.evidence else ""
    basis = check.choice(
        "basis", draft.basis, [b.name for b in Basis], default="bridge" if evidence == _OURS else "asserted"
    )
    evidence = check.choice("evidence", evidence, EVIDENCE, default=_OURS if basis == "bridge" else EVIDENCE[0])
    if (basis == "bridge") != (evidence == _OURS):
        check.wrong("evidence", f"a bridge has the evidence code {_OURS}, and nothing else has it", evidence)
    return Basis[basis], evidence


def hedge_of(text: str) -> Hedge:
    """How surely a sentence is worded, by its own words.

    >>> hedge_of("Tea may slow bone loss."), hedge_of("Tea slows bone loss.")
    (<Hedge.possible: 3>, <Hedge.categorical: 1>)
    """
    return next((hedge for pattern, hedge in _HEDGES if pattern.search(text)), Hedge.categorical)


def _quantity(check: _Check, draft: QuantityDraft) -> Quantity | None:
    before = len(check.found)
    low, high = (draft.value, draft.value) if draft.value is not None else (draft.low, draft.high)
    if low is None and high is None:
        check.wrong("quantity.value", "a quantity has one value, a number, or low and high")
    if draft.value is not None and (draft.low, draft.high) != (None, None):
        check.wrong("quantity.value", "give a value, or low and high, not both", draft.value)
    if low is not None and high is not None and low > high:
        check.wrong("quantity.low", "a range goes from low to high", low)
    if draft.unit not in UNITS:
        check.wrong("quantity.unit", f"a quantity has one unit in UCUM: {', '.join(UNITS)}", draft.unit)
    bound = check.choice("quantity.bound", draft.bound, ("upper", "lower", "point", "range"))
    if not bound:
        check.wrong("quantity.bound", "a quantity has one bound: upper, lower, point or range")
    needs = {"upper": high, "lower": low, "point": low, "range": low if high is not None else None}
    if bound and needs[bound] is None and (low, high) != (None, None):
        check.wrong("quantity.bound", f"{bound} does not fit the numbers given", bound)
    if (draft.window_low is not None or draft.window_high is not None) and draft.window_unit not in UNITS:
        check.wrong("quantity.window_unit", f"a window has one unit in UCUM: {', '.join(UNITS)}", draft.window_unit)
    if len(check.found) > before:
        return None
    return Quantity(
        low=None if bound == "upper" else low,
        high=None if bound == "lower" else high if bound == "range" else high if bound == "upper" else low,
        bound=bound,
        unit=draft.unit,
        approximate=draft.approximate,
        cumulative=draft.cumulative,
        per=tuple(sorted(draft.per)),
        window_low=_either(draft.window_low, draft.window_high),
        window_high=_either(draft.window_high, draft.window_low),
        window_unit=draft.window_unit,
        meaning=draft.meaning,
    )


def _part(check: _Check, name: str, kind: type, draft):
    """A part of a statement from its draft; what the value itself refuses is told with its field."""
    if draft is None:
        return None
    given = {field_.name: getattr(draft, field_.name) for field_ in fields(draft)}
    if kind is Span:
        value, low, high = (given.pop(end) for end in ("value", "from_", "to"))
        if value is not None and (low, high) != (None, None):
            check.wrong(f"{name}.value", "give a value, or from and to, not both", value)
            return None
        given |= {"low": _either(low, value), "high": _either(high, value)}
    if kind is Estimate:
        if given["value"] is None:
            check.wrong(f"{name}.value", "an estimate has one value, a number")
            return None
        given["comparator"] = _in_words(check.graph, given["comparator"])
    times = TIME_UNITS if name in ("onset", "duration") else None
    if times and given["unit"] not in times:
        check.wrong(f"{name}.unit", f"a time has a unit in UCUM: {', '.join(times)}", given["unit"])
        return None
    try:
        return kind(**given)
    except ValueError as error:
        part, _, message = str(error).partition(": ")
        check.wrong(f"{name}.{part}", message, given.get(part) or "")
        return None


def _in_words(graph: CausalGraph, named: str) -> str:
    """What an id, IRI or CURIE of a concept is called; other words as they are."""
    concept = graph.concepts.get(vocabulary.local(vocabulary.iri(named) or named))
    return concept.label if concept else named


TIME_UNITS = ("a", "mo", "wk", "d", "h", "min")


def _either(value, other):
    return other if value is None else value


def _passage(check: _Check, source: SourceDraft | None, text: str, id: str) -> tuple[Passage | None, Change]:
    """The passage of a source, or of a note that holds the curator's own words, and that note."""
    if source is None:
        note = Document(
            id=NOTE + id,
            iri=vocabulary.BASE + NOTE + id,
            title=f"Note by {check.setting.by or 'a curator'}"
            + (f", {check.setting.on[:10]}" if check.setting.on else ""),
            file_name=f"{NOTE}{id}.txt",
            sha256=_sha256(text),
            length=max(1, len(text)),
        )
        passage = Passage(document=note.id, section="", line=1, start=0, end=note.length, sha256=note.sha256)
        return passage, Change(added=Content(documents=(note,)), texts={note.id: text})
    id = vocabulary.local(vocabulary.iri(source.document) or source.document)
    document = check.graph.documents.get(id)
    if document is None:
        known = ", ".join(sorted(d for d in check.graph.documents if not d.startswith(NOTE))) or "none yet"
        check.wrong("source.document", f"a statement has exactly one source, a described document: {known}", id)
        return None, Change()
    if not 0 <= source.start < source.end <= document.length:
        check.wrong(
            "source.end",
            f"a passage starts before it ends and lies inside the document: from 0 to {document.length} code points",
            f"{source.start}-{source.end}",
        )
        return None, Change()
    words = check.setting.texts.get(id)
    line = words.count("\n", 0, source.start) + 1 if words is not None else source.line
    sha256 = _sha256(words[source.start : source.end]) if words is not None else source.sha256
    if source.line > 0 and source.line != line:
        check.wrong("source.line", f"the passage is on line {line}", source.line)
    if line in document.excluded_lines:
        check.wrong("source.line", "captions and advertising are no source; read it from another line", line)
    if source.sha256 and source.sha256 != sha256:
        check.wrong("source.sha256", "another passage stands at these positions", source.sha256)
    elif sha256 and not _HASH.match(sha256):
        check.wrong("source.sha256", "a passage has one SHA-256 of 64 hexadecimal digits", sha256)
    passage = Passage(
        document=id, section=source.section, line=max(0, line), start=source.start, end=source.end, sha256=sha256
    )
    return passage, Change()


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _modification(check: _Check, draft: ModificationDraft) -> Change:
    modified = [check.statement("modifies", name) for name in draft.modifies]
    if not modified:
        check.wrong("modifies", "a modifier points at the causal statements that it modifies")
    if not all(modified) or not modified:
        return Change()
    return _statement(
        check,
        StatementDraft(
            subject=draft.modifier,
            object=modified[0].object,
            relation="modulates",
            kind="modifier",
            text=draft.text,
            hedge=draft.hedge,
            modifies=draft.modifies,
            modification=draft.modification,
            keeps_direction=draft.keeps_direction,
            source=draft.source,
        ),
    )


def _limit(check: _Check, draft: LimitDraft) -> Change:
    if not draft.interventions:
        check.wrong("interventions", "a limit names what does not suffice, one thing or several")
        return Change()
    return _statement(
        check,
        StatementDraft(
            subject=draft.interventions[0],
            object=draft.goal,
            relation="insufficient_for",
            kind="limit",
            text=draft.text,
            hedge=draft.hedge,
            joint=draft.interventions if len(draft.interventions) > 1 else (),
            source=draft.source,
        ),
    )


def _further_quantity(check: _Check, draft: StatementQuantityDraft) -> Change:
    old = check.statement("statement", draft.statement)
    quantity = _quantity(check, draft.quantity)
    if not old or not quantity:
        return Change()
    if quantity in old.quantities:
        check.wrong("quantity", "the statement has this quantity already", draft.statement)
    return _replaced(old, quantities=(*old.quantities, quantity))


def _synonym(check: _Check, draft: SynonymDraft) -> Change:
    old = check.concept("concept", draft.concept)
    if not draft.name:
        check.wrong("name", "is the further name of the concept")
    if not old or not draft.name:
        return Change()
    if draft.name in (old.label, *old.synonyms, *old.hidden_labels):
        check.wrong("name", f"{old.id} has this name already", draft.name)
    names = old.hidden_labels if draft.misspelling else old.synonyms
    now = tuple(sorted((*names, draft.name), key=str.casefold))
    return _replaced(old, **{"hidden_labels" if draft.misspelling else "synonyms": now})


def _replaced(old: Concept | Statement, **fields) -> Change:
    values = {f: getattr(old, f) for f in type(old).__dataclass_fields__} | fields
    part = "concepts" if isinstance(old, Concept) else "statements"
    return Change(added=Content(**{part: (type(old)(**values),)}), removed=Content(**{part: (old,)}))


def _retraction(check: _Check, draft: RetractionDraft) -> Change:
    old = check.statement("statement", draft.statement)
    if not draft.reason:
        check.wrong("reason", "say why the statement should go")
    if not old:
        return Change()
    note = check.graph.documents.get(old.passage.document) if old.passage else None
    own = (note,) if note and note.id == NOTE + old.id else ()
    return Change(removed=Content(statements=(old,), documents=own))


_READERS = {
    ConceptDraft: _concept,
    StatementDraft: _statement,
    ModificationDraft: _modification,
    LimitDraft: _limit,
    StatementQuantityDraft: _further_quantity,
    SynonymDraft: _synonym,
    RetractionDraft: _retraction,
}


def consistent(graph: CausalGraph, change: Change) -> tuple[list[Violation], CausalGraph]:
    """What a change would break in the graph as a whole, and the graph with it, or as it is where it cannot be."""
    found = [*_stale(graph, change.removed), *_needed(graph, change)]
    if found:
        return found, graph
    try:
        after = graph.changed(change.added, change.removed)
    except (DanglingReference, ValueError, KeyError) as error:
        detail = error.detail if isinstance(error, CausewayError) else f"names what is not there: {error}"
        return [Violation(node="", field="", message=detail)], graph
    return [*_circles(after, change)], after


def _circles(graph: CausalGraph, change: Change) -> Iterable[Violation]:
    """Concepts that become a kind of themselves."""
    related = [s for s in change.added.statements if s.kind is Kind.taxonomic]
    ids = {c.id for c in change.added.concepts if c.broader} | {id for s in related for id in (s.subject, s.object)}
    for id in sorted(ids):
        if graph.is_its_own_kind(id):
            message = "would be a kind of itself, over what it is a kind of; leave one of the steps out"
            yield Violation(node=id, field="broader", message=message, value=id)


def _stale(graph: CausalGraph, removed: Content) -> Iterable[Violation]:
    for part in ("concepts", "statements", "documents", "kinds", "relations"):
        now = getattr(graph, part)
        for value in getattr(removed, part):
            if now.get(value.id) != value:
                message = "has been changed or taken out since; look at the history and undo the later change first"
                yield Violation(node=value.id, field="", message=message)


def _needed(graph: CausalGraph, change: Change) -> Iterable[Violation]:
    """What is taken out and still named by something that stays."""
    stays = {v.id for part in (change.added.concepts, change.added.statements, change.added.documents) for v in part}
    going = {s.id for s in change.removed.statements}
    gone = [s for s in change.removed.statements if s.id not in stays]
    for s in gone:
        for other in graph.pointing_at(s.id):
            if other.id not in going:
                message = f"{other.id} modifies or explains it; retract {other.id} first"
                yield Violation(node=s.id, field="statement", message=message, value=other.id)
    for c in change.removed.concepts:
        named = [s.id for s in graph.by_concept.get(c.id, ()) if s.id not in going]
        if c.id not in stays and named:
            yield Violation(
                node=c.id,
                field="concept",
                message=f"{', '.join(named[:5])} name it; retract them first",
                value=named[0],
            )
    for d in change.removed.documents:
        if d.id in stays or d.id.startswith(NOTE):
            continue
        resting = (s for s in graph.statements.values() if s.passage and s.passage.document == d.id)
        if other := next((s.id for s in resting if s.id not in going), None):
            message = f"{other} rests on it; retract first what rests on it"
            yield Violation(node=d.id, field="document", message=message, value=other)
