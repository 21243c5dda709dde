"""The days for which a change holds: those with most more good lines than bad ones."""

import datetime as dt

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reclaim.contracts.calibrate.days import EPOCH, Window, best_days
from reclaim.contracts.calibrate.rows import UNKNOWN


def number(day: dt.date) -> int:
    return (day - EPOCH).days


def found(lines: list[tuple[dt.date | None, bool]]) -> Window | None:
    """Lines with their day, and whether the change is right about them."""
    days = np.array([UNKNOWN if day is None else number(day) for day, _ in lines], dtype=np.int64)
    good = np.array([right for _, right in lines], dtype=np.bool_)
    return best_days(days, good, ~good, np.full(len(lines), 1000, dtype=np.int64))


def lines(first: dt.date, last: dt.date, *, right: bool) -> list[tuple[dt.date | None, bool]]:
    count = (last - first).days + 1
    return [(first + dt.timedelta(days=day), right) for day in range(count)]


JANUARY = lines(dt.date(2026, 1, 1), dt.date(2026, 1, 31), right=True)
BAD_JANUARY = lines(dt.date(2026, 1, 1), dt.date(2026, 1, 31), right=False)
MARCH = lines(dt.date(2026, 3, 3), dt.date(2026, 3, 29), right=True)
APRIL = lines(dt.date(2026, 4, 1), dt.date(2026, 4, 30), right=False)


def test_a_change_that_is_right_on_all_days_needs_no_window() -> None:
    assert found(JANUARY) is None


def test_an_end_without_lines_against_it_stays_open() -> None:
    assert found([*JANUARY, *APRIL]) == (None, dt.date(2026, 1, 31))
    assert found([*BAD_JANUARY, *MARCH]) == (dt.date(2026, 3, 1), None)


def test_ends_are_moved_to_the_turn_of_the_month_where_nothing_is_against_it() -> None:
    assert found([*BAD_JANUARY, *MARCH, *APRIL]) == (dt.date(2026, 3, 1), dt.date(2026, 3, 31))


def test_an_end_in_the_middle_of_a_month_is_kept() -> None:
    bad = lines(dt.date(2026, 3, 1), dt.date(2026, 3, 2), right=False)
    assert found([*BAD_JANUARY, *bad, *MARCH]) == (dt.date(2026, 3, 3), None)


def test_a_line_without_a_day_has_no_say() -> None:
    assert found([*JANUARY, (None, False)]) is None


days = st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=60)


@given(days)
def test_no_other_days_are_better(made: list[tuple[int, bool]]) -> None:
    start = dt.date(2026, 1, 1)
    window = found([(start + dt.timedelta(days=day), right) for day, right in made])
    net = [sum(1 if right else -1 for at, right in made if at == day) for day in range(41)]
    best = max(sum(net[first : last + 1]) for first in range(41) for last in range(first, 41))
    if window is None:
        assert best <= 0 or best == sum(net) or all(each >= 0 for each in net)
    else:
        first = 0 if window[0] is None else max((window[0] - start).days, 0)
        last = 40 if window[1] is None else (window[1] - start).days
        assert sum(net[first : last + 1]) == best
