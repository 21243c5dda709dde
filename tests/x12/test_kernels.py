"""The kernels that read single values, against Decimal, datetime and split."""

import datetime as dt
import re
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reclaim.money import MAX_CENTS, parse_cents
from reclaim.x12.kernels.cut import code_at
from reclaim.x12.kernels.tables import component_span
from reclaim.x12.kernels.values import (
    CENTS,
    MOST_CENTS,
    UNREADABLE,
    day,
    fraction,
    read_whole,
    scaled,
)
from reclaim.x12.plan import code_number

PADDING = b"9" * 3
"""Around each text, so that a kernel which reads beyond its bounds is noticed."""

EPOCH = dt.date(1970, 1, 1)
NUMBERS = st.decimals(-(10**15), 10**15, places=None, allow_nan=False).map(str)
NEARLY_NUMBERS = st.text("0123456789.-+eE, ", max_size=22)


def _placed(text: bytes) -> tuple[np.ndarray, int, int]:
    buffer = np.frombuffer(PADDING + text + PADDING, np.uint8)
    return buffer, len(PADDING), len(PADDING) + len(text)


def _dollars(cents: int) -> str:
    return f"{Decimal(cents) / 100:.2f}"


def _slow_scaled(text: str, places: int) -> int | None:
    bare = text.strip(" ")
    if not re.fullmatch(r"-?(\d+\.?\d*|\.\d+)", bare, re.ASCII):
        return None
    value = Decimal(bare).scaleb(places)
    whole = int(value)
    return whole if value == whole and abs(whole) < 10**18 else None


@given(st.one_of(NUMBERS, NEARLY_NUMBERS), st.sampled_from([0, 2]))
@example("12.345", 2)
@example("12.340", 2)
@example("1e5", 2)
@example("+5", 2)
@example("1,000.00", 2)
@example(" 12.00 ", 2)
@example("-0", 2)
@example(".5", 2)
@example("5.", 2)
@example("-.5", 2)
@example("-", 2)
@example(".", 2)
@example("", 2)
@example("1 0", 2)
@example("9999999999999999.99", 2)
@example("10000000000000000", 2)
@example("99999999999999999999", 2)
@example("000000000000000000000001.00000000", 2)
@example("999999999999999999", 0)
def test_scaled_reads_what_decimal_reads(text: str, places: int) -> None:
    value = scaled(*_placed(text.encode()), places)
    expected = _slow_scaled(text, places)
    assert value == (UNREADABLE if expected is None else expected)


@given(st.integers(-(10**17), 10**17), st.integers(0, 4))
def test_scaled_reads_every_amount_to_the_cent(cents: int, zeros: int) -> None:
    text = f"{Decimal(cents) / 100:.2f}" + "0" * zeros
    assert scaled(*_placed(text.encode()), 2) == cents


def _parsed(text: str) -> int | None:
    try:
        return parse_cents(text.strip(" "))
    except ValueError:
        return None


@given(st.one_of(NUMBERS, NEARLY_NUMBERS, st.integers(-MAX_CENTS - 9, MAX_CENTS + 9).map(_dollars)))
@example("9999999999.99")
@example("-9999999999.99")
@example("10000000000.00")
@example("-10000000000.00")
@example("99999999999999999999")
@example("0000000000000000000001.0")
def test_an_amount_is_what_money_says_it_is(text: str) -> None:
    expected = _parsed(text)
    value = read_whole(*_placed(text.encode()), CENTS)
    assert value == (UNREADABLE if expected is None else expected)


def test_compiled_code_knows_the_same_largest_amount() -> None:
    assert MOST_CENTS == MAX_CENTS


@given(st.dates())
def test_day_reads_every_day(date: dt.date) -> None:
    text = f"{date.year:04d}{date:%m%d}".encode()
    assert day(*_placed(text)) == (date - EPOCH).days


@given(st.one_of(st.text("0123456789", min_size=5, max_size=9), st.text(max_size=8)))
@example("20250230")
@example("00000000")
@example("20000229")
@example("19000229")
@example("20241301")
@example("20240100")
@example("250131")
@example("691231")
@example("700101")
@example("000000")
@example("2025-1-1")
def test_day_refuses_what_is_no_day(text: str) -> None:
    assert day(*_placed(text.encode())) == _slow_day(text)


def _slow_day(text: str) -> int:
    if not re.fullmatch(r"\d{6}(\d\d)?", text, re.ASCII):
        return int(UNREADABLE)
    full = text if len(text) == 8 else ("20" if text < "70" else "19") + text
    try:
        date = dt.date(int(full[:4]), int(full[4:6]), int(full[6:]))
    except ValueError:
        return int(UNREADABLE)
    return (date - EPOCH).days


@given(st.decimals(-(10**9), 10**9, places=4))
@example(Decimal("0.0001"))
def test_fraction_reads_what_float_reads(number: Decimal) -> None:
    value, good = fraction(*_placed(f"{number:f}".encode()))
    assert good
    assert value == pytest.approx(float(number), rel=1e-15)


@given(NEARLY_NUMBERS)
@example(" 1.5 ")
@example("1.5e3")
@example("1.5.2")
def test_fraction_refuses_what_is_no_number(text: str) -> None:
    value, good = fraction(*_placed(text.encode()))
    readable = re.fullmatch(r" *-?(\d+\.?\d*|\.\d+) *", text, re.ASCII)
    if good:
        assert readable
        assert value == pytest.approx(float(text))
    elif readable:
        assert len(text.strip()) > 15


@given(st.lists(st.text("AB", max_size=3), min_size=1, max_size=6), st.integers(1, 8))
def test_component_span_finds_what_split_finds(parts: list[str], component: int) -> None:
    buffer, start, end = _placed(":".join(parts).encode())
    low, high = component_span(buffer, start, end, ord(":"), component)
    expected = parts[component - 1] if component <= len(parts) else ""
    assert bytes(buffer[low:high]).decode() == expected


@given(st.text("ABZ09az*é", max_size=5))
def test_codes_number_alike_in_kernel_and_plan(text: str) -> None:
    buffer, start, end = _placed(text.encode())
    assert code_at(buffer, start, end) == code_number(text)
