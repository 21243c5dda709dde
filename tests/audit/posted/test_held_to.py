"""Limits, approvals and closed periods: only what the practice states is held against anybody."""

import datetime as dt

import polars as pl
import pytest

from reclaim.audit.posted.held_to import HELD, held_to
from reclaim.intake.csv_file import TYPES, CsvFile
from reclaim.intake.posting_files import APPROVALS, CLOSED_PERIODS, USERS, PostingFiles
from reclaim.rules.posting_policy import OwnPolicy, PostingPolicy
from tests.audit.posted.postings import POSTED, Row, write_offs


def file(declared: CsvFile, *rows: Row) -> pl.DataFrame:
    schema = {name: TYPES[column.field] for name, column in declared.columns.items()}
    return pl.DataFrame([{**dict.fromkeys(schema), **row} for row in rows], schema=schema)


def held(kept: PostingFiles, *rows: Row, least: object = None) -> pl.DataFrame:
    own = () if least is None else (OwnPolicy.model_validate(_approval(least)),)
    return held_to(write_offs(*rows), PostingPolicy(own, kept)).select(HELD)


def _approval(least: object) -> dict[str, object]:
    return {"id": "approval/from", "value": least, "cite": "our policy"}


def test_nothing_stated_is_nothing_known() -> None:
    assert held(PostingFiles(), {}).row(0) == (None, None, None)


def test_the_limit_of_the_user() -> None:
    users = file(USERS, {"user": "u.ames", "limit": 25_000}, {"user": "owner"})
    rows: tuple[Row, ...] = ({}, {"user": "owner"}, {"user": "stranger"}, {"user": None})
    found = held(PostingFiles(users=users), *rows)
    assert found["user_limit_cents"].to_list() == [25_000, None, None, None]


@pytest.mark.parametrize(
    ("approval", "approved"),
    [
        ({"transaction_id": "T1"}, True),
        ({"transaction_id": "T2"}, False),
        ({"patient_control_number": "A1"}, True),
        ({"patient_control_number": "A1", "category": "contractual"}, True),
        ({"patient_control_number": "A1", "category": "bad_debt"}, False),
        ({"transaction_id": "T1", "amount": 9_999}, False),
        ({"transaction_id": "T1", "approved_on": POSTED}, True),
        ({"transaction_id": "T1", "approved_on": POSTED + dt.timedelta(days=1)}, False),
        ({"transaction_id": "T1", "approved_by": "u.ames"}, False),
        ({"transaction_id": "T1", "requested_by": "m.two"}, False),
        ({"transaction_id": "T1", "requested_by": "u.ames"}, True),
        ({}, False),
    ],
)
def test_an_approval_covers_what_it_names(approval: Row, *, approved: bool) -> None:
    usual = {"amount": 10_000, "approved_by": "m.two", "approved_on": POSTED}
    kept = PostingFiles(approvals=file(APPROVALS, {**usual, **approval}))
    assert held(kept, {})["approved"].to_list() == [approved]


def test_the_ledgers_own_word_is_enough_unless_it_is_the_users() -> None:
    kept = PostingFiles(approvals=file(APPROVALS))
    rows = ({"approved_by": "m.two"}, {"approved_by": "u.ames"}, {"approved_by": None})
    assert held(kept, *rows)["approved"].to_list() == [True, False, False]


def test_below_the_amount_of_the_policy_none_is_asked_for() -> None:
    rows = ({"posted_cents": 5_000}, {"posted_cents": 4_999})
    assert held(PostingFiles(), *rows, least=50.00)["approved"].to_list() == [False, None]


def test_a_period_is_closed_for_what_comes_afterwards() -> None:
    period = {
        "first_day": dt.date(2026, 1, 1),
        "last_day": dt.date(2026, 1, 31),
        "closed_on": dt.date(2026, 1, 28),
        "last_transaction_id": 500,
    }
    kept = PostingFiles(closed_periods=file(CLOSED_PERIODS, period))
    rows = (
        {"posted_date": dt.date(2026, 1, 28), "transaction_id": "500"},
        {"posted_date": dt.date(2026, 1, 29), "transaction_id": "499"},
        {"posted_date": dt.date(2026, 1, 5), "transaction_id": "501"},
        {"posted_date": dt.date(2026, 1, 5), "transaction_id": "A-7"},
        {"posted_date": dt.date(2026, 2, 1), "transaction_id": "502"},
        {"posted_date": None, "transaction_id": "502"},
    )
    found = held(kept, *rows)["period_closed"].to_list()
    assert found == [False, True, True, False, False, None]


def test_approvals_neither_add_nor_drop_a_row() -> None:
    one = {"amount": 10_000, "approved_by": "m.two", "approved_on": POSTED, "transaction_id": "T1"}
    kept = PostingFiles(approvals=file(APPROVALS, one, one))
    assert held(kept, {}, {})["approved"].to_list() == [True, False]
