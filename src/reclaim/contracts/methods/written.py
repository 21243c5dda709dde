"""Writes the numbers of a step as a biller would: with their point, without needless zeros."""

import polars as pl

from reclaim.contracts.exact import PER_CENT
from reclaim.contracts.shown import shown

TEN_THOUSANDTHS = PER_CENT // 100
"""Exact units in the last digit of dollars that is shown."""


def decimal(parts: pl.Expr, digits: int, *, least: int = 0) -> pl.Expr:
    """Whole numbers (not negative) of the `digits`th decimal as text: 1017000 with six is 1.017.

    Zeros at the end fall away, but `least` decimals stay. Null stays null.
    """
    one = 10**digits
    decimals = (parts % one).cast(pl.String).str.zfill(digits).str.strip_chars_end("0")
    if least:
        decimals = decimals.str.pad_end(least, "0")
    whole = (parts // one).cast(pl.String)
    return (
        pl.when(decimals == "").then(whole).otherwise(pl.concat_str(whole, pl.lit("."), decimals))
    )


def dollars(exact: pl.Expr) -> pl.Expr:
    """Exact amounts as dollars, with three dots where there are more than four decimals."""
    more = pl.when(exact % TEN_THOUSANDTHS != 0).then(pl.lit("...")).otherwise(pl.lit(""))
    return pl.concat_str(shown(exact), more)
