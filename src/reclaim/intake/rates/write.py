"""Writes rate tables as files that intake.rates.read reads back."""

from pathlib import Path

import polars as pl

from reclaim.intake.rates.columns import DECIMALS, LAYOUTS, Column, Holds
from reclaim.intake.rates.kinds import KINDS


def write_rate_table(kind: str, frame: pl.DataFrame, path: Path) -> None:
    """Write a table: Parquet when the path ends so, else CSV; equal tables give equal bytes.

    Rows stand in the order of their columns from the left, what is not stated first. A CSV file
    has the columns that any row fills, and those that every row must fill.

    Args:
        kind: a key of intake.rates.kinds.KINDS.
        frame: with the schema of that kind; the file it came from has no say in its order.
        path: where to; folders on the way are made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = frame.select(name for name in KINDS[kind] if name != "row")
    rows = rows.sort(rows.columns, nulls_last=False)
    if path.suffix == ".parquet":
        rows.with_row_index("row", offset=1).with_columns(pl.col("row").cast(pl.Int64)).select(
            KINDS[kind].names()
        ).write_parquet(path)
        return
    path.write_text(_as_text(kind, rows).write_csv(), encoding="utf-8", newline="\n")


def _as_text(kind: str, rows: pl.DataFrame) -> pl.DataFrame:
    columns = LAYOUTS[kind].columns
    shown = [
        name
        for name, column in columns.items()
        if column.filled or rows[column.into or name].null_count() < rows.height
    ]
    return rows.select(_text(name, columns[name]) for name in shown)


def _text(name: str, column: Column) -> pl.Expr:
    value = pl.col(column.into or name)
    if column.holds in DECIMALS:
        return decimal_text(value, DECIMALS[column.holds]).alias(name)
    if column.holds is Holds.TRUTH:
        return pl.when(value).then(pl.lit("true")).otherwise(_unless_null(value)).alias(name)
    return value.cast(pl.String).alias(name)


def _unless_null(value: pl.Expr) -> pl.Expr:
    return pl.when(value.is_not_null()).then(pl.lit("false"))


def decimal_text(value: pl.Expr, decimals: int) -> pl.Expr:
    """The number with its decimal point, without zeros behind the last decimal that counts."""
    one = 10**decimals
    fraction = (value % one).cast(pl.String).str.pad_start(decimals, "0").str.strip_chars_end("0")
    whole = (value // one).cast(pl.String)
    return pl.when(fraction == "").then(whole).otherwise(whole + "." + fraction)
