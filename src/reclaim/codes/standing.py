"""Whether a code was in force on the day it was used."""

import datetime as dt

import polars as pl

IN_FORCE = "in_force"
NOT_YET = "not_yet"
STOPPED = "stopped"
UNKNOWN = "unknown"


def in_force(codes: pl.DataFrame, on: dt.date) -> pl.DataFrame:
    """The codes that may be used on a day: from their start, and before their stop date."""
    started = pl.col("start").is_null() | (pl.col("start") <= on)
    running = pl.col("stop").is_null() | (pl.col("stop") > on)
    return codes.filter(started & running)


def standing(used: pl.LazyFrame, codes: pl.DataFrame, *, code: str, on: str) -> pl.LazyFrame:
    """Add `standing`: in_force, not_yet, stopped or unknown, for the code of each row on its day.

    A stopped code is known: its meaning holds, its use was wrong. Where the day is null, every
    known code counts as in force. A retired code whose stop date is not known (RARC) gets null.

    Args:
        used: any rows; their order is kept.
        codes: `carcs()`, `rarcs()` or `groups()`.
        code: the column of `used` that holds the code.
        on: the column of `used` that holds the day of use, mostly `payment_date`.
    """
    has_retired = "retired" in codes.columns
    unclear = (pl.col("retired") & pl.col("stop").is_null()) if has_retired else pl.lit(value=False)
    looked_up = codes.lazy().select(
        pl.col("code").alias(code),
        pl.lit(value=True).alias("_known"),
        pl.col("start").alias("_start"),
        pl.col("stop").alias("_stop"),
        unclear.alias("_unclear"),
    )
    day = pl.col(on)
    verdict = (
        pl.when(pl.col("_known").is_null())
        .then(pl.lit(UNKNOWN))
        .when(pl.col("_unclear"))
        .then(None)
        .when(day >= pl.col("_stop"))
        .then(pl.lit(STOPPED))
        .when(day < pl.col("_start"))
        .then(pl.lit(NOT_YET))
        .otherwise(pl.lit(IN_FORCE))
    )
    joined = used.join(looked_up, on=code, how="left", maintain_order="left")
    return joined.with_columns(verdict.alias("standing")).drop(
        "_known", "_start", "_stop", "_unclear"
    )
