"""Finds the row of a dated table that holds for a line on its day."""

import datetime as dt
from collections.abc import Sequence

import polars as pl

PERIOD = "period of the table"
SEVERAL = "several"
ALWAYS = (dt.date.min, dt.date.max)


def in_force(
    lines: pl.DataFrame, table: pl.DataFrame, on: Sequence[str], says: Sequence[str]
) -> pl.DataFrame:
    """The lines, in their order, each with the other columns of the row that holds on its `day`.

    A row fits a line where all of `on` are equal and the day lies from `effective_from` to
    `effective_to`, both included. Lines without such a row, or without a day, have nulls. Several
    rows that say the same in the columns `says` are one; where they do not, the first stands and
    `several` is true. The columns of `lines` and `table` have no name in common but `on`.
    """
    wanted = table.join(lines.select(on).unique(), on=on, how="semi")
    cuts = _cuts(wanted)
    rows = _told_apart(_by_period(wanted, cuts), [*on, PERIOD], says)
    period = pl.when(pl.col("day").is_not_null()).then(cuts.search_sorted(lines["day"], "right"))
    return (
        lines.with_columns(period.alias(PERIOD))
        .join(rows, on=[*on, PERIOD], how="left", maintain_order="left")
        .with_columns(pl.col(SEVERAL).fill_null(value=False))
        .drop(PERIOD)
    )


def _cuts(table: pl.DataFrame) -> pl.Series:
    """The days, in order, on which a row begins to hold or has just ceased to."""
    ceased = table["effective_to"].dt.offset_by("1d").alias("effective_from")
    return table["effective_from"].append(ceased).drop_nulls().unique().sort()


def _by_period(table: pl.DataFrame, cuts: pl.Series) -> pl.DataFrame:
    """Each row once for every period between two cuts in which it holds."""
    first, last = (
        cuts.search_sorted(table[name].fill_null(pl.lit(day)), "right")
        for name, day in zip(("effective_from", "effective_to"), ALWAYS, strict=True)
    )
    return (
        table.drop("effective_from", "effective_to")
        .with_columns(pl.int_ranges(first, last + 1, dtype=pl.UInt32).alias(PERIOD))
        .explode(PERIOD, empty_as_null=False)
    )


def _told_apart(rows: pl.DataFrame, key: list[str], says: Sequence[str]) -> pl.DataFrame:
    """One row a key, and `several` where others of that key say something else."""
    if not rows.select(key).is_duplicated().any():
        return rows.with_columns(pl.lit(value=False).alias(SEVERAL))
    apart = rows.unique([*key, *says], keep="first", maintain_order=True)
    several = pl.struct(key).is_duplicated().alias(SEVERAL)
    return apart.with_columns(several).unique(key, keep="first", maintain_order=True)
