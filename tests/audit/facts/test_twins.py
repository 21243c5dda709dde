"""A duplicate has an original: the same service, patient and day, decided by the same payer."""

import datetime as dt

import pytest

from reclaim.audit.facts import FactTables
from reclaim.audit.facts.twins import twins
from tests.audit.facts.given import (
    CLAIM,
    SERVICE,
    Look,
    Row,
    given,
    line,
)

look = Look(twins)

EARLIER = dt.date(2025, 2, 1)
LATER = dt.date(2026, 6, 1)
OTHER: Row = {"file_id": "g", "payment_date": EARLIER, "payer_control_number": "ICN0"}


def twin(paid_cents: int = 5000, **values: str | dt.date | None) -> Row:
    """A line of the other claim."""
    return {**line(21), "file_id": "g", "paid_cents": paid_cents, **values}


def decided(other_line: Row, other: Row = OTHER, modifier: str | None = None) -> FactTables:
    """The claim's line, and another claim that has one line and pays what that pays."""
    claim = {**OTHER, "paid_cents": other_line["paid_cents"], **other}
    return given(others=[claim], remit_lines=[line(modifier_1=modifier), other_line])


def test_an_original_that_was_paid() -> None:
    tables = decided(twin(modifier_1="RT"))
    found = look.row(tables, "paid_original_found")
    assert found["holds"]
    assert (found["line_number"], found["on"], found["detail"]) == (1, EARLIER, "claim ICN0")
    assert (found["source_file_id"], found["source_segment"]) == ("g", 21)
    assert look.answers(tables)["paid_original_found"]
    assert look.answers(tables)["earlier_payment_found"]
    assert not look.answers(tables)["denied_original_found"]


def test_an_original_that_was_denied() -> None:
    found = look.answers(decided(twin(0)))
    assert not found["paid_original_found"]
    assert found["denied_original_found"]


@pytest.mark.parametrize(
    ("group_code", "carc", "allowed"),
    [("PR", "1", True), ("PR", "2", True), ("PR", "27", False), ("CO", "1", False)],
)
def test_an_original_that_went_to_the_deductible_was_not_denied(
    group_code: str, carc: str, *, allowed: bool
) -> None:
    share = {"file_id": "g", "line_segment": 21, "group_code": group_code, "carc": carc}
    other = twin(0)
    tables = given(
        others=[{**OTHER, "paid_cents": 0}],
        remit_lines=[line(), other],
        adjustments=[{**share, "claim_segment": other["claim_segment"]}],
    )
    found = look.answers(tables)
    assert found["paid_original_found"] == allowed
    assert found["denied_original_found"] == (not allowed)
    assert not found["earlier_payment_found"], "no money came for it"


def test_a_later_refusal_is_no_original() -> None:
    assert not look.answers(decided(twin(0), {"payment_date": LATER}))["denied_original_found"]


def test_a_later_payment_is_found_but_was_not_earlier() -> None:
    found = look.answers(decided(twin(), {"payment_date": LATER}))
    assert found["paid_original_found"]
    assert not found["earlier_payment_found"]


@pytest.mark.parametrize(
    ("other", "other_line"),
    [
        ({}, {"procedure_code": "99214"}),
        ({}, {"service_date": SERVICE + dt.timedelta(days=1)}),
        ({"payer_id": "OTHER"}, {}),
        ({"patient_control_number": "B2", "patient_id": "M2"}, {}),
        ({"patient_control_number": "B2", "patient_first_name": "SIB"}, {}),
        ({"patient_control_number": "B2", "patient_id": None}, {}),
        ({"claim_status": "22"}, {}),
        ({"claim_status": "25"}, {}),
    ],
)
def test_what_is_no_twin(other: Row, other_line: Row) -> None:
    found = look.answers(decided(twin(**other_line), other))
    assert not found["paid_original_found"]
    assert not found["earlier_payment_found"]


@pytest.mark.parametrize("other", [{"patient_control_number": "B2"}, {"patient_id": None}])
def test_the_patient_or_the_account_is_enough(other: Row) -> None:
    assert look.answers(decided(twin(), other))["paid_original_found"]


def test_a_claim_without_a_number_is_not_matched_by_it() -> None:
    none = {"patient_control_number": "0", "patient_id": None}
    tables = given([none], others=[{**OTHER, **none}], remit_lines=[line(), twin()])
    assert "paid_original_found" not in look.answers(tables)


def test_the_claim_itself_and_what_was_reversed_are_no_twins() -> None:
    state = {"claim_id": "g-10", "state": "reversed", "counts": False}
    alone = given(remit_lines=[line(paid_cents=100)])
    taken_back = given(others=[OTHER], remit_lines=[line(), twin()], claim_states=[state])
    for tables in (alone, taken_back):
        assert not look.answers(tables)["paid_original_found"]


def test_another_line_of_the_claim_is_a_twin() -> None:
    tables = given(remit_lines=[line(11), line(12, paid_cents=100), line(13, "99214")])
    assert look.line_answers(tables, "paid_original_found") == {
        1: True,
        2: False,
        3: False,
        None: False,
    }
    assert not look.answers(tables)["earlier_payment_found"]


def test_the_code_as_claimed_counts() -> None:
    tables = decided(twin(procedure_code="G0463", submitted_code="99213"))
    assert look.answers(tables)["paid_original_found"]


def test_a_claim_without_lines_is_matched_by_day_and_charge() -> None:
    tables = given(others=[{**OTHER, "paid_cents": 9000}])
    found = look.row(tables, "paid_original_found")
    assert found["holds"]
    assert (found["source_table"], found["source_segment"]) == ("remit_claims", 10)
    assert not look.answers(given(others=[{**OTHER, "charge_cents": 1, "paid_cents": 1}]))[
        "paid_original_found"
    ]


@pytest.mark.parametrize(
    ("mine", "theirs", "parted"),
    [
        ("76", None, True),
        (None, "76", False),
        ("RT", "RT", False),
        ("RT", "LT", True),
        ("26", None, False),
    ],
)
def test_a_modifier_parts_twins(mine: str | None, theirs: str | None, parted: bool) -> None:  # noqa: FBT001 - an answer
    tables = decided(twin(modifier_1=theirs), modifier=mine)
    assert look.line_answers(tables, "distinct_service") == {1: parted}


def test_without_a_twin_only_a_modifier_speaks() -> None:
    tables = given(remit_lines=[line(11, modifier_2="59"), line(12, "99214")])
    assert look.line_answers(tables, "distinct_service") == {1: True}
    assert look.row(tables, "distinct_service")["detail"] == "59"
    assert look.row(tables, "distinct_service")["claim_id"] == CLAIM
