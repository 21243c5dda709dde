"""Prices by a table: how often a rate is due, what is by the charge, and why there is none."""

import datetime as dt
from typing import Any

import polars as pl
import pytest

from reclaim.contracts.model.contract import Contract
from reclaim.intake.rates.kinds import INDICES, RVUS
from tests.contracts.pricing import Row, book, contract, fees, frame, only, priced, term

DIME: Row = {"code": "99213", "rate_micros": 10_000_000}
HALF: Row = {"code": "99213", "percent_millionths": 455_000}
TWO: Row = {"units_thousandths": 2000}


def services(**said: Any) -> Contract:  # noqa: ANN401 - of every kind
    return contract(term("services", "fee_schedule", schedule="fees", **said))


def paid(*rows: Row, lines: tuple[Row, ...] = ({},), **said: Any) -> list[int | str]:  # noqa: ANN401 - of every kind
    """What each line brings; where it has no price, why."""
    found = priced(book(services(**said), fees=fees(*rows)), *lines)
    return [row["why_not"] or row["expected_cents"] for row in found]


class TestUnits:
    """A rate is due for each unit, unless table or price say otherwise."""

    def test_by_the_unit(self) -> None:
        assert paid(DIME, lines=({}, TWO, {"units_thousandths": 500})) == [10_00, 20_00, 5_00]

    def test_no_units_bring_nothing(self) -> None:
        assert paid(DIME, lines=({"units_thousandths": 0},)) == [0]

    def test_by_the_line(self) -> None:
        assert paid(DIME, lines=(TWO,), per="line") == [10_00]
        assert paid({**DIME, "per": "line"}, lines=(TWO,)) == [10_00]

    def test_the_table_goes_before_the_price(self) -> None:
        assert paid({**DIME, "per": "unit"}, lines=(TWO,), per="line") == [20_00]

    def test_minutes_are_no_units(self) -> None:
        minutes = {"minutes": 17}
        assert paid(DIME, lines=(minutes,)) == ["not stated: units of service"]
        assert paid(DIME, lines=(minutes,), per="line") == [10_00]

    def test_once_a_day(self) -> None:
        next_day = {"service_date": dt.date(2026, 3, 2)}
        found = paid({**DIME, "per": "day"}, lines=(TWO, {}, next_day, {"code": "99214"}))
        assert found == [10_00, 0, 10_00, "no rate"]

    def test_once_a_claim(self) -> None:
        next_day = {"service_date": dt.date(2026, 3, 2)}
        assert paid({**DIME, "per": "claim"}, lines=({}, next_day)) == [10_00, 0]

    def test_a_line_that_another_has_it_for_says_so(self) -> None:
        rows = priced(book(services(), fees=fees({**DIME, "per": "day"})), {}, {})
        assert rows[0]["steps"][1] == "rate 10.00 (fees line 2)"
        assert rows[1]["steps"][1] == "rate 10.00 (fees line 2) once a day, which another line has"


class TestByTheCharge:
    """Rows that give a percentage of the charge."""

    def test_it_needs_no_units(self) -> None:
        line = {"charge_cents": 200_00, "units_thousandths": 3000}
        assert paid(HALF, lines=(line,)) == [91_00]
        assert paid(HALF, lines=({**line, "units_thousandths": None, "minutes": 9},)) == [91_00]

    def test_the_percentage_of_the_schedule_comes_on_top(self) -> None:
        row = only(book(services(percent=50), fees=fees(HALF)), {"charge_cents": 200_00})
        assert row["steps"][1:] == [
            "45.5 percent of the charge 200.00 = 91.00 (fees line 2)",
            "x 50 percent = 45.50",
        ]

    def test_it_needs_a_charge(self) -> None:
        assert paid(HALF, lines=({"charge_cents": None},)) == ["not stated: charge"]


@pytest.mark.parametrize(
    ("row", "line", "expected"),
    [
        ({"code": "99214", "rate_micros": 1}, {}, "no rate"),
        ({"code": "99214", "rate_micros": 1}, {"modifiers": ["TC"]}, "no rate: with modifier TC"),
        ({**DIME, "locality": "16"}, {}, "no locality"),
        ({**DIME, "setting": "facility"}, {}, "no rate"),
        (
            {**DIME, "setting": "facility"},
            {"place_of_service": None},
            "not stated: place of service",
        ),
        (DIME, {"code": None}, "not stated: code"),
        (
            {"code": "99213", "status": "algorithm: by severity"},
            {},
            "algorithm unknown: by severity",
        ),
        ({"code": "99213", "status": "on request"}, {}, "algorithm unknown: on request"),
    ],
)
def test_why_there_is_no_rate(row: Row, line: Row, expected: str) -> None:
    assert paid(row, lines=(line,)) == [expected]


def test_two_rates_are_none() -> None:
    assert paid(DIME, {**DIME, "rate_micros": 11_000_000}) == ["two rates"]


def test_a_price_states_day_locality_and_setting() -> None:
    rows = (
        {**DIME, "effective_to": dt.date(2025, 12, 31), "rate_micros": 9_000_000},
        {**DIME, "effective_from": dt.date(2026, 1, 1)},
    )
    assert paid(*rows) == [10_00]
    assert paid(*rows, as_of=dt.date(2025, 7, 1)) == [9_00]
    assert paid({**DIME, "locality": "16"}, locality="16") == [10_00]
    assert paid({**DIME, "setting": "facility"}, setting="facility") == [10_00]


def test_a_fraction_of_a_cent_counts() -> None:
    drug = {"code": "J1100", "rate_micros": 27_512}
    line = {"code": "J1100", "units_thousandths": 200_000}
    assert paid(drug, lines=(line,)) == [5_50]


class TestPhysicianValues:
    """Medicare's relative values; the fee is taken as CMS publishes it, in cents."""

    VALUES = frame(
        [
            {
                "code": "99213",
                "status": "A",
                "work_millionths": 1_000_000,
                "nonfacility_millionths": 1_000_000,
                "facility_millionths": 500_000,
                "malpractice_millionths": 100_000,
                "conversion_millionths": 33_400_900,
                "row": 11,
            }
        ],
        RVUS,
    )
    PLACES = frame(
        [
            {
                "locality": "16",
                "work_millionths": 1_000_000,
                "practice_millionths": 1_000_000,
                "malpractice_millionths": 1_000_000,
                "row": 2,
            }
        ],
        INDICES,
    )

    def priced(self, line: Row, **said: Any) -> dict[str, Any]:  # noqa: ANN401 - of every kind
        schedule = {"kind": "physician", "file": "pfs.csv", "indices": "gpci.csv"}
        medicare = term("services", "fee_schedule", schedule="medicare", **said)
        one = contract(medicare, schedules={"medicare": schedule}, locality="16")
        tables: dict[str, pl.DataFrame] = {"medicare": self.VALUES, "medicare indices": self.PLACES}
        return only(book(one, **tables), line)

    def test_percent_and_units_are_of_the_published_fee(self) -> None:
        row = self.priced({"units_thousandths": 2000}, percent=118)
        assert row["expected_cents"] == 165_53  # 70.14 x 118 percent x 2 = 165.5304
        assert self.priced({}, percent=118, per="line")["expected_cents"] == 82_77

    def test_the_setting_decides(self) -> None:
        assert self.priced({"place_of_service": "22"})["expected_cents"] == 53_44
        assert self.priced({"place_of_service": None})["why_not"] == "not stated: place of service"

    def test_minutes_are_no_units(self) -> None:
        row = self.priced({"minutes": 15})
        assert (row["expected_cents"], row["why_not"]) == (None, "not stated: units of service")
