"""The sign algebra keeps its laws, and values that cannot be are refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Basis, Entity, Hedge, Kind, Quantity, Sign, State, Statement

signs = st.sampled_from(Sign)


@given(signs, signs)
def test_product_and_sum_commute(a, b):
    assert a * b == b * a
    assert a + b == b + a


@given(signs, signs, signs)
def test_product_and_sum_associate(a, b, c):
    assert (a * b) * c == a * (b * c)
    assert (a + b) + c == a + (b + c)


@given(signs, signs, signs)
def test_product_distributes_over_sum(a, b, c):
    assert a * (b + c) == a * b + a * c


@given(signs)
def test_plus_and_zero_are_the_identities(a):
    assert a * Sign.PLUS == a
    assert a + Sign.ZERO == a
    assert a * Sign.ZERO == Sign.ZERO


@given(signs)
def test_a_sum_with_itself_is_itself(a):
    assert a + a == a


@given(signs, signs)
def test_a_product_allows_every_product_of_directions(a, b):
    assert {x * y for x in a.directions for y in b.directions} <= (a * b).directions


def test_opposed_paths_leave_the_direction_open():
    assert Sign.PLUS + Sign.MINUS is Sign.UNKNOWN


def test_little_or_nothing_never_becomes_harm():
    assert -1 not in (Sign.WEAK_PLUS + Sign.PLUS).directions
    assert -1 not in (Sign.WEAK_PLUS + Sign.ZERO).directions


def test_definite_wording_is_surer_than_an_aim_and_a_trial_than_a_bridge():
    assert Hedge.categorical < Hedge.typical < Hedge.possible < Hedge.aim
    assert Basis.rct < Basis.research_uncited < Basis.asserted < Basis.bridge


@pytest.mark.parametrize("wrong", [{"level": 0}, {"level": 2}])
def test_a_state_is_high_or_low(wrong):
    with pytest.raises(ValueError, match=r"\+1 or -1"):
        State(id="s", iri="s", label="s", kind="k", of_variable="v", at_level=wrong["level"])


def test_a_concept_needs_a_label():
    with pytest.raises(ValueError, match="label"):
        Entity(id="e", iri="e", label="", kind="k")


def test_a_range_goes_from_low_to_high():
    with pytest.raises(ValueError, match="low to high"):
        Quantity(low=Decimal(2), high=Decimal(1), bound="range", unit="%")


def test_a_causal_statement_needs_a_sign():
    with pytest.raises(ValueError, match="needs a sign"):
        Statement(
            id="S",
            iri="S",
            kind=Kind.causal,
            subject="a",
            relation="increases",
            object="b",
            text="a raises b",
            hedge=Hedge.categorical,
            basis=Basis.asserted,
            evidence="ECO:0000303",
        )
