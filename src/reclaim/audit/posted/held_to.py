"""Whether a write-off was within its user's limit, approved, and posted into an open period."""

import polars as pl

from reclaim.rules.posting_policy import PostingPolicy

HELD = ("user_limit_cents", "approved", "period_closed")
"""What `held_to` adds."""

LEAST = "policy_approval_cents"


def held_to(write_offs: pl.DataFrame, policy: PostingPolicy) -> pl.DataFrame:
    """Add HELD, each null where the practice states nothing that it could be told by.

    `user_limit_cents` is the limit that users.csv gives the user; null for a user without one.
    `approved` is null where no approval is asked for: below `approval/from` of the policy, or,
    where that is not stated, in a practice that keeps no approvals. Else it is whether somebody
    other than the user approved it: by the ledger's own word, or by approvals.csv up to the amount
    and no later than the posting. `period_closed` is whether the entry lies in a closed period
    and was made after the closing: dated later than it, or with a higher number than the last one.

    Args:
        write_offs: `entry`, `transaction_id`, `patient_control_number`, `posted_category`, `user`,
            `approved_by`, `posted_cents`, `posted_date` and `payer_kind`, `entry` without repeats.
        policy: what postings are held to.
    """
    known = [name for name in HELD if name in write_offs.columns]
    rows = write_offs.drop(known)
    kept = policy.kept
    return rows.with_columns(
        user_limit_cents=_limit(kept.users),
        approved=_approved(rows, policy),
        period_closed=_closed(kept.closed_periods),
    )


def _limit(users: pl.DataFrame | None) -> pl.Expr:
    none = pl.lit(None, dtype=pl.Int64)
    if users is None:
        return none
    limits = users.drop_nulls("limit").unique("user", keep="first", maintain_order=True)
    return pl.col("user").replace_strict(
        limits["user"], limits["limit"], default=None, return_dtype=pl.Int64
    )


def _approved(rows: pl.DataFrame, policy: PostingPolicy) -> pl.Series:
    least = pl.col(LEAST)
    keeps = pl.lit(policy.kept.approvals is not None)
    asked = pl.when(least.is_null()).then(keeps).otherwise(pl.col("posted_cents") >= least)
    by = pl.col("approved_by")
    by_other = by.is_not_null() & by.ne_missing(pl.col("user"))
    listed = pl.col("entry").is_in(_listed(rows, policy.kept.approvals).implode())
    held = rows.with_columns(policy.columns())
    return held.select(approved=pl.when(asked).then(by_other | listed)).to_series()


def _listed(rows: pl.DataFrame, approvals: pl.DataFrame | None) -> pl.Series:
    """The entries that approvals.csv covers."""
    none = pl.Series(dtype=pl.Int64)
    if approvals is None:
        return none
    columns = ["entry", "user", "posted_category", "posted_cents", "posted_date"]
    parts = []
    numbered = pl.col("transaction_id").is_not_null()
    for key, which in (("transaction_id", numbered), ("patient_control_number", ~numbered)):
        given = (
            approvals.filter(which)
            .drop_nulls(key)
            .select(key, "category", "amount", "requested_by", "approved_by", "approved_on")
        )
        pairs = rows.select(key, *columns).join(given, on=key)
        parts.append(pairs.filter(_covers()).get_column("entry"))
    return pl.concat([none, *parts])


def _covers() -> pl.Expr:
    """Whether the approval joined to a write-off is about it, and given by another person."""
    category = pl.col("category")
    by = pl.col("approved_by")
    return (
        (category.is_null() | category.eq_missing(pl.col("posted_category")))
        & (pl.col("posted_cents") <= pl.col("amount"))
        & (pl.col("approved_on") <= pl.col("posted_date"))
        & by.ne_missing(pl.col("user"))
        & by.ne_missing(pl.col("requested_by"))
    ).fill_null(value=False)


def _closed(periods: pl.DataFrame | None) -> pl.Expr:
    if periods is None:
        return pl.lit(None, dtype=pl.Boolean)
    day = pl.col("posted_date")
    number = pl.col("transaction_id").str.to_integer(strict=False, dtype=pl.Int64)
    closed = pl.lit(value=False)
    for row in periods.iter_rows(named=True):
        after = day > row["closed_on"]
        if row["last_transaction_id"] is not None:
            after |= (number > row["last_transaction_id"]).fill_null(value=False)
        closed |= day.is_between(row["first_day"], row["last_day"]) & after
    return pl.when(day.is_not_null()).then(closed)
