"""Which contract holds for a line."""

import datetime as dt

import pytest

from reclaim.contracts.model.contract import Contract
from tests.contracts.pricing import ALL, Row, book, contract, fees, only, priced, term


def held(
    *contracts: Contract, line: Row | None = None, claim: Row | None = None, **said: object
) -> str:
    """The contract of a line; where there is none, why."""
    row = only(book(*contracts), line, **{**(claim or {}), **said})
    return str(row["contract"] or row["why_not"])


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2025, 12, 31), "no contract"),
        (dt.date(2026, 1, 1), "harbor-2026"),
        (dt.date(2026, 12, 31), "harbor-2026"),
        (dt.date(2027, 1, 1), "no contract"),
        (None, "not stated: date of service"),
    ],
)
def test_a_contract_holds_on_its_days(day: dt.date | None, expected: str) -> None:
    year = contract(effective_from=dt.date(2026, 1, 1), effective_to=dt.date(2026, 12, 31))
    assert held(year, line={"service_date": day}, claim_date=None) == expected


def test_another_payer_has_another_contract() -> None:
    assert held(contract(), payer="cobalt") == "no contract"
    assert held(contract(), payer=None) == "no contract"


def test_the_network_is_no_condition() -> None:
    assert held(contract(network="out")) == "harbor-2026"


@pytest.mark.parametrize(
    ("condition", "fits", "other"),
    [
        ({"forms": ["dental"]}, {"form": "dental"}, {"form": "professional"}),
        ({"filing_indicators": ["12"]}, {"filing_indicator": "12"}, {"filing_indicator": "13"}),
        ({"contract_classes": ["P"]}, {"contract_class": "P"}, {"contract_class": None}),
        ({"group_numbers": ["G1", "G2"]}, {"group_number": "G2"}, {"group_number": "G3"}),
        ({"billing_npis": ["2000000010"]}, {}, {"billing_npi": "2000000028"}),
        ({"tax_ids": ["99"]}, {"billing_tax_id": "99"}, {}),
        ({"taxonomies": ["207*"]}, {"taxonomy": "207Q00000X"}, {"taxonomy": "208D00000X"}),
        ({"localities": ["16"]}, {"zip_code": "60601"}, {"zip_code": "60602"}),
    ],
)
def test_every_condition_must_hold(condition: Row, fits: Row, other: Row) -> None:
    one = contract(applies_to=condition, localities={"60601": "16"})
    assert held(one, **fits) == "harbor-2026"
    assert held(one, **other) == "no contract"


def test_who_rendered_is_asked_of_the_line() -> None:
    rows = priced(
        book(contract(applies_to={"rendering_npis": ["2000000028"]})),
        {"rendering_npi": "2000000028"},
        {"rendering_npi": "2000000010"},
    )
    assert [row["contract"] for row in rows] == ["harbor-2026", None]


class TestTwoContracts:
    """Priority, then conditions, then the first day; and of equals none."""

    def test_the_higher_priority_goes_before(self) -> None:
        narrow = contract(name="narrow", applies_to={"forms": ["professional"]})
        assert held(contract(name="high", priority=1), narrow) == "high"

    def test_then_more_conditions(self) -> None:
        narrow = contract(name="narrow", applies_to={"forms": ["professional"]})
        assert held(contract(name="wide", effective_from=dt.date(2026, 2, 1)), narrow) == "narrow"

    def test_then_the_one_that_began_later(self) -> None:
        old = contract(name="old", effective_from=dt.date(2025, 1, 1))
        assert held(old, contract(name="new", effective_from=dt.date(2026, 1, 1))) == "new"
        assert held(old, contract(name="ever")) == "old"

    def test_of_equals_neither_holds(self) -> None:
        row = only(
            book(contract(name="one"), contract(name="other"), contract(name="last", priority=-1))
        )
        assert (row["contract"], row["expected_cents"]) == (None, None)
        assert row["why_not"] == "two contracts: one, other"

    @pytest.mark.parametrize(
        ("winner", "reason"),
        [
            ({"priority": 1}, "higher priority"),
            ({"applies_to": {"forms": ["professional"]}}, "more conditions"),
            ({"effective_from": dt.date(2026, 1, 1)}, "began later"),
        ],
    )
    def test_the_first_step_says_why(self, winner: Row, reason: str) -> None:
        row = only(book(contract(name="one"), contract(name="two", **winner)))
        first = f"contract two, term all (A 1); before one: {reason}"
        assert row["steps"][0] == first

    def test_one_that_binds_alone_needs_no_reason(self) -> None:
        row = only(book(contract(name="one"), contract(name="two", payer="cobalt")))
        assert row["steps"][0] == "contract one, term all (A 1)"

    def test_lines_of_one_claim_may_be_under_two(self) -> None:
        half = {**ALL, "price": {"method": "percent_of_charges", "percent": 40}}
        rows = priced(
            book(
                contract(name="old", effective_to=dt.date(2026, 2, 28)),
                contract(half, name="new", effective_from=dt.date(2026, 3, 1)),
            ),
            {"service_date": dt.date(2026, 2, 28)},
            {"service_date": dt.date(2026, 3, 1)},
        )
        assert [row["contract"] for row in rows] == ["old", "new"]
        assert [row["expected_cents"] for row in rows] == [500_00, 400_00]


YEAR = contract(effective_from=dt.date(2026, 1, 1))
STAY: Row = {
    "form": "institutional",
    "admission_date": dt.date(2025, 12, 31),
    "claim_date": dt.date(2026, 1, 1),
}


class TestDay:
    """The day of service decides; of a stay, the day of admission."""

    def test_of_a_stay_the_admission(self) -> None:
        assert held(YEAR, claim=STAY, type_of_bill="111") == "no contract"

    def test_of_other_bills_the_service(self) -> None:
        assert held(YEAR, claim=STAY, type_of_bill="131") == "harbor-2026"

    def test_of_a_stay_without_admission_the_service(self) -> None:
        stay = {**STAY, "admission_date": None}
        assert held(YEAR, claim=stay, type_of_bill="111") == "harbor-2026"

    def test_the_line_before_the_claim(self) -> None:
        line = {"service_date": dt.date(2025, 12, 31)}
        assert held(YEAR, line=line) == "no contract"


PLACED = fees(
    {"code": "99213", "locality": "16", "rate_micros": 10_000_000},
    {"code": "99213", "locality": "99", "rate_micros": 20_000_000},
)
BY_PLACE = {"60601": "16", "2000000010": "99"}


def paid(by: Contract, claim: Row | None = None) -> int | str:
    """What a visit brings; where it has no price, why."""
    row = only(book(by, fees=PLACED), **(claim or {}))
    cents: int | None = row["expected_cents"]
    return cents or str(row["why_not"])


def test_the_locality_is_as_the_contract_says() -> None:
    visit = term("s", "fee_schedule", schedule="fees")
    assert paid(contract(visit, locality="16")) == 10_00
    assert paid(contract(visit)) == "no locality"


def test_the_zip_code_goes_before_the_provider_and_the_provider_before_the_contract() -> None:
    visit = term("s", "fee_schedule", schedule="fees")
    one = contract(visit, localities=BY_PLACE)
    assert paid(one, {"zip_code": "60601"}) == 10_00
    assert paid(one, {"zip_code": "60602"}) == 20_00
    elsewhere = {"zip_code": None, "billing_npi": "2000000028"}
    assert paid(one, elsewhere) == "no locality"
    assert paid(contract(visit, localities=BY_PLACE, locality="16"), elsewhere) == 10_00
