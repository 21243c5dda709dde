"""How amounts stand in a trace: dollars that a biller can type into a pocket calculator."""

from decimal import Decimal

import polars as pl

from reclaim.contracts.exact import PER_CENT
from reclaim.money import format_cents

TEN_THOUSANDTHS = PER_CENT // 100
"""Exact units in a ten-thousandth of a dollar, the last digit that is shown."""
TEN_THOUSANDTHS_A_DOLLAR = 10_000

FIRST = 1000
GROUPS = pl.Series(["", *map(str, range(1, FIRST)), *(f",{n:03d}" for n in range(FIRST))])
"""Three digits of dollars: as the first ones, where zero is left out; from FIRST on, as others."""
UNITS = pl.Series([*map(str, range(FIRST)), *GROUPS[FIRST:]])
"""The same for the last three, which always stand."""
CENTS = pl.Series([f".{n:02d}" for n in range(100)])
DECIMALS = pl.Series(
    [f".{n:04d}".removesuffix("0").removesuffix("0") for n in range(TEN_THOUSANDTHS_A_DOLLAR)]
)
"""What stands behind the dollars. To look a text up is many times as fast as to write it."""


def shown(amount: pl.Expr) -> pl.Expr:
    """Exact amounts as text: 8,123.12 or 108.1234; null stays null.

    A negative amount is null too: no step shows one, though a branch not taken may work it out.
    Two decimals, and up to four where there are more; what is beyond is left out, not rounded.
    """
    cut = (amount // TEN_THOUSANDTHS).cast(pl.Int64, strict=False)
    decimals = pl.lit(DECIMALS).gather(cut % TEN_THOUSANDTHS_A_DOLLAR)
    return pl.concat_str(*_with_separators(cut // TEN_THOUSANDTHS_A_DOLLAR), decimals)


def shown_cents(cents: pl.Expr) -> pl.Expr:
    """Whole cents that are not negative, as text: 1,234.50."""
    return pl.concat_str(*_with_separators(cents // 100), pl.lit(CENTS).gather(cents % 100))


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


def _with_separators(dollars: pl.Expr) -> list[pl.Expr]:
    """Whole dollars, a comma before every third digit up to the billions: texts to be joined."""
    billions = dollars // FIRST**3
    front = pl.when(billions > 0).then(billions.cast(pl.String)).otherwise(pl.lit(""))
    thousands = [_group(dollars // FIRST**power, GROUPS) for power in (2, 1)]
    return [front, *thousands, _group(dollars, UNITS)]


def _group(number: pl.Expr, texts: pl.Series) -> pl.Expr:
    """The last three digits of a number, with a comma where others stand before them."""
    place = (
        pl.when(number.is_between(0, FIRST - 1))
        .then(number)
        .when(number >= FIRST)
        .then(number % FIRST + FIRST)
    )
    return pl.lit(texts).gather(place)


def _padded(number: pl.Expr, digits: int) -> pl.Expr:
    return number.cast(pl.String).str.zfill(digits)
