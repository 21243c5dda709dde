"""What a possible change would explain, what it would break, and whether that is enough."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from reclaim.contracts.calibrate.change import Change, apply_change
from reclaim.contracts.calibrate.days import Window, best_days
from reclaim.contracts.calibrate.desk import Repriced
from reclaim.contracts.calibrate.limits import BREAKS_PERCENT, CLEAR_PERCENT, LEAST_LINES
from reclaim.contracts.calibrate.rows import UNKNOWN, Flags
from reclaim.contracts.calibrate.state import WHOLE, State

DAYS = "days"
"""The cause that is added when a change holds for some days of service only."""


@dataclass(frozen=True)
class Candidate:
    """A change that may be why.

    Args:
        causes: keys of words.CAUSES.
        change: what would be changed.
        scope: the lines that it is about.
        within: the same change for some days of service only; null: it cannot be so limited.
    """

    causes: tuple[str, ...]
    change: Change
    scope: Flags
    within: Callable[[Window], Change] | None = None


@dataclass(frozen=True)
class Weighed:
    """A candidate, tried on lines. Counts are of all lines, also when a sample was tried.

    Args:
        candidate: the change that was tried, perhaps limited to some days.
        after: what the changed contract expects of the lines that were tried.
        explained: misses, and lines without a price, that are as allowed after it.
        broken: lines that were as allowed, and are no longer.
        touched: how many lines it expects something else of.
        fitting: how many of them are as allowed after it.
        lines: how many are explained.
        breaks: how many are broken.
        cents: sum of the misses that it explains, either sign counted up.
        broken_cents: sum of the misses that it makes.
    """

    candidate: Candidate
    after: Repriced
    explained: Flags
    broken: Flags
    touched: int
    fitting: int
    lines: int
    breaks: int
    cents: int
    broken_cents: int

    @property
    def enough(self) -> bool:
        """Whether it explains enough lines, with a clear majority, and breaks few."""
        return (
            self.lines >= LEAST_LINES
            and self.fitting * 100 >= self.touched * CLEAR_PERCENT
            and self.breaks * 100 <= self.lines * BREAKS_PERCENT
        )

    @property
    def gain(self) -> tuple[int, int, int]:
        """The larger, the better: cents, then lines, then fewer edits and rounder numbers."""
        edits = self.candidate.change.edits
        odd = sum(_decimals(edit.new) for edit in edits)
        said = len(edits) + len(self.candidate.causes) + odd
        return (self.cents - self.broken_cents, self.lines - self.breaks, -said)


def weigh(state: State, candidate: Candidate) -> Weighed:
    """Try a candidate; where it is too much for all days, on the days for which it holds best."""
    after = state.desk.expected(apply_change(state.contract, candidate.change))
    everywhere = _weighed(state, candidate, after)
    if candidate.within is None or everywhere.enough or not everywhere.lines:
        return everywhere
    fits = state.rows.fits(after.cents)
    against = state.priced & (after.cents != state.current.cents) & ~fits
    window = best_days(state.rows.days, everywhere.explained, against, state.weight)
    if window is None:
        return everywhere
    limited = Candidate((*candidate.causes, DAYS), candidate.within(window), candidate.scope)
    if not limited.change.edits:
        return everywhere
    changed = apply_change(state.contract, limited.change)
    return _weighed(state, limited, state.desk.expected(changed))


def weigh_apart(state: State, candidates: Sequence[Candidate]) -> list[Weighed]:
    """Try candidates, of which no two are about the same line, all at once."""
    if not candidates:
        return []
    contract = state.contract
    for candidate in candidates:
        contract = apply_change(contract, candidate.change)
    after = state.desk.expected(contract)
    return [_weighed(state, each, after, within=each.scope) for each in candidates]


def _weighed(
    state: State, candidate: Candidate, after: Repriced, within: Flags | None = None
) -> Weighed:
    rows, before = state.rows, state.current.cents
    fits_before, fits_after = rows.fits(before), rows.fits(after.cents)
    touched = state.usable & (after.cents != before)
    if within is not None:
        touched &= within
    explained, broken = touched & fits_after & ~fits_before, touched & ~fits_after & fits_before
    missed = np.where(before == UNKNOWN, 0, np.abs(before - rows.allowed))
    worse = np.abs(np.where(after.cents == UNKNOWN, 0, after.cents) - rows.allowed)

    def count(flags: Flags) -> int:
        return int(state.weight[flags].sum()) // WHOLE

    return Weighed(
        candidate,
        after,
        explained=explained,
        broken=broken,
        touched=count(touched),
        fitting=count(touched & fits_after),
        lines=count(explained),
        breaks=count(broken),
        cents=int((missed * state.weight)[explained].sum()) // WHOLE,
        broken_cents=int((worse * state.weight)[broken].sum()) // WHOLE,
    )


def _decimals(value: object) -> int:
    if not isinstance(value, Decimal):
        return 0
    return max(-int(value.normalize().as_tuple().exponent), 0)
