"""Every number of the report, aggregated once: the page and the workbook only lay it out."""

from dataclasses import dataclass

import polars as pl

from reclaim.codes import carcs
from reclaim.report.audited import Audited
from reclaim.report.findings import (
    CAUSE,
    IS_CANDIDATE,
    IS_FINDING,
    IS_LOSS,
    PAYER,
    REASON,
    count_findings,
    largest_by_claim,
)
from reclaim.report.summary import Summary, summarise

LARGEST = 25
HIDDEN = 10
PAYERS = 20
REASONS_PER_CAUSE = 8


@dataclass(frozen=True)
class Figures:
    """The aggregates of one audit. Frames are small; money is whole cents, net of reversals.

    Args:
        reasons: a row a reason that someone should look at: cents and claims.
        causes: the same by place and category, with what of it is candidate and avoidable.
        payers: a row a payer, by charge: claims, charge, and cents by place.
        largest: the largest losses for one claim and one reason.
        hidden: the largest price cuts (CARC 45) that took a whole charge.
        unknown: the largest sums that no remittance explains.
        problems: a row a problem code: count, severity and unexplained cents.
        unknown_gross_cents: what is unknown, too much and too little added up without signs.
        uncounted_claims: claims read that no figure counts (see `Audited.claim_states`).
    """

    summary: Summary
    reasons: pl.DataFrame
    causes: pl.DataFrame
    payers: pl.DataFrame
    largest: pl.DataFrame
    hidden: pl.DataFrame
    unknown: pl.DataFrame
    problems: pl.DataFrame
    files: pl.DataFrame
    findings: int
    findings_cents: int
    likely_cents: int
    possible_cents: int
    uncounted_claims: int
    unknown_gross_cents: int


def figures(audited: Audited) -> Figures:
    """Aggregate without collecting any table whole."""
    reasons = _reasons(audited)
    findings, findings_cents = count_findings(audited)
    candidates = reasons.filter(IS_CANDIDATE)
    summary = summarise(audited)
    return Figures(
        summary=summary,
        reasons=reasons,
        causes=_causes(audited),
        payers=_payers(audited),
        largest=_losses(audited),
        hidden=largest_by_claim(audited, IS_HIDDEN, limit=HIDDEN),
        unknown=largest_by_claim(audited, pl.col("place") == "unknown", limit=HIDDEN),
        problems=_problems(audited),
        files=audited.files.lazy().sort("path").collect(),
        findings=findings,
        findings_cents=findings_cents,
        likely_cents=_cents(candidates.filter(pl.col("recoverable") == "yes")),
        possible_cents=_cents(candidates.filter(pl.col("recoverable") == "maybe")),
        unknown_gross_cents=_unknown_gross_cents(audited),
        uncounted_claims=summary["claims"] - _counted(audited),
    )


IS_HIDDEN = pl.col("category") == "denial/hidden_in_45"


def _cents(rows: pl.DataFrame) -> int:
    return int(rows["amount_cents"].sum())


def _counted(audited: Audited) -> int:
    return int(audited.counted_claims().select(pl.len()).collect(engine="streaming").item())


def _losses(audited: Audited) -> pl.DataFrame:
    """A reduction below zero gives money back: it is no loss, however large."""
    gain = pl.col("amount_cents") < 0
    return largest_by_claim(audited, IS_LOSS & IS_FINDING & gain.not_(), limit=LARGEST)


def _unknown_gross_cents(audited: Audited) -> int:
    """Too much and too little do not cancel: both are unexplained."""
    unknown = audited.counted_dispositions().filter(pl.col("place") == "unknown")
    size = unknown.select(pl.col("amount_cents").abs().sum())
    return int(size.collect(engine="streaming").item())


def _reasons(audited: Audited) -> pl.DataFrame:
    codes = carcs().lazy().select("label", "next_action", carc="code").unique("carc")
    return (
        audited.counted_dispositions()
        .filter(IS_FINDING | IS_LOSS)
        .with_columns(category=CAUSE)
        .group_by(REASON)
        .agg(pl.col("amount_cents").sum(), claims=pl.col("claim_id").n_unique())
        .join(codes, on="carc", how="left")
        .sort("amount_cents", *REASON, descending=[True] + [False] * len(REASON))
        .collect(engine="streaming")
    )


def _causes(audited: Audited) -> pl.DataFrame:
    cents = pl.col("amount_cents")
    recoverable = pl.col("recoverable")
    return (
        audited.counted_dispositions()
        .filter(IS_FINDING | IS_LOSS)
        .with_columns(category=CAUSE)
        .group_by("place", "category")
        .agg(
            cents.sum(),
            claims=pl.col("claim_id").n_unique(),
            likely_cents=cents.filter(IS_CANDIDATE & (recoverable == "yes")).sum(),
            possible_cents=cents.filter(IS_CANDIDATE & (recoverable == "maybe")).sum(),
            avoidable_cents=cents.filter(pl.col("necessary").not_()).sum(),
        )
        .sort("amount_cents", "place", "category", descending=[True, False, False])
        .collect(engine="streaming")
    )


def _payers(audited: Audited) -> pl.DataFrame:
    claims = audited.counted_claims().select("claim_id", "charge_cents", payer=PAYER)
    totals = claims.group_by("payer").agg(
        pl.len().cast(pl.Int64).alias("claims"), pl.col("charge_cents").sum()
    )
    return (
        totals.join(_places_of_payers(audited, claims).lazy(), on="payer", how="left")
        .with_columns(pl.exclude("payer").fill_null(0))
        .sort("charge_cents", "payer", descending=[True, False])
        .collect(engine="streaming")
    )


def _places_of_payers(audited: Audited, claims: pl.LazyFrame) -> pl.DataFrame:
    """`payer`, and cents in a column a place.

    A disposition does not name its payer; a share of the claims at a time is joined to it.
    """
    parts = audited.counted_dispositions().select("claim_id", "place", "amount_cents")
    named = claims.select("claim_id", "payer")
    sums = [
        parts.filter(turn)
        .join(named.filter(turn), on="claim_id", how="left")
        .group_by("payer", "place")
        .agg(pl.col("amount_cents").sum())
        .collect(engine="streaming")
        for turn in audited.turns()
    ]
    by_place = pl.concat(sums).group_by("payer", "place").agg(pl.col("amount_cents").sum())
    return by_place.pivot("place", index="payer", values="amount_cents")


def _problems(audited: Audited) -> pl.DataFrame:
    """Errors first, then by how often. A problem without an amount leaves nothing unexplained."""
    severity = pl.col("severity").replace_strict(
        {"error": 0, "warning": 1, "note": 2}, default=3, return_dtype=pl.Int8
    )
    return (
        audited.problems.lazy()
        .group_by("code", "severity")
        .agg(
            count=pl.len().cast(pl.Int64),
            unexplained_cents=pl.col("difference_cents").abs().sum(),
            files=pl.col("file_id").n_unique().cast(pl.Int64),
            file_id=pl.col("file_id").min(),
            patient_control_number=pl.col("patient_control_number").min(),
        )
        .join(audited.files.lazy().select("file_id", file="path"), on="file_id", how="left")
        .sort(severity, -pl.col("count"), "code")
        .collect(engine="streaming")
    )
