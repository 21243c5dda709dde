"""What the payer before this one decided, and when."""

import datetime as dt

import pytest

from reclaim.audit.facts import FactTables
from reclaim.audit.facts.prior import prior
from tests.audit.facts.given import (
    CLAIM,
    LIMIT,
    PAID,
    SENT,
    SENT_LINK,
    Look,
    Row,
    given,
)

look = Look(prior)

PRIMARY: Row = {
    "file_id": "p",
    "payer_id": "PRIME",
    "payer_name": "PRIME",
    "payer_control_number": "ICN9",
    "payment_date": dt.date(2025, 12, 1),
}
MENDED: Row = {**PRIMARY, "segment_number": 30, "paid_cents": 700, "payment_date": PAID}
PRIOR: Row = {"link": "prior", "from_id": CLAIM, "to_id": "p-10"}
CORRECTION: Row = {"link": "correction", "from_id": "p-30", "to_id": "p-10"}


def test_an_earlier_payer_s_remittance() -> None:
    tables = given(others=[PRIMARY], claim_links=[PRIOR])
    found = look.row(tables, "prior_remittance_found")
    assert found["holds"]
    assert (found["detail"], found["source_file_id"]) == ("claim ICN9", "p")
    assert not look.answers(tables)["prior_denial_reversed"]


def test_no_earlier_payer_s_remittance() -> None:
    found = look.answers(given(others=[PRIMARY]))
    assert not found["prior_remittance_found"]
    assert "prior_denial_reversed" not in found


@pytest.mark.parametrize("linked", ["p-10", "p-30"])
def test_the_earlier_payer_paid_after_all(linked: str) -> None:
    tables = given(others=[PRIMARY, MENDED], claim_links=[{**PRIOR, "to_id": linked}, CORRECTION])
    found = look.row(tables, "prior_denial_reversed")
    assert found["holds"]
    assert (found["on"], found["source_segment"]) == (PAID, 30)


def test_a_payment_that_was_taken_back_is_none() -> None:
    state = {"claim_id": "p-30", "state": "reversed", "counts": False}
    tables = given(others=[PRIMARY, MENDED], claim_links=[PRIOR, CORRECTION], claim_states=[state])
    assert not look.answers(tables)["prior_denial_reversed"]


def secondary(*other_payers: Row, **claim: object) -> FactTables:
    return given(
        [claim],
        others=[PRIMARY],
        sent_claims=[SENT],
        other_payers=[
            {"file_id": "s", "segment_number": 8, "claim_segment": 5, **one} for one in other_payers
        ],
        transactions=[
            {"file_id": "s", "segment_number": 3, "transaction": 1, "created_date": LIMIT}
        ],
        claim_links=[SENT_LINK, *([PRIOR] if not other_payers else [])],
    )


def test_a_decision_on_the_claim_as_sent() -> None:
    tables = secondary({"paid_cents": 0})
    assert look.row(tables, "prior_payer_on_claim")["holds"]
    assert look.row(tables, "prior_payer_on_claim")["source_table"] == "other_payers"


def test_another_payer_without_a_decision() -> None:
    tables = secondary({})
    assert not look.row(tables, "prior_payer_on_claim")["holds"]
    assert look.row(tables, "prior_payer_on_claim")["source_table"] == "claims"


@pytest.mark.parametrize(
    ("received", "holds"),
    [(dt.date(2026, 12, 1), True), (dt.date(2026, 12, 2), False), (None, True)],
)
def test_the_limit_counts_from_the_earlier_decision(received: dt.date | None, holds: bool) -> None:  # noqa: FBT001 - an answer
    tables = secondary(received_date=received)
    found = look.row(tables, "filed_before_limit_of_prior")
    assert found["holds"] is holds
    assert (found["on"], found["limit"]) == (received or LIMIT, dt.date(2026, 12, 1))
    assert found["source_table"] == "remit_claims"


def test_the_claim_s_own_word_of_the_earlier_decision() -> None:
    tables = secondary({"paid_date": dt.date(2025, 1, 15)}, received_date=dt.date(2026, 1, 15))
    found = look.row(tables, "filed_before_limit_of_prior")
    assert found["holds"]
    assert found["source_table"] == "other_payers"
