"""Holds what a later payer paid against what its contract says it owes after the payer before."""

from collections.abc import Sequence

import polars as pl

from reclaim.audit.allowed import ALLOWED, added_up
from reclaim.audit.compare import KEYS, tolerance
from reclaim.contracts.model.contract import Contract
from reclaim.contracts.secondary import secondary_payment

LATER = "later payer"
NO_PRIOR = "no prior remittance"
NOT_STATED = "prior not clear"

WHY_NOT = {
    NO_PRIOR: "Another payer came first, and its remittance is not here.",
    NOT_STATED: "What the payer before allowed and paid is not known for this line.",
}
"""Why the payment of a later payer is not held against its contract, although it has a term."""


def payments_as_amounts() -> list[pl.Expr]:
    """`expected_cents` and `allowed_cents` of `expected_lines`, those of later payers as payments.

    What was held together stands in both: for a later payer what it owes, and what it paid.
    """
    due = pl.col("expected_paid_cents")
    return [
        pl.coalesce(due, "expected_cents").alias("expected_cents"),
        pl.coalesce("allowed_cents", due - pl.col("variance_cents")).alias("allowed_cents"),
    ]


def settled_before(links: pl.DataFrame, amounts: pl.DataFrame) -> pl.DataFrame:
    """What the payer before allowed and paid, of each later claim and of its lines.

    Columns: `claim_id` (the later), `line_number`, `primary_allowed_cents`, `primary_paid_cents`,
    `obligated_cents`.

    A line is that of the same ordinal where both claims have the same charges in the same order;
    the whole claim (`line_number` null) is always given. A line of the payer before that is denied
    or not clear gives nulls. `obligated`: what the provider may collect from both and the patient,
    what the first payer paid and left to the patient; its sequestration is nobody else's to pay.

    Args:
        links: `claim_id` and `prior_id`, one row a later claim.
        amounts: `allowed.amounts` of both claims.
    """
    every = pl.concat([amounts, added_up(amounts)])
    whole = every.filter(pl.col("line_number").is_null()).unique("claim_id", keep="last")
    lines = every.filter(pl.col("line_number").is_not_null())
    shapes = lines.group_by("claim_id").agg(charges=pl.col("charge_cents").sort_by("line_number"))
    alike = (
        links.join(shapes, on="claim_id")
        .join(shapes, left_on="prior_id", right_on="claim_id", suffix="_before")
        .filter(pl.col("charges") == pl.col("charges_before"))
        .select("claim_id", "prior_id")
    )
    return pl.concat(
        [
            pairs.join(part, left_on="prior_id", right_on="claim_id").select(
                "claim_id", "line_number", *_told()
            )
            for pairs, part in ((links, whole), (alike, lines))
        ]
    )


def with_later_payers(
    compared: pl.DataFrame, before: pl.DataFrame, contracts: Sequence[Contract]
) -> pl.DataFrame:
    """The compared rows, those of later payers whose contract says what they owe decided too.

    The payer's own share of the patient is what its remittance leaves to the patient. Its payment
    before sequestration and withholds is held against what the contract says.

    Args:
        compared: what `compare` gave, with the amounts of each row.
        before: what `settled_before` gave.
        contracts: those of the book.
    """
    methods = {c.contract: c.secondary for c in contracts if c.secondary}
    ours = (
        (pl.col("why_not_compared") == LATER)
        & pl.col("expected_cents").is_not_null()
        & (pl.col("denied_cents") == 0)
        & pl.col("contract").is_in(list(methods))
    ).fill_null(value=False)
    parts = [compared.filter(~ours)]
    for name, term in methods.items():
        own = compared.filter(ours & (pl.col("contract") == name))
        if own.height:
            paid = secondary_payment(_asked(own, before), term.method)
            clause = f"as the later payer, {term.method.replace('_', ' ')} ({term.clause})"
            parts.append(_decided(paid, clause, contracts).select(compared.columns))
    return pl.concat(parts).sort("claim_id", "line_number", nulls_last=True)


def _told() -> list[pl.Expr]:
    clear = (pl.col("other_cents") == 0) & (pl.col("denied_cents") == 0)
    return [
        pl.when(clear).then(ALLOWED).alias("primary_allowed_cents"),
        pl.when(clear).then("paid_cents").alias("primary_paid_cents"),
        pl.when(clear)
        .then(pl.col("paid_cents") + pl.col("patient_cents"))
        .alias("obligated_cents"),
    ]


def _asked(rows: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """The rows as `secondary_payment` asks for them; their own steps are kept as `price_steps`."""
    known = before.with_columns(found=pl.lit(value=True))
    return (
        rows.rename({"steps": "price_steps", "why_not": "price_why_not"})
        .drop("expected_paid_cents")
        .join(known, on=KEYS, how="left", nulls_equal=True, maintain_order="left")
        .with_columns(
            own_allowed_cents="expected_cents",
            own_deductible_cents=pl.lit(0, dtype=pl.Int64),
            own_coinsurance_cents="patient_cents",
            own_copay_cents=pl.lit(0, dtype=pl.Int64),
            by_fee_schedule=pl.col("method") == "fee_schedule",
        )
    )


def _decided(rows: pl.DataFrame, clause: str, contracts: Sequence[Contract]) -> pl.DataFrame:
    due = pl.col("expected_paid_cents")
    variance = due - pl.col("paid_cents") - pl.col("after_cents")
    known = due.is_not_null()
    verdict = (
        pl.when(~known)
        .then(pl.lit("not_compared"))
        .when(variance.abs() <= tolerance(contracts, due))
        .then(pl.lit("as_contracted"))
        .when(variance > 0)
        .then(pl.lit("underpaid"))
        .otherwise(pl.lit("overpaid"))
    )
    missing = pl.when("found").then(pl.lit(NOT_STATED)).otherwise(pl.lit(NO_PRIOR))
    return rows.with_columns(
        verdict=verdict,
        variance_cents=pl.when(known).then(variance),
        why_not_compared=pl.when(~known).then(missing),
        allowed_basis=pl.when(known).then(pl.lit("what it paid, and what was taken after")),
        why_not="price_why_not",
        steps=pl.when(known)
        .then(pl.concat_list("price_steps", pl.lit(clause), "steps"))
        .otherwise("price_steps"),
    )
