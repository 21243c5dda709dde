"""A table says one thing at a time."""

import datetime as dt

import polars as pl

from reclaim.intake.rates.imports.imported import Rate
from reclaim.intake.rates.imports.settle import settled
from reclaim.intake.rates.kinds import RATES

NEW_YEAR = dt.date(2026, 1, 1)


def table(*rows: Rate) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=RATES, orient="row")


def test_a_rate_ends_on_the_day_before_the_next_one() -> None:
    old = Rate("99213", rate_micros=90, effective_from=dt.date(2025, 1, 1))
    new = Rate("99213", rate_micros=91, effective_from=NEW_YEAR)
    rates, ended, doubts = settled(table(new, old))
    assert rates["effective_to"].to_list() == [None, dt.date(2025, 12, 31)]
    assert (ended, doubts) == (1, [])


def test_a_rate_without_a_first_day_ends_too() -> None:
    rates, ended, _ = settled(
        table(Rate("99213", rate_micros=90), Rate("99213", rate_micros=91, effective_from=NEW_YEAR))
    )
    assert rates["effective_to"].to_list() == [dt.date(2025, 12, 31), None]
    assert ended == 1


def test_two_rates_of_the_same_days_are_no_rate() -> None:
    one = Rate("99213", rate_micros=90_000_000, modifier="26", row=2)
    two = Rate("99213", rate_micros=91_500_000, modifier="26", row=3)
    rates, _, doubts = settled(table(one, two, Rate("99214", rate_micros=1)))
    assert rates.filter(code="99213").select("rate_micros", "status", "row").rows() == [
        (None, "two rates: 90.00, 91.50", 2)
    ]
    assert doubts == ["99213 modifier 26: two rates: 90.00, 91.50"]
    assert rates.filter(code="99214")["rate_micros"].to_list() == [1]


def test_rates_for_different_things_stay_apart() -> None:
    rows = (
        Rate("99213", rate_micros=90),
        Rate("99213", rate_micros=91, setting="facility"),
        Rate("99213", rate_micros=92, code_type="RC"),
    )
    rates, ended, doubts = settled(table(*rows))
    assert rates.height == 3
    assert (ended, doubts) == (0, [])
