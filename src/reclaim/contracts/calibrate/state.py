"""A contract on its way to being right, what it expects now, and samples of its lines."""

from dataclasses import dataclass

import numpy as np

from reclaim.contracts.calibrate.desk import Desk, Repriced
from reclaim.contracts.calibrate.limits import SCREENED_CLAIMS
from reclaim.contracts.calibrate.rows import UNKNOWN, Cents, Flags, Rows
from reclaim.contracts.model.contract import Contract

WHOLE = 1000
"""The weight of a line that stands for itself alone."""


@dataclass(frozen=True)
class State:
    """A contract and what it expects.

    Args:
        contract: with the changes that were found so far.
        desk: the lines.
        current: what the contract expects of the lines.
        usable: lines that were priced here as they were in the audit.
        weight: how many lines each one stands for, in thousandths.
    """

    contract: Contract
    desk: Desk
    current: Repriced
    usable: Flags
    weight: Cents

    @property
    def rows(self) -> Rows:
        return self.desk.rows

    @property
    def priced(self) -> Flags:
        """Lines with a price that are compared."""
        flags: Flags = self.usable & (self.current.cents != UNKNOWN)
        return flags

    @property
    def misses(self) -> Flags:
        """Lines with a price that is not what was allowed."""
        return self.priced & ~self.rows.fits(self.current.cents)

    def under(self, contract: Contract) -> "State":
        """The same lines under another contract."""
        now = self.desk.expected(contract)
        return State(contract, self.desk, now, self.usable, self.weight)

    def having(self, contract: Contract, current: Repriced | None = None) -> "State":
        """The same lines with another contract that expects this; null: that is still to price."""
        return State(contract, self.desk, current or self.current, self.usable, self.weight)

    def of(self, flags: Flags, weight: Cents) -> "State":
        """The marked lines alone, with other weights."""
        now = Repriced(self.current.cents[flags], self.current.term[flags])
        return State(self.contract, self.desk.of(flags), now, self.usable[flags], weight[flags])


def begin(contract: Contract, desk: Desk) -> State:
    """The contract as it is. Lines whose price is not the audit's are not usable."""
    now = desk.expected(contract)
    weight = np.full(len(desk.rows), WHOLE, dtype=np.int64)
    return State(contract, desk, now, now.cents == desk.rows.expected, weight)


def sample(state: State, scope: Flags, most: int = SCREENED_CLAIMS) -> State:
    """Of the claims in the scope some with misses and some without, evenly spread by their ids."""
    missed = _claims(state, state.misses & scope)
    weights = np.zeros(len(missed), dtype=np.int64)
    for group in (np.flatnonzero(missed), np.flatnonzero(_claims(state, scope) & ~missed)):
        chosen = group[np.arange(most) * len(group) // most] if len(group) > most else group
        weights[chosen] = len(group) * WHOLE // max(len(chosen), 1)
    weight = weights[state.desk.claim]
    return state.of(weight > 0, weight)


def around(state: State, flags: Flags) -> State:
    """All lines of the claims that have a marked line."""
    return state.of(_claims(state, flags)[state.desk.claim], state.weight)


def _claims(state: State, flags: Flags) -> Flags:
    """Which claims, by their numbers, have a marked line."""
    ids = state.desk.claim
    marked = np.zeros(int(ids.max(initial=0)) + 1, dtype=np.bool_)
    marked[ids[flags]] = True
    return marked
