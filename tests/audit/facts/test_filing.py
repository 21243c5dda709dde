"""A claim arrived in time when its payer says so; what is less proves less."""

import datetime as dt
from collections.abc import Sequence

import pytest

from reclaim.audit.facts import FactTables
from reclaim.audit.facts.filing import filing
from tests.audit.facts.given import (
    CLAIM,
    CLAIM_ROW,
    LIMIT,
    SENT,
    SENT_LINK,
    SERVICE,
    Look,
    Row,
    given,
)

look = Look(filing)

LATE = LIMIT + dt.timedelta(days=1)
EARLY = dt.date(2025, 2, 1)


def status(
    category: str, day: dt.date | None, *, segment: int = 50, by: str = "PR", entity: str = ""
) -> Row:
    return {
        "file_id": "r",
        "segment_number": segment,
        "element": 1,
        "transaction": 1,
        "category_code": category,
        "status_code": "20",
        "entity": entity or None,
        "status_date": day,
        "answered_by": by,
    }


def answered(
    *statuses: Row, more_links: Sequence[Row] = (), transactions: Sequence[Row] = ()
) -> FactTables:
    links = [
        {"link": "receipt", "from_id": "s-5", "to_id": f"r-{one['segment_number']}"}
        for one in statuses
    ]
    return given(
        sent_claims=[SENT],
        claim_statuses=statuses,
        claim_links=[SENT_LINK, *links, *more_links],
        transactions=transactions,
    )


def test_an_acceptance_by_the_payer_on_the_last_day_is_in_time() -> None:
    tables = answered(status("A2", LIMIT))
    assert look.row(tables, "accepted_in_time") == {
        "claim_id": CLAIM,
        "line_number": None,
        "fact": "accepted_in_time",
        "holds": True,
        "on": LIMIT,
        "limit": LIMIT,
        "detail": "A2 20",
        "source_table": "claim_statuses",
        "source_file_id": "r",
        "source_segment": 50,
    }
    assert not look.answers(tables)["accepted_late"]
    assert not look.answers(tables)["rejected_first"]


def test_an_acceptance_a_day_later_is_late() -> None:
    found = look.answers(answered(status("A2", LATE)))
    assert not found["accepted_in_time"]
    assert found["accepted_late"]


def test_the_earliest_acceptance_counts() -> None:
    tables = answered(status("A2", LATE), status("A2", EARLY, segment=60))
    assert look.row(tables, "accepted_in_time")["on"] == EARLY
    assert look.answers(tables)["accepted_in_time"]


def test_the_clearinghouse_s_word_is_weaker() -> None:
    found = look.answers(answered(status("A2", EARLY, by="AY")))
    assert "accepted_in_time" not in found
    assert found["batch_accepted"]


def test_the_clearinghouse_may_pass_on_the_payer_s_word() -> None:
    assert look.answers(answered(status("A2", EARLY, by="AY", entity="PR")))["accepted_in_time"]


def test_receipt_is_no_acceptance() -> None:
    found = look.answers(answered(status("A1", EARLY)))
    assert "accepted_in_time" not in found
    assert found["batch_accepted"]
    assert not found["rejected_first"]


def test_a_status_without_a_day_has_that_of_its_transaction() -> None:
    made = [{"file_id": "r", "segment_number": 3, "transaction": 1, "created_date": EARLY}]
    tables = answered(status("A2", None), transactions=made)
    assert look.row(tables, "accepted_in_time")["on"] == EARLY


@pytest.mark.parametrize("category", ["A3", "A6", "A7", "A8"])
def test_a_rejection_without_an_acceptance(category: str) -> None:
    found = look.answers(answered(status(category, EARLY)))
    assert found["rejected_first"]
    assert "accepted_in_time" not in found
    assert "batch_accepted" not in found


def test_a_rejection_that_was_mended_in_time_is_none() -> None:
    both = answered(status("A7", EARLY), status("A2", LIMIT, segment=60))
    assert not look.answers(both)["rejected_first"]


def test_a_rejection_that_was_mended_too_late() -> None:
    both = answered(status("A7", EARLY), status("A2", LATE, segment=60))
    assert look.answers(both)["rejected_first"]
    assert look.row(both, "rejected_first")["detail"] == "A7 20"


def test_an_earlier_sending_counts() -> None:
    first = {**SENT, "file_id": "e", "segment_number": 7}
    links = [
        SENT_LINK,
        {"link": "resent", "from_id": "s-5", "to_id": "e-7"},
        {"link": "receipt", "from_id": "e-7", "to_id": "r-50"},
    ]
    tables = given(
        sent_claims=[SENT, first], claim_statuses=[status("A2", EARLY)], claim_links=links
    )
    assert look.answers(tables)["accepted_in_time"]


def test_sendings_that_lead_back_to_themselves_end() -> None:
    links = [
        {"link": "resent", "from_id": "s-5", "to_id": "s-5"},
    ]
    assert look.answers(answered(status("A2", EARLY), more_links=links))["accepted_in_time"]


def test_an_ambiguous_link_is_not_used() -> None:
    link = {"link": "receipt", "from_id": "s-5", "to_id": "r-50", "ambiguous": True}
    tables = given(
        sent_claims=[SENT], claim_statuses=[status("A2", EARLY)], claim_links=[SENT_LINK, link]
    )
    assert "accepted_in_time" not in look.answers(tables)


def test_without_a_limit_nothing_is_in_time_or_late() -> None:
    tables = answered(status("A2", EARLY), status("A7", EARLY, segment=60))
    nobody = {"payer_kind": None, "payer_name": "NOBODY KNOWS"}
    unknown = given(
        [nobody],
        sent_claims=[SENT],
        claim_statuses=tables.claim_statuses.to_dicts(),
        claim_links=tables.claim_links.to_dicts(),
    )
    assert {
        name for name in look.answers(unknown) if name.endswith(("time", "late", "first"))
    } == set()


def made(day: dt.date) -> list[Row]:
    return [{"file_id": "s", "segment_number": 3, "transaction": 1, "created_date": day}]


@pytest.mark.parametrize(("day", "holds"), [(LIMIT, True), (LATE, False)])
def test_the_day_on_which_the_claim_was_made(day: dt.date, holds: bool) -> None:  # noqa: FBT001 - an answer
    tables = answered(transactions=made(day))
    assert look.answers(tables)["sent_in_time"] is holds
    assert look.row(tables, "sent_in_time")["source_segment"] == 3


@pytest.mark.parametrize(("day", "holds"), [(LIMIT, True), (LATE, False)])
def test_the_payer_s_own_day_of_receipt(day: dt.date, holds: bool) -> None:  # noqa: FBT001 - an answer
    tables = given([{"received_date": day}])
    assert look.answers(tables)["received_in_time"] is holds
    assert look.row(tables, "received_in_time")["source_segment"] == 10


def acknowledged(*acks: tuple[str, int]) -> FactTables:
    """A 999 of one interchange; each answer with its segment number."""
    return given(
        sent_claims=[SENT],
        acknowledgements=[
            {"file_id": "k", "segment_number": at, "answer": answer} for answer, at in acks
        ],
        interchanges=[{"file_id": "k", "segment_number": 1, "interchange_date": EARLY}],
        claim_links=[
            SENT_LINK,
            *({"link": "batch", "from_id": "s-5", "to_id": f"k-{at}"} for _, at in acks),
        ],
    )


def test_a_batch_that_was_taken_in() -> None:
    tables = acknowledged(("A", 6))
    assert look.answers(tables)["batch_accepted"]
    assert look.row(tables, "batch_accepted")["source_table"] == "acknowledgements"
    assert look.row(tables, "batch_accepted")["on"] == EARLY


def test_a_batch_that_was_refused() -> None:
    assert not look.answers(acknowledged(("A", 2), ("R", 6)))["batch_accepted"]


def test_a_batch_taken_in_part_says_nothing_about_one_claim() -> None:
    assert "batch_accepted" not in look.answers(acknowledged(("P", 6)))


def test_an_institution_s_claim_counts_from_its_last_day() -> None:
    stay = {**CLAIM_ROW, "statement_to_date": SERVICE + dt.timedelta(days=20)}
    links = [SENT_LINK, {"link": "receipt", "from_id": "s-5", "to_id": "r-50"}]
    for qualifier, limit in (("A", dt.date(2026, 1, 30)), ("B", LIMIT)):
        tables = given(
            [stay],
            sent_claims=[{**SENT, "facility_qualifier": qualifier}],
            claim_statuses=[status("A2", LATE)],
            claim_links=links,
        )
        assert look.row(tables, "accepted_in_time")["limit"] == limit
