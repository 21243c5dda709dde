"""Rows of a rate table that are about the same days of the same thing, and do not say the same."""

import datetime as dt
from collections.abc import Sequence

import polars as pl

FIRST_DAY = dt.date(1, 1, 1)
LAST_DAY = dt.date(9999, 12, 31)


def overlapping(table: pl.DataFrame, same: Sequence[str], says: Sequence[str]) -> pl.DataFrame:
    """Pairs of lines, `row` and `row_right` behind it, in order.

    Args:
        table: with `row`, `effective_from` and `effective_to`, both included, null: open.
        same: the columns that are equal, nulls too, in rows about the same thing.
        says: the columns of which at least one differs.
    """
    spans = _grouped(table, same).with_columns(
        first=pl.col("effective_from").fill_null(FIRST_DAY),
        last=pl.col("effective_to").fill_null(LAST_DAY),
    )
    if not spans["group"].is_duplicated().any():
        return table.clear().select("row", row_right="row")
    doubtful = _doubtful(spans).select("row", "group", "first", "last", *says)
    beside = doubtful.join(doubtful, on="group", how="inner")
    differs = pl.any_horizontal(~pl.col(name).eq_missing(pl.col(f"{name}_right")) for name in says)
    return (
        beside.filter(
            pl.col("row") < pl.col("row_right"),
            pl.col("first") <= pl.col("last_right"),
            pl.col("first_right") <= pl.col("last"),
            differs,
        )
        .select("row", "row_right")
        .sort("row", "row_right")
    )


def _grouped(table: pl.DataFrame, same: Sequence[str]) -> pl.DataFrame:
    """The rows with `group`, a number that those about the same thing share."""
    told = [name for name in same if table[name].null_count() < table.height]
    if not told:
        return table.with_columns(group=pl.lit(0, pl.UInt32))
    groups = table.select(told).unique().with_row_index("group")
    return table.join(groups, on=told, how="left", nulls_equal=True, maintain_order="left")


def _doubtful(spans: pl.DataFrame) -> pl.DataFrame:
    """The rows of groups in which one begins before all earlier ones have ended."""
    crowded = spans.filter(pl.col("group").is_duplicated()).sort("group", "first", "row")
    reached = pl.col("last").cum_max().shift(1).over("group")
    begins = pl.col("first") <= reached
    groups = crowded.filter(begins)["group"].unique()
    return crowded.filter(pl.col("group").is_in(groups.implode()))
