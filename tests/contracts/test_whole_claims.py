"""Claims that are priced as a whole, and what is carved out of them."""

import datetime as dt
from typing import Any

from tests.contracts.pricing import ALL, Row, book, contract, fees, priced, term

STAY: Row = {"form": "institutional", "type_of_bill": "111"}
CASE = term("case", "case_rate", when={"types_of_bill": ["11"]}, amount=5000)
IMPLANT: Row = {"revenue_code": "0278", "charge_cents": 2_000_00}
ROOM: Row = {"revenue_code": "0120", "charge_cents": 8_000_00}
IMPLANTS: Row = {
    **term("implants", "percent_of_charges", when={"revenue_codes": ["0278"]}, percent=45),
    "carve_out": True,
}


def amounts(*terms: Row, lines: tuple[Row, ...] = (ROOM, IMPLANT), **said: Any) -> list[Any]:  # noqa: ANN401 - of every kind
    """`line_number`, term, expected or why not of every row."""
    rows = priced(book(contract(*terms, **said)), *lines, claim=STAY)
    return [
        (row["line_number"], row["term"], row["why_not"] or row["expected_cents"]) for row in rows
    ]


def test_the_claim_has_the_price_and_its_lines_have_none() -> None:
    rows = priced(book(contract(CASE)), ROOM, IMPLANT, claim=STAY)
    assert [row["line_number"] for row in rows] == [1, 2, None]
    assert [row["expected_cents"] for row in rows] == [None, None, 5_000_00]
    assert {(row["term"], row["method"], row["why_not"]) for row in rows} == {
        ("case", "case_rate", None)
    }
    assert rows[0]["steps"] == ["contract harbor-2026, term case (clause case)"]
    assert rows[2]["steps"][1] == "case rate 5,000.00"


def test_what_is_carved_out_has_its_own_price_beside_it() -> None:
    expected = [(1, "case", None), (2, "implants", 900_00), (None, "case", 5_000_00)]
    assert amounts(IMPLANTS, CASE) == expected


def test_a_carve_out_without_a_price_leaves_the_whole_without() -> None:
    unknown: Row = {**IMPLANTS, "price": {"method": "unpriced", "reason": "by report"}}
    assert amounts(unknown, CASE) == [
        (1, "case", None),
        (2, "implants", "by report"),
        (None, "case", "line unpriced"),
    ]


def test_a_claim_of_nothing_but_carve_outs_has_no_row_of_its_own() -> None:
    assert amounts(IMPLANTS, CASE, lines=(IMPLANT,)) == [(1, "implants", 900_00)]


def test_why_the_claim_has_no_price_is_its_own_reason() -> None:
    case: Row = {**CASE, "price": {**CASE["price"], "days": 3, "extra_day": 100}}
    assert amounts(case, lines=(ROOM,)) == [
        (1, "case", None),
        (None, "case", "not stated: days of the stay"),
    ]


def test_escalators_limits_and_rounding_hold_for_claims_too() -> None:
    escalators = [{"effective_from": dt.date(2026, 1, 1), "percent": "100.0001", "clause": "C"}]
    assert amounts(CASE, escalators=escalators)[-1] == (None, "case", 5_000_01)
    low: Row = {**CASE, "price": {**CASE["price"], "maximum": 4000}}
    high: Row = {**CASE, "price": {**CASE["price"], "minimum": 6000}}
    assert amounts(low)[-1] == (None, "case", 4_000_00)
    assert amounts(high)[-1] == (None, "case", 6_000_00)


def test_never_more_than_was_charged_for_what_it_is_for() -> None:
    capped: Row = {**CASE, "price": {**CASE["price"], "lesser_of_charge": True}}
    cheap = {**ROOM, "charge_cents": 3_000_00}
    assert amounts(capped, lines=(cheap, IMPLANT))[-1] == (None, "case", 5_000_00)
    assert amounts(IMPLANTS, capped, lines=(cheap, IMPLANT))[-1] == (None, "case", 3_000_00)


def test_a_contract_that_caps_lines_does_not_cap_claims() -> None:
    cheap = {**ROOM, "charge_cents": 3_000_00}
    assert amounts(CASE, lines=(cheap,), lesser_of_charge="line")[-1] == (None, "case", 5_000_00)


def test_claim_rules_come_after_the_price() -> None:
    rule = {"clause": "S", "kind": "first_dollar", "percent": 60, "threshold": 9_999.99}
    rows = priced(
        book(contract(CASE, claim_rules={"stop_loss": [rule]})), ROOM, IMPLANT, claim=STAY
    )
    assert (rows[-1]["price_cents"], rows[-1]["expected_cents"]) == (5_000_00, 6_000_00)


def test_a_claim_that_is_only_in_part_under_the_contract_has_no_price() -> None:
    case: Row = {**CASE, "when": {"types_of_bill": ["13"]}}
    old = contract(
        {**ALL, "price": {"method": "capitation"}}, name="old", effective_to="2026-02-28"
    )
    new = contract(case, name="new", effective_from="2026-03-01")
    rows = priced(
        book(old, new),
        {"service_date": dt.date(2026, 2, 28)},
        {},
        claim={**STAY, "type_of_bill": "131"},
    )
    assert [(row["contract"], row["expected_cents"]) for row in rows] == [("old", 0), ("new", None)]
    assert rows[1]["why_not"].startswith("two contracts: ")


def test_claims_are_told_apart() -> None:
    table = fees({"code": "99213", "rate_micros": 10_000_000})
    services = term("services", "fee_schedule", schedule="fees")
    contracts = book(contract(CASE, services), fees=table)
    assert len(priced(contracts, ROOM, claim=STAY)) == 2
    assert len(priced(contracts, ROOM, claim={**STAY, "type_of_bill": "131"})) == 1
