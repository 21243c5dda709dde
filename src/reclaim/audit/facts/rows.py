"""How a family writes down what it found: rows of the table `facts`, with claims by number."""

from dataclasses import dataclass

import polars as pl

from reclaim.rules.fact_words import fact_words

TYPES: dict[str, pl.DataType] = {
    "line_number": pl.Int64(),
    "on": pl.Date(),
    "limit": pl.Date(),
    "detail": pl.String(),
}


@dataclass(frozen=True)
class Source:
    """Where the answer was found: a table (or the column that names it), and the segment or row.

    Without a `file`, the source is a file of the practice.
    """

    table: str | pl.Expr
    file: str | None = "file_id"
    segment: str = "segment_number"

    def columns(self) -> tuple[pl.Expr, ...]:
        at = pl.col(self.segment).cast(pl.Int64)
        table = pl.lit(self.table) if isinstance(self.table, str) else self.table
        file = pl.lit(None, dtype=pl.String) if self.file is None else pl.col(self.file)
        return (
            pl.when(at.is_not_null()).then(table).alias("source_table"),
            file.alias("source_file_id"),
            at.alias("source_segment"),
        )


def fact(
    frame: pl.LazyFrame,
    name: str,
    holds: pl.Expr,
    source: Source | None = None,
    **said: str | pl.Expr,
) -> pl.LazyFrame:
    """The rows of one fact; where `holds` is null there is none.

    Args:
        frame: one row a claim, or a line of it: `claim`, and what the other arguments name.
        name: which question is answered.
        holds: the answer.
        source: where it was found; left out when what was searched for is not there.
        said: `line_number`, `on`, `limit`, `detail`: a column or an expression; null when left out.
    """
    nowhere = (
        pl.lit(None, dtype=pl.String).alias("source_table"),
        pl.lit(None, dtype=pl.String).alias("source_file_id"),
        pl.lit(None, dtype=pl.Int64).alias("source_segment"),
    )
    return frame.select(
        pl.col("claim"),
        _value(said, "line_number"),
        pl.lit(list(fact_words()).index(name), dtype=pl.UInt8).alias("fact"),
        holds.alias("holds"),
        _value(said, "on"),
        _value(said, "limit"),
        _value(said, "detail"),
        *(source.columns() if source else nowhere),
    ).filter(pl.col("holds").is_not_null())


def line_facts(
    lines: pl.LazyFrame, name: str, source: Source, **said: str | pl.Expr
) -> pl.LazyFrame:
    """One row a line (column `holds`) of the claims where it holds of any; else one for the claim.

    Most claims have nothing to tell here, and say so once.
    """
    known = lines.filter(pl.col("holds").is_not_null())
    some = known.filter("holds").select("claim").unique()
    told = known.join(some, on="claim", how="semi")
    none = known.select("claim").unique().join(some, on="claim", how="anti")
    return pl.concat(
        [
            fact(told, name, pl.col("holds"), source, line_number="line_number", **said),
            fact(none, name, pl.lit(value=False)),
        ]
    )


def first(frame: pl.LazyFrame, by: tuple[str, ...], *order: str) -> pl.LazyFrame:
    """The first row of each group, in an order that leaves no ties; nulls come last."""
    return frame.sort(*by, *order, nulls_last=True).unique(by, keep="first", maintain_order=True)


def _value(said: dict[str, str | pl.Expr], name: str) -> pl.Expr:
    value = said.get(name)
    if isinstance(value, str):
        value = pl.col(value)
    return (pl.lit(None) if value is None else value).cast(TYPES[name]).alias(name)
