"""Amounts as they stand in a trace."""

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reclaim.contracts.exact import EXACT, exact
from reclaim.contracts.shown import (
    shown,
    shown_cents,
    shown_dollars,
    shown_millionths,
    shown_percent,
)
from reclaim.money import format_cents


def text_of(dollars: str) -> str:
    frame = pl.DataFrame({"amount": [exact(Decimal(dollars))]}, schema={"amount": EXACT})
    return str(frame.select(shown(pl.col("amount"))).item())


@pytest.mark.parametrize(
    ("dollars", "text"),
    [
        ("0", "0.00"),
        ("0.05", "0.05"),
        ("12.3", "12.30"),
        ("108.1234", "108.1234"),
        ("108.123", "108.123"),
        ("108.12349", "108.1234"),
        ("999.99", "999.99"),
        ("1000", "1,000.00"),
        ("999999.99", "999,999.99"),
        ("1000000", "1,000,000.00"),
        ("12001002.5", "12,001,002.50"),
    ],
)
def test_dollars_of_exact_amounts(dollars: str, text: str) -> None:
    assert text_of(dollars) == text


@pytest.mark.parametrize("amount", [-1, -(10**12), -(10**18), -(10**26)])
def test_a_negative_amount_is_not_shown_and_does_no_harm(amount: int) -> None:
    frame = pl.DataFrame({"amount": [amount, 10**14]}, schema={"amount": EXACT})
    assert frame.select(shown(pl.col("amount"))).to_series().to_list() == [None, "1.00"]


def test_what_is_not_known_is_not_shown() -> None:
    frame = pl.DataFrame({"amount": [None]}, schema={"amount": EXACT})
    assert frame.select(shown(pl.col("amount"))).item() is None


@given(st.integers(0, 10**11))
def test_cents_are_shown_as_everywhere(cents: int) -> None:
    frame = pl.DataFrame({"cents": [cents]})
    assert frame.select(shown_cents(pl.col("cents"))).item() == format_cents(cents)


@pytest.mark.parametrize(
    ("number", "text"), [(1_042_500, "1.0425"), (4_000_000, "4"), (10, "0.00001"), (0, "0")]
)
def test_weights_and_days(number: int, text: str) -> None:
    frame = pl.DataFrame({"number": [number]})
    assert frame.select(shown_millionths(pl.col("number"))).item() == text


def test_numbers_of_a_contract() -> None:
    assert shown_dollars(Decimal("8123.12")) == "8,123.12"
    assert shown_dollars(Decimal("8123.120000")) == "8,123.12"
    assert shown_dollars(Decimal("0.0275")) == "0.0275"
    assert shown_percent(Decimal("46.50")) == "46.5"
    assert shown_percent(Decimal(100)) == "100"
