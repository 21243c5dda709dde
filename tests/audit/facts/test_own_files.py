"""Enrolments and documents, as the practice keeps them."""

import datetime as dt
from typing import Any

import polars as pl
import pytest

from reclaim.audit.facts import FactTables
from reclaim.audit.facts.documents import documents
from reclaim.audit.facts.enrolment import enrolment
from reclaim.intake.practice import Practice
from tests.audit.facts.given import SERVICE, Look, given

look = Look(enrolment, documents)

ENROLMENT = {
    "row": pl.Int64,
    "npi": pl.String,
    "payer": pl.String,
    "enrolled_from": pl.Date,
    "enrolled_to": pl.Date,
}
DOCUMENT = {
    "row": pl.Int64,
    "patient_control_number": pl.String,
    "document": pl.String,
    "date": pl.Date,
}
PAYEE = "2000000010"
PERSON = "2000000119"
DAY = dt.timedelta(days=1)
BEFORE = SERVICE - DAY


def enrolled(*rows: tuple[Any, ...], rendering: str | None = None) -> FactTables:
    listed = [(at, *one) for at, one in enumerate(rows, 2)]
    practice = Practice(enrolments=pl.DataFrame(listed, schema=ENROLMENT, orient="row"))
    return given([{"payer": "medicare", "rendering_id": rendering}], practice=practice)


@pytest.mark.parametrize(
    ("start", "end", "holds"),
    [
        (SERVICE, SERVICE, True),
        (BEFORE, None, True),
        (BEFORE, BEFORE, False),
        (SERVICE + DAY, None, False),
    ],
)
def test_the_first_and_last_day_count(start: dt.date, end: dt.date | None, holds: bool) -> None:  # noqa: FBT001 - an answer
    tables = enrolled((PAYEE, "medicare", start, end))
    found = look.row(tables, "enrolled_on_service_date")
    assert found["holds"] is holds
    assert (found["on"], found["limit"], found["source_segment"]) == (start, SERVICE, 2)


def test_the_rendering_provider_goes_before_the_payee() -> None:
    rows = (PAYEE, "medicare", BEFORE, None), (PERSON, "medicare", SERVICE + DAY, None)
    assert not look.answers(enrolled(*rows, rendering=PERSON))["enrolled_on_service_date"]
    assert look.answers(enrolled(rows[0], rendering=PERSON))["enrolled_on_service_date"]


def test_a_provider_and_a_payer_that_never_stand_together() -> None:
    rows = (PAYEE, "harbor", BEFORE, None), (PERSON, "medicare", BEFORE, None)
    tables = enrolled(*rows)
    assert not look.answers(tables)["enrolled_on_service_date"]
    assert look.row(tables, "enrolled_on_service_date")["source_table"] is None


@pytest.mark.parametrize(("npi", "payer"), [(PERSON, "medicare"), (PAYEE, "harbor")])
def test_whom_the_list_never_names_is_not_known(npi: str, payer: str) -> None:
    assert "enrolled_on_service_date" not in look.answers(enrolled((npi, payer, BEFORE, None)))


def held(*rows: tuple[str, str]) -> FactTables:
    listed = [(at, *one, SERVICE) for at, one in enumerate(rows, 2)]
    return given(practice=Practice(documents=pl.DataFrame(listed, DOCUMENT, orient="row")))


def test_a_notice_on_file() -> None:
    tables = held(("A1", "ABN"))
    found = look.row(tables, "notice_on_file")
    assert found["holds"]
    assert (found["on"], found["source_table"]) == (SERVICE, "documents.csv")


def test_a_kind_of_document_that_is_listed_for_others_only() -> None:
    found = look.answers(held(("B2", "record")))
    assert not found["record_on_file"]
    assert "notice_on_file" not in found
