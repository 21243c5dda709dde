"""The days of service for which a change holds."""

import datetime as dt

import numpy as np

from reclaim.contracts.calibrate.rows import UNKNOWN, Cents, Flags

EPOCH = dt.date(1970, 1, 1)

Window = tuple[dt.date | None, dt.date | None]
"""First and last day of service, both included; null is open."""


def best_days(days: Cents, good: Flags, bad: Flags, weight: Cents) -> Window | None:
    """The days between which the weight of good lines is most above that of bad ones.

    An end stays open where no day beyond it has more bad than good lines. Else it is moved to the
    turn of a month, when no such day lies between. Null: the days make no difference.

    Args:
        days: of each line, since 1970; UNKNOWN lines are left out.
        good: lines for which the change is right.
        bad: lines for which it is wrong.
        weight: how many lines each one stands for.
    """
    known = days != UNKNOWN
    every = np.unique(days[known & (good | bad)])
    if not len(every) or not bad.any():
        return None
    net = _sums(every, days, known & good, weight) - _sums(every, days, known & bad, weight)
    first, last = _best_run(net)
    against = every[net < 0]
    before, after = against[against < every[first]], against[against > every[last]]
    if net[first : last + 1].sum() <= 0 or not (len(before) or len(after)):
        return None
    return (
        _opens(int(every[first]), int(before[-1])) if len(before) else None,
        _closes(int(every[last]), int(after[0])) if len(after) else None,
    )


def day_of(days: int) -> dt.date:
    """The day so many days after the first of 1970."""
    return EPOCH + dt.timedelta(days=days)


def turn_of_month(day: dt.date) -> dt.date:
    """The first day of its month."""
    return day.replace(day=1)


def _best_run(net: Cents) -> tuple[int, int]:
    """First and last place of the consecutive numbers with the largest sum."""
    sums = np.concatenate([[0], np.cumsum(net)])
    lowest = np.minimum.accumulate(sums[:-1])
    last = int(np.argmax(sums[1:] - lowest))
    return int(np.argmin(sums[: last + 1])), last


def _opens(first: int, against: int) -> dt.date:
    turn = turn_of_month(day_of(first))
    return turn if turn > day_of(against) else day_of(first)


def _closes(last: int, against: int) -> dt.date:
    following = turn_of_month(turn_of_month(day_of(last)) + dt.timedelta(days=31))
    turn = following - dt.timedelta(days=1)
    return turn if turn < day_of(against) else day_of(last)


def _sums(every: Cents, days: Cents, flags: Flags, weight: Cents) -> Cents:
    sums = np.zeros(len(every), dtype=np.int64)
    np.add.at(sums, np.searchsorted(every, days[flags]), weight[flags])
    return sums
