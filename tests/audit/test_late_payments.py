"""Interest that a contract promises on what was paid late, less what the payer paid of it."""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reclaim.audit.late_payments import (
    LATE_PAYMENTS,
    late_facts,
    late_interest_found,
    late_payments,
)
from reclaim.contracts.model.contract import Contract
from reclaim.rules.fact_words import statement
from reclaim.rules.payer_map import PayerMap
from reclaim.rules.signals import signals
from reclaim.schema import TABLES

RECEIVED = dt.date(2026, 1, 1)
LAST = dt.date(2026, 1, 31)
SERVICE = dt.date(2025, 12, 20)
CLAIM = {
    "claim_id": "f-1",
    "file_id": "f",
    "segment_number": 1,
    "claim_status": "1",
    "paid_cents": 100_000,
    "interest_cents": None,
    "received_date": RECEIVED,
    "payment_date": LAST + dt.timedelta(days=10),
}
KINDS = {
    "claim_status": pl.String(),
    "paid_cents": pl.Int64(),
    "interest_cents": pl.Int64(),
    "received_date": pl.Date(),
    "payment_date": pl.Date(),
}


def contract(name: str = "harbor-1", **stated: object) -> Contract:
    promise = {"days": 30, "annual_percent": 12, "clause": "6.2"}
    term = {"id": "a", "clause": "1", "price": {"method": "flat", "amount": 1}}
    given = {"contract": name, "payer": "harbor", "terms": [term], "prompt_pay": promise}
    return Contract.model_validate(given | stated)


def expected(*of: str | None, claim: str = "f-1") -> pl.DataFrame:
    """Expected lines of a claim, each under a contract or none."""
    rows = [
        {"claim_id": claim, "line_number": at, "contract": name, "service_date": SERVICE}
        for at, name in enumerate(of, 1)
    ]
    schema = TABLES["expected_lines"].polars_schema
    return pl.DataFrame(rows, schema=schema)


def late(
    *contracts: Contract, of: tuple[str | None, ...] = ("harbor-1",), **changed: object
) -> pl.DataFrame:
    claims = pl.DataFrame([CLAIM | changed], schema_overrides=KINDS)
    return late_payments(expected(*of), claims, contracts or (contract(),))


def open_cents(*contracts: Contract, **changed: Any) -> list[int]:  # noqa: ANN401 - a claim's columns
    return late(*contracts, **changed)["open_cents"].to_list()


@pytest.mark.parametrize(
    ("days", "found"), [(-1, []), (0, []), (1, [33]), (2, [66]), (10, [329]), (365, [12_000])]
)
def test_interest_runs_from_the_day_after_the_last_in_time(days: int, found: list[int]) -> None:
    assert open_cents(payment_date=LAST + dt.timedelta(days=days)) == found


def test_a_leap_year_has_a_day_more_and_no_longer_year() -> None:
    paid = {"received_date": dt.date(2024, 1, 30), "payment_date": dt.date(2024, 3, 1)}
    service = expected("harbor-1").with_columns(service_date=dt.date(2024, 1, 2))
    claims = pl.DataFrame([CLAIM | paid], schema_overrides=KINDS)
    found = late_payments(service, claims, [contract()])
    assert found.select("last_day", "open_cents").row(0) == (dt.date(2024, 2, 29), 33)
    no_leap = {"received_date": dt.date(2023, 1, 30), "payment_date": dt.date(2023, 3, 1)}
    claims = pl.DataFrame([CLAIM | no_leap], schema_overrides=KINDS)
    found = late_payments(
        service.with_columns(service_date=dt.date(2023, 1, 2)), claims, [contract()]
    )
    assert found.is_empty(), "thirty days after 30 January is 1 March"


@pytest.mark.parametrize(
    ("came", "found"), [(None, [329]), (0, [329]), (-500, [329]), (328, [1]), (329, []), (400, [])]
)
def test_interest_that_came_is_taken_off(came: int | None, found: list[int]) -> None:
    assert open_cents(interest_cents=came) == found


@pytest.mark.parametrize(
    ("tolerance", "found"),
    [
        ({"dollars": 3.28}, [329]),
        ({"dollars": 3.29}, []),
        ({"percent": 99.9}, [329]),
        ({"percent": 100}, []),
    ],
)
def test_what_is_within_the_tolerance_of_the_contract_is_none(
    tolerance: dict[str, float], found: list[int]
) -> None:
    assert open_cents(contract(tolerance=tolerance)) == found


@pytest.mark.parametrize(
    "changed",
    [
        {"received_date": None},
        {"payment_date": None},
        {"paid_cents": 0},
        {"paid_cents": -100_000},
        {"paid_cents": None},
        {"claim_status": "22"},
        {"claim_status": "23"},
        {"claim_status": "25"},
        {"received_date": SERVICE - dt.timedelta(days=1)},
        {"of": ("harbor-1", None)},
        {"of": (None,)},
        {"of": ("harbor-1", "harbor-2")},
        {"of": ("harbor-2",)},
    ],
)
def test_where_it_cannot_be_known_nothing_is_said(changed: dict[str, Any]) -> None:
    both = (contract(), contract("harbor-2", prompt_pay=None))
    assert open_cents(*both) == [329]
    assert open_cents(*both, **changed) == []


def test_a_claim_received_on_the_day_of_service_is_believed() -> None:
    assert open_cents(received_date=SERVICE) != []


def test_each_claim_has_the_promise_of_its_own_contract() -> None:
    other = contract(
        "cobalt-1", prompt_pay={"days": 40, "annual_percent": 18, "basis": 360, "clause": "9"}
    )
    claims = pl.DataFrame([CLAIM, CLAIM | {"claim_id": "f-2"}], schema_overrides=KINDS)
    lines = pl.concat([expected("harbor-1", "harbor-1"), expected("cobalt-1", claim="f-2")])
    found = late_payments(lines, claims, [contract(), other])
    assert found.select("claim_id", "contract", "open_cents").rows() == [("f-1", "harbor-1", 329)]
    later = claims.with_columns(payment_date=LAST + dt.timedelta(days=11))
    found = late_payments(lines, later, [contract(), other])
    assert found.select("claim_id", "open_cents").rows() == [("f-1", 362), ("f-2", 50)]


def test_without_a_promise_nothing_is_found() -> None:
    found = late(contract(prompt_pay=None))
    assert found.is_empty()
    assert found.schema == LATE_PAYMENTS


def test_the_fact_tells_clause_days_and_sum() -> None:
    facts = late_facts(late(interest_cents=129))
    assert facts.schema == TABLES["facts"].polars_schema
    assert facts.select("fact", "holds", "on", "limit").row(0) == (
        "late_by_contract",
        True,
        dt.date(2026, 2, 10),
        LAST,
    )
    assert facts.select(statement()).item() == (
        "The claim was paid late, by contract harbor-1: received 2026-01-01, 30 days to pay "
        "(clause 6.2): last day 2026-01-31; paid 2026-02-10: 10 days late; "
        "1,000.00 x 12 percent x 10 / 365 = 3.29; 3.29 less 1.29 paid (AMT*I) = 2.00."
    )


def test_what_is_found_is_the_open_interest_of_the_claim() -> None:
    sent = {"payer_id": "HARBOR", "payer_name": "HARBOR", "filing_indicator": "12"}
    claims = PayerMap().with_payer(pl.DataFrame([CLAIM | sent], schema_overrides=KINDS))
    claims = claims.with_columns(statement_from_date=SERVICE, statement_to_date=SERVICE)
    found = late_interest_found(late(), claims, signals())
    row = found.row(0, named=True)
    assert row["amount_cents"] == 329
    assert (row["recoverable"], row["place"], row["line_number"]) == ("yes", "insurer_paid", None)
    assert row["trace"] == "contract/late > payment/late-interest"
    assert signals()[row["signal"]].kind == "late_interest"
    without = [signal for signal in signals() if signal.about != "late_payment"]
    assert late_interest_found(late(), claims, without).is_empty()


@given(
    paid=st.integers(1, 10**9),
    days=st.integers(-40, 900),
    came=st.integers(0, 10**5),
    percent=st.decimals(0, 40, places=3),
    basis=st.sampled_from([360, 365]),
)
def test_it_is_what_a_pocket_calculator_says(
    paid: int, days: int, came: int, percent: Decimal, basis: int
) -> None:
    promise = {"days": 30, "annual_percent": percent, "basis": basis, "clause": "6"}
    changed = {"payment_date": LAST + dt.timedelta(days=days), "interest_cents": came}
    found = open_cents(contract(prompt_pay=promise), paid_cents=paid, **changed)
    exact = Decimal(paid) * percent / 100 * max(days, 0) / basis
    due = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
    assert found == ([due - came] if due > came else [])
