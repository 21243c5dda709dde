"""The finished tables of one audit, and which of their rows count."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from reclaim.rules.signals import Signal, signals
from reclaim.schema import TABLES
from reclaim.schema.claim_states import claim_id

Frame = pl.DataFrame | pl.LazyFrame
"""A table in memory, or one that is read from Parquet while it is aggregated."""


@dataclass(frozen=True)
class Audited:
    """What the report is made from. Frames follow `reclaim.schema.TABLES`; all may be lazy.

    Args:
        claim_states: `claim_id`, `counts`: false for claims that a reversal took back, for the
            reversal itself, and for repeats. Null: every claim counts.
        remit_lines: gives the number of lines. Null: lines are counted in `dispositions`.
        findings: what somebody should look at. Null: nothing was judged.
        evidence: what speaks for and against each finding, and what is missing.
        payer_habits: what payers do again and again.
        claim_links: which documents of a claim were found for each other.
        expected_lines: what the contracts allow and the payers allowed. Null: nothing was priced.
        signals: the signals that judged, for the words of their steps. Null: the shipped ones.
    """

    dispositions: Frame
    remit_claims: Frame
    problems: Frame
    files: Frame
    as_of: dt.date
    version: str
    claim_states: Frame | None = None
    remit_lines: Frame | None = None
    findings: Frame | None = None
    evidence: Frame | None = None
    payer_habits: Frame | None = None
    claim_links: Frame | None = None
    expected_lines: Frame | None = None
    signals: Sequence[Signal] | None = None

    def counted_claims(self) -> pl.LazyFrame:
        """The claims on remittances whose dollars count, with their `claim_id`."""
        claims = self.remit_claims.lazy().with_columns(claim_id())
        return _without_dropped(claims, self.claim_states)

    def counted_dispositions(self) -> pl.LazyFrame:
        """The parts of the charge of those claims."""
        return _without_dropped(self.dispositions.lazy(), self.claim_states)

    def table(self, name: str) -> pl.LazyFrame:
        """A table by its name; without rows when the audit did not make it."""
        frame: Frame | None = getattr(self, name)
        return TABLES[name].empty().lazy() if frame is None else frame.lazy()

    def steps(self) -> dict[str, str]:
        """What to do next, in one sentence, by the id of the signal that says so."""
        judged_by = signals() if self.signals is None else self.signals
        return {signal.id: signal.step for signal in judged_by}

    def turns(self) -> list[pl.Expr]:
        """Conditions on `claim_id`, each true for a share of the claims and together for all.

        What needs every claim at once (a join, a sum by claim) is done a share at a time, so that
        memory does not grow with the input. Claims stay whole.
        """
        claims = self.remit_claims.lazy().select(pl.len()).collect().item()
        shares = 1 + int(claims) // CLAIMS_A_TURN
        if shares == 1:
            return [pl.lit(value=True)]
        return [pl.col("claim_id").hash() % shares == turn for turn in range(shares)]


CLAIMS_A_TURN = 500_000


def _without_dropped(rows: pl.LazyFrame, claim_states: Frame | None) -> pl.LazyFrame:
    if claim_states is None:
        return rows
    dropped = claim_states.lazy().filter(pl.col("counts").not_()).select("claim_id")
    return rows.join(dropped, on="claim_id", how="anti")
