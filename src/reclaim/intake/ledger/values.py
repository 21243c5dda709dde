"""Amounts, days and counts as PM systems write them, read whole columns at a time."""

from collections.abc import Sequence

import polars as pl

MOST_DIGITS = 13
"""An amount of more digits before the cents is none."""

_MARKS = r"[\s\u00a0$€£]"
_MINUS = r"[\u2212\u2013]"


def cents(values: pl.Expr, decimal: str = ".") -> pl.Expr:
    """Whole cents; null for what is no amount.

    Understood are a currency sign, separators of thousands in groups of three, a minus before or
    behind, parentheses, and CR behind, which all make an amount negative; DR behind does not.
    """
    text = values.str.replace_all(_MARKS, "").str.replace_all(_MINUS, "-").str.to_uppercase()
    negative = text.str.contains(r"^\(.*\)$|^-|-$|CR$")
    bare = text.str.replace_all(r"^\(|\)$|^[-+]|-$|(CR|DR)$", "")
    thousands = "," if decimal == "." else "."
    grouped = bare.str.contains(rf"^\d{{1,3}}(\{thousands}\d{{3}})+(\{decimal}\d*)?$")
    joined = (
        pl.when(grouped).then(bare.str.replace_all(thousands, "", literal=True)).otherwise(bare)
    )
    point = joined.str.replace(decimal, ".", literal=True) if decimal != "." else joined
    good = point.str.contains(rf"^\d{{1,{MOST_DIGITS}}}(\.\d{{0,2}}0*)?$|^\.\d{{1,2}}0*$")
    amount = (pl.when(good).then(point).str.to_decimal(scale=2) * 100).cast(pl.Int64)
    return pl.when(negative).then(-amount).otherwise(amount)


def days(values: pl.Expr, formats: Sequence[str]) -> pl.Expr:
    """Days; null for what none of the formats reads. The first format that does wins.

    A time of day behind the day is left aside.
    """
    text = values.str.replace(r"[T ]+\d{1,2}:\d{2}.*$", "")
    return pl.coalesce(text.str.to_date(form, strict=False) for form in formats)


def counts(values: pl.Expr) -> pl.Expr:
    """Whole numbers, 0 or more; null for what is none. `1.0` is 1, as spreadsheets write it."""
    whole = values.str.replace(r"\.0+$", "").str.to_integer(strict=False, dtype=pl.Int64)
    return pl.when(whole >= 0).then(whole)
