"""Medicare's own percentages, on the days around each of their dates."""

import datetime as dt

import polars as pl
import pytest

from reclaim.contracts.policies.medicare import (
    INSTITUTIONAL_SHARES,
    REPORTS,
    SHARES,
    medicare,
    medicare_share,
    modifiers_of,
)

FIRST_DAYS = [
    ("modifier/80", "1992-01-01", None, 160_000),
    ("modifier/AS", "1998-01-01", None, 136_000),
    ("modifier/62", "1992-01-01", None, 625_000),
    ("modifier/73", "2000-08-01", None, 500_000),
    ("modifier/74", "2000-08-01", None, 1_000_000),
    ("modifier/CQ", "2022-01-01", None, 850_000),
    ("institutional-modifier/52", "2008-01-01", None, 500_000),
    ("bilateral/1", "1992-01-01", None, 1_500_000),
    ("multiple-procedures/further", "1995-01-01", None, 500_000),
    ("therapy/professional", "2011-01-01", None, 200_000),
    ("therapy/professional", "2013-04-01", 200_000, 500_000),
    ("therapy/institutional", "2011-01-01", None, 250_000),
    ("therapy/institutional", "2013-04-01", 250_000, 500_000),
    ("imaging/technical", "2006-01-01", None, 250_000),
    ("imaging/technical", "2010-07-01", 250_000, 500_000),
    ("imaging/professional", "2012-01-01", None, 250_000),
    ("imaging/professional", "2017-01-01", 250_000, 50_000),
    ("cardiovascular/technical", "2013-01-01", None, 250_000),
    ("ophthalmology/technical", "2013-01-01", None, 200_000),
]


@pytest.mark.parametrize(("rule", "day", "before", "since"), FIRST_DAYS)
def test_a_percentage_holds_from_its_day_on(
    rule: str, day: str, before: int | None, since: int
) -> None:
    first = dt.date.fromisoformat(day)
    days = pl.DataFrame({"day": [first - dt.timedelta(days=1), first, None]})
    found = days.select(medicare_share(rule, pl.col("day"))).to_series()
    assert found.to_list() == [before, since, None]


def test_every_value_says_where_it_comes_from() -> None:
    assert [rule.id for rule in medicare().values() if not all(v.cite for v in rule.values)] == []


def test_a_modifier_has_a_share_or_is_by_report() -> None:
    assert set(modifiers_of(SHARES)) == {"80", "81", "82", "AS", "62", "73", "74", "CQ", "CO"}
    assert set(modifiers_of(REPORTS)) == {"52", "53", "66"}
    assert set(modifiers_of(INSTITUTIONAL_SHARES)) == {"52"}
    assert not set(modifiers_of(SHARES)) & set(modifiers_of(REPORTS))
