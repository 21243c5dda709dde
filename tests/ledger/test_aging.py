"""Buckets on both sides of each boundary, and what always adds up."""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reclaim.ledger.aging import STARTS, Start, aging, bucket_names
from reclaim.schema import TABLES

AS_OF = dt.date(2026, 3, 1)
SCHEMA = TABLES["open_items"].polars_schema


def items(*rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame([{"party": "insurer", **row} for row in rows], schema=SCHEMA)


def aged(days: int, cents: int = 100, column: str = "service_date") -> dict[str, object]:
    return {column: AS_OF - dt.timedelta(days=days), "open_cents": cents}


@pytest.mark.parametrize(
    ("days", "bucket"),
    [
        (-5, "0-30"),
        (0, "0-30"),
        (30, "0-30"),
        (31, "31-60"),
        (60, "31-60"),
        (61, "61-90"),
        (90, "61-90"),
        (91, "91-120"),
        (120, "91-120"),
        (121, "121-180"),
        (180, "121-180"),
        (181, "181+"),
    ],
)
@pytest.mark.parametrize("start", ["service", "first_bill", "party"])
def test_a_boundary_belongs_to_the_younger_bucket(start: Start, days: int, bucket: str) -> None:
    found = aging(items(aged(days, column=STARTS[start])), as_of=AS_OF, start=start)
    assert found.rows() == [("insurer", bucket, 1, 100)]


def test_a_credit_makes_no_bucket_smaller() -> None:
    found = aging(items(aged(10), aged(10, -70)), as_of=AS_OF)
    assert found.rows() == [("insurer", "0-30", 1, 100), ("insurer", "credit", 1, -70)]


def test_an_item_without_a_day_is_shown_apart() -> None:
    assert aging(items({"open_cents": 5}), as_of=AS_OF)["bucket"].to_list() == ["undated"]


def test_buckets_can_be_chosen() -> None:
    assert bucket_names((45, 90)) == ["0-45", "46-90", "91+"]
    found = aging(items(aged(45), aged(46)), as_of=AS_OF, buckets=(45, 90), by=("payer",))
    assert found["bucket"].to_list() == ["0-45", "46-90"]


ITEMS = st.lists(st.tuples(st.integers(-10, 400), st.integers(-50, 50).filter(bool)), max_size=20)


@given(ITEMS)
def test_the_buckets_add_up_and_each_item_is_in_one(rows: list[tuple[int, int]]) -> None:
    found = aging(items(*(aged(*row) for row in rows)), as_of=AS_OF)
    slow: dict[str, int] = {}
    for days, cents in rows:
        ends = (30, 60, 90, 120, 180)
        at = next((n for n, last in enumerate(ends) if days <= last), len(ends))
        name = "credit" if cents < 0 else bucket_names()[at]
        slow[name] = slow.get(name, 0) + cents
    assert dict(found.select("bucket", "open_cents").rows()) == slow
