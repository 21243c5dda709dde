"""The payer's latest answer about the day of service says whether coverage was active."""

import datetime as dt

from reclaim.audit.facts import FactTables
from reclaim.audit.facts.coverage import coverage
from tests.audit.facts.given import CLAIM, SERVICE, Look, given

look = Look(coverage)

BEFORE = dt.date(2025, 1, 9)
COVERAGE = ("coverage_active", "coverage_ended", "other_payer_on_271")
AFTER = dt.date(2025, 6, 1)


def covered(*benefits: tuple[int, int, str]) -> FactTables:
    """Each benefit: its transaction, its segment number and EB01."""
    return given(
        coverages=[
            {"file_id": "c", "segment_number": at, "transaction": number, "benefit_code": code}
            for number, at, code in benefits
        ],
        transactions=[
            {"file_id": "c", "segment_number": number, "transaction": number, "created_date": day}
            for number, day in ((1, BEFORE), (2, AFTER))
        ],
        claim_links=[
            {"link": "coverage", "from_id": CLAIM, "to_id": f"c-{at}"} for _, at, _ in benefits
        ],
    )


def test_active() -> None:
    tables = covered((1, 20, "1"))
    known = look.answers(tables)
    assert [known.get(name) for name in COVERAGE] == [True, False, False]
    found = look.row(tables, "coverage_active")
    assert (found["on"], found["limit"]) == (BEFORE, SERVICE)
    assert (found["source_table"], found["source_segment"]) == ("coverages", 20)


def test_ended() -> None:
    found = look.answers(covered((1, 20, "6")))
    assert not found["coverage_active"]
    assert found["coverage_ended"]


def test_the_latest_answer_decides() -> None:
    tables = covered((1, 20, "1"), (2, 40, "6"))
    assert look.answers(tables)["coverage_ended"]
    assert look.row(tables, "coverage_ended")["on"] == AFTER


def test_one_active_plan_is_enough() -> None:
    assert look.answers(covered((1, 20, "6"), (1, 21, "1")))["coverage_active"]


def test_another_payer() -> None:
    tables = covered((1, 20, "1"), (1, 25, "R"))
    assert look.answers(tables)["other_payer_on_271"]
    assert look.row(tables, "other_payer_on_271")["source_segment"] == 25


def test_another_benefit_answers_nothing() -> None:
    assert not set(COVERAGE) & set(look.answers(covered((1, 20, "C"))))
