"""What a payer allowed: the charge less its price cuts, held against what it paid and left over."""

import polars as pl

from reclaim.codes import allowed_roles

UNIT = ["file_id", "claim_id", "line_number"]
"""A line of a claim; `line_number` null is what stands at claim level."""

OF_PATIENT = ("patient/deductible", "patient/coinsurance", "patient/copay", "patient/other")

AMOUNT_NAMES = (
    "charge_cents",
    "paid_cents",
    "patient_cents",
    "cut_cents",
    "after_cents",
    "denied_cents",
    "other_cents",
)

AMOUNTS = pl.Schema(
    {
        "file_id": pl.String(),
        "claim_id": pl.String(),
        "line_number": pl.Int64(),
        **{name: pl.Int64() for name in AMOUNT_NAMES},
    }
)
"""The parts of a charge by what they have to do with the allowed amount. They add up:
charge = paid + patient + cut + after + denied + other. `cut`: price cuts. `after`: taken from the
allowed amount before payment. `other`: pending, unknown, settled by another payer, not covered."""


def is_price_cut() -> pl.Expr:
    """Dispositions that lead from the charge to the allowed amount."""
    cuts = allowed_roles().filter(role="price_cut")["code"]
    given_up = pl.col("place").is_in(
        ["contractual", "payer_reduction", "underpayment", "patient_responsibility"]
    )
    repeated = pl.col("category") == "contractual/second_cut"
    return (given_up & ~repeated & pl.col("carc").is_in(cuts.implode())).fill_null(value=False)


def amounts(dispositions: pl.DataFrame) -> pl.DataFrame:
    """AMOUNTS of claims as they were placed, one row a line, and one for the claim level."""
    place = pl.col("place")
    part = (
        pl.when(place == "insurer_paid")
        .then(pl.lit("paid_cents"))
        .when(is_price_cut())
        .then(pl.lit("cut_cents"))
        .when(pl.col("category").is_in(OF_PATIENT))
        .then(pl.lit("patient_cents"))
        .when(_is_taken_after())
        .then(pl.lit("after_cents"))
        .when(place == "denial")
        .then(pl.lit("denied_cents"))
        .otherwise(pl.lit("other_cents"))
    )
    amount = pl.col("amount_cents")
    sums = [
        amount.filter(pl.col("part") == name).sum().alias(name)
        for name in AMOUNT_NAMES
        if name != "charge_cents"
    ]
    return (
        dispositions.lazy()
        .select(*UNIT, "amount_cents", part=part)
        .group_by(UNIT)
        .agg(amount.sum().alias("charge_cents"), *sums)
        .select(AMOUNTS.names())
        .collect()
    )


def added_up(rows: pl.DataFrame) -> pl.DataFrame:
    """The amounts of whole claims: their lines and what stands at claim level together."""
    return (
        rows.group_by("file_id", "claim_id")
        .agg(pl.col(AMOUNT_NAMES).sum(), line_number=pl.lit(None, dtype=pl.Int64))
        .select(AMOUNTS.names())
    )


ALLOWED = pl.col("charge_cents") - pl.col("cut_cents") - pl.col("denied_cents")
"""The allowed amount, where nothing is left over in `other_cents`: then it is also what was paid,
what the patient owes, and what was taken after. Source: X12 835 TR3, balancing of a service line;
AMT*B6 is not asked, since payers often send the charge in it."""


def _is_taken_after() -> pl.Expr:
    """Dispositions taken from the allowed amount; a denial only where the claim was paid."""
    after = allowed_roles().filter(role="after_allowed")["code"]
    place = pl.col("place")
    paid = pl.col("amount_cents").filter(place == "insurer_paid").sum().over("file_id", "claim_id")
    taken = place.is_in(["payer_reduction", "pending", "contractual"])
    taken |= (place == "denial") & (paid > 0)
    return (taken & pl.col("carc").is_in(after.implode())).fill_null(value=False)
