"""Fields of a rate table as text, and the values they stand for; null where a field is no value."""

import polars as pl

from reclaim.intake.rates.columns import DECIMALS, Column, Holds

NUMBER = r"^(\d{1,12}\.?\d*|\.\d+)$"
TRUTHS = {"true": True, "false": False, "NA": True}
"""NA is how CMS writes that a code is not done in a place."""

TYPES: dict[Holds, pl.DataType] = {
    Holds.TEXT: pl.String(),
    Holds.DAY: pl.Date(),
    Holds.MILLIONTHS: pl.Int64(),
    Holds.PERCENT: pl.Int64(),
    Holds.THOUSANDTHS: pl.Int64(),
    Holds.TRUTH: pl.Boolean(),
}


def value(name: str, column: Column) -> pl.Expr:
    """What the field `name` stands for; null where it is empty, or cannot be read."""
    text = pl.col(name)
    if column.holds in DECIMALS:
        return scaled(text, DECIMALS[column.holds])
    if column.holds is Holds.DAY:
        return text.str.to_date("%Y-%m-%d", strict=False)
    if column.holds is Holds.TRUTH:
        return text.replace_strict(TRUTHS, default=None, return_dtype=pl.Boolean)
    if column.length:
        return pl.when(text.str.len_chars() == column.length).then(text)
    return pl.when(text.is_in(column.allowed)).then(text) if column.allowed else text


def scaled(text: pl.Expr, decimals: int) -> pl.Expr:
    """The number times a power of ten, whole; null where it has more decimals, or is no number.

    `12.5` with three decimals is 12500. Zeros past the last decimal change nothing and are taken.
    """
    parts = pl.when(text.str.contains(NUMBER)).then(text).str.splitn(".", 2)
    whole = parts.struct.field("field_0")
    fraction = parts.struct.field("field_1").fill_null("").str.strip_chars_end("0")
    digits = whole + fraction.str.pad_end(decimals, "0")
    return (
        pl.when(fraction.str.len_chars() <= decimals)
        .then(digits)
        .str.to_integer(strict=False, dtype=pl.Int64)
    )
