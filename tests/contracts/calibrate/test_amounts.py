"""The number that most lines agree on is found as it is written, however amounts are rounded."""

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reclaim.contracts.calibrate.amounts import (
    DOLLARS,
    PERCENTAGE,
    Number,
    at_value,
    likeliest,
    number_of,
    on_trial,
)
from tests.contracts.calibrate.practice import contract, services

RATE = Number("amount", DOLLARS, (0, 2))


def cents(price: int, percent: Decimal) -> int:
    """A slow model: so many percent of a price, half a cent up."""
    return int((price * percent / 100).quantize(Decimal(1), ROUND_HALF_UP))


percents = st.decimals(Decimal(20), Decimal(300), places=2)
prices = st.lists(st.integers(60_000, 900_000), min_size=12, max_size=40, unique=True)


@given(prices, percents)
def test_the_percentage_that_was_taken_is_found(made: list[int], percent: Decimal) -> None:
    allowed = np.array([cents(price, percent) for price in made], dtype=np.int64)
    base = np.array(made, dtype=np.int64) * 100
    assert likeliest(base, allowed, PERCENTAGE) == percent
    assert np.array_equal(at_value(base, percent, PERCENTAGE), allowed)


def test_errors_do_not_hide_it() -> None:
    made = list(range(10_000, 50_000, 997))
    allowed = np.array([cents(price, Decimal(115)) for price in made], dtype=np.int64)
    allowed[::4] = allowed[::4] * 7 // 10
    assert likeliest(np.array(made) * 100, allowed, PERCENTAGE) == 115


def test_a_rounder_number_goes_before_one_that_fits_as_well() -> None:
    base, allowed = np.array([1000_00] * 20), np.array([1150] * 20)
    assert likeliest(base, allowed, PERCENTAGE) == 115


def test_dollars_are_found_by_the_unit() -> None:
    units = np.array([1, 2, 3, 1, 4] * 4, dtype=np.int64)
    assert likeliest(units * DOLLARS * 100, units * 7735, RATE) == Decimal("77.35")


@pytest.mark.parametrize(("base", "allowed"), [([], []), ([0], [100]), ([100], [0])])
def test_nothing_comes_of_nothing(base: list[int], allowed: list[int]) -> None:
    made = np.array(base, dtype=np.int64), np.array(allowed, dtype=np.int64)
    assert likeliest(*made, PERCENTAGE) is None


def test_a_contract_on_trial_has_no_limits() -> None:
    limited = contract(lesser_of_charge="line", terms=[services(minimum=5, lesser_of_charge=True)])
    trial = on_trial(limited)
    price = trial.terms[0].price
    assert (trial.lesser_of_charge, price.lesser_of_charge, price.minimum) == ("none", False, None)
    assert number_of(price) == PERCENTAGE
