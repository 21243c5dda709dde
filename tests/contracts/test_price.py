"""Prices of lines from the contract to the cent, with their traces."""

import datetime as dt

import pytest

from reclaim.contracts.frames import EXPECTED
from reclaim.contracts.price import price
from tests.contracts.pricing import book, claims, contract, fees, lines, only, term

FEES = fees({"code": "99213", "rate_micros": 91_630_000})
SERVICES = term("services", "fee_schedule", schedule="fees", percent=118)


def test_a_line_is_priced_step_by_step() -> None:
    contracts = book(contract(SERVICES, lesser_of_charge="line"), fees=FEES)
    row = only(contracts, {"units_thousandths": 2000})
    assert row == {
        "claim_id": "a",
        "line_number": 1,
        "contract": "harbor-2026",
        "term": "services",
        "clause": "clause services",
        "method": "fee_schedule",
        "inferred": False,
        "price_cents": 216_25,
        "expected_cents": 216_25,
        "steps": [
            "contract harbor-2026, term services (clause services)",
            "rate 91.63 (fees line 2)",
            "x 118 percent = 108.1234",
            "x 2 units = 216.2468",
            "rounded half up: 216.25",
        ],
        "why_not": None,
    }


def test_never_more_than_the_charge() -> None:
    contracts = book(contract(SERVICES, lesser_of_charge="line"), fees=FEES)
    over, at, under = (only(contracts, {"charge_cents": cents}) for cents in (10812, 10813, 10000))
    assert (over["expected_cents"], at["expected_cents"]) == (108_12, 108_12)
    assert under["expected_cents"] == 100_00
    assert under["steps"][-1] == "not more than the charge 100.00"


def test_a_line_without_a_rate_keeps_its_reason() -> None:
    row = only(book(contract(SERVICES), fees=FEES), {"code": "99214"})
    assert (row["expected_cents"], row["why_not"], row["term"]) == (None, "no rate", "services")
    assert row["steps"] == ["contract harbor-2026, term services (clause services)"]


def test_nothing_to_price() -> None:
    empty = price(claims().clear(), lines(), book(contract(SERVICES), fees=FEES))
    assert (empty.schema, empty.height) == (EXPECTED, 0)


def test_no_contract_at_all() -> None:
    row = only(book())
    assert (row["contract"], row["expected_cents"], row["why_not"]) == (None, None, "no contract")
    assert row["steps"] == []


def test_escalators_hold_from_their_day_and_multiply() -> None:
    escalators = [
        {"effective_from": dt.date(2026, 7, 1), "percent": 103, "clause": "C 1"},
        {"effective_from": dt.date(2027, 1, 1), "percent": 110, "clause": "C 2"},
    ]
    contracts = book(contract(term("flat", "flat", amount=100), escalators=escalators))
    days = (dt.date(2026, 6, 30), dt.date(2026, 7, 1), dt.date(2026, 12, 31), dt.date(2027, 1, 1))
    rows = [only(contracts, {"service_date": day}) for day in days]
    assert [row["expected_cents"] for row in rows] == [100_00, 103_00, 103_00, 113_30]
    assert rows[-1]["steps"][2:] == [
        "x 103 percent since 2026-07-01 (C 1) = 103.00",
        "x 110 percent since 2027-01-01 (C 2) = 113.30",
    ]


@pytest.mark.parametrize(
    ("units", "cents"), [(0, 0), (1, 1), (500, 500), (None, 1000), (-1, None), (10**10 + 1, None)]
)
def test_units_below_zero_or_of_many_millions_are_none(
    units: int | None, cents: int | None
) -> None:
    flat = contract(term("flat", "flat", amount=10))
    (row,) = price(claims(), lines({"units_thousandths": units}), book(flat)).to_dicts()
    assert row["expected_cents"] == cents
    assert row["why_not"] == (None if cents is not None else "not stated: units of service")


@pytest.mark.parametrize(
    ("charge", "cents"), [(0, 0), (123_456_789, 61_728_395), (-1, None), (2**63 - 1, None)]
)
def test_a_charge_below_zero_or_beyond_reckoning_gives_no_price(
    charge: int, cents: int | None
) -> None:
    (row,) = price(claims(), lines({"charge_cents": charge}), book(contract())).to_dicts()
    assert row["expected_cents"] == cents
    reason = "not stated: charge" if charge < 0 else "beyond reckoning"
    assert row["why_not"] == (None if cents is not None else reason)


@pytest.mark.parametrize("dollars", [1, 10**6, 10**12])
@pytest.mark.parametrize("units", [1, 10**4, 10**10])
def test_no_product_overflows_in_silence(dollars: int, units: int) -> None:
    fee = contract(term("fee", "fee_schedule", schedule="r", percent=10_000))
    table = fees({"code": "99213", "rate_micros": dollars * 10**6})
    asked = lines({"units_thousandths": units})
    (row,) = price(claims(), asked, book(fee, r=table)).to_dicts()
    exact = dollars * 100 * 100 * units / 1000
    if exact <= 10**15 and dollars * 100 * 100 <= 10**15:
        assert row["expected_cents"] == exact
    else:
        assert (row["expected_cents"], row["why_not"]) == (None, "beyond reckoning")
