"""Days of a stay."""

import datetime as dt

import polars as pl
import pytest

from reclaim.contracts.stay import one_per_claim, shown_stay
from tests.contracts.stays import ADMITTED, lines, stay


def days_of(frame: pl.DataFrame) -> int | None:
    found = one_per_claim(frame)["days"].item()
    return None if found is None else int(found)


@pytest.mark.parametrize(("nights", "days"), [(0, 1), (1, 1), (2, 2), (30, 30)])
def test_the_day_of_discharge_does_not_count_but_a_stay_has_a_day(nights: int, days: int) -> None:
    assert days_of(stay(nights)) == days


@pytest.mark.parametrize(("nights", "days"), [(0, 1), (1, 2), (30, 31)])
def test_who_has_not_left_was_there_on_the_last_day(nights: int, days: int) -> None:
    assert days_of(stay(nights, patient_status="30")) == days


def test_a_stay_without_an_end_or_before_its_beginning_has_no_days() -> None:
    assert days_of(stay(None)) is None
    assert days_of(stay(-1)) is None


def test_without_an_admission_it_begins_with_the_statement() -> None:
    statement = {"claim_date": ADMITTED, "discharge_date": dt.date(2026, 3, 5)}
    assert days_of(lines(statement)) == 4
    earlier = {"admission_date": dt.date(2026, 2, 27), **statement}
    assert days_of(lines(earlier)) == 6


def test_a_claim_is_one_row_whatever_its_lines() -> None:
    both = lines(
        {"claim_id": "C1", "drg": "039", "day": dt.date(2026, 3, 2)},
        {"claim_id": "C2", "drg": "040"},
        {"claim_id": "C1", "drg": "039"},
    )
    claims = one_per_claim(both)
    assert claims["claim_id"].to_list() == ["C1", "C2"]
    assert claims["day"].to_list() == [ADMITTED, ADMITTED]


def test_a_stay_in_words() -> None:
    text = one_per_claim(stay(3)).select(shown_stay()).item()
    assert text == "3 days, 2026-03-01 to 2026-03-04"
    assert one_per_claim(stay(1)).select(shown_stay()).item().startswith("1 day, ")
