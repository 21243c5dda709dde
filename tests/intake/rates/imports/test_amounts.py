"""Amounts, percentages, days and codes as payers write them."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reclaim.intake.rates.imports import amounts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("91.63", 91_630_000),
        ("$1,234.50", 1_234_500_000),
        ("$ 5", 5_000_000),
        (".5", 500_000),
        ("0", 0),
        ("1e3", 1_000_000_000),
        ("0.0000005", 1),
        ("0.0000004", 0),
        ("999999999999.999999", 999_999_999_999_999_999),
    ],
)
def test_an_amount_is_millionths_of_a_dollar(text: str, expected: int) -> None:
    assert amounts.micros(text) == expected


@pytest.mark.parametrize(
    "text", ["", "n/a", "-5", "(5.00)", "1,23", "12,345,6", "5 USD", "118%", "1000000000000", "NaN"]
)
def test_what_is_no_amount_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"amount"):
        amounts.micros(text)


@given(st.decimals(0, 10**9, places=6, allow_nan=False))
def test_no_amount_changes_on_its_way(dollars: Decimal) -> None:
    assert amounts.micros(f"{dollars:,.6f}") == int(dollars * 10**6)


@pytest.mark.parametrize(("text", "expected"), [("118%", 1_180_000), ("62.5", 625_000), ("0", 0)])
def test_a_percentage_is_millionths_of_one(text: str, expected: int) -> None:
    assert amounts.percent_millionths(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-02",
        "1/2/2026",
        "01/02/2026",
        "1/2/26",
        "20260102",
        "46024",
        "46024.0",
        "2026-01-02 00:00:00",
        "2-Jan-2026",
        "Jan 2, 2026",
        "January 2, 2026",
    ],
)
def test_a_day_may_be_written_in_many_ways(text: str) -> None:
    assert amounts.day(text) == dt.date(2026, 1, 2)


@pytest.mark.parametrize("text", ["", "2026-02-30", "13/1/2026", "2026", "immediately"])
def test_what_is_no_day_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="is no day"):
        amounts.day(text)


def test_a_day_that_never_comes_is_open() -> None:
    assert amounts.last_day("9999-12-31") is None
    assert amounts.last_day("12/31/2026") == dt.date(2026, 12, 31)


@pytest.mark.parametrize(
    ("text", "type_", "expected"),
    [
        ("99213", None, "99213"),
        ("99213.0", None, "99213"),
        ("100", None, "00100"),
        ("j1450", None, "J1450"),
        ("0001F", None, "0001F"),
        ("D0120", None, "D0120"),
        ("110", "RC", "0110"),
        ("1", "MS-DRG", "001"),
        ("0093-8739-01", "NDC", "0093-8739-01"),
    ],
)
def test_a_code_has_its_zeros_again(text: str, type_: str | None, expected: str) -> None:
    assert amounts.code(text, type_) == expected


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("992133", None),
        ("TOTAL", None),
        ("", None),
        ("01100", "RC"),
        ("1234", "MS-DRG"),
        ("", "NDC"),
    ],
)
def test_what_is_no_code_of_its_type_is_none(text: str, type_: str | None) -> None:
    with pytest.raises(ValueError, match="is no code"):
        amounts.code(text, type_)
