"""What takes a rank: a line, both sides of a procedure, or a family of endoscopies."""

from collections.abc import Sequence

import polars as pl

from reclaim.contracts.policies.rank import GROUP

SMALL = 1000
"""Exact units in a billionth of a cent."""
SUMS = ("exact", "full", "charge_cents")


def as_items(rows: pl.DataFrame) -> pl.DataFrame:
    """One row an item: the sums of its lines' `exact`, `full`, `charge_cents` and `units`.

    A sum is null when a part of it is. An item of several lines takes one rank; it has the first
    of their codes and line numbers, and the highest of their relative values.
    """
    several = pl.col("item").is_duplicated()
    single = rows.filter(~several)
    if len(single) == len(rows):
        return rows
    values = [name for name in rows.columns if name.endswith("_millionths")]
    merged = (
        rows.filter(several)
        .group_by("item")
        .agg(
            *(_sum(name) for name in SUMS),
            pl.col("units").sum(),
            pl.col(GROUP, "code", "line_number", "row").min(),
            pl.col("setting").first(),
            *(pl.col(name).max() for name in values),
            pl.lit(1, dtype=pl.Int64).alias("count"),
        )
    )
    return pl.concat([single.select(merged.columns), merged], how="vertical_relaxed")


def of_rows(rows: pl.DataFrame, items: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """The lines with these columns of their items; lines of other items are left out."""
    found = items.select("item", *names)
    return rows.drop(names, strict=False).join(found, on="item")


def scaled(amount: pl.Expr, to: pl.Expr, of: pl.Expr) -> pl.Expr:
    """`amount` x `to` / `of`, within 128 bits: what is less than a billionth of a cent is lost."""
    part = (amount // SMALL) * (to // SMALL) // (of // SMALL) * SMALL
    whole = pl.when(to == of).then(amount).when(amount == of).then(to)
    return whole.when(of < SMALL).then(0).otherwise(part)


def _sum(name: str) -> pl.Expr:
    known = pl.col(name).is_not_null().all()
    return pl.when(known).then(pl.col(name).sum()).alias(name)
