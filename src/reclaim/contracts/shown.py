"""How amounts stand in a trace: dollars that a biller can type into a pocket calculator."""

from decimal import Decimal

import polars as pl

from reclaim.contracts.exact import PER_CENT
from reclaim.money import format_cents

TEN_THOUSANDTHS = PER_CENT // 100
"""Exact units in a ten-thousandth of a dollar, the last digit that is shown."""


def shown(amount: pl.Expr) -> pl.Expr:
    """Exact amounts that are not negative, as text: 8,123.12 or 108.1234; null stays null.

    Two decimals, and up to four where there are more; what is beyond is left out, not rounded.
    """
    cut = (amount // TEN_THOUSANDTHS).cast(pl.Int64)
    dollars = cut // 10_000
    decimals = _padded(cut % 10_000, 4).str.strip_suffix("0").str.strip_suffix("0")
    return pl.concat_str(_with_separators(dollars), pl.lit("."), decimals)


def shown_cents(cents: pl.Expr) -> pl.Expr:
    """Whole cents that are not negative, as text: 1,234.50."""
    return pl.concat_str(_with_separators(cents // 100), pl.lit("."), _padded(cents % 100, 2))


def shown_millionths(number: pl.Expr) -> pl.Expr:
    """Weights and days that are kept in millionths, as text: 1.0425, or 4."""
    decimals = _padded(number % 1_000_000, 6).str.strip_chars_end("0")
    point = pl.when(decimals == "").then(pl.lit("")).otherwise(pl.lit("."))
    return pl.concat_str((number // 1_000_000).cast(pl.String), point, decimals)


def shown_dollars(dollars: Decimal) -> str:
    """Dollars of a contract: 8,123.12, or 0.0275 where it says fractions of a cent."""
    cents = dollars.scaleb(2)
    if cents == cents.to_integral_value():
        return format_cents(int(cents))
    return f"{dollars.normalize():,f}"


def shown_percent(percent: Decimal) -> str:
    """A percentage without needless zeros: 46.5."""
    return f"{percent.normalize():f}"


def _with_separators(dollars: pl.Expr, groups: int = 3) -> pl.Expr:
    """Whole dollars with a comma before every third digit, up to `groups` commas."""
    plain = dollars.cast(pl.String)
    if not groups:
        return plain
    front = _with_separators(dollars // 1000, groups - 1)
    long = pl.concat_str(front, pl.lit(","), _padded(dollars % 1000, 3))
    return pl.when(dollars < 1000).then(plain).otherwise(long)


def _padded(number: pl.Expr, digits: int) -> pl.Expr:
    return number.cast(pl.String).str.zfill(digits)
