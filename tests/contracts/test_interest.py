"""Interest on claims that were paid late."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reclaim.contracts.interest import late_interest
from reclaim.contracts.model.contract import PromptPay
from tests.contracts.stays import only

RECEIVED = dt.date(2026, 3, 1)
PROMISE = PromptPay(days=30, annual_percent=Decimal(18), clause="7.2")
SCHEMA = {"received_date": pl.Date, "payment_date": pl.Date, "late_cents": pl.Int64}


def interest(
    paid: dt.date | None,
    cents: int | None = 100_000,
    received: dt.date | None = RECEIVED,
    promise: PromptPay = PROMISE,
) -> dict[str, object]:
    rows = pl.DataFrame([(received, paid, cents)], schema=SCHEMA, orient="row")
    return only(late_interest(rows, promise))


@pytest.mark.parametrize(
    ("day", "days_late", "cents"),
    [
        (dt.date(2026, 3, 2), 0, 0),
        (dt.date(2026, 3, 30), 0, 0),
        (dt.date(2026, 3, 31), 0, 0),
        (dt.date(2026, 4, 1), 1, 49),
        (dt.date(2026, 4, 2), 2, 99),
        (dt.date(2027, 3, 31), 365, 18_000),
    ],
)
def test_interest_begins_the_day_after_the_last_day(
    day: dt.date, days_late: int, cents: int
) -> None:
    row = interest(day)
    assert row["days_late"] == days_late
    assert row["interest_cents"] == cents


def test_a_leap_year_counts_its_day_over_the_same_year() -> None:
    """366 days of 2028 at 18 percent bring more than 18 percent; on 360 days more still."""
    due = dt.date(2028, 1, 1) - dt.timedelta(days=30)
    over_the_year = dt.date(2029, 1, 1)
    assert interest(over_the_year, received=due)["interest_cents"] == 18_049
    banker = PROMISE.model_copy(update={"basis": 360})
    assert interest(over_the_year, received=due, promise=banker)["interest_cents"] == 18_300


def test_the_steps() -> None:
    assert interest(dt.date(2026, 4, 10))["steps"] == [
        "received 2026-03-01, 30 days to pay (clause 7.2): last day 2026-03-31",
        "paid 2026-04-10: 10 days late",
        "1,000.00 x 18 percent x 10 / 365 = 4.93",
    ]
    assert interest(dt.date(2026, 3, 31))["steps"] == [
        "received 2026-03-01, 30 days to pay (clause 7.2): last day 2026-03-31",
        "paid in time",
    ]


@pytest.mark.parametrize(
    ("row", "why_not"),
    [
        ((None, RECEIVED, 1), "not stated: day on which the payer had the clean claim"),
        ((RECEIVED, None, 1), "not stated: day of payment"),
        ((RECEIVED, RECEIVED, None), "not stated: what was paid late"),
    ],
)
def test_what_is_not_stated_brings_no_interest(row: tuple[object, ...], why_not: str) -> None:
    found = only(late_interest(pl.DataFrame([row], schema=SCHEMA, orient="row"), PROMISE))
    assert found["why_not"] == why_not
    assert found["interest_cents"] is None
    assert found["steps"] is None


@given(
    cents=st.integers(0, 10**10),
    days=st.integers(-40, 2_000),
    percent=st.decimals(0, 40, places=4),
    basis=st.sampled_from([360, 365]),
)
def test_against_fractions(cents: int, days: int, percent: Decimal, basis: int) -> None:
    promise = PromptPay.model_validate(
        {"days": 30, "annual_percent": percent, "basis": basis, "clause": "7.2"}
    )
    row = interest(RECEIVED + dt.timedelta(days=30 + days), cents, promise=promise)
    slow = cents * Fraction(percent) / 100 * max(days, 0) / basis
    assert row["interest_cents"] == (slow + Fraction(1, 2)) // 1
