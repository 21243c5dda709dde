"""The order of work on a price: escalators, units and their rounding, policies, limits."""

import datetime as dt
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from reclaim.contracts.price import price
from tests.contracts.pricing import (
    DAY,
    Row,
    book,
    claims,
    contract,
    fees,
    lines,
    only,
    priced,
    term,
)

EVE = DAY - dt.timedelta(days=1)
FEES = fees({"code": "99213", "rate_micros": 91_630_000}, {"code": "A", "rate_micros": 250_000})
SERVICES = term("services", "fee_schedule", schedule="fees", percent=118)
RISE = [{"effective_from": DAY, "percent": 103, "clause": "D"}]
STAY = term("stay", "case_rate", amount=1000)


@pytest.mark.parametrize(
    ("rounding", "cents"),
    [("half_up_per_unit", 324_36), ("half_up_per_line", 324_37), ("truncate_per_line", 324_37)],
)
def test_units_are_multiplied_before_or_after_rounding(rounding: str, cents: int) -> None:
    """108.1234 x 3."""
    contracts = book(contract(SERVICES, rounding=rounding), fees=FEES)
    assert only(contracts, {"units_thousandths": 3000})["expected_cents"] == cents


@pytest.mark.parametrize(
    ("rounding", "percent", "cents"),
    [
        ("half_even_per_line", 50, 12),
        ("half_even_per_line", 54, 14),
        ("half_even_per_line", 70, 18),
        ("half_up_per_line", 50, 13),
        ("half_up_per_line", "49.9999", 12),
        ("truncate_per_line", 54, 13),
    ],
)
def test_half_a_cent_goes_where_the_contract_says(
    rounding: str, percent: object, cents: int
) -> None:
    """Shares of 0.25: half of it is 12.5 cents."""
    share = term("share", "fee_schedule", schedule="fees", percent=percent)
    contracts = book(contract(share, rounding=rounding), fees=FEES)
    assert only(contracts, {"code": "A"})["expected_cents"] == cents


@pytest.mark.parametrize(
    ("day", "escalate", "cents"), [(DAY, True, 103_00), (EVE, True, 100_00), (DAY, False, 100_00)]
)
def test_an_escalator_raises_what_escalates_from_its_day_on(
    day: dt.date, cents: int, *, escalate: bool
) -> None:
    flat = {**term("flat", "flat", amount=100), "escalate": escalate}
    contracts = book(contract(flat, escalators=RISE))
    assert only(contracts, {"service_date": day})["expected_cents"] == cents


def test_the_price_before_policies_stands_beside_the_expected_amount() -> None:
    policy = {"clause": "B", "modifier": "51", "percents": [100, 50]}
    contracts = book(
        contract(SERVICES, policies={"multiple_procedures": [policy]}, lesser_of_charge="line"),
        fees=FEES,
    )
    rows = priced(contracts, {}, {"modifiers": ["51"]}, {"modifiers": ["51"], "charge_cents": 100})
    assert [(row["price_cents"], row["expected_cents"]) for row in rows] == [
        (108_12, 108_12),
        (108_12, 54_06),
        (100, 100),
    ]


def test_a_line_that_a_policy_leaves_without_a_price_keeps_the_one_before_it() -> None:
    shares = {"clause": "B", "shares": {"62": 62.5}, "by_report": ["66"]}
    contracts = book(contract(SERVICES, policies={"modifier_shares": [shares]}), fees=FEES)
    row = only(contracts, {"modifiers": ["66"]})
    assert (row["price_cents"], row["expected_cents"]) == (108_12, None)
    assert row["why_not"].startswith("by report")


@pytest.mark.parametrize(("charge", "cents"), [(0, 0), (1, 1), (108_12, 108_12), (None, 108_12)])
def test_a_charge_limits_a_price_down_to_nothing(charge: int | None, cents: int) -> None:
    contracts = book(contract(SERVICES, lesser_of_charge="line"), fees=FEES)
    assert only(contracts, {"charge_cents": charge})["expected_cents"] == cents


@pytest.mark.parametrize(("other", "cents"), [(20_00, 50_00), (None, 1000_00)])
def test_a_whole_claim_is_limited_by_its_charges_where_all_are_stated(
    other: int | None, cents: int
) -> None:
    stay = term("stay", "case_rate", amount=1000, lesser_of_charge=True)
    contracts = book(contract(stay, lesser_of_charge="line"))
    rows = _whole(contracts, {"charge_cents": 30_00}, {"charge_cents": other})
    assert rows == [cents]


@pytest.mark.parametrize(("days", "cents"), [((EVE, DAY), 1000_00), ((DAY, DAY), 1030_00)])
def test_a_whole_claim_has_the_escalators_of_its_first_day(
    days: tuple[dt.date, dt.date], cents: int
) -> None:
    contracts = book(contract(STAY, escalators=RISE))
    for order in (days, days[::-1]):
        assert _whole(contracts, *({"service_date": day} for day in order)) == [cents]


def _whole(contracts: Any, *lines: Row) -> list[int]:  # noqa: ANN401 - a book
    rows = priced(contracts, *lines)
    return [row["expected_cents"] for row in rows if row["line_number"] is None]


def test_policies_of_a_claim_do_not_look_at_other_claims() -> None:
    policies = {
        "bilateral": {"clause": "B", "percent": 150},
        "multiple_procedures": [{"clause": "C", "modifier": "51", "percents": [100, 50, 25]}],
    }
    contracts = book(contract(SERVICES, policies=policies, lesser_of_charge="line"), fees=FEES)
    pair: list[Row] = [{"modifiers": ["LT"]}, {"modifiers": ["RT"]}, {"code": "A"}]
    ranked: list[Row] = [{"modifiers": ["51"]}, {"code": "A", "modifiers": ["51"]}]
    claims_of: list[list[Row]] = [[*pair, *ranked], pair, ranked, [{"modifiers": ["RT"]}]]
    names = [f"c{number}" for number in range(len(claims_of))]
    every = [
        {**line, "claim_id": name}
        for name, own in zip(names, claims_of, strict=True)
        for line in own
    ]
    together = price(claims(*({"claim_id": name} for name in names)), lines(*every), contracts)
    alone = [
        price(
            claims({"claim_id": name}),
            lines(*(line for line in every if line["claim_id"] == name)),
            contracts,
        )
        for name in names
    ]
    assert_frame_equal(together, pl.concat(alone))
    assert together.filter(claim_id="c1")["expected_cents"].to_list() == [108_12, 54_06, 30]
