"""Contracts that never allow more for a claim than its charge."""

from typing import Any

from tests.contracts.pricing import Row, book, contract, priced, term

DOUBLE = term("drugs", "percent_of_charges", when={"codes": ["J*"]}, percent=200)
HALF = term("half", "percent_of_charges", when={"codes": ["99*"]}, percent=50)
UNKNOWN = term("unknown", "unpriced", reason="by report")
DRUG: Row = {"code": "J1100", "charge_cents": 100_00}
VISIT: Row = {"code": "99213", "charge_cents": 300_00}
OTHER: Row = {"code": "A1", "charge_cents": 500_00}


def rows(*lines: Row, terms: tuple[Row, ...] = (DOUBLE, HALF, UNKNOWN), **claim: Any) -> list[Any]:  # noqa: ANN401 - of every kind
    found = priced(book(contract(*terms, lesser_of_charge="claim")), *lines, claim=claim)
    return [
        (row["line_number"], row["term"], row["why_not"] or row["expected_cents"]) for row in found
    ]


def test_a_claim_within_its_charge_is_priced_by_the_line() -> None:
    assert rows(DRUG, VISIT) == [(1, "drugs", 200_00), (2, "half", 150_00)]


def test_a_claim_at_its_charge_is_too() -> None:
    assert rows(DRUG, claim_charge_cents=200_00) == [(1, "drugs", 200_00)]


def test_a_claim_beyond_it_is_one_of_its_charge() -> None:
    found = priced(
        book(contract(DOUBLE, HALF, lesser_of_charge="claim")),
        DRUG,
        {**VISIT, "charge_cents": 60_00},
        claim={"claim_charge_cents": 160_00},
    )
    assert [row["expected_cents"] for row in found] == [None, None, 160_00]
    assert [row["price_cents"] for row in found] == [None, None, 230_00]
    assert [row["term"] for row in found] == ["drugs", "half", None]
    assert found[2]["steps"] == [
        "contract harbor-2026",
        "the prices come to 230.00",
        "not more than the charge of the claim 160.00",
    ]
    assert found[0]["steps"][-1] == "200 percent of the charge 100.00 = 200.00"


def test_the_charges_of_the_lines_stand_for_a_charge_that_is_not_stated() -> None:
    assert rows(DRUG) == [(1, "drugs", None), (None, "drugs", 100_00)]


def test_a_charge_that_nobody_knows_is_no_limit() -> None:
    flat = term("flat", "flat", amount=900)
    assert rows({**DRUG, "charge_cents": None}, terms=(flat,)) == [(1, "flat", 900_00)]


def test_lines_within_their_charges_stand_beside_one_without_a_price() -> None:
    assert rows(VISIT, OTHER) == [(1, "half", 150_00), (2, "unknown", "by report")]


def test_lines_beyond_them_do_not() -> None:
    expected = [(1, "drugs", "line unpriced"), (2, "unknown", "by report")]
    assert rows(DRUG, OTHER) == expected


def test_what_is_known_may_be_beyond_the_charge_alone() -> None:
    found = rows({**DRUG, "charge_cents": 600_00}, OTHER)
    assert found == [(1, "drugs", None), (2, "unknown", None), (None, None, 1_100_00)]


def test_a_claim_that_is_priced_as_one_keeps_its_row() -> None:
    case = term("case", "case_rate", when={"codes": ["J*"]}, amount=500)
    assert rows(DRUG, VISIT, terms=(case,)) == [
        (1, "case", None),
        (2, "case", None),
        (None, "case", 400_00),
    ]
