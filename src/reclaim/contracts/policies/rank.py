"""Ranks what was done on a day: how much goes before it, and whether that is known at all."""

from collections.abc import Sequence

import polars as pl

GROUP = "group"


def ranked(items: pl.DataFrame, by: Sequence[str], *, known: str) -> pl.DataFrame:
    """The items in the order of their ranks, with `before`, `unknown` and `of`.

    The highest of the first column of `by` comes first, ties by the next one; then the higher
    charge, the code, the number of the line. The order of the rows plays no part. `before`: how
    many known ranks go before the item's; `unknown`: how many of its group are not known; `of`:
    how many ranks the group has.

    Args:
        items: one row for what takes ranks: `group` (what is ranked together), `count` (how many
            ranks it takes), the columns of `by`, `charge_cents`, `code`, `line_number`.
        by: numbers.
        known: the column of `by` without which the rank of an item is not known.
    """
    in_order = items.sort(
        GROUP,
        *by,
        "charge_cents",
        "code",
        "line_number",
        descending=[False, *(True for _ in by), True, False, False],
        nulls_last=True,
    )
    count = pl.col("count")
    lost = pl.when(pl.col(known).is_null()).then(count).otherwise(0)
    up_to = in_order.with_columns(up_to=count.cum_sum() - count)
    return up_to.with_columns(
        before=pl.col("up_to") - pl.col("up_to").first().over(GROUP),
        unknown=lost.sum().over(GROUP),
        of=count.sum().over(GROUP),
    ).drop("up_to")


def grouped(lines: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """The lines with `group`, the same number where all columns of `by` are equal, null or not."""
    return lines.with_columns(pl.col("row").min().over(*by).alias(GROUP))
