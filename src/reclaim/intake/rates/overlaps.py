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
    spans = table.select(
        "row",
        *same,
        *says,
        first=pl.col("effective_from").fill_null(FIRST_DAY),
        last=pl.col("effective_to").fill_null(LAST_DAY),
    )
    if not spans.select(*same).is_duplicated().any():
        return table.clear().select("row", row_right="row")
    crowded = spans.filter(spans.select(*same).is_duplicated()).sort("first", "row")
    reached = pl.col("last").cum_max().shift(1).over(*same)
    doubtful = crowded.filter((pl.col("first") <= reached).any().over(*same))
    beside = doubtful.join(doubtful, on=list(same), how="inner", nulls_equal=True)
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
