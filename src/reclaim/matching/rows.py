"""Pairs written as rows of the table claim_links."""

import polars as pl

from reclaim.matching.ladder import PAIRS
from reclaim.matching.side import Side
from reclaim.schema import TABLES

SCHEMA = TABLES["claim_links"].polars_schema


def link_rows(link: str, pairs: pl.DataFrame, start: Side, end: Side) -> pl.DataFrame:
    """The pairs (PAIRS: `row` at the start, `other` at the end) as rows of claim_links, in order.

    Args:
        link: what the link is called.
        pairs: the pairs.
        start: all rows of the table that the links start at.
        end: all rows of the table that they lead to.
    """
    pairs = pairs.sort("row", "other")
    starts, ends = start.ids(pairs["row"]), end.ids(pairs["other"])
    return pairs.select(
        starts["file_id"],
        pl.lit(link).alias("link"),
        pl.lit(start.table).alias("from_table"),
        starts["id"].alias("from_id"),
        pl.lit(end.table).alias("to_table"),
        ends["id"].alias("to_id"),
        "key",
        "confidence",
        pl.col("candidates").cast(pl.Int64),
        (pl.col("candidates") > 1).alias("ambiguous"),
    )


def turned(pairs: pl.DataFrame) -> pl.DataFrame:
    """The same pairs from the other end."""
    return pairs.rename({"row": "other", "other": "row"}).select(PAIRS.names())
