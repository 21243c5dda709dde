"""The rate that most payments for one service show, and the days on which it changed."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from reclaim.contracts.exact import UNITS

Whole = npt.NDArray[np.int64]

MICROS_IN_A_CENT = 10_000
FREQUENT = 3
"""So many of the most frequent rates, and of those with the most units, are tried."""


@dataclass(frozen=True)
class Limits:
    """When payments show a rate.

    Args:
        lines: no fewer lines than these have it.
        percent: so many of the lines have it.
    """

    lines: int
    percent: int

    def clear(self, fits: int, lines: int) -> bool:
        """Whether a rate that so many of the lines have is shown."""
        return fits >= self.lines and fits * 100 >= lines * self.percent


@dataclass(frozen=True)
class Payments:
    """Lines of one service in the order of their days: day, thousandths of a unit, cents."""

    days: Whole
    units: Whole
    allowed: Whole

    def __len__(self) -> int:
        return len(self.days)

    def part(self, where: slice | npt.NDArray[np.bool_]) -> "Payments":
        """Some of the lines."""
        return Payments(self.days[where], self.units[where], self.allowed[where])


@dataclass(frozen=True)
class Rate:
    """One rate for a stretch of days.

    Args:
        micros: millionths of a dollar.
        per_line: it is for the line, whatever its units; else for one unit.
        lines: lines on these days.
        fits: those of them that have it.
        after: last day, since 1970, on which the rate before was seen; null: it is the first.
        since: first day on which this one was seen; later: the day that steps agree on.
    """

    micros: int
    per_line: bool
    lines: int
    fits: int
    after: int | None
    since: int

    def amounts(self, units: Whole) -> Whole:
        """What lines bring, in cents, rounded half up."""
        if self.per_line:
            return np.full(len(units), (self.micros * 2 // MICROS_IN_A_CENT + 1) // 2)
        return _half_up(self.micros * units, MICROS_IN_A_CENT * UNITS)


def rates_shown(payments: Payments, limits: Limits) -> list[Rate]:
    """The rates that the payments show, in the order of time; empty: they show none.

    A step is taken where both sides show a rate, and not the same one, and so many more lines are
    explained as make a rate. A rate that held for some time in between is no step: its lines depart
    from the usual.
    """
    whole = _one_rate(payments)
    step = _step(payments, whole, limits)
    if step:
        before = rates_shown(payments.part(slice(None, step)), limits)
        after = rates_shown(payments.part(slice(step, None)), limits)
        if before and after and not _same(before[-1], after[0]):
            return [*before, *_following(after, int(payments.days[step - 1]))]
    return [whole] if limits.clear(whole.fits, whole.lines) else []


def fitting(rates: Sequence[Rate], payments: Payments) -> npt.NDArray[np.bool_]:
    """Which payments have the rate of their day."""
    fits: npt.NDArray[np.bool_] = expected(rates, payments) == payments.allowed
    return fits


def expected(rates: Sequence[Rate], payments: Payments) -> Whole:
    """What each line brings by the rate of its day; before the first rate, by the first."""
    amounts = rates[0].amounts(payments.units)
    for rate in rates[1:]:
        amounts = np.where(payments.days >= rate.since, rate.amounts(payments.units), amounts)
    return amounts


def agree_on_days(steps: Sequence[Rate]) -> list[Rate]:
    """The steps of all services of a payer, each on the day that most of them have in common.

    Between the last line at the old rate and the first at the new one any day may be the one on
    which rates changed. Of the first days of months in between, the one that most steps allow is
    taken, January before other months; where there is none, the first day of the new rate.
    """
    turns = [_turns(step) for step in steps]
    votes: dict[int, int] = {}
    for days in turns:
        for day in days:
            votes[day] = votes.get(day, 0) + 1
    return [
        replace(step, since=max(days, key=lambda day: (votes[day], _january(day), -day)))
        if days
        else step
        for step, days in zip(steps, turns, strict=True)
    ]


def day_of(days: int) -> dt.date:
    """The day so many days after the first of 1970."""
    return dt.date(1970, 1, 1) + dt.timedelta(days=days)


def _turns(step: Rate) -> list[int]:
    """First days of months after the last line at the old rate, up to the first at the new one."""
    if step.after is None:
        return []
    days = range(step.after + 1, step.since + 1)
    return [day for day in days if day_of(day).day == 1]


def _january(day: int) -> bool:
    return day_of(day).month == 1


def _following(rates: list[Rate], last_before: int) -> list[Rate]:
    return [replace(rates[0], after=last_before), *rates[1:]] if rates else []


def _same(one: Rate, other: Rate) -> bool:
    return (one.micros, one.per_line) == (other.micros, other.per_line)


def _one_rate(payments: Payments) -> Rate:
    """The one rate that most lines have, for a unit or for a line."""
    by_unit = _most_fits(payments, per_line=False)
    if (payments.units == payments.units[0]).all():
        return by_unit
    by_line = _most_fits(payments, per_line=True)
    return by_line if by_line.fits > by_unit.fits else by_unit


def _most_fits(payments: Payments, *, per_line: bool) -> Rate:
    values = _values(payments, per_line=per_line)
    found, times = np.unique(values, return_counts=True)
    tried = [int(found[at]) for at in np.argsort(-times, kind="stable")[:FREQUENT]]
    if not per_line:
        largest = np.argsort(-payments.units, kind="stable")[:FREQUENT]
        tried += [int(values[at]) for at in largest]
    day = int(payments.days[0])
    rates = [Rate(micros, per_line, len(payments), 0, None, day) for micros in tried]
    fits = [int((rate.amounts(payments.units) == payments.allowed).sum()) for rate in rates]
    best = max(range(len(rates)), key=lambda at: (fits[at], tried[at] % MICROS_IN_A_CENT == 0))
    return replace(rates[best], fits=fits[best])


def _values(payments: Payments, *, per_line: bool) -> Whole:
    """Millionths of a dollar for each line, or each unit of it, rounded half up."""
    micros = payments.allowed * MICROS_IN_A_CENT
    return micros if per_line else _half_up(micros * UNITS, payments.units)


def _step(payments: Payments, whole: Rate, limits: Limits) -> int:
    """The place of the first line after the best step; 0: no step explains enough more lines.

    The best is the one at which most lines have the most frequent amount of their side.
    """
    if len(payments) - whole.fits < limits.lines:
        return 0
    values = _values(payments, per_line=whole.per_line).tolist()
    before = _modes(values)
    after = _modes(values[::-1])[::-1]
    turns = np.flatnonzero(np.diff(payments.days)) + 1
    if not len(turns):
        return 0
    sums = [before[turn - 1] + after[turn] for turn in turns.tolist()]
    best = int(np.argmax(sums))
    return int(turns[best]) if sums[best] - whole.fits >= limits.lines else 0


def _modes(values: list[int]) -> list[int]:
    """For each place, how often the most frequent value stands up to it."""
    counts: dict[int, int] = {}
    most, modes = 0, []
    for value in values:
        counts[value] = counts.get(value, 0) + 1
        most = max(most, counts[value])
        modes.append(most)
    return modes


def _half_up(numerator: Whole, denominator: Whole | int) -> Whole:
    rounded: Whole = (2 * numerator + denominator) // (2 * denominator)
    return rounded
