"""Whose balance an entry changes, the insurer's or the patient's, where nothing says it."""

import polars as pl

from reclaim.codes import write_off_categories

INSURER, PATIENT = "insurer", "patient"

BY_PAYER = ("payment", "refund")
"""Kinds that are the insurer's when a payer is named on them, else the patient's."""

BY_ACCOUNT = ("charge", "correction", "opening", "unknown")
"""Kinds that are the insurer's when any entry of the account names a payer, else the patient's."""


def with_party(entries: pl.DataFrame) -> pl.DataFrame:
    """The entries with `party` filled, of whole accounts; what the mapping says is kept.

    A payment or refund is the insurer's when a payer is named on it. A write-off is whose its
    category is, else as a charge. A charge, correction or opening balance is the insurer's when
    any entry of its account names a payer or is an insurer's payment; an account of which nobody
    names one is the patient's own. A transfer has no party: it moves between them. Statements,
    calls and placements are the patient's.
    """
    party = pl.col("party")
    named = pl.col("payer").is_not_null()
    insured = (named | ((pl.col("kind") == "payment") & (party == INSURER))).any().over("account")
    of_account = pl.when(insured).then(pl.lit(INSURER)).otherwise(pl.lit(PATIENT))
    kind = pl.col("kind")
    found = (
        pl.when(kind == "transfer")
        .then(None)
        .when(party.is_not_null())
        .then(party)
        .when(kind.is_in(BY_PAYER))
        .then(pl.when(named).then(pl.lit(INSURER)).otherwise(pl.lit(PATIENT)))
        .when(kind == "write_off")
        .then(pl.coalesce(_of_category(), of_account))
        .when(kind.is_in(BY_ACCOUNT))
        .then(of_account)
        .otherwise(pl.lit(PATIENT))
    )
    return entries.with_columns(party=found)


def _of_category() -> pl.Expr:
    """The party whose balance a write-off of the category lowers; null: either's."""
    known = write_off_categories().select("category", "party").drop_nulls()
    return pl.col("category").replace_strict(
        known["category"], known["party"], default=None, return_dtype=pl.String
    )
