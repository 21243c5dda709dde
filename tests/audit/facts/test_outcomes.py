"""What a later decision of the same payer made of the claim."""

import datetime as dt

import pytest

from reclaim.audit.facts import FactTables
from reclaim.audit.facts.outcomes import outcomes
from reclaim.rules.payer_map import Clock, PayerEntry, PayerMap
from tests.audit.facts.given import (
    CLAIM,
    PAID,
    SENT,
    SENT_LINK,
    Look,
    Row,
    given,
    line,
)

look = Look(outcomes)

LATER = PAID + dt.timedelta(days=30)
AGAIN: Row = {"file_id": "z", "payment_date": LATER, "payer_control_number": "ICN2"}
CORRECTION: Row = {"link": "correction", "from_id": "z-10", "to_id": CLAIM}


def later(*lines: Row, other: Row | None = None, state: Row | None = None) -> FactTables:
    return given(
        others=[{**AGAIN, "paid_cents": 500, **(other or {})}],
        remit_lines=[line(11), line(12, "99214"), *lines],
        claim_links=[CORRECTION],
        claim_states=[state] if state else [],
    )


def test_nothing_came() -> None:
    found = look.answers(given(remit_lines=[line()]))
    assert not found["paid_later"]
    assert not found["correction_found"]


def test_a_correction_paid_one_line() -> None:
    tables = later(line(11, file_id="z", paid_cents=500), line(12, "99214", file_id="z"))
    assert look.line_answers(tables, "paid_later") == {1: True, 2: False, None: True}
    found = look.row(tables, "correction_found")
    assert found["holds"]
    assert (found["on"], found["detail"]) == (LATER, "claim ICN2")


def test_a_correction_that_shows_no_lines_speaks_for_the_claim() -> None:
    assert look.line_answers(later(), "paid_later") == {None: True}


@pytest.mark.parametrize(
    ("other", "state"),
    [
        ({"payment_date": PAID - dt.timedelta(days=1)}, None),
        ({"claim_status": "22"}, None),
        ({"payer_id": "OTHER"}, None),
        ({}, {"claim_id": "z-10", "state": "reversed", "counts": False}),
    ],
)
def test_what_is_no_later_decision(other: Row, state: Row | None) -> None:
    found = look.answers(later(other=other, state=state))
    assert not found["correction_found"]
    assert not found["paid_later"]


def test_a_later_refusal_is_a_decision() -> None:
    found = look.answers(later(other={"paid_cents": 0}))
    assert found["correction_found"]
    assert not found["paid_later"]


def test_the_answer_to_a_later_sending() -> None:
    tables = given(
        others=[{**AGAIN, "paid_cents": 500}],
        sent_claims=[SENT, {**SENT, "segment_number": 95}],
        claim_links=[
            SENT_LINK,
            {"link": "resent", "from_id": "s-95", "to_id": "s-5"},
            {"link": "sent", "from_id": "z-10", "to_id": "s-95"},
        ],
    )
    assert look.answers(tables)["paid_later"]


MAP = PayerMap(
    (
        PayerEntry(
            payer="harbor",
            names=("HARBOR*",),
            clocks=(
                Clock(question="prompt_pay", length=30, counts_from="received_date", cite="4.2"),
            ),
        ),
    )
)


@pytest.mark.parametrize(("days", "late"), [(30, False), (31, True)])
def test_prompt_payment(days: int, late: bool) -> None:  # noqa: FBT001 - an answer
    received = PAID - dt.timedelta(days=days)
    tables = given(
        [{"payer": "harbor", "payer_name": "HARBOR MUTUAL", "received_date": received}], payers=MAP
    )
    found = look.row(tables, "paid_after_prompt_window")
    assert found["holds"] is late
    assert (found["on"], found["limit"]) == (PAID, received + dt.timedelta(days=30))


def test_without_a_day_of_receipt_no_payment_is_late() -> None:
    claim = {"payer": "harbor", "payer_name": "HARBOR MUTUAL"}
    assert "paid_after_prompt_window" not in look.answers(given([claim], payers=MAP))
