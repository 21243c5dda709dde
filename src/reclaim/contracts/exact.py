"""Exact arithmetic of prices: nothing is rounded until the contract's own rule says so.

An exact amount counts trillionths of a cent in 128 bits. A percentage is a whole number of
millionths, so that two of them, one after the other, still leave nothing over.
"""

from decimal import Decimal
from typing import Literal

import polars as pl

PER_CENT = 10**12
"""Exact units in a cent."""

ONE = 10**6
"""The fraction that changes nothing: 100 percent."""

UNITS = 1000
"""Units of service are counted in thousandths."""

EXACT = pl.Int128()

MOST = 10**15 * PER_CENT
"""Ten trillion dollars: no price is beyond it, so that no product of it overflows in silence."""
MOST_TIMES = 10**10
"""Millionths of the largest share, ten thousand times the whole, and thousandths of most units."""

Rounding = Literal[
    "half_up_per_line", "half_even_per_line", "truncate_per_line", "half_up_per_unit"
]
"""How a contract rounds to cents.

half_up_per_line: once, at the end of the line, half a cent up. half_even_per_line: likewise, half
a cent to the even cent. truncate_per_line: likewise, what is less than a cent falls away.
half_up_per_unit: the price of one unit half up, before it is multiplied, and the line at its end.
"""


def exact(dollars: Decimal) -> int:
    """The exact amount of dollars, of which eight decimals count."""
    return int(dollars.scaleb(2) * PER_CENT)


def fraction(percent: Decimal) -> int:
    """Millionths of one: 118 is 1,180,000. Four decimals count."""
    return int(percent.scaleb(4))


def exact_of_cents(cents: pl.Expr) -> pl.Expr:
    """Exact amounts of whole cents."""
    return cents.cast(EXACT) * PER_CENT


def times(amount: pl.Expr, millionths: pl.Expr | int) -> pl.Expr:
    """A share of exact amounts; `millionths` as `fraction` gives them, or a column of such.

    Null where an amount or a share is beyond what anybody can mean (MOST, MOST_TIMES).
    """
    share = millionths.cast(EXACT) if isinstance(millionths, pl.Expr) else pl.lit(millionths, EXACT)
    return _product(amount, share, ONE)


def times_units(amount: pl.Expr, thousandths: pl.Expr) -> pl.Expr:
    """Exact amounts for so many thousandths of a unit; null likewise."""
    return _product(amount, thousandths.cast(EXACT), UNITS)


def rounded(amount: pl.Expr, rounding: Rounding) -> pl.Expr:
    """Whole cents (Int64) of exact amounts that are not negative; null beyond what they hold."""
    whole = amount // PER_CENT
    left = amount % PER_CENT
    if rounding == "truncate_per_line":
        return whole.cast(pl.Int64, strict=False)
    up = left > PER_CENT // 2
    half = left == PER_CENT // 2
    if rounding == "half_even_per_line":
        up |= half & (whole % 2 == 1)
    else:
        up |= half
    return (whole + up.cast(EXACT)).cast(pl.Int64, strict=False)


def _product(amount: pl.Expr, number: pl.Expr, one: int) -> pl.Expr:
    meant = amount.is_between(-MOST, MOST) & number.is_between(-MOST_TIMES, MOST_TIMES)
    product = amount * number // one
    return pl.when(meant & product.is_between(-MOST, MOST)).then(product)
