"""A table says one thing at a time."""

import datetime as dt

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

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


def test_only_the_days_with_two_rates_are_in_doubt() -> None:
    def span(first: int, last: int, micros: int) -> Rate:
        days = dt.date(first, 1, 1), dt.date(last, 12, 31)
        return Rate("99213", effective_from=days[0], effective_to=days[1], rate_micros=micros)

    rates, _, doubts = settled(
        table(span(2026, 2026, 7), span(2020, 2022, 1), span(2022, 2023, 2), span(2024, 2025, 3))
    )
    assert rates.sort("effective_from").select("effective_from", "rate_micros").rows() == [
        (dt.date(2020, 1, 1), None),
        (dt.date(2024, 1, 1), 3),
        (dt.date(2026, 1, 1), 7),
    ]
    assert rates.filter(pl.col("rate_micros").is_null())["effective_to"].to_list() == [
        dt.date(2023, 12, 31)
    ]
    assert len(doubts) == 1


def test_the_same_rate_twice_is_no_doubt() -> None:
    one = Rate("99213", rate_micros=5, effective_to=NEW_YEAR, row=1)
    rates, _, doubts = settled(table(one, one._replace(effective_to=None, row=2)))
    assert doubts == []
    assert rates["rate_micros"].to_list() == [5, 5]


@given(
    spans=st.lists(
        st.tuples(st.sampled_from("AB"), st.integers(1, 9), st.integers(0, 3), st.integers(1, 2)),
        max_size=7,
    )
)
@settings(max_examples=40)
def test_afterwards_no_day_has_two_rates(spans: list[tuple[str, int, int, int]]) -> None:
    rows = [
        Rate(code, effective_from=_day(day), effective_to=_day(day + more), rate_micros=micros)
        for code, day, more, micros in spans
    ]
    rates, _, _ = settled(table(*rows))
    names = ("code", "effective_from", "effective_to", "rate_micros")
    after = rates.select(names).rows()
    for code in "AB":
        for number in range(1, 13):
            on = _day(number)
            before = {row.rate_micros for row in rows if row.code == code and _holds(row, on)}
            found = {rate for of, first, last, rate in after if of == code and first <= on <= last}
            assert len(found) == (1 if before else 0)
            if len(before) > 1:
                assert found == {None}
            assert found <= {*before, None}


def _day(number: int) -> dt.date:
    return dt.date(2026, 1, number)


def _holds(row: Rate, on: dt.date) -> bool:
    assert row.effective_from is not None
    assert row.effective_to is not None
    return row.effective_from <= on <= row.effective_to
