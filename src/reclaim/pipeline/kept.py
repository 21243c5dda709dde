"""Rows that outlive their batch, in memory of their own."""

import polars as pl


def kept(rows: pl.DataFrame) -> pl.DataFrame:
    """The same rows, copied.

    A filtered column of texts still holds on to all the texts it was filtered from; a few rows
    kept of each batch would so keep every batch.
    """
    texts = [name for name, kind in rows.schema.items() if kind == pl.String]
    return rows.with_columns(_copied(rows[name]) for name in texts)


def _copied(texts: pl.Series) -> pl.Series:
    """Arrow's plain strings lie in one block, so that only these texts are in it."""
    plain = texts.to_arrow(compat_level=pl.CompatLevel.oldest())
    return pl.Series(texts.name, plain, dtype=pl.String)
