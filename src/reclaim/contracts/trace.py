"""The steps of a price, each one line that a biller can follow with a pocket calculator."""

import polars as pl

from reclaim.contracts.exact import ONE, times
from reclaim.contracts.methods.written import decimal, dollars
from reclaim.contracts.model.contract import Contract

BREAK = "\n"
"""Between two steps."""


def added(steps: str, step: pl.Expr) -> pl.Expr:
    """The steps of a column with one more; null adds nothing."""
    return pl.concat_str(steps, step, separator=BREAK, ignore_nulls=True)


def opening(contract: Contract) -> pl.Expr:
    """The first step, and those of the method: `contract harbor-2026, term visits (Exhibit A 3)`.

    Where another contract would bind the line too, it says why this one goes before (`held`). Asks
    `held`, `id`, `clause` and `step`.
    """
    before = pl.concat_str(pl.lit(" ("), "held", pl.lit(")")).fill_null("")
    term = pl.concat_str(pl.lit(", term "), "id", pl.lit(" ("), "clause", pl.lit(")")).fill_null("")
    first = pl.concat_str(pl.lit(f"contract {contract.contract}"), before, term)
    return pl.concat_str(first, "step", separator=BREAK, ignore_nulls=True)


def by_percent(priced: pl.DataFrame, share: pl.Expr) -> pl.DataFrame:
    """Prices times a share (millionths of one), and the step that says so.

    Args:
        priced: `exact` and `step`.
        share: of each row; ONE changes nothing and is not told.
    """
    counts = (share != ONE) & pl.col("exact").is_not_null()
    shared = times(pl.col("exact"), share)
    said = pl.concat_str(pl.lit("x "), percent(share), pl.lit(" percent = "), dollars(shared))
    return priced.with_columns(
        exact=pl.when(counts).then(shared).otherwise("exact"),
        step=pl.when(counts).then(added("step", said)).otherwise("step"),
    )


def percent(share: pl.Expr) -> pl.Expr:
    """Millionths of one as a percentage: 1180000 is 118."""
    return decimal(share, 4)
