"""Text becomes whole cents exactly, or not at all."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reclaim.money import MAX_CENTS, format_cents, parse_cents


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("500", 50_000),
        ("500.", 50_000),
        ("500.5", 50_050),
        ("500.05", 50_005),
        (".5", 50),
        ("-.05", -5),
        ("-12.30", -1_230),
        ("0012.3400", 1_234),
        ("-0", 0),
        ("9999999999.99", MAX_CENTS),
    ],
)
def test_a_plain_decimal_is_taken_exactly(text: str, cents: int) -> None:
    assert parse_cents(text) == cents


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("12.345", "a fraction of a cent"),
        ("-0.001", "a fraction of a cent"),
        ("1e5", "not a plain decimal"),
        ("1,234.56", "not a plain decimal"),
        ("$5", "not a plain decimal"),
        (" 5", "not a plain decimal"),
        ("5\n", "not a plain decimal"),
        ("+5", "not a plain decimal"),
        ("--5", "not a plain decimal"),
        ("1_000", "not a plain decimal"),
        ("٣", "not a plain decimal"),  # a digit to Unicode, not to X12
        ("NaN", "not a plain decimal"),
        (".", "not a plain decimal"),
        ("-", "not a plain decimal"),
        ("", "not a plain decimal"),
        ("10000000000.00", "more than twelve digits"),
    ],
)
def test_anything_else_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse_cents(text)


@pytest.mark.parametrize(
    ("cents", "text"),
    [
        (0, "0.00"),
        (5, "0.05"),
        (-5, "-0.05"),
        (123_456, "1,234.56"),
        (-100_000_000, "-1,000,000.00"),
    ],
)
def test_cents_are_shown_as_dollars(cents: int, text: str) -> None:
    assert format_cents(cents) == text


@given(st.integers(min_value=-MAX_CENTS, max_value=MAX_CENTS))
def test_what_is_shown_reads_back_to_the_same_cents(cents: int) -> None:
    assert parse_cents(format_cents(cents).replace(",", "")) == cents


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9
    )
)
def test_it_agrees_with_exact_decimal_arithmetic(amount: Decimal) -> None:
    assert parse_cents(f"{amount:f}") == amount * 100
