"""Which places of service are facilities, and which bills are about stays."""

import datetime as dt

import polars as pl
import pytest

from reclaim.contracts.places import facility_places, is_stay, setting, stay_bills

FACILITIES = ["02", "19", "21", "22", "23", "24", "26", "31"]
FACILITIES += ["34", "41", "42", "51", "52", "53", "56", "61"]


def of(place: str | None, day: dt.date = dt.date(2026, 3, 1)) -> str | None:
    schema = {"place_of_service": pl.String(), "day": pl.Date()}
    frame = pl.DataFrame({"place_of_service": [place], "day": [day]}, schema=schema)
    said: str | None = frame.select(setting()).item()
    return said


def test_the_facilities_are_those_of_the_manual() -> None:
    assert [fact.place for fact in facility_places()] == FACILITIES
    assert {of(place) for place in FACILITIES} == {"facility"}


@pytest.mark.parametrize("place", ["10", "11", "12", "20", "27", "32", "62", "81", "99"])
def test_every_other_place_is_none(place: str) -> None:
    assert of(place) == "nonfacility"


def test_a_place_that_is_not_stated_has_no_setting() -> None:
    assert of(None) is None


def test_a_place_counts_from_its_day_on() -> None:
    assert of("02", dt.date(2016, 12, 31)) == "nonfacility"
    assert of("02", dt.date(2017, 1, 1)) == "facility"
    assert of("22", dt.date(1998, 12, 31)) == "nonfacility"
    assert of("22", dt.date(1999, 1, 1)) == "facility"


def test_a_code_that_came_later_for_every_date_of_service_is_as_old_as_the_rest() -> None:
    """Off campus outpatient hospital: on claims since 2016, whatever their date of service."""
    assert of("19", dt.date(1998, 12, 31)) == "nonfacility"
    assert of("19", dt.date(1999, 1, 1)) == "facility"
    assert of("19", dt.date(2015, 12, 31)) == "facility"


def test_every_fact_is_cited() -> None:
    cited = [fact.cite for fact in facility_places()] + [fact.cite for fact in stay_bills()]
    assert all(cited)


@pytest.mark.parametrize(
    ("form", "bill", "expected"),
    [
        ("institutional", "111", True),
        ("institutional", "0117", True),
        ("institutional", "214", True),
        ("institutional", "121", False),
        ("institutional", "131", False),
        ("institutional", None, False),
        ("professional", "111", False),
    ],
)
def test_a_stay_is_told_by_the_type_of_bill(form: str, bill: str | None, *, expected: bool) -> None:
    frame = pl.DataFrame(
        {"form": [form], "type_of_bill": [bill]},
        schema={"form": pl.String(), "type_of_bill": pl.String()},
    )
    assert frame.select(is_stay()).item() is expected
