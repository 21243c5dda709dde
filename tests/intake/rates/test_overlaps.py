"""Rows that contradict each other, against a slow model."""

import datetime as dt
from itertools import combinations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from reclaim.intake.rates.overlaps import FIRST_DAY, LAST_DAY, overlapping

DAYS = st.none() | st.integers(1, 9).map(lambda day: dt.date(2026, 1, day))
ROW = st.tuples(
    st.sampled_from(["99213", "99214"]), st.sampled_from([None, "26"]), DAYS, DAYS,
    st.sampled_from([None, 1, 2]),
)  # fmt: skip
SCHEMA = {
    "code": pl.String(),
    "modifier": pl.String(),
    "effective_from": pl.Date(),
    "effective_to": pl.Date(),
    "rate": pl.Int64(),
}
Row = tuple[str, str | None, dt.date | None, dt.date | None, int | None]


def contradict(one: Row, other: Row) -> bool:
    """Whether two rows say different things about one day of the same thing."""
    first = max(row[2] or FIRST_DAY for row in (one, other))
    last = min(row[3] or LAST_DAY for row in (one, other))
    return one[:2] == other[:2] and first <= last and one[4] != other[4]


@given(st.lists(ROW, max_size=8))
def test_every_pair_that_contradicts_is_found_and_no_other(rows: list[Row]) -> None:
    forward = [row for row in rows if not (row[2] and row[3] and row[3] < row[2])]
    table = pl.DataFrame(forward, schema=SCHEMA, orient="row").with_row_index("row", offset=2)
    expected = [
        (a, b) for (a, one), (b, other) in combinations(enumerate(forward, 2), 2)
        if contradict(one, other)
    ]  # fmt: skip
    assert overlapping(table, ["code", "modifier"], ["rate"]).rows() == expected
