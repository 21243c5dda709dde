"""Underpaid and overpaid claims with their lines: they are worked by claim, not by line."""

from dataclasses import dataclass

import polars as pl

from reclaim.report.audited import Audited
from reclaim.report.findings import claims_of, judged
from reclaim.report.held import expected
from reclaim.report.standing import PAYER

VERDICTS = ("underpaid", "overpaid")
"""On a line; findings about it are of the kind of the same name."""

ORDER = (-pl.col("off_cents"), pl.col("claim_id"))

_SUMS = ("charge_cents", "expected_cents", "allowed_cents", "paid_cents", "off_cents")


@dataclass(frozen=True)
class Off:
    """Claims whose lines are off in one direction, and those lines, in the order of the claims.

    Args:
        claims: the largest difference first. `lines`, `charge_cents`, `expected_cents`,
            `allowed_cents`, `paid_cents` and `off_cents` (how far the allowed amount is off, never
            negative) are sums over the lines concerned; `offset_cents` is what other lines of the
            claim are off the other way. `findings`: ids of the findings about it; `deadline`,
            `days_left`: the first of their last days; `win_cents`: what they are expected to bring;
            `inferred`: by a schedule inferred from past payments.
        lines: rows of `expected_lines` with the claim's `payer` and `findings`, and `off_cents`.
    """

    claims: pl.DataFrame
    lines: pl.DataFrame


def off(audited: Audited, verdict: str, *, inferred: bool, limit: int) -> Off:
    """The `limit` claims with the largest difference among their lines of a verdict.

    Args:
        audited: the tables of the audit.
        verdict: underpaid or overpaid.
        inferred: by schedules inferred from past payments; else by contracts.
        limit: how many claims.
    """
    counted = audited.counted_claims().select("claim_id")
    rows = (
        expected(audited)
        .filter(pl.col("inferred") == inferred)
        .join(counted, on="claim_id", how="semi")
    )
    tops = [_largest(rows.filter(turn), verdict, limit) for turn in audited.turns()]
    first = pl.concat(tops).sort(*ORDER).head(limit).with_columns(inferred=pl.lit(inferred))
    claims = _described(audited, first, verdict)
    return Off(claims, _lines(rows, claims, verdict))


def _lines(rows: pl.LazyFrame, claims: pl.DataFrame, verdict: str) -> pl.DataFrame:
    """The lines of a verdict on some claims, in the order of the claims."""
    wanted = claims.select("claim_id", "payer", "findings").with_row_index("at")
    return (
        rows.filter(verdict=verdict)
        .join(wanted.lazy(), on="claim_id")
        .with_columns(off_cents=pl.col("variance_cents").abs())
        .collect(engine="streaming")
        .sort("at", "line_number", nulls_last=True)
        .drop("at")
    )


def _largest(rows: pl.LazyFrame, verdict: str, limit: int) -> pl.DataFrame:
    """The claims of one turn: the sums of their lines, the largest first."""
    own = pl.col("verdict") == verdict
    other = pl.col("verdict").is_in([name for name in VERDICTS if name != verdict])
    off = pl.col("variance_cents").abs()
    named = ("contract", "term", "clause")
    return (
        rows.filter(own | other)
        .with_columns(off_cents=off)
        .group_by("claim_id")
        .agg(
            *(pl.col(name).filter(own).sum() for name in _SUMS),
            *(pl.col(name).filter(own).drop_nulls().unique().sort() for name in named),
            pl.col("patient_control_number").first(),
            pl.col("service_date").min(),
            pl.col("payment_date").max(),
            lines=own.sum().cast(pl.Int64),
            offset_cents=off.filter(other).sum(),
        )
        .filter(pl.col("lines") > 0)
        .collect(engine="streaming")
        .sort(*ORDER)
        .head(limit)
    )


def _described(audited: Audited, claims: pl.DataFrame, verdict: str) -> pl.DataFrame:
    """Add the payer's name, the findings about each claim, and their first last day."""
    payers = claims_of(audited, claims.lazy()).select("claim_id", payer=PAYER)
    return (
        claims.lazy()
        .join(payers, on="claim_id", how="left", maintain_order="left")
        .join(_findings(audited, claims, verdict), on="claim_id", how="left", maintain_order="left")
        .with_columns(pl.col("findings").fill_null([]))
        .collect()
    )


def _findings(audited: Audited, claims: pl.DataFrame, verdict: str) -> pl.LazyFrame:
    """The findings about the claims, by claim."""
    return (
        judged(audited)
        .filter(pl.col("kind") == verdict)
        .join(claims.lazy().select("claim_id"), on="claim_id", how="semi")
        .group_by("claim_id")
        .agg(
            pl.col("finding_id").sort().alias("findings"),
            pl.col("deadline").min(),
            pl.col("days_left").min(),
            pl.col("expected_cents").sum().alias("win_cents"),
        )
    )
