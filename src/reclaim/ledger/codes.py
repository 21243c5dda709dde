"""The local codes of a ledger: how often each was posted, for how much, whether it is mapped."""

from collections.abc import Sequence

import polars as pl

from reclaim.schema import TABLES

KEY = ["local_code", "kind"]


def local_codes(entries: pl.DataFrame) -> pl.DataFrame:
    """Table `ledger_codes` of some entries; `added` puts those of several together.

    Unmapped are entries of unknown kind and write-offs without a category: of them nobody can say
    what was written off and why. The largest of them come first, then the others by amount.
    """
    money = pl.col("amount_cents")
    return _listed(
        entries.group_by(KEY).agg(
            pl.col("local_name").drop_nulls().first(),
            pl.col("category").drop_nulls().first(),
            entries=pl.len().cast(pl.Int64),
            amount_cents=money.sum(),
            first_posted=pl.col("posted_date").min(),
            last_posted=pl.col("posted_date").max(),
        )
    )


def added(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """The codes of all parts, each once."""
    every = pl.concat([TABLES["ledger_codes"].empty(), *parts])
    return _listed(
        every.group_by(KEY).agg(
            pl.col("local_name").drop_nulls().first(),
            pl.col("category").drop_nulls().first(),
            pl.col("entries", "amount_cents").sum(),
            pl.col("first_posted").min(),
            pl.col("last_posted").max(),
        )
    )


def _listed(codes: pl.DataFrame) -> pl.DataFrame:
    unmapped = (pl.col("kind") == "unknown") | (
        (pl.col("kind") == "write_off") & pl.col("category").is_null()
    )
    return (
        codes.with_columns(
            standing=pl.when(unmapped).then(pl.lit("unmapped")).otherwise(pl.lit("mapped"))
        )
        .sort(
            pl.col("standing") == "mapped",
            -pl.col("amount_cents").abs(),
            "local_code",
            "kind",
            nulls_last=True,
        )
        .select(TABLES["ledger_codes"].polars_schema.names())
    )
