"""Prices that need no table."""

import datetime as dt

import pytest

from tests.contracts.pricing import Row, book, contract, only, priced, term


def paid(one: Row, *lines: Row) -> list[int | str]:
    """What each line brings; where it has no price, why."""
    found = priced(book(contract(one)), *lines)
    return [row["why_not"] or row["expected_cents"] for row in found]


def test_percent_of_charges() -> None:
    half = term("half", "percent_of_charges", percent=45.5)
    lines = ({"charge_cents": 200_00, "units_thousandths": 3000}, {"charge_cents": 0})
    assert paid(half, *lines) == [91_00, 0]
    assert paid(half, {"charge_cents": None}) == ["not stated: charge"]
    step = only(book(contract(half)), {"charge_cents": 1_234_50})["steps"][1]
    assert step == "45.5 percent of the charge 1,234.50 = 561.6975"


def test_flat_by_the_unit() -> None:
    flat = term("flat", "flat", amount=12.5)
    assert paid(flat, {}, {"units_thousandths": 3000}) == [12_50, 37_50]
    assert paid(flat, {"minutes": 30}) == ["not stated: units of service"]


def test_flat_by_the_line() -> None:
    flat = term("flat", "flat", amount=12.5, per="line")
    assert paid(flat, {"units_thousandths": 3000}, {"minutes": 30}) == [12_50, 12_50]


def test_flat_by_the_day() -> None:
    flat = term("flat", "flat", amount=12.5, per="day")
    next_day = {"line_number": 4, "service_date": dt.date(2026, 3, 2)}
    assert paid(flat, {"line_number": 7}, {"line_number": 3}, next_day) == [12_50, 12_50, 0]


def test_two_terms_by_the_day_each_have_their_own() -> None:
    visits = term("visits", "flat", when={"codes": ["99213"]}, amount=12.5, per="day")
    others = term("others", "flat", amount=12.5, per="day")
    rows = priced(book(contract(visits, others)), {}, {"code": "99214"})
    assert [row["expected_cents"] for row in rows] == [12_50, 12_50]


def test_nothing_is_due() -> None:
    row = only(book(contract(term("month", "capitation"))))
    assert (row["expected_cents"], row["why_not"]) == (0, None)
    assert row["steps"][1] == "paid by the member and month: nothing for the service itself"
    row = only(book(contract(term("none", "not_covered", reason="cosmetic"))))
    assert (row["expected_cents"], row["steps"][1]) == (0, "not covered: cosmetic")


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("by report", "by report"),
        ("by report: invoice", "by report: invoice"),
        ("acquisition cost plus 10 percent", "algorithm unknown: acquisition cost plus 10 percent"),
    ],
)
def test_what_cannot_be_worked_out(reason: str, expected: str) -> None:
    assert paid(term("none", "unpriced", reason=reason), {}) == [expected]
