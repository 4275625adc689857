"""Estimates, studies, doses and times: the law of the round trip, then what is said of them, then bad input."""

from dataclasses import replace
from decimal import Decimal

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import checks, export, rdf
from kg.answer import Citations, explain
from kg.answer.numbers import estimate_text, span_text
from kg.causal import CausalGraph, Standing, effect_of
from kg.curation.proposals import Malformed, draft_of
from kg.curation.rules import Setting, change_of
from kg.curation.tables import COLUMNS
from kg.curation.writing import Violated
from kg.knowledge_base import KnowledgeBase
from kg.model import DESIGNS, MEASURES, RATIOS, Estimate, Kind, Sign, Span, Study, disjoint
from kg.web import create_app
from tests.conftest import TOKEN
from tests.made import content, link, variable
from tests.test_laws import document, of_two, said_by

words = st.text("abcdef gh", min_size=1, max_size=12).map(str.strip).filter(bool)
numbers = st.decimals(min_value=Decimal("0.01"), max_value=Decimal("99"), places=2)


@st.composite
def estimates(draw):
    low, value, high = sorted(draw(st.tuples(numbers, numbers, numbers)))
    measure = draw(st.sampled_from(MEASURES))
    ends = draw(st.booleans())
    return Estimate(
        measure=measure,
        value=value,
        low=low if ends else None,
        high=high if ends else None,
        level=draw(st.sampled_from([None, Decimal(95), Decimal("99.5")])),
        unit="mg" if measure == "difference" else "",
        comparator=draw(st.just("") | words),
    )


@st.composite
def spans(draw, units=("mg", "[IU]")):
    low, high = sorted(draw(st.tuples(numbers, numbers)))
    keep = draw(st.sampled_from([(low, high), (low, None), (None, high)]))
    return Span(low=keep[0], high=keep[1], unit=draw(st.sampled_from(units)), per=draw(st.sampled_from(["", "day"])))


studies = st.builds(
    Study,
    design=st.sampled_from(DESIGNS),
    n=st.none() | st.integers(1, 10**6),
    studies=st.none() | st.integers(1, 999),
    id=st.sampled_from(["", "PMID:12345678", "DOI:10.1000/x(y)z", "NCT01234567"]),
)
times = spans(units=("a", "mo", "wk"))


def told(**parts):
    statement = said_by("one", link("moss", "+", "damp", **parts))
    made = content([variable("moss"), variable("damp")], [statement])
    return CausalGraph(replace(made, documents=(document("one"),)))


@given(
    st.lists(estimates(), max_size=2, unique=True), st.none() | studies, st.none() | spans(), times, st.none() | times
)
@settings(deadline=None)
def test_every_format_of_triples_gives_the_same_statement_back(found, study, dose, onset, duration):
    found = tuple(sorted(found, key=repr))
    graph = told(estimates=found, study=study, dose=dose, onset=onset, duration=duration)
    for name in ("turtle", "n-quads", "json-ld"):
        text = export.FORMATS[name].write(graph, export.whole(graph))
        assert rdf.read(rdf.triples(text, name)).statements == graph.content.statements, name


FIELDS = {
    "estimate": {"measure": "standardised_difference", "value": "0.37", "low": "0.25", "high": "0.50", "level": "95"},
    "study": {"design": "meta_analysis", "studies": 75, "id": "PMID:12345678"},
    "dose": {"from": "2", "to": "3", "unit": "h", "per": "week"},
    "onset": {"from": "6", "unit": "mo"},
    "duration": {"from": "1", "to": "2", "unit": "a"},
}
FIELDS["estimate"]["comparator"] = "no exercise"
BASE = {"subject": "exercise", "object": "bmd", "sign": "+", "text": "Exercise raises bone mineral density."}


def test_a_proposal_with_an_estimate_is_kept_told_and_there_after_a_restart(curated):
    view = curated.propose("statement", BASE | FIELDS, by="ann")
    curated.decide(view.id, "accept", by="bea")
    again = KnowledgeBase(curated.settings)
    for knowledge in (curated, again):
        s = knowledge.snapshot.graph.statements[f"P{view.id}"]
        assert s.estimates[0].value == Decimal("0.37")
        assert s.study == Study(design="meta_analysis", studies=75, id="PMID:12345678")
        assert (s.dose.low, s.onset.low, s.duration.high) == (2, 6, 2)
        text = knowledge.ask("how large is the effect of exercise on bone mineral density?").text
        assert "0.37 standard deviations (95 % interval 0.25 to 0.5) against no exercise" in text
        assert "meta-analysis of 75 studies (PMID:12345678)" in text
        shown = knowledge.statement(f"P{view.id}")
        assert shown.dose == "2 to 3 h a week"
    assert curated.paths("exercise", "bmd").quantities[0].low == 0.25


@given(estimates(), studies, spans(), times)
@settings(deadline=None, max_examples=25)
def test_a_draft_in_json_gives_the_same_statement_over_the_model_and_turtle(graph, estimate, study, dose, onset):
    sent = {
        "estimate": {f: _sent(getattr(estimate, f)) for f in ("measure", "value", "low", "high", "level")},
        "study": {f: getattr(study, f) for f in ("design", "n", "studies", "id")},
        "dose": {"from": _sent(dose.low), "to": _sent(dose.high), "unit": dose.unit, "per": dose.per},
        "onset": {"from": _sent(onset.low), "to": _sent(onset.high), "unit": onset.unit, "per": onset.per},
    }
    sent["estimate"] |= {"unit": estimate.unit, "comparator": estimate.comparator}
    draft = draft_of("statement", orjson.loads(orjson.dumps(BASE | sent)))
    wrong, change = change_of(draft, Setting(graph=graph, resolve=str))
    assert wrong == []
    (made,) = change.added.statements
    assert (made.estimates, made.study, made.dose, made.onset) == ((estimate,), study, dose, onset)
    part = CausalGraph(replace(graph.content, statements=(made,), documents=change.added.documents))
    for name in ("turtle", "n-quads", "json-ld"):
        text = export.FORMATS[name].write(part, export.whole(part))
        assert rdf.read(rdf.triples(text, name)).statements == (made,), name


def _sent(number):
    return None if number is None else str(number)


def test_a_row_of_a_table_says_the_same_as_a_proposal(curated):
    flat = {**BASE, **{f"{outer}.{inner}": str(v) for outer, part in FIELDS.items() for inner, v in part.items()}}
    assert flat.keys() <= {*COLUMNS["statement"]}
    table = "row\t" + "\t".join(flat) + "\nstatement\t" + "\t".join(flat.values()) + "\n"
    curated.import_(table.encode(), "tsv", by="ann")
    by_row = next(s for s in curated.snapshot.graph.statements.values() if s.study)
    view = curated.propose("statement", BASE | FIELDS, by="ann")
    curated.decide(view.id, "accept", by="bea")
    by_draft = curated.snapshot.graph.statements[f"P{view.id}"]
    for part in ("estimates", "study", "dose", "onset", "duration", "sign", "relation"):
        assert getattr(by_row, part) == getattr(by_draft, part)


def test_a_dose_keeps_the_names_that_it_is_sent_by(curated):
    client = create_app(curated).test_client()
    headers = {"Authorization": f"Bearer {TOKEN}"}
    body = {"kind": "statement", "statement": BASE | FIELDS}
    reply = client.post("/api/v1/proposals", json=body, headers=headers)
    assert reply.status_code == 201
    assert reply.json["proposal"]["dose"] == FIELDS["dose"]


@pytest.mark.parametrize(
    ("part", "wrong", "field", "says"),
    [
        ("estimate", {"measure": "size"}, "estimate.measure", "is one of difference"),
        ("estimate", {"value": None}, "estimate.value", "one value"),
        ("estimate", {"value": "0.9"}, "estimate.value", "within its interval"),
        ("estimate", {"high": None}, "estimate.low", "a low and a high end"),
        ("estimate", {"level": "195"}, "estimate.level", "between 0 and 100"),
        ("estimate", {"measure": "odds_ratio", "low": "-1"}, "estimate.low", "above 0"),
        ("estimate", {"measure": "difference"}, "estimate.unit", "unit in UCUM"),
        ("estimate", {"measure": "odds_ratio", "low": "0"}, "estimate.low", "above 0"),
        ("estimate", {"measure": "difference", "unit": "g per day"}, "estimate.unit", "without spaces"),
        ("study", {"design": "hearsay"}, "study.design", "is one of randomized_trial"),
        ("study", {"n": 0}, "study.n", "from 1"),
        ("study", {"id": "PMID:1 <x>"}, "study.id", "without spaces"),
        ("dose", {"from": "4"}, "dose.from", "from low to high"),
        ("dose", {"from": "-1"}, "dose.from", "not below 0"),
        ("dose", {"value": "1"}, "dose.value", "not both"),
        ("dose", {"unit": 'g" <x>'}, "dose.unit", "without spaces"),
        ("dose", {"unit": ""}, "dose.unit", "unit in UCUM"),
        ("dose", {"from": None, "to": None}, "dose.from", "at least one end"),
        ("onset", {"unit": "mg"}, "onset.unit", "a time has a unit"),
        ("duration", {"unit": ""}, "duration.unit", "a time has a unit"),
    ],
)
def test_what_cannot_be_is_told_with_its_field(curated, part, wrong, field, says):
    changed = {k: v for k, v in (FIELDS[part] | wrong).items() if v is not None}
    with pytest.raises((Malformed, Violated)) as refused:
        curated.propose("statement", BASE | FIELDS | {part: changed}, by="ann")
    assert [v for v in refused.value.fields["violations"] if v.field == field and says in v.message]
    assert curated.history().total == 0


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"relation": "correlated_with", "kind": "causal"}, "kind"), ({"kind": "association"}, "kind")],
)
def test_what_only_goes_together_is_never_taken_in_as_a_cause(curated, fields, field):
    with pytest.raises(Violated) as refused:
        curated.propose("statement", BASE | fields, by="ann")
    assert [v.field for v in refused.value.fields["violations"]] == [field]


def test_one_value_and_a_range_of_it_are_the_same(curated):
    made = []
    for duration in ({"value": "1", "unit": "a"}, {"from": "1", "to": "1", "unit": "a"}):
        view = curated.propose("statement", BASE | {"duration": duration}, by="ann")
        curated.decide(view.id, "accept", by="bea")
        made.append(curated.snapshot.graph.statements[f"P{view.id}"].duration)
    assert made[0] == made[1] == Span(low=Decimal(1), high=Decimal(1), unit="a")
    assert span_text(made[0]) == "1 year"


def test_a_comparator_named_by_its_id_is_told_in_words(curated):
    estimate = FIELDS["estimate"] | {"comparator": "resistance_training"}
    view = curated.propose("statement", BASE | {"estimate": estimate}, by="ann")
    curated.decide(view.id, "accept", by="bea")
    label = curated.snapshot.graph.concepts["resistance_training"].label
    assert curated.snapshot.graph.statements[f"P{view.id}"].estimates[0].comparator == label


def test_an_interval_that_covers_no_difference_is_no_clear_difference():
    unclear = Estimate(measure="risk_ratio", value=Decimal("0.8"), low=Decimal("0.6"), high=Decimal("1.1"))
    assert unclear.clear is False
    assert estimate_text(unclear) == "no clear difference: risk ratio 0.8 (0.6 to 1.1)"
    clear = replace(unclear, high=Decimal("0.9"), comparator="placebo", level=Decimal(95))
    assert estimate_text(clear, Study(design="randomized_trial", n=200)) == (
        "risk ratio 0.8 (95 % interval 0.6 to 0.9) against placebo, randomized trial of 200 participants"
    )
    assert {Estimate(measure=m, value=Decimal(2)).clear for m in RATIOS} == {None}


def test_a_span_is_said_with_its_ends():
    assert span_text(Span(low=Decimal(800), high=Decimal(1000), unit="[IU]", per="day")) == "800 to 1,000 IU a day"
    assert span_text(Span(low=Decimal(6), unit="mo")) == "from 6 months"


def test_signs_in_doses_that_do_not_overlap_are_no_disagreement():
    low, high = Span(high=Decimal(400), unit="[IU]"), Span(low=Decimal(4000), unit="[IU]")
    first, second = [link("d", "+", "bone", dose=low)], [link("d", "-", "bone", dose=high)]
    apart = effect_of(of_two(first, second), "d", "bone")
    assert (apart.standing, apart.direction) == (Standing.stated, Sign.UNKNOWN)
    explanation = explain(of_two(first, second), apart, Citations(of_two(first, second)))
    assert explanation.verdict.direction == "mixed"
    assert explanation.sentences[0].startswith(
        "Depending on the setting, findings on d and bone range in both directions"
    )
    same = [link("d", "-", "bone", dose=low)]
    assert effect_of(of_two(first, same), "d", "bone").standing is Standing.sources_disagree


def test_a_source_may_give_both_signs_at_doses_that_do_not_overlap():
    def faults(*doses):
        statements = [link("d", sign, "bone", id=sign, dose=dose) for sign, dose in zip("+-", doses, strict=True)]
        return [*checks.contradictions(CausalGraph(content([variable("d"), variable("bone")], statements)))]

    low, high = Span(high=Decimal(400), unit="[IU]"), Span(low=Decimal(4000), unit="[IU]")
    assert [disjoint(low, other) for other in (high, None, replace(high, unit="mg"))] == [True, False, False]
    assert faults(low, high) == []
    assert faults(low, low)
    assert faults(low, None)


@pytest.mark.parametrize("names", [("moss", "damp"), ("damp", "moss")])
def test_an_association_is_told_and_never_composed(names):
    together = replace(link("moss", "+", "damp", id="a"), kind=Kind.association, relation="correlated_with", scope=None)
    graph = CausalGraph(content(map(variable, ("moss", "damp", "rot")), [together, link("damp", "+", "rot")]))
    finding = effect_of(graph, *names)
    assert (finding.direction, finding.associations) == (None, (graph.statements["a"],))
    assert graph.statements["a"].text in explain(graph, finding, Citations(graph)).text
    assert effect_of(graph, "moss", "rot").direction is None


@pytest.mark.parametrize("kind", ["causal", "reported", "structural"])
def test_no_kind_of_claim_makes_an_effect_of_an_association(curated, kind):
    fields = {"subject": "calcium", "object": "sun_exposure", "relation": "correlated_with", "sign": "+"}
    fields |= {"text": "Calcium intake went together with time in the sun."}
    with pytest.raises((Malformed, Violated), match="the relation of an association"):
        curated.propose("statement", fields | {"kind": kind}, by="ann")
    view = curated.propose("statement", fields, by="ann")
    curated.decide(view.id, "accept", by="bea")
    answer = curated.ask("does calcium raise sun exposure?")
    assert answer.verdict.answer != "yes"
    assert answer.verdict.direction is None
    assert "went together" in answer.text


def test_stopping_something_is_an_event_of_its_own(curated):
    fields = {
        "label": "stopping bisphosphonates",
        "kind": "therapy",
        "variable_type": "presence",
        "valence": "neutral",
        "cessation_of": "bisphosphonate",
    }
    view = curated.propose("concept", fields, by="ann")
    curated.decide(view.id, "accept", by="bea")
    again = KnowledgeBase(curated.settings).snapshot.graph
    stopping = next(c for c in again.concepts.values() if c.label == "stopping bisphosphonates")
    assert stopping.cessation_of == "bisphosphonate"
    assert effect_of(again, stopping.id, "bmd").direction is None
    with pytest.raises(Violated, match="what is stopped is a variable"):
        curated.propose("concept", fields | {"label": "stopping blood", "cessation_of": "blood"}, by="ann")
