"""Each guard of the model refuses what cannot be, and lets through what only just can."""

from dataclasses import replace
from decimal import Decimal
from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import (
    DESIGNS,
    MEASURES,
    MOST_WORDS,
    RATIOS,
    Basis,
    CausewayError,
    Document,
    Effect,
    Entity,
    Estimate,
    Goal,
    Hedge,
    Kind,
    Passage,
    Quantity,
    Scope,
    Sign,
    Span,
    State,
    Statement,
    Study,
    disjoint,
)
from tests.made import link, modifier, state, variable

SUBSETS = [frozenset(s) for s in chain.from_iterable(combinations((-1, 0, 1), n) for n in (1, 2, 3))]


@pytest.mark.parametrize("wanted", SUBSETS, ids=str)
def test_the_sign_of_some_directions_allows_them_and_no_other_allows_fewer(wanted):
    found = Sign.of(wanted)
    assert wanted <= found.directions
    assert all(len(s.directions) >= len(found.directions) for s in Sign if wanted <= s.directions)


@pytest.mark.parametrize("wrong", [[], [2], [1, -2]])
def test_there_is_no_sign_of_nothing_nor_of_other_numbers(wrong):
    with pytest.raises(ValueError, match=r"^directions must be some of -1, 0, \+1, not \["):
        Sign.of(wrong)


SUMS = {"++": "+", "--": "-", "+-": "?", "+0": "+", "-0": "-", "00": "0"}


@given(st.sampled_from(Sign), st.sampled_from(Sign))
def test_a_sum_is_that_of_its_single_directions(a, b):
    of = {1: "+", -1: "-", 0: "0"}
    single = [SUMS.get(of[x] + of[y]) or SUMS[of[y] + of[x]] for x in a.directions for y in b.directions]
    assert a + b is Sign.of(d for sign in single for d in Sign(sign).directions)


@pytest.mark.parametrize("sign", Sign)
def test_a_low_level_mirrors_a_sign_and_a_high_one_does_not(sign):
    assert sign.times(1) is sign
    assert sign.times(-1).directions == {-d for d in sign.directions}
    assert sign.definite is (sign in (Sign.PLUS, Sign.MINUS))


def test_an_error_carries_what_mends_it():
    error = CausewayError("it is not so", line=3)
    assert (str(error), error.detail, error.fields) == ("it is not so", "it is not so", {"line": 3})


CONCEPT = dict(iri="i", kind="k")
AMOUNT = Quantity(low=Decimal(1), high=Decimal(1), bound="point", unit="mg")
ESTIMATE = Estimate(measure="difference", value=Decimal(2), low=Decimal(2), high=Decimal(2), unit="kg")
RATIO = Estimate(measure="risk_ratio", value=Decimal("0.1"))
SPAN = Span(low=Decimal(0), high=Decimal(0), unit="{X}", per="d")
DOCUMENT = Document(id="d", iri="d", title="D", file_name="d.txt", sha256="0", length=1)
PASSAGE = Passage(document="d", section="", line=1, start=0, end=1, sha256="0")
CAUSAL = link("a", "+", "b")
MODIFIER = modifier("m", "gates", "a-b")
TOO_MANY = b"".join(n.to_bytes(4, "big") for n in range(MOST_WORDS + 1))
EXACT = "is a number, not"
ID = "id: is a public id without spaces, quotes or brackets, such as PMID:12345678$"


REFUSED = [
    (variable("a"), {"id": ""}, "a concept needs an id and a label, not '' and 'a'"),
    (variable("a"), {"label": ""}, "a concept needs an id and a label, not 'a' and ''"),
    (state("s", "a", 1), {"label": ""}, "a concept needs"),
    (state("s", "a", -1), {"at_level": 0}, r"level must be \+1 or -1, not 0"),
    (state("s", "a", -1), {"at_level": 2}, r"level must be \+1 or -1, not 2"),
    (AMOUNT, {"bound": "about"}, "bound must be upper, lower, point or range, not 'about'"),
    (AMOUNT, {"low": None, "high": None}, "a quantity needs a value"),
    (AMOUNT, {"low": Decimal(2)}, "a range goes from low to high, not from 2 to 1"),
    (AMOUNT, {"unit": ""}, "a quantity needs a unit"),
    (ESTIMATE, {"measure": "size"}, f"measure: is one of {', '.join(MEASURES)}"),
    (ESTIMATE, {"value": Decimal("NaN")}, f"value: {EXACT}"),
    (ESTIMATE, {"low": Decimal("-Infinity")}, f"low: {EXACT}"),
    (ESTIMATE, {"high": Decimal("Infinity")}, f"high: {EXACT}"),
    (ESTIMATE, {"level": Decimal("NaN")}, f"level: {EXACT}"),
    (ESTIMATE, {"low": None}, "low: an interval has a low and a high end"),
    (ESTIMATE, {"high": None}, "low: an interval has a low and a high end"),
    (ESTIMATE, {"value": Decimal(1)}, "value: lies within its interval, from low to high"),
    (ESTIMATE, {"value": Decimal(3)}, "value: lies within its interval, from low to high"),
    (ESTIMATE, {"level": Decimal(0)}, "level: is a percentage between 0 and 100, such as 95"),
    (ESTIMATE, {"level": Decimal(100)}, "level: is a percentage between 0 and 100, such as 95"),
    (ESTIMATE, {"unit": ""}, "unit: a difference has a unit in UCUM"),
    (ESTIMATE, {"unit": "k g"}, "unit: is a unit in UCUM, such as"),
    (ESTIMATE, {"unit": "µg"}, "unit: is a unit in UCUM, such as"),
    (ESTIMATE, {"unit": "kg\n"}, "unit: is a unit in UCUM, such as"),
    (RATIO, {"value": Decimal(0)}, "value: a ratio is above 0"),
    (RATIO, {"value": Decimal(1), "low": Decimal(0), "high": Decimal(2)}, "low: a ratio is above 0"),
    (Study(design="cohort", n=1, studies=1), {"design": "guess"}, f"design: is one of {', '.join(DESIGNS)}"),
    (Study(design="cohort", n=1, studies=1), {"n": 0}, "n: is a whole number from 1"),
    (Study(design="cohort", n=1, studies=1), {"studies": 0}, "studies: is a whole number from 1"),
    (Study(design="cohort", id="XRCT:1"), {"id": "a b"}, ID),
    (Study(design="cohort", id="XRCT:1"), {"id": "a\x00"}, "id: is a public id without spaces"),
    (Study(design="cohort", id="XRCT:1"), {"id": "<a>"}, "id: is a public id without spaces"),
    (SPAN, {"low": None, "high": None}, "from: a range has at least one end"),
    (SPAN, {"low": Decimal(-1)}, "from: a dose or time is not below 0"),
    (SPAN, {"high": Decimal(-1), "low": None}, "from: a dose or time is not below 0"),
    (SPAN, {"low": Decimal(1)}, "from: a range goes from low to high"),
    (SPAN, {"low": Decimal("NaN")}, f"low: {EXACT}"),
    (SPAN, {"high": Decimal("Infinity")}, f"high: {EXACT}"),
    (SPAN, {"unit": ""}, "unit: is a unit in UCUM, such as"),
    (DOCUMENT, {"words": b"abc"}, "its word hashes are of 4 bytes each, 20000 at most; take them out"),
    (DOCUMENT, {"words": TOO_MANY}, "its word hashes are of 4 bytes each"),
    (DOCUMENT, {"words": b"abcdabcd"}, "each of its word hashes is above the one before; take them out"),
    (DOCUMENT, {"words": b"abcdabce" + b"abcc"}, "each of its word hashes is above the one before"),
    (PASSAGE, {"start": -1}, "a passage starts before it ends, not at -1 and 1"),
    (PASSAGE, {"start": 1}, "a passage starts before it ends, not at 1 and 1"),
    (CAUSAL, {"sign": None, "worded_sign": ""}, "a-b: a causal statement needs a sign and a scope"),
    (CAUSAL, {"scope": None}, "a-b: a causal statement needs a sign and a scope"),
    (CAUSAL, {"worded_sign": ""}, r"a-b: a sign is worded \+, -, 0 or \?, not ''"),
    (CAUSAL, {"worded_sign": "0+"}, r"a-b: a sign is worded \+, -, 0 or \?, not '0\+'"),
    (MODIFIER, {"worded_sign": "+"}, r"M: a sign is worded \+, -, 0 or \?"),
    (MODIFIER, {"effect": None}, "M: a modifier needs the statements it modifies and what it does to them"),
    (MODIFIER, {"modifies": ()}, "M: a modifier needs the statements it modifies"),
]


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    REFUSED,
    ids=[f"{n}-{type(right).__name__}-{'-'.join(wrong)}" for n, (right, wrong, _) in enumerate(REFUSED)],
)
def test_what_cannot_be_is_refused_with_a_word(right, wrong, said):
    assert replace(right) == right
    with pytest.raises(ValueError, match=f"^{said}"):
        replace(right, **wrong)


ENDS = [("upper", None, 1), ("lower", 1, None), ("point", 1, 1), ("range", 1, 2)]


@pytest.mark.parametrize(("bound", "low", "high"), ENDS)
def test_a_quantity_may_have_one_end(bound, low, high):
    made = Quantity(low=low and Decimal(low), high=high and Decimal(high), bound=bound, unit="mg")
    assert (made.low, made.high, made.bound) == (low, high, bound)


def test_as_many_words_as_may_be_are_kept():
    assert len(replace(DOCUMENT, words=TOO_MANY[:-4]).words) == MOST_WORDS * 4
    assert replace(DOCUMENT, words=b"\x00\xff\xff\xff\x01\x00\x00\x00").words


def test_a_concept_knows_its_variable_and_level():
    low, goal = state("s", "a", -1), Goal(id="g", label="g", of_variable="a", **CONCEPT)
    entity = Entity(id="e", label="e", **CONCEPT)
    assert (low.variable, low.level) == ("a", -1)
    assert (goal.variable, goal.level) == ("a", 1)
    assert (entity.variable, entity.level) == (None, 1)
    assert (variable("a").variable, State.__name__) == ("a", "State")


@pytest.mark.parametrize("measure", MEASURES)
def test_no_difference_is_1_for_a_ratio_and_0_for_all_else(measure):
    made = Estimate(measure=measure, value=Decimal(1), unit="kg")
    assert made.null_value == (1 if measure in RATIOS else 0)
    assert made.clear is None


@pytest.mark.parametrize(("low", "high", "clear"), [("1", "3", False), ("1.1", "3", True), ("0.5", "1", False)])
def test_an_interval_is_clear_where_it_leaves_no_difference_out(low, high, clear):
    made = Estimate(measure="odds_ratio", value=Decimal(high), low=Decimal(low), high=Decimal(high))
    assert made.clear is clear


def span(low, high, unit="mg", per="d"):
    return Span(low=low and Decimal(low), high=high and Decimal(high), unit=unit, per=per)


@pytest.mark.parametrize(
    ("a", "b", "apart"),
    [
        (span("1", "2"), span("3", None), True),
        (span("3", None), span(None, "2"), True),
        (span("1", "2"), span("2", "3"), False),
        (span("1", None), span("3", None), False),
        (span(None, "2"), span(None, "1"), False),
        (span("1", "2"), span("3", "4", unit="g"), False),
        (span("1", "2"), span("3", "4", per="wk"), False),
        (span("1", "2"), None, False),
        (None, None, False),
    ],
)
def test_doses_are_apart_where_both_are_named_in_one_unit_and_share_no_amount(a, b, apart):
    assert disjoint(a, b) is apart
    assert disjoint(b, a) is apart


def test_a_statement_knows_what_it_is():
    assert [replace(CAUSAL, basis=b).bridge for b in Basis] == [b is Basis.bridge for b in Basis]
    assert [replace(CAUSAL, hedge=h).aim for h in Hedge] == [h is Hedge.aim for h in Hedge]
    assert [link("a", s.value, "b").unsigned for s in Sign] == [s is Sign.UNKNOWN for s in Sign]
    assert (CAUSAL.source, replace(CAUSAL, passage=PASSAGE).source) == ("", "d")
    assert replace(CAUSAL, context=("c",), dose=SPAN).setting == (("c",), SPAN)
    assert isinstance(MODIFIER, Statement)
    assert (MODIFIER.kind, MODIFIER.effect, CAUSAL.scope) == (Kind.modifier, Effect.gates, Scope.step)
