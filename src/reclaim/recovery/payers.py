"""Under which name a payer's money is added up."""

import polars as pl


def payer_of(claims: pl.DataFrame) -> pl.Expr:
    """The payer's key in the payer map, else its name as sent, else its identifier; else null.

    Args:
        claims: some of `payer` (the key, null when the map names none), `payer_name`, `payer_id`;
            a column that is missing counts as null.
    """
    named = [name for name in ("payer", "payer_name", "payer_id") if name in claims.columns]
    known = [pl.col(name).str.strip_chars().replace("", None) for name in named]
    return pl.coalesce(*known, pl.lit(None, dtype=pl.String))
