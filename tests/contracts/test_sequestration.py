"""The cut of what is left to pay: published examples, its dates, its order."""

import datetime as dt
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reclaim.contracts.secondary import secondary_payment
from reclaim.contracts.sequestration import expected_sequestration
from tests.contracts.stays import only

DAY = dt.date(2026, 3, 1)
SCHEMA = {"left_cents": pl.Int64, "day": pl.Date}


def cut(left_cents: int | None, day: dt.date | None = DAY) -> dict[str, object]:
    rows = pl.DataFrame([(left_cents, day)], schema=SCHEMA, orient="row")
    return only(expected_sequestration(rows))


@pytest.mark.parametrize(
    ("allowed", "deductible", "coinsurance", "sequestration", "paid"),
    [
        (10_000, 5_000, 1_000, 80, 3_920),
        (9_500, 5_000, 900, 72, 3_528),
        (2_000, 0, 400, 32, 1_568),
    ],
)
def test_published_examples(
    allowed: int, deductible: int, coinsurance: int, sequestration: int, paid: int
) -> None:
    """Medicare contractors: assigned, unassigned at 95 percent, and without a deductible."""
    row = cut(allowed - deductible - coinsurance)
    assert row["sequestration_cents"] == sequestration
    assert row["after_cents"] == paid


def test_the_patient_owes_the_same() -> None:
    """Assigned: 50.00 deductible and 10.00 coinsurance, whatever Medicare is cut."""
    row = cut(4_000)
    assert 10_000 - int(str(row["after_cents"])) - int(str(row["sequestration_cents"])) == 6_000


def test_the_cut_comes_after_a_payer_before() -> None:
    """A physician's 30.00 as second payer (42 CFR 411.33(b)), less 2 percent."""
    owed = secondary_payment(
        pl.DataFrame(
            {
                "charge_cents": [17_500],
                "primary_allowed_cents": [15_000],
                "primary_paid_cents": [12_000],
                "own_allowed_cents": [12_500],
                "own_deductible_cents": [0],
                "own_coinsurance_cents": [2_500],
                "own_copay_cents": [0],
                "obligated_cents": pl.Series([None], dtype=pl.Int64),
            }
        ),
        "msp",
    )
    left = owed.select(left_cents="expected_paid_cents", day=pl.lit(DAY))
    assert only(expected_sequestration(left))["after_cents"] == 2_940


@pytest.mark.parametrize(
    ("day", "cents"),
    [
        (dt.date(2013, 3, 31), None),
        (dt.date(2013, 4, 1), 200),
        (dt.date(2020, 4, 30), 200),
        (dt.date(2020, 5, 1), 0),
        (dt.date(2022, 3, 31), 0),
        (dt.date(2022, 4, 1), 100),
        (dt.date(2022, 6, 30), 100),
        (dt.date(2022, 7, 1), 200),
    ],
)
def test_the_rate_is_that_of_the_day(day: dt.date, cents: int | None) -> None:
    assert cut(10_000, day)["sequestration_cents"] == cents


@pytest.mark.parametrize(
    ("left", "day", "why_not"),
    [
        (100, None, "not stated: day of service or discharge"),
        (None, DAY, "not stated: what is left to pay"),
        (100, dt.date(2013, 3, 31), "no rate: sequestration on this day"),
        (100, DAY, None),
    ],
)
def test_why_no_cut_is_known(left: int | None, day: dt.date | None, why_not: str | None) -> None:
    row = cut(left, day)
    assert row["why_not"] == why_not
    for column in ("sequestration_cents", "after_cents", "steps"):
        assert (row[column] is None) == (why_not is not None)


@pytest.mark.parametrize(("left", "cents"), [(0, 0), (24, 0), (25, 1), (74, 1), (75, 2)])
def test_half_a_cent_is_rounded_up(left: int, cents: int) -> None:
    assert cut(left)["sequestration_cents"] == cents


def test_the_steps() -> None:
    assert cut(4_000)["steps"] == [
        "sequestration 2 percent of 40.00 left to pay = 0.80",
        "left to pay 39.20",
    ]


@given(st.lists(st.integers(0, 10**10), max_size=20))
def test_against_fractions(lefts: list[int]) -> None:
    rows = pl.DataFrame({"left_cents": lefts}, schema={"left_cents": pl.Int64})
    found = expected_sequestration(rows.with_columns(day=pl.lit(DAY)))
    slow = [(Fraction(left, 50) + Fraction(1, 2)) // 1 for left in lefts]
    assert found["sequestration_cents"].to_list() == slow
    assert (found["after_cents"] + found["sequestration_cents"]).to_list() == lefts
    assert (found["after_cents"] >= 0).all()
