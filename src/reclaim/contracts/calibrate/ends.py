"""Candidates for the end of a price: the charge as its limit, rounding, escalators."""

from collections.abc import Iterator
from typing import get_args

import numpy as np

from reclaim.contracts.calibrate.change import apply_change, set_value
from reclaim.contracts.calibrate.days import day_of, turn_of_month
from reclaim.contracts.calibrate.limits import LEAST_LINES
from reclaim.contracts.calibrate.rows import UNKNOWN, Cents, Flags
from reclaim.contracts.calibrate.state import State
from reclaim.contracts.calibrate.weigh import Candidate
from reclaim.contracts.exact import Rounding

FEW_CENTS = 5
"""Rounding by the unit is off by no more than this on most lines."""


def charges(state: State) -> Iterator[Candidate]:
    """The lesser of charge and price where the contract has none, or none where it has it."""
    charge = state.rows.frame["charge_cents"].fill_null(UNKNOWN).to_numpy()
    allowed, now = state.rows.allowed, state.contract.lesser_of_charge
    at_charge = state.misses & (allowed == charge) & (state.current.cents > charge)
    above = state.misses & (allowed > charge) & (state.current.cents == charge) & (charge > 0)
    wanted: dict[str, Flags] = {"line": at_charge, "none": above}
    for value, lines in wanted.items():
        if value != now and int(lines.sum()) >= LEAST_LINES:
            change = set_value(state.contract, ("lesser_of_charge",), value)
            yield Candidate(("charge",), change, state.priced)


def roundings(state: State) -> Iterator[Candidate]:
    """Other ways to round, where misses of a few cents are many."""
    off = np.abs(state.current.cents - state.rows.allowed)
    few = state.misses & (off <= FEW_CENTS)
    if int(few.sum()) < LEAST_LINES:
        return
    for value in get_args(Rounding):
        if value != state.contract.rounding:
            change = set_value(state.contract, ("rounding",), value)
            yield Candidate(("rounding",), change, state.priced)


def escalators(state: State) -> Iterator[Candidate]:
    """Each escalator from another day on, or not at all."""
    if not state.misses.any():
        return
    for place, escalator in enumerate(state.contract.escalators):
        path = ("escalators", place)
        without = set_value(state.contract, path, None)
        early = set_value(state.contract, (*path, "effective_from"), day_of(0))
        before, after = (
            state.desk.expected(apply_change(state.contract, change)).cents
            for change in (without, early)
        )
        day = _first_day(state, before, after)
        if day is None:
            yield Candidate(("escalator",), without, state.priced)
        elif day_of(day) != escalator.effective_from:
            change = set_value(state.contract, (*path, "effective_from"), day_of(day))
            yield Candidate(("escalator",), change, state.priced)


def _first_day(state: State, before: Cents, after: Cents) -> int | None:
    """The day from which on most lines are as with the escalator, as those before are without.

    Of several such days the first of a month, else the first one with such a line; null: no line
    is as with it.
    """
    rows = state.rows
    told = state.priced & (before != after) & (rows.days != UNKNOWN)
    without, having = told & rows.fits(before), told & rows.fits(after)
    days = np.unique(rows.days[told])
    if not len(days):
        return None
    lost = _sums(days, rows.days[without])
    won = _sums(days, rows.days[having])
    fits = np.concatenate([[0], np.cumsum(lost)]) + np.concatenate(
        [np.cumsum(won[::-1])[::-1], [0]]
    )
    best = int(np.argmax(fits))
    if best == len(days):
        return None
    first = int(days[best])
    turn = first - (day_of(first) - turn_of_month(day_of(first))).days
    return turn if best == 0 or turn > int(days[best - 1]) else first


def _sums(days: Cents, found: Cents) -> Cents:
    return np.bincount(np.searchsorted(days, found), minlength=len(days))
