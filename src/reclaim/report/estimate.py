"""The recoverable revenue estimate: what became of the charge, and what can be won back of it."""

from typing import TypedDict

import polars as pl

from reclaim.report.audited import Audited
from reclaim.report.findings import HORIZONS, MEASURE_NAMES, STATES, by_state, open_by_basis
from reclaim.report.standing import NOT_COLLECTED, STANDINGS


class StateTotal(TypedDict):
    """Findings in one state. `unestimated`: those without a known chance."""

    findings: int
    at_stake_cents: int
    unestimated: int


class Basis(TypedDict):
    """Open findings whose dollars are known from one source; the sources add up to all of them."""

    findings: int
    at_stake_cents: int
    worth_cents: int
    expected_cents: int
    expected_low_cents: int
    expected_high_cents: int


class Estimate(TypedDict):
    """The first page. Whole cents; `standings` add up to the charge.

    Args:
        standings: collected, patient, prior_payer, unverified, necessary, unnecessary, undecided.
        not_collected_cents: the last four of them.
        findings: how many are open.
        at_stake_cents: what the payers took away in the open findings.
        worth_cents: what the open findings would bring if every one were won.
        expected_cents: the sum of worth times chance over the open findings.
        expected_low_cents, expected_high_cents: the same with the low and the high chance of each.
        expired_cents: at stake in findings whose last day is past.
        states: every finding, in exactly one state; only `open` counts above.
        by_basis: the open findings by what says how much they are about: contract (underpaid by
            contract), inferred (by a schedule inferred from past payments), unverified (price cuts
            that no contract has confirmed), remittance (all others: the payer's own amounts).
    """

    standings: dict[str, int]
    not_collected_cents: int
    findings: int
    at_stake_cents: int
    worth_cents: int
    expected_cents: int
    expected_low_cents: int
    expected_high_cents: int
    expired_cents: int
    states: dict[str, StateTotal]
    by_basis: dict[str, Basis]


class Horizon(TypedDict):
    """Open findings whose last day comes within some days of the day of the audit."""

    findings: int
    at_stake_cents: int
    expected_cents: int


def estimate(audited: Audited, reasons: pl.DataFrame) -> Estimate:
    """The estimate of one audit. `reasons` are those of `causes`: every dollar, in few rows."""
    cents = dict(reasons.group_by("standing").agg(pl.col("amount_cents").sum()).iter_rows())
    standings = {name: int(cents.get(name, 0)) for name in STANDINGS}
    by_basis = open_by_basis(audited)
    won = by_basis.select(MEASURE_NAMES).sum().row(0, named=True)
    states = {row["state"]: row for row in by_state(audited).iter_rows(named=True)}
    return Estimate(
        standings=standings,
        not_collected_cents=sum(standings[name] for name in NOT_COLLECTED),
        findings=int(won["findings"]),
        at_stake_cents=int(won["at_stake_cents"]),
        worth_cents=int(won["worth_cents"]),
        expected_cents=int(won["expected_cents"]),
        expected_low_cents=int(won["expected_low_cents"]),
        expected_high_cents=int(won["expected_high_cents"]),
        expired_cents=int(won["expired_cents"]),
        states={name: _state(states[name]) for name in STATES},
        by_basis={row["basis"]: _basis(row) for row in by_basis.iter_rows(named=True)},
    )


def _basis(row: dict[str, int]) -> Basis:
    return Basis(
        findings=row["findings"],
        at_stake_cents=row["at_stake_cents"],
        worth_cents=row["worth_cents"],
        expected_cents=row["expected_cents"],
        expected_low_cents=row["expected_low_cents"],
        expected_high_cents=row["expected_high_cents"],
    )


def _state(row: dict[str, int]) -> StateTotal:
    return StateTotal(
        findings=row["findings"],
        at_stake_cents=row["at_stake_cents"],
        unestimated=row["unestimated"],
    )


def horizons(days: pl.DataFrame) -> dict[str, Horizon]:
    """Per horizon in days, the open findings that expire by then; `days` as of `deadlines`.

    Each includes the ones before it. `later` and `not_known` complete the longest to all.
    """
    left = pl.col("days_left")
    bands = {str(ahead): left <= ahead for ahead in HORIZONS}
    bands |= {"later": left > HORIZONS[-1], "not_known": left.is_null()}
    return {name: _horizon(days.filter(keep)) for name, keep in bands.items()}


def _horizon(days: pl.DataFrame) -> Horizon:
    return Horizon(
        findings=int(days["findings"].sum()),
        at_stake_cents=int(days["at_stake_cents"].sum()),
        expected_cents=int(days["expected_cents"].sum()),
    )
