"""What was authorized, held against what was sent."""

import datetime as dt
from typing import Any

import polars as pl
import pytest

from reclaim.audit.facts import FactTables
from reclaim.audit.facts.authorization import authorization
from reclaim.audit.facts.emergency import emergency
from reclaim.intake.practice import Practice
from tests.audit.facts.given import (
    CLAIM,
    SENT,
    SENT_LINK,
    SERVICE,
    Look,
    Row,
    given,
    line,
)

look = Look(authorization, emergency)

ROSTER = {
    "row": pl.Int64,
    "patient_control_number": pl.String,
    "authorization_number": pl.String,
    "procedure_code": pl.String,
    "valid_from": pl.Date,
    "valid_to": pl.Date,
}


def kept(*rows: tuple[Any, ...]) -> Practice:
    return Practice(authorizations=pl.DataFrame(rows, schema=ROSTER, orient="row"))


def listed(code: str | None = None, number: str = "PA-1", claim: str = "A1") -> tuple[Any, ...]:
    return (2, claim, number, code, SERVICE, SERVICE + dt.timedelta(days=30))


def billed(
    *codes: str,
    of_claim: str | None = None,
    of_line: str | None = None,
    practice: Practice | None = None,
) -> FactTables:
    """Lines of these codes as sent and as answered; the first may carry a number of its own."""
    sent_lines = [
        {
            "file_id": "s",
            "segment_number": at,
            "claim_segment": 5,
            "procedure_code": code,
            "authorization_number": of_line if at == 6 else None,
        }
        for at, code in enumerate(codes, 6)
    ]
    line_links = [
        {"claim_id": CLAIM, "line_id": f"f-{at + 5}", "claim_line_id": f"s-{at}"}
        for at in range(6, 6 + len(codes))
    ]
    return given(
        sent_claims=[{**SENT, "authorization_number": of_claim}],
        sent_lines=sent_lines,
        remit_lines=[line(at, code) for at, code in enumerate(codes, 11)],
        claim_links=[SENT_LINK],
        line_links=line_links,
        practice=practice,
    )


def test_a_number_on_the_claim() -> None:
    tables = billed("29826", of_claim="PA1")
    found = look.answers(tables)
    assert found["authorization_sent"]
    assert found["authorization_on_file"]
    assert look.row(tables, "authorization_sent")["source_table"] == "claims"


def test_a_number_on_one_line_is_that_line_s() -> None:
    tables = billed("29826", "29827", of_line="PA1")
    assert look.line_answers(tables, "authorization_sent") == {1: True, 2: False, None: True}


def test_no_number_was_sent() -> None:
    found = look.answers(billed("29826"))
    assert not found["authorization_sent"]
    assert "authorization_on_file" not in found


def test_nothing_is_known_of_a_claim_that_was_not_read() -> None:
    known = look.answers(given(remit_lines=[line()]))
    assert not [name for name in known if name.startswith(("authorization", "emergency"))]


def test_on_the_practice_s_list() -> None:
    tables = billed("29826", practice=kept(listed()))
    found = look.row(tables, "authorization_on_file")
    assert found["holds"]
    assert (found["source_table"], found["source_segment"]) == ("roster/authorizations.csv", 2)
    assert found["source_file_id"] is None


def test_not_on_a_list_that_is_kept() -> None:
    assert not look.answers(billed("29826", practice=kept(listed(claim="B2"))))[
        "authorization_on_file"
    ]


def test_an_empty_list_says_nothing() -> None:
    assert "authorization_on_file" not in look.answers(billed("29826", practice=kept()))


YESTERDAY = SERVICE - dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("authorized", "sent", "detail"),
    [
        (listed(), None, ""),
        (listed("29826"), "pa1", ""),
        (listed("29827"), None, "procedure code"),
        (listed(number="PA2"), "PA1", "number"),
        ((2, "A1", "PA1", None, None, YESTERDAY), None, "day"),
        ((2, "A1", "PA1", "29827", None, YESTERDAY), "PA2", "number, procedure code, day"),
    ],
)
def test_what_differs(authorized: tuple[Any, ...], sent: str | None, detail: str) -> None:
    tables = billed("29826", of_claim=sent, practice=kept(authorized))
    found = look.row(tables, "authorization_mismatch")
    assert found["holds"] is bool(detail)
    assert (found["detail"] or "") == detail


def test_each_line_has_its_own_authorization() -> None:
    tables = billed("29826", "29827", practice=kept(listed("29826")))
    assert look.line_answers(tables, "authorization_mismatch") == {1: False, 2: True, None: False}


LINE: Row = {"file_id": "s", "segment_number": 6, "claim_segment": 5}


@pytest.mark.parametrize(
    ("sent", "sent_line", "detail"),
    [
        ({}, {"emergency": "Y"}, "emergency indicator Y"),
        ({"facility_type": "23"}, {}, "place of service 23"),
        ({}, {"place_of_service": "41"}, "place of service 41"),
        (
            {"facility_type": "11", "facility_qualifier": "A", "admission_type": "1"},
            {},
            "admission",
        ),
        ({"facility_type": "23", "facility_qualifier": "A"}, {}, None),
        ({}, {"emergency": "N"}, None),
    ],
)
def test_emergencies(sent: Row, sent_line: Row, detail: str | None) -> None:
    tables = given(
        sent_claims=[{**SENT, **sent}], sent_lines=[{**LINE, **sent_line}], claim_links=[SENT_LINK]
    )
    found = look.row(tables, "emergency")
    assert found["holds"] is (detail is not None)
    assert (detail or "") in (found["detail"] or "")
