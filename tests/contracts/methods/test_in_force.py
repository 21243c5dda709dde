"""Which row of a dated table holds on a day, against a plain search."""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reclaim.contracts.methods.in_force import in_force

START = dt.date(2025, 1, 1)
TABLE = {
    "code": pl.String(),
    "effective_from": pl.Date(),
    "effective_to": pl.Date(),
    "value": pl.Int64(),
}
Row = tuple[str, dt.date | None, dt.date | None, int]

days = st.integers(0, 12).map(lambda number: START + dt.timedelta(days=number))
rows = st.tuples(st.sampled_from(["A", "B"]), st.none() | days, st.none() | days, st.integers(1, 3))


def _found(asked: list[tuple[str | None, dt.date | None]], table: list[Row]) -> pl.DataFrame:
    lines = pl.DataFrame(asked, schema={"code": pl.String(), "day": pl.Date()}, orient="row")
    return in_force(lines, pl.DataFrame(table, schema=TABLE, orient="row"), ["code"], ["value"])


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (dt.date(2024, 12, 31), None),
        (dt.date(2025, 1, 1), 1),
        (dt.date(2025, 6, 30), 1),
        (dt.date(2025, 7, 1), 2),
        (dt.date(2031, 7, 1), 2),
    ],
)
def test_both_days_belong_to_the_row(day: dt.date, value: int | None) -> None:
    table: list[Row] = [
        ("A", START, dt.date(2025, 6, 30), 1),
        ("A", dt.date(2025, 7, 1), None, 2),
    ]

    assert _found([("A", day)], table)["value"].to_list() == [value]


def test_no_day_and_no_code_have_no_row() -> None:
    assert _found([("A", None), (None, START)], [("A", None, None, 1)])["value"].to_list() == [
        None,
        None,
    ]


def test_an_open_end_may_be_written_as_the_last_day_there_is() -> None:
    found = _found([("A", START)], [("A", None, dt.date.max, 1)])

    assert found["value"].to_list() == [1]


@given(asked=st.lists(st.tuples(st.sampled_from(["A", "B", "C"]), days)), table=st.lists(rows))
def test_the_rows_are_those_of_a_plain_search(
    asked: list[tuple[str | None, dt.date | None]], table: list[Row]
) -> None:
    found = _found(asked, table)

    assert found.select("code", "day").rows() == asked
    for (code, day), value, several in zip(asked, found["value"], found["several"], strict=True):
        fitting = [
            said
            for row_code, first, last, said in table
            if row_code == code
            and (first is None or (day is not None and first <= day))
            and (last is None or (day is not None and day <= last))
        ]
        assert value == (fitting[0] if fitting else None)
        assert several == (len(set(fitting)) > 1)
