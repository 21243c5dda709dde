"""Surgery centers by groups: the group of the day, its rate, and every reason for none."""

import datetime as dt

import polars as pl
import pytest

from reclaim.contracts.exact import PER_CENT
from reclaim.contracts.frames import PRICED, WHY_NOT
from reclaim.contracts.methods.asc_groups import asc_groups
from reclaim.contracts.model.prices import AscGroups
from reclaim.intake.rates.kinds import GROUPS
from tests.contracts.methods.services import cents, lines, step, under, why

TABLE = pl.DataFrame(
    [
        {"code": "66984", "group": "8", "effective_to": dt.date(2025, 6, 30)},
        {"code": "66984", "group": "9", "effective_from": dt.date(2025, 7, 1)},
        {"code": "45378", "group": "2"},
        {"code": "29881", "group": "4"},
        {"code": "29881", "group": "5"},
        {"code": "27447", "group": "99"},
    ],
    schema=GROUPS,
)
PRICE = AscGroups.model_validate(
    {
        "method": "asc_groups",
        "groups": "schedules/groups.csv",
        "rates": {2: "446.00", 4: "630.00", 5: "717.00", 8: "973.00", 9: "1339.1234"},
    }
)


def _priced(*given: dict[str, object]) -> pl.DataFrame:
    return asc_groups(lines(*given), PRICE, under({"schedules/groups.csv": TABLE}))


@pytest.mark.parametrize(
    ("day", "group"), [(dt.date(2025, 6, 30), "8"), (dt.date(2025, 7, 1), "9")]
)
def test_the_group_is_that_of_the_day(day: dt.date, group: str) -> None:
    assert step(_priced({"code": "66984", "day": day})).startswith(f"group {group} ")


def test_fractions_of_a_cent_are_kept() -> None:
    priced = _priced({"code": "66984"})

    assert priced["exact"].item() == 13_391_234 * PER_CENT // 100
    assert priced.schema == PRICED


@pytest.mark.parametrize(
    ("units", "whole", "said"),
    [
        (None, 44600, "group 2 (schedules/groups.csv): rate 446.00"),
        (1000, 44600, "group 2 (schedules/groups.csv): rate 446.00"),
        (2000, 89200, "group 2 (schedules/groups.csv): rate 446.00\nx 2 units = 892.00"),
        (500, 22300, "group 2 (schedules/groups.csv): rate 446.00\nx 0.5 units = 223.00"),
    ],
)
def test_the_rate_is_due_for_each_unit(units: int | None, whole: int, said: str) -> None:
    priced = _priced({"code": "45378", "units_thousandths": units})

    assert cents(priced) == [whole]
    assert step(priced) == said


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"code": None}, "not stated: code"),
        ({"code": "45378", "day": None}, "not stated: day of service"),
        ({"code": "99213"}, "no rate: the code has no group"),
        ({"code": "29881"}, "two rates: the code has two groups"),
        ({"code": "27447"}, "no rate: for group 99"),
        ({"code": "45378", "minutes": 30}, "not stated: units of service"),
    ],
)
def test_a_line_without_a_price_says_why(values: dict[str, object], reason: str) -> None:
    priced = _priced(values)

    assert why(priced) == [reason]
    assert reason.split(":", maxsplit=1)[0] in WHY_NOT
    assert priced.select("exact", "step").row(0) == (None, None)


def test_the_order_of_the_lines_does_not_matter() -> None:
    asked = lines(*({"code": code} for code in ("66984", "45378", "99213", "45378")))
    tables = under({"schedules/groups.csv": TABLE})
    there = asc_groups(asked, PRICE, tables)

    assert there.equals(asc_groups(asked.reverse(), PRICE, tables).sort("row"))
