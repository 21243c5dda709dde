"""What is receivable from month to month: opening, what changed it, closing, and what breaks it."""

from collections.abc import Sequence

import polars as pl

from reclaim.ledger.parties import INSURER
from reclaim.schema import TABLES

KEY = ["month", "location"]
CHANGES = (
    "charge_cents",
    "insurer_payment_cents",
    "patient_payment_cents",
    "write_off_cents",
    "correction_cents",
    "refund_cents",
    "unexplained_cents",
)
LOWERING = ("insurer_payment_cents", "patient_payment_cents", "write_off_cents")
RAISING = ("charge_cents", "correction_cents", "refund_cents")


def monthly(entries: pl.DataFrame) -> pl.DataFrame:
    """CHANGES of each month by posting date and location; those of several shares add up.

    Payments and write-offs are told as positive amounts. A balance that was carried in counts
    with the charges of its month. `unexplained_cents` are amounts of which nobody knows the effect.
    """
    kind, effect = pl.col("kind"), pl.col("effect_cents").fill_null(0)
    insurer = (pl.col("party") == INSURER).fill_null(value=False)
    paid = kind == "payment"
    return entries.group_by(
        pl.col("posted_date").dt.truncate("1mo").alias("month"), "location"
    ).agg(
        charge_cents=effect.filter(kind.is_in(["charge", "opening"])).sum(),
        insurer_payment_cents=-effect.filter(paid & insurer).sum(),
        patient_payment_cents=-effect.filter(paid & ~insurer).sum(),
        write_off_cents=-effect.filter(kind == "write_off").sum(),
        correction_cents=effect.filter(kind == "correction").sum(),
        refund_cents=effect.filter(kind == "refund").sum(),
        unexplained_cents=pl.col("amount_cents").filter(pl.col("effect_cents").is_null()).sum(),
    )


def roll_forward(parts: Sequence[pl.DataFrame], stated: pl.DataFrame | None = None) -> pl.DataFrame:
    """Table `roll_forward`: every month from the first to the last, for each location.

    The closing of a month is the opening of the next, months without an entry included. A break is
    what the practice's own books state for the end of a month less what the entries come to.

    Args:
        parts: `monthly` of every share.
        stated: `month` (its first day), `location` and `stated_cents`; null: nothing is stated.
    """
    sums = pl.concat(parts).drop_nulls("month").group_by(KEY).agg(pl.col(CHANGES).sum())
    filled = _every_month(sums)
    change = pl.sum_horizontal(RAISING) - pl.sum_horizontal(LOWERING)
    closing = change.cum_sum().over("location", order_by="month")
    rolled = filled.with_columns(closing_cents=closing, opening_cents=closing - change)
    told = rolled.with_columns(stated_cents=pl.lit(None, pl.Int64))
    if stated is not None:
        told = rolled.join(stated, on=KEY, how="left", nulls_equal=True)
    return _with_reason(
        told.with_columns(break_cents=pl.col("stated_cents") - pl.col("closing_cents"))
    )


def _every_month(sums: pl.DataFrame) -> pl.DataFrame:
    """The sums with a row of nothing for each month and location that has none."""
    if sums.is_empty():
        return sums
    first, last = sums["month"].min(), sums["month"].max()
    months = sums.select(
        month=pl.date_range(pl.lit(first), pl.lit(last), "1mo").implode().first()
    ).head(1)
    every = months.explode("month").join(sums.select("location").unique(), how="cross")
    joined = every.join(sums, on=KEY, how="left", nulls_equal=True)
    return joined.with_columns(pl.col(CHANGES).fill_null(0)).sort("location", "month")


def _with_reason(rolled: pl.DataFrame) -> pl.DataFrame:
    """What explains a break: entries of unknown effect, up to that month; else nothing does."""
    unknown = pl.col("unexplained_cents").cum_sum().over("location", order_by="month")
    broken = pl.col("break_cents") != 0
    explained = (unknown != 0) & (pl.col("break_cents").abs() == unknown.abs())
    reason = (
        pl.when(broken & explained)
        .then(pl.lit("entries of which nobody has said what they do"))
        .when(broken)
        .then(pl.lit("nothing that was read explains it"))
    )
    names = TABLES["roll_forward"].polars_schema.names()
    return rolled.with_columns(break_reason=reason).select(names).sort("location", "month")
