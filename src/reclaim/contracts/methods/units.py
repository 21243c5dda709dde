"""How often a rate is due: by the unit, for the line, or once for several lines."""

from collections.abc import Sequence

import polars as pl

from reclaim.contracts.exact import MOST_TIMES, UNITS

UNCOUNTED = "not stated: units of service"


def units() -> pl.Expr:
    """Thousandths of a unit of a line; null where it is counted in minutes and no units are stated.

    A line without either stands for one unit. A number below zero, or of many millions, is none.
    """
    minutes = pl.col("units_thousandths").is_null() & pl.col("minutes").is_not_null()
    stated = pl.col("units_thousandths").fill_null(UNITS)
    return pl.when(~minutes & stated.is_between(0, MOST_TIMES)).then(stated)


def is_first(of: Sequence[str]) -> pl.Expr:
    """Whether a line is the first, by its number, of those that are equal in these columns."""
    return pl.col("line_number") == pl.col("line_number").min().over(of)
