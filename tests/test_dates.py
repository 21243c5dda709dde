"""A date is a day of the calendar, written in eight digits."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reclaim.dates import format_ccyymmdd, parse_ccyymmdd


@pytest.mark.parametrize("text", ["20250230", "20230229", "20251301", "20250100", "00000101"])
def test_a_day_that_the_calendar_lacks_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a day of the calendar"):
        parse_ccyymmdd(text)


@pytest.mark.parametrize("text", ["250228", "2025-02-28", "202502281", " 20250228", "", "2025022a"])
def test_anything_but_eight_digits_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not eight digits"):
        parse_ccyymmdd(text)


def test_a_leap_day_is_taken_in_a_leap_year() -> None:
    assert parse_ccyymmdd("20240229") == dt.date(2024, 2, 29)


@given(st.dates())
def test_every_date_reads_back_as_itself(date: dt.date) -> None:
    assert parse_ccyymmdd(format_ccyymmdd(date)) == date
