"""Writes the sentences of findings: each column in its place, as a biller reads it."""

import re
from collections.abc import Mapping

import polars as pl

from reclaim.contracts.shown import shown_cents

COLUMN = re.compile(r"\{([a-z_]+)\}")
NOT_KNOWN = "not known"
IN_QUOTES = ("label", "posted_label")
"""Names of categories, some of which are words of everyday language."""


def sentence(template: str, types: Mapping[str, pl.DataType]) -> pl.Expr:
    """The sentence, with dollars and cents for columns in cents, and ISO dates.

    What is null reads "not known".

    Args:
        template: columns stand in braces.
        types: the type of each column that it tells.
    """
    parts = COLUMN.split(template)
    told = [
        _told(part, types[part]) if at % 2 else pl.lit(part)
        for at, part in enumerate(parts)
        if part
    ]
    return pl.concat_str(told)


def dollars(cents: pl.Expr) -> pl.Expr:
    """Whole cents of either sign as text: -1,234.50."""
    sign = pl.when(cents < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    return pl.concat_str(sign, shown_cents(cents.abs()))


def _told(name: str, kind: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if name.endswith("_cents"):
        text = dollars(column)
    elif kind == pl.Date():
        text = column.dt.to_string("%Y-%m-%d")
    elif name in IN_QUOTES:
        text = pl.concat_str(pl.lit('"'), column, pl.lit('"'))
    elif isinstance(kind, pl.List):
        text = column.list.join(", ", ignore_nulls=True)
    else:
        text = column.cast(pl.String)
    return text.fill_null(NOT_KNOWN)
