"""Medicare's own values by date: they are read by id, each with its citation."""

import datetime as dt

import pytest

from reclaim.contracts.methods.medicare import medicare_rule
from reclaim.errors import ReclaimError

FACTORS = "conversion_factors.yaml"
GENERAL = "conversion-factor/physician"
SUPERVISED = "anesthesia/supervised-units"


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (dt.date(2020, 1, 1), 360896),
        (dt.date(2021, 1, 1), 348931),
        (dt.date(2022, 1, 1), 346062),
        (dt.date(2023, 12, 31), 338872),
        (dt.date(2024, 3, 8), 327442),
        (dt.date(2024, 3, 9), 332875),
        (dt.date(2025, 1, 1), 323465),
        (dt.date(2026, 1, 1), 334009),
    ],
)
def test_the_factor_of_a_day(day: dt.date, value: int) -> None:
    assert medicare_rule(FACTORS, GENERAL).on(day).value == value


def test_qualifying_participants_have_a_factor_of_their_own_from_2026_on() -> None:
    rule = medicare_rule(FACTORS, "conversion-factor/physician-qualifying")

    assert rule.on(dt.date(2026, 1, 1)).value == 335675
    with pytest.raises(ReclaimError, match="no value on 2025-12-31"):
        rule.on(dt.date(2025, 12, 31))


def test_every_value_is_cited() -> None:
    rules = [medicare_rule(FACTORS, GENERAL), medicare_rule("anesthesia.yaml", SUPERVISED)]

    assert all(value.cite for rule in rules for value in rule.values)
    assert rules[1].on(dt.date(2025, 5, 5)).value == 3


def test_a_rule_that_is_not_there_is_named() -> None:
    with pytest.raises(ReclaimError, match="there is no rule conversion-factor/none"):
        medicare_rule(FACTORS, "conversion-factor/none")
