"""A claim by its DRG: base rate x relative weight, and a transfer by the day.

Per diem of a transfer: the price over the geometric mean length of stay, twice for the first day,
never more than in full. Source of the way: 42 CFR 412.4(f).
"""

import polars as pl

from reclaim.contracts.exact import EXACT, exact, times
from reclaim.contracts.frames import CLAIM_PRICED
from reclaim.contracts.methods.method import Under
from reclaim.contracts.model.prices import Drg
from reclaim.contracts.shown import shown, shown_dollars, shown_millionths
from reclaim.contracts.stay import NOT_STATED, one_per_claim, shown_days

MILLION = 1_000_000


def drg(lines: pl.DataFrame, price: Drg, under: Under) -> pl.DataFrame:
    """What each claim brings by the weight of its DRG on its day: frames.CLAIM_PRICED.

    Whether a patient was transferred must be known only where it makes a difference: a stay as
    long as the mean brings the full price either way.

    Args:
        lines: all lines of each claim, frames.WIDE.
        price: the term's price.
        under: the contract, with the table of weights.
    """
    claims = _weighed(one_per_claim(lines), under.table(price.weights))
    known = claims.with_columns(full=times(pl.lit(exact(price.base_rate), EXACT), pl.col("weight")))
    told = known.with_columns(why_not=_why_not(), step=_full_step(price, _source(price, under)))
    if price.transfer_per_diem:
        told = _by_the_day(told, price)
    priced = pl.when(pl.col("why_not").is_null())
    return told.select(
        "claim_id",
        exact=priced.then("full"),
        step=priced.then("step"),
        why_not="why_not",
    ).cast(CLAIM_PRICED)


def _weighed(claims: pl.DataFrame, weights: pl.DataFrame) -> pl.DataFrame:
    """The claims with `weight`, `mean` and `row` of their DRG, and how many `rates` there are."""
    table = weights.select(
        pl.col("drg").str.zfill(3),
        "effective_from",
        "effective_to",
        "row",
        weight="weight_millionths",
        mean="mean_days_millionths",
    )
    day = pl.col("day")
    begun = pl.col("effective_from").is_null() | (day >= pl.col("effective_from"))
    ended = pl.col("effective_to").is_not_null() & (day > pl.col("effective_to"))
    stated = claims.with_columns(pl.col("drg").str.zfill(3))
    found = (
        stated.select("claim_id", "drg", "day")
        .join(table, on="drg")
        .filter(begun & ~ended, pl.col("weight").is_not_null())
        .sort("row")
        .group_by("claim_id")
        .agg(pl.col("weight", "mean", "row").first(), rates=pl.struct("weight", "mean").n_unique())
    )
    return stated.join(found, on="claim_id", how="left", maintain_order="left")


def _why_not() -> pl.Expr:
    of_drg = pl.concat_str(pl.lit("DRG "), "drg")
    return (
        pl.when(pl.col("drg").is_null())
        .then(pl.lit("not stated: DRG"))
        .when(pl.col("rates").is_null())
        .then(pl.concat_str(pl.lit("no rate: "), of_drg))
        .when(pl.col("rates") > 1)
        .then(pl.concat_str(pl.lit("two rates: "), of_drg))
    )


def _source(price: Drg, under: Under) -> str:
    schedule = under.contract.schedules.get(price.weights)
    return schedule.file if schedule else price.weights


def _full_step(price: Drg, source: str) -> pl.Expr:
    return pl.concat_str(
        pl.lit(f"base rate {shown_dollars(price.base_rate)}\nx weight "),
        shown_millionths(pl.col("weight")),
        pl.lit(" of DRG "),
        "drg",
        pl.lit(f" ({source} line "),
        "row",
        pl.lit(") = "),
        shown(pl.col("full")),
    )


def _by_the_day(claims: pl.DataFrame, price: Drg) -> pl.DataFrame:
    """The claims with transfers paid by the day; null of `why_not` where all is known."""
    moved = pl.col("patient_status").is_in(price.transfer_statuses)
    by_day = pl.col("full") * (pl.col("days") + 1).cast(EXACT) * MILLION // pl.col("mean")
    long = (pl.col("days") + 1).cast(EXACT) * MILLION >= pl.col("mean")
    return (
        claims.with_columns(moved=moved, long=long.fill_null(value=False), by_day=by_day)
        .with_columns(
            why_not=pl.coalesce("why_not", _why_not_by_day()),
            step=pl.concat_str("step", pl.lit("\n"), _transfer_step()),
        )
        .with_columns(
            full=pl.when(pl.col("moved") & ~pl.col("long")).then("by_day").otherwise("full")
        )
    )


def _why_not_by_day() -> pl.Expr:
    no_mean = pl.concat_str(pl.lit("no rate: geometric mean days of DRG "), "drg")
    return (
        pl.when(pl.col("long") | (~pl.col("moved")).fill_null(value=False))
        .then(None)
        .when(pl.col("moved").is_null())
        .then(pl.lit("not stated: patient status"))
        .when(pl.col("days").is_null())
        .then(pl.lit(NOT_STATED))
        .when(pl.col("mean").is_null())
        .then(no_mean)
    )


def _transfer_step() -> pl.Expr:
    """How a transfer is paid, or why it is paid in full."""
    mean, days = shown_millionths(pl.col("mean")), shown_days(pl.col("days"))
    cut = pl.concat_str(
        pl.lit("transferred, patient status "),
        "patient_status",
        pl.lit(": / "),
        mean,
        pl.lit(" mean days x "),
        pl.col("days") + 1,
        pl.lit(" ("),
        days,
        pl.lit(", the first twice) = "),
        shown(pl.col("by_day")),
    )
    enough = pl.concat_str(
        pl.lit("in full: "), days, pl.lit(", the first twice, reach the mean of "), mean
    )
    home = pl.concat_str(pl.lit("no transfer: patient status "), "patient_status")
    return (
        pl.when((~pl.col("moved")).fill_null(value=False))
        .then(home)
        .when("long")
        .then(enough)
        .otherwise(cut)
    )
