"""How many days a stay has.

The day of admission counts, the day of discharge does not, and a stay that ends on the day it
began counts one. A patient who has not left by the end of the statement was there on its last day.
Source: Medicare Benefit Policy Manual, chapter 3, 20.1; NUBC UB-04 manual, form locator 17.
"""

import polars as pl

STILL_PATIENT = "30"
"""Patient status: not discharged when the statement ended."""

CLAIM_COLUMNS = (
    "drg",
    "patient_status",
    "admission_date",
    "discharge_date",
    "claim_date",
)
"""What every line of a claim says alike, and a price for the whole claim asks."""

NOT_STATED = "not stated: days of the stay"


def one_per_claim(lines: pl.DataFrame) -> pl.DataFrame:
    """One row a claim: `claim_id`, CLAIM_COLUMNS, its first `day`, and `days` of the stay.

    Args:
        lines: frames.WIDE.
    """
    return (
        lines.group_by("claim_id", maintain_order=True)
        .agg(pl.col(CLAIM_COLUMNS).drop_nulls().first(), pl.col("day").min())
        .with_columns(days=stay_days())
    )


def stay_days() -> pl.Expr:
    """Days of the stay; null without both ends, or where it ends before it began.

    Asks `admission_date` (else `claim_date`, where the statement begins), `discharge_date` and
    `patient_status`.
    """
    nights = (pl.col("discharge_date") - _begin()).dt.total_days()
    there = (pl.col("patient_status") == STILL_PATIENT).fill_null(value=False)
    days = nights + there.cast(pl.Int64)
    return pl.when(nights >= 0).then(days.clip(lower_bound=1))


def shown_stay() -> pl.Expr:
    """The stay as a step: `3 days, 2026-03-01 to 2026-03-04`; asks `days` beside its dates."""
    return pl.concat_str(
        shown_days(pl.col("days")),
        pl.lit(", "),
        _begin().dt.to_string("%Y-%m-%d"),
        pl.lit(" to "),
        pl.col("discharge_date").dt.to_string("%Y-%m-%d"),
    )


def shown_days(days: pl.Expr) -> pl.Expr:
    """`1 day`, `3 days`."""
    return pl.concat_str(days, pl.when(days == 1).then(pl.lit(" day")).otherwise(pl.lit(" days")))


def _begin() -> pl.Expr:
    return pl.coalesce("admission_date", "claim_date")
