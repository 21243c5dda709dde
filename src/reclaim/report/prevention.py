"""Which check would have prevented what was lost, and what that suggests to train."""

from collections.abc import Sequence

import polars as pl

from reclaim.report.standing import IS_OPEN
from reclaim.rules.prevention import with_prevention

PAYER = "payer"
"""Who prevents what only the payer could have done right."""

CHECK = ["edit", "edit_stage", "training"]


def prevention(rows: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """A row a check: `CHECK`, `categories` and `reasons` it catches, `claims`, `lost_cents`.

    The most dollars first; the row without a check comes last. Every lost dollar stands in one
    row: a reason goes to one check. Where only the payer could have prevented the loss, no check
    of the provider's would have; nor can one prevent what is only pending or unknown.

    Args:
        rows: the cents by claim of `causes`, with `remarks`, the remark codes with blanks between.
    """
    kept = pl.concat(
        [part.filter(pl.col("standing").is_in(["unnecessary", "undecided"])) for part in rows]
    )
    told = ["remarks", "group_code", "carc", "place", "category", "preventable_by"]
    kinds = kept.select(told).unique(maintain_order=True)
    checked = with_prevention(kinds.with_columns(rarcs=pl.col("remarks").str.split(" ")))
    own = pl.col("preventable_by").ne_missing(PAYER) & IS_OPEN.not_()
    checked = checked.with_columns(pl.when(own).then(pl.col(CHECK)))
    joined = kept.join(checked.select(told + CHECK), on=told, how="left", nulls_equal=True)
    reason = pl.concat_str("group_code", "carc", separator="-")
    return (
        joined.group_by(CHECK)
        .agg(
            lost_cents=pl.col("amount_cents").sum(),
            claims=pl.col("claim_id").n_unique().cast(pl.Int64),
            categories=pl.col("category").unique().sort(),
            reasons=reason.unique().drop_nulls().sort(),
        )
        .sort(pl.col("edit").is_null(), -pl.col("lost_cents"), "edit")
    )
