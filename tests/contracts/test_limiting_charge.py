"""Nonparticipating amounts and limiting charges, as CMS publishes them."""

import datetime as dt
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reclaim.contracts.limiting_charge import limiting_charge
from tests.contracts.stays import only

DAY = dt.date(2026, 3, 1)
SCHEMA = {"fee_cents": pl.Int64, "day": pl.Date}


def limited(fee_cents: int | None, day: dt.date | None = DAY) -> dict[str, object]:
    return only(limiting_charge(pl.DataFrame([(fee_cents, day)], schema=SCHEMA, orient="row")))


@pytest.mark.parametrize(
    ("fee", "limit"),
    [(12_395, 13_542), (17_337, 18_941), (9_623, 10_513), (14_155, 15_464), (10_000, 10_925)],
)
def test_the_limiting_charges_that_cms_publishes(fee: int, limit: int) -> None:
    """The first would be 135.41 if the nonparticipating amount were rounded before."""
    assert limited(fee)["limiting_charge_cents"] == limit


def test_a_printed_example_that_rounds_twice_is_a_cent_off() -> None:
    """An association prints 93.83 for a fee of 85.88: 115 percent of 81.59, which is 81.586."""
    row = limited(8_588)
    assert row["nonparticipating_cents"] == 8_159
    assert row["limiting_charge_cents"] == 9_382


def test_what_is_allowed_without_participating() -> None:
    assert limited(10_000)["nonparticipating_cents"] == 9_500
    assert limited(0)["nonparticipating_cents"] == 0
    assert limited(10)["nonparticipating_cents"] == 10


def test_the_steps() -> None:
    assert limited(12_395)["steps"] == [
        "nonparticipating: 123.95 x 95 percent = 117.75",
        "limiting charge: 123.95 x 109.25 percent = 135.42",
    ]


@pytest.mark.parametrize(
    ("fee", "day", "why_not"),
    [
        (100, dt.date(1993, 1, 1), None),
        (100, dt.date(1992, 12, 31), "no rate: limiting charge on this day"),
        (None, DAY, "not stated: fee schedule amount"),
        (100, None, "not stated: day of service"),
    ],
)
def test_where_it_is_not_known(fee: int | None, day: dt.date | None, why_not: str | None) -> None:
    row = limited(fee, day)
    assert row["why_not"] == why_not
    for column in ("nonparticipating_cents", "limiting_charge_cents", "steps"):
        assert (row[column] is None) == (why_not is not None)


@given(st.lists(st.integers(0, 10**10), max_size=20))
def test_against_fractions(fees: list[int]) -> None:
    rows = pl.DataFrame({"fee_cents": fees}, schema={"fee_cents": pl.Int64})
    found = limiting_charge(rows.with_columns(day=pl.lit(DAY)))
    half = Fraction(1, 2)
    nonparticipating = [(Fraction(fee) * 95 / 100 + half) // 1 for fee in fees]
    limits = [(Fraction(fee) * 95 * 115 / 10_000 + half) // 1 for fee in fees]
    assert found["nonparticipating_cents"].to_list() == nonparticipating
    assert found["limiting_charge_cents"].to_list() == limits
