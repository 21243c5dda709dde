"""Why money was not collected: by category and by reason code, and who could have prevented it."""

from dataclasses import dataclass

import polars as pl

from reclaim.codes import carcs
from reclaim.report.audited import Audited
from reclaim.report.findings import MEASURE_NAMES, MEASURES, judged
from reclaim.report.prevention import prevention
from reclaim.report.standing import IS_LOSS, IS_OPEN, NOT_COLLECTED, SECOND_CUT, standing

CAUSE = ["place", "category"]

REASON = ["place", "category", "group_code", "carc"]
"""Why a part of the charge went where it went, as the payer says it."""

STAGE = ["stage", "preventable_by"]

_KEPT = ["necessary", *STAGE, "next_action", "rule_id", "remarks"]

_REMARKS = pl.col("rarcs").list.sort().list.join(" ").alias("remarks")
"""Remark codes in one order, so that the same rows always read the same."""

IS_CAUSE = (
    IS_LOSS
    | IS_OPEN
    | (pl.col("category") == SECOND_CUT)
    | ((pl.col("place") == "contractual") & pl.col("necessary").not_().fill_null(value=False))
)
"""Whatever somebody should ask about. Agreed and unverified price cuts alone are no loss."""

LOST = ("unnecessary", "undecided")

CENTS = (*NOT_COLLECTED, "lost_cents")
"""`lost_cents`: unnecessary or undecided."""


@dataclass(frozen=True)
class Causes:
    """Why, three ways, each the most dollars first.

    Args:
        causes: a row a place and category: `claims` with lost dollars, `CENTS`, the measures of
            its findings, and `running_cents`: `lost_cents` added up from the largest cause on.
            Pending and unknown dollars come last, and are in no running sum.
        reasons: the same a row a reason, with the reason's `label`, its most usual `next_action`
            and `rule_id`.
        stages: unnecessary `amount_cents` and `claims` by `stage` and `preventable_by`.
        prevention: which checks would have caught them (`prevention`).
        unknown_gross_cents: unknown dollars, too much and too little added up without signs.
    """

    causes: pl.DataFrame
    reasons: pl.DataFrame
    stages: pl.DataFrame
    prevention: pl.DataFrame
    unknown_gross_cents: int


def why(audited: Audited) -> Causes:
    """The causes of one audit."""
    rows = [_of_claims(audited, turn) for turn in audited.turns()]
    lost = pl.col("lost_cents")
    causes = _measured(audited, rows, CAUSE).sort(IS_OPEN, -lost, *CAUSE)
    unknown = pl.col("gross_cents").filter(pl.col("place") == "unknown").sum()
    return Causes(
        causes=causes.with_columns(running_cents=pl.when(IS_OPEN.not_()).then(lost.cum_sum())),
        reasons=_reasons(audited, rows),
        stages=_stages(rows),
        prevention=prevention(rows),
        unknown_gross_cents=sum(int(part.select(unknown).item()) for part in rows),
    )


def _of_claims(audited: Audited, turn: pl.Expr) -> pl.DataFrame:
    """Cents by claim and cause, of a share of the claims: only what was not paid or agreed."""
    cents = pl.col("amount_cents")
    return (
        audited.counted_dispositions()
        .filter(IS_CAUSE, turn)
        .with_columns(_REMARKS)
        .group_by("claim_id", *REASON, *_KEPT)
        .agg(cents.sum(), gross_cents=cents.abs().sum())
        .with_columns(standing())
        .collect(engine="streaming")
    )


def _reasons(audited: Audited, rows: list[pl.DataFrame]) -> pl.DataFrame:
    labels = carcs().select("label", carc="code").unique("carc")
    return (
        _measured(audited, rows, REASON)
        .join(labels, on="carc", how="left")
        .join(_usual(rows), on=REASON, how="left", nulls_equal=True)
        .sort(-pl.col("lost_cents"), *REASON)
    )


def _usual(rows: list[pl.DataFrame]) -> pl.DataFrame:
    """For each reason the step and the rule of most lost dollars."""
    verdict = ["next_action", "rule_id"]
    cents = pl.col("amount_cents").filter(pl.col("standing").is_in(LOST)).sum()
    sums = _added([part.group_by(REASON + verdict).agg(cents) for part in rows])
    ordered = sums.sort(-pl.col("amount_cents"), *verdict, nulls_last=True)
    return ordered.group_by(REASON, maintain_order=True).agg(pl.col(verdict).first())


def _stages(rows: list[pl.DataFrame]) -> pl.DataFrame:
    unnecessary = pl.col("standing") == "unnecessary"
    sums = _added([_counted(part.filter(unnecessary), STAGE, "amount_cents") for part in rows])
    return sums.sort(-pl.col("amount_cents"), *STAGE, nulls_last=True)


def _measured(audited: Audited, rows: list[pl.DataFrame], keys: list[str]) -> pl.DataFrame:
    """`claims`, `CENTS` and the measures of the findings, by the keys."""
    found = [key for key in keys if key != "place"]
    won = judged(audited).group_by(found).agg(*MEASURES).collect(engine="streaming")
    return (
        _added([_counted(part.with_columns(*_cents()), keys, *CENTS) for part in rows])
        .join(won, on=found, how="left", nulls_equal=True)
        .with_columns(pl.col(MEASURE_NAMES).fill_null(0))
    )


def _cents() -> list[pl.Expr]:
    """The amount in the column of its standing, and among the lost when it is."""
    cents, told = pl.col("amount_cents"), pl.col("standing")
    lost = told.is_in(LOST)
    columns = {name: told == name for name in NOT_COLLECTED} | {"lost_cents": lost}
    return [pl.when(keep).then(cents).otherwise(0).alias(name) for name, keep in columns.items()]


def _counted(rows: pl.DataFrame, keys: list[str], *cents: str) -> pl.DataFrame:
    """The sums of some columns by the keys, and how many claims have lost dollars there."""
    lost = pl.col("claim_id").filter(pl.col("standing").is_in(LOST))
    return rows.group_by(keys).agg(pl.col(*cents).sum(), claims=lost.n_unique().cast(pl.Int64))


def _added(parts: list[pl.DataFrame]) -> pl.DataFrame:
    """The sums of every turn in one: a claim is in one turn only, so that counts add up too."""
    rows = pl.concat(parts)
    amounts = [name for name, kind in rows.schema.items() if kind == pl.Int64]
    keys = [name for name in rows.columns if name not in amounts]
    return rows.group_by(keys).agg(pl.col(amounts).sum())
