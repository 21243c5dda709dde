"""What became of each part of a charge, in the seven words of the report's first page."""

import polars as pl

STANDINGS = (
    "collected",
    "patient",
    "prior_payer",
    "unverified",
    "necessary",
    "unnecessary",
    "undecided",
)
"""Every charged cent has exactly one; together they are the charge."""

NOT_COLLECTED = ("unverified", "necessary", "unnecessary", "undecided")
"""What no insurer paid, and what is not the patient's share."""

NAMED_BY_PLACE = {
    "insurer_paid": "collected",
    "patient_responsibility": "patient",
    "prior_payer": "prior_payer",
}

LOSS_PLACES = ("denial", "payer_reduction", "underpayment", "write_off")
"""Places where money that was charged, and is nobody's share, did not arrive."""

OPEN_PLACES = ("pending", "unknown")
"""Places that somebody must settle before the dollar can be called lost."""

SECOND_CUT = "contractual/second_cut"
"""A price cut that a second payer repeats: no price of its own, and so not merely unverified."""

CONFIRMED_CUTS = ("contractual/verified", "contractual/within_tolerance")
"""Price cuts that a contract allows: proper write-offs, even where nobody has written so."""

IS_LOSS = pl.col("place").is_in(LOSS_PLACES)

IS_OPEN = pl.col("place").is_in(OPEN_PLACES)

NO_PAYER, NO_PROVIDER = "Payer not named", "Provider not named"

PAYER = pl.coalesce(
    pl.col("payer_name").str.strip_chars().replace("", None),
    pl.col("payer_id").str.strip_chars().replace("", None),
    pl.lit(NO_PAYER),
)
"""What a payer is called: its name, or its identifier when it gives no name."""

PROVIDER = pl.coalesce("rendering_id", "payee_id", pl.lit(NO_PROVIDER))
"""Who served: the rendering provider's identifier, or else the payee's."""

NO_MONTH = "No date"

MONTH = pl.col("payment_date").dt.strftime("%Y-%m").fill_null(NO_MONTH)
"""The month of the payment: when the payer's decision came."""


def standing() -> pl.Expr:
    """The standing of a disposition, from `place`, `category` and `necessary`.

    A contractual cut without a verdict is unverified unless a contract allows it: only the payer
    says so. Whatever else has none is undecided, never spread over the rest.
    """
    by_place = pl.col("place").replace_strict(NAMED_BY_PLACE, default=None, return_dtype=pl.String)
    verdict = (
        pl.when(pl.col("necessary"))
        .then(pl.lit("necessary"))
        .when(pl.col("necessary").not_())
        .then(pl.lit("unnecessary"))
        .when(pl.col("category").is_in(CONFIRMED_CUTS))
        .then(pl.lit("necessary"))
        .when((pl.col("place") == "contractual") & (pl.col("category") != SECOND_CUT))
        .then(pl.lit("unverified"))
        .otherwise(pl.lit("undecided"))
    )
    return pl.coalesce(by_place, verdict).alias("standing")
