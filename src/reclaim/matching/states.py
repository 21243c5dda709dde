"""Links between decisions on one claim that netting has found: reversals, corrections, repeats."""

import polars as pl

from reclaim.matching.ladder import HIGH
from reclaim.matching.rows import SCHEMA

KINDS = {
    "reversal": ("reverses", pl.col("link")),
    "correction": ("corrects", pl.lit("payer's numbers, or the provider's and the charge")),
    "duplicate": ("duplicate_of", pl.lit("trace number and payer's claim number")),
}
"""For each link the column of claim_states that names where it leads, and by what it was found."""


def states_as_links(claim_states: pl.DataFrame) -> pl.DataFrame:
    """What `claim_states` says of two claims on remittances, as rows of claim_links, in order."""
    return pl.concat(
        claim_states.filter(pl.col(leads_to).is_not_null())
        .sort("file_id", "claim_id")
        .select(
            "file_id",
            pl.lit(link).alias("link"),
            pl.lit("remit_claims").alias("from_table"),
            pl.col("claim_id").alias("from_id"),
            pl.lit("remit_claims").alias("to_table"),
            pl.col(leads_to).alias("to_id"),
            key.alias("key"),
            pl.lit(HIGH).alias("confidence"),
            pl.lit(1, pl.Int64).alias("candidates"),
            pl.lit(value=False).alias("ambiguous"),
        )
        .select(SCHEMA.names())
        for link, (leads_to, key) in KINDS.items()
    )
