"""How a check turns the rows it found into rows of the table of problems."""

import polars as pl

from reclaim.schema import TABLES
from reclaim.x12.catalogue import severity

PROBLEMS = TABLES["problems"]


def problem_rows(
    found: pl.DataFrame,
    code: str,
    *,
    detail: pl.Expr,
    element: int | pl.Expr | None = None,
    value: pl.Expr | None = None,
    difference: pl.Expr | None = None,
) -> pl.DataFrame:
    """One problem a row of `found`, whose place columns are taken as they are.

    `difference` is in cents of any integer width; what no int64 holds becomes null.
    """
    if found.is_empty():
        return PROBLEMS.empty()
    given = {
        "code": pl.lit(code),
        "severity": pl.lit(severity(code)),
        "element": element if isinstance(element, pl.Expr) else pl.lit(element),
        "value": value,
        "difference_cents": difference,
        "detail": detail,
    }
    columns = []
    for name, kind in PROBLEMS.polars_schema.items():
        filled = given[name] if name in given else _as_it_is(found, name)
        expression = pl.lit(None) if filled is None else filled
        columns.append(expression.cast(kind, strict=False).alias(name))
    return found.select(columns)


def all_problems(frames: list[pl.DataFrame]) -> pl.DataFrame:
    """One frame of problems, in the order of the files."""
    filled = [frame for frame in frames if frame.height]
    if not filled:
        return PROBLEMS.empty()
    joined = pl.concat(filled)
    return joined.sort("file_id", "segment_number", "code", "element", maintain_order=True)


def dollars(cents: pl.Expr) -> pl.Expr:
    """Cents as dollars with two decimals and no separators, as X12 has them: -123.45."""
    size = cents.cast(pl.Int128).abs()
    sign = pl.when(cents < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    whole = (size // 100).cast(pl.String)
    return pl.concat_str(sign, whole, pl.lit("."), (size % 100).cast(pl.String).str.zfill(2))


def exact_sum(cents: str) -> pl.Expr:
    """The sum of a column of cents, in 128 bits: no file can make it overflow."""
    return pl.col(cents).cast(pl.Int128).sum()


def _as_it_is(found: pl.DataFrame, name: str) -> pl.Expr | None:
    return pl.col(name) if name in found.columns else None
