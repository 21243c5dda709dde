"""What calibration gives: proposals with their evidence, and what is left to work."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from reclaim.contracts.calibrate.change import Change, apply_change
from reclaim.contracts.calibrate.rows import KEY, UNKNOWN, Cents, Flags
from reclaim.contracts.calibrate.state import State
from reclaim.contracts.calibrate.weigh import Weighed
from reclaim.contracts.model.contract import Contract

SHOWN = 3
"""Example lines of a proposal."""


@dataclass(frozen=True)
class Example:
    """A line that a proposal explains, in cents; `before` is null where it had no price."""

    claim_id: str
    line_number: int | None
    code: str | None
    before_cents: int | None
    after_cents: int
    allowed_cents: int


@dataclass(frozen=True)
class Proposal:
    """One cause, and the change to the contract that would take it away.

    All figures hold when the proposals that stand before it have been taken.

    Args:
        causes: keys of words.CAUSES.
        change: what to change.
        touched: lines of which the contract would expect something else.
        fitting: those of them that are then as allowed.
        lines: misses that it explains.
        cents: their sum, under- and overpayments counted up alike.
        priced: lines that had no price, and get the one that was allowed.
        broken: lines that were as allowed and would not be any more.
        broken_cents: by how much, in sum.
        gives_up_cents: by how much less, in sum, the payer would have underpaid.
        examples: some of the lines that it explains, those of most cents.
    """

    causes: tuple[str, ...]
    change: Change
    touched: int
    fitting: int
    lines: int
    cents: int
    priced: int
    broken: int
    broken_cents: int
    gives_up_cents: int
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class Calibration:
    """What was compared, what may be wrong with the contract, and what is left.

    Args:
        contract: the contract as it is.
        compared: lines with a price and a known allowed amount.
        misses: those of them that differ by more than the tolerance.
        miss_cents: by how much, in sum, under- and overpayments counted up alike.
        underpaid_cents: what they are underpaid, in sum.
        unpriced: lines without a price whose allowed amount is known.
        left_out: lines that could not be priced here as they were in the audit.
        proposals: in the order in which they build on each other.
        left: misses once all proposals are taken, likewise the next three.
        left_cents: by how much.
        left_underpaid_cents: what they are underpaid: the underpayments to work.
        left_unpriced: lines that still have no price.
        unexplained: the misses that are left: `claim_id`, `line_number`, `expected_cents`,
            `allowed_cents`, `variance_cents`, under the contract with all proposals taken.
    """

    contract: Contract
    compared: int
    misses: int
    miss_cents: int
    underpaid_cents: int
    unpriced: int
    left_out: int
    proposals: tuple[Proposal, ...]
    left: int
    left_cents: int
    left_underpaid_cents: int
    left_unpriced: int
    unexplained: pl.DataFrame

    def share_percent(self, proposal: Proposal) -> int:
        """Whole percent of the cents of all misses that a proposal explains."""
        return proposal.cents * 100 // self.miss_cents if self.miss_cents else 0

    def calibrated(self) -> Contract:
        """The contract with all proposals taken."""
        contract = self.contract
        for each in self.proposals:
            contract = apply_change(contract, each.change)
        return contract


def proposal(state: State, found: Weighed, new: Flags) -> Proposal:
    """What a change does to the lines of the state.

    Args:
        state: the lines before it.
        found: the change, tried on all lines.
        new: lines that no proposal before it has explained.
    """
    before, allowed = state.current.cents, state.rows.allowed
    explained = found.explained & new
    missed = explained & (before != UNKNOWN)
    changed = (found.explained | found.broken) & (before != UNKNOWN)
    less = (before - allowed).clip(min=0) - (found.after.cents - allowed).clip(min=0)
    return Proposal(
        found.candidate.causes,
        found.candidate.change,
        touched=found.touched,
        fitting=found.fitting,
        lines=int(missed.sum()),
        cents=int(np.abs(before - allowed)[missed].sum()),
        priced=int((explained & (before == UNKNOWN)).sum()),
        broken=found.breaks,
        broken_cents=found.broken_cents,
        gives_up_cents=max(int(less[changed].sum()), 0),
        examples=_examples(state, found.after.cents, explained),
    )


def summed_up(first: State, last: State, proposals: Sequence[Proposal]) -> Calibration:
    """The calibration, from the lines as they are and as they would be."""
    misses, miss_cents, underpaid = _missed(first)
    left, left_cents, left_underpaid = _missed(last)
    return Calibration(
        first.contract,
        compared=int(first.priced.sum()),
        misses=misses,
        miss_cents=miss_cents,
        underpaid_cents=underpaid,
        unpriced=_unpriced(first),
        left_out=int((~first.usable).sum()),
        proposals=tuple(proposals),
        left=left,
        left_cents=left_cents,
        left_underpaid_cents=left_underpaid,
        left_unpriced=_unpriced(last),
        unexplained=_unexplained(last),
    )


def _missed(state: State) -> tuple[int, int, int]:
    variance = (state.current.cents - state.rows.allowed)[state.misses]
    return len(variance), int(np.abs(variance).sum()), int(variance.clip(min=0).sum())


def _unpriced(state: State) -> int:
    return int((state.usable & (state.current.cents == UNKNOWN)).sum())


def _unexplained(state: State) -> pl.DataFrame:
    expected = pl.Series("expected_cents", state.current.cents)
    frame = state.rows.frame.with_columns(expected).filter(pl.Series(state.misses))
    return frame.select(
        *KEY,
        "expected_cents",
        "allowed_cents",
        variance_cents=pl.col("expected_cents") - pl.col("allowed_cents"),
    )


def _examples(state: State, after: Cents, explained: Flags) -> tuple[Example, ...]:
    before = state.current.cents
    sizes = np.where(before == UNKNOWN, after, np.abs(after - before))
    places = np.flatnonzero(explained)
    places = places[np.argsort(-sizes[places], kind="stable")][:SHOWN]
    shown = state.rows.frame[places.tolist()].select(*KEY, "code", "allowed_cents")
    return tuple(
        Example(
            claim_id,
            line_number,
            code,
            None if before[place] == UNKNOWN else int(before[place]),
            int(after[place]),
            allowed,
        )
        for place, (claim_id, line_number, code, allowed) in zip(
            places, shown.iter_rows(), strict=True
        )
    )
