"""The write-offs of a ledger that stand, as they are held against the evidence."""

import polars as pl

from reclaim.ledger.netting import net_write_offs


def standing(entries: pl.DataFrame) -> pl.DataFrame:
    """One row a write-off: what was posted and undone of it, under which category, on which claim.

    `claim` is the key it shares with its evidence, the claim's number; null where the ledger names
    none. Undone write-offs are rows too, with `standing_cents` 0.

    Args:
        entries: `account_transactions` of whole accounts, with their `party`.
    """
    told = entries.select(
        "entry",
        "account",
        "patient_control_number",
        "line_number",
        "posted_date",
        claim="patient_control_number",
        posted_category="category",
    )
    return net_write_offs(entries).join(told, on="entry", how="left", maintain_order="left")
