"""Prices by DRG: weight x base, and transfers by the day."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reclaim.contracts.exact import PER_CENT, exact
from reclaim.contracts.frames import CLAIM_PRICED
from reclaim.contracts.methods.drg import drg
from reclaim.contracts.model.prices import Drg
from tests.contracts.stays import lines, only, stay, steps, under, weights

TABLE = weights(("039", 1_250_000, 4_000_000), ("40", 900_000, None))
PLAIN = Drg(method="drg", base_rate=Decimal("8123.12"), weights="weights")
BY_DAY = Drg(method="drg", base_rate=Decimal("8123.12"), weights="weights", transfer_per_diem=True)
FULL = "10153.90"


def priced(
    frame: pl.DataFrame, price: Drg = PLAIN, table: pl.DataFrame = TABLE
) -> dict[str, object]:
    schedules = {"weights": {"kind": "weights", "file": "schedules/drg.csv"}}
    found = drg(frame, price, under({"weights": table}, schedules=schedules))
    assert found.schema == CLAIM_PRICED
    return only(found)


def test_base_times_weight_with_its_steps() -> None:
    row = priced(stay(3, drg="039"))
    assert row["exact"] == exact(Decimal(FULL))
    assert steps(row) == [
        "base rate 8,123.12",
        "x weight 1.25 of DRG 039 (schedules/drg.csv line 2) = 10,153.90",
    ]


@pytest.mark.parametrize(
    ("code", "why_not"),
    [("999", "no rate: DRG 999"), (None, "not stated: DRG"), ("39", None), ("040", None)],
)
def test_a_drg_is_known_with_or_without_its_zeros(code: str | None, why_not: str | None) -> None:
    row = priced(stay(3, drg=code))
    assert row["why_not"] == why_not
    assert (row["exact"] is None) == (why_not is not None)


def test_the_weight_is_that_of_the_day() -> None:
    last_year = weights(("039", 1_000_000, None)).with_columns(
        effective_to=pl.lit(dt.date(2026, 2, 28))
    )
    this_year = weights(("039", 2_000_000, None), since=dt.date(2026, 3, 1))
    both = pl.concat([last_year, this_year])
    before = priced(stay(3, drg="039", day=dt.date(2026, 2, 28)), table=both)
    after = priced(stay(3, drg="039", day=dt.date(2026, 3, 1)), table=both)
    assert before["exact"] == exact(Decimal("8123.12"))
    assert after["exact"] == exact(Decimal("16246.24"))


def test_two_weights_for_one_day_are_none() -> None:
    two = weights(("039", 1_000_000, None), ("039", 2_000_000, None))
    assert priced(stay(3, drg="039"), table=two)["why_not"] == "two rates: DRG 039"
    same = weights(("039", 1_000_000, None), ("039", 1_000_000, None))
    assert priced(stay(3, drg="039"), table=same)["why_not"] is None


@pytest.mark.parametrize(
    ("days", "dollars", "last_step"),
    [
        (
            1,
            "5076.95",
            "transferred, patient status 02: / 4 mean days x 2 (1 day, the first twice)",
        ),
        (2, "7615.425", "transferred, patient status 02: / 4 mean days x 3 (2 days, the first twi"),
        (3, FULL, "in full: 3 days, the first twice, reach the mean of 4"),
        (9, FULL, "in full: 9 days, the first twice, reach the mean of 4"),
    ],
)
def test_a_transfer_is_paid_by_the_day_up_to_the_full_price(
    days: int, dollars: str, last_step: str
) -> None:
    row = priced(stay(days, drg="039", patient_status="02"), BY_DAY)
    assert row["exact"] == exact(Decimal(dollars))
    assert steps(row)[-1].startswith(last_step)


def test_who_went_home_is_paid_in_full() -> None:
    row = priced(stay(1, drg="039", patient_status="01"), BY_DAY)
    assert row["exact"] == exact(Decimal(FULL))
    assert steps(row)[-1] == "no transfer: patient status 01"
    assert priced(stay(None, drg="040", patient_status="01"), BY_DAY)["why_not"] is None


@pytest.mark.parametrize(
    ("days", "status", "code", "why_not"),
    [
        (2, None, "039", "not stated: patient status"),
        (3, None, "039", None),
        (None, None, "039", "not stated: patient status"),
        (None, "02", "039", "not stated: days of the stay"),
        (2, "02", "040", "no rate: geometric mean days of DRG 040"),
        (2, "02", "999", "no rate: DRG 999"),
    ],
)
def test_what_a_transfer_asks_is_asked_only_where_it_matters(
    days: int | None, status: str | None, code: str, why_not: str | None
) -> None:
    row = priced(stay(days, drg=code, patient_status=status), BY_DAY)
    assert row["why_not"] == why_not
    assert (row["exact"] is None) == (why_not is not None)
    assert (row["step"] is None) == (why_not is not None)


@given(
    cents=st.integers(1, 5_000_000),
    weight=st.integers(1, 30_000_000),
    mean=st.integers(1_000_000, 40_000_000),
    days=st.integers(1, 60),
)
def test_a_transfer_against_fractions(cents: int, weight: int, mean: int, days: int) -> None:
    price = Drg(
        method="drg",
        base_rate=Decimal(cents).scaleb(-2),
        weights="weights",
        transfer_per_diem=True,
    )
    row = priced(stay(days, drg="039", patient_status="66"), price, weights(("039", weight, mean)))
    full = Fraction(cents * weight, 10**6)
    slow = min(full, full / Fraction(mean, 10**6) * (days + 1))
    assert row["exact"] == slow * PER_CENT // 1


def test_the_order_of_lines_changes_nothing() -> None:
    both = lines(
        *({"claim_id": one, "drg": code} for one, code in (("C1", "039"), ("C2", "999")) * 2)
    )
    schedules = under({"weights": TABLE})
    forward = drg(both, PLAIN, schedules).sort("claim_id")
    assert forward.equals(drg(both.reverse(), PLAIN, schedules).sort("claim_id"))
    assert forward["why_not"].to_list() == [None, "no rate: DRG 999"]
